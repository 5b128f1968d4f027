"""The open app beside other writers, and killed in the middle: what it called saved is on disk."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from collections import Counter

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from outsource_tui.store.repository import Repository
from tests.tui import terminal as term
from tests.tui.terminal import Terminal, outsource


def names(env: dict[str, str]) -> Counter[str]:
    repository = Repository.open(env["OUTSOURCE_DATA"])
    assert repository.notices == ()
    return Counter(repository.activities().get(e.activity).name for e in repository.all_entries())


def killed_apps(env: dict[str, str], rounds: int, seed: int) -> list[str]:
    """Kill the app at random moments after a line was entered; returns what was wrong.

    What the app showed as saved before it was killed must be in the file, once.
    """
    term.begun(env)
    chance = random.Random(seed)
    acknowledged, asked = [], 0
    for number in range(rounds):
        with Terminal(outsource(), env=env) as terminal:
            terminal.wait_for("help")
            terminal.type("h")
            terminal.wait_for("yesterday")
            for line in range(3):
                minute = (number * 3 + line) % 1200
                span = f"{minute // 60}:{minute % 60:02}-{(minute + 1) // 60}:{(minute + 1) % 60:02}"
                name = f"R{number}x{line}"
                terminal.type(f"nyesterday {span} {name}\r")
                asked += 1
                if line < 2:
                    terminal.wait_for(f"[▌█] {name} ")
                    acknowledged.append(name)
            until = time.monotonic() + chance.uniform(0, 0.08)
            while time.monotonic() < until:
                terminal._pump(0.002)
            if re.search(f"Summary +saved(.*\\n)*.*[▌█] {name} ", terminal.text):
                acknowledged.append(name)
            terminal.kill()
    found = names(env)
    wrong = [f"{name} is lost" for name in acknowledged if name not in found]
    wrong += [f"{name} is there {count} times" for name, count in found.items() if count > 1]
    return wrong if found.total() <= asked else [*wrong, "changes that nobody made"]


def test_a_killed_app_keeps_what_it_called_saved(env: dict[str, str]) -> None:
    assert killed_apps(env, 3, seed=1) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_a_hundred_killed_apps(env: dict[str, str], seed: int) -> None:
    assert killed_apps(env, 25, seed + 10) == []


def test_what_other_programs_write_is_in_the_open_app_within_a_second(env: dict[str, str]) -> None:
    """Four writers at once; the app looks once a second, and the machine may be busy."""
    term.begun(env)
    with Terminal(outsource(), env=env) as terminal:
        terminal.wait_for("help")
        terminal.type("h")
        terminal.wait_for("yesterday")
        took = []
        for round_ in range(2):
            writers = [
                subprocess.Popen(
                    outsource("log", f"yesterday {2 * n + round_}-{2 * n + round_ + 1} Writer{round_}{n}"),
                    env={**os.environ, **env}, stdout=subprocess.DEVNULL,
                )
                for n in range(4)
            ]  # fmt: skip
            assert [writer.wait(60) for writer in writers] == [0] * 4
            begun = time.monotonic()
            terminal.wait_for(f"logged +{4 * (round_ + 1)}:00 ")
            took.append(time.monotonic() - begun)
        assert min(took) < 2
        terminal.type("q")
        assert terminal.wait_exit() == 0
    assert names(env).total() == 8
