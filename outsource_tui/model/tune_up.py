"""Did it work: hours won back since each hand-over, what crept back, the trend, and what is next.

Weeks are compared with weeks (`model.baseline` says which count). Left out of every average, and marked so:
the week that is not over, the week in which a group was handed over (unless on its first day), and weeks
with too little log. A week without log is never counted as won. Minutes throughout; money in the user's own
currency.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.baseline import (
    BASELINE_WEEKS,
    LoggedWeeks,
    Standing,
    Weekly,
    average,
    weekly_of,
)
from outsource_tui.model.clock import Week
from outsource_tui.model.crept_back import CreptBack, crept_back
from outsource_tui.model.group import Group, State
from outsource_tui.model.money import Deal
from outsource_tui.model.span_totals import SpanTotals, minutes_in
from outsource_tui.model.totals import Totals
from outsource_tui.model.value import dataclass, replace


@dataclass(frozen=True, slots=True)
class TrendWeek:
    """One week of the trend: minutes, and the share of its days that is in the log."""

    week: Week
    standing: Standing
    logged: float
    core: float
    to_hand_over: float
    won_back: float | None
    coverage: float

    @property
    def counted(self) -> bool:
        """True if the week is part of averages."""
        return self.standing is Standing.COUNTED


@dataclass(frozen=True, slots=True)
class GroupTuneUp:
    """One group since it was handed over.

    `baseline` and `average` are minutes a week over `before` and `since`; None where no such week was
    logged. `skipped` holds the weeks since the hand-over that had too little log. `ended` is the
    date on which it was taken back. `hand_over` and `checking` are the minutes that it cost, once and a week.
    `deal` holds what was won in all in money, None without a baseline.
    """

    group: Group
    activities: tuple[Activity, ...]
    handed_over: date
    ended: date | None
    before: tuple[Week, ...]
    since: tuple[Week, ...]
    skipped: tuple[Week, ...]
    baseline: float | None
    average: float | None
    minutes_since: float
    hand_over: float
    checking: float
    deal: Deal | None = None

    @property
    def money(self) -> Decimal | None:
        """Money won in all; None while it is unknown."""
        return self.deal.win if self.deal else None

    @property
    def won_back(self) -> float | None:
        """Minutes a week: baseline minus the average since; None while either is unknown."""
        if self.baseline is None or self.average is None:
            return None
        return self.baseline - self.average

    @property
    def won_in_all(self) -> float | None:
        """Minutes over the counted weeks since, before what the hand-over itself cost."""
        if self.baseline is None or not self.since:
            return None
        return self.baseline * len(self.since) - self.minutes_since

    @property
    def spent(self) -> float:
        """Minutes that hand-over and checking took, over the counted weeks."""
        return self.hand_over + self.checking * len(self.since)

    @property
    def net(self) -> float | None:
        """Minutes won in all with hand-over and checking counted against it."""
        won = self.won_in_all
        return None if won is None else won - self.spent

    @property
    def why_unknown(self) -> str:
        """Why nothing can be said yet, and what to do; empty where it can."""
        if self.baseline is None:
            return "no week with enough log before it was handed over, so there is no baseline"
        if not self.since and self.ended is not None:
            return "no full week was logged while it was handed over"
        if not self.since:
            return "no full week has been logged since: log one to see what was won"
        return ""


class Step(StrEnum):
    """What to do next with a piece of work."""

    GROUP = "group"
    ASSIGN = "assign"
    HAND_OVER = "hand over"
    FIND_OTHER = "find somebody else"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do: group an activity, find somebody for a group, hand it over, or talk about what
    crept back. `minutes` a week, the average of so many `weeks`: the last four that count, and of what crept
    back those of them since the hand-over; without one (0) all that crept back so far. `days` are the first
    and last days of what the minutes are made of."""

    step: Step
    minutes: float
    activities: tuple[Activity, ...]
    group: Group | None = None
    weeks: int = 0
    days: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Members:
    """Activities, groups, and which activities each group has."""

    activities: Activities
    groups: Sequence[Group]
    own: dict[str, tuple[Activity, ...]]


