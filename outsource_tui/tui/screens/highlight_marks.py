"""Marking on the highlight screen: shown at once, stored behind it in order, taken back where that fails."""

from __future__ import annotations

from collections.abc import Callable

from outsource_tui.model.activity import Activities, Energy, Reason
from outsource_tui.model.decision import Decision, lost
from outsource_tui.model.errors import UserError
from outsource_tui.model.hints import Hint
from outsource_tui.model.review import ReviewRow
from outsource_tui.services.decisions import Decisions
from outsource_tui.services.names import told
from outsource_tui.tui.change_queue import Foreseen
from outsource_tui.tui.screens import highlight_asks
from outsource_tui.tui.screens.highlight_base import HighlightBase
from outsource_tui.tui.widgets.week_table import WeekTable

_ENERGIES = (None, Energy.DRAINS, Energy.NEUTRAL, Energy.GIVES)


class HighlightMarks(HighlightBase):
    """Each key is turned round from what the user sees, which may not be on disk yet."""

    def decide(
        self, make: Callable[[Decisions], Decision], done: Callable[[object], None] | None = None
    ) -> None:
        """Show a decision and store it; until it is on disk, the top bar says that it is being saved."""
        review = self.services.review
        try:
            decision = make(review.decisions)
        except UserError as error:
            self.say(error.message, "warning")
            return
        self._pending.append(decision)
        said = self._what_goes(decision)

        def over() -> None:
            self._pending = [other for other in self._pending if other is not decision]

        self.load()
        if said and done is None:
            self.say(said)
        self.store(lambda: review.store(decision), done, Foreseen(decision.label, over))

    def _what_goes(self, decision: Decision) -> str:
        """Say what the decision takes away, of what is shown now; a mark alone is seen to go."""
        rows = self.review.rows if self.review is not None else ()
        shown = Activities({row.activity.id: row.activity for row in rows})
        pairs = [(shown.get(key), after) for key, after in decision.turned(shown).items()]
        gone = list(dict.fromkeys(word for before, after in pairs for word in lost(before, after)))
        if gone in ([], ["mark"]):
            return ""
        return f"{told([after for _, after in pairs])}: {', '.join(gone)} taken off · u takes it back"

    def _decide(self, make: Callable[[Decisions, list[str]], Decision]) -> None:
        """Decide about the wanted rows."""
        ids = [row.activity.id for row in self.wanted()]
        if ids:
            self.decide(lambda decisions: make(decisions, ids))

    def mark(self, rows: list[ReviewRow], on: bool) -> None:
        """Mark every time in the span, or take the marks off."""
        ids = [row.activity.id for row in rows]
        if ids:
            self.decide(lambda decisions: decisions.mark(ids, on, self.week, self.weeks))

    def action_mark(self) -> None:
        """Mark, or take the mark off."""
        rows = self.wanted()
        self.mark(rows, not all(row.marked and row.activity.highlighted is not None for row in rows))

    def action_reason(self, name: str) -> None:
        """Give or take a reason."""
        reason = Reason(name)
        on = not all(reason in row.activity.reasons for row in self.wanted())
        self._decide(lambda decisions, ids: decisions.reason(ids, reason, on))

    def action_core(self) -> None:
        """Say that it is core, or no longer."""
        on = not all(row.activity.core for row in self.wanted())
        self._decide(lambda decisions, ids: decisions.core(ids, on))

    def action_energy(self) -> None:
        """Go on to the next energy."""
        rows = self.wanted()
        if rows:
            now = _ENERGIES.index(rows[0].activity.energy)
            following = _ENERGIES[(now + 1) % len(_ENERGIES)]
            self._decide(lambda decisions, ids: decisions.energy(ids, following))

    def action_value(self) -> None:
        """Go on to the next value."""
        rows = self.wanted()
        if rows:
            following = (rows[0].activity.value + 1) % 4
            self._decide(lambda decisions, ids: decisions.value(ids, following))

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
        self.decide(
            lambda decisions: decisions.accept(hints), lambda _: self.say(f"{count} taken · u takes it back")
        )

    def action_refuse(self) -> None:
        """Refuse the suggestion under the cursor, or those of the selected rows."""
        hints = [row.hint for row in self.wanted() if row.hint]
        if hints:
            self.decide(lambda decisions: decisions.refuse(hints))

    def on_week_table_mark_clicked(self, message: WeekTable.MarkClicked) -> None:
        """Turn the mark that was clicked."""
        rows = [row for row in self.shown if row.activity.id == message.activity]
        self.mark(rows, not all(row.marked and row.activity.highlighted is not None for row in rows))

    def on_week_table_opened(self) -> None:
        """Show each time of the row that was clicked twice."""
        self.action_occurrences()

    def action_occurrences(self) -> None:
        """Show each time, to mark single ones."""
        from outsource_tui.tui.dialogs.occurrences import OccurrencesDialog

        row = self.table.row
        if row is None:
            return

        def turn(entry_id: str, on: bool) -> None:
            self.decide(lambda decisions: decisions.sittings(entry_id, on))

        self._occurrences = OccurrencesDialog(row, turn)
        self.app.push_screen(self._occurrences, lambda day: self.planner.show_day(day) if day else None)

    def action_mark_many(self) -> None:
        """Ask what to mark together."""
        highlight_asks.ask_many(self)
