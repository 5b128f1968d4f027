from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsource_tui.formats import klog, read
from outsource_tui.formats.base import ExportRow
from outsource_tui.model.entry import Kind
from outsource_tui.model.errors import InputError

from .helpers import BERLIN, NOW, TAG, options, reasons, rows, sample, spans


def test_a_file_with_everything_in_it():
    reading = read("klog", sample("times.klg"), options())
    assert spans(reading) == [
        "2024-02-26 08:00–09:00 Invoices",
        "2024-02-26 09:00–10:15 Meeting about sales figures",
        "2024-02-25 23:40–02-26 01:00 Night shift",
        "2024-02-26 11:00–12:30 A day at the office.",
        "2024-02-26 22:30–02-27 01:30 Deploy",
        "2024-02-26 20:00–02-27 00:00 Reading",
        "2024-02-26 14:00–… Call",
        '2024-02-28 09:00–09:30 "Quoted" #"odd tag" x',
    ]
    assert reading.entries[0].tags == ("finance", "client=acme", "office")
    assert reading.entries[1].note == "bring the folder\nand the keys"
    assert reasons(reading) == [
        (11, "2h has no place in the day: Gardening"),
        (12, "-30m has no place in the day: Lunch"),
        (16, "ends at 7:00, before it starts at 8:00"),
        (17, "'8:61' is no time"),
        (18, "is neither a range nor a duration: 'nonsense'"),
    ]
    assert [problem.harmless for problem in reading.problems] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0:00 - 24:00", "2024-02-26 00:00–02-27 00:00 Untitled"),
        ("<24:00 - 1:00 x", "2024-02-26 00:00–01:00 x"),
        ("12:15am - 12:15pm x", "2024-02-26 00:15–12:15 x"),
        ("0:30> - 4:00> x", "2024-02-27 00:30–04:00 x"),
        ("8:00 - ??? x", "2024-02-26 08:00–… x"),
        ("8:00 -9:00  x   y", "2024-02-26 08:00–09:00 x y"),
        ("8:00 - 9:00 #gym", "2024-02-26 08:00–09:00 gym"),
    ],
)
def test_ranges(text, expected):
    assert spans(read("klog", f"2024-02-26\n  {text}\n".encode(), options())) == [expected]


def test_windows_line_ends_and_dates_that_do_not_exist():
    data = b"2024-02-30\r\n    8:00 - 9:00 lost\r\n\r\n2024-02-28\r\n    8:00 - 9:00 kept\r\n"
    reading = read("klog", data, options())
    assert spans(reading) == ["2024-02-28 08:00–09:00 kept"]
    assert reasons(reading) == [(1, "is no date: '2024-02-30'"), (2, "has no date above it")]


def test_something_else_is_refused():
    with pytest.raises(InputError, match="this is no klog file"):
        read("klog", b"hello\n", options())


NAMES = st.text("abcdefgh XYZäö,;:'\"=+@%|()[]0123456789", min_size=1, max_size=20).filter(str.strip)


@given(rows(names=NAMES, tags=TAG, minutes=True, notes=st.sampled_from(["", "one", "one\ntwo #x"])))
def test_what_is_written_comes_back_to_the_minute(drawn):
    reading = read("klog", klog.write(drawn, NOW).encode() or b"2024-01-01", options(zone=zone_of(drawn)))
    expected = sorted(
        (
            wall(row.start),
            wall(row.end),
            " ".join(row.activity.split()),
            tuple(t for t in row.tags if t != "-".join(row.activity.replace(",", " ").split())),
            row.note,
        )
        for row in drawn
        if row.kind is Kind.LOGGED and wall(row.start) < wall(row.end)
    )
    found = [(wall(e.start), wall(e.end), e.activity, e.tags, e.note) for e in reading.entries]
    assert sorted(found) == expected


def zone_of(drawn: list[ExportRow]):
    return drawn[0].start.tzinfo if drawn else BERLIN


def wall(moment) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def test_a_file_reads_well():
    row = ExportRow(
        "1",
        NOW.replace(hour=22),
        NOW.replace(day=19, hour=1, minute=5),
        "Europe/Berlin",
        "Mail",
        ("a", "b.c"),
    )
    open_ = ExportRow("2", NOW.replace(day=20, hour=8), None, "Europe/Berlin", "Call", (), "one\n\ntwo")
    planned = ExportRow("3", NOW, NOW.replace(hour=13), "Europe/Berlin", "Plan", kind=Kind.PLANNED)
    assert klog.write([open_, row, planned], NOW) == (
        "2026-11-18\n    22:00 - 1:05> Mail #a #b_c\n\n"
        "2026-11-20\n    8:00 - ? Call\n        one\n        two\n"
    )


def test_an_entry_over_several_days_becomes_one_a_day():
    row = ExportRow("1", NOW.replace(hour=22), NOW.replace(day=20, hour=1), "Europe/Berlin", "Trip")
    text = klog.write([row], NOW)
    assert re.findall(r"\S+ - \S+", text) == ["22:00 - 24:00", "0:00 - 1:00>"]


def test_an_entry_within_the_repeated_hour_is_written_as_a_duration():
    start = NOW.replace(month=10, day=25, hour=2, minute=45)
    row = ExportRow("1", start, start.replace(minute=15, fold=1), "Europe/Berlin", "Mail")
    assert klog.write([row], NOW) == "2026-10-25\n    30m Mail\n"


def test_tags_stand_on_any_line_of_an_entry():
    text = "2024-02-26\n  8:00 - 9:00 Coding #dev\n    for #acme and\n    more #urgent #late\n"
    (entry,) = read("klog", text.encode(), options()).entries
    assert (entry.activity, entry.tags) == ("Coding", ("dev", "acme", "urgent", "late"))
    assert entry.note == "for acme and\nmore"


def test_long_lines_are_read_in_no_time():
    lines = [f"x{' ' * 60_000}y", "#ab " * 15_000 + "y", "x" + " #ab" * 15_000]
    text = "2024-02-26\n" + "".join(f"  8:0{n} - 9:00 {line}\n" for n, line in enumerate(lines))
    reading = read("klog", text.encode(), options())
    assert [e.activity[-1] for e in reading.entries] == ["y", "x"]
    assert reasons(reading) == [(3, "has a name of 45,001 characters, at most 500 are kept")]
