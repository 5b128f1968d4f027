"""The app: screens, the history's keys, and one queue for changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual.app import App
from textual.command import Provider
from textual.filter import LineFilter
from textual.screen import Screen

from outsource_tui.model.change import Change
from outsource_tui.model.errors import StoreError
from outsource_tui.model.text import clean
from outsource_tui.services.services import Services
from outsource_tui.tui import preferences, theme, unsaved
from outsource_tui.tui.app_commands import COMMANDS as APP_COMMANDS
from outsource_tui.tui.base import PlannerScreen
from outsource_tui.tui.change_queue import Asked, ChangeQueue, Foreseen
from outsource_tui.tui.commands import Command, bindings
from outsource_tui.tui.copies import Copies
from outsource_tui.tui.glance import on_disk, running
from outsource_tui.tui.harmless import HARMLESS
from outsource_tui.tui.in_turn import InTurn
from outsource_tui.tui.keys_in_use import KeysInUse, help_lines
from outsource_tui.tui.notices import Notices
from outsource_tui.tui.one_picture import in_one_picture
from outsource_tui.tui.resting import Resting
from outsource_tui.tui.reviewed import ReviewedWeek
from outsource_tui.tui.saying import Saying
from outsource_tui.tui.screens import SCREENS
from outsource_tui.tui.standing import stands
from outsource_tui.tui.title import TerminalTitle, title_words
from outsource_tui.tui.widgets.top_line import Saving, TopState

if TYPE_CHECKING:
    from outsource_tui.tui.tour import Tour

T = TypeVar("T")


def _screen_class(name: str) -> type[PlannerScreen]:
    module, class_name = SCREENS[name]
    found = getattr(import_module(f"outsource_tui.tui.screens.{module}"), class_name)
    return cast("type[PlannerScreen]", found)


def _palette() -> type[Provider]:
    from outsource_tui.tui.palette import PlannerCommands

    return PlannerCommands


class PlannerApp(Saying, InTurn):
    """Shows one screen at a time; every change of the log goes through `make_change`."""

    TITLE = "outsource"
    CSS_PATH = ["app.tcss", "screens/timeline.tcss"]
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_palette}
    COMMAND_LIST: ClassVar[tuple[Command, ...]] = APP_COMMANDS
    BINDINGS = bindings(COMMAND_LIST, "app")

    def __init__(self, services: Services, word: str = "") -> None:
        super().__init__()
        self.services = services
        self.word = word
        self.shown_day = self._today = services.clock.now().date()
        self.reviewed = ReviewedWeek(self)
        self.changes = ChangeQueue(self)
        self.lost: tuple[str, ...] = ()
        self._trouble = ""
        self.copies = Copies(self)
        self.notices = Notices(self)
        self.resting = Resting(self)
        self.tour: Tour | None = None
        self._title: TerminalTitle | None = None
        self._planner_screens: dict[str, PlannerScreen] = {}
        self._minute = services.clock.now().minute
        for own in theme.own_themes(self):
            self.register_theme(own)
        self._start_with(services.settings.theme)
        self.keys = KeysInUse(self)
        self.keys.take(services.settings.keys)

    def _start_with(self, wanted: str) -> None:
        """Take up a theme; the usual one without reading every style a second time for its colours."""
        if wanted != theme.DARK.name and wanted in self.available_themes:
            self.theme = wanted
            return
        self.set_reactive(App.theme, theme.DARK.name)
        self.set_class(True, f"-theme-{theme.DARK.name}", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let nothing through to the terminal that it could obey."""
        return [*super().get_line_filters(), HARMLESS]

    # screens

    def get_default_screen(self) -> Screen[Any]:
        """Start on the timeline, without a blank screen before it."""
        return self._screen_named("Timeline")

    def _screen_named(self, name: str) -> PlannerScreen:
        if name not in self._planner_screens:
            screen = _screen_class(name)(self.services)
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

    def on_mount(self) -> None:
        """Watch for other writers and for the next minute, once a second; say what is odd about the file."""
        self.set_interval(1.0, self._tick)
        self.theme_changed_signal.subscribe(self, partial(preferences.remember_theme, self))
        self.call_after_refresh(self._look_around)
        self.resting.begin()

    def _look_around(self) -> None:
        settings = self.services.settings
        plain = not (settings.keys or settings.notices) and settings.theme == theme.DARK.name
        self.notices.look(() if plain else preferences.complaints(settings, self.available_themes))
        self.copies.look()

    def action_merge_copies(self) -> None:
        """Join the copies that lie beside the file, then move them to the backups."""
        self.copies.merge()

    def action_lost_values(self) -> None:
        """Show the values that lost in merges."""
        self.copies.show_lost()

    def _tick(self) -> None:
        self.changes.second()
        if self.changes.idle:
            self._take_up()
            self.resting.prepare()
        self.notices.look()
        minute = self.services.clock.now().minute
        if minute != self._minute:
            self._minute = minute
            self.copies.look()
            self._follow_today()
            for screen in self._visible():
                screen.minute()
                screen.show_frame()

    def _follow_today(self) -> None:
        """A new day has begun: who looked at today goes on doing so, once nothing is typed or asked."""
        today = self.services.clock.now().date()
        if today != self._today and isinstance(self.screen, PlannerScreen) and self.focused is None:
            if self.shown_day == self._today:
                self.shown_day = today
            self._today = today

    def _take_up(self) -> None:
        """Show what other programs wrote, or say why that cannot be."""
        repository, before = self.services.repository, self._trouble
        try:
            fresh = repository.refresh()
        except StoreError as error:
            fresh = True
            self.tell_failure(error.message, serious=True)
        self._trouble = repository.trouble
        if fresh and not self._trouble:
            self.changes.soon()
        if before and not self._trouble:
            unsaved.over(self)
        if fresh or self._trouble != before:
            self.copies.look()
            self.publish()

    # changes

    def make_change(
        self,
        change: Callable[[], T],
        done: Callable[[T], None] | None = None,
        foreseen: Foreseen | None = None,
        failed: Callable[[], None] | None = None,
        ready: Callable[[T], None] | None = None,
    ) -> None:
        """Store a change off the UI thread, in order; show all anew when it is on disk: `ready` gets the
        result before, `done` after.

        What the disk refuses waits and is tried again, except where `failed` is given: that is then
        called. `foreseen` is told when a change that is shown already is stored or given up.
        """
        self.quieten()
        self.changes.ask(Asked(change, self.services.clock.now(), done, foreseen, failed, ready=ready))

    def start_storing(self, work: Callable[[], Awaitable[None]]) -> None:
        """Store changes beside everything else."""
        waits = any(screen.KEYS_WAIT for screen in self._visible())
        storing = self.with_keys_held(in_one_picture(self, work)) if waits else work
        self.run_worker(storing, group="changes", exit_on_error=True)

    def tell_late(self, count: int) -> None:
        """Say that what waited is on disk now."""
        what = f"{count} changes" if count > 1 else "the change"
        self.notify(f"saved: {what} that waited", markup=False, timeout=4)
        unsaved.over(self)

    def publish(self) -> None:
        """Let every visible screen ask again."""
        for screen in self._visible():
            screen.show_all()
        self.resting.changed()

    def _visible(self) -> list[PlannerScreen]:
        """The screen in front, unless it is still being made: it shows all by itself once it is."""
        found = [s for s in self.screen_stack if isinstance(s, PlannerScreen)]
        return [screen for screen in found[-1:] if stands(screen)]

    def show_frames(self) -> None:
        """Bring the top bar and the footer up to date."""
        for screen in self._visible():
            screen.show_frame()

    def action_undo(self) -> None:
        """Take back the last change."""
        asked = self.changes.take_back()
        if asked is not None:
            self.publish()
            self.notify(clean(f"taken back before it was saved: {asked.name or 'a change'}"), timeout=3)
            return
        self.make_change(self.services.history.undo, lambda found: self._tell("undone", found))

    def action_redo(self) -> None:
        """Make the last undone change again."""
        self.make_change(self.services.history.redo, lambda found: self._tell("redone", found))

    def _tell(self, word: str, changes: list[Change]) -> None:
        shown = self.shown_day if any(screen.NAME == "Timeline" for screen in self._visible()) else None
        for change in changes:
            self.notify(clean(f"{word}: {self.services.history.words(change, shown)}"), timeout=3)

    def action_leave(self) -> None:
        """Quit, unless something is not on disk: then say so first. In the tour: go back to one's own log."""
        if self.tour is not None:
            self.tour.end(self)
        else:
            unsaved.leave(self)

    def action_help_quit(self) -> None:
        """Who presses ctrl+c wants to leave, or to copy."""
        self.notify(self.keys.spelled("{leave} leaves; where you type, esc first"), markup=False, timeout=4)

    async def action_quit(self) -> None:
        """Quit from wherever one is, with the same care."""
        unsaved.leave(self)

    def action_save_now(self) -> None:
        """Try again to store what is not saved."""
        unsaved.save_now(self)

    def on_unmount(self) -> None:
        """Store what was asked for, as far as the disk lets us. Give the terminal its title back."""
        self.lost = self.lost or self.changes.close()
        if self._title is not None:
            self._title.leave()

    # the tour

    def action_tour(self) -> None:
        """Try the method on a made-up log that is thrown away afterwards."""
        from outsource_tui.tui import tour

        if self.tour is None and isinstance(self.screen, PlannerScreen) and not self.changes.unsaved:
            tour.begin(self)

    def swap(self, services: Services, screens: dict[str, PlannerScreen]) -> dict[str, PlannerScreen]:
        """Go on with other services and their screens from the screen below; returns those until now."""
        before, self._planner_screens = self._planner_screens, screens
        self.services = services
        self.shown_day = self._today = services.clock.now().date()
        self.reviewed.forget()
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
        saving, waiting = self.changes.saving, len(self.changes.unsaved)
        if saving is Saving.SAVED:
            saving = on_disk(self.services)
        word = self.copies.words or ("tour" if self.tour else self.word or self._nudge(screen))
        return TopState(tuple(SCREENS), screen.NAME, *running(self.services), saving, waiting, word)

    def _nudge(self, screen: PlannerScreen) -> str:
        """Say that a review is due, except where it is done: there the screen says it."""
        due = screen.NAME != "Highlight" and self.services.habit.review_due
        return self.keys.spelled("review due · press {screen(2)}") if due else ""

    def frame_shown(self, screen: PlannerScreen, state: TopState) -> None:
        """Bring what stands beside the frame up to date: the terminal's title, and the step of the tour."""
        if self._title is None and self._driver is not None:
            self._title = TerminalTitle(self._driver.write)
        if self._title is not None:
            self._title.show("outsource · tour" if self.tour else title_words(state.running, state.minutes))
        if self.tour is not None:
            self.tour.show_step(screen)

    def action_settings(self) -> None:
        """Change settings in a form."""
        if self.tour is None:
            preferences.ask_settings(self)

    def action_change_keys(self) -> None:
        """Give the commands of the screen other keys."""
        from outsource_tui.tui.change_keys import ask_keys

        if self.tour is None and isinstance(self.screen, PlannerScreen):
            ask_keys(self, self.screen)

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
            commands = help_lines(list(self.keys.of(screen)))
            own = self.keys.keys("help")
            dialog = HelpDialog(screen.NAME, screen.PURPOSE, commands, own, tour=self.tour is None)
            self.push_screen(dialog, self._asked_in_help)

    async def _asked_in_help(self, wanted: str | None) -> None:
        if wanted:
            await self.run_action(wanted, self)

    def screen_classes(self) -> Iterator[tuple[str, type[PlannerScreen]]]:
        """Yield the screens by name, each imported with this."""
        for name in SCREENS:
            yield name, _screen_class(name)
