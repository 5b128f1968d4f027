"""The timeline by mouse: what is clicked, dragged, and let go elsewhere."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest

from outsource_tui.model.clock import FixedClock
from outsource_tui.tui.screens.timeline import TimelineScreen
from tests.conftest import NOW
from tests.services.test_log import put, shown
from tests.tui.support import empty_services, planner

GUTTER, EDGE, INSIDE = 2, 7, 20
"""Cells of the timeline: in the times, on the coloured edge, in a block."""


@asynccontextmanager
async def opened(*lines: str):
    """The timeline with these lines in the log, at four rows an hour from 8:00 on."""
    services = empty_services(clock=FixedClock(NOW))
    put(services, *lines)
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, TimelineScreen)
        yield services, screen, Mouse(pilot, screen)


class Mouse:
    """Presses and moves over the rows of the timeline."""

    def __init__(self, pilot, screen: TimelineScreen) -> None:
        self.pilot, self.screen = pilot, screen

    async def take(self, x: int, row: int) -> None:
        """Press where the row is seen."""
        await self.pilot.mouse_down(self.screen.timeline, offset=(x, row - self.screen.timeline.top))

    async def over(self, x: int, row: int) -> None:
        """Move there."""
        await self.pilot.hover(self.screen.timeline, offset=(x, row - self.screen.timeline.top))

    async def drop(self, x: int, row: int) -> None:
        """Let go there, and wait until what that did is stored."""
        await self.over(x, row)
        await self.pilot.mouse_up(self.screen.timeline, offset=(x, row - self.screen.timeline.top))
        await self.pilot.pause()
        await self.pilot.app.workers.wait_for_complete()
        await self.pilot.pause()


def line(screen: TimelineScreen, row: int) -> str:
    """What a row of the timeline says."""
    return screen.timeline.render_line(row - screen.timeline.top).text


@pytest.mark.parametrize(
    ("x", "row", "to", "expected"),
    [
        (GUTTER, 4, 5, ["08:00-09:15 Email", "09:15-10:00 Draft", "10:00-10:40 …"]),
        (EDGE, 3, 2, ["08:00-08:45 Email", "08:45-10:00 Draft", "10:00-10:40 …"]),
        (EDGE, 7, 8, ["08:00-09:00 Email", "09:00-10:15 Draft", "10:15-10:40 …"]),
        (GUTTER, 8, 9, ["08:00-09:00 Email", "09:00-10:15 Draft", "10:15-10:40 …"]),
        (INSIDE, 12, 13, ["08:00-09:00 Email", "09:00-10:00 Draft", "10:00-10:55 …"]),
    ],
    ids=["a shared edge by its time", "an end by its edge", "an end into a gap", "a gap's time", "a whole"],
)
async def test_edges_and_blocks_are_dragged(x, row, to, expected):
    async with opened("8-9 Email", "9-10 Draft", "10:40-11:40 Call") as (services, screen, mouse):
        screen.timeline._scroll(0)
        changes = len(services.history.changes())
        await mouse.take(x, row)
        await mouse.drop(x, to)
        assert shown(services)[:3] == expected
        assert len(services.history.changes()) == changes + 1
        services.history.undo()
        assert shown(services)[:3] == ["08:00-09:00 Email", "09:00-10:00 Draft", "10:00-10:40 …"]


async def test_the_new_time_is_shown_while_the_edge_is_in_hand_and_nothing_is_stored_yet():
    async with opened("8-9 Email", "9-10 Draft", "10:40-11:40 Call") as (services, screen, mouse):
        screen.timeline._scroll(0)
        await mouse.take(EDGE, 7)
        await mouse.over(EDGE, 9)
        assert line(screen, 9).startswith("10:30")
        assert "09:00–10:30   1:30" in line(screen, 9)
        await mouse.over(EDGE, 8)
        assert "09:00–10:15   1:15" in line(screen, 8)
        assert shown(services)[1] == "09:00-10:00 Draft"


async def test_escape_and_leaving_put_it_back():
    async with opened("8-9 Email", "9-10 Draft") as (services, screen, mouse):
        screen.timeline._scroll(0)
        await mouse.take(EDGE, 7)
        await mouse.over(EDGE, 9)
        await mouse.pilot.press("escape")
        assert not screen.timeline.dragging
        await mouse.drop(EDGE, 9)
        await mouse.take(EDGE, 7)
        await mouse.over(EDGE, 9)
        await mouse.pilot.mouse_up(screen.query_one("#heading"))
        await mouse.pilot.pause()
        assert not screen.timeline.dragging
        assert shown(services)[:2] == ["08:00-09:00 Email", "09:00-10:00 Draft"]


async def test_an_edge_past_its_neighbour_is_refused_in_words():
    async with opened("8-9 Email", "9-10 Draft") as (services, screen, mouse):
        screen.timeline._scroll(0)
        await mouse.take(EDGE, 3)
        await mouse.over(EDGE, 9)
        assert "nothing left" in line(screen, 9)
        await mouse.drop(EDGE, 9)
        assert shown(services)[:2] == ["08:00-09:00 Email", "09:00-10:00 Draft"]


async def test_a_click_selects_and_the_word_in_a_gap_fills_it():
    async with opened("8-9 Email", "9:30-10 Draft") as (_, screen, mouse):
        screen.timeline._scroll(0)
        await mouse.pilot.click(screen.timeline, offset=(INSIDE, 1))
        assert screen.block.name == "Email"
        assert not screen.bar.active
        x = line(screen, 4).index("fill")
        await mouse.pilot.click(screen.timeline, offset=(x, 4))
        await mouse.pilot.pause()
        assert screen.bar.input.value == "09:00-09:30 "


async def test_a_tall_block_says_its_name_where_its_first_row_is_out_of_sight():
    async with opened("8-12 A long meeting") as (_, screen, _mouse):
        screen.action_larger()
        screen.timeline._scroll(6)
        assert "A long meeting" in line(screen, 6)
        screen.timeline._scroll(9)
        assert "A long meeting" in line(screen, 9)
        assert "A long meeting" not in line(screen, 10)
        screen.timeline._scroll(0)
        assert [r for r in range(12) if "A long meeting" in line(screen, r)] == [0]
