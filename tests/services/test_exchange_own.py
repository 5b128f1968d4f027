"""Exports of our own, whole tables: into an empty log as they were, and what of them cannot be stored."""

from __future__ import annotations

import json

import pytest

from outsource_tui.formats import json_file
from outsource_tui.model.errors import InputError, UserError
from outsource_tui.services.incoming import Source
from outsource_tui.services.services import Services
from outsource_tui.store.repository import Repository
from tests.services.test_exchange import names, taken


def test_the_whole_log_goes_into_an_empty_one_and_is_equal_to_it(services):
    services.log.add(services.log.parse("2026-11-17 9-10 Email #admin -- note"))
    other = Services(Repository.in_memory(), services.clock, services.settings)
    intake = taken(other, services.exchange.written("json"), "log.json")
    assert other.exchange.preview_intake(intake).added == 1
    assert list(other.repository.all_entries()) == []
    outcome = other.exchange.store_intake(intake)
    assert (outcome.format, outcome.added, outcome.hours) == ("json", 1, 1.0)
    first, second = (s.repository.storage.read() for s in (services, other))
    assert {n: t for n, t in second.items() if n not in ("history", "meta")} == {
        n: t for n, t in first.items() if n not in ("history", "meta")
    }
    *_, oldest = other.repository.history()
    assert oldest.label == services.repository.history()[-1].label
    other.history.undo()
    assert list(other.repository.all_entries()) == []


def test_two_exports_of_our_own_are_one_change(services):
    services.log.add(services.log.parse("2026-11-17 9-10 Email"))
    first = services.exchange.written("json")
    services.log.add(services.log.parse("2026-11-17 10-11 Call"))
    second = services.exchange.written("json")
    other = Services(Repository.in_memory(), services.clock, services.settings)
    other.log.add(other.log.parse("2026-11-16 10-11 Own"))
    sources = [Source("a.json", first.encode()), Source("b.json", second.encode())]
    other.exchange.store_intake(other.exchange.take(sources, "json", other.exchange.options()))
    assert len(names(other)) == 3
    other.history.undo()
    assert names(other) == ["Own"]


# what of our own export cannot be stored


BROKEN = {
    "plan": ({"start": "soon"}, "'soon' is no time, such as 2026-11-18T09:00:00+01:00"),
    "kind": ("weird", "'weird' is no kind"),
    "end ": (5, "a time is no text, such as 2026-11-18T09:00:00+01:00"),
    "tags": (5, "tags is no list of texts"),
    "note": (7, "note is no text"),
    "zone": ("Mars/X", "unknown time zone 'Mars/X': use an IANA name such as Europe/Berlin"),
    "start": ("2026-01-18T09:00:00+01:00", "it lasts 303 days; an entry lasts 31 at most"),
    "end": ("2026-01-18T09:00:00+01:00", "it ends before it starts"),
    "activity": (None, "activity is no text"),
    "activity ": ("nope", "its activity 'nope' is not in the file"),
}


@pytest.mark.parametrize("field", BROKEN)
def test_a_broken_document_of_our_own_export_is_listed_and_left_out(services, field):
    services.log.add(services.log.parse("2026-11-17 9-10 Email"))
    services.log.add(services.log.parse("2026-11-17 10-11 Call"))
    tables = json.loads(services.exchange.written("json"))["tables"]
    entry_id, entry = next(iter(tables["entries-2026-11"].items()))
    value, reason = BROKEN[field]
    entry[field.strip()] = value
    other = Services(Repository.in_memory(), services.clock, services.settings)
    intake = taken(other, json_file.dump(tables).decode(), "log.json")
    (problem,) = intake.bad
    assert problem.reason == f"entries-2026-11, {entry_id}: {reason}"
    assert entry_id in json_file.dump(tables).decode().splitlines()[problem.line - 1]
    outcome = other.exchange.store_intake(intake)
    assert (outcome.read, outcome.added, outcome.duplicates) == (2, 1, 0)
    assert names(other) == ["Call"]
    assert entry_id not in str(other.exchange.tables().get("entries-2026-11"))



def test_an_activity_of_a_group_that_is_not_there_comes_in_without_it(services):
    services.log.add(services.log.parse("2026-11-17 9-10 Email"))
    tables = json.loads(services.exchange.written("json"))["tables"]
    (activity,) = tables["activities"].values()
    activity["group"] = "nope"
    other = Services(Repository.in_memory(), services.clock, services.settings)
    intake = taken(other, json_file.dump(tables).decode(), "log.json")
    assert [p.reason.partition(": ")[2] for p in intake.bad] == ["its group 'nope' is not in the file"]
    other.exchange.store_intake(intake)
    assert (names(other), [a.group for a in other.repository.activities()]) == (["Email"], [""])


def test_an_export_of_a_newer_version_is_refused(services):
    services.log.add(services.log.parse("2026-11-17 9-10 Email"))
    tables = json.loads(services.exchange.written("json"))["tables"]
    tables["meta"] = {"1": {"schema": 99}}
    with pytest.raises(InputError, match="a newer version wrote this file: update outsource-tui"):
        taken(services, json_file.dump(tables).decode(), "log.json")


def test_changes_that_came_with_an_import_go_and_come_back_with_it(services):
    services.log.add(services.log.parse("2026-11-17 9-10 Email"))
    other = Services(Repository.in_memory(), services.clock, services.settings)
    other.exchange.store_intake(taken(other, services.exchange.written("json"), "log.json"))
    assert [c.label for c in other.history.undo()] == ["Import log.json"]
    with pytest.raises(UserError, match="nothing to undo"):
        other.history.undo()
    other.history.redo()
    assert names(other) == ["Email"]
    other.history.undo(2)
    assert names(other) == []
    other.history.redo()
    other.history.redo()
    other.history.undo(2)
    other.log.add(other.log.parse("2026-11-17 11-12 Call"))
    other.history.undo()
    with pytest.raises(UserError, match="nothing to undo"):
        other.history.undo()
