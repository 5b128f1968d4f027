"""The title of the terminal's window: what runs, and for how long."""

from __future__ import annotations

import os
from collections.abc import Callable

from outsource_tui.model.clock import hm
from outsource_tui.model.text import clean

_KEEP, _RESTORE = "\x1b[22;2t", "\x1b[23;2t"
_MOST = 60


def title_words(running: str, minutes: float) -> str:
    """Return "● Invoices 0:25 · outsource", or the program's name alone."""
    return f"● {clean(running, _MOST)} {hm(minutes)} · outsource" if running else "outsource"


class TerminalTitle:
    """Sets the title through `write`, only when it differs, and gives the terminal its own back."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._shown = ""
        self._able = os.environ.get("TERM", "") not in ("", "dumb", "linux")

    def show(self, words: str) -> None:
        """Show these words."""
        if self._able and words != self._shown:
            self._write(f"{'' if self._shown else _KEEP}\x1b]2;{words}\x07")
            self._shown = words

    def leave(self) -> None:
        """Show what stood there before; nothing where a terminal does not keep titles."""
        if self._shown:
            self._write(f"\x1b]2;\x07{_RESTORE}")
            self._shown = ""
