"""The figures of a summary: one period of the log, joined with what was won back since hand-overs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from outsource_tui.model.activity import Activity
from outsource_tui.model.baseline import Standing
from outsource_tui.model.clock import week_of
from outsource_tui.model.crept_back import CreptBack
from outsource_tui.model.errors import InputError
from outsource_tui.model.group import Group
from outsource_tui.model.money import Deal
from outsource_tui.model.period import Length, Period
from outsource_tui.model.span_totals import SpanTotals
from outsource_tui.model.totals import Totals
from outsource_tui.model.tune_up import GroupTuneUp, TrendWeek, TuneUp
from outsource_tui.model.value import dataclass


class Part(StrEnum):
    """A part of the summary that can be switched off."""

    HEADLINE = "headline"
    ACTIVITIES = "activities"
    HIGHLIGHTS = "highlights"
    GROUPS = "groups"
    WON_BACK = "won-back"
    PLANS = "plans"
    GAPS = "gaps"
    CREPT_BACK = "crept-back"
    NEXT = "next-steps"


ALL_PARTS = tuple(Part)


def parts_named(names: Iterable[str]) -> tuple[Part, ...]:
    """Return the parts of these names in the order of the summary, all for none; InputError for no part."""
    wanted = set(names)
    unknown = sorted(wanted - {str(p) for p in ALL_PARTS})
    if unknown:
        raise InputError(f"{unknown[0]!r} is no part of the summary: use {', '.join(ALL_PARTS)}")
    return tuple(p for p in ALL_PARTS if p in wanted) or ALL_PARTS


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One activity in the period: minutes, sittings, how much is to hand over, share of all minutes."""

    activity: Activity
    group: Group | None
    minutes: float
    times: int
    marked_minutes: float
    marked: int
    share: float


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group: minutes in the period, minutes a week, and the `deal` a week.

    Minutes a week are the usual ones: `baseline.weekly_of`.
    """

    group: Group
    activities: tuple[Activity, ...]
    minutes: float
    weekly: float
    deal: Deal

    @property
    def cost(self) -> Decimal | None:
        """Money a week; None without a rate."""
        return self.deal.cost

    @property
    def win(self) -> Decimal | None:
        """Money won a week; None while it is unknown."""
        return self.deal.win


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An activity that was planned in the period, in minutes: all that was planned, what of it was done and
    what that took, what is still open, and all that was logged of the activity."""

    activity: Activity
    planned: float
    done: float
    taken: float
    left: float
    logged: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some days of the period together: minutes of their spans, of what is missing, and gaps."""

    first: date
    last: date
    logged: float
    span: float
    unlogged: float
    gaps: int

    @property
    def coverage(self) -> float:
        """Logged share of the span; 0 without one."""
        return (self.span - self.unlogged) / self.span if self.span else 0.0


@dataclass(frozen=True, slots=True)
class SummaryData:
    """All figures of one period. Minutes throughout; `won_back` sums the counted weeks of the period
    and is None where none was measured; `handed_over` is minutes a week of the groups that were away by the
    end of the period."""

    period: Period
    until: date
    logged: float
    coverage: float
    unlogged: float
    gaps: int
    to_hand_over: float
    core: float
    handed_over: float
    won_back: float | None
    won_weeks: int
    activities: tuple[ActivityLine, ...]
    groups: tuple[GroupLine, ...]
    plans: tuple[PlanLine, ...]
    stretches: tuple[Stretch, ...]
    crept_back: tuple[CreptBack, ...]
    tune_up: TuneUp

    @property
    def empty(self) -> bool:
        """True if nothing was logged or planned."""
        return not self.activities and not self.plans

    @property
    def highlights(self) -> tuple[ActivityLine, ...]:
        """The activities with sittings to hand over, most time first."""
        marked = [a for a in self.activities if a.marked]
        return tuple(sorted(marked, key=lambda a: (-a.marked_minutes, a.activity.key)))

    @property
    def share_to_hand_over(self) -> float:
        """Minutes to hand over ÷ minutes of all sittings."""
        whole = sum(a.minutes for a in self.activities)
        return self.to_hand_over / whole if whole else 0.0

    @property
    def away(self) -> tuple[GroupLine, ...]:
        """The groups that were somebody else's by the end of the period."""
        return tuple(g for g in self.groups if _was_away(g.group, self.period.last))

    @property
    def measured(self) -> tuple[GroupTuneUp, ...]:
        """The groups that were handed over by the end of the period."""
        return self.tune_up.groups

    @property
    def week(self) -> TrendWeek | None:
        """The trend's word on the period, if it is a week."""
        if self.period.length is not Length.WEEK:
            return None
        first = self.period.first
        return next(iter(self.tune_up.weeks_between(first, first + timedelta(days=6))), None)

    @property
    def why_not_measured(self) -> str:
        """Why nothing can be said of what was won back in the period, for a line; empty where it can."""
        if self.won_back is not None:
            return ""
        if not self.measured:
            return "the hand-over is to come" if self.tune_up.coming else "no group has been handed over"
        if all(g.baseline is None for g in self.measured):
            return "no baseline to compare with"
        week = self.week
        if week is None or week.counted:
            return "no full week since the hand-over"
        return _WHY_NOT[week.standing]


