"""Typed day logs, read from files."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.formats import read
from outsource_tui.formats.detect import detect
from outsource_tui.model.entry import Kind
from outsource_tui.model.errors import InputError

from .helpers import hours, options, reasons, spans

LOG = """\
# Two days of a bakery
2016-03-17
5:10am – wake up, check overnight emails
5:25am – shower
6:10am-7 meditate #home -- slept badly

Fri 18 March 2016
- 9 – 12:30 work
- 12:30 – 1:30 lunch
- 1:30 – 5pm work
9:30 – 11:00 surfed the net
11:00pm – 7am sleep
dear diary
"""


def test_days_with_their_dates() -> None:
    reading = read("text", LOG.encode(), options())
    assert spans(reading) == [
        "2016-03-17 05:10–05:25 wake up, check overnight emails",
        "2016-03-17 05:25–06:10 shower",
        "2016-03-17 06:10–07:00 meditate",
        "2016-03-18 09:00–12:30 work",
        "2016-03-18 12:30–13:30 lunch",
        "2016-03-18 13:30–17:00 work",
        "2016-03-18 21:30–23:00 surfed the net",
        "2016-03-18 23:00–03-19 07:00 sleep",
    ]
    assert hours(reading) == pytest.approx(1 + 5 / 6 + 8 + 1.5 + 8)
    assert (reading.entries[2].tags, reading.entries[2].note) == (("home",), "slept badly")
    assert [entry.line for entry in reading.entries] == [3, 4, 5, 8, 9, 10, 11, 12]
    assert reasons(reading) == [
        (1, "heading, left out: 'Two days of a bakery'"),
        (13, "no time at the start: 'dear diary'"),
    ]
    assert [problem.harmless for problem in reading.problems] == [True, False]


def test_the_day_is_asked_for_and_then_known() -> None:
    data = b"8:00 Email\n8:45-9 Call\n"
    reading = read("text", data, options())
    assert [question.option for question in reading.questions] == ["day"]
    assert reading.entries == ()
    assert spans(read("text", data, options(day=date(2026, 11, 10)))) == [
        "2026-11-10 08:00–08:45 Email",
        "2026-11-10 08:45–09:00 Call",
    ]


def test_the_order_of_dates_is_asked_for_and_then_known() -> None:
    data = b"3/4/2016\n8:00-9 Email\n"
    assert [question.option for question in read("text", data, options()).questions] == ["date_order"]
    assert spans(read("text", data, options(date_order="mdy"))) == ["2016-03-04 08:00–09:00 Email"]
    assert spans(read("text", data, options(date_order="dmy"))) == ["2016-04-03 08:00–09:00 Email"]


def test_the_same_lines_keep_their_source() -> None:
    first = read("text", b"2016-03-17\n8:00 Email\n9:00-10 Call\n", options())
    longer = read(
        "text", b"2016-03-17\n8:00 Email\n8:30 Tea\n9:00-10 Call\n2016-03-18\n8-9 Email\n", options()
    )
    sources = [entry.source for entry in longer.entries]
    assert [entry.source for entry in first.entries] == [sources[0], sources[2]]
    assert len(set(sources)) == 4


def test_a_line_twice_counts_once() -> None:
    reading = read("text", b"2016-03-17\n8-9 Email\n8-9 Email\n", options())
    assert (len(reading.entries), reading.duplicates) == (1, 1)


def test_plans_stay_plans() -> None:
    reading = read("text", b"2026-11-30\n8-9? Email\n", options())
    assert [entry.kind for entry in reading.entries] == [Kind.PLANNED]


def test_windows_and_other_encodings() -> None:
    for data in ("2016-03-17\r\n8-9 Büro\r\n".encode("cp1252"), "2016-03-17\r\n8-9 Büro".encode("utf-16")):
        assert spans(read("text", data, options())) == ["2016-03-17 08:00–09:00 Büro"]


@pytest.mark.parametrize("data", [b"dear diary\nit was fine\n", b"# 8:00 Email\n", b"a;b;c\n1;2;3\n"])
def test_something_else_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="this is no day log"):
        read("text", data, options())


def test_it_is_recognised() -> None:
    assert detect(LOG.encode()) == "text"
    assert detect(b"8:00 Email\n8:45-9 Call\n") == "text"


def test_ten_thousand_lines() -> None:
    days = []
    for n in range(1_000):
        day = date(2016, 1, 1) + timedelta(days=n)
        days.append(
            "\n".join([day.isoformat(), *(f"{hour}:00 Task {hour} #t" for hour in range(8, 17)), "17-18 End"])
        )
    reading = read("text", "\n".join(days).encode(), options())
    assert len(reading.entries) == 10_000
    assert reading.problems == ()


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        reading = read("text", b"8-9 A\n" + data, options(day=date(2026, 11, 10)))
    except InputError as error:
        assert "\n" not in error.message  # noqa: PT017
        return
    assert reading.entries[0].activity or reading.problems


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("18:00 to 19:00 Dinner", "18:00–19:00 Dinner"),
        ("- 18:00 until 19 Dinner", "18:00–19:00 Dinner"),
        ("9:00 bis 10:30: Mail", "09:00–10:30 Mail"),
        ("16:00 Uhr - 17:00 Uhr Call", "16:00–17:00 Call"),
        ("16 Uhr bis 17:30 Uhr Call", "16:00–17:30 Call"),
        ("4pm till 5pm Call", "16:00–17:00 Call"),
        ("16h - 17h Call", "16:00–17:00 Call"),
        ("18:00-19:00 to 20 people", "18:00–19:00 to 20 people"),
    ],
)
def test_spans_may_be_spelled_out(line, expected):
    assert spans(read("text", line.encode(), options(day=date(2026, 11, 17)))) == [f"2026-11-17 {expected}"]


@pytest.mark.parametrize("line", ["9:00 to do list", "9:00 to 3 people", "9:00 until the end"])
def test_words_that_only_look_like_a_span_are_a_name(line):
    (entry, _) = read("text", f"{line}\n10:00-11:00 Mail\n".encode(), options(day=date(2026, 11, 17))).entries
    assert (entry.activity, f"{entry.end:%H:%M}") == (line.partition(" ")[2], "10:00")


def test_an_end_before_its_start_is_told_of():
    reading = read("text", b"8:00-9:00 A\n9:00-8:30 C\n10:00-10:00 F\n", options(day=date(2026, 11, 17)))
    assert spans(reading) == ["2026-11-17 08:00–09:00 A", "2026-11-17 09:00–20:30 C"]
    assert [(r.line, r.reason) for r in reading.remarks] == [
        (2, "is taken to last until 20:30, 11 h 30: if not, mend its end")
    ]
    assert reasons(reading) == [(3, "start and end are both 10:00: write when it ended")]


def test_a_time_that_is_marked_as_the_second_of_two_tells_how_clocks_are_written():
    text = b"2026-10-25\n1:30-2:30 D\n2:30-2:15 E\n2:30b-3 F\n"
    reading = read("text", text, options())
    assert spans(reading) == ["2026-10-25 01:30–02:30 D", "2026-10-25 02:30–03:00 F"]
    assert reasons(reading) == [(3, "the end 2:15 is before the start 2:30: write 2:30-14:15")]
