"""The line above the board: how much there is, of which week, and which columns are in sight."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from outsource_tui.model.text import clean
from outsource_tui.model.value import dataclass

MARGIN = 2


@dataclass(frozen=True, slots=True)
class BoardHeadState:
    """A title, the figures beside it, and at the right the week and where in the columns one is."""

    title: str = ""
    figures: str = ""
    selected: int = 0
    week: str = ""
    columns: str = ""


class BoardHead(Widget):
    """Draws a `BoardHeadState`; what does not fit goes from the right."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "BoardHead { height: 2; width: 100%; background: $background; color: $foreground; }"
    state: reactive[BoardHeadState] = reactive(BoardHeadState(), layout=False)

    def render(self) -> Content:
        """Draw the line."""
        state, room = self.state, self.size.width - 2 * MARGIN
        left = Content.styled(clean(state.title), "bold $foreground")
        right = Content("")
        pieces = [(f"{state.selected} selected", "bold $accent")] if state.selected else []
        pieces += [(state.figures, "$text-muted")]
        for text, style in pieces:
            more = Content("  ") + Content.styled(clean(text), style)
            if text and left.cell_length + more.cell_length <= room:
                left += more
        for text in (state.columns, state.week):
            more = Content.styled(clean(text), "$text-muted")
            if text and left.cell_length + right.cell_length + more.cell_length + 3 <= room:
                right = more + Content("   ") + right if right else more
        space = max(0, room - left.cell_length - right.cell_length)
        return Content(" " * MARGIN) + left + Content(" " * space) + right
