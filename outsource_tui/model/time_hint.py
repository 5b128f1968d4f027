"""A word in a name that looks like a time: only what begins a line is one, and that is worth a hint."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outsource_tui.model.line_words import leading_tags
from outsource_tui.model.pattern import pattern
from outsource_tui.model.time_words import read_time
from outsource_tui.model.written_time import QuickEntryError, shown

_CLOCK = r"[0-9]{1,2}(?:[:.][0-9]{2})?(?:\s?[ap]m)?"
_SURE_CLOCK = r"(?:[0-9]{1,2}:[0-9]{2}(?:\s?[ap]m)?|[0-9]{1,2}\s?[ap]m)"
_BEFORE = r"(?:(?<!\S)(?:at|from|since|by|around|@)\s+|(?<!\S)@)?"
_STARTS, _ENDS = r"(?<![^\s(@])", r"(?=[\s,;)]|$)"
_SPAN = pattern(
    rf"{_BEFORE}{_STARTS}({_CLOCK})\s*(?:[-\u2013]|\s(?:to|until|till)\s)\s*({_CLOCK}){_ENDS}", re.IGNORECASE
)
_MOMENT = pattern(rf"{_BEFORE}{_STARTS}({_SURE_CLOCK}){_ENDS}", re.IGNORECASE)
_MINUTES = r"-[0-9]{1,3}|[0-9]{1,3}\s?min|[0-9]{1,2}h[0-9]{0,2}|[0-9]{1,3}m"
_LENGTH = pattern(rf"{_STARTS}({_MINUTES}){_ENDS}")
_DAY = pattern(rf"{_STARTS}(yesterday|today|tomorrow)\s+(?=[0-9])", re.IGNORECASE)
_EMPTY = pattern(r"\(\s*\)")
_HOUR = pattern(r"([01][0-9]|2[0-3])(?=\s)")


def time_in_name(name: str) -> str:
    """Return a hint where the name of a line holds what was probably meant as its time, else nothing.

    "is “3pm” the time? Then write 3pm Call".
    """
    for found, time in _candidates(name):
        rest = " ".join(_EMPTY.sub(" ", f"{name[: found.start()]} {name[found.end() :]}").split())
        line = f"{time} {rest}".rstrip()
        if _begins_with_time(line):
            return f"is {shown(found.group().strip(' (@'))} the time? Then write {line}"
    return ""


def _candidates(name: str) -> Iterator[tuple[re.Match[str], str]]:
    for found in _SPAN.finditer(name):
        first, last = found.groups()
        if not (first.isdecimal() and last.isdecimal() and int(first) >= int(last)):  # "1-1" is no span
            yield found, f"{first}-{last}"
    for each in (_MOMENT, _LENGTH, _DAY):
        for found in each.finditer(name):
            yield found, found.group(1)
    hour = _HOUR.match(name)
    if hour:
        yield hour, f"{hour.group(1)}:00"


def _begins_with_time(line: str) -> bool:
    try:
        return read_time(line, leading_tags(line, 0)[0]) is not None
    except QuickEntryError:
        return False
