"""What days add up to: by activity and in all, told in minutes.

Days are summed into `Sums` by key number; a span is one or more of these, joined when it is asked what was
done in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from outsource_tui.model.activity import Activities
from outsource_tui.model.day_totals import DONE, LOGGED, MARKED, PLANNED, PLANS, TAKEN, Keys, PlanTotals


class ActivityTotals(NamedTuple):
    """One activity's share of a span: minutes, sittings, and how much of both is to hand over."""

    minutes: float = 0.0
    times: int = 0
    marked_minutes: float = 0.0
    marked: int = 0


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
    """Days in a row added up: by key number seconds, sittings that begin (read when they are asked for) and
    sittings that reach into the first day; how much of the days is in the log, in seconds; and on how many
    of them something is."""

    seconds: Mapping[int, float]
    began: Callable[[], Mapping[int, int]]
    carried: Mapping[int, int]
    logged: float
    span: float
    unlogged: float
    gaps: int
    days: int


def joined(parts: Sequence[Sums]) -> Sums:
    """Return the sums of days that follow each other."""
    if len(parts) == 1:
        return parts[0]
    seconds: dict[int, float] = {}
    began: dict[int, int] = {}
    for part in parts:
        for key, more in part.seconds.items():
            seconds[key] = seconds.get(key, 0) + more
        for key, times in part.began().items():
            began[key] = began.get(key, 0) + times
    figures = zip(*(part[3:] for part in parts), strict=True)
    return Sums(seconds, lambda: began, parts[0].carried, *map(sum, figures))


class SpanTotals:
    """Days `first` to `last` summed, in minutes. `logged` counts time logged twice once; `unlogged`
    and `gaps` sum what is missing on work days, `span` is both together; `days` are those on which something
    is logged."""

    __slots__ = ("_meanings", "_parts", "days", "first", "gaps", "last", "logged", "span", "unlogged")

    def __init__(self, first: date, last: date, parts: Sequence[Sums], meanings: Meanings) -> None:
        self.first, self.last = first, last
        *_, logged, span, unlogged, gaps, days = parts[0]
        for part in parts[1:]:
            logged, span, unlogged = logged + part.logged, span + part.span, unlogged + part.unlogged
            gaps, days = gaps + part.gaps, days + part.days
        self.logged, self.span, self.unlogged = logged / 60, span / 60, unlogged / 60
        self.gaps, self.days = gaps, days
        self._parts = parts
        self._meanings = meanings

    @property
    def coverage(self) -> float:
        """Logged share of what is logged, on whichever day, and missing on work days; 0 without any."""
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
        return minutes_in((self,), activity_ids)

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
        sums = self._sums
        began, carried = sums.began(), sums.carried
        found: dict[str, ActivityTotals] = {}
        for number, seconds in sums.seconds.items():
            if number in self._meanings.plans:
                continue
            activity = self._meanings.activity[number]
            own = began.get(number, 0) + carried.get(number, 0)
            known = found.get(activity, ActivityTotals())
            marked = number in self._meanings.marked
            found[activity] = ActivityTotals(
                known.minutes + seconds / 60,
                known.times + own,
                known.marked_minutes + (seconds / 60 if marked else 0),
                known.marked + (own if marked else 0),
            )
        return found

    @property
    def _sums(self) -> Sums:
        if len(self._parts) != 1:
            self._parts = (joined(self._parts),)
        return self._parts[0]

    def _minutes_in(self, numbers: Iterable[int]) -> float:
        seconds = self._sums.seconds
        return sum([seconds[n] for n in numbers if n in seconds]) / 60


def minutes_in(spans: Sequence[SpanTotals], activity_ids: Iterable[str]) -> float:
    """Return the logged minutes of several activities together, in all of these spans of one log."""
    if not spans:
        return 0.0
    numbers = spans[0]._meanings.numbers_of(tuple(activity_ids))
    found = 0.0
    for span in spans:
        seconds = span._sums.seconds
        for number in numbers:
            if number in seconds:
                found += seconds[number]
    return found / 60
