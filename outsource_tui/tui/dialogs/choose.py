"""A question answered by one key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from outsource_tui.model.text import clean, clean_lines
from outsource_tui.tui.commands import key_sign
from outsource_tui.tui.dialogs.walked import LETTERS, WalkedDialog, walked

Choice = tuple[str, str, str]
"""A key, what it does in words, and the value it answers."""
_AROUND = 5
"""Cells of a line besides the words."""
_SWATCH = "■ "


class _Choices(Widget):
    DEFAULT_CSS = "_Choices { height: auto; width: 100%; }"
    ALLOW_SELECT = False

    def __init__(self, choices: Sequence[Choice], cursor: int, colours: Mapping[str, str]) -> None:
        super().__init__()
        self.choices, self.cursor, self._colours = choices, cursor, colours

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(line for _, line in self._lines(self.size.width))

    def at(self, row: int) -> Choice | None:
        """Return the choice that stands in a row: one with a long name takes several."""
        lines = self._lines(self.size.width)
        return self.choices[lines[row][0]] if 0 <= row < len(lines) else None

    def _lines(self, width: int) -> list[tuple[int, Content]]:
        """Return each line with the number of its choice; what does not fit goes on below the words."""
        lines = []
        around = _AROUND + (len(_SWATCH) if self._colours else 0)
        for number, (key, label, value) in enumerate(self.choices):
            chosen = number == self.cursor
            ground = " on $panel" if chosen else ""
            swatch = _SWATCH if value in self._colours else " " * (around - _AROUND)
            for n, part in enumerate(Content(clean(label)).wrap(max(8, width - around))):
                line = Content.assemble(
                    (f" {'' if n else key:1}  ", f"bold $primary{ground}"),
                    (" " * len(swatch) if n else swatch, f"{self._colours.get(value, '')}{ground}".strip()),
                    (f"{part.plain.rstrip()} ", f"{'bold ' if chosen else ''}$foreground{ground}"),
                )
                lines.append((number, line))
        return lines


class ChooseDialog(WalkedDialog[str]):
    """Asks `question`; `choices` are (key, label, value). Answers the value, None on escape.

    No choice has j or k for its key: these go through the choices. The cursor begins on the value `now`,
    where there is one; `colours` are what values look like, as styles.

    With `midway` the question comes while somebody may be typing on: keys that follow at once were
    not meant as its answer. They wait, and go where they would have gone once it is answered. Where all of
    them could be answers, somebody was too quick for the question: nothing happens by them, which is said.
    """

    PAUSE: ClassVar[float] = 0.35
    """Seconds: who saw the question needs more until the first key, who types on needs less."""

    def __init__(
        self,
        question: str,
        choices: Sequence[Choice],
        detail: str = "",
        midway: bool = False,
        *,
        now: str | None = None,
        colours: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(question, "↑↓ ↵ or the key · esc cancel")
        if any(key in LETTERS for key, _, _ in choices):
            raise ValueError("j and k go through the choices")
        cursor = next((n for n, (_, _, value) in enumerate(choices) if value == now), 0)
        self._choices = _Choices(choices, cursor, colours or {})
        self._detail = clean_lines(detail)
        self._midway = midway
        self._ahead: list[events.Key] = []
        self._last = 0.0

    def on_mount(self, event: events.Mount) -> None:
        """Listen from a moment after now."""
        self._last = event.time

    def _typed_on(self, event: events.Key) -> bool:
        """Keep a key of somebody who has not seen the question yet."""
        if not self._midway or event.time - self._last > self.PAUSE:
            return False
        self._last = event.time
        self._ahead.append(event)
        self.set_timer(self.PAUSE, self._forget_answers)
        return True

    def _forget_answers(self) -> None:
        """Let go of keys that could be answers and nothing more: on the screen below they would do another
        thing, long after they were pressed."""
        answers = [key for key in self._ahead if key.key == "enter" or self._by_key(key) is not None]
        if self._ahead and answers == self._ahead:
            self._ahead.clear()
            sign = key_sign(answers[-1].key)
            self.tell(f"{sign} came before the question could be read: press it again")

    def _answer(self, value: str) -> None:
        self.dismiss(value)
        if value:
            for key in self._ahead:
                self.app.post_message(events.Key(key.key, key.character))
        self._ahead.clear()

    def compose_content(self) -> ComposeResult:
        """Yield the detail and the choices."""
        if self._detail:
            from textual.widgets import Static

            yield Static(self._detail + "\n", markup=False)
        yield self._choices

    def walk(self, steps: int) -> None:
        """Move among the answers."""
        choices = self._choices
        choices.cursor = walked(choices.cursor, steps, len(choices.choices), around=True)
        choices.refresh()

    def on_key(self, event: events.Key) -> None:
        """Answer by key."""
        if event.key != "escape" and self._typed_on(event):
            event.stop()
            return
        chosen = self._choices.choices[self._choices.cursor][2]
        found = chosen if event.key == "enter" else self._by_key(event)
        if found is not None:
            event.stop()
            self._answer(found)

    def _by_key(self, event: events.Key) -> str | None:
        typed = event.character or event.key
        return next((value for key, _, value in self._choices.choices if typed == key), None)

    def on_click(self, event: events.Click) -> None:
        """Answer by mouse."""
        if event.widget is self._choices:
            choice = self._choices.at(event.y)
            if choice is not None:
                self._answer(choice[2])
