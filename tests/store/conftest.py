"""A log in memory and one in a file: every contract test runs on both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from outsource_tui.store.repository import Repository

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 12, 5, tzinfo=BERLIN)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A data file that is not there yet, in a folder that is not there yet."""
    return tmp_path / "my plans ü" / "log.json"


@pytest.fixture(params=["memory", "file", "folded"])
def repository(request: pytest.FixtureRequest, path: Path) -> Iterator[Repository]:
    made = Repository.in_memory() if request.param == "memory" else Repository.open(path)
    if request.param == "folded":
        made.fold()
    yield made
    made.close()


@pytest.fixture
def again(repository: Repository, path: Path) -> Callable[[], Repository]:
    """Return the log as another process would see it now; for memory, the same one."""
    return lambda: Repository.open(path) if path.exists() else repository


def hours(count: float) -> timedelta:
    return timedelta(hours=count)
