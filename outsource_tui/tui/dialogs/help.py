"""Help: what a screen is for, and its keys by group."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from outsource_tui.tui.commands import Command
from outsource_tui.tui.dialogs.base import Dialog


class _Keys(Widget):
    DEFAULT_CSS = "_Keys { height: auto; width: 100%; }"
    ALLOW_SELECT = False

    def __init__(self, commands: Sequence[tuple[Command, str]]) -> None:
        super().__init__()
        self._groups: dict[str, list[tuple[Command, str]]] = {}
        for name, found in groupby(commands, key=lambda pair: pair[0].group):
            self._groups.setdefault(name, []).extend(found)

    def render(self) -> Content:
        lines: list[Content] = []
        for name, commands in self._groups.items():
            if lines:
                lines.append(Content(""))
            lines.append(Content.styled(name, "bold $foreground"))
            for command, key in commands:
                sign = Content.styled(f"{key:>12}", "bold $primary")
                lines.append(sign + Content.styled(f"   {command.help}", "$foreground"))
        return Content("\n").join(lines)


class HelpDialog(Dialog[None]):
    """The help of one screen."""

    DEFAULT_CSS = """
    HelpDialog > #dialog { width: 84; }
    HelpDialog VerticalScroll { height: auto; max-height: 50vh; }
    HelpDialog VerticalScroll:focus { background: $surface; }
    HelpDialog #purpose { color: $text-muted; height: auto; margin-bottom: 1; }
    """
    BINDINGS = [Binding("q,enter,question_mark", "cancel", show=False)]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, name: str, purpose: str, commands: Sequence[tuple[Command, str]]) -> None:
        super().__init__(name, "↑↓ scroll · esc close")
        self._purpose = purpose
        self._commands = commands

    def compose_content(self) -> ComposeResult:
        """Yield the purpose and the keys."""
        from textual.widgets import Static

        yield Static(self._purpose, id="purpose", markup=False)
        with VerticalScroll():
            yield _Keys(self._commands)

    def on_key(self, event: events.Key) -> None:
        """Scroll with j and k too."""
        if event.key in ("j", "k"):
            scroll = self.query_one(VerticalScroll)
            (scroll.scroll_down if event.key == "j" else scroll.scroll_up)(animate=False)
