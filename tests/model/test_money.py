"""Money: exact, written as the user writes it, and read back."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsource_tui.model.errors import InputError
from outsource_tui.model.money import (
    Deal,
    Missing,
    buyback_rate,
    number_format,
    parse_amount,
    rounded,
    write_money,
    write_number,
)

SAMPLES = ["1,234.56", "1.234,56", "1 234,56", "1'234.56", "1234.56", "1234,56"]
D = Decimal


@pytest.mark.parametrize("sample", SAMPLES)
@given(st.decimals(min_value=0, max_value=999_999_999, places=2))
def test_what_is_written_reads_back(sample: str, amount: Decimal) -> None:
    assert parse_amount(write_money(amount, "€", sample), sample=sample) == amount
    assert parse_amount(write_number(amount, sample), sample=sample) == amount


@pytest.mark.parametrize(
    ("sample", "shown"),
    [
        ("1,234.56", "€ 1,234.50"),
        ("1.234,56", "€ 1.234,50"),
        ("1 234,56", "€ 1 234,50"),
        ("1'234.56", "€ 1'234.50"),
        ("1234,56", "€ 1234,50"),
    ],
)
def test_written_as_the_sample_shows(sample: str, shown: str) -> None:
    assert write_money(D("1234.5"), "€", sample) == shown


def test_a_fraction_of_nothing_is_left_out_and_minor_units_follow_the_currency() -> None:
    assert write_money(D("28.00"), "€", "1,234.56") == "€ 28"
    assert write_money(D("28.5"), "JPY", "1,234.56") == "JPY 28"
    assert write_money(D("28.5"), "KWD", "1,234.56") == "KWD 28.500"
    assert write_money(D("-0.001"), "€", "1,234.56") == "€ 0"
    assert write_money(D("-1234.5"), "€", "1.234,56") == "€ −1.234,50"
    assert write_money(D("213.6"), "€", "1,234.56", whole=True) == "€ 214"
    assert write_money(D("5"), "", "1,234.56") == "5"


def test_thirds_do_not_drift() -> None:
    assert rounded(D(215) / 60 * 28, "€") == D("100.33")
    assert rounded(D("0.125"), "€") == D("0.12")
    assert sum(D("0.1") for _ in range(10)) == 1


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("28", "28"),
        (" 28.50 ", "28.50"),
        ("28,50", "28.50"),
        ("€ 28", "28"),
        ("28 €", "28"),
        ("$35/h", "35"),
        ("35 per hour", "35"),
        ("EUR 1,200.50", "1200.50"),
        ("1,200", "1200"),
        ("0", "0"),
    ],
)
def test_amounts_as_people_type_them(text: str, amount: str) -> None:
    assert parse_amount(text) == D(amount)


def test_the_sample_decides_what_a_mark_means() -> None:
    assert parse_amount("1.200", sample="1.234,56") == 1200
    assert parse_amount("1.200", sample="1,234.56") == D("1.2")


@pytest.mark.parametrize("text", ["", "abc", "28 or so", "1,2,3", "1.2.3", "nan", "inf", "1e9", "--5", "٣x"])
def test_what_is_no_number_is_said_so(text: str) -> None:
    with pytest.raises(InputError, match=r"is not a number: write it like 28 or 28\.50"):
        parse_amount(text)


def test_negative_and_absurd_amounts_are_refused() -> None:
    with pytest.raises(InputError, match="below zero"):
        parse_amount("-5")
    with pytest.raises(InputError, match="too large"):
        parse_amount("99999999999999")


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_an_input_error(text: str) -> None:
    with suppress(InputError):
        assert parse_amount(text) >= 0


@pytest.mark.parametrize("sample", ["", "1234", "1,234,56", "12,34.56", "abc"])
def test_a_sample_that_shows_nothing_is_refused(sample: str) -> None:
    with pytest.raises(InputError, match="number_format"):
        number_format(sample)


class TestDeal:
    def test_cost_win_and_payback_count_the_checking(self) -> None:
        deal = Deal(D(5), rate=D(30), worth=D(90), checking_hours=D("0.5"), hand_over_hours=D(6))
        assert deal.cost == 150
        assert deal.win == D("4.5") * 90 - 150
        assert deal.payback_weeks == D(6) * 90 / (D("4.5") * 90 - 150)
        assert not deal.too_dear

    def test_what_is_unknown_stays_unknown(self) -> None:
        assert Deal(D(5)).cost is None
        assert Deal(D(5), rate=D(30)).win is None
        assert Deal(D(5), worth=D(90)).win is None
        assert Deal(D(5), D(30), D(90), same_money=False).win is None

    def test_what_is_missing_to_say_what_is_won(self):
        assert Deal(D(5), None, None).missing is Missing.RATE
        assert Deal(D(5), D(30), None, same_money=False).missing is Missing.WORTH
        assert Deal(D(5), D(30), D(90), same_money=False).missing is Missing.SAME_MONEY
        assert Deal(D(5), D(30), D(90)).missing is None

    def test_a_rate_above_the_hour_warns_and_never_pays_back(self) -> None:
        deal = Deal(D(5), rate=D(100), worth=D(90), hand_over_hours=D(2))
        assert deal.too_dear
        assert deal.win == -50
        assert deal.payback_weeks is None

    def test_the_buyback_rate_is_a_quarter(self) -> None:
        assert buyback_rate(D(90)) == D("22.5")
        assert Deal(D(5), D("22.5"), D(90)).under_buyback
        assert not Deal(D(5), D("22.51"), D(90)).under_buyback

    @given(
        *(st.decimals(min_value=0, max_value=500, places=2) for _ in range(5)),
    )
    def test_paid_back_when_the_wins_add_up_to_the_hours_spent(
        self, hours: Decimal, rate: Decimal, worth: Decimal, checking: Decimal, once: Decimal
    ) -> None:
        deal = Deal(hours, rate, worth, checking, once)
        if deal.payback_weeks is not None:
            assert deal.win is not None
            assert abs(deal.payback_weeks * deal.win - once * worth) < D("0.0001")
