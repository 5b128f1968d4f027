"""Words beside the timeline that say what is there, and what a key would do."""

from __future__ import annotations

from datetime import datetime

import pytest
from textual.widgets import Static

from outsource_tui.model.quick_entry import parse
from outsource_tui.settings import Settings
from outsource_tui.tui.dialogs.find import FindDialog
from outsource_tui.tui.dialogs.pick import _List
from outsource_tui.tui.screens.timeline_base import welcome
from outsource_tui.tui.widgets.block_line import block_line
from outsource_tui.tui.widgets.chrome import BottomBar
from outsource_tui.tui.widgets.day_panel import DayPanel
from tests.conftest import BERLIN
from tests.services.test_log import put
from tests.tui.support import demo_services, empty_services, held, planner, typed
from tests.tui.test_timeline import log, opened

__all__ = ["log"]


def panel_of(screen) -> str:
    """What the panel says, line by line."""
    panel = screen.query_one(DayPanel)
    return "\n".join(panel.render_line(y).text.strip() for y in range(panel.size.height))


def dialog_of(screen) -> str:
    """What stands at the head of the dialog."""
    return str(screen.app.screen.query_one("#title").render())


async def test_an_entry_of_two_days_is_described_as_a_whole_too(log):
    put(log, "yesterday 22:00-0:30 Release")
    async with opened(log) as press:
        screen = await press(*held("up", 20))
        assert screen.block.name == "Release"
        assert "since Tue 22:00   2 h 30" in panel_of(screen)
        screen = await press("left", "down")
        assert "until Wed 00:30   2 h 30" in panel_of(screen)
        screen = await press("right", *held("down", 2))
        assert "since" not in panel_of(screen)


async def test_an_entry_over_a_whole_day_is_described_with_its_length(log):
    put(log, "2026-11-11 16:00 - 2026-11-13 8:00 Release")
    async with opened(log, (100, 36)) as press:
        screen = await press(*["left"] * 6, "home")
        assert "Wed 16:00 – Fri 08:00   40 h 00" in panel_of(screen)


async def test_a_plan_that_is_to_come_is_started_and_a_past_one_done(log):
    put(log, "12:30-13? Website")
    async with opened(log) as press:
        screen = await press(*held("down", 20))
        assert "↵ start" in panel_of(screen)
        log.clock.advance(hours=2)
        screen = await press("up", "down")
        screen.show_all()
        screen = await press(*held("up", 20), *held("down", 20))
        while not screen.block.planned:
            screen = await press("up")
        assert "↵ done" in panel_of(screen)


def words_of_enter(screen) -> set[str]:
    """What enter is called on the row under the cursor, in the panel and in the footer."""
    row = "".join(text for text, _ in block_line(screen.block, 0, 70, True, screen.timeline.enter))
    footer = next(h.label for h in screen.query_one(BottomBar).hints if h.action == "open_block")
    key = screen.timeline.enter
    panel = next(line for line in panel_of(screen).splitlines() if f"{key} " in line).partition(f"{key} ")[2]
    return {row.partition(f"{key} ")[2].split()[0], panel.split()[0], footer}


async def test_enter_has_one_word_on_a_gap_and_on_a_plan(log):
    put(log, "yesterday 9-10? Website", "12:30-13? Call")
    async with opened(log) as press:
        screen = await press(*held("down", 20))
        assert words_of_enter(screen) == {"start"}
        while screen.block.entry is not None:
            screen = await press("up")
        assert words_of_enter(screen) == {"fill"}
        screen = await press("left", *held("up", 20))
        while not screen.block.planned:
            screen = await press("down")
        assert words_of_enter(screen) == {"done"}


async def test_the_row_of_a_gap_has_its_length_in_words_and_the_key_of_now():
    app = planner(empty_services(Settings(keys={"timeline.open_block": "o", "timeline.carry": "ctrl+t"})))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("left")
        await pilot.pause()
        timeline = app.screen.timeline
        row = timeline.render_line(0).text
        assert "10 h 00  o fill" in row
        assert "10:00" not in row


async def test_the_search_says_what_can_be_typed(log):
    async with opened(log) as press:
        screen = await press("slash")
        assert isinstance(screen.app.screen, FindDialog)
        rows = screen.app.screen.query_one(_List)
        assert "words of a name" in str(rows.render())
        await press("z", "z")
        assert "nothing like this" in str(rows.render())


async def test_typing_again_what_is_a_gap_says_what_it_needs(log):
    async with opened(log) as press:
        screen = await press("k", "k")
        assert screen.block.entry is None
        screen = await press("y")
        assert not screen.bar.active


async def test_the_footer_says_what_enter_does_to_the_block(log):
    put(log, "tomorrow 9-10? Later")
    async with opened(log) as press:

        def word(screen) -> list[str]:
            return [hint.label for hint in screen.query_one(BottomBar).hints if hint.sign == "↵"]

        screen = await press("home")
        assert word(screen) == ["edit"]
        assert word(await press("down", "down")) == ["fill"]
        assert word(await press("right", "down")) == ["start"]


@pytest.mark.parametrize(("hour", "line"), [(0, "30m Invoices"), (1, "0-1 Invoices"), (15, "14-15 Invoices")])
def test_the_example_of_the_welcome_can_be_logged_at_any_hour(hour, line):
    now = datetime(2026, 11, 19, hour, 20, tzinfo=BERLIN)
    assert f"type {line} in the line" in welcome(hour)
    assert parse(line, now, None).activity == "Invoices"


async def test_the_question_of_an_overlap_names_what_a_trim_takes_out(log):
    async with opened(log) as press:
        screen = await press("n", *typed("8:30-11:40 Post"), "enter")
        assert "A trim takes Newsletter draft and Client call: Acme out." in dialog_of(screen)
        screen = await press("escape", *held("backspace", 15), *typed("8:30-9:30 Post"), "enter")
        assert "overlaps Email" in dialog_of(screen)
        assert "out." not in dialog_of(screen)


@pytest.mark.parametrize("width", [80, 120])
async def test_figures_of_a_week_stand_behind_its_number_and_not_beside_today(width):
    app = planner(demo_services())
    async with app.run_test(size=(width, 36)) as pilot:
        heading = app.screen.query_one("#heading", Static)
        assert str(heading.render()).endswith("week 47 · day 4 of 7 · 89 % logged · 3:40 missing")
        assert " today  " in str(heading.render())
        await pilot.press("<", "<")
        await pilot.pause()
        assert "week 45 · 6 of 7 days logged" in str(heading.render())


async def test_sittings_of_a_week_that_is_over_are_not_called_of_this_week():
    app = planner(demo_services())
    async with app.run_test(size=(120, 36)) as pilot:
        assert "this week  1:50 in 2 sittings" in panel_of(app.screen)
        await pilot.press("<", "<")
        await pilot.pause()
        assert "week 45  5:05 in 6 sittings" in panel_of(app.screen)
        assert "8 weeks up to it" in panel_of(app.screen)
