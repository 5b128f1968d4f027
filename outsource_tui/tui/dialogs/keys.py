"""The commands of a screen with their keys: another key is pressed, not written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from outsource_tui.model.value import dataclass
from outsource_tui.tui.commands import Command, key_signs
from outsource_tui.tui.dialogs.rows import Row, RowList
from outsource_tui.tui.dialogs.walked import WalkedDialog

KEYS = "↵ another key · + one more key · ⌫ as it was · esc close"
WAITING = "press the key · esc leaves it as it is"


@dataclass(frozen=True, slots=True)
class CommandKeys:
    """A command by its id, and its keys as Textual names them, separated by commas."""

    id: str
    command: Command
    keys: str

    @property
    def changed(self) -> bool:
        """True where these are not the keys by default."""
        return self.keys != self.command.keys


class KeysDialog(WalkedDialog[None]):
    """Lists what `load` returns. `change` is called with a command's id and the keys that it shall have, None
    for those by default; it returns what stands in the way, or nothing where that is done."""

    DEFAULT_CSS = """
    KeysDialog > #dialog { width: 92; }
    KeysDialog #said { height: auto; min-height: 1; margin-top: 1; color: $primary; }
    KeysDialog #said.-problem { color: $error; }
    KeysDialog #said.-whole { color: $foreground; }
    KeysDialog.-h20 #title, KeysDialog.-h20 #said, KeysDialog.-h20 #keys { margin: 0; }
    """
    BINDINGS = [
        Binding("enter", "press(False)", show=False),
        Binding("plus", "press(True)", show=False),
        Binding("backspace,delete", "default", show=False),
    ]

    def __init__(
        self, title: str, load: Callable[[], Sequence[CommandKeys]], change: Callable[[str, str | None], str]
    ) -> None:
        super().__init__(title, KEYS)
        self._load, self._change = load, change
        self._found = load()
        self._rows = RowList(_rows_of(self._found), "")
        self._rows.add_class("gives")
        self._waiting = self._more = False

    def compose_content(self) -> ComposeResult:
        """Yield the commands, and the line that says what is asked for or what stands in the way."""
        yield self._rows
        yield Static(id="said", markup=False)

    @property
    def _here(self) -> CommandKeys:
        return self._found[self._rows.cursor]

    def on_resize(self) -> None:
        """What a line is too short for depends on its width."""
        self.call_after_refresh(self._say_whole)

    def _say_whole(self) -> None:
        if not self._waiting:
            self._say("")

    def walk(self, steps: int) -> None:
        """Move the cursor."""
        self._rows.move(steps)
        self._say("")

    def _say(self, words: str, problem: bool = False) -> None:
        """Say something, or else the whole help of the command where its line is too short for it."""
        line = self.query_one("#said", Static)
        line.set_class(problem, "-problem")
        line.set_class(not words, "-whole")
        line.update(words or self._rows.cut)
        self.query_one("#keys", Static).update(WAITING if self._waiting else KEYS)

    # what is asked for

    def action_press(self, more: bool) -> None:
        """Wait for the key that the command shall have, instead of its keys or besides them."""
        self._waiting, self._more = True, more
        label = self._here.command.label
        self._say(f"“{label}” shall have this key {'too' if more else 'instead'}:")

    def action_default(self) -> None:
        """Give the command its keys by default back."""
        if self._here.changed:
            self._done(self._change(self._here.id, None))

    def on_key(self, event: events.Key) -> None:
        """Take the key that is waited for, whatever it does elsewhere."""
        if not self._waiting:
            if event.is_printable and event.character and event.character.isalnum():
                self._say("letters do not search here: ↑↓ to the command, ↵, then its new key")
            return
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self._waiting = False
            self._say("")
        else:
            here = self._here
            kept = [key for key in here.keys.split(",") if self._more and key != event.key]
            self._done(self._change(here.id, ",".join([*kept, event.key])))

    def _done(self, problem: str) -> None:
        """Say what stands in the way and go on waiting, or show the keys as they are now."""
        if problem:
            self._say(problem, problem=True)
            return
        self._waiting = False
        self._found = self._load()
        self._rows.show(_rows_of(self._found))
        here = self._here
        self._say(f"“{here.command.label}” is on {key_signs(here.keys)} now")

    def on_click(self, event: events.Click) -> None:
        """Go to a command; a double click asks for its key."""
        row = self._rows.row_at(event.y) if event.widget is self._rows else None
        if row is not None and not self._waiting:
            self.walk(row - self._rows.cursor)
            if event.chain == 2:
                self.action_press(False)


def _rows_of(found: Sequence[CommandKeys]) -> list[Row]:
    """Return a row for each, the first of a group with its name above it; the helps are one column."""
    signs = [key_signs(each.keys) for each in found]
    column = max(map(cell_len, signs), default=0)
    rows, group = [], ""
    for each, sign in zip(found, signs, strict=True):
        head = "" if each.command.group == group else each.command.group
        group = each.command.group
        was = f"was {key_signs(each.command.keys)}" if each.changed else ""
        rows.append(Row(set_cell_size(sign, column), each.command.help, was, head=head))
    return rows
