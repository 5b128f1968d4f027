"""The history: for each change what undo needs and no more.

An insert is remembered as ids alone (undo leaves a tombstone, redo lifts it), and so is a deletion, the other
way round; an edit as the fields that it replaced. Undo swaps them with the fields of now, which is then what
redo needs.

What a merge brought is another machine's work. Undoing the merge must not delete that work there, at the
next merge: stamps go back with the fields, and the tombstone it leaves is older than anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tinydb.table import Document as StoredDocument

from outsource_tui.model.change import Change, Document, Edit
from outsource_tui.store import codec

if TYPE_CHECKING:
    from tinydb import TinyDB

    from outsource_tui.store.memory import TableStorage
    from outsource_tui.store.work import Work

LEAST = 1_000
"""So many changes are always kept."""
MOST_BYTES = 250_000
"""Above this, the oldest beyond LEAST go: the table is read and written with every change."""

LONG_AGO = "0001-01-01T00:00:00+00:00"
"""The stamp of a deletion that gives way to every edit."""
STAMPS = ("stamps", "updated")
_RUNS = INSERTED, REMOVED = "inserted", "removed"
"""Documents that a change made, or left tombstones of, as runs of ids: [table, first id, count]."""

Stored = tuple[str, Mapping[str, Any]]


class History:
    """Changes in the order in which they were made, in the table `history`."""

    def __init__(self, db: TinyDB, storage: TableStorage) -> None:
        self._db = db
        self._storage = storage

    def changes(self) -> tuple[Change, ...]:
        """Return every stored change, newest first, without its edits."""
        return tuple(_change(i, d) for i, d in reversed(self._whole()))

    def record(self, label: str, now: datetime, edits: tuple[Edit, ...], *, merged: bool = False) -> Change:
        """Store a change of now and forget what was undone before; nothing is stored without edits."""
        at = now.astimezone(UTC)
        if not edits:
            return Change(0, label, at)
        stored = self._stored()
        number = self._last_number() + 1
        document = {"label": label, "at": at.isoformat(), **_what_undo_needs(edits, merged)}
        gone = [i for i, d in stored if _is_past(d)]
        gone += self._too_old([pair for pair in stored if not _is_past(pair[1])], document)
        self._replace(gone, {str(number): document})
        return Change(number, label, at, edits)

    def undo(self, work: Work, steps: int) -> list[Change]:
        """Take back the newest changes that stand."""
        standing = [p for p in reversed(self._whole()) if not p[1].get("undone")]
        return self._swap(work, standing[:steps], undone=True)

    def redo(self, work: Work, steps: int) -> list[Change]:
        """Make the oldest undone changes again."""
        undone = [p for p in self._whole() if p[1].get("undone")]
        return self._swap(work, undone[:steps], undone=False)

    def _swap(self, work: Work, pairs: list[Stored], *, undone: bool) -> list[Change]:
        changes = []
        rewritten = {}
        for doc_id, doc in pairs:
            edits, swapped = _swapped(work, doc, undone)
            rewritten[doc_id] = {**doc, "undone": undone, **({"edited": swapped} if swapped else {})}
            told = _change(doc_id, doc)
            changes.append(Change(told.number, told.label, told.at, tuple(edits), undone))
        self._replace(list(rewritten), rewritten)
        return changes

    def _replace(self, gone: list[str], documents: Mapping[str, Mapping[str, Any]]) -> None:
        table = self._db.table(codec.HISTORY, cache_size=0)
        if gone:
            table.remove(doc_ids=gone)  # type: ignore[arg-type]
        table.insert_multiple([StoredDocument(d, i) for i, d in documents.items()])  # type: ignore[arg-type]

    def _raw(self) -> Mapping[str, Any]:
        raw: Mapping[str, Any] = (self._storage.read() or {}).get(codec.HISTORY, {})
        return raw

    def _last_number(self) -> int:
        return max((int(i) for i in self._raw() if i.isascii() and i.isdigit()), default=0)

    def _stored(self) -> list[Stored]:
        """Return what is stored, by number."""
        raw = self._raw()
        figures = ((i, d) for i, d in raw.items() if i.isascii() and i.isdigit() and isinstance(d, dict))
        return sorted(figures, key=_number)

    def _whole(self) -> list[Stored]:
        """Return the stored changes by number; what is none (damaged outside) is left out.

        So are those that an import brought which was taken back since: what they changed is not there.
        """
        return [pair for pair in self._stored() if is_change(*pair) and not pair[1].get("deleted")]

    def _too_old(self, kept: list[Stored], new: Mapping[str, Any]) -> list[str]:
        """Return the oldest changes above the size limit, never leaving fewer than LEAST."""
        spare = len(kept) + 1 - LEAST
        if spare <= 0:
            return []
        over = self._storage.text_size(codec.HISTORY) + len(json.dumps(new)) - MOST_BYTES
        gone = []
        for doc_id, doc in kept[:spare]:
            if over <= 0:
                break
            gone.append(doc_id)
            over -= len(json.dumps(doc))
        return gone


def _is_past(doc: Mapping[str, Any]) -> bool:
    """True for a change that a new one makes an end of: it was taken back, or came with what was."""
    return bool(doc.get("undone") or doc.get("deleted"))


def is_change(doc_id: str, doc: Any) -> bool:
    """True if a document of the history is one."""
    if not (doc_id.isascii() and doc_id.isdigit() and isinstance(doc, dict)):
        return False
    try:
        datetime.fromisoformat(doc["at"])
        runs = all(_is_run(*run) for kind in _RUNS for run in doc.get(kind, ()))
        edited = all(_is_edit(*row) for row in doc.get("edited", ()))
    except (KeyError, TypeError, ValueError):
        return False
    return runs and edited and isinstance(doc.get("label"), str)


def _is_run(table: str, first: str, count: int) -> bool:
    return isinstance(table, str) and isinstance(first, str) and (count == 1 or first.isdigit())


def _is_edit(table: str, doc_id: str, fields: Any, absent: Any) -> bool:
    texts = isinstance(table, str) and isinstance(doc_id, str)
    return texts and isinstance(fields, dict) and all(isinstance(name, str) for name in absent)


def _number(pair: Stored) -> int:
    return int(pair[0])


def _change(doc_id: str, doc: Mapping[str, Any]) -> Change:
    return Change(
        int(doc_id), doc["label"], datetime.fromisoformat(doc["at"]), undone=bool(doc.get("undone"))
    )


def _swapped(work: Work, doc: Mapping[str, Any], undone: bool) -> tuple[list[Edit], list[list[Any]]]:
    """Take a change back or make it again; returns the edits and what the opposite will need."""
    stamp = work.now.astimezone(UTC).isoformat()
    merged = bool(doc.get("merged"))
    edits: list[Edit] = []
    for kind in _RUNS:
        goes = undone == (kind == INSERTED)
        mark = ("" if not goes else LONG_AGO if merged else stamp, merged)
        for table, ids in _in_runs(doc, kind).items():
            present = work.documents(table, ids)
            edits += _store(work, table, present, {i: _lifted(d, *mark) for i, d in present.items()}, merged)
    swapped = []
    for table, rows in _by_table(doc):
        present = work.documents(table, [row[0] for row in rows])
        afters = {}
        for item_id, fields, absent in rows:
            before = present.get(item_id)
            if before is None:
                continue
            swapped.append([table, item_id, *_side(before, [*fields, *absent])])
            afters[item_id] = {k: v for k, v in before.items() if k not in absent} | fields
        edits += _store(work, table, present, afters, merged)
    return edits, swapped


def _store(
    work: Work, table: str, present: Mapping[str, Document], afters: Mapping[str, Document], merged: bool
) -> list[Edit]:
    (work.put_merged if merged else work.put_documents)(table, afters)
    return [Edit(table, i, present[i], after) for i, after in afters.items()]


def _lifted(doc: Document, deleted: str, merged: bool) -> dict[str, Any]:
    """Return the document without a tombstone, or with one of that moment; of a merge with its stamp."""
    after = {k: v for k, v in doc.items() if k != "deleted"}
    if deleted:
        after["deleted"] = deleted
    if merged:
        plain = {"*": doc.get("updated")}
        stamps = {k: v for k, v in {**plain, **(doc.get("stamps") or {}), "deleted": deleted}.items() if v}
        after["stamps"] = stamps
        if stamps == plain:
            del after["stamps"]
    return after


def _by_table(doc: Mapping[str, Any]) -> Iterable[tuple[str, list[Any]]]:
    rows: dict[str, list[Any]] = {}
    for table, item_id, fields, absent in doc.get("edited", ()):
        rows.setdefault(table, []).append((item_id, fields, absent))
    return rows.items()


def _what_undo_needs(edits: Iterable[Edit], merged: bool) -> dict[str, Any]:
    runs: dict[str, list[list[Any]]] = {kind: [] for kind in _RUNS}
    edited: list[list[Any]] = []
    for edit in edits:
        if edit.before is None or edit.after is None:
            _add_to_runs(runs[INSERTED], edit)
            continue
        touched = sorted({*codec.touched(edit.before, edit.after), *(STAMPS if merged else ())})
        if touched == ["deleted"] and "deleted" not in edit.before:
            _add_to_runs(runs[REMOVED], edit)
        else:
            edited.append([edit.table, edit.id, *_side(edit.before, touched)])
    found = {**runs, "edited": edited, "merged": merged}
    return {name: value for name, value in found.items() if value}


def _add_to_runs(runs: list[list[Any]], edit: Edit) -> None:
    last = runs[-1] if runs else None
    if last and last[0] == edit.table and _follows(last[1], last[2], edit.id):
        last[2] += 1
    else:
        runs.append([edit.table, edit.id, 1])


def _follows(first: str, count: int, doc_id: str) -> bool:
    figures = first.isdigit() and doc_id.isdigit() and len(first) == len(doc_id)
    return figures and int(first) + count == int(doc_id)


def _side(doc: Mapping[str, Any], touched: Iterable[str]) -> tuple[dict[str, Any], list[str]]:
    """Split the touched fields into those that the document has, and the names of those it has not."""
    names = list(touched)
    return {k: doc[k] for k in names if k in doc}, [k for k in names if k not in doc]


def _in_runs(doc: Mapping[str, Any], kind: str) -> dict[str, list[str]]:
    """Return the ids of the documents that a change made, or left tombstones of, by table."""
    ids: dict[str, list[str]] = {}
    for table, first, count in doc.get(kind, ()):
        found = ids.setdefault(table, [])
        found += [first] if count == 1 else [f"{int(first) + n:0{len(first)}}" for n in range(count)]
    return ids
