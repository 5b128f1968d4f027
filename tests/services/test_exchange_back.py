"""What was written out of a log is in it already, whatever format it was written in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.formats import WRITERS
from outsource_tui.model.clock import FixedClock
from outsource_tui.model.entry import Kind
from outsource_tui.model.imported import ImportedEntry, Reading
from outsource_tui.services.incoming import Source
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from tests.conftest import NOW
from tests.services.test_exchange_rows import toggl

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = datetime(2026, 10, 24, 6, tzinfo=UTC)
"""A day before the clocks go back."""
NAMES = st.sampled_from(
    ["Email", "Fix #12 of acme", "#", "#admin", "=1+1", 'say "x"', "a, b", "A  b", "Büro \u0007", "x\u2028y"]
)
TAGS = st.sampled_from(["admin", "a.b", "a, b", "x y", "#x", "Email", "q=1"])
NOTES = st.sampled_from(["", "one", " one\n\ntwo #x ", "- 9:00", 'say "x"\\n', "a\r\nb\tc"])
SOURCES = st.sampled_from(["", "", "toggl:%s~00000000", "klog:%s~00000000", "timewarrior:%s~00000000"])
LENGTHS = st.one_of(st.integers(1, 59), st.integers(60, 40_000), st.sampled_from([90_000, 200_000]))


@st.composite
def logs(draw: st.DrawFn) -> list[ImportedEntry]:
    """Draw what a log may hold: entries of seconds and of days, beside each other, and one that runs."""
    found = []
    for number in range(draw(st.integers(1, 6))):
        start = FIRST + timedelta(seconds=draw(st.integers(0, 40)) * 3607)
        zone = draw(st.sampled_from([BERLIN, BERLIN, ZoneInfo("America/New_York")]))
        end = start + timedelta(seconds=draw(LENGTHS))
        source = draw(SOURCES)
        tags = tuple(draw(st.lists(TAGS)))
        found.append(
            ImportedEntry(
                start.astimezone(zone), end.astimezone(zone), zone.key, draw(NAMES), tags, draw(NOTES),
                draw(st.sampled_from([*Kind, Kind.LOGGED])),
                source % f"{number:020}" if source else "", number,
            )
        )
    if draw(st.booleans()):
        start = NOW - timedelta(minutes=draw(st.integers(1, 300)))
        found.append(ImportedEntry(start, None, "Europe/Berlin", draw(NAMES), note=draw(NOTES)))
    return found


def log_of(*entries: ImportedEntry) -> Services:
    services = Services(Repository.in_memory(), FixedClock(NOW), Settings())
    services.exchange.store(Reading("toggl", len(entries), entries))
    return services


def back(services: Services, name: str) -> tuple[int, int, int]:
    """Export the log and import it again: (come in, updated, bad)."""
    text = services.exchange.written(name)
    intake = services.exchange.take([Source(f"x.{name}", text.encode())], name, services.exchange.options())
    outcome = services.exchange.store_intake(intake)
    return outcome.added, outcome.updated, len(intake.bad)


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=60, deadline=None)
@given(entries=logs())
def test_an_export_of_a_log_adds_nothing_to_it(name, entries):
    services = log_of(*entries)
    before = services.exchange.rows()
    if services.exchange.written(name).strip():
        assert back(services, name) == (0, 0, 0)
    assert services.exchange.rows() == before


def test_what_came_from_a_tracker_is_known_in_an_export_that_names_nobody():
    services = Services(Repository.in_memory(), FixedClock(NOW), Settings())
    source = Source("t.csv", toggl(("Ann", "ACME/Web", "Standup", "09:15")).encode())
    services.exchange.store_intake(services.exchange.take([source], "toggl", services.exchange.options()))
    assert [back(services, name)[:2] for name in WRITERS] == [(0, 0)] * len(WRITERS)


def test_what_was_stopped_after_an_export_is_not_started_again_by_it():
    services = Services(Repository.in_memory(), FixedClock(NOW), Settings())
    services.log.start("Email")
    texts = {name: services.exchange.written(name) for name in ("timewarrior", "klog")}
    services.clock.advance(minutes=30)
    services.log.stop()
    for name, text in texts.items():
        intake = services.exchange.take([Source("x", text.encode())], name, services.exchange.options())
        assert services.exchange.store_intake(intake).added == 0
    assert len(services.exchange.rows()) == 1


def test_a_note_made_here_stays_where_a_row_without_notes_changed():
    services = Services(Repository.in_memory(), FixedClock(NOW), Settings())
    start = datetime(2026, 11, 16, 9, tzinfo=BERLIN)
    row = ImportedEntry(start, start + timedelta(hours=1), BERLIN.key, "Call", source="toggl:1")
    services.exchange.store(Reading("toggl", 1, (row,)))
    (entry,) = services.repository.all_entries()
    with services.repository.change("note", NOW) as work:
        work.put_all([replace(entry, note="ask again in May")])
    longer = replace(row, end=row.end + timedelta(hours=1))
    assert services.exchange.store(Reading("toggl", 1, (longer,))).updated == 1
    (entry,) = services.repository.all_entries()
    assert (entry.end, entry.note) == (longer.end, "ask again in May")
