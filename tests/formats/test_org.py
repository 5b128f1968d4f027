from __future__ import annotations

import pytest

from outsource_tui.formats import read
from outsource_tui.model.errors import InputError

from .helpers import hours, options, reasons, sample, spans


def test_clocks_under_their_headings_with_weekdays_in_any_language():
    reading = read("org", sample("notes.org"), options())
    assert spans(reading) == [
        "2024-02-26 09:00–10:30 Newsletter",
        "2024-02-27 23:30–02-28 00:30 Newsletter",
        "2024-02-28 14:00–14:20 Write to Acme about it",
        "2024-02-29 09:00–… Write to Acme about it",
        "2024-03-01 09:00–09:45 Invoices",
    ]
    assert reading.entries[0].tags == ("marketing", "desk")
    assert reading.entries[2].tags == ("mail", "marketing", "desk")


def test_the_ends_decide_over_a_wrong_sum_and_it_is_said():
    reading = read("org", sample("notes.org"), options())
    assert [(r.line, r.reason) for r in reading.remarks] == [
        (10, "says 2:00 and lasts 60 minutes by its ends, which decide")
    ]


def test_what_cannot_be_placed_or_read_is_listed():
    reading = read("org", sample("notes.org"), options())
    assert [(p.line, p.reason[:45], p.harmless) for p in reading.problems] == [
        (17, "ends at 2024-03-02 08:00, before it starts 09", False),
        (18, "2:30 has no place in the day: Invoices", True),
        (19, "has a time that does not exist: 2024-03-99 09", False),
        (20, "is no clock: 'CLOCK: nonsense'", False),
    ]


def test_clocks_keep_their_source_when_a_heading_with_an_id_is_renamed():
    text = "* A\n:PROPERTIES:\n:ID: x1\n:END:\nCLOCK: [2024-02-26 09:00]--[2024-02-26 10:30]\n"
    one = read("org", text.encode(), options()).entries[0]
    two = read("org", text.replace("* A", "* B").encode(), options()).entries[0]
    assert one.source == two.source
    assert (one.activity, two.activity) == ("A", "B")


def test_the_sum_tells_which_of_two_hours_is_meant_where_the_clocks_go_back():
    text = "* A\nCLOCK: [2024-10-27 So 02:15]--[2024-10-27 So 02:45] =>  1:30\n"
    assert hours(read("org", text.encode(), options())) == 1.5


def test_clocks_before_any_heading_and_headings_that_are_links():
    clock = "CLOCK: [2024-02-26 09:00]--[2024-02-26 10:00]\n"
    text = f"#+TITLE: My day\n{clock}* [[file:a.org]]\n{clock}"
    assert [e.activity for e in read("org", text.encode(), options()).entries] == ["My day", "file:a.org"]


def test_a_day_without_a_time_is_listed():
    reading = read("org", b"* A\nCLOCK: [2024-02-26 Mon]--[2024-02-27 Tue]\n", options())
    assert reasons(reading) == [(2, "has no time of day on 2024-02-26")]


def test_something_else_is_refused():
    with pytest.raises(InputError, match="no line begins with “CLOCK:”"):
        read("org", b"* A heading\n", options())


def test_long_lines_are_read_in_no_time():
    spaces, clock = " " * 60_000, "CLOCK: [2024-02-26 09:00]--[2024-02-26 10:30]"
    text = f"* A{spaces}b{spaces}:x:y:\n{clock}{spaces}\n{clock}{spaces}z\n* {'[[' * 30_000}\n{clock}\n"
    text += "\n" * 60_000
    reading = read("org", text.encode(), options())
    assert [e.activity for e in reading.entries][:1] == ["A b"]
    assert reading.entries[0].tags == ("x", "y")
    assert [line for line, _ in reasons(reading)] == [3, 5]
    assert "has a name of 60,000 characters, at most 500" in reasons(reading)[1][1]


def test_clocks_under_headings_of_other_names_are_other_clocks():
    text = "* {}\nCLOCK: [2024-02-26 09:00]--[2024-02-26 10:30]\n"
    one, two = (read("org", text.format(name).encode(), options()).entries[0] for name in "AB")
    assert one.source != two.source
