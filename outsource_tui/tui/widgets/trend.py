"""Weeks as bars: core, other and to hand over from the ground up, and on top what was won back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from outsource_tui.model.baseline import Standing
from outsource_tui.model.clock import Week
from outsource_tui.model.day import covered
from outsource_tui.model.tune_up import TrendWeek
from outsource_tui.model.value import dataclass
from outsource_tui.tui.theme import few_colours
from outsource_tui.tui.widgets.painted import Painted

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_AXIS = 5
_SLOT = 3
_BAR = 2
_FEET = 3
"""Lines beneath the bars: week numbers, coverage, legend."""
_MARKS = {Standing.COUNTED: "", Standing.NOT_OVER: "…", Standing.TOO_LITTLE: "~", Standing.NO_LOG: "·"}
_LEGEND = (("core", "core"), ("faint", "other"), ("hand-over", "to hand over"), ("won", "won back"))
_TEXTURES = {"core": "█", "faint": "░", "hand-over": "▓", "won": "▒"}
"""What tells the parts of a bar from each other where there are no colours."""
_TITLE = "Hours a week, with what is marked today to hand over"
_TITLED = 10
"""From this height on there is a line for the title."""
_HOURS = (0.5, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24)
"""Hours that a line of the bars may stand for."""


@dataclass(frozen=True, slots=True)
class TrendState:
    """The weeks of the trend, oldest first, and the first and last day that are looked at."""

    weeks: tuple[TrendWeek, ...] = ()
    first: date = date.min
    last: date = date.min

    @property
    def most(self) -> float:
        """The minutes of the tallest bar."""
        return max((_height(w) for w in self.weeks), default=0.0)


def _height(week: TrendWeek) -> float:
    return week.logged + max(0.0, week.won_back or 0.0)


class Trend(Painted):
    """Draws a `TrendState`; the newest weeks that fit, those looked at always among them."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Trend { height: 10; width: 1fr; }
    """
    state: reactive[TrendState] = reactive(TrendState(), layout=False)

    class WeekChosen(Message):
        """A week's bar was clicked."""

        def __init__(self, week: Week) -> None:
            super().__init__()
            self.week = week

    @property
    def shown(self) -> Sequence[TrendWeek]:
        """The weeks that fit."""
        count = max(1, (self.size.width - _AXIS) // _SLOT)
        weeks = self.state.weeks
        looked_at = [n for n, w in enumerate(weeks) if self._looked_at(w)]
        end = len(weeks)
        if looked_at and looked_at[-1] < end - count:
            end = min(end, looked_at[-1] + 1 + count // 3)
        return weeks[max(0, end - count) : end]

    def _looked_at(self, week: TrendWeek) -> bool:
        return week.week.first <= self.state.last and week.week.last >= self.state.first

    def render_line(self, y: int) -> Strip:
        """Draw one line of bars, or what stands beneath them."""
        width, height = self.size
        title = 1 if height >= _TITLED else 0
        bars = max(1, height - _FEET - title)
        if not self.state.weeks:
            return self._line([], width)
        if y < title:
            words = _TITLE if len(_TITLE) + _AXIS <= width else "Hours a week"
            return self._line([Segment(f"{'':{_AXIS}}{words}", self.paint.style("dim"))], width)
        y -= title
        if y < bars:
            return self._bar_line(bars - 1 - y, bars, width)
        foot = (self._numbers, self._coverage, self._legend)[min(y - bars, _FEET - 1)]
        return self._line(foot(width), width)

    def _bar_line(self, row: int, rows: int, width: int) -> Strip:
        """Draw the cells that lie `row` cells above the ground."""
        most = max((_height(w) for w in self.shown), default=0.0)
        unit = next((60 * hours for hours in _HOURS if 60 * hours * rows >= most), most / rows)
        label = ""
        if row == rows - 1 or (rows >= 6 and row == rows // 2 - 1):
            label = f"{unit * (row + 1) / 60:.0f} h"
        segments = [Segment(f"{label:>{_AXIS - 1}} ", self.paint.style("dim"))]
        for week in self.shown:
            segments += self._cell(week, row, unit)
        return self._line(segments, width)

    def _cell(self, week: TrendWeek, row: int, unit: float) -> list[Segment]:
        """Draw one bar's part in a row: at most two colours meet in a cell, the lower in front."""
        won = max(0.0, week.won_back or 0.0)
        other = max(0.0, week.logged - week.core - week.to_hand_over)
        layers = [("core", week.core), ("faint", other), ("hand-over", week.to_hand_over), ("won", won)]
        bottom, at = row * unit, 0.0
        inside: list[tuple[str, float]] = []
        for role, size in layers:
            first, last = max(at, bottom), min(at + size, bottom + unit)
            at += size
            if last > first:
                inside.append((role, (last - first) / unit))
        gap = Segment(" " * (_SLOT - _BAR), self.paint.style("text"))
        if not inside:
            return [Segment(" " * _BAR, self.paint.style("text")), gap]
        if few_colours(self.app):
            most = max(inside, key=lambda part: part[1])[0]
            sign = _TEXTURES[most] if sum(part[1] for part in inside) >= 0.5 else " "
            return [Segment(sign * _BAR, self.paint.style("text")), gap]
        lower, share = inside[0]
        upper = max(inside[1:], key=lambda part: part[1])[0] if len(inside) > 1 else ""
        eighths = max(1, min(8, round(share * 8)))
        if upper and eighths == 8:
            eighths = 7
        return [Segment(_EIGHTHS[eighths] * _BAR, self.over(lower, upper)), gap]

    def _numbers(self, width: int) -> list[Segment]:
        segments = [Segment(f"{'week':>{_AXIS - 1}} ", self.paint.style("dim"))]
        for week in self.shown:
            here = self._looked_at(week)
            paint = self.paint.on_cursor if here else self.paint
            number = f"{week.week.number:>2}"
            segments.append(Segment(number, paint.style("text" if here else "dim", here)))
            segments.append(Segment(_MARKS[week.standing] or " ", self.paint.style("dim")))
        return segments

    def _coverage(self, width: int) -> list[Segment]:
        segments = [Segment(f"{'%':>{_AXIS - 1}} ", self.paint.style("dim"))]
        for week in self.shown:
            share = min(99, covered(week.coverage)) if week.logged else 0
            segments.append(Segment(f"{share or '·':>2} ", self.paint.style("dim" if share else "faint")))
        return segments

    def _legend(self, width: int) -> list[Segment]:
        segments = [Segment(" " * _AXIS, self.paint.style("text"))]
        for role, words in _LEGEND:
            sign = _TEXTURES[role] if few_colours(self.app) else "█"
            segments.append(Segment(sign, self.paint.style(role)))
            segments.append(Segment(f" {words}  ", self.paint.style("dim")))
        marks = {w.standing for w in self.shown}
        notes = [f"{_MARKS[m]} {m}" for m in (Standing.TOO_LITTLE, Standing.NOT_OVER) if m in marks]
        room = width - sum(s.cell_length for s in segments)
        for note in notes:
            if len(note) + 2 <= room:
                segments.append(Segment(f"{note}  ", self.paint.style("dim")))
                room -= len(note) + 2
        return segments

    def _line(self, segments: list[Segment], width: int) -> Strip:
        return Strip(segments).adjust_cell_length(width, self.paint.style("text"))

    def on_click(self, event: events.Click) -> None:
        """Go to the week that was clicked."""
        place = (event.x - _AXIS) // _SLOT
        if event.x >= _AXIS and 0 <= place < len(self.shown):
            self.post_message(self.WeekChosen(self.shown[place].week))
