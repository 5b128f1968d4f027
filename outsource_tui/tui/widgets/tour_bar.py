"""The step of the tour, between the top bar and the screen."""

from __future__ import annotations

from textwrap import wrap

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from outsource_tui.model.value import dataclass


@dataclass(frozen=True, slots=True)
class TourState:
    """The step (0 is the first), how many there are, its title, what to do, and how to leave."""

    step: int
    count: int
    title: str
    words: str
    leave: str = ""


class TourBar(Widget):
    """Says which step it is, what to do, and how to leave."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TourBar { height: 3; width: 100%; padding: 0 2; background: $accent-muted; color: $foreground; }
    """
    state: reactive[TourState | None] = reactive(None, layout=False)

    def render(self) -> Content:
        """Draw the step in its three lines."""
        state, width = self.state, self.content_size.width
        if state is None:
            return Content("")
        place = f"{min(state.step + 1, state.count)} of {state.count}"
        left = Content.assemble((f"Tour {place}   ", "$foreground"), (state.title, "bold $foreground"))
        right = Content.styled(state.leave, "$foreground")
        space = max(1, width - left.cell_length - right.cell_length)
        lines = wrap(state.words, max(20, width))[:2]
        return Content("\n").join([left + Content(" " * space) + right, *map(Content, lines)])
