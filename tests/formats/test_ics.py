from __future__ import annotations

from datetime import UTC, date, datetime

import icalendar
import pytest
from hypothesis import given

from outsource_tui.formats import ics, read
from outsource_tui.formats.base import ExportRow
from outsource_tui.model.entry import Kind
from outsource_tui.model.errors import InputError

from .helpers import NOW, TAG, TEXT, options, reasons, rows, sample, spans

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"


def calendar(*events: str, head: str = HEAD, **changes: object):
    blocks = "".join(
        f"BEGIN:VEVENT\r\n{event.replace(chr(10), chr(13) + chr(10))}\r\nEND:VEVENT\r\n" for event in events
    )
    return read("ics", f"{head}{blocks}END:VCALENDAR\r\n".encode(), options(**changes))


def test_calendars_with_a_series_its_exceptions_and_all_kinds_of_zones():
    reading = read("ics", sample("calendar.ics"), options())
    assert sorted(spans(reading)) == [
        "2024-03-18 09:00–10:00 Team meeting",
        "2024-03-20 08:00–08:30 Floating",
        "2024-03-20 09:00–10:30 Call, with Acme",
        "2024-03-20 13:00–14:00 Windows zone",
        "2024-03-22 09:00–10:00 In the second calendar",
        "2024-04-01 14:00–15:00 Team meeting (moved)",
        "2024-04-08 09:00–10:00 Team meeting",
    ]
    by_name = {entry.activity: entry for entry in reading.entries}
    assert by_name["Team meeting"].tags == ("meetings", "team")
    assert by_name["Team meeting"].note == ""
    assert by_name["Call, with Acme"].note == "first line\nsecond line that is folded because it is long"
    assert by_name["Call, with Acme"].source == "ics:utc"
    assert by_name["Team meeting (moved)"].source == "ics:weekly/20240401T070000Z"
    assert [(p.line, p.harmless) for p in reading.problems] == [(63, True), (69, True)]


FOREVER = "UID:a\nDTSTART:20200101T080000Z\nDTEND:20200101T090000Z\nRRULE:FREQ=DAILY\nSUMMARY:Walk"


def test_an_endless_series_stays_within_the_span():
    reading = calendar(FOREVER, since=date(2024, 3, 1), until=date(2024, 3, 3))
    assert [f"{e.start:%m-%d %H:%M}" for e in reading.entries] == [
        "03-01 09:00",
        "03-02 09:00",
        "03-03 09:00",
    ]


def test_a_log_ends_now_and_plans_begin_today():
    logged = calendar(FOREVER)
    assert max(entry.start for entry in logged.entries) <= NOW
    planned = calendar(FOREVER, kind=Kind.PLANNED)
    assert min(entry.start for entry in planned.entries).date() == NOW.date()
    assert {entry.kind for entry in planned.entries} == {Kind.PLANNED}
    later = calendar("UID:b\nDTSTART:20300101T080000Z\nDTEND:20300101T090000Z\nSUMMARY:Later")
    assert later.entries == ()
    assert "1 event begins after 2026-11-18" in later.remarks[0].reason


def test_a_series_keeps_its_sources_over_exports_and_spans():
    one = calendar(FOREVER, since=date(2024, 3, 1), until=date(2024, 3, 3))
    two = calendar(FOREVER, since=date(2024, 3, 3), until=date(2024, 3, 4))
    assert one.entries[-1].source == two.entries[0].source


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("UID:a\nSUMMARY:No start", "'No start' has no start"),
        ("UID:a\nDTSTART:2024-03-20T08:00\nSUMMARY:Odd", "'Odd' has a time that cannot be read"),
        (
            "UID:a\nDTSTART:20240320T080000Z\nDTEND;VALUE=DATE:20240321\nSUMMARY:Mixed",
            "begins at a time and ends on a day",
        ),
        ("UID:a\nDTSTART:20240320T080000Z\nDTEND:20240320T070000Z\nSUMMARY:Back", "before it starts"),
        ("UID:a\nDTSTART:20240331T023000\nDTEND:20240331T040000\nSUMMARY:Jumped", "02:30 does not exist"),
        (
            "UID:a\nDTSTART:20240320T080000Z\nRRULE:FREQ=SECONDLY\nSUMMARY:Tick",
            "repeats every hour or more often",
        ),
        (
            "UID:a\nDTSTART:20240320T080000Z\nDTEND:20240320T090000Z\nRRULE:FREQ=SOMETIMES\nSUMMARY:X",
            "repeats in a way",
        ),
    ],
)
def test_events_that_cannot_be_read_are_listed_with_their_line(event, reason):
    reading = calendar("UID:ok\nDTSTART:20240320T080000Z\nDTEND:20240320T090000Z\nSUMMARY:Fine", event)
    assert spans(reading) == ["2024-03-20 09:00–10:00 Fine"]
    assert reasons(reading)[0][0] == 10
    assert reason in reasons(reading)[0][1]


