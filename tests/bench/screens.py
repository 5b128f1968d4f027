"""The open app in a terminal, beside a bare Textual app with one Static."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.places import Place, command
from tests.bench.terminal import Program
from tests.bench.timing import Row, Series
from tests.bench.years import LANDMARK

BARE = [sys.executable, str(Path(__file__).with_name("bare.py"))]
MODULE = [sys.executable, "-m", "tests.bench.cases"]
START_UP = 4
"""Seconds after which what follows the first picture is done."""
DOWN, UP = "j", "k"
FOOTER, NEW_FOOTER = "help", "leave the line"
"""What the footer says on every screen, and where a new log waits for its first line."""
REST = 2.5
"""Seconds after the first paint in which an app that stays open puts its memory in order."""


def first_paint(place: Place, sizes: tuple[int, ...], runs: int) -> Iterator[Row]:
    """Spawn to the first paint with today's blocks, and to the app with its keys; the memory at rest."""
    paths = {size: place.copy(size, f"paint-{size}") for size in sizes}
    paint: dict[str, Series] = {"bare": [], "again": []} | {f"{size}": [] for size in sizes}
    memory: dict[str, Series] = {name: [] for name in paint}
    whole: dict[str, Series] = {name: [] for name in paint}
    for run in range(runs + 1):
        for name, series in paint.items():
            ours = name.isdigit()
            env = place.env(paths[int(name)] if ours else None)
            wanted = "ready" if not ours else LANDMARK if int(name) else "saved"
            with Program(command() if ours else BARE, env) as program:
                seconds = program.wait_for(wanted)
                later = program.wait_for(FOOTER if int(name) else NEW_FOOTER) if ours else seconds
                program.settle()
                if run:  # the first one compiles
                    series.append(seconds * 1000)
                    whole[name].append(later * 1000)
                    program.take_for(REST)
                    memory[name].append(program.memory())
    yield Row("noise: the bare app against itself", paint["again"], None, paint["bare"], "bare app")
    for size in sizes:
        most = 1.25 if size <= 73_000 else None
        yield Row(f"app: spawn to first paint, {size:,}", paint[f"{size}"], most, paint["bare"], "bare app")
    for size in sizes:
        yield Row(
            f"app: spawn to all of it, keys too, {size:,}", whole[f"{size}"], None, paint["bare"], "bare app"
        )
    for size in sizes:
        most = 1.6 if size <= 73_000 else None
        yield Row(
            f"resident memory, {size:,}", memory[f"{size}"], most, memory["bare"], "bare app", unit="MB"
        )


def keys(place: Place, entries: int, presses: int) -> Iterator[Row]:
    """Cursor keys, switching between screens, and an entry logged."""
    bare = _presses(Program(BARE, place.env()), "ready", "", DOWN + UP, presses)
    yield Row("bare app: a key", bare)
    # there and back in runs that end before the list does: every press moves the cursor, and the view scrolls
    cases = (
        ("timeline of a day with 200 entries", "day", "", UP * 30 + DOWN * 30),
        ("week table of 500 activities", "week", "2", DOWN * 30 + UP * 30),
        ("board of 200 cards", "board", "3l", DOWN * 15 + UP * 15),
    )
    for name, case, goto, way in cases:
        program = Program([*MODULE, case], place.env(place.folder / f"case-{case}" / "log.json"))
        series = _presses(program, LANDMARK, goto, way, presses)
        yield Row(f"cursor key, {name}", series, 3 if case == "day" else None, bare, "bare app")
        yield Row(f"cursor key, {name}", series, 16, percent=95)
    with Program(command(), place.env(place.copy(entries, "keys"))) as program:
        _opened(program, LANDMARK)
        for key in "23412341":
            program.key(key)
        switch: dict[str, Series] = {}
        for key in "2132434121" * max(1, presses // 20):
            switch.setdefault(key, []).append(program.key(key))
        for key, name in (("1", "timeline"), ("2", "highlight"), ("3", "board"), ("4", "summary")):
            yield Row(f"switch to the {name}, {entries:,}", switch[key], 25)


def logged(place: Place, entries: int, runs: int) -> Iterator[Row]:
    """Enter in the entry bar until "saved" is painted; it is on disk by then."""
    with Program(command(), place.env(place.copy(entries, "logged"))) as program:
        _opened(program, LANDMARK)
        series = []
        for n in range(runs + 1):
            program.key("n")
            program.key(f"7:{3 * n:02}-7:{3 * n + 2:02} Case {n}")
            series.append(program.until("\r", "saved"))
            program.settle(0.3)
        yield Row(f'log an entry: Enter to painted "saved", {entries:,}', series[1:], 50)


def idle(place: Place, entries: int, seconds: float) -> Iterator[Row]:
    """What an open app costs while nobody touches it."""
    with Program(command(), place.env(place.copy(entries, "idle"))) as program:
        _opened(program, LANDMARK)
        program.take_for(START_UP)
        wakes, busy = program.wakes(), program.busy()
        program.take_for(seconds)
        yield Row("idle app: wakes a second", [(program.wakes() - wakes) / seconds], 2, unit="")
        yield Row("idle app: share of a core", [100 * (program.busy() - busy) / seconds], 1, unit="%")


def _opened(program: Program, wanted: str) -> None:
    """Wait until a program shows what is wanted, and ours its footer: the app itself is there by then."""
    program.wait_for(wanted)
    if wanted == LANDMARK:
        program.wait_for(FOOTER)
    program.settle()


def _presses(program: Program, wanted: str, goto: str, way: str, presses: int) -> Series:
    with program:
        _opened(program, wanted)
        for key in goto:
            program.key(key)
            program.settle()
        for key in way:
            program.key(key)
        return [program.key(key) for key in way * (1 + presses // len(way))][:presses]
