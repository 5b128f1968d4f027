"""The command line as processes, beside the import of its libraries and beside Watson."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from outsource_tui.store.repository import Repository
from tests.bench.places import Place, command
from tests.bench.timing import Row, in_turn

LIBRARIES = [sys.executable, "-c", "import tinydb, pendulum"]


def process(words: list[str], env: Mapping[str, str]) -> Callable[[], None]:
    """Return an action that runs a process to its end; CalledProcessError where it fails."""

    def run() -> None:
        subprocess.run(words, env=dict(env), check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    return run


def start_up(place: Place, runs: int) -> Iterator[Row]:
    """The verbs of every minute on an empty file, and on ten years."""
    env = place.env()
    data = Path(env["OUTSOURCE_DATA"])
    data.parent.mkdir(parents=True, exist_ok=True)

    def log_anew() -> None:
        data.unlink(missing_ok=True)
        process([*command(), "log", "-15", "Invoices"], env)()

    def verb(*words: str) -> Callable[[], None]:
        return process([*command(), *words], env)

    actions = {
        "import": process(LIBRARIES, env),
        "import again": process(LIBRARIES, env),
        "log": log_anew,
        "status": verb("status"),
        "day": verb("day"),
        "week": verb("week"),
    }
    found = in_turn(actions, runs, warm=2)
    reference, against = found["import"], "import tinydb, pendulum"
    yield Row("noise: the reference against itself", found["import again"], None, reference, against)
    yield Row("`outsource log`, empty file", found["log"], 1.3, reference, against)
    for name in ("status", "day", "week"):
        yield Row(f"`outsource {name}`, empty file", found[name], 1.5, reference, against)


def growth(place: Place, sizes: tuple[int, ...], runs: int) -> Iterator[Row]:
    """The same verbs by the size of the log."""
    actions: dict[str, Callable[[], None]] = {"import": process(LIBRARIES, place.env())}
    for size in sizes:
        env = place.env(place.copy(size, f"growth-{size}"))
        log = [*command(), "log", "--overlap", "keep", "-15", "Invoices"]
        actions[f"log {size}"] = process(log, env)
        for name in ("status", "day", "week"):
            actions[f"{name} {size}"] = process([*command(), name], env)
    found = in_turn(actions, runs)
    for name in ("log", "status", "day", "week"):
        for size in sizes:
            yield Row(
                f"`outsource {name}`, {size:,} entries", found[f"{name} {size}"], None, found["import"],
                "import tinydb, pendulum",
            )  # fmt: skip


def beside_watson(place: Place, watson: Path | None, entries: int, runs: int) -> Iterator[Row]:
    """One entry logged into the same history by both."""
    if watson is None:
        return
    data = place.copy(entries, "beside-watson")
    folder = place.folder / "watson"
    folder.mkdir(exist_ok=True)
    (folder / "frames").write_text(json.dumps(_frames(data)))
    env = place.env(data)
    span = [(place.now - timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M") for minutes in (15, 1)]
    theirs = [str(watson), "add", "-f", span[0], "-t", span[1], "Invoices"]
    ours = [*command(), "log", "--overlap", "keep", "-15", "Invoices"]
    actions = {
        "watson": process(theirs, {**env, "WATSON_DIR": str(folder), "PYTHONPATH": ""}),
        "ours": process(ours, env),
    }
    found = in_turn(actions, runs)
    yield Row(
        f"`outsource log`, {entries:,} entries",
        found["ours"],
        0.06 if entries >= 73_000 else None,
        found["watson"],
        "watson add",
    )


def _frames(data: Path) -> list[list[object]]:
    repository = Repository.open(data)
    names = repository.activities()
    frames: list[list[object]] = [
        [
            int(e.start.timestamp()), int(e.end.timestamp()), names.get(e.activity).name,
            os.urandom(16).hex(), list(e.tags), int(e.end.timestamp()),
        ]
        for e in repository.all_entries()
        if e.end is not None
    ]  # fmt: skip
    repository.close()
    return frames
