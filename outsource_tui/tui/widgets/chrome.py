"""The quiet frame of every screen: the bar at the top and the keys at the bottom, each one render."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from outsource_tui.model.clock import hm
from outsource_tui.model.text import clean
from outsource_tui.model.value import dataclass


class Saving(StrEnum):
    """Where the last change is."""

    SAVED = "saved"
    SAVING = "saving…"
    FAILED = "not saved"
    READ_ONLY = "read-only"
    ASTRAY = "check the file"


@dataclass(frozen=True, slots=True)
class TopState:
    """What the top bar shows: the screens' names, which is open, what runs and for how many
    minutes, where the last change is, how many the disk refused, and one quiet word besides."""

    screens: tuple[str, ...] = ()
    current: str = ""
    running: str = ""
    minutes: float = 0.0
    saving: Saving = Saving.SAVED
    unsaved: int = 0
    word: str = ""


NARROW = 72
"""Columns under which other screens show by digit alone, so that "saved" and what runs keep their place."""


class TopBar(Widget):
    """Screens by digit at the left, what runs and whether it is saved at the right."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TopBar { height: 1; width: 100%; background: $surface; color: $text-muted; dock: top; }
    """
    state: reactive[TopState] = reactive(TopState(), layout=False)

    class Chosen(Message):
        """A screen's name was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self) -> None:
        super().__init__()
        self._edges: list[tuple[int, int, str]] = []

    def render(self) -> Content:
        """Draw the bar, shortening the names of other screens where the width asks for it."""
        width = self.size.width
        left = self._tabs(width)
        right = self._status(max(0, width - left.cell_length - 4))
        space = max(1, width - left.cell_length - right.cell_length - 2)
        return left + Content(" " * space) + right

    def _tabs(self, width: int) -> Content:
        state, parts, x = self.state, [Content(" ")], 1
        short, digits = width < 100, width < NARROW
        self._edges = []
        for number, name in enumerate(state.screens, 1):
            if name == state.current:
                tab = Content.styled(f" {number} ", "bold $background on $primary") + Content.styled(
                    f" {name} ", "bold $foreground on $panel"
                )
            else:
                tab = Content.styled(f" {number} " if digits else f" {number} {name} ", "$text-muted")
            self._edges.append((x, x + tab.cell_length, name))
            x += tab.cell_length + (0 if short else 2)
            parts += [tab, Content("" if short else "  ")]
        return Content("").join(parts)

    def _status(self, room: int) -> Content:
        state = self.state
        style = {
            Saving.SAVED: "$text-muted",
            Saving.SAVING: "$accent",
            Saving.FAILED: "bold $error",
            Saving.READ_ONLY: "$primary",
            Saving.ASTRAY: "bold $error",
        }[state.saving]
        count = f"{state.unsaved} " if state.unsaved > 1 else ""
        saved = Content.styled(f"{count}{state.saving}", style)
        parts = [saved]
        if state.running:
            tail = f" {hm(state.minutes)}"
            name = clean(state.running)
            space = room - saved.cell_length - 5 - len(tail)
            shown = Content(name).truncate(max(0, space), ellipsis=True) if space > 3 else Content("")
            parts = [
                Content.styled("● ", "bold $error") + shown.stylize("bold $error")
                + Content.styled(tail, "bold $error"), Content("   "), saved,
            ]
        line = Content("").join(parts)
        word = Content.styled(clean(state.word), "$accent") + Content("   ")
        return word + line if state.word and word.cell_length + line.cell_length <= room else line

    def on_click(self, event: events.Click) -> None:
        """Go to the screen whose name was clicked."""
        for start, end, name in self._edges:
            if start <= event.x < end:
                self.post_message(self.Chosen(name))


@dataclass(frozen=True, slots=True)
class Hint:
    """A key in the footer: its sign, its word, and the action that a click runs, if it does."""

    sign: str
    label: str
    action: str = ""


class BottomBar(Widget):
    """The important keys of a screen: as many as fit, help always."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    BottomBar { height: 1; width: 100%; background: $surface; color: $text-muted; dock: bottom; }
    """
    hints: reactive[tuple[Hint, ...]] = reactive((), layout=False)

    class Chosen(Message):
        """A key of the footer was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self) -> None:
        super().__init__()
        self._edges: list[tuple[int, int, str]] = []

    def render(self) -> Content:
        """Draw the hints; the last one stays when others must go."""
        parts: list[Content] = [Content("  ")]
        x, self._edges = 2, []
        for hint in _fitting(self.hints, self.size.width - 4):
            piece = Content.styled(hint.sign, "bold $primary") + Content(" " + hint.label)
            self._edges.append((x, x + piece.cell_length, hint.action))
            parts += [piece, Content("   ")]
            x += piece.cell_length + 3
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Run the action of the hint that was clicked."""
        for start, end, action in self._edges:
            if action and start <= event.x < end:
                self.post_message(self.Chosen(action))


def _fitting(hints: Sequence[Hint], room: int) -> list[Hint]:
    if not hints:
        return []
    *rest, last = hints
    left = room - len(last.sign) - len(last.label) - 1
    chosen = []
    for hint in rest:
        left -= len(hint.sign) + len(hint.label) + 4
        if left < 0:
            break
        chosen.append(hint)
    return [*chosen, last]
