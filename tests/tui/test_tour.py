"""The tour: done by keys on a made-up log, left at any time, and the user's own log is as it was."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from outsource_tui.tui.app import PlannerApp
from outsource_tui.tui.tour import STEPS
from outsource_tui.tui.widgets.tour_bar import TourBar
from tests.tui.support import demo_services, empty_services, planner, quiet


async def settle(pilot) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def keys(pilot, *pressed: str) -> None:
    for key in pressed:
        await pilot.press(key)
        await settle(pilot)


async def type_in(pilot, text: str) -> None:
    pilot.app.focused.insert_text_at_cursor(text)
    await keys(pilot, "enter")


def shown(app) -> str:
    return " ".join(app.screen.query_one(TourBar).render().plain.split())


@pytest.mark.parametrize("size", [(60, 20)])
async def test_five_steps_are_done_by_the_keys_that_they_name(size):
    own = empty_services()
    app = planner(own)
    async with app.run_test(size=size) as pilot:
        await keys(pilot, "2", "question_mark", "t")
        assert "11:10" in shown(app)
        await keys(pilot, "n")
        await type_in(pilot, "11:10-11:30 Call")
        assert "Highlight" in shown(app)
        await keys(pilot, "2")
        assert "Highlight" in shown(app)
        while app.screen.table.row.activity.name != "Customer questions":
            await keys(pilot, "down")
        await keys(pilot, "space")
        assert "Group" in shown(app)
        await keys(pilot, "3", "L")
        assert "Hand over" in shown(app)
        await keys(pilot, "right", "enter")
        app.screen.query_one("#field-assignee", Input).value = "Jo"
        await keys(pilot, "ctrl+s")
        assert "Tune up" in shown(app)
        await keys(pilot, "4")
        assert "whole method" in shown(app)
        await keys(pilot, "q")
        assert app.is_running
        assert app.services is own
        assert app.screen.NAME == "Timeline"
        assert not app.screen.query(TourBar)
        assert list(own.repository.all_entries()) == []
        await keys(pilot, "2", "3", "4", "1")
        assert not app.screen.query(TourBar)


async def test_a_step_names_the_keys_of_its_own_screen_alone():
    app = planner(empty_services())
    async with app.run_test(size=(60, 20)) as pilot:
        await keys(pilot, "question_mark", "t")
        for place in "234":
            await keys(pilot, place)
            assert "Press 1 to go back to the timeline." in shown(app)
            assert "11:10" not in shown(app)
        await keys(pilot, "1")
        assert "There is a gap at 11:10." in shown(app)


async def test_the_tour_is_left_at_any_step_and_can_be_taken_again():
    own = demo_services()
    app = planner(own)
    async with app.run_test(size=(80, 24)) as pilot:
        before = own.repository.version
        for place in "13":
            await keys(pilot, place, "question_mark", "t", "3", "d")
            assert app.screen.query(TourBar)
            await keys(pilot, "question_mark", "t")  # no tour within the tour
            await keys(pilot, "escape", "comma")  # and no settings
            assert len(app.screen_stack) == 3
            await keys(pilot, "q")
            assert len(app.screen_stack) == 1
            assert app.services is own
        assert own.repository.version == before


@pytest.mark.parametrize(("word", "log"), [("", "your own log"), ("demo", "the demo")])
async def test_the_end_says_which_log_it_goes_back_to(word, log):
    app = quiet(PlannerApp(demo_services(), word))
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "question_mark", "t")
        app.tour.step = len(STEPS)
        app.tour.show_step(app.screen)
        assert f"q goes back to {log}" in shown(app)


async def test_the_minute_may_turn_while_screens_are_made_and_let_go():
    app = planner(empty_services())
    async with app.run_test() as pilot:
        for step in (app.action_tour, app.action_leave):
            step()
            app._minute = -1
            app._tick()
            await settle(pilot)
        assert app.is_running
        assert app.screen.NAME == "Timeline"


async def test_what_the_tour_wrote_goes_with_it():
    app = planner(empty_services())
    async with app.run_test() as pilot:
        await keys(pilot, "question_mark", "t", "4", "w")
        written = list(app.tour.services.summary.folder().iterdir())
        assert [path.suffix for path in written] == [".md"]
        await keys(pilot, "q")
        assert not any(path.exists() for path in written)
