"""Hours as people type them into a field: "2", "1.5", "2h", "15m", "0:15", "1 h 30"."""

from __future__ import annotations

from decimal import Decimal

from outsource_tui.model.errors import InputError
from outsource_tui.model.money import number_format, parse_amount
from outsource_tui.model.text import clean
from outsource_tui.model.time_words import length_alone

_EXACT = Decimal("0.0001")


def parse_hours(text: str, what: str, sample: str) -> Decimal:
    """Read hours, written as a number or as a length; InputError for what is neither, negative or too large.

    `what` names them in the error; `sample` is how the user writes numbers.
    """
    minutes = length_alone(text)
    if minutes is not None:
        hours = (Decimal(str(minutes)) / 60).quantize(_EXACT)
        return parse_amount(f"{hours.normalize():f}", what, "1234.56")
    if any(not (char.isdecimal() or char in "-−.,'’ ") for char in text.strip()):
        half = f"1{number_format(sample).fraction}5"
        given = clean(text.strip(), 40)
        raise InputError(f"the {what} “{given}” cannot be read: write them like 2, {half}, 2h, 15m or 0:15")
    return parse_amount(text, what, sample)
