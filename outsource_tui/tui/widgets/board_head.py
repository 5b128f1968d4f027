"""The line above the board: how much there is, of which week, and which columns are in sight."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from outsource_tui.model.text import clean
from outsource_tui.model.value import dataclass

MARGIN = 2
GAP = 3
"""Cells that part the week, and where in the columns one is, from what stands before them."""
_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class BoardHeadState:
    """A title, the figures beside it, and at the right the week and where in the columns one is."""

    title: str = ""
    figures: str = ""
    selected: int = 0
    week: str = ""
    columns: str = ""


class BoardHead(Widget):
    """Draws a `BoardHeadState`; of what does not fit the week goes first, then the last of the figures."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "BoardHead { height: 2; width: 100%; background: $background; color: $foreground; }"
    state: reactive[BoardHeadState] = reactive(BoardHeadState(), layout=False)

    def render(self) -> Content:
        """Draw the line."""
        state, room = self.state, self.size.width - 2 * MARGIN
        left = Content.styled(clean(state.title), "bold $foreground")
        if state.selected:
            left += Content("  ") + Content.styled(f"{state.selected} selected", "bold $accent")
        right = Content.styled(clean(state.columns), "$text-muted")
        figures = clean(state.figures).split(_BETWEEN) if state.figures else []
        for count in range(len(figures), 0, -1):
            more = Content("  ") + Content.styled(_BETWEEN.join(figures[:count]), "$text-muted")
            if left.cell_length + more.cell_length + right.cell_length + GAP <= room:
                left += more
                break
        week = Content.styled(clean(state.week), "$text-muted")
        if week and left.cell_length + week.cell_length + right.cell_length + 2 * GAP <= room:
            right = week + Content(" " * GAP) + right if right else week
        space = max(0, room - left.cell_length - right.cell_length)
        return Content(" " * MARGIN) + left + Content(" " * space) + right
