"""What a typed line will be, in words: beside the line, or above it together with what could follow."""

from __future__ import annotations

from dataclasses import dataclass, field

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from outsource_tui.model.completion import Completion
from outsource_tui.model.text import clean

_LEAST = 12
"""Cells that are left of the words themselves before what is asked, or in the way, is cut."""
_DOT = " · "
QUESTION = 2
"""Lines that a question may take which has no room beside what the line will be."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What the line will be, or why it cannot be that; `refused` once enter was pressed on it.

    `asked` is a question before it, where something else was probably meant; `over` says behind it what is in
    the way. The first `fixed` characters of the text, the day and the times, are always whole: where there is
    no room for all, the question goes onto lines of its own, and the name is cut, which stands in the line as
    well.
    """

    text: str = ""
    good: bool = True
    refused: bool = False
    asked: str = ""
    over: str = ""
    fixed: int = 0

    @property
    def width(self) -> int:
        """The cells of all of it."""
        return self.content().cell_length

    def content(self) -> Content:
        """Return all of it in one line, in the style of what it is."""
        return Content(_DOT).join(part for part in (self._question, self._what()) if part.cell_length)

    def lines(self, width: int) -> list[Content]:
        """Return the words in lines of `width` cells: one, where there is no question or room beside it."""
        if not self.asked:
            return [self._what(width)]
        beside = width - self._question.cell_length - len(_DOT)
        least = self._least + len(_DOT + clean(self.over)) if self.fixed else width
        if beside >= min(self._what().cell_length, least):
            return [self._question + Content(_DOT) + self._what(beside)]
        return [*self._question.wrap(width)[:QUESTION], self._what(width)]

    @property
    def _least(self) -> int:
        """Cells of the text that are never cut: at least the day and the times, and a sign for the rest."""
        return max(_LEAST, self.fixed + len(_DOT) + 1)

    @property
    def _question(self) -> Content:
        return Content.styled(clean(self.asked), "$warning")

    def _what(self, width: int | None = None) -> Content:
        style = "$foreground" if self.good else "$error" if self.refused else "$text-muted"
        over = Content.styled(_DOT + clean(self.over) if self.over else "", "$warning")
        text = Content.styled(clean(self.text), style)
        if width is None:
            return text + over
        room = max(self._least, width - over.cell_length)
        return (text.truncate(room, ellipsis=True) + over).truncate(width, ellipsis=True)


@dataclass(frozen=True, slots=True)
class Hints:
    """The preview, the completions of which one is chosen, and the quiet word where there is neither."""

    preview: Preview = Preview()
    idle: Content = field(default_factory=Content)
    choices: tuple[Completion, ...] = ()
    chosen: int = 0


class HintLine(Widget):
    """Above the line: completions, and before them a preview that has no room beside it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "HintLine { height: 1; width: 1fr; padding: 0 2; background: $background; }"
    hints: reactive[Hints] = reactive(Hints(), layout=False)
    above: reactive[bool] = reactive(False, layout=False)

    def render(self) -> Content:
        """Draw as much as fits, completions behind the last line of the preview."""
        hints, width = self.hints, self.content_size.width
        if not hints.preview.text and not hints.choices:
            return hints.idle.truncate(width, ellipsis=True)
        *over, last = self._preview_lines(width) or [Content("")]
        parts = [last] if last.cell_length else []
        used = last.cell_length
        for n, choice in enumerate(hints.choices):
            style = "bold $foreground on $panel" if n == hints.chosen else "$text-muted"
            part = Content.styled(f" {clean(choice.label)} ", style)
            if used + part.cell_length + 1 > width:
                break
            used += part.cell_length + 1
            parts.append(part)
        return Content("\n").join([*over, Content(" ").join(parts).truncate(width, ellipsis=True)])

    def rows(self, width: int) -> int:
        """Return how many rows the words need in a line of `width` cells."""
        return max(1, len(self._preview_lines(width)))

    def _preview_lines(self, width: int) -> list[Content]:
        return self.hints.preview.lines(width) if self.above and self.hints.preview.text else []


class PreviewLine(Widget):
    """Beside the line, at the right: what it will be, and what enter does."""

    ALLOW_SELECT = False
    words: reactive[tuple[Preview, str]] = reactive((Preview(), ""), layout=False)

    def render(self) -> Content:
        """Draw as much as fits."""
        preview, verb = self.words
        width = self.size.width
        shown = preview.content().truncate(max(0, width - len(verb)), ellipsis=True)
        space = max(0, width - shown.cell_length - len(verb))
        return Content(" " * space) + shown + Content.styled(verb, "$primary")
