"""The quiet frame of every screen: the bar at the top and the keys at the bottom, each one render."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from outsource_tui.model.value import dataclass
from outsource_tui.tui.widgets.top_line import TopState, tab_edges, top_line


class TopBar(Widget):
    """Screens by digit at the left, what runs and whether it is saved at the right."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TopBar { height: 1; width: 100%; background: $surface; color: $text-muted; dock: top; }
    """
    state: reactive[TopState] = reactive(TopState(), layout=False)

    class Chosen(Message):
        """A screen's name was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def render(self) -> Content:
        """Draw the bar."""
        return Content.assemble(*top_line(self.state, self.size.width))

    def on_click(self, event: events.Click) -> None:
        """Go to the screen whose name was clicked."""
        for start, end, name in tab_edges(self.state, self.size.width):
            if start <= event.x < end:
                self.post_message(self.Chosen(name))


@dataclass(frozen=True, slots=True)
class Hint:
    """A key in the footer: its sign, its word, and the action that a click runs, if it does."""

    sign: str
    label: str
    action: str = ""


class BottomBar(Widget):
    """The important keys of a screen: as many as fit, help always."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    BottomBar { height: 1; width: 100%; background: $surface; color: $text-muted; dock: bottom; }
    """
    hints: reactive[tuple[Hint, ...]] = reactive((), layout=False)

    class Chosen(Message):
        """A key of the footer was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self) -> None:
        super().__init__()
        self._edges: list[tuple[int, int, str]] = []

    def render(self) -> Content:
        """Draw the hints; the last one stays when others must go."""
        parts: list[Content] = [Content("  ")]
        x, self._edges = 2, []
        for hint in _fitting(self.hints, self.size.width - 4):
            piece = Content.styled(hint.sign, "bold $primary") + Content(" " + hint.label)
            self._edges.append((x, x + piece.cell_length, hint.action))
            parts += [piece, Content("   ")]
            x += piece.cell_length + 3
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Run the action of the hint that was clicked."""
        for start, end, action in self._edges:
            if action and start <= event.x < end:
                self.post_message(self.Chosen(action))


def _fitting(hints: Sequence[Hint], room: int) -> list[Hint]:
    if not hints:
        return []
    *rest, last = hints
    left = room - len(last.sign) - len(last.label) - 1
    chosen = []
    for hint in rest:
        left -= len(hint.sign) + len(hint.label) + 4
        if left < 0:
            break
        chosen.append(hint)
    return [*chosen, last]
