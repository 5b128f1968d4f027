"""A program in a pseudo-terminal, timed by the bytes that it writes."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

QUIET = 0.06
"""Seconds without output after which a key counts as answered."""


class Program:
    """Runs `words` in a terminal of 120 × 36 until the context is left."""

    def __init__(self, words: Sequence[str], env: Mapping[str, str]) -> None:
        self._words, self._env = list(words), dict(env)
        self.seen = bytearray()
        self.last = 0.0

    def __enter__(self) -> Program:
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(self._words[0], self._words, self._env)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def _take(self, timeout: float) -> bool:
        ready, _, _ = select.select([self._fd], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            said = self.seen[-2000:].decode(errors="replace")
            raise RuntimeError(f"{self._words} ended:\n{said}") from None
        self.last = time.perf_counter()
        self.seen += data
        return True

    def wait_for(self, text: str, since: int = 0, timeout: float = 30.0) -> float:
        """Wait until `text` is written behind byte `since`; returns the seconds from the start."""
        end = time.perf_counter() + timeout
        wanted = text.encode()
        while wanted not in self.seen[since:]:
            left = end - time.perf_counter()
            if left < 0:
                raise RuntimeError(f"{text!r} was not painted:\n{self.seen[-3000:].decode(errors='replace')}")
            self._take(left)
        return self.last - self.started

    def settle(self, quiet: float = 0.4) -> None:
        """Wait until nothing has been written for a while."""
        while self._take(quiet):
            pass

    def take_for(self, seconds: float) -> None:
        """Read on for so long, whatever is written."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._take(left)

    def key(self, keys: str) -> float:
        """Return the milliseconds from writing `keys` to the last byte of the answer.

        Raises RuntimeError when nothing is painted: a figure of a key that does nothing would please and lie.
        """
        begin = time.perf_counter()
        os.write(self._fd, keys.encode())
        if not self._take(2.0):
            raise RuntimeError(f"nothing was painted after {keys!r} in {self._words}")
        while self._take(QUIET):
            pass
        return (self.last - begin) * 1000

    def until(self, keys: str, text: str) -> float:
        """Return the milliseconds from writing `keys` until `text` is painted."""
        since, begin = len(self.seen), time.perf_counter()
        os.write(self._fd, keys.encode())
        self.wait_for(text, since)
        return (self.last - begin) * 1000

    # what the process takes of the machine

    def memory(self) -> float:
        """Return the resident memory in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def wakes(self) -> int:
        """Return how often its threads went to sleep so far: each is a wake-up."""
        total = 0
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            total += int((task / "status").read_text().split("voluntary_ctxt_switches:")[1].split()[0])
        return total

    def busy(self) -> float:
        """Return the processor seconds used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
