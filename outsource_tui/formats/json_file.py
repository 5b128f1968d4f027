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
    """Return the tables of an export or a data file: documents by id; InputError says where it is not one."""
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


def read(data: bytes, options: ReadOptions) -> Reading:
    """Return the entries of an export by the names of their activities: to count and show.

    Importing takes `load`, which brings groups, highlights and history as well.
    """
    return reading_of(load(data), options)


def reading_of(tables: Mapping[str, Mapping[str, Mapping[str, Any]]], options: ReadOptions) -> Reading:
    """Return the entries of such tables; what cannot be one is left out with its number."""
    activities = tables.get("activities", {})
    gatherer = Gatherer("json", options, ours=True)
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
    try:
        entry = _entry(key, document, activities, options, number)
    except InputError as error:
        gatherer.skip(number, error.message)
    except OverflowError:
        gatherer.skip(number, "has a date outside of the calendar")
    except (KeyError, TypeError, ValueError):
        gatherer.skip(number, f"entry {key}: start, end or kind cannot be read")
    else:
        gatherer.add(entry)


def _entry(
    key: str,
    document: Mapping[str, Any],
    activities: Mapping[str, Mapping[str, Any]],
    options: ReadOptions,
    number: int,
) -> ImportedEntry:
    zone = zone_named(str(document.get("zone") or options.zone.key))
    end, tags, hand_over = document.get("end"), document.get("tags"), document.get("hand_over")
    start, last = datetime.fromisoformat(document["start"]), None
    if end is not None:
        last = datetime.fromisoformat(end)
    if start.tzinfo is None or (last is not None and last.tzinfo is None):
        raise InputError(f"entry {key}: a time has no offset from UTC")
    if not isinstance(document.get("activity"), str):
        raise InputError(f"entry {key}: it has no activity")
    activity = activities.get(document["activity"], {})
    return ImportedEntry(
        start.astimezone(zone),
        last.astimezone(zone) if last is not None else None,
        zone.key,
        str(activity.get("name") or document["activity"]),
        tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
        str(document.get("note") or ""),
        Kind(document.get("kind", "logged")),
        str(document.get("source") or f"outsource:{key}"),
        number,
        hand_over if isinstance(hand_over, bool) else None,
    )
