"""Days at the start of a line that are spelled almost right: "wendesday 15-16 x", "27 Novmber 9-10 x"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outsource_tui.model.dates import LONG_DAYS, LONG_MONTHS
from outsource_tui.model.pattern import pattern
from outsource_tui.model.time_words import OFFSETS

_DAYS = (*(day.lower() for day in LONG_DAYS), *OFFSETS)
_MONTHS = tuple(month.lower() for month in LONG_MONTHS if len(month) > 4)
_SLIP, _TWO_SLIPS = 4, 7
"""Letters from which on a word is known with one slip, and with two."""
_FIRST = pattern(r"([a-z]{4,11})(?=[\s,])", re.IGNORECASE)
_SECOND = pattern(r"[0-9]{1,2}(?:st|nd|rd|th)?\.?\s+([a-z]{4,11})(?=[\s,])", re.IGNORECASE)


def spelled_right(line: str, begin: int) -> Iterator[tuple[str, str, str]]:
    """Yield, for each day or month that may be meant at column `begin`: the word there, that day or month,
    and the line with it."""
    for form, known in ((_FIRST, _DAYS), (_FIRST, _MONTHS), (_SECOND, _MONTHS)):
        found = form.match(line, begin)
        if found is None:
            continue
        word = found[1].lower()
        for right in () if word in known else known:
            if is_near(word, right):
                meant = right.capitalize() if found[1][0].isupper() or known is _MONTHS else right
                yield found[1], meant, f"{line[: found.start(1)]}{meant}{line[found.end(1) :]}"


def is_near(word: str, right: str) -> bool:
    """True where `word` becomes `right` by one slip, or by two where that is long enough to be known then."""
    most = 0 if len(right) < _SLIP else 1 if len(right) < _TWO_SLIPS else 2
    return abs(len(word) - len(right)) <= most and _slips(word, right) <= most


def _slips(one: str, other: str) -> int:
    """Count the letters left out, put in, mistaken for another, or changed in order with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                steps = min(steps, last[j - 2] + 1)
            row.append(steps)
    return row[-1]
