"""Sums of the log by day and by week, light enough for ten years of it.

A month of entries is summed once into `DayTotals`; weeks and spans are added up from those. A sum equals
what `model.week.week_log` and `model.day.day_of` say of the same entries. Days hold seconds; minutes
leave through `SpanTotals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from outsource_tui.model.activity import Activities
from outsource_tui.model.clock import Week, week_of
from outsource_tui.model.day import DayFrame
from outsource_tui.model.day_edges import DayEdges
from outsource_tui.model.value import dataclass, field

LOGGED, MARKED, KEPT, PLANNED = "", "y", "n", "p"
"""What a sitting says of itself: nothing, to hand over, not to hand over, only planned."""

Key = tuple[str, str]
"""Activity id and word."""
Row = tuple[float, float, int]
"""A span to be summed: start and end in seconds since 1970, and the number of its key."""


@dataclass(slots=True)
class Keys:
    """Numbers for keys, so that sums by day stay small."""

    names: list[Key] = field(default_factory=list)
    _numbers: dict[Key, int] = field(default_factory=dict)

    def number(self, activity: str, word: str) -> int:
        """Return the number of a key, a new one if it was not seen before."""
        key = (activity, word)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.names)
            self.names.append(key)
        return found


class DayTotals(NamedTuple):
    """One local day: for each key number its seconds, how many sittings begin on the day and how many reach
    in from before; and the disjoint stretches that are in the log, as first, last, first, last …"""

    keys: Sequence[int]
    seconds: Sequence[float]
    began: Sequence[int]
    carried: Sequence[int]
    stretches: Sequence[float]

    def joined(self, other: DayTotals) -> DayTotals:
        """Return the sums of both: an entry counts for its own month but reaches into the next."""
        sums: dict[int, list[float]] = {}
        for day in (self, other):
            for key, *part in zip(day.keys, day.seconds, day.began, day.carried, strict=True):
                known = sums.get(key, (0, 0, 0))
                sums[key] = [a + b for a, b in zip(known, part, strict=True)]
        return _day(sums, [*_pairs(self.stretches), *_pairs(other.stretches)])


Days = Mapping[int, DayTotals]
"""Days by their ordinal (`date.toordinal`)."""


def sum_days(rows: Iterable[Row], edges: DayEdges, planned: frozenset[int]) -> dict[int, DayTotals]:
    """Sum spans by local day; a span without length is nothing. `planned` keys fill no gap."""
    sums: dict[int, dict[int, list[float]]] = {}
    stretches: dict[int, list[tuple[float, float]]] = {}
    for start, end, key in rows:
        began = 1
        for ordinal, first, stop in edges.split(start, end):
            day = sums.get(ordinal)
            if day is None:
                day = sums[ordinal] = {}
                stretches[ordinal] = []
            known = day.get(key)
            if known is None:
                day[key] = [stop - first, began, 1 - began]
            else:
                known[0] += stop - first
                known[1] += began
                known[2] += 1 - began
            began = 0
            if key not in planned:
                stretches[ordinal].append((first, stop))
    return {ordinal: _day(day, stretches[ordinal]) for ordinal, day in sums.items()}


def _day(sums: Mapping[int, Sequence[float]], stretches: list[tuple[float, float]]) -> DayTotals:
    parts = list(sums.values())
    return DayTotals(
        list(sums),
        [p[0] for p in parts],
        [int(p[1]) for p in parts],
        [int(p[2]) for p in parts],
        _union(stretches),
    )


def join(months: Iterable[Days]) -> dict[int, DayTotals]:
    """Put months together; a day that two of them touch has the sums of both."""
    days: dict[int, DayTotals] = {}
    for month in months:
        shared = [(ordinal, days[ordinal]) for ordinal in days.keys() & month.keys()]
        days.update(month)
        for ordinal, before in shared:
            days[ordinal] = before.joined(month[ordinal])
    return days


class ActivityTotals(NamedTuple):
    """One activity's share of a span: minutes, sittings, and how much of both is to hand over."""

    minutes: float = 0.0
    times: int = 0
    marked_minutes: float = 0.0
    marked: int = 0


class Sitting(NamedTuple):
    """One activity's time on one day: minutes, and in how many entries."""

    day: date
    minutes: float
    times: int


class DayFigures(NamedTuple):
    """How much of one day is in the log, in seconds, and whether the day is the user's."""

    logged: float
    span: float
    unlogged: float
    gaps: int
    counts: bool


class Meanings:
    """What the key numbers stand for now: merges, highlights and core as they are."""

    def __init__(self, keys: Keys, activities: Activities) -> None:
        self.activity: list[str] = []
        self.planned: set[int] = set()
        self.marked: set[int] = set()
        self.core: set[int] = set()
        self.numbers: dict[str, list[int]] = {}
        for number, (activity_id, word) in enumerate(keys.names):
            activity = activities.get(activity_id)
            self.activity.append(activity.id)
            if word == PLANNED:
                self.planned.add(number)
                continue
            self.numbers.setdefault(activity.id, []).append(number)
            if word == MARKED or (word == LOGGED and activity.highlighted is not None):
                self.marked.add(number)
            elif activity.core:
                self.core.add(number)


