"""The log as sums, each month summed once and kept while its table stays as it is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from outsource_tui.model.activity import Activities
from outsource_tui.model.day import DayFrame
from outsource_tui.model.day_edges import DayEdges
from outsource_tui.model.day_totals import (
    DONE,
    KEPT,
    LOGGED,
    MARKED,
    PLANNED,
    PLANS,
    TAKEN,
    Keys,
    LogDays,
    MonthDays,
    Row,
    sum_days,
)
from outsource_tui.model.entry import Entry
from outsource_tui.model.span_totals import Sums
from outsource_tui.model.totals import Totals
from outsource_tui.services.totals_file import KeptMonth, KeptSums, TotalsFile
from outsource_tui.store.codec import DAMAGED, MONTH_PREFIX
from outsource_tui.store.repository import Repository

WRITTEN = len("2026-11-18T09:00:00+01:00")
_WORDS = {None: LOGGED, True: MARKED, False: KEPT}


class TotalsCache:
    """Sums of a repository's months in one zone.

    Documents are read as they stand in the tables: making an entry of each would cost more than the
    sums. Sums of a large log are kept in a file of the user's cache folder too, which may be deleted
    at any time.
    """

    def __init__(self, repository: Repository, zone: ZoneInfo, week_start: int = 0) -> None:
        self._repository = repository
        self._edges = DayEdges(zone)
        self._week_start = week_start
        self._keys = Keys()
        self._months: dict[str, tuple[object, MonthDays]] = {}
        self._days: LogDays | None = None
        self._kept = KeptSums()
        self._to_keep: TotalsFile | None = None
        self._last: Totals | None = None

    def totals(self, frame: DayFrame, now: datetime) -> Totals:
        """Return the whole log as sums at the moment `now`, running entries counted until then."""
        static = self._stored()
        activities = self._repository.activities()
        rows = [row for e in self._repository.open_entries() for row in self._running(e, now)]
        running = sum_days(rows, self._edges, self._plans())
        days = static.plus(running) if running else static
        before = self._last if self._last is not None and self._last.frame == frame else None
        if before is not None and before.now == now and _same(before, days, activities):
            return before
        weeks = self._kept_weeks(running.keys(), frame, now)
        self._last = Totals(
            days,
            self._keys,
            self._edges,
            activities,
            frame,
            now=now,
            week_start=self._week_start,
            before=before,
            weeks=weeks,
        )
        if self._to_keep is not None:
            self._keep(self._to_keep, self._last, static)
        return self._last

    def _stored(self) -> LogDays:
        tables: Mapping[str, Any] = self._repository.storage.read()
        states = {name: _state(tables, name) for name in tables if name.startswith(MONTH_PREFIX)}
        stale = sorted(n for n, s in states.items() if n not in self._months or self._months[n][0] is not s)
        gone = self._months.keys() - states.keys()
        if not stale and not gone and self._days is not None:
            return self._days
        for name in gone:
            del self._months[name]
        for name, month in self._summed(stale, tables, states).items():
            self._months[name] = (states[name], month)
        self._days = LogDays(self._months[name][1] for name in sorted(self._months))
        return self._days

    def _summed(
        self, names: list[str], tables: Mapping[str, Any], states: Mapping[str, object]
    ) -> dict[str, MonthDays]:
        """Sum months, or take their sums from the file where their text is the same."""
        path = getattr(self._repository.storage, "path", None)
        file = TotalsFile(path, self._edges.zone.key) if path is not None and len(names) > 1 else None
        kept = file.load(self._keys) if file is not None else KeptSums()
        found: dict[str, MonthDays] = {}
        counted, reader = 0, _Reader(self._keys)
        for name in names:
            known = kept.months.get(name)
            if known is not None and known.text == _text(states[name]):
                found[name] = known.days
                continue
            rows = _rows(reader, _passing(tables, name))
            counted += len(rows)
            found[name] = MonthDays.of(sum_days(rows, self._edges, self._plans()))
        if file is not None:
            self._kept = kept
            self._to_keep = file if file.worth_writing(counted) else None
        return found

    def _kept_weeks(self, running: Set[int], frame: DayFrame, now: datetime) -> Mapping[int, Sums]:
        """Return the sums of weeks that the file knew and that hold: nothing runs on their days, and these
        are in the same months as they were."""
        if self._last is not None or self._kept.frame != _frame_text(frame):
            return {}
        touched = set(running)
        kept = {name: month.days for name, month in self._kept.months.items()}
        now_in = {name: days for name, (_, days) in self._months.items()}
        for name in kept.keys() | now_in.keys():
            if kept.get(name) is not now_in.get(name):
                touched.update(*(month[name].ordinals for month in (kept, now_in) if name in month))
        today = now.astimezone(self._edges.zone).date().toordinal()
        return {
            first: sums
            for first, sums in self._kept.weeks.items()
            if first + 6 < today and touched.isdisjoint(range(first, first + 7))
        }

    def _keep(self, file: TotalsFile, totals: Totals, stored: LogDays) -> None:
        """Write the file: the days of all months, and the weeks that are over and hold nothing running."""
        self._to_keep = None
        months = {name: KeptMonth(_text(state), days) for name, (state, days) in self._months.items()}
        weeks = {
            first: sums
            for first, sums in totals.past_weeks().items()
            if totals.days.same(stored, first, first + 6)
        }
        file.save(self._keys, KeptSums(months, weeks, _frame_text(totals.frame)))

    def _running(self, entry: Entry, now: datetime) -> Iterator[Row]:
        start, end = entry.start.timestamp(), entry.end_at(now).timestamp()
        number = self._keys.number
        yield start, end, number(entry.activity, _WORDS[entry.hand_over])
        if plan := entry.plan:
            yield plan.start.timestamp(), plan.end.timestamp(), number(plan.activity, DONE)
            yield start, end, number(plan.activity, TAKEN)

    def _plans(self) -> frozenset[int]:
        return frozenset(number for number, (_, word) in enumerate(self._keys.names) if word in PLANS)


class _Reader:
    """Reads the spans of documents; the parts of moments come again and again and are read once."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._dates = _Dates()
        self._clocks = _Clocks()

    def rows(self, documents: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
        """Yield start, end and key number of each living document that has an end, and of its plan."""
        number, dates, clocks = self._keys.number, self._dates, self._clocks
        for doc in documents:
            end = doc.get("end")
            if end is None or "deleted" in doc:
                continue
            start = doc["start"]
            word = PLANNED if doc.get("kind") == "planned" else _WORDS[doc.get("hand_over")]
            if len(start) == len(end) == WRITTEN:
                first = dates[start[:10] + start[19:]] + clocks[start[11:19]]
                last = dates[end[:10] + end[19:]] + clocks[end[11:19]]
            else:
                first, last = _timestamp(start), _timestamp(end)
            if plan := doc.get("plan"):
                intended = _timestamp(plan["start"]), _timestamp(plan["end"])
                yield *intended, number(plan["activity"], DONE)
                yield first, last, number(plan["activity"], TAKEN)
            yield first, last, number(doc["activity"], word)


class _Dates(dict[str, float]):
    """Seconds of a local midnight by date and offset: "2026-11-18+01:00"."""

    def __missing__(self, text: str) -> float:
        found = self[text] = _timestamp(f"{text[:10]}T00:00:00{text[10:]}")
        return found


class _Clocks(dict[str, int]):
    """Seconds since midnight by wall clock: "09:30:00"."""

    def __missing__(self, text: str) -> int:
        at = time.fromisoformat(text)
        found = self[text] = at.hour * 3600 + at.minute * 60 + at.second
        return found


def _rows(reader: _Reader, table: Mapping[str, Any]) -> list[Row]:
    """Return the spans of a month's living documents that have an end; what is no entry is left out, as the
    repository leaves it out."""
    try:
        return list(reader.rows(table.values()))
    except DAMAGED:
        rows: list[Row] = []
        for document in table.values():
            with contextlib.suppress(*DAMAGED):
                rows += reader.rows([document])
        return rows


def _timestamp(text: str) -> float:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset from UTC")
    found = moment.timestamp()
    return int(found) if found == int(found) else found


def _frame_text(frame: DayFrame) -> str:
    return f"{frame.start}–{frame.end} {sorted(frame.work_days)} {frame.since}"


def _same(totals: Totals, days: LogDays, activities: Activities) -> bool:
    return totals.days is days and totals.activities is activities


def _state(tables: Mapping[str, Any], name: str) -> object:
    """Return an object that is another one as soon as the table changes, without decoding it."""
    lines = getattr(tables, "lines", None)
    return tables[name] if lines is None else lines[name]


def _passing(tables: Mapping[str, Any], name: str) -> Any:
    """Return the documents of a table for one look: ten years of them need not stay decoded."""
    passing = getattr(tables, "passing", None)
    return tables[name] if passing is None else passing(name)


def _text(state: object) -> tuple[int, int]:
    """Return checksum and length of a table's text in the file."""
    return getattr(state, "crc", 0), getattr(state, "size", 0)
