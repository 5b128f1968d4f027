from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC

import pytest
from hypothesis import given

from outsource_tui.formats import read, timewarrior
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


@pytest.mark.skipif(shutil.which("timew") is None, reason="timewarrior is not installed")
def test_timew_itself_reads_what_is_written(tmp_path):
    names = [
        "Two words",
        'With "quotes"',
        "back\\slash",
        "it's",
        "#hash",
        "-",
        "Ümlaut, comma",
        "inc",
        "a\tb",
        "(x)",
    ]
    text = "".join(
        f"inc 202402{number + 10}T091500Z - 202402{number + 10}T100000Z # {timewarrior._quoted(name)}\n"
        for number, name in enumerate(names)
    )
    reading = read("timewarrior", text.encode(), options())
    exported = [
        timewarrior.ExportRow(str(n), e.start, e.end, e.zone, name, ("tag", "x-y"), 'note "q" \\ #1')
        for n, (e, name) in enumerate(zip(reading.entries, names, strict=True))
    ]
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "timewarrior.cfg").touch()
    (data / "2024-02.data").write_text(timewarrior.write(exported, NOW))
    found = subprocess.run(
        ["timew", "export"],
        env={**os.environ, "TIMEWARRIORDB": str(tmp_path)},
        capture_output=True,
        check=True,
    )
    intervals = json.loads(found.stdout[found.stdout.index(b"[") :])
    assert [sorted(interval["tags"]) for interval in intervals] == [
        sorted({told(name), "tag", "x-y"}) for name in names
    ]
    assert {interval["annotation"] for interval in intervals} == {'note "q" \\ #1'}
    back = read("timewarrior", found.stdout, options())
    assert [(e.start, e.end) for e in back.entries] == [(row.start, row.end) for row in exported]
