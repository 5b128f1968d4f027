"""What cannot be read or changed: one clear line, and the bytes as they were."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from outsource_tui.model.errors import ReadOnlyError, StoreError
from outsource_tui.store import backup
from outsource_tui.store.repository import Repository

from .scenes import NOW, a_log, add_one, an_entry, state_of

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes, owners and links of POSIX")
ROOT = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to change owners"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "my plans ü" / "log.json"


def refusal(path: Path) -> str:
    """Open and change a file that cannot be used; returns the one line that says so."""
    before = path.read_bytes() if os.path.isfile(path) else None  # noqa: PTH113 (it never raises)
    with pytest.raises(StoreError) as told:
        add_one(Repository.open(path))
    assert "\n" not in told.value.message
    if before is not None:
        assert path.read_bytes() == before
    return told.value.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"nonsense", "line 1: Expecting value"),
        (b'{\n"meta":{"1":{"schema":1}},\n"groups":{"1":[}\n}\n', "line 3: "),
        (b"[]", "it holds no tables"),
        (b'{"a": 1}', "a is not a table"),
        (b'{\n"a":{},\n"b":[]\n}\n', "b is not a table"),
        (b'{\n"a":{"1":{}},\n"a":{"1":{}}\n}\n', "line 3: the table a is there twice"),
        (b'{\n"a":{"1":{},"1":{}}\n}\n', "line 2: the name '1' is there twice"),
        (b'{\n"a":{"1":{}},\n<<<<<<< HEAD\n"b":{"1":{}}\n}\n', "line 3: git left a conflict mark"),
        (b'{"a":{"1":{"x":NaN}}}', "NaN is not a number"),
        (b'{"a":{"1":{"x":-1e999}}}', "-1e999 is not a number"),
        (b'{"a":' + b"[" * 100_000, "nested too deep"),
        (b"\x00" * 100, "line 1: "),
        (b"\xff\xfe\x00", "no text"),
    ],
    ids=range(13),
)
def test_what_is_no_log_is_said_with_line_and_backup(path: Path, content: bytes, words: str) -> None:
    repository = a_log(path)
    add_one(repository)
    path.write_bytes(content)
    said = refusal(path)
    assert words in said
    assert str(path) in said
    assert "left as it is" in said
    newest = backup.backups(path)[0]
    assert f"outsource restore {newest.path.name}" in said


def test_a_broken_line_of_our_own_is_refused_at_once_and_not_when_it_is_first_needed(path: Path) -> None:
    a_log(path)
    path.write_bytes(path.read_bytes().replace(b'"note":', b'"note"', 1))
    broken = path.read_text().splitlines()
    number = next(n for n, line in enumerate(broken, 1) if '"note""' in line)
    with pytest.raises(StoreError, match=f"line {number}: Expecting ':'"):
        Repository.open(path)


def test_a_damaged_backup_is_not_offered(path: Path) -> None:
    repository = a_log(path)
    with repository.change("later", NOW + timedelta(days=1)) as work:
        work.put(an_entry(1))
    newest, older = backup.backups(path)[:2]
    newest.path.write_bytes(b"x")
    path.write_bytes(b"x")
    assert older.path.name in refusal(path)
    older.path.write_bytes(b"x")
    assert "no backup" in refusal(path)


def test_a_file_of_a_newer_version_can_be_read_and_not_changed(path: Path) -> None:
    right = state_of(a_log(path))
    path.write_text(path.read_text().replace('"schema":1', '"schema":7'))
    before = path.read_bytes()
    repository = Repository.open(path)
    assert state_of(repository) == right
    with pytest.raises(ReadOnlyError, match="newer version"):
        add_one(repository)
    with pytest.raises(ReadOnlyError):
        repository.undo(NOW)
    assert path.read_bytes() == before


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert str(tmp_path / "file") in refusal(tmp_path / "file" / "log.json")


@POSIX
def test_a_pipe_in_the_place_of_the_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "log.json")
    assert "no ordinary file" in refusal(tmp_path / "log.json")


@POSIX
def test_links_in_a_circle_and_names_too_long(tmp_path: Path) -> None:
    (tmp_path / "log.json").symlink_to(tmp_path / "log.json")
    assert "circle" in refusal(tmp_path / "log.json")
    assert "too long" in refusal(tmp_path / ("x" * 300) / "log.json")


def test_an_empty_file_is_a_fresh_log_unless_there_are_backups(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    add_one(Repository.open(path))
    add_one(Repository.open(path))
    path.write_bytes(b"")
    assert "is empty" in refusal(path)


def test_a_missing_file_with_backups_is_said(path: Path) -> None:
    a_log(path)
    path.unlink()
    assert "outsource restore" in Repository.open(path).notices[0]


def test_a_file_that_goes_while_the_log_is_open_is_not_begun_anew(path: Path) -> None:
    repository = a_log(path)
    right = state_of(repository)
    moved = path.with_name("moved.json")
    path.rename(moved)
    with pytest.raises(StoreError, match="is gone"):
        add_one(repository)
    assert not path.exists()
    assert state_of(repository) == right
    moved.rename(path)
    add_one(repository)


def test_a_change_by_another_program_in_the_last_moment_is_not_overwritten(path: Path) -> None:
    repository = a_log(path)
    other = path.read_bytes().replace(b"Activity 2", b"Activity X")

    def mine() -> None:
        with repository.change("mine", NOW) as work:
            work.put(an_entry(0))
            path.write_bytes(other)

    with pytest.raises(StoreError, match="try again"):
        mine()
    assert path.read_bytes() == other
    add_one(repository)
    assert "Activity X" in {a.name for a in repository.activities()}
