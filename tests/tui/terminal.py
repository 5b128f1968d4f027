"""A program in a pseudo-terminal: real key bytes in, the screen as a person sees it out."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

import pyte

_PRIVATE = re.compile(
    rb"\x1b\[[<>=?][0-9;]*[a-zA-Z$]+[a-z]?|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\"
)
_KNOWN = re.compile(rb"\x1b\[\?(?:25|7|1049|1047|47)[hl]")


class Terminal:
    """Runs `argv` at `size` (columns, rows); `seen` holds every byte that reached the terminal."""

    def __init__(
        self, argv: Sequence[str], size: tuple[int, int] = (120, 36), env: Mapping[str, str] | None = None
    ) -> None:
        self.argv, self.size = list(argv), size
        self.env = {
            **{k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "CI", "COLUMNS", "LINES")},
            "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {}),
        }
        self.seen = bytearray()
        self.exit_code: int | None = None

    def __enter__(self) -> Terminal:
        self._screen = pyte.Screen(*self.size)
        self._stream = pyte.ByteStream(self._screen)
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            _set_size(0, self.size)
            for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)  # who tests in the background may have them ignored
            os.execvpe(self.argv[0], self.argv, self.env)
        self.resize(self.size)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        if self._fd >= 0:
            os.close(self._fd)

    def resize(self, size: tuple[int, int]) -> None:
        """Give the terminal another size, as a person dragging its window does."""
        self.size = size
        self._screen.resize(size[1], size[0])
        _set_size(self._fd, size)

    def send(self, data: bytes) -> None:
        """Send raw bytes, as many as a terminal takes at a time."""
        while data:
            self._pump(0)
            data = data[os.write(self._fd, data[:1024]) :]

    def type(self, keys: str) -> None:
        """Send raw key bytes."""
        os.write(self._fd, keys.encode())

    @property
    def pid(self) -> int:
        """The process that runs."""
        return self._pid

    @property
    def text(self) -> str:
        """The screen as lines of text."""
        return "\n".join(self._screen.display)

    def wait_for(self, pattern: str, timeout: float = 20.0) -> str:
        """Wait until `pattern` (a regular expression) stands on the screen; returns the screen."""
        end = time.monotonic() + timeout
        while not re.search(pattern, self.text):
            if time.monotonic() > end or not self._pump(0.5):
                raise AssertionError(f"{pattern!r} did not come:\n{self.text}")
        return self.text

    def wait_saved(self, pattern: str) -> str:
        """Wait until `pattern` stands below a top bar that says "saved": before, a change may be shown that
        is not on the disk."""
        return self.wait_for(rf"\A[^\n]* saved *\n(?s:.*){pattern}")

    def wait_gone(self, pattern: str, timeout: float = 20.0) -> str:
        """Wait until `pattern` no longer stands on the screen."""
        end = time.monotonic() + timeout
        while re.search(pattern, self.text):
            if time.monotonic() > end or not self._pump(0.5):
                raise AssertionError(f"{pattern!r} stayed:\n{self.text}")
        return self.text

    def wait_exit(self, timeout: float = 20.0) -> int:
        """Wait until the program has ended; returns its exit code."""
        end = time.monotonic() + timeout
        while self.exit_code is None and time.monotonic() < end:
            self._pump(0.1)
            self._reap()
        assert self.exit_code is not None, f"the program did not end:\n{self.text}"
        while self._pump(0.05):
            pass
        return self.exit_code

    def hang_up(self, timeout: float = 20.0) -> int:
        """Go away, as a window that is closed does; returns the exit code of the program."""
        os.close(self._fd)
        self._fd = -1
        end = time.monotonic() + timeout
        while self.exit_code is None and time.monotonic() < end:
            time.sleep(0.02)
            self._reap()
        assert self.exit_code is not None, "the program runs on without a terminal"
        return self.exit_code

    def kill(self) -> None:
        """End the program as a power cut would."""
        self._reap()
        if self.exit_code is None:
            os.kill(self._pid, signal.SIGKILL)
            self.exit_code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def _reap(self) -> None:
        if self.exit_code is None:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                self.exit_code = os.waitstatus_to_exitcode(status)

    def _pump(self, timeout: float) -> bool:
        """Take in what has been written; False at the end of the program."""
        ready, _, _ = select.select([self._fd], [], [], timeout)
        if not ready:
            return self.exit_code is None
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self.seen += data
        known = _PRIVATE.sub(lambda m: m.group() if _KNOWN.fullmatch(m.group()) else b"", data)
        self._stream.feed(known)
        return bool(data)


def _set_size(fd: int, size: tuple[int, int]) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))


def begun(env: Mapping[str, str]) -> None:
    """Leave an empty log, which the app does not greet as it does one that was never written."""
    for words in (("log", "yesterday 8-9 Email"), ("undo",)):
        subprocess.run(outsource(*words), env=dict(env), capture_output=True, check=True)


def outsource(*words: str) -> list[str]:
    """Return the words that run the command line with this Python."""
    return [sys.executable, "-m", "outsource_tui", *words]
