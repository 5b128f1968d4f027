"""Saves whose beginning was written beforehand: the same bytes, sooner."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from outsource_tui.model.errors import StoreError
from outsource_tui.store import spare
from outsource_tui.store.repository import Repository

from . import faults
from .conftest import NOW, hours
from .contract import an_entry, put
from .scenes import add_one, state_of

pytestmark = pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files without a name")


@pytest.fixture(autouse=True)
def small_files_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare, "LEAST", 0)


@pytest.fixture
def long_log(path: Path) -> Path:
    repository = Repository.open(path)
    put(repository, *(an_entry(NOW - hours(720 * n), note=f"a long note {n}" * 40) for n in range(40)))
    return path


def written(action) -> int:
    """Return how many bytes an action writes."""
    return sum(call.result for call in faults.recorded(action) if call.name == "write")


def test_only_what_differs_is_written_and_the_file_is_the_same(long_log, tmp_path):
    twin = tmp_path / "twin.json"
    twin.write_bytes(long_log.read_bytes())
    repository, plain = Repository.open(long_log), Repository.open(twin)
    repository.fold()
    for number in range(3):
        repository.prepare()
        assert written(lambda number=number: repository.remember("x", number, NOW)) < 6_000
        assert written(lambda number=number: plain.remember("x", number, NOW)) > 20_000
    assert long_log.read_bytes() == twin.read_bytes()
    assert (long_log.stat().st_nlink, long_log.stat().st_mode & 0o777) == (1, 0o600)


def test_what_was_prepared_before_others_wrote_is_no_older_state(long_log):
    repository = Repository.open(long_log)
    repository.prepare()
    other = Repository.open(long_log)
    put(other, an_entry(NOW - hours(720 * 7 + 2), note="theirs, in an old month"))
    add_one(repository, "mine")
    notes = {e.note for e in Repository.open(long_log).all_entries()}
    assert {"theirs, in an old month", "mine"} < notes
    assert state_of(repository) == state_of(Repository.open(long_log))


def test_it_is_prepared_once_for_each_state(long_log):
    repository = Repository.open(long_log)
    assert not repository.prepared
    repository.prepare()
    assert repository.prepared
    add_one(repository, "mine")
    assert not repository.prepared


def kept_open(path: Path) -> list[str]:
    """What this process has open of files that were replaced."""
    links = [str(entry.readlink()) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
    return [link for link in links if link.startswith(f"{path} ")]


def test_the_file_of_before_is_given_back_while_nobody_waits(long_log):
    repository = Repository.open(long_log)
    for number in range(3):
        repository.prepare()
        assert kept_open(long_log) == []
        add_one(repository, f"mine {number}")
        add_one(repository, f"and at once {number}")
        assert len(kept_open(long_log)) == 1
    repository.close()
    assert kept_open(long_log) == []


def test_what_was_stored_is_folded_while_nobody_waits(long_log):
    repository = Repository.open(long_log)
    repository.fold()
    add_one(repository, "mine")
    repository.prepare()
    assert [line.name for line in repository.storage.read().lines.values() if line._part is not None] == []


def test_a_small_file_is_not_worth_it(long_log, monkeypatch):
    monkeypatch.undo()
    assert Repository.open(long_log).prepared


@pytest.mark.parametrize("call", ["open", "write", "fsync"])
def test_a_disk_that_refuses_it_does_no_harm(long_log, call):
    repository = Repository.open(long_log)

    def refuse(made, make):
        if made.name == call:
            raise OSError(28, "No space left on device")
        return make()

    with faults.standing_between(refuse):
        repository.prepare()
    add_one(repository, "mine")
    assert state_of(repository) == state_of(Repository.open(long_log))


def test_none_is_laid_on_a_disk_that_is_nearly_full(long_log, monkeypatch):
    found = os.statvfs(long_log.parent)
    monkeypatch.setattr(spare, "ROOM", 2 * found.f_bavail * found.f_frsize)
    repository = Repository.open(long_log)
    assert written(repository.prepare) == 0


def test_a_save_that_fails_on_it_is_stored_by_the_next_try(long_log):
    repository = Repository.open(long_log)
    repository.prepare()

    def refuse(made, make):
        if made.name == "link":
            raise OSError(18, "Invalid cross-device link")
        return make()

    with faults.standing_between(refuse), pytest.raises(StoreError, match="could not save"):
        add_one(repository, "mine")
    add_one(repository, "mine")
    assert state_of(repository) == state_of(Repository.open(long_log))


def test_nothing_is_left_in_the_folder_or_open(long_log):
    Repository.open(long_log).remember("x", 0, NOW)
    before = set(long_log.parent.iterdir())
    handles = Path("/proc/self/fd")
    count = len(list(handles.iterdir())) if sys.platform == "linux" else 0
    repository = Repository.open(long_log)
    for number in range(3):
        repository.prepare()
        repository.prepare()
        repository.remember("x", number, NOW)
    repository.prepare()
    assert set(long_log.parent.iterdir()) <= before
    repository.close()
    assert len(list(handles.iterdir())) <= count
