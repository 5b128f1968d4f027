"""Changes on their way to the disk: in order, off the UI thread, and kept until they are there."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from outsource_tui.model.clock import as_of
from outsource_tui.model.errors import ReadOnlyError, StoreError, UnsureError, UserError
from outsource_tui.tui.widgets.top_line import Saving

FIRST_WAIT, LONGEST_WAIT = 2, 30
"""Seconds until what was refused is tried again: twice as long each time."""


class Foreseen(NamedTuple):
    """A change that is shown before it is stored: its label, and what to call once it is stored or not."""

    label: str
    over: Callable[[], None]


@dataclass(slots=True)
class Asked:
    """A change that was asked for at a moment, and what to call with its result: `ready` before all is shown
    anew, `done` after.

    One with `failed` is tried a single time, because what asked still shows what it would store;
    `label` is known once the disk refused it.
    """

    change: Callable[[], Any]
    at: datetime
    done: Callable[[Any], None] | None = None
    foreseen: Foreseen | None = None
    failed: Callable[[], None] | None = None
    label: str = ""
    ready: Callable[[Any], None] | None = None

    def make(self) -> Any:
        """Make the change as of the moment in which it was asked for."""
        with as_of(self.at):
            return self.change()

    @property
    def name(self) -> str:
        """The change in a few words; "" where it was not tried yet and says nothing of itself."""
        return self.label or (self.foreseen.label if self.foreseen else "")


class Host(Protocol):
    """What the queue needs of the app that shows the log."""

    def publish(self) -> None:
        """Let every visible screen ask again."""

    def show_frames(self) -> None:
        """Bring the top bar and the footer up to date."""

    def tell_failure(self, line: str, *, serious: bool) -> None:
        """Say that a change is not stored; `serious` where the disk refused."""

    def tell_late(self, count: int) -> None:
        """Say that so many changes which waited for the disk are stored now."""

    def start_storing(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run this beside everything else."""


