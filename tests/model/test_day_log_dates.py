"""Pasted days: date lines, lines that are not understood, and clocks that change."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.model import clock
from outsource_tui.model.date_lines import read_date_line
from outsource_tui.model.day_log import DayLog
from outsource_tui.model.entry import Kind
from tests.model.test_day_log import NEW_YORK, NOW, PAST, log, reasons, spans


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
        found = log("8-9 A\n" * 20_001)
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
