"""A review: one week or several, looked at as work that could be somebody else's.

`sittings.gather` sums what was logged, which stands as long as the entries do; `review_of` adds what the
user decided (marks, reasons, core, groups). So a mark costs no second reading of the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.clock import Week
from outsource_tui.model.group import Group
from outsource_tui.model.hints import Clue, Hint, Hints, signs
from outsource_tui.model.private_life import is_private, is_tagged_private
from outsource_tui.model.sittings import PAST_WEEKS, Facts, Sitting
from outsource_tui.model.value import dataclass, replace
from outsource_tui.model.week import ActivityWeek, WeekLog, hands_over

ENOUGH = 0.8
"""Below this coverage a week says so."""


@dataclass(frozen=True, slots=True)
class Share:
    """Minutes to hand over, of core activities, and of the rest."""

    hand_over: float = 0.0
    core: float = 0.0
    rest: float = 0.0

    @property
    def whole(self) -> float:
        """All of it."""
        return self.hand_over + self.core + self.rest


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One activity in a review.

    `share` is its part of all sittings' time, 0 to 1. `trend` is minutes a week more or less than in
    the four weeks before, None where none of those has enough log; `before` is what it was then. `known`
    is True if it is in those at all, be it on a later weekday than today. `marked_by_day`
    are minutes to hand over by weekday, `crept_back` minutes after its group was handed over. `new` is
    True for what the last review had not seen, `private` for breaks and private life. `signs` is all that
    the log says for handing it over, `hint` what is suggested of it.
    """

    log: ActivityWeek
    sittings: tuple[Sitting, ...]
    marked_by_day: tuple[float, ...]
    group: Group | None
    share: float
    before: float | None
    trend: float | None
    hint: Hint | None
    crept_back: float
    new: bool
    private: bool = False
    signs: tuple[Hint, ...] = ()
    known: bool = False

    @property
    def activity(self) -> Activity:
        """The activity."""
        return self.log.activity

    @property
    def marked(self) -> bool:
        """True where every sitting is to be handed over."""
        return self.log.marked == self.log.times

    @property
    def partly(self) -> bool:
        """True where some sittings are to be handed over and some are not."""
        return 0 < self.log.marked < self.log.times


