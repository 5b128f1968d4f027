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


# which column is the end


LENGTHS = "Wann,Wie lange,Womit\n2026-03-02 09:00,1:00,A\n2026-03-02 10:00,0:30,B\n2026-03-02 22:00,1:15,C\n"


def test_a_column_of_lengths_that_was_called_the_end_is_taken_as_what_it_is():
    reading = table(LENGTHS, columns={"start": "1", "end": "2", "activity": "3"})
    assert spans(reading) == [
        "2026-03-02 09:00–10:00 A",
        "2026-03-02 10:00–10:30 B",
        "2026-03-02 22:00–23:15 C",
    ]
    assert [r.reason for r in reading.remarks] == [
        "column 'Wie lange' is taken as how long it took, not as the end"
    ]


@pytest.mark.parametrize("cell", ["1.5", "1h 30m", "1h30m", "PT1H30M", "90 minutes"])
def test_lengths_that_are_no_clock_are_understood_as_well(cell):
    text = f"a,b,c\n2026-03-02 09:00,{cell},A\n"
    reading = table(text, columns={"start": "1", "end": "2", "activity": "3"})
    assert spans(reading) == ["2026-03-02 09:00–10:30 A"]


def test_ends_over_midnight_are_ends():
    text = "a,b,c\n2026-03-02 22:00,6:00,A\n2026-03-03 21:00,5:00,A\n"
    reading = table(text, columns={"start": "1", "end": "2", "activity": "3"})
    assert spans(reading) == ["2026-03-02 22:00–03-03 06:00 A", "2026-03-03 21:00–03-04 05:00 A"]


def test_the_question_for_the_end_tells_that_a_length_will_do():
    (asked,) = table(LENGTHS, columns={"start": "1", "activity": "3"}).questions
    assert asked.text == "which column holds the end? One that holds how long it took will do as well."


# forms of cells and lines


@pytest.mark.parametrize(
    ("cell", "start"), [("1/2/24 9am", "2024-02-01 09:00"), ("1/2/24 0:30 PM", "2024-02-01 12:30")]
)
def test_short_dates_with_a_clock(cell, start):
    reading = table(f"start,duration,activity\n{cell},1:00,A\n", date_order="dmy")
    assert f"{reading.entries[0].start:%Y-%m-%d %H:%M}" == start


def test_a_date_alone_is_no_start():
    reading = table("start,duration,activity\n2024-02-01,1:00,A\n")
    assert reasons(reading) == [(2, "has the date '2024-02-01' and no time of day")]


@pytest.mark.parametrize("end", ["25:00", "9:75", "13:61:00", "25:00 PM"])
def test_a_clock_that_shows_no_time_is_told_from_a_date(end):
    reading = table(f"date,start,end,activity\n2024-02-01,9:00,{end},A\n2024-02-01,10:00,11:00,B\n")
    assert reasons(reading) == [(2, f"there is no time '{end}'")]


def test_a_day_may_end_at_24():
    reading = table("date,start,end,activity\n2024-02-01,22:00,24:00,A\n2024-02-01,10:00,11:00,B\n")
    assert f"{reading.entries[0].end:%Y-%m-%d %H:%M}" == "2024-02-02 00:00"


@pytest.mark.parametrize("first", ["sep=;\n", '"sep=;"\r\n'])
def test_the_first_line_of_a_spreadsheet_may_name_the_separator(first):
    text = f"{first}start;end;activity\n2026-09-03 09:00;2026-09-03 10:00;A, b\n"
    reading = read("auto", text.encode(), options())
    assert (reading.format, spans(reading)) == ("csv", ["2026-09-03 09:00–10:00 A, b"])
    assert reading.entries[0].line == 3


def test_rows_of_separators_alone_are_blank():
    reading = table("start,end,activity\n2026-09-03 09:00,2026-09-03 10:00,A\n,,\n , ,\n")
    assert (reading.read, reading.problems) == (1, ())


# quotes that are never closed


ROW = "2026-09-03 {0:02}:00,2026-09-03 {0:02}:30,{1}\n"


def rows_of(*names: str) -> str:
    return "start,end,activity\n" + "".join(ROW.format(hour, name) for hour, name in enumerate(names, 8))


@pytest.mark.parametrize("later", ["D", '"D, e"', '""', '"D ""e"""'])
def test_a_quote_that_is_never_closed_loses_its_own_line_alone(later):
    reading = table(rows_of('"A', "B", later, "F"))
    assert reasons(reading) == [(2, "a quote opened in line 2 is never closed")]
    assert [f"{e.start:%H}" for e in reading.entries] == ["09", "10", "11"]


def test_a_quote_that_is_opened_in_the_last_line():
    reading = table(rows_of("A", '"B'))
    assert reasons(reading) == [(3, "a quote opened in line 3 is never closed")]
    assert len(reading.entries) == 1


def test_cells_may_hold_lines_and_quotes_and_odd_quotes_that_are_closed():
    reading = table(rows_of('"A\nb ""c"" d"', '"the "new" site"', 'an 8" pipe'))
    assert [e.activity for e in reading.entries] == ['A b "c" d', 'the new" site"', 'an 8" pipe']
    assert reading.problems == ()


def test_a_header_with_an_open_quote_is_refused():
    with pytest.raises(InputError, match="a quote opened in line 1 is never closed"):
        table('start,end,"activity\n2026-09-03 09:00,2026-09-03 10:00,A\n')


def test_a_table_of_open_quotes_is_refused_soon():
    with pytest.raises(InputError, match="more than 20 lines are never closed"):
        table(rows_of() + ROW.format(9, '"A,""') * 100)


# bytes


def test_a_byte_that_is_no_utf_8_spoils_itself_alone():
    text = rows_of("Büro", "caf~").encode().replace(b"~", b"\xe9")
    reading = read("csv", text, options())
    assert [e.activity for e in reading.entries] == ["Büro", "caf\ufffd"]
    assert [(r.line, r.reason) for r in reading.remarks] == [
        (3, "holds bytes that are no UTF-8: each became “\ufffd”; save it as UTF-8")
    ]


def test_a_table_in_windows_1252_is_read_as_that():
    reading = read("csv", rows_of("Büro", "café").encode("cp1252"), options())
    assert [e.activity for e in reading.entries] == ["Büro", "café"]
    assert reading.remarks == ()


def test_reasons_are_words_for_people():
    head = "id,start,end,zone,activity,kind\n"
    text = head + "1,soon,,UTC,Mail,logged\n2,2026-01-01T09:61:00+00:00,,UTC,Mail,logged\n"
    text += "3,2026-01-01T09:00:00+00:00,,UTC,Mail,weird\n"
    assert reasons(table(text)) == [
        (2, "'soon' is no time, such as 2026-11-18T09:00:00+01:00"),
        (3, "a time does not exist: minute must be in 0..59"),
        (4, "'weird' is no kind"),
    ]
