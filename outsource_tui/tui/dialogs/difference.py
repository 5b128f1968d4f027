"""What an edited day changes, before it is stored."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from outsource_tui.model.clock import long_date
from outsource_tui.model.text import clean
from outsource_tui.services.day_text import DayEdit
from outsource_tui.tui.dialogs.base import Dialog


class DifferenceDialog(Dialog[str]):
    """Answers "store" or "again", None to leave all as it was."""

    DEFAULT_CSS = """
    DifferenceDialog > #dialog { width: 92; }
    DifferenceDialog VerticalScroll:focus { background: $surface; }
    DifferenceDialog .lines { height: auto; }
    """
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, edit: DayEdit) -> None:
        keys = "e edit again · esc leave all as it was" if edit.problems else (
            "↵ store · e edit again · esc leave all as it was"
        )  # fmt: skip
        super().__init__(f"{long_date(edit.date)}: what changes", keys)
        self._edit = edit

    def compose_content(self) -> ComposeResult:
        """Yield the lines that go and come, and those that cannot be read."""
        with VerticalScroll(classes="gives"):
            yield Static(self._lines(), classes="lines", markup=False)

    def _lines(self) -> Content:
        edit, lines = self._edit, []
        for problem in edit.problems:
            lines.append(Content.styled(f"! {clean(problem.text)}", "bold $error"))
            lines.append(Content.styled(f"  {clean(problem.reason)}", "$text-muted"))
        for _, _, before, after in edit.changed:
            lines.append(Content.styled(f"− {clean(before)}", "$text-muted"))
            lines.append(Content.styled(f"+ {clean(after)}", "$success"))
        lines += [Content.styled(f"− {clean(line)}", "$error") for _, line in edit.gone]
        lines += [Content.styled(f"+ {clean(line)}", "$success") for _, line in edit.added]
        return Content("\n").join(lines)

    def on_key(self, event: events.Key) -> None:
        """Answer by key."""
        answer = {"e": "again"}.get(event.key)
        if event.key == "enter" and not self._edit.problems:
            answer = "store"
        if answer is not None:
            event.stop()
            self.dismiss(answer)
