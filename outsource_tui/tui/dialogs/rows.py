"""A list with a cursor and keys that act on a row."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from outsource_tui.model.text import clean, clean_lines
from outsource_tui.model.value import dataclass
from outsource_tui.tui.dialogs.walked import WalkedDialog, walked


@dataclass(frozen=True, slots=True)
class Row:
    """A quiet word at the left, the label, and a figure at the right; `dim` for what does not count;
    `detail` is shown below the list while the cursor is on the row; without one, the label where some of the
    list do not fit."""

    left: str
    label: str
    right: str = ""
    dim: bool = False
    detail: str = ""


WIDTH, EDGES = 84, 6
"""Cells of the dialog where there is room for them, and of its edges."""
_AROUND = 6
"""Cells of a line that stay empty, around its three parts."""


class RowList(Widget):
    """Draws rows with the cursor on one, from row `top` on."""

    DEFAULT_CSS = "RowList { height: auto; min-height: 1; width: 100%; }"
    ALLOW_SELECT = False

    def __init__(self, rows: Sequence[Row], empty: str) -> None:
        super().__init__()
        self.rows, self.cursor, self.top, self._empty = rows, 0, 0, empty

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return max(1, len(self.rows))

    def move(self, step: int) -> None:
        height = max(1, self.size.height)
        self.cursor = walked(self.cursor, step, len(self.rows))
        self.top = min(max(self.top, self.cursor - height + 1), self.cursor)
        self.refresh()

    def render(self) -> Content:
        width, height = self.size
        if not self.rows:
            return Content.styled(self._empty, "$text-muted")
        lines = []
        for n, row in enumerate(self.rows[self.top : self.top + height], self.top):
            ground = " on $panel" if n == self.cursor else ""
            left = Content.styled(f" {clean(row.left)}  ", "$text-muted" + ground)
            right = Content.styled(f"  {clean(row.right)} ", "$text-muted" + ground)
            room = _room(row, width)
            style = "bold $foreground" if n == self.cursor else "$text-muted" if row.dim else "$foreground"
            label = Content(clean(row.label)).truncate(room, ellipsis=True, pad=True).stylize(style + ground)
            lines.append(left + label + right)
        return Content("\n").join(lines)


def _room(row: Row, width: int) -> int:
    """Return the cells that are left for the label of a row."""
    return max(3, width - _AROUND - cell_len(clean(row.left)) - cell_len(clean(row.right)))


class RowsDialog(WalkedDialog[tuple[str, int]]):
    """Answers (key, row); `answers` are the keys that answer, "enter" among them."""

    DEFAULT_CSS = f"""
    RowsDialog > #dialog {{ width: {WIDTH}; }}
    RowsDialog #detail {{ height: auto; max-height: 15vh; margin-top: 1; padding: 0 1; color: $foreground; }}
    """

    def __init__(
        self, title: str, rows: Sequence[Row], keys: str, answers: Sequence[str] = ("enter",), empty: str = ""
    ) -> None:
        super().__init__(title, keys)
        self._rows = RowList(rows, empty)
        self._rows.add_class("gives")
        self._answers = tuple(answers)
        self._tells_labels = False

    def compose_content(self) -> ComposeResult:
        """Yield the rows, and below them what there is to say of the one under the cursor."""
        yield self._rows
        width = min(WIDTH, self.app.size.width * 96 // 100) - EDGES
        rows = self._rows.rows
        self._tells_labels = any(cell_len(clean(row.label)) > _room(row, width) for row in rows)
        if self._tells_labels or any(row.detail for row in rows):
            yield Static(self._detail(), id="detail", markup=False)

    def _detail(self) -> str:
        row = self._rows.rows[self._rows.cursor]
        return clean_lines(row.detail) or (clean(row.label) if self._tells_labels else "")

    def _moved(self) -> None:
        for shown in self.query("#detail").results(Static):
            shown.update(self._detail())

    def walk(self, steps: int) -> None:
        """Move the cursor."""
        if self._rows.rows:
            self._rows.move(steps)
            self._moved()

    def on_key(self, event: events.Key) -> None:
        """Answer."""
        if event.key in self._answers and self._rows.rows:
            event.stop()
            self.dismiss((event.key, self._rows.cursor))

    def on_click(self, event: events.Click) -> None:
        """Go to a row; a double click answers."""
        if event.widget is self._rows and 0 <= self._rows.top + event.y < len(self._rows.rows):
            self._rows.cursor = self._rows.top + event.y
            self._rows.refresh()
            self._moved()
            if event.chain == 2:
                self.dismiss(("enter", self._rows.cursor))
