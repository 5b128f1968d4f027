"""A log in a file, the app over it, and a disk that refuses for as long as it is told."""

from __future__ import annotations

import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from outsource_tui.model.clock import FixedClock
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from outsource_tui.tui.app import PlannerApp
from outsource_tui.tui.widgets.chrome import TopBar
from tests.store import faults
from tests.tui.support import DEMO_MOMENT, planner


class Disk:
    """A disk that is full, read-only, unsure or slow for as long as it is told."""

    def __init__(self) -> None:
        self.error = 0
        self.call = "write"
        self._free = threading.Event()
        self._free.set()

    def hold(self) -> None:
        """Let every write wait."""
        self._free.clear()

    def release(self) -> None:
        """Let what waits go on."""
        self._free.set()

    def on(self, call: faults.Call, make: Callable[[], Any]) -> Any:
        if self.error and call.name == self.call:
            raise OSError(self.error, os.strerror(self.error))
        if call.name == self.call:
            self._free.wait(30)
        return make()


@pytest.fixture
def disk() -> Iterator[Disk]:
    made = Disk()
    with faults.standing_between(made.on):
        yield made


class Log:
    """The app over a log in a file, and what is on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = FixedClock(DEMO_MOMENT)
        self.services = Services(Repository.open(path), self.clock, Settings())
        self.app: PlannerApp = planner(self.services)
        self.pilot: Any = None

    async def settle(self) -> None:
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def line(self, text: str) -> None:
        """Type a line into the bar and store it."""
        await self.pilot.press("n")
        self.app.focused.value = text  # type: ignore[union-attr]
        await self.press("enter")

    async def seconds(self, count: int) -> None:
        for _ in range(count):
            self.app._tick()
            await self.settle()

    @property
    def header(self) -> str:
        return self.app.screen_stack[0].query_one(TopBar).render().plain.rstrip()

    @property
    def said(self) -> list[str]:
        return [n.message for n in self.app._notifications]

    @property
    def dialog(self) -> str:
        return "\n".join(str(s.render()) for s in self.app.screen.query(Static))

    def on_disk(self) -> list[str]:
        other = Repository.open(self.path)
        names = other.activities()
        return [names.get(e.activity).name for e in other.all_entries()]


@asynccontextmanager
async def a_log(tmp_path: Path) -> AsyncIterator[Log]:
    log = Log(tmp_path / "data" / "log.json")
    log.services.log.add(log.services.log.parse("7-8 Email"))
    async with log.app.run_test(size=(120, 36)) as log.pilot:
        await log.settle()
        yield log
