"""Days pasted from notes, e-mails and diaries."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outsource_tui.model.day_log import DayLog, read_day_log
from outsource_tui.model.entry import Kind

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 18, 12, 5, tzinfo=NEW_YORK)  # a Wednesday
PAST = date(2026, 11, 10)

# Three days that people logged and published; the times are as they wrote them.
BAKERY = """\
5:10am – wake up, check overnight emails
5:25am – shower, shave, get dressed
6:10am – meditate
6:30am – leave house
7:00am – dentist appointment, emails in waiting room
7:25am – leave dentist, head for office
7:55am – arrive at office
8:00am – call property management
8:10am – review overnight sales numbers
8:25am – order shipping boxes
8:35am – buy tickets for awards breakfast
8:45am – phone meeting with tax attorney
9:15am – discuss quote for walk-in cooler
9:25am – discuss equipment power with architect
"""
AUTHOR = """\
7:25- awake
7:30-8 – get dressed, kids breakfast
8-8:45 – work while eating breakfast, emails
8:45-8:50 – get 4-year-old ready for school
8:50 – replies to earlier emails
9-9:30 edit guest post
9:30-9:40 – email
9:40-11:15 – revise newspaper column
11:15-11:30 – call about webinar
11:30-11:40 – snack
11:40-12:20 – guest post for blog
12:20-12:30 – email
12:30-12:40 – check weather
"""
CROSSES_MIDNIGHT = """\
7 am – 8:30am woke up, got ready
8:30am – 9am travelled to work
9am – 12:30pm work
12:30 – 1:30 lunch
1:30 – 5pm work
5pm – 5:30pm travel home
5:30 – 6:30 cooked dinner
6:30 – 7pm ate dinner
7pm – 7:30 cleaned up
7:30 – 9:30 TV
9:30 – 11:00 got ready for next day, surfed the net
11:00pm – 7am sleep
"""


def log(text: str, day: date | None = PAST, now: datetime = NOW, order: str | None = None) -> DayLog:
    return read_day_log(text, day, now.tzinfo, now, date_order=order)  # type: ignore[arg-type]


def spans(text: str, day: date | None = PAST, now: datetime = NOW) -> list[str]:
    found = []
    for each in log(text, day, now).entries:
        start, end = each.entry.start, each.entry.end
        over = "" if end is None or end.date() == start.date() else "+1"
        found.append(f"{start:%H:%M}-{f'{end:%H:%M}' if end else '...'}{over} {each.entry.activity}")
    return found


def reasons(text: str, day: date | None = PAST, now: datetime = NOW) -> list[tuple[int, str]]:
    return [(each.line, each.reason) for each in log(text, day, now).problems]


class TestPublishedDays:
    def test_start_times_only(self) -> None:
        assert spans(BAKERY) == [
            "05:10-05:25 wake up, check overnight emails",
            "05:25-06:10 shower, shave, get dressed",
            "06:10-06:30 meditate",
            "06:30-07:00 leave house",
            "07:00-07:25 dentist appointment, emails in waiting room",
            "07:25-07:55 leave dentist, head for office",
            "07:55-08:00 arrive at office",
            "08:00-08:10 call property management",
            "08:10-08:25 review overnight sales numbers",
            "08:25-08:35 order shipping boxes",
            "08:35-08:45 buy tickets for awards breakfast",
            "08:45-09:15 phone meeting with tax attorney",
            "09:15-09:25 discuss quote for walk-in cooler",
        ]
        assert reasons(BAKERY) == [
            (14, "has no end, and no line of its day follows: write when it ended, 09:25-…"),
        ]

    def test_ranges_and_starts_without_am_or_pm(self) -> None:
        assert spans(AUTHOR) == [
            "07:25-07:30 awake",
            "07:30-08:00 get dressed, kids breakfast",
            "08:00-08:45 work while eating breakfast, emails",
            "08:45-08:50 get 4-year-old ready for school",
            "08:50-09:00 replies to earlier emails",
            "09:00-09:30 edit guest post",
            "09:30-09:40 email",
            "09:40-11:15 revise newspaper column",
            "11:15-11:30 call about webinar",
            "11:30-11:40 snack",
            "11:40-12:20 guest post for blog",
            "12:20-12:30 email",
            "12:30-12:40 check weather",
        ]
        assert reasons(AUTHOR) == []

    def test_am_and_pm_only_sometimes_and_over_midnight(self) -> None:
        assert spans(CROSSES_MIDNIGHT) == [
            "07:00-08:30 woke up, got ready",
            "08:30-09:00 travelled to work",
            "09:00-12:30 work",
            "12:30-13:30 lunch",
            "13:30-17:00 work",
            "17:00-17:30 travel home",
            "17:30-18:30 cooked dinner",
            "18:30-19:00 ate dinner",
            "19:00-19:30 cleaned up",
            "19:30-21:30 TV",
            "21:30-23:00 got ready for next day, surfed the net",
            "23:00-07:00+1 sleep",
        ]
        assert reasons(CROSSES_MIDNIGHT) == []

    def test_all_in_one_file_under_headings(self) -> None:
        text = (
            f"# Days that people logged\n\n## A  https://example.org/2016/03/18/ (2016-03-17)\n{BAKERY}"
            f"\n## B  https://example.org/2011/05/168-hours/  (one day)\n{AUTHOR}\n## D\n{CROSSES_MIDNIGHT}"
        )
        found = log(text)
        alone = [*spans(BAKERY), *spans(AUTHOR), *spans(CROSSES_MIDNIGHT)]
        assert spans(text) == alone
        assert {each.entry.start.date() for each in found.entries} == {date(2016, 3, 17)}
        assert [each.reason for each in found.problems if not each.harmless] == [
            "has no end, and no line of its day follows: write when it ended, 09:25-…"
        ]
        assert [each.reason for each in found.remarks] == [
            "starts over at 7:25 under its heading, same day",
            "starts over at 7:00 under its heading, same day",
        ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8:00 Email\n8:45-9 Call", ["08:00-08:45 Email", "08:45-09:00 Call"]),
        ("8 – Email\n9: Call\n10-10:30 Tea", ["08:00-09:00 Email", "09:00-10:00 Call", "10:00-10:30 Tea"]),
        ("11 - Call\n1 - Lunch\n2-3 Tea", ["11:00-13:00 Call", "13:00-14:00 Lunch", "14:00-15:00 Tea"]),
        ("11-12 A\n12-1 B\n1-2:30 C", ["11:00-12:00 A", "12:00-13:00 B", "13:00-14:30 C"]),
        ("9-5 Work", ["09:00-17:00 Work"]),
        ("1-2 Lunch", ["01:00-02:00 Lunch"]),
        ("9-5pm Work\n5:30 – 6:30 Cook", ["09:00-17:00 Work", "17:30-18:30 Cook"]),
        ("8-9 Work\n8:30-8:40 Call", ["08:00-09:00 Work", "08:30-08:40 Call"]),
        ("7am-9pm Fair\n9:30-10 TV", ["07:00-21:00 Fair", "21:30-22:00 TV"]),
        ("9:00-10:00 A\n13:00-14:00 B\n2:00-2:10 C", ["09:00-10:00 A", "13:00-14:00 B", "02:00-02:10 C"]),
        ("22:00-23:30 A\n0:15-1 B", ["22:00-23:30 A", "00:15-01:00 B"]),
        (
            "10pm Film\n1am Bed\n1:30am-2am Call",
            ["22:00-01:00+1 Film", "01:00-01:30 Bed", "01:30-02:00 Call"],
        ),
        ("11pm-7 Sleep\n7:30-8 Tea", ["23:00-07:00+1 Sleep", "07:30-08:00 Tea"]),
        ("12:30-01:15 Lunch\n01:30-03:00 Call", ["12:30-13:15 Lunch", "13:30-15:00 Call"]),
        ("09:00-10:00 A\n08:00-08:30 B", ["09:00-10:00 A", "08:00-08:30 B"]),
        ("noon – 1 Lunch\n1-2 Call", ["12:00-13:00 Lunch", "13:00-14:00 Call"]),
        (
            "- 8:00-9 A\n* 9-10 B\n• 10-11 C\n1. 11-12 D",
            ["08:00-09:00 A", "09:00-10:00 B", "10:00-11:00 C", "11:00-12:00 D"],
        ),
        ("- [x] 8-9 A\n> 9-10 B", ["08:00-09:00 A", "09:00-10:00 B"]),
        (
            "**8:00-9:00** A\n[9:00-10:00] B\n(10-11) C\n`11-12`: D",
            ["08:00-09:00 A", "09:00-10:00 B", "10:00-11:00 C", "11:00-12:00 D"],
        ),
        (
            "8:00 — 9:00 — A\r\n9:00: B\r\n\r\n10:00 C\r\n10:30-11 D",
            ["08:00-09:00 A", "09:00-10:00 B", "10:00-10:30 C", "10:30-11:00 D"],
        ),
        ("8:00\tA\n9:00-9:30\tB", ["08:00-09:00 A", "09:00-09:30 B"]),
        ("22:00-2026-11-11 1:00 Flight", ["22:00-01:00+1 Flight"]),
        ("yesterday 14-15 Call\n9-10 Here", ["14:00-15:00 Call", "09:00-10:00 Here"]),
    ],
)
def test_how_people_write_times(text: str, expected: list[str]) -> None:
    assert spans(text) == expected
    assert reasons(text) == []


def test_after_midnight_is_the_next_day() -> None:
    entries = log("10pm-11pm A\n1am-2am B").entries
    assert [each.entry.start.date() for each in entries] == [PAST, PAST + timedelta(days=1)]


def test_the_grammar_of_the_bar_holds_in_each_line() -> None:
    found = log('8-9 Email #admin -- inbox zero\n#web 9-10 Site\n10-11? Plan #x\n11-12 "9-5 rota"').entries
    assert [(each.line, each.entry.activity, each.entry.tags, each.entry.note) for each in found] == [
        (1, "Email", ("admin",), "inbox zero"),
        (2, "Site", ("web",), ""),
        (3, "Plan", ("x",), ""),
        (4, "9-5 rota", (), ""),
    ]
    assert [each.entry.kind for each in found] == [Kind.LOGGED, Kind.LOGGED, Kind.PLANNED, Kind.LOGGED]


class TestToday:
    TODAY = NOW.date()

    def test_the_last_entry_lasts_until_now(self) -> None:
        assert spans("8:00 A\n9:00 B", self.TODAY) == ["08:00-09:00 A", "09:00-12:05 B"]

    def test_a_plan_does_not_end_what_is_logged(self) -> None:
        assert spans("9:00 A\n2-3pm? B", self.TODAY) == ["09:00-12:05 A", "14:00-15:00 B"]

    def test_a_reading_to_come_gives_way_to_the_past_one(self) -> None:
        assert spans("10-11 A\n8-9 B", self.TODAY) == ["10:00-11:00 A", "08:00-09:00 B"]

    def test_what_is_to_come_is_a_problem(self) -> None:
        assert reasons("13:00-14:00 A", self.TODAY) == [
            (1, "13:00 is still to come (it is 12:05): for a plan, put a ? behind the time")
        ]
        assert len(reasons("9:00 A\n13:00 B", self.TODAY)) == 2

    def test_running(self) -> None:
        assert spans("9-10 A\n10:00-... B", self.TODAY) == ["09:00-10:00 A", "10:00-... B"]

    def test_the_last_minutes(self) -> None:
        assert spans("-15 A\n30m B", self.TODAY) == ["11:50-12:05 A", "11:35-12:05 B"]
