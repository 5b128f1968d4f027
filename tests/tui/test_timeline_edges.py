"""Keys that move edges, held down: they stay with the block that they began with."""

from __future__ import annotations

from datetime import date, timedelta

from tests.conftest import NOW
from tests.services.test_log import put, shown
from tests.tui.test_timeline import log, opened

__all__ = ["log"]

TUESDAY = NOW.date() - timedelta(days=1)


def spans_of(services, day: date) -> list[str]:
    """The entries of a day, without its gaps."""
    return [each for each in shown(services, day) if "…" not in each]


async def test_an_end_that_goes_back_over_midnight_takes_the_day_with_it(log):
    put(log, "yesterday 23:30-0:10 Mid", "2-3 Two")
    async with opened(log) as press:
        screen = await press(*["k"] * 20)
        assert screen.block.name == "Mid"
        screen = await press(*["left_curly_bracket"] * 4)
        assert screen.shown == TUESDAY
        assert screen.block.name == "Mid"
        assert spans_of(log, TUESDAY) == ["23:30-23:50 Mid"]
        assert spans_of(log, NOW.date())[0] == "02:00-03:00 Two"


async def test_a_block_moved_to_the_day_before_is_followed(log):
    put(log, "0:05-0:20 Late")
    async with opened(log) as press:
        screen = await press(*["k"] * 20)
        assert screen.block.name == "Late"
        screen = await press(*["shift+up"] * 5)
        assert screen.shown == TUESDAY
        assert spans_of(log, TUESDAY) == ["23:40-23:55 Late"]
        assert spans_of(log, NOW.date())[0] == "08:00-09:00 Email"


async def test_a_gap_keeps_the_cursor_while_its_start_moves(log):
    async with opened(log) as press:
        screen = await press("k", "k")
        assert screen.block.entry is None
        screen = await press("right_square_bracket", "right_square_bracket")
        assert screen.block.entry is None
        assert "10:10-10:40 …" in shown(log)


async def test_a_key_that_closed_a_gap_does_not_go_on_with_the_entry_beside_it(log):
    async with opened(log) as press:
        await press("k", "k", *["right_square_bracket"] * 12)
        assert shown(log)[1:3] == ["09:00-10:40 Newsletter draft", "10:40-11:40 Client call: Acme"]
        await press("up", "down", "right_square_bracket")
        assert shown(log)[:2] == ["08:00-09:05 Email", "09:05-10:40 Newsletter draft"]
