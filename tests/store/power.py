"""What a power cut may leave of recorded writes: every order that fsync allows.

The model is the strictest that POSIX allows. What was written to a file is only sure after its
fsync; until then nothing, a part, zeros or all of it may be there. A name in a folder (a new file,
a replacement, a removal) is only sure after the fsync of the folder, which does not follow from
that of the file; until then each may have happened or not, whatever the others did. A file in a new
folder is only there if the folder is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

from .faults import Call

ACK = "ack"
"""A call of this name in the record stands for the news to the user that a change is stored."""

_UNNAMED = getattr(os, "O_TMPFILE", -1)
_FOLDER = 0
"""The number that stands for a folder where others stand for files."""


@dataclass(frozen=True)
class _File:
    synced: bytes = b""
    written: bytes = b""

    def contents(self) -> list[bytes]:
        """What may be on disk of this file."""
        if self.synced == self.written:
            return [self.written]
        half = self.written[: len(self.written) // 2]
        zeros = half + bytes(len(self.written) - len(half))
        return list(dict.fromkeys([self.synced, b"", half, zeros, self.written]))


@dataclass(frozen=True)
class _NameChange:
    folder: str
    name: str
    file: int | None


@dataclass
class _Disk:
    files: dict[int, _File] = field(default_factory=dict)
    sure: dict[str, int] = field(default_factory=dict)
    now: dict[str, int] = field(default_factory=dict)
    unsure: list[_NameChange] = field(default_factory=list)
    handles: dict[int, int | str] = field(default_factory=dict)
    made: int = 0

    def apply(self, call: Call) -> None:
        """Do what the call did."""
        getattr(self, f"_{call.name}", lambda *_: None)(call)

    def _open(self, call: Call) -> None:
        path = os.fspath(call.args[0])
        flags = call.args[1]
        if flags & _UNNAMED == _UNNAMED:
            self.made += 1
            self.files[self.made] = _File()
            self.handles[call.result] = self.made
            return
        if not flags & (os.O_WRONLY | os.O_RDWR):
            self.handles[call.result] = self.now.get(path) or path
            return
        if path not in self.now:
            self.made += 1
            self.files[self.made] = _File()
            self._name(path, self.made)
        elif flags & os.O_TRUNC:
            self.files[self.now[path]] = replace(self.files[self.now[path]], written=b"")
        self.handles[call.result] = self.now[path]

    def _write(self, call: Call) -> None:
        number = self.handles[call.args[0]]
        assert isinstance(number, int)
        file = self.files[number]
        self.files[number] = replace(file, written=file.written + bytes(call.args[1])[: call.result])

    def _ftruncate(self, call: Call) -> None:
        number = self.handles[call.args[0]]
        assert isinstance(number, int)
        file = self.files[number]
        self.files[number] = replace(file, written=file.written[: call.args[1]])

    def _link(self, call: Call) -> None:
        number = self.handles[int(Path(call.args[0]).name)]
        assert isinstance(number, int)
        self._name(os.fspath(call.args[1]), number)

    def _fsync(self, call: Call) -> None:
        target = self.handles.get(call.args[0])
        if isinstance(target, int):
            self.files[target] = _File(self.files[target].written, self.files[target].written)
        elif target is not None:
            for change in [c for c in self.unsure if c.folder == target]:
                _put(self.sure, change)
            self.unsure = [c for c in self.unsure if c.folder != target]

    def _close(self, call: Call) -> None:
        self.handles.pop(call.args[0], None)

    def _replace(self, call: Call) -> None:
        source, target = (os.fspath(a) for a in call.args)
        number = self.now[source]
        self._name(target, number)
        self._name(source, None)

    def _mkdir(self, call: Call) -> None:
        self._name(os.fspath(call.args[0]), _FOLDER)

    def _unlink(self, call: Call) -> None:
        self._name(os.fspath(call.args[0]), None)

    def _name(self, path: str, number: int | None) -> None:
        change = _NameChange(str(Path(path).parent), path, number)
        _put(self.now, change)
        self.unsure.append(change)

    def states(self, wanted: str) -> Iterator[bytes | None]:
        """Yield what the file of that name may hold after a power cut now, once for each way there."""
        way = {wanted, *map(os.fspath, Path(wanted).parents)}
        made = way & self.now.keys() - {wanted}
        unsure = [change for change in self.unsure if change.name in way]
        for happened in product((False, True), repeat=len(unsure)):
            names = dict(self.sure)
            for change, did in zip(unsure, happened, strict=True):
                if did:
                    _put(names, change)
            number = names.get(wanted) if made <= names.keys() else None
            yield from [None] if number is None else self.files[number].contents()


def _put(names: dict[str, int], change: _NameChange) -> None:
    if change.file is None:
        names.pop(change.name, None)
    else:
        names[change.name] = change.file


def power_cuts(calls: list[Call], path: Path, versions: Mapping[int, bytes]) -> tuple[int, list[str]]:
    """Cut the power after each call; returns how many disk states there were, and what was wrong first.

    `versions` holds the file's bytes after each acknowledged change, by their number from 1; the
    file must be that of the last acknowledged change, or already that of the next.
    """
    virtual = _Disk()
    acknowledged = 0
    count = 0
    wrong: dict[str, None] = {}
    for index, call in enumerate(calls):
        if wrong:
            break  # what is never made sure has twice as many ways with every change
        if call.name == ACK:
            acknowledged += 1
        else:
            virtual.apply(call)
        good = {versions.get(acknowledged), versions.get(acknowledged + 1)}
        for found in virtual.states(os.fspath(path)):
            count += 1
            if found not in good:
                what = "nothing" if found is None else f"{len(found)} bytes"
                wrong[
                    f"after call {index} ({call.name}): {what} instead of version {acknowledged} or the next"
                ] = None
    return count, list(wrong)
