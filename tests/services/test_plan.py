"""Plans, finding, and a day as text."""

from __future__ import annotations

from datetime import timedelta

import pytest

from outsource_tui.model.clock import week_of
from outsource_tui.model.day_totals import PlanTotals
from outsource_tui.model.edit import Overlap
from outsource_tui.model.errors import InputError, OverlapError, UserError
from outsource_tui.services.totals import TotalsCache
from tests.conftest import NOW
from tests.services.test_log import at, put, shown

TODAY = NOW.date()


def ids(services, *lines):
    """The ids of logged lines."""
    return [change.edits[-1].id for change in put(services, *lines)]


def totals_of_today(services):
    """The sums of today's plans."""
    return services.plan.totals(entries(services), services.log.day(TODAY).bounds)


def test_a_plan_is_confirmed_as_planned_or_otherwise(services, clock):
    first, second = ids(services, "13-14? Website", "14-15? Post")
    with pytest.raises(InputError, match="still to come"):
        services.plan.confirm(first)
    clock.advance(hours=4)
    services.plan.confirm(first)
    services.plan.confirm(second, at(14), at(15, 30))
    assert shown(services)[1:3] == ["13:00-14:00 Website", "14:00-15:30 Post"]
    totals = totals_of_today(services)
    assert (totals.planned, totals.done, totals.taken) == (120, 120, 150)
    with pytest.raises(UserError, match="no longer there"):
        services.plan.confirm(first)


def test_what_had_been_planned_stays_with_what_was_done(services, clock):
    first, second, _ = ids(services, "13-14? Website", "14-15? Post", "15-16? Call")
    clock.advance(hours=4)
    services.plan.confirm(first)
    services.plan.confirm(second, at(14), at(14, 30))
    services.log.edit(first, activity="Webshop", start=at(13, 15))
    services.edit.split(first, [at(13, 30)])
    plans = {totals_name(services, key): each for key, each in plans_of_week(services).items()}
    assert plans["Website"] == PlanTotals(done=60, taken=15)
    assert plans["Post"] == PlanTotals(done=60, taken=30)
    assert plans["Call"] == PlanTotals(open=60)
    assert totals_of_today(services) == PlanTotals(open=60, done=120, taken=45)
    services.history.undo(4)
    assert totals_of_today(services) == PlanTotals(open=180)


def test_what_runs_as_planned_counts_what_it_took_so_far(services, clock):
    (plan,) = ids(services, "13-14? Website")
    services.plan.begin(plan)
    clock.advance(minutes=20)
    ((_, sums),) = plans_of_week(services).items()
    assert sums == PlanTotals(done=60, taken=20)


def plans_of_week(services):
    """The plans of this week by activity id, from the sums."""
    cache = TotalsCache(services.repository, services.clock.zone)
    totals = cache.totals(services.settings.frame, services.clock.now())
    return totals.week(week_of(TODAY)).plans


def entries(services):
    """The entries of today."""
    return [b.entry for b in services.log.day(TODAY).blocks if b.entry]


def totals_name(services, key):
    """The name of an activity."""
    return services.repository.activities().get(key).name


def test_confirming_over_an_entry_asks_first(services, clock):
    (plan,) = ids(services, "13-14? Website")
    clock.advance(hours=3)
    put(services, "13:30-14 Call")
    with pytest.raises(OverlapError, match="Call"):
        services.plan.confirm(plan)
    services.plan.confirm(plan, overlap=Overlap.TRIM)
    assert shown(services)[1] == "13:00-14:00 Website"


def test_a_plan_can_be_begun_now(services):
    (plan,) = ids(services, "13-14? Website #web")
    services.log.start("Email", at=at(11))
    services.plan.begin(plan)
    assert services.log.status().activity == "Website"
    assert shown(services)[-1] == "11:00-12:05 Email"


def test_left_over_plans_are_carried_over(services, clock):
    ids(services, "13-14? Website", "16-17? Post")
    clock.advance(days=1)
    tomorrow = clock.now().date()
    left = services.plan.left_over(tomorrow)
    assert len(left) == 2
    services.plan.carry_over([plan.id for plan in left], tomorrow)
    assert not services.plan.left_over(tomorrow)
    planned = [b.start.strftime("%H:%M") for b in services.log.day(tomorrow).blocks if b.entry]
    assert planned == ["13:00", "16:00"]


