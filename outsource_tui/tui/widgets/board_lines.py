"""The board's columns of cards, drawn line by line, with one cursor."""

from __future__ import annotations

from collections.abc import Iterable
from operator import is_

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from outsource_tui.model.board import Card
from outsource_tui.tui.widgets.board_column import (
    HEAD,
    ColumnView,
    Look,
    Paints,
    capacity,
    draw_column,
    lines_of,
)
from outsource_tui.tui.widgets.board_layout import MARGIN, BoardState, Columns, Drag, looks_other
from outsource_tui.tui.widgets.cells import fit
from outsource_tui.tui.widgets.paint import Paint
from outsource_tui.tui.widgets.painted import ROLES, Painted


class BoardLines(Painted):
    """Draws a `BoardState`; a move of the cursor repaints the columns that it leaves and enters."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"painted--card"}
    DEFAULT_CSS = """
    BoardLines { height: 1fr; width: 1fr; background: $background; }
    BoardLines > .painted--card { background: $surface; }
    """
    state: reactive[BoardState] = reactive(BoardState(), layout=False, repaint=False)

    class Moved(Message, namespace="board_view"):
        """The cursor came to another card or column, or the columns in sight changed."""

    def __init__(self) -> None:
        super().__init__()
        self.column = 0
        self.row = 0
        self.left = 0
        self._tops: dict[str, int] = {}
        self._drawn: dict[int, list[Strip]] = {}
        self._lines: dict[int, tuple[list[Strip], Strip]] = {}
        self._paints: Paints | None = None
        self._drag: Drag | None = None

    # where the cursor is

    @property
    def view(self) -> ColumnView | None:
        """The column under the cursor."""
        columns = self.state.columns
        return columns[self.column] if self.column < len(columns) else None

    @property
    def card(self) -> Card | None:
        """The card under the cursor, None in an empty column."""
        view = self.view
        return view.cards[self.row] if view and self.row < len(view.cards) else None

    @property
    def layout_of_columns(self) -> Columns:
        """How the columns lie now."""
        return Columns.of(self.size.width, len(self.state.columns))

    @property
    def hidden(self) -> list[ColumnView]:
        """The columns that are out of sight."""
        first, count = self.left, self.layout_of_columns.count
        return [view for x, view in enumerate(self.state.columns) if not first <= x < first + count]

    @property
    def page(self) -> int:
        """How many cards of a column can be seen."""
        return capacity(self.size.height)

    def move(self, columns: int, rows: int) -> None:
        """Move the cursor; over the edge of a column's cards it stays."""
        self.go(self.column + columns, self.row + rows)

    def go(self, column: int, row: int) -> None:
        """Put the cursor on a card, scrolling as little as needed."""
        column = max(0, min(len(self.state.columns) - 1, column))
        count = len(self.state.columns[column].cards) if self.state.columns else 0
        row = max(0, min(count - 1, row))
        if (column, row) == (self.column, self.row):
            return
        left, left_row = self.column, self.row
        self.column, self.row = column, row
        top = self._top
        if self._keep_in_view():
            self._all_anew()
        elif top != self._top:
            self._refresh_columns({left, column})
        else:
            self._refresh_card(left, left_row)
            self._refresh_card(column, row)
            if left != column:
                self._refresh_rules({left, column})
        self.post_message(self.Moved())

    def find(self, card_id: str) -> bool:
        """Put the cursor on a card, if it is on the board."""
        for x, view in enumerate(self.state.columns):
            for y, card in enumerate(view.cards):
                if card.id == card_id:
                    self.go(x, y)
                    return True
        return False

    def find_column(self, group_id: str) -> None:
        """Put the cursor into a column."""
        for x, view in enumerate(self.state.columns):
            if view.id == group_id:
                self.go(x, self.row if x == self.column else 0)

    def reveal(self, group_id: str) -> None:
        """Bring a column into sight that stands beside that of the cursor."""
        at = next((x for x, view in enumerate(self.state.columns) if view.id == group_id), self.left)
        left = min(max(self.left, at - self.layout_of_columns.count + 1), at)
        if left != self.left:
            self.left = left
            self._all_anew()
            self.post_message(self.Moved())

    @property
    def _top(self) -> int:
        """The first card in sight of the column under the cursor."""
        return self._tops.get(self.view.id, 0) if self.view else 0

    def _keep_in_view(self) -> bool:
        """Scroll so that the cursor can be seen; True if columns moved."""
        left, view = self.left, self.view
        count = self.layout_of_columns.count
        last = max(0, len(self.state.columns) - count)
        self.left = min(max(self.left, self.column - count + 1), self.column, last)
        if view is not None:
            top, page = self._tops.get(view.id, 0), self.page
            lowest = max(0, len(view.cards) - page)
            self._tops[view.id] = min(max(top, self.row - page + 1), self.row, lowest)
        return left != self.left

    # values

    def watch_state(self, old: BoardState, new: BoardState) -> None:
        """Keep the cursor with its card and repaint the columns that became different."""
        before = self.column
        self._put_cursor(self._held(old), new)
        moved = self._keep_in_view()
        ids = [v.id for v in old.columns]
        if moved or ids != [v.id for v in new.columns] or old.empty != new.empty:
            self._all_anew()
        else:
            self._refresh_columns(
                x
                for x in range(len(new.columns))
                if x in (self.column, before) or old.columns[x] != new.columns[x] or looks_other(x, old, new)
            )
        self.post_message(self.Moved())

    def _held(self, old: BoardState) -> tuple[str, str]:
        if self.column >= len(old.columns):
            return "", ""
        view = old.columns[self.column]
        return view.id, view.cards[self.row].id if self.row < len(view.cards) else ""

    def _put_cursor(self, held: tuple[str, str], new: BoardState) -> None:
        column_id, card_id = held
        for x, view in enumerate(new.columns):
            for y, card in enumerate(view.cards):
                if card_id and card.id == card_id:
                    self.column, self.row = x, y
                    return
        at = next((x for x, view in enumerate(new.columns) if view.id == column_id), self.column)
        self.column = max(0, min(at, len(new.columns) - 1))
        count = len(new.columns[self.column].cards) if new.columns else 0
        self.row = max(0, min(self.row, count - 1))

    # drawing

    def _refresh_columns(self, columns: Iterable[int]) -> None:
        layout = self.layout_of_columns
        for x in columns:
            self._drawn.pop(x, None)
            slot = x - self.left
            if 0 <= slot < layout.count:
                self.refresh(Region(layout.x(slot), 0, layout.width, self.size.height))

    def _refresh_card(self, column: int, row: int) -> None:
        y, height = lines_of(row, self._tops.get(self.state.columns[column].id, 0))
        self._refresh_part(column, y, height)

    def _refresh_rules(self, columns: Iterable[int]) -> None:
        for column in columns:
            self._refresh_part(column, HEAD - 1, 1)

    def _refresh_part(self, column: int, y: int, height: int) -> None:
        self._drawn.pop(column, None)
        layout, slot = self.layout_of_columns, column - self.left
        if 0 <= slot < layout.count:
            self.refresh(Region(layout.x(slot), y, layout.width, height))

    def _all_anew(self) -> None:
        self._drawn.clear()
        self._lines.clear()
        self.refresh()

    def forget(self) -> None:
        """Let go of what was drawn in other colours."""
        self._paints = None
        self._drawn.clear()
        self._lines.clear()

    def paints(self) -> Paints:
        """Return the styles on the ground, on a card and under the cursor."""
        if self._paints is None:
            colours = {role: self.colour(role) for role in ROLES}
            on_card = Paint(self.colour("card", ground=True), dict(colours))
            self._paints = Paints(self.paint, on_card, self.paint.on_cursor)
        return self._paints

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines without the passes for borders and padding, of which there are none."""
        strips, background = [self.render_line(y) for y in crop.line_range], self.background_colors[1]
        for line_filter in self.get_line_filters():  # known strips know what it made of them
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        return [strip.crop(crop.x, crop.right) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """Draw a line across the columns in sight, or take it as it was while they are the same."""
        width, height = self.size
        blank = self.paint.style("text")
        columns = self.state.columns
        if not columns:
            text = fit(" " * MARGIN + self.state.empty, width) if y == 1 else " " * width
            return Strip([Segment(text, self.paint.style("dim"))], width)
        layout = Columns.of(width, len(columns))
        pieces = [
            self._column_lines(self.left + slot, layout.width, height)[y]
            for slot in range(min(layout.count, len(columns) - self.left))
        ]
        known = self._lines.get(y)
        if known is not None and len(known[0]) == len(pieces) and all(map(is_, known[0], pieces)):
            return known[1]
        segments: list[Segment] = []
        x = 0
        for slot, piece in enumerate(pieces):
            segments += (Segment(" " * (layout.x(slot) - x), blank), *piece)
            x = layout.x(slot) + layout.width
        segments.append(Segment(" " * max(0, width - x), blank))
        strip = Strip(segments).crop(0, width)  # narrower than any column can be
        self._lines[y] = (pieces, strip)
        return strip

    def _column_lines(self, column: int, width: int, height: int) -> list[Strip]:
        lines = self._drawn.get(column)
        if lines is None:
            view = self.state.columns[column]
            lines = draw_column(view, self._look(column, view), Size(width, height), self.paints())
            self._drawn[column] = lines
        return lines

    def _dragged(self) -> tuple[str, ...]:
        """The card in hand, with all that are selected if it is one of them; in the order of the board."""
        if self._drag is None:
            return ()
        if self._drag.card not in self.state.selected:
            return (self._drag.card,)
        return tuple(c.id for v in self.state.columns for c in v.cards if c.id in self.state.selected)

    def _look(self, column: int, view: ColumnView) -> Look:
        state, drag = self.state, self._drag
        own = frozenset(card.id for card in view.cards)
        moving = drag is not None and drag.moving
        return Look(
            cursor=self.row if column == self.column else None,
            selected=state.selected & own,
            top=self._tops.get(view.id, 0),
            hints=tuple((i, state.hints[i]) for i in state.hints if i in own),
            drop=drag.before if drag is not None and moving and drag.column == column else None,
            dragged=frozenset(self._dragged()) & own if moving else frozenset(),
        )
