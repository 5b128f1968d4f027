"""Tables kept in memory under the same contract as the file: for tests and the demo."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from tinydb.storages import Storage

Tables = Mapping[str, Mapping[str, Any]]


class TableStorage(Protocol):
    """What the repository needs of a TinyDB storage beyond `read` and `write`.

    Readers on any thread see the last committed tables, the thread inside `change` its own
    pending ones. A table object that was handed out never changes: a changed table is a new object.
    `version` differs whenever the tables may differ; `notices` are sentences for the user;
    `missing` is True while the file is still to come; `trouble` is one that says why what others did
    to the file cannot be taken up.
    """

    version: int
    notices: list[str]
    trouble: str

    @property
    def missing(self) -> bool: ...

    def read(self) -> Any: ...

    def write(self, data: Any) -> None: ...

    def close(self) -> None: ...

    def change(self, now: datetime | None = None, backup_as: str = "", seen: bool = False) -> Any:
        """A context: lock, re-read what others wrote; commit on leaving, roll back on an error."""
        ...

    def refresh(self) -> bool:
        """Re-read if another process wrote; True if anything changed."""
        ...

    def tables_with(self, needle: str) -> Iterable[str]:
        """Return the names of the tables that may hold `needle` in their JSON text (compact form)."""
        ...

    def text_of(self, table: str) -> bytes:
        """Return the JSON text of a table, compact and in ASCII."""
        ...

    def tables_running(self) -> Iterable[str]:
        """Return the names of the tables in which an entry may have no end."""
        ...

    def text_size(self, table: str) -> int:
        """Return the bytes that a table takes as JSON."""
        ...

    def fold(self) -> None:
        """Keep less in memory, at the price of a slower first look at what is old."""
        ...

    @property
    def prepared(self) -> bool:
        """False where `prepare` has something to do."""
        ...

    def prepare(self) -> None:
        """Do beforehand, on any thread, what the next change need not do then."""
        ...


class MemoryStorage(Storage):
    """A storage without a file."""

    def __init__(self) -> None:
        self.version = 0
        self.notices: list[str] = []
        self.trouble = ""
        self._tables: dict[str, Any] = {}
        self._pending: dict[str, Any] | None = None
        self._writer: int | None = None
        self._lock = threading.Lock()

    @classmethod
    def of(cls, tables: Tables) -> MemoryStorage:
        """Return a storage that begins with these tables."""
        made = cls()
        made._tables = dict(tables)
        return made

    @property
    def missing(self) -> bool:
        return False

    def read(self) -> dict[str, Any]:
        if self._pending is not None and self._writer == threading.get_ident():
            return dict(self._pending)
        return dict(self._tables)

    def write(self, data: Tables) -> None:
        if self._pending is None or self._writer != threading.get_ident():
            raise RuntimeError("write only inside change()")
        self._pending = dict(data)

    @contextmanager
    def change(self, now: datetime | None = None, backup_as: str = "", seen: bool = False) -> Iterator[None]:
        if self._writer == threading.get_ident():
            raise RuntimeError("a change within a change")
        with self._lock:
            self._pending, self._writer = dict(self._tables), threading.get_ident()
            try:
                yield
                if any(self._pending.get(n) is not t for n, t in self._tables.items()) or len(
                    self._pending
                ) != len(self._tables):
                    self._tables = self._pending
                    self.version += 1
            finally:
                self._pending = self._writer = None

    def refresh(self) -> bool:
        return False

    def tables_with(self, needle: str) -> Iterable[str]:
        return tuple(self.read())

    def text_of(self, table: str) -> bytes:
        return json.dumps(self.read()[table], separators=(",", ":")).encode("ascii")

    def tables_running(self) -> Iterable[str]:
        return tuple(self.read())

    def fold(self) -> None:
        pass

    @property
    def prepared(self) -> bool:
        return True

    def prepare(self) -> None:
        pass

    def text_size(self, table: str) -> int:
        return len(json.dumps(self._tables.get(table, {}), separators=(",", ":")))
