"""What the board shows, and where its columns lie."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from outsource_tui.model.value import dataclass, field
from outsource_tui.tui.widgets.board_column import ColumnView

MARGIN = 2
GAP = 3
LEAST = 26
MOST = 36


@dataclass(frozen=True, slots=True)
class BoardState:
    """The columns, what is selected, a suggested group's name by card, and what to say on an empty board."""

    columns: tuple[ColumnView, ...] = ()
    selected: frozenset[str] = frozenset()
    hints: Mapping[str, str] = field(default_factory=dict)
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns lie: how many fit and how wide each is."""

    count: int
    width: int

    @staticmethod
    @lru_cache(maxsize=8)
    def of(width: int, wanted: int) -> Columns:
        """Fit as many as can be read into `width` cells."""
        room = max(1, width - 2 * MARGIN)
        fitting = max(1, (room + GAP) // (LEAST + GAP))
        count = max(1, min(fitting, wanted))
        return Columns(count, min(MOST, (room - GAP * (count - 1)) // count) if room > LEAST else room)

    def x(self, slot: int) -> int:
        """Where the column in this slot begins."""
        return MARGIN + slot * (self.width + GAP)

    def slot_at(self, x: int) -> int | None:
        """Which slot is at this cell, None between and beside them."""
        slot, rest = divmod(x - MARGIN, self.width + GAP)
        return slot if x >= MARGIN and slot < self.count and rest < self.width else None


def looks_other(x: int, old: BoardState, new: BoardState) -> bool:
    """True if another card of the column is selected, or has another hint."""
    ids = {card.id for card in new.columns[x].cards}
    if (old.selected ^ new.selected) & ids:
        return True
    return old.hints != new.hints and any(old.hints.get(i) != new.hints.get(i) for i in ids)


@dataclass(slots=True)
class Drag:
    """A card on its way: where it was taken, whether it has left that place, and where it would go."""

    card: str
    at: tuple[int, int]
    moving: bool = False
    column: int | None = None
    before: int = 0
