"""The timeline: the day to scale, where the user logs, sees and mends."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content

from outsource_tui.model.change import Change
from outsource_tui.model.clock import clock_words, elapsed, hm, long_date
from outsource_tui.model.edit import Overlap
from outsource_tui.model.entry import Entry
from outsource_tui.model.errors import ChangedMeanwhileError, OverlapError, UserError
from outsource_tui.model.text import clean
from outsource_tui.tui.screens.timeline_commands import COMMANDS
from outsource_tui.tui.screens.timeline_lists import TimelineLists

if TYPE_CHECKING:
    from outsource_tui.services.day_text import DayEdit

AWAY = timedelta(minutes=30)
"""After so long without a key, the user comes back."""


class TimelineScreen(TimelineLists):
    """A day of the log."""

    NAME = "Timeline"
    PURPOSE = (
        "Log what you do, every minute of a week. Put the cursor on a block and a key changes it;"
        " anything can be taken back. The mouse drags blocks, their start by its time and their end by the"
        " coloured edge."
    )
    COMMAND_LIST = COMMANDS

    _last_key: datetime | None = None
    _asked = ""

    def load(self) -> None:
        """Show all anew, with a word on what is missing."""
        super().load()
        self._nudge()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Ask about what runs too long when the user comes back."""
        if self._last_key is None:
            self._last_key = self.now()
            self.call_after_refresh(self._ask_running)

    def on_screen_suspend(self) -> None:
        """Another screen comes over this one."""
        self.timeline.cancel_drag()

    def on_key(self, event: events.Key) -> None:
        """Put back what the mouse drags; notice that the user is back."""
        if event.key == "escape" and self.timeline.dragging:
            self.timeline.cancel_drag()
            event.stop()
            event.prevent_default()
        last, self._last_key = self._last_key, self.now()
        if last is not None and elapsed(last, self._last_key) >= AWAY:
            self._ask_running()

    # what runs too long

    def _ask_running(self) -> None:
        limit, log = self.services.settings.long_running, self.services.log
        running = log.running()
        if running is None or not limit or self.app.screen is not self:
            return
        minutes = elapsed(running.start, self.now()).total_seconds() / 60
        if minutes < limit or self._asked == f"{running.id} {self.now():%Y%m%d%H}":
            return
        self._asked = f"{running.id} {self.now():%Y%m%d%H}"
        name = self.services.repository.activities().get(running.activity).name
        start = running.start.astimezone(self.services.clock.zone)
        day = "" if start.date() == self.now().date() else f" {long_date(start.date())}"
        choices = [
            ("w", "still working on it", "on"),
            ("t", "it ended earlier: give the end", "then"),
            ("n", "stop it now", "now"),
            ("d", "discard it", "discard"),
        ]

        def answered(choice: str | None) -> None:
            if choice == "now":
                self.store(log.stop)
            elif choice == "discard":
                self.store(lambda: log.delete(running.id), self._say_change)
            elif choice == "then":
                self._stop_then(running)

        question = f"{name} runs since {clock_words(start)}{day}: {hm(minutes)} now."
        self.ask(question, choices, answered)

    def _stop_then(self, running: Entry) -> None:
        self.go_to(running.start.astimezone(self.services.clock.zone).date(), running.id)
        self.edit_entry(running, ending=True)

    # a quiet word

    def _nudge(self) -> None:
        after, log, now = self.services.settings.nudge_after, self.services.log, self.now()
        word = Content("")
        last = log.last_end(now)
        if after and self.shown == now.date() and log.running() is None and last is not None:
            minutes = elapsed(last, now).total_seconds() / 60
            local = last.astimezone(self.services.clock.zone)
            if minutes >= after and local.date() == now.date():
                words = f"nothing is logged since {clock_words(local)}, {hm(minutes)} ago"
                words += self.spelled(" · {log} log it")
                word = Content.styled(clean(words), "$text-muted")
        self.bar.idle = word

    # the day as text

    def action_paste(self) -> None:
        """Type or paste many lines."""
        self.type_lines()

    def action_editor(self) -> None:
        """Edit the day in $EDITOR, then show the difference."""
        day_text, day = self.services.day_text, self.shown
        entries = day_text.entries(day)
        edited = self._edited(day_text.write(day, entries))
        if edited is not None:
            self._show_difference(day, edited, entries)

    def _edited(self, text: str) -> str | None:
        """Return the text as the editor left it, None where there was none."""
        import tempfile
        from pathlib import Path

        from outsource_tui.services.editor import edited

        try:
            with tempfile.TemporaryDirectory(prefix="outsource-") as folder:
                path = Path(folder) / f"{self.shown.isoformat()}.txt"
                path.write_text(text, encoding="utf-8")
                with self.app.suspend():
                    return edited(path)
        except UserError as error:
            self.say(error.message, "warning")
        except Exception as error:  # a terminal can refuse to be given away in as many ways as there are
            self.say(f"the editor could not be opened ({error})", "error")
        return None

    def _show_difference(self, day: date, text: str, entries: tuple[Entry, ...]) -> None:
        from outsource_tui.tui.dialogs.difference import DifferenceDialog

        day_text = self.services.day_text
        edit = day_text.read(day, entries, text)
        if not edit and not edit.problems:
            self.say("the day is as it was")
            return

        def store(overlap: Overlap) -> Change | UserError:
            try:
                return day_text.store(edit, overlap)
            except (ChangedMeanwhileError, OverlapError) as error:  # the text must not be lost with it
                return error

        def stored(done: Change | UserError) -> None:
            if isinstance(done, UserError):
                self.say(done.message, "warning")
                self._show_difference(day, text, entries)
            else:
                self._say_change(done)

        def answered(choice: str | None) -> None:
            if choice == "again":
                self._again(edit, text, entries)
            elif choice:
                self.store(lambda: store(Overlap(choice)), stored)

        self.app.push_screen(DifferenceDialog(edit), answered)

    def _again(self, edit: DayEdit, text: str, entries: tuple[Entry, ...]) -> None:
        lines = "\n".join(line for line in text.splitlines() if not line.startswith("# ")).lstrip("\n")
        edited = self._edited(self.services.day_text.write(edit.date, entries, edit.problems, lines + "\n"))
        if edited is not None:
            self._show_difference(edit.date, edited, entries)
