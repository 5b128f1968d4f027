"""The time part of a line as people type it: "9-10:30", "9am", "-15", "1h30", "yesterday 14-15".

This module finds what is written and where it stands; `span_words` decides which moments are meant.
"""

from __future__ import annotations

import re

from outsource_tui.model.line_words import split_rest
from outsource_tui.model.pattern import pattern
from outsource_tui.model.text import clean
from outsource_tui.model.value import replace
from outsource_tui.model.written_time import (
    AS_A_NAME,
    DAY_SECONDS,
    MONTH,
    End,
    QuickEntryError,
    TimeWords,
    WrittenClock,
    WrittenDay,
    date_from,
    read_clock,
    shown,
)

WEEKDAYS = {
    word: number
    for number, words in enumerate(
        (
            "mon monday",
            "tue tues tuesday",
            "wed weds wednesday",
            "thu thur thurs thursday",
            "fri friday",
            "sat saturday",
            "sun sunday",
        )
    )
    for word in words.split()
}
OFFSETS = {"yesterday": -1, "today": 0, "tomorrow": 1}

_DASH = "[-\u2010-\u2015\u2212]"
_ISO = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_DOTTED = r"[0-9]{1,2}\.\s?[0-9]{1,2}\.(?:\s?[0-9]{4}(?![0-9:.h])|[0-9]{2}(?![0-9]))?"
_CLOCK = (
    r"(?:[0-9]{1,4}(?:[:.h][0-9]{2}){0,2}(?:h(?!\w))?"
    r"(?:b(?!\w)|\s?[ap]\.?m(?!\w)\.?|[ap](?!\w))?|noon(?!\w)|midnight(?!\w))"
)
# A time ends at a space, the end, a plan mark or a separator; a digit behind that is part of the time.
_ENDS = r"(?=\s|$|\?|[:,\u2013\u2014](?![0-9])|[-\u2212](?=\s|$))"
_STRONG_ENDS = r"(?=\s|$|\?|[:,\u2013\u2014](?![0-9])|[-\u2212](?![-0-9]))"
_STRONG_CLOCK = (
    r"(?:[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?(?:b(?!\w)|\s?[ap]\.?m(?!\w)\.?)?"
    r"|[0-9]{1,4}\s?[ap]\.?m(?!\w)\.?|[01][0-9]h[0-9]{2}|2[0-4]h[0-9]{2})"
)
_FLAGS = re.IGNORECASE
_RANGE = pattern(
    rf"({_CLOCK})\s*{_DASH}\s*(?:({_ISO}|{_DOTTED}),?\s+)?({_CLOCK}|\.\.\.|…|now(?!\w)){_ENDS}", _FLAGS
)
_SPELLED = pattern(
    rf"({_STRONG_CLOCK})\s+(?:to|until|till)\s+(?:({_ISO}|{_DOTTED}),?\s+)?({_STRONG_CLOCK}|now(?!\w)){_ENDS}",
    _FLAGS,
)
_LONE = pattern(rf"({_STRONG_CLOCK}){_STRONG_ENDS}", _FLAGS)
_BARE_HOUR = pattern(
    rf"([0-9]{{1,2}})(?:\s?\?(?=\s|$)|\s*{_DASH}(?=\s|$)|\s*[\u2013\u2014](?![-0-9])|:(?=\s))", _FLAGS
)
_NUMBER = r"[0-9]+(?:[.,][0-9]+)?"
_LENGTH = pattern(
    rf"(?:({_NUMBER})\s?(?:hours|hrs?|h)(?:\s?([0-9]{{1,2}})(?:\s?(?:minutes|mins?|m))?)?"
    rf"|({_NUMBER})\s?(?:minutes|mins?)|({_NUMBER})m|(1)\s?(?:(hour)|minute)){_ENDS}",
    _FLAGS,
)
_BACK = pattern(rf"{_DASH}(?:([0-9]+)(?::([0-9]{{2}}))?{_ENDS}|(?=[0-9]))", _FLAGS)
_HOURS_MINUTES = pattern(r"([0-9]{1,5}):([0-5][0-9])")
_BEYOND = pattern(r"[0-9]{7}")
_PADDED_H = pattern(r"0[0-9]h[0-9]{2}")
_TH = "(?:st|nd|rd|th)?"
_NAMED = (
    rf"(?:[0-9]{{1,2}}{_TH}\.?\s+(?:of\s+)?{MONTH}|{MONTH}\s+[0-9]{{1,2}}{_TH})"
    rf"(?:,?\s+(?:19|20)[0-9]{{2}}(?!\s*{_DASH}))?"
).replace("(jan", "(?:jan")
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_SLASHED_ISO = r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}"
_DAY = pattern(
    rf"(?:(?:({_WEEKDAY})\.?,?\s+)?(?:({_ISO})|({_DOTTED})|({_SLASHED_ISO})|({_NAMED}))"
    rf"|(?:(last)\s+)?({_WEEKDAY})|({'|'.join(OFFSETS)}))(?=[\s,]|$),?\s*",
    _FLAGS,
)
DATE = rf"(?:(?:(?:{_WEEKDAY})\.?,?\s+)?(?:{_ISO}|{_DOTTED}|{_SLASHED_ISO}|{_NAMED})(?=[\s,:]|$))"
"""Source of a pattern for a date, perhaps with its weekday before it; it has no groups."""
_TAIL = pattern(r"(\?|\s\?(?=\s|$))?\s*(?:(?::|,|[\u2010-\u2015\u2212]|-(?![-0-9]))\s*)?", _FLAGS)
_MONTH = pattern(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])(?=\s|$)")
_YEARS = pattern(rf"(19|20)([0-9]{{2}}){_DASH}(19|20)?([0-9]{{2}})(?=\s|$)")
_ATTEMPT = pattern(
    rf"(?:[0-9]{{1,2}}:[0-9]{{1,2}}(?::[0-9]{{2}})?(?:\s?[ap]m)?"
    rf"|[0-9]{{1,4}}(?:[:.h][0-9]{{1,2}})?(?:[ap]m?)?{_DASH}[0-9]{{1,4}}(?:[:.h][0-9]{{1,2}})?(?:[ap]m?)?"
    rf"|{_DASH}[0-9]+)(?=\s|$|\?)",
    _FLAGS,
)
_SLASHED = pattern(r"[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{4}|[0-9]{2})(?=[\s,]|$)")
_ONE_TO_ONE = pattern(rf"1(?::|{_DASH})1(?=\s|$)")
_MAYBE = frozenset("0123456789-\u2010\u2011\u2012\u2013\u2014\u2015\u2212nmNM")


