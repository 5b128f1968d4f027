"""The week at a glance in one line: seven days with their hours and how much of each is in the log."""

from __future__ import annotations

from datetime import date

from outsource_tui.model.clock import DAY_NAMES, hm
from outsource_tui.model.day import Day
from outsource_tui.model.value import dataclass
from outsource_tui.model.week import WeekLog
from outsource_tui.tui.widgets.pieces import Piece

GOOD_ENOUGH = 0.8
"""From this coverage on, a week or a day is worth a review."""
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


def week_line(state: WeekState, width: int) -> list[Piece]:
    """Return the seven cells of a week, as wide as there is room."""
    wide = cell_width(width)
    figure = max(LEAST_FIGURE, *(len(_hours(day, state)) for day in state.week.days))
    pieces: list[Piece] = []
    for day in state.week.days:
        pieces += [*_cell(day, state, wide, figure), (" " * GAP, "")]
    return pieces[:-1]


def cell_width(width: int) -> int:
    """Return the cells of each day: all the same, with a gap between."""
    return max(1, (width - 6 * GAP) // 7)


def _hours(day: Day, state: WeekState) -> str:
    return hm(day.logged) if day.logged or (day.date <= state.today and _expected(day)) else ""


def _expected(day: Day) -> bool:
    """False for a day without log of which none is missing: one off, or before the log began."""
    return day.counts or bool(day.logged)


def _cell(day: Day, state: WeekState, width: int, figure: int) -> list[Piece]:
    """Draw "Mon ━━━┄ 7:40" in `width` cells: where room is short, a letter of the name goes first, then the
    bar, then other letters; `figure` cells are for the hours, as many on all days of a week."""
    shown, future = day.date == state.shown, day.date > state.today
    ground = " on $panel" if shown else ""
    quiet = "$text-disabled" if future else "$text-muted"
    name_style = "bold $foreground" if shown or day.date == state.today else quiet
    hours_style = "bold $foreground" if shown else quiet if future else "$foreground"
    name, hours = DAY_NAMES[day.date.weekday()], _hours(day, state)
    pad = " " if width >= LEAST_PADDED else ""
    room = width - 2 * len(pad) - figure - 1
    bar = room - len(name) - 1
    if bar == 0:
        name, bar = name[:2], 1
    if bar < 1:
        name, bar = name[: max(1, min(3 if room >= 3 else 2, room))], 0
    between = room - len(name) - bar
    parts = [
        (f"{pad}{name}{' ' * (between if bar else between + 1)}", name_style),
        *(_bar(day, bar, future or not _expected(day)) if bar else ()),
        (f"{' ' if bar else ''}{hours:>{figure}}{pad}", hours_style),
    ]
    return [(text, style + ground) for text, style in parts if text]


def _bar(day: Day, width: int, future: bool) -> list[Piece]:
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
