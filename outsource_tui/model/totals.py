"""Sums of the log by day and by week, light enough for ten years of it.

A month of entries is summed once into `DayTotals`; weeks and spans are added up from those. A sum equals
what `model.week.week_log` and `model.day.day_of` say of the same entries. Days hold seconds; minutes
leave through `SpanTotals`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from outsource_tui.model.activity import Activities
from outsource_tui.model.clock import Week, week_of
from outsource_tui.model.day import LEAST_GAP, DayFrame
from outsource_tui.model.day_edges import DayEdges
from outsource_tui.model.day_totals import DayTotals, Keys, LogDays, pairs
from outsource_tui.model.span_totals import Meanings, SpanTotals, Sums


class Sitting(NamedTuple):
    """One activity's time on one day: minutes, and in how many entries."""

    day: date
    minutes: float
    times: int


class DayFigures(NamedTuple):
    """How much of one day is in the log, in seconds, and whether time can be missing: not on a day off."""

    logged: float
    span: float
    unlogged: float
    gaps: int
    counts: bool


class Totals:
    """The whole log as sums by day, at the moment `now`, ready to be added up for any span.

    Spans are added up from weeks as far as they hold whole ones. `before` are totals of the same log and
    frame at an earlier moment: the sums of weeks that are over and have the same days are taken from it.
    `weeks` are sums of weeks by first ordinal, known beforehand.
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
        week_start: int = 0,
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
        self._week_start = week_start
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
        return SpanTotals(week.first, week.last, (self._week(week.first.toordinal()),), self._meanings)

    def _week(self, first: int) -> Sums:
        sums = self._weeks.get(first)
        if sums is None:
            sums = self._weeks[first] = self._sum(first, first + 6)
        return sums

    def weeks(self) -> list[SpanTotals]:
        """Add up every week from the first with a log to the present one."""
        first = self.first
        if first is None:
            return []
        week = week_of(first, self._week_start)
        last = week_of(self.today, self._week_start)
        found = []
        while week <= last:
            found.append(self.week(week))
            week = week.shifted(1)
        return found

    def span(self, first: date, last: date) -> SpanTotals:
        """Add up the days from `first` to `last`, both included."""
        begin, end = first.toordinal(), min(last.toordinal(), self._latest)
        monday = begin + (self._week_start + 1 - begin) % 7
        after = monday + (end + 1 - monday) // 7 * 7
        if monday >= after:
            parts = [self._sum(begin, end)]
        else:
            parts = [self._week(n) for n in range(monday, after, 7)]
            if begin < monday:
                parts.insert(0, self._sum(begin, monday - 1))
            if after <= end:
                parts.append(self._sum(after, end))
        return SpanTotals(first, last, parts, self._meanings)

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
            for at, key in enumerate(day.keys):
                if key not in wanted or wanted[key][1] > ordinal:
                    continue
                own = found.setdefault(wanted[key][0], [])
                minutes, times = day.seconds[at] / 60, day.began[at] + day.carried[at]
                if own and own[-1].day == when:
                    same = own.pop()
                    minutes, times = same.minutes + minutes, same.times + times
                own.append(Sitting(when, minutes, times))
        return found

    def past_weeks(self) -> dict[int, Sums]:
        """Add up every week that is over, by first ordinal."""
        self.weeks()
        today = self.today.toordinal()
        return {first: sums for first, sums in self._weeks.items() if first + 6 < today}

    def _same_weeks(self, before: Totals) -> dict[int, Sums]:
        if self.days is before.days:
            whole = min(self.today, before.today).toordinal()
            return {first: sums for first, sums in before._weeks.items() if first + 6 < whole}
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
        began: dict[int, int] = {}
        logged = whole = unlogged = 0.0
        gaps = with_log = 0
        for ordinal, day in enumerate(days, first):
            figures = self._figures(ordinal, day)
            logged += figures.logged
            with_log += figures.logged > 0
            whole += figures.span if figures.counts else figures.logged
            if figures.counts:
                unlogged, gaps = unlogged + figures.unlogged, gaps + figures.gaps
            if day is not None:
                for key, more, times in zip(day.keys, day.seconds, day.began, strict=True):
                    seconds[key] = seconds.get(key, 0) + more
                    began[key] = began.get(key, 0) + times
        start = days[0] if days else None
        carried = dict(zip(start.keys, start.carried, strict=True)) if start is not None else {}
        return Sums(seconds, lambda: began, carried, logged, whole, unlogged, gaps, with_log)

    def _figures(self, ordinal: int, day: DayTotals | None) -> DayFigures:
        edges = day.stretches if day is not None else ()
        logged = sum(edges[1::2]) - sum(edges[::2])
        counts = self.frame.expects(date.fromordinal(ordinal))
        first, last = self.edges.frame(ordinal, self.frame)
        gaps = _gaps(edges, first, min(last, self._now))
        missing = sum(gaps)
        return DayFigures(logged, logged + missing, missing, len(gaps), counts)


def _gaps(edges: Sequence[float], first: float, last: float) -> list[float]:
    """Return the lengths, in seconds, of what is missing between `first` and `last`."""
    found: list[float] = []
    reach, least = first, LEAST_GAP * 60
    for start, end in pairs(edges):
        if start >= last:
            break
        if start - reach >= least:
            found.append(start - reach)
        reach = max(reach, end)
    if last - reach >= least:
        found.append(last - reach)
    return found
