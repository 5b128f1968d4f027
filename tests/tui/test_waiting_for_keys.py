"""The app sleeps while nobody types, and is awake as long as an answer may be due."""

from __future__ import annotations

import os
import selectors
from typing import Any

import pytest

from outsource_tui.tui.input_bytes import PatientSelector


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float | None]:
    """Return the timeouts that the system is asked for; nothing is really waited for."""
    asked: list[float | None] = []
    real = selectors.SelectSelector.select

    def select(self: selectors.SelectSelector, timeout: float | None = None) -> Any:
        asked.append(timeout)
        return real(self, 0)

    monkeypatch.setattr(selectors.SelectSelector, "select", select)
    return asked


def test_waits_are_short_at_first_and_long_when_nothing_comes(waits: list[float | None]) -> None:
    selector = PatientSelector()
    for _ in range(12):
        selector.select(0.1)
    assert waits[:10] == [0.1] * 10
    assert all(wait is not None and wait >= 1 for wait in waits[10:])


def test_a_key_makes_the_waits_short_again(waits: list[float | None]) -> None:
    read, write = os.pipe()
    selector = PatientSelector()
    selector.register(read, selectors.EVENT_READ)
    for _ in range(12):
        selector.select(0.1)
    os.write(write, b"\x1b")
    assert [key.fd for key, _ in selector.select(0.1)] == [read]
    os.read(read, 1)
    selector.select(0.1)  # in which a lone escape becomes a key
    assert waits[-1] == 0.1
    os.close(read)
    os.close(write)


def test_a_wait_without_end_stays_one(waits: list[float | None]) -> None:
    selector = PatientSelector()
    for _ in range(12):
        selector.select(None)
    assert waits == [None] * 12
