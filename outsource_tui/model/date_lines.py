"""Lines of a day log that name a day: "2016-03-17", "## Thu 17 March 2016", "17.3.2016", "Tuesday"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from outsource_tui.model.clock import DAY_NAMES, month_number
from outsource_tui.model.errors import InputError
from outsource_tui.model.text import clean
from outsource_tui.model.time_words import OFFSETS, read_day
from outsource_tui.model.value import dataclass
from outsource_tui.model.written_time import FIRST_YEAR, LAST_YEAR, MONTH, nearest

_FLAGS = re.IGNORECASE
_WEEKDAY = r"(mon|tue|wed|thu|fri|sat|sun)(?:s|r|rs|nes|ur)?(?:day)?"
_TH = r"(?:st|nd|rd|th)?"
_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", _FLAGS)
_DOTTED = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.(?:\s?([0-9]{4}|[0-9]{2}))?", _FLAGS)
_SLASHED = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})", _FLAGS)
_DAY_MONTH = re.compile(rf"([0-9]{{1,2}}){_TH}\.?\s+(?:of\s+)?{MONTH}(?:,?\s+([0-9]{{4}}))?", _FLAGS)
_MONTH_DAY = re.compile(rf"{MONTH}\s+([0-9]{{1,2}}){_TH}(?:,?\s+([0-9]{{4}}))?", _FLAGS)
_HEAD = re.compile(rf"(?:{_WEEKDAY}\b[.,]?\s*(?=$|[0-9a-z(:–-]))?", _FLAGS)
_NEXT = re.compile(rf"(?:next|coming)\s+{_WEEKDAY}", _FLAGS)
_REST = re.compile(r"\s*(?:[:\-–—]|\([^()]*\))?\s*$")
_INSIDE = (
    re.compile(r"(?<![\w/.-])[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![\w/-])"),
    re.compile(rf"(?<![\w/.-])[0-9]{{1,2}}{_TH}\.?\s+{MONTH},?\s+[0-9]{{4}}(?!\w)", _FLAGS),
    re.compile(rf"(?<!\w){MONTH}\s+[0-9]{{1,2}}{_TH},?\s+[0-9]{{4}}(?!\w)", _FLAGS),
)


DAY_ADVICE = "write a day as 2026-11-20, 20 nov, 20.11., mon or yesterday"


def read_day_words(text: str, today: date, ahead: bool = False) -> date:
    """Read a day that somebody typed, in any way that a line of quick entry or a day log may name one;
    InputError for another text.

    A weekday is the latest one, today included but for "last monday", or with `ahead` the coming one: today
    included, but for "next monday". A date without a year is the nearest one.
    """
    word = text.strip()
    if ahead and (coming := _NEXT.fullmatch(word)):
        return today + timedelta(days=(_weekday(coming.group(1)) - today.weekday() - 1) % 7 + 1)
    if (day := _as_in_a_line(word, today, ahead)) is not None:
        return day
    try:
        return date.fromisoformat(word)
    except ValueError:
        found = read_date_line(text, today, None)
    if found is None or found.day is None:
        reason = f" ({found.reason})" if found is not None and found.reason else ""
        raise InputError(f"“{clean(word, 40)}” is not a day{reason}: {DAY_ADVICE}")
    if ahead and found.day < today and _HEAD.fullmatch(word):
        return found.day + timedelta(days=7)
    return found.day


def _as_in_a_line(word: str, today: date, ahead: bool) -> date | None:
    """Return the day of "monday", "last mon" and "yesterday" as quick entry reads them; None for dates."""
    if not word[:1].isalpha():
        return None
    try:
        written = read_day(word)
    except InputError:
        return None
    if written is None or written.stop < len(word) or (written.weekday is None and written.offset is None):
        return None
    return written.candidates(today, ahead)[0]


@dataclass(frozen=True, slots=True)
class DateLine:
    """What a line says about the day: the day, or why there is none; `remark` on what does not fit.

    `two_ways` where day and month can be either way round, which a date order would settle.
    """

    day: date | None
    reason: str = ""
    remark: str = ""
    two_ways: bool = False


def read_date_line(
    text: str, today: date, before: date | None, order: str | None = None, heading: bool = False
) -> DateLine | None:
    """Return the day that a line is about, or None where it is not a date line.

    `before` is the day of the date line above it: a weekday follows that day, else it is the latest
    one; a date without a year is the one nearest to it, else to `today`. `order` is "dmy", "mdy" or
    "ymd" for 3/4/2016. In a heading the date may stand anywhere among other words.
    """
    line = text.strip().strip("*_").strip()
    word = line.rstrip(":").lower()
    if word in OFFSETS:
        return DateLine(today + timedelta(days=OFFSETS[word]))
    found = _whole(line, today, before, order)
    if found is None and heading:
        for pattern in _INSIDE:
            inside = list(pattern.finditer(line))
            if len(inside) == 1:
                return _whole(inside[0].group(), today, before, order)
    return found


def _whole(line: str, today: date, before: date | None, order: str | None) -> DateLine | None:
    head = _HEAD.match(line)
    weekday = _weekday(head.group(1)) if head and head.group(1) else None
    pos = head.end() if head else 0
    if weekday is not None and _REST.match(line, pos):
        return DateLine(_day_of(weekday, today, before))
    near = before or today
    for pattern in (_ISO, _DOTTED, _SLASHED, _DAY_MONTH, _MONTH_DAY):
        match = pattern.match(line, pos)
        if match and _REST.match(line, match.end()):
            return _with_weekday(_from(pattern, match, near, order), weekday, line)
    return None


def _weekday(word: str) -> int:
    return DAY_NAMES.index(word[:3].capitalize())


def _day_of(weekday: int, today: date, before: date | None) -> date:
    latest = today - timedelta(days=(today.weekday() - weekday) % 7)
    if before is None:
        return latest
    following = before + timedelta(days=(weekday - before.weekday() - 1) % 7 + 1)
    return following if following <= today else latest


def _from(pattern: re.Pattern[str], match: re.Match[str], near: date, order: str | None) -> DateLine:
    if pattern is _SLASHED:
        return _from_slashed(match, near, order)
    year: int | None
    if pattern is _ISO:
        year, month, day = int(match[1]), int(match[3]), int(match[4])
    elif pattern is _DOTTED:
        year, month, day = _year(match[3]), int(match[2]), int(match[1])
    elif pattern is _DAY_MONTH:
        year, month, day = _year(match[3]), month_number(match[2]), int(match[1])
    else:
        year, month, day = _year(match[3]), month_number(match[1]), int(match[2])
    return _checked(match.group(), year, month, day, near)


def _from_slashed(match: re.Match[str], near: date, order: str | None) -> DateLine:
    written, first, second, year = match.group(), int(match[1]), int(match[3]), _year(match[4])
    if order == "ymd" and len(match[4]) == 2:
        return _checked(written, _year(match[1]), second, int(match[4]), near)
    if order is None and first <= 12 and second <= 12 and first != second:
        reason = f"{written} can be two days: write the date as 2016-04-03, or say the date order"
        return DateLine(None, reason, two_ways=True)
    day_first = order == "dmy" if order else first > 12
    day, month = (first, second) if day_first else (second, first)
    return _checked(written, year, month, day, near)


def _year(written: str | None) -> int | None:
    if not written:
        return None
    return int(written) + 2000 if len(written) <= 2 else int(written)


def _checked(written: str, year: int | None, month: int, day: int, near: date) -> DateLine:
    try:
        found = date(2000 if year is None else year, month, day)
    except ValueError:
        return DateLine(None, f"there is no day {written}: correct the date")
    if year is None:
        return DateLine(nearest(month, day, near))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return DateLine(None, f"the year of {written} is out of range: {FIRST_YEAR} to {LAST_YEAR}")
    return DateLine(found)


def _with_weekday(found: DateLine, weekday: int | None, line: str) -> DateLine:
    if found.day is None or weekday is None or found.day.weekday() == weekday:
        return found
    is_one, is_not = DAY_NAMES[found.day.weekday()], DAY_NAMES[weekday]
    return DateLine(
        found.day, remark=f"{found.day.isoformat()} is a {is_one}, not a {is_not}: the date counts"
    )
