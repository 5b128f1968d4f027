"""A day of the log: what is missing in it, and how much of it is there."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from outsource_tui.model.activity import Activities
from outsource_tui.model.clock import week_of
from outsource_tui.model.day import Day, DayFrame, covered, covered_words, day_of
from outsource_tui.model.entry import Entry
from outsource_tui.model.week import week_log

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 18)
FRAME = DayFrame(time(8), time(18))


def moment(clock: str, day: int = 18) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=BERLIN)


def laid_out(*spans: str, now: str = "12:00", now_day: int = 19, frame: DayFrame = FRAME) -> Day:
    entries = []
    for n, span in enumerate(spans):
        start, end = span.split("-")
        entries.append(Entry(f"e{n}", moment(start), moment(end), BERLIN.key, "a"))
    return day_of(DAY, entries, BERLIN, moment(now, now_day), frame)


def gaps(day: Day) -> list[str]:
    return [f"{a:%H:%M}-{b:%H:%M}" for a, b in day.gaps]


def test_gaps_lie_within_the_usual_hours():
    assert gaps(laid_out("9:00-10:00", "11:00-18:00")) == ["08:00-09:00", "10:00-11:00"]


def test_an_entry_in_the_evening_makes_nothing_missing_before_it():
    whole, late = laid_out("8:00-18:00"), laid_out("8:00-18:00", "21:30-22:00")
    assert gaps(late) == gaps(whole) == []
    assert (late.unlogged, late.logged, late.coverage) == (0, whole.logged + 30, 1.0)


def test_nor_does_one_in_the_night():
    day = laid_out("0:00-0:30", "8:00-18:00")
    assert gaps(day) == []
    assert day.coverage == 1.0


def test_what_is_missing_in_the_usual_hours_stays_missing():
    assert gaps(laid_out("9:00-10:00", "21:30-22:00")) == ["08:00-09:00", "10:00-18:00"]
    assert gaps(laid_out("6:00-7:00", "17:00-19:00")) == ["08:00-17:00"]


def test_what_is_logged_outside_of_the_usual_hours_counts():
    assert laid_out("8:00-13:00", "19:00-20:00").coverage == pytest.approx(6 / 11)


def test_today_lacks_nothing_that_is_still_to_come():
    day = laid_out("8:00-9:00", now="10:30", now_day=18)
    assert gaps(day) == ["09:00-10:30"]
    assert laid_out("6:00-6:30", now="7:00", now_day=18).coverage == 1.0


def test_before_the_usual_hours_nothing_is_missing_and_nothing_is_there():
    day = laid_out(now="7:00", now_day=18)
    assert (gaps(day), day.span, day.span_minutes, day.coverage) == ([], None, 0, 0)


@pytest.mark.parametrize(
    ("coverage", "words"), [(0, "0 %"), (0.29, "29 %"), (0.689, "68 %"), (0.799, "79 %"), (1.0, "100 %")]
)
def test_coverage_is_cut_so_that_nothing_looks_whole_before_it_is(coverage, words):
    assert covered_words(coverage) == words == f"{covered(coverage)} %"


def test_what_is_logged_on_a_day_off_counts_and_nothing_is_missing_there():
    off = DayFrame(time(8), time(18), frozenset({0, 1}))
    day = laid_out("9:00-15:00", frame=off)
    assert (day.logged, day.counts) == (360, False)
    assert laid_out("9:00-15:00", frame=FRAME).counts
    work = [Entry(f"{n}", moment("8:00", n), moment("18:00", n), BERLIN.key, "a") for n in (16, 17)]
    off_work = Entry("off", moment("9:00"), moment("15:00"), BERLIN.key, "a")

    def coverage(*logged: Entry) -> float:
        return week_log(week_of(DAY), logged, Activities({}), BERLIN, moment("12:00", 22), off).coverage

    assert coverage(*work) == coverage(*work, off_work) == 1
    assert coverage(work[0]) == 0.5
    assert coverage(off_work) == pytest.approx(6 / 26)
