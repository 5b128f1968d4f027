"""Hours as people type them into a field."""

from __future__ import annotations

from decimal import Decimal

import pytest

from outsource_tui.model.errors import InputError
from outsource_tui.model.hours import parse_hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2", "2"),
        ("1.5", "1.5"),
        ("1,5", "1.5"),
        ("2h", "2"),
        ("1.5 h", "1.5"),
        ("15m", "0.25"),
        ("15 min", "0.25"),
        ("20m", "0.3333"),
        ("0:15", "0.25"),
        ("1:30", "1.5"),
        ("1h30", "1.5"),
        (" 1 h 30 ", "1.5"),
        ("100h", "100"),
        ("0", "0"),
    ],
)
def test_hours_are_a_number_or_a_length(text: str, hours: str) -> None:
    assert parse_hours(text, "hours a week", "1,234.56") == Decimal(hours)


@pytest.mark.parametrize("text", ["about 3", "$3", "2h or so", "1:75", "h", "\x1b[31m"])
def test_what_is_neither_is_told_with_what_would_do(text: str) -> None:
    with pytest.raises(InputError, match=r"cannot be read: write them like 2, 1,5, 2h, 15m or 0:15$"):
        parse_hours(text, "hours a week", "1.234,56")


@pytest.mark.parametrize(
    ("text", "problem"),
    [("-2", "below zero"), ("99999999999999h", "cannot be read"), ("9" * 30, "too large")],
)
def test_hours_have_bounds(text: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        parse_hours(text, "hours a week", "1,234.56")
