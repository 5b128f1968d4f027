"""Lists and overviews that the timeline opens: gaps, months, finding, history, plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from outsource_tui.model.change import Change
from outsource_tui.model.clock import DAY_NAMES, clock_words, hm, long_date, span_column, week_of
from outsource_tui.model.text import aligned
from outsource_tui.tui.screens.timeline_edits import TimelineEdits
from outsource_tui.tui.screens.timeline_lines import PLAN
from outsource_tui.tui.widgets.day_view import gap_key

if TYPE_CHECKING:
    from outsource_tui.services.find import Flaw, Found
    from outsource_tui.tui.dialogs.pick import Item

MOST_CHANGES = 200


class TimelineLists(TimelineEdits):
    """What opens over the timeline."""

    # gaps and overlaps

    def action_gaps(self) -> None:
        """List the time of the week that needs a look."""
        from outsource_tui.tui.dialogs.rows import Row, RowsDialog

        week = week_of(self.shown, self.services.settings.week_start)
        twice = sum(day.twice for day in self.services.log.days(week).days)
        flaws = self.services.find.flaws(week)
        rows = [
            Row(
                f"{_day(f.start)}  {span}",
                f.words,
                hm(f.minutes),
                dim=f.entry is None,
            )
            for f, span in zip(flaws, span_column([(f.start, f.end) for f in flaws]), strict=True)
        ]
        gaps = [f.minutes for f in flaws if f.entry is None]
        count = f"{len(gaps)} gap{'s' if len(gaps) != 1 else ''}"
        title = f"Week {week.number}: {hm(sum(gaps))} not logged in {count}"
        if twice >= 1:
            title += f", {hm(twice)} logged twice"

        def answered(answer: tuple[str, int] | None) -> None:
            if answer is not None:
                self._mend(flaws[answer[1]], answer[0])

        keys = "↵ mend · g go there · esc close"
        empty = "Every minute of these days is in the log, and none of them twice."
        self.app.push_screen(RowsDialog(title, rows, keys, ("enter", "g"), empty), answered)

    def _mend(self, flaw: Flaw, key: str) -> None:
        """Go to a flaw and, unless the key is for that alone, mend it; then the list comes back."""
        self.go_to(flaw.start.date(), flaw.entry.id if flaw.entry else gap_key(flaw.start))
        if key == "g":
            return
        if flaw.entry is None:
            self.ask_fill(flaw.start, flaw.end, self.action_gaps)
            return
        first, second = flaw.over, flaw.entry
        assert first is not None  # an overlap has two
        activities = self.services.repository.activities()
        names = [activities.get(e.activity).name for e in (first, second)]
        choices = [
            ("1", f"the time is {names[0]}'s: trim {names[1]}", first.id),
            ("2", f"the time is {names[1]}'s: trim {names[0]}", second.id),
            ("b", "both are right", ""),
        ]

        def answered(keep: str | None) -> None:
            if keep:
                lose = second if keep == first.id else first
                self.store(lambda: self.services.edit.trim(lose.id, keep), lambda _: self.action_gaps())
            else:
                self.action_gaps()

        span = f"{clock_words(flaw.start)}–{clock_words(flaw.end)}"
        self.ask(f"{span} is logged twice", choices, answered)

    # months and finding

    def action_month(self) -> None:
        """Show a month to jump from."""
        from outsource_tui.tui.dialogs.month import MonthDialog

        def answered(day: date | None) -> None:
            if day is not None:
                self.go_to(day)

        dialog = MonthDialog(
            self.shown, self.now().date(), self.services.find.month, self.services.settings.week_start
        )
        self.app.push_screen(dialog, answered)

    def action_find(self) -> None:
        """Find entries by text."""
        from outsource_tui.tui.dialogs.find import FindDialog

        def search(text: str, stop: Callable[[], bool]) -> Sequence[Item]:
            return [self._item(found) for found in self.services.find.find(text, stop=stop)]

        def answered(value: object) -> None:
            entry = self.services.repository.entry(value) if isinstance(value, str) else None
            if entry is not None:
                self.go_to(entry.start.astimezone(self.services.clock.zone).date(), entry.id)

        self.app.push_screen(FindDialog("Find in all years", search), answered)

    def _item(self, found: Found) -> Item:
        from outsource_tui.tui.dialogs.pick import Item

        entry, zone = found.entry, self.services.clock.zone
        start = entry.start.astimezone(zone)
        words = " ".join((found.name, *(f"#{tag}" for tag in entry.tags)))
        if entry.note:
            words += f" -- {entry.note}"
        return Item(words, entry.id, f"{long_date(start.date())} {clock_words(start)}")

    # history

    def action_history(self) -> None:
        """List what was changed, to go back several steps."""
        from outsource_tui.tui.dialogs.rows import Row, RowsDialog

        changes = self.services.history.changes()[:MOST_CHANGES]
        zone, today = self.services.clock.zone, self.now().date()
        rows = []
        for change in changes:
            at = change.at.astimezone(zone)
            day = "" if at.date() == today else f"{at.day} {at:%b} "
            rows.append(
                Row(f"{day}{clock_words(at)}", change.label, "undone" if change.undone else "", change.undone)
            )

        def answered(answer: tuple[str, int] | None) -> None:
            if answer is not None:
                self._go_back(changes, answer[1])

        keys = "↵ go back to before this (or forward again) · esc close"
        self.app.push_screen(RowsDialog("What was changed", rows, keys, empty="Nothing yet."), answered)

    def _go_back(self, changes: Sequence[Change], row: int) -> None:
        history = self.services.history
        if changes[row].undone:
            steps = sum(1 for change in changes[row:] if change.undone)
            self.store(lambda: history.redo(steps), lambda done: self.say(f"{len(done)} made again"))
        else:
            steps = sum(1 for change in changes[: row + 1] if not change.undone)
            self.store(lambda: history.undo(steps), lambda done: self.say(f"{len(done)} taken back"))

    # plans

    def action_plan(self) -> None:
        """Plan the shown day like another."""
        same = f"like {DAY_NAMES[self.shown.weekday()]} of the week before"
        choices = [
            ("w", same, "7"),
            ("d", "like the day before", "1"),
            ("o", "like another day", "other"),
        ]

        def answered(choice: str | None) -> None:
            if choice == "other":
                self._open(PLAN)
            elif choice:
                self.plan_like(date.fromordinal(self.shown.toordinal() - int(choice)))

        self.ask(f"Plan {long_date(self.shown)}", choices, answered)

    def action_carry(self) -> None:
        """Carry over the plans that were left."""
        from outsource_tui.tui.dialogs.rows import Row, RowsDialog

        to = max(self.shown, self.now().date())
        left = self.services.plan.left_over(to)
        if self.shown == self.now().date() and not left:
            left = [
                b.entry
                for b in (self.timeline.view.blocks if self.timeline.view else ())
                if b.entry is not None and b.planned and b.block.end <= self.now()
            ]
        if not left:
            self.say("no plan was left over")
            return
        activities, zone = self.services.repository.activities(), self.services.clock.zone
        rows = []
        starts = [plan.start.astimezone(zone) for plan in left]
        times = aligned([clock_words(start) for start in starts])
        for plan, start, time in zip(left, starts, times, strict=True):
            minutes = (plan.end_at(self.now()).timestamp() - plan.start.timestamp()) / 60
            name = activities.get(plan.activity).name
            rows.append(Row(f"{_day(start)} {time}", name, hm(minutes)))
        plans = self.services.plan

        def answered(answer: tuple[str, int] | None) -> None:
            if answer is None:
                return
            key, row = answer
            if key == "d":
                self.store(lambda: plans.skip(left[row].id), self._say_change)
            else:
                wanted = [p.id for p in left] if key == "a" else [left[row].id]
                self.store(lambda: plans.carry_over(wanted, to), self._say_change)

        keys = f"a all to {long_date(to)} · ↵ this one · d skip this one · esc close"
        self.app.push_screen(RowsDialog("Plans left over", rows, keys, ("enter", "a", "d")), answered)


def _day(moment: datetime) -> str:
    return f"{DAY_NAMES[moment.weekday()]} {moment.day:>2}"
