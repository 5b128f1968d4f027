"""Figures in sections, one a line, with a cursor: each can be opened into what it is made of."""

from __future__ import annotations

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from outsource_tui.model.value import dataclass
from outsource_tui.tui.widgets.cells import fit, right, width_of
from outsource_tui.tui.widgets.paint import Line
from outsource_tui.tui.widgets.painted import Scrolled

_FIGURE = 8
_LEFT = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """One line. `key` names it for the cursor and is empty where it cannot be opened; `tone` colours
    the glyph and the figure; `heading` lines begin a section."""

    key: str = ""
    glyph: str = ""
    tone: str = "text"
    name: str = ""
    detail: str = ""
    figure: str = ""
    heading: bool = False


class Figures(Scrolled):
    """Draws figures; moving the cursor repaints two lines. The cursor stays with its figure."""

    DEFAULT_CSS = """
    Figures { height: 1fr; width: 1fr; }
    """
    rows: reactive[tuple[Figure, ...]] = reactive((), layout=False, repaint=False)
    lit: reactive[bool] = reactive(True, layout=False)

    class Moved(Message):
        """The cursor came to another figure."""

    class Opened(Message):
        """A figure was clicked twice."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cursor = 0

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return len(self.rows)

    @property
    def row(self) -> Figure | None:
        """The figure under the cursor, None where none can be opened."""
        found = self.rows[self.cursor] if self.cursor < len(self.rows) else None
        return found if found is not None and found.key else None

    def move(self, step: int) -> None:
        """Move the cursor by so many figures, past the lines that cannot be opened."""
        places = [n for n, row in enumerate(self.rows) if row.key]
        if not places:
            self.scroll_lines(step)
            return
        now = sum(n < self.cursor for n in places)
        target = places[max(0, min(len(places) - 1, now + step))]
        if target == places[0] and step < 0:
            self.top = 0
        self._go(target)

    def _go(self, line: int) -> None:
        before, self.cursor = self.cursor, line
        top = min(max(self.top, line - self.size.height + 1), line)
        if top != self.top or before == line:
            self.top = max(0, top)
            self.refresh()
        else:
            self._refresh_lines(before, line)
        self.post_message(self.Moved())

    def _refresh_lines(self, *lines: int) -> None:
        shown = [n - self.top for n in lines if 0 <= n - self.top < self.size.height]
        if shown:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in shown))

    def watch_rows(self, old: tuple[Figure, ...], new: tuple[Figure, ...]) -> None:
        """Keep the cursor with its figure, or near its line."""
        held = old[self.cursor].key if self.cursor < len(old) else ""
        places = [n for n, row in enumerate(new) if row.key]
        same = next((n for n in places if new[n].key == held), None)
        if same is None:
            same = next((n for n in places if n >= self.cursor), places[-1] if places else 0)
        self.cursor = same
        self.top = max(0, min(self.top, len(new) - self.size.height))
        self.refresh()
        self.post_message(self.Moved())

    def draw(self, line: int, width: int) -> Strip:
        """Draw one figure."""
        row = self.rows[line]
        here = self.lit and line == self.cursor and bool(row.key)
        paint = self.paint.on_cursor if here else self.paint
        out = Line(paint)
        if row.heading:
            out.add(fit(row.name, max(0, width - width_of(row.detail) - 1)), "text", bold=True)
            out.add(f" {row.detail}" if width_of(row.detail) < width else "", "dim")
            return out.strip(width)
        figure = max(_FIGURE, len(row.figure) + 1) if row.figure else 0
        room = max(0, width - _LEFT - figure)
        name = min(room, width_of(row.name))
        out.add(f"{row.glyph or ' '} ", row.tone)
        out.add(fit(row.name, name), "text" if row.key or row.figure else "dim", bold=here)
        if row.detail and room - name > 4:
            out.add("  ", "dim")
            out.add(fit(row.detail, room - name - 2), "dim")
        out.skip_to(width - figure)
        if row.figure:
            out.add(right(row.figure, figure), row.tone if row.tone != "dim" else "text", bold=True)
        return out.strip(width)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; twice, open."""
        line = self.top + event.y
        if line < len(self.rows) and self.rows[line].key:
            self._go(line)
            if event.chain == 2:
                self.post_message(self.Opened())
