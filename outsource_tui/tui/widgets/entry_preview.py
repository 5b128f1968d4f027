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


@dataclass(frozen=True, slots=True)
class Preview:
    """What the line will be, or why it cannot be that; `refused` once enter was pressed on it.

    `asked` is a question before it, where something else was probably meant; `over` says behind it what is in
    the way. Where there is no room for all, the words between them are cut: they stand in the line as well.
    """

    text: str = ""
    good: bool = True
    refused: bool = False
    asked: str = ""
    over: str = ""

    @property
    def width(self) -> int:
        """The cells of all of it."""
        return self.content().cell_length

    def content(self, width: int | None = None) -> Content:
        """Return the words in the style of what they are, cut to `width` cells."""
        style = "$foreground" if self.good else "$error" if self.refused else "$text-muted"
        asked = Content.styled(clean(self.asked) + _DOT if self.asked else "", "$warning")
        over = Content.styled(_DOT + clean(self.over) if self.over else "", "$warning")
        text = Content.styled(clean(self.text), style)
        if width is None:
            return asked + text + over
        room = max(_LEAST, width - asked.cell_length - over.cell_length)
        return (asked + text.truncate(room, ellipsis=True) + over).truncate(width, ellipsis=True)


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
        """Draw as much as fits."""
        hints, width = self.hints, self.size.width
        parts: list[Content] = []
        if not hints.preview.text and not hints.choices:
            return hints.idle.truncate(width, ellipsis=True)
        if self.above and hints.preview.text:
            parts.append(hints.preview.content(width))
        used = sum(part.cell_length for part in parts)
        for n, choice in enumerate(hints.choices):
            style = "bold $foreground on $panel" if n == hints.chosen else "$text-muted"
            part = Content.styled(f" {clean(choice.label)} ", style)
            if used + part.cell_length + 1 > width:
                break
            used += part.cell_length + 1
            parts.append(part)
        return Content(" ").join(parts).truncate(width, ellipsis=True)


class PreviewLine(Widget):
    """Beside the line, at the right: what it will be, and what enter does."""

    ALLOW_SELECT = False
    words: reactive[tuple[Preview, str]] = reactive((Preview(), ""), layout=False)

    def render(self) -> Content:
        """Draw as much as fits."""
        preview, verb = self.words
        width = self.size.width
        shown = preview.content(max(0, width - len(verb)))
        space = max(0, width - shown.cell_length - len(verb))
        return Content(" " * space) + shown + Content.styled(verb, "$primary")
