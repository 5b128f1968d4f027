"""A stand-in for `os` in the store: it counts, records, kills, and fails calls at will."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from outsource_tui.store import backup, disk, lock, spare, storage

CALLS = (
    "open", "write", "fsync", "close", "replace", "unlink", "mkdir", "utime", "chown", "read", "fstat",
    "stat", "listdir", "pread", "ftruncate", "lseek", "link",
)  # fmt: skip
MODULES: tuple[ModuleType, ...] = (disk, lock, backup, storage, spare)


@dataclass
class Call:
    """A system call that was made: its name, arguments and result."""

    name: str
    args: tuple[Any, ...]
    result: Any = None


@dataclass
class Os:
    """Forwards to `os`; `on` is asked around each call of CALLS, with a function that makes it."""

    on: Callable[[Call, Callable[[], Any]], Any]
    seen: list[Call] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in CALLS:
            return real

        def call(*args: Any, **kwargs: Any) -> Any:
            made = Call(name, args)
            self.seen.append(made)
            made.result = self.on(made, lambda: real(*args, **kwargs))
            return made.result

        return call


@contextmanager
def standing_between(on: Callable[[Call, Callable[[], Any]], Any]) -> Iterator[Os]:
    """Let every call of the store go through `on` for a while."""
    proxy = Os(on)
    before = [(module, module.os) for module in MODULES if hasattr(module, "os")]
    for module, _ in before:
        module.os = proxy  # type: ignore[attr-defined]
    try:
        yield proxy
    finally:
        for module, real in before:
            module.os = real  # type: ignore[attr-defined]


def recorded(action: Callable[[], Any]) -> list[Call]:
    """Return the system calls that an action makes."""
    with standing_between(lambda _, make: make()) as proxy:
        action()
    return proxy.seen


def failing(number: int, error: int) -> Callable[[Call, Callable[[], Any]], Any]:
    """Return a hook that fails the call of that number with an errno."""
    count = iter(range(10**9))

    def on(call: Call, make: Callable[[], Any]) -> Any:
        if next(count) == number:
            if call.name == "close":
                make()  # a close that reports an error has closed all the same
            raise OSError(error, os.strerror(error), str(call.args[0]) if call.args else None)
        return make()

    return on


def killed(number: int, moment: str) -> Callable[[Call, Callable[[], Any]], Any]:
    """Return a hook that kills the process before, inside or after the call of that number."""
    count = iter(range(10**9))

    def on(call: Call, make: Callable[[], Any]) -> Any:
        if next(count) != number:
            return make()
        if moment == "inside" and call.name == "write":
            fd, data = call.args
            os.write(fd, bytes(data)[: -len(data) // 8])
        elif moment == "after":
            make()
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    return on


def in_a_fork(action: Callable[[], Any]) -> tuple[bool, bool]:
    """Run an action in a forked process; returns whether it finished and whether it was killed."""
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            action()
            os.write(write_end, b"done")
        finally:
            os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as pipe:
        done = pipe.read() == b"done"
    _, status = os.waitpid(pid, 0)
    return done, os.WIFSIGNALED(status)


def in_place(path: Path, data: disk.Data, expected: object = None, *, exact: bool = False) -> disk.Stamp:
    """A fault to plant: write the file where it lies, as TinyDB's own storage does."""
    whole = data if isinstance(data, bytes) else b"".join(data)
    fd = disk.os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    disk.os.write(fd, whole)
    disk.os.fsync(fd)
    os.ftruncate(fd, len(whole))
    disk.os.close(fd)
    found = disk.stamp_of(path)
    assert found is not None
    return found


def replace_first(path: Path, data: disk.Data, expected: object = None, *, exact: bool = False) -> disk.Stamp:
    """A fault to plant: the new file takes the name before it is on disk."""
    whole = data if isinstance(data, bytes) else b"".join(data)
    temp = path.parent / ".temp"
    fd = disk.os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    disk.os.write(fd, whole)
    disk.os.replace(temp, path)
    disk.os.fsync(fd)
    disk.os.close(fd)
    folder = disk.os.open(path.parent, os.O_RDONLY)
    disk.os.fsync(folder)
    disk.os.close(folder)
    found = disk.stamp_of(path)
    assert found is not None
    return found
