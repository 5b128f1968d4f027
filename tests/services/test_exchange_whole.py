"""A whole log through our own formats: what comes out of an export goes into an empty log as it was."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from outsource_tui.model.activity import Activity
from outsource_tui.model.clock import FixedClock
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.services.incoming import Source
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from tests.conftest import NOW
from tests.formats.helpers import TAG, TEXT, rows

NAMES = TEXT.map(str.strip).filter(bool)


def a_log() -> Services:
    return Services(Repository.in_memory(), FixedClock(NOW), Settings())


def filled(drawn) -> Services:
    """A log that holds the rows as its own entries, plans included."""
    services = a_log()
    with services.repository.change("Log", NOW) as work:
        names = {name for row in drawn for name in (row.activity, row.plan.activity if row.plan else None)}
        ids = {}
        for name in sorted(names - {None}):
            key = Activity("", name).key
            ids[name] = ids[key] = ids.get(key) or work.put(Activity("", name)).id
        for row in drawn:
            done = row.plan if row.kind is Kind.LOGGED else None
            plan = done and replace(done, activity=ids[done.activity])
            activity, end = ids[row.activity], row.end
            entry = Entry(work.new_id(), row.start, end, row.zone, activity, row.tags, row.note, row.kind)
            work.put(replace(entry, hand_over=row.hand_over, source=row.source, plan=plan))
    return services


def taken_in(services: Services, text: str, name: str):
    intake = services.exchange.take([Source(name, text.encode())], "auto", services.exchange.options())
    assert intake.bad == ()
    return services.exchange.store_intake(intake)


def told(services: Services) -> list[object]:
    """Every entry by names, without what an empty log gives anew."""
    source = [replace(row, id="", source=row.source.partition("~")[0]) for row in services.exchange.rows()]
    return sorted(source, key=lambda row: row.start)


def contents(services: Services) -> dict[str, object]:
    tables = services.repository.storage.read()
    return {name: table for name, table in tables.items() if name not in ("history", "meta")}


@settings(max_examples=40, deadline=None)
@given(rows(names=NAMES, tags=TAG))
def test_a_log_goes_through_json_into_an_equal_file(drawn):
    services, other = filled(drawn), a_log()
    text = services.exchange.written("json")
    if drawn:
        assert taken_in(other, text, "log.json").added == len(drawn)
    assert contents(other) == contents(services)
    if drawn:
        again = taken_in(other, text, "log.json")
        assert (again.added, again.updated, again.duplicates) == (0, 0, len(drawn))


@settings(max_examples=40, deadline=None)
@given(rows(names=NAMES, tags=TAG))
def test_a_log_goes_through_our_table_and_is_the_same(drawn):
    services, other = filled(drawn), a_log()
    text = services.exchange.written("csv")
    taken_in(other, text, "log.csv")
    assert told(other) == told(services)
    again = taken_in(services, text, "log.csv")
    assert (again.added, again.updated, again.duplicates) == (0, 0, len(drawn))
