"""From when on something is expected of a day: nobody can have missed what was before the first entry."""

from __future__ import annotations

from datetime import date, timedelta

from outsource_tui.model.clock import FixedClock, hm, week_of
from tests.conftest import NOW
from tests.services.test_log import put
from tests.tui.support import empty_services

TODAY = NOW.date()


def missing(services) -> list[date]:
    """The days of this week of which the log says that something is missing."""
    return [day.date for day in services.log.days(week_of(TODAY)).days if day.counts and day.unlogged]


def test_an_empty_log_begins_today():
    services = empty_services(clock=FixedClock(NOW))
    assert missing(services) == [TODAY]
    assert [flaw.start.date() for flaw in services.find.flaws(week_of(TODAY))] == [TODAY]


def test_the_days_before_the_first_entry_lack_nothing():
    services = empty_services(clock=FixedClock(NOW))
    put(services, "yesterday 9-10 Email")
    assert missing(services) == [TODAY - timedelta(days=1), TODAY]
    assert services.tune_up.totals().week(week_of(TODAY)).unlogged == sum(
        day.unlogged for day in services.log.days(week_of(TODAY)).days if day.counts
    )


def test_a_plan_is_no_beginning():
    services = empty_services(clock=FixedClock(NOW))
    put(services, "yesterday 9-10 Email")
    put(services, "tomorrow 9-10? Call")
    assert missing(services)[0] == TODAY - timedelta(days=1)


def test_an_older_history_moves_the_beginning():
    services = empty_services(clock=FixedClock(NOW))
    put(services, "9-10 Email")
    before = services.review.week(week_of(TODAY)).log.coverage
    put(services, f"{TODAY - timedelta(days=40)} 9-10 Email")
    assert missing(services)[0] == week_of(TODAY).first
    assert services.review.week(week_of(TODAY)).log.coverage < before


def test_lengths_add_up_with_the_times_while_a_minute_passes(services, clock):
    services.log.start("Email", at=clock.now() - timedelta(minutes=3))
    clock.advance(seconds=40)
    status = services.log.status()
    (block,) = [b for b in status.day.blocks if b.entry]
    assert (f"{block.start:%H:%M}-{block.end:%H:%M}", block.minutes) == ("12:02-12:05", 3)
    assert hm(status.logged_minutes) == "0:03"


def test_what_began_within_this_minute_is_seen_as_no_minute_long(services, clock):
    clock.advance(seconds=40)
    services.log.start("Email")
    (block,) = [b for b in services.log.day(clock.now().date()).blocks if b.entry]
    assert hm(block.minutes) == "0:00"
