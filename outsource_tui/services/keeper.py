"""Care for the data file: doctor, backup, restore, and copies of other machines."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from outsource_tui.model.change import Change
from outsource_tui.model.clock import Clock
from outsource_tui.model.errors import InputError, StoreError, UserError
from outsource_tui.model.folder import named
from outsource_tui.model.value import dataclass, replace
from outsource_tui.services import conflicts
from outsource_tui.services.conflicts import Lost
from outsource_tui.settings import Settings
from outsource_tui.store import backup, codec, disk, merging
from outsource_tui.store.backup import Backup
from outsource_tui.store.checks import Finding
from outsource_tui.store.line import Tables
from outsource_tui.store.merge import DELETED, Conflict, found_copies
from outsource_tui.store.repository import Repository
from outsource_tui.store.restoring import put_back
from outsource_tui.store.storage import LineStorage


@dataclass(frozen=True, slots=True)
class Preview:
    """What restoring a file would change: counts of entries that would come, go and differ, of all that it
    holds, and of activities and groups that would be others; `present` is False where the present file is
    missing or cannot be read; `made` is when a backup of ours was (local time)."""

    path: Path
    entries: int
    added: int
    removed: int
    changed: int
    present: bool
    sorted_otherwise: int = 0
    made: datetime | None = None

    @property
    def same(self) -> bool:
        """True where the present file holds the same."""
        return self.present and not (self.added or self.removed or self.changed or self.sorted_otherwise)

    @property
    def sentence(self) -> str:
        """The preview in one line."""
        holds = f"{self.path.name} holds {self.entries:,} {'entry' if self.entries == 1 else 'entries'}"
        if not self.present:
            return f"{holds}; the present file is missing, empty or cannot be read"
        line = (
            f"{holds}: {self.added:,} would come back, "
            f"{self.removed:,} would go, {self.changed:,} would be as they were then"
        )
        if self.sorted_otherwise:
            line += f"; so would {self.sorted_otherwise:,} of the activities and groups"
        return line


@dataclass(frozen=True, slots=True)
class Restored:
    """What restoring did: the copy that is kept of the file of before, and the change (None where that
    file could not be read, without edits where it held the same)."""

    kept: Backup | None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge did, with the entries that run now and the copies that could not be read."""

    change: Change
    added: int = 0
    changed: int = 0
    conflicts: tuple[Conflict, ...] = ()
    joined: tuple[str, ...] = ()
    running: int = 0
    unread: tuple[str, ...] = ()
    moved: tuple[Path, ...] = ()


