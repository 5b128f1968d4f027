"""What the user types in the bar or after `outsource log`, and what is understood."""

from __future__ import annotations

import time as stopwatch
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from outsource_tui.model.entry import Kind
from outsource_tui.model.quick_entry import QuickEntry, QuickEntryError, parse

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 12, 5, tzinfo=BERLIN)  # a Wednesday
LAST = datetime(2026, 11, 18, 11, 40, tzinfo=BERLIN)


def read(text: str, now: datetime = NOW) -> QuickEntry:
    return parse(text, now, LAST if now is NOW else None)


def span(text: str, now: datetime = NOW) -> str:
    entry = read(text, now)
    end = entry.end
    if end is None:
        return f"{entry.start:%d %H:%M} open"
    last = f"{end:%H:%M}" if end.date() == entry.start.date() else f"{end:%d %H:%M}"
    return f"{entry.start:%d %H:%M}-{last}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X", "18 11:40-12:05"),
        ("9-10:30 X", "18 09:00-10:30"),
        ("09:00-10:30 X", "18 09:00-10:30"),
        ("9am-10:30am X", "18 09:00-10:30"),
        ("9AM-10:30AM X", "18 09:00-10:30"),
        ("9 a.m. - 10:30 a.m. X", "18 09:00-10:30"),
        ("9a-10a X", "18 09:00-10:00"),
        ("930-1030 X", "18 09:30-10:30"),
        ("0930-1030 X", "18 09:30-10:30"),
        ("930-11 X", "18 09:30-11:00"),
        ("9–10:30 X", "18 09:00-10:30"),
        ("9—10 X", "18 09:00-10:00"),
        ("9 - 10 X", "18 09:00-10:00"),
        ("9 – 10:30 X", "18 09:00-10:30"),
        ("9.30-10.15 X", "18 09:30-10:15"),
        ("9h30-10h15 X", "18 09:30-10:15"),
        ("9h-10h X", "18 09:00-10:00"),
        ("9:15 X", "18 09:15-12:05"),
        ("9.15 X", "18 09:15-12:05"),
        ("09h15 X", "18 09:15-12:05"),
        ("9am X", "18 09:00-12:05"),
        ("9 am X", "18 09:00-12:05"),
        ("9:15-now X", "18 09:15-12:05"),
        ("9:15-... X", "18 09:15 open"),
        ("9:15-… X", "18 09:15 open"),
        ("9:15 – X", "18 09:15-12:05"),
        ("8:40 to 10:15 X", "18 08:40-10:15"),
        ("8.40 until 10.15 X", "18 08:40-10:15"),
        ("9am to 10am X", "18 09:00-10:00"),
        ("8:40 till now X", "18 08:40-12:05"),
        ("-15 X", "18 11:50-12:05"),
        ("−15 X", "18 11:50-12:05"),
        ("-1:30 X", "18 10:35-12:05"),
        ("-1h30 X", "18 10:35-12:05"),
        ("15m X", "18 11:50-12:05"),
        ("30m X", "18 11:35-12:05"),
        ("30min X", "18 11:35-12:05"),
        ("30 min X", "18 11:35-12:05"),
        ("30 minutes X", "18 11:35-12:05"),
        ("1h X", "18 11:05-12:05"),
        ("1 hour X", "18 11:05-12:05"),
        ("2 hours X", "18 10:05-12:05"),
        ("1h30 X", "18 10:35-12:05"),
        ("1h30m X", "18 10:35-12:05"),
        ("1 h 30 X", "18 10:35-12:05"),
        ("1.5h X", "18 10:35-12:05"),
        ("1,5h X", "18 10:35-12:05"),
        ("0h30 X", "18 11:35-12:05"),
        ("yesterday 14-15 X", "17 14:00-15:00"),
        ("Yesterday, 14-15 X", "17 14:00-15:00"),
        ("today 9-10 X", "18 09:00-10:00"),
        ("mon 14-15 X", "16 14:00-15:00"),
        ("Monday 14-15 X", "16 14:00-15:00"),
        ("thu 14-15 X", "12 14:00-15:00"),
        ("sun 14-15 X", "15 14:00-15:00"),
        ("wed 9-10 X", "18 09:00-10:00"),
        ("wed 14-15 X", "11 14:00-15:00"),
        ("last tue 14-15 X", "17 14:00-15:00"),
        ("last Wed 9-10 X", "11 09:00-10:00"),
        ("2026-11-10 14-15 X", "10 14:00-15:00"),
        ("10.11. 14-15 X", "10 14:00-15:00"),
        ("10.11.2026 14-15 X", "10 14:00-15:00"),
        ("10.11.26 14-15 X", "10 14:00-15:00"),
        ("2026/11/10 14-15 X", "10 14:00-15:00"),
        ("10 nov 14-15 X", "10 14:00-15:00"),
        ("10th of November, 14-15 X", "10 14:00-15:00"),
        ("Nov 10 14-15 X", "10 14:00-15:00"),
        ("Nov. 10, 2026 14-15 X", "10 14:00-15:00"),
        ("10 nov 2026 14-15 X", "10 14:00-15:00"),
        ("yesterday 23:30-0:30 X", "17 23:30-18 00:30"),
        ("23:30-0:30 X", "17 23:30-18 00:30"),
        ("yesterday 23-7 X", "17 23:00-18 07:00"),
        ("yesterday 22-24 X", "17 22:00-18 00:00"),
        ("yesterday 0-24 X", "17 00:00-18 00:00"),
        ("mon 10pm-midnight X", "16 22:00-17 00:00"),
        ("noon-12:05 X", "18 12:00-12:05"),
        ("1-2 X", "18 01:00-02:00"),
        ("yesterday 9-5pm X", "17 09:00-17:00"),
        ("yesterday 11-1pm X", "17 11:00-13:00"),
        ("yesterday 1-3pm X", "17 13:00-15:00"),
        ("yesterday 12-1pm X", "17 12:00-13:00"),
        ("yesterday 9am-12:30 X", "17 09:00-12:30"),
        ("yesterday 9am-5 X", "17 09:00-17:00"),
        ("yesterday 13-5pm X", "17 13:00-17:00"),
        ("mon 11pm-7 X", "16 23:00-17 07:00"),
        ("mon 11pm – 7am X", "16 23:00-17 07:00"),
        ("12am-1am X", "18 00:00-01:00"),
        ("9:15:30-9:20 X", "18 09:15-09:20"),
        ("2026-11-16 9:00-2026-11-17 15:00 X", "16 09:00-17 15:00"),
        ("16.11. 9:00 - 17.11. 15:00 X", "16 09:00-17 15:00"),
        ("2026-11-10 9:00-2026-11-11 9:00 X", "10 09:00-11 09:00"),
    ],
)
def test_times(text: str, expected: str) -> None:
    assert span(text) == expected
    assert read(text).activity == "X"
    assert read(text).kind is Kind.LOGGED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14-15? X", "18 14:00-15:00"),
        ("14-15 ? X", "18 14:00-15:00"),
        ("14-15?X", "18 14:00-15:00"),
        ("14 - 15:30? X", "18 14:00-15:30"),
        ("2-3pm? X", "18 14:00-15:00"),
        ("tomorrow 9-10? X", "19 09:00-10:00"),
        ("fri 9-10? X", "20 09:00-10:00"),
        ("wed 14-15? X", "18 14:00-15:00"),
        ("wed 9-10? X", "25 09:00-10:00"),
        ("20.11. 9-10? X", "20 09:00-10:00"),
        ("2026-11-30 9-10? X", "30 09:00-10:00"),
        ("23:30-0:30? X", "18 23:30-19 00:30"),
    ],
)
def test_plans(text: str, expected: str) -> None:
    assert span(text) == expected
    assert read(text).kind is Kind.PLANNED
    assert read(text).activity == "X"


