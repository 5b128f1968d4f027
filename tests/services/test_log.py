"""What a user notices of the log: what is stored, what is refused and how it is said, what u takes back."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outsource_tui.model.activity import Activity
from outsource_tui.model.change import Change
from outsource_tui.model.edit import Overlap
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.errors import InputError, OverlapError, UserError
from tests.conftest import BERLIN, NOW


@pytest.fixture
def log(services):
    """The log service at Wednesday 12:05."""
    return services.log


def put(services, *lines: str) -> list[Change]:
    """Log lines as they are typed."""
    return [services.log.add(services.log.parse(line)) for line in lines]


def shown(services, day=None) -> list[str]:
    """The day as its blocks read."""
    activities = services.repository.activities()
    return [
        f"{b.start:%H:%M}-{b.end:%H:%M} {activities.get(b.entry.activity).name if b.entry else '…'}"
        for b in services.log.day(day or NOW.date()).blocks
    ]


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of the day."""
    return datetime(2026, 11, 18, hour, minute, tzinfo=BERLIN)


def test_a_line_is_stored_with_its_zone_and_name_as_typed(services):
    (change,) = put(services, "9-10:30 Invoices #accounts -- for October")
    assert change.label == "Log Invoices 09:00–10:30"
    entry = services.repository.entry(change.edits[-1].id)
    assert (entry.start, entry.end, entry.zone) == (at(9), at(10, 30), "Europe/Berlin")
    assert (entry.tags, entry.note) == (("accounts",), "for October")
    put(services, "10:30-11  invoices")
    assert len(services.repository.activities()) == 1


def test_a_bare_name_lasts_from_the_last_end_until_now(services):
    put(services, "8-9 Email", "Invoices")
    assert shown(services) == ["08:00-09:00 Email", "09:00-12:05 Invoices"]


def test_an_overlap_is_refused_naming_what_is_in_the_way(services):
    put(services, "8-9 Email", "9-10 Call")
    with pytest.raises(OverlapError, match=r"Email \(08:00–09:00\) and Call \(09:00–10:00\)"):
        put(services, "8:30-9:30 Post")
    assert shown(services)[:2] == ["08:00-09:00 Email", "09:00-10:00 Call"]


def test_keep_leaves_both_side_by_side(services):
    put(services, "8-9 Email")
    services.log.add(services.log.parse("8:30-9:30 Post"), Overlap.KEEP)
    lanes = [(b.lane, b.lanes) for b in services.log.day(NOW.date()).blocks if b.entry]
    assert lanes == [(0, 2), (1, 2)]


def test_trim_cuts_splits_and_removes_in_one_change(services):
    put(services, "8-10 Email", "10-10:15 Post", "10:15-12 Call")
    services.log.add(services.log.parse("9-10:30 Visit"), Overlap.TRIM)
    assert shown(services) == [
        "08:00-09:00 Email", "09:00-10:30 Visit", "10:30-12:00 Call", "12:00-12:05 …",
    ]  # fmt: skip
    services.history.undo()
    assert shown(services)[:3] == ["08:00-10:00 Email", "10:00-10:15 Post", "10:15-12:00 Call"]


def test_trim_inside_of_an_entry_splits_it(services):
    put(services, "8-12 Studio #art -- bowls")
    services.log.add(services.log.parse("9-10 Call"), Overlap.TRIM)
    assert shown(services)[:3] == ["08:00-09:00 Studio", "09:00-10:00 Call", "10:00-12:00 Studio"]
    parts = [b.entry for b in services.log.day(NOW.date()).blocks if b.entry]
    assert parts[0].tags == parts[2].tags == ("art",)
    assert parts[0].id != parts[2].id


def test_nothing_logged_ends_in_the_future_but_plans_do(services):
    with pytest.raises(InputError, match="14-15\\?"):
        put(services, "14-15 Website")
    (change,) = put(services, "14-15? Website")
    assert change.label == "Plan Website 14:00–15:00"
    put(services, "14:30-15:30? Post")
    assert [b.entry.kind for b in services.log.day(NOW.date()).blocks if b.entry] == [Kind.PLANNED] * 2


