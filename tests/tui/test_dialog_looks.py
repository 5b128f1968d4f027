"""Dialogs at the width of most terminals: what is there is shown, whole or with a sign that more follows."""

from __future__ import annotations

import pytest
from textual.widgets import Static, TextArea

from outsource_tui.tui.dialogs.entries import _Entries
from outsource_tui.tui.dialogs.form import FormDialog
from outsource_tui.tui.dialogs.keys import KeysDialog
from outsource_tui.tui.dialogs.month import _Month
from outsource_tui.tui.dialogs.pick import _List
from outsource_tui.tui.dialogs.rows import RowList
from outsource_tui.tui.widgets.thumb import MARK
from tests.tui.support import demo_services, planner

SIZES = [(120, 36), (80, 24), (60, 20)]
SCREENS = ["1", "2", "3", "4"]


async def press(pilot, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def lines(app) -> list[str]:
    shown = app.screen.query_one(RowList).render().split("\n")
    return [str(line).removesuffix(MARK) for line in shown]


@pytest.mark.parametrize("screen", SCREENS)
async def test_every_help_is_read_whole_where_the_keys_are_changed(screen):
    app = planner(demo_services())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, screen, "escape", "question_mark", "c")
        dialog = app.screen
        assert isinstance(dialog, KeysDialog)
        for each in dialog._found:
            shown = "\n".join([*lines(app), str(dialog.query_one("#said", Static).render())])
            assert each.command.help in shown
            await pilot.press("down")


async def test_a_name_of_a_group_has_a_line_of_its_own_and_is_passed_over():
    app = planner(demo_services())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "question_mark", "c")
        dialog = app.screen
        assert isinstance(dialog, KeysDialog)
        rows = dialog.query_one(RowList)
        assert lines(app)[0].strip() == "Log"
        assert "Type what you did" in lines(app)[1]
        await pilot.click(rows, offset=(20, 0))
        assert rows.cursor == 0
        await pilot.click(rows, offset=(20, 2))
        assert dialog._here.id == "timeline.start"
        place = [each.id for each in dialog._found].index("timeline.open_block")
        await press(pilot, *["down"] * (place - 1))
        assert dialog._here.id == "timeline.open_block"
        assert any(line.strip() == "Edit the block" for line in lines(app))
        await press(pilot, "home")
        assert lines(app)[0].strip() == "Log"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("keys", "kind"), [(("slash",), _List), (("ctrl+o",), _List), (("P",), TextArea)])
async def test_a_surface_ends_with_its_keys(size, keys, kind):
    app = planner(demo_services())
    async with app.run_test(size=size) as pilot:
        await press(pilot, *keys)
        surface = app.screen.query_one("#dialog")
        bottom = surface.content_region.bottom
        assert app.screen.query_one("#keys").region.bottom == bottom
        assert app.screen.query_one(kind).region.height >= size[1] // 3


async def test_a_note_that_is_cut_says_so():
    app = planner(demo_services())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "enter")
        entries = app.screen.query_one(_Entries)
        shown = [entries.render_line(y).text for y in range(entries.size.height)]
        cut = [line.rstrip() for line in shown if "glaze" not in line and "Studio commissions" in line]
        assert cut
        assert all(line.endswith("…") for line in cut)


async def test_the_month_has_the_sums_of_weeks_at_eighty_columns():
    app = planner(demo_services())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "M")
        shown = str(app.screen.query_one(_Month).render()).splitlines()
        assert shown[0].endswith("week")
        assert any(line.endswith("41:35") for line in shown)


async def test_what_a_form_reckons_is_quiet_and_what_is_wrong_is_not():
    app = planner(demo_services())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "right", "enter")
        assert isinstance(app.screen, FormDialog)
        line = app.screen.query_one("#problem", Static)
        assert "costs" in str(line.render())
        quiet = line.styles.color
        assert quiet == app.screen.query_one("#keys").styles.color
        await press(pilot, "down", "x")
        assert line.styles.color != quiet
        await press(pilot, "backspace")
        assert line.styles.color == quiet
