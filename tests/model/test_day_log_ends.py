"""Lines of a pasted log that do not say when they ended: no end is made up."""

from __future__ import annotations

from datetime import datetime

from tests.model.test_day_log import NOW, reasons, spans

TODAY = NOW.date()
AFTERNOON = datetime(2026, 11, 18, 15, 3, tzinfo=NOW.tzinfo)


def test_a_line_that_was_not_understood_may_have_been_the_end() -> None:
    text = "8:45-9 Call\n10:15 Planning\n12 Lunch\n1 Email\n2:30-3 Write"
    assert spans(text) == ["08:45-09:00 Call", "14:30-15:00 Write"]
    assert reasons(text) == [
        (2, "has no end, and line 3 was not understood: write when it ended"),
        (3, "no time at the start: '12 Lunch'; if 12 is the time, write 12:00"),
        (4, "no time at the start: '1 Email'; if 1 is the time, write 1:00"),
    ]


def test_so_may_a_line_with_a_wrong_time_or_one_further_on() -> None:
    for line in ("9:75 Tea", "14-13:30 Tea", "Tea at 9:30"):
        text = f"9:00 Call\n{line}\n10-11 Post"
        assert spans(text) == ["10:00-11:00 Post"]
        assert [number for number, _ in reasons(text)] == [1, 2]
    assert spans("9:00 Call\n9:75 Tea", TODAY) == []


def test_words_between_the_lines_leave_the_ends_alone() -> None:
    assert spans("9:00 Call\nwe spoke of October\n10-11 Post") == ["09:00-10:00 Call", "10:00-11:00 Post"]


def test_a_time_alone_ends_the_line_before_it() -> None:
    assert spans("9:00 b\n9:30", TODAY) == ["09:00-09:30 b"]
    assert spans("9:00 b\n- 9:30\n10-11 c") == ["09:00-09:30 b", "10:00-11:00 c"]
    assert reasons("9:00 b\n9:30", TODAY) == []


def test_a_time_alone_that_ends_nothing_lacks_a_name() -> None:
    assert reasons("9:30\n10-11 c") == [(1, "what was it? Add a name")]
    assert reasons("8-9 a\n9:30\n10-11 c") == [(2, "what was it? Add a name")]


def test_a_day_does_not_end_with_the_next_days_first_line() -> None:
    text = "2026-11-10\n9:00 a\n17:00 b\n2026-11-11\n9-10 c"
    assert spans(text) == ["09:00-17:00 a", "09:00-10:00 c"]
    assert reasons(text) == [(3, "has no end, and no line of its day follows: write when it ended, 17:00-…")]


def test_what_the_order_puts_after_now_is_still_to_come() -> None:
    text = "2:00-2:30 Email\n2:30-3 Write\n4:00 End thing"
    assert reasons("9-10 Call\n1-2 Lunch\n" + text, TODAY, AFTERNOON) == [
        (5, "16:00 is still to come (it is 15:03): for a plan, put a ? behind the time")
    ]
