"""Which half of the day a clock without am or pm means in a log: told by the order of its lines.

The rules stand in `day_log`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_tui.model.entry import Kind
from outsource_tui.model.imported import Problem
from outsource_tui.model.span_words import check_night
from outsource_tui.model.value import dataclass, replace
from outsource_tui.model.written_time import (
    DAY_SECONDS,
    HALF_DAY,
    End,
    QuickEntryError,
    TimeWords,
    WrittenClock,
    resolve_pair,
)

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

INSIDE_UNLESS = 3 * 3600
STARTS_OVER = 6 * 3600
LONG_GUESS = 10 * 3600
NIGHT_HOURS = 7 * 3600


@dataclass(slots=True)
class LogLine:
    """A line with a time: its words, and what became of them.

    `start` and `end` are seconds from midnight of `day` on the clock, past 86400 on the day after;
    `starts_over` where it does not follow the line before; `reason` says why it is left out.
    """

    number: int
    words: TimeWords
    day: date
    section: int
    name: str
    tags: tuple[str, ...]
    note: str
    under_heading: bool
    start: int = 0
    end: int | None = None
    starts_over: bool = False
    reason: str = ""

    @property
    def ends_the_one_before(self) -> bool:
        """True for a time alone: it names nothing, and says when the line before it ended."""
        return not self.name

    @property
    def kind(self) -> Kind:
        """Logged or planned."""
        return Kind.PLANNED if self.words.planned else Kind.LOGGED


def place(lines: list[LogLine], zone: ZoneInfo, now: datetime) -> list[Problem]:
    """Set start and end of each line of one day, or why there is none; return remarks."""
    as_written = any(_tells_24_hours(each) for line in lines for each in _clocks(line))
    remarks = []
    before: LogLine | None = None
    for line in lines:
        if before is not None and before.day != line.day:
            before = None
        try:
            limit = None if line.words.planned else _seconds_until(now, line.day, zone)
            line.start = _place_start(line, before, as_written, limit)
            if before is not None and line.under_heading:
                _start_over(line, before, as_written)
            line.end = _place_end(line, as_written)
            remarks += _long_guess(line)
        except QuickEntryError as error:
            line.reason = error.message
            continue
        if line.starts_over:
            told = (
                f"starts over at {line.start // 3600}:{line.start // 60 % 60:02} under its heading, same day"
            )
            remarks.append(Problem(line.number, told, harmless=True))
        before = line
    return remarks


def _long_guess(line: LogLine) -> list[Problem]:
    """Return a remark where the end is taken for the other half of the day and far away for it."""
    last = line.words.last
    if line.end is None or not isinstance(last, WrittenClock) or last.suffixed:
        return []
    if line.end % DAY_SECONDS == last.seconds % DAY_SECONDS or line.end - line.start <= LONG_GUESS:
        return []
    minutes = (line.end - line.start) // 60
    ends = f"{line.end // 3600 % 24}:{line.end // 60 % 60:02}"
    told = f"is taken to last until {ends}, {minutes // 60} h {minutes % 60:02}: if not, mend its end"
    return [Problem(line.number, told, harmless=True)]


def _start_over(line: LogLine, before: LogLine, as_written: bool) -> None:
    first = line.words.first
    assert first is not None
    if len(_readings(first, as_written)) == 1:
        line.starts_over = line.start < before.start
    elif line.start - _last_known(before) > STARTS_OVER and first.seconds < line.start:
        line.start, line.starts_over = first.seconds, True


def _clocks(line: LogLine) -> list[WrittenClock]:
    return [each for each in (line.words.first, line.words.last) if isinstance(each, WrittenClock)]


def _tells_24_hours(written: WrittenClock) -> bool:
    day = written.seconds < 3600 or written.seconds >= 13 * 3600
    return not written.suffixed and (day or written.repeated)


def _readings(written: WrittenClock, as_written: bool) -> tuple[int, ...]:
    open_night = written.exact and not written.suffixed and 3600 <= written.seconds < NIGHT_HOURS
    if as_written or (written.exact and not open_night):
        return (written.seconds,)
    return (written.seconds, (written.seconds + HALF_DAY) % DAY_SECONDS)


def _last_known(line: LogLine) -> int:
    return line.start if line.end is None else line.end


def _seconds_until(now: datetime, day: date, zone: ZoneInfo) -> int:
    """Return the clock's reading of now in seconds from midnight of `day`."""
    here = now.astimezone(zone)
    return (here.date() - day).days * DAY_SECONDS + here.hour * 3600 + here.minute * 60 + here.second


def _place_start(line: LogLine, before: LogLine | None, as_written: bool, limit: int | None) -> int:
    first, last = line.words.first, line.words.last
    assert first is not None
    readings = _readings(first, as_written)
    if len(readings) > 1 and isinstance(last, WrittenClock) and last.suffixed:
        readings = (resolve_pair(replace(first, exact=False), last)[0],)
    if before is None:
        return readings[0]
    if len(readings) == 1:
        same_day = readings[0] + before.start // DAY_SECONDS * DAY_SECONDS
        next_day = same_day + DAY_SECONDS if same_day < before.start - HALF_DAY else same_day
        return same_day if limit is not None and next_day > limit >= same_day else next_day
    every = sorted(each + DAY_SECONDS * n for each in readings for n in range(4))
    after = next(each for each in every if each >= _last_known(before))
    inside = next(each for each in every if each >= before.start)
    chosen = inside if after - _last_known(before) > INSIDE_UNLESS else after
    if limit is not None and chosen > limit:
        past = max((each for each in every if each <= limit), default=chosen)
        if abs(past - _last_known(before)) < chosen - _last_known(before):
            return past
    return chosen


def _place_end(line: LogLine, as_written: bool) -> int | None:
    first, last = line.words.first, line.words.last
    assert first is not None
    if isinstance(last, End) or line.words.last_day is not None:
        return None
    start = line.start % DAY_SECONDS
    if first.seconds == last.seconds and not (first.suffixed or last.suffixed or last.repeated):
        check_night(first.seconds, last.seconds, line.words, last)
    readings = _readings(last, as_written or first.seconds == last.seconds)
    later = [each for each in readings if each > start]
    if later:
        return line.start + min(later) - start
    if len(readings) == 1:
        if last.repeated or first.repeated:
            return line.start + readings[0] - start
        check_night(start, readings[0], line.words, last)
    return line.start + min((each - start) % DAY_SECONDS or DAY_SECONDS for each in readings)
