"""Days as people type them into a form."""

from __future__ import annotations

from datetime import date

import pytest

from outsource_tui.model.clock import hm, hours_words
from outsource_tui.model.date_lines import read_day_words
from outsource_tui.model.errors import InputError

THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "day", "ahead"),
    [
        ("mon", date(2026, 11, 23), date(2026, 11, 30)),
        ("thursday", THURSDAY, THURSDAY),
        ("yesterday", date(2026, 11, 25), date(2026, 11, 25)),
        ("last mon", date(2026, 11, 23), date(2026, 11, 23)),
        ("Last  Thursday", date(2026, 11, 19), date(2026, 11, 19)),
        ("Fri, 27 Nov 2026", date(2026, 11, 27), date(2026, 11, 27)),
        ("20 nov", date(2026, 11, 20), date(2026, 11, 20)),
        ("20.11.", date(2026, 11, 20), date(2026, 11, 20)),
        ("Mon 23 Nov", date(2026, 11, 23), date(2026, 11, 23)),
        (" 2026-12-01 ", date(2026, 12, 1), date(2026, 12, 1)),
    ],
)
def test_a_weekday_is_the_latest_or_the_next_and_a_date_is_that_date(text, day, ahead):
    assert read_day_words(text, THURSDAY) == day
    assert read_day_words(text, THURSDAY, ahead=True) == ahead


@pytest.mark.parametrize("text", ["soon", "31 feb", "2026-13-01", "\x1b[31m"])
def test_what_is_no_day_is_said_with_how_to_write_one(text):
    with pytest.raises(InputError, match="write a day as 2026-11-20"):
        read_day_words(text, THURSDAY)


def test_figures_and_sentences_have_one_minus() -> None:
    assert (hm(-114), hours_words(-114)) == ("−1:54", "−1 h 54")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("monday", date(2026, 11, 30)),
        ("next monday", date(2026, 11, 30)),
        ("Next Mon", date(2026, 11, 30)),
        ("next thursday", date(2026, 12, 3)),
    ],
)
def test_next_monday_is_the_coming_one_where_the_future_is_meant(text, day):
    assert read_day_words(text, THURSDAY, ahead=True) == day
