"""The history: for each change what undo needs and no more.

An insert is remembered as ids alone (undo leaves a tombstone, redo lifts it), an edit as the fields
that it replaced. Undo swaps them with the fields of now, which is then what redo needs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tinydb.table import Document as StoredDocument

from outsource_tui.model.change import Change, Edit
from outsource_tui.store import codec

if TYPE_CHECKING:
    from tinydb import TinyDB

    from outsource_tui.store.work import Work

LEAST = 1_000
"""So many changes are always kept."""
MOST_BYTES = 1_000_000
"""Above this, the oldest beyond LEAST go."""


class History:
    """Changes in the order in which they were made, in the table `history`."""

    def __init__(self, db: TinyDB) -> None:
        self._db = db

    def changes(self) -> tuple[Change, ...]:
        """Return every stored change, newest first, without its edits."""
        return tuple(_change(i, d) for i, d in sorted(self._stored(), key=_number, reverse=True))

    def record(self, label: str, now: datetime, edits: tuple[Edit, ...]) -> Change:
        """Store a change of now and forget what was undone before; nothing is stored without edits."""
        at = now.astimezone(UTC)
        if not edits:
            return Change(0, label, at)
        stored = sorted(self._stored(), key=_number)
        number = _number(stored[-1]) + 1 if stored else 1
        gone = [i for i, d in stored if d.get("undone")]
        kept = [pair for pair in stored if not pair[1].get("undone")]
        document = {"label": label, "at": at.isoformat(), **_what_undo_needs(edits)}
        gone += _too_old(kept, document)
        if gone:
            self._db.table(codec.HISTORY, cache_size=0).remove(doc_ids=gone)  # type: ignore[arg-type]
        self._put(str(number), document)
        return Change(number, label, at, edits)

    def undo(self, work: Work, steps: int) -> list[Change]:
        """Take back the newest changes that stand."""
        standing = [p for p in sorted(self._stored(), key=_number, reverse=True) if not p[1].get("undone")]
        return [self._swap(work, i, d, undone=True) for i, d in standing[:steps]]

    def redo(self, work: Work, steps: int) -> list[Change]:
        """Make the oldest undone changes again."""
        undone = [p for p in sorted(self._stored(), key=_number) if p[1].get("undone")]
        return [self._swap(work, i, d, undone=False) for i, d in undone[:steps]]

    def _swap(self, work: Work, doc_id: str, doc: Mapping[str, Any], *, undone: bool) -> Change:
        stamp = work.now.astimezone(UTC).isoformat()
        edits = []
        for table, inserted in _inserted(doc):
            for item_id in inserted:
                before = work.document(table, item_id)
                if before is None:
                    continue
                after = {k: v for k, v in before.items() if k != "deleted"}
                if undone:
                    after["deleted"] = stamp
                work.put_document(table, item_id, after)
                edits.append(Edit(table, item_id, before, after))
        swapped = []
        for table, item_id, fields, absent in doc.get("edited", ()):
            before = work.document(table, item_id)
            if before is None:
                continue
            after = {k: v for k, v in before.items() if k not in absent} | fields
            touched = [*fields, *absent]
            swapped.append([table, item_id, *_side(before, touched)])
            work.put_document(table, item_id, after)
            edits.append(Edit(table, item_id, before, after))
        stored = {**doc, "undone": undone, **({"edited": swapped} if swapped else {})}
        self._db.table(codec.HISTORY, cache_size=0).remove(doc_ids=[doc_id])  # type: ignore[list-item]
        self._put(doc_id, stored)
        change = _change(doc_id, stored)
        return Change(change.number, change.label, change.at, tuple(edits), undone)

    def _put(self, doc_id: str, document: Mapping[str, Any]) -> None:
        self._db.table(codec.HISTORY, cache_size=0).insert(StoredDocument(document, doc_id))  # type: ignore[arg-type]

    def _stored(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        raw: Mapping[str, Any] = self._db.storage.read() or {}
        return iter(raw.get(codec.HISTORY, {}).items())


def _number(pair: tuple[str, Any]) -> int:
    return int(pair[0])


def _change(doc_id: str, doc: Mapping[str, Any]) -> Change:
    return Change(
        int(doc_id), doc["label"], datetime.fromisoformat(doc["at"]), undone=bool(doc.get("undone"))
    )


def _what_undo_needs(edits: Iterable[Edit]) -> dict[str, Any]:
    inserted: list[list[Any]] = []
    edited: list[list[Any]] = []
    for edit in edits:
        if edit.before is None or edit.after is None:
            last = inserted[-1] if inserted else None
            if last and last[0] == edit.table and int(last[1]) + last[2] == int(edit.id):
                last[2] += 1
            else:
                inserted.append([edit.table, edit.id, 1])
        else:
            keys = edit.before.keys() | edit.after.keys()
            touched = sorted(
                k for k in keys - {"updated", "stamps"} if edit.before.get(k) != edit.after.get(k)
            )
            edited.append([edit.table, edit.id, *_side(edit.before, touched)])
    return {**({"inserted": inserted} if inserted else {}), **({"edited": edited} if edited else {})}


def _side(doc: Mapping[str, Any], touched: Iterable[str]) -> tuple[dict[str, Any], list[str]]:
    """Split the touched fields into those that the document has, and the names of those it has not."""
    names = list(touched)
    return {k: doc[k] for k in names if k in doc}, [k for k in names if k not in doc]


def _inserted(doc: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for table, first, count in doc.get("inserted", ()):
        yield table, [f"{int(first) + n:0{len(first)}}" for n in range(count)]


def _too_old(kept: list[tuple[str, Any]], new: Mapping[str, Any]) -> list[str]:
    """Return the ids of the oldest changes above the size limit, never leaving fewer than LEAST."""
    spare = len(kept) + 1 - LEAST
    if spare <= 0:
        return []
    sizes = [len(json.dumps(d)) for _, d in kept]
    over = sum(sizes) + len(json.dumps(new)) - MOST_BYTES
    gone = []
    for (doc_id, _), size in zip(kept[:spare], sizes, strict=False):
        if over <= 0:
            break
        gone.append(doc_id)
        over -= size
    return gone
