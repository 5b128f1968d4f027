"""Lines to read."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll

from outsource_tui.tui.dialogs.walked import ReadDialog
from outsource_tui.tui.dialogs.wrapped import Hanging, Hung


class TextDialog(ReadDialog[None]):
    """Shows `lines`; any of escape, q and enter closes."""

    DEFAULT_CSS = "TextDialog VerticalScroll { height: auto; max-height: 60vh; }"
    BINDINGS = [Binding("enter", "cancel", show=False)]

    def __init__(self, title: str, lines: Iterable[Hanging]) -> None:
        super().__init__(title, "↑↓ scroll · esc close")
        self._lines = tuple(lines)

    def compose_content(self) -> ComposeResult:
        """Yield the lines in a scroll."""
        with VerticalScroll(can_focus=False):
            yield Hung(self._lines)
