"""The day to scale: one widget that draws lines, keeps the cursor, and holds no other widget."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from outsource_tui.tui.widgets.block_line import block_line
from outsource_tui.tui.widgets.day_rows import DayRows, Place, clock_words, lay_rows
from outsource_tui.tui.widgets.day_view import BlockView, DayView

GUTTER = 7
LEAST_LANE = 5
ZOOMS = (1, 2, 3, 4, 6, 8, 12)
_NOTHING = DayRows(1, (), {})


class Timeline(ScrollView):
    """Shows a `DayView`; the cursor is a block and stays with it over reloads."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "timeline--ground", "timeline--block", "timeline--selected",
        "timeline--text", "timeline--bold", "timeline--muted", "timeline--dim", "timeline--gap",
        "timeline--bold-gap", "timeline--hand-over", "timeline--core", "timeline--now", "timeline--plan",
        "timeline--violet", "timeline--pale-plan", "timeline--pale-core", "timeline--pale-violet",
    }  # fmt: skip
    DEFAULT_CSS = """
    Timeline {
        height: 1fr; width: 1fr; background: $background; overflow-x: hidden; overflow-y: auto;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable;
        .timeline--ground { background: $background; }
        .timeline--block { background: $surface; }
        .timeline--selected { background: $panel; }
        .timeline--text { color: $foreground; }
        .timeline--bold { color: $foreground; text-style: bold; }
        .timeline--muted { color: $text-muted; }
        .timeline--dim { color: $text-disabled; }
        .timeline--gap { color: $text-muted; text-style: italic; }
        .timeline--bold-gap { color: $foreground; text-style: bold italic; }
        .timeline--hand-over { color: $primary; }
        .timeline--core { color: $success; }
        .timeline--now { color: $error; text-style: bold; }
        .timeline--plan { color: $accent; }
        .timeline--violet { color: $secondary; }
        .timeline--pale-plan { color: $accent 55%; }
        .timeline--pale-core { color: $success 55%; }
        .timeline--pale-violet { color: $secondary 55%; }
    }
    """
    view: reactive[DayView | None] = reactive(None, layout=False, repaint=False)
    zoom: reactive[int] = reactive(4, layout=False, repaint=False)

    class Moved(Message):
        """A click brought the cursor to another block."""

    class Opened(Message):
        """A block was double-clicked."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows = _NOTHING
        self._on_row: list[list[int]] = []
        self._strips: dict[int, Strip] = {}
        self._styles: dict[tuple[str, str], Style] = {}
        self._cursor = -1
        self._key = ""

    # the cursor

    @property
    def selected(self) -> BlockView | None:
        """The block under the cursor, None on a day without any."""
        blocks = self.view.blocks if self.view else ()
        return blocks[self._cursor] if 0 <= self._cursor < len(blocks) else None

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
        self._cursor, self._key, self.view = -1, "", None

    def _go(self, index: int) -> None:
        if index != self._cursor:
            for each in (self._cursor, index):
                self._redraw_block(each)
            self._cursor = index
            self._key = self.selected.key if self.selected else ""
        self._show_cursor()

    def _redraw_block(self, index: int) -> None:
        if 0 <= index < len(self._rows.places):
            place = self._rows.places[index]
            for row in range(place.top, place.end):
                self._strips.pop(row, None)
            self.refresh_lines(place.top, place.end - place.top)

    def _show_cursor(self) -> None:
        if not 0 <= self._cursor < len(self._rows.places):
            return
        place, height, top = self._rows.places[self._cursor], self.size.height, int(self.scroll_offset.y)
        if height <= 0:
            return
        if place.end + 1 > top + height:
            top = place.end + 1 - height
        top = max(0, min(top, place.top - 1))
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)

    # values

    def watch_view(self, old: DayView | None, new: DayView | None) -> None:
        """Lay the day out; the cursor stays with its block, or what stands there now."""
        if new is None:
            return
        same_day = old is not None and old.day.date == new.day.date
        before = self.selected_of(old) if same_day else None
        self._lay_out()
        self._cursor = self._found(new, before) if same_day else self._first(new)
        self._key = self.selected.key if self.selected else ""
        if not same_day:
            self._show_day(new)
        self._show_cursor()

    def selected_of(self, view: DayView | None) -> BlockView | None:
        """Return the block of `view` that the cursor stands on."""
        blocks = view.blocks if view else ()
        return blocks[self._cursor] if 0 <= self._cursor < len(blocks) else None

    def _found(self, new: DayView, before: BlockView | None) -> int:
        if before is None:
            return self._first(new)
        for n, each in enumerate(new.blocks):
            if each.key == before.key:
                return n
        moment = before.block.start
        inside = [n for n, b in enumerate(new.blocks) if b.block.start <= moment < b.block.end]
        if inside:
            return inside[-1]
        earlier = [n for n, b in enumerate(new.blocks) if b.block.start <= moment]
        return earlier[-1] if earlier else min(0, len(new.blocks) - 1)

    def _first(self, new: DayView) -> int:
        """Start at what runs or came last before now; on another day at its first block."""
        earlier = [n for n, b in enumerate(new.blocks) if b.block.start < new.day.now]
        today = new.day.bounds[0] <= new.day.now < new.day.bounds[1]
        return earlier[-1] if today and earlier else min(0, len(new.blocks) - 1)

    def watch_zoom(self) -> None:
        """Draw at the new scale around the cursor."""
        self._lay_out()
        self._show_cursor()

    def _lay_out(self) -> None:
        self._strips.clear()
        view = self.view
        if view is not None:
            blocks = [b.block for b in view.blocks]
            self._rows = lay_rows(blocks, view.frame, view.day.bounds, view.day.now, self.zoom)
        self._on_row = [[] for _ in range(self._rows.count)]
        for n, place in enumerate(self._rows.places):
            for row in range(place.top, place.end):
                self._on_row[row].append(n)
        self.virtual_size = Size(self.size.width, self._rows.count)
        self.refresh()

    def _show_day(self, view: DayView) -> None:
        top = 0
        if self._rows.now >= 0:
            top = max(0, self._rows.now - self.size.height * 2 // 3)
        self.scroll_to(y=top, animate=False)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._strips.clear()
        self.virtual_size = Size(self.size.width, self._rows.count)
        self._show_cursor()

    def notify_style_update(self) -> None:
        """Forget the colours of another theme."""
        super().notify_style_update()
        self._styles.clear()
        self._strips.clear()

    # the mouse

    def on_click(self, event: events.Click) -> None:
        """Go to the block that was clicked; a double click opens it."""
        index = self._at(event.x, int(event.y + self.scroll_offset.y))
        if index >= 0:
            self._go(index)
            self.post_message(self.Moved())
            if event.chain == 2:
                self.post_message(self.Opened())

    def _at(self, x: int, row: int) -> int:
        if not 0 <= row < len(self._on_row):
            return -1
        for n in self._on_row[row]:
            left, width = self._lane(self._rows.places[n])
            if left <= x < left + width or (x < GUTTER and self._rows.places[n].lane == 0):
                return n
        return -1

    # drawing

    def render_line(self, y: int) -> Strip:
        """Draw the line at `y` of the visible part."""
        row, width = y + int(self.scroll_offset.y), self.size.width
        if self.view is None or row >= self._rows.count:
            return Strip.blank(width, self._style("text", "ground"))
        strip = self._strips.get(row)
        if strip is None:
            draw = self._now_line if row == self._rows.now else self._line
            strip = self._strips[row] = Strip(draw(row, width), None).adjust_cell_length(width)
        return strip

    def _now_line(self, row: int, width: int) -> list[Segment]:
        assert self.view is not None
        style = self._style("now", "ground")
        return [
            Segment(f"{clock_words(self.view.day.now):<5} ", style),
            Segment("━" * max(0, width - GUTTER + 1), style),
        ]

    def _line(self, row: int, width: int) -> list[Segment]:
        assert self.view is not None
        segments = [self._label(row)]
        at = GUTTER
        places = self._rows.places
        for n in sorted(self._on_row[row], key=lambda n: places[n].lane):
            left, lane_width = self._lane(places[n])
            if left < at:
                continue
            if left > at:
                segments.append(Segment(" " * (left - at), self._style("text", "ground")))
            block, chosen = self.view.blocks[n], n == self._cursor
            ground = "selected" if chosen else "block" if block.entry and not block.planned else "ground"
            line, rows = row - places[n].top, places[n].end - places[n].top
            if 0 <= places[n].top <= self._rows.now < row:
                line -= 1  # the now line took a row of this block
            for text, name in block_line(block, line, rows, lane_width, chosen):
                segments.append(Segment(text, self._style(name, ground)))
            at = left + lane_width
        segments.append(Segment(" " * max(0, width - at), self._style("text", "ground")))
        return segments

    def _label(self, row: int) -> Segment:
        assert self.view is not None
        starting = [n for n in self._on_row[row] if self._rows.places[n].top == row]
        if starting:
            chosen = self._cursor in starting
            label = clock_words(self.view.blocks[self._cursor if chosen else starting[0]].block.start)
            return Segment(label.ljust(GUTTER), self._style("bold" if chosen else "muted", "ground"))
        label = self._rows.hours.get(row, "  ·")
        return Segment(label.ljust(GUTTER), self._style("dim", "ground"))

    def _lane(self, place: Place) -> tuple[int, int]:
        """Return the first cell of a lane and how many it has; what does not fit shares the last."""
        whole = max(LEAST_LANE, self.size.width - GUTTER)
        lanes = max(1, min(place.lanes, whole // LEAST_LANE))
        lane = min(place.lane, lanes - 1)
        last = min(lanes, lane + place.wide)
        left = whole * lane // lanes
        gap = 1 if last < lanes else 0
        return GUTTER + left, whole * last // lanes - left - gap

    def _style(self, name: str, ground: str) -> Style:
        found = self._styles.get((name, ground))
        if found is None:
            words = self.get_component_rich_style(f"timeline--{name}")
            under = self.get_component_rich_style(f"timeline--{ground}")
            found = self._styles[name, ground] = words + Style(bgcolor=under.bgcolor)
        return found
