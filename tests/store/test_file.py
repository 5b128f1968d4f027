"""The file itself: its shape, its places and owners."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from outsource_tui.model.errors import StoreError
from outsource_tui.store import disk
from outsource_tui.store.lock import lock_path
from outsource_tui.store.repository import Repository
from outsource_tui.store.storage import LineStorage

from .faults import Call, in_a_fork, standing_between
from .scenes import NOW, a_log, add_one, an_entry, state_of

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes, owners and links of POSIX")
ROOT = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to change owners"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "my plans ü" / "log.json"


# shape


def test_plain_tinydb_opens_and_reads_the_file(path: Path) -> None:
    repository = a_log(path)
    with TinyDB(path) as plain:
        assert plain.tables() == set(repository.storage.read())
        months = [name for name in plain.tables() if name.startswith("entries-")]
        assert sum(len(plain.table(name)) for name in months) == 12
        assert {doc["name"] for doc in plain.table("activities")} == {f"Activity {n}" for n in range(3)}
        assert all(isinstance(doc.doc_id, int) for name in plain.tables() for doc in plain.table(name))
        (meta,) = plain.table("meta").all()
    assert (meta["schema"], meta["app"], meta["x"]) == (1, "outsource-tui", 1)


def test_each_table_has_a_line_and_the_file_is_json(path: Path) -> None:
    a_log(path)
    lines = path.read_text().splitlines()
    assert (lines[0], lines[-1]) == ("{", "}")
    names = [json.loads(line.split(":", 1)[0]) for line in lines[1:-1]]
    assert names == list(json.loads(path.read_text()))
    assert names[-1] == "meta"


def test_a_file_that_plain_tinydb_wrote_goes_on_with_us(path: Path) -> None:
    right = state_of(a_log(path))
    whole = json.loads(path.read_text())
    path.write_text(json.dumps(whole))
    repository = Repository.open(path)
    assert state_of(repository) == right
    assert repository.notices == ()
    add_one(repository)
    assert path.read_text().startswith('{\n"entries-2026-09":')
    assert len(list(Repository.open(path).all_entries())) == 13


def test_an_edit_outside_is_taken_and_said_until_doctor_saw_it(path: Path) -> None:
    a_log(path)
    path.write_text(path.read_text().replace("Activity 1", "Renamed"))
    repository = Repository.open(path)
    assert "Renamed" in {a.name for a in repository.activities()}
    assert len(repository.notices) == 1
    assert "activities" in repository.notices[0]
    add_one(repository)
    storage = LineStorage(path)
    assert storage.edited_outside == ("activities",)
    with storage.change(NOW, seen=True):
        pass
    assert LineStorage(path).edited_outside == ()


def test_only_the_tables_that_are_needed_are_decoded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_log(path, 60)
    read: list[int] = []
    real = json.loads
    monkeypatch.setattr(
        "outsource_tui.store.lines.json.loads", lambda data, **k: read.append(1) or real(data, **k)
    )
    repository = Repository.open(path)
    months = [n for n in repository.storage.read() if n.startswith("entries-")]
    assert len(months) >= 10
    assert repository.entries(NOW - timedelta(days=1), NOW)
    add_one(repository)
    assert len(read) < 8


def test_unchanged_tables_keep_their_bytes(path: Path) -> None:
    a_log(path, 60)
    before = {line.split(b":", 1)[0]: line for line in path.read_bytes().splitlines()[1:-1]}
    add_one(Repository.open(path))
    after = {line.split(b":", 1)[0]: line for line in path.read_bytes().splitlines()[1:-1]}
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed <= {b'"meta"', b'"history"', b'"activities"', b'"entries-2026-11"'}


def test_an_import_does_not_double_the_file(path: Path) -> None:
    repository = a_log(path)
    with repository.change("import", NOW) as work:
        work.put_all([an_entry(n) for n in range(3000)])
    text = path.read_text()
    history = next(line for line in text.splitlines() if line.startswith('"history"'))
    assert len(history) < 0.01 * len(text)


# places


def test_reading_makes_nothing(path: Path) -> None:
    repository = Repository.open(path)
    assert list(repository.all_entries()) == []
    assert repository.undo.__self__ is repository
    assert not path.parent.exists()
    a_log(path)
    before = sorted(path.parent.iterdir())
    state_of(Repository.open(path))
    assert sorted(path.parent.iterdir()) == before


@POSIX
def test_files_and_folders_are_for_the_user_alone(path: Path) -> None:
    old = os.umask(0)
    try:
        deep = path.parent / "a" / "b" / "log.json"
        a_log(deep)
        add_one(Repository.open(deep))
    finally:
        os.umask(old)
    for folder, names, files in os.walk(path.parent):
        for name in names:
            assert stat.S_IMODE((Path(folder) / name).stat().st_mode) == 0o700
        for name in files:
            assert stat.S_IMODE((Path(folder) / name).stat().st_mode) == 0o600, name


@POSIX
def test_nobody_else_may_ever_read_a_file_that_is_being_written(path: Path) -> None:
    """Not for a moment: the modes of everything are looked at after every call of a save."""
    modes: dict[str, set[int]] = {}

    def looking(call: Call, make: Callable[[], Any]) -> Any:
        made = make()
        for found in path.parent.rglob("*") if call.name == "open" else ():
            modes.setdefault(found.suffix, set()).add(stat.S_IMODE(found.stat().st_mode))
        return made

    old = os.umask(0)
    try:
        with standing_between(looking):
            a_log(path)
    finally:
        os.umask(old)
    assert modes == {".json": {0o600}, ".lock": {0o600}, ".tmp": {0o600}, "": {0o700}}


@POSIX
def test_a_symbolic_link_stays_and_its_target_is_replaced(path: Path, tmp_path: Path) -> None:
    a_log(path)
    link = tmp_path / "link.json"
    link.symlink_to(path)
    through = Repository.open(link)
    add_one(through, "through the link")
    assert link.is_symlink()
    direct = Repository.open(path)
    assert "through the link" in {e.note for e in direct.all_entries()}
    add_one(direct, "directly")
    assert through.refresh()
    assert sorted(p.name for p in path.parent.iterdir()) == ["backups", "log.json", "log.json.lock"]


@POSIX
def test_a_link_to_nothing_yet_is_filled(tmp_path: Path) -> None:
    link, target = tmp_path / "link.json", tmp_path / "there" / "log.json"
    link.symlink_to(target)
    add_one(Repository.open(link))
    assert link.is_symlink()
    assert target.exists()


@POSIX
def test_a_second_hard_name_keeps_the_old_state_and_this_is_said(path: Path) -> None:
    repository = a_log(path)
    second = path.with_name("second.json")
    second.hardlink_to(path)
    before = path.read_bytes()
    add_one(repository)
    assert second.read_bytes() == before
    assert any("second name" in notice for notice in repository.notices)
    add_one(repository)
    assert sum("second name" in notice for notice in repository.notices) == 1


def test_the_temporary_file_lies_in_the_folder_of_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    real = os.replace
    monkeypatch.setattr(os, "replace", lambda a, b: (made.append((Path(a), Path(b))), real(a, b))[1])
    a_log(path)
    assert all(a.parent == b.parent for a, b in made)


def test_the_clock_may_go_back_a_day(path: Path) -> None:
    repository = a_log(path)
    with repository.change("earlier", NOW - timedelta(days=5)) as work:
        entry = work.put(an_entry(0, note="earlier"))
    os.utime(path, ns=(10**18, 10**18))
    other = Repository.open(path)
    assert other.entry(entry.id)
    assert [c.label for c in other.undo(NOW - timedelta(days=5))] == ["earlier"]
    assert repository.refresh()
    assert repository.entry(entry.id) is None


def test_saves_within_a_tick_of_the_clock_are_told_apart(path: Path) -> None:
    """As if inode and size were used again and the file system's clock stood still."""

    def at_once(call: Call, make: Callable[[], Any]) -> Any:
        made = make()
        if call.name == "write":
            os.utime(call.args[0], ns=(10**18, 10**18))
        return made

    with standing_between(at_once):
        repository, other = a_log(path), Repository.open(path)
        stamps = {disk.stamp_of(path)}
        for n in range(6):
            add_one((repository, other)[n % 2], f"{n}")
            stamps.add(disk.stamp_of(path))
    assert len({stamp.mtime_ns for stamp in stamps if stamp}) == 7


