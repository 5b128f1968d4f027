"""Review as a habit: the nudge in the top bar of every screen but the one where reviews are done."""

from __future__ import annotations

from datetime import datetime

from textual.pilot import Pilot

from outsource_tui.model.clock import FixedClock
from outsource_tui.tui.app import PlannerApp
from outsource_tui.tui.widgets.chrome import TopBar
from outsource_tui.tui.widgets.review_head import ReviewHead
from tests.services.test_log import put
from tests.tui.support import DEMO_MOMENT, demo_services, empty_services, quiet


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


async def week(pilot: Pilot[None], *keys: str) -> str:
    """Press keys and return the week in the head of the highlights."""
    await word(pilot, *keys)
    return pilot.app.screen.query_one(ReviewHead).render().plain.split()[1]


async def test_a_review_that_is_due_opens_on_the_last_whole_week_until_another_is_chosen() -> None:
    services = empty_services(clock=FixedClock(datetime(2026, 11, 30, 11, 0, tzinfo=DEMO_MOMENT.tzinfo)))
    put(services, "2026-11-10 9-10 Invoices", "2026-11-23 9-10 Invoices", "9-10 Mail")
    async with quiet(PlannerApp(services)).run_test(size=(120, 36)) as pilot:
        assert await word(pilot) == "review due · press 2"
        assert await week(pilot, "2") == "48"
        assert await week(pilot, "full_stop") == "49"
        assert await week(pilot, "1", "2") == "49"
        assert await week(pilot, "left", "left", "1", "2") == "47"
        assert await week(pilot, "right", "F") == "48"
        assert services.history.changes()[0].label == "Finish the review of week 48"
        assert await word(pilot, "1") == ""


async def test_a_review_that_is_finished_twice_is_stored_once() -> None:
    services = demo_services()
    async with quiet(PlannerApp(services)).run_test(size=(120, 36)) as pilot:
        await word(pilot, "2", "F")
        changes = len(services.history.changes())
        await word(pilot, "F")
        assert [t.message for t in pilot.app._notifications] == ["the review of week 47 is finished already"]
        assert len(services.history.changes()) == changes
        await word(pilot, "left", "F")
        assert services.history.changes()[0].label == "Finish the review of week 46"


async def test_from_the_middle_of_a_week_on_a_review_opens_on_that_week() -> None:
    services = empty_services(clock=FixedClock(datetime(2026, 11, 26, 11, 0, tzinfo=DEMO_MOMENT.tzinfo)))
    put(services, "2026-11-17 9-10 Invoices", "9-10 Mail")
    async with quiet(PlannerApp(services)).run_test(size=(120, 36)) as pilot:
        assert await word(pilot) == "review due · press 2"
        assert await week(pilot, "2") == "48"
