"""Suggestions: each only where the log bears out what it says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsource_tui.model.activity import Activities, Activity, Reason
from outsource_tui.model.group import Group, State
from outsource_tui.model.hints import Clue, HintKind, Hints, densest, likeness
from outsource_tui.model.private_life import is_private, is_tagged_private

MONDAY = datetime(2026, 11, 16)


def starts(*at: str, first: datetime = MONDAY) -> tuple[datetime, ...]:
    """Return starts on days that follow each other: "08:10", or "-" for a day without."""
    return tuple(
        (first + timedelta(days=n)).replace(hour=int(t[:2]), minute=int(t[3:]))
        for n, t in enumerate(at)
        if t != "-"
    )


def best(clue: Clue, *others: Activity):
    return Hints.of(Activities.of([clue.activity, *others])).best(clue)


def clue(when=(), activity: Activity | None = None, **more) -> Clue:
    return Clue(activity or Activity("1", "Post"), tuple(when), 7, more.pop("average", 60.0), **more)


def test_five_of_seven_days_at_about_the_same_time():
    hint = best(clue(starts("08:10", "08:00", "08:55", "-", "09:20", "08:05")))
    assert (hint.kind, hint.reason) == (HintKind.SAME_TIME, Reason.ROUTINE)
    assert hint.words == "5 of 7 days"
    assert hint.why == "on 5 of 7 days at about 08:10: that is routine"


def test_five_days_at_all_hours_are_no_routine():
    assert best(clue(starts("08:00", "10:30", "13:00", "15:30", "18:00"))) is None


def test_four_days_are_too_few():
    assert best(clue(starts("08:00", "08:00", "08:00", "08:00"))) is None


def test_about_midnight_is_one_time():
    hint = best(clue(starts("23:50", "00:05", "23:40", "00:20", "23:55")))
    assert hint.words == "5 of 7 days"


def test_many_sittings_on_one_day_are_one_day():
    once = starts("08:00", "08:00", "08:00", "08:00")
    assert best(clue(once + once)) is None


def test_same_weekday_for_five_weeks():
    hint = best(clue(starts("-", "10:00"), past_days=[frozenset({1, 4})] * 4))
    assert (hint.words, hint.brief) == ("every Tue", "Tue")
    assert hint.why == "every Tue for 5 weeks: that is routine"
    assert best(clue(starts("-", "10:00"), past_days=[frozenset({1}), frozenset({1}), frozenset()])) is None


def test_many_short_sittings():
    often = starts(*["09:00"] * 3) + starts(*["13:00"] * 4)
    hint = best(clue(often, average=14.4))
    assert (hint.kind, hint.words) == (HintKind.SHORT_SITTINGS, "7 × 14 min")
    assert best(clue(often, average=45)) is None
    assert best(clue(often[:5], average=14)) is None


def test_like_something_marked():
    marked = Activity("2", "Invoices for October", highlighted=date(2026, 11, 1))
    hint = best(clue(activity=Activity("1", "Invoicing October")), marked)
    assert hint.words == "like Invoices for October"
    unmarked = Activity("2", "Invoices for October")
    assert best(clue(activity=Activity("1", "Invoicing October")), unmarked) is None


def test_never_like_itself_and_never_when_marked():
    marked = Activity("1", "Invoices", highlighted=date(2026, 11, 1))
    assert best(clue(activity=marked)) is None


def test_core_is_never_suggested():
    daily = starts(*["08:00"] * 7)
    assert best(clue(daily, Activity("1", "Post", core=True))) is None


def test_crept_back_names_who_has_it():
    group = Group(
        "9", "Social media", "Ana", state=State.WORKING, dates={State.HANDED_OVER: date(2026, 11, 2)}
    )
    hint = best(clue(crept_back_to=group))
    assert hint.words == "crept back"
    assert hint.why == "Social media was handed over to Ana on Mon 2 Nov 2026, and here it is again"


def test_refusing_takes_all_that_speaks_for_it_now():
    daily = starts(*["08:00"] * 7)
    hint = best(clue(daily, average=10))
    assert hint.kind is HintKind.SAME_TIME
    refused = Activity("1", "Post", refused=hint.keys)
    assert best(clue(daily, refused, average=10)) is None


def test_new_evidence_after_a_refusal_is_heard():
    refused = Activity("1", "Post", refused=("hint:same-time",))
    hint = best(clue(starts(*["08:00"] * 7), refused, past_days=[frozenset({0})] * 4))
    assert hint.kind is HintKind.EACH_WEEK


@given(st.lists(st.integers(0, 1439), max_size=30), st.integers(0, 300))
def test_densest_is_within_the_width_and_none_is_denser(minutes, width):
    found = densest(minutes, width)
    assert len(found) <= len(minutes)
    if found:
        assert found[-1] - found[0] <= width
    for first in minutes:
        within = sum((m - first) % 1440 <= width for m in minutes)
        assert len(found) >= within


@pytest.mark.parametrize("name", ["", "the and of", "🙂", "ב", "x" * 300, "[red]", "\x1b]52;"])
def test_odd_names_do_no_harm(name):
    index = likeness([("1", name), ("2", "Invoices")])
    assert index.nearest("3", "Invoices") == "Invoices"
    assert index.nearest("1", name) in (None, "Invoices")


@pytest.mark.parametrize(
    "name", ["Lunch", "LUNCH  break", "Coffee break", "Mittagspause", "Dentist appointment", "Pause"]
)
def test_breaks_and_private_life_are_plain_from_every_word(name):
    assert is_private(name)


@pytest.mark.parametrize(
    "name", ["Lunch with Acme", "Coffee supplies", "Breaking news", "Holiday newsletter", "", "The day"]
)
def test_anything_else_in_a_name_may_be_work(name):
    assert not is_private(name)


def test_breaks_are_never_suggested():
    daily = starts(*["12:30"] * 7)
    assert best(clue(daily, Activity("1", "Post"), private=True)) is None
    assert is_tagged_private(("work", "Break"))
    assert not is_tagged_private(("breakfast-menu",))
