"""Sums of the log by day and by week, light enough for ten years of it.

A month of entries is summed once into `DayTotals`; weeks and spans are added up from those. A sum equals
what `model.week.week_log` and `model.day.day_of` say of the same entries. Days hold seconds; minutes
leave through `SpanTotals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from outsource_tui.model.activity import Activities
from outsource_tui.model.clock import Week, week_of
from outsource_tui.model.day import DayFrame
from outsource_tui.model.day_edges import DayEdges
from outsource_tui.model.day_totals import (
    DONE,
    LOGGED,
    MARKED,
    PLANNED,
    PLANS,
    TAKEN,
    DayTotals,
    Keys,
    LogDays,
    PlanTotals,
    pairs,
)


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
        self.plans: dict[int, str] = {}
        self.marked: set[int] = set()
        self.core: set[int] = set()
        self.numbers: dict[str, list[int]] = {}
        for number, (activity_id, word) in enumerate(keys.names):
            activity = activities.get(activity_id)
            self.activity.append(activity.id)
            if word in PLANS:
                self.plans[number] = word
                continue
            self.numbers.setdefault(activity.id, []).append(number)
            if word == MARKED or (word == LOGGED and activity.highlighted is not None):
                self.marked.add(number)
            elif activity.core:
                self.core.add(number)
        self._numbers_of: dict[tuple[str, ...], tuple[int, ...]] = {}

    def numbers_of(self, activity_ids: tuple[str, ...]) -> tuple[int, ...]:
        """Return the key numbers of several activities' sittings."""
        found = self._numbers_of.get(activity_ids)
        if found is None:
            found = tuple(n for key in activity_ids for n in self.numbers.get(key, ()))
            self._numbers_of[activity_ids] = found
        return found


class Sums(NamedTuple):
    """Days added up, by key number, in seconds."""

    seconds: Mapping[int, float]
    logged: float
    span: float
    unlogged: float
    gaps: int


class SpanTotals:
    """Days `first` to `last` summed, in minutes. `logged` counts time logged twice once; `span` and
    `unlogged` sum the spans of those days that are the user's, `gaps` counts their gaps."""

    __slots__ = ("_days", "_meanings", "_sums", "first", "gaps", "last", "logged", "span", "unlogged")

    def __init__(self, first: date, last: date, sums: Sums, meanings: Meanings, days: LogDays) -> None:
        self.first, self.last = first, last
        self.logged, self.span, self.unlogged = sums.logged / 60, sums.span / 60, sums.unlogged / 60
        self.gaps = sums.gaps
        self._sums = sums
        self._meanings = meanings
        self._days = days

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
        return self._minutes_in(self._meanings.numbers_of(tuple(activity_ids)))

    @property
    def planned(self) -> dict[str, float]:
        """Minutes that are still planned, by activity id."""
        return {key: plan.open for key, plan in self.plans.items() if plan.open}

    @property
    def plans(self) -> dict[str, PlanTotals]:
        """Plans and what came of them, by activity id after merges."""
        found: dict[str, PlanTotals] = {}
        for number, seconds in self._sums.seconds.items():
            word = self._meanings.plans.get(number)
            if word is not None:
                activity, minutes = self._meanings.activity[number], seconds / 60
                open_, done, taken = (minutes if word == each else 0.0 for each in (PLANNED, DONE, TAKEN))
                found[activity] = found.get(activity, PlanTotals()).plus(open_, done, taken)
        return found

    @property
    def activities(self) -> dict[str, ActivityTotals]:
        """What each activity took, by id after merges."""
        times: dict[int, int] = {}
        first = self.first.toordinal()
        for ordinal in range(first, self.last.toordinal() + 1):
            day = self._days.get(ordinal)
            if day is not None:
                for key, began, carried in zip(day.keys, day.began, day.carried, strict=True):
                    times[key] = times.get(key, 0) + began + (0 if ordinal > first else carried)
        found: dict[str, ActivityTotals] = {}
        for number, seconds in self._sums.seconds.items():
            if number in self._meanings.plans:
                continue
            activity, own = self._meanings.activity[number], times.get(number, 0)
            known = found.get(activity, ActivityTotals())
            marked = number in self._meanings.marked
            found[activity] = ActivityTotals(
                known.minutes + seconds / 60,
                known.times + own,
                known.marked_minutes + (seconds / 60 if marked else 0),
                known.marked + (own if marked else 0),
            )
        return found

    def _minutes_in(self, numbers: Iterable[int]) -> float:
        seconds = self._sums.seconds
        return sum([seconds[n] for n in numbers if n in seconds]) / 60