def read_time(text: str, pos: int = 0, bare_hours: bool = False) -> TimeWords | None:
    """Read the time part that begins at column `pos`; None where the text begins with a name.

    `bare_hours` takes "8 – Email" for a start at 8:00, as in a day log. QuickEntryError for what
    was clearly meant as a time and is none.
    """
    day_match = _DAY.match(text, pos)
    if day_match is None:
        slashed = _SLASHED.match(text, pos)
        if slashed:
            raise QuickEntryError(
                f"{shown(slashed.group())} can be two days: write the date as 2026-11-20 or 20.11.2026",
                *slashed.span(),
            )
        return _read_span(text, pos, bare_hours, None)
    is_name = day_match.group(1) or day_match.group(5)
    if is_name and _read_span(text, day_match.end(), bare_hours, None) is None:
        return None  # "29 Nov party" is a name, and so are "31 Nov party" and "Fri, 2026-11-27 party"
    is_alone = not split_rest(text, day_match.end())[0]
    day = None if day_match.group(7) and not is_alone else _day_from(day_match)
    words = _read_span(text, day_match.end(), bare_hours, day or _day_from(day_match))
    if words is None and day is not None:
        name = day_match.group().strip(" ,")
        raise QuickEntryError(
            f"{shown(name)} needs a time: write {clean(name, 20)} 9-10 and the name; {AS_A_NAME}",
            day.start,
            day.stop,
        )
    return words


def read_day(text: str, pos: int = 0) -> WrittenDay | None:
    """Read a day at column `pos`: a word, a weekday or a date; None where there is none."""
    match = _DAY.match(text, pos)
    return _day_from(match) if match else None


def _day_from(match: re.Match[str]) -> WrittenDay:
    beside, iso, dotted, slashed, named, last, weekday, offset = match.groups()
    start = match.start()
    stop = start + len(match.group().rstrip(" ,"))
    if weekday:
        return WrittenDay(start, stop, weekday=WEEKDAYS[weekday.lower()], before_today=bool(last))
    if offset:
        return WrittenDay(start, stop, offset=OFFSETS[offset.lower()])
    written = iso or dotted or slashed or named
    found = replace(date_from(written, stop - len(written)), start=start)
    return replace(found, beside=WEEKDAYS[beside.lower()]) if beside else found