@pytest.mark.parametrize(
    "name",
    [
        "2nd call",
        "3D print",
        "24 boxes",
        "1099 forms",
        "3 emails",
        "5k run",
        "90s playlist",
        "9x",
        "-",
        "- milk",
        "-- ",
        "Email - inbox",
        "Mon ami GmbH",
        "Sun Microsystems",
        "last Monday's list",
        "sunny",
        "Monday meeting",
        "Saturday 24 boxes",
        "nowhere",
        "midnight oil",
        "noon run",
        "March 9-10 retreat",
        "20 Nov party",
        "Nov 31 party",
        "10 marbles 9-10",
        "9 to 10 things",
        "1:1 Anna",
        "1-1 with Anna",
        "2026-2027 budget",
        "2025-26 budget",
        "2026-11 report",
        "3-2-1 backup",
        "2.0 release",
        "24/7 support",
        "7-Eleven",
        "3-way call",
        "9 to 5",
        "-15% campaign",
        "30 minute meals",
        "9-10x",
        "R&D: 9-10 ideas",
        "C# course",
        "Fix #3",
        "git --amend",
        "call [@click=app.quit]x[/]",
        "„Über“ straße 🍕",
        "٩-١٠ عمل",
    ],
)
def test_names_are_not_misread_as_times(name: str) -> None:
    if name in ("-", "-- "):
        with pytest.raises(QuickEntryError):
            read(name)
        return
    entry = read(name)
    assert (entry.activity, entry.tags, entry.note) == (name, (), "")
    assert span(name) == "18 11:40-12:05"


