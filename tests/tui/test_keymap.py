"""Keys changed in the settings: every command can be given one, and no line can make a screen unusable."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from outsource_tui.settings import parse_settings, settings_path
from outsource_tui.tui import keymap
from outsource_tui.tui.change_keys import change_keys
from outsource_tui.tui.screens.timeline_base import welcome
from outsource_tui.tui.widgets.chrome import TopBar
from tests.tui.support import demo_services, empty_services, planner


def test_the_listing_is_a_settings_file_in_which_every_key_is_as_it_was():
    text = "\n".join(keymap.listing())
    keys = parse_settings(text).keys
    assert keymap.usable(keys)[1] == []
    changed = keymap.usable(keys)[0]
    for scope, commands in keymap.scopes().items():
        for command in commands:
            if command.keys:
                assert changed[f"{scope}.{command.name}"] == command.keys
    assert tomllib.loads(text)["keys"]["timeline.split"] == "S"


@pytest.mark.parametrize(
    ("keys", "refused", "words"),
    [
        ({"timeline.split": "m"}, "timeline.split", "the key m is for “merge” on Timeline already"),
        ({"board.brief": "?"}, "board.brief", "the key ? is for “help” on every screen"),
        ({"app.undo": "n"}, "app.undo", "the key n is for “log”"),
        ({"app.undo": "f5", "app.redo": "f5"}, "app.redo", "“undo” on every screen"),
        ({"timeline.splitt": "f5"}, "timeline.splitt", "did you mean 'timeline.split'"),
        ({"elsewhere": "f5"}, "elsewhere", "outsource settings --keys"),
        ({"app.undo": "strg+z"}, "app.undo", "is no key: write keys such as"),
        ({"app.undo": "ctrl+i"}, "app.undo", "is tab to most terminals"),
    ],
)
def test_a_line_that_will_not_do_is_left_out_and_says_why(keys, refused, words):
    good, told = keymap.usable(keys)
    assert [line.id for line in told] == [refused]
    assert words in told[0].reason
    assert refused not in good


def test_a_key_that_goes_through_weeks_or_deletes_is_for_nothing_else_on_any_screen():
    keys = {
        scope: {key: c for c in commands for key in c.keys.split(",")}
        for scope, commands in keymap.scopes().items()
    }
    for scope in ("timeline", "highlight", "board", "summary"):
        names = [keys[scope][key].name for key in ("less_than_sign", "greater_than_sign", "full_stop")]
        going = {name.split("(")[0] for name in names}
        assert going <= {"week_before", "next_week", "today", "week", "this_week", "period"}
        assert "D" not in keys[scope] or keys[scope]["D"].name == "delete"
        assert "left_square_bracket" not in keys[scope] or scope == "timeline"


def test_two_commands_may_change_their_keys_with_each_other():
    good, told = keymap.usable({"timeline.split": "m", "timeline.merge": "S"})
    assert told == []
    assert good == {"timeline.split": "m", "timeline.merge": "S"}


def test_a_line_that_falls_takes_those_along_that_relied_on_it():
    good, told = keymap.usable({"timeline.split": "m", "timeline.merge": "u"})
    assert {line.id for line in told} == {"timeline.split", "timeline.merge"}
    assert good == {}


async def test_the_app_names_the_line_and_keeps_the_key_that_was():
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text('step = 5\n[keys]\n"app.undo" = "?"\n"app.redo" = "f6"\n')
    services = demo_services()
    services.settings = replace(services.settings, keys={"app.undo": "?", "app.redo": "f6"}, theme="pink")
    app = planner(services)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.pause()
        told = " ".join(str(toast.render()) for toast in app.screen.query("Toast"))
        assert "line 3" in told
        assert "“help” on every screen" in told
        assert "there is no theme 'pink'" in told
        assert app.keys.changed == {"app.redo": "f6"}
        await pilot.press("question_mark")
        await pilot.pause()
        shown = str(app.screen.query_one("_Keys").render())
        assert "f6" in shown
        assert "u, ^z" in shown


async def test_the_palette_shows_the_keys_as_they_are_now():
    from outsource_tui.tui.palette import offers

    services = demo_services()
    services.settings = replace(services.settings, keys={"board.new": "f7", "app.undo": "f5"})
    app = planner(services)
    async with app.run_test(size=(120, 36)):
        keys = {offer.title: offer.keys for offer in offers(app, app.screen)}
        assert keys["Board: new group"] == "f7"
        assert keys["Undo"] == "f5"


CHANGED = {
    "app.screen(1)": "f1",
    "app.screen(2)": "f2",
    "app.screen(3)": "f3",
    "app.screen(4)": "f4",
    "app.leave": "f10",
    "app.help": "f12",
    "timeline.log": "f5",
    "timeline.stop": "f6",
    "timeline.fill": "f7",
    "highlight.mark": "f8",
    "highlight.finish": "f9",
    "highlight.next_step": "f11",
    "highlight.week(-1)": "f6",
    "summary.period(-1)": "f6",
    "board.carry(1)": "f7",
    "board.carry(-1)": "f6",
}


def with_keys(services):
    services.settings = replace(services.settings, keys=CHANGED)
    return services


def in_words(app) -> str:
    """All that is on the screen, but for the names of the screens at its top."""
    lines = app.screen._compositor.render_strips()[1:]
    return "\n".join("".join(segment.text for segment in line) for line in lines)


async def test_words_on_the_screens_name_the_keys_as_they_are_now():
    app = planner(with_keys(demo_services()))
    async with app.run_test(size=(120, 36)) as pilot:

        async def see(*keys: str) -> str:
            for key in keys:
                await pilot.press(key)
                await app.workers.wait_for_complete()
            await pilot.pause()
            return in_words(app)

        shown = await see()
        assert "running · f6 stop" in shown
        assert "press f5 and type" in shown
        assert "review due · press f2" in str(app.screen.query_one(TopBar).render())
        assert "f7 give to a neighbour" in await see("up")
        shown = await see("f2")
        assert "f9 when done" in shown
        assert "f11 next step · esc skip the guide" in shown
        assert "Mark it: f8." in await see("f11")
        assert "group it (f3)" in await see("f11", "f11")
        shown = await see("f12", "t")
        assert "Press f5, type" in shown
        assert "f10 leave" in shown
        app.tour.step = 2
        shown = await see("f3")
        assert "Press f3. f7 moves the card" in shown
        assert "f6 moves it back" in shown


async def test_words_where_nothing_is_yet_name_the_keys_as_they_are_now():
    app = planner(with_keys(empty_services()))
    async with app.run_test(size=(120, 36)) as pilot:
        assert "esc and f12 show the keys" in welcome(9, app.screen.key("help"))
        for key, words in (
            ("f2", "Nothing is logged here. f1 to log what you do, f6 for the week before."),
            ("f3", "press f2 and mark"),
            ("f4", "Press f1 and log what you do, or f6 for the time before."),
        ):
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert words in " ".join(in_words(app).replace("▌", "").split())
        assert "Press f2 to mark" in in_words(app)


async def test_words_follow_a_key_that_is_changed_while_they_are_seen():
    app = planner(demo_services())
    async with app.run_test(size=(120, 36)) as pilot:
        assert "running · x stop" in in_words(app)
        assert change_keys(app, "timeline.stop", "f6") == ""
        app.screen.keys_changed()
        await pilot.pause()
        assert "running · f6 stop" in in_words(app)
