"""What was logged in one week or several: sittings by activity, days, and the weeks before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from outsource_tui.model.activity import Activities
from outsource_tui.model.clock import Week, midnight
from outsource_tui.model.day import Day, DayFrame, day_of
from outsource_tui.model.enough import with_enough
from outsource_tui.model.entry import Entry
from outsource_tui.model.value import dataclass

PAST_WEEKS = 4
"""A row is compared with so many weeks before the span."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One time that an activity was done: its entry's part of the span.

    `start` is in the viewer's zone, `parts` are (day of the span, minutes), more than one over midnight.
    """

    entry: Entry
    start: datetime
    parts: tuple[tuple[int, float], ...]

    @property
    def minutes(self) -> float:
        """The length within the span."""
        return sum(minutes for _, minutes in self.parts)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was logged in `weeks` weeks from `first`: sittings by activity id, days, and the time before.

    `total` is the minutes of all sittings. `past` holds the average minutes a week over those of the four
    weeks before that have enough log (`past_weeks` of them); `past_days` the weekdays on which an activity
    was done, one set a week. While the last week is not over (`unfinished`), a single week is compared with
    the others up to the same hour.
    """

    first: Week
    weeks: int
    days: tuple[Day, ...]
    sittings: Mapping[str, tuple[Sitting, ...]]
    total: float
    past: Mapping[str, float]
    past_weeks: int
    unfinished: bool
    past_days: Mapping[str, tuple[frozenset[int], ...]]

    @property
    def logged_weeks(self) -> int:
        """How many of the weeks have a log; at least 1."""
        whole = [any(d.logged for d in self.days[n * 7 : n * 7 + 7]) for n in range(self.weeks)]
        return max(1, sum(whole))


def gather(
    last: Week,
    weeks: int,
    entries: Iterable[Entry],
    activities: Activities,
    *,
    zone: ZoneInfo,
    now: datetime,
    frame: DayFrame | None = None,
) -> Facts:
    """Sum the span and the four weeks before it; `entries` are those that touch either."""
    first = last.shifted(1 - weeks)
    dates = [day for n in range(weeks) for day in first.shifted(n).days]
    edges = [midnight(day, zone).astimezone(UTC) for day in (*dates, last.shifted(1).first)]
    before = [first.shifted(n) for n in range(-PAST_WEEKS, 0)]
    past_edges = [midnight(d, zone).astimezone(UTC) for week in before for d in week.days] + [edges[0]]
    by_day: list[list[Entry]] = [[] for _ in dates]
    sittings: dict[str, list[Sitting]] = {}
    past: dict[str, list[float]] = {}
    past_days: dict[str, list[set[int]]] = {}
    unfinished = now < edges[-1]
    logged = [0.0] * PAST_WEEKS
    cuts = _cuts(past_edges, edges, now, so_far=unfinished and weeks == 1)
    for entry in entries:
        start, end = entry.start.astimezone(UTC), entry.end_at(now).astimezone(UTC)
        parts = _parts(start, end, edges)
        for day, _ in parts:
            by_day[day].append(entry)
        if entry.planned:
            continue
        own = activities.get(entry.activity).id
        if parts:
            local = max(start, edges[0]).astimezone(zone)
            sittings.setdefault(own, []).append(Sitting(entry, local, parts))
        if start < edges[0]:
            days = past.setdefault(own, [0.0] * (7 * PAST_WEEKS))
            whole = past_days.setdefault(own, [set() for _ in range(PAST_WEEKS)])
            for day, minutes in _parts(start, end, past_edges):
                whole[day // 7].add((first.first.weekday() + day) % 7)
                logged[day // 7] += minutes
                days[day] += min(minutes, max(0.0, _minutes(max(start, past_edges[day]), cuts[day])))
    seen = with_enough(logged)
    return Facts(
        first=first,
        weeks=weeks,
        days=tuple(day_of(d, by_day[n], zone, now, frame) for n, d in enumerate(dates)),
        sittings={key: tuple(own) for key, own in sittings.items()},
        total=sum(sitting.minutes for own in sittings.values() for sitting in own),
        past={key: _a_week(days, seen) for key, days in past.items()} if seen else {},
        past_weeks=len(seen),
        unfinished=unfinished,
        past_days={key: tuple(frozenset(days) for days in whole) for key, whole in past_days.items()},
    )


def _cuts(
    past_edges: Sequence[datetime], edges: Sequence[datetime], now: datetime, *, so_far: bool
) -> list[datetime]:
    """Up to when each day of the weeks before counts: to its end, or to the hour that it is in this week."""
    if not so_far:
        return list(past_edges[1:])
    today = max(0, bisect_right(edges, now) - 1)
    gone = now.astimezone(UTC) - edges[today]
    cuts = []
    for day, end in enumerate(past_edges[1:]):
        start = past_edges[day]
        cuts.append(end if day % 7 < today else min(end, start + gone) if day % 7 == today else start)
    return cuts


def _a_week(days: Sequence[float], weeks: Sequence[int]) -> float:
    return sum(sum(days[7 * n : 7 * n + 7]) for n in weeks) / len(weeks)


def _minutes(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 60


def _parts(start: datetime, end: datetime, edges: Sequence[datetime]) -> tuple[tuple[int, float], ...]:
    """Cut [start, end) at the edges; all in UTC."""
    if end <= edges[0] or start >= edges[-1] or start >= end:
        return ()
    day = max(0, bisect_right(edges, start) - 1)
    if start >= edges[0] and end <= edges[day + 1]:
        return ((day, (end - start).total_seconds() / 60),)
    parts = []
    while day < len(edges) - 1 and edges[day] < end:
        a, b = max(start, edges[day]), min(end, edges[day + 1])
        parts.append((day, (b - a).total_seconds() / 60))
        day += 1
    return tuple(parts)
