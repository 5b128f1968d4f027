"""Review as a habit: the nudge in the top bar of every screen but the one where reviews are done."""

from __future__ import annotations

from textual.pilot import Pilot

from outsource_tui.tui.app import PlannerApp
from outsource_tui.tui.widgets.chrome import TopBar
from tests.tui.support import demo_services, quiet


async def word(pilot: Pilot[None], *keys: str) -> str:
    """Press keys and return the quiet word of the top bar."""
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return pilot.app.screen.query_one(TopBar).state.word


async def test_a_review_that_is_due_is_said_until_it_is_done_and_again_after_four_weeks() -> None:
    services = demo_services()
    services.log.stop()
    async with quiet(PlannerApp(services)).run_test(size=(120, 36)) as pilot:
        assert await word(pilot) == "review due · press 2"
        assert await word(pilot, "2") == ""
        assert await word(pilot, "F", "1") == ""
        services.clock.advance(days=27)
        assert await word(pilot, "3") == ""
        services.clock.advance(days=1)
        assert await word(pilot, "4") == "review due · press 2"
