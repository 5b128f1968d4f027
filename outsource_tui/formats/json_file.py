"""JSON, ours: every table of the data file as plain documents, so that nothing at all is lost.

`{"outsource-tui": {"export": 1}, "tables": {table: {id: document}}}`. The data file itself, which is the
tables without the header, is understood as well.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from outsource_tui.formats.base import Gatherer, ReadOptions
from outsource_tui.formats.decode import decode
from outsource_tui.model.clock import zone_named
from outsource_tui.model.entry import Kind
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import ImportedEntry, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

Tables = dict[str, dict[str, dict[str, Any]]]

EXPORT = 1
"""The version of the form written here."""

_HEADER = "outsource-tui"
_OURS = re.compile(r"entries-\d{4}-\d\d|activities|groups|history|meta")


def dump(tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> bytes:
    """Return the tables as a file: UTF-8, a document a line, so that two exports can be compared."""
    parts = []
    for name, documents in tables.items():
        lines = ",\n".join(f"    {_text(key)}: {_text(document)}" for key, document in documents.items())
        parts.append(f"  {_text(name)}: {{\n{lines}\n  }}" if lines else f"  {_text(name)}: {{}}")
    body = ",\n".join(parts)
    text = f'{{"{_HEADER}": {{"export": {EXPORT}}}, "tables": {{\n{body}\n}}}}\n'
    try:
        return text.encode()
    except UnicodeEncodeError:  # half a surrogate pair has no UTF-8; escaped it survives
        return re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text).encode()


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def load(data: bytes) -> Tables:
    """Return the tables of an export or a data file; InputError says where it is not one.

    Each entry that was not deleted has a start, no end before it, a kind and the id of an activity.
    """
    try:
        content = json.loads(decode(data))
    except RecursionError as error:
        raise InputError("this is no export of ours: it is nested too deeply") from error
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise InputError(f"this is no export of ours: line {line} is not JSON") from error
    tables = _tables(content)
    for name, documents in tables.items():
        if not isinstance(documents, dict) or not all(isinstance(doc, dict) for doc in documents.values()):
            raise InputError(f"the table {name!r} does not hold documents by id")
    for name, documents in tables.items():
        if name.startswith("entries-"):
            for key, document in documents.items():
                _check(name, key, document)
    return tables


def _tables(content: Any) -> Tables:
    if not isinstance(content, dict):
        raise InputError("this is no export of ours: it holds no tables")
    header = content.get(_HEADER)
    if isinstance(header, dict):
        version = header.get("export")
        if not isinstance(version, int) or version > EXPORT:
            raise InputError(
                f"this export has the form {version!r}, newer than this version reads: update first"
            )
        content = content.get("tables")
    elif not any(_OURS.fullmatch(name) for name in content):
        raise InputError("this is no export of ours: it has none of our tables")
    if not isinstance(content, dict):
        raise InputError("this is no export of ours: it holds no tables")
    return content


def _check(table: str, key: str, document: Mapping[str, Any]) -> None:
    if document.get("deleted"):
        return
    where = f"{table}, entry {key}"
    try:
        start = datetime.fromisoformat(document["start"])
        end = datetime.fromisoformat(document["end"]) if document.get("end") is not None else None
        Kind(document.get("kind", "logged"))
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{where}: start, end or kind cannot be read") from error
    if start.tzinfo is None or (end is not None and end.tzinfo is None):
        raise InputError(f"{where}: a time has no offset from UTC")
    if end is not None and end < start:
        raise InputError(f"{where}: it ends before it starts")
    if not isinstance(document.get("activity"), str):
        raise InputError(f"{where}: it has no activity")


def read(data: bytes, options: ReadOptions) -> Reading:
    """Return the entries of an export by the names of their activities: to count and show.

    Importing takes `load`, which brings groups, highlights and history as well.
    """
    tables = load(data)
    activities = tables.get("activities", {})
    gatherer = Gatherer("json", options)
    number = 0
    for name in sorted(tables):
        if not name.startswith("entries-"):
            continue
        for key, document in tables[name].items():
            number += 1
            if not document.get("deleted"):
                _add(gatherer, key, document, activities, options, number=number)
    return gatherer.reading()


def _add(
    gatherer: Gatherer,
    key: str,
    document: Mapping[str, Any],
    activities: Mapping[str, Mapping[str, Any]],
    options: ReadOptions,
    *,
    number: int,
) -> None:
    end = document.get("end")
    tags = document.get("tags")
    hand_over = document.get("hand_over")
    activity = activities.get(document["activity"], {})
    try:
        zone = zone_named(str(document.get("zone") or options.zone.key))
        start = datetime.fromisoformat(document["start"]).astimezone(zone)
        last = datetime.fromisoformat(end).astimezone(zone) if end is not None else None
    except InputError as error:
        gatherer.skip(number, error.message)
        return
    except OverflowError:
        gatherer.skip(number, "has a date outside of the calendar")
        return
    gatherer.add(
        ImportedEntry(
            start,
            last,
            zone.key,
            str(activity.get("name") or document["activity"]),
            tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
            str(document.get("note") or ""),
            Kind(document.get("kind", "logged")),
            str(document.get("source") or f"outsource:{key}"),
            number,
            hand_over if isinstance(hand_over, bool) else None,
        )
    )
