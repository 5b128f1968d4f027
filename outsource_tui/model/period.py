"""Spans of whole days that a summary is about, with a name for a file and a title for a person."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from outsource_tui.model.clock import Week, week_of
from outsource_tui.model.dates import LONG_MONTHS, WriteDate
from outsource_tui.model.errors import InputError
from outsource_tui.model.value import dataclass


class Length(StrEnum):
    """How long a period is; SPAN is any other number of days."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SPAN = "span"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date
    length: Length = Length.SPAN

    @property
    def name(self) -> str:
        """A name that sorts by time and can be part of a file's: 2026-W47, 2026-11, 2026-Q4, 2026."""
        if self.length is Length.WEEK:
            return Week(self.first).name
        if self.length is Length.MONTH:
            return f"{self.first:%Y-%m}"
        if self.length is Length.QUARTER:
            return f"{self.first.year:04}-Q{(self.first.month + 2) // 3}"
        if self.length is Length.YEAR:
            return f"{self.first.year:04}"
        return f"{self.first.isoformat()}--{self.last.isoformat()}"

    def title(self, write: WriteDate) -> str:
        """Return the heading: the period in words, its days written by `write`."""
        days = f"{write(self.first)} – {write(self.last)}" if self.first != self.last else write(self.first)
        if self.length is Length.SPAN:
            return days
        known = self.length in (Length.MONTH, Length.YEAR)
        return self.words if known else f"{self.words} · {days}"

    @property
    def words(self) -> str:
        """The period without its days: "Week 47", "November 2026", "Quarter 4 of 2026", "9 days"."""
        if self.length is Length.WEEK:
            return f"Week {Week(self.first).number}"
        if self.length is Length.MONTH:
            return f"{LONG_MONTHS[self.first.month - 1]} {self.first.year}"
        if self.length is Length.QUARTER:
            return f"Quarter {(self.first.month + 2) // 3} of {self.first.year}"
        if self.length is Length.YEAR:
            return f"Year {self.first.year}"
        return "1 day" if self.days == 1 else f"{self.days} days"

    def seen_from(self, today: date) -> str:
        """Return where the period lies: "this week", "last week", "3 weeks ago", "in 2 months"."""
        if self.length is Length.SPAN:
            return self.words
        if self.first <= today <= self.last:
            return f"this {self.length}"
        ahead, months = self.first > today, _MONTHS.get(self.length)
        if months is not None:
            steps = abs(_number(self.first, months) - _number(today, months))
        else:
            days = (self.first - today if ahead else today - self.last).days
            steps = (days + 6) // 7
        if steps == 1:
            return f"{'next' if ahead else 'last'} {self.length}"
        return f"in {steps} {self.length}s" if ahead else f"{steps} {self.length}s ago"

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def shifted(self, steps: int) -> Period:
        """Return the period so many lengths later; itself at the ends of the calendar."""
        try:
            if self.length in _MONTHS:
                months = _MONTHS[self.length]
                return _months(_month_on(self.first, steps * months), months, self.length)
            step = timedelta(days=steps * self.days)
            return Period(self.first + step, self.last + step, self.length)
        except (ValueError, OverflowError):
            return self

    def as_length(self, length: Length, today: date, week_start: int = 0) -> Period:
        """Return the period of another length around this one's last day (today's, if it holds today)."""
        day = today if self.first <= today <= self.last else self.last
        return Period(self.first, self.last) if length is Length.SPAN else period_of(day, length, week_start)


_MONTHS = {Length.MONTH: 1, Length.QUARTER: 3, Length.YEAR: 12}


def period_of(day: date, length: Length, week_start: int = 0) -> Period:
    """Return the week, month, quarter or year that `day` lies in."""
    if length is Length.WEEK:
        week = week_of(day, week_start)
        return Period(week.first, week.last, length)
    months = _MONTHS.get(length)
    if months is None:
        return Period(day, day)
    return _months(date(day.year, (day.month - 1) // months * months + 1, 1), months, length)


def period_between(first: date, last: date, week_start: int = 0) -> Period:
    """Return the period from `first` to `last`, recognised as a week, month, quarter or year if it is one.

    InputError where it ends before it begins.
    """
    if last < first:
        raise InputError(
            f"the span ends ({last.isoformat()}) before it begins ({first.isoformat()}): swap them"
        )
    for length in (Length.WEEK, *_MONTHS):
        known = period_of(first, length, week_start)
        if (known.first, known.last) == (first, last):
            return known
    return Period(first, last)


def period_from(week: Week) -> Period:
    """Return a week as a period."""
    return Period(week.first, week.last, Length.WEEK)


def _months(first: date, months: int, length: Length) -> Period:
    end = _month_on(first, months - 1)
    last = end.replace(day=31) if end.month == 12 else _month_on(end, 1) - timedelta(days=1)
    return Period(first, last, length)


def _number(day: date, months: int) -> int:
    """Number the months, quarters or years of the calendar."""
    return (day.year * 12 + day.month - 1) // months


def _month_on(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
