"""Time the tune-up over a long log and the summary of a week, of ten years, and the page on screen.

    python -m tests.bench.summary [DAYS]

Each figure is min / median / max of milliseconds of processor time over several runs; "first" runs begin
with a file just opened, with and without the kept sums. The last line is the yardstick of the machine.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

from outsource_tui.model.activity import Activity
from outsource_tui.model.clock import FixedClock, week_of
from outsource_tui.model.entry import Entry
from outsource_tui.model.group import Group, State
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from outsource_tui.tui.widgets.markdown_lines import markdown_lines

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 12, 5, tzinfo=BERLIN)
RUNS = 7


def fill(repository: Repository, days: int) -> int:
    """Write a log of 20 entries a day, 60 activities, 12 groups; two of three were handed over."""
    chance = random.Random(5)
    with repository.change("fill", NOW) as work:
        groups = [
            work.put(
                Group(
                    "",
                    f"Group {n}",
                    f"Person {n % 4}",
                    Decimal(20 + n),
                    state=State.HANDED_OVER if n % 3 else State.IDEA,
                    dates={State.HANDED_OVER: date(2017 + n % 9, 5, 10)},
                )
            )
            for n in range(12)
        ]
        activities = [
            work.put(
                Activity(
                    "",
                    f"Activity {n}",
                    core=n < 10,
                    highlighted=date(2020, 1, 1) if n % 2 else None,
                    group=groups[n % 12].id if 10 < n < 50 else "",
                )
            )
            for n in range(60)
        ]
        entries = []
        for n in range(days):
            day = NOW.date() - timedelta(days=n + 1)
            at = datetime(day.year, day.month, day.day, 7, tzinfo=BERLIN)
            for k in range(20):
                if chance.random() < 0.2:
                    at += timedelta(minutes=10)
                end = at + timedelta(minutes=chance.randrange(5, 60, 5))
                note = "what was done, and with whom" if k % 5 == 0 else ""
                entries.append(Entry("", at, end, "Europe/Berlin", chance.choice(activities).id, note=note))
                at = end
        work.put_all(entries)
    return len(entries)


def timed(work: Callable[[], object], before: Callable[[], None] = lambda: None) -> tuple[float, ...]:
    """Return the milliseconds of several runs, sorted."""
    found = []
    for _ in range(RUNS):
        before()
        start = process_time()
        work()
        found.append((process_time() - start) * 1000)
    return tuple(sorted(found))


def main() -> None:
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 3650
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["OUTSOURCE_CACHE"] = str(folder / "cache")
        os.environ["OUTSOURCE_SETTINGS"] = str(folder / "settings.toml")
        path = folder / "log.json"
        count = fill(Repository.open(path), days)
        print(f"{count:,} entries, {path.stat().st_size / 1e6:.1f} MB")
        report(path, folder / "cache")


def report(path: Path, cache: Path) -> None:
    """Print the table."""
    made: list[Services] = []

    def opened() -> None:
        made[:] = [Services(Repository.open(path), FixedClock(NOW), Settings(hour_value=Decimal(60)))]

    def forgotten() -> None:
        for file in cache.glob("*"):
            file.unlink()
        opened()

    def warm() -> None:
        """An entry's worth of time has passed, so that nothing that ends now can be reused."""
        clock = made[0].clock
        assert isinstance(clock, FixedClock)
        clock.advance(minutes=1)

    def tune_up() -> None:
        made[0].tune_up.report()

    last = week_of(NOW.date()).shifted(-1)
    decade = (NOW.date() - timedelta(days=3650), NOW.date())
    lines = [
        ("tune-up, first, nothing kept", timed(tune_up, forgotten)),
        ("tune-up, first, sums kept", timed(tune_up, opened)),
        ("tune-up, again a minute later", timed(tune_up, warm)),
        ("page of a week, first, sums kept", timed(lambda: made[0].summary.markdown(last), opened)),
        ("page of a week, again a minute later", timed(lambda: made[0].summary.markdown(last), warm)),
        ("page of a week, same minute", timed(lambda: made[0].summary.markdown(last))),
        ("page of ten years, first, sums kept", timed(lambda: made[0].summary.markdown(decade), opened)),
        ("page of ten years, a minute later", timed(lambda: made[0].summary.markdown(decade), warm)),
    ]
    page = made[0].summary.markdown(last)
    lines.append(("page laid out for 66 columns", timed(lambda: markdown_lines(page, 66))))
    lines.append(("reference: json.loads of the file", timed(lambda: json.loads(path.read_bytes()))))
    for words, found in lines:
        low, middle, high = found[0], found[len(found) // 2], found[-1]
        print(f"{words:38} {low:8.1f} {middle:8.1f} {high:8.1f} ms")


if __name__ == "__main__":
    main()