_WHY_NOT = {
    Standing.NOT_OVER: "the week is not over yet",
    Standing.TOO_LITTLE: "too little log to compare",
    Standing.NO_LOG: "no log to compare",
}

MoneyOf = Callable[[Group, float], Deal]
"""Cost and win a week of a group that takes so many minutes a week."""


def summarise(
    period: Period,
    totals: Totals,
    groups: Sequence[Group],
    tune_up: TuneUp,
    *,
    money: MoneyOf,
    week_start: int,
) -> SummaryData:
    """Join the sums of a period with the tune-up as of its end."""
    begin = _begin(totals, period, week_start)
    sums = totals.span(begin, period.last)
    weeks = tune_up.weeks_between(period.first, period.last)
    won = [w.won_back for w in weeks if w.won_back is not None]
    lines = _groups(totals, sums, groups, tune_up, money)
    return SummaryData(
        period=period,
        until=tune_up.until,
        logged=sums.logged,
        coverage=sums.coverage,
        unlogged=sums.unlogged,
        gaps=sums.gaps,
        to_hand_over=sums.to_hand_over,
        core=sums.core,
        handed_over=sum(g.weekly for g in lines if _was_away(g.group, period.last)),
        won_back=sum(won) if won else None,
        won_weeks=len(won),
        activities=_activities(totals, sums, {g.id: g for g in groups}),
        groups=lines,
        plans=_plans(totals, sums),
        stretches=_stretches(totals, period, begin, week_start),
        crept_back=tune_up.crept_between(period.first, period.last),
        tune_up=tune_up,
    )


def _was_away(group: Group, day: date) -> bool:
    given = group.handed_over_on
    return given is not None and given <= day


def _activities(totals: Totals, sums: SpanTotals, groups: dict[str, Group]) -> tuple[ActivityLine, ...]:
    found = sums.activities
    whole = sum(t.minutes for t in found.values())
    lines = []
    for key, t in found.items():
        activity = totals.activities.get(key)
        share = t.minutes / whole if whole else 0.0
        group = groups.get(activity.group)
        lines.append(ActivityLine(activity, group, t.minutes, t.times, t.marked_minutes, t.marked, share))
    return tuple(sorted(lines, key=lambda a: (-a.minutes, a.activity.key)))


def _groups(
    totals: Totals, sums: SpanTotals, groups: Sequence[Group], tune_up: TuneUp, money: MoneyOf
) -> tuple[GroupLine, ...]:
    members: dict[str, tuple[Activity, ...]] = {}
    for activity in sorted(totals.activities, key=lambda a: (a.place, a.key)):
        members[activity.group] = (*members.get(activity.group, ()), activity)
    lines = []
    for group in groups:
        own = members.get(group.id, ())
        ids = [a.id for a in own]
        minutes = sums.minutes_of(ids)
        weekly = tune_up.weekly(group, ids).minutes
        lines.append(GroupLine(group, own, minutes, weekly, money(group, weekly)))
    return tuple(lines)


def _plans(totals: Totals, sums: SpanTotals) -> tuple[PlanLine, ...]:
    lines = [
        PlanLine(
            totals.activities.get(key), plan.planned, plan.done, plan.taken, plan.open, sums.minutes_of([key])
        )
        for key, plan in sums.plans.items()
    ]
    return tuple(sorted(lines, key=lambda p: (-p.planned, p.activity.key)))


def _begin(totals: Totals, period: Period, week_start: int) -> date:
    """Return the period's first day; nothing is missing from the weeks before the log was begun."""
    first = totals.first or totals.today
    return max(period.first, week_of(first, week_start).first)


def _stretches(totals: Totals, period: Period, begin: date, week_start: int) -> tuple[Stretch, ...]:
    """Cut the period into days, weeks or months, so that no table gets longer than a page."""
    found = []
    for first, last in _cuts(period, begin, min(period.last, totals.latest), week_start):
        s = totals.span(first, last)
        if s.span or s.logged:
            found.append(Stretch(first, last, s.logged, s.span, s.unlogged, s.gaps))
    return tuple(found)


def _cuts(period: Period, begin: date, last: date, week_start: int) -> Iterable[tuple[date, date]]:
    day = begin
    while day <= last:
        if period.days <= 14:
            end = day
        elif period.days <= 100:
            end = week_of(day, week_start).last
        elif period.days <= 1100:
            end = (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        else:
            end = date(day.year, 12, 31)
        yield day, min(end, last)
        day = min(end, last) + timedelta(days=1)
