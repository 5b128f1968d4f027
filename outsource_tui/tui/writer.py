"""The one queue of changes: off the UI thread, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Foreseen(NamedTuple):
    """A change that is shown before it is stored: its label, and what to call once it is stored or failed."""

    label: str
    over: Callable[[], None]


class Writer:
    """Runs changes one after the other on a thread of its own; `pending` counts those not yet done."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None
        self.pending = 0

    async def run(self, change: Callable[[], T]) -> T:
        """Run `change` after all that were asked for before it; its error is raised here."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self.pending += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, change)
        finally:
            self.pending -= 1

    def close(self) -> None:
        """Wait for what was asked for, then end the thread."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None
