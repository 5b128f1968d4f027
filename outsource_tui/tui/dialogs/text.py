"""Lines to read."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from outsource_tui.tui.dialogs.walked import ReadDialog


class TextDialog(ReadDialog[None]):
    """Shows `text`; any of escape, q and enter closes."""

    DEFAULT_CSS = """
    TextDialog VerticalScroll { height: auto; max-height: 60vh; }
    TextDialog .text { height: auto; }
    """
    BINDINGS = [Binding("enter", "cancel", show=False)]

    def __init__(self, title: str, text: Content) -> None:
        super().__init__(title, "↑↓ scroll · esc close")
        self._text = text

    def compose_content(self) -> ComposeResult:
        """Yield the text in a scroll."""
        with VerticalScroll(can_focus=False):
            yield Static(self._text, classes="text", markup=False)
