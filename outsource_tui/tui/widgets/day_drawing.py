"""The drawing of a day: lays a `DayView` out in rows, keeps the lines that it drew, and scrolls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from outsource_tui.tui.widgets.block_drag import Drag
from outsource_tui.tui.widgets.cells import fit
from outsource_tui.tui.widgets.day_lines import GROUNDS, STYLES, THUMB, Cells, DayLines, Shown
from outsource_tui.tui.widgets.day_view import DayView
from outsource_tui.tui.widgets.kept_lines import cropped, filtered

_BASE = "height: 1fr; width: 1fr; background: $background;"


def _css() -> str:
    """Return the rules of the widget and of each style that its lines name."""
    rules = [f".timeline--{name} {{ background: {colour}; }}" for name, colour in GROUNDS.items()]
    for name, style in STYLES.items():
        at = style.index("$")
        attributes = f" text-style: {style[:at].strip()};" if at else ""
        rules.append(f".timeline--{name} {{ color: {style[at:]};{attributes} }}")
    return f"DayDrawing {{ {_BASE} {' '.join(rules)} }}"


class DayDrawing(DayLines, Widget):
    """Draws `view` at `zoom` rows an hour from row `top` on; subclasses say which block is chosen and what
    is in hand."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"timeline--{name}" for name in (*STYLES, *GROUNDS)}
    DEFAULT_CSS = _css()
    view: reactive[DayView | None] = reactive(None, layout=False, repaint=False)
    zoom: reactive[int] = reactive(4, layout=False, repaint=False)

    def __init__(self, id: str | None = None) -> None:
        Widget.__init__(self, id=id)
        DayLines.__init__(self)
        self._drag: Drag | None = None
        self._strips: dict[tuple[int, bool], tuple[Shown, Strip]] = {}
        self._styles: dict[tuple[str, str], Style] = {}

    def _lay_out(self) -> None:
        """Lay the view out in rows, and draw those anew that show something else than before."""
        if self.view is None:
            return
        before = self._thumb(self.size.height)
        self._lay_rows(self.view, self.zoom)
        self._keep_what_stays()
        if not self._strips:
            self.refresh()
            return
        thumb = self._thumb(self.size.height)
        for y in range(self.size.height):
            if (y in before) is not (y in thumb) or (y + self.top, y in thumb) not in self._strips:
                self.refresh(Region(0, y, self.size.width, 1))

    def _keep_what_stays(self) -> None:
        """Forget the lines of rows that show something else now."""
        kept = {row for row, _ in self._strips if row < self._rows.count}
        shows = {row: self._shows(row) for row in kept}
        self._strips = {
            key: (shown, strip) for key, (shown, strip) in self._strips.items() if shows.get(key[0]) == shown
        }

    def name_enter(self, key: str) -> None:
        """Name this key where a block offers what enter does with it."""
        if key != self.enter:
            self.enter = key
            self._strips.clear()
            self.refresh()

    # scrolling

    def _scroll(self, top: int) -> None:
        top = self._within(top, self.size.height)
        if top == self.top:
            return
        for edge in (self.top, top):  # a block that begins above says its name on its first rows in sight
            for row in range(edge, edge + 3):
                self._drop(row)
        self.top = top
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by the wheel."""
        event.stop()
        self._scroll(self.top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by the wheel."""
        event.stop()
        self._scroll(self.top - 3)

    def notify_style_update(self) -> None:
        """Forget the colours of another theme."""
        super().notify_style_update()
        self._styles.clear()
        self._strips.clear()

    # lines

    def _redraw(self, rows: Iterable[int]) -> None:
        for row in rows:
            self._drop(row)
            if 0 <= row - self.top < self.size.height:
                self.refresh(Region(0, row - self.top, self.size.width, 1))

    @property
    def _scrolls(self) -> bool:
        return self._rows.count > self.size.height

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines as they are kept."""
        self._width = self.size.width
        return cropped(self, [self.render_line(y) for y in crop.line_range], crop)

    def render_line(self, y: int) -> Strip:
        """Draw the line at `y` of the visible part."""
        row, width = y + self.top, self._width
        if row >= len(self._on_row):
            return Strip.blank(width, self._style("text", "ground"))
        on_thumb = y in self._thumb(self.size.height)
        kept = self._strips.get((row, on_thumb))
        if kept is None:
            thumb = Segment(f"{'▐' if on_thumb else ' '}".rjust(THUMB), self._style("dim", "ground"))
            line = filtered(self, [*self._drawn(row, width - THUMB), thumb])
            kept = self._strips[row, on_thumb] = self._shows(row), Strip(line, width)
        return kept[1]

    def _drop(self, row: int) -> None:
        self._strips.pop((row, False), None)
        self._strips.pop((row, True), None)

    def _drawn(self, row: int, width: int) -> list[Segment]:
        if self._drag is not None and row == self._drag.row:
            cells = self._drag_line(self._drag, width)
        else:
            cells = self._line(row, width)
        segments = [Segment(text, self._style(name, ground)) for text, name, ground in cells]
        if sum(segment.cell_length for segment in segments) == width:
            return segments
        return list(Strip(segments).adjust_cell_length(width, self._style("text", "ground")))

    def _drag_line(self, drag: Drag, width: int) -> list[Cells]:
        name = "held" if drag.good else "now"
        words = fit(f" {drag.words}", max(0, width - 12))
        return [*self._ruled(drag.clock, name, 12), (words, name, "ground")]

    def _style(self, name: str, ground: str) -> Style:
        found = self._styles.get((name, ground))
        if found is None:
            words = self.get_component_rich_style(f"timeline--{name}")
            under = self.get_component_rich_style(f"timeline--{ground}")
            found = self._styles[name, ground] = words + Style(bgcolor=under.bgcolor)
        return found
