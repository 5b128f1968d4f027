"""What an export leaves out, changes or holds beyond its days, counted, in words for the user."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from outsource_tui.formats.base import counted
from outsource_tui.model.clock import elapsed, hours_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from outsource_tui.formats.base import ExportRow
    from outsource_tui.model.entry import Entry

Counts = Counter[tuple[str, str]]
"""How many of what, by its name for one and for more."""


class Losses:
    """Gathers what has no place in a format, while it is written."""

    def __init__(self) -> None:
        self._out: Counts = Counter()
        self._changed: Counts = Counter()
        self._across: list[str] = []

    def leave(self, one: str, more: str, count: int = 1) -> None:
        """Note what is left out."""
        self._out[one, more] += count

    def change(self, one: str, more: str, count: int = 1) -> None:
        """Note what reads differently there."""
        self._changed[one, more] += count

    def without_overrides(self, rows: Iterable[ExportRow]) -> None:
        """Note what nothing but a file of our own has a place for: wishes of single entries, and plans."""
        for row in rows:
            self.leave("mark of a single entry", "marks of single entries", row.hand_over is not None)
            self.leave("plan that was done", "plans that were done", row.plan is not None)

    def without_zones(self, rows: Iterable[ExportRow], zone: str) -> None:
        """Note the entries whose clock is not that of `zone`, which a file of local times is read in."""
        for row in rows:
            self.leave("zone other than yours", "zones other than yours", row.zone != zone)

    def of_name(self, before: str, after: str) -> None:
        """Note a name, where it is not as it was."""
        self.change("name", "names", before != after)

    def of_tags(self, before: Sequence[str], after: Iterable[str]) -> None:
        """Note the tags that are not as they were."""
        self.change("tag", "tags", len(set(before) - set(after)))

    def of_note(self, before: str, after: str) -> None:
        """Note the text of an entry, where it is not as it was but for outer space."""
        self.change("note", "notes", before.strip() != after.strip())

    def across(
        self, entries: Iterable[Entry], start: datetime | None, end: datetime | None, now: datetime
    ) -> None:
        """Note what is logged across `start` or `end`, the midnights of a file's days, None without one: an
        entry is written whole where it begins, since it is the same entry when it comes back."""
        before, after = [], []
        for entry in entries if start or end else ():
            stop = entry.end_at(now)
            if entry.planned or (end is not None and entry.start >= end):
                continue
            if start is not None and entry.start < start:
                if stop > start:
                    before.append(elapsed(start, min(stop, end) if end else stop))
            elif end is not None and stop > end:
                after.append(elapsed(end, stop))
        if after:
            whole = "ends after these days and is", "end after these days and are"
            self._across.append(f"{_entries(after, *whole)} written whole: {_hours(after)} outside")
        if before:
            missing = "begins before these days and is", "begin before these days and are"
            self._across.append(f"{_entries(before, *missing)} not in the file: {_hours(before)} within")

    @property
    def words(self) -> str:
        """One line, "left out: 2 planned entries; changed: 1 name"; empty where nothing is lost."""
        parts = (("left out", self._out), ("changed", self._changed))
        told = [f"{what}: {', '.join(_counted(counts))}" for what, counts in parts if counts.total()]
        return "; ".join([*told, *self._across])


def _entries(parts: Sequence[timedelta], one: str, more: str) -> str:
    return counted(len(parts), f"entry {one}", f"entries {more}")


def _hours(parts: Iterable[timedelta]) -> str:
    return f"{hours_words(sum(part.total_seconds() for part in parts) / 60)} lie"


def _counted(counts: Counts) -> list[str]:
    return [counted(count, one, more) for (one, more), count in counts.items() if count]
