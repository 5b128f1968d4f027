"""The frame of the highlight screen: a week's rows, what is decided about them, and the sum below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from outsource_tui.model.clock import Week, week_of
from outsource_tui.model.decision import Decision
from outsource_tui.model.money import write_money, write_number
from outsource_tui.model.review import Review, ReviewRow, rounded
from outsource_tui.model.review_list import Listing, listed
from outsource_tui.model.value import replace
from outsource_tui.services.services import Services
from outsource_tui.tui.base import PlannerScreen
from outsource_tui.tui.widgets.guide import Guide
from outsource_tui.tui.widgets.hand_over_bar import HandOverBar, HandOverState
from outsource_tui.tui.widgets.review_head import HeadState, ReviewHead, RowWords
from outsource_tui.tui.widgets.week_table import Measures, TableState, WeekTable

if TYPE_CHECKING:
    from outsource_tui.tui.dialogs.occurrences import OccurrencesDialog


_ANSWERS = {"take": "take it", "refuse": "not this one"}
"""Commands that answer a suggestion, and what they do in two words."""


class HighlightBase(PlannerScreen):
    """Shows a span of weeks as it is in the log, with what was decided and is on its way to the disk."""

    VERTICAL_BREAKPOINTS = [(0, "-h20"), (24, "-h24"), (32, "-h32")]

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.table = WeekTable()
        self.guide = Guide(self.spelled)
        self.review: Review | None = None
        self.listing = Listing()
        self.weeks = 1
        self.week = self._week_of(services.clock.now().date())
        self.selected: frozenset[str] = frozenset()
        self._measures = Measures()
        self._day: date | None = None
        self._guided = False
        self._pending: list[Decision] = []
        self._occurrences: OccurrencesDialog | None = None

    def compose_body(self) -> ComposeResult:
        """Yield the heads, the table, and what is always beneath it."""
        with Vertical(id="review"):
            yield ReviewHead()
            yield Input(placeholder="find in names, groups and tags", id="search")
            yield self.guide
            yield self.table
            yield RowWords()
            yield HandOverBar()

    def _tell_answers(self) -> None:
        """Let the words beneath the table tell how to answer a suggestion."""
        keys = {c.name: self.planner.keys.text(self, c) for c in self.COMMAND_LIST if c.name in _ANSWERS}
        words = (f"{keys[name]} {word}" for name, word in _ANSWERS.items() if name in keys)
        self.query_one(RowWords).answers = " · ".join(words)

    @property
    def shown(self) -> tuple[ReviewRow, ...]:
        """The rows in the table."""
        return self.table.state.rows

    def wanted(self) -> list[ReviewRow]:
        """Return the rows that a key counts for: the selected ones, else the one under the cursor."""
        chosen = [row for row in self.shown if row.activity.id in self.selected] if self.selected else []
        return chosen or ([self.table.row] if self.table.row else [])

    # loading

    def load(self) -> None:
        """Ask for the span again and show it."""
        self._tell_answers()
        if self.planner.reviewed.day != self._day:
            self._day = self.planner.reviewed.day
            self.week = self._week_of(self._day)
        self.review = self.services.review.week(self.week, self.weeks, self._pending)
        if not self._guided:
            self._guided = True
            first = self.review.last_review is None and bool(self.review.rows)
            if first and not self.services.review.guided:
                self.guide.step = 1
        self._measures = Measures.of(self.review.rows)
        self._show_rows()
        self.query_one(HandOverBar).state = HandOverState(self.review, *self._a_year(self.review))
        if self._occurrences is not None:
            self._occurrences.show_again(self.review.rows)

    def _a_year(self, review: Review) -> tuple[str, str]:
        """Return the hours to hand over a year and what they are worth, as the user writes numbers."""
        sample = self.services.settings.number_format
        hours = f"{write_number(Decimal(str(review.a_year)), sample, 0)} h"
        if review.money is None:
            return hours, ""
        worth = Decimal(rounded(review.money))
        return hours, write_money(worth, self.services.settings.currency, sample, whole=True)

    def _show_rows(self) -> None:
        """Bring table and heads up to date with the listing and the selection."""
        review = self.review
        if review is None:
            return
        rows = listed(review, self.listing)
        self.selected &= {row.activity.id for row in rows}
        today = (self.now().date() - review.last.first).days
        self.table.state = TableState(
            rows,
            measures=self._measures,
            first_day=review.last.first.weekday(),
            today=today if 0 <= today < 7 and self.weeks == 1 else -1,
            selected=self.selected,
            empty=self._empty(review),
        )
        self._show_words(review)

    def show_selected(self) -> None:
        """Bring table and heads up to date with the selection alone: the rows stay as they are."""
        if self.review is not None:
            with self.table.prevent(self.table.Moved):
                self.table.state = replace(self.table.state, selected=self.selected)
            self._show_words(self.review)
            self.hints_changed()

    def _show_words(self, review: Review) -> None:
        parts = [self.listing.words(len(self.shown), len(review.rows))]
        parts += [f"{len(self.selected)} selected"] if self.selected else []
        parts += [self.spelled("{clear} clears")] if self.selected or self.listing.filters else []
        words = " · ".join(part for part in parts if part)
        head = HeadState(review, words, self._age(review), self.spelled("{gaps}"))
        self.query_one(ReviewHead).state = head
        self._show_row()

    def _empty(self, review: Review) -> str:
        if review.rows:
            return self.spelled("Nothing is like this. Press {clear} to see all.")
        if review.first.bounds(self.services.clock.zone)[0] > self.now():
            return self.spelled("This is still to come. Press {this_week} for this week.")
        words = "Nothing is logged here. {screen(1)} to log what you do, {week(-1)} for the week before."
        return self.spelled(words)

    def _age(self, review: Review) -> str:
        how = self.spelled(" · {finish} when done") if review.review_due else ""
        return self.services.habit.words + how

    def _show_row(self) -> None:
        row, review = self.table.row, self.review
        self.query_one(RowWords).state = (row, review) if row and review else None

    def move_at_once(self, move: Callable[[], None]) -> None:
        """Move the cursor by a key and tell of it here, once, so that all is painted together."""
        with self.table.prevent(self.table.Moved):
            move()
        self.on_week_table_moved()

    def on_week_table_moved(self) -> None:
        """The cursor came to another row."""
        self._show_row()
        self.hints_changed()

    def _week_of(self, day: date) -> Week:
        return week_of(day, self.services.settings.week_start)
