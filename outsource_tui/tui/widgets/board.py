"""The board: columns of cards drawn line by line, with one cursor and cards that can be dragged."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual import events
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
    gap_at,
    lines_of,
    row_at,
)
from outsource_tui.tui.widgets.board_layout import MARGIN, BoardState, Columns, Drag, looks_other
from outsource_tui.tui.widgets.cells import fit
from outsource_tui.tui.widgets.paint import Paint
from outsource_tui.tui.widgets.painted import ROLES, Painted


class BoardView(Painted):
    """Draws a `BoardState`; a move of the cursor repaints the columns that it leaves and enters."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"painted--card"}
    DEFAULT_CSS = """
    BoardView { height: 1fr; width: 1fr; background: $background; }
    BoardView > .painted--card { background: $surface; }
    """
    state: reactive[BoardState] = reactive(BoardState(), layout=False, repaint=False)

    class Moved(Message):
        """The cursor came to another card or column, or the columns in sight changed."""

    class Opened(Message):
        """A card or a head was clicked twice."""

    class Dropped(Message):
        """Cards were let go over a column: before the card of that id, or at its end for ""."""

        def __init__(self, cards: tuple[str, ...], group: str, before: str) -> None:
            super().__init__()
            self.cards, self.group, self.before = cards, group, before

    def __init__(self) -> None:
        super().__init__()
        self.column = 0
        self.row = 0
        self.left = 0
        self._tops: dict[str, int] = {}
        self._drawn: dict[int, list[Strip]] = {}
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
        self.refresh()

    def forget(self) -> None:
        """Let go of what was drawn in other colours."""
        self._paints = None
        self._drawn.clear()

    def paints(self) -> Paints:
        """Return the styles on the ground, on a card and under the cursor."""
        if self._paints is None:
            colours = {role: self.colour(role) for role in ROLES}
            on_card = Paint(self.colour("card", ground=True), dict(colours))
            self._paints = Paints(self.paint, on_card, self.paint.on_cursor)
        return self._paints

    def render_line(self, y: int) -> Strip:
        """Draw a line across the columns in sight."""
        width, height = self.size
        blank = self.paint.style("text")
        columns = self.state.columns
        if not columns:
            text = fit(" " * MARGIN + self.state.empty, width) if y == 1 else " " * width
            return Strip([Segment(text, self.paint.style("dim"))], width)
        layout = Columns.of(width, len(columns))
        segments: list[Segment] = []
        x = 0
        for slot in range(min(layout.count, len(columns) - self.left)):
            segments.append(Segment(" " * (layout.x(slot) - x), blank))
            segments += self._column_lines(self.left + slot, layout.width, height)[y]
            x = layout.x(slot) + layout.width
        if x > width:  # narrower than any column can be
            return Strip(segments).crop(0, width)
        segments.append(Segment(" " * (width - x), blank))
        return Strip(segments, width)

    def _column_lines(self, column: int, width: int, height: int) -> list[Strip]:
        lines = self._drawn.get(column)
        if lines is None:
            view = self.state.columns[column]
            lines = draw_column(view, self._look(column, view), Size(width, height), self.paints())
            self._drawn[column] = lines
        return lines

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

    def on_resize(self) -> None:
        """Columns are arranged anew; a drag ends without effect."""
        self._end_drag()
        self._tops = {i: top for i, top in self._tops.items() if i == (self.view.id if self.view else "")}
        self._keep_in_view()
        self._all_anew()
        self.post_message(self.Moved())

    # the mouse

    def _place_at(self, x: int, y: int) -> tuple[int, int | None] | None:
        """Return column and card at a cell; None for the card on a head, None beside the columns."""
        slot = self.layout_of_columns.slot_at(x)
        if slot is None or not 0 <= y < self.size.height or self.left + slot >= len(self.state.columns):
            return None
        view = self.state.columns[self.left + slot]
        return self.left + slot, row_at(y, self.size.height, self._tops.get(view.id, 0), len(view.cards))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take the cursor there, and the card in hand."""
        place = self._place_at(event.x, event.y)
        if event.button != 1 or place is None:
            return
        column, row = place
        self.go(column, row if row is not None else (self.row if column == self.column else 0))
        if row is not None:
            self._drag = Drag(self.state.columns[column].cards[row].id, (event.x, event.y))
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show where the card in hand would go."""
        drag = self._drag
        if drag is None:
            return
        if not drag.moving and (event.x, event.y) == drag.at:
            return
        before = {drag.column} if drag.moving else {*range(len(self.state.columns))}
        drag.moving = True
        self._scroll_by_drag(event.x)
        place = self._place_at(event.x, event.y)
        drag.column = place[0] if place else None
        if place is not None:
            view = self.state.columns[place[0]]
            drag.before = gap_at(event.y, self.size.height, self._tops.get(view.id, 0), len(view.cards))
        self._refresh_columns({x for x in (*before, drag.column) if x is not None})

    def _scroll_by_drag(self, x: int) -> None:
        """Bring hidden columns into sight at the edges."""
        layout = self.layout_of_columns
        last = max(0, len(self.state.columns) - layout.count)
        step = -1 if 0 <= x < MARGIN else 1 if self.size.width - MARGIN <= x < self.size.width else 0
        left = max(0, min(last, self.left + step))
        if step and left != self.left:
            self.left = left
            self._all_anew()
            self.post_message(self.Moved())

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let the card go: over a column it is put there, anywhere else nothing happens."""
        drag = self._drag
        if drag is None:
            return
        moving, column, before, cards = drag.moving, drag.column, drag.before, self._dragged()
        inside = self._place_at(event.x, event.y) is not None
        self._end_drag()
        if not moving or not inside or column is None or column >= len(self.state.columns):
            return
        view = self.state.columns[column]
        rest = [card.id for card in view.cards[before:] if card.id not in cards]
        self.post_message(self.Dropped(cards, view.id, rest[0] if rest else ""))

    def cancel_drag(self) -> bool:
        """Put the card in hand back; True if there was one on its way."""
        moving = self._drag is not None and self._drag.moving
        self._end_drag()
        return moving

    def _end_drag(self) -> None:
        if self._drag is not None:
            self._drag = None
            self.release_mouse()
            self._refresh_columns(range(len(self.state.columns)))

    def _dragged(self) -> tuple[str, ...]:
        """The card in hand, with all that are selected if it is one of them; in the order of the board."""
        if self._drag is None:
            return ()
        if self._drag.card not in self.state.selected:
            return (self._drag.card,)
        return tuple(c.id for v in self.state.columns for c in v.cards if c.id in self.state.selected)

    def on_click(self, event: events.Click) -> None:
        """Open by a second click."""
        if event.chain == 2 and self._place_at(event.x, event.y) is not None:
            self.post_message(self.Opened())

    def _scroll_column(self, event: events.MouseEvent, step: int) -> None:
        place = self._place_at(event.x, event.y)
        if place is not None:
            view = self.state.columns[place[0]]
            last = max(0, len(view.cards) - self.page)
            self._tops[view.id] = max(0, min(last, self._tops.get(view.id, 0) + step))
            self._refresh_columns({place[0]})
        event.stop()

    def _scroll_sideways(self, step: int) -> None:
        last = max(0, len(self.state.columns) - self.layout_of_columns.count)
        left = max(0, min(last, self.left + step))
        if left != self.left:
            self.left = left
            self._all_anew()
            self.post_message(self.Moved())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the column under the pointer; with shift, the board."""
        if event.shift:
            self._scroll_sideways(1)
        else:
            self._scroll_column(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the column under the pointer; with shift, the board."""
        if event.shift:
            self._scroll_sideways(-1)
        else:
            self._scroll_column(event, -1)

    def on_mouse_scroll_right(self) -> None:
        """Scroll the board."""
        self._scroll_sideways(1)

    def on_mouse_scroll_left(self) -> None:
        """Scroll the board."""
        self._scroll_sideways(-1)
