"""Open, save and search of a log of ten years, beside TinyDB's own storage on the same data.

    python tests/bench/store.py [ENTRIES]

Every figure is the median of several runs in one process, in milliseconds, the smallest behind it;
both storages do the same work in turn. "one entry" is all of one change: lock, re-read, history, write
and fsync.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import JSONStorage

from outsource_tui.model.activity import Activity
from outsource_tui.model.entry import Entry
from outsource_tui.store.repository import Repository

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
RUNS = 9


def fill(repository: Repository, entries: int) -> None:
    """Put so many entries, 20 a day backwards from NOW, as one change."""
    with repository.change("Import", NOW) as work:
        ids = [a.id for a in work.put_all([Activity("", f"Activity {n}") for n in range(80)])]
        starts = (NOW - timedelta(minutes=72 * (n + 1)) for n in range(entries))
        work.put_all(
            Entry(
                "", s, s + timedelta(minutes=45), "Europe/Berlin", ids[n % 80], ("admin",), "Some words here"
            )
            for n, s in enumerate(starts)
        )


def one_entry(repository: Repository) -> None:
    """One change as the log service makes it."""
    with repository.change("Log", NOW) as work:
        work.put(Entry("", NOW, NOW + timedelta(minutes=5), "Europe/Berlin", "7"))


def measured(action: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000


def show(what: str, *series: list[float]) -> None:
    cells = [f"{statistics.median(runs):9.1f} ({min(runs):7.1f})" if runs else " " * 19 for runs in series]
    print(f"{what:34}" + "   ".join(cells))


def main(entries: int) -> None:
    with tempfile.TemporaryDirectory(dir=Path.home()) as folder:
        ours, plain = Path(folder) / "log.json", Path(folder) / "plain.json"
        repository = Repository.open(ours)
        bulk = measured(lambda: fill(repository, entries))
        plain.write_text(json.dumps(json.loads(ours.read_text())))
        print(f"{entries:,} entries, {ours.stat().st_size / 1e6:.1f} MB; median (least) of {RUNS}, ms")
        print(f"{'':34}{'this store':>19}   {'JSONStorage':>19}")
        show("open", *both(lambda: Repository.open(ours), lambda: JSONStorage(str(plain)).read()))
        tables = JSONStorage(str(plain)).read()
        assert tables is not None
        storage = repository.storage

        def save() -> None:
            with storage.change():
                table = storage.read()
                table["meta"] = dict(table["meta"])
                storage.write(table)

        show("save", *both(save, lambda: JSONStorage(str(plain)).write(tables)))
        month = max(n for n in tables if n.startswith("entries-"))

        def insert() -> None:
            with TinyDB(plain) as db:
                db.table(month).insert({"start": NOW.isoformat()})

        one_entry(repository)
        show("one entry, log open", *both(lambda: one_entry(repository), insert))
        show(
            "one entry, log opened for it",
            [measured(lambda: one_entry(Repository.open(ours))) for _ in range(RUNS)],
        )
        day = [
            measured(lambda: Repository.open(ours).entries(NOW - timedelta(days=1), NOW)) for _ in range(RUNS)
        ]
        show("open and show a day", day)
        again = [measured(lambda: repository.entries(NOW - timedelta(days=1), NOW)) for _ in range(RUNS)]
        show("show a day again", again)
        found = next(repository.all_entries()).id
        show("find an entry by its id", [measured(lambda: repository.entry(found)) for _ in range(RUNS)])
        show("see that nothing changed", [measured(repository.refresh) for _ in range(RUNS)])
        undo = measured(lambda: repository.undo(NOW, 3 * RUNS))
        print(f"{'import of all':34}{bulk:9.0f}")
        last = measured(lambda: repository.undo(NOW, 99))
        print(f"{'undo of the import':34}{undo + last:9.0f}")
        print(f"{'redo of the import':34}{measured(lambda: repository.redo(NOW)):9.0f}")


def both(ours: Callable[[], Any], theirs: Callable[[], Any]) -> tuple[list[float], list[float]]:
    """Measure two actions in turn."""
    pairs = [(measured(ours), measured(theirs)) for _ in range(RUNS)]
    return [a for a, _ in pairs], [b for _, b in pairs]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 73_000)
