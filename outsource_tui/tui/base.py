"""What every screen of the planner shares: the frame, commands, and the way of a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from outsource_tui.model.text import clean
from outsource_tui.services.services import Services
from outsource_tui.tui.commands import Command, bindings
from outsource_tui.tui.layout import LEAST_SIZE
from outsource_tui.tui.standing import stands
from outsource_tui.tui.widgets.chrome import BottomBar, Hint, TopBar

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from outsource_tui.tui.app import PlannerApp
    from outsource_tui.tui.change_queue import Foreseen

T = TypeVar("T")
SAID = 4
"""Seconds for which a line that was said stays."""


class PlannerScreen(Screen[None]):
    """A full screen between the top bar and the footer.

    A subclass names itself, says what it is for, lists its commands (from which bindings, footer, help and
    palette follow), composes its body and loads values from the services.
    """

    NAME: ClassVar[str] = ""
    PURPOSE: ClassVar[str] = ""
    COMMAND_LIST: ClassVar[tuple[Command, ...]] = ()
    HORIZONTAL_BREAKPOINTS = [(0, "-w60"), (80, "-w80"), (100, "-w100"), (140, "-w140")]
    KEYS_WAIT: ClassVar[bool] = False
    """True where keys act on what a change made: they wait until it is stored and shown."""
    AUTO_FOCUS = ""
    ALLOW_SELECT = False
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Textual would paint all of the screen for it; the two widgets concerned paint themselves."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        cls.BINDINGS = bindings(cls.COMMAND_LIST, cls.NAME.lower())
        super().__init_subclass__(**kwargs)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.services = services
        self._styled = ""
        self._loaded: tuple[object, ...] = ()

    @property
    def is_current(self) -> bool:
        """True where this can be seen: Textual counts, and paints, what lies below an opaque screen too."""
        shown = self.app.screen if self.app.screen_stack else self
        return super().is_current and (shown is self or not isinstance(shown, PlannerScreen))

    @property
    def planner(self) -> PlannerApp:
        """The app, typed."""
        return cast("PlannerApp", self.app)

    def compose(self) -> ComposeResult:
        """Yield the frame around the body."""
        self._fit_from_the_start()
        yield TopBar()
        if self.planner.tour is not None:
            from outsource_tui.tui.widgets.tour_bar import TourBar

            yield TourBar()
        with Container(id="body"):
            yield from self.compose_body()
        yield BottomBar()
        yield Static(id="too-small", markup=False)

    def _fit_from_the_start(self) -> None:
        """Bear the classes of this size before anything is drawn, not one picture later."""
        size = self.app.size
        for length, steps in (
            (size.width, self.HORIZONTAL_BREAKPOINTS),
            (size.height, self.VERTICAL_BREAKPOINTS),
        ):
            for least, name in sorted(steps or (), reverse=True):
                if length >= least:
                    self.add_class(name, update=False)
                    break

    def compose_body(self) -> ComposeResult:
        """Yield what stands between the bars."""
        yield from ()

    def load(self) -> None:
        """Ask the services again and hand each widget its value."""

    def minute(self) -> None:
        """A minute has passed; by default everything is asked for again."""
        self.load()

    # helpers for subclasses

    def now(self) -> datetime:
        """Return the present moment in the viewer's zone."""
        return self.services.clock.now()

    def store(
        self,
        change: Callable[[], T],
        done: Callable[[T], None] | None = None,
        foreseen: Foreseen | None = None,
        ready: Callable[[T], None] | None = None,
    ) -> None:
        """Make a change on the writer's thread; then `ready` gets its result, all is shown anew, and `done`
        gets it.

        What the disk refuses waits and is tried again; any other UserError becomes one line, nothing
        was stored, and what was `foreseen` is taken back with it.
        """
        self.planner.make_change(change, done, foreseen, ready=ready)

    def ask(
        self,
        question: str,
        choices: Sequence[tuple[str, str, str]],
        answered: Callable[[str | None], None],
        midway: bool = False,
    ) -> None:
        """Ask with one key for each choice (key, words, value); None is answered by escape.

        `midway` is for a question that comes while somebody may be typing on.
        """
        from outsource_tui.tui.dialogs.choose import ChooseDialog

        self.app.push_screen(ChooseDialog(question, choices, midway=midway), answered)

    def say(self, text: str, kind: SeverityLevel = "information") -> None:
        """Show one short line that goes by itself; one that still stands there is not said again."""
        self.app.notify(clean(text), severity=kind, markup=False, timeout=SAID)

    def hints_changed(self) -> None:
        """Bring the footer up to date after something became possible or impossible."""
        hints = self.typing_hints()
        if not hints:
            commands = (*self.COMMAND_LIST, *self.planner.COMMAND_LIST)
            shown = [c for c in commands if c.footer and c.is_possible(self)]
            shown.sort(key=lambda command: not command.urgent)
            hints = tuple(Hint(self.planner.keys.text(self, c), c.label_on(self), c.name) for c in shown)
        bar = self.query_one(BottomBar)
        if bar.hints != hints:
            bar.hints = hints

    def key(self, name: str) -> str:
        """Return the key of a command as it is written now, to name it in words."""
        return self.planner.keys.sign(name, self)

    def spelled(self, words: str) -> str:
        """Return words of the app's own, with the keys as they are now for the commands named in braces."""
        return self.planner.keys.spelled(words, self)

    def keys_changed(self) -> None:
        """Show the keys as they are now, in the footer and in words."""
        self.hints_changed()
        self.show_all()

    def on_key(self, event: events.Key) -> None:
        """What cannot be seen can only be left."""
        if self.has_class("-too-small") and event.key not in self.planner.keys.keys("leave", self):
            event.stop()

    def typing_hints(self) -> tuple[Hint, ...]:
        """What the footer shows while the user types, when letters are no commands; by default nothing."""
        return ()

    def on_descendant_focus(self) -> None:
        """Typing begins: other keys count."""
        self.hints_changed()

    def on_descendant_blur(self) -> None:
        """Typing ended: the keys of the screen count again."""
        self.hints_changed()

    # the frame

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Show what is true now whenever the screen comes to the front.

        It is styled again only where the theme changed meanwhile, and loaded only where the log may have.
        """
        # Textual's own handler comes after this one, and styles every widget where this says so
        event.refresh_styles = self._styled != self.app.theme
        self._styled = self.app.theme
        if self._loaded == self.basis():
            self.show_frame()
        else:
            self.show_all()

    def basis(self) -> tuple[object, ...]:
        """Return what the shown values follow from: while it is equal, there is nothing to load."""
        minute, planner = self.now().replace(second=0, microsecond=0), self.planner
        version, settings = self.services.repository.version, self.services.settings
        days = planner.shown_day, planner.reviewed.day
        return version, settings, minute, days, planner.keys.changed

    def show_all(self) -> None:
        """Load everything and bring the frame up to date."""
        if not stands(self):
            return
        basis = self.basis()  # from before: what is stored in the meantime must be loaded later
        self.load()
        self._loaded = basis
        self.show_frame()

    def show_frame(self) -> None:
        """Bring the top bar and the footer up to date."""
        if stands(self):
            state = self.query_one(TopBar).state = self.planner.top_state(self)
            self.planner.frame_shown(self, state)
            self.hints_changed()

    def on_resize(self) -> None:
        """Say so when the terminal is too small to show anything true."""
        width, height = self.app.size
        small = width < LEAST_SIZE[0] or height < LEAST_SIZE[1]
        self.set_class(small, "-too-small")
        if small:
            needs = f"needs {LEAST_SIZE[0]}×{LEAST_SIZE[1]}, is {width}×{height}"
            words = f"{needs}\nenlarge it · {self.key('leave')} quits"
            self.query_one("#too-small", Static).update(words)

    def on_top_bar_chosen(self, message: TopBar.Chosen) -> None:
        """Go to the screen that was clicked."""
        self.planner.show_screen(message.name)

    async def on_bottom_bar_chosen(self, message: BottomBar.Chosen) -> None:
        """Do what was clicked."""
        await self.run_command(message.action)

    async def run_command(self, name: str) -> None:
        """Run a command of this screen or of the app by name."""
        own = any(c.name == name for c in self.COMMAND_LIST)
        await self.app.run_action(name, self if own else self.app)
