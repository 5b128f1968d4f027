"""A list with a cursor and keys that act on a row."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from outsource_tui.model.text import clean
from outsource_tui.model.value import dataclass
from outsource_tui.tui.dialogs.walked import WalkedDialog, walked
from outsource_tui.tui.dialogs.wrapped import Hanging, Hung
from outsource_tui.tui.widgets.thumb import ROOM, thumb, thumb_cells


@dataclass(frozen=True, slots=True)
class Row:
    """A quiet word at the left, the label, and a figure at the right; `dim` for what does not count;
    `detail`, quiet words with a text each, is shown below the list while the cursor is on the row; without
    one, the label where some of the list do not fit. `head` has a line of its own above the row, which the
    cursor passes over."""

    left: str
    label: str
    right: str = ""
    dim: bool = False
    detail: tuple[tuple[str, str], ...] = ()
    head: str = ""


WIDTH, EDGES = 84, 6
"""Cells of the dialog where there is room for them, and of its edges."""
_AROUND = 4
"""Cells of a line that stay empty, around its parts."""
_BEFORE_FIGURE = 2
"""Cells that stay empty before the part at the right, where there is one."""


class RowList(Widget):
    """Draws rows with the cursor on one, from line `top` on: a line each, and one for each head."""

    DEFAULT_CSS = "RowList { height: auto; min-height: 1; width: 100%; }"
    ALLOW_SELECT = False

    def __init__(self, rows: Sequence[Row], empty: str) -> None:
        super().__init__()
        self.cursor, self.top, self._empty = 0, 0, empty
        self.show(rows)

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; the cursor stays where it is."""
        self.rows = rows
        self._lines: list[int | str] = []
        self._places: list[int] = []
        for n, row in enumerate(rows):
            self._lines += [row.head, n] if row.head else [n]
            self._places.append(len(self._lines) - 1)
        self.refresh(layout=True)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return max(1, len(self._lines))

    def move(self, step: int) -> None:
        height = max(1, self.size.height)
        self.cursor = walked(self.cursor, step, len(self.rows))
        line = self._places[self.cursor]
        first = line - 1 if self.rows[self.cursor].head else line
        self.top = min(max(self.top, line - height + 1), first)
        self.refresh()

    def row_at(self, y: int) -> int | None:
        """Return the row on line `y` of what is seen, None where there is none."""
        line = self.top + y
        found = self._lines[line] if 0 <= line < len(self._lines) else None
        return found if isinstance(found, int) else None

    @property
    def cut(self) -> str:
        """The label under the cursor where there is no room for all of it, else nothing."""
        row = self.rows[self.cursor]
        return row.label if cell_len(clean(row.label)) > _room(row, self._width) else ""

    def render(self) -> Content:
        if not self.rows:
            return Content.styled(self._empty, "$text-muted")
        height = self.size.height
        marked = thumb(self.top, height, len(self._lines))
        lines = []
        for y, n in enumerate(self._lines[self.top : self.top + height]):
            line = self._row(n) if isinstance(n, int) else _head(n, self._width)
            lines.append(line + Content.styled(thumb_cells(y, marked), "$text-disabled"))
        return Content("\n").join(lines)

    @property
    def _width(self) -> int:
        """Cells of a line, without those of the mark that tells where one is."""
        return self.size.width - (ROOM if len(self._lines) > self.size.height else 0)

    def _row(self, n: int) -> Content:
        row, width = self.rows[n], self._width
        ground = " on $panel" if n == self.cursor else ""
        left = Content.styled(f" {clean(row.left)}  ", "$text-muted" + ground)
        before = " " * (_BEFORE_FIGURE if row.right else 0)
        right = Content.styled(f"{before}{clean(row.right)} ", "$text-muted" + ground)
        style = "bold $foreground" if n == self.cursor else "$text-muted" if row.dim else "$foreground"
        label = Content(clean(row.label)).truncate(_room(row, width), ellipsis=True, pad=True)
        return left + label.stylize(style + ground) + right


def _head(text: str, width: int) -> Content:
    return Content.styled(f" {clean(text)}", "$text-muted italic").truncate(width, ellipsis=True, pad=True)


def _room(row: Row, width: int) -> int:
    """Return the cells that are left for the label of a row."""
    right = cell_len(clean(row.right)) + _BEFORE_FIGURE if row.right else 0
    return max(3, width - _AROUND - cell_len(clean(row.left)) - right)


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
        width = min(WIDTH, self.app.size.width * 96 // 100) - EDGES - ROOM
        rows = self._rows.rows
        self._tells_labels = any(cell_len(clean(row.label)) > _room(row, width) for row in rows)
        if self._tells_labels or any(row.detail for row in rows):
            yield Hung(self._detail(), id="detail")

    def _detail(self) -> list[Hanging]:
        row = self._rows.rows[self._rows.cursor]
        told = row.detail or ((("", row.label),) if self._tells_labels else ())
        lines = []
        for word, text in told:
            first, *others = map(clean, text.split("\n"))
            lead = f"{clean(word)}  " if word else ""
            lines.append((Content.styled(lead, "$text-muted"), Content(first)))
            lines += [(Content(" " * cell_len(lead)), Content(other)) for other in others]
        return lines

    def _moved(self) -> None:
        for shown in self.query("#detail").results(Hung):
            shown.show(self._detail())

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
        row = self._rows.row_at(event.y) if event.widget is self._rows else None
        if row is not None:
            self._rows.cursor = row
            self._rows.refresh()
            self._moved()
            if event.chain == 2:
                self.dismiss(("enter", self._rows.cursor))
