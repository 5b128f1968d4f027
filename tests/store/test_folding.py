"""Text that is kept compressed: what is read, stored and seen is what it was."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from outsource_tui.store import disk, lines
from outsource_tui.store.repository import Repository

from .conftest import NOW, hours
from .contract import an_entry, put
from .scenes import a_log, add_one, state_of


@pytest.fixture
def long_log(path: Path) -> Path:
    """A log of forty months, with texts that begin alike."""
    repository = Repository.open(path)
    note = "the same words again {}"
    put(repository, *(an_entry(NOW - hours(720 * n), note=note.format(n) * 40) for n in range(40)))
    return path


def held(repository: Repository) -> int:
    """The bytes of text that a log keeps."""
    found = repository.storage.read().lines.values()
    return sum(len(line._folded or b"") + (line.size if line._part is not None else 0) for line in found)


def test_folding_takes_little_memory_and_nothing_away(long_log):
    repository = Repository.open(long_log)
    before = held(repository)
    repository.fold()
    assert held(repository) < before / 3
    assert state_of(repository) == state_of(Repository.open(long_log))


def test_it_stays_folded_after_changes_of_its_own_and_of_others(long_log):
    repository = Repository.open(long_log)
    before = held(repository)
    repository.fold()
    add_one(repository, "mine")
    add_one(Repository.open(long_log), "theirs")
    assert repository.refresh()
    assert held(repository) < before / 3
    assert state_of(repository) == state_of(Repository.open(long_log))


def test_a_save_of_what_is_folded_writes_the_same_bytes(long_log, tmp_path):
    twin = tmp_path / "twin.json"
    twin.write_bytes(long_log.read_bytes())
    for path, fold in ((long_log, True), (twin, False)):
        repository = Repository.open(path)
        if fold:
            repository.fold()
        for number in range(3):
            repository.remember("x", number, NOW)
    assert long_log.read_bytes() == twin.read_bytes()
    assert lines.parse(twin.read_bytes()).edited == {}


def test_what_rots_in_an_old_month_is_made_good_by_the_next_save(long_log):
    repository = Repository.open(long_log)
    repository.fold()
    whole = state_of(repository)["entries"]
    found = long_log.stat()
    data = long_log.read_bytes()
    with long_log.open("r+b") as file:
        file.seek(data.index(b"the same words again 39"))
        file.write(b"rotten")
    os.utime(long_log, ns=(found.st_atime_ns, found.st_mtime_ns))
    repository.remember("x", 1, NOW)
    again = Repository.open(long_log)
    assert again.notices == ()
    assert state_of(again)["entries"] == whole


def test_a_save_needs_no_file_that_can_be_read_in_pieces(long_log, monkeypatch):
    repository = Repository.open(long_log)
    repository.fold()
    monkeypatch.delattr(disk.os, "pread")
    add_one(repository, "without")
    assert state_of(repository) == state_of(Repository.open(long_log))


def test_other_threads_read_while_it_folds(long_log):
    expected = Repository.open(long_log).storage.rendered()
    repository = Repository.open(long_log)
    wrong = []

    def read() -> None:
        for _ in range(20):
            if repository.storage.rendered() != expected:
                wrong.append("another text")

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(20):
        repository.fold()
    for thread in threads:
        thread.join()
    assert wrong == []


class TestRunning:
    """Which tables hold an entry without an end is written down in the file, and not believed blindly."""

    def test_it_is_found_after_opening_without_reading_the_months(self, path):
        repository = a_log(path)
        entry = put(repository, an_entry(NOW, None))[0]
        again = Repository.open(path)
        assert again.meta("running") == ["entries-2026-11"]
        assert [e.id for e in again.open_entries()] == [entry.id]
        put(again, replace(again.open_entries()[0], end=NOW + hours(1)))
        assert Repository.open(path).meta("running") == []
        assert Repository.open(path).open_entries() == []

    def test_a_month_that_was_edited_outside_is_looked_through(self, path):
        repository = a_log(path)
        entry = put(repository, an_entry(NOW, 1))[0]
        text = path.read_text()
        path.write_text(text.replace(f'"end":"{entry.end.isoformat()}"', '"end":null'))
        assert [e.id for e in Repository.open(path).open_entries()] == [entry.id]

    def test_a_list_that_was_edited_outside_is_not_believed(self, path):
        repository = a_log(path)
        entry = put(repository, an_entry(NOW, None))[0]
        path.write_text(path.read_text().replace('"running":["entries-2026-11"]', '"running":[]'))
        assert [e.id for e in Repository.open(path).open_entries()] == [entry.id]
