"""What holds for every reader and writer."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outsource_tui import formats
from outsource_tui.formats import base, decode, detect, read
from outsource_tui.model.entry import Kind
from outsource_tui.model.errors import InputError

from .helpers import DATA, NOW, OPTIONS, options, rows, sample

if TYPE_CHECKING:
    from outsource_tui.model.imported import Reading

SAMPLES = {
    "toggl": ["toggl-classic.csv", "toggl-quoted.csv"],
    "clockify": ["clockify.csv", "clockify-pt.csv"],
    "timewarrior": ["timewarrior.data", "timewarrior-export.json"],
    "watson": ["watson-frames.json", "watson-objects.json"],
    "klog": ["times.klg"],
    "gtimelog": ["timelog.txt"],
    "activitywatch": ["activitywatch.json"],
    "ics": ["calendar.ics"],
    "org": ["notes.org"],
    "csv": ["own.csv"],
    "json": ["own.json"],
    "text": ["day.txt"],
}
ALL = [(name, file) for name, files in SAMPLES.items() for file in files]
PRESENT = [(name, file) for name, file in ALL if (DATA / file).exists()]
ROWS = ("toggl", "clockify", "timewarrior", "watson", "csv")


def test_every_reader_has_a_sample():
    assert set(SAMPLES) == set(formats.READERS) == set(formats.LABELS)
    assert {name for name, _ in PRESENT} >= set(formats.READERS) - {"text"}


def outcome(name: str, data: bytes) -> Reading | None:
    """Read, where a refusal in one line is as good as a reading."""
    try:
        return read(name, data, options(day=date(2026, 11, 17)))
    except InputError as error:
        if "\n" in error.message:
            raise AssertionError(f"more than one line: {error.message!r}") from error
        return None


@pytest.mark.parametrize(("name", "file"), PRESENT)
class TestEveryReader:
    def test_reads_its_sample(self, name, file):
        reading = read(name, sample(file), options(day=date(2026, 11, 17)))
        assert reading.format == name
        assert reading.entries
        assert reading.questions == ()
        for entry in reading.entries:
            assert entry.start.tzinfo is not None
            assert entry.end is None or entry.end > entry.start
            assert entry.activity.strip()
            assert entry.source.startswith(("outsource:", f"{name}:", "toggl:"))
            assert entry.zone == entry.start.tzinfo.key
            assert not any(set(tag) & set(" ,") for tag in entry.tags)

    def test_gives_the_same_twice_and_no_source_twice(self, name, file):
        first, second = (read(name, sample(file), options(day=date(2026, 11, 17))) for _ in range(2))
        assert first == second
        sources = [entry.source for entry in first.entries]
        assert len(set(sources)) == len(sources)

    def test_is_recognised(self, name, file):
        assert detect(sample(file)) == name
        assert read("auto", sample(file), options(day=date(2026, 11, 17))).format == name

    def test_takes_the_kind_from_the_options(self, name, file):
        reading = read(
            name, sample(file), options(kind=Kind.PLANNED, day=date(2026, 11, 17), since=date(2000, 1, 1))
        )
        if name not in ("csv", "json"):
            assert {entry.kind for entry in reading.entries} == {Kind.PLANNED}

    def test_says_what_another_file_looks_like(self, name, file):
        other = (
            "watson-frames.json" if name not in ("watson", "text", "activitywatch") else "timewarrior.data"
        )
        if name == "text":
            pytest.skip("a text can be anything")
        with pytest.raises(InputError, match=r"it looks like a (watson|timewarrior) file: use “import"):
            read(name, sample(other), OPTIONS)

    @pytest.mark.parametrize(
        "data",
        [b"", b"  \n", b"\xef\xbb\xbf", b"\0\1\2" * 50, b"%PDF-1.7 \n", b"PK\x03\x04abc", bytes(range(256))],
    )
    def test_refuses_what_is_no_text(self, name, file, data):
        with pytest.raises(InputError) as caught:
            read(name, data, OPTIONS)
        assert "\n" not in caught.value.message

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(seed=st.data())
    def test_survives_mutilated_files(self, name, file, seed):
        data = bytearray(sample(file))
        for _ in range(seed.draw(st.integers(1, 4))):
            start = seed.draw(st.integers(0, len(data)))
            length = seed.draw(st.integers(0, 40))
            kind = seed.draw(st.sampled_from(["drop", "write", "repeat"]))
            if kind == "drop":
                del data[start : start + length]
            elif kind == "write":
                data[start : start + length] = seed.draw(
                    st.binary(max_size=8)
                    | st.sampled_from(
                        [b"99", b"-", b'"', b"\n", b"[", b"0001-01-01", b"9999-12-31", b"null", b"1e400"]
                    )
                )
            else:
                data[start:start] = data[start : start + length]
        reading = outcome(name, bytes(data))
        if reading is not None:
            assert all("\n" not in problem.reason for problem in reading.problems)
            assert all(e.end is None or e.end.timestamp() > e.start.timestamp() for e in reading.entries)
            if name in ROWS and not reading.questions:
                assert reading.read == len(reading.entries) + len(reading.problems) + reading.duplicates


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(set(formats.READERS) - {"text"})),
    st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "ignore")),
)
def test_anything_at_all_is_read_or_refused(name, data):
    outcome(name, data)


@pytest.mark.parametrize("name", list(formats.WRITERS))
@given(drawn=rows(max_size=3))
@settings(max_examples=25, deadline=None)
def test_every_writer_writes_what_its_reader_recognises(name, drawn):
    drawn = [replace(row, kind=Kind.LOGGED) for row in drawn]
    text = formats.writer(name).write(drawn, NOW)
    if drawn:
        assert detect(text.encode()) == name
        assert read("auto", text.encode(), options(until=date(2030, 1, 1))).format == name


@pytest.mark.parametrize("name", list(formats.WRITERS))
def test_an_empty_log_and_a_running_entry_can_be_written(name):
    writer = formats.writer(name)
    assert isinstance(writer.write([], NOW), str)
    running = base.ExportRow("1", NOW, None, "Europe/Berlin", "Mail")
    assert isinstance(writer.write([running], NOW), str)


def test_an_unknown_format_names_those_that_exist():
    with pytest.raises(InputError, match="unknown format 'xls': use toggl, clockify"):
        read("xls", b"x", OPTIONS)
    with pytest.raises(InputError, match="unknown format 'xls': use markdown, json, csv"):
        formats.writer("xls")


def test_a_file_that_looks_like_nothing_is_said_so():
    with pytest.raises(InputError, match=r"cannot tell what letter\.md is: name the format"):
        read("auto", b"Dear reader,\nall is well.\n", OPTIONS, "letter.md")


def test_a_huge_file_is_refused(monkeypatch):
    monkeypatch.setattr(decode, "MAX_BYTES", 1000)
    with pytest.raises(InputError, match="export it in parts"):
        read("toggl", b"a" * 1001, OPTIONS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_is_read(encoding):
    text = "Description,Start date,Start time,Duration\nBüro,2024-01-08,09:00:00,01:00:00\n"
    assert read("toggl", text.encode(encoding), OPTIONS).entries[0].activity == "Büro"


def test_readers_are_loaded_only_when_asked_for():
    code = (
        "import sys, outsource_tui.formats as f; f.detect(b'hello');"
        "print(*(m for m in sys.modules if m.startswith('outsource_tui.formats.') or m == 'icalendar'))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert set(found.split()) <= {f"outsource_tui.formats.{name}" for name in ("base", "decode", "detect")}


def test_a_span_leaves_out_what_lies_outside_in_any_format():
    reading = read(
        "toggl", sample("toggl-classic.csv"), options(since=date(2024, 1, 9), until=date(2024, 1, 9))
    )
    assert [entry.activity for entry in reading.entries] == ["Night deploy", "Untitled"]
    assert reading.remarks[-1].reason == "4 entries outside of the days asked for are left out"


@pytest.mark.parametrize("year", ["0001", "9999"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("toggl", "Description,Start date,Start time,End date,End time\nA,Y-01-01,00:00,Y-12-31,23:59\n"),
        ("toggl", "Description,Start date,Start time,Duration\nA,Y-12-31,23:00,05:00:00\n"),
        ("csv", "start,end,activity\nY-01-01T00:00+14:00,Y-12-31T23:00-12:00,A\n"),
        ("timewarrior", "inc Y0101T000000Z - Y1231T235959Z # a\n"),
        ("watson", '[["Y-01-01T00:00:00", "Y-12-31T23:59:59", "a", "b", []]]'),
        ("klog", "Y-01-01\n    <8:00 - 9:00 A\n\nY-12-31\n    23:00 - 1:00> A\n"),
        ("gtimelog", "Y-01-01 00:00: a\nY-01-01 01:00: a\nY-12-31 22:00: b\nY-12-31 23:59: c\n"),
        ("org", "* A\nCLOCK: [Y-01-01 00:00]--[Y-12-31 23:59]\nCLOCK: [Y-01-01 00:00]--[Y-01-01 00:10]\n"),
        ("ics", "BEGIN:VEVENT\nUID:a\nDTSTART:Y0101T000000\nDTEND:Y1231T235959\nSUMMARY:A\nEND:VEVENT\n"),
        (
            "activitywatch",
            '{"events": [{"timestamp": "Y-12-31T23:00:00Z", "duration": 1e12, "data": {"app": "a"}}],'
            ' "type": "currentwindow"}',
        ),
        (
            "json",
            '{"activities": {}, "entries-Y-01": {"e": {"start": "Y-01-01T00:00:00+14:00",'
            ' "end": "Y-12-31T23:00:00-12:00", "activity": "a", "tags": 5, "hand_over": "x"}}}',
        ),
    ],
)
def test_dates_at_the_ends_of_the_calendar_are_listed(name, text, year):
    reading = read(name, text.replace("Y", year).encode(), OPTIONS)
    assert reading.entries == ()
    assert reading.problems or reading.remarks


@pytest.mark.parametrize(
    ("name", "file", "likely"),
    [
        ("text", "timelog.txt", "a gtimelog"),
        ("csv", "watson-frames.json", "a watson"),
        ("text", "notes.org", "an org"),
        ("csv", "calendar.ics", "an ics"),
    ],
)
def test_a_table_or_a_text_that_is_surely_something_else_is_not_read_as_one(name, file, likely):
    with pytest.raises(InputError, match=f"it looks like {likely} file: use “import {likely.split()[1]}”"):
        read(name, sample(file), OPTIONS)
