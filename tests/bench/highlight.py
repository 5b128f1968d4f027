"""How fast the highlights are: opening a week of ten years of log, and keys at 500 activities.

python -m tests.bench.highlight
"""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from textual import events
from textual.screen import Screen

import outsource_tui.tui
from outsource_tui.bootstrap import build
from outsource_tui.model.activity import Activity
from outsource_tui.model.change import Change
from outsource_tui.model.clock import FixedClock, week_of
from outsource_tui.model.decision import Decision
from outsource_tui.model.entry import Entry
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.tui import resting
from outsource_tui.tui.app import PlannerApp
from outsource_tui.tui.screens.highlight import HighlightScreen

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 19, 15, 20, tzinfo=ZONE)
WORDS = ("invoice", "post", "client", "draft", "site", "order", "stock", "letter", "report", "call", "tax")


class ReviewApp(PlannerApp):
    """The app, opened on the highlights."""

    _FOLDER = Path(outsource_tui.tui.__file__).parent
    CSS_PATH = [_FOLDER / "app.tcss", _FOLDER / "screens/highlight.tcss"]

    def get_default_screen(self) -> Screen[object]:
        """Start where it is measured."""
        return self._screen_named("Highlight")


def fill(services: Services, days: int, a_day: int, activities: int) -> None:
    """Store a log of so many entries a day, with a third of the activities marked."""
    chance = random.Random(4)
    with services.repository.change("fill", NOW) as work:
        stored = work.put_all(
            Activity("", f"{chance.choice(WORDS)} {chance.choice(WORDS)} {n}", highlighted=_mark(chance))
            for n in range(activities)
        )
        work.put_all(_entries(days, a_day, [a.id for a in stored], chance))


def _mark(chance: random.Random) -> date | None:
    return NOW.date() if chance.random() < 0.33 else None


def _entries(days: int, a_day: int, ids: list[str], chance: random.Random) -> Iterator[Entry]:
    length = timedelta(minutes=10 * 60 // a_day)
    for back in range(days):
        moment = datetime(2026, 11, 19, 5, tzinfo=ZONE) - timedelta(days=back)
        for _ in range(a_day):
            yield Entry("", moment, moment + length, ZONE.key, chance.choice(ids), ("work",))
            moment += length


def timed(what: str, run: Callable[[int], object], times: int) -> None:
    """Run and say how long it took, and how long it was at work."""
    taken = []
    for n in range(times):
        start, busy = time.perf_counter(), time.thread_time()
        run(n)
        taken.append((time.perf_counter() - start, time.thread_time() - busy))
    say(what, taken)


def say(what: str, taken: list[tuple[float, float]]) -> None:
    """Print one line of figures: passed time, and time at work on the thread of the screen."""
    passed, busy = (sorted(1000 * pair[n] for pair in taken) for n in (0, 1))
    p95 = int(len(taken) * 0.95) - 1
    print(
        f"{what:<42} passed: median {statistics.median(passed):6.1f} p95 {passed[p95]:6.1f}"
        f"   at work: median {statistics.median(busy):6.1f} p95 {busy[p95]:6.1f} ms"
    )


def opening(folder: Path) -> None:
    """Open weeks of ten years, each month decoded for the first time, then again."""
    services = build(Settings(), FixedClock(NOW), folder / "ten-years.json")
    fill(services, 3650, 20, 120)
    services.repository.close()
    services = build(Settings(), FixedClock(NOW), folder / "ten-years.json")
    this = week_of(NOW.date())
    services.review.week(this.shifted(-510))
    resting.settle()  # as the open app has it
    timed("open a week of ten years, first time", lambda n: services.review.week(this.shifted(-16 * n)), 30)
    timed("the week beside it", lambda n: services.review.week(this.shifted(-16 * n - 1)), 30)


async def keys(folder: Path) -> None:
    """Press keys at 500 activities over four weeks, waiting each time until all is stored and painted.

    Textual paints at most sixty times a second, so that a key passes up to 17 ms waiting for its frame:
    what a key costs is the time at work.
    """
    services = build(Settings(), FixedClock(NOW), folder / "many.json")
    fill(services, 80, 70, 500)
    services.review.guide_seen()
    app = ReviewApp(services)
    app.animation_level = "none"
    async with app.run_test(size=(120, 36)) as pilot:
        screen = app.screen
        assert isinstance(screen, HighlightScreen)
        screen.weeks = 4
        screen.load()
        await pilot.pause()
        resting.settle()
        print(f"{len(screen.shown)} activities")
        for key in ("down", "pagedown", "up", "x"):
            say(f"key {key}", [await _press(app, key) for _ in range(60)])
        screen.selected = frozenset()
        for key in ("space", "d", "o", "space,down"):
            shown, stored = zip(*[await _decide(app, key) for _ in range(60)], strict=True)
            say(f"key {key}: shown", list(shown))
            say(f"key {key}: then stored and shown anew", list(stored))
        weeks = [await _press(app, key) for key in ("left", "right") * 10]
        say("key right: another four weeks", weeks)


Taken = tuple[float, float]
"""Seconds passed, and seconds at work on the thread of the screen."""


async def _press(app: ReviewApp, key: str) -> Taken:
    start = time.perf_counter(), time.thread_time()
    _send(app, key)
    await asyncio.sleep(0)
    await _painted(app)
    return _since(start)


async def _decide(app: ReviewApp, keys: str) -> tuple[Taken, Taken]:
    """Press keys of which the first decides something; return until it is shown, and then until it is stored.
    The writer starts when it is shown."""
    screen, waiting = app.screen, threading.Event()
    assert isinstance(screen, HighlightScreen)
    review = screen.services.review
    store = review.store

    def later(decision: Decision) -> Change:
        waiting.wait()
        return store(decision)

    review.store = later  # type: ignore[method-assign]
    start = time.perf_counter(), time.thread_time()
    for key in keys.split(","):
        _send(app, key)
    while not screen._pending:
        await asyncio.sleep(0)
    await _painted(app)
    shown, start = _since(start), (time.perf_counter(), time.thread_time())
    waiting.set()
    while len(app.workers):
        await asyncio.sleep(0.001)
    await _painted(app)
    review.store = store  # type: ignore[method-assign]
    return shown, _since(start)


def _send(app: ReviewApp, key: str) -> None:
    app.post_message(events.Key(key, " " if key == "space" else key if len(key) == 1 else None))


async def _painted(app: ReviewApp) -> None:
    while app._batch_count or app.screen._dirty_widgets or app.screen._callbacks:
        await asyncio.sleep(0.001)


def _since(start: Taken) -> Taken:
    return time.perf_counter() - start[0], time.thread_time() - start[1]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        opening(Path(name))
        asyncio.run(keys(Path(name)))
