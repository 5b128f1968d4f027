"""How fast the timeline is, in a real terminal, beside a bare Textual app in the same run.

python -m tests.bench.timeline          keys on a day of 200 entries, opening days of ten years, lines read

A key counts from the moment its byte is written until the last byte of the answer has come.
"""

from __future__ import annotations

import os
import random
import select
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from outsource_tui.model.clock import FixedClock
from outsource_tui.model.day import DayFrame
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from tests.bench.timing import percentile
from tests.bench.years import SIZES, fill

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 19, 0, tzinfo=ZONE)
QUIET = 0.025
"""An answer is whole when nothing more came for so many seconds; the wait itself is not counted."""
KEYS = {"down": "\x1b[B", "up": "\x1b[A", "end": "\x1b[F", "home": "\x1b[H", "plus": "+", "minus": "-"}


def full_day() -> Services:
    """A log of one day with 200 entries of three minutes."""
    from outsource_tui.model.activity import Activity
    from outsource_tui.model.entry import Entry

    services = Services(Repository.in_memory(), FixedClock(NOW), Settings())
    start = datetime(2026, 11, 18, 8, tzinfo=ZONE).astimezone(UTC)
    with services.repository.change("fill", NOW) as work:
        made = [work.put(Activity("", f"Activity number {n}")) for n in range(40)]
        work.put_all(
            Entry(
                "",
                start + timedelta(minutes=3 * n),
                start + timedelta(minutes=3 * n + 3 - (n % 9 == 0)),
                ZONE.key,
                made[n % 40].id,
                (f"tag{n % 12}",),
                "a note of some words",
            )
            for n in range(200)
        )
    return services


def run_planner() -> None:
    """Run the app on the full day."""
    from outsource_tui.tui.app import PlannerApp

    PlannerApp(full_day()).run()


def run_bare() -> None:
    """Run the smallest app that echoes a key."""
    from textual.app import App, ComposeResult
    from textual.widgets import Input

    class Bare(App[None]):
        def compose(self) -> ComposeResult:
            yield Input()

    Bare().run()


class Child:
    """An app in a pseudo-terminal."""

    def __init__(self, name: str) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execve(sys.executable, [sys.executable, "-m", "tests.bench.timeline", name], env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        time.sleep(2.5)
        self.drain(0.5)

    def drain(self, quiet: float) -> float | None:
        """Read until nothing comes for `quiet` seconds; return when the last byte came."""
        last = None
        while select.select([self.fd], [], [], quiet)[0]:
            os.read(self.fd, 65536)
            last = time.perf_counter()
        return last

    def key(self, keys: str) -> float:
        """Return the milliseconds from a key to the last byte of its answer."""
        start = time.perf_counter()
        os.write(self.fd, keys.encode())
        if not select.select([self.fd], [], [], 1.0)[0]:
            return 1000.0
        last = self.drain(QUIET)
        return ((last or time.perf_counter()) - start) * 1000

    def end(self) -> None:
        """End the app."""
        import signal

        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def say(name: str, series: list[float]) -> None:
    """Print one line."""
    print(f"{name:<34} median {percentile(series, 50):6.2f}  p95 {percentile(series, 95):6.2f} ms")


def keys(rounds: int = 120) -> None:
    """Press keys in both apps in turn."""
    bare, planner = Child("bare"), Child("planner")
    try:
        planner.key(KEYS["home"])
        found: dict[str, list[float]] = {"bare: a letter": []}
        for n in range(rounds):
            found["bare: a letter"].append(bare.key("abcdefgh"[n % 8]))
            for name in ("down", "up") if n % 3 else ("down", "down"):
                found.setdefault(name, []).append(planner.key(KEYS[name]))
        for n in range(rounds // 4):
            for name in ("end", "home", "plus", "minus"):
                found.setdefault(name, []).append(planner.key(KEYS[name]))
            found["bare: a letter"].append(bare.key("abcdefgh"[n % 8]))
        planner.key("n")
        for n in range(rounds // 2):
            found.setdefault("a letter in the bar", []).append(planner.key("activity"[n % 8]))
    finally:
        bare.end()
        planner.end()
    for name, series in found.items():
        say(name, series)


def days() -> None:
    """Open days of ten years in process: each day with its week, as the screen asks for them."""
    from outsource_tui.bootstrap import build
    from outsource_tui.model.clock import week_of
    from outsource_tui.tui.widgets.day_rows import lay_rows
    from outsource_tui.tui.widgets.day_view import DayView

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.json"
        services = build(Settings(), FixedClock(NOW), path)
        fill(services.repository, SIZES[2], NOW)
        services.repository.close()
        services = build(Settings(), FixedClock(NOW), path)
        chance = random.Random(3)
        found: dict[str, list[float]] = {"open a day, month not yet read": [], "open the day beside it": []}
        for _ in range(60):
            first = date(2026, 11, 17) - timedelta(days=chance.randrange(3600))
            for name, day in zip(found, (first, first - timedelta(days=1)), strict=True):
                start = time.perf_counter()
                shown = next(d for d in services.log.days(week_of(day)).days if d.date == day)
                view = DayView.of(shown, DayFrame(), services.repository.activities())
                entry = next(b.entry for b in view.blocks if b.entry is not None)
                services.log.sittings(entry.activity, week_of(day))
                lay_rows([b.block for b in view.blocks], view.frame, shown.bounds, shown.now, 4)
                found[name].append((time.perf_counter() - start) * 1000)
        for name, series in found.items():
            say(name, series)


def lines(rounds: int = 200) -> None:
    """Read lines of the quick-entry grammar, and complete one among 2,000 names, in process."""
    from outsource_tui.model.completion import completions
    from outsource_tui.model.quick_entry import parse

    names = [f"Activity number {n} of the list" for n in range(2_000)]
    typed = ("Invoices #accounts -- for October", "yesterday 9-10:30 Invoices #a -- b", "wed 14-15 X")
    work = {f"read: {line}": partial(parse, line, NOW, NOW - timedelta(minutes=15)) for line in typed}
    work["complete among 2,000 names"] = partial(completions, "yesterday 9-10:30 list", names)
    for name, do in work.items():
        series = []
        for _ in range(rounds):
            start = time.perf_counter()
            do()
            series.append((time.perf_counter() - start) * 1000)
        say(name, series)


if __name__ == "__main__":
    chosen = sys.argv[1] if len(sys.argv) > 1 else ""
    if chosen == "bare":
        run_bare()
    elif chosen == "planner":
        run_planner()
    else:
        keys()
        days()
        lines()
