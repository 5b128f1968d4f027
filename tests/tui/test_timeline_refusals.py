"""A key where it cannot act says in one line why, and what to do; in every place that the cursor can be."""

from __future__ import annotations

from datetime import timedelta

import pytest

from outsource_tui.model.edit import Overlap
from outsource_tui.tui.screens.timeline_commands import COMMANDS
from tests.conftest import NOW
from tests.services.test_log import put
from tests.tui.test_timeline import log, opened

__all__ = ["log"]

OUTSIDE = {"editor", "paste", "gaps", "month", "find", "history", "plan", "jump", "log", "start"}
"""Commands that open something wherever the cursor is."""
WALKING = {"up", "down", "first", "last", "page_up", "page_down"}
"""At the first and the last block these have nothing to say."""


def said(screen) -> list[str]:
    return [notice.message for notice in screen.app._notifications]


def state(screen) -> tuple[object, ...]:
    """All that a key can change where it acts."""
    app = screen.app
    shown = (screen.shown, screen.timeline.zoom, screen.block, screen.timeline.top)
    return (*shown, screen.bar.active, app.screen, screen.services.repository.version)


def lanes(services) -> None:
    services.log.add(services.log.parse("8:30-8:45 Phone"), Overlap.KEEP)


def running(services) -> None:
    services.log.start("Invoices")
    services.clock.advance(minutes=20)


PLACES = {
    "an empty day": (lambda s: None, -30, "free"),
    "a day to come": (lambda s: None, 5, ""),
    "a gap": (lambda s: None, 0, "not logged"),
    "a plan": (lambda s: put(s, "14-15? Website"), 0, "Website"),
    "a plan of the past": (lambda s: put(s, "7-7:30? Website"), 0, "Website"),
    "what runs": (running, 0, "Invoices"),
    "an entry": (lambda s: None, 0, "Email"),
    "the last entry": (lambda s: None, 0, "Client call: Acme"),
    "a lane": (lanes, 0, "Phone"),
}


LIKE_OTHERS = ("a day to come", "a plan", "a plan of the past", "the last entry", "a lane")
"""Places where keys say what they say elsewhere: for the long run."""
EVERYWHERE = [pytest.param(p, marks=pytest.mark.long if p in LIKE_OTHERS else ()) for p in PLACES]


@pytest.mark.parametrize("place", EVERYWHERE)
async def test_no_key_is_silent(log, place):
    fill, days, name = PLACES[place]
    fill(log)
    async with opened(log) as press:
        screen = await press()
        for command in COMMANDS:
            if command.name in OUTSIDE | WALKING:
                continue
            screen.app.clear_notifications()
            screen.app._standing = ""
            screen.go_to(NOW.date() + timedelta(days=days))
            screen = await press()
            found = [b.key for b in screen.timeline.view.blocks if b.name == name]
            assert bool(found) == bool(name)
            if found:
                screen.timeline.select(found[0])
                screen.on_timeline_moved()
            before = state(screen)
            screen = await press(command.keys.split(",")[0])
            assert said(screen) or state(screen) != before, command.name
            if screen.app.screen is not screen or screen.bar.active:
                await press("escape")
            if screen.services.repository.version != before[-1]:
                await press("u")
            screen.timeline.zoom = before[1]


async def test_a_day_without_blocks_says_how_to_fill_it(log):
    async with opened(log) as press:
        screen = await press("right")
        for key in ("j", "right_square_bracket", "m", "f", "S", "y", "d", "R", "J"):
            screen.app.clear_notifications()
            screen.app._standing = ""
            await press(key)
            assert said(screen) == ["this day is empty: n types an entry or a plan, v copies a day"], key


async def test_on_a_gap_the_keys_of_entries_say_that_it_is_one(log):
    async with opened(log) as press:
        screen = await press("y")
        assert said(screen) == ["this is a gap, which ↵ fills: to duplicate, go to an entry"]
        screen = await press("k", "f")
        assert said(screen) == ["this is no gap to fill: G lists the gaps of the week"]


async def test_what_a_change_took_away_is_said_again(log):
    async with opened(log) as press:
        screen = await press("y", "right_square_bracket")
        assert said(screen) == []
        screen = await press("y", "y")
        assert len(said(screen)) == 1


async def test_today_says_that_it_is_there(log):
    async with opened(log) as press:
        screen = await press("full_stop")
        assert said(screen) == ["this is today already"]


async def test_what_has_no_minute_inside_is_not_asked_where_to_split(log):
    put(log, "10:10-10:11 Tick")
    async with opened(log) as press:
        screen = await press("home", "down", "down", "down", "S")
        assert screen.block.name == "Tick"
        assert not screen.bar.active
        assert said(screen) == ["Tick is too short to split: no whole minute lies inside"]


async def test_a_warning_takes_the_place_of_what_was_said_before(log):
    async with opened(log) as press:
        screen = await press("y", "home", "J")
        (told,) = said(screen)
        assert "another entry is in the way" in told
