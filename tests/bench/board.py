"""How long keys take on a board of 200 cards in 15 groups: `python -m tests.bench.board`.

Measures in the app's own loop, from the key's action to the screen's next frame, at 160x50; the disk is not
part of it, since moves are stored behind what is shown.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from datetime import timedelta

from textual.pilot import Pilot

from outsource_tui.model.activity import Activity, Reason
from outsource_tui.model.entry import Entry
from outsource_tui.services.services import Services
from outsource_tui.tui.screens.board import BoardScreen
from tests.tui.support import DEMO_MOMENT, empty_services, quiet
from tests.tui.test_board import BoardApp

CARDS, GROUPS, WEEKS, ROUNDS = 200, 15, 9, 200


def stocked() -> Services:
    """Return services over 15 groups, 200 cards and nine weeks of log."""
    chance, services = random.Random(7), empty_services()
    for n in range(GROUPS):
        services.board.new_group(f"Group {n + 1}")
    ids = ["", *(group.id for group in services.board.groups())]
    with services.repository.change("fill", DEMO_MOMENT) as work:
        cards = work.put_all(
            Activity(
                "",
                f"Task number {n}",
                highlighted=DEMO_MOMENT.date(),
                reasons=(Reason.ROUTINE,),
                group=ids[n % 16],
            )
            for n in range(CARDS)
        )
        work.put_all(
            Entry("", start, start + timedelta(minutes=5 * chance.randrange(1, 12)), "Europe/Berlin", card.id)
            for week in range(WEEKS)
            for card in cards
            for start in [DEMO_MOMENT - timedelta(weeks=week, minutes=chance.randrange(30, 4000))]
        )
    return services


async def measure(pilot: Pilot[None], keys: Callable[[int], str]) -> list[float]:
    """Return the milliseconds of each key until its screen stands."""
    app, took = pilot.app, []
    for n in range(ROUNDS):
        start = time.perf_counter()
        await app.run_action(keys(n), app.screen)
        app.screen._on_timer_update()  # what the next frame would do
        took.append((time.perf_counter() - start) * 1000)
        await pilot.pause()
    await app.workers.wait_for_complete()
    return sorted(took)


async def main() -> None:
    """Print median and 95th percentile of cursor keys and of moves."""
    async with quiet(BoardApp(stocked())).run_test(size=(160, 50)) as pilot:
        await pilot.app.workers.wait_for_complete()
        assert isinstance(pilot.app.screen, BoardScreen)
        for name, keys in {
            "down and up": lambda n: f"move(0,{1 if n % 20 < 10 else -1})",
            "right and left": lambda n: f"move({1 if n % 30 < 15 else -1},0)",
            "card to the next column": lambda n: f"carry({1 if n % 20 < 10 else -1})",
            "select": lambda n: "select",
        }.items():
            took = await measure(pilot, keys)
            print(
                f"{name:26} median {took[len(took) // 2]:5.1f} ms   95 % {took[int(len(took) * 0.95)]:5.1f} ms"
            )


if __name__ == "__main__":
    asyncio.run(main())
