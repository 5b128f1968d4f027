"""Dates in the user's own way of writing them, told by one sample: how 18 November 2026 is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from outsource_tui.model.clock import DAY_NAMES, MONTH_NAMES
from outsource_tui.model.errors import InputError

LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WriteDate = Callable[[date], str]

_DAY = ("18",)
_MONTH = ("November", "Nov", "11")
_YEAR = ("2026", "26")
_PIECE = re.compile("|".join((*_YEAR, *_MONTH, *_DAY, "Wednesday", "Wed")))
_WRITE: Mapping[str, WriteDate] = {
    "2026": lambda d: f"{d.year:04}",
    "26": lambda d: f"{d.year % 100:02}",
    "November": lambda d: LONG_MONTHS[d.month - 1],
    "Nov": lambda d: MONTH_NAMES[d.month - 1],
    "11": lambda d: f"{d.month:02}",
    "Wednesday": lambda d: LONG_DAYS[d.weekday()],
    "Wed": lambda d: DAY_NAMES[d.weekday()],
}


@lru_cache(maxsize=8)
def date_writer(sample: str) -> WriteDate:
    """Return the function that writes a date as `sample` writes 18 November 2026.

    Where the month is a figure, days have two digits. InputError where day, month or year is missing.
    """
    found = _PIECE.findall(sample)
    if not all(any(word in found for word in words) for words in (_DAY, _MONTH, _YEAR)):
        raise InputError(
            f"date_format {sample!r} does not write 18 November 2026: "
            "use 18 Nov 2026, 2026-11-18, 18.11.2026 or 11/18/2026"
        )
    day: WriteDate = (lambda d: f"{d.day:02}") if "11" in found else (lambda d: str(d.day))
    pieces = [_WRITE.get(word, day) for word in found]
    between = _PIECE.split(sample)

    def write(when: date) -> str:
        written = [piece(when) for piece in pieces]
        return between[0] + "".join(a + b for a, b in zip(written, between[1:], strict=True))

    return write
