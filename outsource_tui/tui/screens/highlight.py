"""The highlight screen: a week of facts, turned into a list of work to hand over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from outsource_tui.model.activity import Energy
from outsource_tui.model.clock import Week, ago, week_of
from outsource_tui.model.hints import Hint
from outsource_tui.model.review import Review, ReviewRow, rounded
from outsource_tui.model.review_list import Listing, Show, listed
from outsource_tui.model.value import replace
from outsource_tui.services.services import Services
from outsource_tui.tui.base import PlannerScreen
from outsource_tui.tui.screens import highlight_asks
from outsource_tui.tui.screens.highlight_commands import COMMANDS
from outsource_tui.tui.widgets.guide import STEPS, Guide
from outsource_tui.tui.widgets.hand_over_bar import HandOverBar, HandOverState
from outsource_tui.tui.widgets.review_head import HeadState, ReviewHead, RowWords
from outsource_tui.tui.widgets.week_table import TableState, WeekTable

_ENERGIES = (None, Energy.DRAINS, Energy.NEUTRAL, Energy.GIVES)


class HighlightScreen(PlannerScreen):
    """A row an activity; what is decided is stored at once and shows in the sum below."""

    NAME = "Highlight"
    PURPOSE = (
        "Sit back and mark what you would like to hand over: every time in the week that you did it counts."
        " The sum below is what somebody else could do for you."
    )
    COMMAND_LIST = COMMANDS
    CSS_PATH = "highlight.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-h20"), (24, "-h24"), (32, "-h32")]

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.table = WeekTable()
        self.guide = Guide()
        self.review: Review | None = None
        self.listing = Listing()
        self.weeks = 1
        self.week = self._week_of(services.clock.now().date())
        self.selected: frozenset[str] = frozenset()
        self._day: date | None = None
        self._guided = False

    def compose_body(self) -> ComposeResult:
        """Yield the heads, the table, and what is always beneath it."""
        with Vertical(id="review"):
            yield ReviewHead()
            yield Input(placeholder="find in names, groups and tags", id="search")
            yield self.guide
            yield self.table
            yield RowWords()
            yield HandOverBar()

    @property
    def shown(self) -> tuple[ReviewRow, ...]:
        """The rows in the table."""
        return self.table.state.rows

    def wanted(self) -> list[ReviewRow]:
        """Return the rows that a key counts for: the selected ones, else the one under the cursor."""
        chosen = [row for row in self.shown if row.activity.id in self.selected]
        return chosen or ([self.table.row] if self.table.row else [])

    # loading

    def load(self) -> None:
        """Ask for the span again and show it."""
        if self.planner.shown_day != self._day:
            self._day = self.planner.shown_day
            self.week = self._week_of(self._day)
        self.review = self.services.review.week(self.week, self.weeks)
        if not self._guided:
            self._guided = True
            first = self.review.last_review is None and bool(self.review.rows)
            if first and not self.services.review.guided:
                self.guide.step = 1
        self._show_rows()
        money = self.review.money
        words = f"{self.services.settings.currency} {rounded(money):,}" if money is not None else ""
        self.query_one(HandOverBar).state = HandOverState(self.review, words)

    def _show_rows(self) -> None:
        """Bring table and heads up to date with the listing and the selection."""
        review = self.review
        if review is None:
            return
        rows = listed(review, self.listing)
        self.selected &= {row.activity.id for row in rows}
        today = (self.now().date() - review.last.first).days
        self.table.state = TableState.of(
            rows,
            review.rows,
            first_day=review.last.first.weekday(),
            today=today if 0 <= today < 7 and self.weeks == 1 else -1,
            selected=self.selected,
            empty=self._empty(review),
        )
        words = self.listing.words(len(rows), len(review.rows))
        if self.selected:
            words = " · ".join(part for part in (words, f"{len(self.selected)} selected") if part)
        self.query_one(ReviewHead).state = HeadState(review, words, self._age(review))
        self._show_row()

    def _empty(self, review: Review) -> str:
        if review.rows:
            return "Nothing is like this. Press esc to see all."
        if review.first.bounds(self.services.clock.zone)[0] > self.now():
            return "This is still to come. Press . for this week."
        return "Nothing is logged here yet. Press 1 and log what you do, or ← for the week before."

    def _age(self, review: Review) -> str:
        if review.last_review is None:
            return "no review yet · F when done" if review.review_due else ""
        words = f"reviewed {ago(review.last_review, self.now())}"
        return f"{words}: time for the next · F when done" if review.review_due else words

    def _show_row(self) -> None:
        row, review = self.table.row, self.review
        self.query_one(RowWords).state = (row, review) if row and review else None

    def on_week_table_moved(self) -> None:
        """The cursor came to another row; called at once after a key, so that all is painted together."""
        self._show_row()
        self.hints_changed()

    def _week_of(self, day: date) -> Week:
        return week_of(day, self.services.settings.week_start)

    # marking

    def action_mark(self) -> None:
        """Mark, or take the mark off."""
        self._decide(lambda ids: self.services.review.mark(ids, week=self.week, weeks=self.weeks))

    def action_reason(self, reason: str) -> None:
        """Give or take a reason."""
        self._decide(lambda ids: self.services.review.reason(ids, reason))

    def action_core(self) -> None:
        """Say that it is core, or no longer."""
        self._decide(self.services.review.core)

    def action_energy(self) -> None:
        """Go on to the next energy."""
        rows = self.wanted()
        if rows:
            now = _ENERGIES.index(rows[0].activity.energy)
            following = _ENERGIES[(now + 1) % len(_ENERGIES)]
            self._decide(lambda ids: self.services.review.energy(ids, following))

    def action_value(self) -> None:
        """Go on to the next value."""
        rows = self.wanted()
        if rows:
            following = (rows[0].activity.value + 1) % 4
            self._decide(lambda ids: self.services.review.value(ids, following))

    def _decide(self, change: Callable[[list[str]], object]) -> None:
        ids = [row.activity.id for row in self.wanted()]
        if ids:
            self.store(lambda: change(ids))

    def action_take(self) -> None:
        """Take the suggestion under the cursor, or those of the selected rows."""
        self._take([row.hint for row in self.wanted() if row.hint])

    def action_take_all(self) -> None:
        """Take every suggestion that is shown."""
        self._take([row.hint for row in self.shown if row.hint])

    def _take(self, hints: list[Hint]) -> None:
        if not hints:
            self.say("no suggestion here")
            return
        count = "one suggestion" if len(hints) == 1 else f"{len(hints)} suggestions"
        self.store(
            lambda: self.services.review.accept(hints), lambda _: self.say(f"{count} taken · u takes it back")
        )

    def action_refuse(self) -> None:
        """Refuse the suggestion under the cursor, or those of the selected rows."""
        hints = [row.hint for row in self.wanted() if row.hint]
        if hints:
            self.store(lambda: self.services.review.refuse(hints))

    def on_week_table_mark_clicked(self, message: WeekTable.MarkClicked) -> None:
        """Turn the mark that was clicked."""
        ids = [message.activity]
        self.store(lambda: self.services.review.mark(ids, week=self.week, weeks=self.weeks))

    def on_week_table_opened(self) -> None:
        """Show each time of the row that was clicked twice."""
        self.action_occurrences()

    def action_occurrences(self) -> None:
        """Show each time, to mark single ones."""
        from outsource_tui.tui.dialogs.occurrences import OccurrencesDialog

        row = self.table.row
        if row is None:
            return
        own_id = row.activity.id

        def shown(_: object) -> None:
            now = (
                next((r for r in self.review.rows if r.activity.id == own_id), None) if self.review else None
            )
            if now is not None:
                dialog.show(now)

        def turn(entry_id: str) -> None:
            self.store(lambda: self.services.review.mark_entry(entry_id), shown)

        dialog = OccurrencesDialog(row, turn)
        self.app.push_screen(dialog, lambda day: self.planner.show_day(day) if day else None)

    def action_mark_many(self) -> None:
        """Ask what to mark together."""
        highlight_asks.ask_many(self)

    # selecting

    def action_select(self) -> None:
        """Select this row or let it go, and go on."""
        row = self.table.row
        if row is not None:
            self.selected ^= {row.activity.id}
            self.table.move(1)
            self._show_rows()

    def action_select_on(self, step: int) -> None:
        """Select this row and the next."""
        row = self.table.row
        if row is not None:
            self.table.move(step)
            following = self.table.row or row
            self.selected |= {row.activity.id, following.activity.id}
            self._show_rows()

    def action_clear(self) -> None:
        """Leave the guide, else the selection, else the filter."""
        if self.guide.step:
            self._end_guide()
        elif self.selected:
            self.selected = frozenset()
        elif self.has_class("-searching") or self.listing.filters:
            self._search_on(False)
            self.query_one("#search", Input).value = ""
            self.listing = replace(self.listing, text="", tag="", show=Show.ALL)
        self._show_rows()

    # looking

    def action_week(self, step: int) -> None:
        """Go to another week."""
        try:
            self.week = self.week.shifted(step)
            self.week.shifted(1 - self.weeks)
        except OverflowError:
            return
        self.load()
        self.hints_changed()

    def action_this_week(self) -> None:
        """Go to the week of today."""
        self.week = self._week_of(self.now().date())
        self.load()
        self.hints_changed()

    def action_span(self) -> None:
        """Ask how many weeks to take together."""
        highlight_asks.ask_span(self, self._set_span)

    def _set_span(self, weeks: int) -> None:
        self.weeks = weeks
        self.load()

    def action_sort(self) -> None:
        """Ask for the order."""
        highlight_asks.ask_sort(self, lambda sort: self.list_by(sort=sort))

    def action_show(self) -> None:
        """Ask what to show."""
        highlight_asks.ask_show(self)

    def list_by(self, **change: Any) -> None:
        """Show other rows, or in another order."""
        self.listing = replace(self.listing, **change)
        self._show_rows()
        self.hints_changed()

    def action_search(self) -> None:
        """Filter by what is typed."""
        self._search_on(True)
        self.query_one("#search", Input).focus()

    def _search_on(self, on: bool) -> None:
        self.set_class(on, "-searching")
        if not on:
            self.set_focus(None)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what holds the text."""
        self.list_by(text=event.value)

    def on_input_submitted(self) -> None:
        """Keep the filter and go back to the rows."""
        self._search_on(False)

    def on_key(self, event: events.Key) -> None:
        """Leave typing with escape."""
        if event.key == "escape" and self.has_class("-searching"):
            event.stop()
            event.prevent_default()
            self.action_clear()

    def action_gaps(self) -> None:
        """Go to the day with most time missing."""
        day = self.review.barest_day if self.review else None
        if day is None:
            self.say("nothing is missing here")
        else:
            self.planner.show_day(day)

    def action_quadrants(self) -> None:
        """Show the four quadrants."""
        from outsource_tui.tui.dialogs.quadrants import quadrants_text
        from outsource_tui.tui.dialogs.text import TextDialog

        text = quadrants_text(self.review.rows if self.review else ())
        self.app.push_screen(TextDialog("Energy and value", text))

    # the habit

    def action_finish(self) -> None:
        """Remember that the review is done."""
        self.store(
            lambda: self.services.review.review_done(self.week),
            lambda _: self.say("Review done. Next: 3 groups what you marked on the board."),
        )

    def action_guide(self) -> None:
        """Start the guide."""
        self.guide.step = 1
        self.hints_changed()

    def action_next_step(self) -> None:
        """Go on in the guide, or end it."""
        if not self.guide.step:
            return
        if self.guide.step == len(STEPS):
            self._end_guide()
        else:
            self.guide.step += 1

    def _end_guide(self) -> None:
        self.guide.step = 0
        if not self.services.review.guided:
            self.store(self.services.review.guide_seen)

    # moving

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.table.move(step)
        self.on_week_table_moved()

    def action_page(self, step: int) -> None:
        """Move the cursor by a page."""
        self.table.move(step * self.table.page)
        self.on_week_table_moved()

    def action_edge(self, end: int) -> None:
        """Move the cursor to the first or last row."""
        self.table.move_to(end * len(self.shown))
        self.on_week_table_moved()
