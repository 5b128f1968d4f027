"""What was probably meant otherwise than it was read, and is worth a question: above all a word in a name
that looks like a time, for only what begins a line is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from outsource_tui.model.errors import InputError
from outsource_tui.model.line_words import leading_tags, split_rest
from outsource_tui.model.misspelt_day import spelled_right
from outsource_tui.model.pattern import pattern
from outsource_tui.model.quick_entry import parse
from outsource_tui.model.time_words import DATE, WEEKDAYS, read_day, read_time
from outsource_tui.model.written_time import (
    DAY_SECONDS,
    HALF_DAY,
    End,
    QuickEntryError,
    TimeWords,
    WrittenClock,
    shown,
)

_CLOCK = r"[0-9]{1,2}(?:[:.][0-9]{2})?(?:\s?[ap]m)?"
_SURE_CLOCK = r"(?:[0-9]{1,2}:[0-9]{2}(?:\s?[ap]m)?|[0-9]{1,2}\s?[ap]m)"
_DAY_WORDS = ("yesterday", "today", "tomorrow", *sorted(WEEKDAYS, key=len, reverse=True))
_DAYS = "|".join(_DAY_WORDS)
_DAY = rf"(?:(?:(?<!\S)(next|last|this|on)\s+)?(?<!\S)({DATE}|{_DAYS}),?\s+)?"
_BEFORE = _DAY + r"(?:(?<!\S)(?:at|from|since|by|around|@)\s+|(?<!\S)@)?"
_STARTS, _ENDS = r"(?<![^\s(@])", r"(?=[\s,;)]|$)"
_SPAN = pattern(
    rf"{_BEFORE}{_STARTS}({_CLOCK})\s*(?:[-\u2013]|\s(?:to|until|till)\s)\s*({_CLOCK})(\?)?{_ENDS}",
    re.IGNORECASE,
)
_MOMENT = pattern(rf"{_BEFORE}{_STARTS}({_SURE_CLOCK}){_ENDS}", re.IGNORECASE)
_MINUTES = r"-[0-9]{1,3}|[0-9]{1,3}\s?min|[0-9]{1,2}h[0-9]{0,2}|[0-9]{1,3}m"
_LENGTH = pattern(rf"{_STARTS}({_MINUTES}){_ENDS}")
_DATE = pattern(rf"(?<!\S)({DATE})[\s,:]*", re.IGNORECASE)
_EMPTY = pattern(r"\(\s*\)")
_SLASHED = pattern(r"([0-9]{1,2})/([0-9]{1,2})(?:,|\s)\s*(?=[0-9])")
_TO = pattern(rf"({_CLOCK})\s+(?:to|until|till)\s+({_CLOCK})(\?)?{_ENDS}", re.IGNORECASE)
_AT_HOUR = pattern(
    r"(?:at|from|since|@)\s*([0-9]|1[0-9]|2[0-3])(?=\s)|(?<=\s)(?:at|since|@)\s+([0-9]|1[0-9]|2[0-3])$",
    re.IGNORECASE,
)
_LAST_DAY = pattern(
    rf"\s(?:(?:on|last|this|(next))\s+({_DAYS})|(yesterday|today|tomorrow|[a-z]+day))$", re.IGNORECASE
)
_AGO = pattern(r"ago(?=[\s,:])[\s,:]*", re.IGNORECASE)
_FIRST_DAY = pattern(rf"(?:on|last|this|(next))\s+({_DAYS})(?=[\s,])[\s,]*", re.IGNORECASE)
_PLUS_TAG = pattern(r"(?<!\S)\+([^\W\d_][^\s#,;\"]*)(?=[\s,;]|$)")
_LISTED = pattern(r"(?:[,;]|\s(?:and|then|&|\+))\s*$", re.IGNORECASE)
_NEAR = 20
"""Columns before a span in which a comma or an "and" joins it to what stands before."""
_GLUED = pattern(
    r"([0-9]{1,2}(?:[:.][0-9]{2})?-[0-9]{1,2}[:.][0-9]{2}(?=[^\W\d_]|-)|[0-9]{1,2}-[0-9]{1,2}(?=-[0-9]{1,2}\s))-?"
)
_FIGURES = pattern(r"(0[0-9])([0-5][0-9])(?=\s)")
_BACK = pattern(r"[-\u2013]\s+([0-9]{1,3})(?=\s)")
_AND = pattern(r"(?:(?:and|&|\+)\s+)?", re.IGNORECASE)
_HOUR = pattern(r"([01][0-9]|2[0-3])(?=\s)")
_MORNING = 6 * 3600
_SOON = 31
"""Days ahead in which a date without a year may rather be one to come than that of the year before."""
_THEN = "? Then write "


def doubt(line: str, now: datetime, day: date | None = None) -> str:
    """Return a question where a line that is to be logged was probably meant otherwise; else "".

    `now` and `day` are those that the line is read with. `quick_entry.leaves_doubt` tells where none arises.
    """
    asked = time_in_name(line) or tag_in_name(line)
    return asked or night_by_day(line, now, day) or _soon(line, now)


def doubt_at_start(line: str) -> str:
    """Return a question about a line that starts something: what it proposes has no end; else ""."""
    asked = time_in_name(line)
    moved = asked.partition(_THEN)[2]
    words = read_time(moved, leading_tags(moved, 0)[0]) if moved else None
    return asked if words and isinstance(words.last, End) else tag_in_name(line)


def tag_in_name(line: str) -> str:
    """Return a question where a name holds a tag as other programs write it; else "".

    "9-10 Call +acme" gives "is “+acme” a tag? Then write 9-10 Call #acme".
    """
    if "+" not in line:
        return ""
    try:
        begin = leading_tags(line, 0)[0]
        words = read_time(line, begin)
    except QuickEntryError:
        return ""
    rest = words.rest if words else begin
    name = split_rest(line, rest)[0]
    found = _PLUS_TAG.search(name)
    if found is None or line.startswith('"', rest):
        return ""
    moved = line[:rest] + line[rest:].replace(found[0], f"#{found[1]}", 1)
    return f"is {shown(found[0])} a tag{_THEN}{moved.strip()}"


def _soon(line: str, now: datetime) -> str:
    """Return a question about a date without a year that lies soon ahead, and was read as a year ago."""
    try:
        words = read_time(line, leading_tags(line, 0)[0])
    except QuickEntryError:
        return ""
    day = words.day if words and words.day and words.day.beside is None else None  # a weekday settles it
    if words is None or day is None or day.month_day is None or words.planned or isinstance(words.last, End):
        return ""
    if not 0 < (day.near(now.date()) - now.date()).days <= _SOON:
        return ""
    moved = f"{line[: words.stop]}?{line[words.stop :]}"
    return f"is {shown(line[day.start : day.stop])} still to come{_THEN}{moved.strip()}"


def time_in_name(line: str) -> str:
    """Return a question where the name of a line holds what was probably meant as its time; else "".

    "Call 3pm #acme" gives "is “3pm” the time? Then write 3pm Call #acme". A line that begins with its time
    is asked about only where its name begins or ends with more of a time ("9-11 Call yesterday"), or holds a
    second one; a name that is marked as one by a colon or in quotes is left alone.
    """
    line = line.strip()
    begin = leading_tags(line, 0)[0]
    name = split_rest(line, begin)[0]
    if _begins_with_time(line):
        return _more_time(line, begin)
    if day := _slashed_day(line, begin):
        return day
    if line.startswith((":", '"'), begin) or name not in line:
        return ""
    for word, right, meant in spelled_right(line, begin):
        if _begins_with_time(meant):
            return f"is {shown(word)} {right}{_THEN}{meant}"
    date = _DATE.match(name)
    for found, time in _candidates(name):
        first = date if date and found.start() >= date.end() else None
        rest = _EMPTY.sub(" ", f"{name[first.end() if first else 0 : found.start()]} {name[found.end() :]}")
        day = first[1] if first else ""
        moved = " ".join(f"{day} {time} {line.replace(name, rest, 1)}".split())
        if _begins_with_time(moved) and not _names_date(moved):
            return f"is {shown(found.group().strip(' (@'))} the time{_THEN}{moved}"
    return ""


def night_by_day(line: str, now: datetime, day: date | None = None) -> str:
    """Return a question where a line is read as before six in the morning, twelve hours later has passed as
    well, and neither am or pm nor a zero before the hour says which is meant; else "".

    "2-2:20 Call" in the afternoon gives "is “2-2:20” by day? Then write 14:00-14:20 Call". `now` and `day`
    are those that the line is read with.
    """
    try:
        words = read_time(line, leading_tags(line, len(line) - len(line.lstrip()))[0])
        first = words.first if words else None
        if words is None or first is None or first.exact or first.seconds >= _MORNING:
            return ""
        last = words.last
        ends = [last] if isinstance(last, WrittenClock) and not last.exact else []
        by_day = line
        for written in (*ends, first):
            later = _wall((written.seconds + HALF_DAY) % DAY_SECONDS)
            by_day = by_day[: written.start] + later + by_day[written.stop :]
        parse(by_day, now, day=day)
    except InputError:
        return ""
    return f"is {shown(line[words.start : words.stop].strip())} by day{_THEN}{by_day.strip()}"


def names_day(line: str) -> bool:
    """Return True where a line that can be read begins with a day before its time."""
    words = read_time(line, leading_tags(line, len(line) - len(line.lstrip()))[0])
    return words is not None and words.day is not None


def _wall(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}"


def _candidates(name: str) -> Iterator[tuple[re.Match[str], str]]:
    if glued := _GLUED.match(name):
        yield glued, glued[1]
    for found in _SPAN.finditer(name):
        which, day, first, last, plan = found.groups()
        if not _is_ratio(first, last):
            to_come = "?" if plan or (which or "").lower() == "next" else ""
            yield found, f"{day or ''} {first}-{last}{to_come}"
    for found in _MOMENT.finditer(name):
        _, day, moment = found.groups()
        yield found, f"{day or ''} {moment}"
    if figures := _FIGURES.match(name):
        yield figures, f"{figures[1]}:{figures[2]}"
    if back := _BACK.match(name):
        yield back, f"-{back[1]}"
    for found in _LENGTH.finditer(name):
        yield found, found.group(1)
    for found in _AT_HOUR.finditer(name):
        if found[2] or not found.start():
            yield found, f"{found[1] or found[2]}:00"
    hour = _HOUR.match(name)
    if hour:
        yield hour, f"{hour.group(1)}:00"


def _is_ratio(first: str, last: str) -> bool:
    """True for "1-1" and "24-7", which are no spans."""
    return first.isdecimal() and last.isdecimal() and int(first) >= int(last)


def _slashed_day(line: str, begin: int) -> str:
    """Return the question about "30/11 9-10 x": day and month with a slash are read in no order."""
    found = _SLASHED.match(line, begin)
    if found is None:
        return ""
    pairs = dict.fromkeys(((found[1], found[2]), (found[2], found[1])))
    days = [f"{int(day)}.{int(month)}." for day, month in pairs if int(month) <= 12 and int(day) <= 31]
    lines = [f"{line[:begin]}{day} {line[found.end() :]}" for day in days]
    if not lines or not _begins_with_time(lines[0]):
        return ""
    return f"is {shown(line[begin : found.end()].strip(' ,'))} the day{_THEN}{' or '.join(lines)}"


def _more_time(line: str, begin: int) -> str:
    """Return the question about a line that begins with its time and goes on with one."""
    words = read_time(line, begin)
    if words is None:
        return ""
    tags, time, rest = line[:begin], line[words.start : words.stop], line[words.rest :]
    if words.last is End.NOW and words.minutes is None and (to := _spelled(line, words)):
        span = f"{line[words.start : to.start()]}{to[1]}-{to[2]}{to[3] or ''}"
        return _if_read("time", to.group(), f"{tags}{span}{line[to.end() :]}")
    if words.minutes is not None and (ago := _AGO.match(rest)):
        return _if_read("time", f"{time} ago", f"{tags}{time} {rest[ago.end() :]}")
    first = _day_behind(line, begin, words)
    return first or _second_time(line, words) or _day_at_the_end(line, begin, words)


def _spelled(line: str, words: TimeWords) -> re.Match[str] | None:
    """Return "8:40 to 10", of which the grammar takes the start alone for the time."""
    return _TO.match(line, words.first.start) if words.first else None


def _if_read(what: str, part: str, line: str) -> str:
    line = " ".join(line.split())
    return f"is {shown(part)} the {what}{_THEN}{line}" if _begins_with_time(line) else ""


def _day_behind(line: str, begin: int, words: TimeWords) -> str:
    """Return the question about "9-11 yesterday x": a day stands before the time. A weekday alone begins a
    name, such as "Monday meeting"."""
    if words.day or words.minutes is not None:
        return ""
    spelled = _FIRST_DAY.match(line, words.rest)
    try:
        found = None if spelled else read_day(line, words.rest)
    except QuickEntryError:
        return ""
    if spelled:
        day, rest = spelled[2], line[spelled.end() :]
        to_come = bool(spelled[1])
    elif found and found.weekday is None:
        day, rest = line[found.start : found.stop], line[found.stop :].lstrip(" ,")
        to_come = found.offset == 1
    else:
        return ""
    if not rest:
        return ""
    mark = "?" if to_come and not words.planned else ""
    part = line[words.rest : len(line) - len(rest)].strip(" ,")
    return _if_read("day", part, f"{line[:begin]}{day} {line[words.start : words.stop]}{mark} {rest}")


def _day_at_the_end(line: str, begin: int, words: TimeWords) -> str:
    """Return the question about "9-11 x yesterday": a day stands before the time."""
    name = split_rest(line, words.rest)[0]
    found = _LAST_DAY.search(name)
    if found is None or words.day or words.minutes is not None or not line[words.rest :].startswith(name):
        return ""
    day = found[2] or found[3]
    if day.lower() not in _DAY_WORDS:
        return ""
    time, behind = line[words.start : words.stop], line[words.rest + len(name) :]
    to_come = "?" if (found[1] or day.lower() == "tomorrow") and not words.planned else ""
    moved = f"{line[:begin]}{day} {time}{to_come} {name[: found.start()]}{behind}"
    return _if_read("day", found.group().strip(), moved)


def _second_time(line: str, words: TimeWords) -> str:
    """Return the question about "9-10, 11-12 x" and "9-10 x, 11-12 y": a line has one time, and what else
    it holds would be its name."""
    name = split_rest(line, words.rest)[0]
    if line.startswith(('"', ":"), words.rest) or not line[words.rest :].startswith(name):
        return ""
    for found in _SPAN.finditer(line, words.rest, words.rest + len(name)):
        at = found.start()
        begins = at == words.rest and "," in line[words.stop : words.rest]
        joined = at > words.rest and _AND.fullmatch(line, words.rest, at)
        listed = _LISTED.search(line, max(words.rest, at - _NEAR), at)
        if (begins or joined or listed) and not _is_ratio(found[3], found[4]):
            return f"is {shown(found.group())} a second time? Then log it as a line of its own"
    return ""


def _names_date(line: str) -> bool:
    """True where the name of a line with a time holds a date, which would be that of the time."""
    words = read_time(line, leading_tags(line, 0)[0])
    return words is not None and _DATE.search(split_rest(line, words.rest)[0]) is not None


def _begins_with_time(line: str) -> bool:
    try:
        return read_time(line, leading_tags(line, 0)[0]) is not None
    except QuickEntryError:
        return False
