"""Bytes on disk: whole files read, whole files replaced, and what went wrong in plain words.

`os` is looked up in this module at every call, so that the fault suites can stand between.
"""

# ruff: noqa: PTH102, PTH105, PTH108, PTH110, PTH112, PTH113, PTH116, PTH208

from __future__ import annotations

import errno
import os
import stat
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from outsource_tui.model.errors import StoreError, UnsureError

FILE_MODE, FOLDER_MODE = 0o600, 0o700
_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | _BINARY
Data = bytes | Iterable[bytes | memoryview]
"""What a file is to hold, in one piece or several."""

_CHUNK = 1 << 20
"""Bytes of a file that are copied at a time."""
_SAME_TICK = 2_000_000_000
"""Nanoseconds within which a file system may give two writes the same time."""

_WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file may not grow any further (a size limit)",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EIO: "the disk reported an error",
    errno.EBUSY: "another program or a mount holds the file",
    errno.ELOOP: "a symbolic link leads round in a circle",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOTDIR: "a part of the path is no folder",
    errno.EISDIR: "it is a folder",
    errno.EMFILE: "too many files are open",
}
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF, errno.EACCES}


class Stamp(NamedTuple):
    """What tells one state of a file from another."""

    inode: int
    size: int
    mtime_ns: int


class Begun(NamedTuple):
    """A file without a name whose first `size` bytes are written and on disk, and what is to follow them."""

    fd: int
    size: int
    rest: Iterable[bytes | memoryview]


class UnconfirmedError(UnsureError):
    """The new file, which has this stamp, is in its place, but the disk did not confirm it."""

    def __init__(self, message: str, stamp: Stamp, confirm: Callable[[], None]) -> None:
        super().__init__(message, confirm)
        self.stamp = stamp


def names_of(path: Path) -> int:
    """Return how many names (hard links) a file has."""
    try:
        return os.stat(path).st_nlink
    except OSError:
        return 1


def words(error: OSError) -> str:
    """Return what happened, for a sentence."""
    return _WORDS.get(error.errno or 0, error.strerror or type(error).__name__)


def stamp_of(path: Path) -> Stamp | None:
    """Return the stamp of a regular file, None where there is nothing; StoreError for anything else."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"cannot read {path}: {words(error)}") from error
    if stat.S_ISDIR(found.st_mode):
        raise StoreError(f"{path} is a folder: name a file, such as {path / 'log.json'}")
    if not stat.S_ISREG(found.st_mode):
        raise StoreError(f"{path} is no ordinary file: name another one")
    return Stamp(found.st_ino, found.st_size, found.st_mtime_ns)


def read(path: Path) -> tuple[bytes, Stamp] | None:
    """Return a file's bytes and stamp, None where there is nothing."""
    for attempt in range(20):
        if stamp_of(path) is None:
            return None
        try:
            fd = os.open(path, os.O_RDONLY | _BINARY)
        except FileNotFoundError:
            return None
        except OSError as error:
            if _passing(error, attempt):
                continue
            raise StoreError(f"cannot read {path}: {words(error)}") from error
        try:
            before = os.fstat(fd)
            data = _read_all(fd, before.st_size)
            after = os.fstat(fd)
        except OSError as error:
            raise StoreError(f"cannot read {path}: {words(error)}") from error
        finally:
            with suppress(OSError):  # what was read is read
                os.close(fd)
        stamp = Stamp(after.st_ino, after.st_size, after.st_mtime_ns)
        if (
            (before.st_mtime_ns, before.st_size)
            == (after.st_mtime_ns, after.st_size)
            == (stamp.mtime_ns, len(data))
        ):
            return data, stamp
        time.sleep(0.01)  # another program is writing in place
    raise StoreError(f"cannot read {path}: another program keeps writing it; try again")


def _read_all(fd: int, size: int) -> bytes:
    """Return the first `size` bytes: asking for more would have Python copy them once again."""
    parts = []
    while size > 0 and (part := os.read(fd, size)):
        parts.append(part)
        size -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def chunks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file one piece after the other, for a copy: all of a long log at once would stay
    in the memory of the process. StoreError where it cannot be read, or is written meanwhile."""
    try:
        fd = os.open(path, os.O_RDONLY | _BINARY)
        try:
            before = os.fstat(fd)
            while part := os.read(fd, _CHUNK):
                yield part
            after = os.fstat(fd)
        finally:
            os.close(fd)
    except OSError as error:
        raise StoreError(f"cannot read {path}: {words(error)}") from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise StoreError(f"cannot read {path}: another program keeps writing it; try again")


class Pieces:
    """Bytes of a file by place and length: fewer where it cannot be read.

    The file of the first look is held open until `close`, so that it may be replaced meanwhile. What it takes
    on the disk is given back no sooner: of a long log that is several milliseconds' work.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd = -1

    def hold(self) -> None:
        """Hold the present file open; nothing where it cannot be read."""
        if self._fd < 0 and hasattr(os, "pread"):  # without it, no file that is held open can be replaced
            with suppress(OSError):
                self._fd = os.open(self._path, os.O_RDONLY | _BINARY)

    def __call__(self, at: int, size: int) -> bytes:
        self.hold()
        if self._fd < 0:
            return b""
        with suppress(OSError):
            return os.pread(self._fd, size, at)
        return b""

    def close(self) -> None:
        """Let the file go."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            with suppress(OSError):
                os.close(fd)


def _passing(error: OSError, attempt: int) -> bool:
    """True after a short wait where Windows refuses because somebody has the file open just now."""
    if sys.platform != "win32" or not isinstance(error, PermissionError) or attempt > 18:
        return False
    time.sleep(0.005 * (attempt + 1))
    return True


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, for the user alone; nothing where it exists."""
    missing = []
    while not os.path.isdir(folder):
        missing.append(folder)
        if folder.parent == folder:
            break
        folder = folder.parent
    for path in reversed(missing):
        try:
            os.mkdir(path, FOLDER_MODE)
            _belong(path, path.parent)
        except FileExistsError:
            if not os.path.isdir(path):
                raise StoreError(f"cannot make the folder {path}: a file is in its place") from None
        except OSError as error:
            raise StoreError(f"cannot make the folder {path}: {words(error)}") from error
    for path in reversed(missing):
        with suppress(OSError):  # the save that follows syncs its own folder and says what is wrong
            _sync_folder(path.parent)


