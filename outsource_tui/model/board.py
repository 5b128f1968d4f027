"""The board as values: columns of cards, with what each takes, costs and wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from outsource_tui.model.activity import Activity
from outsource_tui.model.clock import Week
from outsource_tui.model.group import Group
from outsource_tui.model.money import Deal
from outsource_tui.model.value import dataclass, replace


@dataclass(frozen=True, slots=True)
class Card:
    """An activity on the board.

    `minutes` and `times` are of the board's week: the sittings to hand over, or all where none is marked.
    `weekly` holds minutes a week over the last weeks that count.
    `crept_back` holds the minutes of that week on days since the group was handed over. `spark` holds
    minutes a week, oldest first, the board's own week last.
    """

    activity: Activity
    minutes: float
    times: int
    marked: bool
    weekly: float = 0.0
    crept_back: float = 0.0
    spark: tuple[float, ...] = ()

    @property
    def id(self) -> str:
        """The activity's id."""
        return self.activity.id


@dataclass(frozen=True, slots=True)
class Column:
    """A group with its cards; `group` is None for what has none yet.

    `basis` says which hours a week the `deal` is reckoned with: by the log, as expected, or before it went
    away; `adds_up` that they are those of the cards.
    """

    group: Group | None
    cards: tuple[Card, ...]
    deal: Deal
    basis: str = "this week"
    adds_up: bool = True

    @property
    def id(self) -> str:
        """The group's id, empty for the ungrouped."""
        return self.group.id if self.group else ""

    @property
    def minutes(self) -> float:
        """Minutes of the week on all cards."""
        return sum(card.minutes for card in self.cards)

    @property
    def times(self) -> int:
        """Sittings of the week on all cards."""
        return sum(card.times for card in self.cards)

    @property
    def cost(self) -> Decimal | None:
        """Money a week, None while there is no rate."""
        return self.deal.cost

    @property
    def win(self) -> Decimal | None:
        """Money won a week, None while rate or the value of an hour is unknown."""
        return self.deal.win


@dataclass(frozen=True, slots=True)
class Load:
    """What one assignee has in all groups: hours a week as the deals reckon them, and money in `currency`
    (None where a rate is missing or currencies differ). `so_far` is how many of the groups only the present
    week knows."""

    assignee: str
    groups: tuple[str, ...]
    hours: Decimal
    cost: Decimal | None
    currency: str
    so_far: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """All columns of a week, the ungrouped first, then the groups in the order of the user."""

    week: Week
    columns: tuple[Column, ...]

    @property
    def ungrouped(self) -> Column:
        """The first column."""
        return self.columns[0]

    @property
    def groups(self) -> tuple[Column, ...]:
        """The columns of groups."""
        return self.columns[1:]

    @property
    def minutes(self) -> float:
        """Minutes of the week on all cards."""
        return sum(column.minutes for column in self.columns)

    @property
    def win(self) -> Decimal | None:
        """Money won a week over the groups where it is known; None where it is for none."""
        known = [column.win for column in self.columns if column.win is not None]
        return sum(known, Decimal(0)) if known else None

    def cards(self) -> Iterator[Card]:
        """Yield every card."""
        for column in self.columns:
            yield from column.cards

    def where(self, activity_id: str) -> tuple[int, int] | None:
        """Return column and row of a card, or None."""
        for x, column in enumerate(self.columns):
            for y, card in enumerate(column.cards):
                if card.id == activity_id:
                    return x, y
        return None

    def column_of(self, group_id: str) -> Column | None:
        """Return the column of a group, or None."""
        return next((column for column in self.columns if column.id == group_id), None)


def moved(board: Board, activity_ids: Sequence[str], group_id: str, before: str = "") -> Board:
    """Return the board as it will be once these cards stand in that column: before a card, or at its end."""
    taken = {card.id: card for card in board.cards() if card.id in activity_ids}
    cards = [taken[i] for i in dict.fromkeys(activity_ids) if i in taken]
    columns = []
    for column in board.columns:
        rest = [card for card in column.cards if card.id not in taken]
        if column.id == group_id:
            at = next((n for n, card in enumerate(rest) if card.id == before), len(rest))
            rest[at:at] = cards
        columns.append(_with_cards(column, tuple(rest)))
    return Board(board.week, tuple(columns))


def _with_cards(column: Column, cards: tuple[Card, ...]) -> Column:
    if cards == column.cards:
        return column
    fresh = replace(column, cards=cards)
    if not column.adds_up:
        return fresh
    weekly = sum(card.weekly for card in cards)
    return replace(fresh, deal=replace(column.deal, hours=hours_of(weekly)))


def hours_of(minutes: float) -> Decimal:
    """Return minutes as hours, exact to the second."""
    return Decimal(round(minutes * 60)) / 3600
