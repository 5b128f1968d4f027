"""What the user should know about the file and their settings, said as it comes up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from outsource_tui.model.text import clean

if TYPE_CHECKING:
    from outsource_tui.tui.app import PlannerApp

_AT_ONCE = 3


class Notices:
    """Knows what was said already."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self._told: set[str] = set()

    def look(self, others: Iterable[str] = ()) -> None:
        """Say what is new about the file, the first few of much and where to find the rest; then `others`."""
        fresh = [n for n in self._app.services.repository.notices if n not in self._told]
        self._told.update(fresh)
        if len(fresh) > _AT_ONCE:
            more = len(fresh) - _AT_ONCE
            fresh[_AT_ONCE:] = [f"and {more} more about the file: see outsource doctor"]
        for line in (*fresh, *others):
            self._app.notify(clean(line), severity="warning", markup=False, timeout=12)
