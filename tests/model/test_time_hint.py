"""A time inside a name is asked about, and other numbers are left alone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsource_tui.model.quick_entry import parse, preview
from outsource_tui.model.time_hint import time_in_name
from outsource_tui.model.time_words import read_time

NOW = datetime(2026, 11, 19, 15, 20, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Call 3pm", "3pm Call"),
        ("Call at 3pm", "3pm Call"),
        ("Email 9-10:30", "9-10:30 Email"),
        ("Email (9:00 - 10)", "9:00-10 Email"),
        ("Meeting 9 to 10", "9-10 Meeting"),
        ("Invoices 45 min", "45 min Invoices"),
        ("09 Email", "09:00 Email"),
        ("Call Bob -15", "-15 Call Bob"),
    ],
)
def test_a_time_in_a_name_is_asked_about(name: str, line: str) -> None:
    assert time_in_name(name).endswith(f"the time? Then write {line}")


@pytest.mark.parametrize(
    "name",
    ["1-1 with Ann", "24-7 support", "Windows 10", "Form 1040", "iPhone 15 repair", "Q3 2026", "2x4"],
)
def test_other_numbers_are_left_alone(name: str) -> None:
    assert time_in_name(name) == ""


def test_the_preview_asks_before_the_line_is_stored() -> None:
    asked = preview(parse("Call 3pm", NOW, NOW.replace(hour=14)), NOW)
    assert asked.endswith(" · Call 3pm · is “3pm” the time? Then write 3pm Call")


_WORDS = st.sampled_from(
    ["Call", "3pm", "at", "9-10", "12:30", "30m", "45", "min", "-15", "(9:00", "10)", "09", "#a", "7am", "to"]
)


@given(st.lists(_WORDS, min_size=1, max_size=6).map(" ".join))
def test_what_it_proposes_is_read_as_a_time(name: str) -> None:
    hint = time_in_name(name)
    if hint:
        line = hint.partition("? Then write ")[2]
        assert read_time(line, 0) is not None


@given(st.text(max_size=60))
def test_no_name_is_too_odd(name: str) -> None:
    assert "\n" not in time_in_name(name.replace("\n", " "))
