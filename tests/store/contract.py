"""Entries for the tests of the contract, and how they are put and told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from outsource_tui.model.activity import Activity
from outsource_tui.model.entry import Entry
from outsource_tui.model.group import Group
from outsource_tui.store.repository import Repository

from .conftest import NOW, hours

Again = Callable[[], Repository]


def an_entry(start: datetime = NOW, length: float | None = 1, **fields: object) -> Entry:
    end = start + hours(length) if length is not None else None
    return replace(Entry("", start, end, "Europe/Berlin", "7"), **fields)  # type: ignore[arg-type]


def put(repository: Repository, *items: Entry | Activity | Group, label: str = "put") -> list[Entry]:
    with repository.change(label, NOW) as work:
        return [work.put(item) for item in items]  # type: ignore[type-var,return-value]


def told(entry: Entry | None) -> Entry | None:
    return replace(entry, updated=None) if entry else None