@pytest.mark.parametrize("start", ["DTSTART:", "DTSTART:20240320T080000Z\nDTSTART:20240321T080000Z"])
def test_a_series_without_one_readable_start_is_listed(start):
    reading = calendar(
        f"UID:a\n{start}\nRRULE:FREQ=DAILY\nSUMMARY:X",
        "UID:ok\nDTSTART:20240320T080000Z\nDTEND:20240320T090000Z\nSUMMARY:Fine",
        head=f"{HEAD}X-WR-TIMEZONE:Europe/Berlin\r\n",
    )
    assert spans(reading) == ["2024-03-20 09:00–10:00 Fine"]
    assert "repeats in a way" in reasons(reading)[0][1]


def test_an_unknown_zone_name_is_taken_for_the_readers_zone():
    reading = calendar(
        "UID:a\nDTSTART;TZID=Customized:20240320T080000\nDTEND;TZID=Customized:20240320T090000\nSUMMARY:X"
    )
    assert spans(reading) == ["2024-03-20 08:00–09:00 X"]


def test_a_file_that_was_cut_off_keeps_what_is_whole():
    times = "DTSTART:20240320T080000Z\r\nDTEND:20240320T090000Z\r\n"
    text = f"{HEAD}BEGIN:VEVENT\r\nUID:a\r\n{times}SUMMARY:A\r\nEND:VEVENT\r\n"
    reading = read("ics", (text + "BEGIN:VEVENT\r\nUID:b\r\nDTSTA").encode(), options())
    assert spans(reading) == ["2024-03-20 09:00–10:00 A"]
    assert reasons(reading) == [(10, "is an event without an end: the file was cut off")]


def test_nonsense_between_and_in_events_is_survived():
    times = "DTSTART:20240320T080000Z\r\nDTEND:20240320T090000Z\r\n"
    text = f"{HEAD}nonsense\r\nBEGIN:VEVENT\r\nUID:a\r\n{times}rubbish\r\nEND:VEVENT\r\n"
    assert spans(read("ics", text.encode(), options())) == ["2024-03-20 09:00–10:00 Untitled"]


def test_a_single_moved_occurrence_without_its_series():
    reading = calendar(
        "UID:a\nRECURRENCE-ID:20240320T080000Z\nDTSTART:20240320T100000Z\nDTEND:20240320T110000Z\nSUMMARY:Moved"
    )
    assert [e.source for e in reading.entries] == ["ics:a/20240320T080000Z"]


def test_something_else_is_refused():
    with pytest.raises(InputError, match="this is no iCalendar file"):
        read("ics", b"hello\n", options())


@given(rows(names=TEXT.filter(str.strip), tags=TAG))
def test_what_is_written_comes_back_through_icalendar_and_our_reader(drawn: list[ExportRow]):
    written = ics.write(drawn, NOW)
    events = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert [(e["DTSTART"].dt, e["DTEND"].dt) for e in events] == [
        (utc(row.start), utc(row.end)) for row in drawn
    ]
    reading = read("ics", written.encode(), options())
    assert [(utc(e.start), utc(e.end), e.activity, e.tags, e.kind, e.source) for e in reading.entries] == [
        (
            utc(r.start),
            utc(r.end),
            " ".join(r.activity.split()) or "Untitled",
            tagged(r),
            r.kind,
            f"outsource:{r.id}",
        )
        for r in drawn
    ]


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def tagged(row: ExportRow) -> tuple[str, ...]:
    own = "-".join(row.activity.replace(",", " ").split()).lstrip("#")
    return tuple(tag for tag in row.tags if tag != own)


