"""A line of a form that holds one of a few values: chosen by arrow or first letter, never misspelt."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.binding import Binding
from textual.widgets import Input


class ChoiceInput(Input):
    """Shows one of `choices`; ← → go through them, a letter goes to the next that begins with it."""

    BINDINGS = [
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
    ]

    def __init__(self, value: str, choices: Sequence[str], *, id: str) -> None:
        super().__init__(value, id=id)
        self._values = tuple(choices)

    def action_turn(self, step: int) -> None:
        """Show the next value, or the one before."""
        at = self._values.index(self.value) if self.value in self._values else -max(0, step)
        self.value = self._values[(at + step) % len(self._values)]

    async def _on_key(self, event: events.Key) -> None:
        if not event.is_printable and event.key not in ("backspace", "delete"):
            return
        event.stop()
        event.prevent_default()
        at = self._values.index(self.value) if self.value in self._values else -1
        after = (*self._values[at + 1 :], *self._values[: at + 1])
        letter = (event.character or "").casefold()
        if event.key == "space":
            self.action_turn(1)
        elif letter:
            self.value = next((v for v in after if v.startswith(letter)), self.value)

    def _on_paste(self, event: events.Paste) -> None:
        """Take no text but a value."""
        event.stop()
        event.prevent_default()
        if event.text.strip() in self._values:
            self.value = event.text.strip()
