"""The timeline by key: what is typed, shown, changed and taken back."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest
from textual.events import Key

from outsource_tui.model.clock import FixedClock
from outsource_tui.tui.dialogs.choose import ChooseDialog
from outsource_tui.tui.screens.timeline import TimelineScreen
from outsource_tui.tui.widgets.day_drawing import THUMB
from tests.conftest import NOW
from tests.services.test_log import put, shown
from tests.tui.support import empty_services, planner, press_keys, typed


@pytest.fixture
def log():
    """A morning: two entries that touch, a gap, one more."""
    services = empty_services(clock=FixedClock(NOW))
    put(services, "8-9 Email #admin", "9-10 Newsletter draft #marketing", "10:40-11:40 Client call: Acme")
    return services


@asynccontextmanager
async def opened(services, size=(120, 36)):
    """The app on the timeline, with a way to press keys and let changes be stored."""
    app = planner(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()

        async def press(*keys: str) -> TimelineScreen:
            await pilot.pause()
            for key in keys:
                await press_keys(pilot, key)
                await app.workers.wait_for_complete()
                await pilot.pause()
            screen = app.screen_stack[0]
            assert isinstance(screen, TimelineScreen)
            return screen

        yield press


def text_of(screen: TimelineScreen) -> str:
    """What the timeline shows, line by line."""
    timeline = screen.timeline
    return "\n".join(timeline.render_line(y).text[:-THUMB].rstrip() for y in range(timeline.size.height))


def preview_of(screen: TimelineScreen) -> str:
    """What the bar says the line will be."""
    return screen.bar.preview.content().plain


async def test_a_day_shows_its_blocks_with_lengths_and_gaps(log):
    async with opened(log) as press:
        screen = await press()
        lines = text_of(screen).splitlines()
        assert lines[0].split() == ["08:00", "▌", "Email", "#admin", "1:00"]
        gap = "10:00 ┄ not logged 0 h 40 ↵ fill"
        assert any(" ".join(line.split()) == gap for line in lines)
        assert any(line.startswith("12:05 ━━━") for line in lines)


async def test_log_with_one_key_and_one_line_then_undo(log):
    async with opened(log) as press:
        screen = await press("n", *typed("10-10:40 Invoices #accounts"))
        assert preview_of(screen) == "10:00–10:40 · 0 h 40 · Invoices · #accounts"
        screen = await press("enter")
        assert "10:00-10:40 Invoices" in shown(log)
        assert screen.block.name == "Invoices"
        assert not screen.bar.active
        await press("u")
        assert not any("Invoices" in each for each in shown(log))


async def test_what_cannot_be_read_stays_in_the_line_with_the_reason(log):
    async with opened(log) as press:
        screen = await press("n", *typed("9-8 Post"), "enter")
        assert screen.bar.active
        assert screen.bar.input.value == "9-8 Post"
        assert "before the start" in preview_of(screen)
        screen = await press("escape")
        assert not screen.bar.active
        assert len([each for each in shown(log) if "…" not in each]) == 3


async def test_completion_is_taken_with_tab_and_chosen_with_the_arrows(log):
    async with opened(log) as press:
        screen = await press("n", *typed("11:45-12 ne"), "tab")
        assert screen.bar.input.value == "11:45-12 newsletter draft"
        screen = await press("escape", "n", *typed("11:45-12 "), "down", "tab")
        assert screen.bar.input.value != "11:45-12 "
        await press("escape", "n", *typed("11:45-12 ne"), "tab", "enter")
        assert shown(log)[-2] == "11:45-12:00 Newsletter draft"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("t", ["08:00-08:30 Email", "08:30-09:30 Post", "09:30-10:00 Newsletter draft"]),
        ("b", ["08:00-09:00 Email", "08:30-09:30 Post", "09:00-10:00 Newsletter draft"]),
    ],
)
async def test_an_overlap_asks(log, key, expected):
    async with opened(log) as press:
        await press("n", *typed("8:30-9:30 Post"), "enter")
        assert not any("Post" in each for each in shown(log))
        await press(key)
        assert shown(log)[:3] == expected


async def test_an_overlap_can_be_cancelled_and_the_line_stays(log):
    async with opened(log) as press:
        screen = await press("n", *typed("8:30-9:30 Post"), "enter", "escape")
        assert screen.bar.input.value == "8:30-9:30 Post"
        assert screen.bar.active


async def test_a_key_pressed_twice_answers_once(log):
    async with opened(log) as press:
        screen = await press("n", *typed("8:30-9:30 Post"), "enter")
        for _ in range(3):  # with nothing between them, as a key that is held down
            screen.app.post_message(Key("t", "t"))
        screen = await press("up")
        assert "08:30-09:30 Post" in shown(log)
        assert screen.is_active


async def test_who_types_on_does_not_answer_a_question_not_seen_yet(log, monkeypatch):
    async with opened(log) as press:
        await press("n", *typed("8:30-9:30 Post"))
        monkeypatch.setattr(ChooseDialog, "PAUSE", 60.0)
        await press("enter", "n", *typed("10-10:30 trip"))
        assert not any("Post" in each for each in shown(log))
        monkeypatch.setattr(ChooseDialog, "PAUSE", 0.0)
        screen = await press("b")
        assert "08:30-09:30 Post" in shown(log)
        assert screen.bar.active
        assert screen.bar.input.value == "10-10:30 trip"


async def test_start_and_stop(log):
    async with opened(log) as press:
        screen = await press("s", *typed("11:50 Invoices"), "enter")
        assert log.log.status().activity == "Invoices"
        assert screen.block.running
        await press("x")
        assert "11:50-12:05 Invoices" in shown(log)


async def test_interrupt_and_go_on(log):
    async with opened(log) as press:
        await press("s", *typed("11:50 Invoices"), "enter", "I", *typed("Phone"), "enter")
        assert log.log.status().activity == "Phone"
        log.clock.advance(minutes=5)
        await press("x")
        assert log.log.status().activity == "Invoices"


async def test_a_shared_edge_moves_both(log):
    async with opened(log) as press:
        screen = await press("home", "right_curly_bracket")
        assert shown(log)[:2] == ["08:00-09:05 Email", "09:05-10:00 Newsletter draft"]
        assert screen.block.name == "Email"
        await press("left_curly_bracket", "left_curly_bracket")
        assert shown(log)[:2] == ["08:00-08:55 Email", "08:55-10:00 Newsletter draft"]
        await press("down", "right_square_bracket")
        assert shown(log)[:2] == ["08:00-09:00 Email", "09:00-10:00 Newsletter draft"]


async def test_a_block_moves_alone_or_says_what_is_in_the_way(log):
    async with opened(log) as press:
        screen = await press("home", "down", "shift+down")
        assert shown(log)[:3] == ["08:00-09:00 Email", "09:00-09:05 …", "09:05-10:05 Newsletter draft"]
        await press("home", "shift+down", "shift+down")
        assert shown(log)[1:3] == ["08:05-09:05 Email", "09:05-10:05 Newsletter draft"]
        assert "in the way" in [n.message for n in screen.app._notifications][-1]


async def test_split_at_several_times(log):
    async with opened(log) as press:
        screen = await press("end", "up", "S")
        assert screen.block.name == "Client call: Acme"
        assert screen.bar.input.value == "11:10"
        screen = await press("ctrl+u", *typed("11, 11:20"))
        assert preview_of(screen) == "10:40–11:00 · 11:00–11:20 · 11:20–11:40"
        await press("enter")
        assert sum(1 for each in shown(log) if "Client" in each) == 3


async def test_merge_asks_which_name_stays(log):
    async with opened(log) as press:
        screen = await press("home", "m", "2")
        assert shown(log)[0] == "08:00-10:00 Newsletter draft"
        assert screen.block.name == "Newsletter draft"


async def test_a_gap_is_filled_or_given_away(log):
    async with opened(log) as press:
        screen = await press("home", "down", "down")
        assert screen.block.name == "not logged"
        screen = await press("enter", *typed("Post"))
        assert preview_of(screen) == "10:00–10:40 · 0 h 40 · Post"
        await press("enter", "u")
        await press("home", "down", "down", "f", "b")
        assert "09:00-10:40 Newsletter draft" in shown(log)


async def test_edit_all_fields_in_one_form(log):
    async with opened(log) as press:
        await press("home", "enter")
        await press("end", *typed("s"), "down", "down", "ctrl+u", *typed("8-8:30"), "ctrl+s")
        assert shown(log)[0] == "08:00-08:30 Emails"


async def test_the_form_says_what_is_wrong_and_stores_nothing(log):
    async with opened(log) as press:
        await press("home", "enter", "down", "down", "ctrl+u", *typed("9-8"), "ctrl+s")
        await press("escape")
        assert shown(log)[0] == "08:00-09:00 Email"


async def test_delete_and_undo(log):
    async with opened(log) as press:
        screen = await press("home", "d")
        assert shown(log)[0] == "08:00-09:00 …"
        assert screen.block.entry is None
        await press("u")
        assert shown(log)[0] == "08:00-09:00 Email"
