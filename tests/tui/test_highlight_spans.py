"""Weeks that are taken together on the highlight screen."""

from __future__ import annotations

import pytest

from tests.tui.support import demo_services, held, typed
from tests.tui.test_highlight import opened


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-11-04", "2026-11-18", "Weeks 45–47   2 – 22 Nov 2026"),
        ("2026-11-18", "2026-11-04", "Weeks 45–47   2 – 22 Nov 2026"),
        ("2026-11-10", "2026-11-10", "Week 46   9 – 15 Nov 2026"),
    ],
)
async def test_the_weeks_of_any_days(first: str, last: str, words: str) -> None:
    async with opened(demo_services()) as review:
        await review.press("p", "s", *held("backspace", 10), *first, "enter")
        await review.press(*held("backspace", 10), *last, "enter")
        assert words in review.head


async def test_what_is_no_date_is_said_and_a_span_that_is_too_long_is_cut() -> None:
    async with opened(demo_services()) as review:
        await review.press("p", "s", *held("backspace", 10), *typed("soon"), "enter", "enter")
        assert review.app.screen is not review.screen
        await review.press(*held("backspace", 4), *typed("1990-01-01"), "enter", "enter")
        assert review.app.screen is review.screen
        assert review.screen.weeks == 104
        assert any("only the last 104 weeks" in n.message for n in review.app._notifications)
