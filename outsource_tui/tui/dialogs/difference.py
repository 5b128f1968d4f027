"""What an edited day changes, before it is stored."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from outsource_tui.model.clock import long_date
from outsource_tui.model.edit import Overlap
from outsource_tui.model.text import clean
from outsource_tui.services.day_text import DayEdit
from outsource_tui.tui.dialogs.walked import ReadDialog


class DifferenceDialog(ReadDialog[str]):
    """Answers "again", or what to do about overlaps as `Overlap` names it; None to leave all as it was."""

    DEFAULT_CSS = """
    DifferenceDialog > #dialog { width: 92; }
    DifferenceDialog .lines { height: auto; }
    """

    def __init__(self, edit: DayEdit) -> None:
        super().__init__(f"{long_date(edit.date)}: what changes", _keys(edit))
        self._answers = {"e": "again", **_storing(edit)}
        self._edit = edit

    def compose_content(self) -> ComposeResult:
        """Yield the lines that go and come, and those that cannot be read."""
        with VerticalScroll(can_focus=False, classes="gives"):
            yield Static(self._lines(), classes="lines", markup=False)

    def _lines(self) -> Content:
        edit, lines = self._edit, []
        for problem in edit.problems:
            lines.append(Content.styled(f"! {clean(problem.text)}", "bold $error"))
            lines.append(Content.styled(f"  {clean(problem.reason)}", "$text-muted"))
        lines += [Content.styled(f"! {clean(told)}", "$warning") for told in (*edit.meanwhile, *edit.over)]
        for _, _, before, after in edit.changed:
            lines.append(Content.styled(f"− {clean(before)}", "$text-muted"))
            lines.append(Content.styled(f"+ {clean(after)}", "$success"))
        lines += [Content.styled(f"− {clean(line)}", "$error") for _, line in edit.gone]
        lines += [Content.styled(f"+ {clean(line)}", "$success") for _, line in edit.added]
        return Content("\n").join(lines)

    def on_key(self, event: events.Key) -> None:
        """Answer by key."""
        answer = self._answers.get(event.key)
        if answer is not None:
            event.stop()
            self.dismiss(answer)


def _keys(edit: DayEdit) -> str:
    always = "e edit again · esc leave all as it was"
    if edit.problems:
        return always
    return f"t trim what is there · b keep both · {always}" if edit.over else f"↵ store · {always}"


def _storing(edit: DayEdit) -> dict[str, str]:
    """Return the keys that store the edit, with what becomes of overlaps."""
    if edit.problems:
        return {}
    if edit.over:
        return {"t": Overlap.TRIM.value, "b": Overlap.KEEP.value}
    return {"enter": Overlap.REFUSE.value}
