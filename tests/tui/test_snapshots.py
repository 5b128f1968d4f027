"""The looks of the four screens: typical, empty, overfull and narrow, dark and light.

After a wanted change: `pytest tests/tui/test_snapshots.py --snapshot-update`, and look at each picture.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from outsource_tui.model.activity import Activity
from outsource_tui.model.entry import Entry
from tests.tui.support import DEMO_MOMENT, demo_services, empty_services, planner

SCREENS = {"timeline": (), "highlight": ("2",), "board": ("3",), "summary": ("4",)}


def overfull_services():
    """A day of 96 entries with wide, long, right-to-left and hostile names."""
    services = empty_services()
    names = ["本日の会議と請求書", "x" * 300, "שלום עולם", "[b]bold[/b] \x1b[31m", "🙂 Emoji 👩‍🚀 call", "a"]
    morning = DEMO_MOMENT.replace(hour=6, minute=0)
    with services.repository.change("Fill", DEMO_MOMENT) as work:
        activities = work.put_all(
            Activity("", f"{name} {n}", highlighted=DEMO_MOMENT.date() if n % 2 else None)
            for n in range(4) for name in names
        )
        work.put_all(
            Entry(
                "", morning + timedelta(minutes=5 * n), morning + timedelta(minutes=5 * n + 5 + n % 3 * 4),
                "Europe/Berlin", activities[n % len(activities)].id, ("tag", "two-words"), "a note " * 9,
            )
            for n in range(96)
        )
    return services


async def ready(pilot) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20), (160, 50)], ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("screen", SCREENS)
def test_typical(snap_compare, screen, size):
    app = planner(demo_services())
    assert snap_compare(app, press=SCREENS[screen], terminal_size=size, run_before=ready)


@pytest.mark.parametrize("screen", SCREENS)
def test_light(snap_compare, screen):
    app = planner(demo_services("outsource-light"))
    assert snap_compare(app, press=SCREENS[screen], terminal_size=(120, 36), run_before=ready)


@pytest.mark.parametrize("screen", SCREENS)
def test_empty(snap_compare, screen):
    app = planner(empty_services())
    assert snap_compare(app, press=SCREENS[screen], terminal_size=(120, 36), run_before=ready)


@pytest.mark.parametrize("screen", SCREENS)
def test_overfull(snap_compare, screen):
    app = planner(overfull_services())
    assert snap_compare(app, press=SCREENS[screen], terminal_size=(120, 36), run_before=ready)
