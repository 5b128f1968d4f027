"""Which parts of a page are written."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from outsource_tui.tui.dialogs.walked import WalkedDialog, walked

Part = tuple[str, str]
"""A name and what it says in words."""


class _Switches(Widget):
    DEFAULT_CSS = "_Switches { height: auto; width: 100%; }"
    ALLOW_SELECT = False

    def __init__(self, parts: Sequence[Part], on: set[str]) -> None:
        super().__init__()
        self.parts, self.on, self.cursor = parts, on, 0

    def render(self) -> Content:
        lines = []
        for row, (name, words) in enumerate(self.parts):
            ground = " on $panel" if row == self.cursor else ""
            sign = " ✓ " if name in self.on else " · "
            style = "$foreground" if name in self.on else "$text-muted"
            bold = "bold " if row == self.cursor else ""
            lines.append(
                Content.styled(sign, f"bold $primary{ground}")
                + Content.styled(f"{words} ", bold + style + ground)
            )
        return Content("\n").join(lines)

    def turn(self) -> None:
        self.on ^= {self.parts[self.cursor][0]}
        self.refresh()

    def move(self, steps: int) -> None:
        self.cursor = walked(self.cursor, steps, len(self.parts), around=True)
        self.refresh()


class PartsDialog(WalkedDialog[tuple[str, ...]]):
    """Switches parts on and off; answers the names that are on, in their order, None on escape."""

    BINDINGS = [
        Binding("space", "turn", show=False),
        Binding("a", "all", show=False),
        Binding("enter", "done", show=False),
    ]

    def __init__(self, parts: Sequence[Part], on: Sequence[str]) -> None:
        super().__init__("Parts of the page", "↑↓ · space on or off · a all · ↵ done · esc cancel")
        self._switches = _Switches(parts, set(on))

    def compose_content(self) -> ComposeResult:
        """Yield the switches."""
        yield self._switches

    def walk(self, steps: int) -> None:
        """Move the cursor."""
        self._switches.move(steps)

    def action_turn(self) -> None:
        """Turn the part under the cursor."""
        self._switches.turn()

    def action_all(self) -> None:
        """Turn all on."""
        self._switches.on = {name for name, _ in self._switches.parts}
        self._switches.refresh()

    def action_done(self) -> None:
        """Answer, unless nothing would be left."""
        if self._switches.on:
            self.dismiss(tuple(name for name, _ in self._switches.parts if name in self._switches.on))
        else:
            self.app.bell()

    def on_click(self, event: events.Click) -> None:
        """Turn by mouse."""
        if event.widget is self._switches and event.y < len(self._switches.parts):
            self._switches.cursor = event.y
            self._switches.turn()
