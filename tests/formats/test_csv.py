from __future__ import annotations

import csv
import io
from datetime import UTC

import pytest
from hypothesis import given

from outsource_tui.formats import csv_file, read
from outsource_tui.formats.base import ExportRow
from outsource_tui.model.errors import InputError

from .helpers import NOW, TEXT, WORDS, options, reasons, rows, spans


def table(text: str, **changes: object):
    return read("csv", text.encode(), options(**changes))


def test_columns_are_guessed_from_their_names():
    reading = table("Datum;Von;Bis;Tätigkeit;Kunde\n03.09.2026;9:00;10:30;Angebot;Acme\n")
    assert spans(reading) == ["2026-09-03 09:00–10:30 Angebot"]
    assert reading.entries[0].tags == ("Acme",)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2026-09-03T09:00:00Z,2026-09-03T10:00:00Z,Mail", "2026-09-03 11:00–12:00 Mail"),
        ("2026-09-03 09:00,2026-09-03 10:00,Mail", "2026-09-03 09:00–10:00 Mail"),
        ("13/09/2026 09:00,13/09/2026 10:00,Mail", "2026-09-13 09:00–10:00 Mail"),
        ("1788512400,1788516000,Mail", "2026-09-04 11:00–12:00 Mail"),
        ('"9/13/2026, 9:00 AM","9/13/2026, 10:00 AM",Mail', "2026-09-13 09:00–10:00 Mail"),
    ],
)
def test_moments_in_one_cell(line, expected):
    assert spans(table(f"start,end,activity\n{line}\n")) == [expected]


def test_a_mapping_of_columns_by_name_or_number():
    text = "a,b,c\n2026-09-03 09:00,1.5,Mail\n"
    assert spans(table(text, columns={"start": "a", "duration": "b", "activity": "C"})) == [
        "2026-09-03 09:00–10:30 Mail"
    ]
    assert spans(table(text, columns={"start": "1", "duration": "2", "activity": "3"})) == [
        "2026-09-03 09:00–10:30 Mail"
    ]


def test_columns_that_cannot_be_guessed_are_asked_for():
    asked = table("a,b,c\n2026-09-03 09:00,1.5,Mail\n")
    assert [q.option for q in asked.questions] == ["columns.start", "columns.activity", "columns.end"]
    assert asked.questions[0].choices == ("a", "b", "c")


def test_a_mapping_that_names_what_is_not_there():
    with pytest.raises(InputError, match="there is no column 'z': the file has a, b"):
        table("a,b\n1,2\n", columns={"start": "z"})
    with pytest.raises(InputError, match="unknown field 'colour'"):
        table("a,b\n1,2\n", columns={"colour": "a"})


def test_times_need_a_date_from_somewhere():
    text = "start,end,activity\n9:00,10:00,Mail\n"
    assert reasons(table(text)) == [(2, "has the time '9:00' and no date")]
    assert spans(table(text, day=NOW.date())) == ["2026-11-18 09:00–10:00 Mail"]


@given(rows(names=TEXT.filter(str.strip), tags=WORDS))
def test_our_own_table_comes_back_as_it_was(drawn: list[ExportRow]):
    reading = table(csv_file.write(drawn, NOW))
    assert reading.problems == ()
    back = [
        (utc(e.start), utc(e.end), e.zone, e.activity, e.tags, e.note, e.kind, e.hand_over, e.source, e.plan)
        for e in reading.entries
    ]
    assert back == [
        (utc(r.start), utc(r.end), r.zone, r.activity, r.tags, r.note, r.kind, r.hand_over, source(r), r.plan)
        for r in drawn
    ]


def utc(moment):
    return moment.astimezone(UTC)


def source(row: ExportRow) -> str:
    return row.source or f"outsource:{row.id}"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "'=1", "''=1", "|x", "%0A"])
def test_no_cell_starts_a_formula(text):
    row = ExportRow("1", NOW, None, "Europe/Berlin", text, (text,), text)
    written = csv_file.write([row], NOW)
    cells = list(csv.reader(io.StringIO(written)))[1]
    assert not any(cell[:1] in set("=+-@\t|%") for cell in cells if cell)
    back = table(written).entries[0]
    assert (back.activity, back.tags, back.note) == (text, (text,), text)


def test_our_own_table_with_a_broken_row():
    head = "id,start,end,zone,activity,kind\n"
    text = head + "1,2026-01-01T09:00:00,,UTC,Mail,logged\n2,x,,Mars/Olympus,Mail,logged\n"
    assert reasons(table(text)) == [
        (2, "has a time without its offset from UTC, such as +01:00"),
        (3, "unknown time zone 'Mars/Olympus': use an IANA name such as Europe/Berlin"),
    ]


def test_a_report_with_localised_names_is_read_without_a_question() -> None:
    text = (
        "Título;Data de início;Hora de início;Data final;Hora de término;Duração;Projeto\n"
        "Reunião;16/11/2026;23:00:00;17/11/2026;00:30:00;01:30:00;Vendas\n"
    )
    reading = read("csv", text.encode(), options(columns={"activity": "Título"}))
    assert spans(reading) == ["2026-11-16 23:00–11-17 00:30 Reunião"]
    assert reading.entries[0].tags == ("Vendas",)


def test_a_plan_that_cannot_be_read_is_listed():
    head = "id,start,end,zone,activity,kind,planned_start,planned_end\n"
    text = head + "1,2026-01-01T09:00:00+01:00,,UTC,Mail,logged,2026-01-01T09:00:00,2026-01-01T10:00:00\n"
    assert reasons(table(text)) == [(2, "has a planned time without its offset from UTC, such as +01:00")]