@pytest.mark.parametrize(
    ("text", "activity"),
    [
        ('"9-10 rota"', "9-10 rota"),
        (": 9-10 rota", "9-10 rota"),
        (":9-10 rota", "9-10 rota"),
        ('9-10 "-15 offer"', "-15 offer"),
        ("9-10: 9 to 5", "9 to 5"),
        ("9-10 : 9-5 rota", "9-5 rota"),
        ("9-10, Call", "Call"),
        ("9-10 – Call", "Call"),
        ("9-10 - Call", "Call"),
        ("9-10 -15% offer", "-15% offer"),
        ("9-10 9-11 memorial", "9-11 memorial"),
        ('9-10 "Dune" notes', '"Dune" notes'),
        ('9-10 "fix #bug -- now"', "fix #bug -- now"),
        (r'9-10 "say \"no\" \\ twice"', r'say "no" \ twice'),
        ("9-10   two   spaces  ", "two spaces"),
        ("9-10\tTab\tbed", "Tab bed"),
        ("9-10\u00a0Nbsp", "Nbsp"),
    ],
)
def test_names_behind_quotes_and_separators(text: str, activity: str) -> None:
    assert read(text).activity == activity


@pytest.mark.parametrize(
    ("text", "activity", "tags", "note"),
    [
        ("9-10 Invoices #accounts", "Invoices", ("accounts",), ""),
        ("9-10 #accounts Invoices", "Invoices", ("accounts",), ""),
        ("#accounts 9-10 Invoices", "Invoices", ("accounts",), ""),
        ("9-10 Call #acme about tax", "Call about tax", ("acme",), ""),
        ("9-10 Call #acme, #two-words", "Call", ("acme", "two-words"), ""),
        ("9-10 Call #a1 #A1 #b", "Call", ("a1", "b"), ""),
        ("9-10 Invoices -- for October", "Invoices", (), "for October"),
        ("9-10 Invoices #accounts -- for October", "Invoices", ("accounts",), "for October"),
        ("9-10 Invoices -- for October #accounts", "Invoices", ("accounts",), "for October"),
        ("9-10 Invoices -- see #bug in list", "Invoices", (), "see #bug in list"),
        ("9-10 Invoices -- see #42", "Invoices", (), "see #42"),
        ("9-10 Invoices -- one -- two", "Invoices", (), "one -- two"),
        ('9-10 Invoices -- "quoted" he said', "Invoices", (), '"quoted" he said'),
        ("9-10 Invoices --", "Invoices", (), ""),
        ('9-10 Invoices #"two words"', "Invoices", ("two words",), ""),
        ("Invoices #accounts -- note", "Invoices", ("accounts",), "note"),
        ("9-10 Fix #3 #bug", "Fix #3", ("bug",), ""),
        ("9-10 Über #straße #日本", "Über", ("straße", "日本"), ""),
    ],
)
def test_tags_and_notes(text: str, activity: str, tags: tuple[str, ...], note: str) -> None:
    entry = read(text)
    assert (entry.activity, entry.tags, entry.note) == (activity, tags, note)


