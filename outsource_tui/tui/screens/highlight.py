"""The highlight screen: a week of facts, turned into a list of work to hand over."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual import events
from textual.widgets import Input

from outsource_tui.model.review_list import Show
from outsource_tui.model.value import replace
from outsource_tui.tui.screens import highlight_asks
from outsource_tui.tui.screens.highlight_commands import COMMANDS
from outsource_tui.tui.screens.highlight_marks import HighlightMarks
from outsource_tui.tui.widgets.chrome import Hint
from outsource_tui.tui.widgets.guide import STEPS

MOST_WEEKS = 104
"""More sittings than these hold cannot be gone through at one sitting."""


class HighlightScreen(HighlightMarks):
    """A row an activity; what is decided is stored at once and shows in the sum below."""

    NAME = "Highlight"
    PURPOSE = (
        "Sit back and mark what you would like to hand over: every time in the week that you did it counts."
        " The sum below is what somebody else could do for you. Trend: more or less than on average in the"
        " 4 weeks before, without those that have too little log."
    )
    COMMAND_LIST = COMMANDS
    CSS_PATH = "highlight.tcss"

    _selected_last = False
    """True where rows were selected after they were filtered: escape takes the later away first."""

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Open on the week whose review is due; what stands in the top bar leads here."""
        self.planner.reviewed.go_to_due()

    # selecting

    def action_select(self) -> None:
        """Select this row or let it go."""
        row = self.table.row
        if row is not None:
            self._select(self.selected ^ {row.activity.id})

    def action_select_on(self, step: int) -> None:
        """Select this row and the next."""
        row = self.table.row
        if row is not None:
            with self.table.prevent(self.table.Moved):
                self.table.move(step)
            following = self.table.row or row
            self._select(self.selected | {row.activity.id, following.activity.id})

    def _select(self, ids: frozenset[str]) -> None:
        self.selected, self._selected_last = ids, True
        self.show_selected()

    def action_clear(self) -> None:
        """Leave the search, else the selection or the filter, the later of them first, else the guide."""
        searching, filters = self.has_class("-searching"), self.listing.filters
        if self.selected and not searching and (self._selected_last or not filters):
            self.selected = frozenset()
        elif searching or filters:
            self._search_on(False)
            self.query_one("#search", Input).value = ""
            self.listing = replace(self.listing, text="", tag="", show=Show.ALL)
        elif self.guide.step:
            self._end_guide()
        self._show_rows()
        self.hints_changed()

    # looking

    def action_week(self, step: int) -> None:
        """Go to another week."""
        try:
            week = self.week.shifted(step)
            week.shifted(1 - self.weeks)
        except OverflowError:
            return
        self.planner.reviewed.go_to(week.first)
        self.load()
        self.hints_changed()

    def action_this_week(self) -> None:
        """Go to the week of today."""
        self.planner.reviewed.go_to(self.now().date())
        self.load()
        self.hints_changed()

    def action_span(self) -> None:
        """Ask how many weeks to take together."""
        highlight_asks.ask_span(self, self._set_span)

    def _set_span(self, weeks: int) -> None:
        self.weeks = weeks
        self.load()

    def show_weeks(self, first: date, last: date) -> None:
        """Take the weeks of these days together, at most two years of them: the last ones."""
        week = self._week_of(last)
        self.planner.reviewed.go_to(week.first)
        weeks = (week.first - self._week_of(first).first).days // 7 + 1
        self._set_span(min(weeks, MOST_WEEKS))
        if weeks > MOST_WEEKS:
            self.say(f"only the last {MOST_WEEKS} weeks are taken together")
        self.hints_changed()

    def action_sort(self) -> None:
        """Ask for the order."""
        highlight_asks.ask_sort(self, lambda sort: self.list_by(sort=sort))

    def action_show(self) -> None:
        """Ask what to show."""
        highlight_asks.ask_show(self)

    def list_by(self, **change: Any) -> None:
        """Show other rows, or in another order."""
        filters, self.listing = self.listing.filter, replace(self.listing, **change)
        if self.listing.filter != filters:
            self._selected_last = False
        self._show_rows()
        self.hints_changed()

    def action_search(self) -> None:
        """Filter by what is typed."""
        self._search_on(True)
        self.query_one("#search", Input).focus()

    def typing_hints(self) -> tuple[Hint, ...]:
        """What the keys of the search do."""
        if not self.query_one("#search", Input).has_focus:
            return ()
        return Hint("↵", "to the rows"), Hint("esc", "show all")

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
        from outsource_tui.tui.dialogs.quadrants import quadrants_lines
        from outsource_tui.tui.dialogs.text import TextDialog

        lines = quadrants_lines(self.review.rows if self.review else ())
        self.app.push_screen(TextDialog("Energy and value", lines))

    # the habit

    def action_finish(self) -> None:
        """Remember that the review is done."""
        week = self.week
        done = self.spelled("Review done. Next: press {screen(3)} and group on the board what you marked.")
        again = f"the review of week {week.number} is finished already"
        self.store(
            lambda: self.services.review.review_done(week), lambda change: self.say(done if change else again)
        )
        if self.guide.step:
            self._end_guide()

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
        self.move_at_once(lambda: self.table.move(step))

    def action_page(self, step: int) -> None:
        """Move the cursor by a page."""
        self.move_at_once(lambda: self.table.move(step * self.table.page))

    def action_edge(self, end: int) -> None:
        """Move the cursor to the first or last row."""
        self.move_at_once(lambda: self.table.move_to(end * len(self.shown)))
