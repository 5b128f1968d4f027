"""Many lines at once: typed, pasted, or handed back to be mended."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import TextArea

from outsource_tui.tui.dialogs.base import Dialog


class LinesDialog(Dialog[str]):
    """Answers the text; the cursor begins at `line`, from 1."""

    DEFAULT_CSS = """
    LinesDialog > #dialog { width: 92; }
    LinesDialog TextArea {
        height: 52vh; max-height: 16; border: none; padding: 0 1; background: $panel; color: $foreground;
    }
    LinesDialog TextArea:focus { border: none; }
    """
    AUTO_FOCUS = "TextArea"
    BINDINGS = [Binding("ctrl+s", "done", show=False, priority=True)]

    def __init__(self, title: str, text: str = "", line: int = 1) -> None:
        super().__init__(title, "^s show what it becomes · esc cancel")
        self._text, self._line = text, line

    def compose_content(self) -> ComposeResult:
        """Yield the area."""
        area = TextArea(self._text, show_line_numbers=False, highlight_cursor_line=False)
        area.cursor_location = (self._line - 1, 0)
        yield area

    def action_done(self) -> None:
        """Answer what stands there."""
        self.dismiss(self.query_one(TextArea).text)