class _Sums(NamedTuple):
    """Days added up, by key number, in seconds."""

    days: Sequence[DayTotals | None]
    seconds: Mapping[int, float]
    logged: float
    span: float
    unlogged: float
    gaps: int


class SpanTotals:
    """Days `first` to `last` summed, in minutes. `logged` counts time logged twice once; `span` and
    `unlogged` sum the spans of those days that are the user's, `gaps` counts their gaps."""

    __slots__ = ("_meanings", "_sums", "first", "gaps", "last", "logged", "span", "unlogged")

    def __init__(self, first: date, last: date, sums: _Sums, meanings: Meanings) -> None:
        self.first, self.last = first, last
        self.logged, self.span, self.unlogged = sums.logged / 60, sums.span / 60, sums.unlogged / 60
        self.gaps = sums.gaps
        self._sums = sums
        self._meanings = meanings

    @property
    def coverage(self) -> float:
        """Logged share of the spans of the user's days; 0 without any."""
        return (self.span - self.unlogged) / self.span if self.span else 0.0

    @property
    def to_hand_over(self) -> float:
        """Minutes of highlighted sittings."""
        return self._minutes_in(self._meanings.marked)

    @property
    def core(self) -> float:
        """Minutes of core activities that are not highlighted."""
        return self._minutes_in(self._meanings.core)

    def minutes_of(self, activity_ids: Iterable[str]) -> float:
        """Return the logged minutes of several activities together."""
        numbers, seconds = self._meanings.numbers, self._sums.seconds
        return sum(seconds.get(n, 0) for i in activity_ids for n in numbers.get(i, ())) / 60

    @property
    def planned(self) -> dict[str, float]:
        """Planned minutes by activity id."""
        found: dict[str, float] = {}
        for number, seconds in self._sums.seconds.items():
            if number in self._meanings.planned:
                activity = self._meanings.activity[number]
                found[activity] = found.get(activity, 0.0) + seconds / 60
        return found

    @property
    def activities(self) -> dict[str, ActivityTotals]:
        """What each activity took, by id after merges."""
        times: dict[int, int] = {}
        for n, day in enumerate(self._sums.days):
            if day is not None:
                for key, began, carried in zip(day.keys, day.began, day.carried, strict=True):
                    times[key] = times.get(key, 0) + began + (0 if n else carried)
        found: dict[str, ActivityTotals] = {}
        for number, seconds in self._sums.seconds.items():
            if number in self._meanings.planned:
                continue
            activity, own = self._meanings.activity[number], times[number]
            known = found.get(activity, ActivityTotals())
            marked = number in self._meanings.marked
            found[activity] = ActivityTotals(
                known.minutes + seconds / 60,
                known.times + own,
                known.marked_minutes + (seconds / 60 if marked else 0),
                known.marked + (own if marked else 0),
            )
        return found

    def _minutes_in(self, numbers: set[int]) -> float:
        return sum(seconds for n, seconds in self._sums.seconds.items() if n in numbers) / 60


