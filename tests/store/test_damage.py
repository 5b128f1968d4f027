"""Damaged files: opened right, or one clear line with the bytes as they were; never wrong and silent."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from outsource_tui.model.errors import StoreError
from outsource_tui.store import lines
from outsource_tui.store.repository import Repository

from . import damage
from .scenes import a_log, add_one, state_of


@pytest.fixture
def good(tmp_path: Path) -> bytes:
    path = tmp_path / "good" / "log.json"
    repository = a_log(path, 8)
    add_one(repository, "last ü \ud800")
    repository.undo(repository.history()[0].at)
    return path.read_bytes()


def look(path: Path, data: bytes, right: Any) -> tuple[str, str]:
    """Open a file of those bytes and use it; returns what came of it and what was wrong with that."""
    path.write_bytes(data)
    try:
        repository = Repository.open(path)
        found = state_of(repository)
    except StoreError as error:
        return "refused", _problem_of_words(path, data, error)
    except Exception as error:
        return "crash", f"{type(error).__name__}: {error}"
    said = repository.notices
    if found != right and not said:
        return "silent", "a wrong state is shown as right"
    if path.read_bytes() != data:
        return "changed", "reading changed the file"
    return ("said" if said else "right"), _problem_of_use(repository, path, data)


def _problem_of_words(path: Path, data: bytes, error: StoreError) -> str:
    if path.read_bytes() != data:
        return "the file was changed though it cannot be read"
    if "\n" in error.message or len(error.message) > 600:
        return f"no clear line: {error.message!r}"
    return ""


def _problem_of_use(repository: Repository, path: Path, data: bytes) -> str:
    """A damaged file that opens must go on working, or refuse to change with the bytes as they were."""
    try:
        add_one(repository, "after the damage")
        repository.undo(repository.history()[0].at)
        repository.redo(repository.history()[0].at)
    except StoreError as error:
        return _problem_of_words(path, data, error)
    except Exception as error:
        return f"in use: {type(error).__name__}: {error}"
    notes = [e.note for e in Repository.open(path).all_entries()]
    return "" if "after the damage" in notes else "a change after the damage is lost"


def damaged(tmp_path: Path, good: bytes, rounds: int, seed: int) -> tuple[Counter[str], list[str]]:
    chance = random.Random(seed)
    path = tmp_path / "damaged" / "log.json"
    path.parent.mkdir()
    path.write_bytes(good)
    right = state_of(Repository.open(path))
    counts: Counter[str] = Counter()
    wrong = []
    for number in range(rounds):
        kind = damage.ALL[number % len(damage.ALL)]
        data = kind(good, chance)
        expected = right if data.strip() not in (b"", b"{}", b"{\n}", b"{\n\n}") else None
        came, problem = look(path, data, expected or state_of(Repository.in_memory()))
        counts[came] += 1
        if problem:
            wrong.append(f"{number} {kind.__name__}: {came}: {problem}")
        shutil.rmtree(path.parent / "backups", ignore_errors=True)
    return counts, wrong


def test_damaged_files_are_never_shown_as_right(tmp_path: Path, good: bytes) -> None:
    counts, wrong = damaged(tmp_path, good, 330, seed=1)
    assert wrong == []
    assert counts.keys() == {"refused", "said", "right"}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_damaged_files(tmp_path: Path, good: bytes, seed: int) -> None:
    assert damaged(tmp_path, good, 1000, seed + 100)[1] == []


def test_the_damage_suite_notices_missing_checksums(
    tmp_path: Path, good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "_edited", lambda *_: {})
    assert damaged(tmp_path, good, 330, seed=1)[1]


def test_the_damage_suite_notices_a_file_that_is_overwritten(
    tmp_path: Path, good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = lines.parse

    def lenient(data: bytes, known: Any = None) -> lines.Parsed:
        try:
            return real(data, known)
        except StoreError:
            return lines.Parsed({})

    monkeypatch.setattr(lines, "parse", lenient)
    assert damaged(tmp_path, good, 110, seed=1)[1]


TABLES = ("meta", "activities", "groups", "entries-2026-11", "history")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("edit", ["changed", "gone", "added"])
def test_whichever_table_another_program_changed_is_named(
    tmp_path: Path, good: bytes, table: str, edit: str
) -> None:
    whole = json.loads(good)
    if edit == "changed":
        next(iter(whole[table].values()))["x"] = 2
    elif edit == "gone":
        del whole[table]
    else:
        whole[f"{table}-more"] = {}
    path = tmp_path / "log.json"
    path.write_text(json.dumps(whole))
    (said,) = Repository.open(path).notices
    if (table, edit) == ("meta", "gone"):
        assert "it has no checksums" in said
    else:
        what = {"changed": "was edited", "gone": "was taken out of the file", "added": "was added"}[edit]
        assert f"{table}{'-more' if edit == 'added' else ''} {what} outside the program" in said


@pytest.mark.parametrize("kind", damage.ALL, ids=lambda kind: kind.__name__)
def test_a_log_in_use_keeps_what_it_has_when_the_file_is_damaged(
    tmp_path: Path, good: bytes, kind: Any
) -> None:
    path = tmp_path / "log.json"
    path.write_bytes(good)
    repository = Repository.open(path)
    before = state_of(repository)
    data = kind(good, random.Random(5))
    path.write_bytes(data)
    try:
        repository.refresh()
    except StoreError:
        assert state_of(repository) == before
        assert not repository.refresh(), "told once"
        with pytest.raises(StoreError):
            add_one(repository)
        assert path.read_bytes() == data
        assert state_of(repository) == before
        path.write_bytes(good + b"\n")
        assert repository.refresh()
        add_one(repository)
    else:
        assert repository.notices or state_of(repository) == before