def test_the_written_file_follows_the_rules():
    row = ExportRow(
        "abc",
        NOW,
        NOW.replace(hour=13),
        "Europe/Berlin",
        "Mail; comma, ümlaut " + "x" * 100,
        ("a", "b"),
        "1\n2",
    )
    text = ics.write([row], NOW)
    assert text.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    for line in (
        "UID:abc@outsource-tui",
        "DTSTAMP:20261118T110000Z",
        "DTSTART:20261118T110000Z",
        "CATEGORIES:a,b",
    ):
        assert f"\r\n{line}\r\n" in text
    assert "SUMMARY:Mail\\; comma\\, ümlaut" in text
    assert "DESCRIPTION:1\\n2" in text


OUTLOOK = (
    "BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\n"
    "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
)


@pytest.mark.parametrize("of_the_calendar", ["America/New_York", "Eastern Standard Time", "Nowhere"])
def test_a_series_keeps_its_own_zone_in_a_calendar_of_another(of_the_calendar):
    zoned = (
        "UID:a\nDTSTART;TZID=W. Europe Standard Time:20240329T090000\nDURATION:PT30M\n"
        "RRULE:FREQ=DAILY;COUNT=3\nEXDATE;TZID=W. Europe Standard Time:20240330T090000\nSUMMARY:Zoned"
    )
    floating = "UID:b\nDTSTART:20240329T120000\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=2\nSUMMARY:Floating"
    single = "UID:c\nDTSTART:20240329T120000\nDURATION:PT30M\nSUMMARY:Single"
    reading = calendar(zoned, floating, single, head=f"{HEAD}X-WR-TIMEZONE:{of_the_calendar}\r\n{OUTLOOK}")
    assert reading.problems == ()
    assert sorted(spans(reading)) == [
        "2024-03-29 09:00–09:30 Zoned",
        "2024-03-29 12:00–12:30 Floating",
        "2024-03-29 12:00–12:30 Single",
        "2024-03-30 12:00–12:30 Floating",
        "2024-03-31 09:00–09:30 Zoned",
    ]


@pytest.mark.parametrize("of_the_calendar", ["America/New_York", "Eastern Standard Time"])
def test_a_series_in_utc_repeats_by_the_clock_of_its_calendar(of_the_calendar):
    event = "UID:a\nDTSTART:20240309T140000Z\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=2\nSUMMARY:Nine there"
    reading = calendar(event, head=f"{HEAD}X-WR-TIMEZONE:{of_the_calendar}\r\n")
    assert spans(reading) == ["2024-03-09 15:00–15:30 Nine there", "2024-03-10 14:00–14:30 Nine there"]


# rules that never end


NINE = "DTSTART:20240320T090000\nDTEND:20240320T093000"
EVERY = f"BYHOUR={','.join(map(str, range(24)))};BYMINUTE={','.join(map(str, range(60)))}"


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=DAILY;INTERVAL=0", "repeats at an interval of 0"),
        ("FREQ=WEEKLY;INTERVAL=00;COUNT=3", "repeats at an interval of 0"),
        (f"FREQ=DAILY;{EVERY};BYSECOND={','.join(map(str, range(60)))}", "repeats every hour or more often"),
        ("FREQ=DAILY;COUNT=2\nRRULE:FREQ=MINUTELY", "repeats every hour or more often"),
    ],
)
def test_a_rule_that_would_never_end_is_one_line_left_out(rule, reason):
    folded = rule.replace(";", ";\n ")
    reading = calendar(f"UID:a\n{NINE}\nRRULE:{folded}\nSUMMARY:X", f"UID:b\n{NINE}\nSUMMARY:Fine")
    assert spans(reading) == ["2024-03-20 09:00–09:30 Fine"]
    assert [problem.reason.startswith(reason) for problem in reading.problems] == [True]


