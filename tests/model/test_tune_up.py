"""Won back, crept back and what is next, on logs small enough to reckon by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.baseline import Standing
from outsource_tui.model.clock import Week
from outsource_tui.model.day import DayFrame
from outsource_tui.model.day_edges import DayEdges
from outsource_tui.model.day_totals import Keys, Row, join, sum_days
from outsource_tui.model.group import Group, State
from outsource_tui.model.totals import Totals
from outsource_tui.model.tune_up import Step, TuneUp, tune_up
from outsource_tui.model.tune_up_markdown import next_line

ZONE = ZoneInfo("Europe/Berlin")
FIRST = date(2026, 8, 31)
"""A Monday; week 0 of the logs below."""
NOW = datetime(2026, 11, 18, 12, tzinfo=ZONE)
MARKED = date(2026, 8, 1)
INVOICES = Activity("inv", "Invoices", highlighted=MARKED, group="books")
CLIENT = Activity("client", "Client work", core=True)
BOOKS = Group(
    "books", "Bookkeeping", "Ana", state=State.HANDED_OVER, dates={State.HANDED_OVER: date(2026, 10, 7)}
)
"""Handed over on the Wednesday of week 5."""


def week(number: int) -> Week:
    return Week(FIRST + timedelta(weeks=number))


def log(
    hours: dict[str, Iterable[float | None]], now: datetime = NOW, *more: Activity, days: Iterable[int] = ()
) -> Totals:
    """Give each activity so many hours on the Monday of each week, one after the other; so many `days` of
    each week, by their number, have ten more minutes of it."""
    keys, edges = Keys(), DayEdges(ZONE)
    rows: list[Row] = []
    free: dict[int, float] = {}
    for activity, by_week in hours.items():
        for number, length in enumerate(by_week):
            monday = datetime.combine(week(number).first, time(), ZONE).timestamp()
            start = free.get(number, monday)
            if length:
                free[number] = start + length * 3600
                rows.append((start, free[number], keys.number(activity, "")))
    for number, count in enumerate(days):
        for day in range(1, count + 1):
            noon = datetime.combine(week(number).first + timedelta(days=day), time(12), ZONE).timestamp()
            rows.append((noon, noon + 600, keys.number("client", "")))
    activities = {a.id: a for a in (INVOICES, CLIENT, *more)}
    summed = join([sum_days(rows, edges, frozenset())])
    return Totals(summed, keys, edges, Activities(activities), DayFrame(), now=now)


def report(totals: Totals, *groups: Group, until: date | None = None) -> TuneUp:
    return tune_up(totals, groups or (BOOKS,), until or totals.today)


class TestWonBack:
    def test_it_is_the_baseline_less_the_average_since(self) -> None:
        found = report(log({"client": [12] * 11, "inv": [2, 4, 5, 3, 6, 9, 1, 0, 2, 0, 0]}))
        (books,) = found.groups
        assert books.before == (week(1), week(2), week(3), week(4))
        assert books.since == (week(6), week(7), week(8), week(9), week(10))
        assert books.baseline == pytest.approx((4 + 5 + 3 + 6) / 4 * 60)
        assert books.average == pytest.approx(3 / 5 * 60)
        assert books.won_back == pytest.approx((4.5 - 0.6) * 60)
        assert books.won_in_all == pytest.approx((4.5 * 5 - 3) * 60)
        assert found.won_back == books.won_back

    def test_fewer_weeks_before_make_a_baseline_of_fewer(self) -> None:
        found = report(log({"client": [0, 0, 0, *[12] * 8], "inv": [0, 0, 0, 3, 5]}))
        assert found.groups[0].before == (week(3), week(4))
        assert found.groups[0].baseline == pytest.approx(4 * 60)

    def test_the_hand_over_on_the_first_day_makes_that_week_the_first_since(self) -> None:
        on_monday = replace(BOOKS, dates={State.HANDED_OVER: week(5).first})
        assert report(log({"client": [12] * 11}), on_monday).groups[0].since[0] == week(5)

    def test_a_week_without_log_is_never_won(self) -> None:
        found = report(log({"client": [12] * 7 + [0, 0] + [12] * 2, "inv": [4] * 5}))
        (books,) = found.groups
        assert books.since == (week(6), week(9), week(10))
        assert books.skipped == (week(7), week(8))
        assert books.won_in_all == pytest.approx(3 * 4 * 60)
        by_week = {w.week: w for w in found.weeks}
        assert by_week[week(7)].standing is Standing.NO_LOG
        assert by_week[week(7)].won_back is None

    def test_a_week_with_under_half_of_the_usual_log_is_left_out(self) -> None:
        found = report(log({"client": [12] * 6 + [5.9, 6] + [12] * 3}))
        standings = {w.week: w.standing for w in found.weeks}
        assert standings[week(6)] is Standing.TOO_LITTLE
        assert standings[week(7)] is Standing.COUNTED
        assert week(6) not in found.groups[0].since

    def test_a_week_with_log_on_under_half_of_the_usual_days_is_left_out(self) -> None:
        found = report(log({"client": [12] * 11}, days=[4] * 6 + [1, 2] + [4] * 3))
        standings = {w.week: w.standing for w in found.weeks}
        assert standings[week(6)] is Standing.TOO_LITTLE
        assert standings[week(7)] is Standing.COUNTED

    def test_the_week_that_is_not_over_is_left_out(self) -> None:
        found = report(log({"client": [12] * 12, "inv": [4] * 5 + [0] * 6 + [4]}))
        assert found.weeks[-1].week == week(11)
        assert found.weeks[-1].standing is Standing.NOT_OVER
        assert found.groups[0].average == 0

    def test_more_than_before_is_a_loss_and_said_so(self) -> None:
        books = report(log({"client": [12] * 11, "inv": [1] * 6 + [2] * 5})).groups[0]
        assert books.won_back == pytest.approx(-60)
        assert books.won_in_all == pytest.approx(-5 * 60)

    def test_hand_over_and_checking_count_against_it(self) -> None:
        with_effort = replace(BOOKS, hand_over_hours=Decimal(3), checking_hours=Decimal("0.5"))
        books = report(log({"client": [12] * 11, "inv": [4] * 5}), with_effort).groups[0]
        assert books.spent == pytest.approx((3 + 5 * 0.5) * 60)
        assert books.net == pytest.approx((5 * 4 - 5.5) * 60)

    def test_handed_over_before_the_first_log_there_is_no_baseline(self) -> None:
        early = replace(BOOKS, dates={State.HANDED_OVER: date(2026, 1, 5)})
        found = report(log({"client": [12] * 11, "inv": [4] * 5}), early)
        assert found.groups[0].won_back is None
        assert "no baseline" in found.groups[0].why_unknown
        assert not found.measured

    def test_handed_over_this_week_there_is_nothing_since(self) -> None:
        late = replace(BOOKS, dates={State.HANDED_OVER: date(2026, 11, 17)})
        assert "since" in report(log({"client": [12] * 11}), late).groups[0].why_unknown

    def test_one_that_is_to_be_handed_over_later_is_not_in_it(self) -> None:
        later = replace(BOOKS, start_on=date(2026, 12, 1))
        assert report(log({"client": [12] * 11}), later).groups == ()

    def test_a_group_taken_back_keeps_what_it_won(self) -> None:
        dates = {State.HANDED_OVER: week(5).first, State.TAKEN_BACK: week(8).first}
        back = replace(BOOKS, state=State.TAKEN_BACK, dates=dates)
        found = report(log({"client": [12] * 11, "inv": [4] * 5 + [0] * 3 + [4] * 3}), back)
        assert found.groups[0].since == (week(5), week(6), week(7))
        assert found.groups[0].won_in_all == pytest.approx(3 * 4 * 60)
        assert found.crept_back == ()
        assert found.won_back == 0

    def test_merged_activities_keep_their_past(self) -> None:
        old = Activity("old", "Rechnungen", merged_into="inv")
        found = report(log({"client": [12] * 11, "old": [4] * 5}, NOW, old))
        assert found.groups[0].baseline == pytest.approx(4 * 60)

    def test_until_looks_at_the_past_as_it_was(self) -> None:
        totals = log({"client": [12] * 11, "inv": [4] * 5 + [0] * 4 + [4] * 2})
        then = report(totals, until=week(8).last)
        assert then.weeks[-1].week == week(8)
        assert then.weeks[-1].standing is Standing.COUNTED
        assert then.groups[0].average == 0
        assert then.crept_back == ()


class TestCreptBack:
    def test_it_says_on_which_days_and_for_how_long(self) -> None:
        found = report(log({"client": [12] * 11, "inv": [4] * 5 + [0, 0, 1, 0, 0.5, 0]}))
        (crept,) = found.crept_back
        assert [s.day for s in crept.sittings] == [week(7).first, week(9).first]
        assert (crept.minutes, crept.times) == (pytest.approx(90), 2)

    def test_the_days_before_the_hand_over_in_its_week_are_not_meant(self) -> None:
        assert report(log({"client": [12] * 11, "inv": [0] * 5 + [3]})).crept_back == ()

    @pytest.mark.parametrize(("start_on", "meant"), [(None, False), (week(5).first, True)])
    def test_the_day_of_the_hand_over_is_meant_only_if_somebody_was_to_start_on_it(
        self, start_on: date | None, meant: bool
    ) -> None:
        books = replace(BOOKS, dates={State.HANDED_OVER: week(5).first}, start_on=start_on)
        found = report(log({"client": [12] * 11, "inv": [4] * 5 + [1]}), books)
        assert [c.last for c in found.crept_back] == ([week(5).first] if meant else [])


class TestNext:
    def test_what_has_no_group_or_nobody_comes_by_hours(self) -> None:
        post = Activity("post", "Post", highlighted=MARKED)
        site = Activity("site", "Website", highlighted=MARKED, group="web")
        totals = log({"client": [12] * 11, "post": [1] * 11, "site": [3] * 11}, NOW, post, site)
        web = Group("web", "Website care")
        steps = report(totals, BOOKS, web).next_steps
        assert [(s.step, round(s.minutes)) for s in steps] == [(Step.ASSIGN, 180), (Step.GROUP, 60)]
        with_someone = replace(web, assignee="Nord")
        assert report(totals, BOOKS, with_someone).next_steps[0].step is Step.HAND_OVER

    def test_what_crept_back_lately_is_to_be_talked_about(self) -> None:
        lately = report(log({"client": [12] * 11, "inv": [4] * 5 + [0] * 5 + [1]}))
        assert [s.step for s in lately.next_steps] == [Step.TALK]
        long_ago = report(log({"client": [12] * 11, "inv": [4] * 5 + [0, 1]}))
        assert long_ago.next_steps == ()

    def test_how_much_crept_back_a_week_only_the_weeks_since_the_hand_over_tell(self) -> None:
        monday = replace(BOOKS, dates={State.HANDED_OVER: week(5).first}, start_on=week(5).first)
        totals = log({"client": [12] * 11, "inv": [7.5] * 5 + [0.5] * 6})
        for number in (5, 6, 7, 8, 10):
            (talk,) = report(totals, monday, until=week(number).last).next_steps
            assert (talk.minutes, talk.weeks) == (pytest.approx(30), min(4, number - 4))
            assert talk.days[0][0] >= week(5).first
            assert next_line(talk) == "Talk with Ana: Invoices crept back (0 h 30 a week)"

    def test_without_a_full_week_since_it_is_what_crept_back_so_far(self) -> None:
        monday = replace(BOOKS, dates={State.HANDED_OVER: week(10).first}, start_on=week(10).first)
        totals = log({"client": [12] * 11, "inv": [7.5] * 10 + [0.75]})
        (talk,) = report(totals, monday, until=week(10).first).next_steps
        assert next_line(talk) == "Talk with Ana: Invoices crept back (0 h 45 so far)"
        assert talk.days == ((week(10).first, week(10).first),)


def test_an_empty_log_says_nothing() -> None:
    found = report(log({}))
    assert (found.weeks, found.crept_back, found.recent) == ((), (), ())
    assert not found.measured


hours = st.one_of(st.just(0.0), st.floats(0, 12))


@given(st.lists(hours, min_size=11, max_size=11), st.lists(hours, min_size=11, max_size=11))
def test_the_trend_adds_up_to_what_was_won(client: list[float], invoices: list[float]) -> None:
    found = report(log({"client": client, "inv": invoices}))
    won = [w.won_back for w in found.weeks if w.won_back is not None]
    for group in found.groups:
        if group.won_in_all is None:
            assert won == []
        else:
            assert sum(won) == pytest.approx(group.won_in_all, abs=1e-6)
            assert group.won_back == pytest.approx(group.won_in_all / len(group.since), abs=1e-6)
        assert not {w.week for w in found.weeks if not w.counted} & {*group.before, *group.since}
    for w in found.weeks:
        assert w.core + w.to_hand_over <= w.logged + 1e-6
