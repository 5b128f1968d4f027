"""What services may rely on, over memory and over a file."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from outsource_tui.model.activity import Activity, Energy, Reason
from outsource_tui.model.entry import Entry, Kind, Plan
from outsource_tui.model.errors import UserError
from outsource_tui.model.group import Brief, Group, State
from outsource_tui.store.repository import Repository

from .conftest import BERLIN, NOW, hours
from .contract import Again, an_entry, put, told


def test_a_fresh_log_is_empty(repository: Repository) -> None:
    assert repository.entries(NOW - hours(9999), NOW + hours(9999)) == []
    assert list(repository.activities()) == []
    assert repository.groups() == ()
    assert repository.history() == ()
    assert repository.open_entries() == []
    assert repository.entry("1") is None
    assert repository.meta("anything", 5) == 5


def test_every_field_comes_back_as_it_was(repository: Repository, again: Again) -> None:
    zone = ZoneInfo("America/New_York")
    hostile = 'a "b" \\ [x] \x1b]52;c;x\x07 \u202e \ud800 👩‍👧 \n\x00'
    entry = Entry(
        "", datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=zone), datetime(2026, 11, 1, 3, tzinfo=zone),
        "America/New_York", "7", ("admin", hostile), hostile, Kind.PLANNED, False, "toggl:9",
        plan=Plan(datetime(2026, 11, 1, 2, tzinfo=zone), datetime(2026, 11, 1, 3, tzinfo=zone), "8"),
    )  # fmt: skip
    activity = Activity(
        "", hostile, True, date(2026, 11, 14), (Reason.DISLIKE, Reason.ROUTINE), "3", 2.5, Energy.DRAINS,
        2, ("x", "y"), "12",
    )  # fmt: skip
    group = Group(
        "", hostile, "Ana", Decimal("22.50"), "€", State.WORKING,
        {State.BRIEFED: date(2026, 1, 2), State.WORKING: date(2026, 3, 4)}, date(2026, 3, 1), Decimal("3.5"),
        Decimal(2), Decimal("0.5"), Brief("outcome", hostile), "amber", 1.5,
    )  # fmt: skip
    with repository.change("all", NOW) as work:
        entry, activity, group = work.put(entry), work.put(activity), work.put(group)
        work.set_meta("seen", {"week": [1, 2]})
    other = again()
    found = other.entry(entry.id)
    assert found is not None
    # A moment with fold=1 equals none of another zone, not even itself (PEP 495): compare as written.
    assert [found.start.isoformat(), found.end and found.end.isoformat()] == [
        "2026-11-01T01:30:00-05:00",
        "2026-11-01T03:00:00-05:00",
    ]
    assert replace(found, start=entry.start, end=entry.end, updated=None) == entry
    assert other.activities().by_id == {activity.id: activity}
    assert other.groups() == (group,)
    assert other.meta("seen") == {"week": [1, 2]}


def test_entries_are_those_that_overlap_the_span(repository: Repository) -> None:
    before, over, inside, running, after = put(
        repository, an_entry(NOW - hours(3), 1), an_entry(NOW - hours(1), 1.5), an_entry(NOW + hours(1)),
        an_entry(NOW + hours(1.5), None), an_entry(NOW + hours(2)),
    )  # fmt: skip
    found = repository.entries(NOW, NOW + hours(2))
    assert [e.id for e in found] == [over.id, inside.id, running.id]
    assert not {before.id, after.id} & {e.id for e in found}


def test_an_entry_over_the_end_of_a_month_is_found_from_both_sides(repository: Repository) -> None:
    midnight = datetime(2026, 12, 1, tzinfo=UTC)
    (entry,) = put(repository, an_entry(midnight - hours(1), 2))
    assert [e.id for e in repository.entries(midnight - hours(5), midnight)] == [entry.id]
    assert [e.id for e in repository.entries(midnight, midnight + hours(5))] == [entry.id]
    assert repository.entries(midnight + hours(1), midnight + hours(5)) == []


def test_a_running_entry_reaches_on_for_years(repository: Repository) -> None:
    (entry,) = put(repository, an_entry(NOW, None))
    assert [e.id for e in repository.entries(NOW + hours(20_000), NOW + hours(20_024))] == [entry.id]
    assert [e.id for e in repository.open_entries()] == [entry.id]


def test_a_start_that_moves_to_another_month_leaves_nothing_behind(
    repository: Repository, again: Again
) -> None:
    (entry,) = put(repository, an_entry(note="before"))
    moved = replace(entry, start=NOW - timedelta(days=60), end=NOW - timedelta(days=60) + hours(1))
    put(repository, moved)
    assert [told(e) for e in again().all_entries()] == [moved]
    repository.undo(NOW)
    assert [told(e) for e in again().all_entries()] == [entry]


def test_ids_are_figures_and_never_given_twice(repository: Repository) -> None:
    ids = [e.id for _ in range(20) for e in put(repository, an_entry(), an_entry())]
    assert len(set(ids)) == 40
    assert all(i.isdigit() and len(i) == 22 for i in ids)


def test_many_at_once_and_back(repository: Repository, again: Again) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with repository.change("import", NOW) as work:
        stored = work.put_all([an_entry(start + hours(6 * n)) for n in range(1500)])
    assert work.change
    assert len(work.change.edits) == 1500
    assert {e.id for e in again().all_entries()} == {e.id for e in stored}
    (undone,) = repository.undo(NOW)
    assert len(undone.edits) == 1500
    assert list(again().all_entries()) == []
    repository.redo(NOW)
    assert {told(e) for e in again().all_entries()} == set(stored)


def test_the_same_item_twice_in_one_go_is_stored_once(repository: Repository) -> None:
    (entry,) = put(repository, an_entry())
    with repository.change("twice", NOW) as work:
        work.put_all([replace(entry, note="a"), replace(entry, note="b")])
    assert [e.note for e in repository.all_entries()] == ["b"]


def test_inside_a_change_reads_see_what_it_did(repository: Repository) -> None:
    with repository.change("c", NOW) as work:
        activity = work.put(Activity("", "Invoices"))
        entry = work.put(an_entry(activity=activity.id, length=None))
        assert work.activities().named(" invoices ") == activity
        assert [e.id for e in work.open_entries()] == [entry.id]
        assert told(work.entry(entry.id)) == entry
        work.delete(entry)
        assert work.entry(entry.id) is None
    assert repository.open_entries() == []


def test_an_error_inside_stores_nothing(repository: Repository, again: Again) -> None:
    put(repository, an_entry(note="kept"))
    version = repository.version

    def fail() -> None:
        with repository.change("c", NOW) as work:
            work.put(an_entry(note="lost"))
            work.set_meta("x", 1)
            raise UserError("no")

    with pytest.raises(UserError):
        fail()
    assert [e.note for e in repository.all_entries()] == ["kept"]
    assert [e.note for e in again().all_entries()] == ["kept"]
    assert repository.meta("x") is None
    assert repository.version == version
    assert len(repository.history()) == 1
    put(repository, an_entry(note="later"))
    assert len(list(again().all_entries())) == 2


def test_a_change_within_a_change_is_refused(repository: Repository) -> None:
    def nested() -> None:
        with repository.change("outer", NOW), repository.change("inner", NOW):
            pass

    with pytest.raises(RuntimeError):
        nested()
    put(repository, an_entry())
    assert len(list(repository.all_entries())) == 1


def test_nothing_done_is_no_change(repository: Repository) -> None:
    (entry,) = put(repository, an_entry())
    version = repository.version
    with repository.change("same", NOW + hours(1)) as work:
        work.put(entry)
        work.set_meta("x", None) if repository.meta("x") else None
    assert not work.change
    assert repository.version == version
    assert len(repository.history()) == 1
    found = repository.entry(entry.id)
    assert found is not None
    assert found.updated == NOW.astimezone(UTC)


def test_there_and_back_within_one_change_is_no_change(repository: Repository) -> None:
    (entry,) = put(repository, an_entry())
    with repository.change("c", NOW) as work:
        work.put(replace(entry, note="x"))
        work.put(entry)
    assert not work.change


def test_fields_of_other_programs_survive_an_edit(repository: Repository, again: Again) -> None:
    (entry,) = put(repository, an_entry())
    with repository.change("foreign", NOW) as work:
        doc = work.document("entries", entry.id)
        assert doc is not None
        work.put_document("entries", entry.id, {**doc, "mood": ["fine", {"deep": 1}]})
    put(repository, replace(entry, note="edited"))
    with again().change("look", NOW) as work:
        doc = work.document("entries", entry.id)
    assert doc is not None
    assert (doc["mood"], doc["note"]) == (["fine", {"deep": 1}], "edited")


def test_updated_goes_on_even_if_the_clock_goes_back(repository: Repository) -> None:
    (entry,) = put(repository, an_entry())
    seen = []
    for n in range(3):
        with repository.change("e", NOW - timedelta(days=n)) as work:
            work.put(replace(entry, note=str(n)))
        found = repository.entry(entry.id)
        assert found is not None
        seen.append(found.updated)
    assert seen == sorted(set(seen), key=lambda moment: moment or NOW)


def test_the_version_changes_with_the_data(repository: Repository) -> None:
    seen = {repository.version}
    put(repository, an_entry())
    seen.add(repository.version)
    repository.undo(NOW)
    seen.add(repository.version)
    assert len(seen) == 3


@pytest.mark.parametrize(
    "damage",
    [
        {"start": 5}, {"start": "2026-11-18T12:00:00"}, {"start": "never"}, {"end": "x"}, {"end": 5},
        {"kind": "x"},
        {"tags": "abc"}, {"tags": [1]}, {"note": 7}, {"activity": None}, {"zone": 1}, {"hand_over": "yes"},
        {"start": "0001-01-01T00:00:00+14:00"}, {"source": []},
        {"plan": "9-10"}, {"plan": {"start": "2026-11-18T09:00:00+01:00"}},
    ],
)  # fmt: skip
def test_a_damaged_entry_is_left_out_told_and_kept(
    repository: Repository, again: Again, damage: dict[str, object]
) -> None:
    good, bad = put(repository, an_entry(note="good"), an_entry(note="bad"))
    with repository.change("damage", NOW) as work:
        doc = work.document("entries", bad.id)
        assert doc is not None
        work.put_document("entries", bad.id, {**doc, **damage})
    other = again()
    assert [e.id for e in other.entries(NOW - hours(1), NOW + hours(5))] == [good.id]
    assert len(other.notices) == 1
    assert bad.id in other.notices[0]
    assert "entries-2026-11" in other.notices[0]
    put(other, replace(good, note="still works"))
    with other.change("look", NOW) as work:
        kept = work.document("entries", bad.id)
    assert kept is not None
    assert {k: kept[k] for k in damage} == damage


def test_damaged_activities_and_groups_are_left_out(repository: Repository, again: Again) -> None:
    with repository.change("damage", NOW) as work:
        work.put(Activity("", "good"))
        work.put(Group("", "good"))
        for n, wrong in enumerate(({}, {"name": 5}, {"name": ""}, {"name": "x", "place": "y"}), 1):
            work.put_document("activities", str(n), dict(wrong))
            work.put_document("groups", str(n), dict(wrong))
        work.put_document("groups", "9", {"name": "x", "rate": "NaN"})
        work.put_document("groups", "8", {"name": "x", "brief": [1]})
        work.put_document("activities", "9", {"name": "x", "reasons": ["hate"]})
    other = again()
    assert [a.name for a in other.activities()] == ["good"]
    assert [g.name for g in other.groups()] == ["good"]
    assert [notice.partition(" are")[0] for notice in other.notices] == [
        "activities: 1 and 4 more",
        "groups: 1 and 5 more",
    ]


def test_readers_on_other_threads_never_see_half_a_change(repository: Repository) -> None:
    left, right = put(repository, an_entry(note="0"), an_entry(note="0"))
    seen: set[tuple[str, ...]] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.add(tuple(sorted(e.note for e in repository.all_entries())))

    reader = threading.Thread(target=read)
    reader.start()
    for n in range(1, 60):
        with repository.change("both", NOW) as work:
            work.put(replace(left, note=str(n)))
            work.put(replace(right, note=str(n)))
    stop.set()
    reader.join()
    assert seen
    assert all(len(notes) == 2 and notes[0] == notes[1] for notes in seen)


def test_threads_change_one_after_the_other(repository: Repository) -> None:
    (entry,) = put(repository, an_entry(note="0"))

    def count() -> None:
        for _ in range(15):
            with repository.change("count", NOW) as work:
                found = work.entry(entry.id)
                assert found is not None
                work.put(replace(found, note=str(int(found.note) + 1)))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = repository.entry(entry.id)
    assert found is not None
    assert found.note == "60"


def test_local_time_and_zone_survive(repository: Repository, again: Again) -> None:
    (entry,) = put(repository, an_entry(datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN)))
    found = again().entry(entry.id)
    assert found is not None
    assert found.start.isoformat() == "2026-10-25T02:30:00+01:00"
    assert found.zone == "Europe/Berlin"
