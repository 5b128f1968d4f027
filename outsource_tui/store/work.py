"""The inside of one change: reads see what was already put, edits are collected for the history."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from tinydb.table import Document as StoredDocument

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.change import Change, Document, Edit
from outsource_tui.model.entry import Entry
from outsource_tui.model.group import Group
from outsource_tui.store import codec

if TYPE_CHECKING:
    from tinydb import TinyDB

    from outsource_tui.store.repository import Repository

META_ID = "1"
"""All named values of the file live in one document, so that plain TinyDB can read its table."""

ItemT = TypeVar("ItemT", Entry, Activity, Group)


class Work:
    """Edits on the way to one change. Documents are replaced, never mutated."""

    def __init__(self, repository: Repository, db: TinyDB, label: str, now: datetime) -> None:
        self._repository = repository
        self._db = db
        self._edits: dict[tuple[str, str], Edit] = {}
        self._next_id = 0
        self.label = label
        self.now = now
        self.change: Change | None = None

    # reading, with what this change did already

    def entries(self, start: datetime, end: datetime) -> list[Entry]:
        """Like `Repository.entries`."""
        return self._repository.entries(start, end)

    def entry(self, entry_id: str) -> Entry | None:
        """Like `Repository.entry`."""
        return self._repository.entry(entry_id)

    def open_entries(self) -> list[Entry]:
        """Like `Repository.open_entries`."""
        return self._repository.open_entries()

    def activities(self) -> Activities:
        """Like `Repository.activities`."""
        return self._repository.activities()

    def groups(self) -> tuple[Group, ...]:
        """Like `Repository.groups`."""
        return self._repository.groups()

    # changing

    def new_id(self) -> str:
        """Return an id that no other machine has: milliseconds and nine random digits, in figures
        alone so that any TinyDB reads it; ids of one change follow each other."""
        if not self._next_id:
            milliseconds = int(self.now.timestamp() * 1000)
            self._next_id = milliseconds * 10**9 + secrets.randbelow(10**9)
        else:
            self._next_id += 1
        return f"{self._next_id:022}"

    def put(self, item: ItemT) -> ItemT:
        """Store an item, new (with an empty id, which it gets) or changed; returns it with its id."""
        return self.put_all([item])[0]

    def put_all(self, items: Iterable[ItemT]) -> list[ItemT]:
        """Store many items of one kind in one go, new or changed."""
        stored: list[ItemT] = []
        writes: list[tuple[str, str, Document | None, Document]] = []
        for given in items:
            item = given if given.id else replace(given, id=self.new_id())
            stored.append(item)
            table = codec.table_of(item)
            before = self.document(table, item.id) if given.id else None
            after = codec.stamped(codec.encode(item, before), before, self.now)
            writes.append((table, item.id, before, after))
        self._write(writes)
        return stored

    def delete(self, item: Entry | Activity | Group) -> None:
        """Leave a tombstone in the item's place."""
        table = codec.table_of(item)
        before = self.document(table, item.id)
        if before is not None and "deleted" not in before:
            self.put_document(table, item.id, {**before, "deleted": self.now.astimezone(UTC).isoformat()})

    def set_meta(self, name: str, value: Any) -> None:
        """Set a named value of the file; None removes it."""
        before = self.document(codec.META, META_ID) or {}
        after = {**before, name: value}
        if value is None:
            after.pop(name)
        self.put_document(codec.META, META_ID, after)

    def put_document(self, table: str, doc_id: str, after: dict[str, Any]) -> None:
        """Store a document as it stands, stamped: for undo, merge and repair."""
        before = self.document(table, doc_id)
        self._write([(table, doc_id, before, codec.stamped(dict(after), before, self.now))])

    def document(self, table: str, doc_id: str) -> Document | None:
        """Return the stored document, tombstones too, or None; never mutate it."""
        for name in self._tables_of(table, doc_id):
            found = self._repository.storage.read().get(name, {}).get(doc_id)
            if found is not None:
                return dict(found)
        return None

    def edits(self) -> tuple[Edit, ...]:
        """Return what changed so far, each document once."""
        return tuple(e for e in self._edits.values() if _told(e.before) != _told(e.after))

    def _tables_of(self, table: str, doc_id: str) -> list[str]:
        if table != codec.ENTRIES:
            return [table]
        found = self._repository.storage.tables_with(f'"{doc_id}":')
        return [name for name in found if name.startswith(codec.MONTH_PREFIX)]

    def _write(self, writes: list[tuple[str, str, Document | None, Document]]) -> None:
        """Replace documents, table by table: one TinyDB call for removals, one for insertions."""
        removals: dict[str, list[str]] = {}
        insertions: dict[str, list[StoredDocument]] = {}
        for table, doc_id, before, after in writes:
            if before is not None:
                removals.setdefault(codec.physical_table(table, before), []).append(doc_id)
            target = codec.physical_table(table, after)
            insertions.setdefault(target, []).append(StoredDocument(after, doc_id))  # type: ignore[arg-type]
            first = self._edits.get((table, doc_id))
            self._edits[table, doc_id] = Edit(table, doc_id, first.before if first else before, after)
        for name, ids in removals.items():
            self._db.table(name, cache_size=0).remove(doc_ids=ids)  # type: ignore[arg-type]
        for name, documents in insertions.items():
            self._db.table(name, cache_size=0).insert_multiple(documents)


def _told(doc: Document | None) -> dict[str, Any] | None:
    """What of a document makes a difference to the user."""
    if doc is None:
        return None
    return {k: v for k, v in doc.items() if k not in ("updated", "stamps")}
