"""Older files brought to the present schema. Every old schema opens for ever."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from outsource_tui.store import codec
from outsource_tui.store.line import Line, Tables
from outsource_tui.store.lines import meta_of

Step = Callable[[Tables], None]


def schema_of(lines: Mapping[str, Line]) -> int:
    """Return the schema of a file: 0 where it says none, as plain TinyDB writes it."""
    found = meta_of(lines).get("schema", 0)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def migrated(lines: Mapping[str, Line]) -> dict[str, Line]:
    """Return the tables in the present schema; nothing that is not understood is dropped."""
    tables = Tables(lines)
    for step in _STEPS[schema_of(lines) :]:
        step(tables)
    return tables.lines


def _months(tables: Tables) -> None:
    """0 to 1: one table of all entries becomes a table for each month."""
    entries = tables.get(codec.ENTRIES)
    if not entries:
        return
    kept: dict[str, Any] = {}
    months: dict[str, dict[str, Any]] = {}
    for doc_id, doc in entries.items():
        try:
            months.setdefault(codec.physical_table(codec.ENTRIES, doc), {})[doc_id] = doc
        except (KeyError, TypeError, ValueError, OverflowError):
            kept[doc_id] = doc
    for name, documents in months.items():
        tables[name] = {**tables.get(name, {}), **documents}
    if kept:
        tables[codec.ENTRIES] = kept
    else:
        del tables[codec.ENTRIES]


_STEPS: tuple[Step, ...] = (_months,)
assert len(_STEPS) == codec.SCHEMA, "a schema without the step to it"
