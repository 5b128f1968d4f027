from __future__ import annotations

import pytest
from hypothesis import given

from outsource_tui.formats import read, wall
from outsource_tui.formats import toggl as toggl_format
from outsource_tui.formats.base import ExportRow, as_tags
from outsource_tui.model.clock import elapsed
from outsource_tui.model.entry import Kind
from outsource_tui.model.errors import InputError

from .helpers import BERLIN, NOW, TAG, WORDS, hours, options, reasons, rows, sample, spans

HEAD = (
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,"
    "Duration,Tags\n"
)


def toggl(*rows: str, **changes: object):
    return read("toggl", (HEAD + "\n".join(rows)).encode(), options(**changes))


def row(start: str, end: str, duration: str, *, what: str = "Mail", who: str = "Jo") -> str:
    return f"{who},,,,,{what},No,{start.replace(' ', ',')},{end.replace(' ', ',') or ','},{duration},"


def test_a_classic_report():
    reading = read("toggl", sample("toggl-classic.csv"), options())
    assert spans(reading) == [
        "2024-01-08 09:00–10:30 Copy, home page",
        "2024-01-08 10:30–11:15 Bookkeeping",
        "2024-01-08 22:30–01-09 00:15 Night deploy",
        "2024-01-09 08:00–08:20 Untitled",
        "2024-01-10 08:00–01-11 10:30 Fair in Lyon",
        "2024-01-12 08:00–… Still going",
    ]
    assert reading.entries[0].tags == ("Website", "Acme", "writing", "deep-work")
    assert reading.entries[1].tags == ()
    assert (reading.read, reading.problems, reading.questions) == (6, (), ())
    assert reading.entries[2].line == 4


def test_a_quoted_report_with_a_byte_order_mark_and_other_columns():
    reading = read("toggl", sample("toggl-quoted.csv"), options())
    assert spans(reading) == ["2024-02-01 09:00–10:00 Invoices"]
    assert reading.entries[0].tags == ("Office", "finance")


def test_five_columns_are_enough():
    data = (
        b"Description,Start date,Start time,End time,Duration\nMail,2024-01-08,23:30:00,00:30:00,01:00:00\n"
    )
    assert spans(read("toggl", data, options())) == ["2024-01-08 23:30–01-09 00:30 Mail"]


def test_semicolons_from_a_spreadsheet():
    data = HEAD.replace(",", ";") + row("2024-01-08 09:00:00", "2024-01-08 10:00:00", "1:00:00").replace(
        ",", ";"
    )
    assert spans(read("toggl", data.encode("cp1252"), options())) == ["2024-01-08 09:00–10:00 Mail"]


@pytest.mark.parametrize(
    ("start", "end", "duration", "passed", "end_offset"),
    [
        # 27 October 2024, Berlin: 03:00 summer time is 02:00 winter time
        ("2024-10-27 01:30:00", "2024-10-27 02:30:00", "01:00:00", 1.0, 2),
        ("2024-10-27 01:30:00", "2024-10-27 02:30:00", "02:00:00", 2.0, 1),
        ("2024-10-27 02:15:00", "2024-10-27 02:45:00", "01:30:00", 1.5, 1),
        ("2024-10-27 02:45:00", "2024-10-27 02:15:00", "00:30:00", 0.5, 1),
        ("2024-10-27 01:00:00", "2024-10-27 04:00:00", "04:00:00", 4.0, 1),
        # 31 March 2024: 02:00 is 03:00
        ("2024-03-31 01:30:00", "2024-03-31 03:30:00", "01:00:00", 1.0, 2),
        # the tracker subtracted wall clocks: the duration is right
        ("2024-03-31 01:30:00", "2024-03-31 03:30:00", "02:00:00", 2.0, 2),
        ("2024-10-27 01:30:00", "2024-10-27 04:30:00", "03:00:00", 3.0, 1),
    ],
)
def test_the_duration_settles_clock_changes(start, end, duration, passed, end_offset):
    reading = toggl(row(start, end, duration))
    assert reading.problems == ()
    assert hours(reading) == passed
    assert reading.entries[0].end.utcoffset().total_seconds() == end_offset * 3600


def test_a_time_that_the_clocks_jumped_over_is_listed():
    reading = toggl(row("2024-03-31 02:30:00", "2024-03-31 04:00:00", "00:30:00"))
    assert reading.entries == ()
    assert reasons(reading)[0][0] == 2
    assert "02:30 does not exist on 2024-03-31 in Europe/Berlin" in reasons(reading)[0][1]


@pytest.mark.parametrize("duration", ["00:59:59", "01:00:01", "01:00:02"])
def test_a_second_off_is_nothing_to_speak_of(duration):
    reading = toggl(row("2024-01-08 09:00:00", "2024-01-08 10:00:00", duration))
    assert hours(reading) == 1.0
    assert reading.remarks == ()


