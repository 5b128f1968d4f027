"""Kills, power cuts and failing disks at every single system call of a save."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from outsource_tui.model.errors import StoreError
from outsource_tui.store import disk, spare, storage
from outsource_tui.store.repository import Repository

from . import faults
from .power import ACK, power_cuts
from .scenes import NOW, State, a_log, add_one, state_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks and POSIX calls")
ERRORS = {
    errno.EIO: "the disk reported an error",
    errno.ENOSPC: "the disk is full",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission denied",
}
"""What may go wrong, and how it is said."""


@pytest.fixture(autouse=True)
def small_files_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare, "LEAST", 0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "log.json"


# kills


def kills(path: Path, life_of: str, whole: bool = False) -> tuple[int, list[str]]:
    """Kill one save before, inside and after each call; returns how many, and what was wrong.

    After one call is before the next, and what writes nothing has no inside: `whole` tries these too.
    """
    kept = path.parent.with_name("kept")
    first_start = life_of == "a first start"
    if not first_start:
        a_log(path)
        shutil.copytree(path.parent, kept)
    old = state_of(Repository.open(path))

    def life() -> None:
        repository = Repository.open(path)
        if life_of == "a save of what is folded":
            repository.fold()
        if life_of == "a save that was prepared":
            repository.prepare()
        add_one(repository, "killed")

    calls = faults.recorded(life)
    new = _without_ids(state_of(Repository.open(path)))
    wrong = []
    count = 0
    for number, call in enumerate(calls):
        others = {"inside": call.name == "write", "after": number == len(calls) - 1}
        for moment in ("before", *(moment for moment, differs in others.items() if differs or whole)):
            shutil.rmtree(path.parent)
            if not first_start:
                shutil.copytree(kept, path.parent)

            def killed_life(number: int = number, moment: str = moment) -> None:
                with faults.standing_between(faults.killed(number, moment)):
                    life()

            done, was_killed = faults.in_a_fork(killed_life)
            count += was_killed
            problem = _problem_after_kill(path, old, new, done)
            if problem:
                wrong.append(f"killed {moment} call {number}: {problem}")
    return count, wrong


def _without_ids(state: State) -> object:
    return (sorted(e.note for e in state["entries"].values()), len(state["activities"]), state["history"])


def _problem_after_kill(path: Path, old: State, new: object, acknowledged: bool) -> str:
    try:
        repository = Repository.open(path)
        found = _without_ids(state_of(repository))
        if found != new and (acknowledged or found != _without_ids(old)):
            return (
                "the state is neither old nor new" if not acknowledged else "an acknowledged change is lost"
            )
        if repository.notices:
            return str(repository.notices)
        add_one(repository, "afterwards")
    except StoreError as error:
        return error.message
    if list(path.parent.glob("*.tmp")):
        return "a temporary file is left over after the next change"
    return ""


LIVES = pytest.mark.parametrize(
    "life_of", ["a save", "a save of what is folded", "a save that was prepared", "a first start"]
)


@LIVES
def test_a_kill_around_any_call_leaves_the_old_or_the_new_state(path: Path, life_of: str) -> None:
    count, wrong = kills(path, life_of)
    assert wrong == []
    assert count >= 20


@pytest.mark.long
@LIVES
def test_a_kill_before_inside_and_after_every_call(path: Path, life_of: str) -> None:
    count, wrong = kills(path, life_of, whole=True)
    assert wrong == []
    assert count >= 60


# power cuts


def power(path: Path, changes: int, prepared: bool = False) -> tuple[int, list[str]]:
    """Record some changes and cut the power everywhere; returns disk states and what was wrong."""
    versions: dict[int, bytes] = {}
    with faults.standing_between(lambda _, make: make()) as proxy:
        repository = Repository.open(path)
        for number in range(1, changes + 1):
            if prepared:
                repository.prepare()
            if number % 3 == 0:
                repository.undo(NOW)
            else:
                add_one(repository, f"change {number}")
            versions[number] = path.read_bytes()
            proxy.seen.append(faults.Call(ACK, ()))
    return power_cuts(
        [c for c in proxy.seen if c.name == ACK or c.result is not None or c.name in _DONE], path, versions
    )


_DONE = ("fsync", "close", "replace", "unlink", "mkdir", "ftruncate", "link")
PREPARED = pytest.mark.parametrize("prepared", [False, True], ids=["whole", "prepared"])


@PREPARED
def test_a_power_cut_at_any_moment_leaves_the_old_or_the_new_file(path: Path, prepared: bool) -> None:
    count, wrong = power(path, 12, prepared)
    assert wrong == []
    assert count >= 300


@pytest.mark.long
def test_thousands_of_power_cuts(path: Path) -> None:
    count, wrong = power(path, 80)
    assert wrong == []
    assert count >= 2000


# failing calls


def failures(path: Path, prepared: bool = False) -> tuple[int, list[str]]:
    """Fail each call of a save with each error; returns how many, and what was wrong."""
    kept = path.parent.with_name("kept")
    a_log(path)
    shutil.copytree(path.parent, kept)

    def life() -> None:
        repository = Repository.open(path)
        if prepared:
            repository.prepare()
        add_one(repository, "x")

    total = len(faults.recorded(life))
    wrong = []
    count = 0
    for error in ERRORS:
        for number in range(total):
            shutil.rmtree(path.parent)
            shutil.copytree(kept, path.parent)
            problem = _problem_of_failure(path, number, error, prepared)
            count += 1
            if problem:
                wrong.append(f"{errno.errorcode[error]} at call {number}: {problem}")
    return count, wrong


def _problem_of_failure(path: Path, number: int, error: int, prepared: bool) -> str:
    said = ""
    repository = None
    try:
        with faults.standing_between(faults.failing(number, error)):
            repository = Repository.open(path)
            if prepared:
                repository.prepare()
            add_one(repository, "while it failed")
    except StoreError as told:
        said = told.message
        if "\n" in said or ERRORS[error] not in said:
            return f"not one line about what happened: {said!r}"
    except Exception as other:
        return f"{type(other).__name__}: {other}"
    on_disk = state_of(Repository.open(path))
    if repository is not None and state_of(repository) != on_disk:
        return f"memory differs from disk ({said})"
    is_there = any(e.note == "while it failed" for e in on_disk["entries"].values())
    if is_there == bool(said) and "did not confirm" not in said:
        return f"stored: {is_there}, said: {said!r}"
    add_one(repository or Repository.open(path), "later")
    if not any(e.note == "later" for e in state_of(Repository.open(path))["entries"].values()):
        return "a later change was not stored"
    return ""


@PREPARED
def test_an_error_of_any_call_is_one_line_and_memory_equals_disk(path: Path, prepared: bool) -> None:
    count, wrong = failures(path, prepared)
    assert wrong == []
    assert count >= 80


# the suites must notice what they are there for


def _no_folder_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_sync_folder", lambda _: None)


def _in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "replace", faults.in_place)


def _replace_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "replace", faults.replace_first)


def _swap_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory shows a change before the disk has it."""
    real = storage.LineStorage._commit

    def commit(self: storage.LineStorage, path: Path, before: Any, made: Any) -> None:
        self._show(storage._State(made, before.stamp))
        real(self, path, before, made)

    monkeypatch.setattr(storage.LineStorage, "_commit", commit)


