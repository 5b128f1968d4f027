"""Many programs at once, killed at random moments: nothing acknowledged is lost, nothing comes twice."""

from __future__ import annotations

import os
import queue
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from outsource_tui.store import lock
from outsource_tui.store.repository import Repository

from .faults import Call, standing_between
from .scenes import add_one

WRITER = str(Path(__file__).with_name("writer.py"))
CLI_LOG = [sys.executable, "-m", "outsource_tui", "log"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "log.json"


def start(path: Path, name: str, changes: int, fault: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, WRITER, str(path), name, str(changes), fault],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


def finish(process: subprocess.Popen[str]) -> list[str]:
    """Wait for a writer; returns what it acknowledged (whole lines alone)."""
    assert process.stdout is not None
    with process.stdout as pipe:  # not communicate(): it passes over what readline() has buffered
        out = pipe.read()
    process.wait(timeout=60)
    return [line for line in out.splitlines(keepends=True) if line.endswith("\n")]


def problems(path: Path, acknowledged: Iterable[str], unsure: int = 0) -> list[str]:
    """Say what is wrong with the final file; `unsure` changes may be there without acknowledgement."""
    repository = Repository.open(path)
    notes = [e.note for e in repository.all_entries()]
    names = Counter(note.split()[0] for note in notes)
    orders = sorted(int(note.split()[1]) for note in notes)
    known = {line.strip() for line in acknowledged}
    wrong = [f"{name} is lost" for name in known - names.keys()]
    wrong += [f"{name} is there {count} times" for name, count in names.items() if count > 1]
    if len(names) - len(known & names.keys()) > unsure:
        wrong.append(f"{len(names) - len(known)} changes that nobody made")
    if orders != list(range(1, len(notes) + 1)) or repository.meta("order", 0) != len(notes):
        wrong.append("no order of changes explains the state")
    if repository.notices:
        wrong += repository.notices
    return wrong


def together(path: Path, writers: int, changes: int, fault: str = "") -> list[str]:
    """Let writers run at the same time; returns what was wrong."""
    running = [start(path, f"w{n}", changes, fault) for n in range(writers)]
    acknowledged = [line for process in running for line in finish(process)]
    wrong = problems(path, acknowledged)
    if len(acknowledged) != writers * changes:
        wrong.append(f"{writers * changes - len(acknowledged)} changes were refused")
    return wrong


def under_kills(path: Path, rounds: int, writers: int, seed: int) -> list[str]:
    """Kill writers at random moments, some of them at work at the same time; returns what was wrong."""
    chance = random.Random(seed)
    acknowledged: list[str] = []
    for number in range(rounds):
        running = [start(path, f"r{number}w{n}", 100_000) for n in range(writers)]
        for process in running:
            assert process.stdout is not None
            first = process.stdout.readline()
            try:
                process.wait(timeout=chance.uniform(0, 0.03))
            except subprocess.TimeoutExpired:
                process.kill()
            acknowledged += [first, *finish(process)]
    return problems(path, acknowledged, unsure=rounds * writers)


def test_writers_at_the_same_time_lose_nothing(path: Path) -> None:
    assert together(path, 4, 25) == []


@pytest.mark.long
def test_eight_writers_with_five_hundred_changes_each(path: Path) -> None:
    assert together(path, 8, 500) == []


@pytest.mark.parametrize("fault", ["no lock", "stale cache"])
def test_the_writers_notice(path: Path, fault: str) -> None:
    assert together(path, 4, 25, fault)


def test_killed_writers_lose_nothing_that_was_acknowledged(path: Path) -> None:
    assert under_kills(path, rounds=4, writers=2, seed=1) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_kills(path: Path, seed: int) -> None:
    assert under_kills(path, rounds=25, writers=4, seed=seed) == []


def killed_commands(path: Path, rounds: int, seed: int) -> list[str]:
    """Kill `outsource log` at random moments of its life; returns what was wrong.

    The first is left alone, which tells how long a life is on this machine as busy as it is.
    """
    chance = random.Random(seed)
    environment = {**os.environ, "OUTSOURCE_DATA": str(path), "TZ": "UTC"}
    acknowledged = []
    life = 0.0
    for number in range(rounds):
        begun = time.perf_counter()
        process = subprocess.Popen(
            [*CLI_LOG, f"-1 Thing{number}", "--overlap", "keep"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            process.communicate(timeout=life * chance.uniform(0.2, 1.4) if life else None)
            assert process.returncode == 0
            acknowledged.append(f"Thing{number}")
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        life = life or time.perf_counter() - begun
    repository = Repository.open(path)
    names = Counter(repository.activities().get(e.activity).name for e in repository.all_entries())
    wrong = [f"{name} is lost" for name in acknowledged if names[name] != 1]
    return [*wrong, *(f"{name} is there {count} times" for name, count in names.items() if count > 1)]


def test_a_killed_log_command_is_done_or_not_done(path: Path) -> None:
    assert killed_commands(path, 6, seed=1) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_killed_log_commands(path: Path, seed: int) -> None:
    assert killed_commands(path, 100, seed) == []


def test_an_open_log_sees_what_another_program_writes(path: Path) -> None:
    mine = Repository.open(path)
    assert not mine.refresh()
    finish(start(path, "other", 3))
    assert mine.refresh()
    assert not mine.refresh()
    assert [e.note for e in mine.all_entries()] == ["other-2 3", "other-1 2", "other-0 1"]


def test_a_file_that_is_written_in_place_while_it_is_read_is_read_once_more(path: Path) -> None:
    add_one(Repository.open(path))
    before = path.read_bytes()
    add_one(Repository.open(path), "longer")
    after = path.read_bytes()
    path.write_bytes(before)
    reads = []

    def on(call: Call, make: Callable[[], Any]) -> Any:
        if call.name == "read" and not reads:
            reads.append(call)
            path.write_bytes(after)
        return make()

    with standing_between(on):
        repository = Repository.open(path)
    assert reads
    assert {e.note for e in repository.all_entries()} == {"new", "longer"}


def test_a_held_lock_is_said_and_nothing_is_stored(path: Path, tmp_path: Path) -> None:
    from outsource_tui.model.errors import StoreError
    from outsource_tui.store.storage import LineStorage

    first = Repository.open(path)
    add_one(first)
    second = Repository(LineStorage(path, wait=0.05))
    before = path.read_bytes()
    with first.storage.change(), pytest.raises(StoreError, match="another program is writing") as told:
        add_one(second)
    assert "\n" not in told.value.message
    assert path.read_bytes() == before
    add_one(second)


def test_a_program_killed_while_it_holds_the_lock_does_not_block_others(path: Path) -> None:
    code = f"""
import os, signal
from outsource_tui.store.repository import Repository
with Repository.open({str(path)!r}).storage.change():
    os.write(1, b"held")
    os.kill(os.getpid(), signal.SIGKILL)
"""
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert process.stdout == b"held"
    add_one(Repository.open(path))


@pytest.mark.skipif(sys.platform == "win32", reason="a lock file in use stays there on Windows")
def test_a_lock_file_that_is_tidied_away_lets_nobody_in_beside_another(path: Path) -> None:
    """One waits on the file of before, while the next one already holds the new one of that name."""
    add_one(Repository.open(path))
    seen: queue.SimpleQueue[str] = queue.SimpleQueue()

    def wait() -> None:
        with lock.Guard(10).held(path):
            seen.put("in")

    slow = SimpleNamespace(monotonic=time.monotonic, sleep=lambda _: seen.put("waits"))
    with pytest.MonkeyPatch.context() as patch, ExitStack() as first, ExitStack() as second:
        patch.setattr(lock, "time", slow)
        first.enter_context(lock.Guard(1).held(path))
        waiter = threading.Thread(target=wait)
        waiter.start()
        assert seen.get(timeout=10) == "waits"
        lock.lock_path(path).unlink()
        second.enter_context(lock.Guard(1).held(path))
        first.close()
        while not seen.empty():
            seen.get()
        assert [seen.get(timeout=10) for _ in range(3)] == ["waits"] * 3
        second.close()
        waiter.join(10)
    assert not waiter.is_alive()
