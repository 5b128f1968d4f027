"""A closed window and a request to end: the program goes its own way out, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any

_ASKING = ("SIGHUP", "SIGTERM", "SIGINT")
"""The signals that ask for an end: the terminal has gone, or somebody wants it. Windows lacks the first."""
_STANDARD = (0, 1, 2)
"""Standard input, output and error."""


class Ending:
    """While entered, being asked to end is answered: in the event loop by `leave`, where there is no loop by
    SystemExit, so that what is open is closed. Being asked again while that goes on does nothing.

    A signal that was ignored from the start, as under nohup, stays ignored.
    """

    def __init__(self) -> None:
        self.leave: Callable[[], object] = _nothing
        self.code = 0
        """What to exit with; 0 as long as nobody asked."""
        self._before: dict[int, Any] = {}
        self._terminal: list[int] = []

    def __enter__(self) -> Ending:
        self._terminal = [handle for handle in _STANDARD if os.isatty(handle)]
        for name in _ASKING:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._asked)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        if self.code:
            return
        self.code = 128 + number
        _nowhere(self._terminal)
        import asyncio

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise SystemExit(self.code) from None
        loop.call_soon_threadsafe(self.leave)


def _nothing() -> None:
    """There is nothing to leave yet."""


def _nowhere(handles: list[int]) -> None:
    """Read and write nothing where the terminal has gone: the thread that draws would fail, and who hands it
    pictures wait for it for ever."""
    gone = [handle for handle in handles if not os.isatty(handle)]
    if gone:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for handle in gone:
            os.dup2(nowhere, handle)
        os.close(nowhere)
