"""Times typed into dialogs: edges, splits, spans."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.model import clock
from outsource_tui.model.clock_input import parse_clock, parse_clocks, parse_moment, parse_time_span
from outsource_tui.model.errors import InputError
from outsource_tui.model.written_time import QuickEntryError

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 12, 5, tzinfo=BERLIN)


def at(hour: int, minute: int = 0, day: int = 18) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10:15", at(10, 15)),
        ("1015", at(10, 15)),
        ("10.15", at(10, 15)),
        ("10h15", at(10, 15)),
        (" 9 ", at(9)),
        ("9am", at(9)),
        ("9 pm", at(21)),
        ("noon", at(12)),
        ("24:00", at(0, day=19)),
        ("0:00", at(0)),
    ],
)
def test_a_clock(text: str, expected: datetime) -> None:
    assert parse_clock(text, DAY, BERLIN) == expected


@pytest.mark.parametrize("text", ["", " ", "25", "9:75", "soon", "9-10", "10:15, 11", "\x1b", "9" * 20_000])
def test_no_clock(text: str) -> None:
    with pytest.raises(QuickEntryError) as caught:
        parse_clock(text, DAY, BERLIN)
    assert len(caught.value.message) < 200


def test_a_clock_that_is_skipped() -> None:
    with pytest.raises(InputError, match="does not exist"):
        parse_clock("2:30", date(2026, 3, 29), BERLIN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", at(12, 5)),
        (" Now ", at(12, 5)),
        ("-5", at(12)),
        ("-1:30", at(10, 35)),
        ("30m", at(11, 35)),
        ("9", at(9)),
        ("0915", at(9, 15)),
        ("9:15", at(9, 15)),
        ("14:00", at(14)),
        ("yesterday 9", at(9, day=17)),
        ("yesterday 18:30", at(18, 30, day=17)),
        ("last wed 9am", at(9, day=11)),
        ("17.11. 9:00", at(9, day=17)),
    ],
)
def test_a_moment(text: str, expected: datetime) -> None:
    assert parse_moment(text, NOW) == expected


def test_a_moment_of_last_evening_in_the_small_hours() -> None:
    assert parse_moment("23:50", at(0, 20)) == at(23, 50, day=17)


@pytest.mark.parametrize(
    "text", ["", "x", "9-10", "9:15?", "9:15 Call", "tomorrow 9:00", "yesterday", "yesterday -5", "25"]
)
def test_no_moment(text: str) -> None:
    with pytest.raises(QuickEntryError) as caught:
        parse_moment(text, NOW)
    assert len(caught.value.message.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("10:15", at(9), at(12), [at(10, 15)]),
        ("10:15, 11", at(9), at(12), [at(10, 15), at(11)]),
        ("11,10:15;1030", at(9), at(12), [at(10, 15), at(10, 30), at(11)]),
        ("10:15 11 11", at(9), at(12), [at(10, 15), at(11)]),
        ("10 am, 11 am", at(9), at(12), [at(10), at(11)]),
        ("1:15, 2", at(13), at(15), [at(13, 15), at(14)]),
        ("23:30, 0:15", at(23), at(1, day=19), [at(23, 30), at(0, 15, day=19)]),
        ("24:00", at(23), at(1, day=19), [at(0, day=19)]),
        ("10:15,", at(9), at(12), [at(10, 15)]),
    ],
)
def test_places_to_split(text: str, start: datetime, end: datetime, expected: list[datetime]) -> None:
    assert list(parse_clocks(text, start, end)) == expected


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("8:00", "8:00"),
        ("10, 12", "12"),
        ("9", "9"),
        ("10, x", "x"),
        ("10:75", "10:75"),
        ("", ""),
        (" , ", ""),
    ],
)
def test_places_outside(text: str, part: str) -> None:
    with pytest.raises(QuickEntryError) as caught:
        parse_clocks(text, at(9), at(12))
    assert text[caught.value.start : caught.value.stop] == part


def test_a_split_in_the_hour_that_occurs_twice() -> None:
    start = datetime(2026, 10, 25, 2, 45, tzinfo=BERLIN)
    end = datetime(2026, 10, 25, 4, 0, tzinfo=BERLIN)
    found = parse_clocks("2:15", start, end)
    assert clock.elapsed(start, found[0]) == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9-10:30", (at(9), at(10, 30))),
        (" 9-10:30 ", (at(9), at(10, 30))),
        ("9:15", (at(9, 15), NOW)),
        ("-15", (at(11, 50), NOW)),
        ("yesterday 14-15", (at(14, day=17), at(15, day=17))),
        ("14-15?", (at(14), at(15))),
        ("9:15-...", (at(9, 15), None)),
    ],
)
def test_a_span(text: str, expected: tuple[datetime, datetime | None]) -> None:
    assert parse_time_span(text, DAY, NOW) == expected


def test_a_plan_may_be_to_come() -> None:
    assert parse_time_span("14-15", DAY, NOW, planned=True) == (at(14), at(15))


@pytest.mark.parametrize("text", ["", "x", "14-15", "9-10 Call", "9-5", "yesterday", "9-10 -- x"])
def test_no_span(text: str) -> None:
    with pytest.raises(QuickEntryError):
        parse_time_span(text, DAY, NOW)


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="0123456789:, .-amp?h;", max_size=20))
def test_any_text(text: str) -> None:
    try:
        found = parse_clocks(text, at(9), at(9, day=19))
    except QuickEntryError:
        found = ()
    assert all(at(9) < each < at(9, day=19) for each in found)
    assert list(found) == sorted(found)
    try:
        start, end = parse_time_span(text, DAY, NOW)
    except QuickEntryError:
        return
    assert end is None or clock.elapsed(start, end) > timedelta()
