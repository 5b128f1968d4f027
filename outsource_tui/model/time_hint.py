"""A word in a name that looks like a time: only what begins a line is one, and that is worth a question."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outsource_tui.model.line_words import leading_tags, split_rest
from outsource_tui.model.pattern import pattern
from outsource_tui.model.time_words import WEEKDAYS, read_time
from outsource_tui.model.written_time import QuickEntryError, shown

_CLOCK = r"[0-9]{1,2}(?:[:.][0-9]{2})?(?:\s?[ap]m)?"
_SURE_CLOCK = r"(?:[0-9]{1,2}:[0-9]{2}(?:\s?[ap]m)?|[0-9]{1,2}\s?[ap]m)"
_DAYS = "|".join(("yesterday", "today", "tomorrow", *sorted(WEEKDAYS, key=len, reverse=True)))
_DAY = rf"(?:(?:(?<!\S)(next|last|this|on)\s+)?(?<!\S)({_DAYS})\s+)?"
_BEFORE = _DAY + r"(?:(?<!\S)(?:at|from|since|by|around|@)\s+|(?<!\S)@)?"
_STARTS, _ENDS = r"(?<![^\s(@])", r"(?=[\s,;)]|$)"
_SPAN = pattern(
    rf"{_BEFORE}{_STARTS}({_CLOCK})\s*(?:[-\u2013]|\s(?:to|until|till)\s)\s*({_CLOCK})(\?)?{_ENDS}",
    re.IGNORECASE,
)
_MOMENT = pattern(rf"{_BEFORE}{_STARTS}({_SURE_CLOCK}){_ENDS}", re.IGNORECASE)
_MINUTES = r"-[0-9]{1,3}|[0-9]{1,3}\s?min|[0-9]{1,2}h[0-9]{0,2}|[0-9]{1,3}m"
_LENGTH = pattern(rf"{_STARTS}({_MINUTES}){_ENDS}")
_EMPTY = pattern(r"\(\s*\)")
_GLUED = pattern(
    r"([0-9]{1,2}(?:[:.][0-9]{2})?-[0-9]{1,2}[:.][0-9]{2}(?=[^\W\d_]|-)|[0-9]{1,2}-[0-9]{1,2}(?=-[0-9]{1,2}\s))-?"
)
_FIGURES = pattern(r"(0[0-9])([0-5][0-9])(?=\s)")
_BACK = pattern(r"[-\u2013]\s+([0-9]{1,3})(?=\s)")
_AND = pattern(r"(?:(?:and|&|\+)\s+)?", re.IGNORECASE)
_HOUR = pattern(r"([01][0-9]|2[0-3])(?=\s)")


def time_in_name(line: str) -> str:
    """Return a question where the name of a line holds what was probably meant as its time; else "".

    "Call 3pm #acme" gives "is “3pm” the time? Then write 3pm Call #acme". A line that begins with its time
    is left alone, unless a second time follows at once, and so is a name that is marked as one by a colon or
    in quotes.
    """
    line = line.strip()
    begin = leading_tags(line, 0)[0]
    name = split_rest(line, begin)[0]
    if _begins_with_time(line):
        return _second_time(line, begin)
    if line.startswith((":", '"'), begin) or name not in line:
        return ""
    for found, time in _candidates(name):
        rest = _EMPTY.sub(" ", f"{name[: found.start()]} {name[found.end() :]}")
        moved = " ".join(f"{time} {line.replace(name, rest, 1)}".split())
        if _begins_with_time(moved):
            return f"is {shown(found.group().strip(' (@'))} the time? Then write {moved}"
    return ""


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
    hour = _HOUR.match(name)
    if hour:
        yield hour, f"{hour.group(1)}:00"


def _is_ratio(first: str, last: str) -> bool:
    """True for "1-1" and "24-7", which are no spans."""
    return first.isdecimal() and last.isdecimal() and int(first) >= int(last)


def _second_time(line: str, begin: int) -> str:
    """Return the question about "9-10, 11-12 x": a line has one time, and the second would be its name."""
    words = read_time(line, begin)
    if words is None:
        return ""
    joined = _AND.match(line, words.rest)
    at = joined.end() if joined else words.rest
    found = _SPAN.match(line, at)
    listed = at > words.rest or "," in line[words.stop : words.rest]
    if found is None or not listed or _is_ratio(found[3], found[4]):
        return ""
    return f"is {shown(found.group())} a second time? Then log it as a line of its own"


def _begins_with_time(line: str) -> bool:
    try:
        return read_time(line, leading_tags(line, 0)[0]) is not None
    except QuickEntryError:
        return False