def test_a_rounded_duration_leaves_the_ends_and_is_remarked_on():
    reading = toggl(row("2024-01-08 09:00:00", "2024-01-08 09:10:00", "00:15:00"))
    assert hours(reading) * 60 == pytest.approx(10)
    assert [remark.line for remark in reading.remarks] == [2]


def test_an_empty_end_is_filled_from_the_duration():
    reading = toggl(row("2024-01-08 09:00:00", "", "25:30:00"), row("2024-01-10 09:00:00", "", ""))
    assert spans(reading) == ["2024-01-08 09:00–01-09 10:30 Mail", "2024-01-10 09:00–… Mail"]


def test_several_people_have_to_be_told_apart():
    lines = (
        row("2024-01-08 09:00:00", "2024-01-08 10:00:00", "1:00:00", who="Jo Lind"),
        row("2024-01-08 09:00:00", "2024-01-08 10:00:00", "1:00:00", who="Ann Ost"),
    )
    asked = toggl(*lines)
    assert asked.entries == ()
    assert [(q.option, q.choices) for q in asked.questions] == [("user", ("Jo Lind", "Ann Ost"))]
    assert "Jo Lind, Ann Ost" in asked.questions[0].text
    assert toggl(*lines, user="ann ost").read == 1
    everybody = toggl(*lines, all_users=True)
    assert [entry.tags for entry in everybody.entries] == [("Jo-Lind",), ("Ann-Ost",)]
    with pytest.raises(InputError, match="nobody in the file is called 'Bob': it has Jo Lind, Ann Ost"):
        toggl(*lines, user="Bob")


def test_identical_rows_count_once_and_it_is_said():
    line = row("2024-01-08 09:00:00", "2024-01-08 10:00:00", "1:00:00")
    reading = toggl(line, line, row("2024-01-08 09:00:00", "2024-01-08 10:00:00", "1:00:00", what="Call"))
    assert (reading.read, len(reading.entries), reading.duplicates) == (3, 2, 1)
    assert [(r.line, r.reason) for r in reading.remarks] == [(3, "is the same as line 2 and counts once")]


def test_the_same_row_has_the_same_source_in_another_export():
    line = row("2024-01-08 09:00:00", "2024-01-08 10:00:00", "1:00:00")
    one = toggl(line).entries[0].source
    other = toggl(row("2024-01-07 09:00:00", "2024-01-07 10:00:00", "1:00:00"), line).entries[1].source
    assert one == other
    assert one.startswith("toggl:")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            row("2024-01-08 09:00:00", "2024-01-08 08:00:00", "") + ",",
            "ends at 2024-01-08 08:00, before it starts",
        ),
        (
            row("2024-01-08 12:00:00", "2024-01-08 11:45:00", "0:45:00"),
            "ends at 2024-01-08 11:45, before it starts",
        ),
        (row("2024-13-08 09:00:00", "2024-01-08 10:00:00", ""), "'2024-13-08' is no date"),
        (row("2024-01-08 29:00:00", "2024-01-08 10:00:00", ""), "'29:00:00' is no time of day"),
        (row("2024-01-08 09:00:00", "2024-01-08 10:00:00", "soon"), "'soon' is no duration"),
        ("Jo,,,", "has no start date"),
        (row("2024-01-08 09:00:00", "2024-03-08 09:00:00", ""), "lasts 60 days; an entry lasts 31 at most"),
    ],
)
def test_rows_that_cannot_be_read_are_listed_with_their_line(line, reason):
    good = row("2024-01-09 09:00:00", "2024-01-09 10:00:00", "1:00:00")
    reading = toggl(good, line)
    assert len(reading.entries) == 1
    assert reasons(reading)[0][0] == 3
    assert reason in reasons(reading)[0][1]
    assert not reading.problems[0].harmless


def test_a_row_without_length_is_left_out_without_asking():
    reading = toggl(row("2024-01-08 09:00:00", "2024-01-08 09:00:00", "00:00:00"))
    assert reading.entries == ()
    assert [problem.harmless for problem in reading.problems] == [True]


@pytest.mark.parametrize(
    "header",
    ["Project,Client,Duration,Amount", "User,Project,Mon,Tue,Wed,Total,Duration", "Description,Duration"],
)
def test_a_summary_is_refused_with_a_word_on_what_to_export(header):
    with pytest.raises(InputError, match="export the detailed report instead"):
        read("toggl", (header + "\nA,B,1:00:00,2\n").encode(), options())


