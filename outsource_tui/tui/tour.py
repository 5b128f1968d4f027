"""The tour: five steps of the method, done by the user in a made-up log that is thrown away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from outsource_tui.demo import tour_services
from outsource_tui.model.entry import Kind
from outsource_tui.services.services import Services
from outsource_tui.tui.widgets.tour_bar import TourBar, TourState

if TYPE_CHECKING:
    from outsource_tui.tui.app import PlannerApp
    from outsource_tui.tui.base import PlannerScreen


@dataclass(frozen=True, slots=True)
class Mark:
    """What of a log the steps look at."""

    logged: frozenset[str]
    highlighted: frozenset[str]
    grouped: frozenset[tuple[str, str]]
    terms: tuple[object, ...]
    screen: str


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, in words that name keys by their commands, and how to tell from the log before and now that
    it was done; `place` is the one screen whose keys they are, by name and by command."""

    title: str
    words: str
    done: Callable[[Mark, Mark], bool]
    place: tuple[str, str] = ("", "")

    def words_on(self, screen: str) -> str:
        """The words on that screen: how to come to the one whose keys they name, where that is another."""
        name, command = self.place
        elsewhere = name not in ("", screen)
        return f"Press {{{command}}} to go back to the {name.lower()}." if elsewhere else self.words


STEPS = (
    Step(
        "Log",
        "There is a gap at 11:10. Press {timeline.log}, type  11:10-11:30 Call  and press ↵.",
        lambda before, now: bool(now.logged - before.logged),
        ("Timeline", "screen(1)"),
    ),
    Step(
        "Highlight",
        "Press {screen(2)}. Go to Customer questions, or a row without a sign, and press {highlight.mark}:"
        " all of it is marked.",
        lambda before, now: bool(now.highlighted - before.highlighted),
    ),
    Step(
        "Group",
        "Press {screen(3)}. {board.carry(1)} moves the card under the cursor into the next group,"
        " {board.carry(-1)} moves it back.",
        lambda before, now: bool(now.grouped - before.grouped),
    ),
    Step(
        "Hand over",
        "Go to a group with {board.move(1,0)} and press {board.edit}. Say who takes it, then press ctrl+s.",
        lambda before, now: now.terms != before.terms,
        ("Board", "screen(3)"),
    ),
    Step(
        "Tune up",
        "Press {screen(4)}: what left your desk, what crept back, and what is next.",
        lambda before, now: now.screen == "Summary",
    ),
)
_END = "That is the whole method. {leave} goes back to "
OWN_LOG = _END + "your own log: log your first line there."
OTHER_LOG = _END + "the %s, which is yours to try things in."


class Tour:
    """Knows which step the user is at. Its log is in memory, and what is written lies in a folder that goes
    with it; `home` are the services of the log that it is laid over, `word` what that is where it is not the
    user's own: "demo"."""

    def __init__(self, home: Services, word: str = "") -> None:
        self._folder = TemporaryDirectory(prefix="outsource-tour-", ignore_cleanup_errors=True)
        self.services = tour_services(home.settings, Path(self._folder.name))
        self.step = 0
        self._home, self._word = home, word
        self._screens: dict[str, PlannerScreen] = {}
        self._day = date.min
        self._before = self._mark("")

    def begin(self, app: PlannerApp) -> None:
        """Lay the made-up log over the one that is open."""
        if app.screen is not app.screen_stack[0]:
            app.pop_screen()
        self._day = app.shown_day
        app.tour = self
        self._screens = app.swap(self.services, {})
        app.front()

    def end(self, app: PlannerApp) -> None:
        """Go back to the log that was open."""
        while len(app.screen_stack) > 1:
            app.pop_screen()
        app.tour = None
        for screen in app.swap(self._home, self._screens).values():
            app.forget(screen)
        app.shown_day = self._day
        app.publish()
        self._folder.cleanup()

    def show_step(self, screen: PlannerScreen) -> None:
        """Show what is next, given the screen that is shown."""
        if screen.services is not self.services:
            return
        self._look(screen.NAME)
        title, words = "Done", OTHER_LOG % self._word if self._word else OWN_LOG
        if self.step < len(STEPS):
            step = STEPS[self.step]
            title, words = step.title, step.words_on(screen.NAME)
        told, leave = screen.spelled(words), screen.spelled("{leave} leave")
        screen.query_one(TourBar).state = TourState(self.step, len(STEPS), title, told, leave)

    def _look(self, screen: str) -> None:
        if self.step < len(STEPS):
            now = self._mark(screen)
            if STEPS[self.step].done(self._before, now):
                self.step += 1
                self._before = now

    def _mark(self, screen: str) -> Mark:
        repository = self.services.repository
        activities = list(repository.activities())
        return Mark(
            frozenset(e.id for e in repository.all_entries() if e.kind is Kind.LOGGED),
            frozenset(a.id for a in activities if a.highlighted),
            frozenset((a.id, a.group) for a in activities if a.group),
            tuple((g.id, g.assignee, g.rate, g.state, g.brief) for g in repository.groups()),
            screen,
        )


def begin(app: PlannerApp) -> None:
    """Start the tour over what is shown."""
    Tour(app.services, app.word).begin(app)