@dataclass(frozen=True, slots=True)
class Review:
    """Rows, most time first, over `weeks` weeks that end with `last` (`unfinished` until that is over).

    `log` holds days (seven for each week) and activities with their minutes by weekday. `hour_value`
    is what an hour of the user is worth, None while unknown. `past_weeks` of the four weeks before have
    enough log: rows are compared with the average of those.
    """

    log: WeekLog
    last: Week
    weeks: int
    logged_weeks: int
    unfinished: bool
    rows: tuple[ReviewRow, ...]
    by_day: tuple[Share, ...]
    weeks_a_year: int
    hour_value: Decimal | None
    last_review: datetime | None = None
    review_due: bool = False
    past_weeks: int = PAST_WEEKS

    @property
    def first(self) -> Week:
        """The first week."""
        return self.log.week

    @property
    def logged(self) -> float:
        """Logged minutes, overlaps counted once."""
        return self.log.logged

    @property
    def total(self) -> float:
        """Minutes of all sittings: what shares are of. More than `logged` where entries overlap."""
        return sum(row.log.minutes for row in self.rows)

    @property
    def hand_over(self) -> float:
        """Minutes to hand over."""
        return self.log.to_hand_over

    @property
    def shares(self) -> Share:
        """To hand over, core, rest."""
        marked, core = self.log.to_hand_over, self.log.core
        return Share(marked, core, max(0.0, self.total - marked - core))

    @property
    def share(self) -> float:
        """To hand over, as a part of all sittings' time, 0 to 1."""
        return self.hand_over / self.total if self.total else 0.0

    @property
    def a_week(self) -> float:
        """Minutes to hand over in an average logged week of the span."""
        return self.hand_over / self.logged_weeks

    @property
    def a_year(self) -> float:
        """What `a_week` is in hours a year, at the weeks that the user works."""
        return self.a_week * self.weeks_a_year / 60

    @property
    def money(self) -> Decimal | None:
        """What `a_year` is worth, None while an hour's value is unknown."""
        return None if self.hour_value is None else Decimal(str(self.a_year)) * self.hour_value

    @property
    def covered(self) -> bool:
        """True unless less of the user's days is in the log than a review needs."""
        return self.log.coverage >= ENOUGH

    @property
    def barest_day(self) -> date | None:
        """The day of the user's with most time that is not logged."""
        days = [d for d in self.log.days if d.counts and d.unlogged]
        return max(days, key=lambda d: d.unlogged).date if days else None

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The suggestions, in the order of the rows."""
        return tuple(row.hint for row in self.rows if row.hint)


def rounded(money: Decimal) -> int:
    """Return an amount to three figures: an estimate should not look like an account."""
    digits = max(0, money.adjusted() - 2)
    return int(round(money, -digits))


def review_of(
    facts: Facts,
    activities: Activities,
    groups: Iterable[Group],
    *,
    weeks_a_year: int = 46,
    hour_value: Decimal | None = None,
    known_before: frozenset[str] | None = None,
    last_review: datetime | None = None,
    review_due: bool = False,
    known: Review | None = None,
    think: bool = True,
) -> Review:
    """Join the facts with what was decided. `known_before` are ids that the last review had seen,
    None where nothing is to count as new; `known` is an earlier review of the same facts, whose rows are
    taken over where nothing was decided since: with their suggestions unless `think` asks for new ones."""
    by_id = {group.id: group for group in groups}
    hints = Hints.of(activities) if think else Hints.unlearned()
    made = {row.activity.id: row for row in known.rows} if known else {}
    weeks = facts.logged_weeks
    rows = []
    for key in facts.sittings:
        activity = activities.get(key)
        group, new = by_id.get(activity.group), _is_new(activity, known_before)
        row = made.get(key)
        same = row is not None and row.sittings is facts.sittings[key] and row.activity == activity
        if row is None or not same or row.group != group or row.new != new:
            row = _row(facts, key, activity, group, weeks=weeks, new=new)
        elif not think:
            rows.append(row)
            continue
        hint = None if row.marked else hints.strongest(activity, row.signs, row.private)
        rows.append(row if row.hint == hint else replace(row, hint=hint))
    rows.sort(key=lambda row: (-row.log.minutes, row.activity.key))
    return Review(
        log=WeekLog(facts.first, facts.days, tuple(row.log for row in rows)),
        last=facts.first.shifted(facts.weeks - 1),
        weeks=facts.weeks,
        logged_weeks=weeks,
        unfinished=facts.unfinished,
        rows=tuple(rows),
        by_day=_by_day(rows),
        weeks_a_year=weeks_a_year,
        hour_value=hour_value,
        last_review=last_review,
        review_due=review_due,
        past_weeks=facts.past_weeks,
    )


def _row(
    facts: Facts, key: str, activity: Activity, group: Group | None, *, weeks: int, new: bool
) -> ReviewRow:
    """Make a row, as yet without a hint."""
    sittings = facts.sittings[key]
    log, marked = _activity_log(activity, sittings)
    before = facts.past.get(key, 0.0) if facts.past_weeks else None
    crept_back = _crept_back(group, sittings)
    private = is_private(activity.name) or all(is_tagged_private(s.entry.tags) for s in sittings)
    clue = Clue(
        activity=activity,
        starts=tuple(s.start for s in sittings),
        days=len(facts.days),
        average=log.average,
        past_days=facts.past_days.get(key, ()),
        crept_back_to=group if crept_back else None,
        private=private,
    )
    return ReviewRow(
        log=log,
        sittings=sittings,
        marked_by_day=marked,
        group=group,
        share=log.minutes / facts.total if facts.total else 0.0,
        before=before,
        trend=None if before is None else log.minutes / weeks - before,
        hint=None,
        crept_back=crept_back,
        new=new,
        private=private,
        signs=signs(clue),
        known=any(facts.past_days.get(key, ())),
    )


def _activity_log(activity: Activity, sittings: Sequence[Sitting]) -> tuple[ActivityWeek, tuple[float, ...]]:
    """Return the activity's sums, and its minutes to hand over by weekday."""
    by_day, marked_by_day = [0.0] * 7, [0.0] * 7
    marked = 0
    tags: set[str] = set()
    for sitting in sittings:
        hand_over = hands_over(sitting.entry, activity)
        marked += hand_over
        for day, minutes in sitting.parts:
            by_day[day % 7] += minutes
            if hand_over:
                marked_by_day[day % 7] += minutes
        tags.update(sitting.entry.tags)
    log = ActivityWeek(
        activity=activity,
        by_day=tuple(by_day),
        times=len(sittings),
        marked=marked,
        marked_minutes=sum(marked_by_day),
        tags=tuple(sorted(tags, key=str.casefold)),
    )
    return log, tuple(marked_by_day)


def _crept_back(group: Group | None, sittings: Sequence[Sitting]) -> float:
    """Minutes that came after the group was handed over."""
    since = group.away_from if group else None
    return sum(s.minutes for s in sittings if s.start.date() >= since) if since else 0.0


def _is_new(activity: Activity, known_before: frozenset[str] | None) -> bool:
    return known_before is not None and activity.id not in known_before


def _by_day(rows: Sequence[ReviewRow]) -> tuple[Share, ...]:
    hand_over = _columns(row.marked_by_day for row in rows)
    whole = _columns(row.log.by_day for row in rows)
    core = _columns(row.log.by_day for row in rows if row.activity.core)
    taken = _columns(row.marked_by_day for row in rows if row.activity.core)
    own = [minutes - marked for minutes, marked in zip(core, taken, strict=True)]
    days = zip(hand_over, own, whole, strict=True)
    return tuple(Share(marked, core, max(0.0, all_ - marked - core)) for marked, core, all_ in days)


def _columns(rows: Iterable[Sequence[float]]) -> list[float]:
    """Return the sums by weekday."""
    return [sum(column) for column in zip(*rows, strict=True)] or [0.0] * 7
