"""What doctor looks at around the file, and how it mends what it found."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outsource_tui.model.errors import StoreError
from outsource_tui.model.value import replace
from outsource_tui.store import backup, codec, disk, lock
from outsource_tui.store.checks import GOOD, NOTE, PROBLEM, Finding, contents_of, findings, many
from outsource_tui.store.merge import CONFLICTS, found_copies, merge_documents
from outsource_tui.store.merging import join_names
from outsource_tui.store.storage import LineStorage

if TYPE_CHECKING:
    from outsource_tui.services.keeper import KeeperService
    from outsource_tui.store.work import Work

_PRIVATE = 0o077


def examine(path: Path, now: datetime) -> list[Finding]:
    """Return what there is to say about a data file and everything in it, and change nothing."""
    found = []
    try:
        storage = LineStorage(path)
    except StoreError as error:
        return [Finding("file", PROBLEM, error.message, "restore a backup"), *_around(path, now)]
    if storage.missing:
        found.append(Finding("file", NOTE, f"{path} is not there yet: it is made with the first entry"))
    else:
        found += _file(path, storage)
    tables = storage.read()
    kept = sum(1 for d in tables.get(CONFLICTS, {}).values() if isinstance(d, dict) and "deleted" not in d)
    if kept:
        found.append(
            Finding(
                "conflicts",
                NOTE,
                f"{many(kept, 'value', 'values')} that lost in a merge nobody has looked at",
                "outsource merge --conflicts",
            )
        )
    return [*found, *_around(path, now), *findings(tables, now)]


def _file(path: Path, storage: LineStorage) -> Iterator[Finding]:
    size = path.stat().st_size
    amount = f"{size / 1e6:,.1f} MB" if size >= 1e5 else f"{size / 1e3:,.1f} kB"
    yield Finding("file", GOOD, f"{path}: {amount}, can be read")
    if storage.schema > codec.SCHEMA:
        yield Finding(
            "schema", PROBLEM, f"a newer version wrote it (schema {storage.schema}): it cannot be changed",
            "update outsource-tui",
        )  # fmt: skip
    elif storage.schema < codec.SCHEMA:
        yield Finding(
            "schema", NOTE, f"schema {storage.schema} is brought to {codec.SCHEMA} with the next change"
        )
    for table in storage.edited_outside:
        text = f"{table} was changed by another program"
        yield Finding("outside", NOTE, text, "if that was you, all is well", True, table=table)
    if disk.names_of(path) > 1:
        yield Finding("links", NOTE, "the file has a second name (hard link), which keeps an older state")


def _around(path: Path, now: datetime) -> Iterator[Finding]:
    yield from _permissions(path)
    held = lock.holder(path)
    if held:
        level = NOTE if held.startswith("another") else PROBLEM
        mend = "look again in a moment" if level == NOTE else "change its owner or mode, or delete it"
        yield Finding("lock", level, held, mend)
    yield from _backups(path, now)
    copies = found_copies(path)
    if copies:
        names = ", ".join(copy.name for copy in copies[:3])
        yield Finding("copies", NOTE, f"copies by a sync program or git: {names}", "outsource merge --found")
    left = list(path.parent.glob(".outsource-*.tmp")) if path.parent.is_dir() else []
    if left:
        yield Finding(
            "leftovers",
            NOTE,
            f"{many(len(left), 'unfinished file', 'unfinished files')} of stopped programs",
            "the next change clears that away",
        )


def _permissions(path: Path) -> Iterator[Finding]:
    if sys.platform == "win32" or not path.parent.is_dir():
        return
    if not os.access(path.parent, os.W_OK | os.X_OK):
        yield Finding(
            "permissions",
            PROBLEM,
            f"the folder {path.parent} cannot be written by this user: nothing can be stored",
            "change its owner or mode, or name another file with --data",
        )
    elif path.exists() and os.geteuid() not in (0, path.stat().st_uid):
        yield Finding(
            "permissions",
            PROBLEM,
            f"{path} belongs to another user: it can be read, not changed",
            "make a copy of your own and name it with --data",
        )
    open_to_others = [
        p for p in (path, *(b.path for b in backup.backups(path))) if p.exists() and _is_open(p)
    ]
    if open_to_others:
        names = ", ".join(p.name for p in open_to_others[:3])
        yield Finding(
            "permissions", PROBLEM, f"other users may read {names}", "make it private (mode 0600)", True
        )


def _is_open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & _PRIVATE)


def _backups(path: Path, now: datetime) -> Iterator[Finding]:
    found = backup.backups(path)
    good = backup.newest_good(path)
    if good is None and not found and not path.exists():
        return  # there is nothing yet that could be kept
    if good is None:
        level, text = (PROBLEM, "none of the backups can be read") if found else (NOTE, "no backup yet")
        yield Finding("backups", level, text, "outsource backup")
        return
    days = (now.date() - good.at.date()).days
    age = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    yield Finding("backups", GOOD, f"{many(len(found), 'backup', 'backups')}, the newest good one of {age}")
    newest = next((kept for kept in found if kept.reason not in backup.OF_BAD), good)
    if not backup.is_good(newest):
        yield Finding(
            "backups", PROBLEM, f"{newest.path.name} cannot be read", "outsource backup makes a new one"
        )


# mending


def mend(keeper: KeeperService, found: list[Finding]) -> list[Finding]:
    """Mend what can be mended; returns the findings of before, marked, and those that are left."""
    fixable = [f for f in found if f.fixable]
    if not fixable:
        return found
    path = keeper.path
    for private in (path, *(b.path for b in backup.backups(path))):
        if any(f.check == "permissions" for f in fixable) and private.exists():
            private.chmod(disk.FILE_MODE)
    repository, now = keeper.mending()
    with repository.change("Mend what doctor found", now, backup_as=backup.FIX, seen=True) as work:
        _one_of_each_id(work, repository.storage.read())
        _mend(work, repository.storage.read(), now)
    left = {(f.check, f.text) for f in examine(path, now)}
    return [replace(f, mended=f.fixable and (f.check, f.text) not in left) for f in found]


def _mend(work: Work, tables: Any, now: datetime) -> None:
    contents = contents_of(tables)
    work.put_merged(codec.ENTRIES, work.documents(codec.ENTRIES, contents.misfiled))
    backwards = {i: e for i, e in contents.entries.items() if e.end is not None and e.end < e.start}
    turned = work.documents(codec.ENTRIES, backwards)
    work.put_documents(
        codec.ENTRIES, {i: {**d, "start": d["end"], "end": d["start"]} for i, d in turned.items()}
    )
    known = contents.activities
    lost = {e.activity for e in contents.entries.values()} - known.keys()
    work.put_documents(codec.ACTIVITIES, {i: _stand_in(work, i) for i in sorted(lost)})
    astray = [a for a in known.values() if a.group and a.group not in contents.groups]
    work.put_all([replace(a, group="") for a in astray])
    for finding in findings(tables, now):
        if finding.check == "merged":
            present = work.documents(codec.ACTIVITIES, finding.ids)
            work.put_documents(codec.ACTIVITIES, {i: {**d, "merged_into": ""} for i, d in present.items()})
    join_names(work)


def _stand_in(work: Work, activity_id: str) -> dict[str, Any]:
    """Return an activity for an id that is nowhere: the deleted one if there was one, else a new name."""
    before = work.document(codec.ACTIVITIES, activity_id)
    if before is not None and isinstance(before.get("name"), str) and before["name"]:
        return {k: v for k, v in before.items() if k != "deleted"}
    return {"name": f"unknown activity {activity_id}"}


def _one_of_each_id(work: Work, tables: Any) -> None:
    """Make one of entries that lie in two months under the same id."""
    where: dict[str, list[str]] = {}
    for name in sorted(n for n in tables if n.startswith(codec.MONTH_PREFIX)):
        for doc_id in tables[name]:
            where.setdefault(doc_id, []).append(name)
    for doc_id, names in where.items():
        if len(names) > 1:
            merged = tables[names[0]][doc_id]
            for name in names[1:]:
                merged = merge_documents(merged, tables[name][doc_id])
            for name in names:
                work.drop(name, doc_id)
            if isinstance(merged, dict):
                work.put_merged(codec.ENTRIES, {doc_id: merged})