def test_carried_over_plans_never_begin_before_now(services, clock):
    ids(services, "13-14? Website", "13:30-14? Post")
    clock.advance(hours=28)
    day = clock.now().date()
    services.plan.carry_over([p.id for p in services.plan.left_over(day)], day)
    spans = [(b.start, b.end) for b in services.log.day(day).blocks if b.entry]
    assert spans[0][0] >= clock.now()
    assert spans[1][0] >= spans[0][1]


def test_a_day_is_planned_like_another_without_what_is_past_or_taken(services):
    put(services, "mon 8-9 Email", "mon 14-15 Call", "mon 16-17 Visit", "16:30-17? Own")
    change = services.plan.copy_day(TODAY - timedelta(days=2), TODAY)
    told = "1 of 3, without 1 in the past and 1 over what is there"
    assert change.label == f"Plan Wed 18 Nov 2026 like Mon 16 Nov 2026: {told}"
    assert services.history.changes()[0].label == change.label
    assert [each for each in shown(services) if "…" not in each] == ["14:00-15:00 Call", "16:30-17:00 Own"]
    with pytest.raises(InputError, match="nothing is logged"):
        services.plan.copy_day(TODAY - timedelta(days=30), TODAY)


def test_find_looks_through_names_tags_and_notes_latest_first(services):
    put(services, "2021-03-04 9-10 Invoices #accounts", "mon 9-10 Call -- about invoices", "8-9 Email")
    found = services.find.find("invoices")
    assert [(f.name, f.entry.start.year) for f in found] == [("Call", 2026), ("Invoices", 2021)]
    assert [f.name for f in services.find.find("#acc invo")] == ["Invoices"]
    assert services.find.find("  ") == []


def test_a_month_has_its_days(services):
    put(services, "8-9 Email")
    days = services.find.month(TODAY)
    assert len(days) == 30
    assert [d.logged for d in days if d.logged] == [60]


def test_the_days_text_reads_back_as_the_same_day(services):
    put(services, "8-9 Email #a -- inbox", '9-10 "9-5" rota', "14-15? Website")
    services.log.start("Invoices", at=at(11))
    before = services.day_text.entries(TODAY)
    text = services.day_text.write(TODAY, before)
    assert not services.day_text.read(TODAY, before, text)
    edited = text.replace("08:00-09:00 Email", "08:00-09:15 Email").replace("09:00-10:00", "09:15-10:00")
    edited = "\n".join(line for line in edited.splitlines() if "Website" not in line) + "\n10:00-10:30 Post\n"
    found = services.day_text.read(TODAY, before, edited)
    assert (len(found.changed), len(found.added), len(found.gone)) == (2, 1, 1)
    kept = services.log.day(TODAY).blocks[0].entry.id
    services.day_text.store(found)
    assert shown(services)[0] == "08:00-09:15 Email"
    assert services.log.day(TODAY).blocks[0].entry.id == kept
    services.history.undo()
    assert "14:00-15:00 Website" in shown(services)


def test_an_unreadable_line_is_handed_back_and_nothing_stored(services):
    put(services, "8-9 Email")
    before = services.day_text.entries(TODAY)
    text = services.day_text.write(TODAY, before) + "25:99-26 Nonsense\n"
    found = services.day_text.read(TODAY, before, text)
    assert [p.text for p in found.problems] == ["25:99-26 Nonsense"]
    with pytest.raises(InputError):
        services.day_text.store(found)
    again = services.day_text.write(TODAY, before, found.problems, "25:99-26 Nonsense\n")
    assert "25:99-26 Nonsense" in again.splitlines()


def test_a_text_of_a_day_that_changed_meanwhile_is_refused(services):
    (entry,) = ids(services, "8-9 Email")
    before = services.day_text.entries(TODAY)
    put(services, "10-11 Logged meanwhile")
    found = services.day_text.read(TODAY, before, "8-10 Email\n")
    assert not found.gone
    services.log.edit(entry, note="changed")
    with pytest.raises(UserError, match="changed meanwhile"):
        services.day_text.store(found)


def test_a_plan_over_midnight_counts_on_each_day_for_its_part(services):
    put(services, "23-1? Release")
    days = [services.log.day(TODAY + timedelta(days=n)) for n in range(2)]
    parts = [services.plan.totals([b.entry for b in d.blocks if b.entry], d.bounds) for d in days]
    assert [part.planned for part in parts] == [d.planned for d in days] == [60, 60]