@ROOT
def test_root_leaves_the_file_to_its_owner(path: Path) -> None:
    repository = a_log(path)
    for found in (path, path.parent, *path.parent.rglob("*")):
        os.chown(found, 12345, 12345)
    add_one(repository)
    with repository.change("tomorrow", NOW + timedelta(days=1)) as work:
        work.put(an_entry(1))
    for found in (path, *path.parent.rglob("*")):
        assert (found.stat().st_uid, found.stat().st_gid) == (12345, 12345), found


TRY = """
from outsource_tui.model.errors import UserError
from outsource_tui.store.repository import Repository
from tests.store.scenes import add_one
try:
    repository = Repository.open(path)
    print(len(list(repository.all_entries())))
    add_one(repository)
    print("stored")
except UserError as error:
    print("told", error.message)
"""


@ROOT
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_belongs_to_another_user_is_not_taken_over(what: str) -> None:
    with tempfile.TemporaryDirectory() as top:
        Path(top).chmod(0o755)
        path = Path(top) / "shared" / "log.json"
        a_log(path)
        path.parent.chmod(0o777 if what == "file" else 0o755)
        path.chmod(0o644)
        lock_path(path).unlink()
        before = path.read_bytes()
        read_end, write_end = os.pipe()

        def as_another_user() -> None:
            os.setgid(12345)
            os.setuid(12345)
            repository = Repository.open(path)
            try:
                add_one(repository)
            except StoreError as error:
                os.write(write_end, f"{len(list(repository.all_entries()))} {error.message}".encode())

        assert in_a_fork(as_another_user) == (True, False)
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            said = pipe.read()
        assert said.startswith("12 ")
        assert ("another user" if what == "file" else "permission denied") in said
        assert path.read_bytes() == before