class TuneUp:
    """The whole answer as of `until`. What it says of every week and day of the log is reckoned when it is
    asked for: a page of one week asks for that week alone."""

    def __init__(
        self, totals: Totals, weeks: LoggedWeeks, members: Members, away: Sequence[GroupTuneUp], until: date
    ) -> None:
        self.until = until
        self.groups = tuple(away)
        self._totals = totals
        self._weeks = weeks
        self._members = members
        self._latest = weeks.latest()

    @property
    def recent(self) -> tuple[Week, ...]:
        """The last weeks that count, as many as `next_steps` are measured over at most."""
        return tuple(Week(s.first) for s in self._latest)

    def weekly(self, group: Group, activity_ids: Collection[str]) -> Weekly:
        """Return what a group usually takes a week, as of the end of this tune-up."""
        return weekly_of(group, activity_ids, self._weeks)

    @property
    def coming(self) -> tuple[Group, ...]:
        """The groups whose hand-over is agreed and still to come, the first to start first."""
        later = [(g.handed_over_on, g.place, g) for g in self._members.groups]
        agreed = [(day, place, g) for day, place, g in later if day and day > self._totals.today]
        return tuple(g for *_, g in sorted(agreed, key=lambda found: found[:2]))

    @property
    def won_back(self) -> float:
        """Minutes won back a week over all groups that are away and measured."""
        return sum(g.won_back for g in self.groups if g.won_back is not None and g.ended is None)

    @property
    def net(self) -> float:
        """Minutes won in all groups so far, hand-over and checking counted against it."""
        return sum(g.net for g in self.groups if g.net is not None)

    @property
    def money(self) -> Decimal | None:
        """Money won so far in the groups where it is known; None where it is for none."""
        known = [g.money for g in self.groups if g.money is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def measured(self) -> bool:
        """True if anything could be compared."""
        return any(g.won_back is not None for g in self.groups)

    @cached_property
    def weeks(self) -> tuple[TrendWeek, ...]:
        """The trend: every week from the first with a log."""
        return tuple(self._trend_week(s) for s in self._weeks)

    def weeks_between(self, first: date, last: date) -> tuple[TrendWeek, ...]:
        """Return the weeks of the trend that lie within these days."""
        return tuple(self._trend_week(s) for s in self._weeks.since(first) if s.last <= last)

    def _trend_week(self, s: SpanTotals) -> TrendWeek:
        groups = self._measured_in.get(s.first, ())
        won = [(g.baseline or 0.0) - s.minutes_of(a.id for a in g.activities) for g in groups]
        back = sum(won) if won else None
        standing = self._weeks.standing(s)
        return TrendWeek(Week(s.first), standing, s.logged, s.core, s.to_hand_over, back, s.coverage)

    @cached_property
    def _measured_in(self) -> dict[date, list[GroupTuneUp]]:
        """The groups that are compared with their baseline, by the first day of the week."""
        found: dict[date, list[GroupTuneUp]] = {}
        for group in self.groups:
            if group.baseline is not None:
                for week in group.since:
                    found.setdefault(week.first, []).append(group)
        return found

    @cached_property
    def crept_back(self) -> tuple[CreptBack, ...]:
        """What is in the log since its group went away, most time first."""
        return crept_back(self._totals, self._away, None, self.until)

    def crept_between(self, first: date, last: date) -> tuple[CreptBack, ...]:
        """Return what of it lies within these days, most time first."""
        return crept_back(self._totals, self._away, first, min(last, self.until))

    @property
    def _away(self) -> dict[str, Group]:
        return {a.id: g.group for g in self.groups if g.ended is None for a in g.activities}

    @cached_property
    def next_steps(self) -> tuple[NextStep, ...]:
        """What to do next, most time first; what crept back in the last four weeks is to be talked about."""
        steps = [*_open_steps(self._members, self._latest), *self._talks()]
        return tuple(sorted(steps, key=lambda s: (-s.minutes, s.activities[0].key)))

    def _talks(self) -> Iterator[NextStep]:
        lately = self.until - timedelta(days=7 * BASELINE_WEEKS)
        since = {g.group.id: [w for w in self.recent if w in g.since] for g in self.groups}
        begin = min([lately, *(w.first for w in self.recent)])
        for crept in self.crept_between(begin, self.until):
            if crept.last >= lately:
                yield _talk(crept, since[crept.group.id], (lately, self.until))


MoneyWon = Callable[[Group, float, float, int], Deal]
"""What a group won in money: from the group, the minutes that went to somebody else, the minutes
that hand-over and checking took, and the weeks in which that was."""


def tune_up(
    totals: Totals,
    groups: Sequence[Group],
    until: date,
    week_start: int = 0,
    money: MoneyWon | None = None,
) -> TuneUp:
    """Compare each group's weeks before and since its hand-over, from all of the log up to `until`."""
    weeks = LoggedWeeks(totals, until, week_start)
    own = _by_group(totals.activities)
    found = []
    for group in groups:
        away = away_between(group)
        if away is not None and away[0] <= until:
            found.append(_group(group, own.get(group.id, ()), away, weeks, until, money))
    return TuneUp(totals, weeks, Members(totals.activities, groups, own), found, until)


def away_between(group: Group) -> tuple[date, date | None] | None:
    """Return since when a group is with somebody else, and until when if it was taken back; or None."""
    if group.state.away:
        start = group.handed_over_on
        return (start, None) if start else None
    if group.state is State.TAKEN_BACK:
        start = group.start_on or group.dates.get(State.HANDED_OVER) or group.dates.get(State.WORKING)
        end = group.dates.get(State.TAKEN_BACK)
        return (start, end) if start and end and start <= end else None
    return None


def _by_group(activities: Activities) -> dict[str, tuple[Activity, ...]]:
    found: dict[str, tuple[Activity, ...]] = {}
    for activity in sorted(activities, key=lambda a: (a.place, a.key)):
        if activity.group:
            found[activity.group] = (*found.get(activity.group, ()), activity)
    return found


def _group(
    group: Group,
    activities: tuple[Activity, ...],
    away: tuple[date, date | None],
    weeks: LoggedWeeks,
    until: date,
    money: MoneyWon | None,
) -> GroupTuneUp:
    start, end = away
    before = weeks.before(start)
    gone = [s for s in weeks.since(start) if end is None or s.last < end]
    since = [s for s in gone if weeks.standing(s) is Standing.COUNTED]
    thin = (Standing.TOO_LITTLE, Standing.NO_LOG)
    ids = [a.id for a in activities]
    spent = minutes_in(since, ids)
    found = GroupTuneUp(
        group=group,
        activities=activities,
        handed_over=start,
        ended=end if end is not None and end <= until else None,
        before=tuple(Week(s.first) for s in before),
        since=tuple(Week(s.first) for s in since),
        skipped=tuple(Week(s.first) for s in gone if weeks.standing(s) in thin),
        baseline=average(before, ids),
        average=spent / len(since) if since else None,
        minutes_since=spent,
        hand_over=float(group.hand_over_hours or 0) * 60,
        checking=float(group.checking_hours or 0) * 60,
    )
    if money is None or found.won_in_all is None:
        return found
    return replace(found, deal=money(group, found.won_in_all, found.spent, len(since)))


def _open_steps(members: Members, recent: Sequence[SpanTotals]) -> list[NextStep]:
    """List the highlighted that has no group, and the groups that nobody has."""
    days = tuple((s.first, s.last) for s in recent)

    def step(what: Step, own: tuple[Activity, ...], group: Group | None = None) -> NextStep:
        weekly = average(recent, (a.id for a in own)) or 0.0
        return NextStep(what, weekly, own, group, len(days), days)

    known = {g.id for g in members.groups}
    steps = [
        step(Step.GROUP, (a,))
        for a in members.activities
        if a.highlighted is not None and a.group not in known
    ]
    for group in members.groups:
        own = members.own.get(group.id, ())
        if own and group.state in (State.IDEA, State.BRIEFED, State.TAKEN_BACK):
            steps.append(step(_step_of(group), own, group))
    return steps


def _talk(crept: CreptBack, weeks: Sequence[Week], lately: tuple[date, date]) -> NextStep:
    """Return that something is to be talked about: how much a week it is, the weeks since the hand-over tell,
    or, without any, how much it is so far."""
    days = tuple((w.first, w.last) for w in weeks) or (lately,)
    begin = crept.group.away_from or crept.sittings[0].day
    days = tuple((max(first, begin), last) for first, last in days)
    minutes = sum(s.minutes for s in crept.sittings if any(first <= s.day <= last for first, last in days))
    return NextStep(
        Step.TALK, minutes / max(1, len(weeks)), (crept.activity,), crept.group, len(weeks), days
    )


def _step_of(group: Group) -> Step:
    """Return what is next for a group that is not with somebody else."""
    if group.state is State.TAKEN_BACK:
        return Step.FIND_OTHER
    return Step.HAND_OVER if group.assignee else Step.ASSIGN
