"""A day line by line, as pieces of text with the names of their styles: drawn by a widget, or without one."""

from __future__ import annotations

from collections.abc import Sequence

from outsource_tui.tui.widgets.block_line import ENTER, block_line
from outsource_tui.tui.widgets.day_rows import DayRows, Place, lay_rows, narrow_clock
from outsource_tui.tui.widgets.day_view import BlockView, DayView
from outsource_tui.tui.widgets.pieces import Piece

GUTTER = 7
LEAST_LANE = 5
THUMB = 2
STYLES = {
    "text": "$foreground", "bold": "bold $foreground", "muted": "$text-muted", "dim": "$text-disabled",
    "gap": "italic $text-muted", "bold-gap": "bold italic $foreground", "hand-over": "$primary",
    "core": "$success", "now": "bold $error", "held": "bold $primary", "plan": "$accent",
    "violet": "$secondary", "pale-plan": "$accent 55%", "pale-core": "$success 55%",
    "pale-violet": "$secondary 55%",
}  # fmt: skip
"""The styles of the words, by name; those that are pale mix with the ground of the widget."""
GROUNDS = {"ground": "$background", "block": "$surface", "beside": "$surface 40%", "selected": "$panel"}
"""What the words stand on, by name."""
ZOOMS = (1, 2, 3, 4, 6, 8, 12)
"""Rows an hour."""
_NOTHING = DayRows(1, (), {})
Cells = tuple[str, str, str]
"""Text, and the names of its style and of its ground."""
Shown = tuple[str, str, tuple[tuple[object, ...], ...]]
"""What a row shows: the hour, the clock of now, and of each block what its line follows from."""


