"""The summary screen: the page of a period as it will be written, beside what was won back."""

from __future__ import annotations

from datetime import date
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from outsource_tui.model.clock import day_bounds
from outsource_tui.model.errors import UserError
from outsource_tui.model.period import Length, Period, period_from, period_of
from outsource_tui.model.summary import SummaryData
from outsource_tui.model.value import replace
from outsource_tui.services.services import Services
from outsource_tui.tui.base import PlannerScreen
from outsource_tui.tui.dialogs.entries import EntriesDialog, EntryLine
from outsource_tui.tui.screens import summary_asks
from outsource_tui.tui.screens.summary_commands import COMMANDS
from outsource_tui.tui.screens.summary_figures import Batch, FigureLines, Made
from outsource_tui.tui.widgets.figures import Figures
from outsource_tui.tui.widgets.markdown_view import MarkdownView
from outsource_tui.tui.widgets.summary_head import HeadState, SummaryHead
from outsource_tui.tui.widgets.trend import Trend, TrendState

NARROW = 100
"""Below this width one side can be seen at a time."""


class SummaryScreen(PlannerScreen):
    """Left the page to keep, right the tune-up; each figure opens into its entries."""

    NAME = "Summary"
    PURPOSE = (
        "Did it work? The page of the week to keep or send, and, from the log, what was won back since you"
        " handed work over, what crept back, and what is next."
    )
    COMMAND_LIST = COMMANDS
    CSS_PATH = "summary.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-h20"), (24, "-h24"), (32, "-h32")]

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.page = MarkdownView(id="page")
        self.figures = Figures()
        self.trend = Trend()
        self.data: SummaryData | None = None
        self.problem = ""
        self.parts: tuple[str, ...] | None = None
        self.period = self._period_of(services.clock.now().date())
        self.scrolls_page = False
        self._made: dict[str, Made] = {}
        self._day: date | None = None

    def compose_body(self) -> ComposeResult:
        """Yield the head and the two sides."""
        with Vertical(id="summary"):
            yield SummaryHead()
            with Horizontal(id="sides"):
                yield self.page
                with Vertical(id="tune-up"):
                    yield self.trend
                    yield self.figures

    def on_mount(self) -> None:
        """Begin on the page where only one side can be seen."""
        self._show_side()

    @property
    def narrow(self) -> bool:
        """True where one side can be seen at a time."""
        return self.app.size.width < NARROW

    # loading

    def load(self) -> None:
        """Ask for the period again and show it."""
        if self.planner.reviewed.day != self._day:
            self._day = self.planner.reviewed.day
            self.period = self._period_of(self._day, self.period.length)
        self.data = data = self.services.summary.of(self.period)
        self._show_page(data)
        hand = self.services.tune_up.hand()
        lines = FigureLines(data, hand, self.spelled).lines()
        self._made = {figure.key: made for figure, made in lines if made is not None}
        self.figures.rows = tuple(figure for figure, _ in lines)
        weeks = self.services.tune_up.report().weeks
        self.trend.display = bool(weeks)
        self.trend.state = TrendState(weeks, self.period.first, self.period.last)
        self._show_head()

    def basis(self) -> tuple[object, ...]:
        """Return what the page follows from, the user's own template among it."""
        template = self.services.summary.template
        written = template.stat().st_mtime_ns if template.is_file() else 0
        return (*super().basis(), written)

    def _show_head(self) -> None:
        period = self.period
        self.query_one(SummaryHead).state = HeadState(
            period.title(self.services.tune_up.hand().date),
            period.seen_from(self.now().date()),
            str(period.length),
            titled=(self.scrolls_page or not self.narrow) and not self.services.summary.template.is_file(),
        )

    def on_resize(self) -> None:
        """One side or two: the title stands where it can be seen, and once."""
        if self.data is not None:
            self._show_head()

    def _show_page(self, data: SummaryData) -> None:
        try:
            text = self.services.summary.markdown(data, self.parts)
            self.problem = ""
        except UserError as error:
            self.problem = text = error.message
        if data.empty and not self.problem:
            text += f"\n{self._empty()}\n"
        self.page.page = replace(self.page.page, markdown=text)

    def _empty(self) -> str:
        if self.period.first > self.now().date():
            return self.spelled("This is still to come. Press {today} for now.")
        return self.spelled("Press {screen(1)} and log what you do, or {period(-1)} for the time before.")

    def _period_of(self, day: date, length: Length = Length.WEEK) -> Period:
        """Return the period of that length around a day: a week where it is any other span."""
        length = Length.WEEK if length is Length.SPAN else length
        return period_of(day, length, self.services.settings.week_start)

    # looking

    def go_to(self, period: Period) -> None:
        """Look at another period."""
        self.period = period
        if period.length is Length.WEEK:
            self._day = period.first
            self.planner.reviewed.go_to(period.first)
        self.load()
        self.hints_changed()

    def action_period(self, step: int) -> None:
        """Go to the period before or after."""
        self.go_to(self.period.shifted(step))

    def action_today(self) -> None:
        """Go to the period of today."""
        self.go_to(self._period_of(self.now().date(), self.period.length))

    def action_length(self) -> None:
        """Ask for the length of the period."""
        summary_asks.ask_length(self)

    def set_length(self, name: str) -> None:
        """Look at a period of that length about the same days; ask for the days of a span."""
        if name == Length.SPAN:
            summary_asks.ask_span(self)
            return
        start = self.services.settings.week_start
        self.go_to(self.period.as_length(Length(name), self.now().date(), start))

    def on_summary_head_length_chosen(self, message: SummaryHead.LengthChosen) -> None:
        """A length was clicked."""
        self.set_length(message.length)

    def on_trend_week_chosen(self, message: Trend.WeekChosen) -> None:
        """A week's bar was clicked."""
        self.go_to(period_from(message.week))

    def action_source(self) -> None:
        """Turn between the rendered page and its source."""
        self.page.page = replace(self.page.page, source=not self.page.page.source)
        if self.narrow and not self.scrolls_page:
            self.action_side()

    def action_side(self) -> None:
        """Go to the other side."""
        self.scrolls_page = not self.scrolls_page
        self._show_side()
        self._show_head()
        self.hints_changed()

    def _show_side(self) -> None:
        self.set_class(self.scrolls_page, "-page")
        self.set_class(not self.scrolls_page, "-tune-up")

    def action_parts(self) -> None:
        """Choose the parts of the page."""
        summary_asks.ask_parts(self)

    # keeping

    def action_write(self) -> None:
        """Write the page."""
        summary_asks.write(self)

    def action_copy(self) -> None:
        """Copy the page's Markdown."""
        if self.problem or self.data is None:
            return
        self.app.copy_to_clipboard(self.services.summary.markdown(self.data, self.parts))
        self.say("copied")

    def action_open(self) -> None:
        """Write the page and open it in the editor."""
        summary_asks.write(self, partial(summary_asks.open_in_editor, self))

    def action_briefs(self) -> None:
        """Ask for a group and show its brief."""
        summary_asks.ask_brief(self)

    # what a figure is made of

    def on_figures_moved(self) -> None:
        """The cursor came to another figure."""
        self.hints_changed()

    def on_figures_opened(self) -> None:
        """A figure was clicked twice."""
        self.action_entries()

    def action_entries(self) -> None:
        """Show the entries that the figure under the cursor is made of."""
        row = self.figures.row
        if row is None:
            return
        if row.key == "gaps":
            self._show_barest_day()
            return
        made = self._made.get(row.key)
        if made is not None:
            lines = [line for batch in made.batches for line in self._entry_lines(batch)]
            dialog = EntriesDialog(made.title, made.words, lines)
            self.app.push_screen(dialog, lambda day: self.planner.show_day(day) if day else None)

    def _show_barest_day(self) -> None:
        if self.data is not None and self.data.stretches:
            barest = max(self.data.stretches, key=lambda s: s.unlogged)
            self.planner.show_day(barest.first)

    def _entry_lines(self, batch: Batch) -> list[EntryLine]:
        zone, now = self.services.clock.zone, self.now()
        names = self.services.repository.activities()
        found: list[EntryLine] = [EntryLine(batch.heading, batch.words)] if batch.heading else []
        for first, last in batch.days:
            start, end = day_bounds(first, zone)[0], day_bounds(last, zone)[1]
            for entry in self.services.tune_up.entries(batch.activities, first, last, batch.to_hand_over):
                note = " ".join([*(f"#{tag}" for tag in entry.tags), entry.note])
                found.append(
                    EntryLine(
                        names.get(entry.activity).name,
                        note,
                        entry.start.astimezone(zone),
                        entry.end.astimezone(zone) if entry.end else None,
                        entry.seconds(start, end, now) / 60,
                    )
                )
        return found

    # moving

    def _on_page(self) -> bool:
        return self.scrolls_page and self.narrow

    def action_move(self, step: int) -> None:
        """Move the cursor, or the page where it is all that can be seen."""
        (self.page.scroll_lines if self._on_page() else self.figures.move)(step)

    def action_page(self, step: int) -> None:
        """Scroll the page; the figures where only they can be seen."""
        if self.narrow and not self.scrolls_page:
            self.figures.move(step * max(1, self.figures.size.height - 1))
        else:
            self.page.scroll_lines(step * max(1, self.page.size.height - 2))

    def action_edge(self, end: int) -> None:
        """Go to the beginning or the end."""
        step = 1_000_000 if end else -1_000_000
        (self.page.scroll_lines if self._on_page() else self.figures.move)(step)
