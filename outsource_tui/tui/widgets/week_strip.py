"""The week at a glance: seven days with their hours and how much of each is in the log."""

from __future__ import annotations

from datetime import date

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from outsource_tui.model.clock import DAY_NAMES, hm
from outsource_tui.model.day import Day
from outsource_tui.model.value import dataclass
from outsource_tui.model.week import WeekLog

GOOD_ENOUGH = 0.8
"""From this coverage on, a week or a day is worth a review."""
_BAR = ("━", "╸")


@dataclass(frozen=True, slots=True)
class WeekState:
    """A week, the day that is shown, and today."""

    week: WeekLog
    shown: date
    today: date


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
        if state is None:
            return Content("")
        width = self.size.width
        cells = [
            _cell(day, state, _end(n, width) - _end(n - 1, width)) for n, day in enumerate(state.week.days)
        ]
        return Content("").join(cells)

    def on_click(self, event: events.Click) -> None:
        """Choose the day that was clicked."""
        if self.state is not None:
            found = next(n for n in range(7) if event.x < _end(n, self.size.width) or n == 6)
            self.post_message(self.Chosen(self.state.week.days[found].date))


def _end(cell: int, width: int) -> int:
    return width * (cell + 1) // 7


def _cell(day: Day, state: WeekState, width: int) -> Content:
    """Draw "Mon ━━━━━━╸ 7:40" in `width` cells."""
    shown, future = day.date == state.shown, day.date > state.today
    ground = " on $panel" if shown else ""
    quiet = "$text-disabled" if future else "$text-muted"
    name = DAY_NAMES[day.date.weekday()]
    hours = hm(day.logged) if day.logged or not future else ""
    if width < 9:
        name = name[:2]
    bar = width - len(name) - 9
    name_style = "bold $foreground" if shown else "bold $foreground" if day.date == state.today else quiet
    hours_style = "bold $foreground" if shown else quiet if future else "$foreground"
    if bar < 3:
        words = Content.styled(f" {name}", name_style + ground)
        figure = Content.styled(hours.rjust(width - len(name) - 2) + " ", hours_style + ground)
        return (words + figure).truncate(width, pad=True)
    full = round(min(1.0, day.coverage) * bar) if day.logged else 0
    if day.logged and not full:
        full = 1
    colour = "$success" if day.coverage >= GOOD_ENOUGH else "$primary"
    return Content("").join(
        [
            Content.styled(f" {name} ", name_style + ground),
            Content.styled(_BAR[0] * full, colour + ground),
            Content.styled(_BAR[0] * (bar - full), "$text-disabled" + ground),
            Content.styled(f" {hours:>5} ", hours_style + ground),
        ]
    )


def challenge(state: WeekState) -> str:
    """Return how far the week's log is: "day 3 of 7 · 68 % logged · 1:50 missing"."""
    week = state.week
    share = f"{int(week.coverage * 100)} % logged"
    missing = sum(day.unlogged for day in week.days if day.counts)
    parts = []
    if week.week.first <= state.today <= week.week.last:
        parts.append(f"day {(state.today - week.week.first).days + 1} of 7")
    elif state.today > week.week.last:
        parts.append(f"{sum(1 for day in week.days if day.logged)} of 7 days logged")
    if not week.logged:
        return " · ".join(parts)
    parts.append(share)
    if missing >= 1:
        parts.append(f"{hm(missing)} missing")
    if week.coverage >= GOOD_ENOUGH and (state.today - week.week.first).days >= 4:
        parts.append("good enough to review: 2")
    return " · ".join(parts)
