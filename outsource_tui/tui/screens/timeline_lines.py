"""Everything on the timeline that is typed in the bar, with its preview and completions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from textual import events

from outsource_tui.model.change import Change
from outsource_tui.model.clock import clock_words, elapsed, long_date
from outsource_tui.model.completion import Completion, completions, ranked
from outsource_tui.model.edit import Overlap, middle
from outsource_tui.model.entry import Kind
from outsource_tui.model.errors import InputError, OverlapError, UserError
from outsource_tui.model.value import replace
from outsource_tui.services.spans import WHAT_TO_DO, listed, overlap_words
from outsource_tui.tui.screens.timeline_base import TimelineBase
from outsource_tui.tui.widgets.cells import width_of
from outsource_tui.tui.widgets.chrome import Hint
from outsource_tui.tui.widgets.entry_bar import LOG, MARGINS, BarMode, EntryBar
from outsource_tui.tui.widgets.entry_preview import Preview
from outsource_tui.tui.widgets.line_input import LineInput

if TYPE_CHECKING:
    from outsource_tui.model.quick_entry import QuickEntry

START = BarMode("start", "● start", "what now? Invoices #accounts · 11:40 Invoices since then", "start", True)
INTERRUPT = BarMode("interrupt", "● interrupt with", "a call; what runs goes on afterwards", "start", True)
SPLIT = BarMode("split", "split at", "10:15, or several: 10:15, 11", "split")
JUMP = BarMode("jump", "go to", "2026-11-20 · 20.11. · mon · yesterday · +7", "go")
RENAME = BarMode("rename", "rename to", "the new name", "rename")
PLAN = BarMode("plan", "plan this day like", "mon · yesterday · 2026-11-20", "plan")


def overlap_question(
    error: OverlapError, back: str = "cancel, and go on typing"
) -> tuple[str, list[tuple[str, str, str]]]:
    """Return what to ask about entries in the way, and the answers; `back` words the way back."""
    head = error.message.removesuffix(WHAT_TO_DO)
    gone = f" A trim takes {listed(error.covered)} out." if error.covered else ""
    choices = [("t", "trim what is there", "trim"), ("b", "keep both, side by side", "keep"), ("c", back, "")]
    return f"{head[:1].upper()}{head[1:]}.{gone}", choices


class TimelineLines(TimelineBase):
    """The modes of the bar."""

    _names: Sequence[str] = ()
    _tags: Sequence[str] = ()
    _stays_open = False
    """True in a log that began just now: line after line can be typed, until the user leaves the bar."""

    def on_mount(self) -> None:
        """Let the bar ask for completions."""
        super().on_mount()
        self.bar.complete, self.bar.preview_of = self._complete, self._preview
        self._tell_key()
        self._stays_open = self.services.repository.new
        if self._stays_open:
            self.action_log()  # before anything is seen: the first key may be here already

    def _tell_key(self) -> None:
        self.bar.rest_with(f"press {self.key('log')} and type what you did")

    def keys_changed(self) -> None:
        """Show the keys as they are now, in the resting line too."""
        super().keys_changed()
        self._tell_key()

    def load(self) -> None:
        """Show all anew, the preview too."""
        super().load()
        if self.bar.active:
            self.bar.preview = self._preview(self.bar.mode, self.bar.line)

    def _complete(self, mode: BarMode, text: str) -> Sequence[Completion]:
        if mode in (SPLIT, JUMP, PLAN):
            return ()
        return completions(text, self._names, self._tags)

    def _open(self, mode: BarMode, text: str = "", proposed: int = 0) -> None:
        names, tags = self.services.typed.uses()
        now = self.now()
        self._names, self._tags = ranked(names, now), ranked(tags, now)
        self.bar.lines = self.services.typed.lines() if mode.recalls else ()
        self.bar.open(mode, text, proposed)

    # keys

    def action_log(self) -> None:
        """Type a line."""
        self._open(LOG)

    def action_start(self) -> None:
        """Type what to start."""
        self._open(START)

    def action_interrupt(self) -> None:
        """Type what to start in between."""
        if self.services.log.running() is None:
            self.say(f"nothing runs that could be interrupted: {self.key('start')} starts something")
        else:
            self._open(INTERRUPT)

    def action_split(self) -> None:
        """Type where to split; the middle is proposed."""
        block = self.some_entry("split")
        if block is None or block.entry is None:
            return
        if elapsed(block.entry.start, block.entry.end_at(self.now())) < timedelta(minutes=2):
            self.say(f"{block.name} is too short to split: no whole minute lies inside")
        else:
            proposal = f"{clock_words(middle(block.block.start, block.block.end))}"
            self._open(SPLIT, proposal, len(proposal))

    def action_jump(self) -> None:
        """Type a date."""
        self._open(JUMP)

    def action_rename(self) -> None:
        """Type another name for the activity."""
        block = self.some_entry("rename")
        if block is not None:
            self._open(RENAME, block.name)

    def action_duplicate(self) -> None:
        """Type the same entry again, with another time."""
        block = self.some_entry("duplicate")
        if block is not None and block.entry is not None:
            self._open(LOG, self.services.log.copy_line(block.entry, self.shown))

    def fill(self, start: datetime, end: datetime) -> None:
        """Type what a span went to."""
        self._open(LOG, self.services.log.span_line(start, end, self.shown))

    def on_entry_bar_focused(self, message: EntryBar.Focused) -> None:
        """The line was clicked."""
        if not self._names:
            self._open(self.bar.mode, self.bar.input.value)

    def on_entry_bar_closed(self) -> None:
        """The line was left: from now on it is opened by key."""
        self._stays_open = False

    def typing_hints(self) -> tuple[Hint, ...]:
        """What the keys of the line do."""
        if not self.bar.active:
            return ()
        recalls = (Hint("↑↓", "choose, or earlier lines"),) if self.bar.mode.recalls else ()
        completes = () if self.bar.mode in (SPLIT, JUMP, PLAN) else (Hint("tab", "complete"),)
        return (Hint("↵", self.bar.mode.verb), *completes, *recalls, Hint("esc", "leave the line"))

    # previews

    def _preview(self, mode: BarMode, text: str) -> Preview:
        """Say what the line will be."""
        try:
            return self._preview_of(mode, text) if text.strip() else Preview()
        except UserError as error:
            return Preview(error.message, good=False)

    def _preview_of(self, mode: BarMode, text: str) -> Preview:
        from outsource_tui.model.time_hint import doubt, doubt_at_start, tag_in_name, time_in_name

        log = self.services.log
        if mode == LOG:
            try:
                quick = log.parse(text, self._day())
            except InputError as error:
                return Preview(error.message, good=False, asked=time_in_name(text))
            found = log.overlaps(quick.start, quick.end) if quick.kind is Kind.LOGGED else []
            over = f"over {overlap_words(found, self.services.repository.activities())}" if found else ""
            asked = doubt(text, self.now(), self._day())
            return self._entry_preview(quick, text, asked, over)
        if mode in (START, INTERRUPT):
            asked = doubt_at_start(text) if mode == START else tag_in_name(text)
            return self._entry_preview(log.parse_start(text), text, asked)
        if mode == SPLIT:
            start, end, times = self._cuts(text)
            edges = [start, *times, end]
            pieces = [f"{clock_words(a)}–{clock_words(b)}" for a, b in pairwise(edges)]
            return Preview(" · ".join(pieces))
        if mode in (JUMP, PLAN):
            return Preview(long_date(self._date(text)))
        return Preview()

    def _entry_preview(self, quick: QuickEntry, text: str, asked: str = "", over: str = "") -> Preview:
        """Say what an entry will be, with its day where that is not plain from what is shown or is named."""
        from outsource_tui.model.quick_entry import preview
        from outsource_tui.model.time_hint import names_day

        now = self.now()
        today, goes = now.date(), quick.start.date()
        day = ""
        if goes == today and (goes != self.shown or names_day(text)):
            day = f"{long_date(goes).rpartition(' ')[0]} · "
        times = preview(replace(quick, activity="", tags=(), note=""), now).rstrip(" ·")
        return Preview(day + preview(quick, now), asked=asked, over=over, fixed=len(day + times))

    def _day(self) -> date | None:
        return self.shown if self.shown != self.now().date() else None

    def _date(self, text: str) -> date:
        from outsource_tui.model.date_lines import read_day_words

        today, word = self.now().date(), text.strip().lower()
        if word[:1] in "+-" and word[1:].isdecimal() and len(word) < 6:
            return date.fromordinal(self.shown.toordinal() + int(word))
        return read_day_words(word, today)

    def _cuts(self, text: str) -> tuple[datetime, datetime, tuple[datetime, ...]]:
        from outsource_tui.model.clock_input import parse_clocks

        block = self.block
        if block is None or block.entry is None:
            raise InputError("put the cursor on an entry to split it")
        zone = self.services.clock.zone
        start, end = block.entry.start.astimezone(zone), block.entry.end_at(self.now()).astimezone(zone)
        return start, end, parse_clocks(text, start, end)

    # enter

    def on_entry_bar_entered(self, message: EntryBar.Entered) -> None:
        """Do what the line says; what cannot be read stays in the line."""
        text = message.text
        if not text.strip():
            self.bar.close()
            self.on_entry_bar_closed()
            return
        try:
            self._enter(message.mode, text)
        except OverlapError as error:
            self._ask(error, message.mode, text)
        except UserError as error:
            self.bar.preview = Preview(error.message, good=False, refused=True)
            if width_of(error.message) > self.bar.size.width - MARGINS:
                self.say(error.message, "warning")
            self.app.bell()

    def _enter(self, mode: BarMode, text: str, overlap: Overlap = Overlap.REFUSE) -> None:
        log = self.services.log
        if mode == LOG:
            quick = log.parse(text, self._day())
            if quick.kind is Kind.LOGGED:
                log.check(quick, overlap)
            self.store_entry(lambda: log.add(quick, overlap))  # first: the disk works while the line closes
            self._close(text)
            if self._stays_open:
                self.action_log()
        elif mode == START:
            begun = log.parse_start(text)
            log.check_start(begun, overlap)
            self.store_entry(lambda: log.start_entry(begun, overlap))
            self._close(text)
        elif mode == INTERRUPT:
            log.parse_start(text)
            self.store_entry(lambda: log.interrupt(text))
            self._close(text)
        elif mode == SPLIT:
            block, times = self.block, self._cuts(text)[2]
            assert block is not None  # _cuts refuses without one
            self.bar.close()
            self.store_quietly(lambda: self.services.edit.split(block.key, times))
        elif mode == JUMP:
            day = self._date(text)
            self.bar.close()
            self.go_to(day)
        elif mode == RENAME:
            self._rename(text)
        elif mode == PLAN:
            day = self._date(text)
            self.bar.close()
            self.plan_like(day)

    def plan_like(self, day: date) -> None:
        """Plan the shown day like `day`."""
        self.store(lambda: self.services.plan.copy_day(day, self.shown), self._say_change)

    def _close(self, text: str) -> None:
        self.bar.remember(text)
        self.bar.close()

    def _ask(self, error: OverlapError, mode: BarMode, text: str) -> None:
        question, choices = overlap_question(error)

        def answered(choice: str | None) -> None:
            if choice:
                self._enter(mode, text, Overlap(choice))
            else:
                self.set_focus(self.bar.input)

        self.ask(question, choices, answered, midway=True)

    # renaming

    def _rename(self, text: str) -> None:
        block, name = self.block, text.strip()
        if block is None or block.entry is None or name == block.name:
            self.bar.close()
            return
        entry = block.entry
        activities = self.services.repository.activities()
        old, taken = activities.get(entry.activity), activities.named(name)
        self.bar.close()
        if taken is not None and taken.id != old.id:
            choices = [
                ("m", f"make the two one: all of {old.name} becomes {taken.name}", "merge"),
                ("h", f"from here on: these entries become {taken.name}", "here"),
            ]
            question = f"There is an activity {taken.name} already."
        else:
            choices = [("e", "everywhere", "all"), ("h", "from this entry on", "here")]
            question = f"Rename {old.name} to {name}"
        edit = self.services.edit

        def answered(choice: str | None) -> None:
            if choice == "merge" and taken is not None:
                self.store(lambda: edit.merge_activities(old.id, taken.id), self._say_change)
            elif choice == "all":
                self.store(lambda: edit.rename(old.id, name), self._say_change)
            elif choice == "here":
                self.store(lambda: edit.rename(old.id, name, entry.start), self._say_change)

        self.ask(question, choices, answered)

    def _say_change(self, change: Change) -> None:
        self.say(change.label if change else "there was nothing to change")

    # many lines

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted while the line is closed as if it had been opened before."""
        text = event.text.strip()
        if not text:
            return
        event.stop()
        if len(text.splitlines()) > 1:
            self.read_lines(event.text)
        else:
            self._open(LOG, text)

    def on_line_input_pasted(self, message: LineInput.Pasted) -> None:
        """Show all lines of a paste before they are stored."""
        message.stop()
        self.bar.close()
        self.read_lines(message.text)

    def type_lines(self, text: str = "", line: int = 1) -> None:
        """Type many lines, or mend those that are there, beginning at a line, from 1."""
        from outsource_tui.tui.dialogs.lines import LinesDialog

        def answered(typed: str | None) -> None:
            if typed and typed.strip():
                self.read_lines(typed)

        title = f"Lines for {long_date(self.shown)}, as you noted them"
        self.app.push_screen(LinesDialog(title, text, line), answered)

    def read_lines(self, text: str) -> None:
        """Show what many lines would become, to store them as one change."""
        from outsource_tui.tui.dialogs.paste import PasteDialog

        def answered(answer: Overlap | str | None) -> None:
            if isinstance(answer, Overlap):
                quick = [each.entry for each in found.entries]
                self.store(lambda: self.services.log.add_all(quick, answer), self._pasted)
            elif answer:
                faults = [*over, *(problem.line for problem in found.problems)]
                self.type_lines(text, min(faults, default=1))

        found = self.services.log.read_lines(text, self.shown)
        over = self.services.log.lines_over(found)
        self.app.push_screen(PasteDialog(found, over, self.now()), answered)

    def _pasted(self, change: Change) -> None:
        self._say_change(change)
        self.go_to_made(change)
