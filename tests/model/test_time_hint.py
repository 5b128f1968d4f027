"""A time inside a name is asked about, and other numbers are left alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsource_tui.model.errors import InputError
from outsource_tui.model.line_words import leading_tags
from outsource_tui.model.quick_entry import leaves_doubt, parse
from outsource_tui.model.time_hint import doubt, doubt_at_start, night_by_day, tag_in_name, time_in_name
from outsource_tui.model.time_words import read_time


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Call 3pm", "3pm Call"),
        ("Call at 3pm", "3pm Call"),
        ("Email 9-10:30", "9-10:30 Email"),
        ("Email (9:00 - 10)", "9:00-10 Email"),
        ("Meeting 9 to 10", "9-10 Meeting"),
        ("Invoices 45 min", "45 min Invoices"),
        ("09 Email", "09:00 Email"),
        ("Call Bob -15", "-15 Call Bob"),
        ("09:00-10:00Call", "09:00-10:00 Call"),
        ("9-10:30-Call", "9-10:30 Call"),
        ("9-10-11 x", "9-10 11 x"),
        ("0900 x", "09:00 x"),
        ("- 10 Call", "-10 Call"),
        ("next mon 9-10? x", "mon 9-10? x"),
        ("next Monday 9-10 x", "Monday 9-10? x"),
        ("Call on tue 9-10", "tue 9-10 Call"),
        ("at 9 lunch", "9:00 lunch"),
        ("since 9 lunch", "9:00 lunch"),
        ("lunch at 9", "9:00 lunch"),
    ],
)
def test_a_time_in_a_name_is_asked_about(name: str, line: str) -> None:
    assert time_in_name(name).endswith(f"the time? Then write {line}")


@pytest.mark.parametrize(
    "name",
    [
        "1-1 with Ann", "24-7 support", "Windows 10", "Form 1040", "iPhone 15 repair", "Q3 2026", "2x4",
        "2-3rd floor", "1040 forms", "2026 budget", "- Call", "next Monday Ann",
        "24/7 support", "1/2 9 cups", "at 25 Main St", "what I did at 9 shops",
    ],
)
def test_other_numbers_are_left_alone(name: str) -> None:
    assert time_in_name(name) == ""


@pytest.mark.parametrize(
    ("line", "moved"),
    [
        ("Call yesterday 9-10", "yesterday 9-10 Call"),
        ("Call yesterday at 3pm", "yesterday 3pm Call"),
        ("Call 3pm #acme", "3pm Call #acme"),
        ("Call 3pm -- about the roof", "3pm Call -- about the roof"),
    ],
)
def test_nothing_else_of_the_line_is_lost(line: str, moved: str) -> None:
    assert time_in_name(line).endswith(f"Then write {moved}")


@pytest.mark.parametrize("line", ["9-10 Prepare 3pm call", "-15 Call at 3pm", ":Call 3pm", '"Call 3pm"', ""])
def test_a_line_with_a_time_or_a_marked_name_is_left_alone(line: str) -> None:
    assert time_in_name(line) == ""


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("8:40 to 10 x", "is “8:40 to 10” the time? Then write 8:40-10 x"),
        ("#a mon 8:40 until 10 x", "is “8:40 until 10” the time? Then write #a mon 8:40-10 x"),
        ("1 hour ago x", "is “1 hour ago” the time? Then write 1 hour x"),
        ("30m ago: x", "is “30m ago” the time? Then write 30m x"),
        ("9-11 x yesterday", "is “yesterday” the day? Then write yesterday 9-11 x"),
        ("#a 9-11 x on mon #b -- y", "is “on mon” the day? Then write #a mon 9-11 x #b -- y"),
        ("9-11 x tomorrow", "is “tomorrow” the day? Then write tomorrow 9-11? x"),
        ("9-11? x next Monday", "is “next Monday” the day? Then write Monday 9-11? x"),
        ("9-11 yesterday x #b", "is “yesterday” the day? Then write yesterday 9-11 x #b"),
        ("#a 9-11 tomorrow x", "is “tomorrow” the day? Then write #a tomorrow 9-11? x"),
        ("9-11 20.11. x", "is “20.11.” the day? Then write 20.11. 9-11 x"),
        ("9-11 last mon, x", "is “last mon” the day? Then write mon 9-11 x"),
    ],
)
def test_more_of_a_time_around_the_name_is_asked_about(line: str, asked: str) -> None:
    assert time_in_name(line) == asked


@pytest.mark.parametrize(
    "line",
    [
        "mon 9-10 x yesterday", "9-10 x mon", "9-10 holiday", '9-10 "x yesterday"', "9-10 weeks ago",
        "1h ago", "9-10 Monday meeting", "9-10 today", "9-10 last minute", "9-10 31.2. x",
        "mon 9-10 yesterday x",
    ],
)  # fmt: skip
def test_other_words_around_a_name_are_its_own(line: str) -> None:
    assert time_in_name(line) == ""


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("30/11 9-10 x", "is “30/11” the day? Then write 30.11. 9-10 x"),
        ("#a 11/29, 9:15 x", "is “11/29” the day? Then write #a 29.11. 9:15 x"),
        ("3/4 9-10 x", "is “3/4” the day? Then write 3.4. 9-10 x or 4.3. 9-10 x"),
    ],
)
def test_a_day_with_a_slash_is_asked_about(line: str, asked: str) -> None:
    assert time_in_name(line) == asked


@pytest.mark.parametrize(
    "line",
    ["9-10, 11-12 x", "9-10 and 11-12 x", "mon 9-10 & 11-12 x", "9-10 x, 10-11 y", "9-10 x and 10:30-11 y"],
)
def test_a_second_time_is_asked_about(line: str) -> None:
    assert "a second time?" in time_in_name(line)


@pytest.mark.parametrize(
    "line", ["9-10 9-5 rota", "9-10, Call", "9-10 and so on", "9-10, 1-1 with Ann", "9-10 Read, 1-1"]
)
def test_other_figures_behind_a_time_are_no_second_one(line: str) -> None:
    assert time_in_name(line) == ""


@pytest.mark.parametrize(
    ("line", "moved"),
    [
        ("Call 27 Nov 14-15 #a", "27 Nov 14-15 Call #a"),
        ("Call Fri, 27 Nov 2026 14-15", "Fri, 27 Nov 2026 14-15 Call"),
        ("27 Nov: Call 14-15", "27 Nov 14-15 Call"),
        ("27 Nov party 14-15", "27 Nov 14-15 party"),
        ("Fri, 27 Nov 2026, Call 14-15", "Fri, 27 Nov 2026 14-15 Call"),
    ],
)
def test_a_date_goes_along_with_the_time(line: str, moved: str) -> None:
    assert time_in_name(line).endswith(f"14-15” the time? Then write {moved}")


@pytest.mark.parametrize(
    "line", ["31 nov 20-21 Emails", "Call 31 Nov 14-15", "31.2. party 9-10", "Call of 27 Nov at home 14-15"]
)
def test_no_line_is_advised_in_which_the_date_would_be_a_name(line: str) -> None:
    assert time_in_name(line) == ""


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("wendesday 15-16 Shoot", "is “wendesday” wednesday? Then write wednesday 15-16 Shoot"),
        ("#a Thursdy, 9:15 Shoot", "is “Thursdy” Thursday? Then write #a Thursday, 9:15 Shoot"),
        ("firday 9-10 x", "is “firday” friday? Then write friday 9-10 x"),
        ("yesteday 9-10 x", "is “yesteday” yesterday? Then write yesterday 9-10 x"),
        ("27 novmber 9-10 x", "is “novmber” November? Then write 27 November 9-10 x"),
        ("Octboer 27, 9-10 x", "is “Octboer” October? Then write October 27, 9-10 x"),
    ],
)
def test_a_day_that_is_spelled_almost_right_is_asked_about(line: str, asked: str) -> None:
    assert time_in_name(line) == asked
    assert read_time(asked.partition("Then write ")[2], len("#a ") if "#a" in line else 0) is not None


@pytest.mark.parametrize("line", ["midday 9-10 x", "holiday 9-10 x", "Email 9-10 x", "24 parcels 9-10"])
def test_other_words_before_a_time_are_not_taken_for_a_day(line: str) -> None:
    assert time_in_name(line).startswith("is “9-10” the time?")


_WORDS = st.sampled_from(
    ["Call", "3pm", "at", "9-10", "12:30", "30m", "45", "min", "-15", "(9:00", "10)", "09", "#a", "7am", "to"]
)


@given(st.lists(_WORDS, min_size=1, max_size=6).map(" ".join))
def test_what_it_proposes_is_read_as_a_time(name: str) -> None:
    hint = time_in_name(name)
    if hint:
        line = hint.partition("? Then write ")[2]
        assert read_time(line, leading_tags(line, 0)[0]) is not None


@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered_in_one_line(line: str) -> None:
    assert len(time_in_name(line).splitlines()) <= 1


NOW = datetime(2026, 11, 19, 15, 20, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("line", "by_day"),
    [
        ("2-2:20 Call", "14:00-14:20 Call"),
        ("#acme 1:30-2 Call", "#acme 13:30-14:00 Call"),
        ("230-3 Call -- x", "14:30-15:00 Call -- x"),
        ("2:30 Call", "14:30 Call"),
        ("yesterday 5-5:30 Call", "yesterday 17:00-17:30 Call"),
    ],
)
def test_a_night_that_may_be_meant_by_day_is_asked_about(line: str, by_day: str) -> None:
    assert night_by_day(line, NOW).endswith(f" by day? Then write {by_day}")
    assert parse(by_day, NOW).start - parse(line, NOW).start == timedelta(hours=12)


@pytest.mark.parametrize(
    "line",
    [
        "02-02:20 Call", "2am-3am Call", "0:30-1 Call", "4-5 Call", "9-10:30 Call", "6-7 Run",
        "23:30-0:30 Call", "-15 Call", "Call", "2 boxes", "2-2 Call", "2-13 Call", "",
    ],
)
def test_a_time_that_is_sure_or_still_to_come_by_day_is_not_asked_about(line: str) -> None:
    assert night_by_day(line, NOW) == ""


@pytest.mark.parametrize(
    ("line", "moved"),
    [
        ("9-10 Call +acme", "9-10 Call #acme"),
        ("+acme Call", "#acme Call"),
        ("-15 Call +acme #b -- with +Bob", "-15 Call #acme #b -- with +Bob"),
    ],
)
def test_a_tag_as_others_write_it_is_asked_about(line: str, moved: str) -> None:
    assert tag_in_name(line) == f"is “+acme” a tag? Then write {moved}"


@pytest.mark.parametrize("line",
    ["9-10 Call +49 170", "9-10 A + B", "C++", '9-10 "Call +acme"', "9-10 x -- +y", "9:99 +x"],
)
def test_other_pluses_are_no_tags(line: str) -> None:
    assert tag_in_name(line) == ""


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("20.11. 9-10 x", "is “20.11.” still to come? Then write 20.11. 9-10? x"),
        ("24.12. 9-10 x", ""),
        ("Thu 20 Nov 9-10 x", ""),
        ("17.11. 9-10 x", ""),
        ("19.11. 9-10 x", ""),
        ("20.11. 9-10? x", ""),
        ("20.11.2025 9-10 x", ""),
    ],
)
def test_a_day_soon_ahead_that_is_logged_a_year_ago_is_asked_about(line: str, asked: str) -> None:
    assert doubt(line, NOW) == asked


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Call 9:15", "is “9:15” the time? Then write 9:15 Call"),
        ("Call +acme", "is “+acme” a tag? Then write Call #acme"),
        ("Call 7-8", ""),
        ("Call", ""),
    ],
)
def test_what_starts_is_asked_about_where_it_could_start_then(line: str, asked: str) -> None:
    assert doubt_at_start(line) == asked


_PARTS = st.sampled_from(
    ["Call", "3pm", "9-10", "2-3", "20.11.", "7-8", "yesterday", "last mon", "+acme", "-15", "1 hour ago",
     "wendesday", "27 Novmber"]
)


@given(st.lists(_PARTS, min_size=1, max_size=5).map(" ".join))
def test_no_question_is_missed_by_the_quick_look(line: str) -> None:
    try:
        quick = parse(line, NOW, NOW - timedelta(hours=1))
    except InputError:
        return
    assert leaves_doubt(quick, NOW) or not doubt(line, NOW)
