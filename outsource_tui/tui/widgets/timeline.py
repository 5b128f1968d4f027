"""The timeline: a drawn day with a cursor that walks its blocks, and the mouse that takes hold of them."""

from __future__ import annotations

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from outsource_tui.model.edit import Side
from outsource_tui.tui.widgets.block_drag import Grip, dragged, grip_on_end, grip_on_start
from outsource_tui.tui.widgets.block_line import on_button
from outsource_tui.tui.widgets.day_drawing import DayDrawing
from outsource_tui.tui.widgets.day_lines import GUTTER
from outsource_tui.tui.widgets.day_view import BlockView, DayView


class Timeline(DayDrawing):
    """Shows a `DayView`; the cursor is a block and stays with it over reloads.

    `step` is how many minutes the mouse moves an edge by.
    """

    class Moved(Message):
        """A click brought the cursor to another block."""

    class Opened(Message):
        """A block was double-clicked, or the word in it that enter does was clicked."""

    class Dropped(Message):
        """An entry was dragged by `minutes`: one side of it, or the whole where `side` is None."""

        def __init__(self, key: str, side: Side | None, minutes: int) -> None:
            super().__init__()
            self.key, self.side, self.minutes = key, side, minutes

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.step = 5
        self._grip: Grip | None = None
        self._turning = False
        self._placed = False

    # the cursor

    @property
    def selected(self) -> BlockView | None:
        """The block under the cursor, None on a day without any."""
        return self._selected_of(self.view)

    def _selected_of(self, view: DayView | None) -> BlockView | None:
        blocks = view.blocks if view else ()
        return blocks[self._cursor] if 0 <= self._cursor < len(blocks) else None

    @property
    def selected_can_join(self) -> bool:
        """True where the block, or a gap's neighbours in one, could be merged: entries that have ended."""
        block, blocks = self.selected, self.view.blocks if self.view else ()
        if block is None or block.entry is not None:
            return block is not None and not block.running
        ends = any(b.entry and not b.planned and b.block.end == block.block.start for b in blocks)
        return ends and any(b.entry and not b.planned and b.block.start == block.block.end for b in blocks)

    @property
    def row_of_cursor(self) -> int:
        """The row where the block under the cursor begins."""
        return self._rows.places[self._cursor].top if self.selected is not None else 0

    def move(self, step: int) -> None:
        """Go so many blocks on or back."""
        blocks = self.view.blocks if self.view else ()
        if blocks:
            self._go(max(0, min(len(blocks) - 1, self._cursor + step)))

    def select(self, key: str) -> bool:
        """Go to the block of that identity; False where there is none."""
        blocks = self.view.blocks if self.view else ()
        found = next((n for n, b in enumerate(blocks) if b.key == key), -1)
        if found >= 0:
            self._go(found)
        return found >= 0

    def forget(self) -> None:
        """Let the next view start where a fresh one does."""
        self._cursor, self.view = -1, None

    def _go(self, index: int) -> None:
        if index != self._cursor:
            before, self._cursor = self._cursor, index
            for each in (before, index):
                if 0 <= each < len(self._rows.places):
                    place = self._rows.places[each]
                    self._redraw(range(place.top, place.end))
        self._show_cursor()

    def _show_cursor(self) -> None:
        """Scroll where the block is out of sight."""
        self._scroll(self._top_with_cursor(self.size.height))

    # values

    def watch_view(self, old: DayView | None, new: DayView | None) -> None:
        """Lay the day out; the cursor stays with its block, or what stands there now."""
        if new is None:
            return
        same_day = old is not None and old.day.date == new.day.date
        before = self._selected_of(old) if same_day else None
        if self._grip is not None and (old is None or not same_day or _spans(old) != _spans(new)):
            self.cancel_drag()
        self._cursor = self._found(new, before) if same_day else self._first(new)
        if not same_day:
            self._strips.clear()
        self._lay_out()
        if not same_day:
            self._place_day()
        self._scroll(self.top)
        self._show_cursor()

    def _place_day(self) -> None:
        """Show the day from its beginning, but always now with some hours before it."""
        self.top = self._top_of_day(self.size.height)
        self._placed = self.size.height > 0

    def _found(self, new: DayView, before: BlockView | None) -> int:
        if before is None:
            return self._first(new)
        for n, each in enumerate(new.blocks):
            if each.key == before.key:
                return n
        moment, until = before.block.start, before.block.end
        if before.entry is None:
            # a gap is known by its start, which an edge key moves
            same = [n for n, b in enumerate(new.blocks) if b.entry is None and b.block.start < until
                    and moment < b.block.end]  # fmt: skip
            if same:
                return same[0]
        inside = [n for n, b in enumerate(new.blocks) if b.block.start <= moment < b.block.end]
        if inside:
            return inside[-1]
        earlier = [n for n, b in enumerate(new.blocks) if b.block.start <= moment]
        return earlier[-1] if earlier else min(0, len(new.blocks) - 1)

    def watch_zoom(self) -> None:
        """Draw at the new scale around the cursor."""
        self.cancel_drag()
        at = self.row_of_cursor - self.top
        self._strips.clear()
        self._lay_out()
        self._scroll(self.row_of_cursor - at)
        self._show_cursor()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._strips.clear()
        self._place_in_sight()
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines; a day that came before there was a size finds its place in the first picture
        already: a resize is told of behind it."""
        if not self._placed and self.size.height > 0:
            self._place_in_sight()
        return super().render_lines(crop)

    def _place_in_sight(self) -> None:
        if not self._placed:
            self._place_day()
        self._scroll(self.top)
        self._show_cursor()

    # the mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take the cursor there, and in hand what is under the mouse."""
        if event.button != 1 or self.view is None:
            return
        if event.x >= self.size.width - 1 and self._scrolls:
            self._turning = True
            self.capture_mouse()
            self._turn(event.y)
            return
        row = event.y + self.top
        index = self._at(event.x, row)
        if index < 0:
            return
        self._go(index)
        self.post_message(self.Moved())
        self._grip = self._grip_at(index, event.x, row)
        if self._grip is not None:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show what letting go here would make of what is in hand."""
        if self._turning:
            self._turn(event.y)
        elif self._grip is not None and self.view is not None:
            if not 0 < event.y < self.size.height - 1:
                self._scroll(self.top + (1 if event.y > 0 else -1))
            row = max(0, min(self._rows.count - 1, event.y + self.top))
            if row != (self._drag.row if self._drag else self._grip.row):
                self._show_drag(self._grip, row)

    def _show_drag(self, grip: Grip, row: int) -> None:
        assert self.view is not None
        passed = self._rows.seconds_at(row) - self._rows.seconds_at(grip.row)
        minutes = round(passed / 60 / self.step) * self.step
        drag = dragged(self.view, grip, row, minutes)
        if drag is None:
            self.cancel_drag()
            return
        rows = {each.row for each in (self._drag, drag) if each is not None}
        self._drag = drag
        self._redraw(rows)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go: inside it is done, outside nothing happens."""
        drag = self._drag
        self.cancel_drag()
        if drag is not None and drag.minutes and self.size.region.contains(event.x, event.y):
            self.post_message(self.Dropped(drag.grip.key, drag.grip.side, drag.minutes))

    def on_click(self, event: events.Click) -> None:
        """Open what was clicked twice, or on the word that enter does."""
        row = event.y + self.top
        index = self._at(event.x, row)
        if index < 0 or index != self._cursor or event.x < GUTTER:
            return
        place = self._rows.places[index]
        left, width = self._lane(place)
        assert self.view is not None  # a block was found
        first = row == max(place.top, self.top)
        if event.chain == 2 or (first and on_button(self.view.blocks[index], event.x - left, width, True)):
            self.post_message(self.Opened())

    @property
    def dragging(self) -> bool:
        """True while something in hand was moved."""
        return self._drag is not None

    def cancel_drag(self) -> None:
        """Put back what is in hand."""
        if self._grip is not None or self._turning:
            drag, self._drag, self._grip, self._turning = self._drag, None, None, False
            self.release_mouse()
            if drag is not None:
                self._redraw([drag.row])

    def on_mouse_release(self) -> None:
        """The mouse was taken away."""
        self.cancel_drag()

    def _grip_at(self, index: int, x: int, row: int) -> Grip | None:
        """The time of a block is the handle of its start, the edge of its last row that of its end, all
        else of an entry the handle of the whole."""
        assert self.view is not None
        block, place = self.view.blocks[index], self._rows.places[index]
        if x < GUTTER:
            return grip_on_start(self.view, index, row) if row == place.top else None
        if row == place.end - 1 and x < self._lane(place)[0] + 2:
            return grip_on_end(block, row)
        return Grip(block.key, None, row) if block.entry is not None else None

    def _turn(self, y: int) -> None:
        """Scroll to where the thumb was put."""
        self._scroll(round(y * self._rows.count / max(1, self.size.height)) - self.size.height // 2)

    def _at(self, x: int, row: int) -> int:
        if not 0 <= row < len(self._on_row):
            return -1
        for n in self._on_row[row]:
            left, width = self._lane(self._rows.places[n])
            if left <= x < left + width or (x < GUTTER and self._rows.places[n].lane == 0):
                return n
        return -1


def _spans(view: DayView) -> list[tuple[object, ...]]:
    """Return what a drag in progress rests on: the ends of the entries."""
    return [(b.key, b.entry.start, b.entry.end) for b in view.blocks if b.entry is not None]
