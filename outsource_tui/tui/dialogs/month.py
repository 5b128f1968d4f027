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
from outsource_tui.model.day import Day, coverage_of, covered_words
from outsource_tui.tui.dialogs.walked import WalkedDialog

_SHADES = " ░▒▓█"


class _Month(Widget):
    DEFAULT_CSS = "_Month { height: 13; width: 100%; }"
    ALLOW_SELECT = False

    def __init__(self, first_day: int) -> None:
        super().__init__()
        self.days: Sequence[Day] = ()
        self.cursor = date.min
        self.today = date.min
        self._first_day = first_day

    @property
    def cell(self) -> int:
        """The cells of a day: fewer on a narrow terminal, where the week's sums go too."""
        return 9 if self.size.width >= 70 else 7

    @property
    def offset_days(self) -> int:
        return (self.days[0].date.weekday() - self._first_day) % 7

    def render(self) -> Content:
        if not self.days:
            return Content("")
        cell = self.cell
        heads = [DAY_NAMES[(self._first_day + n) % 7] for n in range(7)]
        head = "".join(f" {head:<{cell - 1}}" for head in heads)
        lines = [Content.styled(head + ("   week" if cell == 9 else ""), "$text-muted")]
        cells: list[Day | None] = [None] * self.offset_days + list(self.days)
        cells += [None] * (-len(cells) % 7)
        for week in (cells[n : n + 7] for n in range(0, len(cells), 7)):
            whole = sum(day.logged for day in week if day)
            lines.append(Content("").join(self._head(day) for day in week))
            figures = Content("").join(self._figure(day) for day in week)
            if cell == 9 and whole:
                figures += Content.styled(f"{hm(whole):>7}", "$foreground")
            lines.append(figures)
        return Content("\n").join(lines)

    def _styled(self, day: Day | None, text: str, style: str) -> Content:
        """Return a cell, with a free column behind it."""
        ground = " on $panel" if day is not None and day.date == self.cursor else ""
        return Content.styled(f"{text:<{self.cell - 1}}", style + ground) + Content(" ")

    def _head(self, day: Day | None) -> Content:
        if day is None:
            return self._styled(day, "", "$text-muted")
        today = day.date == self.today
        style = "bold $primary" if today else "bold $foreground" if day.logged else "$text-muted"
        return self._styled(day, f" {day.date.day:>2}{'·' if today else ''}", style)

    def _figure(self, day: Day | None) -> Content:
        if day is None or not day.logged:
            return self._styled(day, f" ░ {hm(day.planned)}" if day and day.planned else "", "$accent")
        shade = _SHADES[min(4, 1 + int(day.coverage * 3.999))]
        colour = "$success" if day.coverage >= 0.8 else "$primary"
        ground = " on $panel" if day.date == self.cursor else ""
        mark = Content.styled(f" {shade} " if self.cell == 9 else f"{shade}", colour + ground)
        room = self.cell - 1 - mark.cell_length
        return mark + Content.styled(f"{hm(day.logged):<{room}}", "$foreground" + ground) + Content(" ")

    def at(self, x: int, y: int) -> date | None:
        place = (y - 1) // 2 * 7 + x // self.cell - self.offset_days
        return self.days[place].date if y >= 1 and x < 7 * self.cell and 0 <= place < len(self.days) else None


class MonthDialog(WalkedDialog[date]):
    """Answers the day to go to. `ask` gives the days of the month of a date."""

    BINDINGS = [
        Binding("left,h", "move(-1)", show=False),
        Binding("right,l", "move(1)", show=False),
        Binding("less_than_sign", "page(-1)", show=False),
        Binding("greater_than_sign", "page(1)", show=False),
        Binding("t,full_stop", "today", show=False),
        Binding("enter", "choose", show=False),
    ]
    DEFAULT_CSS = """
    MonthDialog > #dialog { width: 80; max-height: 100%; }
    MonthDialog.-h20 > #dialog { padding: 0 3; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-h20"), (24, "-h24")]

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
        share = ""
        if count := sum(1 for each in month.days if each.logged):
            part = covered_words(coverage_of(month.days))
            share = f" on {count} day{'s' if count != 1 else ''} · {part} logged"
        from textual.widgets import Static

        self.query_one("#title", Static).update(
            f"{day:%B} {day.year}   {hm(whole) if whole else 'nothing logged'}{share}"
        )
        month.refresh()

    def action_move(self, days: int) -> None:
        """Go by days."""
        try:
            self._show(self._month.cursor + timedelta(days=days))
        except OverflowError:
            self.app.bell()

    def walk(self, steps: int) -> None:
        """Go by weeks."""
        self.action_move(7 * steps)

    def action_page(self, pages: int) -> None:
        """Go by months."""
        try:
            self._show(add_months(self._month.cursor, pages))
        except (OverflowError, ValueError):
            self.app.bell()

    def action_edge(self, side: int) -> None:
        """Go to the first day of the month, or to the last."""
        self._show(self._month.days[0 if side < 0 else -1].date)

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
