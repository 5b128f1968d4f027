"""Sums of the log by day and by week, light enough for ten years of it.

A month of entries is summed once into `DayTotals`; weeks and spans are added up from those. Everything
here is seconds of UTC time that passed; minutes leave through `WeekTotals`. A sum equals what
`model.week.week_log` and `model.day.day_of` say of the same entries.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.clock import Week, midnight, week_of
from outsource_tui.model.day import DayFrame, frame_bounds

LOGGED, MARKED, KEPT, PLANNED = "", "y", "n", "p"
"""What a sitting says of itself: nothing, to hand over, not to hand over, only planned."""

Row = tuple[float, float, str, str]
"""A span to be summed: start and end (seconds since 1970), activity id, and its word of the four."""
Key = tuple[str, str]
"""Activity id and word."""
Part = tuple[float, int, int]
"""Seconds, sittings that begin on the day, sittings that reach in from the day before."""
Stretch = tuple[float, float]
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class DayTotals:
    """One local day: what each activity took, and the disjoint stretches that are in the log."""

    sums: Mapping[Key, Part]
    stretches: Sequence[Stretch]

    def joined(self, other: DayTotals) -> DayTotals:
        """Return the sums of both: an entry counts for its own month but reaches into the next."""
        sums = dict(self.sums)
        for key, part in other.sums.items():
            sums[key] = _added(sums.get(key), part)
        return DayTotals(sums, _union([*self.stretches, *other.stretches]))


Days = Mapping[int, DayTotals]
"""Days by their ordinal (`date.toordinal`)."""


@dataclass(slots=True)
class DayEdges:
    """The first moment of each local day, as seconds, found again quickly."""

    zone: ZoneInfo
    _first: int = 0
    _edges: list[float] = field(default_factory=list)

    def cover(self, start: float, end: float) -> None:
        """Make sure that every day that touches [start, end] is known."""
        low = datetime.fromtimestamp(start, UTC).toordinal() - 2
        high = datetime.fromtimestamp(end, UTC).toordinal() + 3
        if not self._edges:
            self._first, self._edges = low, self._between(low, high)
        if low < self._first:
            self._edges[:0] = self._between(low - 366, self._first)
            self._first = low - 366
        if high > self._first + len(self._edges):
            self._edges += self._between(self._first + len(self._edges), high + 366)

    def split(self, start: float, end: float) -> Iterator[tuple[int, float, float]]:
        """Yield the parts of [start, end) by day: ordinal, start, end."""
        edges = self._edges
        index = bisect_right(edges, start) - 1
        while start < end:
            stop = min(end, edges[index + 1])
            yield self._first + index, start, stop
            start, index = stop, index + 1

    def bounds(self, ordinal: int) -> Stretch:
        """Return the first moment of the day and of the next."""
        index = ordinal - self._first
        if not 0 <= index < len(self._edges) - 1:
            start = date.fromordinal(ordinal)
            moment = datetime(start.year, start.month, start.day, tzinfo=UTC).timestamp()
            self.cover(moment, moment)
            index = ordinal - self._first
        return self._edges[index], self._edges[index + 1]

    def _between(self, low: int, high: int) -> list[float]:
        # the timestamp of a midnight that the clocks jump over is the moment of the jump
        zone = self.zone
        days = (date.fromordinal(n) for n in range(max(1, low), high))
        return [datetime(d.year, d.month, d.day, tzinfo=zone).timestamp() for d in days]


def sum_days(rows: Iterable[Row], edges: DayEdges) -> dict[int, DayTotals]:
    """Sum spans by local day; a span without length is nothing."""
    sums: dict[int, dict[Key, Part]] = {}
    stretches: dict[int, list[Stretch]] = {}
    for start, end, activity, word in rows:
        edges.cover(start, end)
        key, began = (activity, word), 1
        for ordinal, first, stop in edges.split(start, end):
            day = sums.get(ordinal)
            if day is None:
                day = sums[ordinal] = {}
                stretches[ordinal] = []
            known = day.get(key)
            seconds = stop - first
            day[key] = (
                (seconds, began, 1 - began)
                if known is None
                else (known[0] + seconds, known[1] + began, known[2] + 1 - began)
            )
            began = 0
            if word != PLANNED:
                stretches[ordinal].append((first, stop))
    return {ordinal: DayTotals(day, _union(stretches[ordinal])) for ordinal, day in sums.items()}


def join(months: Iterable[Days]) -> dict[int, DayTotals]:
    """Put months together; a day that two of them touch has the sums of both."""
    days: dict[int, DayTotals] = {}
    for month in months:
        shared = days.keys() & month.keys()
        kept = {ordinal: days[ordinal] for ordinal in shared}
        days.update(month)
        for ordinal, before in kept.items():
            days[ordinal] = before.joined(month[ordinal])
    return days


@dataclass(frozen=True, slots=True)
class ActivityTotals:
    """One activity's share of a span: minutes, sittings, and how much of both is to hand over."""

    minutes: float = 0.0
    times: int = 0
    marked_minutes: float = 0.0
    marked: int = 0


