"""Clocks, days and spans as they were written, before anybody decides which moments they mean.

Clocks run 0 to 24 hours unless am or pm is written. In the hour that occurs twice when the clocks
go back, "2:30b" is the second 2:30, as railways write it.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from outsource_tui.model import clock
from outsource_tui.model.errors import InputError
from outsource_tui.model.pattern import pattern
from outsource_tui.model.text import clean
from outsource_tui.model.value import dataclass

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DAY_SECONDS = 86_400
HALF_DAY = 43_200
FIRST_YEAR, LAST_YEAR = 1970, 2999
AS_A_NAME = "for a name, put it in quotes"
MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
"""Source of a pattern for the name of a month, its word in a group."""

_CLOCK_PARTS = pattern(
    r"(?:([0-9]{1,2})(?:[:.h]([0-9]{2}))?(?:[:.]([0-9]{2}))?h?|([0-9]{1,2})([0-9]{2}))(b|\s?[ap]\.?m?\.?)?",
    re.IGNORECASE,
)


class QuickEntryError(InputError):
    """A typed line was not understood; `start` and `stop` are the columns of the part that is wrong."""

    def __init__(self, message: str, start: int = 0, stop: int = 0) -> None:
        super().__init__(message)
        self.start = start
        self.stop = stop


def shown(part: str) -> str:
    """Return a piece of the user's text as it may stand in a message."""
    return f"“{clean(part.strip(), 40)}”"


class End(Enum):
    """How a span ends that names no end."""

    NOW = "now"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class WrittenClock:
    """A time of day as written; `seconds` since midnight on the 24-hour clock (24:00 is 86400).

    `exact` is False where am or pm could still be meant; `suffixed` where am or pm is written;
    `repeated` where the second of two equal times is meant. `start` and `stop` are columns.
    """

    seconds: int
    exact: bool
    suffixed: bool
    repeated: bool
    start: int
    stop: int

    @property
    def readings(self) -> tuple[int, ...]:
        """The times of day that can be meant, as written first."""
        return (self.seconds,) if self.exact else (self.seconds, (self.seconds + HALF_DAY) % DAY_SECONDS)


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as written: days from today, a weekday (0 = Monday), or a date, its year perhaps open.

    `before_today` where the weekday of today is that of last week; `beside` is the weekday that is written
    beside a date ("Fri, 27 Nov"), which has to be that of the date.
    """

    start: int
    stop: int
    offset: int | None = None
    weekday: int | None = None
    month_day: tuple[int, int] | None = None
    fixed: date | None = None
    before_today: bool = False
    beside: int | None = None

    def candidates(self, today: date, planned: bool) -> tuple[date, ...]:
        """Return the days that can be meant, the likeliest first.

        A weekday is the latest one, or the next one for a plan; today counts where the span fits. So is a
        date without a year, for which today counts in any case. QuickEntryError where a date has another
        weekday than stands beside it.
        """
        if self.fixed is not None:
            return (self._with_weekday(self.fixed),)
        if self.offset is not None:
            return (today + timedelta(days=self.offset),)
        if self.weekday is not None:
            return self._weekdays((self.weekday - today.weekday()) % 7, today, planned)
        assert self.month_day is not None
        found = _in_years(*self.month_day, today)
        if planned:
            usual = min((each for each in found if each >= today), default=found[-1])
        else:
            usual = max((each for each in found if each <= today), default=found[0])
        return (self._with_weekday(usual, nearest(*self.month_day, today)),)

    def _with_weekday(self, *days: date) -> date:
        """Return the first of the days that falls on the weekday beside the date."""
        for each in days:
            if self.beside in (None, each.weekday()):
                return each
        assert self.beside is not None
        is_one, is_not = clock.DAY_NAMES[days[-1].weekday()], clock.DAY_NAMES[self.beside]
        raise QuickEntryError(
            f"{days[-1].isoformat()} is a {is_one}, not a {is_not}: correct one of the two",
            self.start,
            self.stop,
        )

    def _weekdays(self, ahead: int, today: date, planned: bool) -> tuple[date, ...]:
        if ahead == 0 and not self.before_today:
            return (today, today + timedelta(days=7 if planned else -7))
        days = ahead if planned and not self.before_today else ahead - 7
        return (today + timedelta(days=days),)

    def near(self, other: date) -> date:
        """Return the day of a date; one without a year is the nearest to `other`."""
        return nearest(*self.month_day, other) if self.month_day else self.candidates(other, True)[-1]


def nearest(month: int, day: int, today: date) -> date:
    """Return the date of that month and day that lies nearest to `today`."""
    return min(_in_years(month, day, today), key=lambda each: abs((each - today).days))


def _in_years(month: int, day: int, today: date) -> list[date]:
    """Return the dates of that month and day in the years around `today`; there is one on either side."""
    found = []
    for year in range(max(today.year - 8, 1), min(today.year + 9, 9999)):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The time part of a line as written: a span, a start, or the last so many minutes.

    `minutes` is set for "the last so many"; else `first` is, and `last` is a clock or says how the
    span ends. `start` and `stop` are the columns of the part, `rest` where the name may begin.
    """

    start: int
    stop: int
    rest: int
    planned: bool
    first: WrittenClock | None = None
    last: WrittenClock | End = End.NOW
    last_day: WrittenDay | None = None
    minutes: int | None = None
    day: WrittenDay | None = None


