"""An export of our own on its way in: what of its tables can be stored."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from typing import Any

from outsource_tui.model.clock import elapsed, zone_named
from outsource_tui.model.entry import MAX_LENGTH, Entry
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import Problem
from outsource_tui.store import checks
from outsource_tui.store.checks import Contents
from outsource_tui.store.codec import ACTIVITIES, META, MONTH_PREFIX, SCHEMA

Tables = Mapping[str, Mapping[str, Mapping[str, Any]]]


def sound(tables: Tables, data: bytes) -> tuple[Tables, list[Problem]]:
    """Return the tables without what the log could not read or find, and a problem for each of those.

    `data` is the file that they come from, for the lines. InputError for an export of a newer version.
    """
    if any(_newer(doc.get("schema")) for doc in tables.get(META, {}).values()):
        raise InputError("a newer version wrote this file: update outsource-tui, then import it again")
    contents = checks.contents_of(tables)
    bad, loose = list(_bad(tables, contents)), list(_loose(contents))
    gone = {(table, doc_id) for table, doc_id, _ in bad}
    kept = tables
    if gone:
        kept = {
            name: {doc_id: doc for doc_id, doc in table.items() if (name, doc_id) not in gone}
            for name, table in tables.items()
        }
    if loose:
        activities = dict(kept[ACTIVITIES])
        for doc_id, field, _ in loose:
            activities[doc_id] = {k: v for k, v in activities[doc_id].items() if k != field}
        kept = {**kept, ACTIVITIES: activities}
    told = [*bad, *((ACTIVITIES, doc_id, why) for doc_id, _, why in loose)]
    return kept, [Problem(_line(data, doc_id), f"{table}, {doc_id}: {why}") for table, doc_id, why in told]


def _loose(contents: Contents) -> Iterator[tuple[str, str, str]]:
    """Yield (id, field, reason) of each activity that leads nowhere: it can be stored without that field."""
    for activity in contents.activities.values():
        if activity.group and activity.group not in contents.groups:
            yield activity.id, "group", f"its group {activity.group!r} is not in the file"
        if activity.merged_into and activity.merged_into not in contents.activities:
            yield activity.id, "merged_into", f"it is merged into {activity.merged_into!r}, not in the file"


def _bad(tables: Tables, contents: Contents) -> Iterator[tuple[str, str, str]]:
    """Yield (table, id, reason) of each document that cannot be stored; one that was deleted can."""
    for table, doc_id, reason in contents.damaged:
        if not tables[table][doc_id].get("deleted"):
            yield table, doc_id, reason
    known = contents.activities
    wrong = {entry.id: reason for entry in contents.entries.values() if (reason := _wrong(entry, known))}
    for name in filter(lambda name: name.startswith(MONTH_PREFIX), tables if wrong else ()):
        yield from ((name, doc_id, wrong[doc_id]) for doc_id in tables[name] if doc_id in wrong)


def _newer(schema: object) -> bool:
    return isinstance(schema, int) and not isinstance(schema, bool) and schema > SCHEMA


def _wrong(entry: Entry, activities: Container[str]) -> str:
    """Return what no entry of a log may be, or ""; it is of one of the activities."""
    if entry.activity not in activities:
        return f"its activity {entry.activity!r} is not in the file"
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
