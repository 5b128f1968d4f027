"""Imports store once what is new, update what changed, and go back with one undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outsource_tui.model.imported import ImportedEntry, Problem, Reading

ZONE = ZoneInfo("Europe/Berlin")
NINE = datetime(2026, 11, 16, 9, tzinfo=ZONE)


def row(name: str, hour: int = 0, **fields) -> ImportedEntry:
    start = NINE + timedelta(hours=hour)
    given = {"start": start, "end": start + timedelta(minutes=30), "zone": ZONE.key, "activity": name}
    return ImportedEntry(**(given | fields))


def reading(*rows: ImportedEntry, **fields) -> Reading:
    return Reading("toggl", len(rows), tuple(rows), **fields)


def names(services) -> list[str]:
    activities = services.repository.activities()
    return [activities.get(e.activity).name for e in services.repository.all_entries()]


def test_a_second_import_of_the_same_file_adds_nothing(services):
    rows = reading(row("Email", source="toggl:1"), row("Call", 1))
    first = services.exchange.store(rows)
    assert (first.added, first.duplicates, first.hours) == (2, 0, 1.0)
    second = services.exchange.store(rows)
    assert (second.added, second.updated, second.duplicates) == (0, 0, 2)
    assert not second.change
    assert names(services) == ["Email", "Call"]


def test_an_overlapping_export_adds_only_what_is_new(services):
    services.exchange.store(reading(row("Email"), row("Call", 1)))
    outcome = services.exchange.store(reading(row("Call", 1), row("Invoices", 2)))
    assert (outcome.added, outcome.duplicates) == (1, 1)


def test_a_changed_row_with_a_foreign_id_updates_its_entry(services):
    services.exchange.store(reading(row("Email", source="watson:a")))
    longer = row("Email", source="watson:a", end=NINE + timedelta(hours=1), note="more")
    outcome = services.exchange.store(reading(longer))
    assert (outcome.added, outcome.updated) == (0, 1)
    (entry,) = services.repository.all_entries()
    assert entry.end == NINE + timedelta(hours=1)
    assert entry.note == "more"


def test_an_export_of_our_own_updates_by_its_id(services):
    services.exchange.store(reading(row("Email")))
    (entry,) = services.repository.all_entries()
    edited = row("Email", note="edited elsewhere", source=f"outsource:{entry.id}", hand_over=True)
    assert services.exchange.store(reading(edited)).updated == 1
    (entry,) = services.repository.all_entries()
    assert (entry.note, entry.hand_over, entry.source) == ("edited elsewhere", True, "")


def test_one_undo_takes_an_import_back(services):
    services.exchange.store(reading(*(row(f"Activity {n}", n) for n in range(9))))
    services.history.undo()
    assert names(services) == []
    services.history.redo()
    assert len(names(services)) == 9


def test_names_match_ignoring_case_and_spaces(services):
    services.log.add(services.log.parse("2026-11-17 9-10 Email and inbox"))
    services.exchange.store(reading(row("  EMAIL  and inbox")))
    assert set(names(services)) == {"Email and inbox"}


def test_a_preview_stores_nothing_and_says_the_same(services):
    rows = reading(row("Email"), problems=(Problem(7, "no end"),))
    preview = services.exchange.preview(rows)
    assert names(services) == []
    assert replace(services.exchange.store(rows), change=None) == preview
    assert preview.skipped[0].line == 7


@pytest.mark.parametrize("days", [("2026-11-16", "2026-11-16", 1), ("2026-11-17", "2026-11-18", 0)])
def test_rows_of_a_span_are_those_that_start_in_it(services, days):
    from datetime import date

    services.exchange.store(reading(row("Email")))
    first, last, count = days
    assert len(services.exchange.rows(date.fromisoformat(first), date.fromisoformat(last))) == count