def test_several_times_a_day_are_appointments():
    reading = calendar(f"UID:a\n{NINE}\nRRULE:FREQ=DAILY;BYHOUR=9,14;COUNT=3\nSUMMARY:X")
    assert [f"{e.start:%d %H}" for e in reading.entries] == ["20 09", "20 14", "21 09"]


def test_a_rule_that_nobody_knows_is_told_as_it_is_written():
    reading = calendar(f"UID:a\n{NINE}\nRRULE:FREQ=SOMETIMES\nSUMMARY:X")
    assert reasons(reading) == [(4, "repeats in a way that cannot be read: FREQ=SOMETIMES")]


# lengths


@pytest.mark.parametrize(
    ("start", "duration", "hours", "end"),
    [
        ("20261024T220000", "PT8H", 8, "25 05:00"),
        ("20260328T220000", "PT8H", 8, "29 07:00"),
        ("20261024T220000", "PT24H", 24, "25 21:00"),
        ("20261024T220000", "P1D", 25, "25 22:00"),
        ("20260328T220000", "P1DT1H", 24, "29 23:00"),
        ("20260329T023000", "PT1H", 1, "29 04:30"),
    ],
)
@pytest.mark.parametrize("rule", ["", "RRULE:FREQ=WEEKLY;COUNT=1\n"])
def test_hours_of_a_duration_pass_and_days_go_by_the_clock(start, duration, hours, end, rule):
    reading = calendar(
        f"UID:a\nDTSTART;TZID=Europe/Berlin:{start}\nDURATION:{duration}\n{rule}SUMMARY:Night",
        until=date(2027, 1, 1),
    )
    (entry,) = reading.entries
    assert (utc(entry.end) - utc(entry.start)).total_seconds() == hours * 3600
    assert f"{entry.end:%d %H:%M}" == end


def test_an_occurrence_with_a_length_of_its_own_keeps_it():
    reading = calendar(
        "UID:a\nDTSTART:20240320T090000Z\nDURATION:PT1H\n"
        "RDATE;VALUE=PERIOD:20240321T090000Z/PT2H\nSUMMARY:X"
    )
    assert spans(reading) == ["2024-03-20 10:00–11:00 X", "2024-03-21 10:00–12:00 X"]


# what is odd


def test_a_series_whose_member_says_no_moment_is_no_fault():
    reading = calendar(f"UID:a\nRECURRENCE-ID:PT1H\n{NINE}\nSUMMARY:X", f"UID:b\n{NINE}\nSUMMARY:Fine")
    assert "2024-03-20 09:00–09:30 Fine" in spans(reading)


@pytest.mark.parametrize("zone", ["/freeassociation.sourceforge.net/Europe/Berlin", "/x/America/New_York"])
def test_the_zone_of_a_vendor_is_known_without_a_warning(zone, recwarn):
    reading = calendar(f"UID:a\nDTSTART;TZID={zone}:20240120T090000\nDURATION:PT1H\nSUMMARY:X")
    hour = 9 if "Berlin" in zone else 15
    assert spans(reading) == [f"2024-01-20 {hour:02}:00–{hour + 1}:00 X"]
    assert (reading.remarks, list(recwarn)) == ((), [])


def test_a_zone_that_nobody_knows_is_remarked_on_once():
    event = "DTSTART;TZID=Nowhere/Land:20240120T090000\nDTEND;TZID=Nowhere/Land:20240120T100000\nSUMMARY:X"
    reading = calendar(f"UID:a\n{event}", f"UID:b\n{event}")
    assert spans(reading) == ["2024-01-20 09:00–10:00 X"] * 2
    assert [(r.line, r.reason) for r in reading.remarks] == [
        (4, "is in the zone 'Nowhere/Land', which is not known: taken as your own")
    ]


