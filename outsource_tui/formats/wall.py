"""Local times as files write them: dates in any order, am and pm, durations, and clock changes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import Question

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from outsource_tui.formats.base import DateOrder

_HOUR = 3600
_SLACK = 2
"""Seconds by which a duration may differ from its ends: trackers round both."""

_LONGEST = 60
"""No time or duration has more characters: the patterns take their time over long runs of spaces."""

_DATE = re.compile(r"\s*(\d{1,4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,4})\.?\s*", re.ASCII)
_CLOCK = re.compile(
    r"\s*(\d{1,2})(?:[:.h](\d{2}))?(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?\s*(m)?\.?\s*",
    re.ASCII | re.IGNORECASE,
)
_DURATION = re.compile(
    r"\s*(-?)(?:(\d+)\s*(?:d|days?),?\s*)?(\d+):([0-5]?\d)(?::([0-5]?\d)(?:[.,]\d+)?)?\s*", re.ASCII
)
_WORDS = re.compile(
    r"\s*(?:PT?)?(?:(\d+(?:[.,]\d+)?)\s*h[^\W\d]*)?\s*(?:(\d+(?:[.,]\d+)?)\s*m[^\W\d]*)?\s*(?:(\d+(?:[.,]\d+)?)\s*s[^\W\d]*)?\s*",
    re.ASCII | re.IGNORECASE,
)
_DECIMAL = re.compile(r"\s*\d+(?:[.,]\d+)?\s*", re.ASCII)
_JUMPED = "ends at {:%H:%M}, which the clocks jumped over; its duration decides"


class WallClock:
    """Turns what a wall clock shows in one zone into moments."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self._even: dict[date, bool] = {}

    def even(self, day: date) -> bool:
        """True where no clock change is near `day`, so that every time on it exists once."""
        known = self._even.get(day)
        if known is None:
            try:
                noon = datetime.combine(day, time(12), self.zone)
                offset = noon.utcoffset()
                known = all((noon + timedelta(days=n)).utcoffset() == offset for n in (-1, 1))
            except OverflowError:
                known = True
            self._even[day] = known
        return known

    def moments(self, shown: datetime) -> tuple[datetime, ...]:
        """Return the moments at which the wall shows `shown`: one, two where the clocks go back, or none."""
        first = shown.replace(tzinfo=self.zone)
        if self.even(shown.date()):
            return (first,)
        second = first.replace(fold=1)
        if first.utcoffset() == second.utcoffset():
            return (first,)
        if first.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None, fold=0) != shown:
            return ()
        return first, second

    def moment(self, shown: datetime) -> datetime:
        """Return the first moment at which the wall shows `shown`; InputError where it never does."""
        found = self.moments(shown)
        if not found:
            raise InputError(
                f"{shown:%H:%M} does not exist on {shown:%Y-%m-%d} in {self.zone.key}, where the clocks go "
                "forward: is the time zone right?"
            )
        return found[0]

    def span(
        self, start: datetime, end: datetime | None, seconds: int | None
    ) -> tuple[datetime, datetime | None, str]:
        """Return start, end, and a remark or "", from what a row tells of them.

        The ends decide, except where the duration is exactly an hour off, which only a clock change
        does; then the duration is right, but for an end before its start on days without one. Where the
        clocks go back, it says which of two moments is meant.
        """
        if end is None:
            first = self.moment(start)
            return first, None if seconds is None else after(first, seconds), ""
        if seconds is not None and seconds > 0 and not self.moments(end):
            first = self.moment(start)
            return first, after(first, seconds), _JUMPED.format(end)
        if start.date() == end.date() and self.even(start.date()):
            first, last = start.replace(tzinfo=self.zone), end.replace(tzinfo=self.zone)
            passed = (end - start).total_seconds()
        else:
            first, last = self.ends(start, end, seconds)
            passed = (last.astimezone(UTC) - first.astimezone(UTC)).total_seconds()
        if seconds is None or abs(passed - seconds) <= _SLACK:
            return first, last, ""
        off = abs(passed - seconds)
        changes = not (self.even(start.date()) and self.even(end.date()))
        if abs(off - _HOUR) <= _SLACK and seconds > 0 and (changes or passed > 0):
            return first, after(first, seconds), "is an hour off between its ends; its duration decides"
        if off < 60 or passed < 0:
            return first, last, ""
        told = f"lasts {_hms(passed)} by its ends and {_hms(seconds)} by its duration; the ends decide"
        return first, last, told

    def ends(self, start: datetime, end: datetime, seconds: int | None) -> tuple[datetime, datetime]:
        """Return the pair of moments that the duration fits best, the earlier one where none tells."""
        self.moment(start), self.moment(end)
        best: tuple[float, datetime, datetime] | None = None
        for first in self.moments(start):
            for last in self.moments(end):
                passed = (last.astimezone(UTC) - first.astimezone(UTC)).total_seconds()
                miss = abs(passed - seconds) if seconds is not None else (0.0 if passed > 0 else 1.0)
                if best is None or miss < best[0]:
                    best = miss, first, last
        assert best is not None
        return best[1], best[2]