class KeeperService:
    """Keeps one data file whole. Works on a path even where the file cannot be opened."""

    def __init__(self, source: Repository | Path | str, clock: Clock, settings: Settings) -> None:
        self._clock = clock
        self._settings = settings
        self._open = source if isinstance(source, Repository) else None
        storage = source.storage if isinstance(source, Repository) else None
        self._path = storage.path if isinstance(storage, LineStorage) else storage or Path(source)  # type: ignore[arg-type]

    @property
    def path(self) -> Path:
        """The data file itself, at the end of a symbolic link; UserError for a log in memory."""
        if not isinstance(self._path, Path):
            raise UserError("this log is in memory alone: there is no file to care for")
        return Path(os.path.realpath(self._path))

    @property
    def repository(self) -> Repository:
        """The log; StoreError where the file cannot be read."""
        if self._open is None:
            self._open = Repository.open(self.path)
        return self._open

    # doctor

    def doctor(self, fix: bool = False) -> list[Finding]:
        """Look at the file, its surroundings and every document; with `fix`, mend what can be, after a
        backup and as one change that can be undone."""
        from outsource_tui.services.doctor import examine, mend

        found = examine(self.path, self._clock.now())
        return mend(self, found) if fix else found

    def mending(self) -> tuple[Repository, datetime]:
        """Return what mending works with: the log and the present moment."""
        return self.repository, self._clock.now()

    # backups

    def backups(self) -> list[Backup]:
        """Return the backups, newest first."""
        return backup.backups(self.path)

    def backup(self) -> Backup:
        """Keep a copy of the file as it is now; StoreError where there is none or it cannot be read."""
        found = disk.read(self.path)
        if found is None:
            raise StoreError(f"{self.path} is not there yet: there is nothing to back up")
        merging.read_copy(self.path, found[0])
        return backup.make(self.path, found[0], "asked", self._clock.now())

    def find_backup(self, name: str) -> Path:
        """Return the file that `name` means: a path, a backup's name, or `latest`."""
        if name == "latest":
            good = backup.newest_good(self.path)
            if good is None:
                raise InputError("there is no backup that can be read")
            return good.path
        for path in (named(name), backup.folder_of(self.path) / name):
            if os.path.isfile(path):  # noqa: PTH113 (a name that is too long raises from Path)
                return path
        names = ", ".join(b.path.name for b in self.backups()[:3]) or "there is none yet"
        raise InputError(f"no backup {name!r}; the newest are: {names}")

    def preview(self, file: Path | str) -> Preview:
        """Return what restoring that file would change; nothing is changed."""
        path = self.find_backup(str(file))
        copy = merging.read_copy(path)
        then = _living(copy, codec.MONTH_PREFIX)
        made = next((kept.at for kept in self.backups() if kept.path == path), None)
        present = self._present()
        if present is None:
            return Preview(path, len(then), len(then), 0, 0, present=False, made=made)
        now = _living(present, codec.MONTH_PREFIX)
        changed = sum(1 for i in then.keys() & now.keys() if then[i] != now[i])
        gone, back = len(now.keys() - then.keys()), len(then.keys() - now.keys())
        others = sum(_differing(copy, present, table) for table in (codec.ACTIVITIES, codec.GROUPS))
        return Preview(path, len(then), back, gone, changed, True, others, made)

    def restore(self, file: Path | str) -> Restored:
        """Make the log what a backup holds, as one change after a backup of the present file; where the
        present file cannot be read, put the backup itself in its place."""
        source = self.find_backup(str(file))
        found = disk.read(source)
        if found is None:
            raise StoreError(f"{source} is not there")
        copy = merging.read_copy(source, found[0])
        now = self._clock.now()
        if self._present() is None:
            return Restored(LineStorage.restore(self.path, found[0], now))
        with self.repository.change(f"Restore {source.name}", now, backup_as=backup.RESTORE) as work:
            put_back(work, self.repository.storage.read(), copy)
        change = work.change
        return Restored(self.backups()[0] if change else None, change)

    def _present(self) -> Tables | None:
        """Return the tables of the present file; None where it is missing, blank or cannot be read."""
        try:
            found = disk.read(self.path)
            return merging.read_copy(self.path, found[0]) if found and found[0].strip() else None
        except StoreError:
            return None

    def write_again(self) -> Backup | None:
        """Write the log as it was last read where its file went or was damaged since; returns the copy
        that is kept of what lies there now."""
        storage = self.repository.storage
        if not isinstance(storage, LineStorage):
            raise UserError("this log is in memory alone: there is no file to write")
        kept = LineStorage.restore(self.path, storage.rendered(), self._clock.now())
        self.repository.refresh()
        return kept

    # copies

    def found(self) -> list[Path]:
        """Return the copies that a sync program or git left beside the file."""
        return found_copies(self.path)

    def merge(self, files: Iterable[Path | str]) -> MergeReport:
        """Merge copies into the log as one change; StoreError, and nothing merged, if one cannot be read."""
        copies = [named(file) for file in files]
        for copy in copies:
            if os.path.realpath(copy) == os.fspath(self.path):
                raise InputError(f"{copy} is the log itself: name a copy of it")
        return self._merge([(copy.name, merging.read_copy(copy)) for copy in copies])

    def merge_found(self) -> MergeReport:
        """Merge the copies found beside the file and move them to the backups; unreadable ones stay."""
        readable, unread = [], []
        for copy in self.found():
            try:
                readable.append((copy, merging.read_copy(copy)))
            except StoreError as error:
                unread.append(error.message)
        if not readable:
            raise UserError(unread[0] if unread else "there is no copy beside the log")
        report = self._merge([(copy.name, tables) for copy, tables in readable])
        moved = tuple(backup.move_aside(self.path, copy) for copy, _ in readable)
        return replace(report, unread=tuple(unread), moved=moved)

    def _merge(self, copies: list[tuple[str, Mapping[str, Any]]]) -> MergeReport:
        names = ", ".join(name for name, _ in copies)
        total = merging.Outcome()
        with self.repository.change(f"Merge {names}", self._clock.now(), backup_as="merge") as work:
            for _, tables in copies:
                total.add(merging.merge_into(work, self.repository.storage.read(), tables))
            running = len(work.open_entries())
        assert work.change is not None
        return _report(work.change, total, running)

    def driver(self, base: Path | str, ours: Path | str, theirs: Path | str) -> MergeReport:
        """Merge as git asks a driver to: the three files of %O %A %B, the result in the place of %A."""
        from outsource_tui.store.memory import MemoryStorage

        tables = [merging.read_copy(Path(file)) for file in (ours, theirs)]
        origin = merging.read_copy(Path(base)) if _has_text(Path(base)) else None
        storage = MemoryStorage.of(dict(tables[0]))
        with Repository(storage).change("Merge by git", self._clock.now()) as work:
            total = merging.merge_into(work, tables[0], tables[1], origin)
            running = len(work.open_entries())
        LineStorage.rewrite(Path(ours), storage.read())
        assert work.change is not None
        return _report(work.change, total, running)

    # conflicts

    def conflicts(self) -> list[Lost]:
        """Return the values that lost in merges and were not seen yet, the latest first."""
        return conflicts.unseen(self.repository, self._clock)

    def unseen(self) -> int:
        """Return how many those are."""
        return conflicts.count(self.repository)

    def seen(self, ids: Iterable[str] | None = None) -> Change:
        """Take conflicts off the list (all without `ids`), as one change."""
        with self.repository.change("Conflicts seen", self._clock.now()) as work:
            conflicts.mark_seen(work, [lost.id for lost in self.conflicts()] if ids is None else ids)
        assert work.change is not None
        return work.change

    def take_lost(self, lost: Lost) -> Change:
        """Put a lost value back in the place of the one that won, as one change."""
        with self.repository.change(f"Take {lost.field} of {lost.what} back", self._clock.now()) as work:
            conflicts.take(work, lost)
        assert work.change is not None
        return work.change


def _differing(one: Mapping[str, Any], other: Mapping[str, Any], table: str) -> int:
    """Return how many documents of a table are not the same on both sides, or on one alone."""
    first, second = _living(one, table), _living(other, table)
    return sum(1 for i in first.keys() | second.keys() if first.get(i) != second.get(i))


def _living(tables: Mapping[str, Mapping[str, Any]], prefix: str) -> dict[str, Any]:
    """Return what a user can see of each living document of the tables of that prefix."""
    return {
        doc_id: {k: v for k, v in doc.items() if k not in ("updated", "stamps")}
        for name, documents in tables.items()
        if name.startswith(prefix)
        for doc_id, doc in documents.items()
        if isinstance(doc, dict) and DELETED not in doc
    }


def _has_text(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _report(change: Change, total: merging.Outcome, running: int) -> MergeReport:
    return MergeReport(
        change, total.added, total.changed, tuple(total.conflicts), tuple(total.joined), running
    )