class Totals:
    """The whole log as sums by day, at the moment `now`, ready to be added up for any span.

    `before` are totals of the same log and frame at an earlier moment: the sums of weeks that are over
    and have the same days are taken from it. `weeks` are sums of weeks by first ordinal, known beforehand.
    """

    def __init__(
        self,
        days: LogDays,
        keys: Keys,
        edges: DayEdges,
        activities: Activities,
        frame: DayFrame,
        *,
        now: datetime,
        before: Totals | None = None,
        weeks: Mapping[int, Sums] | None = None,
    ) -> None:
        self.days = days
        self.edges = edges
        self.activities = activities
        self.frame = frame
        self.now = now
        self.today = now.astimezone(edges.zone).date()
        self._now = now.timestamp()
        self._first: int | None = None
        self._latest = max(self.today.toordinal(), max(days, default=0))
        self._meanings = Meanings(keys, activities)
        self._weeks = self._same_weeks(before) if before is not None else dict(weeks or {})
        same = before is not None and before.days is days and before.activities is activities
        self._since: dict[tuple[frozenset[tuple[str, date]], date], dict[str, list[Sitting]]] = (
            before._since if before is not None and same else {}
        )

    @property
    def first(self) -> date | None:
        """The first day with anything logged, None for an empty log."""
        if self._first is None:
            days = ((ordinal, self.days.get(ordinal)) for ordinal in self.days)
            self._first = next((ordinal for ordinal, day in days if day and day.stretches), 0)
        return date.fromordinal(self._first) if self._first else None

    @property
    def latest(self) -> date:
        """The last day on which there is anything: today, or a later one with plans."""
        return date.fromordinal(self._latest)

    def week(self, week: Week) -> SpanTotals:
        """Add up one week; kept, since many figures ask for it."""
        first = week.first.toordinal()
        sums = self._weeks.get(first)
        if sums is None:
            sums = self._weeks[first] = self._sum(first, first + 6)
        return SpanTotals(week.first, week.last, sums, self._meanings, self.days)

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
        sums = self._sum(first.toordinal(), last.toordinal())
        return SpanTotals(first, last, sums, self._meanings, self.days)

    def day(self, day: date) -> DayFigures:
        """Return how much of one day is in the log."""
        return self._figures(day.toordinal(), self.days.get(day.toordinal()))

    def days_of(self, since: Mapping[str, date], last: date) -> dict[str, list[Sitting]]:
        """Return the logged time on these activities, each from its date on, day by day to `last`."""
        asked = (frozenset(since.items()), last)
        if asked not in self._since:
            self._since[asked] = self._days_of(since, last.toordinal())
        return self._since[asked]

    def _days_of(self, since: Mapping[str, date], last: int) -> dict[str, list[Sitting]]:
        wanted = {
            number: (activity, start.toordinal())
            for activity, start in since.items()
            for number in self._meanings.numbers.get(activity, ())
        }
        begin = min((start for _, start in wanted.values()), default=0)
        numbers = wanted.keys()
        found: dict[str, list[Sitting]] = {}
        for ordinal in range(begin, min(last, self._latest) + 1) if wanted else ():
            day = self.days.get(ordinal)
            if day is None or numbers.isdisjoint(day.keys):
                continue
            when = date.fromordinal(ordinal)
            for key, seconds, began, carried in zip(*day[:4], strict=True):
                if key not in wanted or wanted[key][1] > ordinal:
                    continue
                own = found.setdefault(wanted[key][0], [])
                if own and own[-1].day == when:
                    same = own.pop()
                    own.append(Sitting(when, same.minutes + seconds / 60, same.times + began + carried))
                else:
                    own.append(Sitting(when, seconds / 60, began + carried))
        return found

    def past_weeks(self, week_start: int = 0) -> dict[int, Sums]:
        """Add up every week that is over, by first ordinal."""
        self.weeks(week_start)
        today = self.today.toordinal()
        return {first: sums for first, sums in self._weeks.items() if first + 6 < today}

    def _same_weeks(self, before: Totals) -> dict[int, Sums]:
        today = min(self.today, before.today).toordinal()
        return {
            first: sums
            for first, sums in before._weeks.items()
            if first + 6 < today and self.days.same(before.days, first, first + 6)
        }

    def _sum(self, first: int, last: int) -> Sums:
        last = min(last, self._latest)
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
        return Sums(seconds, logged, whole, unlogged, gaps)

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
        inside = [(a, min(b, last)) for a, b in pairs(edges) if a < last]
        ends = [first, *(b for _, b in inside)]
        starts = [*(a for a, _ in inside), last]
        gaps = [b - a for a, b in zip(ends, starts, strict=True) if a < b]
        return DayFigures(known.logged, last - first, sum(gaps), len(gaps), known.counts)