class Totals:
    """The whole log as sums by day, at the moment `now`, ready to be added up for any span.

    `before` are totals of the same log and frame at an earlier moment: the sums of weeks that are over
    and have the same days are taken from it.
    """

    def __init__(
        self,
        days: Days,
        keys: Keys,
        edges: DayEdges,
        activities: Activities,
        frame: DayFrame,
        *,
        now: datetime,
        before: Totals | None = None,
    ) -> None:
        self.days = days
        self.edges = edges
        self.activities = activities
        self.frame = frame
        self.now = now
        self.today = now.astimezone(edges.zone).date()
        self._now = now.timestamp()
        self._meanings = Meanings(keys, activities)
        self._weeks = {} if before is None else self._same_weeks(before)

    @property
    def first(self) -> date | None:
        """The first day with anything logged, None for an empty log."""
        logged = [ordinal for ordinal, day in self.days.items() if day.stretches]
        return date.fromordinal(min(logged)) if logged else None

    @property
    def latest(self) -> date:
        """The last day on which there is anything: today, or a later one with plans."""
        return date.fromordinal(max(self.today.toordinal(), max(self.days, default=0)))

    def week(self, week: Week) -> SpanTotals:
        """Add up one week; kept, since many figures ask for it."""
        first = week.first.toordinal()
        sums = self._weeks.get(first)
        if sums is None:
            sums = self._weeks[first] = self._sum(first, first + 6)
        return SpanTotals(week.first, week.last, sums, self._meanings)

    def weeks(self, week_start: int = 0, until: Week | None = None) -> list[SpanTotals]:
        """Add up every week from the first with a log to `until` or the present one."""
        first = self.first
        if first is None:
            return []
        week = week_of(first, week_start)
        last = until or week_of(self.today, week_start)
        found = []
        while week <= last:
            found.append(self.week(week))
            week = week.shifted(1)
        return found

    def span(self, first: date, last: date) -> SpanTotals:
        """Add up the days from `first` to `last`, both included."""
        return SpanTotals(first, last, self._sum(first.toordinal(), last.toordinal()), self._meanings)

    def day(self, day: date) -> DayFigures:
        """Return how much of one day is in the log."""
        return self._figures(day.toordinal(), self.days.get(day.toordinal()))

    def sittings(self, since: Mapping[str, date]) -> Iterator[tuple[str, Sitting]]:
        """Yield the logged time on these activities, each from its date on."""
        return ((key, sitting) for key, own in self.days_of(since).items() for sitting in own)

    def days_of(self, since: Mapping[str, date]) -> dict[str, list[Sitting]]:
        """Return the logged time on these activities, each from its date on, day by day."""
        wanted = {
            number: (activity, start.toordinal())
            for activity, start in since.items()
            for number in self._meanings.numbers.get(activity, ())
        }
        begin = min((start for _, start in wanted.values()), default=0)
        found: dict[str, list[Sitting]] = {}
        for ordinal in sorted(n for n in self.days if n >= begin) if wanted else ():
            day = self.days[ordinal]
            for index, key in enumerate(day.keys):
                if key not in wanted or wanted[key][1] > ordinal:
                    continue
                own = found.setdefault(wanted[key][0], [])
                new = Sitting(
                    date.fromordinal(ordinal), day.seconds[index] / 60, day.began[index] + day.carried[index]
                )
                if own and own[-1].day == new.day:
                    new = Sitting(new.day, own[-1].minutes + new.minutes, own.pop().times + new.times)
                own.append(new)
        return found

    def _same_weeks(self, before: Totals) -> dict[int, _Sums]:
        today = min(self.today, before.today).toordinal()
        old, new = before.days, self.days
        return {
            first: sums
            for first, sums in before._weeks.items()
            if first + 6 < today and all(old.get(n) is new.get(n) for n in range(first, first + 7))
        }

    def _sum(self, first: int, last: int) -> _Sums:
        last = min(last, self.latest.toordinal())
        days = [self.days.get(ordinal) for ordinal in range(first, last + 1)]
        seconds: dict[int, float] = {}
        logged = whole = unlogged = 0.0
        gaps = 0
        for ordinal, day in enumerate(days, first):
            figures = self._figures(ordinal, day)
            logged += figures.logged
            if figures.counts:
                whole, unlogged, gaps = whole + figures.span, unlogged + figures.unlogged, gaps + figures.gaps
            if day is not None:
                for key, more in zip(day.keys, day.seconds, strict=True):
                    seconds[key] = seconds.get(key, 0) + more
        return _Sums(days, seconds, logged, whole, unlogged, gaps)

    def _figures(self, ordinal: int, day: DayTotals | None) -> DayFigures:
        edges = day.stretches if day is not None else ()
        logged = sum(edges[1::2]) - sum(edges[::2])
        counts = bool(edges) or (ordinal + 6) % 7 in self.frame.work_days
        first, last = self.edges.frame(ordinal, self.frame)
        if edges:
            first, last = min(first, edges[0]), max(last, edges[-1])
        if self._now < last:
            return self._unfinished(ordinal, edges, first, DayFigures(logged, 0.0, 0.0, 0, counts))
        if not edges:
            return DayFigures(0.0, last - first, last - first, int(first < last), counts)
        gaps = len(edges) // 2 - 1 + (first < edges[0]) + (edges[-1] < last)
        return DayFigures(logged, last - first, last - first - logged, gaps, counts)

    def _unfinished(
        self, ordinal: int, edges: Sequence[float], first: float, known: DayFigures
    ) -> DayFigures:
        """Return the figures of a day that is not over: its span ends now."""
        last = self._now
        if last <= first or last < self.edges.bounds(ordinal)[0]:
            return known
        inside = [(a, min(b, last)) for a, b in _pairs(edges) if a < last]
        ends = [first, *(b for _, b in inside)]
        starts = [*(a for a, _ in inside), last]
        gaps = [b - a for a, b in zip(ends, starts, strict=True) if a < b]
        return DayFigures(known.logged, last - first, sum(gaps), len(gaps), known.counts)


def _pairs(edges: Sequence[float]) -> Iterator[tuple[float, float]]:
    return zip(edges[::2], edges[1::2], strict=True)


def _union(stretches: list[tuple[float, float]]) -> list[float]:
    """Return the time that the stretches cover together: first, last, first, last … in order."""
    stretches.sort()
    merged: list[float] = []
    for start, end in stretches:
        if merged and start <= merged[-1]:
            merged[-1] = max(merged[-1], end)
        else:
            merged += (start, end)
    return merged
