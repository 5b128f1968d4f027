"""What was made from a part of the log, kept for as long as that part is as it was."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, Generic, TypeVar

from outsource_tui.model.entry import MAX_LENGTH
from outsource_tui.store.codec import MONTH_PREFIX, month_table
from outsource_tui.store.repository import Repository

T = TypeVar("T")


class Kept(Generic[T]):
    """Keeps up to `most` answers by key, each with the state of the log that it was made from."""

    def __init__(self, most: int = 1) -> None:
        self._most = most
        self._made: dict[Hashable, tuple[list[Any], T]] = {}

    def of(self, key: Hashable, state: list[Any], make: Callable[[], T]) -> T:
        """Return what is kept, or make it where there is none or the state is another."""
        known = self._made.pop(key, None)
        if known is None or not _same(known[0], state):
            known = state, make()
        while len(self._made) >= self._most:
            self._made.pop(next(iter(self._made)))
        self._made[key] = known
        return known[1]


def months_state(repository: Repository, start: datetime, end: datetime) -> list[Any]:
    """Return the stored months that `Repository.entries` would read: a changed month is a new object."""
    tables = repository.storage.read()
    first, last = month_table(start - MAX_LENGTH), month_table(end)
    names = sorted(n for n in tables if n.startswith(MONTH_PREFIX) and first <= n <= last)
    return [*names, *(tables[name] for name in names)]


def _same(one: list[Any], other: list[Any]) -> bool:
    """Months are compared as objects, not by what is in them."""
    return len(one) == len(other) and all(
        a is b or (not isinstance(a, dict) and a == b) for a, b in zip(one, other, strict=True)
    )