def zone(name, to):
    moment = f"DTSTART:19700101T000000\r\nTZOFFSETFROM:{to}\r\nTZOFFSETTO:{to}\r\n"
    return (
        f"BEGIN:VTIMEZONE\r\nTZID:{name}\r\nBEGIN:STANDARD\r\n{moment}"
        "END:STANDARD\r\nEND:VTIMEZONE\r\n"
    )


def test_a_zone_is_what_its_own_calendar_says():
    event = "UID:a\nDTSTART;TZID=Customized:20240120T090000\nDURATION:PT1H\nSUMMARY:X"
    starts = [spans(calendar(event, head=HEAD + zone("Customized", to))) for to in ("+0500", "+0300")]
    assert starts == [["2024-01-20 05:00–06:00 X"], ["2024-01-20 07:00–08:00 X"]]


def test_a_zone_whose_definition_is_broken_is_remarked_on_and_spoils_no_other():
    head = HEAD + zone("Broken here", "oops") + zone("Europe/Rome", "") + zone("Five ahead", "+0500")
    event = "UID:{0}\nDTSTART;TZID={0}:20240120T090000\nDURATION:PT1H\nSUMMARY:{0}"
    events = [event.format(name) for name in ("Broken here", "Europe/Rome", "Five ahead")]
    reading = calendar(*events, head=head)
    assert spans(reading) == [
        "2024-01-20 09:00–10:00 Broken here",
        "2024-01-20 09:00–10:00 Europe/Rome",
        "2024-01-20 05:00–06:00 Five ahead",
    ]
    assert [r.reason for r in reading.remarks] == [
        "is in the zone 'Broken here', whose definition cannot be read: taken as your own"
    ]


def test_lines_may_end_in_carriage_returns_alone():
    text = f"{HEAD}BEGIN:VEVENT\nUID:a\n{NINE}\nSUMMARY:X\nEND:VEVENT\nEND:VCALENDAR\n"
    assert spans(read("ics", text.replace("\r\n", "\n").replace("\n", "\r").encode(), options())) == [
        "2024-03-20 09:00–09:30 X"
    ]


def test_controls_are_written_as_their_pictures_and_come_back():
    end = NOW.replace(hour=13)
    row = ExportRow("a", NOW, end, "Europe/Berlin", "Mail \x1b[31m", ("a\x07",), "1\r\n2\x7f")
    text = ics.write([row], NOW)
    assert not any(ord(char) < 32 and char not in "\r\n" for char in text)
    assert "SUMMARY:Mail ␛[31m" in text
    entry = read("ics", text.encode(), options()).entries[0]
    assert (entry.activity, entry.tags, entry.note) == ("Mail \x1b[31m", ("a\x07",), "1\n2\x7f")
    foreign = read("ics", text.replace("@outsource-tui", "@x").encode(), options(until=NOW.date())).entries[0]
    assert foreign.activity == "Mail ␛[31m"


def test_our_own_calendar_brings_plans_as_plans_and_nothing_that_ran():
    running = ExportRow("a", NOW, None, "Europe/Berlin", "Mail")
    later = NOW.replace(year=2028)
    planned = ExportRow("b", later, later.replace(hour=13), "Europe/Berlin", "Plan", kind=Kind.PLANNED)
    reading = read("ics", ics.write([running, planned], NOW.replace(hour=13)).encode(), options())
    assert [(e.activity, e.kind) for e in reading.entries] == [("Plan", Kind.PLANNED)]
    assert [(p.reason, p.harmless) for p in reading.problems] == [
        ("'Mail' was running when the file was written", True)
    ]


@pytest.mark.parametrize(("start", "until"), [("093000", "20261103T083000Z"), ("213000", "20261104T023000Z")])
def test_a_series_in_an_unknown_zone_keeps_its_last_occurrence(start, until):
    reading = calendar(
        f"UID:a\nDTSTART;TZID=Customized Time Zone 1:20261101T{start}\nDURATION:PT30M\n"
        f"RRULE:FREQ=DAILY;UNTIL={until}\nSUMMARY:X"
    )
    assert [e.start.day for e in reading.entries] == [1, 2, 3]
