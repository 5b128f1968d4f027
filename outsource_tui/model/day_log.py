"""A log of a day as people type it into a note, an e-mail or a diary.

    2016-03-17                 a line that is a date switches the day; so does a heading with a date
    - 8:00 Email               an entry without an end lasts until the next one begins
    8:45-9 – Call #acme        the whole grammar of quick entry, bullets and dashes before the name
    12:30 – 1:30 lunch         without am and pm the order of the lines tells which half of the day
    11:00pm – 7am sleep        over midnight
    # anything else            headings and comments are left out

    18:00 to 19:00 Dinner      words between two times, and "Uhr" or "h" after them, as well

How a clock without am or pm is understood: where the day has an hour over 12 or a 0, as written.
Else it is the next such time after the entry before it; a time that lies inside of that entry stays
there if the other reading is more than three hours off. The first time is as written. "01:30" to
"06:59" count as without am and pm too, other times with a leading zero as written. A start more than
twelve hours back on the clock is after midnight. Under a heading, a time that only fits by a jump of
more than six hours starts over on the same day.

A reading that is still to come gives way to the past one, unless that is farther from the line before.

The last entry of a day without an end lasts until now if the day is today and it began less than 16
hours ago, or until a time alone behind it; one that began in the evening until another day's first one,
if that takes at most 12 hours. Any other is a problem, and so is one before a line with a time that was
not understood: nothing is made up.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from outsource_tui.model import clock
from outsource_tui.model.date_lines import read_date_line
from outsource_tui.model.day_order import LogLine, place
from outsource_tui.model.entry import MAX_LENGTH, Kind
from outsource_tui.model.imported import Problem
from outsource_tui.model.line_words import check_rest, checked_line, leading_tags, split_rest, unique_tags
from outsource_tui.model.quick_entry import QuickEntry
from outsource_tui.model.span_words import later_of_two
from outsource_tui.model.spelled_span import with_dashes
from outsource_tui.model.text import clean
from outsource_tui.model.time_hint import time_in_name
from outsource_tui.model.time_words import read_time
from outsource_tui.model.value import dataclass, field, replace
from outsource_tui.model.written_time import (
    DAY_SECONDS,
    End,
    QuickEntryError,
    TimeWords,
    WrittenClock,
    moment,
)

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MAX_LINES = 20_000
LONGEST_OPEN = timedelta(hours=16)
LONGEST_OVERNIGHT = timedelta(hours=12)
EVENING = 18

_BULLET = re.compile(r"\s*(?:[*+•·‣▪◦–—-]\s+(?:\[[ xX]?\]\s+)?|>\s*|[0-9]{1,3}[.)]\s+(?=[0-9]))*")
_HEADING = re.compile(r"\s*#+(?=\s|$|[0-9]{4}-|#)#*\s*")
_LONE_HOUR = re.compile(r"([0-9]{1,2})(?=\s)")
_WRAPPED = re.compile(r"(?:\*\*|__|[\[(`])([^\])*_`]{1,30})(?:\*\*|__|[\])`])(?=[\s:–—-])")


@dataclass(frozen=True, slots=True)
class DayLogEntry:
    """An entry with the number of its line, from 1."""

    line: int
    entry: QuickEntry


@dataclass(frozen=True, slots=True)
class DayLog:
    """What a pasted log says: entries in the order of the lines, and the lines that were left out.

    `remarks` are about lines that do count. `undated` counts entries that were left out because no
    line names their day, `two_way_dates` dates that need a date order, `timed` all lines with a time.
    """

    entries: tuple[DayLogEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    undated: int = 0
    two_way_dates: int = 0
    timed: int = 0


@dataclass(slots=True)
class _Found:
    lines: list[LogLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    """Numbers of the lines that may hold a time which was not understood."""
    undated: int = 0
    two_way_dates: int = 0
    timed: int = 0


def read_day_log(
    text: str,
    day: date | None,
    zone: ZoneInfo,
    now: datetime,
    *,
    date_order: str | None = None,
    max_lines: int = MAX_LINES,
) -> DayLog:
    """Read a log; `day` is meant above the first date line (None: those entries are problems).

    `date_order` ("dmy", "mdy", "ymd") settles dates such as 3/4/2016. Never raises for what is in the
    text: each line that cannot be read is a problem that says why.
    """
    found = _Found()
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    _gather(rows, day, now, order=date_order, max_lines=max_lines, found=found)
    for _, lines in groupby(found.lines, key=lambda line: line.section):
        found.remarks += place(list(lines), zone, now)
    entries = tuple(_build(found, zone, now))
    problems = tuple(sorted(found.problems, key=lambda each: each.line))
    remarks = tuple(found.remarks)
    return DayLog(entries, problems, remarks, found.undated, found.two_way_dates, found.timed)


def _gather(
    rows: list[str], day: date | None, now: datetime, *, order: str | None, max_lines: int, found: _Found
) -> None:
    """Find the lines with a time, each with its day; what is no entry is noted."""
    dated: date | None = None
    section, under_heading = 0, False
    if len(rows) > max_lines:
        found.problems.append(Problem(max_lines + 1, f"only {max_lines:,} lines are read at a time"))
    for number, row in enumerate(rows[:max_lines], 1):
        if not row.strip():
            continue
        mark = _HEADING.match(row)
        bare = row[mark.end() :] if mark else row
        told = read_date_line(bare, now.date(), dated, order, heading=bool(mark)) if len(row) < 500 else None
        if told:
            day, section, under_heading = told.day, section + 1, False
            dated = day or dated
            found.two_way_dates += told.two_ways
            if told.reason:
                found.problems.append(Problem(number, told.reason))
            if told.remark:
                found.remarks.append(Problem(number, told.remark, harmless=True))
        elif mark:
            under_heading = True
            found.problems.append(_left_out(number, bare))
        else:
            line = _read_line(row, number, day, now, found)
            if line:
                line.section, line.under_heading, under_heading = section, under_heading, False
                found.lines.append(line)


def _left_out(number: int, heading: str) -> Problem:
    if _time_of(heading):
        return Problem(number, "is a comment: take the # away to log it")
    return Problem(
        number, f"heading, left out: {clean(heading.strip(), 60)!r}" if heading else "is empty", harmless=True
    )


def _time_of(text: str) -> TimeWords | None:
    try:
        return read_time(checked_line(text), len(text) - len(text.lstrip()), bare_hours=True)
    except QuickEntryError:
        return None


def _read_line(row: str, number: int, day: date | None, now: datetime, found: _Found) -> LogLine | None:
    try:
        line = with_dashes(checked_line(row), _BULLET)
        pos, tags, words = _words_of(line)
        if words is None and (wrapped := _WRAPPED.match(line, pos)):
            line = f"{wrapped[1].strip()} {line[wrapped.end() :].lstrip()}"
            pos, tags, words = _words_of(line)
        if words is None:
            raise _without_time(row, number, pos, found)
        found.timed += 1
        name, more, note = split_rest(line, words.rest)
        if words.rest < len(line) or not _is_lone_clock(words):
            check_rest(line, words.rest, name, (*tags, *more))
        written = words.day.candidates(now.date(), words.planned)[0] if words.day else day
        if words.minutes is not None:
            words = _last_minutes(words, written, now)
        if words.planned and isinstance(words.last, End):
            raise QuickEntryError("a plan needs a start and an end: 14-15? and the name")
    except QuickEntryError as error:
        found.problems.append(Problem(number, error.message))
        if not isinstance(error, _NoTimeError):
            found.unread.append(number)
        return None
    if written is None:
        found.undated += 1
        found.problems.append(Problem(number, "of which day? Put a line with the date above it"))
        return None
    return LogLine(number, words, written, 0, name, unique_tags((*tags, *more)), note, False)


class _NoTimeError(QuickEntryError):
    """The line begins with a name."""


def _without_time(row: str, number: int, pos: int, found: _Found) -> QuickEntryError:
    """Return the problem of a line that does not begin with a time, and note whether it may hold one."""
    reason = f"no time at the start: {clean(row.strip(), 60)!r}"
    asked = time_in_name(row[pos:])
    hour = _LONE_HOUR.match(row, pos)
    if hour and int(hour[1]) <= 24:
        reason += f"; if {hour[1]} is the time, write {hour[1]}:00"
    elif asked:
        reason += f"; {clean(asked, 120)}"
    if asked or hour:
        found.unread.append(number)
    return _NoTimeError(reason)


def _is_lone_clock(words: TimeWords) -> bool:
    return words.minutes is None and words.last is End.NOW and not words.planned


def _words_of(line: str) -> tuple[int, tuple[str, ...], TimeWords | None]:
    bullet = _BULLET.match(line)
    pos, tags = leading_tags(line, bullet.end() if bullet else 0)
    return pos, tags, read_time(line, pos, bare_hours=True)


def _last_minutes(words: TimeWords, day: date | None, now: datetime) -> TimeWords:
    """Return "the last 15 minutes" as clocks; QuickEntryError on another day than today."""
    assert words.minutes is not None
    end = clock.to_minute(now)
    start = clock.shift(end, timedelta(minutes=-words.minutes))
    if day != now.date() or start.date() != end.date():
        raise QuickEntryError("a length needs a start: write 9-9:30 and the name")
    first, last = (
        WrittenClock(
            each.hour * 3600 + each.minute * 60, True, True, bool(each.fold), words.start, words.stop
        )
        for each in (start, end)
    )
    return replace(words, minutes=None, first=first, last=last)


def _build(found: _Found, zone: ZoneInfo, now: datetime) -> list[DayLogEntry]:
    """Return the entries, those without an end lasting until the next one begins."""
    for line in found.lines:
        if line.reason:
            _leave_out(line, line.reason, found)
    starts: dict[int, datetime] = {}
    for line in [line for line in found.lines if not line.reason]:
        try:
            assert line.words.first is not None
            starts[line.number] = _moment(line.day, line.start, zone, line.words.first)
        except QuickEntryError as error:
            _leave_out(line, error.message, found)
    lines = [line for line in found.lines if line.number in starts]
    following, unread = _following(lines, starts), _unread_behind(lines, found)
    entries = []
    for line, before in zip(lines, [None, *lines], strict=False):
        start = starts[line.number]
        try:
            if line.ends_the_one_before:
                _check_mark(line, before)
                continue
            _check_past(line, start, now)
            if line.words.last is End.NOW and line.number in unread:
                told = f"line {unread[line.number]} was not understood"
                raise QuickEntryError(f"has no end, and {told}: write when it ended")
            end = _end_of(line, start, following.get(line.number), zone, now)
            _check(start, end, line, now)
        except QuickEntryError as error:
            found.problems.append(Problem(line.number, error.message))
            continue
        entries.append(
            DayLogEntry(line.number, QuickEntry(start, end, line.name, line.tags, line.note, line.kind))
        )
    return entries


def _leave_out(line: LogLine, reason: str, found: _Found) -> None:
    found.problems.append(Problem(line.number, reason))
    found.unread.append(line.number)


def _unread_behind(lines: list[LogLine], found: _Found) -> dict[int, int]:
    """Return for each line the first one behind it that was not understood, if it stands before the next."""
    numbers = [line.number for line in lines]
    behind: dict[int, int] = {}
    for unread in sorted(found.unread, reverse=True):
        before = bisect_left(numbers, unread) - 1
        if before >= 0:
            behind[numbers[before]] = unread
    return behind


def _check_mark(line: LogLine, before: LogLine | None) -> None:
    """Raise QuickEntryError for a time alone that ends nothing."""
    begun = before is not None and before.section == line.section and not before.ends_the_one_before
    if before is None or not begun or before.words.last is not End.NOW:
        raise QuickEntryError("what was it? Add a name")


def _following(lines: list[LogLine], starts: dict[int, datetime]) -> dict[int, datetime]:
    """Return for each line when the next logged one begins, where that can be its end."""
    logged = [line for line in lines if line.kind is Kind.LOGGED]
    return {
        line.number: starts[after.number]
        for line, after in pairwise(logged)
        if not after.starts_over
        and (line.section == after.section or _is_night(starts[line.number], starts[after.number]))
    }


def _is_night(start: datetime, end: datetime) -> bool:
    return start.hour >= EVENING and clock.elapsed(start, end) <= LONGEST_OVERNIGHT


def _moment(day: date, seconds: int, zone: ZoneInfo, written: WrittenClock) -> datetime:
    return moment(day + timedelta(days=seconds // DAY_SECONDS), seconds % DAY_SECONDS, zone, written)


def _end_of(
    line: LogLine, start: datetime, following: datetime | None, zone: ZoneInfo, now: datetime
) -> datetime | None:
    last = line.words.last
    if last is End.OPEN:
        return None
    if isinstance(last, End):
        return _open_end(start, following, now)
    if line.words.last_day is not None:
        end_day = line.words.last_day.near(line.day)
        return _moment(end_day, last.seconds, zone, last)
    assert line.end is not None
    end = _moment(line.day, line.end, zone, last)
    return later_of_two(start, end) or end


def _open_end(start: datetime, following: datetime | None, now: datetime) -> datetime:
    until = following
    if until is None and start.date() == now.date() and clock.elapsed(start, now) > timedelta():
        until = clock.to_minute(now)
    if until is None:
        raise QuickEntryError(
            f"has no end, and no line of its day follows: write when it ended, {clock.clock_words(start)}-…"
        )
    length = clock.elapsed(start, until)
    if length <= timedelta():
        raise QuickEntryError("has no end, and the next line does not begin after it: write when it ended")
    if length > LONGEST_OPEN:
        raise QuickEntryError("has no end, and the next line begins over 16 hours later: write when it ended")
    return until


def _check_past(line: LogLine, start: datetime, now: datetime) -> None:
    if line.kind is Kind.LOGGED and clock.elapsed(now, start) > timedelta():
        begins, present = clock.clock_words(start), clock.present_words(start, now)
        raise QuickEntryError(f"{begins} is still to come ({present}): for a plan, put a ? behind the time")


def _check(start: datetime, end: datetime | None, line: LogLine, now: datetime) -> None:
    until = end or now
    if clock.elapsed(start, until) <= timedelta() and (
        end is not None or clock.elapsed(now, start) > timedelta()
    ):
        raise QuickEntryError(
            "the end is not after the start" if end else "is still to come: for a plan, 14-15?"
        )
    if clock.elapsed(start, until) > MAX_LENGTH:
        raise QuickEntryError(f"takes more than {MAX_LENGTH.days} days")
    if line.kind is Kind.LOGGED and clock.elapsed(until, now) < timedelta():
        present = clock.clock_words(now)
        raise QuickEntryError(f"ends after now ({present}): for a plan, put a ? behind the time")
