"""A week: how much of it each activity took, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.clock import Week, midnight
from outsource_tui.model.day import Day, DayFrame, coverage_of, day_of
from outsource_tui.model.entry import Entry
from outsource_tui.model.value import dataclass, replace


@dataclass(frozen=True, slots=True)
class ActivityWeek:
    """An activity's share of a week: minutes by day (seven), sittings, and how much is highlighted.

    `marked` counts the sittings to hand over, `marked_minutes` their time: an entry's own word
    goes before its activity's.
    """

    activity: Activity
    by_day: tuple[float, ...]
    times: int
    marked: int
    marked_minutes: float
    tags: tuple[str, ...] = ()

    @property
    def minutes(self) -> float:
        """The week's total in minutes."""
        return sum(self.by_day)

    @property
    def average(self) -> float:
        """The average sitting in minutes."""
        return self.minutes / self.times if self.times else 0.0


@dataclass(frozen=True, slots=True)
class WeekLog:
    """A week's activities, most time first, and its days (laid out, with gaps and coverage).

    `logged` counts time logged twice once; `to_hand_over` sums the highlighted sittings. Minutes. `since` is
    the day of the log's first entry, where it is asked for.
    """

    week: Week
    days: tuple[Day, ...]
    activities: tuple[ActivityWeek, ...]
    since: date | None = None

    @property
    def logged(self) -> float:
        """Logged minutes, overlaps counted once."""
        return sum(day.logged for day in self.days)

    @property
    def to_hand_over(self) -> float:
        """Minutes of highlighted sittings."""
        return sum(a.marked_minutes for a in self.activities)

    @property
    def core(self) -> float:
        """Minutes of core activities that are not highlighted."""
        return sum(a.minutes - a.marked_minutes for a in self.activities if a.activity.core)

    @property
    def coverage(self) -> float:
        """Logged share of what is logged, on whichever day, and missing on work days; 0 without any."""
        return coverage_of(self.days)


def hands_over(entry: Entry, activity: Activity) -> bool:
    """True if this sitting is to be handed over: the entry's own word, else its activity's."""
    return entry.hand_over if entry.hand_over is not None else activity.highlighted is not None


def week_log(
    week: Week,
    entries: Sequence[Entry],
    activities: Activities,
    zone: ZoneInfo,
    now: datetime,
    frame: DayFrame | None = None,
) -> WeekLog:
    """Sum the logged entries that touch `week`, each day counting its own part."""
    edges = [midnight(day, zone) for day in (*week.days, week.shifted(1).first)]
    days = week_days(week, entries, zone, now, frame)
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if not entry.planned and entry.clip(edges[0], edges[-1], now):
            found.setdefault(activities.get(entry.activity).id, []).append(entry)
    rows = [_activity_week(activities.get(key), own, edges, now) for key, own in found.items()]
    rows.sort(key=lambda a: (-a.minutes, a.activity.key))
    return WeekLog(week, days, tuple(rows))


def week_days(
    week: Week,
    entries: Sequence[Entry],
    zone: ZoneInfo,
    now: datetime,
    frame: DayFrame | None = None,
    known: KnownDays | None = None,
) -> tuple[Day, ...]:
    """Lay out the seven days of `week`; those that are over may be `known`."""
    edges = [midnight(day, zone) for day in (*week.days, week.shifted(1).first)]
    lay_out = day_of if known is None else known.day_of
    by_day = _by_day(entries, edges, now)
    return tuple(lay_out(d, own, zone, now, frame) for d, own in zip(week.days, by_day, strict=True))


class KnownDays:
    """Days that are over, as they were laid out last: until their entries change they stay as they are."""

    MOST = 100

    def __init__(self) -> None:
        self._days: dict[date, tuple[tuple[object, ...], Day]] = {}

    def day_of(
        self, day: date, entries: Sequence[Entry], zone: ZoneInfo, now: datetime, frame: DayFrame | None
    ) -> Day:
        """Return the day as `model.day.day_of` does."""
        basis = (tuple(entries), zone, frame)
        before, known = self._days.get(day, ((), None))
        if known is not None and before == basis and now >= known.bounds[1]:
            return replace(known, now=now)
        made = day_of(day, entries, zone, now, frame)
        if now >= made.bounds[1] and not any(e.running for e in entries):
            if len(self._days) >= self.MOST:
                self._days.clear()
            self._days[day] = (basis, made)
        return made


def _by_day(entries: Iterable[Entry], edges: Sequence[datetime], now: datetime) -> list[list[Entry]]:
    """Return the entries that touch each day between two `edges`, compared as seconds: moments of different
    zones are slow to compare."""
    spans = [(e.start.timestamp(), e.end_at(now).timestamp(), e) for e in entries]
    marks = [edge.timestamp() for edge in edges]
    return [[e for start, end, e in spans if start < last and end > first] for first, last in pairwise(marks)]


def _activity_week(
    activity: Activity, entries: Sequence[Entry], edges: Sequence[datetime], now: datetime
) -> ActivityWeek:
    by_day = tuple(
        sum(e.seconds(edges[n], edges[n + 1], now) for e in entries) / 60 for n in range(len(edges) - 1)
    )
    marked = [e for e in entries if hands_over(e, activity)]
    return ActivityWeek(
        activity=activity,
        by_day=by_day,
        times=len(entries),
        marked=len(marked),
        marked_minutes=sum(e.seconds(edges[0], edges[-1], now) for e in marked) / 60,
        tags=tuple(sorted({tag for e in entries for tag in e.tags})),
    )