@dataclass(frozen=True, slots=True)
class SpanTotals:
    """Days `first` to `last` summed. Minutes throughout; `logged` counts time logged twice once.

    `span` and `unlogged` sum the spans of those days that are the user's, `gaps` counts their
    gaps. `activities` and `planned` are by activity id, after merges.
    """

    first: date
    last: date
    activities: Mapping[str, ActivityTotals]
    planned: Mapping[str, float]
    logged: float
    span: float
    unlogged: float
    gaps: int

    @property
    def coverage(self) -> float:
        """Logged share of the spans of the user's days; 0 without any."""
        return (self.span - self.unlogged) / self.span if self.span else 0.0

    @property
    def to_hand_over(self) -> float:
        """Minutes of highlighted sittings."""
        return sum(a.marked_minutes for a in self.activities.values())

    def minutes_of(self, activity_ids: Iterable[str]) -> float:
        """Return the minutes of several activities together."""
        return sum(self.activities[i].minutes for i in activity_ids if i in self.activities)


@dataclass(frozen=True, slots=True)
class DayFigures:
    """How much of one day is in the log, in minutes: as `model.day.Day` says it."""

    day: date
    logged: float
    span: float
    unlogged: float
    gaps: int
    counts: bool

    @property
    def coverage(self) -> float:
        """Logged share of the day's span; 0 without one."""
        return (self.span - self.unlogged) / self.span if self.span else 0.0


