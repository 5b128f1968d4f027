from __future__ import annotations

import pytest

from outsource_tui.formats import read
from outsource_tui.model.errors import InputError

from .helpers import hours, options, reasons, sample, spans


def test_a_log_with_arrivals_slack_and_a_virtual_midnight():
    reading = read("gtimelog", sample("timelog.txt"), options())
    assert spans(reading) == [
        "2024-02-26 08:45–09:30 mail",
        "2024-02-26 09:30–10:00 coffee",
        "2024-02-26 10:00–12:00 acme: newsletter",
        "2024-02-26 12:00–12:30 lunch",
        "2024-02-26 12:30–02-27 01:30 late deploy",
        "2024-02-27 03:00–04:15 early mail",
    ]
    assert [entry.tags for entry in reading.entries[1:4]] == [("slack",), ("writing", "urgent"), ("hidden",)]
    assert [(line, reason[:40]) for line, reason in reasons(reading)] == [
        (6, "'nothing' takes no time"),
        (12, "has a time that does not exist: 2024-02-"),
        (13, "has no time stamp, so it is a comment: '"),
        (14, "ends at 2024-02-27 04:00, before it star"),
    ]
    assert [problem.harmless for problem in reading.problems] == [True, False, True, False]


def test_a_clock_change_counts_the_hours_that_passed():
    reading = read(
        "gtimelog", b"2024-03-31 02:00: x\n2024-10-27 02:30: arrived\n2024-10-27 04:00: y\n", options()
    )
    assert hours(reading) == 2.5


def test_stamps_with_an_offset():
    reading = read("gtimelog", b"2024-02-26 08:00 +0000: arrived\n2024-02-26 09:00 +0000: mail\n", options())
    assert spans(reading) == ["2024-02-26 09:00–10:00 mail"]


def test_something_else_is_refused():
    with pytest.raises(InputError, match="this is no gtimelog file"):
        read("gtimelog", b"2024-02-26 was a fine day\n", options())


def test_lines_may_end_in_carriage_returns_alone():
    text = "2024-02-26 09:00: in\r2024-02-26 10:00: Mail\r"
    assert spans(read("gtimelog", text.encode(), options())) == ["2024-02-26 09:00–10:00 Mail"]


def test_long_lines_are_read_in_no_time():
    text = f"2024-02-26 09:00: in\n2024-02-26 10:00: Mail{' ' * 60_000}x{' ' * 60_000}**\n"
    (entry,) = read("gtimelog", text.encode(), options()).entries
    assert (entry.activity, entry.tags) == ("Mail x", ("slack",))
