"""What keys do to the block under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from outsource_tui.model.change import Change
from outsource_tui.model.clock import clock_words, day_bounds, elapsed, hm, hours_words
from outsource_tui.model.edit import Absorb, Overlap, Side
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.errors import InputError, OverlapError, UserError
from outsource_tui.services.log import NOT_KEPT
from outsource_tui.tui.screens.timeline_lines import TimelineLines, overlap_question
from outsource_tui.tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from outsource_tui.tui.dialogs.form import Field

SAID = {"": None, "yes": True, "no": False}


class TimelineEdits(TimelineLines):
    """Edges, pieces, gaps, fields."""

    _in_its_place: tuple[str, Side, int] | None = None
    """The entry to which the cursor came when an edge key closed a gap, and that key: held down, it must not
    go on with the entry."""

    # edges

    def action_start_earlier(self) -> None:
        """Move the start earlier by the step."""
        self._edge(Side.START, -1)

    def action_start_later(self) -> None:
        """Move the start later by the step."""
        self._edge(Side.START, 1)

    def action_end_earlier(self) -> None:
        """Move the end earlier by the step."""
        self._edge(Side.END, -1)

    def action_end_later(self) -> None:
        """Move the end later by the step."""
        self._edge(Side.END, 1)

    def _edge(self, side: Side, step: int) -> None:
        block, edit = self.some_block(), self.services.edit
        if block is None:
            return
        minutes = step * self.services.settings.step
        if block.entry is not None:
            if (block.key, side, step) == self._in_its_place:
                self.say(f"the gap is closed: go there again to change {block.name}")
            else:
                self._store_moved(lambda: edit.move_edge(block.key, side, minutes), block.key)
            return
        start, end = block.block.start, block.block.end

        def moved(_: Change) -> None:
            left = self.block
            gone = left is not None and left.entry is not None
            self._in_its_place = (left.key, side, step) if left is not None and gone else None

        self.store(lambda: edit.move_gap_edge(start, end, side, minutes), moved)

    def on_timeline_moved(self) -> None:
        """The cursor came to another block."""
        self._in_its_place = None
        super().on_timeline_moved()

    def _store_moved(self, change: Callable[[], Change], key: str) -> None:
        self.store(change, lambda _: self._follow(key))

    def _follow(self, key: str) -> None:
        """Show the day to which an entry was moved, where that is another: the next key is meant for it."""
        entry = self.services.repository.entry(key)
        if entry is None:
            return
        zone, (first, last) = self.services.clock.zone, day_bounds(self.shown, self.services.clock.zone)
        if entry.start >= last:
            self.go_to(entry.start.astimezone(zone).date(), key)
        elif entry.end is not None and entry.end <= first:
            self.go_to((entry.end - timedelta(seconds=1)).astimezone(zone).date(), key)

    def on_timeline_dropped(self, message: Timeline.Dropped) -> None:
        """Store what was dragged as one change."""
        edit, key, side, minutes = self.services.edit, message.key, message.side, message.minutes
        if side is None:
            self._store_moved(lambda: edit.move(key, minutes), key)
        else:
            self._store_moved(lambda: edit.move_edge(key, side, minutes), key)

    def action_move_earlier(self) -> None:
        """Move the block earlier by the step."""
        self._move(-1)

    def action_move_later(self) -> None:
        """Move the block later by the step."""
        self._move(1)

    def _move(self, step: int) -> None:
        block = self.some_entry("move")
        if block is not None:
            minutes = step * self.services.settings.step
            self._store_moved(lambda: self.services.edit.move(block.key, minutes), block.key)

    # one key

    def action_stop(self) -> None:
        """Stop what runs; what may have been forgotten gets the cursor, so that its end can be mended."""
        running = self.services.log.running()
        if running is None or not self._is_long(running):
            self.store(self.services.log.stop, self._stopped)
            return
        name = self.services.repository.activities().get(running.activity).name
        lasted = hours_words(elapsed(running.start, self.now()).total_seconds() / 60)
        words = self.spelled(f"stopped after {lasted} · {{open_block}} on it to give another end")

        def ready(_: Change) -> None:
            self._wanted = running.id

        self.store(self.services.log.stop, lambda _: self.say(f"{name} {words}"), ready=ready)

    def _is_long(self, running: Entry) -> bool:
        """True where it runs for longer than the settings say, or since another day."""
        now, limit = self.now(), self.services.settings.long_running
        minutes = elapsed(running.start, now).total_seconds() / 60
        return running.start.astimezone(now.tzinfo).date() < now.date() or 0 < limit < minutes

    def _stopped(self, change: Change) -> None:
        if change and change.label.endswith(NOT_KEPT):
            self._say_change(change)

    def action_continue(self) -> None:
        """Start the activity of the block again."""
        block, log = self.block, self.services.log
        if block is None or block.entry is None:
            self.store_entry(log.continue_last)
        elif block.planned:
            self.store_entry(lambda: log.start(block.name))
        else:
            self.store_entry(lambda: log.start_like(block.key))

    def action_delete(self) -> None:
        """Take the entry out, or skip the plan."""
        block = self.some_entry("delete")
        if block is not None:
            change = self.services.plan.skip if block.planned else self.services.log.delete
            self.store(lambda: change(block.key), self._say_gone)

    def _say_gone(self, change: Change) -> None:
        self.say(f"{change.label} · {self.key('undo')} undoes" if change else "there was nothing to change")

    def action_merge(self) -> None:
        """Join with the next block; a gap joins its neighbours."""
        block = self.some_block()
        if block is None:
            return
        first = block.key
        if block.entry is None:
            before, after = self.services.edit.neighbours(block.block.start, block.block.end)
            if before is None or after is None:
                key = self.key("fill")
                self.say(f"there is nothing on both sides of this gap to merge: {key} gives it to one side")
                return
            first = before.id
        try:
            joining = self.services.edit.joining(first)
        except UserError as error:
            self.say(error.message, "warning")
            return
        one, two = joining.first, joining.second
        merge = self.services.edit.merge
        if joining.first_name == joining.second_name and not joining.gap_minutes:
            self.store_quietly(lambda: merge(one.id, two.id, one.id), one.id)
            return
        gap = f" {hm(joining.gap_minutes)} that was not logged goes in." if joining.gap_minutes else ""
        choices = [("m", f"merge: {joining.first_name}", one.id)]
        if joining.first_name != joining.second_name:
            choices = [("1", joining.first_name, one.id), ("2", joining.second_name, two.id)]

        def answered(keep: str | None) -> None:
            if keep:
                self.store_quietly(lambda: merge(one.id, two.id, keep), one.id)

        question = f"Merge {joining.first_name} with {joining.second_name}. Which name stays?{gap}"
        if len(choices) == 1:
            question = f"Merge two sittings of {joining.first_name}.{gap}"
        self.ask(question, choices, answered)

    def action_fill(self) -> None:
        """Give a gap to its neighbours."""
        block = self.some_block()
        if block is not None and block.entry is not None:
            self.say(f"this is no gap to fill: {self.key('gaps')} lists the gaps of the week")
        elif block is not None:
            self.ask_fill(block.block.start, block.block.end)

    def ask_fill(self, start: datetime, end: datetime, then: Callable[[], None] | None = None) -> None:
        """Ask who gets the time of a gap; `then` is called where it is not typed what it went to."""
        edit, activities = self.services.edit, self.services.repository.activities()
        before, after = edit.neighbours(start, end)
        choices = []
        if before is not None:
            choices.append(("b", f"to {activities.get(before.activity).name} before it", Absorb.BEFORE.value))
        if after is not None:
            choices.append(("a", f"to {activities.get(after.activity).name} after it", Absorb.AFTER.value))
        if before is not None and after is not None:
            choices.append(("s", "half to each", Absorb.SHARE.value))
        choices.append(("n", "log something else", "new"))

        def answered(choice: str | None) -> None:
            if choice == "new":
                self._open_gap(start, end)
            elif choice:
                done = None if then is None else lambda _: then()
                self.store(lambda: edit.absorb(start, end, Absorb(choice)), done)
            elif then is not None:
                then()

        minutes = (end.timestamp() - start.timestamp()) / 60
        question = f"{clock_words(start)}–{clock_words(end)}, a gap of {hm(minutes)}. Who gets it?"
        self.ask(question, choices, answered)

    # enter

    def action_open_block(self) -> None:
        """Edit the entry, fill the gap, or confirm the plan."""
        block = self.block
        if block is None:
            self.action_log()
        elif block.entry is None:
            self._open_gap(block.block.start, block.block.end)
        elif block.planned:
            self._confirm(block.entry, block.name)
        else:
            self.edit_entry(block.entry)

    def on_timeline_opened(self) -> None:
        """A double click is an enter."""
        self.action_open_block()

    def _confirm(self, entry: Entry, name: str) -> None:
        plan = self.services.plan
        late = entry.end is not None and entry.end > self.now()
        choices = [
            ("d", "done as planned", "done"),
            ("o", "done, at other times", "other"),
            ("x", "skip it", "skip"),
            ("e", "change the plan", "edit"),
        ]
        if late:
            choices = [
                ("s", "start it now", "start"),
                ("x", "skip it", "skip"),
                ("e", "change the plan", "edit"),
            ]

        def answered(choice: str | None) -> None:
            if choice == "done":
                self._confirm_as(entry, None, Overlap.REFUSE)
            elif choice == "other":
                self.edit_entry(entry, done=True)
            elif choice == "edit":
                self.edit_entry(entry)
            elif choice == "skip":
                self.store(lambda: plan.skip(entry.id), self._say_change)
            elif choice == "start":
                self.store_entry(lambda: plan.begin(entry.id))

        self.ask(f"Planned: {name}", choices, answered)

    def _confirm_as(self, entry: Entry, span: tuple[datetime, datetime] | None, overlap: Overlap) -> None:
        start, end = span or (entry.start, entry.end_at(self.now()))

        def store(how: Overlap) -> None:
            self.store_quietly(lambda: self.services.plan.confirm(entry.id, start, end, how), entry.id)

        self.with_overlap(start, end, entry.id, store, overlap)

    def with_overlap(
        self,
        start: datetime,
        end: datetime | None,
        but: str,
        store: Callable[[Overlap], None],
        overlap: Overlap = Overlap.REFUSE,
        cancelled: Callable[[], None] | None = None,
    ) -> None:
        """Call `store` with what to do about entries in the way, asking if there are any; `cancelled` where
        the answer is none."""
        try:
            self.services.log.check_room(start, end, but)
        except OverlapError as error:
            back = "cancel" if cancelled is None else "back to the fields"
            question, choices = overlap_question(error, back)

            def answered(choice: str | None) -> None:
                if choice:
                    store(Overlap(choice))
                elif cancelled is not None:
                    cancelled()

            self.ask(question, choices, answered)
            return
        store(overlap)

    # all fields

    def edit_entry(
        self, entry: Entry, done: bool = False, typed: dict[str, str] | None = None, ending: bool = False
    ) -> None:
        """Ask for all fields of an entry; `done` logs a plan at the times given, `ending` asks when it ended.
        `typed` is what stands in the fields, where that is not what is stored."""
        from outsource_tui.services.fields import fields_of, read_fields
        from outsource_tui.tui.dialogs.entry import EntryDialog

        now, planned = self.now(), entry.planned and not done
        name = self.services.repository.activities().get(entry.activity).name
        said = next(word for word, value in SAID.items() if value is entry.hand_over)
        values = typed or {**fields_of(entry, name, self.services.clock.zone), "hand_over": said}
        if ending:
            values["time"] = values["time"].removesuffix("...")  # up to the dash, the end is to come

        def check(given: dict[str, str]) -> None:
            read_fields(given, now, planned=planned)
            if given["hand_over"].strip().lower() not in SAID:
                raise InputError("hand over: yes or no; empty is as its activity is marked")

        def answered(given: dict[str, str] | None) -> None:
            if given is None:
                return
            read = read_fields(given, now, planned=planned)
            wish = SAID[given["hand_over"].strip().lower()]

            def store(how: Overlap) -> None:
                self.store_quietly(lambda: self._store_fields(entry, read, wish, how, done), entry.id)

            if planned or read.keeps_span(entry):
                store(Overlap.KEEP)
            else:
                again = partial(self.edit_entry, entry, done, given)
                self.with_overlap(read.start, read.end, entry.id, store, cancelled=again)

        title = f"{'Plan' if entry.planned else 'Entry'}: {name}"
        begun = "time" if ending else ""
        self.app.push_screen(EntryDialog(title, self._fields(values), check, go_on=begun), answered)

    def _fields(self, values: dict[str, str]) -> list[Field]:
        from outsource_tui.tui.dialogs.form import Field

        names = tuple(a.name for a in self.services.repository.activities())
        return [
            Field("activity", "Activity", values["activity"], choices=names),
            Field("day", "Day", values["day"], "2026-11-20, 20.11., mon or yesterday"),
            Field("time", "Time", values["time"], "9-10:30"),
            Field("tags", "Tags", values["tags"], "#one #two"),
            Field("note", "Note", values["note"]),
            Field("hand_over", "Hand over", values["hand_over"], "yes or no; empty: as its activity is"),
        ]

    def _store_fields(
        self, entry: Entry, read: object, wish: bool | None, how: Overlap, done: bool
    ) -> Change:
        from outsource_tui.services.fields import Fields

        assert isinstance(read, Fields)
        as_done: dict[str, object] = {}
        if done:
            as_done = {"kind": Kind.LOGGED, "plan": entry.done(entry.start, entry.end).plan}
        return self.services.log.edit(
            entry.id,
            overlap=how,
            **as_done,
            start=read.start,
            end=read.end,
            activity=read.activity,
            tags=read.tags,
            note=read.note,
            hand_over=wish,
        )

    def _open_gap(self, start: datetime, end: datetime) -> None:
        day: date = start.date()
        if day != self.shown:
            self.go_to(day)
        self.fill(start, end)