@dataclass(frozen=True, slots=True)
class Sitting:
    """One activity's time on one day: minutes, and in how many entries."""

    day: date
    minutes: float
    times: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole log as sums by day, at the moment `now`, ready to be added up for any span."""

    days: Days
    edges: DayEdges
    activities: Activities
    frame: DayFrame
    now: datetime

    @property
    def first(self) -> date | None:
        """The first day with anything logged, None for an empty log."""
        logged = [ordinal for ordinal, day in self.days.items() if day.stretches]
        return date.fromordinal(min(logged)) if logged else None

    def week(self, week: Week) -> SpanTotals:
        """Add up one week."""
        return self.span(week.first, week.last)

    def weeks(self, week_start: int = 0, until: Week | None = None) -> list[SpanTotals]:
        """Add up every week from the first with a log to `until` or the present one."""
        first = self.first
        if first is None:
            return []
        week = week_of(first, week_start)
        last = until or week_of(self.now.astimezone(self.edges.zone).date(), week_start)
        found = []
        while week <= last:
            found.append(self.week(week))
            week = week.shifted(1)
        return found

    def span(self, first: date, last: date) -> SpanTotals:
        """Add up the days from `first` to `last`, both included."""
        sums: dict[str, list[float]] = {}
        planned: dict[str, float] = {}
        logged = whole = unlogged = 0.0
        gaps = 0
        opening = first.toordinal()
        for ordinal in range(opening, last.toordinal() + 1):
            day = self.days.get(ordinal)
            figures = self._figures(ordinal, day)
            logged += figures.logged
            if figures.counts:
                whole, unlogged = whole + figures.span, unlogged + figures.unlogged
                gaps += figures.gaps
            if day is not None:
                self._add(day, sums, planned, ordinal == opening)
        activities = {
            key: ActivityTotals(s[0] / 60, int(s[1]), s[2] / 60, int(s[3])) for key, s in sums.items()
        }
        return SpanTotals(first, last, activities, planned, logged, whole, unlogged, gaps)

    def day(self, day: date) -> DayFigures:
        """Return how much of one day is in the log."""
        ordinal = day.toordinal()
        return self._figures(ordinal, self.days.get(ordinal))

    def sittings(self, since: Mapping[str, date]) -> Iterator[tuple[str, Sitting]]:
        """Yield the logged time on these activities, each from its date on, in order of days."""
        if not since:
            return
        wanted = {key: since[a.id] for key in self.activities.by_id if (a := self._resolved(key)).id in since}
        start = min(since.values()).toordinal()
        for ordinal in sorted(n for n in self.days if n >= start):
            for (key, word), (seconds, began, carried) in self.days[ordinal].sums.items():
                if key in wanted and word != PLANNED:
                    day = date.fromordinal(ordinal)
                    if day >= wanted[key]:
                        yield self._resolved(key).id, Sitting(day, seconds / 60, began + carried)

    def _resolved(self, key: str) -> Activity:
        return self.activities.get(key)

    def _add(
        self, day: DayTotals, sums: dict[str, list[float]], planned: dict[str, float], opening: bool
    ) -> None:
        resolve = self.activities.get
        for (key, word), (seconds, began, carried) in day.sums.items():
            activity = resolve(key)
            if word == PLANNED:
                planned[activity.id] = planned.get(activity.id, 0.0) + seconds / 60
                continue
            known = sums.get(activity.id)
            if known is None:
                known = sums[activity.id] = [0.0, 0.0, 0.0, 0.0]
            times = began + carried if opening else began
            known[0] += seconds
            known[1] += times
            if word == MARKED or (word == LOGGED and activity.highlighted is not None):
                known[2] += seconds
                known[3] += times

    def _figures(self, ordinal: int, day: DayTotals | None) -> DayFigures:
        start, end = self.edges.bounds(ordinal)
        when = date.fromordinal(ordinal)
        stretches = day.stretches if day else ()
        logged = sum(b - a for a, b in stretches)
        counts = bool(stretches) or when.weekday() in self.frame.work_days
        now = self.now.timestamp()
        first, last = self._frame(when, start, end)
        if stretches:
            first, last = min(first, stretches[0][0]), max(last, stretches[-1][1])
        last = min(last, now)
        if now < start or last <= first:
            return DayFigures(when, logged / 60, 0.0, 0.0, 0, counts)
        inside = [(max(a, first), min(b, last)) for a, b in stretches if a < last and b > first]
        unlogged = (last - first) - sum(b - a for a, b in inside)
        ends = [first, *(b for _, b in inside)]
        starts = [*(a for a, _ in inside), last]
        gaps = sum(a < b for a, b in zip(ends, starts, strict=True))
        return DayFigures(when, logged / 60, (last - first) / 60, unlogged / 60, gaps, counts)

    def _frame(self, day: date, start: float, end: float) -> Stretch:
        frame = self.frame
        if end - start != DAY_SECONDS:
            a, b = frame_bounds(day, self.edges.zone, frame)
            return a.timestamp(), b.timestamp()
        opens = start + frame.start.hour * 3600 + frame.start.minute * 60
        closes = start + frame.end.hour * 3600 + frame.end.minute * 60 if frame.end > frame.start else end
        return opens, closes


def span_bounds(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the first moment of `first` and of the day after `last`."""
    return midnight(first, zone), midnight(last + timedelta(days=1), zone)


def _added(known: Part | None, part: Part) -> Part:
    return part if known is None else (known[0] + part[0], known[1] + part[1], known[2] + part[2])


def _union(stretches: list[Stretch]) -> list[Stretch]:
    """Return the time that the stretches cover together, in order."""
    stretches.sort()
    merged: list[Stretch] = []
    for start, end in stretches:
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged
