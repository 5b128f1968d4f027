"""A month's days with their hours, to jump from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from outsource_tui.model.clock import DAY_NAMES, add_months, hm
from outsource_tui.model.day import Day
from outsource_tui.tui.dialogs.base import Dialog

CELL = 9
_SHADES = " ░▒▓█"


class _Month(Widget):
    DEFAULT_CSS = "_Month { height: 14; width: 100%; }"
    ALLOW_SELECT = False

    def __init__(self, first_day: int) -> None:
        super().__init__()
        self.days: Sequence[Day] = ()
        self.cursor = date.min
        self.today = date.min
        self._first_day = first_day

    @property
    def offset_days(self) -> int:
        return (self.days[0].date.weekday() - self._first_day) % 7

    def render(self) -> Content:
        if not self.days:
            return Content("")
        heads = [DAY_NAMES[(self._first_day + n) % 7] for n in range(7)]
        lines = [Content.styled("".join(f" {head:<{CELL - 1}}" for head in heads) + "   week", "$text-muted")]
        cells: list[Day | None] = [None] * self.offset_days + list(self.days)
        for week in (cells[n : n + 7] for n in range(0, len(cells), 7)):
            whole = sum(day.logged for day in week if day)
            lines.append(Content("").join(self._head(day) for day in week))
            figures = Content("").join(self._figure(day) for day in week)
            room = " " * (CELL * (7 - len(week)))
            lines.append(figures + Content.styled(f"{room}{hm(whole) if whole else '':>7}", "$foreground"))
        return Content("\n").join(lines)

    def _ground(self, day: Day) -> str:
        return " on $panel" if day.date == self.cursor else ""

    def _head(self, day: Day | None) -> Content:
        if day is None:
            return Content(" " * CELL)
        today = day.date == self.today
        style = "bold $primary" if today else "bold $foreground" if day.logged else "$text-muted"
        return Content.styled(
            f" {day.date.day:>2}{'·' if today else ' '}{'':<{CELL - 5}}", style + self._ground(day)
        ) + Content(" ")

    def _figure(self, day: Day | None) -> Content:
        if day is None:
            return Content(" " * CELL)
        if not day.logged:
            word = f"░{hm(day.planned)}" if day.planned else ""
            return Content.styled(f" {word:<{CELL - 2}}", "$accent" + self._ground(day)) + Content(" ")
        shade = _SHADES[min(4, 1 + int(day.coverage * 3.999))]
        colour = "$success" if day.coverage >= 0.8 else "$primary"
        return (
            Content.styled(f" {shade} ", colour + self._ground(day))
            + Content.styled(f"{hm(day.logged):<{CELL - 4}}", "$foreground" + self._ground(day))
            + Content(" ")
        )

    def at(self, x: int, y: int) -> date | None:
        place = (y - 1) // 2 * 7 + x // CELL - self.offset_days
        return self.days[place].date if y >= 1 and x < 7 * CELL and 0 <= place < len(self.days) else None


class MonthDialog(Dialog[date]):
    """Answers the day to go to. `ask` gives the days of the month of a date."""

    AUTO_FOCUS = ""
    BINDINGS = [
        Binding("left,h", "move(-1)", show=False),
        Binding("right,l", "move(1)", show=False),
        Binding("up,k", "move(-7)", show=False),
        Binding("down,j", "move(7)", show=False),
        Binding("pageup,less_than_sign,left_square_bracket", "month(-1)", show=False),
        Binding("pagedown,greater_than_sign,right_square_bracket", "month(1)", show=False),
        Binding("t", "today", show=False),
        Binding("enter", "choose", show=False),
    ]
    DEFAULT_CSS = "MonthDialog > #dialog { width: 80; }"

    def __init__(
        self, day: date, today: date, ask: Callable[[date], Sequence[Day]], first_day: int = 0
    ) -> None:
        super().__init__(" ", "arrows day · < > month · t today · ↵ go · esc close")
        self._ask = ask
        self._month = _Month(first_day)
        self._month.cursor, self._month.today = day, today

    def compose_content(self) -> ComposeResult:
        """Yield the month."""
        yield self._month

    def on_mount(self) -> None:
        """Show the month of the day."""
        self._show(self._month.cursor)

    def _show(self, day: date) -> None:
        month = self._month
        if not month.days or (month.days[0].date.year, month.days[0].date.month) != (day.year, day.month):
            month.days = self._ask(day)
        month.cursor = day
        whole = sum(each.logged for each in month.days)
        counted = [d for d in month.days if d.counts and d.span]
        span = sum(d.span_minutes for d in counted)
        share = f" · {int(100 * (span - sum(d.unlogged for d in counted)) / span)} % logged" if span else ""
        from textual.widgets import Static

        self.query_one("#title", Static).update(f"{day:%B} {day.year}   {hm(whole)}{share if whole else ''}")
        month.refresh()

    def action_move(self, days: int) -> None:
        """Go by days."""
        try:
            self._show(self._month.cursor + timedelta(days=days))
        except OverflowError:
            self.app.bell()

    def action_month(self, months: int) -> None:
        """Go by months."""
        try:
            self._show(add_months(self._month.cursor, months))
        except (OverflowError, ValueError):
            self.app.bell()

    def action_today(self) -> None:
        """Go to today."""
        self._show(self._month.today)

    def action_choose(self) -> None:
        """Answer."""
        self.dismiss(self._month.cursor)

    def on_click(self, event: events.Click) -> None:
        """Choose by mouse."""
        if event.widget is self._month:
            found = self._month.at(event.x, event.y)
            if found is not None:
                self.dismiss(found)
