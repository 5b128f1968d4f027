"""Copies of the data file in the folder `backups` beside it; the last fourteen are kept."""

# ruff: noqa: PTH104, PTH108, PTH208

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

from outsource_tui.model.clock import stamp_words
from outsource_tui.model.errors import StoreError
from outsource_tui.model.value import dataclass
from outsource_tui.store import disk, lines

KEPT = 14
FOLDER = "backups"
RESTORE, FIX = "restore", "fix"
OF_BAD = (RESTORE, FIX)
"""Why a copy was made of a file in whose place another was put, or that was mended: it may be a bad one."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy: its file, the local time at which it was made, and why ("daily", "import", …)."""

    path: Path
    at: datetime
    reason: str


def folder_of(path: Path) -> Path:
    """Return the folder that holds the backups of a data file."""
    return path.parent / FOLDER


def backups(path: Path) -> list[Backup]:
    """Return the backups of a data file, newest first."""
    found = []
    try:
        names = os.listdir(folder_of(path))
    except OSError:
        return []
    for name in names:
        stem, suffix = f"{path.stem}-", path.suffix
        if name.startswith(stem) and name.endswith(suffix):
            made = _dated(name[len(stem) : len(name) - len(suffix)])
            if made is not None:
                found.append(Backup(folder_of(path) / name, *made))
    return sorted(found, key=lambda b: (b.at, b.path.name), reverse=True)


def _dated(text: str) -> tuple[datetime, str] | None:
    """Read the moment and the reason in a name: 20261118-120500-daily, or …-2-daily."""
    day, _, rest = text.partition("-")
    clock, _, rest = rest.partition("-")
    reason = rest.rpartition("-")[2]
    if len(day) != 8 or len(clock) != 6 or not (day + clock).isdecimal() or not reason.isalpha():
        return None
    try:
        # strptime would cost every command the import of locale and calendar.
        return datetime.fromisoformat(f"{day}T{clock}"), reason
    except ValueError:
        return None


def newest_good(path: Path) -> Backup | None:
    """Return the newest backup that can be read, or None; those of files that may have been bad come last."""
    ordered = sorted(backups(path), key=lambda kept: kept.reason in OF_BAD)
    return next((kept for kept in ordered if is_good(kept)), None)


def is_good(kept: Backup) -> bool:
    """True where a backup can be read and holds anything."""
    try:
        found = disk.read(kept.path)
        return found is not None and bool(lines.parse(found[0]).lines)
    except StoreError:
        return False


def make(path: Path, data: disk.Data, reason: str, now: datetime) -> Backup:
    """Keep a copy of `data`, the content of `path`, and let the oldest beyond the last 14 go."""
    disk.make_folder(folder_of(path))
    at = now.replace(microsecond=0, tzinfo=None)
    for number in range(1, 1000):
        again = f"-{number}" if number > 1 else ""
        target = folder_of(path) / f"{path.stem}-{at:%Y%m%d-%H%M%S}{again}-{reason}{path.suffix}"
        if not os.path.lexists(target):
            break
    disk.replace(target, data)
    made = Backup(target, at, reason)
    others = [b for b in backups(path) if b.path != target]
    for old in others[KEPT - 1 :]:
        try:
            os.unlink(old.path)
        except OSError:
            break  # one too many harms nothing
    return made


def move_aside(path: Path, copy: Path) -> Path:
    """Move a merged copy of the file to its backups; returns where it is now."""
    disk.make_folder(folder_of(path))
    target = folder_of(path) / copy.name
    number = 1
    while os.path.lexists(target):
        number += 1
        target = folder_of(path) / f"{copy.name}.{number}"
    try:
        os.rename(copy, target)
    except OSError as error:
        raise StoreError(f"{copy} was merged, but could not be moved away: {disk.words(error)}") from error
    return target


def made_on(path: Path, day: date) -> bool:
    """True if a backup of that day is there."""
    return any(b.at.date() == day for b in backups(path))


def advice(path: Path) -> str:
    """Return the sentence that ends the news of a file that cannot be read."""
    good = newest_good(path)
    if good is None:
        return "There is no backup of it that can be read."
    made = f"The newest good backup is of {stamp_words(good.at)}"
    return f"{made}; put it back with: outsource restore {good.path.name}"
