"""Undo, redo and the list of changes: one history for every screen and process."""

from __future__ import annotations

from datetime import date, datetime

from outsource_tui.model.change import Change
from outsource_tui.model.clock import Clock, long_date
from outsource_tui.model.errors import UserError
from outsource_tui.store.repository import Repository


class HistoryService:
    """Goes back and forth in the stored changes."""

    def __init__(self, repository: Repository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    def changes(self) -> tuple[Change, ...]:
        """Return the stored changes, newest first; those that were undone are marked."""
        return self._repository.history()

    def words(self, change: Change, shown: date | None = None) -> str:
        """Return the label of a change that was just made or taken back, with the day of its entries where
        that is another than the one `shown` (today)."""
        zone = self._clock.zone
        docs = [edit.after or edit.before or {} for edit in change.edits if edit.table == "entries"]
        starts = [doc["start"] for doc in docs if isinstance(doc.get("start"), str)]
        days = {datetime.fromisoformat(start).astimezone(zone).date() for start in starts}
        if len(days) != 1 or days == {shown or self._clock.now().date()}:
            return change.label
        day = long_date(*days)
        return change.label if day.rpartition(" ")[0] in change.label else f"{change.label} ({day})"

    def undo(self, steps: int = 1) -> list[Change]:
        """Take back the newest changes; UserError if there is none."""
        changes = self._repository.undo(self._clock.now(), steps)
        if not changes:
            raise UserError("nothing to undo")
        return changes

    def redo(self, steps: int = 1) -> list[Change]:
        """Make undone changes again; UserError if there is none."""
        changes = self._repository.redo(self._clock.now(), steps)
        if not changes:
            raise UserError("nothing to redo: a new change ends what could be redone")
        return changes
