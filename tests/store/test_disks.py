"""Full disks, other devices and the lock, on real file systems."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from outsource_tui.model.clock import FixedClock
from outsource_tui.model.errors import StoreError
from outsource_tui.services.keeper import KeeperService
from outsource_tui.settings import Settings
from outsource_tui.store.lock import lock_path
from outsource_tui.store.repository import Repository

from .scenes import NOW, a_log, add_one, an_entry, state_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and mounts of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "my plans ü" / "log.json"


LIMITS = """
import resource, sys
from pathlib import Path
from outsource_tui.model.errors import UserError
from outsource_tui.store.repository import Repository
from tests.store.scenes import add_one, state_of
path, step = Path(sys.argv[1]), int(sys.argv[2])
wrong, count = [], 0
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
before = path.read_bytes()
for limit in range(0, len(before) + 1, step):
    count += 1
    repository = Repository.open(path)
    state = state_of(repository)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        add_one(repository)
        wrong.append(f"{limit}: stored")
    except UserError as error:
        if "size limit" not in error.message or "\\n" in error.message:
            wrong.append(f"{limit}: {error.message}")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    if path.read_bytes() != before or state_of(repository) != state:
        wrong.append(f"{limit}: changed")
repository = Repository.open(path)
add_one(repository, "later")
if "later" not in {e.note for e in Repository.open(path).all_entries()}:
    wrong.append("no later change")
if list(path.parent.glob(".*")):
    wrong.append("left over: " + str(list(path.parent.glob(".*"))))
print(count, wrong)
"""


def limited(path: Path, step: int) -> tuple[int, str]:
    """Save under every limit for the size of files, in steps of so many bytes; returns how many, and what
    was wrong."""
    a_log(path)
    ran = subprocess.run(
        [sys.executable, "-c", LIMITS, str(path), str(step)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    count, _, wrong = ran.stdout.partition(" ")
    assert count, ran.stderr
    return int(count), wrong.strip()


def test_limits_at_which_the_disk_is_full(path: Path) -> None:
    """RLIMIT_FSIZE stops the write in the middle, as a full disk does."""
    count, wrong = limited(path, 150)
    assert wrong == "[]"
    assert count >= 20


@pytest.mark.long
def test_every_limit_at_which_the_disk_is_full(path: Path) -> None:
    count, wrong = limited(path, 1)
    assert wrong == "[]"
    assert count >= 4000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 200 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no mounts here: {mounted.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_full_and_then_has_room_again(small_disk: Path) -> None:
    path = small_disk / "log.json"
    repository = a_log(path)
    filler = small_disk / "filler"
    filler.write_bytes(bytes(200_000 - 4096 * 8))
    stored, said = 0, ""
    while not said:
        state, data = state_of(repository), path.read_bytes()
        try:
            with repository.change("grow", NOW) as work:
                work.put_all([an_entry(n, note="x" * 200) for n in range(20)])
            stored += 1
        except StoreError as error:
            said = error.message
    assert "the disk is full" in said
    assert "\n" not in said
    assert path.read_bytes() == data
    assert state_of(repository) == state == state_of(Repository.open(path))
    assert list(small_disk.glob(".*")) == []
    filler.unlink()
    add_one(repository, "later")
    assert "later" in {e.note for e in Repository.open(path).all_entries()}
    assert len(list(repository.all_entries())) == 12 + 20 * stored + 1


def test_a_disk_that_is_full_from_the_first_start(small_disk: Path) -> None:
    with suppress(OSError), (small_disk / "filler").open("wb", buffering=0) as filler:
        while filler.write(bytes(4096)):
            pass
    path = small_disk / "data" / "log.json"
    repository = Repository.open(path)
    with pytest.raises(StoreError, match="the disk is full"):
        add_one(repository)
    assert not path.exists()
    (small_disk / "filler").unlink()
    add_one(repository)
    assert len(list(Repository.open(path).all_entries())) == 1


def test_a_link_to_a_file_on_another_device(tmp_path: Path) -> None:
    folders = [p for p in (Path("/dev/shm"), Path("/tmp"), Path.home()) if os.access(p, os.W_OK)]
    places = [p for p in folders if p.stat().st_dev != tmp_path.stat().st_dev]
    if not places:
        pytest.skip("no second device here")
    with tempfile.TemporaryDirectory(dir=places[0]) as folder:
        target = Path(folder) / "log ü.json"
        link = tmp_path / "log.json"
        link.symlink_to(target)
        repository = Repository.open(link)
        add_one(repository, "over there")
        add_one(repository, "again")
        assert link.is_symlink()
        assert {e.note for e in Repository.open(target).all_entries()} == {"over there", "again"}
        assert [p.name for p in tmp_path.iterdir()] == ["log.json"]


def locks(path: Path) -> list[tuple[str, str]]:
    keeper = KeeperService(path, FixedClock(NOW), Settings())
    return [(f.level, f.text) for f in keeper.doctor() if f.check == "lock"]


def test_doctor_sees_who_holds_the_lock(path: Path) -> None:
    repository = a_log(path)
    assert locks(path) == []
    with repository.storage.change():
        assert locks(path) == [("note", "another program is writing the log this very moment")]
    assert locks(path) == []
    lock_path(path).unlink()
    lock_path(path).mkdir()
    ((level, text),) = locks(path)
    assert level == "problem"
    assert f"{path.name}.lock cannot be used: it is a folder" in text
    assert os.path.isdir(lock_path(path))  # noqa: PTH112