def date_from(written: str, start: int) -> WrittenDay:
    """Return the day of "2026-11-20", "2026/11/20", "20.11.2026", "20.11.", "20 Nov" or "Nov 20, 2026" at
    column `start`."""
    stop = start + len(written)
    figures = [int(each) for each in re.findall("[0-9]+", written)]
    year: int | None
    if word := re.search(r"(?<![^\W\d_])" + MONTH, written, re.IGNORECASE):
        day, month = figures[0], clock.month_number(word[1])
        year = figures[1] if len(figures) > 1 else None
    elif "." not in written:
        year, month, day = figures
    else:
        day, month = figures[:2]
        year = figures[2] if len(figures) > 2 else None
        if year is not None and len(written.rsplit(".", maxsplit=1)[-1].strip()) == 2:
            year += 2000
    try:
        checked = date(2000 if year is None else year, month, day)  # 2000 has a 29 February
    except ValueError:
        raise QuickEntryError(f"there is no day {shown(written)}; {AS_A_NAME}", start, stop) from None
    if year is None:
        return WrittenDay(start, stop, month_day=(month, day))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise QuickEntryError(
            f"the year of {shown(written)} is out of range: {FIRST_YEAR} to {LAST_YEAR}", start, stop
        )
    return WrittenDay(start, stop, fixed=checked)


def read_clock(written: str, start: int = 0, is_end: bool = False) -> WrittenClock:
    """Return the time of day of "9", "9:15", "0915", "9h15", "9.15", "9:15:30", "9am", "2:30b", "noon".

    QuickEntryError with its columns, counted from `start`, for anything else; 24:00 is an end only.
    """
    stop = start + len(written)
    word = written.lower()
    if word in ("noon", "midnight"):
        seconds = HALF_DAY if word == "noon" else DAY_SECONDS if is_end else 0
        return WrittenClock(seconds, True, True, False, start, stop)
    match = _CLOCK_PARTS.fullmatch(word)
    if match is None:
        raise QuickEntryError(f"{shown(written)} is not a time: write 9:15 or 9:15pm", start, stop)
    hour_text = match.group(1) or match.group(4)
    minute_text = match.group(2) or match.group(5) or "0"
    hour, minute, second = int(hour_text), int(minute_text), int(match.group(3) or 0)
    suffix = (match.group(6) or "").strip()
    if minute > 59 or second > 59:
        raise QuickEntryError(f"{shown(written)} is not a time: minutes run from 00 to 59", start, stop)
    if suffix and suffix != "b":
        if not 1 <= hour <= 12:
            raise QuickEntryError(
                f"{shown(written)} is not a time: with am or pm the hours run from 1 to 12", start, stop
            )
        hour = hour % 12 + (12 if suffix[0] == "p" else 0)
    seconds = hour * 3600 + minute * 60 + second
    if seconds > DAY_SECONDS or (seconds == DAY_SECONDS and not is_end):
        raise QuickEntryError(
            f"{shown(written)} is not a time: the hours run from 0 to 23, and 24:00 is an end", start, stop
        )
    exact = bool(suffix) or hour == 0 or hour > 12 or hour_text.startswith("0")
    return WrittenClock(seconds, exact, suffix not in ("", "b"), suffix == "b", start, stop)


def time_of_day(text: str, *, is_end: bool = False) -> time:
    """Return the time of day of a clock that stands alone, in whole minutes; 24:00, an end, is time(0).

    QuickEntryError for what `read_clock` does not read, and for the second of two equal times, of which no
    day has a usual one.
    """
    written = read_clock(text.strip(), is_end=is_end)
    if written.repeated:
        raise QuickEntryError(f"{shown(text)} is not a time of every day: leave out the b", 0, len(text))
    return time(written.seconds // 3600 % 24, written.seconds // 60 % 60)


def resolve_pair(first: WrittenClock, last: WrittenClock) -> tuple[int, int]:
    """Return the seconds since midnight that a range means, before any step over midnight.

    Where one side alone says am or pm, the other takes the reading that makes the shorter span.
    """
    if first.suffixed == last.suffixed:
        return first.seconds, last.seconds
    pairs = [(a, b) for a in first.readings for b in last.readings]
    return min(pairs, key=lambda pair: (pair[1] - pair[0] - 1) % DAY_SECONDS)


def moment(day: date, seconds: int, zone: ZoneInfo, written: WrittenClock) -> datetime:
    """Return the moment of a written clock on `day`; QuickEntryError where the clocks skip it."""
    try:
        if seconds == DAY_SECONDS:
            return clock.midnight(day + timedelta(days=1), zone)
        wall = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
        found = clock.at(day, wall, zone)
    except InputError as error:
        raise QuickEntryError(error.message, written.start, written.stop) from error
    except OverflowError as error:
        raise QuickEntryError("that day is out of range", written.start, written.stop) from error
    if not written.repeated:
        return found
    again = found.replace(fold=1)
    if again.utcoffset() == found.utcoffset():
        raise QuickEntryError(
            f"{wall:%H:%M} occurs once on {day.isoformat()}: leave out the b", written.start, written.stop
        )
    return again