def test_without_a_home_the_named_file_works(path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("HOME", "XDG_DATA_HOME", "USERPROFILE")}
    code = f"import sys; path = {str(path)!r}\n{TRY}"
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert result.stdout == "0\nstored\n", result


def test_a_backup_that_fails_does_not_stop_the_day(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_log(path)
    backups = path.parent / "backups"
    for found in backups.iterdir():
        found.unlink()
    backups.rmdir()
    backups.write_text("in the way")
    repository = Repository.open(path)
    add_one(repository)
    assert any("no backup" in notice for notice in repository.notices)
    with pytest.raises(StoreError), repository.change("import", NOW, backup_as="import") as work:
        work.put(an_entry(1))


def test_a_reader_waits_for_no_writer(path: Path) -> None:
    repository = a_log(path)
    entered, leave = threading.Event(), threading.Event()

    def write() -> None:
        with repository.change("slow", NOW) as work:
            work.put(an_entry(0))
            entered.set()
            leave.wait(10)

    writer = threading.Thread(target=write)
    writer.start()
    entered.wait(10)
    assert len(list(repository.all_entries())) == 12
    assert not repository.refresh()
    leave.set()
    writer.join()
    assert len(list(repository.all_entries())) == 13


def test_the_store_imports_nothing_heavy() -> None:
    code = "import sys, outsource_tui.store.storage, outsource_tui.store.repository; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    heavy: set[Any] = {
        "pendulum",
        "textual",
        "filelock",
        "platformdirs",
        "hashlib",
        "secrets",
        "random",
        "logging",
    }
    assert not heavy & set(modules)
