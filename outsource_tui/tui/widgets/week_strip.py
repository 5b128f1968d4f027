"""The week at a glance: seven days, each of which a click chooses."""

from __future__ import annotations

from datetime import date

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from outsource_tui.tui.widgets.week_line import GAP, WeekState, cell_width, week_line


class WeekStrip(Widget):
    """Seven cells in one line; a click chooses a day."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "WeekStrip { height: 1; width: 1fr; background: $background; }"
    state: reactive[WeekState | None] = reactive(None, layout=False)

    class Chosen(Message):
        """A day was clicked."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    def render(self) -> Content:
        """Draw the cells as wide as there is room."""
        state = self.state
        return Content("") if state is None else Content.assemble(*week_line(state, self.size.width))

    def on_click(self, event: events.Click) -> None:
        """Choose the day that was clicked."""
        if self.state is not None:
            cell = min(6, event.x // (cell_width(self.size.width) + GAP))
            self.post_message(self.Chosen(self.state.week.days[cell].date))
