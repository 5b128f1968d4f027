"""Files that say how long things took and not when, taken in by key."""

from __future__ import annotations

from textual.widgets import Input, Static

from tests.tui.support import empty_services, planner
from tests.tui.test_exchange import choose, folder, settle, shown

__all__ = ["folder"]


async def test_a_table_without_times_of_day_needs_no_column_for_them(folder):
    text = "Date,Task,Hours\n2026-09-03,Offer,1.5\n2026-09-03,Call,1\n"
    (folder / "odd.csv").write_text(text, encoding="utf-8")
    services = empty_services()
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        await choose(pilot, "odd")
        assert app.screen.query_one("#field-start", Input).placeholder.endswith("empty if none")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "new   2 h 30" in shown(app)
        about = str(app.screen.query_one("#about", Static).render())
        assert "\nno column holds the start: the rows of a day follow one another from 08:00" in about


async def test_lengths_alone_come_in_by_an_option(folder):
    (folder / "hours.klg").write_text("2026-09-03\n    2h Design\n", encoding="utf-8")
    app = planner()
    async with app.run_test(size=(120, 36)) as pilot:
        await choose(pilot, "hours")
        assert "1 length has no time of day; read as untimed" in shown(app)
        await pilot.press("o")
        await settle(pilot)
        app.screen.query_one("#field-untimed", Input).value = "yes"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "new   2 h 00" in shown(app)
