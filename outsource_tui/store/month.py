"""The entries of a month's table, each built when it is first asked for: that takes most of the time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from outsource_tui.model.entry import Entry
from outsource_tui.store import codec
from outsource_tui.store.codec import DAMAGED, readable
from outsource_tui.store.line import begins
from outsource_tui.store.text_search import Wanted

_LAST_DATE = "9999-12-31"
_A_DAY = timedelta(days=1)
"""What a date as it is written may be away from the one in UTC."""
_Span = tuple[str, str, str]
"""First date, last date and id of a living entry."""


class Month:
    """One state of the table, whose documents never change. An entry whose document is as it was in the state
    `before` is the same object.

    `bad` says by id what was found damaged and left out, as far as documents were looked at.
    """

    def __init__(self, raw: Mapping[str, Any], before: Month | None = None) -> None:
        self.raw = raw
        self.bad: dict[str, str] = {}
        self._built: dict[str, Entry] = {}
        self._spans: list[_Span] | None = None
        if before is not None:
            self._take_over(before)
        self._all: tuple[Entry, ...] | None = None
        self._last = ""

    @property
    def whole(self) -> bool:
        """True once every entry is built."""
        return self._all is not None

    def all(self) -> tuple[Entry, ...]:
        """Return the living entries by start."""
        if self._all is None:
            try:
                found = [self._entry(i, d) for i, d in self.raw.items() if "deleted" not in d]
            except DAMAGED:
                found = readable(self.raw, self._entry, self.bad)
            self._all = tuple(sorted(found, key=by_start))
        return self._all

    def having(self, wanted: Sequence[Wanted]) -> list[Entry] | tuple[Entry, ...]:
        """Return by start the entries that may hold all that is wanted; where all are built, those."""
        if self._all is not None or not wanted:
            return self.all()
        try:
            living = ((i, d) for i, d in self.raw.items() if "deleted" not in d)
            found = [self._entry(i, d) for i, d in living if all(each.may_be_in(d) for each in wanted)]
        except DAMAGED:
            return self.all()
        return sorted(found, key=by_start)

    def between(
        self, start: datetime, end: datetime, activities: Collection[str] | None = None
    ) -> list[Entry]:
        """Return the entries that overlap [start, end), by start: those of some activities (ids), or all."""
        found: Iterator[Entry]
        if self._all is None:
            try:
                return self._picked(start, end, activities)
            except DAMAGED:
                self.all()
        found = _within(self.all(), start, end)
        return [e for e in found if activities is None or e.activity in activities]

    def running(self) -> list[Entry]:
        """Return the entries that have no end."""
        try:
            items = self.raw.items()
            found = [self._entry(i, d) for i, d in items if d.get("end") is None and "deleted" not in d]
        except DAMAGED:
            found = list(self.all())
        return [entry for entry in found if entry.running]

    def get(self, entry_id: str) -> Entry | None:
        """Return the living entry of that id, or None."""
        return next((entry for entry in self.all() if entry.id == entry_id), None)

    def reaches(self, moment: datetime) -> bool:
        """False where nothing ends as late as `moment`, told by the dates as they are written."""
        self._last = self._last or max(map(_end_date, self.raw.values()), default="0")
        return self._last >= _date(moment, -_A_DAY)

    # inside

    def _take_over(self, before: Month) -> None:
        raw, old = self.raw, before.raw
        if begins(raw, old):
            self._built = dict(before._built)
            if before._spans is not None:
                with suppress(*DAMAGED):  # whoever looks for entries will see
                    self._spans = [*before._spans, *_spans(islice(raw.items(), len(old), None))]
        else:
            built = dict(before._built)  # another thread may be building just now
            self._built = {i: e for i, e in built.items() if codec.same(raw.get(i), old.get(i))}

    def _entry(self, entry_id: str, doc: Any) -> Entry:
        found = self._built.get(entry_id)
        if found is None:
            found = self._built[entry_id] = codec.entry_from(entry_id, doc)
        return found

    def _dates(self) -> list[_Span]:
        if self._spans is None:
            self._spans = _spans(self.raw.items())
        return self._spans

    def _picked(self, start: datetime, end: datetime, activities: Collection[str] | None) -> list[Entry]:
        """Build what may overlap, told by the dates as they are written, and look again."""
        first, last = _date(start, -_A_DAY), _date(end, _A_DAY)
        raw = self.raw
        found = (
            self._entry(i, raw[i])
            for begin, until, i in self._dates()
            if begin <= last and until >= first and (activities is None or raw[i]["activity"] in activities)
        )
        over = [e for e in found if e.start < end and (e.end is None or e.end > start or e.start > start)]
        return sorted(over, key=by_start)


def by_start(entry: Entry) -> tuple[float, str]:
    """Order by seconds: moments of different offsets are slow to compare."""
    return entry.start.timestamp(), entry.id


def _date(moment: datetime, away: timedelta) -> str:
    try:
        return (moment.astimezone(UTC) + away).date().isoformat()
    except OverflowError:
        return "0" if away < timedelta() else _LAST_DATE


def _spans(items: Iterable[tuple[str, Any]]) -> list[_Span]:
    return [(*_dates_of(d), i) for i, d in items if "deleted" not in d]


def _dates_of(doc: Any) -> tuple[str, str]:
    """Return the dates between which an entry is, as they are written; all of them where they are none:
    whoever builds that will see."""
    start, end = doc["start"][:10], (doc.get("end") or _LAST_DATE)[:10]
    return start if start[:1].isdigit() else "", end if end >= start else _LAST_DATE


def _end_date(doc: Any) -> str:
    """The date on which an entry ends, as it is written; the last there is where that cannot be told, none
    for a tombstone."""
    if not isinstance(doc, dict):
        return _LAST_DATE
    end = "" if "deleted" in doc else doc.get("end")
    return end[:10] if isinstance(end, str) else _LAST_DATE


def _within(month: tuple[Entry, ...], start: datetime, end: datetime) -> Iterator[Entry]:
    """Yield the entries of a month, which are in order of their starts, that overlap [start, end)."""
    later = bisect_right(month, start, key=_start)
    for entry in month[:later]:
        if (entry.end is None or entry.end > start) and entry.start < end:
            yield entry
    yield from month[later : bisect_left(month, end, key=_start)]


def _start(entry: Entry) -> datetime:
    return entry.start
