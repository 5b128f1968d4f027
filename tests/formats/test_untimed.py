"""Tables that say how long something took on a day, and not when."""

from __future__ import annotations

from datetime import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsource_tui.formats import read
from outsource_tui.formats.csv_file import NO_COLUMN

from .helpers import options, reasons, spans

HEAD = "Date,Client,Task,Notes,Hours\n"
DAY = HEAD + "2026-09-03,Acme,Design,header,1.5\n2026-09-03,Acme,Design,footer,0.75\n2026-09-04,,Books,,2\n"


def table(text: str, **changes: object):
    return read("csv", text.encode(), options(columns={"start": ""}, **changes))


def test_rows_of_a_day_follow_one_another_from_its_start():
    assert spans(table(DAY)) == [
        "2026-09-03 08:00–09:30 Design",
        "2026-09-03 09:30–10:15 Design",
        "2026-09-04 08:00–10:00 Books",
    ]
    assert spans(table(DAY, day_start=time(6, 30)))[-1] == "2026-09-04 06:30–08:30 Books"
    assert [r.reason for r in table(DAY).remarks] == [
        "no column holds the start: the rows of a day follow one another from 08:00"
    ]


def test_nobody_is_taken_at_their_word_before_they_gave_it():
    asked = read("csv", DAY.encode(), options())
    (question,) = asked.questions
    assert question.option == "columns.start"
    assert question.choices[-1] == NO_COLUMN
    assert "With none, the rows of a day follow one another from 08:00." in question.text
    assert asked.entries == ()


@pytest.mark.parametrize("head", ["Date,Task\n2026-09-03,Design\n", "Task,Hours\nDesign,2\n"])
def test_without_dates_or_lengths_the_start_is_still_asked_for(head):
    (first, *_) = table(head).questions
    assert first.option == "columns.start"
    assert NO_COLUMN not in first.choices


def test_people_have_days_of_their_own():
    text = "Date,User,Task,Hours\n2026-09-03,Ann,Design,1\n2026-09-03,Bob,Books,2\n"
    assert spans(table(text, all_users=True)) == [
        "2026-09-03 08:00–09:00 Design",
        "2026-09-03 08:00–10:00 Books",
    ]


def test_rows_without_a_length_or_a_date_are_left_out_and_move_nothing():
    text = HEAD + "2026-09-03,,A,,1\n2026-09-03,,B,,\n,,C,,1\n2026-09-03,,D,,0\n2026-09-03,,E,,1\n"
    reading = table(text)
    assert spans(reading) == ["2026-09-03 08:00–09:00 A", "2026-09-03 09:00–10:00 E"]
    assert reasons(reading) == [
        (3, "has no length"), (4, "has no date"), (5, "'D' takes no time"),
    ]  # fmt: skip


def test_a_row_is_the_same_however_long_it_and_those_before_it_become():
    before, after = table(DAY), table(DAY.replace("1.5", "3").replace("0.75", "1"))
    assert [e.source for e in before.entries] == [e.source for e in after.entries]
    assert len({e.source for e in before.entries}) == 3


@given(st.lists(st.integers(0, 300), max_size=12))
def test_nothing_overlaps_and_no_minute_is_lost(minutes):
    rows = "".join(f"2026-10-25,,Task {n % 3},,{m // 60}:{m % 60:02}\n" for n, m in enumerate(minutes))
    found = table(HEAD + rows).entries
    assert all(one.end == two.start for one, two in pairwise(found))
    assert sum((e.end - e.start).total_seconds() for e in found) == 60 * sum(minutes)


KLOG = """2026-09-03
Office #work
    2h Design
    11:00 - 12:30 Call #acme
    -30m lunch
    45m

2026-09-04
    1h Books
    6:00 - 6:30 Post
"""


def test_lengths_of_klog_follow_the_ranges_of_their_day():
    reading = read("klog", KLOG.encode(), options(untimed=True))
    assert sorted(spans(reading)) == [
        "2026-09-03 11:00–12:30 Call",
        "2026-09-03 12:30–14:30 Design",
        "2026-09-03 14:30–15:15 Office",
        "2026-09-04 06:00–06:30 Post",
        "2026-09-04 08:00–09:00 Books",
    ]
    assert reasons(reading) == [(5, "-30m has no place in the day: lunch")]
    assert reading.remarks == ()
    longer = read("klog", KLOG.replace("2h", "3h").encode(), options(untimed=True))
    assert {e.source for e in longer.entries} == {e.source for e in reading.entries}


def test_lengths_of_klog_are_left_out_where_nobody_asked_for_them():
    reading = read("klog", KLOG.encode(), options())
    assert [line for line, _ in reasons(reading)] == [3, 5, 6, 9]
    assert [r.reason for r in reading.remarks] == [
        "3 lengths have no time of day; read as untimed they follow one another"
    ]


def test_one_word_lets_any_of_them_in():
    assert spans(read("csv", DAY.encode(), options(untimed=True))) == spans(table(DAY))
    timed = "Date,Start,Task,Hours\n2026-09-03,9:00,Design,1\n"
    assert spans(read("csv", timed.encode(), options(untimed=True))) == ["2026-09-03 09:00–10:00 Design"]