def _read_span(text: str, pos: int, bare_hours: bool, day: WrittenDay | None) -> TimeWords | None:
    if text[pos : pos + 1] not in _MAYBE or _is_name(text, pos):
        return None
    start = day.start if day else pos
    if match := _RANGE.match(text, pos) or _SPELLED.match(text, pos):
        first = read_clock(match.group(1), match.start(1))
        last_day = date_from(match.group(2), match.start(2)) if match.group(2) else None
        word = match.group(3).lower()
        last: WrittenClock | End
        if word in ("...", "…"):
            last = End.OPEN
        else:
            last = End.NOW if word == "now" else read_clock(match.group(3), match.start(3), is_end=True)
        return _ended(text, TimeWords(start, match.end(), 0, False, first, last, last_day, day=day))
    length = None if _PADDED_H.match(text, pos) else _read_length(text, pos)
    if length is not None:
        minutes, stop = length
        return _ended(text, TimeWords(start, stop, 0, False, minutes=minutes, day=day))
    match = _LONE.match(text, pos) or (_BARE_HOUR.match(text, pos) if bare_hours else None)
    if match:
        first = read_clock(match.group(1), pos)
        return _ended(text, TimeWords(start, match.end(1), 0, False, first, day=day))
    _refuse_attempt(text, pos)
    return None


def _is_name(text: str, pos: int) -> bool:
    """True for what looks like a span and is none: "1:1 Anna", "1-1 Anna", "2026-2027 budget", "2026-11"."""
    if _ONE_TO_ONE.match(text, pos) or _MONTH.match(text, pos):
        return True
    match = _YEARS.match(text, pos)
    if match is None:
        return False
    century, first, other, last = match.groups()
    if other is None:
        return (int(first) + 1) % 100 == int(last)
    return int(other + last) - int(century + first) == 1


def _read_length(text: str, pos: int) -> tuple[int, int] | None:
    """Return the minutes of "-15", "-1:30", "30m", "1h30" and the like, and where they end."""
    start = pos
    if back := _BACK.match(text, pos):
        if back.group(1):
            whole, rest = int(back.group(1)[:9]), back.group(2)
            return _checked_length(whole * 60 + int(rest) if rest else whole, text, start, back.end())
        pos = back.end()
    match = _LENGTH.match(text, pos)
    if match is None:
        return None
    return _checked_length(round(_minutes(match)), text, start, match.end())


def length_alone(text: str) -> float | None:
    """Return the minutes of a text that is nothing but a length, however long: "2h", "15m", "0:15", "1 h 30";
    None for another text, and for figures beyond reason."""
    given = text.strip()
    if _BEYOND.search(given):
        return None
    if clock := _HOURS_MINUTES.fullmatch(given):
        return int(clock[1]) * 60 + int(clock[2])
    match = _LENGTH.match(given)
    return _minutes(match) if match and match.end() == len(given) else None


def _minutes(match: re.Match[str]) -> float:
    hours, more, minutes, short_minutes, one, hour = match.groups()
    if one:
        return 60.0 if hour else 1.0
    if hours:
        return _figure(hours) * 60 + int(more or 0)
    return _figure(minutes or short_minutes)


def _figure(written: str) -> float:
    return float(written.replace(",", ".")) if len(written) < 10 else float(DAY_SECONDS)


def _checked_length(minutes: int, text: str, start: int, stop: int) -> tuple[int, int]:
    if 1 <= minutes < 24 * 60:
        return minutes, stop
    raise QuickEntryError(
        f"{shown(text[start:stop])} is out of range: 1 minute to under 24 hours; {AS_A_NAME}", start, stop
    )


def _ended(text: str, words: TimeWords) -> TimeWords:
    tail = _TAIL.match(text, words.stop)
    assert tail is not None  # every part of it is optional
    stop = tail.end(1) if tail.group(1) else words.stop
    return replace(words, stop=stop, rest=tail.end(), planned=bool(tail.group(1)))


def _refuse_attempt(text: str, pos: int) -> None:
    match = _ATTEMPT.match(text, pos)
    if match:
        raise QuickEntryError(
            f"{shown(match.group())} is not a time: write 9-10:30, 9:15 or -15; {AS_A_NAME}", *match.span()
        )
    match = _BARE_HOUR.match(text, pos)
    if match and int(match.group(1)) <= 24:
        hour = match.group(1)
        right = f"{hour}-{(int(hour) + 1) % 24}?" if "?" in match.group() else f"{hour}:00"
        raise QuickEntryError(
            f"{shown(match.group())} is half a time: write {right}; {AS_A_NAME}", *match.span(1)
        )
