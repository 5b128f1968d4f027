"""A day edited as text beside other changes: nothing typed is lost, and overlaps are told before."""

from __future__ import annotations

import pytest

from outsource_tui.model.edit import Overlap
from outsource_tui.model.errors import ChangedMeanwhileError, OverlapError
from tests.conftest import NOW
from tests.services.test_log import at, put, shown

TODAY = NOW.date()


def entries_of(services, *lines):
    """Log the lines, and return what a text of the day is about."""
    put(services, *lines)
    return services.day_text.entries(TODAY)


def test_what_the_text_leaves_alone_stays_as_it_was_changed_meanwhile(services):
    before = entries_of(services, "8-9 Email", "9-10 Call", "10-11 Post")
    services.log.edit(before[1].id, activity="Call Acme")
    services.log.delete(before[2].id)
    edit = services.day_text.read(TODAY, before, "8-8:30 Email\n9-10 Call\n10-11 Post\n")
    assert not edit.meanwhile
    services.day_text.store(edit)
    assert [each for each in shown(services) if "…" not in each] == [
        "08:00-08:30 Email", "09:00-10:00 Call Acme",
    ]  # fmt: skip


def test_what_both_changed_is_shown_and_the_text_counts(services):
    before = entries_of(services, "8-9 Email", "9-10 Call")
    services.log.edit(before[0].id, end=at(8, 45))
    services.log.delete(before[1].id)
    edit = services.day_text.read(TODAY, before, "8-8:30 Email\n9-9:30 Call\n")
    assert edit.meanwhile == (
        "08:00-09:00 Email was changed meanwhile, to 08:00-08:45 Email",
        "09:00-10:00 Call was deleted meanwhile: it is logged anew",
    )
    services.day_text.store(edit)
    assert [each for each in shown(services) if "…" not in each] == [
        "08:00-08:30 Email", "09:00-09:30 Call",
    ]  # fmt: skip


def test_a_change_after_the_difference_was_read_is_not_overwritten(services):
    before = entries_of(services, "8-9 Email")
    edit = services.day_text.read(TODAY, before, "8-8:30 Email\n")
    services.log.edit(before[0].id, note="from elsewhere")
    with pytest.raises(ChangedMeanwhileError):
        services.day_text.store(edit)
    again = services.day_text.read(TODAY, before, "8-8:30 Email\n")
    (told,) = again.meanwhile
    assert told.endswith("was changed meanwhile, to 08:00-09:00 Email -- from elsewhere")
    services.day_text.store(again)


@pytest.mark.parametrize(
    ("overlap", "expected"),
    [
        (Overlap.TRIM, ["08:00-09:00 Email", "09:00-11:30 Studio", "11:30-12:00 Call"]),
        (Overlap.KEEP, ["08:00-09:15 Email", "09:00-11:30 Studio", "11:00-12:00 Call"]),
    ],
)
def test_a_span_made_longer_over_its_neighbours_is_told(services, overlap, expected):
    before = entries_of(services, "8-9:15 Email", "9:15-11 Studio", "11-12 Call")
    edit = services.day_text.read(TODAY, before, "8-9:15 Email\n9-11:30 Studio\n11-12 Call\n")
    assert edit.over == ("09:00–11:30 Studio lies over Email and Call",)
    with pytest.raises(OverlapError):
        services.day_text.store(edit)
    services.day_text.store(edit, overlap)
    assert [each for each in shown(services) if "…" not in each] == expected


def test_lines_of_the_text_that_overlap_each_other_are_told_and_none_is_lost(services):
    edit = services.day_text.read(TODAY, (), "9-10 Email\n9-11 Studio\n")
    assert edit.over == ("09:00–11:00 Studio lies over Email",)
    services.day_text.store(edit, Overlap.TRIM)
    assert [each for each in shown(services) if "…" not in each] == [
        "09:00-10:00 Email", "10:00-11:00 Studio",
    ]  # fmt: skip


def test_times_that_two_entries_swap_are_no_overlap(services):
    before = entries_of(services, "8-9 Email", "9-10 Call")
    edit = services.day_text.read(TODAY, before, "9-10 Email\n8-9 Call\n")
    assert not edit.over
    services.day_text.store(edit)
    assert shown(services)[:2] == ["08:00-09:00 Call", "09:00-10:00 Email"]


def test_overlaps_that_are_there_already_are_not_asked_about(services):
    put(services, "8-9 Email")
    services.log.add(services.log.parse("8:30-9:30 Post"), Overlap.KEEP)
    before = services.day_text.entries(TODAY)
    edit = services.day_text.read(TODAY, before, "8-9 Email -- inbox\n8:30-9:30 Post\n")
    assert edit.changed
    assert not edit.over


def test_a_line_without_a_time_says_what_it_needs(services):
    edit = services.day_text.read(TODAY, (), "Email\n")
    assert [p.reason for p in edit.problems] == ["no time at the start: write 9-10 and the name"]
