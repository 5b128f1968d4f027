"""The week that highlight, board and summary are about: one for all three."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outsource_tui.tui.app import PlannerApp


class ReviewedWeek:
    """Follows the day that the timeline shows; what is chosen on one of the other screens holds until that is
    another day. The timeline does not follow: who looks back at a week still logs today."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self._chosen: date | None = None
        self._chosen_from: date | None = None

    @property
    def day(self) -> date:
        """A day of the week."""
        shown = self._app.shown_day
        if self._chosen_from != shown:
            self._chosen = None
        return self._chosen or shown

    def go_to(self, day: date) -> None:
        """Be about the week of that day."""
        self._chosen, self._chosen_from = day, self._app.shown_day

    def forget(self) -> None:
        """Be about the week of the shown day again."""
        self._chosen = None
