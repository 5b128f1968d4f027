"""What the tests of the care for the file share: keepers, what they find, and two machines."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from outsource_tui.model.clock import FixedClock
from outsource_tui.model.entry import Entry
from outsource_tui.services.keeper import KeeperService
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository

from .scenes import NOW, a_log


def keeper(path: Path, hours: float = 0) -> KeeperService:
    return KeeperService(path, FixedClock(NOW + timedelta(hours=hours)), Settings())


def notes(path: Path) -> set[str]:
    return {e.note for e in Repository.open(path).all_entries()}


def problems(path: Path) -> list[str]:
    return [f.check for f in keeper(path).doctor() if f.level != "good"]


def hand_edit(path: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    """Change the file as a user with an editor does."""
    whole = json.loads(path.read_text())
    edit(whole)
    path.write_text(json.dumps(whole))


def two_machines(path: Path, other: Path) -> tuple[Repository, Repository, list[Entry]]:
    mine = a_log(path)
    other.parent.mkdir()
    shutil.copy(path, other)
    return mine, Repository.open(other), list(mine.all_entries())


def change(repository: Repository, minutes: int, *items: Any, gone: Any = None) -> None:
    with repository.change("c", NOW + timedelta(minutes=minutes)) as work:
        for item in items:
            work.put(item)
        if gone is not None:
            work.delete(gone)
