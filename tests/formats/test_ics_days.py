"""iCalendar events of whole days, and the days between which events count."""

from __future__ import annotations

from datetime import date, time

from outsource_tui.formats import read

from .helpers import options, sample, spans
from .test_ics import calendar


def test_all_day_events_when_asked_for():
    reading = read("ics", sample("calendar.ics"), options(include_all_day=True))
    assert [span for span in spans(reading) if "Fair" in span] == [
        "2024-03-21 08:00–18:00 Fair", "2024-03-22 08:00–18:00 Fair"
    ]
    late = options(include_all_day=True, day_start=time(20), day_end=time(0), until=date(2024, 3, 21))
    assert "2024-03-21 20:00–03-22 00:00 Fair" in spans(read("ics", sample("calendar.ics"), late))


def test_an_all_day_event_comes_in_once_a_day_and_not_again():
    fair = "UID:f\nDTSTART;VALUE=DATE:20240321\nDTEND;VALUE=DATE:20240323\nSUMMARY:Fair"
    one, two = calendar(fair, include_all_day=True).entries
    assert (one.source, two.source) == ("ics:f", "ics:f+1")


def test_the_last_day_asked_for_is_the_one_after_which_events_are_left_out():
    late = "UID:l\nDTSTART:20261028T080000Z\nDTEND:20261028T090000Z\nSUMMARY:Late"
    reading = calendar(late, until=date(2026, 10, 27))
    assert [p.reason for p in reading.remarks] == ["1 event begins after 2026-10-27 and is left out"]
