"""One writer at a time: a lock file beside the data file, held for the length of one change."""

# ruff: noqa: PTH110, PTH116

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from outsource_tui.model.errors import StoreError
from outsource_tui.store import disk

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_HELD = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK}
_NO_LOCKS = {errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL}
_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
_FIRST_WAIT, _LONGEST_WAIT = 0.0005, 0.02
_PATIENCE, _EAGER_WAIT = 0.25, 0.001
"""Seconds after which a waiter looks more often: a lock is free for a moment only while another program
makes one change after the other, and whoever looked seldom could miss that moment for ever."""


def lock_path(path: Path) -> Path:
    """Return the lock file of a data file."""
    return path.with_name(f"{path.name}.lock")


class Guard:
    """Keeps other threads and processes out of `path` for a while.

    On POSIX it takes the same `flock` on the same file as filelock's FileLock, without the 40 ms that
    importing it costs every command; filelock does the rest: Windows, and disks without flock.
    The lock goes with its process, however that ends. The lock file stays.
    """

    def __init__(self, wait: float) -> None:
        self._wait = wait
        self._threads = threading.Lock()
        self._owner: int | None = None

    @contextmanager
    def held(self, path: Path) -> Iterator[None]:
        """Hold the lock; StoreError if another program keeps it beyond the time limit."""
        if self._owner == threading.get_ident():
            raise RuntimeError("a change within a change")
        until = time.monotonic() + self._wait
        if not self._threads.acquire(timeout=self._wait):
            raise _busy(path)
        try:
            self._owner = threading.get_ident()
            with self._file(lock_path(path), path, until):
                yield
        finally:
            self._owner = None
            self._threads.release()

    @contextmanager
    def _file(self, lock: Path, path: Path, until: float) -> Iterator[None]:
        try:
            fd = _take(lock, path, until) if fcntl is not None else None
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise StoreError(
                    f"cannot change {path}: {disk.words(error)} at its lock file {lock}. Nothing was changed"
                ) from error
            fd = None
        if fd is not None:
            try:
                yield
            finally:
                with suppress(OSError):  # the lock is gone all the same
                    os.close(fd)
            return
        with _by_filelock(lock, path, until):
            yield


def holder(path: Path) -> str:
    """Return in words what stands in the way of locking `path` now, "" for nothing."""
    lock = lock_path(path)
    if fcntl is None or not os.path.exists(lock):
        return ""
    try:
        fd = os.open(lock, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        return f"the lock file {lock} cannot be used: {disk.words(error)}"
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            return "another program is writing the log this very moment"
        return "" if error.errno in _NO_LOCKS else f"the lock file {lock} cannot be used: {disk.words(error)}"
    finally:
        os.close(fd)
    return ""


def _take(lock: Path, path: Path, until: float) -> int:
    fd = os.open(lock, _OPEN, disk.FILE_MODE)
    try:
        if os.geteuid() == 0:
            owner = os.stat(path if os.path.exists(path) else path.parent)
            if owner.st_uid != os.fstat(fd).st_uid:
                os.fchown(fd, owner.st_uid, owner.st_gid)
        wait, eager = _FIRST_WAIT, time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno not in _HELD:
                    raise
            else:
                if _still_there(lock, fd):
                    return fd
                os.close(fd)  # somebody tidied the lock file away: its name guards another one now
                fd = os.open(lock, _OPEN, disk.FILE_MODE)
                continue
            now = time.monotonic()
            if now > until:
                raise _busy(path)
            time.sleep(wait if now < eager else _EAGER_WAIT)
            wait = min(wait * 1.5, _LONGEST_WAIT)
    except BaseException:
        with suppress(OSError):
            os.close(fd)
        raise


def _still_there(lock: Path, fd: int) -> bool:
    try:
        return os.path.samestat(os.stat(lock), os.fstat(fd))
    except FileNotFoundError:
        return False


@contextmanager
def _by_filelock(lock: Path, path: Path, until: float) -> Iterator[None]:
    import filelock

    kind: Any = filelock.FileLock if fcntl is None else filelock.SoftFileLock
    # A marker file must not be the file that others would flock.
    name = lock if fcntl is None else lock.with_name(f"{lock.name}ed")
    held = kind(str(name), timeout=max(0.0, until - time.monotonic()), mode=disk.FILE_MODE)
    try:
        held.acquire(poll_interval=0.01)
    except filelock.Timeout:
        raise _busy(path) from None
    except OSError as error:
        raise StoreError(
            f"cannot change {path}: {disk.words(error)} at its lock file {name}. Nothing was changed"
        ) from error
    try:
        yield
    finally:
        held.release()


def _busy(path: Path) -> StoreError:
    return StoreError(f"another program is writing {path}: nothing was stored; try again in a moment")
