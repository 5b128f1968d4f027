"""Orders and filters of a review."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from outsource_tui.model.activity import Activities, Activity, Energy
from outsource_tui.model.clock import Week
from outsource_tui.model.entry import Entry
from outsource_tui.model.group import Group
from outsource_tui.model.quadrants import Quadrant, placed, quadrant_of
from outsource_tui.model.review import review_of, rounded
from outsource_tui.model.review_list import Listing, Show, Sort, listed
from outsource_tui.model.sittings import gather

ACTIVITIES = Activities.of(
    [
        Activity("1", "Client work", core=True, energy=Energy.GIVES, value=3),
        Activity("2", "Invoices", highlighted=date(2026, 11, 1), group="g", energy=Energy.DRAINS, value=1),
        Activity("3", "Éclair recipes", energy=Energy.DRAINS, value=3),
        Activity("4", "Post", energy=Energy.GIVES, value=1),
    ]
)
MINUTES = {"1": [120], "2": [30, 30], "3": [45], "4": [10, 10, 10]}


@pytest.fixture
def review():
    entries = []
    at = 0
    for activity, sittings in MINUTES.items():
        for minutes in sittings:
            start = datetime(2026, 11, 16, 8 + at, tzinfo=UTC)
            tags = ("food",) if activity == "3" else ()
            end = start.replace(minute=minutes % 60, hour=start.hour + minutes // 60)
            entries.append(Entry(str(at), start, end, "UTC", activity, tags))
            at += 1
    now = datetime(2026, 12, 1, tzinfo=UTC)
    week = Week(date(2026, 11, 16))
    facts = gather(week, 1, entries, ACTIVITIES, zone=ZoneInfo("UTC"), now=now)
    group = Group("g", "Books")
    return review_of(facts, ACTIVITIES, [group], known_before=frozenset("123"))


def names(review, **listing):
    return [row.activity.name for row in listed(review, Listing(**listing))]


def test_by_hours_what_is_new_stands_first(review):
    assert names(review) == ["Post", "Client work", "Invoices", "Éclair recipes"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        (Sort.TIMES, "Post"),
        (Sort.NAME, "Client work"),
        (Sort.DRAIN, "Invoices"),
        (Sort.SITTING, "Client work"),
        (Sort.GROUP, "Invoices"),
    ],
)
def test_orders(review, sort, first):
    assert names(review, sort=sort)[0] == first
    assert len(names(review, sort=sort)) == 4


@pytest.mark.parametrize(
    ("show", "found"),
    [
        (Show.MARKED, ["Invoices"]),
        (Show.UNMARKED, ["Post", "Éclair recipes"]),
        (Show.CORE, ["Client work"]),
        (Show.NEW, ["Post"]),
    ],
)
def test_parts(review, show, found):
    assert names(review, show=show) == found


def test_text_is_looked_for_in_names_groups_and_tags(review):
    assert names(review, text="INV") == ["Invoices"]
    assert names(review, text="books") == ["Invoices"]
    assert names(review, text="éclair food") == ["Éclair recipes"]
    assert names(review, text="#food") == ["Éclair recipes"]
    assert names(review, tag="foo") == []
    assert names(review, text="nothing like it") == []


def test_words_say_what_is_shown(review):
    assert Listing().words(4, 4) == ""
    assert Listing(show=Show.MARKED, text=" inv ").words(1, 4) == "only to hand over · “inv”: 1 of 4"
    assert Listing(sort=Sort.NAME).words(4, 4) == "by name"


def test_quadrants(review):
    found = {p.quadrant: [r.activity.name for r in p.rows] for p in placed(review.rows)}
    assert found == {
        Quadrant.DELEGATE: ["Invoices"],
        Quadrant.REPLACE: ["Éclair recipes"],
        Quadrant.INVEST: ["Post"],
        Quadrant.PRODUCE: ["Client work"],
    }
    assert quadrant_of(Activity("9", "Unrated")) is None
    assert quadrant_of(Activity("9", "Even", energy=Energy.NEUTRAL, value=3)) is None


@pytest.mark.parametrize(("amount", "shown"), [("24342.11", 24300), ("987.6", 988), ("12.4", 12), ("0", 0)])
def test_money_is_said_to_three_figures(amount, shown):
    from decimal import Decimal

    assert rounded(Decimal(amount)) == shown