def test_start_stops_what_runs(services, clock):
    services.log.start("Email #admin", at=at(11))
    services.log.start("Invoices -- VAT")
    clock.advance(minutes=10)
    assert shown(services)[-2:] == ["11:00-12:05 Email", "12:05-12:15 Invoices"]
    assert services.log.status().activity == "Invoices"
    assert services.log.stop().label == "Stop Invoices at 12:15"
    assert services.log.running() is None


def test_stop_says_when_nothing_runs_and_refuses_the_future(services):
    with pytest.raises(UserError, match="nothing is running"):
        services.log.stop()
    services.log.start("Email", at=at(11))
    with pytest.raises(InputError, match="still to come"):
        services.log.stop(at=at(13))
    with pytest.raises(InputError, match="after 10:00"):
        services.log.stop(at=at(10))
    assert services.log.running() is not None


def test_what_ran_for_less_than_a_minute_is_not_kept_but_comes_back(services):
    services.log.start("Email")
    services.log.stop()
    assert services.log.running() is None
    assert all(b.gap for b in services.log.day(NOW.date()).blocks)
    services.history.undo()
    assert services.log.status().activity == "Email"


def test_an_interrupted_entry_goes_on(services, clock):
    services.log.start("Studio #art", at=at(11))
    services.log.interrupt("Phone")
    clock.advance(minutes=5)
    services.log.interrupt("Door")
    clock.advance(minutes=2)
    assert services.log.stop().label == "Stop Door at 12:12, go on with Phone"
    clock.advance(minutes=3)
    assert "go on with Studio" in services.log.stop().label
    clock.advance(minutes=5)
    services.log.stop()
    assert shown(services)[1:] == [
        "11:00-12:05 Studio", "12:05-12:10 Phone", "12:10-12:12 Door", "12:12-12:15 Phone",
        "12:15-12:20 Studio",
    ]  # fmt: skip
    assert services.log.running() is None


def test_a_new_start_ends_the_interruption(services, clock):
    services.log.start("Studio", at=at(11))
    services.log.interrupt("Phone")
    clock.advance(minutes=5)
    services.log.start("Lunch")
    clock.advance(minutes=5)
    services.log.stop()
    assert services.log.running() is None


def test_continue_takes_the_last_finished_with_its_tags(services, clock):
    with pytest.raises(UserError, match="nothing to continue"):
        services.log.continue_last()
    put(services, "8-9 Email #admin -- inbox")
    services.log.continue_last()
    running = services.log.running()
    assert (running.start, running.tags, running.note) == (at(12, 5), ("admin",), "inbox")
    with pytest.raises(UserError, match="running already"):
        services.log.continue_last()


def test_edit_changes_fields_and_refuses_what_cannot_be(services):
    first, second = put(services, "8-9 Email", "9-10 Call")
    email, call = (change.edits[-1].id for change in (first, second))
    services.log.edit(email, activity="Post", tags=("x",))
    assert shown(services)[:2] == ["08:00-09:00 Post", "09:00-10:00 Call"]
    with pytest.raises(InputError, match="not after the start"):
        services.log.edit(call, end=at(8))
    with pytest.raises(OverlapError, match="Post"):
        services.log.edit(call, start=at(8, 30))
    services.log.edit(call, start=at(8, 30), overlap=Overlap.TRIM)
    assert shown(services)[:2] == ["08:00-08:30 Post", "08:30-10:00 Call"]


def test_an_entry_deleted_by_another_process_is_said_in_one_line(services):
    (change,) = put(services, "8-9 Email")
    services.log.delete(change.edits[-1].id)
    with pytest.raises(UserError, match="no longer in the log"):
        services.log.edit(change.edits[-1].id, note="x")


def test_several_lines_are_one_change_and_all_or_none(services):
    put(services, "9-10 Call")
    found = services.log.read_lines("8:00 Email\n8:30 Post\n9:30-9:45 Visit\n", NOW.date())
    quick = [each.entry for each in found.entries]
    with pytest.raises(OverlapError):
        services.log.add_all(quick)
    assert shown(services)[1:2] == ["09:00-10:00 Call"]
    assert services.log.add_all(quick, Overlap.KEEP).label == "Log 3 entries"
    services.history.undo()
    assert [each for each in shown(services) if "…" not in each] == ["09:00-10:00 Call"]


