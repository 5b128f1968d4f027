"""A month of entries summed by local day: small rows of figures, in seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from outsource_tui.model.day_edges import DayEdges
from outsource_tui.model.value import dataclass, field

LOGGED, MARKED, KEPT, PLANNED, DONE, TAKEN = "", "y", "n", "p", "d", "t"
"""What a span says of itself. A sitting: nothing, to hand over, not to hand over. A plan: still planned;
the span that was planned of what was done; the time that this took."""
PLANS = frozenset((PLANNED, DONE, TAKEN))
"""The words of spans that stand beside the log: they are no sittings and fill no gap."""

Key = tuple[str, str]
"""Activity id and word."""
Row = tuple[float, float, int]
"""A span to be summed: start and end in seconds since 1970, and the number of its key."""


class PlanTotals(NamedTuple):
    """Plans in minutes: those that are still open, those that were done, and what these took."""

    open: float = 0.0
    done: float = 0.0
    taken: float = 0.0

    @property
    def planned(self) -> float:
        """All that was planned, done or not."""
        return self.open + self.done

    def plus(self, open: float = 0.0, done: float = 0.0, taken: float = 0.0) -> PlanTotals:
        """Return the sums with so many minutes more."""
        return PlanTotals(self.open + open, self.done + done, self.taken + taken)


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
        return _day(sums, [*pairs(self.stretches), *pairs(other.stretches)])


Days = Mapping[int, DayTotals]
"""Days by their ordinal (`date.toordinal`)."""


class MonthDays:
    """The days that a month's entries touch, read when the first of them is asked for."""

    __slots__ = ("_days", "_read", "ordinals")

    def __init__(self, ordinals: Iterable[int], read: Callable[[], Days]) -> None:
        self.ordinals = tuple(ordinals)
        self._read = read
        self._days: Days | None = None

    @classmethod
    def of(cls, days: Days) -> MonthDays:
        """Hold days that are read already."""
        return cls(days, lambda: days)

    def pack(self, read: Callable[[], Days]) -> None:
        """Hold no longer what `read` returns when it is asked for again."""
        self._read, self._days = read, None

    @property
    def days(self) -> Days:
        """The days by ordinal."""
        if self._days is None:
            self._days = self._read()
        return self._days


class LogDays:
    """The days of a whole log by ordinal; a day that two months touch has the sums of both."""

    def __init__(self, months: Iterable[MonthDays] = ()) -> None:
        self._where: dict[int, tuple[MonthDays, ...]] = {}
        self._joined: dict[int, DayTotals] = {}
        for month in months:
            alone = (month,)
            for ordinal in month.ordinals:
                known = self._where.get(ordinal)
                self._where[ordinal] = alone if known is None else known + alone

    def get(self, ordinal: int) -> DayTotals | None:
        """Return the sums of a day, None for one without any."""
        months = self._where.get(ordinal)
        if months is None:
            return None
        if len(months) == 1:
            return months[0].days[ordinal]
        found = self._joined.get(ordinal)
        if found is None:
            found, *more = (month.days[ordinal] for month in months)
            for day in more:
                found = found.joined(day)
            self._joined[ordinal] = found
        return found

    def same(self, other: LogDays, first: int, last: int) -> bool:
        """Tell whether the days from `first` to `last` are summed from the same months, reading none."""
        own, others = self._where, other._where
        return all(own.get(ordinal) == others.get(ordinal) for ordinal in range(first, last + 1))

    def __iter__(self) -> Iterator[int]:
        """Yield the ordinals of the days that hold anything, in order."""
        return iter(sorted(self._where))

    def __len__(self) -> int:
        return len(self._where)

    def plus(self, days: Days) -> LogDays:
        """Return the days with others added."""
        found = LogDays()
        found._where = dict(self._where)
        extra = (MonthDays.of(days),)
        for ordinal in days:
            found._where[ordinal] = self._where.get(ordinal, ()) + extra
        return found


def join(months: Iterable[Days]) -> LogDays:
    """Put months together."""
    return LogDays(MonthDays.of(month) for month in months)


def sum_days(rows: Iterable[Row], edges: DayEdges, plans: frozenset[int]) -> dict[int, DayTotals]:
    """Sum spans by local day; a span without length is nothing. Keys of `plans` fill no gap."""
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
            if key not in plans:
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


def pairs(edges: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Yield stretches as first and last."""
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
