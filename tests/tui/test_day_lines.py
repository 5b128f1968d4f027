"""The day in an editor and pasted lines: what was typed is never lost, and what it does is seen before."""

from __future__ import annotations

import pytest
from textual.widgets import Static, TextArea

from outsource_tui.model.edit import Overlap
from outsource_tui.tui.screens.timeline import TimelineScreen
from tests.services.test_log import shown
from tests.tui.support import typed
from tests.tui.test_timeline import log, opened

__all__ = ["log"]


@pytest.fixture
def editor(monkeypatch):
    """What the editor makes of the text that it is given, in turn."""
    steps = []
    monkeypatch.setattr(TimelineScreen, "_edited", lambda screen, text: steps.pop(0)(text))
    return steps


def difference_of(screen) -> str:
    """What the dialog says."""
    return " ".join(str(each.render()) for each in screen.app.screen.query(Static))


async def test_a_change_from_elsewhere_does_not_take_what_was_typed(log, editor):
    editor.append(lambda text: text.replace("10:40-11:40 Client", "10:30-11:30 Client"))
    async with opened(log) as press:
        screen = await press("e")
        quick = log.log.parse("10:35-11 Other")
        log.log.add(quick, Overlap.TRIM)  # as another process does while the question stands
        screen = await press("enter")
        assert "10:30-11:30 Client call: Acme" in difference_of(screen)
        assert "was changed meanwhile" in difference_of(screen)
        await press("t")
        assert "10:30-11:30 Client call: Acme" in shown(log)


async def test_an_overlap_in_the_text_asks_as_anywhere(log, editor):
    editor.append(lambda text: text.replace("09:00-10:00", "08:30-10:00"))
    async with opened(log) as press:
        screen = await press("e", "enter")
        assert "08:30–10:00 Newsletter draft lies over Email" in difference_of(screen)
        assert shown(log)[0] == "08:00-09:00 Email"
        await press("t")
        assert shown(log)[:2] == ["08:00-08:30 Email", "08:30-10:00 Newsletter draft"]


async def test_pasted_lines_that_lie_over_each_other_ask(log):
    async with opened(log) as press:
        screen = await press()
        screen.read_lines("11:45-12 Post\n11:50-12 Visit")
        screen = await press()
        assert "! over Post" in difference_of(screen)
        assert "1 lies over another" in difference_of(screen)
        await press("t")
        assert shown(log)[-2:] == ["11:50-12:00 Visit", "12:00-12:05 …"]


async def test_lines_can_be_mended_after_they_were_looked_at(log):
    async with opened(log) as press:
        screen = await press("P", *typed("8:00"), "enter", "ctrl+s")
        assert "e edit the lines" in difference_of(screen)
        screen = await press("e")
        assert screen.app.screen.query_one(TextArea).text == "8:00\n"
        screen.app.screen.query_one(TextArea).text = "11:45-12 Post"
        await press("ctrl+s", "enter")
        assert shown(log)[-2:] == ["11:45-12:00 Post", "12:00-12:05 …"]
