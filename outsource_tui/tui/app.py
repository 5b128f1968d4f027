"""The app: screens, the history's keys, and one queue for changes."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events
from textual.app import App, SystemCommand
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widgets import Input

from outsource_tui.model.change import Change
from outsource_tui.model.clock import elapsed
from outsource_tui.model.errors import ReadOnlyError, StoreError, UserError
from outsource_tui.model.text import clean
from outsource_tui.services.services import Services
from outsource_tui.tui import preferences, theme
from outsource_tui.tui.base import PlannerScreen
from outsource_tui.tui.commands import Command, bindings, key_signs
from outsource_tui.tui.title import TerminalTitle, title_words
from outsource_tui.tui.widgets.chrome import Saving, TopState
from outsource_tui.tui.writer import Foreseen, Writer

if TYPE_CHECKING:
    from outsource_tui.services.keeper import MergeReport
    from outsource_tui.tui.tour import Tour

T = TypeVar("T")
SCREENS = {
    "Timeline": ("timeline", "TimelineScreen"),
    "Highlight": ("highlight", "HighlightScreen"),
    "Board": ("board", "BoardScreen"),
    "Summary": ("summary", "SummaryScreen"),
}
"""The screens by name, in the order of their digits; each is imported when it is first shown."""


class PlannerApp(App[None]):
    """Shows one screen at a time; every change of the log goes through `make_change`."""

    TITLE = "outsource"
    CSS_PATH = ["app.tcss", "screens/timeline.tcss"]
    ENABLE_COMMAND_PALETTE = True
    COMMAND_LIST: ClassVar[tuple[Command, ...]] = (
        Command("undo", "u,ctrl+z", "undo", "Take back the last change", "Everywhere", True, "u"),
        Command("redo", "U,ctrl+y", "redo", "Make an undone change again", "Everywhere", show="U"),
        Command("screen(1)", "1", "timeline", "Go to the timeline", "Everywhere"),
        Command("screen(2)", "2", "highlight", "Go to the highlights", "Everywhere"),
        Command("screen(3)", "3", "board", "Go to the board", "Everywhere"),
        Command("screen(4)", "4", "summary", "Go to the summary", "Everywhere"),
        Command(
            "merge_copies",
            "",
            "merge copies",
            "Join the copies of the log that a sync program left beside it",
            "Everywhere",
            possible=lambda screen: bool(screen.planner.copies()),
        ),
        Command("settings", "comma", "settings", "Change the settings that matter most", "Everywhere",
                possible=lambda screen: screen.planner.tour is None),
        Command("tour", "", "tour", "Try the whole method in five steps, on a made-up log", "Everywhere",
                possible=lambda screen: screen.planner.tour is None),
        Command("import_file", "ctrl+o", "import", "Take in the history of another tool", "Everywhere",
                possible=lambda screen: screen.planner.tour is None),
        Command("export_log", "ctrl+e", "export", "Write the log to a file, in any format", "Everywhere"),
        Command("command_palette", "ctrl+p", "palette", "Find any command by name", "Everywhere"),
        Command("leave", "q", "quit", "Quit; everything is already stored", "Everywhere"),
        Command("help", "question_mark", "help", "What this screen is for, and its keys", "Everywhere", True),
    )
    BINDINGS = bindings(COMMAND_LIST, "app")

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.services = services
        self.shown_day: date = services.clock.now().date()
        self.saving = Saving.SAVED
        self._writer = Writer()
        self.tour: Tour | None = None
        self._title: TerminalTitle | None = None
        self._planner_screens: dict[str, PlannerScreen] = {}
        self._minute = services.clock.now().minute
        self.register_theme(theme.DARK)
        self.register_theme(theme.LIGHT)
        self._start_with(services.settings.theme)
        if services.settings.keys:
            self.set_keymap(services.settings.keys)

    def _start_with(self, wanted: str) -> None:
        """Take up a theme; the usual one without reading every style a second time for its colours."""
        if wanted != theme.DARK.name and wanted in self.available_themes:
            self.theme = wanted
            return
        self.set_reactive(App.theme, theme.DARK.name)
        self.set_class(True, f"-theme-{theme.DARK.name}", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    # screens

    def get_default_screen(self) -> Screen[Any]:
        """Start on the timeline, without a blank screen before it."""
        return self._screen_named("Timeline")

    def _screen_named(self, name: str) -> PlannerScreen:
        if name not in self._planner_screens:
            module, class_name = SCREENS[name]
            found = getattr(import_module(f"outsource_tui.tui.screens.{module}"), class_name)
            screen: PlannerScreen = found(self.services)
            self.install_screen(screen, f"{name} {id(self.services)}")
            self._planner_screens[name] = screen
        return self._planner_screens[name]

    def show_screen(self, name: str) -> None:
        """Bring a screen to the front; the timeline lies under all others."""
        if name not in SCREENS or not isinstance(self.screen, PlannerScreen) or self.screen.NAME == name:
            return
        if name == "Timeline":
            self.pop_screen()
        elif self.screen.NAME == "Timeline":
            self.push_screen(self._screen_named(name))
        else:
            self.switch_screen(self._screen_named(name))

    def renew_screens(self) -> None:
        """Make the screens anew, after their settings became different; the timeline only loads again."""
        shown = self.screen.NAME if isinstance(self.screen, PlannerScreen) else "Timeline"
        if shown != "Timeline":
            self.pop_screen()
        for name in [name for name in self._planner_screens if name != "Timeline"]:
            self.forget(self._planner_screens.pop(name))
        if shown != "Timeline":
            self.push_screen(self._screen_named(shown))
        self.publish()

    def show_day(self, day: date) -> None:
        """Go to the timeline of that day."""
        self.shown_day = day
        self.show_screen("Timeline")
        self.publish()

    def action_screen(self, number: int) -> None:
        """Go to the screen of that digit."""
        self.show_screen(list(SCREENS)[number - 1])

    def on_key(self, event: events.Key) -> None:
        """Keep what was typed in the instant in which a line to type in was still opening.

        An input stops the characters that it takes: one that comes as far as this was on its way
        before the input had the focus.
        """
        if isinstance(self.focused, Input) and event.is_printable and event.character:
            self.focused.insert_text_at_cursor(event.character)
            event.stop()
            event.prevent_default()

    def on_mount(self) -> None:
        """Watch for other writers and for the next minute, once a second; say what is odd about the file."""
        self.set_interval(1.0, self._tick)
        self.theme_changed_signal.subscribe(self, partial(preferences.remember_theme, self))
        self.call_after_refresh(self._pass_on_notices)
        self.call_after_refresh(self._settle)

    @staticmethod
    def _settle() -> None:
        """What was made for the first picture stays for good: the collector need not walk it again."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    def _pass_on_notices(self) -> None:
        for notice in self.services.repository.notices:
            self.notify(clean(notice), severity="warning", markup=False, timeout=12)
        copies = len(self.copies())
        if copies:
            word = "1 copy" if copies == 1 else f"{copies} copies"
            line = f"{word} of the log from another machine: ctrl+p, merge copies"
            self.notify(line, markup=False, timeout=12)

    def copies(self) -> list[Path]:
        """The copies that a sync program or git left beside the file."""
        path = getattr(self.services.repository.storage, "path", None)
        return self.services.keeper.found() if path is not None else []

    def action_merge_copies(self) -> None:
        """Join the copies that lie beside the file, then move them to the backups."""
        self.make_change(self.services.keeper.merge_found, self._tell_merged)

    def _tell_merged(self, report: MergeReport) -> None:
        line = f"merged: {report.added} added, {report.changed} changed"
        if report.conflicts:
            line += f"; {len(report.conflicts)} values lost, see outsource merge --conflicts"
        self.notify(line, markup=False, timeout=8)

    def _tick(self) -> None:
        if self._writer.pending == 0 and self.services.repository.refresh():
            self.publish()
        minute = self.services.clock.now().minute
        if minute != self._minute:
            self._minute = minute
            for screen in self._visible():
                screen.minute()
                screen.show_frame()

    # changes

    def make_change(
        self,
        change: Callable[[], T],
        done: Callable[[T], None] | None = None,
        foreseen: Foreseen | None = None,
    ) -> None:
        """Store a change off the UI thread, in order; show all anew when it is on disk, or when it failed.

        `foreseen` is told of a change that is shown already, before all is shown anew.
        """
        self.saving = Saving.SAVING
        self._show_frames()
        self.run_worker(self._store(change, done, foreseen), group="changes", exit_on_error=True)

    async def _store(
        self, change: Callable[[], T], done: Callable[[T], None] | None, foreseen: Foreseen | None
    ) -> None:
        try:
            result = await self._writer.run(change)
        except UserError as error:
            if foreseen is not None:
                foreseen.over()
            self._failed(error, foreseen.label if foreseen is not None else "")
            return
        if foreseen is not None:
            foreseen.over()
        if self._writer.pending == 0:
            self.saving = Saving.SAVED
        self.publish()
        if done is not None:
            done(result)

    def _failed(self, error: UserError, shown: str) -> None:
        if isinstance(error, ReadOnlyError):
            self.saving = Saving.READ_ONLY
        else:
            self.saving = Saving.FAILED if isinstance(error, StoreError) else Saving.SAVED
        self.publish()
        kind: SeverityLevel = "error" if isinstance(error, StoreError) else "warning"
        line = f"“{shown}” is taken back: {error.message}" if shown else error.message
        self.notify(clean(line), severity=kind, markup=False, timeout=8)

    def publish(self) -> None:
        """Let every visible screen ask again."""
        for screen in self._visible():
            screen.show_all()

    def _visible(self) -> list[PlannerScreen]:
        found = [s for s in self.screen_stack if isinstance(s, PlannerScreen)]
        return found[-1:]

    def _show_frames(self) -> None:
        for screen in self._visible():
            screen.show_frame()

    def action_undo(self) -> None:
        """Take back the last change."""
        self.make_change(self.services.history.undo, lambda found: self._tell("undone", found))

    def action_redo(self) -> None:
        """Make the last undone change again."""
        self.make_change(self.services.history.redo, lambda found: self._tell("redone", found))

    def _tell(self, word: str, changes: list[Change]) -> None:
        for change in changes:
            self.notify(clean(f"{word}: {change.label}"), markup=False, timeout=3)

    def action_leave(self) -> None:
        """Quit, unless something is not on disk: then say so first. In the tour: go back to one's own log."""
        if self.tour is not None:
            self.tour.end(self)
            return
        if self.saving is Saving.FAILED:
            from outsource_tui.tui.dialogs.choose import ChooseDialog

            question = "The last change could not be saved and will be lost. Quit?"
            choices = [("q", "quit and lose it", "quit"), ("s", "stay", "")]
            self.push_screen(ChooseDialog(question, choices), lambda choice: self.exit() if choice else None)
            return
        self.exit()

    def on_unmount(self) -> None:
        """End the writer; what was asked for is stored first. Give the terminal its title back."""
        self._writer.close()
        if self._title is not None:
            self._title.leave()

    # the tour

    def action_tour(self) -> None:
        """Try the method on a made-up log that is thrown away afterwards."""
        from outsource_tui.tui import tour

        if self.tour is None and isinstance(self.screen, PlannerScreen):
            tour.begin(self)

    def swap(self, services: Services, screens: dict[str, PlannerScreen]) -> dict[str, PlannerScreen]:
        """Go on with other services and their screens from the screen below; returns those until now."""
        before, self._planner_screens = self._planner_screens, screens
        self.services = services
        self.shown_day = services.clock.now().date()
        return before

    def front(self) -> None:
        """Show the timeline of the present services above all."""
        self.push_screen(self._screen_named("Timeline"))

    def forget(self, screen: PlannerScreen) -> None:
        """Let a screen go that is not shown."""
        self.uninstall_screen(screen)
        if screen.is_attached:
            screen.remove()

    # the frame

    def top_state(self, screen: PlannerScreen) -> TopState:
        """Return what the top bar of `screen` shows."""
        running = self.services.repository.open_entries()
        name, minutes = "", 0.0
        if running:
            entry = running[-1]
            name = self.services.repository.activities().get(entry.activity).name
            minutes = elapsed(entry.start, self.services.clock.now()).total_seconds() // 60
        return TopState(tuple(SCREENS), screen.NAME, name, minutes, self.saving)

    def frame_shown(self, screen: PlannerScreen, state: TopState) -> None:
        """Bring what stands beside the frame up to date: the terminal's title, and the step of the tour."""
        if self._title is None and self._driver is not None:
            self._title = TerminalTitle(self._driver.write)
        if self._title is not None:
            self._title.show("outsource · tour" if self.tour else title_words(state.running, state.minutes))
        if self.tour is not None:
            self.tour.show_step(screen)

    def key_text(self, screen: PlannerScreen, command: Command) -> str:
        """Return the keys of a command as they are now, changed by settings or not."""
        scope = screen.NAME.lower() if command in screen.COMMAND_LIST else "app"
        changed = self.services.settings.keys.get(f"{scope}.{command.name}")
        return key_signs(changed) if changed else command.key_text

    def action_settings(self) -> None:
        """Change settings in a form."""
        if self.tour is None:
            preferences.ask_settings(self)

    def action_import_file(self) -> None:
        """Choose a file and take it in."""
        from outsource_tui.tui.exchange.importing import import_file

        if self.tour is None:
            import_file(self)

    def action_export_log(self) -> None:
        """Choose a format, a span and a file to write."""
        from outsource_tui.tui.exchange.exporting import export_log

        if isinstance(self.screen, PlannerScreen):
            export_log(self.screen)

    def action_help(self) -> None:
        """Show what the screen is for, and its keys."""
        from outsource_tui.tui.dialogs.help import HelpDialog

        screen = self.screen
        if isinstance(screen, PlannerScreen):
            changed = self.services.settings.keys
            commands = [
                (c, key_signs(changed.get(f"{scope}.{c.name}", c.keys)))
                for scope, owned in ((screen.NAME.lower(), screen.COMMAND_LIST), ("app", self.COMMAND_LIST))
                for c in owned
            ]
            dialog = HelpDialog(screen.NAME, screen.PURPOSE, commands, tour=self.tour is None)
            self.push_screen(dialog, lambda wanted: self.action_tour() if wanted else None)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer every command that is possible now, and the themes."""
        if isinstance(screen, PlannerScreen):
            for command in (*screen.COMMAND_LIST, *self.COMMAND_LIST):
                if command.is_possible(screen) and command.name != "command_palette":
                    title = f"{command.label[:1].upper()}{command.label[1:]}"
                    yield SystemCommand(title, command.help, self._runner(screen, command.name))
        yield SystemCommand("Theme", "Choose the colours", self.action_change_theme)

    def _runner(self, screen: PlannerScreen, name: str) -> Callable[[], None]:
        def run() -> None:
            self.call_later(screen.run_command, name)

        return run
