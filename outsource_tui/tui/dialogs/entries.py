"""What a figure is made of: entries in the order of days, under a line that says how they add up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.strip import Strip
from textual.widgets import Static

from outsource_tui.model.clock import DAY_NAMES, MONTH_NAMES, hm, span_column
from outsource_tui.model.text import clean
from outsource_tui.model.value import dataclass
from outsource_tui.tui.dialogs.walked import WalkedDialog
from outsource_tui.tui.widgets.cells import fit, right, width_of
from outsource_tui.tui.widgets.paint import Line
from outsource_tui.tui.widgets.painted import Scrolled

_FIXED = 26
"""Cells of a line besides the span, name and note."""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry's part of a figure: its span in the viewer's zone, minutes, name and note. A line without
    `start` is a heading: `name` at the left, `note` after it."""

    name: str
    note: str = ""
    start: datetime | None = None
    end: datetime | None = None
    minutes: float = 0.0


class _Entries(Scrolled):
    DEFAULT_CSS = "_Entries { height: auto; width: 100%; background: $surface; }"

    def __init__(self, lines: Sequence[EntryLine]) -> None:
        super().__init__()
        self.lines = tuple(lines)
        timed = [(n, line.start) for n, line in enumerate(self.lines) if line.start]
        spans = span_column([(start, self.lines[n].end) for n, start in timed])
        self._spans = dict(zip((n for n, _ in timed), spans, strict=True))
        self.cursor = next((n for n, line in enumerate(self.lines) if line.start), 0)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return len(self.lines)

    @property
    def line_count(self) -> int:
        return len(self.lines)

    @property
    def day(self) -> date | None:
        line = self.lines[self.cursor] if self.lines else None
        return line.start.date() if line and line.start else None

    def move(self, step: int) -> None:
        places = [n for n, line in enumerate(self.lines) if line.start]
        if not places:
            return
        now = sum(n < self.cursor for n in places)
        self.cursor = places[max(0, min(len(places) - 1, now + step))]
        if self.cursor == places[0]:
            self.top = 0
        self.top = max(0, min(max(self.top, self.cursor - self.size.height + 1), self.cursor))
        self.refresh()

    def draw(self, line: int, width: int) -> Strip:
        entry = self.lines[line]
        here = line == self.cursor
        out = Line(self.paint.on_cursor if here and entry.start else self.paint)
        if entry.start is None:
            head = fit(entry.name, min(width, width_of(entry.name)))
            out.add(head, "text", bold=True)
            out.add(fit(f"  {entry.note}", width - width_of(head)), "dim")
            return out.strip(width)
        day = f"{DAY_NAMES[entry.start.weekday()]} {entry.start.day:2} {MONTH_NAMES[entry.start.month - 1]}"
        out.add(f" {day} {entry.start.year % 100:02}  ", "dim")
        span = self._spans[line]
        out.add(f"{span} ", "text")
        room = width - _FIXED - len(span)
        out.add(f"{right(hm(entry.minutes), 6)}  ", "text", bold=True)
        name = min(width_of(entry.name), max(0, room))
        out.add(fit(entry.name, name), "text", bold=here)
        if entry.note and room - name > 4:
            out.add(fit(f"  {entry.note}", room - name), "dim")
        return out.strip(width)

    def on_click(self, event: events.Click) -> None:
        line = self.top + event.y
        if line < len(self.lines) and self.lines[line].start:
            self.cursor = line
            self.refresh()


class EntriesDialog(WalkedDialog[date]):
    """Shows entries; answers the day to go to on the timeline, None when it is only closed."""

    PAGE = 20
    DEFAULT_CSS = """
    EntriesDialog > #dialog { width: 92; }
    EntriesDialog #sum { height: auto; margin-bottom: 1; color: $text-muted; }
    """
    BINDINGS = [
        Binding("space", "page(1)", show=False),
        Binding("g,enter", "day", show=False),
    ]

    def __init__(self, title: str, sum_words: str, lines: Sequence[EntryLine]) -> None:
        super().__init__(title, "↑↓ · ↵ go to its day · esc close" if lines else "esc close")
        self._sum_words = sum_words
        self._entries = _Entries(lines)
        self._entries.add_class("gives")

    def compose_content(self) -> ComposeResult:
        """Yield how it adds up, and the entries."""
        yield Static(clean(self._sum_words), id="sum", markup=False)
        yield self._entries

    def walk(self, steps: int) -> None:
        """Move the cursor."""
        self._entries.move(steps)

    def action_day(self) -> None:
        """Answer the day of the entry under the cursor."""
        self.dismiss(self._entries.day)
