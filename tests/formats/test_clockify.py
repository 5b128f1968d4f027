from __future__ import annotations

import pytest

from outsource_tui.formats import read
from outsource_tui.model.errors import InputError

from .helpers import hours, options, reasons, sample, spans

HEAD = (
    "Project,Client,Description,Task,User,Tags,Start Date,Start Time,End Date,End Time,Duration (h),"
    "Duration (decimal)\n"
)


def clockify(*rows: str, **changes: object):
    return read("clockify", (HEAD + "\n".join(rows)).encode(), options(**changes))


def row(
    day: str, start: str = "09:00", end: str = "10:30", duration: str = "01:30", end_day: str | None = None
) -> str:
    return f"Site,Acme,Copy,,Jo,,{day},{start},{day if end_day is None else end_day},{end},{duration},1.5"


def test_a_report_with_months_first_and_twelve_hours():
    reading = read("clockify", sample("clockify.csv"), options())
    assert spans(reading) == ["2026-09-15 14:00–15:30 Newsletter", "2026-09-16 00:05–01:00 Newsletter"]
    assert reading.entries[0].tags == ("Editorial", "Acme", "Draft", "writing")


def test_a_portuguese_report():
    reading = read("clockify", sample("clockify-pt.csv"), options())
    assert spans(reading) == ["2026-09-03 09:00–10:30 Fotos do site", "2026-09-21 14:00–15:00 Loja"]
    assert reading.entries[0].tags == ("Loja", "Padaria-Sol", "fotos")


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (("03/04/2026", "13/04/2026"), "2026-04-03"),
        (("03/04/2026", "04/13/2026"), "2026-03-04"),
        (("03.04.2026", "04.05.2026"), "2026-04-03"),
        (("2026-04-03", "2026-04-05"), "2026-04-03"),
        (("04/04/2026", "05/05/2026"), "2026-04-04"),
        (("3/4/26", "30/4/26"), "2026-04-03"),
    ],
)
def test_the_whole_file_decides_the_order_of_dates(days, first):
    reading = clockify(*[row(day) for day in days])
    assert reading.questions == ()
    assert f"{reading.entries[0].start:%Y-%m-%d}" == first


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (("03/04/2026", "05/04/2026"), "does 03/04/2026 begin with the day or the month"),
        (("13/04/2026", "04/14/2026"), "13/04/2026 has the day first, 04/14/2026 the month"),
    ],
)
def test_a_file_that_cannot_tell_asks(days, words):
    asked = clockify(*[row(day) for day in days])
    assert asked.entries == ()
    assert [(q.option, q.choices) for q in asked.questions] == [("date_order", ("dmy", "mdy", "ymd"))]
    assert words in asked.questions[0].text


def test_an_answer_settles_the_order_and_lists_what_does_not_fit():
    reading = clockify(row("03/04/2026"), row("04/14/2026"), date_order="dmy")
    assert spans(reading) == ["2026-04-03 09:00–10:30 Copy"]
    assert reasons(reading) == [(3, "'04/14/2026' is no date in the order day, month, year")]
    assert spans(clockify(row("03/04/2026"), date_order="mdy")) == ["2026-03-04 09:00–10:30 Copy"]


@pytest.mark.parametrize(
    ("start", "end", "duration"),
    [
        ("9:00", "10:30", "1:30"),
        ("09:00:00", "10:30:00", "01:30:00"),
        ("9:00 AM", "10:30 AM", "1:30"),
        ("09:00:00 am", "10:30:00 am", "01:30:00"),
        ("09.00", "10.30", ""),
        ("9:00 a. m.", "10:30 a. m.", "1:30"),
        ("09:00", "", "1:30"),
        ("09:00", "", ""),
    ],
)
def test_clocks_and_durations_in_all_their_forms(start, end, duration):
    reading = clockify(row("2026-04-03", start, end, duration))
    assert spans(reading) == ["2026-04-03 09:00–10:30 Copy"]
    assert hours(reading) == 1.5


def test_noon_and_midnight_on_a_twelve_hour_clock():
    reading = clockify(row("2026-04-03", "12:00 AM", "12:00 PM", "12:00"))
    assert spans(reading) == ["2026-04-03 00:00–12:00 Copy"]


def test_a_summary_is_refused():
    with pytest.raises(InputError, match="export the detailed report instead"):
        read("clockify", b"Project,Client,Time (h),Time (decimal),Amount (USD)\nA,B,01:00,1.0,0\n", options())


def test_columns_missing_and_added():
    data = b"Description,Created,Start Date,Start Time,Duration (decimal)\nCopy,x,2026-04-03,09:00,1.25\n"
    assert spans(read("clockify", data, options())) == ["2026-04-03 09:00–10:15 Copy"]


def test_a_table_with_times_under_other_names_is_no_report_of_a_tracker():
    text = (
        "Projekt;Tätigkeit;Beginn;Ende;Dauer (h);Bemerkung\n"
        "Web;Mail;16.11.2026 09:00;16.11.2026 10:00;1,0;late\n"
    ).encode()
    reading = read("auto", text, options())
    assert (reading.format, spans(reading)) == ("csv", ["2026-11-16 09:00–10:00 Mail"])
    with pytest.raises(InputError, match=r"no Clockify report.*looks like a csv file: use “import csv”$"):
        read("clockify", text, options())
    with pytest.raises(InputError, match=r"^unknown field 'strt': a column can be [a-z_, ]*$"):
        read("csv", text, options(columns={"strt": "Beginn"}))
    summary = b"Projekt;Kunde;Dauer (h)\nWeb;Acme;1,0\n"
    with pytest.raises(InputError, match="without start times"):
        read("auto", summary, options())
