"""Tables kept in memory under the same contract as the file: for tests and the demo."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from tinydb.storages import Storage

Tables = Mapping[str, Mapping[str, Any]]


class TableStorage(Protocol):
    """What the repository needs of a TinyDB storage beyond `read` and `write`.

    Readers on any thread see the last committed tables, the thread inside `change` its own
    pending ones. A table object that was handed out never changes: a changed table is a new object.
    """

    def read(self) -> Any: ...

    def write(self, data: Any) -> None: ...

    def close(self) -> None: ...

    def change(self) -> Any:
        """A context: lock, re-read what others wrote; commit on leaving, roll back on an error."""
        ...

    def refresh(self) -> bool:
        """Re-read if another process wrote; True if anything changed."""
        ...

    def tables_with(self, needle: str) -> Iterable[str]:
        """Return the names of the tables that may hold `needle` in their JSON text (compact form)."""
        ...


class MemoryStorage(Storage):
    """A storage without a file."""

    def __init__(self) -> None:
        self._tables: dict[str, Any] = {}
        self._pending: dict[str, Any] | None = None
        self._writer: int | None = None
        self._lock = threading.RLock()

    def read(self) -> dict[str, Any]:
        if self._pending is not None and self._writer == threading.get_ident():
            return dict(self._pending)
        return dict(self._tables)

    def write(self, data: Tables) -> None:
        if self._pending is None or self._writer != threading.get_ident():
            raise RuntimeError("write only inside change()")
        self._pending = dict(data)

    @contextmanager
    def change(self) -> Iterator[None]:
        with self._lock:
            self._pending, self._writer = dict(self._tables), threading.get_ident()
            try:
                yield
                self._tables = self._pending
            finally:
                self._pending = self._writer = None

    def refresh(self) -> bool:
        return False

    def tables_with(self, needle: str) -> Iterable[str]:
        return tuple(self.read())
