"""The drawing of a day: lays a `DayView` out in rows, keeps the lines that it drew, and scrolls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from outsource_tui.tui.widgets.block_drag import Drag
from outsource_tui.tui.widgets.block_line import block_line
from outsource_tui.tui.widgets.cells import fit
from outsource_tui.tui.widgets.day_rows import DayRows, Place, lay_rows, narrow_clock
from outsource_tui.tui.widgets.day_view import BlockView, DayView
from outsource_tui.tui.widgets.kept_lines import cropped, filtered

GUTTER = 7
LEAST_LANE = 5
THUMB = 2
_NOTHING = DayRows(1, (), {})
_Shown = tuple[str, str, tuple[tuple[object, ...], ...]]
"""What a row shows: the hour, the clock of now, and of each block what its line follows from."""


class DayDrawing(Widget):
    """Draws `view` at `zoom` rows an hour from row `top` on; subclasses say which block is chosen and what
    is in hand."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "timeline--ground", "timeline--block", "timeline--beside", "timeline--selected",
        "timeline--text", "timeline--bold", "timeline--muted", "timeline--dim", "timeline--gap",
        "timeline--bold-gap", "timeline--hand-over", "timeline--core", "timeline--now", "timeline--plan",
        "timeline--violet", "timeline--pale-plan", "timeline--pale-core", "timeline--pale-violet",
        "timeline--held",
    }  # fmt: skip
    DEFAULT_CSS = """
    DayDrawing {
        height: 1fr; width: 1fr; background: $background;
        .timeline--ground { background: $background; }
        .timeline--block { background: $surface; }
        .timeline--beside { background: $surface 40%; }
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
        .timeline--held { color: $primary; text-style: bold; }
        .timeline--plan { color: $accent; }
        .timeline--violet { color: $secondary; }
        .timeline--pale-plan { color: $accent 55%; }
        .timeline--pale-core { color: $success 55%; }
        .timeline--pale-violet { color: $secondary 55%; }
    }
    """
    view: reactive[DayView | None] = reactive(None, layout=False, repaint=False)
    zoom: reactive[int] = reactive(4, layout=False, repaint=False)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.top = 0
        self._cursor = -1
        self._drag: Drag | None = None
        self._rows = _NOTHING
        self._on_row: list[list[int]] = []
        self._blocks: Sequence[BlockView] = ()
        self._grounds: list[str] = []
        self._width = 0
        self._strips: dict[tuple[int, bool], tuple[_Shown, Strip]] = {}
        self._styles: dict[tuple[str, str], Style] = {}

    def _lay_out(self) -> None:
        """Lay the view out in rows, and draw those anew that show something else than before."""
        view, thumbs = self.view, self._thumbs()
        if view is None:
            return
        blocks = [b.block for b in view.blocks]
        self._rows = lay_rows(blocks, view.frame, view.day.bounds, view.day.now, self.zoom)
        self._blocks, self._grounds = view.blocks, _grounds(view)
        self._on_row = [[] for _ in range(self._rows.count)]
        for n, place in enumerate(self._rows.places):
            for row in range(place.top, place.end):
                self._on_row[row].append(n)
        for own in self._on_row:
            if len(own) > 1:
                own.sort(key=lambda n: self._rows.places[n].lane)
        self._keep_what_stays()
        if not self._strips:
            self.refresh()
            return
        for y, (was_on, is_on) in enumerate(zip(thumbs, self._thumbs(), strict=True)):
            if was_on != is_on or (y + self.top, is_on) not in self._strips:
                self.refresh(Region(0, y, self.size.width, 1))

    def _keep_what_stays(self) -> None:
        """Forget the lines of rows that show something else now."""
        kept = {row for row, _ in self._strips if row < self._rows.count}
        shows = {row: self._shows(row) for row in kept}
        self._strips = {
            key: (shown, strip) for key, (shown, strip) in self._strips.items() if shows.get(key[0]) == shown
        }

    def _shows(self, row: int) -> _Shown:
        """Return all that a row's line follows from, but for the place where the view is scrolled to."""
        assert self.view is not None
        rows = self._rows
        now = narrow_clock(self.view.day.now) if row == rows.now else ""
        parts = tuple(
            (
                self._blocks[n],
                row - (place := rows.places[n]).top,
                place.top <= rows.now < row,
                (place.lane, place.lanes, place.wide),
                self._ground(n),
            )
            for n in self._on_row[row]
        )
        return rows.hours.get(row, ""), now, parts

    # scrolling

    def _scroll(self, top: int) -> None:
        top = max(0, min(top, self._rows.count - self.size.height))
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
        on_thumb = self._on_thumb(y)
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
        assert self.view is not None  # render_line saw it
        if self._drag is not None and row == self._drag.row:
            return self._fitted(self._drag_line(self._drag, width), width)
        if row == self._rows.now:
            return self._fitted(self._ruled(narrow_clock(self.view.day.now), "now", width), width)
        return self._line(row, width)

    def _fitted(self, segments: list[Segment], width: int) -> list[Segment]:
        return list(Strip(segments).adjust_cell_length(width, self._style("text", "ground")))

    def _thumbs(self) -> list[bool]:
        return [self._on_thumb(y) for y in range(self.size.height)]

    def _on_thumb(self, y: int) -> bool:
        height, count = self.size.height, self._rows.count
        if not self._scrolls:
            return False
        length = max(1, height * height // count)
        start = round((height - length) * self.top / max(1, count - height))
        return start <= y < start + length

    def _ruled(self, label: str, name: str, width: int) -> list[Segment]:
        style = self._style(name, "ground")
        return [Segment(f"{label:<5} ", style), Segment("━" * max(0, width - GUTTER + 1), style)]

    def _drag_line(self, drag: Drag, width: int) -> list[Segment]:
        name = "held" if drag.good else "now"
        label, rule = self._ruled(drag.clock, name, 12)
        words = Segment(fit(f" {drag.words}", max(0, width - 12)), self._style(name, "ground"))
        return [label, rule, words]

    def _line(self, row: int, width: int) -> list[Segment]:
        segments = [self._label(row)]
        at = GUTTER
        places = self._rows.places
        for n in self._on_row[row]:
            left, lane_width = self._lane(places[n])
            if left < at:
                continue
            if left > at:
                segments.append(Segment(" " * (left - at), self._style("text", "ground")))
            block, ground = self._blocks[n], self._ground(n)
            for text, name in block_line(block, self._line_of(places[n], row), lane_width, n == self._cursor):
                segments.append(Segment(text, self._style(name, ground)))
            at = left + lane_width
        if at < width:
            segments.append(Segment(" " * (width - at), self._style("text", "ground")))
        return segments if at <= width else self._fitted(segments, width)

    def _line_of(self, place: Place, row: int) -> int:
        """Return which line of its block a row shows: the first in sight, or else the now line before it, is
        the block's first."""
        first = max(place.top, self.top)
        passed = first <= self._rows.now < row and place.top <= self._rows.now
        return row - first - (1 if passed else 0)

    def _ground(self, index: int) -> str:
        return "selected" if index == self._cursor else self._grounds[index]

    def _label(self, row: int) -> Segment:
        starting = [n for n in self._on_row[row] if self._rows.places[n].top == row]
        if starting:
            chosen = self._cursor in starting
            label = narrow_clock(self._blocks[self._cursor if chosen else starting[0]].block.start)
            return Segment(label.ljust(GUTTER), self._style("bold" if chosen else "muted", "ground"))
        label = self._rows.hours.get(row, "  ·")
        return Segment(label.ljust(GUTTER), self._style("dim", "ground"))

    def _lane(self, place: Place) -> tuple[int, int]:
        """Return the first cell of a lane and how many it has; what does not fit shares the last."""
        whole = max(LEAST_LANE, self._width - GUTTER - THUMB)
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


def _grounds(view: DayView) -> list[str]:
    """Return the ground of each block: what is no entry stands on the bare one, and of entries that touch,
    every second has another shade."""
    found: list[str] = []
    for n, each in enumerate(view.blocks):
        before = view.blocks[n - 1].block
        touches = n > 0 and before.entry is not None and before.end == each.block.start
        bare = each.entry is None or each.planned
        found.append("ground" if bare else "beside" if touches and found[-1] != "beside" else "block")
    return found
