"""The board of a week, made from activities, groups and the log's sums."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.baseline import SO_FAR, LoggedWeeks, average, only_so_far, weekly_of
from outsource_tui.model.board import Board, Card, Column, Load, hours_of
from outsource_tui.model.clock import Week
from outsource_tui.model.crept_back import crept_back
from outsource_tui.model.group import Group
from outsource_tui.model.money import Deal
from outsource_tui.model.span_totals import ActivityTotals, SpanTotals
from outsource_tui.model.totals import Totals
from outsource_tui.model.value import replace
from outsource_tui.settings import Settings

SPARK_WEEKS = 8
_NOTHING = ActivityTotals()


def board_of(
    week: Week, activities: Activities, groups: Sequence[Group], totals: Totals, settings: Settings
) -> Board:
    """Lay the board out. An activity whose group is gone is ungrouped, and stays on the board."""
    known = {group.id: group for group in groups}
    crept = _crept_back(week, activities, known, totals)
    weeks = [totals.week(week.shifted(n - SPARK_WEEKS + 1)).activities for n in range(SPARK_WEEKS)]
    logged = LoggedWeeks(totals, totals.today, settings.week_start)
    latest = logged.latest()
    found: dict[str, list[Card]] = {group_id: [] for group_id in ("", *known)}
    for activity in activities:
        own = weeks[-1].get(activity.id, _NOTHING)
        home = activity.group if activity.group in known else ""
        if activity.group or activity.highlighted is not None or own.marked:
            marked = activity.highlighted is not None or own.marked > 0
            found[home].append(
                Card(
                    activity=activity,
                    minutes=own.marked_minutes if marked else own.minutes,
                    times=own.marked if marked else own.times,
                    marked=marked,
                    weekly=_weekly(activity.id, latest, logged.present),
                    crept_back=crept.get(activity.id, 0.0),
                    spark=tuple(w.get(activity.id, _NOTHING).minutes for w in weeks),
                )
            )
    columns = []
    for group_id, cards in found.items():
        cards.sort(key=_order)
        columns.append(_column(known.get(group_id), tuple(cards), logged, settings))
    return Board(week, tuple(columns))


def _weekly(activity_id: str, latest: Sequence[SpanTotals], present: SpanTotals | None) -> float:
    """Minutes a week of a card: by the rule for the hours of groups."""
    ids = [activity_id]
    if present is not None and only_so_far(ids, latest, present):
        return present.minutes_of(ids)
    return average(latest, ids) or 0.0


def _order(card: Card) -> tuple[float, float, str]:
    """By hand; what was never placed by hand first, most time first."""
    return card.activity.place, -card.minutes, card.activity.key


def in_order(activities: Sequence[Activity], totals: Totals, week: Week) -> list[Activity]:
    """Return activities of one column in the order in which the board of `week` shows them."""
    own = totals.week(week).activities

    def minutes(activity: Activity) -> float:
        found = own.get(activity.id, _NOTHING)
        marked = activity.highlighted is not None or found.marked > 0
        return found.marked_minutes if marked else found.minutes

    return sorted(activities, key=lambda a: (a.place, -minutes(a), a.key))


def _crept_back(
    week: Week, activities: Activities, groups: dict[str, Group], totals: Totals
) -> dict[str, float]:
    """Minutes of this week on activities that somebody else has."""
    homes: dict[str, Group] = {}
    for activity in activities:
        group = groups.get(activity.group)
        if group is not None and group.away_from is not None:
            homes[activity.id] = group
    return {c.activity.id: c.minutes for c in crept_back(totals, homes, week.first, week.last)}


def _column(
    group: Group | None, cards: tuple[Card, ...], logged: LoggedWeeks, settings: Settings
) -> Column:
    if group is None:
        return Column(None, cards, Deal(hours_of(sum(card.weekly for card in cards))))
    weekly = weekly_of(group, [card.id for card in cards], logged)
    hours = group.weekly_hours if group.weekly_hours is not None else hours_of(weekly.minutes)
    adds_up = weekly.measured and group.handed_over_on is None
    return Column(group, cards, deal_of(group, hours, settings), weekly.basis, adds_up)


def deal_of(group: Group, hours: Decimal, settings: Settings) -> Deal:
    """Return what handing `hours` a week over costs and wins."""
    return Deal(
        hours=hours,
        rate=group.rate,
        worth=settings.worth,
        checking_hours=group.checking_hours or Decimal(0),
        hand_over_hours=group.hand_over_hours or Decimal(0),
        same_money=not group.currency or group.currency == settings.currency,
    )


def loads_of(board: Board, settings: Settings) -> tuple[Load, ...]:
    """Return what each assignee has in all groups, most hours first; names match ignoring case."""
    found: dict[str, Load] = {}
    for column in board.groups:
        group = column.group
        if group is None or not group.assignee:
            continue
        currency = group.currency or settings.currency
        key = " ".join(group.assignee.split()).casefold()
        so_far = int(column.basis == SO_FAR)
        own = Load(group.assignee, (group.name,), column.deal.hours, column.deal.cost, currency, so_far)
        known = found.get(key)
        found[key] = own if known is None else _joined(known, own)
    return tuple(sorted(found.values(), key=lambda load: (-load.hours, load.assignee)))


def _joined(one: Load, other: Load) -> Load:
    cost = None
    if one.cost is not None and other.cost is not None and one.currency == other.currency:
        cost = one.cost + other.cost
    groups, hours = one.groups + other.groups, one.hours + other.hours
    return replace(one, groups=groups, hours=hours, cost=cost, so_far=one.so_far + other.so_far)
