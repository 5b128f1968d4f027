"""What every test may use: a log in memory, a clock that stands still, a place of its own."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import pytest

from outsource_tui.model.clock import FixedClock
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository

# A busy machine is no failure: what takes how long is measured elsewhere. The examples are the same in
# every run, so that a run says something of the change it was made for; `--hypothesis-profile=searching`
# looks for new ones.
hypothesis.settings.register_profile("patient", deadline=None, derandomize=True, max_examples=60)
hypothesis.settings.register_profile("searching", deadline=None)
hypothesis.settings.load_profile("patient")

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 12, 5, tzinfo=BERLIN)
"""Wednesday of week 47."""


MEMORY, ROOM = Path("/dev/shm"), 2**30


def pytest_configure() -> None:
    """Give the tests and all processes that they start their places."""
    _write_to_memory()
    _compile_once()


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among what was collected, which stays: a fifth of the time of the
    tests of screens goes into that otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 20)


def pytest_unconfigure() -> None:
    """Collect what is left once: pytest does it five times, so long that its workers are given up."""
    gc.collect()
    gc.freeze()


def _compile_once() -> None:
    """Keep what Python compiles, wherever the environment says not to: each of some hundred processes would
    compile all modules for itself."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def _write_to_memory() -> None:
    """Let tests write to memory where there is room: on a disk every save waits for it, and no test asks
    whether a real disk keeps its word (the suites of the store record and simulate that)."""
    if "PYTEST_DEBUG_TEMPROOT" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    if shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(MEMORY)


@pytest.fixture(autouse=True)
def own_places(tmp_path, monkeypatch):
    """Keep every test away from the user's own files, colours and zone."""
    monkeypatch.setenv("OUTSOURCE_DATA", str(tmp_path / "data" / "log.json"))
    monkeypatch.setenv("OUTSOURCE_SETTINGS", str(tmp_path / "config" / "settings.toml"))
    monkeypatch.setenv("OUTSOURCE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at NOW until it is told to go on."""
    return FixedClock(NOW)


@pytest.fixture
def repository() -> Repository:
    """An empty log in memory."""
    return Repository.in_memory()


@pytest.fixture
def services(repository, clock) -> Services:
    """All services over the log in memory."""
    return Services(repository, clock, Settings())
