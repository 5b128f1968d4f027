"""A file to choose: by typing a name or a path, or by walking through folders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, Static

from outsource_tui.model.clock import MONTH_NAMES
from outsource_tui.model.errors import UserError
from outsource_tui.model.folder import Found, narrowed, parted, short
from outsource_tui.model.text import clean
from outsource_tui.tui.dialogs.pick import Item, PickDialog, _List
from outsource_tui.tui.standing import stands

UP = ".."
FEW = 10
"""With fewer folders than these, the cursor begins on the latest file below them."""
Look = Callable[[Path], Sequence[Found]]
"""Returns what lies in a folder; runs on a thread; UserError where it cannot be looked into."""


class FileDialog(PickDialog):
    """Answers the path of a file. Names are shown cleaned; no path is ever read back from what is shown."""

    DEFAULT_CSS = """
    FileDialog #folder { height: 1; color: $text-muted; margin-bottom: 1; }
    FileDialog #folder.-problem { color: $error; }
    FileDialog.-h20 _List { height: 35vh; }
    FileDialog.-h24 _List { height: 42vh; }
    """
    BINDINGS = [
        Binding("tab", "complete", show=False, priority=True),
        Binding("shift+tab", "above", show=False, priority=True),
    ]

    def __init__(self, title: str, folder: Path, look: Look) -> None:
        super().__init__(title, ())
        self._keys = "↑↓ ↵ choose · tab complete · ⇧tab folder above · esc"
        self._folder = folder
        self._look = look
        self._looked: Path | None = None
        self._all: Sequence[Found] = ()
        self._found: list[Found] = []

    def compose_content(self) -> ComposeResult:
        """Yield the folder, the line to type in, and what lies there."""
        yield Static(id="folder", markup=False)
        yield Input(placeholder="name, or a path such as ~/Downloads/toggl.csv")
        yield _List()

    def on_mount(self) -> None:
        """Show the folder to begin with."""
        self._show_again()

    @property
    def place(self) -> Path:
        """The folder that is shown."""
        return parted(self._folder, self.query_one(Input).value)[0]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is meant by what is typed."""
        event.prevent_default()
        self._show_again()

    def _show_again(self) -> None:
        folder = self.place
        if folder == self._looked:
            self._narrow()
        else:
            self.run_worker(lambda: self._run(folder), thread=True, exclusive=True, group="look")

    def _run(self, folder: Path) -> None:
        try:
            found, problem = tuple(self._look(folder)), ""
        except UserError as error:
            found, problem = (), error.message
        self.app.call_from_thread(self._came, folder, found, problem)

    def _came(self, folder: Path, found: Sequence[Found], problem: str) -> None:
        if not stands(self) or folder != self.place:
            return
        self._looked, self._all = folder, found
        line = self.query_one("#folder", Static)
        line.set_class(bool(problem), "-problem")
        line.update(Content(clean(problem or short(folder))).truncate(66, ellipsis=True))
        self._narrow()

    def _narrow(self) -> None:
        typed = parted(self._folder, self.query_one(Input).value)[1]
        self._found = narrowed(self._all, typed)
        above = [] if typed else [Item(UP, UP, "folder above")]
        rows = self.query_one(_List)
        rows.show([*above, *(_item(n, found) for n, found in enumerate(self._found))])
        if above and self._found:
            folders = sum(found.folder for found in self._found)
            fits = folders < min(len(self._found), FEW)
            rows.move(1 + folders if fits else 1)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose the row under the cursor."""
        event.stop()
        event.prevent_default()
        self._choose()

    def on_click(self, event: events.Click) -> None:
        """Choose by mouse."""
        event.prevent_default()
        rows = self.query_one(_List)
        if event.widget is rows and 0 <= rows.top + event.y < len(rows.items):
            rows.cursor = rows.top + event.y
            self._choose()

    def _choose(self) -> None:
        rows = self.query_one(_List)
        if not rows.items or self._looked != self.place:
            return
        value = rows.items[rows.cursor].value
        if value == UP:
            self.action_above()
            return
        found = self._found[int(value)]
        if found.folder:
            self._go(self.place / found.name)
        else:
            self.dismiss(str(self.place / found.name))

    def _go(self, folder: Path) -> None:
        self._folder = folder
        field = self.query_one(Input)
        if field.value:
            field.value = ""  # which shows the folder
        else:
            self._show_again()

    def action_above(self) -> None:
        """Go to the folder above."""
        self._go(self.place.absolute().parent)

    def action_complete(self) -> None:
        """Take over the name under the cursor; a folder is gone into."""
        rows = self.query_one(_List)
        value = rows.items[rows.cursor].value if rows.items else UP
        if value == UP or self._looked != self.place:
            return
        found = self._found[int(value)]
        if found.folder:
            self._go(self.place / found.name)
        elif clean(found.name) == found.name:
            field = self.query_one(Input)
            head = field.value[: len(field.value) - len(parted(self._folder, field.value)[1])]
            field.value = head + found.name
            field.cursor_position = len(field.value)


def _item(number: int, found: Found) -> Item:
    if found.folder:
        return Item(f"{found.name}/", str(number), "folder")
    day = found.changed
    when = f"{day.day:>2} {MONTH_NAMES[day.month - 1]} {day.year}" if day else ""
    return Item(found.name, str(number), f"{_size(found.size):>8}   {when}")


def _size(size: int) -> str:
    if size < 1000:
        return f"{size} B"
    for unit, step in (("kB", 1e3), ("MB", 1e6)):
        if size < step * 1000:
            return f"{size / step:.3g} {unit}" if size < step * 999.5 else f"{size / step:.0f} {unit}"
    return f"{size / 1e9:,.1f} GB"
