"""Eight hours of the open app in a few minutes: a change each simulated minute, and what it takes of memory.

    python -m tests.bench.soak [HOURS]     (the data file is named by OUTSOURCE_DATA)

It prints a line of JSON for each hour: resident MB, Textual's timers, tasks, and widgets on the screens.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from textual.pilot import Pilot

from outsource_tui.bootstrap import build
from outsource_tui.model.clock import FixedClock
from outsource_tui.settings import Settings, data_path
from outsource_tui.tui import resting
from outsource_tui.tui.app import PlannerApp
from tests.bench.places import ROOT, Place
from tests.bench.timing import Row

HOURS = 8
SIZE = (120, 36)
WORDS = ("Draft offers", "Answer calendar", "Pack parcels #orders", "Check invoices -- second draft")
SETTLED = 1.0
"""Seconds until what a key sets going has come to its end."""
ROUND = ("2", "down", "space", "1", "3", "right", "1", "4", "1")
"""What is pressed every ten minutes: each screen is looked at, and a mark set or taken off."""


async def stay_open(clock: FixedClock, path: Path, hours: int) -> None:
    """Run the app with a change a minute; print what it takes at the end of each hour."""
    app = PlannerApp(build(Settings(), clock, path))
    async with app.run_test(size=SIZE) as pilot:
        resting.settle()
        for hour in range(hours):
            for minute in range(60):
                clock.advance(minutes=1)
                await _change(app, pilot, minute)
                if minute % 10 == 9:
                    await pilot.press(*ROUND)
            await app.changes.settled()
            await pilot.pause(SETTLED)
            _check(app, clock, hour + 1)
            print(json.dumps({"hour": hour + 1, **_takes(app)}), flush=True)


async def _change(app: PlannerApp, pilot: Pilot[None], minute: int) -> None:
    """Log, and take back every fourth: through the keys that a user has."""
    app._tick()  # the second in which the minute turns
    await pilot.press("n", *(_key(letter) for letter in f"-1 {WORDS[minute % len(WORDS)]}"), "enter")
    await app.changes.settled()
    if minute % 4 == 3:
        await pilot.press("u")
        await app.changes.settled()
    if not app.services.repository.prepared:
        app.services.repository.prepare()


def _check(app: PlannerApp, clock: FixedClock, hours: int) -> None:
    """Everything was logged but what was taken back: an app that waits for an answer measures nothing."""
    logged = len(app.services.log.day(clock.now().date()).blocks)
    if len(app.screen_stack) > 1 or logged < 40 * hours:
        raise RuntimeError(f"after {hours} h {logged} blocks are there, and {app.screen} is in front")


def _key(letter: str) -> str:
    return {" ": "space", "-": "minus", "#": "number_sign"}.get(letter, letter)


def _takes(app: PlannerApp) -> dict[str, float]:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    screens = list(app.screen_stack)
    return {
        "MB": round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1),
        "timers": sum(len(node._timers) for screen in screens for node in (app, *screen.walk_children())),
        "tasks": len(asyncio.all_tasks()),
        "widgets": sum(len(list(screen.walk_children())) for screen in screens),
    }


def soak(place: Place, entries: int, hours: int) -> Iterator[Row]:
    """Memory, timers, tasks and widgets after all hours beside those after the first."""
    env = {**place.env(place.copy(entries, "soak")), "BENCH_NOW": place.now.isoformat()}
    words = [sys.executable, "-m", "tests.bench.soak", str(hours)]
    printed = subprocess.run(words, env=env, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    told = [json.loads(line) for line in printed.splitlines()]
    for name, most in (("MB", 1.05), ("timers", 1.0), ("tasks", 1.05), ("widgets", 1.0)):
        yield Row(
            f"open for {hours} h, a change a minute: {name}",
            [each[name] for each in told[1:]][-1:],
            most,
            [told[0][name]],
            "after one hour",
            unit=name if name == "MB" else "",
        )


def main() -> None:
    """Stay open for so many hours."""
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

    now = datetime.fromisoformat(os.environ["BENCH_NOW"]).astimezone(ZoneInfo(os.environ["TZ"]))
    clock = FixedClock(now.replace(hour=9, minute=0) + timedelta(days=1))  # where nothing is in the way
    asyncio.run(stay_open(clock, data_path(None), int(sys.argv[1]) if len(sys.argv) > 1 else HOURS))


if __name__ == "__main__":
    main()
