"""An export of our own on its way in: what of its tables can be stored."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from outsource_tui.model.clock import elapsed, zone_named
from outsource_tui.model.entry import MAX_LENGTH, Entry
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import Problem
from outsource_tui.store import checks
from outsource_tui.store.codec import MONTH_PREFIX

Tables = Mapping[str, Mapping[str, Mapping[str, Any]]]


def sound(tables: Tables, data: bytes) -> tuple[Tables, list[Problem]]:
    """Return the tables without the documents that the log could not read, and a problem for each of those.

    `data` is the file that they come from, for the lines.
    """
    bad = list(_bad(tables))
    if not bad:
        return tables, []
    gone = {(table, doc_id) for table, doc_id, _ in bad}
    kept = {
        name: {doc_id: doc for doc_id, doc in table.items() if (name, doc_id) not in gone}
        for name, table in tables.items()
    }
    return kept, [Problem(_line(data, doc_id), f"{table}, {doc_id}: {why}") for table, doc_id, why in bad]


def _bad(tables: Tables) -> Iterator[tuple[str, str, str]]:
    """Yield (table, id, reason) of each document that cannot be stored; one that was deleted can."""
    contents = checks.contents_of(tables)
    for table, doc_id, reason in contents.damaged:
        if not tables[table][doc_id].get("deleted"):
            yield table, doc_id, reason
    wrong = {entry.id: reason for entry in contents.entries.values() if (reason := _wrong(entry))}
    for name in filter(lambda name: name.startswith(MONTH_PREFIX), tables if wrong else ()):
        yield from ((name, doc_id, wrong[doc_id]) for doc_id in tables[name] if doc_id in wrong)


def _wrong(entry: Entry) -> str:
    """Return what no entry of a log may be, or ""."""
    try:
        zone_named(entry.zone)
    except InputError as error:
        return error.message
    length = elapsed(entry.start, entry.end) if entry.end else None
    if length is not None and length.days < 0:
        return "it ends before it starts"
    if length is not None and length > MAX_LENGTH:
        return f"it lasts {length.days} days; an entry lasts {MAX_LENGTH.days} at most"
    return ""


def _line(data: bytes, doc_id: str) -> int:
    """Return the line of a document, from 1; 0 where the file spells its id in another way."""
    place = data.find(json.dumps(doc_id, ensure_ascii=False).encode("utf-8", "replace"))
    return data.count(b"\n", 0, place) + 1 if place >= 0 else 0
