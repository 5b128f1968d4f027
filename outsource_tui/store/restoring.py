"""A log made what a copy of it holds, as one change: it can be undone, and it is newer than what it replaces,
so that the next merge with another machine does not bring that back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Any

from outsource_tui.store import codec
from outsource_tui.store.merge import CONFLICTS, DELETED, log_of
from outsource_tui.store.merging import placed, without_twins

if TYPE_CHECKING:
    from outsource_tui.store.work import Work

_OWN = (codec.ENTRIES, codec.ACTIVITIES, codec.GROUPS)
"""What can be deleted; documents of other tables stay where the copy has none."""


def put_back(work: Work, present: Mapping[str, Any], copy: Mapping[str, Any]) -> None:
    """Put the documents of `copy` in the place of those of `present`, the tables that `work` changes."""
    present, copy = without_twins(present, copy)
    now, then = log_of(present), log_of(copy)
    gone = work.now.astimezone(UTC).isoformat()
    for table in (now.keys() | then.keys()) - {CONFLICTS}:
        here, there = now.get(table, {}), then.get(table, {})
        puts = {i: _fields(d) for i, d in there.items() if isinstance(d, dict) and _wanted(here.get(i), d)}
        if table == codec.ENTRIES:
            puts = placed(puts)
        if table in _OWN:
            new = (i for i, d in here.items() if i not in there and isinstance(d, dict) and DELETED not in d)
            puts |= {doc_id: {**here[doc_id], DELETED: gone} for doc_id in new}
        work.put_documents(table, puts)


def _wanted(here: Any, there: Mapping[str, Any]) -> bool:
    """True where the copy's document says something else; what it deleted need not be made first."""
    if not isinstance(here, dict):
        return DELETED not in there
    return _fields(here) != _fields(there)


def _fields(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in ("updated", "stamps")}
