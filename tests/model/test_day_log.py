"""Days pasted from notes, e-mails and diaries."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.model import clock
from outsource_tui.model.date_lines import read_date_line
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


class TestDates:
    def test_date_lines_switch_the_day(self) -> None:
        text = (
            "8-9 A\n2026-11-11\n8-9 B\n\n## Thu 12 November 2026\n8-9 C\n13.11.2026:\n8-9 D\nSaturday\n8-9 E"
        )
        assert [each.entry.start.day for each in log(text).entries] == [10, 11, 12, 13, 14]

    def test_an_open_evening_lasts_until_the_next_morning(self) -> None:
        text = "2026-11-10\n22:30 Sleep\n2026-11-11\n6:45-7 Tea"
        assert spans(text) == ["22:30-06:45+1 Sleep", "06:45-07:00 Tea"]

    def test_but_not_until_another_week(self) -> None:
        text = "2026-11-02\n17:00 Call\n2026-11-11\n6:45-7 Tea"
        assert reasons(text) == [
            (2, "has no end, and no line of its day follows: write when it ended, 17:00-…")
        ]

    def test_halves_of_the_day_start_anew(self) -> None:
        assert spans("8-5pm A\n2026-11-11\n9-10 B") == ["08:00-17:00 A", "09:00-10:00 B"]

    def test_without_any_day(self) -> None:
        found = log("8-9 A\n2026-11-11\n8-9 B", None)
        assert [each.entry.activity for each in found.entries] == ["B"]
        assert found.undated == 1
        assert found.problems[0].reason == "of which day? Put a line with the date above it"

    def test_a_date_with_two_meanings_takes_its_entries_out(self) -> None:
        text = "3/4/2016\n8-9 A"
        found = log(text)
        assert found.entries == ()
        assert (found.two_way_dates, found.undated) == (1, 1)
        assert log(text, order="dmy").entries[0].entry.start.date() == date(2016, 4, 3)
        assert log(text, order="mdy").entries[0].entry.start.date() == date(2016, 3, 4)

    def test_a_wrong_weekday_is_remarked(self) -> None:
        found = log("Wed 17 March 2016\n8-9 A")
        assert found.entries[0].entry.start.date() == date(2016, 3, 17)
        assert [each.reason for each in found.remarks] == ["2016-03-17 is a Thu, not a Wed: the date counts"]

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("2016-03-17", date(2016, 3, 17)),
            ("2016/03/17", date(2016, 3, 17)),
            ("2016.3.17", date(2016, 3, 17)),
            ("17.3.2016", date(2016, 3, 17)),
            ("17. 3. 2016", date(2016, 3, 17)),
            ("17.03.16", date(2016, 3, 17)),
            ("17/3/2016", date(2016, 3, 17)),
            ("3/17/2016", date(2016, 3, 17)),
            ("Thu 17 March 2016", date(2016, 3, 17)),
            ("Thursday, 17 March 2016", date(2016, 3, 17)),
            ("Thursday 17th of March 2016:", date(2016, 3, 17)),
            ("Thurs, March 17, 2016", date(2016, 3, 17)),
            ("March 17th 2016 (week 11)", date(2016, 3, 17)),
            ("17 Mar 2016", date(2016, 3, 17)),
            ("**2016-03-17**", date(2016, 3, 17)),
            ("Thu 2016-03-17 –", date(2016, 3, 17)),
            ("17 November", date(2026, 11, 17)),
            ("Nov 17", date(2026, 11, 17)),
            ("20.12.", date(2026, 12, 20)),
            ("Tuesday", date(2026, 11, 17)),
            ("Wed:", date(2026, 11, 18)),
            ("yesterday", date(2026, 11, 17)),
            ("Today:", date(2026, 11, 18)),
        ],
    )
    def test_forms(self, line: str, expected: date) -> None:
        found = read_date_line(line, NOW.date(), None)
        assert found is not None
        assert found.day == expected

    @pytest.mark.parametrize("line", ["2016-02-30", "31.11.2016", "0001-01-01", "0000-01-01", "May 45 2016"])
    def test_days_that_do_not_exist(self, line: str) -> None:
        found = read_date_line(line, NOW.date(), None)
        assert found is not None
        assert found.day is None
        assert found.reason

    @pytest.mark.parametrize(
        "line",
        ["8:00 Email", "Monday meeting", "May I?", "2016", "17", "Sunny", "2016-03-17 8:00 Email", "1-2 X"],
    )
    def test_no_date_lines(self, line: str) -> None:
        assert read_date_line(line, NOW.date(), None) is None

    def test_weekdays_go_on_from_the_day_above(self) -> None:
        assert read_date_line("Friday", NOW.date(), date(2016, 3, 17)) is not None
        found = read_date_line("Friday", NOW.date(), date(2016, 3, 17))
        assert found is not None
        assert found.day == date(2016, 3, 18)


class TestLinesThatAreNotUnderstood:
    def test_they_are_listed_and_the_rest_is_read(self) -> None:
        text = "8-9 A\nlunch was nice\n25-26 B\n9:75 C\n9-10\n10-11 D\x1b[2J\n9-9 E\n14-13:30 F\n16:00-17 G"
        assert spans(text) == ["08:00-09:00 A", "10:00-11:00 D\x1b[2J", "16:00-17:00 G"]
        assert [line for line, _ in reasons(text)] == [2, 3, 4, 5, 7, 8]
        assert all("\x1b" not in reason for _, reason in reasons(text))

    def test_headings_and_comments(self) -> None:
        found = log("# My day\n## Morning\n8-9 A\n# 9-10 B\n---\n10-11 C")
        assert [(each.line, each.harmless) for each in found.problems] == [
            (1, True),
            (2, True),
            (4, False),
            (5, False),
        ]
        assert "take the # away" in found.problems[2].reason

    def test_a_heading_inside_a_day_keeps_the_order(self) -> None:
        assert spans("## Morning\n9-11 A\n## Afternoon\n1:30-2 B") == ["09:00-11:00 A", "13:30-14:00 B"]

    @pytest.mark.parametrize("text", ["8:00 A\n8:00-9 B", "9:00 A\n8:00am-8:30 B"])
    def test_an_open_entry_that_would_take_no_time(self, text: str) -> None:
        assert [line for line, _ in reasons(text)] == [1]

    def test_a_plan_without_an_end(self) -> None:
        assert reasons("14:00? X") == [(1, "a plan needs a start and an end: 14-15? and the name")]

    def test_a_length_on_another_day(self) -> None:
        assert reasons("30m X") == [(1, "a length needs a start: write 9-9:30 and the name")]

    def test_times_that_the_clocks_skip(self) -> None:
        assert "does not exist" in reasons("2:30-4am X", date(2026, 3, 8))[0][1]

    def test_too_many_lines(self) -> None:
        found = log("8-9 A\n" * 30_000)
        assert len(found.entries) == 20_000
        assert found.problems[-1].reason == "only 20,000 lines are read at a time"

    def test_nothing_at_all(self) -> None:
        assert log("") == DayLog()
        assert log(" \n\t\n") == DayLog()


def test_hours_are_counted_where_the_clocks_change() -> None:
    found = log("0:30-4:00 A", date(2026, 11, 1)).entries[0].entry
    assert found.end is not None
    assert clock.elapsed(found.start, found.end) == timedelta(hours=4.5)


@settings(max_examples=150, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 40), min_size=2, max_size=14),
    begin=st.integers(60, 86),
    style=st.sampled_from(["{h12}:{m:02}", "{h12}:{m:02}{ap}", "{h24}:{m:02}", "{h24:02}:{m:02}"]),
    ranges=st.booleans(),
)
def test_a_day_of_steps_under_three_hours_comes_back(
    lengths: list[int], begin: int, style: str, ranges: bool
) -> None:
    minutes = [begin * 5]
    for length in lengths:
        minutes.append(minutes[-1] + length * 4)
    minutes = [each for each in minutes if each < 1439]

    def written(minute: int) -> str:
        hour = minute // 60
        return style.format(h12=(hour - 1) % 12 + 1, h24=hour, m=minute % 60, ap="am" if hour < 12 else "pm")

    pairs = list(pairwise(minutes))
    lines = [f"{written(a)}{f'-{written(b)}' if ranges else ''} Step {n}" for n, (a, b) in enumerate(pairs)]
    if not ranges and pairs:
        lines[-1] = f"{written(pairs[-1][0])}-{written(pairs[-1][1])} Step {len(pairs) - 1}"
    found = log("\n".join(lines))
    assert found.problems == ()
    midnight = clock.midnight(PAST, NEW_YORK)
    got = [
        tuple(
            int(clock.elapsed(midnight, each) / timedelta(minutes=1))
            for each in (e.entry.start, e.entry.end or NOW)
        )
        for e in found.entries
    ]
    assert got == pairs


LINES = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.builds(
            "{}{}{} {}".format,
            st.sampled_from(["", "- ", "# ", "mon ", "2026-11-01 ", "1/2/2016", "Tue "]),
            st.sampled_from(
                ["8", "8:00", "11pm", "2:30", "0:10", "23:50", "24:00", "1 am", "-15", "noon", "1.11."]
            ),
            st.sampled_from(["", "-9", " – 7am", "-", ":", "?", "-10?", "-...", "-2026-11-03 4:00", "-now"]),
            st.sampled_from(["Call", "Call #a -- b", "", '"x"', "\x00"]),
        ),
        st.sampled_from(["2026-10-25", "## Sunday", "2026-03-29:", "", "# x"]),
    ),
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(lines=LINES, day=st.sampled_from([None, PAST, NOW.date(), date(2026, 11, 1), date(2026, 3, 8)]))
def test_any_text_gives_entries_or_reasons(lines: list[str], day: date | None) -> None:
    found = log("\n".join(lines), day)
    for each in found.entries:
        end = each.entry.end if each.entry.end is not None else NOW
        assert clock.elapsed(each.entry.start, end) >= timedelta()
        if each.entry.kind is Kind.LOGGED:
            assert end.astimezone(UTC) <= NOW.astimezone(UTC)
        assert each.entry.activity
    left_out = {each.line for each in found.problems}
    assert not left_out & {each.line for each in found.entries}
    assert all("\n" not in each.reason and len(each.reason) < 250 for each in found.problems)