@pytest.mark.parametrize(
    ("text", "part", "words"),
    [
        ("", "", "what was it"),
        ("   ", "", "what was it"),
        ("9-10", "", "what was it"),
        ("9-10 #tag -- note", "#tag -- note", "what was it"),
        ('""', '""', "what was it"),
        ('" "', '" "', "what was it"),
        ("14-15 X", "14-15", "14-15?"),
        ("11-13 X", "11-13", "ends after now"),
        ("14:00 X", "14:00", "still to come"),
        ("tomorrow 9-10 X", "tomorrow 9-10", "tomorrow 9-10?"),
        ("tomorrow X", "tomorrow", "needs a time"),
        ("yesterday X", "yesterday", "needs a time"),
        ("mon", "mon", "write mon 9-10 and the name"),
        ("last tue #a", "last tue", "write last tue 9-10 and the name"),
        ("2026-11-10 X", "2026-11-10", "needs a time"),
        ("yesterday 30m X", "yesterday 30m", "leave out the day"),
        ("yesterday 9:15 X", "yesterday 9:15", "needs an end"),
        ("9-5 X", "5", "17:00"),
        ("yesterday 12-1 X", "1", "13:00"),
        ("14-13:30 X", "13:30", "after it"),
        ("9-9 X", "9-9", "start and end are both 9:00"),
        ("25-26 X", "25", "0 to 23"),
        ("24-1 X", "24", "0 to 23"),
        ("9-25 X", "25", "0 to 23"),
        ("9:75 X", "9:75", "00 to 59"),
        ("9:5 X", "9:5", "not a time"),
        ("9-10:3 X", "9-10:3", "not a time"),
        ("13pm-14 X", "13pm", "1 to 12"),
        ("0am X", "0am", "1 to 12"),
        ("9- X", "9", "write 9:00"),
        ("14? X", "14", "write 14-15?"),
        ("14:00? X", "14:00?", "a start and an end"),
        ("30m? X", "30m?", "a start and an end"),
        ("-0 X", "-0", "1 minute"),
        ("-5000 X", "-5000", "24 hours"),
        ("99999999999999999999h X", "99999999999999999999h", "24 hours"),
        ("24h X", "24h", "24 hours"),
        ("2026-02-30 9-10 X", "2026-02-30", "no day"),
        ("31.11. 9-10 X", "31.11.", "no day"),
        ("31 nov 9-10 X", "31 nov", "no day"),
        ("0001-01-01 9-10 X", "0001-01-01", "1970"),
        ("0000-01-01 9-10 X", "0000-01-01", "no day"),
        ("11/20/2026 9-10 X", "11/20/2026", "two days"),
        ("2026-11-10 9:00-2026-11-09 9:00 X", "2026-11-10 9:00-2026-11-09 9:00", "not after"),
        ("2026-01-10 9:00-2026-11-09 9:00 X", "2026-01-10 9:00-2026-11-09 9:00", "at most 31"),
        ("9-10b X", "10b", "leave out the b"),
        ("9-10 X\nand", "\n", "line break"),
        ("9-10 !!!", "!!!", "a letter or a figure"),
    ],
)
def test_what_is_wrong_is_named(text: str, part: str, words: str) -> None:
    with pytest.raises(QuickEntryError) as caught:
        read(text)
    error = caught.value
    assert words in error.message
    assert text[error.start : error.stop] == part
    assert "\n" not in error.message
    assert "\x1b" not in error.message
    assert len(error.message) < 200
    assert error.exit_code == 2


def test_absurd_lengths_are_refused_fast() -> None:
    begin = stopwatch.process_time()
    hostile = ["9-10 " + "a" * 1_000_000, "#a " * 300_000, "9" * 1_000_000, '"' * 1_000_000, "[" * 1_000_000]
    inside = [
        "9-10 " + "a" * 9_000,
        "#" * 9_000,
        '"\\' * 4_000,
        "9-10 " + " --" * 3_000,
        "-" * 9_000,
        "9" * 9_000,
    ]
    for text in [*hostile, *inside]:
        with pytest.raises(QuickEntryError):
            read(text)
    read("9-10 X " + "#a " * 3_000)
    read("9-10 X -- " + "#3 " * 3_000)
    assert stopwatch.process_time() - begin < 10