@given(rows(names=WORDS, tags=TAG))
def test_what_is_written_comes_back_over_clock_changes(drawn):
    zone = drawn[0].start.tzinfo if drawn else BERLIN
    reading = read("toggl", toggl_format.write(drawn, NOW).encode(), options(zone=zone))
    assert reading.problems == ()
    assert reading.remarks == ()
    passed = [
        (shown(e.start), shown(e.end), elapsed(e.start, e.end), e.activity, e.tags) for e in reading.entries
    ]
    assert passed == [
        (shown(r.start), shown(r.end), elapsed(r.start, r.end), " ".join(r.activity.split()), other_tags(r))
        for r in drawn
        if r.kind is Kind.LOGGED
    ]


def shown(moment) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def other_tags(row):
    return as_tags(row.tags, but=row.activity)


def test_what_would_be_a_formula_is_written_as_text_and_read_back():
    row = ExportRow("1", NOW, NOW.replace(hour=13), "Europe/Berlin", "=HYPERLINK(1)", ("-x",))
    text = toggl_format.write([row], NOW)
    assert "'=HYPERLINK(1)" in text
    entry = read("toggl", text.encode(), options()).entries[0]
    assert (entry.activity, entry.tags) == ("=HYPERLINK(1)", ("-x",))


def test_running_and_planned_entries_are_left_out():
    running = ExportRow("1", NOW, None, "Europe/Berlin", "Mail")
    planned = ExportRow("2", NOW, NOW.replace(hour=13), "Europe/Berlin", "Mail", kind=Kind.PLANNED)
    assert toggl_format.write([running, planned], NOW).count("\n") == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way_and_cells_may_hold_line_ends(end):
    text = HEAD + row("2024-01-08 09:00:00", "2024-01-08 10:00:00", "1:00:00", what='"two\nlines"') + "\n"
    assert spans(read("toggl", text.replace("\n", end).encode(), options())) == [
        "2024-01-08 09:00–10:00 two lines"
    ]


@pytest.mark.parametrize(
    "header", ["Project,Client,Title,Duration", "User,Email,Client,Project,Description,Duration"]
)
def test_a_summary_is_refused_so_where_nobody_names_its_format(header):
    with pytest.raises(InputError, match=r"this is a Toggl report without start times.*detailed report"):
        read("auto", f"{header}\nA,B,C,1:00:00\n".encode(), options())


def test_a_table_that_says_when_is_no_summary():
    table = "User,Project,Duration,Begin,Day\nAnn,Site,1:30,9:00,2024-02-26\n"
    assert read("auto", table.encode(), options()).format == "csv"


def test_an_end_that_the_clocks_jumped_over_is_told_by_the_duration():
    reading = toggl(row("2026-03-29 01:30:00", "2026-03-29 02:30:00", "01:00:00"))
    assert spans(reading) == ["2026-03-29 01:30–03:30 Mail"]
    assert hours(reading) == 1.0
    assert [r.reason for r in reading.remarks] == [
        "ends at 02:30, which the clocks jumped over; its duration decides"
    ]
    untold = toggl(row("2026-03-29 01:30:00", "2026-03-29 02:30:00", ""))
    assert "02:30 does not exist" in reasons(untold)[0][1]


def test_two_people_of_one_name_are_told_apart_by_their_addresses():
    times = "2024-01-08,09:00:00,2024-01-08,10:00:00,1:00:00,"
    lines = [f"Ann,{address},,,,Mail,No,{times}" for address in ("ann@x.de", "ann@y.de")]
    assert [q.choices for q in toggl(*lines).questions] == [("ann@x.de", "ann@y.de")]
    assert [q.option for q in toggl(*lines, user="Ann").questions] == ["user"]
    assert [e.line for e in toggl(*lines, user="ann@y.de").entries] == [3]
    assert [e.tags for e in toggl(*lines, all_users=True).entries] == [("ann@x.de",), ("ann@y.de",)]


def test_controls_are_written_as_their_pictures():
    row = ExportRow("1", NOW, NOW.replace(hour=13), "Europe/Berlin", "Mail \x1b[31m", ("a\x07",))
    assert "Mail ␛[31m" in toggl_format.write([row], NOW)
    assert "\x07" not in toggl_format.write([row], NOW)


@pytest.mark.parametrize("cell", ["9:75", "9:00:61"])
def test_a_clock_that_is_none_is_said_so(cell):
    reading = toggl(row(f"2024-01-08 {cell}", "2024-01-08 10:00:00", "1:00:00"))
    assert reasons(reading) == [(2, f"{cell!r} is no time of day")]


@pytest.mark.parametrize("parse", [wall.parse_clock, wall.parse_duration])
def test_a_long_cell_is_looked_at_in_no_time(parse):
    with pytest.raises(ValueError, match="is no"):
        parse("9:00" + " " * 60_000 + "x")
