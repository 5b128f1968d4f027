"""A change: what a use case did to the log, ready to be undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from outsource_tui.model.value import dataclass

Document = Mapping[str, Any]
"""A stored document as plain JSON values; never mutated."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One document before and after; None where it did not exist. `table` is the logical one:
    "entries", "activities", "groups" or "meta"."""

    table: str
    id: str
    before: Document | None
    after: Document | None


@dataclass(frozen=True, slots=True)
class Change:
    """A stored change: its number in the history, label, time (UTC) and edits."""

    number: int
    label: str
    at: datetime
    edits: tuple[Edit, ...] = ()
    undone: bool = False

    def __bool__(self) -> bool:
        """False where nothing was to be done."""
        return bool(self.edits)