class _Without:
    """`os` with a call that does nothing."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return (lambda *_: None) if name == self._name else getattr(os, name)


Plant = Callable[[pytest.MonkeyPatch], None]


def _no_sync_of_a_new_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "make_folder", lambda folder: folder.exists() or disk.os.mkdir(folder, 0o700))


@pytest.mark.parametrize("plant", [_no_folder_sync, _no_sync_of_a_new_folder, _in_place, _replace_first])
def test_the_power_cuts_notice(path: Path, monkeypatch: pytest.MonkeyPatch, plant: Plant) -> None:
    plant(monkeypatch)
    assert power(path, 3)[1]


def test_the_power_cuts_notice_a_missing_fsync(path: Path) -> None:
    real = faults.Os.__getattr__

    def without(self: faults.Os, name: str) -> Any:
        return (lambda *_: None) if name == "fsync" else real(self, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faults.Os, "__getattr__", without)
        assert power(path, 3)[1]


def test_the_kills_notice_a_write_in_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _in_place(monkeypatch)
    assert kills(path, "a save")[1]


@pytest.mark.parametrize("plant", [_in_place, _swap_first])
def test_the_failures_notice(path: Path, monkeypatch: pytest.MonkeyPatch, plant: Plant) -> None:
    plant(monkeypatch)
    assert failures(path)[1]