def test_an_entry_over_midnight_counts_on_both_days(services):
    put(services, "yesterday 23:30-0:30 Call")
    assert shown(services, NOW.date().replace(day=17))[-1] == "23:30-00:00 Call"
    assert shown(services)[0] == "00:00-00:30 Call"


def test_the_hour_that_occurs_twice_counts_in_full(services, clock):
    clock.at = datetime(2026, 10, 25, 12, 0, tzinfo=BERLIN)
    put(services, "1-4 Night shift")
    day = services.log.day(clock.now().date())
    assert day.logged == 240


def test_sittings_and_uses(services):
    put(services, "mon 8-9 Email #admin", "8-9 email")
    week = services.log.week
    activity = services.repository.activities().named("Email")
    from outsource_tui.model.clock import week_of

    minutes, times = services.log.sittings(activity.id, week_of(NOW.date()))
    assert (minutes[-1], times, len(minutes)) == (120, 2, 8)
    assert week(week_of(NOW.date())).logged == 120
    names, tags = services.typed.uses()
    assert [name for name, _ in names] == ["Email", "Email"]
    assert [tag for tag, _ in tags] == ["admin"]


@pytest.mark.parametrize("text", ["", "   ", "#tag", "-- note"])
def test_a_start_without_a_name_is_refused(log, text):
    with pytest.raises(InputError):
        log.start(text)
    assert log.running() is None


def test_start_takes_a_time(services):
    begun = services.log.parse_start("11:40 Invoices #accounts")
    assert (begun.start, begun.end, begun.activity) == (at(11, 40), None, "Invoices")
    assert services.log.parse_start("-15 Call").start == at(11, 50)
    services.log.start_entry(begun)
    assert services.log.running().start == at(11, 40)


def test_lines_that_lie_over_each_other_are_told_and_trimmed_without_a_loss(services):
    put(services, "10:30-11 Call")
    found = services.log.read_lines("9-10 Email\n9-11 Studio\n11-12 Post\n", NOW.date())
    assert services.log.lines_over(found) == {2: "Call and Email"}
    services.log.add_all([each.entry for each in found.entries], Overlap.TRIM)
    assert [each for each in shown(services) if "…" not in each] == [
        "09:00-10:00 Email", "10:00-11:00 Studio", "11:00-12:00 Post",
    ]  # fmt: skip


def test_lines_that_are_in_the_log_already_are_told_and_left_out(services):
    put(services, "9-10 Email #a #b -- late", "10-11 Call", "11-12 Post")
    text = "9-10 email #b #a -- late\n10-11 Call -- again\n11-12 Post\n11-12 Post\n12-12:05 Post\n"
    found = services.log.read_lines(text, NOW.date())
    assert [each.line for each in found.entries] == [2, 4, 5]
    assert [(each.line, each.reason) for each in found.remarks] == [
        (1, "is in the log already: left out"),
        (3, "is in the log already: left out"),
    ]


def test_an_edit_that_leaves_the_span_keeps_its_seconds_and_its_place(services, repository, clock):
    york = datetime(2026, 11, 18, 3, 0, 30, tzinfo=ZoneInfo("America/New_York"))
    with repository.change("import", NOW) as work:
        activity = work.put(Activity("", "Far"))
        entry = work.put(Entry("", york, york + timedelta(minutes=45), "America/New_York", activity.id))
    span = {"start": entry.start.astimezone(BERLIN), "end": entry.end.astimezone(BERLIN)}
    assert not services.log.edit(entry.id, **span, activity="Far", tags=(), note="")
    services.log.edit(entry.id, **span, note="seen")
    kept = repository.entry(entry.id)
    told = [moment.isoformat()[11:] for moment in (kept.start, kept.end)]
    assert told == ["03:00:30-05:00", "03:45:30-05:00"]
    services.log.edit(entry.id, end=at(9, 30))
    kept = repository.entry(entry.id)
    assert (kept.start.second, kept.end) == (30, at(9, 30))
