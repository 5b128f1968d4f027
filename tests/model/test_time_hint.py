"""A time inside a name is asked about, and other numbers are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsource_tui.model.line_words import leading_tags
from outsource_tui.model.time_hint import time_in_name
from outsource_tui.model.time_words import read_time


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
        ("09:00-10:00Call", "09:00-10:00 Call"),
        ("9-10:30-Call", "9-10:30 Call"),
        ("9-10-11 x", "9-10 11 x"),
        ("0900 x", "09:00 x"),
        ("- 10 Call", "-10 Call"),
        ("next mon 9-10? x", "mon 9-10? x"),
        ("next Monday 9-10 x", "Monday 9-10? x"),
        ("Call on tue 9-10", "tue 9-10 Call"),
    ],
)
def test_a_time_in_a_name_is_asked_about(name: str, line: str) -> None:
    assert time_in_name(name).endswith(f"the time? Then write {line}")


@pytest.mark.parametrize(
    "name",
    [
        "1-1 with Ann", "24-7 support", "Windows 10", "Form 1040", "iPhone 15 repair", "Q3 2026", "2x4",
        "2-3rd floor", "1040 forms", "2026 budget", "- Call", "next Monday Ann",
    ],
)
def test_other_numbers_are_left_alone(name: str) -> None:
    assert time_in_name(name) == ""


@pytest.mark.parametrize(
    ("line", "moved"),
    [
        ("Call yesterday 9-10", "yesterday 9-10 Call"),
        ("Call yesterday at 3pm", "yesterday 3pm Call"),
        ("Call 3pm #acme", "3pm Call #acme"),
        ("Call 3pm -- about the roof", "3pm Call -- about the roof"),
    ],
)
def test_nothing_else_of_the_line_is_lost(line: str, moved: str) -> None:
    assert time_in_name(line).endswith(f"Then write {moved}")


@pytest.mark.parametrize("line", ["9-10 Prepare 3pm call", "-15 Call at 3pm", ":Call 3pm", '"Call 3pm"', ""])
def test_a_line_with_a_time_or_a_marked_name_is_left_alone(line: str) -> None:
    assert time_in_name(line) == ""


@pytest.mark.parametrize("line", ["9-10, 11-12 x", "9-10 and 11-12 x", "mon 9-10 & 11-12 x"])
def test_a_second_time_is_asked_about(line: str) -> None:
    assert "a second time?" in time_in_name(line)


@pytest.mark.parametrize("line", ["9-10 9-5 rota", "9-10, Call", "9-10 and so on", "9-10, 1-1 with Ann"])
def test_other_figures_behind_a_time_are_no_second_one(line: str) -> None:
    assert time_in_name(line) == ""


_WORDS = st.sampled_from(
    ["Call", "3pm", "at", "9-10", "12:30", "30m", "45", "min", "-15", "(9:00", "10)", "09", "#a", "7am", "to"]
)


@given(st.lists(_WORDS, min_size=1, max_size=6).map(" ".join))
def test_what_it_proposes_is_read_as_a_time(name: str) -> None:
    hint = time_in_name(name)
    if hint:
        line = hint.partition("? Then write ")[2]
        assert read_time(line, leading_tags(line, 0)[0]) is not None


@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered_in_one_line(line: str) -> None:
    assert len(time_in_name(line).splitlines()) <= 1
