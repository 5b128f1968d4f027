"""The board in words: how each column's figures read in the user's own way of writing them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from outsource_tui.model.baseline import SO_FAR
from outsource_tui.model.board import Board, Column
from outsource_tui.model.clock import hm
from outsource_tui.model.group import Group, State
from outsource_tui.model.money import Deal, buyback_rate, write_money, write_number
from outsource_tui.settings import Settings
from outsource_tui.tui.widgets.board_column import ColumnView

STATE_ROLES = {
    State.IDEA: "quiet",
    State.BRIEFED: "hand-over",
    State.HANDED_OVER: "won",
    State.WORKING: "core",
    State.TAKEN_BACK: "back",
}
COLOURS = {
    "amber": "hand-over",
    "green": "core",
    "blue": "quiet",
    "violet": "won",
    "red": "back",
    "grey": "dim",
}
"""Colours that a group can have, and the role that each stands for."""
ROLE_STYLES = {
    "hand-over": "$primary",
    "core": "$success",
    "quiet": "$accent",
    "won": "$secondary",
    "back": "$error",
    "dim": "$text-muted",
}
"""What the roles of groups look like in a dialog."""


def money(
    amount: Decimal, group: Group | None, settings: Settings, *, whole: bool = False, currency: str = ""
) -> str:
    """Return an amount in `currency`, else the group's, else the user's own."""
    shown = currency or (group.currency if group else "") or settings.currency
    return write_money(amount, shown, settings.number_format, whole=whole)


UNMARKED = "nothing is marked yet: press {screen(2)} and mark"
ALL_GROUPED = "all that you marked has a group"
NO_CARDS = "no cards: {carry(-1)} {carry(1)} bring one here"


class BoardWords:
    """Columns in words; one that is the same as before keeps its words. `spelled` puts keys into words that
    name commands in braces."""

    def __init__(self, settings: Settings, spelled: Callable[[str], str]) -> None:
        self._settings, self._spelled = settings, spelled
        self._known: dict[str, tuple[Column, str, str, ColumnView]] = {}

    def views(self, board: Board, week: str) -> tuple[ColumnView, ...]:
        """Return every column in words; `week` says which the board shows: "this week", "in week 45"."""
        fresh = {}
        open_words = ALL_GROUPED if any(column.cards for column in board.columns) else UNMARKED
        for column in board.columns:
            words = NO_CARDS if column.group else open_words
            empty = self._spelled(words)
            known = self._known.get(column.id)
            if known is None or known[:3] != (column, empty, week):
                known = (column, empty, week, view_of(column, self._settings, empty, week))
            fresh[column.id] = known
        self._known = fresh
        return tuple(known[3] for known in fresh.values())


def view_of(column: Column, settings: Settings, empty: str, week: str) -> ColumnView:
    """Return one column in words; `empty` are those where it has no cards, `week` those for the week."""
    times = f"{column.times}×" if column.times else ""
    group = column.group
    if group is None:
        count = len(column.cards)
        cards = f"{count} card{'' if count == 1 else 's'}" if count else ""
        return ColumnView(
            id="",
            name="To group",
            hours=hm(column.minutes),
            who=cards,
            cards=column.cards,
            times=times,
            empty=empty,
            week=week,
        )
    words, role = _money_words(column, group, settings)
    return ColumnView(
        id=group.id,
        name=group.name,
        hours=hm(column.minutes),
        who=f"→ {group.assignee}" if group.assignee else "nobody yet",
        cards=column.cards,
        rate=money(group.rate, group, settings) if group.rate is not None else "",
        state=str(group.state),
        state_role=STATE_ROLES[group.state],
        money=words,
        money_role=role,
        times=times,
        colour=COLOURS.get(group.colour, STATE_ROLES[group.state]),
        empty=empty,
        week=week,
    )


def _money_words(column: Column, group: Group, settings: Settings) -> tuple[tuple[str, ...], str]:
    """The hours that are reckoned with, what they cost and win, in ever fewer words of which the win goes
    last; and the role of these words."""
    if column.cost is None:
        return (("no rate yet",) if column.cards else ()), "dim"
    hours = write_number(round(column.deal.hours, 1), settings.number_format)
    span = " so far" if column.basis == SO_FAR else "/wk"
    cost = money(column.cost, group, settings, whole=True)
    full = f"{hours} h{span}: {cost}"
    if column.win is None:
        return (full, f"{cost}{span}", cost), "dim"
    word, role = ("loss", "back") if column.win < 0 else ("win", "dim")
    win = f"{word} {money(abs(column.win), None, settings, whole=True)}"
    return (f"{full}  {win}", f"{cost}{span}  {win}", f"{win}{span}", win), role


def deal_words(deal: Deal, basis: str, group: Group, settings: Settings) -> str:
    """Return the whole reckoning as one line: cost, win, payback, buyback rate, and a warning first."""
    span = basis if basis == SO_FAR else f"a week {basis}"
    hours = f"{write_number(round(deal.hours, 1), settings.number_format)} h {span}"
    worth, cost = deal.worth, deal.cost
    parts = [] if cost is None else [f"costs {money(cost, group, settings)} for {hours}"]
    if worth is None:
        parts.append("say in the settings what your hour is worth, to see what you win")
        return " · ".join(parts)
    if deal.too_dear:
        parts.insert(0, f"▲ the rate is above your hour ({money(worth, None, settings)})")
    if not deal.same_money:
        parts.append("another currency than yours: not compared")
    elif deal.win is not None:
        word = "wins" if deal.win >= 0 else "loses"
        parts.append(f"{word} {money(abs(deal.win), None, settings)}")
        if deal.payback_weeks:
            weeks = write_number(round(deal.payback_weeks, 1), settings.number_format)
            parts.append(f"paid back in {weeks} weeks")
        elif deal.win <= 0 and deal.hand_over_hours:
            parts.append("never paid back")
    at = money(buyback_rate(worth), None, settings)
    parts.append(
        f"your hour {money(worth, None, settings)}, a quarter of it (buyback rate) {at}"
        f"{' ✓' if deal.under_buyback else ''}"
    )
    return " · ".join(parts)


def summary_words(board: Board, settings: Settings, week: str) -> tuple[str, str]:
    """Return the board's title and what it says beside it; `week` says which week it shows."""
    count = len(board.groups)
    title = f"{count} group{'' if count == 1 else 's'}" if count else "Board"
    said = f"{hm(board.minutes)} {week}" if any(True for _ in board.cards()) else ""
    bases = [column.basis for column in board.columns if column.win is not None]
    if board.win is not None:
        word = "win" if board.win >= 0 else "loss"
        said += f" · {word} {money(abs(board.win), None, settings, whole=True)}"
        said += f" {span_words(bases.count(SO_FAR), len(bases))}"
    return title, said


def span_words(so_far: int, count: int) -> str:
    """Return of which time a sum over `count` groups is, where `so_far` of them only this week knows."""
    if not so_far:
        return "a week"
    return SO_FAR if so_far == count else "a week, in part so far"
