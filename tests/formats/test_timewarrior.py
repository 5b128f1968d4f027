from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings

from outsource_tui.formats import read, timewarrior
from outsource_tui.formats.base import ExportRow
from outsource_tui.model.entry import Kind
from outsource_tui.model.errors import InputError

from .helpers import NOW, TEXT, WORDS, options, reasons, rows, sample, spans


def test_data_files_with_quotes_annotations_and_an_open_interval():
    reading = read("timewarrior", sample("timewarrior.data"), options())
    assert spans(reading) == [
        "2024-02-26 10:15–12:00 two words",
        '2024-02-26 12:00–13:00 Fix the "login" page',
        "2024-02-26 13:00–13:15 Untitled",
        "2024-02-26 13:15–13:30 only a note",
        "2024-02-26 13:30–13:45 old",
        "2024-02-27 09:00–… Invoices",
    ]
    assert [(entry.tags, entry.note) for entry in reading.entries[:2]] == [
        (("tag",), "annotation"),
        (("client", "web"), "see \\ ticket"),
    ]
    assert reading.entries[4].note == 'asked "why" of him'
    assert reading.problems == ()


def test_an_export_with_a_message_before_it_is_the_same():
    reading = read("timewarrior", sample("timewarrior-export.json"), options())
    assert spans(reading) == ["2024-02-26 10:15–12:00 two words", "2024-02-27 09:00–… Invoices"]
    from_data = read("timewarrior", sample("timewarrior.data"), options())
    assert [e.source for e in reading.entries] == [from_data.entries[0].source, from_data.entries[5].source]


def test_an_interval_that_was_open_keeps_its_source_when_it_ends():
    one = read("timewarrior", b"inc 20240226T091500Z # mail", options())
    two = read("timewarrior", b"inc 20240226T091500Z - 20240226T100000Z # mail # later", options())
    assert one.entries[0].source == two.entries[0].source


def test_an_old_export_with_unescaped_quotes_loses_only_that_line():
    text = (
        '[\n{"start":"20240226T091500Z","tags":["a"]},\n{"start":"20240226T101500Z","tags":["say "x""]}\n]\n'
    )
    reading = read("timewarrior", text.encode(), options())
    assert spans(reading) == ["2024-02-26 10:15–… a"]
    assert [line for line, _ in reasons(reading)] == [3]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("inc 20241326T091500Z - 20240226T100000Z # a", "has a time that does not exist"),
        ("inc 20240226T091500Z - 20240226T081500Z # a", "before it starts"),
        ("inc # a", "has no start"),
        ("exc monday", "is no interval: 'exc monday'"),
    ],
)
def test_lines_that_cannot_be_read(line, reason):
    reading = read(
        "timewarrior", f"inc 20240226T091500Z - 20240226T100000Z # ok\n{line}\n".encode(), options()
    )
    assert len(reading.entries) == 1
    assert reasons(reading)[0][0] == 2
    assert reason in reasons(reading)[0][1]


def test_something_else_is_refused():
    with pytest.raises(InputError, match="no line begins with “inc”"):
        read("timewarrior", b"hello there\n", options())


def utc(moment):
    return moment.astimezone(UTC)


def told(text):
    return " ".join(text.split())


@given(rows(names=WORDS, notes=TEXT))
def test_what_is_written_comes_back(drawn):
    reading = read("timewarrior", timewarrior.write(drawn, NOW).encode() or b"inc", options())
    logged = [row for row in drawn if row.kind is Kind.LOGGED]
    assert [(utc(e.start), utc(e.end), e.activity, set(e.tags), e.note) for e in reading.entries] == [
        (
            utc(row.start),
            utc(row.end),
            told(row.activity),
            set(row.tags) - {"-".join(row.activity.replace(",", " ").split()).lstrip("#")},
            told(row.note),
        )
        for row in logged
    ]


needs_timew = pytest.mark.skipif(shutil.which("timew") is None, reason="timewarrior is not installed")


@pytest.fixture
def timew(tmp_path):
    """Return a function that runs timew on a database of its own and gives what it prints."""
    (tmp_path / "data").mkdir()
    (tmp_path / "timewarrior.cfg").touch()
    env = {**os.environ, "TIMEWARRIORDB": str(tmp_path), "TZ": "Europe/Berlin"}

    def run(*words: str) -> bytes:
        return subprocess.run(["timew", *words], env=env, capture_output=True, check=True).stdout

    return run


def content(entry):
    """What timew keeps of an entry: it puts tags in an order of its own."""
    words = {"-".join(entry.activity.replace(",", " ").split()).lstrip("#"), *entry.tags} - {""}
    return entry.start, entry.end, words, entry.note


@needs_timew
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows(names=WORDS, notes=TEXT))
@example([ExportRow("1", NOW - timedelta(days=1), NOW, "UTC", "#", ("tag",), 'note "q" \\ #1')])
@example([ExportRow("1", NOW - timedelta(days=1), None, "UTC", "it's \\ -", ("x-y",))])
def test_timew_itself_reads_what_is_written(tmp_path, timew, drawn):
    text = timewarrior.write(drawn, NOW)
    (tmp_path / "data" / "2024-03.data").write_text(text)
    exported = read("timewarrior", timew("export"), options()) if text else None
    written = read("timewarrior", text.encode(), options()) if text else None
    assert exported is None or list(map(content, exported.entries)) == list(map(content, written.entries))
    assert exported is None or (exported.problems, exported.read) == ((), len(written.entries))


@needs_timew
def test_what_timew_itself_wrote_is_read_the_same_from_its_files_and_its_export(tmp_path, timew):
    timew("track", "2024-10-26T23:30", "-", "2024-10-27T04:00", "Night shift", "ops", "a,b")
    timew("track", "2024-11-02T09:00", "-", "2024-11-02T10:30", 'Say "hi"', "it's")
    timew("annotate", "@1", 'with "quotes", a # and more')
    timew("track", "2024-11-03T09:00", "-", "2024-11-03T10:00")
    timew("start", "2024-11-04T09:00", "Open work")
    files = sorted((tmp_path / "data").glob("????-??.data"))
    assert len(files) == 2
    from_files = read("timewarrior", b"".join(file.read_bytes() for file in files), options())
    from_export = read("timewarrior", timew("export"), options())
    assert list(map(content, from_files.entries)) == list(map(content, from_export.entries))
    assert from_files.problems == from_export.problems == ()
    assert spans(from_files) == [
        "2024-10-26 23:30–10-27 04:00 Night shift",
        '2024-11-02 09:00–10:30 Say "hi"',
        "2024-11-03 09:00–10:00 Untitled",
        "2024-11-04 09:00–… Open work",
    ]
    assert [e.note for e in from_files.entries] == ["", 'with "quotes", a # and more', "", ""]


def test_controls_are_written_escaped():
    row = ExportRow("1", NOW, None, "Europe/Berlin", "Mail \x1b[31m", (), "ring\x07")
    text = timewarrior.write([row], NOW)
    assert text.rstrip("\n").isprintable()
    (entry,) = read("timewarrior", text.encode(), options()).entries
    assert (entry.activity, entry.note) == ("Mail \x1b[31m", "ring\x07")