def after(moment: datetime, seconds: int) -> datetime:
    return (moment.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(moment.tzinfo)


def _hms(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def parse_clock(text: str) -> time:
    """Read "9:00", "09:00:00", "9:00 AM", "9.30", "2 p.m."; ValueError for anything else."""
    bare = text.replace("\u202f", " ").replace("\xa0", " ")[: _LONGEST + 1]
    match = _CLOCK.fullmatch(bare) if len(bare) <= _LONGEST else None
    if not match or (match[2] is None and match[4] is None):
        raise ValueError(f"{text!r} is no time of day")
    hour = int(match[1])
    if match[4]:
        # "13:30 PM" has the hour already; "0:30 PM" is what some write for 12:30
        hour = hour if hour > 12 else hour % 12 + (12 if match[4] in "pP" else 0)
    if hour > 23 or int(match[2] or 0) > 59 or int(match[3] or 0) > 59:
        raise ValueError(f"{text!r} is no time of day")
    return time(hour, int(match[2] or 0), int(match[3] or 0))


def parse_duration(text: str) -> int:
    """Read "1:30", "01:30:00", "26:10:05", "1h 30m", "PT1H30M" or "1.5" hours as seconds; else ValueError."""
    if len(text) > _LONGEST:
        raise ValueError(f"{text!r} is no duration")
    match = _DURATION.fullmatch(text)
    if match:
        sign, days, hours, minutes, seconds = match.groups()
        total = int(days or 0) * 86_400 + int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)
        return -total if sign else total
    if _DECIMAL.fullmatch(text):
        return round(float(text.replace(",", ".")) * 3600)
    match = _WORDS.fullmatch(text)
    if not match or not any(match.groups()):
        raise ValueError(f"{text!r} is no duration")
    hours_, minutes_, seconds_ = (float((part or "0").replace(",", ".")) for part in match.groups())
    return round(hours_ * 3600 + minutes_ * 60 + seconds_)


class Dates:
    """Reads the dates of one file, all in the same order of day, month and year."""

    def __init__(self, order: DateOrder | None) -> None:
        self.order = order
        self._known: dict[str, date] = {}

    @classmethod
    def of(cls, texts: Iterable[str], order: DateOrder | None) -> Dates | Question:
        """Find out the order from all dates of a file, or return the question that settles it."""
        if order is not None:
            return cls(order)
        day_first = month_first = open_ = ""
        for text in texts:
            match = _DATE.fullmatch(text)
            if not match or len(match[1]) > 2:
                continue
            first, second = int(match[1]), int(match[3])
            if second > 12:
                month_first = month_first or text
            elif first > 12 or match[2] == ".":
                day_first = day_first or text
            elif first != second:
                open_ = open_ or text
        if day_first and month_first:
            both = f"{day_first.strip()} has the day first, {month_first.strip()} the month"
            return _question(f"{both}: which order is right?")
        if not day_first and not month_first and open_:
            return _question(f"does {open_.strip()} begin with the day or the month? The file cannot tell.")
        return cls("mdy" if month_first else "dmy")

    def parse(self, text: str) -> date:
        """Return the date; ValueError where it is none in this order."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._parse(text)
        return known

    def _parse(self, text: str) -> date:
        match = _DATE.fullmatch(text)
        if not match:
            try:
                return date.fromisoformat(text.strip())
            except ValueError:
                raise ValueError(f"{text!r} is no date") from None
        a, b, c = match[1], match[3], match[4]
        if len(a) > 2:
            year, month, day = a, b, c
        elif self.order == "ymd":
            year, month, day = (a, b, c) if len(c) <= 2 else (c, b, a)
        elif self.order == "mdy":
            year, month, day = c, a, b
        else:
            year, month, day = c, b, a
        try:
            return date(int(year) + (2000 if len(year) <= 2 else 0), int(month), int(day))
        except ValueError:
            orders = {"mdy": "month, day, year", "ymd": "year, month, day"}
            order = orders.get("ymd" if len(a) > 2 else self.order or "", "day, month, year")
            raise ValueError(f"{text.strip()!r} is no date in the order {order}") from None


def _question(text: str) -> Question:
    return Question("date_order", text, ("dmy", "mdy", "ymd"))
