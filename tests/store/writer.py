"""A program that makes changes and says each one when it is stored: run by test_processes.

    python writer.py PATH NAME CHANGES [PLANTED FAULT]

Each change adds an entry whose note is "NAME-NUMBER ORDER" and raises the counter ORDER, so that the final
state shows in which order the changes came to pass.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from outsource_tui.model.entry import Entry
from outsource_tui.store import disk, lock, storage
from outsource_tui.store.repository import Repository

NOW = datetime(2026, 11, 18, 12, 5, tzinfo=UTC)


def plant(fault: str) -> None:
    if fault == "no lock":

        @contextmanager
        def open_to_all(self, path):  # type: ignore[no-untyped-def]
            yield

        lock.Guard.held = open_to_all  # type: ignore[method-assign]
    elif fault == "stale cache":
        real = storage.LineStorage._take_up

        def once(self, stamp):  # type: ignore[no-untyped-def]
            return real(self, stamp) if self.version == 0 else False

        storage.LineStorage._take_up = once  # type: ignore[method-assign]
        write = disk.replace
        disk.replace = lambda path, data, expected=None, exact=False: write(path, data, expected)  # type: ignore[assignment,misc]


def main(path: str, name: str, changes: str, fault: str = "") -> None:
    plant(fault)
    repository = Repository.open(Path(path))
    for number in range(int(changes)):
        with repository.change(f"Log {name}-{number}", NOW) as work:
            document = work.document("meta", "1") or {}
            order = document.get("order", 0) + 1
            start = NOW - timedelta(hours=order)
            work.put(
                Entry("", start, start + timedelta(minutes=30), "UTC", "7", note=f"{name}-{number} {order}")
            )
            work.set_meta("order", order)
        os.write(1, f"{name}-{number}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
