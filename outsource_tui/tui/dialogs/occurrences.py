"""The sittings of one activity, to mark single ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from outsource_tui.model.clock import DAY_NAMES, MONTH_NAMES, hm, span_column
from outsource_tui.model.review import ReviewRow
from outsource_tui.model.sittings import Sitting
from outsource_tui.model.text import clean
from outsource_tui.model.week import hands_over
from outsource_tui.tui.dialogs.walked import WalkedDialog
from outsource_tui.tui.widgets.cells import fit
from outsource_tui.tui.widgets.thumb import ROOM, thumb, thumb_cells

_FIXED = 25
"""Cells of a line besides the span and the note."""


class _Sittings(Widget):
    DEFAULT_CSS = "_Sittings { height: auto; width: 100%; }"
    ALLOW_SELECT = False

    def __init__(self, row: ReviewRow) -> None:
        super().__init__()
        self.cursor = 0
        self._take(row)
        self.top = 0

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return len(self.row.sittings)

    @property
    def sitting(self) -> Sitting | None:
        sittings = self.row.sittings
        return sittings[self.cursor] if self.cursor < len(sittings) else None

    def show(self, row: ReviewRow) -> None:
        self._take(row)
        self.move(0)

    def _take(self, row: ReviewRow) -> None:
        self.row = row
        self._spans = span_column([_span(sitting) for sitting in row.sittings])

    def move(self, step: int) -> None:
        last = len(self.row.sittings) - 1
        self.cursor = max(0, min(last, self.cursor + step))
        self.top = min(max(self.top, self.cursor - max(1, self.size.height) + 1), self.cursor)
        self.refresh()

    def render(self) -> Content:
        width, height = self.size
        shown = self.row.sittings[self.top : self.top + height]
        marked = thumb(self.top, height, len(self.row.sittings))
        width -= ROOM if marked else 0
        return Content("\n").join(
            self._line(self.top + y, each, width) + Content.styled(thumb_cells(y, marked), "$text-disabled")
            for y, each in enumerate(shown)
        )

    def _line(self, number: int, sitting: Sitting, width: int) -> Content:
        entry, span = sitting.entry, self._spans[number]
        ground = " on $panel" if number == self.cursor else ""
        marked = hands_over(entry, self.row.activity)
        start = sitting.start
        day = f"{DAY_NAMES[start.weekday()]} {start.day:2} {MONTH_NAMES[start.month - 1]}"
        note = " ".join([*(f"#{tag}" for tag in entry.tags), clean(entry.note)])
        own = "  single" if entry.hand_over is not None else ""
        return Content.assemble(
            (" ◆ " if marked else "   ", f"$primary{ground}"),
            (f"{day:<11}", f"{'bold ' if ground else ''}$foreground{ground}"),
            (f" {span}", f"$foreground{ground}"),
            (f" {hm(sitting.minutes):>6}  ", f"{'bold ' if marked else ''}$foreground{ground}"),
            (fit(note, max(0, width - _FIXED - len(span) - len(own))), f"$text-muted{ground}"),
            (f"{own} ", f"$accent{ground}"),
        )


def _span(sitting: Sitting) -> tuple[datetime, datetime | None]:
    end = sitting.entry.end
    return sitting.start, end.astimezone(sitting.start.tzinfo) if end else None


class OccurrencesDialog(WalkedDialog[date]):
    """Shows a row's sittings; `turn` is called with an entry's id and its mark when that is turned.

    Answers the day to go to on the timeline, None when it is only closed.
    """

    DEFAULT_CSS = """
    OccurrencesDialog #sum { color: $primary; height: 1; margin-top: 1; }
    """
    BINDINGS = [
        Binding("space", "turn", show=False),
        Binding("g", "day", show=False),
        Binding("enter", "cancel", show=False),
    ]

    def __init__(self, row: ReviewRow, turn: Callable[[str, bool], None]) -> None:
        super().__init__(row.activity.name, "↑↓ · space mark one · g go to its day · esc close")
        self._sittings = _Sittings(row)
        self._sittings.add_class("gives")
        self._turn = turn

    def compose_content(self) -> ComposeResult:
        """Yield the sittings and their sum."""
        yield self._sittings
        yield Static(self._sum(), id="sum", markup=False)

    def show_again(self, rows: Iterable[ReviewRow]) -> None:
        """Show the row as it is now among all rows."""
        own_id = self._sittings.row.activity.id
        row = next((row for row in rows if row.activity.id == own_id), None)
        if row is None:
            return
        for line in self.query("#sum").results(Static):  # none while the dialog opens or closes
            self._sittings.show(row)
            line.update(self._sum())

    def _sum(self) -> Content:
        log = self._sittings.row.log
        return Content(
            f"{log.marked} of {log.times} to hand over: {hm(log.marked_minutes)} of {hm(log.minutes)}"
        )

    def walk(self, steps: int) -> None:
        """Move the cursor."""
        self._sittings.move(steps)

    def action_turn(self) -> None:
        """Turn the mark of the sitting under the cursor."""
        if self._sittings.sitting is not None:
            entry = self._sittings.sitting.entry
            self._turn(entry.id, not hands_over(entry, self._sittings.row.activity))

    def action_day(self) -> None:
        """Answer the day of the sitting under the cursor."""
        if self._sittings.sitting is not None:
            self.dismiss(self._sittings.sitting.start.date())

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; on the mark, turn it."""
        if event.widget is self._sittings:
            self._sittings.move(self._sittings.top + event.y - self._sittings.cursor)
            if event.x < 3:
                self.action_turn()
