"""What services see of the store: entries, activities, groups, and one way to change them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from tinydb import TinyDB
from tinydb.table import Table as TinyTable

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.change import Change
from outsource_tui.model.entry import MAX_LENGTH, Entry, Kind
from outsource_tui.model.errors import StoreError
from outsource_tui.model.group import Group
from outsource_tui.store import codec
from outsource_tui.store.history import History
from outsource_tui.store.memory import MemoryStorage, TableStorage
from outsource_tui.store.month import Month, by_start
from outsource_tui.store.text_search import Needles, Wanted
from outsource_tui.store.work import META_ID, Work

FOR_EVER = datetime.max.replace(tzinfo=UTC)


class _Decoded(NamedTuple):
    """A state of a table, its items by id, and what was built of them."""

    raw: Mapping[str, Any]
    items: Mapping[str, Any]
    built: Any


class _Table(TinyTable):
    document_id_class = str  # type: ignore[assignment]


class _DB(TinyDB):
    table_class = _Table


class Repository:
    """The log over a TinyDB storage.

    Reads may come from any thread and see what was last stored; changes are made one at a time
    inside `change`. Everything that is handed out is immutable.
    """

    def __init__(self, storage: TableStorage) -> None:
        self._storage = storage
        self._db = _DB(storage=lambda: storage)
        self._decoded: dict[str, _Decoded] = {}
        self._read: dict[str, Month] = {}
        self._damaged: dict[str, dict[str, str]] = {}
        self._first: tuple[dict[str, Any], datetime | None] | None = None
        self._history = History(self._db, storage)

    @classmethod
    def open(cls, path: Path | str) -> Repository:
        """Return the log in a file, which is made with the first change; StoreError if unreadable."""
        from outsource_tui.store.storage import LineStorage

        return cls(LineStorage(path))

    @classmethod
    def in_memory(cls) -> Repository:
        """Return an empty log without a file."""
        return cls(MemoryStorage())

    @property
    def storage(self) -> TableStorage:
        """The storage beneath, for backup, doctor and merge."""
        return self._storage

    @property
    def new(self) -> bool:
        """True while the file of this log was never written."""
        return self._storage.missing

    @property
    def version(self) -> int:
        """A number that is another one whenever the stored data may have changed."""
        return self._storage.version

    @property
    def notices(self) -> tuple[str, ...]:
        """A sentence for each thing about the file that the user should know, as far as it was read."""
        bad = {**self._damaged, **{name: month.bad for name, month in self._read.items()}}
        damaged = (_left_out(name, found) for name, found in sorted(bad.items()) if found)
        return (*self._storage.notices, *damaged)

    @property
    def trouble(self) -> str:
        """Why what others did to the file cannot be taken up, in one line; "" where it can."""
        return self._storage.trouble

    @property
    def read_only(self) -> bool:
        """True where a newer version wrote the file: it can be read, not changed."""
        return int(getattr(self._storage, "schema", codec.SCHEMA)) > codec.SCHEMA

    def close(self) -> None:
        """Close the storage; what was changed is already stored."""
        self._db.close()

    # reading

    def entries(
        self, start: datetime, end: datetime, activities: Collection[str] | None = None
    ) -> list[Entry]:
        """Return the entries that overlap [start, end), by start; a running one reaches on for ever. With
        `activities` (ids), those of these alone."""
        first = codec.month_table(start - MAX_LENGTH) if start.year > 1 else ""
        last = codec.month_table(end)
        own = codec.month_table(start) if start.year > 1 else ""
        months = ((n, self._month(n)) for n in self._months() if first <= n <= last)
        told = (month for n, month in months if n >= own or month.reaches(start))
        found = [e for month in told for e in month.between(start, end, activities)]
        early = [e for e in self.open_entries() if e.start < end and codec.month_table(e.start) < first]
        return sorted([*early, *found], key=by_start) if early else found

    def all_entries(self) -> Iterator[Entry]:
        """Yield every entry, oldest month first."""
        for name in self._months():
            yield from self._month(name).all()

    def entries_in_passing(self) -> Iterator[Entry]:
        """Like `all_entries`, for one look at each: what nobody asked for before is not kept decoded."""
        for name in self._months():
            known = self._read.get(name)
            month = self._month(name)
            yield from month.all()
            if known is None and not month.bad:
                self._read.pop(name, None)

    def months_backwards(self, wanted: Sequence[Wanted] = ()) -> Iterator[Sequence[Entry]]:
        """Yield the entries of each month by start, the latest month first: those in which all that is wanted
        may be found, and perhaps others."""
        needles = Needles(wanted)
        for name in reversed(self._months()):
            if not wanted or needles.may_be_in(self._storage.text_of(name)):
                yield self._month(name).having(wanted)

    def first_start(self) -> datetime | None:
        """Return when the first entry that is logged begins, or None."""
        for name in self._months():
            raw = self._raw(name)
            if self._first is None or self._first[0] is not raw:
                self._first = (raw, self._first_of(name, raw))
            if self._first[1] is not None:
                return self._first[1]
        return None

    def entry(self, entry_id: str) -> Entry | None:
        """Return the entry of that id, or None."""
        raw = self._storage.read()
        seen = [n for n, m in self._read.items() if entry_id in m.raw and raw.get(n) is m.raw]
        names = seen or self._storage.tables_with(f"{json.dumps(entry_id)}:")
        months = (name for name in names if name.startswith(codec.MONTH_PREFIX))
        found = (self._month(name).get(entry_id) for name in months)
        return next((entry for entry in found if entry is not None), None)

    def open_entries(self) -> list[Entry]:
        """Return the running entries, oldest first."""
        names = [n for n in self._storage.tables_running() if n.startswith(codec.MONTH_PREFIX)]
        return sorted((e for name in names for e in self._month(name).running()), key=by_start)

    def activities(self) -> Activities:
        """Return the catalogue of activities."""
        found: Activities = self._decode(
            codec.ACTIVITIES, codec.activity_from, lambda items: Activities({a.id: a for a in items})
        )
        return found

    def groups(self) -> tuple[Group, ...]:
        """Return the groups in the order of the board."""
        found: tuple[Group, ...] = self._decode(
            codec.GROUPS,
            codec.group_from,
            lambda items: tuple(sorted(items, key=lambda g: (g.place, g.id))),
        )
        return found

    def meta(self, name: str, default: Any = None) -> Any:
        """Return a named value that belongs to the whole file."""
        document = self._raw(codec.META).get(META_ID)
        return document.get(name, default) if isinstance(document, dict) else default

    def documents(self, table: str) -> Mapping[str, Any]:
        """Return the documents of a table as they are stored, tombstones too; never mutate them."""
        return self._raw(table)

    def history(self) -> tuple[Change, ...]:
        """Return the stored changes without their documents, newest first; undone ones are marked."""
        return self._history.changes()

    def refresh(self) -> bool:
        """Take up what another process wrote; True if there was anything."""
        return self._storage.refresh()

    def fold(self) -> None:
        """Keep in memory compressed what is not decoded; for a program that stays open."""
        self._storage.fold()

    @property
    def prepared(self) -> bool:
        """False where `prepare` has something to do."""
        return self._storage.prepared

    def prepare(self) -> None:
        """Write, while nobody waits, what the next save need not write then."""
        self._storage.prepare()

    # changing

    @contextmanager
    def change(self, label: str, now: datetime, backup_as: str = "", seen: bool = False) -> Iterator[Work]:
        """Collect edits, then store them as one change under `label`, to which `Work.label` may add what only
        the edits tell; `Work.change` holds it after.

        The file is locked and re-read first; with `backup_as` ("import") the file of before is kept
        under that name; `seen` takes the marks off tables that were edited outside. `Work.label` can be
        set to what was found out meanwhile. An error inside stores nothing; StoreError where the disk
        refuses, with memory as it was.
        """
        with _named(label), self._storage.change(now, backup_as, seen):
            work = Work(self, self._db, label, now)
            yield work
            work.change = self._history.record(work.label, now, work.edits(), merged=work.merged)

    def remember(self, name: str, value: Any, now: datetime) -> None:
        """Set a named value of the file outside the history: what was seen, not what was decided."""
        with self._storage.change():
            Work(self, self._db, "", now).set_meta(name, value)

    def undo(self, now: datetime, steps: int = 1) -> list[Change]:
        """Take back up to `steps` changes; returns them, newest first."""
        with _named("undo"), self._storage.change(now):
            return self._history.undo(Work(self, self._db, "undo", now), steps)

    def redo(self, now: datetime, steps: int = 1) -> list[Change]:
        """Make up to `steps` undone changes again; returns them, oldest first."""
        with _named("redo"), self._storage.change(now):
            return self._history.redo(Work(self, self._db, "redo", now), steps)

    # inside

    def _first_of(self, name: str, raw: Mapping[str, Any]) -> datetime | None:
        living = (d for d in raw.values() if "deleted" not in d and d.get("kind") != Kind.PLANNED)
        try:
            return min((datetime.fromisoformat(d["start"]) for d in living), default=None)
        except codec.DAMAGED:
            return min((e.start for e in self._month(name).all() if not e.planned), default=None)

    def _months(self) -> list[str]:
        return sorted(n for n in self._storage.read() if n.startswith(codec.MONTH_PREFIX))

    def _month(self, name: str) -> Month:
        raw = self._raw(name)
        found = self._read.get(name)
        if found is None or found.raw is not raw:
            found = self._read[name] = Month(raw, found)
        return found

    def _raw(self, name: str) -> dict[str, Any]:
        raw: dict[str, Any] = self._storage.read().get(name, {})
        return raw

    def _decode(self, name: str, read: Callable[[str, Any], Any], build: Callable[[list[Any]], Any]) -> Any:
        """Build from the living documents of a table, once for each state of the table; an item whose
        document is as it was stays the same object."""
        raw = self._raw(name)
        known = self._decoded.get(name, _Decoded({}, {}, None))
        if known.raw is raw:
            return known.built
        items: dict[str, Any] = {}

        def item(item_id: str, document: Any) -> Any:
            old = known.items.get(item_id) if codec.same(document, known.raw.get(item_id)) else None
            items[item_id] = read(item_id, document) if old is None else old
            return items[item_id]

        bad: dict[str, str] = {}
        try:
            found = [item(i, d) for i, d in raw.items() if "deleted" not in d]
        except codec.DAMAGED:
            found = codec.readable(raw, item, bad)
        built = build(found)
        self._decoded[name] = _Decoded(raw, items, built)
        if bad or name in self._damaged:
            self._damaged[name] = bad
        return built


@contextmanager
def _named(label: str) -> Iterator[None]:
    """Let an error of the store say which change it stopped."""
    try:
        yield
    except StoreError as error:
        error.change = error.change or label
        raise


def _left_out(table: str, bad: Mapping[str, str]) -> str:
    """Say what of a table cannot be read, in one sentence however much it is."""
    doc_id, reason = next(iter(bad.items()))
    more = f" and {len(bad) - 1:,} more are" if len(bad) > 1 else " is"
    return f"{table}: {doc_id}{more} damaged and left out ({reason}); see outsource doctor"


__all__ = ["Activity", "Repository", "Wanted"]