def replace(path: Path, data: Data | Begun, expected: Stamp | None = None, *, exact: bool = False) -> Stamp:
    """Put `data` in the place of the file in one step; returns the new stamp once it is on disk.

    With `exact`, the file must still be the one of `expected` (None: not there). StoreError where
    it fails, with the file as it was; UnconfirmedError where it was replaced and only the folder's
    entry was not confirmed.
    """
    temp = path.parent / f"{_temp_prefix(path)}{os.getpid():x}-{os.urandom(4).hex()}.tmp"
    try:
        stamp = _write_new(temp, path, data, expected)
        if exact and stamp_of(path) != expected:
            raise StoreError(f"{path} was changed by another program just now: nothing was stored; try again")
        _move(temp, path)
    except BaseException as error:
        with suppress(OSError):  # never made, or the disk is gone: cleared with the next change
            os.unlink(temp)
        if isinstance(error, OSError):
            raise StoreError(
                f"could not save {path}: {words(error)}", "Nothing was changed; mend that, then try again"
            ) from error
        raise
    try:
        _sync_folder(path.parent)
    except OSError as error:
        raise UnconfirmedError(
            f"{path} was written, but the disk did not confirm it ({words(error)}): check the disk, and "
            "look whether the change is there before you enter it again",
            stamp,
            partial(confirm, path),
        ) from error
    return stamp


def confirm(path: Path) -> None:
    """Make the present file durable under its name; StoreError where the disk does not confirm it."""
    try:
        _sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"the disk still does not confirm {path}: {words(error)}; check the disk") from error


def _write_new(temp: Path, path: Path, data: Data | Begun, expected: Stamp | None) -> Stamp:
    fd = data.fd if isinstance(data, Begun) else os.open(temp, _NEW, FILE_MODE)
    try:
        if isinstance(data, Begun):
            os.ftruncate(fd, data.size)
            os.lseek(fd, data.size, os.SEEK_SET)
            write_all(fd, data.rest)
        else:
            write_all(fd, data)
        _belong(temp, path if os.path.exists(path) else path.parent, fd)
        made = os.fstat(fd)
        if expected is not None and 0 <= expected.mtime_ns - made.st_mtime_ns < _SAME_TICK:
            # The clock of a file system ticks in milliseconds and inodes are used again: without
            # this, two quick saves by others could look like the state that we know.
            os.utime(
                fd if isinstance(data, Begun) else temp, ns=(expected.mtime_ns + 1, expected.mtime_ns + 1)
            )
        os.fsync(fd)
        if isinstance(data, Begun):
            _give_name(fd, temp)
    finally:
        os.close(fd)
    found = os.stat(temp)
    return Stamp(found.st_ino, found.st_size, found.st_mtime_ns)


def write_all(fd: int, data: Data) -> None:
    """Write all of `data` at the place where the file stands."""
    for part in [data] if isinstance(data, bytes) else data:
        view = memoryview(part)
        while view:
            view = view[os.write(fd, view) :]


def _give_name(fd: int, path: Path) -> None:
    """Let a file without a name be `path`. Only where a folder is given does Python call linkat(2), which
    follows /proc to the file; that of an absolute path is ignored."""
    os.link(f"/proc/self/fd/{fd}", path, src_dir_fd=fd, follow_symlinks=True)


def _belong(path: Path, like: Path, fd: int | None = None) -> None:
    """Give what root makes to the owner of the file that it replaces; refuse to take one over."""
    if not hasattr(os, "geteuid"):
        return
    owner = os.stat(like)
    me = os.geteuid()
    if owner.st_uid == me:
        return
    if me == 0:
        os.chown(path if fd is None else fd, owner.st_uid, owner.st_gid)
    elif fd is not None and os.path.isfile(like):
        raise StoreError(
            f"{like} belongs to another user: nothing was changed. "
            "Make a copy of your own and name it with --data"
        )


def _move(temp: Path, path: Path) -> None:
    for attempt in range(20):
        try:
            os.replace(temp, path)
            return
        except OSError as error:
            if not _passing(error, attempt):
                raise


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if sys.platform == "win32":
        return
    try:
        fd = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _BINARY)
    except PermissionError:
        return  # a folder that may be written and not read cannot be opened for this
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        with suppress(OSError):
            os.close(fd)


def _temp_prefix(path: Path) -> str:
    return f".outsource-{zlib.crc32(os.fsencode(path.name)):08x}-"


def clear_leftovers(path: Path) -> None:
    """Remove what killed processes left of files on their way to `path`; only under its lock."""
    prefix = _temp_prefix(path)
    with suppress(OSError):  # they harm nothing and are tried again
        for name in os.listdir(path.parent):
            if name.startswith(prefix) and name.endswith(".tmp"):
                os.unlink(path.parent / name)
