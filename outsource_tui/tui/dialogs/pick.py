"""A list to pick from, filtered while typing."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from outsource_tui.model.text import clean, match_key
from outsource_tui.model.value import dataclass
from outsource_tui.tui.dialogs.base import Dialog
from outsource_tui.tui.dialogs.wrapped import Hung
from outsource_tui.tui.widgets.thumb import ROOM, thumb, thumb_cells


@dataclass(frozen=True, slots=True)
class NewName:
    """What was typed is none of the items and is meant as a new one."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A row: its label, the value it answers, and a word at the right."""

    label: str
    value: str
    detail: str = ""


MOST = 14
"""Rows of a list, however many there are and however high the screen is."""
WIDTH, EDGES = 76, 6
"""Cells of the dialog where there is room for them, and of its edges."""
_AROUND = 4
"""Cells of a line that stay empty, around its parts."""


class _List(Widget):
    DEFAULT_CSS = f"_List {{ height: 40vh; max-height: {MOST}; width: 100%; margin-top: 1; }}"
    ALLOW_SELECT = False

    class Moved(Message):
        """The cursor came to another item."""

    def __init__(self) -> None:
        super().__init__()
        self.items: Sequence[Item] = ()
        self.cursor = 0
        self.top = 0
        self.empty = "nothing like this"

    def show(self, items: Sequence[Item]) -> None:
        self.items, self.cursor, self.top = items, 0, 0
        self.refresh()
        self.post_message(self.Moved())

    def move(self, step: int) -> None:
        if self.items:
            self.cursor = max(0, min(len(self.items) - 1, self.cursor + step))
            height = max(1, self.size.height)
            self.top = min(max(self.top, self.cursor - height + 1), self.cursor)
            self.refresh()
            self.post_message(self.Moved())

    @property
    def cut(self) -> str:
        """The label under the cursor where there is no room for all of it, else nothing."""
        width = self.size.width - (ROOM if len(self.items) > self.size.height else 0)
        item = self.items[self.cursor] if self.items else None
        return item.label if item and cell_len(clean(item.label)) > _room(item, width) else ""

    def render(self) -> Content:
        width, height = self.size
        if not self.items:
            return Content.styled(f" {self.empty}", "$text-muted")
        lines = []
        marked = thumb(self.top, height, len(self.items))
        for row, item in enumerate(self.items[self.top : self.top + height], self.top):
            end = Content.styled(thumb_cells(row - self.top, marked), "$text-disabled")
            detail = Content(clean(item.detail))
            room = _room(item, width - end.cell_length)
            label = Content(clean(item.label)).truncate(room, ellipsis=True, pad=True)
            style = "bold $foreground on $panel" if row == self.cursor else "$foreground"
            quiet = "$text-muted on $panel" if row == self.cursor else "$text-muted"
            lines.append(
                Content.styled(" ", style) + label.stylize(style) + Content.styled("  ", style)
                + detail.stylize(quiet) + Content.styled(" ", style) + end
            )
        return Content("\n").join(lines)


def _room(item: Item, width: int) -> int:
    """Return the cells that are left for the label of an item."""
    return max(4, width - cell_len(clean(item.detail)) - _AROUND)


class PickDialog(Dialog["str | NewName"]):
    """Asks for one of `items`; answers its value, a NewName where `allow_new`, None on escape."""

    DEFAULT_CSS = f"""
    PickDialog > #dialog {{ width: {WIDTH}; }}
    PickDialog.-h24 _List {{ height: 50vh; }}
    PickDialog #whole {{ height: 2; margin-top: 1; padding: 0 1; color: $text-muted; display: none; }}
    PickDialog.-long #whole {{ display: block; }}
    PickDialog.-long.-h20 _List {{ height: 25vh; }}
    PickDialog.-long.-h24 _List {{ height: 38vh; }}
    """
    BINDINGS = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "move(-10)", show=False, priority=True),
        Binding("pagedown", "move(10)", show=False, priority=True),
    ]

    def __init__(
        self, title: str, items: Sequence[Item | tuple[str, str, str]], allow_new: bool = False
    ) -> None:
        keys = "type to filter · ↑↓ · ↵ choose" + (" or make new" if allow_new else "") + " · esc cancel"
        super().__init__(title, keys)
        self._items = [i if isinstance(i, Item) else Item(*i) for i in items]
        self._allow_new = allow_new

    def compose_content(self) -> ComposeResult:
        """Yield the filter, the list, and the label under the cursor where some do not fit."""
        yield Input(placeholder="filter")
        yield _List()
        yield Hung((), id="whole")

    def on_mount(self) -> None:
        """Show all, with no more room than they can ever need."""
        rows = self.query_one(_List)
        if self._items:
            rows.styles.max_height = min(MOST, len(self._items) + self._allow_new)
        width = min(WIDTH, self.app.size.width * 96 // 100) - EDGES - ROOM
        self.set_class(any(cell_len(clean(i.label)) > _room(i, width) for i in self._items), "-long")
        rows.show(self._items)

    @on(_List.Moved)
    def tell_whole(self) -> None:
        """Show the label under the cursor below the list, where the list has no room for all of it."""
        cut = self.query_one(_List).cut
        for whole in self.query("#whole").results(Hung):
            whole.show([(Content(""), Content(clean(cut)))])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the items that hold every word typed."""
        words = match_key(event.value).split()
        found = [i for i in self._items if all(w in match_key(i.label + " " + i.detail) for w in words)]
        self.query_one(_List).show(found)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the row under the cursor, or with the new name."""
        event.stop()
        rows = self.query_one(_List)
        typed = " ".join(event.value.split())
        exact = any(match_key(i.label) == match_key(typed) for i in self._items)
        if self._allow_new and typed and not exact and (not rows.items or rows.cursor == 0):
            self.dismiss(NewName(typed))
        elif rows.items:
            self.dismiss(rows.items[rows.cursor].value)

    def action_move(self, step: int) -> None:
        """Move the cursor of the list."""
        self.query_one(_List).move(step)

    def on_click(self, event: events.Click) -> None:
        """Choose by mouse."""
        rows = self.query_one(_List)
        if event.widget is rows and 0 <= rows.top + event.y < len(rows.items):
            self.dismiss(rows.items[rows.top + event.y].value)
