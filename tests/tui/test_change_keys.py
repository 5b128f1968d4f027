"""Keys changed in the app: pressed, checked before anything is stored, and in use at once."""

from __future__ import annotations

import tomllib

import pytest
from textual.keys import _character_to_key
from textual.widgets import Static

from outsource_tui.settings import load_settings, settings_path
from outsource_tui.tui.commands import key_sign, named_keys
from outsource_tui.tui.dialogs.keys import KeysDialog
from outsource_tui.tui.keymap import usable, written
from outsource_tui.tui.widgets.chrome import BottomBar
from tests.tui.support import demo_services, held, planner, press_keys

SIGNS = [chr(code) for code in range(33, 127)]


async def settle(pilot) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def go_to(pilot, dialog: KeysDialog, name: str) -> None:
    await press_keys(pilot, "home", *held("down", [each.id for each in dialog._found].index(name)))


async def ask(pilot, name: str) -> KeysDialog:
    """Open the list by the help, and go to a command."""
    await pilot.press("question_mark", "c")
    await settle(pilot)
    dialog = pilot.app.screen
    assert isinstance(dialog, KeysDialog)
    await go_to(pilot, dialog, name)
    return dialog


def said(dialog: KeysDialog) -> str:
    return str(dialog.query_one("#said", Static).render())


def footer(app) -> str:
    return str(app.screen_stack[0].query_one(BottomBar).render())


def stored() -> dict[str, str]:
    return tomllib.loads(settings_path().read_text())["keys"] if settings_path().exists() else {}


@pytest.fixture
def app():
    return planner(demo_services())


async def test_a_key_that_was_pressed_is_stored_and_works_and_shows_at_once(app):
    async with app.run_test(size=(160, 36)) as pilot:
        dialog = await ask(pilot, "timeline.split")
        await pilot.press("enter")
        assert "“split” shall have this key" in said(dialog)
        await pilot.press("%")
        assert said(dialog) == "“split” is on % now"
        assert stored() == {"timeline.split": "%"}
        assert "was S" in str(dialog._rows.render())
        assert "% split" in footer(app)
        assert "←→ day" in footer(app)
        await pilot.press("escape", "question_mark")
        await settle(pilot)
        assert "%        Split the block" in str(app.screen.query_one("_Keys").render())
        await pilot.press("escape", "home", "%")
        await settle(pilot)
        assert app.screen.bar.mode.name == "split"
        await pilot.press("escape", "S")
        assert not app.screen.bar.active
    assert usable(load_settings().keys) == ({"timeline.split": "percent_sign"}, [])


async def test_a_clash_is_named_before_anything_is_stored_and_another_key_can_be_pressed(app):
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = await ask(pilot, "timeline.split")
        await pilot.press("enter", "m")
        assert "the key m is for “merge” on Timeline already" in said(dialog)
        await pilot.press("left_shift")
        assert "no key of its own" in said(dialog)
        await pilot.press("ctrl+c")
        assert "ctrl+c copies" in said(dialog)
        assert stored() == {}
        assert app.keys.changed == {}
        await pilot.press("f6")
        assert stored() == {"timeline.split": "f6"}


async def test_a_key_of_every_screen_must_be_free_on_every_screen(app):
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = await ask(pilot, "app.undo")
        await pilot.press("enter", "b")
        assert "“brief” on Board" in said(dialog)
        await pilot.press("escape")
        assert said(dialog) == ""
        await pilot.press("escape")
    assert stored() == {}


async def test_a_command_gets_its_own_keys_back_unless_they_are_taken(app):
    async with app.run_test(size=(120, 36)) as pilot:
        dialog = await ask(pilot, "timeline.split")
        await pilot.press("enter", "f6")
        await go_to(pilot, dialog, "timeline.merge")
        await pilot.press("enter", "S")
        assert stored() == {"timeline.split": "f6", "timeline.merge": "S"}
        await go_to(pilot, dialog, "timeline.split")
        await pilot.press("backspace")
        assert "“merge” on Timeline: the key S is for “split” on Timeline" in said(dialog)
        assert stored() == {"timeline.split": "f6", "timeline.merge": "S"}
        await go_to(pilot, dialog, "timeline.merge")
        await pilot.press("backspace")
        await go_to(pilot, dialog, "timeline.split")
        await pilot.press("delete")
        assert stored() == {}
        await pilot.press("escape", "S")
        await settle(pilot)
        assert app.screen.bar.mode.name == "split"


