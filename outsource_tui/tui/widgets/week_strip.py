"""The week at a glance: seven days with their hours and how much of each is in the log."""

from __future__ import annotations

from datetime import date

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from outsource_tui.model.clock import DAY_NAMES, hm
from outsource_tui.model.day import Day, covered_words
from outsource_tui.model.value import dataclass
from outsource_tui.model.week import WeekLog

GOOD_ENOUGH = 0.8
"""From this coverage on, a week or a day is worth a review."""
DAYS_TO_REVIEW = 5
"""So many days in, a week shows what it is made of."""
GAP = 1
LEAST_FIGURE, LEAST_PADDED, LEAST_BAR = 4, 12, 3
FULL, MISSING, FUTURE = "━", "┄", "·"
_LEVELS = "▁▂▃▄▅▆▇█"


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
        width = _cell_width(self.size.width)
        figure = max(LEAST_FIGURE, *(len(_hours(day, state)) for day in state.week.days))
        return Content(" " * GAP).join(_cell(day, state, width, figure) for day in state.week.days)

    def on_click(self, event: events.Click) -> None:
        """Choose the day that was clicked."""
        if self.state is not None:
            cell = min(6, event.x // (_cell_width(self.size.width) + GAP))
            self.post_message(self.Chosen(self.state.week.days[cell].date))


def _cell_width(width: int) -> int:
    """Return the cells of each day: all the same, with a gap between."""
    return max(1, (width - 6 * GAP) // 7)


def _hours(day: Day, state: WeekState) -> str:
    return hm(day.logged) if day.logged or (day.date <= state.today and _expected(day)) else ""


def _expected(day: Day) -> bool:
    """False for a day without log of which none is missing: one off, or before the log began."""
    return day.counts or bool(day.logged)


def _cell(day: Day, state: WeekState, width: int, figure: int) -> Content:
    """Draw "Mon ━━━┄ 7:40" in `width` cells: the bar goes first, then the letters of the name."""
    shown, future = day.date == state.shown, day.date > state.today
    ground = " on $panel" if shown else ""
    quiet = "$text-disabled" if future else "$text-muted"
    name_style = "bold $foreground" if shown or day.date == state.today else quiet
    hours_style = "bold $foreground" if shown else quiet if future else "$foreground"
    name, hours = DAY_NAMES[day.date.weekday()], _hours(day, state)
    pad = " " if width >= LEAST_PADDED else ""
    room = width - 2 * len(pad) - figure - 1
    bar = room - len(name) - 1
    if bar < 1:
        name, bar = name[: max(1, min(3 if room >= 3 else 2, room))], 0
    between = room - len(name) - bar
    parts = [
        (f"{pad}{name}{' ' * (between if bar else between + 1)}", name_style),
        *(_bar(day, bar, future or not _expected(day)) if bar else ()),
        (f"{' ' if bar else ''}{hours:>{figure}}{pad}", hours_style),
    ]
    return Content("").join(Content.styled(text, style + ground) for text, style in parts if text)


def _bar(day: Day, width: int, future: bool) -> list[tuple[str, str]]:
    """Return how much of a day is in the log: one cell fills upwards, several from the left."""
    if future and not day.logged:
        return [(FUTURE * width, "$text-disabled")]
    colour = "$success" if day.coverage >= GOOD_ENOUGH else "$primary"
    if width < LEAST_BAR:
        level = int(min(1.0, day.coverage) * (len(_LEVELS) - 1))  # full is only what lacks nothing
        return [(" " * (width - 1) + _LEVELS[level], colour)]
    full = max(1, int(min(1.0, day.coverage) * width + 0.5)) if day.logged else 0
    if day.unlogged >= 1:
        full = min(full, width - 1)
    return [(FULL * full, colour), ((MISSING if day.counts else FUTURE) * (width - full), "$text-disabled")]


def challenge(state: WeekState, room: int = 200) -> str:
    """Return how far the week's log is, in as many words as fit in `room` cells: "day 3 of 7 · 68 % logged
    · 1:50 missing"."""
    week = state.week
    first = max(week.week.first, week.since) if week.since is not None else week.week.first
    if week.since is not None and 0 <= (state.today - week.since).days < 7:
        first = week.since  # a log that has just begun: seven days from its first entry
    began = first <= state.today
    days = (state.today - first).days + 1
    parts = [f"day {days} of 7"] if began and days <= 7 else []
    if days > 7:
        parts = [f"{sum(1 for day in week.days if day.logged)} of 7 days logged"]
    if not week.logged:
        return " · ".join(parts)
    missing = sum(day.unlogged for day in week.days if day.counts)
    lack = f"{hm(missing)} missing" if missing >= 1 else "nothing missing"
    share = covered_words(week.coverage)
    tails = [[f"{share} logged", lack], [share, lack], [lack], []]
    if week.coverage >= GOOD_ENOUGH and days >= DAYS_TO_REVIEW:
        good = "good enough to review"
        richest = [f"{share} logged", lack, f"{good} · 2"]
        tails = [richest, [share, lack, good], [lack, good], [good], [lack], []]
    lines = [" · ".join([*parts, *tail]) for tail in tails]
    return next((line for line in lines if len(line) <= room), lines[-1])
