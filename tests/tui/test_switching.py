"""Going from screen to screen: what may be another is shown anew, and nothing else is asked for."""

from __future__ import annotations

import pytest

from outsource_tui.tui.screens.highlight import HighlightScreen
from outsource_tui.tui.screens.summary import SummaryScreen
from outsource_tui.tui.screens.timeline import TimelineScreen
from tests.tui.support import demo_services, planner

SCREEN_OF = {"1": TimelineScreen, "2": HighlightScreen, "4": SummaryScreen}


async def settle(pilot) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def go(pilot, *keys: str):
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    return pilot.app.screen


@pytest.mark.parametrize("key", ["1", "2", "4"])
async def test_nothing_is_loaded_again_where_nothing_changed(monkeypatch, key):
    asked = []
    load = SCREEN_OF[key].load
    monkeypatch.setattr(SCREEN_OF[key], "load", lambda self: (asked.append(key), load(self)))
    app = planner(demo_services())
    async with app.run_test(size=(120, 36)) as pilot:
        await go(pilot, key, "3")
        asked.clear()
        screen = await go(pilot, key)
        assert isinstance(screen, SCREEN_OF[key])
        assert asked == []


async def test_what_was_logged_meanwhile_is_there():
    services = demo_services()
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        await go(pilot, "2", "3")
        services.log.add(services.log.parse("5:00-6:10 Watering the plants"))
        screen = await go(pilot, "1")
        assert "Watering the plants" in [block.name for block in screen.timeline.view.blocks]
        screen = await go(pilot, "2")
        assert "Watering the plants" in [row.activity.name for row in screen.shown]


async def test_a_template_written_meanwhile_makes_the_page():
    services = demo_services()
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        await go(pilot, "4", "3")
        services.summary.template.parent.mkdir(parents=True, exist_ok=True)
        services.summary.template.write_text("My own page\n")
        await go(pilot, "4")
        assert app.screen.page.page.markdown == "My own page\n"


def colours(screen) -> list[tuple[str, str, str]]:
    return [(str(w), w.styles.background.css, w.styles.color.css) for w in screen.walk_children()]


@pytest.mark.parametrize("key", ["1", "2", "4"])
async def test_a_theme_chosen_meanwhile_is_worn(key):
    light = planner(demo_services("outsource-light"))
    async with light.run_test(size=(120, 36)) as pilot:
        wanted = colours(await go(pilot, key))
    app = planner(demo_services())
    async with app.run_test(size=(120, 36)) as pilot:
        assert colours(await go(pilot, key)) != wanted
        await go(pilot, "3")
        app.theme = "outsource-light"
        await settle(pilot)
        assert colours(await go(pilot, key)) == wanted


@pytest.mark.parametrize("key", ["1", "2", "4"])
async def test_a_terminal_that_became_narrow_meanwhile_is_fitted(key):
    app = planner(demo_services())
    async with app.run_test(size=(120, 36)) as pilot:
        await go(pilot, key, "3")
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        screen = await go(pilot, key)
        assert screen.size == (80, 24)
        assert screen.has_class("-w80")
        assert not screen.has_class("-w100")


async def test_a_week_that_is_reviewed_is_one_for_three_screens():
    app = planner(demo_services())
    async with app.run_test(size=(120, 36)) as pilot:
        highlight = await go(pilot, "2", "<")
        assert highlight.week.number == 46
        board = await go(pilot, "3")
        assert board.week.number == 46
        summary = await go(pilot, "4")
        assert summary.period.words == "Week 46"
        summary = await go(pilot, "<")
        assert summary.period.words == "Week 45"
        assert (await go(pilot, "2")).week.number == 45
        timeline = await go(pilot, "1")  # who looks back at a week still logs today
        assert timeline.shown == timeline.now().date()
        await go(pilot, "<")
        assert (await go(pilot, "2")).week.number == 46
        assert (await go(pilot, ".")).week.number == 47
        await go(pilot, "1", ">")
        assert (await go(pilot, "2")).week.number == 47


async def test_the_summary_keeps_the_length_that_was_chosen():
    app = planner(demo_services())
    async with app.run_test(size=(120, 36)) as pilot:
        summary = await go(pilot, "4")
        summary.set_length("month")
        assert summary.period.words == "November 2026"
        for _ in range(4):
            await go(pilot, "2", "<")
        assert (await go(pilot, "4")).period.words == "October 2026"
