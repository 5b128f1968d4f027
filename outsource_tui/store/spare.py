"""The next file, laid down while nobody waits: a save then writes only what differs from it.

It has no name, so a process that dies takes it with it and nothing is ever left over. Linux alone gives
a name to such a file (open(2), O_TMPFILE); elsewhere every save writes the whole.
"""

# ruff: noqa: PTH112

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from outsource_tui.store import disk
from outsource_tui.store.line import Line
from outsource_tui.store.lines import BEGIN, BETWEEN, END, Read, body, render

LEAST = 1 << 20
"""Bytes of a file from which on writing all of it is felt."""
ROOM = 10
"""The disk has room for so many more of them, or none is laid down."""
_UNNAMED = getattr(os, "O_TMPFILE", 0)
_NAMES = "/proc/self/fd"


def pays(size: int) -> bool:
    """True for a file of so many bytes that laying down the next one beforehand is worth it."""
    return size >= LEAST


class Spare:
    """An unnamed file that holds `lines` as `render` writes them, safely on disk."""

    def __init__(self, fd: int, lines: tuple[Line, ...]) -> None:
        self._fd = fd
        self._lines = lines

    @classmethod
    def laid(cls, folder: Path, lines: Mapping[str, Line], file: Read) -> Spare | None:
        """Write one for a file in `folder`; None where the system or the disk has no place for it."""
        try:
            if not _UNNAMED or not os.path.isdir(_NAMES) or not _room(folder, lines):
                return None
            fd = os.open(folder, _UNNAMED | os.O_RDWR | os.O_CLOEXEC, disk.FILE_MODE)
        except OSError:
            return None
        try:
            disk.write_all(fd, render(lines, file))
            os.fsync(fd)
        except OSError:
            os.close(fd)
            return None
        return cls(fd, tuple(lines.values()))

    def taken(self, lines: Mapping[str, Line], file: Read) -> disk.Begun:
        """Return this file as the beginning of one that holds `lines`, and what is still to be written;
        it is nobody else's from now on."""
        new = list(lines.values())
        same = 0
        for one, other in zip(self._lines, new, strict=False):
            if one is not other:
                break
            same += 1
        size = len(BEGIN) + sum(line.size for line in new[:same]) + len(BETWEEN) * max(0, same - 1)
        return disk.Begun(self._fd, size, _rest(new[same:], same, file))

    def close(self) -> None:
        """Give its place on the disk back."""
        with suppress(OSError):
            os.close(self._fd)


def _rest(lines: Iterable[Line], same: int, file: Read) -> Iterator[bytes | memoryview]:
    later = list(lines)
    if later and same:
        yield BETWEEN
    yield from body(later, file)
    yield END


def _room(folder: Path, lines: Mapping[str, Line]) -> bool:
    size = sum(line.size for line in lines.values())
    free = os.statvfs(folder)
    return pays(size) and free.f_bavail * free.f_frsize > ROOM * size
