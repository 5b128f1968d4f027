"""Terminals with sixteen colours or none: what is selected, open or marked can still be told apart."""

from __future__ import annotations

import pytest
from rich.color import ColorSystem
from textual.widgets import Input

from outsource_tui.tui.theme import LIGHT, few_colours
from outsource_tui.tui.widgets.trend import Trend
from tests.tui.support import demo_services, planner


@pytest.fixture(params=["sixteen", "none"])
def poor_terminal(request, monkeypatch):
    if request.param == "none":
        monkeypatch.setenv("NO_COLOR", "1")
    else:
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.delenv("COLORTERM")


def grounds(widget, *lines: int) -> list[object]:
    """The colours beneath the beginning of some lines of a widget, as a terminal of sixteen shows them."""
    found = []
    for y in lines:
        styles = [segment.style for segment in widget.render_line(y) if segment.style]
        colour = styles[0].bgcolor
        found.append(colour.downgrade(ColorSystem.STANDARD).number)
    return found


@pytest.mark.usefixtures("poor_terminal")
class TestPoorTerminal:
    @pytest.mark.parametrize("theme", ["outsource-dark", LIGHT.name])
    async def test_the_line_under_the_cursor_stands_on_another_ground(self, theme):
        app = planner(demo_services())
        async with app.run_test(size=(100, 30)) as pilot:
            app.theme = theme
            await pilot.press("2")
            await pilot.pause()
            table = app.screen.table
            table.move_to(2)
            here, there = grounds(table, 3, 4)
            assert here != there

    async def test_a_dialog_has_an_edge_and_the_field_that_is_typed_in_is_told(self):
        app = planner(demo_services())
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("comma")
            await pilot.pause()
            dialog = app.screen
            assert dialog.query_one("#dialog").styles.border_top[0] == "round"
            lines = {line: line.query_one(".label").styles.text_style.bold for line in dialog.query(".line")}
            assert [line.query_one(Input).has_focus for line, bold in lines.items() if bold] == [True]

    async def test_each_part_of_a_bar_has_a_texture_of_its_own(self):
        app = planner(demo_services())
        async with app.run_test(size=(120, 36)) as pilot:
            await pilot.press("4")
            await pilot.pause()
            trend = app.screen.query_one(Trend)
            legend = "".join(s.text for s in trend.render_line(trend.size.height - 1))
            signs = [part.split()[0] for part in legend.split("  ") if part.strip()][:4]
            assert len(set(signs)) == 4, legend


async def test_a_terminal_with_many_colours_keeps_the_quiet_looks():
    app = planner(demo_services())
    async with app.run_test() as pilot:
        assert not few_colours(app)
        await pilot.press("comma")
        await pilot.pause()
        assert not app.screen.query_one("#dialog").styles.border_top[0]
