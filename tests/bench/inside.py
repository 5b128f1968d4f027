"""What the services and the store do, in one process, by the size of the log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from tinydb.storages import JSONStorage

from outsource_tui.bootstrap import build
from outsource_tui.model.clock import FixedClock, week_of
from outsource_tui.model.edit import Overlap
from outsource_tui.model.quick_entry import QuickEntry
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from tests.bench.places import Place
from tests.bench.timing import Row, in_turn
from tests.bench.years import RARE


def fresh(place: Place, path: Path) -> Services:
    """Return services as a program that just started has them."""
    return build(Settings(), FixedClock(place.now), path)


def store(place: Place, entries: int, runs: int) -> Iterator[Row]:
    """One save and one open, beside TinyDB's own storage on the same data. The open app has laid down what
    does not differ when a save comes; a command writes the whole."""
    path = place.copy(entries, f"store-{entries}")
    plain = place.folder / f"plain-{entries}.json"
    plain.write_text(json.dumps(json.loads(path.read_text())))
    theirs = JSONStorage(str(plain))
    tables = theirs.read() or {}
    repository = Repository.open(path)
    numbers = iter(range(10**9))

    def save() -> None:
        repository.remember("measured", next(numbers), place.now)

    found = in_turn(
        {
            "open": lambda: Repository.open(path),
            "plain open": lambda: JSONStorage(str(plain)).read(),
            "prepare": repository.prepare,
            "save": save,
            "plain save": lambda: theirs.write(tables),
            "whole save": save,
        },
        runs,
    )
    large = entries >= 73_000  # below, a save is the time that the disk takes
    yield Row(
        f"one open, {entries:,} entries",
        found["open"],
        0.1 if large else None,
        found["plain open"],
        "JSONStorage",
    )
    yield Row(
        f"one save by the open app, {entries:,} entries",
        found["save"],
        0.05 if large else None,
        found["plain save"],
        "JSONStorage",
    )
    yield Row(
        f"one save by a command, {entries:,} entries",
        found["whole save"],
        None,
        found["plain save"],
        "JSONStorage",
    )
    yield Row(f"laid down before a save, while nobody waits, {entries:,} entries", found["prepare"])


def services(place: Place, entries: int, runs: int) -> Iterator[Row]:
    """What a screen asks for: by a program that just started (first), and asked again (warm)."""
    path = place.copy(entries, f"services-{entries}")
    this = week_of(place.now.date())
    changing = fresh(place, path)
    spans = iter(place.now - timedelta(minutes=n) for n in range(5, 500))

    def log_one() -> None:
        end = next(spans)
        changing.log.add(QuickEntry(end - timedelta(minutes=1), end, "Draft offers"), overlap=Overlap.KEEP)

    work: dict[str, tuple[float, Callable[[Services], object]]] = {
        "week of activities": (20, lambda s: s.review.week(this)),
        "summary of a week": (50, lambda s: s.summary.markdown(this)),
        "tune-up over all": (150, lambda s: s.tune_up.report()),
        "find text over all years": (100, lambda s: s.find.find(RARE.casefold()[:6])),
        "board": (50, lambda s: s.board.board(this)),
        "a day": (20, lambda s: s.log.day(place.now.date())),
    }
    actions: dict[str, Callable[[], object]] = {"log one entry": log_one}
    kept = fresh(place, path)
    for name, (_, ask) in work.items():
        ask(kept)  # sums that are kept between runs are made once in a log's life
        actions[f"{name}, warm"] = _asked(ask, lambda: kept)
        actions[f"{name}, first"] = _asked(ask, lambda: fresh(place, path))
        actions[f"{name}, after a change"] = _asked(ask, lambda: changing)
    found = in_turn({"open": lambda: fresh(place, path), **actions}, runs)
    yield Row(f"log one entry, {entries:,}", found["log one entry"], 50 if entries <= 73_000 else None)
    for name, (most, _) in work.items():
        for how in ("warm", "after a change", "first"):
            remark = "with opening the file" if how == "first" else ""
            series = found[f"{name}, {how}"]
            target = most if entries <= 73_000 else None
            yield Row(f"{name}, {how}, {entries:,}", series, target, remark=remark)


def _asked(ask: Callable[[Services], object], of: Callable[[], Services]) -> Callable[[], object]:
    return lambda: ask(of())
