"""What lies in the way of a span is named with the option that settles it, and what it took is told."""

from __future__ import annotations

import pytest

DAY = "2026-11-18"


@pytest.fixture
def logged(outsource):
    """Log a morning of Email, a short call and an afternoon that is left alone."""
    lines = f"{DAY} 9-11 Email\n{DAY} 11-11:30 Call\n{DAY} 14-15 Packing\n"
    assert outsource("log", stdin=lines).code == 0


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize(
    ("span", "told"),
    [
        ("9:30-10", "Trim Email Wed 18 Nov 09:00–11:00 to 09:00–09:30 and 10:00–11:00\n"),
        ("11-12", "Take out Call Wed 18 Nov 11:00–11:30\n"),
        (
            "10-12",
            "Trim Email Wed 18 Nov 09:00–11:00 to 09:00–10:00; take out Call Wed 18 Nov 11:00–11:30\n",
        ),
        ("12-13", ""),
    ],
)
def test_what_was_taken_of_older_entries_is_told(outsource, span, told):
    ran = outsource("log", "--overlap", "trim", f"{DAY} {span} Email")
    assert ran.out == f"Log Email Wed 18 Nov {_wall(span)}\n{told}"


def _wall(span: str) -> str:
    first, last = (each if ":" in each else f"{each}:00" for each in span.split("-"))
    return f"{first:0>5}–{last:0>5}"


@pytest.mark.usefixtures("logged")
def test_nothing_is_told_of_trimming_where_both_are_kept_or_json_is_asked_for(outsource):
    assert outsource("log", "--overlap", "keep", f"{DAY} 9:30-10 x").out.count("\n") == 1
    assert outsource("log", "--overlap", "trim", "--json", f"{DAY} 9:30-10 x").json


def test_a_start_says_which_option_settles_what_is_in_its_way(outsource):
    assert outsource("log", "-60", "Email").code == 0
    ran = outsource("start", "-30", "Call")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("; add --overlap keep or --overlap trim\n")
    begun, trimmed = outsource("start", "--overlap", "trim", "-30", "Call").out.splitlines()
    assert begun.startswith("Start Call from ")
    assert trimmed.startswith("Trim Email ")
