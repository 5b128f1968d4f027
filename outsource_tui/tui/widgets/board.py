"""The board under the mouse: cards that can be dragged, clicks and the wheel."""

from __future__ import annotations

from textual import events
from textual.message import Message

from outsource_tui.tui.widgets.board_column import gap_at, row_at
from outsource_tui.tui.widgets.board_layout import MARGIN, Drag
from outsource_tui.tui.widgets.board_lines import BoardLines


class BoardView(BoardLines):
    """The columns, with what the mouse does to them."""

    class Opened(Message):
        """A card or a head was clicked twice."""

    class Dropped(Message):
        """Cards were let go over a column: before the card of that id, or at its end for ""."""

        def __init__(self, cards: tuple[str, ...], group: str, before: str) -> None:
            super().__init__()
            self.cards, self.group, self.before = cards, group, before

    def on_resize(self) -> None:
        """Columns are arranged anew; a drag ends without effect."""
        self._end_drag()
        self._tops = {i: top for i, top in self._tops.items() if i == (self.view.id if self.view else "")}
        self._keep_in_view()
        self._all_anew()
        self.post_message(self.Moved())

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
