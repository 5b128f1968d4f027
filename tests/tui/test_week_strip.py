"""The week above the timeline: seven equal cells, and how far the week's log is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from outsource_tui.model.clock import FixedClock, week_of
from outsource_tui.model.entry import Entry
from outsource_tui.tui.widgets.heading_line import challenge
from outsource_tui.tui.widgets.week_line import WeekState
from outsource_tui.tui.widgets.week_strip import WeekStrip
from tests.conftest import BERLIN as ZONE
from tests.tui.support import empty_services, planner

FRIDAY = datetime(2026, 11, 20, 18, 30, tzinfo=ZONE)


def week(*hours: float, now: datetime = FRIDAY) -> WeekState:
    """A week with so many hours logged on each day from 8 o'clock on, Monday first."""
    services = empty_services(clock=FixedClock(now))
    monday = datetime(2026, 11, 16, 8, tzinfo=ZONE)
    with services.repository.change("fill", now) as work:
        for day, length in enumerate(hours):
            start = monday + timedelta(days=day)
            if length:
                work.put(Entry("", start, start + timedelta(hours=length), ZONE.key, "1"))
    return WeekState(services.log.days(week_of(now.date())), now.date(), now.date())


async def cells(width: int, state: WeekState) -> list[str]:
    """What each day shows on a terminal so wide, and the one cell between two days."""
    app = planner()
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        strip = app.screen.query_one(WeekStrip)
        strip.state = state
        text = strip.render().plain.ljust(strip.size.width)
    each = (width - 4 - 6) // 7
    starts = [n * (each + 1) for n in range(7)]
    assert all(text[start - 1] == " " for start in starts[1:])
    return [text[start : start + each] for start in starts]


@pytest.mark.parametrize("width", [60, 66, 72, 80, 92, 100, 120, 160, 240])
async def test_days_are_equal_and_apart_at_every_width(width):
    found = await cells(width, week(8, 10.25, 0, 9.5, 10))
    assert [cell.split()[-1] for cell in found[:5]] == ["8:00", "10:15", "0:00", "9:30", "10:00"]
    assert len({cell.index(":") for cell in found[:5]}) == 1
    names = [cell.split()[0] for cell in found]
    assert all(full.startswith(name) for full, name in zip(("Mon", "Tue", "Wed"), names, strict=False))


async def test_a_day_with_a_gap_never_looks_full_and_differs_without_colour():
    found = await cells(120, week(9.9, 10, 0, 5, 10))
    assert found[0].split() == ["Mon", "━━┄", "9:54"]
    assert found[1].split() == ["Tue", "━━━", "10:00"]
    assert found[2].split() == ["Wed", "┄┄┄", "0:00"]
    assert found[5].split() == ["Sat", "···"]
    narrow = await cells(80, week(9.9, 10, 0, 5, 10))
    assert [cell.split()[1] for cell in narrow[:2]] != ["█", "█"]


@pytest.mark.parametrize(
    ("hours", "room", "said"),
    [
        ((10, 10, 10, 10, 2), 80, "day 5 of 7 · 84 % logged · 8:00 missing · good enough to review"),
        ((10, 10, 10, 10, 2), 40, "day 5 of 7 · good enough to review"),
        ((10, 10, 0, 2, 2), 80, "day 5 of 7 · 48 % logged · 26:00 missing"),
        ((10, 10, 0, 2, 2), 36, "day 5 of 7 · 48 % · 26:00 missing"),
        ((10, 10, 0, 2, 2), 28, "day 5 of 7 · 26:00 missing"),
        ((), 80, "day 1 of your first 7"),
        ((0, 0, 10, 10, 2), 80, "day 3 of your first 7 · 73 % logged · 8:00 missing"),
        ((0, 0, 10, 10, 2), 39, "day 3 of your first 7 · 8:00 missing"),
        ((0, 0, 10, 10, 2), 33, "day 3 of first 7 · 8:00 missing"),
        ((0, 0, 10, 10, 2), 22, "day 3 of your first 7"),
        ((10, 10, 10, 10, 10), 56, "day 5 of 7 · nothing missing · good enough to review"),
    ],
)
def test_the_challenge_says_the_day_and_what_is_missing(hours, room, said):
    assert challenge(week(*hours), room) == said


def test_a_week_that_is_over_counts_its_days():
    state = week(10, 10, 10, 10, 10)
    later = WeekState(state.week, state.shown, state.today + timedelta(days=7))
    assert challenge(later).startswith("5 of 7 days logged · 100 % logged")


@pytest.mark.parametrize("width", [80, 120])
async def test_the_bars_of_a_week_keep_their_place_whatever_its_hours(width):
    for hours in ((8, 9, 5), (8, 10.25, 5)):
        found = await cells(width, week(*hours))
        bars = [cell.split()[1] for cell in found[:3]]
        assert all(set(bar) <= set("▁▂▃▄▅▆▇█━┄") for bar in bars)
        assert len({cell.index(bar) for cell, bar in zip(found, bars, strict=False)}) == 1
