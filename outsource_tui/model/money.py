"""Money in decimals, and whether handing a group over pays.

An hour of the user is worth what the settings say, or the yearly income ÷ 2,000. A quarter of that is the
buyback rate: below it, handing over pays even before the won hours are used for anything better.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache

from outsource_tui.model.errors import InputError
from outsource_tui.model.value import dataclass

BUYBACK_SHARE = Decimal("0.25")
MOST = Decimal(1_000_000_000)
"""Above this, an amount is a slip of the finger."""
_WITHOUT_MINOR_UNITS = frozenset(
    re.split(" ", "JPY KRW VND CLP ISK UGX XAF XOF XPF PYG RWF KMF GNF DJF BIF VUV ¥ ₩ ₫")
)
_THREE_MINOR_UNITS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))
_SAMPLE = re.compile(r"1(\D?)234(\D)56")
_PER_HOUR = re.compile(r"\s*(?:/|per|an|a)\s*(?:h|hr|hour)\.?$", re.IGNORECASE)
_CODE = re.compile(r"^[A-Z]{3}\b|\b[A-Z]{3}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """The marks between thousands (may be empty) and before the fraction."""

    thousands: str = ","
    fraction: str = "."


@lru_cache(maxsize=8)
def number_format(sample: str) -> NumberFormat:
    """Return the format that writes 1234.56 as `sample` does; InputError for any other text."""
    found = _SAMPLE.fullmatch(sample.strip())
    if not found or found.group(1) == found.group(2):
        raise InputError(
            f"number_format {sample!r} does not show 1234.56: write 1,234.56 or 1.234,56 or 1 234,56"
        )
    return NumberFormat(found.group(1), found.group(2))


def minor_digits(currency: str) -> int:
    """Return how many digits the currency's minor unit has."""
    code = currency.strip().upper()
    if code in _WITHOUT_MINOR_UNITS:
        return 0
    return 3 if code in _THREE_MINOR_UNITS else 2


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Return the amount in whole minor units, halves to the even one."""
    return amount.quantize(Decimal(1).scaleb(-minor_digits(currency)), ROUND_HALF_EVEN)


def write_number(number: Decimal, sample: str, digits: int | None = None) -> str:
    """Return a number as `sample` writes it; with `digits` of a fraction, or as many as it has."""
    marks = number_format(sample)
    shown = f"{number:,f}" if digits is None else f"{number:,.{digits}f}"
    if digits is None and "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return shown.translate({ord(","): marks.thousands, ord("."): marks.fraction, ord("-"): "−"})


def write_money(amount: Decimal, currency: str, sample: str, *, whole: bool = False) -> str:
    """Return "€ 1,234.50"; the fraction is left out where it is nothing, or with `whole` (then rounded)."""
    exact = rounded(amount, currency)
    if whole or exact == exact.to_integral_value():
        exact = exact.to_integral_value(ROUND_HALF_EVEN)
        digits = 0
    else:
        digits = minor_digits(currency)
    exact += 0  # no "−0"
    figure = write_number(exact, sample, digits)
    return f"{currency} {figure}" if currency else figure


def parse_amount(text: str, what: str = "rate", sample: str = "1,234.56") -> Decimal:
    """Read an amount of money or hours: "28", "28.50", "28,50", "€ 28", "1,200 EUR", "35/h".

    InputError for what is no number, negative or beyond reason; nothing is guessed where a mark could
    part thousands or a fraction: then `sample` decides.
    """
    given = " ".join(text.split())
    bare = _PER_HOUR.sub("", given)
    bare = "".join(c for c in bare if unicodedata.category(c) != "Sc").strip()
    bare = _CODE.sub("", bare).strip()
    plain = _plain(bare, number_format(sample))
    try:
        amount = Decimal(plain) if plain else None
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite():
        raise InputError(f"the {what} {given[:40]!r} is not a number: write it like {_example(sample)}")
    if amount < 0:
        raise InputError(f"the {what} cannot be below zero: {given[:40]!r}")
    if amount > MOST:
        raise InputError(f"the {what} {given[:40]!r} is too large")
    return amount


def _example(sample: str) -> str:
    return f"28 or 28{number_format(sample).fraction}50"


def _plain(text: str, marks: NumberFormat) -> str:
    """Return the figures with a dot before the fraction; empty where the marks make no number."""
    text = text.replace("−", "-").replace("\u202f", " ").replace("'", "’")
    thousands = {"'": "’"}.get(marks.thousands, marks.thousands)
    if not re.fullmatch(r"-?\d[\d.,’ ]*", text):
        return ""
    if thousands and re.fullmatch(
        rf"-?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:{re.escape(marks.fraction)}\d*)?", text
    ):
        return text.replace(thousands, "").replace(marks.fraction, ".")
    if re.fullmatch(r"-?\d+(?:[.,]\d*)?", text):
        return text.replace(",", ".")
    return ""


def buyback_rate(worth: Decimal) -> Decimal:
    """Return a quarter of what an hour is worth."""
    return worth * BUYBACK_SHARE


class Missing(StrEnum):
    """Why nobody can say what is won in money."""

    RATE = "rate"
    WORTH = "worth"
    SAME_MONEY = "same money"


@dataclass(frozen=True, slots=True)
class Deal:
    """What handing a group over costs and wins. Hours a week, except `hand_over_hours` (once); money an hour.

    None where something is not known. `same_money` is False where the rate is in another currency than
    the user's own: then nothing is compared. `paid_hours` are those that the other person is paid for where
    they are agreed, whatever was won.
    """

    hours: Decimal
    rate: Decimal | None = None
    worth: Decimal | None = None
    checking_hours: Decimal = Decimal(0)
    hand_over_hours: Decimal = Decimal(0)
    same_money: bool = True
    paid_hours: Decimal | None = None

    @property
    def cost(self) -> Decimal | None:
        """What the other person is paid a week."""
        paid = self.hours if self.paid_hours is None else self.paid_hours
        return None if self.rate is None else paid * self.rate

    @property
    def value(self) -> Decimal | None:
        """What the hours are worth a week, less those that checking takes."""
        return None if self.worth is None else (self.hours - self.checking_hours) * self.worth

    @property
    def win(self) -> Decimal | None:
        """Value less cost a week; negative where it does not pay."""
        if self.cost is None or self.value is None or not self.same_money:
            return None
        return self.value - self.cost

    @property
    def missing(self) -> Missing | None:
        """What `win` is unknown for; None where it is known."""
        if self.rate is None:
            return Missing.RATE
        if self.worth is None:
            return Missing.WORTH
        return None if self.same_money else Missing.SAME_MONEY

    @property
    def payback_weeks(self) -> Decimal | None:
        """Weeks until the hours of handing over have paid; None where they never do or nothing is known."""
        if self.win is None or self.worth is None or self.win <= 0:
            return None
        return self.hand_over_hours * self.worth / self.win

    @property
    def too_dear(self) -> bool:
        """True where an hour of the other costs more than the user's own is worth."""
        return self.same_money and self.rate is not None and self.worth is not None and self.rate > self.worth

    @property
    def under_buyback(self) -> bool:
        """True where the rate is at most the buyback rate."""
        if self.rate is None or self.worth is None or not self.same_money:
            return False
        return self.rate <= buyback_rate(self.worth)
