"""Times alone, as dialogs ask for them: an edge, the places where an entry is split, a new span."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from outsource_tui.model import clock
from outsource_tui.model.errors import InputError
from outsource_tui.model.line_words import checked_line
from outsource_tui.model.pattern import pattern
from outsource_tui.model.span_words import resolve
from outsource_tui.model.time_words import read_time
from outsource_tui.model.value import replace
from outsource_tui.model.written_time import (
    DAY_SECONDS,
    HALF_DAY,
    End,
    QuickEntryError,
    WrittenClock,
    moment,
    read_clock,
    shown,
)

_LAST_HOUR = pattern(r"(?:^|(?<=\s))([0-9]{1,2})$")
_BETWEEN = pattern(r"\s*[,;]\s*|\s+(?![ap]\.?m)", re.IGNORECASE)


def parse_clock(text: str, day: date, zone: ZoneInfo) -> datetime:
    """Return the moment of "10:15", "1015", "10", "9am" or "24:00" on `day`; QuickEntryError otherwise."""
    line = checked_line(text)
    written = line.strip()
    if not written:
        raise QuickEntryError("which time? Write it as 10:15")
    read = read_clock(written, len(line) - len(line.lstrip()), is_end=True)
    return moment(day, read.seconds, zone, read)


def parse_moment(text: str, now: datetime) -> datetime:
    """Return the moment of "9:15", "9", "-5" (minutes ago), "now", "yesterday 9:00": as a line of quick entry
    begins. A time of today alone may be still to come; QuickEntryError for anything else that is, or is none.
    """
    line = checked_line(text)
    zone = now.tzinfo
    if not isinstance(zone, ZoneInfo):
        raise TypeError("now needs a ZoneInfo")
    if line.strip().lower() == "now":
        return clock.to_minute(now)
    pos = len(line) - len(line.lstrip())
    whole = _LAST_HOUR.sub(r"\1:00", line)
    words = read_time(whole, pos)
    if words is None:
        return parse_clock(text, now.date(), zone)
    if words.rest < len(whole) or words.planned or not isinstance(words.last, End):
        part = shown(line)
        raise QuickEntryError(f"{part} is not a moment: write 9:15, -15 or yesterday 9:15", pos, len(line))
    try:
        return resolve(replace(words, last=End.OPEN), whole, now, None, zone)[0]
    except QuickEntryError:
        if words.day is not None or words.first is None:
            raise
        return moment(now.date(), words.first.seconds, zone, words.first)


def parse_clocks(text: str, start: datetime, end: datetime) -> tuple[datetime, ...]:
    """Return the moments of "10:15, 11" inside of the span from `start` to `end`, in order, each once.

    Each lies inside: on the day, in the half of the day, and in the hour that occurs twice, where it
    does. QuickEntryError names the first that is outside.
    """
    if not isinstance(start.tzinfo, ZoneInfo):
        raise TypeError("the span needs a ZoneInfo")
    line = checked_line(text)
    found: list[datetime] = []
    pos = len(line) - len(line.lstrip())
    while pos < len(line):
        between = _BETWEEN.search(line, pos)
        stop = between.start() if between else len(line)
        if stop > pos:
            found.append(_inside(read_clock(line[pos:stop], pos, is_end=True), line, start, end))
        pos = between.end() if between else len(line)
    if not found:
        raise QuickEntryError("at which time? Write it as 10:15, or several as 10:15, 11")
    # by the time that passed: two moments of one zone are equal where its clocks show the same
    moments = {each.timestamp(): each for each in found}
    return tuple(moments[each] for each in sorted(moments))


def _inside(written: WrittenClock, line: str, start: datetime, end: datetime) -> datetime:
    zone = start.tzinfo
    assert isinstance(zone, ZoneInfo)
    last = end.astimezone(zone).date()
    halves = (
        [written.seconds] if written.exact else [written.seconds, (written.seconds + HALF_DAY) % DAY_SECONDS]
    )
    for seconds in halves:
        day = start.date()
        while day <= last:
            for each in _on(day, seconds, zone, written):
                if clock.elapsed(start, each) > timedelta() and clock.elapsed(each, end) > timedelta():
                    return each
            day += timedelta(days=1)
    part = line[written.start : written.stop]
    span = f"{clock.clock_words(start)}–{clock.clock_words(end.astimezone(zone))}"
    raise QuickEntryError(f"{shown(part)} is not inside {span}", written.start, written.stop)


def _on(day: date, seconds: int, zone: ZoneInfo, written: WrittenClock) -> tuple[datetime, ...]:
    try:
        found = moment(day, seconds, zone, written)
    except InputError:
        return ()
    return (found, found.replace(fold=1))


def parse_time_span(
    text: str, day: date, now: datetime, *, planned: bool = False
) -> tuple[datetime, datetime | None]:
    """Return the span of "9-10:30", "9:15", "-15", "yesterday 14-15" on `day`: quick entry without a name.

    It starts on `day` where the text names none. A `?` behind the time, or `planned`, allows what is to come.
    QuickEntryError for anything else.
    """
    line = checked_line(text)
    zone = now.tzinfo
    if not isinstance(zone, ZoneInfo):
        raise TypeError("now needs a ZoneInfo")
    pos = len(line) - len(line.lstrip())
    words = read_time(line, pos)
    if words is None:
        part = shown(line) + " is not a time: write" if line else "when? Write"
        raise QuickEntryError(f"{part} 9-10:30, 9:15 or -15", pos, len(line))
    if words.rest < len(line):
        rest = line[words.rest :]
        raise QuickEntryError(
            f"{shown(rest)} does not belong to a time: write 9-10:30", words.rest, len(line)
        )
    words = replace(words, planned=words.planned or planned)
    return resolve(words, line, now, day, zone, day_holds=True)
