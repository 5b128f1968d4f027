"""What services see of the store: entries, activities, groups, and one way to change them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from tinydb import TinyDB
from tinydb.table import Table

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.change import Change
from outsource_tui.model.entry import MAX_LENGTH, Entry
from outsource_tui.model.group import Group
from outsource_tui.store import codec
from outsource_tui.store.history import History
from outsource_tui.store.memory import MemoryStorage, TableStorage
from outsource_tui.store.work import META_ID, Work

Table.document_id_class = str  # type: ignore[assignment]
FOR_EVER = datetime.max.replace(tzinfo=UTC)


class Repository:
    """The log over a TinyDB storage.

    Reads may come from any thread and see what was last stored; changes are made one at a time
    inside `change`. Everything that is handed out is immutable.
    """

    def __init__(self, storage: TableStorage) -> None:
        self._storage = storage
        self._db = TinyDB(storage=lambda: storage)
        self._decoded: dict[str, tuple[Any, Any]] = {}
        self._history = History(self._db)

    @classmethod
    def in_memory(cls) -> Repository:
        """Return an empty log without a file."""
        return cls(MemoryStorage())

    @property
    def storage(self) -> TableStorage:
        """The storage beneath, for backup, doctor and merge."""
        return self._storage

    def close(self) -> None:
        """Close the storage; what was changed is already stored."""
        self._db.close()

    # reading

    def entries(self, start: datetime, end: datetime) -> list[Entry]:
        """Return the entries that overlap [start, end), by start; a running one reaches on for ever."""
        first = codec.month_table(start - MAX_LENGTH) if start.year > 1 else ""
        last = codec.month_table(end)
        months = [name for name in self._months() if first <= name <= last]
        found = [
            e
            for name in months
            for e in self._month(name)
            if e.start < end and (e.end is None or e.end > start)
        ]
        found += [e for e in self.open_entries() if e.start < end and codec.month_table(e.start) < first]
        found.sort(key=_by_start)
        return found

    def all_entries(self) -> Iterator[Entry]:
        """Yield every entry, oldest month first."""
        for name in self._months():
            yield from self._month(name)

    def entry(self, entry_id: str) -> Entry | None:
        """Return the entry of that id, or None."""
        names = (n for n in self._storage.tables_with(f'"{entry_id}":') if n.startswith(codec.MONTH_PREFIX))
        return next((e for name in names for e in self._month(name) if e.id == entry_id), None)

    def open_entries(self) -> list[Entry]:
        """Return the running entries, oldest first."""
        names = [n for n in self._storage.tables_with('"end":null') if n.startswith(codec.MONTH_PREFIX)]
        return sorted((e for name in names for e in self._month(name) if e.running), key=_by_start)

    def activities(self) -> Activities:
        """Return the catalogue of activities."""
        found: Activities = self._decode(
            codec.ACTIVITIES, lambda docs: Activities({i: codec.activity_from(i, d) for i, d in docs})
        )
        return found

    def groups(self) -> tuple[Group, ...]:
        """Return the groups in the order of the board."""
        found: tuple[Group, ...] = self._decode(
            codec.GROUPS,
            lambda docs: tuple(
                sorted((codec.group_from(i, d) for i, d in docs), key=lambda g: (g.place, g.id))
            ),
        )
        return found

    def meta(self, name: str, default: Any = None) -> Any:
        """Return a named value that belongs to the whole file."""
        return self._raw(codec.META).get(META_ID, {}).get(name, default)

    def history(self) -> tuple[Change, ...]:
        """Return the stored changes without their documents, newest first; undone ones are marked."""
        return self._history.changes()

    def refresh(self) -> bool:
        """Take up what another process wrote; True if there was anything."""
        return self._storage.refresh()

    # changing

    @contextmanager
    def change(self, label: str, now: datetime) -> Iterator[Work]:
        """Collect edits, then store them as one change under `label`; `Work.change` holds it after.

        The file is locked and re-read first. An error inside stores nothing; StoreError where the
        disk refuses, with memory as it was.
        """
        with self._storage.change():
            work = Work(self, self._db, label, now)
            yield work
            work.change = self._history.record(label, now, work.edits())

    def undo(self, now: datetime, steps: int = 1) -> list[Change]:
        """Take back up to `steps` changes; returns them, newest first."""
        with self._storage.change():
            return self._history.undo(Work(self, self._db, "undo", now), steps)

    def redo(self, now: datetime, steps: int = 1) -> list[Change]:
        """Make up to `steps` undone changes again; returns them, oldest first."""
        with self._storage.change():
            return self._history.redo(Work(self, self._db, "redo", now), steps)

    # inside

    def _months(self) -> list[str]:
        return sorted(n for n in self._storage.read() if n.startswith(codec.MONTH_PREFIX))

    def _month(self, name: str) -> tuple[Entry, ...]:
        found: tuple[Entry, ...] = self._decode(
            name,
            lambda docs: tuple(sorted((codec.entry_from(i, d) for i, d in docs), key=_by_start)),
        )
        return found

    def _raw(self, name: str) -> dict[str, Any]:
        raw: dict[str, Any] = self._storage.read().get(name, {})
        return raw

    def _decode(self, name: str, build: Any) -> Any:
        """Build from the living documents of a table, once for each state of the table."""
        raw = self._raw(name)
        known = self._decoded.get(name)
        if known is not None and known[0] is raw:
            return known[1]
        built = build(_alive(raw.items()))
        self._decoded[name] = (raw, built)
        return built


def _alive(items: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    return ((doc_id, doc) for doc_id, doc in items if "deleted" not in doc)


def _by_start(entry: Entry) -> tuple[datetime, str]:
    return entry.start, entry.id


__all__ = ["Activity", "Repository"]
