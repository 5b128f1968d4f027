"""Spans that are spelled out in a log: "18:00 to 19:00", "16 Uhr bis 17:30 Uhr"."""

from __future__ import annotations

import re

from outsource_tui.model.pattern import pattern

_CLOCK = r"[0-9]{1,2}(?:[:.][0-9]{2})?(?:\s?[ap]\.?m\b\.?)?"
_UNIT = r"(\s?(?:uhr|o'clock)\b|h\b)?"
_JOIN = r"\s*([-\u2010-\u2015\u2212]|(?<=\s)(?:to|until|till|bis)(?=\s))\s*"
_SPAN = pattern(rf"({_CLOCK}){_UNIT}(?:{_JOIN}({_CLOCK}){_UNIT})?(?=\s|$|[,:])", re.IGNORECASE)


def with_dashes(line: str, before: re.Pattern[str]) -> str:
    """Return a line of a log with a span that is spelled out as "18:00-19:00"; `before` matches its bullet.

    A bare number after "to" is no time, as in "9:00 to 3 people".
    """
    bullet = before.match(line)
    at = bullet.end() if bullet else 0
    match = _SPAN.match(line, at)
    if match is None:
        return line
    first, unit, join, last, other = match.groups()
    word = (join or "").isalpha()
    if not (unit or other or word) or (word and not other and (join.lower() == "to") and last.isdecimal()):
        return line
    if word and all(part.isdecimal() for part in (first, last)) and not (unit or other):
        return line
    span = _whole(first, unit) + (f"-{_whole(last, other)}" if join else "")
    return line[:at] + span + line[match.end() :]


def _whole(clock: str, unit: str | None) -> str:
    """Return the clock with minutes where it has a unit in the place of them."""
    return f"{clock}:00" if unit and clock.isdecimal() else clock
