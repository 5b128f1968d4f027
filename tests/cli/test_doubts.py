"""What was probably meant otherwise is stored as it was read, and asked about in one line."""

from __future__ import annotations

import re

import pytest

DAY = "2026-11-18"


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        (f"{DAY} 9-10 x, 11-12 y", "is “11-12” a second time? Then log it as a line of its own"),
        (f"{DAY} 9-10 Call +acme", f"is “+acme” a tag? Then write {DAY} 9-10 Call #acme"),
        ("-15 Call at 3pm yesterday 7-8", ""),
    ],
)
def test_a_line_that_leaves_doubt_is_stored_and_asked_about(outsource, line, asked):
    ran = outsource("log", line)
    assert ran.code == 0
    assert ran.out.startswith("Log ")
    note = f"outsource: note: {asked} (outsource undo takes it back)\n"
    assert ran.err == (note if asked else "")


def test_the_question_leaves_the_json_alone(outsource):
    ran = outsource("log", "--json", DAY, "9-10", "Call", "+acme")
    assert [entry["activity"] for entry in ran.json] == ["Call +acme"]
    assert "#acme" in ran.err


def test_of_many_lines_the_first_is_named_and_the_others_are_counted(outsource):
    lines = f"{DAY} 8-9 Email\n{DAY} 9-10 x +a\n{DAY} 10-11 y +b\n{DAY} 11-12 z +c\n"
    ran = outsource("log", stdin=lines)
    assert ran.err.startswith("outsource: note: line 2: is “+a” a tag?")
    assert ran.err.endswith("; and 2 more lines like that\n")


def test_a_line_that_cannot_be_read_is_asked_about_as_well(outsource):
    outsource("start", "Call")
    outsource("stop")
    outsource("log", "-1", "Email")
    ran = outsource("log", "Call 7-8")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert ran.err.endswith("; is “7-8” the time? Then write 7-8 Call\n")


def test_a_start_asks_only_what_could_start(outsource):
    assert "Then write Call #acme (" in outsource("start", "Call +acme").err
    assert "Then write 0:01 Call (" in outsource("start", "Call 0:01").err
    assert outsource("start", "Call 7-8").err == ""


def test_a_start_says_what_it_stopped(outsource):
    assert outsource("start", "-50", "Email").out.startswith("Start Email from ")
    lines = outsource("start", "Call").out.splitlines()
    assert re.fullmatch(r"Stop Email at \d\d:\d\d, after 0 h 5[01]", lines[0])
    assert lines[1].startswith("Start Call from ")
    ended = outsource("start", "Lunch").out.splitlines()[0]
    assert re.fullmatch(r"Stop Call(: under a minute, not kept| at \d\d:\d\d, after 0 h 01)", ended)


def test_what_ran_into_a_start_is_in_its_json(outsource):
    outsource("start", "-50", "Email")
    stopped, begun = outsource("start", "--json", "Call").json
    assert (stopped["activity"], stopped["end"]) == ("Email", begun["start"])


def test_at_takes_what_a_line_takes(outsource):
    assert outsource("start", "Call", "--at", "-50m").code == 0
    assert re.fullmatch(r"Stop Call at .*\d\d:\d\d\n", outsource("stop", "--at", "-1").out)
    assert outsource("start", "Call", "--at", "now").code == 0
    assert outsource("stop", "--at", "now").code == 0
    for words in (("start", "--help"), ("stop", "--help")):
        assert "-5 (minutes ago)" in outsource(*words).out
