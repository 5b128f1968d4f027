"""The data file as a TinyDB storage: whole at every instant, one writer at a time, decoded lazily."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from outsource_tui.model.errors import ReadOnlyError, StoreError
from outsource_tui.model.value import dataclass, field
from outsource_tui.store import backup, codec, disk, lines, migrate
from outsource_tui.store.backup import Backup
from outsource_tui.store.disk import Stamp
from outsource_tui.store.line import DamageError, Line, Tables
from outsource_tui.store.lock import Guard
from outsource_tui.store.spare import Spare, pays

APP = "outsource-tui"
WAIT = 10.0
"""Seconds for which a change waits for other programs."""


@dataclass(frozen=True, slots=True)
class _State:
    """What is on disk: tables, the file's stamp (None: no file), and what is special about it."""

    lines: Mapping[str, Line] = field(default_factory=dict)
    stamp: Stamp | None = None
    schema: int = codec.SCHEMA
    outside: Mapping[str, str] = field(default_factory=dict)


class LineStorage(Storage):
    """One data file. Reads come from any thread and see the last stored state; changes go through
    `change`, one at a time over all threads and programs.

    `notices` holds a sentence for each thing about the file that the user should know; `trouble`
    says why what others did to it cannot be taken up, "" where it can.
    """

    def __init__(self, path: Path | str, wait: float = WAIT) -> None:
        self.path = Path(path)
        self.notices: list[str] = []
        self.version = 0
        self._state = _State()
        self._refused: Stamp | None = None
        self.trouble = ""
        self._guard = Guard(wait)
        self._swap = threading.Lock()
        self._writer: int | None = None
        self._pending: Mapping[str, Line] = {}
        self._day: object = None
        self._cleared = self._folds = False
        self._spare: Spare | None = None
        self._spare_of: object = None
        self._replaced: disk.Pieces | None = None
        self.refresh()
        if self._state.stamp is None and backup.backups(self.target):
            self._tell(f"{self.target} is not there, but backups of it are. {backup.advice(self.target)}")

    @property
    def target(self) -> Path:
        """The file itself where `path` is a symbolic link to it."""
        return Path(os.path.realpath(self.path))

    @classmethod
    def restore(cls, path: Path, data: bytes, now: datetime) -> Backup | None:
        """Put `data` in the place of the file, readable or not; returns the copy that is kept of it."""
        disk.make_folder(path.parent)
        with Guard(WAIT).held(path):
            present = disk.read(path)
            kept = backup.make(path, present[0], backup.RESTORE, now) if present is not None else None
            disk.replace(path, data, present[1] if present else None, exact=True)
        return kept

    @classmethod
    def rewrite(cls, path: Path, tables: Mapping[str, Any]) -> None:
        """Write a file that is nobody else's just now, without lock, backup or a look at what it was."""
        made = lines.with_meta(Tables.of(tables).lines, codec.SCHEMA, APP, ())
        disk.replace(path, lines.render(made))

    def rendered(self) -> bytes:
        """Return the last stored state as the bytes of a file."""
        made = lines.with_meta(self._state.lines, codec.SCHEMA, APP, self._outside(self._state))
        return b"".join(lines.render(made))

    @property
    def missing(self) -> bool:
        """True as long as there is no file."""
        return self._state.stamp is None

    @property
    def schema(self) -> int:
        """The schema that the file on disk has; the present one where there is no file."""
        return self._state.schema

    @property
    def edited_outside(self) -> tuple[str, ...]:
        """The tables that another program changed, as long as nobody looked into it (doctor)."""
        return tuple(sorted(self._outside(self._state)))

    # reading

    def read(self) -> Tables:  # type: ignore[override]
        """Return the tables; inside `change`, on its thread, with what it did so far."""
        return Tables(self._pending if self._writer == threading.get_ident() else self._state.lines)

    def tables_with(self, needle: str) -> Iterator[str]:
        """Yield the names of the tables whose text may hold `needle`, the last one first."""
        raw = needle.encode("ascii", "backslashreplace")
        tables = self.read().lines
        return (name for name in sorted(tables, reverse=True) if tables[name].holds(raw))

    def text_of(self, table: str) -> bytes:
        """Return the JSON text of a table, with its name before it."""
        return bytes(self.read().lines[table].text)

    def tables_running(self) -> Iterable[str]:
        """Return the names of the tables in which an entry may run."""
        return [name for name, line in self.read().lines.items() if line.runs]

    def text_size(self, table: str) -> int:
        """Return how many bytes a table takes in the file as it stands there; 0 where it is not."""
        line = self._state.lines.get(table)
        return line.size if line is not None else 0

    def fold(self) -> None:
        """Keep in memory compressed, from now on, what is not decoded; for a program that stays open."""
        self._folds = True
        for line in self._state.lines.values():
            line.fold()

    @property
    def prepared(self) -> bool:
        """False where `prepare` has something to do."""
        state = self._state
        return state.stamp is None or not pays(state.stamp.size) or self._spare_of is state.lines

    def prepare(self) -> None:
        """Do, while nobody waits, what the last save left to be done and the next one need not do then."""
        present = self._state.lines
        self._lay_aside(None)
        self._spare_of = present
        path = self.target
        with closing(disk.Pieces(path)) as file:
            self._lay_aside(Spare.laid(path.parent, lines.in_order(present), file))
        if self._folds:
            self.fold()

    def _lay_aside(self, spare: Spare | None) -> None:
        """Have this for the next save, nothing of the last one any more."""
        with self._swap:
            before, self._spare = self._spare, spare
            replaced, self._replaced = self._replaced, None
        for old in (before, replaced):
            if old is not None:
                old.close()

    def close(self) -> None:
        """Give back what was prepared; what was changed is already stored."""
        self._lay_aside(None)

    def refresh(self) -> bool:
        """Take up what another program wrote; True if anything changed.

        StoreError where the file cannot be read: told once, and what was read before stays.
        """
        if not self._swap.acquire(blocking=False):
            return False  # being saved this very moment
        stamp = None
        try:
            stamp = disk.stamp_of(self.target)
            if stamp == self._state.stamp:
                self.trouble = ""
            elif not self.trouble or stamp != self._refused:
                return self._take_up(stamp)
            return False
        except StoreError as error:
            told, self.trouble, self._refused = self.trouble == error.message, error.message, stamp
            if told:
                return False
            raise
        finally:
            self._swap.release()

    def _take_up(self, stamp: Stamp | None) -> bool:
        """Read the file if it is not the one that is known; the caller holds `_swap`."""
        if stamp == self._state.stamp:
            return False
        path = self.target
        found = disk.read(path)
        if found is None and self._state.stamp is not None:
            raise StoreError(
                f"{path} is gone: it was moved or deleted while it was open. Put it back, or start again"
            )
        if found is not None:
            self._show(self._parsed(path, *found))
        return found is not None

    def _parsed(self, path: Path, data: bytes, stamp: Stamp) -> _State:
        if not data[:64].strip() and not data.strip() and backup.backups(path):
            raise StoreError(f"{path} is empty; it is left as it is. {backup.advice(path)}")
        try:
            parsed = lines.parse(data, self._state.lines)
            schema = migrate.schema_of(parsed.lines) if parsed.lines else codec.SCHEMA
            tables = migrate.migrated(parsed.lines) if schema < codec.SCHEMA else parsed.lines
        except DamageError as damage:
            where = f"{path}, line {damage.line}" if damage.line else f"{path}"
            raise StoreError(
                f"{where}: {damage.reason}", f"The file is left as it is. {backup.advice(path)}"
            ) from damage
        if self._state.lines and not parsed.lines:
            raise StoreError(f"{path} was emptied by another program. {backup.advice(path)}")
        for sentence in parsed.edited.values():
            self._tell(f"{path.name}: {sentence}")
        return _State(tables, stamp, schema, parsed.edited)

    def _show(self, state: _State) -> None:
        self._state = state
        self.trouble = ""
        self.version += 1

    def _tell(self, sentence: str) -> None:
        if sentence not in self.notices:
            self.notices.append(sentence)

    @staticmethod
    def _outside(state: _State) -> set[str]:
        marked = lines.meta_of(state.lines).get(lines.OUTSIDE_KEY)
        before = {str(name) for name in marked} if isinstance(marked, list) else set()
        return before | set(state.outside)

    # changing

    def write(self, data: Mapping[str, Any]) -> None:
        """Take the tables as the state to come; only inside `change`."""
        if self._writer != threading.get_ident():
            raise RuntimeError("write only inside change()")
        self._pending = Tables.of(data).lines

    @contextmanager
    def change(self, now: datetime | None = None, backup_as: str = "", seen: bool = False) -> Iterator[None]:
        """Lock, re-read, and on leaving store what was written; on an error nothing is stored.

        `now` dates the first backup of a day, `backup_as` asks for one under that name; `seen`
        forgets which tables were edited outside. StoreError, with memory as it was, where the disk
        or the lock refuses; ReadOnlyError where a newer version wrote the file.
        """
        path = self.target
        disk.make_folder(path.parent)
        with self._guard.held(path):
            before = self._fresh(path)
            self._pending, self._writer = before.lines, threading.get_ident()
            try:
                yield
                after = self._pending
            finally:
                self._writer, self._pending = None, {}
            if _differ(before.lines, after) or (seen and self._outside(before)):
                made = self._made(path, after, () if seen else self._outside(before))
                missed = self._backup(path, before, now, backup_as)
                self._commit(path, before, made)
                if missed:
                    self._tell(missed)

    def _fresh(self, path: Path) -> _State:
        """Return the state of this moment; the caller holds the lock."""
        if not self._cleared:
            disk.clear_leftovers(path)
            self._cleared = True
        with self._swap:
            self._take_up(disk.stamp_of(path))
        if self._state.schema > codec.SCHEMA:
            raise ReadOnlyError(
                f"{path} was written by a newer version (schema {self._state.schema}, this one knows "
                f"{codec.SCHEMA}): it can be read, not changed. Update {APP}"
            )
        return self._state

    @staticmethod
    def _made(path: Path, after: Mapping[str, Line], outside: Iterable[str]) -> dict[str, Line]:
        try:
            return lines.with_meta(after, codec.SCHEMA, APP, outside)
        except DamageError as damage:
            raise StoreError(f"could not save {path}: {damage.reason}. Nothing was changed") from damage

    def _commit(self, path: Path, before: _State, made: dict[str, Line]) -> None:
        if before.stamp is not None and disk.names_of(path) > 1:
            self._tell(f"{path} has a second name (a hard link): that one keeps the log as it was until now")
        with self._swap, closing(disk.Pieces(path)) as file:
            spare, self._spare = self._spare, None
            data = spare.taken(made, file) if spare is not None else lines.render(made, file)
            if spare is not None and self._replaced is None:
                self._replaced = disk.Pieces(path)  # who lays down spares comes back, and waits for this now
                self._replaced.hold()
            try:
                stamp = disk.replace(path, data, before.stamp, exact=True)
            except disk.UnconfirmedError as error:
                self._show(_State(made, error.stamp))
                raise
            lines.settle(made)
            self._show(_State(made, stamp))

    def _backup(self, path: Path, before: _State, now: datetime | None, backup_as: str) -> str:
        """Keep the file of before where a migration or the caller wants it, or a day begins; returns
        what to say where that of a day could not be made."""
        reason = "migration" if before.schema < codec.SCHEMA else backup_as
        if before.stamp is None or (now is None and not reason):
            return ""
        now = now or datetime.fromtimestamp(before.stamp.mtime_ns / 1e9)
        if not reason and (self._day == now.date() or backup.made_on(path, now.date())):
            self._day = now.date()
            return ""
        try:
            backup.make(path, disk.chunks(path), reason or "daily", now)
            self._day = now.date()
        except StoreError as error:
            if reason:
                raise
            return f"no backup was made today: {error.fact}"
        return ""


def _differ(before: Mapping[str, Line], after: Mapping[str, Line]) -> bool:
    return before.keys() != after.keys() or any(after[name] is not before[name] for name in before)
