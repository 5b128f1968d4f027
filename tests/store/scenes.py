"""Short lives of a log that the fault suites put under stress."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from outsource_tui.model.activity import Activity
from outsource_tui.model.entry import Entry
from outsource_tui.model.group import Group
from outsource_tui.store.repository import Repository

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 12, 5, tzinfo=BERLIN)

State = dict[str, Any]


def state_of(repository: Repository) -> State:
    """Everything that a user could see of a log."""
    return {
        "entries": {e.id: replace(e, updated=None) for e in repository.all_entries()},
        "activities": dict(repository.activities().by_id),
        "groups": {g.id: g for g in repository.groups()},
        "history": [(c.number, c.label, c.undone) for c in repository.history()],
        "x": repository.meta("x"),
    }


def a_log(path: Path, entries: int = 12) -> Repository:
    """Make a log with a bit of everything, over several months."""
    repository = Repository.open(path)
    with repository.change("begin", NOW - timedelta(days=2)) as work:
        group = work.put(Group("", "Bookkeeping", "Ana"))
        activities = work.put_all([Activity("", f"Activity {n}", group=group.id) for n in range(3)])
        work.put_all(an_entry(n, activities[n % 3].id) for n in range(entries))
        work.set_meta("x", 1)
    with repository.change("edit", NOW - timedelta(days=1)) as work:
        work.put(replace(next(repository.all_entries()), note="edited"))
    return repository


def an_entry(number: int, activity: str = "7", note: str = "") -> Entry:
    start = NOW - timedelta(days=5 * number, hours=1)
    return Entry(
        "", start, start + timedelta(minutes=45), "Europe/Berlin", activity, ("t",), note or f"note {number}"
    )


def add_one(repository: Repository, note: str = "new") -> Entry:
    """One change as the log service makes it: an entry and its new activity."""
    with repository.change(f"Log {note}", NOW) as work:
        activity = work.put(Activity("", f"Activity of {note}"))
        return work.put(an_entry(0, activity.id, note))
