"""Marks, reasons, core and single sittings: what the user sees in the week after each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from outsource_tui.model.activity import Activity, Energy, Reason
from outsource_tui.model.clock import Week
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.errors import InputError
from outsource_tui.services.review import ReviewService
from outsource_tui.settings import Settings
from tests.conftest import BERLIN

WEEK = Week(date(2026, 11, 16))


def span(day: int, start: str, end: str, month: int = 11) -> tuple[datetime, datetime]:
    """Return a span on a day of November 2026; an end before its start is on the next day."""
    first = datetime.combine(date(2026, month, day), datetime.strptime(start, "%H:%M").time(), BERLIN)
    last = datetime.combine(date(2026, month, day), datetime.strptime(end, "%H:%M").time(), BERLIN)
    return first, last if last > first else last + timedelta(days=1)


@pytest.fixture
def review(services) -> ReviewService:
    return services.review


@pytest.fixture
def put(repository, clock):
    """Store spans of an activity, made if it is new; returns the entries."""

    def store(name, *spans, kind=Kind.LOGGED, tags=()):
        with repository.change("put", clock.now()) as work:
            activity = work.activities().named(name) or work.put(Activity("", name))
            return work.put_all(
                [Entry("", a, b, "Europe/Berlin", activity.id, tags, "", kind) for a, b in spans]
            )

    return store


@pytest.fixture
def invoices(put):
    return put("Invoices", span(16, "09:00", "10:00"), span(17, "14:00", "14:30"), span(18, "11:00", "11:45"))


def row(review, name="Invoices", week=WEEK, weeks=1):
    return next(r for r in review.week(week, weeks).rows if r.activity.name == name)


def test_mark_counts_every_time_of_the_week(review, invoices, put):
    put("Client work", span(16, "10:00", "12:15"))
    assert review.mark("invoices").label == "Highlight Invoices"
    seen = review.week(WEEK)
    assert (seen.hand_over, seen.total, seen.share) == (135, 270, 0.5)
    assert row(review).marked
    assert row(review).activity.highlighted == date(2026, 11, 18)


def test_mark_again_takes_it_off_with_its_reasons(review, invoices):
    review.reason("Invoices", "dislike")
    review.mark("Invoices", week=WEEK)
    assert review.week(WEEK).hand_over == 0
    assert row(review).activity.reasons == ()


def test_marking_twice_on_purpose_changes_nothing(review, invoices):
    assert review.mark("Invoices", True)
    assert not review.mark("Invoices", True)


def test_several_at_once_are_one_change(review, services, invoices, put):
    put("Scans", span(16, "12:00", "13:00"))
    change = review.mark(["Invoices", "scans"])
    assert change.label == "Highlight Invoices and 1 more"
    assert review.week(WEEK).hand_over == 195
    services.history.undo()
    assert review.week(WEEK).hand_over == 0


def test_some_marked_of_several_are_completed_before_any_goes(review, invoices, put):
    put("Scans", span(16, "12:00", "13:00"))
    review.mark("Scans")
    review.mark(["Invoices", "Scans"], week=WEEK)
    assert row(review).marked
    assert row(review, "Scans").marked


def test_reasons_mark_and_the_last_one_gone_keeps_the_mark(review, invoices):
    review.reason("Invoices", Reason.ROUTINE)
    review.reason("Invoices", "not my strength")
    review.reason("Invoices", "dislike")
    assert row(review).activity.reasons == (Reason.DISLIKE, Reason.ROUTINE, Reason.NOT_MY_STRENGTH)
    for reason in list(Reason):
        review.reason("Invoices", reason, on=False)
    assert row(review).activity.reasons == ()
    assert row(review).marked


def test_several_reasons_are_one_change(review, services, invoices):
    review.reason("Invoices", ["dislike", "routine"], on=True)
    assert row(review).activity.reasons == (Reason.DISLIKE, Reason.ROUTINE)
    services.history.undo()
    assert not row(review).log.marked


def test_unknown_reason_names_the_known_ones(review, invoices):
    with pytest.raises(InputError, match="'boring' is not a reason: use dislike, routine"):
        review.reason("Invoices", "boring")
    assert row(review).activity.reasons == ()


def test_core_and_highlight_exclude_each_other(review, invoices):
    review.reason("Invoices", "dislike")
    review.core("Invoices")
    seen = row(review).activity
    assert (seen.core, seen.highlighted, seen.reasons) == (True, None, ())
    review.mark("Invoices")
    seen = row(review).activity
    assert (seen.core, seen.highlighted) == (False, date(2026, 11, 18))


def test_core_is_in_no_group(review, services, invoices):
    services.board.new_group("Bookkeeping", [row(review).activity.id])
    review.core("Invoices")
    assert row(review).activity.group == ""
    services.history.undo()
    assert row(review).activity.group != ""


def test_core_again_ends_it(review, invoices):
    review.core("Invoices")
    assert review.week(WEEK).shares.core == 135
    review.core("Invoices")
    assert review.week(WEEK).shares.core == 0


def test_single_sitting_either_way(review, invoices):
    review.mark_entry(invoices[0].id)
    assert (row(review).log.marked, row(review).partly, review.week(WEEK).hand_over) == (1, True, 60)
    review.mark("Invoices", week=WEEK)
    assert row(review).marked
    change = review.mark_entry(invoices[1].id)
    assert change.label == "Take the highlight off one sitting of Invoices"
    assert review.week(WEEK).hand_over == 105
    assert row(review).marked_by_day == (60, 0, 45, 0, 0, 0, 0)


def test_single_sitting_turned_back_follows_its_activity_again(review, repository, invoices):
    review.mark("Invoices")
    review.mark_entry(invoices[0].id)
    review.mark_entry(invoices[0].id)
    assert repository.entry(invoices[0].id).hand_over is None
    review.mark("Invoices", False)
    assert review.week(WEEK).hand_over == 0


def test_mark_clears_single_words_in_the_week_only(review, repository, invoices, put):
    before = put("Invoices", span(10, "09:00", "10:00"))[0]
    for entry in (before, invoices[0]):
        review.mark_entry(entry.id, True)
    review.mark("Invoices", True, week=WEEK)
    review.mark("Invoices", False, week=WEEK)
    assert repository.entry(invoices[0].id).hand_over is None
    assert repository.entry(before.id).hand_over is True


def test_vanished_sitting_is_one_clear_line(review, invoices):
    with pytest.raises(InputError, match="no longer in the log"):
        review.mark_entry("0000")


def test_unknown_name_offers_the_nearest(review, invoices, put):
    put("Newsletter", span(16, "12:00", "13:00"))
    with pytest.raises(InputError, match="no activity “invoces”: did you mean “Invoices”"):
        review.mark("invoces")
    with pytest.raises(InputError, match="did you mean “Newsletter”"):
        review.by_name("news")
    for name in ("zzzzzz", "nope"):  # which has half of its letters in common with Invoices
        with pytest.raises(InputError, match="log it first; outsource names activities lists"):
            review.by_name(name)


def test_names_match_ignoring_case_and_spaces(review, invoices, put):
    put("  invoices ", span(19, "09:00", "09:30"))
    assert [r.activity.name for r in review.week(WEEK).rows] == ["Invoices"]
    assert review.by_name(" INVOICES ").name == "Invoices"


def test_marked_activity_that_is_merged_later_loses_nothing(review, repository, clock, invoices, put):
    put("Billing", span(19, "09:00", "10:00"))
    review.mark("Billing")
    assert review.week(WEEK).hand_over == 60
    with repository.change("merge", clock.now()) as work:
        gone = work.activities().named("Invoices")
        kept = work.activities().named("Billing")
        from dataclasses import replace

        work.put(replace(gone, merged_into=kept.id))
    seen = review.week(WEEK)
    assert [(r.activity.name, r.log.times, r.log.minutes) for r in seen.rows] == [("Billing", 4, 195)]
    assert seen.hand_over == 195


def test_planned_time_does_not_count(review, put):
    put("Invoices", span(20, "09:00", "10:00"), kind=Kind.PLANNED)
    assert review.week(WEEK).rows == ()


def test_over_midnight_each_day_gets_its_part(review, put):
    put("Night shift", span(17, "23:30", "01:00"))
    assert row(review, "Night shift").log.by_day == (0, 30, 60, 0, 0, 0, 0)
    assert row(review, "Night shift").log.times == 1


def test_over_the_week_border_each_week_gets_its_part(review, put):
    put("Night shift", span(15, "23:00", "01:00"))
    assert row(review, "Night shift").log.minutes == 60
    assert row(review, "Night shift", WEEK.shifted(-1)).log.minutes == 60
    assert row(review, "Night shift", weeks=2).log.times == 1


def test_day_of_25_hours(review, put, clock):
    first, last = span(25, "00:00", "00:00", month=10)
    put("Watch", (first, last))
    assert row(review, "Watch", Week(date(2026, 10, 19))).log.by_day[6] == 25 * 60


def test_empty_week(review):
    seen = review.week(WEEK.shifted(-400))
    assert (seen.rows, seen.hand_over, seen.share, seen.a_year, seen.barest_day) == (
        (),
        0,
        0,
        0,
        None,
    )


def test_a_year_and_what_it_is_worth(repository, clock, put):
    put("Invoices", span(9, "09:00", "12:00"))
    review = ReviewService(repository, clock, Settings(weeks_a_year=46, hour_value=Decimal(50)))
    review.mark("Invoices")
    seen = review.week(WEEK.shifted(-1))
    assert (seen.a_week, seen.a_year, seen.money) == (180, 138, Decimal(6900))
    assert ReviewService(repository, clock, Settings()).week(WEEK).money is None


def test_a_week_of_several_is_the_average_of_those_that_have_a_log(review, put):
    put("Invoices", span(2, "09:00", "12:00"), span(9, "09:00", "10:00"))
    review.mark("Invoices")
    seen = review.week(WEEK.shifted(-1), weeks=4)
    assert (seen.hand_over, seen.logged_weeks, seen.a_week) == (240, 2, 120)


def test_trend_compares_with_the_weeks_before_that_have_a_log(review, put):
    put("Invoices", span(2, "09:00", "10:00"), span(9, "09:00", "10:30"))
    seen = row(review, week=WEEK.shifted(-1))
    assert (seen.before, seen.trend) == (60, 30)
    assert row(review, week=WEEK.shifted(-2)).trend is None


def test_trend_leaves_out_the_weeks_with_too_little_log_as_the_tune_up_does(review, put, services):
    hours = [span(day, "09:00", "13:00", month) for day, month in ((19, 10), (20, 10), (26, 10), (27, 10))]
    put("Invoices", *hours, span(2, "09:00", "09:30"), span(9, "09:00", "13:00"), span(10, "09:00", "13:00"))
    assert row(review, week=WEEK.shifted(-1)).before == 8 * 60
    assert review.week(WEEK.shifted(-1)).past_weeks == 2
    put("Post", span(4, "09:00", "13:00"))
    assert review.week(WEEK.shifted(-1)).past_weeks == 3


def test_trend_of_an_unfinished_week_compares_up_to_the_same_hour(review, put, invoices):
    # it is Wednesday 12:05: the Friday of the week before is not held against this week
    put("Invoices", span(9, "09:00", "10:00"), span(11, "11:45", "12:15"), span(13, "09:00", "15:00"))
    seen = row(review)
    assert seen.before == 60 + 20
    assert seen.trend == 135 - 80


def test_a_week_with_a_log_on_later_weekdays_alone_is_among_those_compared_with(review, put, invoices):
    put("Invoices", span(9, "09:00", "10:00"))
    put("Post", span(6, "09:00", "10:00"))  # a Friday, and today is Wednesday
    assert review.week(WEEK).past_weeks == 2
    assert row(review).before == 30


def test_what_was_done_on_later_weekdays_alone_is_not_new(review, put, invoices):
    put("Invoices", span(13, "09:00", "10:00"))
    put("Call", span(9, "09:00", "10:00"))
    put("Post", span(16, "08:00", "08:30"))
    assert [(r.before, r.known) for r in (row(review), row(review, "Post"))] == [(0, True), (0, False)]


def test_change_of_an_entry_is_seen_at_once(review, repository, clock, invoices):
    assert review.week(WEEK).total == 135
    with repository.change("delete", clock.now()) as work:
        work.delete(invoices[0])
    assert review.week(WEEK).total == 75


def test_running_entry_grows_with_the_clock(review, put, clock):
    start = clock.now() - timedelta(minutes=10)
    put("Call", (start, None))
    assert row(review, "Call").log.minutes == 10
    clock.advance(minutes=7)
    assert row(review, "Call").log.minutes == 17


def test_taking_a_suggestion_gives_its_reason(review, put):
    put("Post", *[span(day, "08:00", "08:30") for day in range(9, 14)])
    last = WEEK.shifted(-1)
    hint = row(review, "Post", last).hint
    assert hint.words == "5 of 7 days"
    review.accept(review.week(last).hints)
    seen = row(review, "Post", last)
    assert (seen.marked, seen.activity.reasons, seen.hint) == (True, (Reason.ROUTINE,), None)


def test_refused_suggestion_does_not_come_back(review, put, clock):
    put("Post", *[span(day, "08:00", "08:30") for day in range(9, 14)])
    review.refuse(row(review, "Post", WEEK.shifted(-1)).hint)
    assert row(review, "Post", WEEK.shifted(-1)).hint is None
    put("Post", *[span(day, "08:00", "08:30") for day in range(2, 7)])
    assert row(review, "Post", WEEK.shifted(-2)).hint is None


def test_last_review_and_when_the_next_is_due(review, services, clock, put):
    assert not review.review_due
    put("Invoices", span(9, "09:00", "10:00"))
    assert review.review_due
    review.review_done(WEEK)
    assert review.last_review == clock.now()
    assert not review.review_due
    clock.advance(weeks=4)
    assert review.review_due
    services.history.undo()
    assert review.last_review is None


def test_new_is_what_the_weeks_before_the_last_review_did_not_have(review, clock, put, invoices):
    assert not row(review).new
    review.review_done(WEEK)
    clock.advance(weeks=1)
    put("Invoices", span(24, "09:00", "10:00"))
    put("Podcast", span(24, "10:00", "10:30"))
    following = WEEK.shifted(1)
    assert row(review, "Podcast", following).new
    assert not row(review, "Invoices", following).new
    assert not row(review).new


def test_guide_is_remembered_outside_the_history(review, services, invoices):
    review.mark("Invoices")
    review.guide_seen()
    assert review.guided
    services.history.undo()
    assert review.guided
    assert review.week(WEEK).hand_over == 0


def test_energy_and_value(review, invoices):
    review.energy("Invoices", Energy.DRAINS)
    review.value("Invoices", 3)
    assert (row(review).activity.energy, row(review).activity.value) == (Energy.DRAINS, 3)
    with pytest.raises(InputError, match="4 is not a value"):
        review.value("Invoices", 4)


def test_overlaps_are_said_and_shares_stay_whole(review, put):
    put("Call", span(16, "09:00", "10:00"))
    put("Email", span(16, "09:30", "10:30"))
    seen = review.week(WEEK)
    assert (seen.logged, seen.total) == (90, 120)
    assert sum(r.share for r in seen.rows) == 1
