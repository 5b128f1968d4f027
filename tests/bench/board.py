"""What a key costs on a board of 200 cards in 15 groups, at 160x50: `python -m tests.bench.board`.

Processor time from the key to a quiet screen, so that other work on the machine does not count. It holds what
the test driver itself needs for a key (shown as "nothing"), and for moves also the saving and the load
behind what is shown at once. For what a person sees, drive the app in a pseudo-terminal.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from datetime import timedelta

from textual.pilot import Pilot

from outsource_tui.model.activity import Activity, Reason
from outsource_tui.model.entry import Entry
from outsource_tui.services.services import Services
from outsource_tui.tui.screens.board import BoardScreen
from tests.tui.desk import BoardApp
from tests.tui.support import DEMO_MOMENT, empty_services, quiet

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


async def measure(pilot: Pilot[None], keys: Sequence[str]) -> list[float]:
    """Return the milliseconds of processor time of each key, in order of size."""
    took = []
    for n in range(ROUNDS):
        start = time.process_time()
        pilot.app.simulate_key(keys[n % len(keys)])
        await pilot.pause()
        took.append((time.process_time() - start) * 1000)
    await pilot.app.workers.wait_for_complete()
    return sorted(took)


async def main() -> None:
    """Print median and 95th percentile of cursor keys, selection and moves."""
    async with quiet(BoardApp(stocked())).run_test(size=(160, 50)) as pilot:
        await pilot.app.workers.wait_for_complete()
        assert isinstance(pilot.app.screen, BoardScreen)
        for name, keys in {
            "nothing": "0",
            "down and up": "jjjjjjjkkkkkkk",
            "right and left": "l" * 14 + "h" * 14,
            "select": ("space", "k"),
            "move a card": "LLLLHHHH",
        }.items():
            took = await measure(pilot, keys)
            median, high = took[len(took) // 2], took[int(len(took) * 0.95)]
            print(f"{name:26} median {median:5.1f} ms   95 % {high:5.1f} ms")


if __name__ == "__main__":
    asyncio.run(main())