class DayLines:
    """The rows of a day in `_width` cells, of which those from `top` on can be seen."""

    def __init__(self) -> None:
        self.top = 0
        self.enter = ENTER
        self._cursor = -1
        self._width = 0
        self._now = ""
        self._rows = _NOTHING
        self._on_row: list[list[int]] = []
        self._blocks: Sequence[BlockView] = ()
        self._grounds: list[str] = []

    def _lay_rows(self, view: DayView, zoom: int) -> None:
        """Lay a view out at `zoom` rows an hour."""
        blocks = [b.block for b in view.blocks]
        self._rows = lay_rows(blocks, view.frame, view.day.bounds, view.day.now, zoom)
        self._blocks, self._grounds = view.blocks, _grounds(view)
        self._now = narrow_clock(view.day.now)
        self._on_row = [[] for _ in range(self._rows.count)]
        for n, place in enumerate(self._rows.places):
            for row in range(place.top, place.end):
                self._on_row[row].append(n)
        for own in self._on_row:
            if len(own) > 1:
                own.sort(key=lambda n: self._rows.places[n].lane)

    # where a day that is looked at anew begins

    def _first(self, view: DayView) -> int:
        """Return the block to start at: what runs or came last before now; on another day the first."""
        earlier = [n for n, b in enumerate(view.blocks) if b.block.start < view.day.now]
        today = view.day.bounds[0] <= view.day.now < view.day.bounds[1]
        return earlier[-1] if today and earlier else min(0, len(view.blocks) - 1)

    def _top_of_day(self, height: int) -> int:
        """Return the first row to show: the day from its beginning, but always now with some hours before."""
        return max(0, self._rows.now - height * 4 // 5)

    def _top_with_cursor(self, height: int) -> int:
        """Return the first row that shows the block under the cursor, with some more than needed where it
        was out of sight: most steps need none."""
        if not 0 <= self._cursor < len(self._rows.places) or height <= 0:
            return self.top
        place, top, more = self._rows.places[self._cursor], self.top, height // 4
        if place.end + 1 > top + height:
            top = max(top, min(place.top - 1, place.end + more - height))
        elif place.top - 1 < top:
            top = place.top - more
        return self._within(top, height)

    def _within(self, top: int, height: int) -> int:
        return max(0, min(top, self._rows.count - height))

    def _thumb(self, height: int) -> range:
        """Return the lines of the thumb, none where all can be seen."""
        count = self._rows.count
        if count <= height:
            return range(0)
        length = max(1, height * height // count)
        start = round((height - length) * self.top / max(1, count - height))
        return range(start, start + length)

    # lines

    @staticmethod
    def _ruled(label: str, name: str, width: int) -> list[Cells]:
        rule = "━" * max(0, width - GUTTER + 1)
        return [(f"{label:<5} ", name, "ground"), (rule, name, "ground")]

    def _shows(self, row: int) -> Shown:
        """Return all that a row's line follows from, but for the place where the view is scrolled to."""
        rows = self._rows
        now = self._now if row == rows.now else ""
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

    def _line(self, row: int, width: int) -> list[Cells]:
        """Return a row in `width` cells; where lanes are narrower than their words, in more."""
        if row == self._rows.now:
            return self._ruled(self._now, "now", width)
        cells = [self._label(row)]
        at = GUTTER
        places = self._rows.places
        for n in self._on_row[row]:
            left, lane_width = self._lane(places[n])
            if left < at:
                continue
            if left > at:
                cells.append((" " * (left - at), "text", "ground"))
            block, ground = self._blocks[n], self._ground(n)
            line = self._line_of(places[n], row)
            for text, name in block_line(block, line, lane_width, n == self._cursor, self.enter):
                cells.append((text, name, ground))
            at = left + lane_width
        if at < width:
            cells.append((" " * (width - at), "text", "ground"))
        return cells

    def _line_of(self, place: Place, row: int) -> int:
        """Return which line of its block a row shows: the first in sight, or else the now line before it, is
        the block's first."""
        first = max(place.top, self.top)
        passed = first <= self._rows.now < row and place.top <= self._rows.now
        return row - first - (1 if passed else 0)

    def _ground(self, index: int) -> str:
        return "selected" if index == self._cursor else self._grounds[index]

    def _label(self, row: int) -> Cells:
        starting = [n for n in self._on_row[row] if self._rows.places[n].top == row]
        if starting:
            chosen = self._cursor in starting
            label = narrow_clock(self._blocks[self._cursor if chosen else starting[0]].block.start)
            return label.ljust(GUTTER), "bold" if chosen else "muted", "ground"
        label = self._rows.hours.get(row, "  ·")
        return label.ljust(GUTTER), "dim", "ground"

    def _lane(self, place: Place) -> tuple[int, int]:
        """Return the first cell of a lane and how many it has; what does not fit shares the last."""
        whole = max(LEAST_LANE, self._width - GUTTER - THUMB)
        lanes = max(1, min(place.lanes, whole // LEAST_LANE))
        lane = min(place.lane, lanes - 1)
        last = min(lanes, lane + place.wide)
        left = whole * lane // lanes
        gap = 1 if last < lanes else 0
        return GUTTER + left, whole * last // lanes - left - gap


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


def scale_near(wanted: int) -> int:
    """Return the zoom that is next to so many rows an hour."""
    return min(ZOOMS, key=lambda rows: abs(rows - wanted))


def first_page(view: DayView, zoom: int, width: int, height: int) -> list[list[Piece]]:
    """Return what a day that is looked at anew shows in `height` lines of `width` cells."""
    return _FirstPage(view, zoom, width, height).lines()


class _FirstPage(DayLines):
    def __init__(self, view: DayView, zoom: int, width: int, height: int) -> None:
        super().__init__()
        self._width, self._height = width, height
        self._lay_rows(view, zoom)
        self._cursor = self._first(view)
        self.top = self._within(self._top_of_day(height), height)
        self.top = self._top_with_cursor(height)

    def lines(self) -> list[list[Piece]]:
        thumb = self._thumb(self._height)
        last = min(self._rows.count - self.top, self._height)
        return [self._pieces(y + self.top, y in thumb) for y in range(last)]

    def _pieces(self, row: int, on_thumb: bool) -> list[Piece]:
        thumb = f"{'▐' if on_thumb else ' '}".rjust(THUMB), "dim", "ground"
        cells = [*self._line(row, self._width - THUMB), thumb]
        return [(text, f"{STYLES[name]} on {GROUNDS[ground]}") for text, name, ground in cells]
