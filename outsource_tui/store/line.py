"""One table of the data file, a line of it: as text, compressed or decoded."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from itertools import islice
from operator import eq, is_
from typing import Any, NamedTuple

from outsource_tui.model.errors import StoreError

Documents = dict[str, Any]

RUNNING = b'"end":null'
"""What stands in the text of a month with an entry that has no end."""

encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
"""JSON text as the file has it: without a blank, in ASCII."""


class DamageError(StoreError):
    """The bytes are not a log; `line` counts from 1, 0 where no line is to blame."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class Part(NamedTuple):
    """A stretch of bytes that hold more than it."""

    base: bytes
    start: int
    end: int

    def follows(self, other: Part) -> bool:
        """True if this one comes right after the other one in the same bytes, as lines of a file do."""
        return self.base is other.base and self.start == other.end + 2


def begins(docs: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """True if `docs` are all that was there before, unchanged and in that order, and perhaps more."""
    same = len(docs) >= len(before) and all(map(is_, docs.values(), before.values()))
    return same and all(map(eq, docs, before))


class Line:
    """One table, as text or decoded, each made from the other when asked for; it never changes.

    The text is a part of bytes that are read or made, or it is folded: compressed, a tenth of the size.
    `at` is where it is likely to stand in the file.
    """

    __slots__ = ("_before", "_crc", "_docs", "_folded", "_part", "_runs", "_size", "at", "name")

    def __init__(self, name: str, part: Part | None, docs: Documents | None) -> None:
        self.name = name
        self._part = part
        self._folded: bytes | None = None
        self._size = part.end - part.start if part is not None else 0
        self.at = 0
        self._docs = docs
        self._crc: int | None = None
        self._runs: bool | None = None
        self._before: Line | None = None

    @classmethod
    def of(cls, name: str, documents: Documents, before: Line | None = None) -> Line:
        """Return the line of a table's documents, which must not be changed from now on; `before` is the
        state that they were made from, whose text need not be made again."""
        line = cls(name, None, documents)
        if before is not None and before._docs is not None:
            line._before = before if before._size else before._before
        return line

    @classmethod
    def read(cls, name: str, part: Part, at: int, crc: int, runs: bool | None) -> Line:
        """Return a line that was read; `runs` is None where nobody knows whether an entry in it runs."""
        line = cls(name, part, None)
        line.at, line._crc, line._runs = at, crc, runs
        return line

    @property
    def part(self) -> Part:
        """The text and where it stands."""
        part = self._part  # asked for once: another thread may fold the line
        if part is None and self._folded is not None:
            return Part(zlib.decompress(self._folded), 0, self._size)
        if part is None:
            try:
                base = self._made()
            except (ValueError, RecursionError) as error:
                raise DamageError(f"{self.name} cannot be written: {error}") from None
            part = self._part = Part(base, 0, len(base))
            self._size = len(base)
            self._before = None
        return part

    def _made(self) -> bytes:
        """Return the text of the documents: where some were only added, the text of before and theirs."""
        before, docs = self._before, self._docs or {}
        if before is not None and before._docs and begins(docs, before._docs):
            added = dict(islice(docs.items(), len(before._docs), None))
            return b"".join((before.text[:-1], b"," if added else b"", encode(added)[1:].encode("ascii")))
        return f"{encode(self.name)}:{encode(docs)}".encode("ascii")

    @property
    def text(self) -> memoryview:
        """The line's bytes: the name, a colon and the documents."""
        part = self.part
        return memoryview(part.base)[part.start : part.end]

    @property
    def size(self) -> int:
        """The length of the text in bytes."""
        return self._size or len(self.text)

    @property
    def crc(self) -> int:
        """The CRC-32 of the text."""
        if self._crc is None:
            self._crc = zlib.crc32(self.text)
        return self._crc

    @property
    def documents(self) -> Documents:
        """The decoded documents; the same object each time, never to be changed."""
        if self._docs is None:
            self._docs = self.passing()
        return self._docs

    def passing(self) -> Documents:
        """Return the decoded documents, which are not kept for it."""
        if self._docs is not None:
            return self._docs
        text = bytes(self.text)
        try:
            found: Documents = json.loads(text[text.index(b'":{') + 2 :])
        except (ValueError, RecursionError) as error:
            raise DamageError(f"{self.name} cannot be read: {error}") from None
        return found

    @property
    def empty(self) -> bool:
        """True if no document is in it."""
        return not self._docs if self._docs is not None else self._size == len(self.name) + 5

    @property
    def runs(self) -> bool:
        """True if an entry in it may have no end."""
        if self._runs is None:
            self._runs = self.holds(RUNNING)
        return self._runs

    def holds(self, needle: bytes) -> bool:
        """True if the text holds `needle`."""
        part = self.part
        return part.base.find(needle, part.start, part.end) >= 0

    # in memory

    def fold(self) -> None:
        """Keep the text compressed from now on."""
        if self._part is None:
            return
        if self._folded is None:
            _ = self.crc, self.size
            self._folded = zlib.compress(self.text, 1)
        self._part = None

    def part_in(self, file: Callable[[int, int], bytes]) -> Part:
        """Return the text, of a folded line rather from the file than unpacked: that is sooner done."""
        if self._part is None and self._folded is not None:
            found = file(self.at, self._size)
            if len(found) == self._size and zlib.crc32(found) == self.crc:
                return Part(found, 0, self._size)
        return self.part

    def stands_in(self, data: bytes, start: int, end: int) -> bool:
        """True if data[start:end] is this line's text."""
        if self._folded is not None:
            return end - start == self._size and zlib.crc32(memoryview(data)[start:end]) == self.crc
        return end - start == self.size and data.startswith(self.text, start)


class Tables(MutableMapping[str, Documents]):
    """What TinyDB sees: table names to documents, decoded on access. A copy is cheap."""

    __slots__ = ("lines",)

    def __init__(self, lines: Mapping[str, Line]) -> None:
        self.lines = dict(lines)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Tables:
        """Return any mapping of tables as this one."""
        return data if isinstance(data, cls) else cls({n: Line.of(n, d) for n, d in data.items()})

    def __getitem__(self, name: str) -> Documents:
        return self.lines[name].documents

    def passing(self, name: str) -> Documents:
        """Return the documents of a table for one look: they are not kept decoded for it."""
        return self.lines[name].passing()

    def __setitem__(self, name: str, documents: Documents) -> None:
        self.lines[name] = Line.of(name, documents, self.lines.get(name))

    def __delitem__(self, name: str) -> None:
        del self.lines[name]

    def __contains__(self, name: object) -> bool:
        return name in self.lines

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)
