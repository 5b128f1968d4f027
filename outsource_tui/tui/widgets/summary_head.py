"""The head of the summary: where in time the page lies, and how long a period is looked at."""

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
    """The period's title, where it lies ("last week"), the length that is looked at, and whether the page
    can be seen, which bears the title itself."""

    title: str = ""
    where: str = ""
    length: str = "week"
    titled: bool = False


class SummaryHead(Widget):
    """One line: the title unless the page says it already, and the lengths to choose from."""

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
        """Draw what is looked at at the left and the lengths at the right."""
        width, state = self.content_size.width, self.state
        where = Content.styled(state.where, "$text-muted")
        title = Content.styled(state.title, "bold $foreground")
        choices = [where] if state.titled else [title + Content("   ") + where, title]
        right = self._lengths(short=width < 100)
        left = next((c for c in choices if c.cell_length + right.cell_length + 2 <= width), None)
        if left is None:
            self._edges = []
            return choices[-1].truncate(width, ellipsis=True)
        space = width - left.cell_length - right.cell_length
        start = self.content_offset_x + width - right.cell_length
        self._edges = [(a + start, b + start, name) for a, b, name in self._edges]
        return left + Content(" " * space) + right

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