class ChangeQueue:
    """Stores one change after the other.

    What the disk refuses stays at the head, and everything asked for later waits behind it: nothing
    is lost, and nothing is stored out of order. It is tried again after a while, with the next
    change, and by `retry`. What no disk could store (an overlap, a file of a newer version) is
    given up and said.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self._pool: ThreadPoolExecutor | None = None
        self._now: Future[Any] | None = None
        self._waiting: deque[Asked] = deque()
        self._settled = asyncio.Event()
        self._settled.set()
        self._read_only = False
        self._told = False
        self._late = self._pause = self._seconds = 0
        self.reason = ""
        """Why changes wait, in one line; "" where nothing was refused."""

    @property
    def saving(self) -> Saving:
        """Where the last change is."""
        if self.reason:
            return Saving.FAILED
        if self._waiting:
            return Saving.SAVING
        return Saving.READ_ONLY if self._read_only else Saving.SAVED

    @property
    def unsaved(self) -> tuple[str, ...]:
        """The changes that wait for a disk that refused the first of them, in a few words each."""
        return tuple(asked.name for asked in self._waiting) if self.reason else ()

    @property
    def idle(self) -> bool:
        """True while nothing is being written."""
        return self._settled.is_set()

    def ask(self, asked: Asked, *, first: bool = False) -> None:
        """Store a change after all that were asked for before it, or ahead of those that were refused."""
        if first and self.idle:
            self._waiting.appendleft(asked)
        else:
            self._waiting.append(asked)
        self._read_only = self._told = False
        self._start()
        self._host.show_frames()

    def retry(self) -> None:
        """Try now what was refused, and say it if it is refused again."""
        self._told = False
        self._start()

    def second(self) -> None:
        """A second has passed: try what was refused when its time has come."""
        if self.reason and self.idle:
            self._seconds -= 1
            if self._seconds <= 0:
                self._start()

    def soon(self) -> None:
        """What stood in the way may be gone: try what was refused with the next second."""
        self._seconds = 0

    def take_back(self) -> Asked | None:
        """Take the latest of the refused changes off; None where there is none that is not being written."""
        if not self.reason or not (self.idle or len(self._waiting) > 1):
            return None
        asked = self._waiting.pop()
        self._gone(asked)
        return asked

    async def settled(self) -> None:
        """Wait until everything is stored or something was refused."""
        await self._settled.wait()

    def give_up(self) -> None:
        """Let go of what was refused: the user said so."""
        while self._waiting:
            self._gone(self._waiting.popleft())

    def close(self) -> tuple[str, ...]:
        """Store what waits, a last time, and end; returns what could not be stored, in words."""
        while self._waiting:
            try:
                (self._now or self._submit(self._waiting[0])).result()
            except StoreError as error:
                self._waiting[0].label = self._waiting[0].label or error.change
                break
            except UserError:
                pass  # no disk could store it
            self._now = None
            self._waiting.popleft()
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None
        return tuple(asked.name for asked in self._waiting)

    # inside

    def _submit(self, asked: Asked) -> Future[Any]:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="writer")
        return self._pool.submit(asked.make)

    def _start(self) -> None:
        if self.idle and self._waiting:
            self._settled.clear()
            self._now = self._submit(self._waiting[0])  # at once: the disk works while all else goes on
            self._host.start_storing(self._store)

    async def _store(self) -> None:
        """Store from the head until nothing waits or the disk refuses."""
        try:
            while self._waiting and await self._first(self._waiting[0]):
                pass
        finally:
            self._settled.set()

    async def _first(self, asked: Asked) -> bool:
        """Try the first change; False where it stays at the head."""
        # `close` must know what is being written: an app that ends in the middle must not make it twice.
        self._now = self._now or self._submit(asked)
        try:
            result = await asyncio.shield(asyncio.wrap_future(self._now))
        except UserError as error:
            self._now = None
            return self._refused(asked, error)
        except Exception:
            self._now = None
            self._waiting.popleft()
            raise
        self._now = None
        self._waiting.popleft()
        self._stored(asked, result)
        return True

    def _stored(self, asked: Asked, result: Any) -> None:
        if self.reason:
            self._late += 1
        self._pause = 0
        self._gone(asked)
        if asked.ready is not None:
            asked.ready(result)
        self._host.publish()
        if asked.done is not None:
            asked.done(result)

    def _refused(self, asked: Asked, error: UserError) -> bool:
        self._read_only = isinstance(error, ReadOnlyError)
        serious = isinstance(error, StoreError)
        waits = asked.failed is None or isinstance(error, UnsureError)
        if waits and isinstance(error, StoreError) and not self._read_only:
            self._stays(asked, error)
            return False
        self._waiting.popleft()
        self._gone(asked)
        self._host.publish()
        shown = f"“{asked.foreseen.label}” is taken back: " if asked.foreseen else ""
        self._host.tell_failure(shown + error.message, serious=serious)
        if asked.failed is not None:
            asked.failed()
        return True

    def _stays(self, asked: Asked, error: StoreError) -> None:
        asked.label = asked.label or error.change
        if isinstance(error, UnsureError):
            # It is in the file, and making it again would make it twice: the disk is asked again.
            asked.change, asked.done, asked.ready = error.confirm, None, None
            if asked.failed is not None:
                asked.failed()
                asked.failed = None
        again, self.reason = self._told and self.reason == error.fact, error.fact
        self._told = True
        self._pause = self._seconds = min(self._pause * 2 or FIRST_WAIT, LONGEST_WAIT)
        self._host.publish()
        if not again:
            line = f"not saved yet, and tried again by itself: {error.fact}"
            self._host.tell_failure(line, serious=True)
        self._fail_those_of_one_try()

    def _fail_those_of_one_try(self) -> None:
        for asked in [asked for asked in self._waiting if asked.failed is not None]:
            self._waiting.remove(asked)
            self._gone(asked)
            if asked.failed is not None:
                asked.failed()

    def _gone(self, asked: Asked) -> None:
        """A change left the queue, stored or not."""
        if asked.foreseen is not None:
            asked.foreseen.over()
        if not self._waiting and self.reason:
            self.reason = ""
            if self._late:
                self._host.tell_late(self._late)
            self._late = self._pause = 0
