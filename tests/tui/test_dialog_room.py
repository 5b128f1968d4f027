"""Dialogs on small terminals: title and keys are in sight, and all that is long can be scrolled to."""

from __future__ import annotations

import pytest
from textual.containers import VerticalScroll
from textual.widgets._toast import Toast

from outsource_tui.tui.dialogs.base import Dialog
from outsource_tui.tui.dialogs.choose import ChooseDialog, _Choices
from outsource_tui.tui.screens.timeline import TimelineScreen
from tests.tui.support import demo_services, planner

LINES = "\n".join(f"{8 + n // 10}:{n % 10 * 6:02} Item {n}" for n in range(45)) + "\njunk"


def in_sight(dialog: Dialog) -> bool:
    """Title and keys lie within the surface, and the surface within the screen."""
    surface = dialog.query_one("#dialog").region
    parts = [dialog.query_one(name).region for name in ("#title", "#keys")]
    return dialog.region.contains_region(surface) and all(
        part.height > 0 and surface.contains_region(part) for part in parts
    )


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_a_long_paste_can_be_read_to_its_end(size):
    app = planner(demo_services())
    async with app.run_test(size=size) as pilot:
        assert isinstance(app.screen, TimelineScreen)
        app.screen.read_lines(LINES)
        await pilot.pause()
        dialog = app.screen
        assert in_sight(dialog)
        await pilot.press("end")
        await pilot.pause()
        scroll = dialog.query_one(VerticalScroll)
        assert scroll.scroll_offset.y == scroll.max_scroll_y > 0
        assert scroll.region.bottom <= dialog.query_one("#keys").region.y


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
@pytest.mark.parametrize("keys", [("G",), ("Z",), ("2", "enter"), ("4", "tab", "down", "enter"), ("comma",)])
async def test_lists_keep_their_keys_and_their_last_row_in_sight(size, keys):
    services = demo_services()
    for n in range(30):
        hour = 19 + n // 14
        services.log.add(services.log.parse(f"2026-11-{n % 14 + 2:02} {hour}:10-{hour}:30 Late {n}"))
    app = planner(services)
    async with app.run_test(size=size) as pilot:
        for key in keys:
            await pilot.press(key)
        await pilot.pause()
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        await pilot.press("end")
        await pilot.pause()
        assert in_sight(dialog)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_arrows_go_through_the_fields_of_a_form_that_scrolls(size):
    app = planner(demo_services())
    async with app.run_test(size=size) as pilot:
        await pilot.press("3", "right", "enter")
        await pilot.pause()
        fields = [field.id for field in app.screen.query("Input")]
        for step, name in enumerate(fields):
            assert app.focused is not None
            assert app.focused.id == name, step
            assert app.screen.query_one("VerticalScroll").region.contains_region(app.focused.region)
            await pilot.press("down")
            await pilot.pause()
        await pilot.press("up")
        assert app.focused is not None
        assert app.focused.id == fields[-1]


async def test_a_long_answer_is_read_whole_and_each_of_its_lines_is_it():
    app = planner()
    answers: list[str | None] = []
    long = ("m", "make the two one: all of Accounting becomes Bookkeeping and taxes", "merge")
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("escape")
        for row in (1, 2):
            dialog = ChooseDialog("There is one already.", [long, ("h", "from here on", "here")])
            app.push_screen(dialog, answers.append)
            await pilot.pause()
            choices = dialog.query_one(_Choices)
            assert choices.size.height == 3
            assert str(choices.render()).splitlines()[1].startswith("    ")
            await pilot.click(choices, offset=(8, row))
            await pilot.pause()
    assert answers == ["merge", "here"]


async def test_what_was_said_goes_when_a_dialog_opens():
    app = planner(demo_services())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for key in ("question_mark", "comma", "ctrl+p"):
            app.notify("nothing runs: press b and a name", timeout=30)
            await pilot.pause()
            await pilot.press(key)
            await pilot.pause()
            assert not app.screen.query(Toast)
            await pilot.press("escape")
            await pilot.pause()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_what_is_said_over_a_dialog_leaves_its_last_lines_free(size):
    app = planner(demo_services())
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("comma")
        app.notify("the disk is full", severity="warning", timeout=30)
        for _ in range(3):  # the word, the rack that shows it, and its place there
            await pilot.pause()
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        said = dialog.query_one(Toast).region
        assert said.height == 1
        assert not any(said.overlaps(dialog.query_one(name).region) for name in ("#title", "#keys"))
