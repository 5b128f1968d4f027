"""Every dialog without a line to type in is gone through by the same keys."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from outsource_tui.services.services import Services
from outsource_tui.tui import dialogs
from outsource_tui.tui.base import PlannerScreen
from outsource_tui.tui.dialogs.base import Dialog
from outsource_tui.tui.dialogs.choose import ChooseDialog
from outsource_tui.tui.dialogs.walked import ReadDialog, WalkedDialog
from outsource_tui.tui.screens.timeline import TimelineScreen
from tests.tui.support import demo_services, planner

TYPED = ("FormDialog", "PickDialog", "LinesDialog")
LINES = "\n".join(f"{8 + n // 10}:{n % 10 * 6:02} Item {n}" for n in range(45)) + "\njunk"


def kinds(kind: type = Dialog) -> list[type]:
    return [each for own in kind.__subclasses__() for each in (own, *kinds(own))]


def busy_services() -> Services:
    """The demo, with so many late entries that every list is longer than a screen."""
    services = demo_services()
    for n in range(30):
        hour = 19 + n // 14
        services.log.add(services.log.parse(f"2026-11-{n % 14 + 2:02} {hour}:10-{hour}:30 Late {n}"))
    return services


def test_a_dialog_is_typed_into_or_gone_through():
    for module in pkgutil.iter_modules(dialogs.__path__):
        importlib.import_module(f"{dialogs.__name__}.{module.name}")
    typed = [kind for kind in kinds() if any(base.__name__ in TYPED for base in kind.__mro__)]
    others = [kind for kind in kinds() if kind not in typed and kind.__module__.startswith("outsource_tui")]
    assert len(others) > 10
    for kind in others:
        assert issubclass(kind, WalkedDialog), kind


def test_no_menu_has_an_answer_on_a_key_that_goes_through_it():
    with pytest.raises(ValueError, match="go through"):
        ChooseDialog("Which?", [("k", "keep it", "keep")])


async def shot(pilot) -> list[str]:
    """Return every row of the screen with its colours, as it would be written to a terminal."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return [strip.render(pilot.app.console) for strip in pilot.app.screen._compositor.render_strips()]


@pytest.mark.parametrize(
    "keys",
    [
        ("question_mark",), ("G",), ("Z",), ("M",), ("v",), ("end", "enter"), ("ctrl+e",),
        ("2", "enter"), ("2", "s"), ("2", "f"), ("2", "p"), ("2", "m"),
        ("3", "s"), ("3", "right", "b"), ("3", "right", "c"),
        ("4", "v"), ("4", "p"), ("4", "tab", "down", "enter"),
    ],
    ids="".join,
)  # fmt: skip
async def test_letters_arrows_and_far_keys_move_alike(keys):
    app = planner(busy_services())
    async with app.run_test(size=(80, 24)) as pilot:
        for key in keys:
            await pilot.press(key)
            await shot(pilot)
        assert isinstance(app.screen, WalkedDialog), app.screen
        await pilot.press("home")
        first = await shot(pilot)
        after: dict[str, list[str]] = {}
        for down, up in (("j", "k"), ("down", "up"), ("pagedown", "pageup"), ("end", "home")):
            await pilot.press(down)
            after[down] = await shot(pilot)
            assert after[down] != first, down
            await pilot.press(up)
            if keys == ("M",) and up == "pageup":
                await pilot.press("home")
            assert await shot(pilot) == first, up
        assert after["j"] == after["down"]
        await pilot.press("q")
        await shot(pilot)
        assert isinstance(app.screen, PlannerScreen) or keys == ("2", "p")  # there q is an answer: a quarter


async def test_long_texts_are_read_with_the_same_keys():
    app = planner(demo_services())
    async with app.run_test(size=(80, 24)) as pilot:
        assert isinstance(app.screen, TimelineScreen)
        app.screen.read_lines(LINES)
        first = await shot(pilot)
        assert isinstance(app.screen, ReadDialog)
        for down, up in (("j", "k"), ("down", "up"), ("pagedown", "pageup"), ("end", "home")):
            await pilot.press(down)
            assert await shot(pilot) != first, down
            await pilot.press(up)
            assert await shot(pilot) == first, up
