"""What was looked for in the background comes too late for a screen that is being left."""

from __future__ import annotations

import threading

import pytest

from outsource_tui.tui.screens.board import BoardScreen
from outsource_tui.tui.screens.timeline import TimelineScreen
from tests.tui.support import demo_services, planner


@pytest.mark.parametrize(
    ("screen", "key", "service", "asked", "group"),
    [
        (TimelineScreen, "1", "suggesting", "suggested", "suggestions"),
        (BoardScreen, "3", "board", "suggest", "hints"),
    ],
)
async def test_leaving_while_suggestions_are_looked_for_is_no_fault(
    monkeypatch, screen, key, service, asked, group
):
    services = demo_services()
    look, found = getattr(getattr(services, service), asked), threading.Event()
    began = threading.Event()

    def slowly(about):
        began.set()
        assert found.wait(10)
        return look(about)

    async def find_now(self):  # every part of the screen is gone, the screen itself is not
        found.set()
        await self.app.workers.wait_for_complete([w for w in self.app.workers if w.group == group])

    monkeypatch.setattr(getattr(services, service), asked, slowly)
    monkeypatch.setattr(screen, "on_unmount", find_now, raising=False)
    app = planner(services)
    async with app.run_test() as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert began.wait(10)
    assert app.return_code in (0, None)
