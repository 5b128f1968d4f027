"""Where the page cannot say what is won in money, it says why, and once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from tests.services.test_summary import WEEK, fill

WORTH = "What is won in money is unknown: the settings do not say what your hour is worth."


@pytest.fixture
def own(services: Services) -> Services:
    fill(services)
    return Services(services.repository, services.clock, Settings(hour_value=Decimal(50)))


def pages(services: Services) -> tuple[str, str]:
    return services.summary.markdown(WEEK.shifted(-1)), services.tune_up.markdown()


def test_without_the_value_of_an_hour(services: Services) -> None:
    fill(services)
    for page in pages(services):
        assert page.count(WORTH) == 1
        assert "× the value of your hour, less the pay for agreed hours, or else for those won." in page


def test_where_it_is_known_nothing_is_explained(own: Services) -> None:
    for page in pages(own):
        assert WORTH not in page
        assert "No rate yet" not in page
    assert "€ 1,200 |" in own.tune_up.markdown()


def test_of_another_currency_or_without_a_rate(own: Services) -> None:
    group = own.board.group_named("Bookkeeping")
    own.board.assign(group.id, currency="$")
    for page in pages(own):
        assert page.count("Paid in another currency than yours, so not compared: Bookkeeping.") == 1
    own.board.assign(group.id, rate="")
    for page in pages(own):
        assert page.count("No rate yet: Bookkeeping.") == 1
    own.board.assign(group.id, state="idea")
    assert "No rate yet" not in pages(own)[0]


def test_a_part_alone_says_it_too(services: Services) -> None:
    fill(services)
    for part in ("groups", "won-back"):
        assert WORTH in services.summary.markdown(WEEK.shifted(-1), [part])


def test_agreed_hours_are_paid_whatever_was_won(own: Services) -> None:
    group = own.board.group_named("Bookkeeping")
    (found,) = own.tune_up.report().groups
    assert found.deal
    assert group.rate
    assert found.won_in_all == 60 * found.deal.hours
    assert found.deal.cost == found.deal.hours * group.rate
    own.board.assign(group.id, weekly_hours="10")
    (agreed,) = own.tune_up.report().groups
    assert agreed.deal
    assert agreed.deal.cost == 10 * len(agreed.since) * group.rate
    assert agreed.deal.value == found.deal.value
