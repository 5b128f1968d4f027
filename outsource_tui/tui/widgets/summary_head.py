"""The head of the summary: the period, its few figures, and how long a period is looked at."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from outsource_tui.model.value import dataclass

LENGTHS = ("week", "month", "quarter", "year", "span")


@dataclass(frozen=True, slots=True)
class HeadState:
    """The period's title, words after it, the length that is looked at, and the sides: their names and
    which one the keys move (where only one can be seen, it is that one)."""

    title: str = ""
    words: str = ""
    length: str = "week"


class SummaryHead(Widget):
    """One line; what does not fit goes, the title last."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    SummaryHead { height: 1; width: 1fr; padding: 0 2; color: $text-muted; }
    """
    state: reactive[HeadState] = reactive(HeadState(), layout=False)

    class LengthChosen(Message):
        """A length was clicked."""

        def __init__(self, length: str) -> None:
            super().__init__()
            self.length = length

    def __init__(self) -> None:
        super().__init__()
        self._edges: list[tuple[int, int, str]] = []

    def render(self) -> Content:
        """Draw the title at the left and the lengths at the right."""
        width = self.content_size.width
        title = Content.styled(self.state.title, "bold $foreground")
        right = self._lengths(short=width < 100)
        if title.cell_length + right.cell_length + 2 > width:
            self._edges = []
            return title.truncate(width, ellipsis=True)
        words = Content.styled(f"   {self.state.words}" if self.state.words else "", "$text-muted")
        if title.cell_length + words.cell_length + right.cell_length + 2 > width:
            words = Content("")
        space = width - title.cell_length - words.cell_length - right.cell_length
        start = self.content_offset_x + width - right.cell_length
        self._edges = [(a + start, b + start, name) for a, b, name in self._edges]
        return title + words + Content(" " * space) + right

    @property
    def content_offset_x(self) -> int:
        """Where the content begins."""
        return self.gutter.left

    def _lengths(self, short: bool) -> Content:
        parts, x, self._edges = [], 0, []
        for name in LENGTHS:
            if short and name != self.state.length:
                continue
            here = name == self.state.length
            part = Content.styled(f" {name} ", "bold $foreground on $panel" if here else "$text-muted")
            self._edges.append((x, x + part.cell_length, name))
            x += part.cell_length
            parts.append(part)
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Choose the length that was clicked."""
        for start, end, name in self._edges:
            if start <= event.x < end:
                self.post_message(self.LengthChosen(name))
