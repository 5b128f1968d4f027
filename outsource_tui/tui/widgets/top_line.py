"""The line at the top of every screen: the screens by digit, what runs, and whether all is saved."""

from __future__ import annotations

from enum import StrEnum

from outsource_tui.model.clock import hm
from outsource_tui.model.text import clean
from outsource_tui.model.value import dataclass
from outsource_tui.tui.widgets.cells import cut, width_of
from outsource_tui.tui.widgets.pieces import Piece, width_of_all


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
SHORT = 100
"""Columns under which the names of screens stand side by side."""
STYLE = "$text-muted on $surface"
"""The style of what has none of its own."""
_SAVING = {
    Saving.SAVED: "$text-muted",
    Saving.SAVING: "$accent",
    Saving.FAILED: "bold $error",
    Saving.READ_ONLY: "$primary",
    Saving.ASTRAY: "bold $error",
}


def top_line(state: TopState, width: int) -> list[Piece]:
    """Return the line in `width` cells, the names of other screens shortened where it must be."""
    left = [(" ", "")]
    for number, _ in enumerate(state.screens, 1):
        left += [*_tab(state, number, width), (_between(width), "")]
    used = width_of_all(left)
    right = _status(state, max(0, width - used - 4))
    return [*left, (" " * max(1, width - used - width_of_all(right) - 2), ""), *right]


def tab_edges(state: TopState, width: int) -> list[tuple[int, int, str]]:
    """Return the first cell of each screen's name, the one behind its last, and the name."""
    edges, x = [], 1
    for number, name in enumerate(state.screens, 1):
        wide = width_of_all(_tab(state, number, width))
        edges.append((x, x + wide, name))
        x += wide + len(_between(width))
    return edges


def _between(width: int) -> str:
    return "" if width < SHORT else "  "


def _tab(state: TopState, number: int, width: int) -> list[Piece]:
    name = state.screens[number - 1]
    if name == state.current:
        return [(f" {number} ", "bold $background on $primary"), (f" {name} ", "bold $foreground on $panel")]
    return [(f" {number} " if width < NARROW else f" {number} {name} ", "$text-muted")]


def _status(state: TopState, room: int) -> list[Piece]:
    count = f"{state.unsaved} " if state.unsaved > 1 else ""
    saved = f"{count}{state.saving}"
    line = [(saved, _SAVING[state.saving])]
    if state.running:
        tail = f" {hm(state.minutes)}"
        space = room - len(saved) - 5 - len(tail)
        name = cut(clean(state.running), space) if space > 3 else ""
        runs = [("● ", "bold $error"), (name, "bold $error"), (tail, "bold $error")]
        line = [*runs, ("   ", ""), *line]
    word = clean(state.word)
    fits = word and width_of(word) + 3 + width_of_all(line) <= room
    return [(word, "$accent"), ("   ", ""), *line] if fits else line