async def test_a_key_can_be_had_besides_the_others(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "timeline.up")
        await pilot.press("plus", "w")
        assert stored() == {"timeline.up": "up,k,w"}
        await pilot.press("escape", "home", "end")
        place = app.screen.timeline.selected.key
        for key in ("w", "up", "k"):
            await pilot.press(key)
            assert app.screen.timeline.selected.key != place
            await pilot.press("end")


async def test_comments_order_and_other_lines_of_the_file_stay(app):
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(
        '# mine\nstep = 7  # odd\n\n[keys]  # by habit\n"app.redo" = "f5"  # why not\n# the end\n'
    )
    services = demo_services()
    services.settings = load_settings()
    app = planner(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "timeline.split")
        await pilot.press("enter", "f6")
        await ask_again(pilot, "app.redo")
        await pilot.press("enter", "f7")
    text = settings_path().read_text()
    assert text.startswith('# mine\nstep = 7  # odd\n\n[keys]  # by habit\n"app.redo" = "f7"  # why not\n')
    assert '"timeline.split" = "f6"' in text
    assert "# the end" in text


async def ask_again(pilot, name: str) -> None:
    found = [each.id for each in pilot.app.screen._found]
    await press_keys(pilot, "home", *held("down", found.index(name)))


async def test_a_file_made_for_it_has_all_its_comments(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "timeline.split")
        await pilot.press("enter", "f6")
    text = settings_path().read_text()
    assert "\n[keys]  " in text
    assert '# day_start = "08:00"' in text


async def test_keys_that_cannot_be_written_are_not_changed(app):
    settings_path().mkdir(parents=True)
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = await ask(pilot, "timeline.split")
        await pilot.press("enter", "f6")
        assert "cannot read" in said(dialog)
        assert app.keys.changed == {}


async def test_the_help_closes_on_the_key_that_opens_it(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "app.help")
        await pilot.press("enter", "f1", "escape", "f1")
        await settle(pilot)
        assert app.screen.query("_Keys")
        await pilot.press("f1")
        await settle(pilot)
        assert app.screen.NAME == "Timeline"


async def test_a_sign_of_several_keys_follows_each_of_them(app):
    async with app.run_test(size=(160, 36)) as pilot:
        await ask(pilot, "timeline.end_later")
        await pilot.press("enter", "f6", "escape")
        assert "[ ] { f6 edges" in footer(app)
        await ask(pilot, "timeline.next_day")
        await pilot.press("enter", "f7", "escape")
        assert "← f7 day" in footer(app)


async def test_the_line_that_rests_names_the_key_of_now(app):
    async with app.run_test(size=(120, 36)) as pilot:
        await ask(pilot, "timeline.log")
        await pilot.press("enter", "f6", "escape")
        await settle(pilot)
        assert "press f6 and type" in app.export_screenshot().replace("&#160;", " ")


@pytest.mark.parametrize("sign", SIGNS)
def test_every_sign_of_the_keyboard_is_a_key_by_its_name_and_back(sign):
    name = _character_to_key(sign)
    assert named_keys(sign) == name
    assert key_sign(name) == sign
    assert named_keys(written(name)) == name
    assert all("already" in refused.reason for refused in usable({"timeline.split": sign})[1])


@pytest.mark.parametrize("key", ["tab", "space", "f12", "ctrl+t", "shift+f3", "insert"])
def test_other_keys_are_written_by_their_names(key):
    assert written(key) == key
    assert "\t" not in key_sign(key)


async def test_letters_say_that_they_do_not_search(app):
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = await ask(pilot, "timeline.split")
        await pilot.press("s")
        assert "letters do not search here" in said(dialog)
        await pilot.press("down")
        assert said(dialog) == ""


async def test_the_help_gives_the_palettes_key_for_what_has_none(app):
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("question_mark")
        await settle(pilot)
        words = str(app.screen.query_one("_Keys").render())
        assert "^p …" in words
        assert not any(line.startswith("palette") for line in words.splitlines())
