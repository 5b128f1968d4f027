"""What an edited day changes, before it is stored."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from outsource_tui.model.clock import long_date
from outsource_tui.model.edit import Overlap
from outsource_tui.model.text import clean
from outsource_tui.services.day_text import DayEdit
from outsource_tui.tui.dialogs.walked import ReadDialog
from outsource_tui.tui.dialogs.wrapped import Hanging, Hung


class DifferenceDialog(ReadDialog[str]):
    """Answers "again", or what to do about overlaps as `Overlap` names it; None to leave all as it was."""

    DEFAULT_CSS = "DifferenceDialog > #dialog { width: 92; }"

    def __init__(self, edit: DayEdit) -> None:
        super().__init__(f"{long_date(edit.date)}: {_counted(edit)}", _keys(edit))
        self._answers = {"e": "again", **_storing(edit)}
        self._edit = edit

    def compose_content(self) -> ComposeResult:
        """Yield the lines that go and come, and those that cannot be read."""
        with VerticalScroll(can_focus=False, classes="gives"):
            yield Hung(self._lines())

    def _lines(self) -> list[Hanging]:
        edit, lines = self._edit, []
        for problem in edit.problems:
            lines.append(_line("!", problem.text, "bold $error"))
            lines.append(_line(" ", problem.reason, "$text-muted"))
        lines += [_line("!", told, "$warning") for told in (*edit.meanwhile, *edit.over)]
        for _, _, before, after in edit.changed:
            lines.append(_line("−", before, "$text-muted"))
            lines.append(_line("+", after, "$success"))
        lines += [_line("−", line, "$error") for _, line in edit.gone]
        lines += [_line("+", line, "$success") for _, line in edit.added]
        return lines

    def on_key(self, event: events.Key) -> None:
        """Answer by key."""
        answer = self._answers.get(event.key)
        if answer is not None:
            event.stop()
            self.dismiss(answer)


def _line(sign: str, words: str, style: str) -> Hanging:
    return Content.styled(f"{sign} ", style), Content.styled(clean(words), style)


def _counted(edit: DayEdit) -> str:
    """Return how much changes, as a long list does not tell it; with problems, how many there are."""
    if edit.problems:
        count = len(edit.problems)
        return f"{count} line{'' if count == 1 else 's'} cannot be stored"
    counts = ((len(edit.changed), "changed"), (len(edit.gone), "taken out"), (len(edit.added), "new"))
    return ", ".join(f"{count} {word}" for count, word in counts if count)


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
