"""The inside of one change: reads see what was already put, edits are collected for the history."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tinydb.table import Document as StoredDocument

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.change import Change, Document, Edit
from outsource_tui.model.entry import Entry
from outsource_tui.model.group import Group
from outsource_tui.model.value import replace
from outsource_tui.store import codec

if TYPE_CHECKING:
    from tinydb import TinyDB

    from outsource_tui.store.repository import Repository

META_ID = "1"
"""All named values of the file live in one document, so that plain TinyDB can read its table."""

FEW = 4
"""Up to so many ids are looked for in the text of the tables; for more, the tables are decoded."""

ItemT = TypeVar("ItemT", Entry, Activity, Group)


class Located(NamedTuple):
    """A stored document and the table of the file that holds it."""

    name: str
    document: Document


class Work:
    """Edits on the way to one change. Documents are replaced, never mutated.

    `merged` is True once documents of another copy were put: see `History`.
    """

    def __init__(self, repository: Repository, db: TinyDB, label: str, now: datetime) -> None:
        self._repository = repository
        self._db = db
        self._edits: dict[tuple[str, str], Edit] = {}
        self._next_id = 0
        self.label = label
        self.now = now
        self.change: Change | None = None
        self.merged = False

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

    def document(self, table: str, doc_id: str) -> Document | None:
        """Return a copy of the stored document, tombstones too, or None."""
        found = self._locate(table, [doc_id]).get(doc_id)
        return dict(found.document) if found else None

    def documents(self, table: str, ids: Iterable[str]) -> dict[str, Document]:
        """Return the stored documents of those ids that are there; never mutate them."""
        return {doc_id: found.document for doc_id, found in self._locate(table, list(ids)).items()}

    # changing

    def new_id(self) -> str:
        """Return an id that no other machine has: milliseconds and nine random digits, in figures
        alone so that any TinyDB reads it; ids of one change follow each other."""
        if not self._next_id:
            milliseconds = int(self.now.timestamp() * 1000)
            # `secrets` would do the same and import hashlib, hmac and random for it.
            self._next_id = milliseconds * 10**9 + int.from_bytes(os.urandom(8), "big") % 10**9
        else:
            self._next_id += 1
        return f"{self._next_id:022}"

    def put(self, item: ItemT) -> ItemT:
        """Store an item, new (with an empty id, which it gets) or changed; returns it with its id."""
        return self.put_all([item])[0]

    def put_all(self, items: Iterable[ItemT]) -> list[ItemT]:
        """Store many items of one kind in one go, new or changed."""
        given = list(items)
        if not given:
            return []
        table = codec.table_of(given[0])
        known = self._locate(table, [item.id for item in given if item.id])
        stored: list[ItemT] = []
        puts: dict[str, dict[str, Any]] = {}
        for item in given:
            named = item if item.id else replace(item, id=self.new_id())
            stored.append(named)
            found = known.get(named.id)
            puts[named.id] = codec.encode(named, found.document if found else None)
        self._put(table, puts, known)
        return stored

    def insert_all(self, items: Iterable[Entry]) -> int:
        """Store many entries that are new, each with an id of `new_id`; returns how many.

        Like `put_all` without a look for what is there: what makes large imports quick.
        """
        stamp = self.now.astimezone(UTC).isoformat()
        by_month: dict[str, dict[str, Document]] = {}
        count = 0
        for item in items:
            document = codec.encode(item)
            document["updated"] = stamp
            by_month.setdefault(codec.month_table(item.start), {})[item.id] = document
            self._edits[codec.ENTRIES, item.id] = Edit(codec.ENTRIES, item.id, None, document)
            count += 1
        # not by TinyDB, which copies every document and, for every table, the list of all tables
        storage = self._repository.storage
        tables = storage.read()
        for name, documents in by_month.items():
            tables[name] = {**tables.get(name, {}), **documents}
        storage.write(tables)
        return count

    def delete(self, item: Entry | Activity | Group) -> None:
        """Leave a tombstone in the item's place."""
        self.delete_all([item])

    def delete_all(self, items: Iterable[Entry | Activity | Group]) -> None:
        """Leave tombstones in the places of many items of one kind."""
        given = list(items)
        if not given:
            return
        table = codec.table_of(given[0])
        known = self._locate(table, [item.id for item in given])
        gone = self.now.astimezone(UTC).isoformat()
        puts = {
            doc_id: {**found.document, "deleted": gone}
            for doc_id, found in known.items()
            if "deleted" not in found.document
        }
        self._put(table, puts, known)

    def set_meta(self, name: str, value: Any) -> None:
        """Set a named value of the file; None removes it."""
        after = {**(self.document(codec.META, META_ID) or {}), name: value}
        if value is None:
            after.pop(name)
        self.put_document(codec.META, META_ID, after)

    def put_document(self, table: str, doc_id: str, after: Mapping[str, Any]) -> None:
        """Store a document as it stands, stamped: for undo and repair."""
        self.put_documents(table, {doc_id: after})

    def put_documents(self, table: str, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Store many documents of one table as they stand, stamped."""
        known = self._locate(table, list(documents))
        self._put(table, {doc_id: dict(doc) for doc_id, doc in documents.items()}, known)

    def put_merged(self, table: str, documents: Mapping[str, Document]) -> None:
        """Store documents whose stamps are already right: what a merge made of two copies."""
        self.merged = True
        self._write(table, documents, self._locate(table, list(documents)))

    def drop(self, name: str, doc_id: str) -> None:
        """Take a document out of a month of the file, where another one of its id stays or follows."""
        found = self._repository.storage.read().get(name, {}).get(doc_id)
        if isinstance(found, dict):
            self._edits.setdefault((codec.ENTRIES, doc_id), Edit(codec.ENTRIES, doc_id, found, found))
        self._db.table(name, cache_size=0).remove(doc_ids=[doc_id])  # type: ignore[list-item]

    def edits(self) -> tuple[Edit, ...]:
        """Return what changed so far, each document once."""
        return tuple(e for e in self._edits.values() if _differs(e.before, e.after))

    # inside

    def _locate(self, table: str, ids: list[str]) -> dict[str, Located]:
        tables = self._repository.storage.read()
        if table != codec.ENTRIES:
            documents = tables.get(table, {})
            found = {i: Located(table, documents[i]) for i in ids if isinstance(documents.get(i), dict)}
            if table == codec.META:
                found.setdefault(META_ID, Located(table, {}))
            return found
        wanted = set(ids)
        found = {}
        for name in self._months_with(ids):
            documents = tables[name]
            for doc_id in (
                [i for i in documents if i in wanted] if len(wanted) > FEW else wanted & documents.keys()
            ):
                if isinstance(documents[doc_id], dict):
                    found[doc_id] = Located(name, documents[doc_id])
            wanted -= found.keys()
            if not wanted:
                break
        return found

    def _months_with(self, ids: list[str]) -> list[str]:
        """Return the tables of entries that may hold one of the ids, newest first."""
        storage = self._repository.storage
        if len(ids) > FEW:
            names = set(storage.read())
        else:
            names = {name for i in ids for name in storage.tables_with(f"{json.dumps(i)}:")}
        return sorted((n for n in names if n.startswith(codec.MONTH_PREFIX)), reverse=True)

    def _put(self, table: str, puts: Mapping[str, dict[str, Any]], known: Mapping[str, Located]) -> None:
        """Stamp and write what differs from what is stored."""
        changed: dict[str, Document] = {}
        for doc_id, after in puts.items():
            found = known.get(doc_id)
            before = found.document if found else None
            if _differs(before, after):
                changed[doc_id] = codec.stamped(after, before, self.now)
        self._write(table, changed, known)

    def _write(self, table: str, puts: Mapping[str, Document], known: Mapping[str, Located]) -> None:
        """Replace documents, table by table: one TinyDB call for removals, one for insertions."""
        removals: dict[str, list[str]] = {}
        insertions: dict[str, list[StoredDocument]] = {}
        tables = self._repository.storage.read()
        for doc_id, after in puts.items():
            found = known.get(doc_id)
            target = _place(table, after, found)
            if found is not None:
                removals.setdefault(found.name, []).append(doc_id)
            elif doc_id in tables.get(target, ()):
                removals.setdefault(target, []).append(doc_id)  # damaged outside: it is no document
            insertions.setdefault(target, []).append(StoredDocument(after, doc_id))  # type: ignore[arg-type]
            first = self._edits.get((table, doc_id))
            before = first.before if first else (found.document if found else None)
            self._edits[table, doc_id] = Edit(table, doc_id, before, after)
        for name, ids in removals.items():
            self._db.table(name, cache_size=0).remove(doc_ids=ids)  # type: ignore[arg-type]
        for name, documents in insertions.items():
            self._db.table(name, cache_size=0).insert_multiple(documents)


def _place(table: str, after: Document, found: Located | None) -> str:
    """Return the table of the file in which a document belongs."""
    try:
        return codec.physical_table(table, after)
    except (KeyError, TypeError, ValueError, OverflowError):
        if found is None:
            raise
        return found.name  # damaged outside: it stays where it is


def _differs(before: Document | None, after: Document | None) -> bool:
    if before is None or after is None:
        return before is not after
    return any(True for _ in codec.touched(before, after))
