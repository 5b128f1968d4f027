"""The frame around every screen: switching, saving, undo, help, palette, other writers, small terminals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from textual.widgets import Static
from textual.widgets._toast import Toast

from outsource_tui.store.repository import Repository
from outsource_tui.tui.app import SCREENS
from outsource_tui.tui.base import PlannerScreen
from outsource_tui.tui.theme import DARK, LIGHT
from outsource_tui.tui.widgets.chrome import BottomBar, TopBar
from outsource_tui.tui.widgets.entry_bar import EntryBar
from tests.tui.support import DEMO_MOMENT, demo_services, empty_services, planner


async def found(pilot, words: str) -> list[str]:
    """What the palette offers for some words, the best first."""
    await pilot.press("ctrl+p", *(letter if letter != " " else "space" for letter in words))
    palette = pilot.app.screen
    for _ in range(200):  # it searches in the background
        await pilot.pause(0.01)
        if not palette.workers and palette.query_one("CommandList").option_count:
            break
    options = palette.query_one("CommandList")
    return [str(options.get_option_at_index(n).prompt).splitlines()[0] for n in range(options.option_count)]


async def test_the_palette_finds_what_another_screen_can_do_and_does_it_there():
    app = planner(demo_services())
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        lines = await found(pilot, "new group")
        assert lines[0].split() == ["Board:", "new", "group", "n"]
        await pilot.press("enter")
        await settle(pilot)
        if app.screen.query("CommandList"):
            await pilot.press("enter")
            await settle(pilot)
        assert app.screen_stack[-2].NAME == "Board"
        assert str(app.screen.query_one("#title", Static).render()) == "New group"


async def test_the_palette_finds_by_the_words_of_the_help():
    app = planner(demo_services())
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        assert any("Board:" in line for line in await found(pilot, "how much"))


async def settle(pilot) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def log_one(services, line: str = "2026-11-19 9-10 Invoices"):
    return services.log.add(services.log.parse(line))


async def test_digits_switch_screens_and_back():
    app = planner(demo_services())
    async with app.run_test(size=(120, 36)) as pilot:
        for digit, name in enumerate(SCREENS, 1):
            await pilot.press(str(digit))
            await settle(pilot)
            assert app.screen.NAME == name
            assert app.screen.query_one(TopBar).state.current == name
        await pilot.press("1")
        await settle(pilot)
        assert app.screen.NAME == "Timeline"
        assert len(app.screen_stack) == 1


async def test_a_click_on_a_name_in_the_top_bar_goes_there():
    app = planner(demo_services())
    async with app.run_test(size=(120, 36)) as pilot:
        plain = app.screen.query_one(TopBar).render().plain
        await pilot.click(TopBar, offset=(plain.index("Board") + 1, 0))
        await settle(pilot)
        assert app.screen.NAME == "Board"


async def test_undo_and_redo_work_on_every_screen():
    services = empty_services()
    log_one(services)
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        for digit in "1234":
            await pilot.press(digit)
            await settle(pilot)
            await pilot.press("u")
            await settle(pilot)
            assert list(services.repository.all_entries()) == []
            await pilot.press("U")
            await settle(pilot)
            assert len(list(services.repository.all_entries())) == 1


async def test_changes_are_stored_in_the_order_in_which_they_were_made():
    app = planner()
    done = []
    async with app.run_test(size=(120, 36)) as pilot:
        for number in range(5):
            app.make_change(lambda n=number: n, done.append)
        await settle(pilot)
        assert done == [0, 1, 2, 3, 4]


async def test_what_another_process_wrote_is_shown(tmp_path):
    from outsource_tui.services.services import Services
    from tests.tui.support import DEMO_MOMENT, FixedClock, Settings

    path = tmp_path / "log.json"
    ours, theirs = (Services(Repository.open(path), FixedClock(DEMO_MOMENT), Settings()) for _ in range(2))
    log_one(ours)
    app = planner(ours)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        log_one(theirs, "2026-11-19 10-11 Call")
        app._tick()
        await settle(pilot)
        assert len(ours.log.day(DEMO_MOMENT.date()).blocks) == len(theirs.log.day(DEMO_MOMENT.date()).blocks)


async def test_help_names_every_key_of_the_screen():
    app = planner(demo_services())
    async with app.run_test(size=(90, 50)) as pilot:
        for digit in "1234":
            await pilot.press(digit)
            await settle(pilot)
            screen = app.screen
            assert isinstance(screen, PlannerScreen)
            assert screen.PURPOSE
            assert screen.COMMAND_LIST
            await pilot.press("question_mark")
            await settle(pilot)
            shown = " ".join(str(app.screen.query_one("_Keys").render()).split())
            for command in screen.COMMAND_LIST:
                assert command.help in shown
            await pilot.press("escape")
            await settle(pilot)


async def test_every_command_has_an_action_and_every_key_one_meaning():
    app = planner(demo_services())
    async with app.run_test(size=(120, 36)) as pilot:
        for digit in "1234":
            await pilot.press(digit)
            await settle(pilot)
            screen = app.screen
            keys: dict[str, str] = {}
            for owner, commands in ((screen, screen.COMMAND_LIST), (app, app.COMMAND_LIST)):
                for command in commands:
                    assert hasattr(owner, f"action_{command.name.split('(')[0]}"), command.name
                    for key in filter(None, command.keys.split(",")):
                        assert key not in keys, (screen.NAME, key, command.name, keys.get(key))
                        keys[key] = command.name


async def test_two_keys_of_a_command_are_parted_in_help():
    app = planner(demo_services())
    async with app.run_test(size=(90, 50)) as pilot:
        await pilot.press("3", "question_mark")
        await settle(pilot)
        shown = str(app.screen.query_one("_Keys").render())
        assert "^home, ^ Go to the first column" in shown
        assert "^end, $  Go to the last column" in shown


async def test_the_footer_shows_only_what_is_possible_and_always_help():
    app = planner(demo_services())
    async with app.run_test(size=(60, 20)) as pilot:
        for digit in "1234":
            await pilot.press(digit)
            await settle(pilot)
            bar = app.screen.query_one(BottomBar).render()
            assert bar.plain.rstrip().endswith("? help")
            assert bar.cell_length <= 60 + 3


@pytest.mark.parametrize("size", [(20, 5), (59, 36), (120, 12)])
async def test_a_terminal_too_small_says_what_it_needs(size):
    app = planner(demo_services())
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        line = app.screen.query_one("#too-small", Static)
        assert line.display
        assert "60×20" in str(line.render())
        await pilot.resize_terminal(120, 36)
        await settle(pilot)
        assert not line.display


async def test_changed_keys_are_shown_and_work():
    from dataclasses import replace

    services = demo_services()
    services.settings = replace(services.settings, keys={"app.undo": "f5"})
    log_one(services, "2026-11-20 9-10? Plan")
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        before = len(list(services.repository.all_entries()))
        await settle(pilot)
        await pilot.press("f5")
        await settle(pilot)
        assert len(list(services.repository.all_entries())) == before - 1


def contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2 between two colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("ground", ["background", "surface", "panel"])
def test_text_can_be_read_in_both_themes(theme, ground):
    words = [theme.foreground, theme.primary, theme.success, theme.error, theme.accent, theme.secondary]
    words.append(theme.variables["text-muted"])
    for word in words:
        assert contrast(word, getattr(theme, ground)) >= 4.5, (word, ground)


@dataclass
class Hands:
    """A clock whose hands the test moves."""

    at: datetime
    zone: ZoneInfo

    def now(self) -> datetime:
        return self.at


@pytest.mark.parametrize(("looked_at", "then"), [(0, 20), (-1, 18)])
async def test_who_looks_at_today_overnight_sees_the_new_day_in_the_morning(looked_at, then):
    clock = Hands(DEMO_MOMENT, DEMO_MOMENT.tzinfo)
    app = planner(empty_services(clock=clock))
    async with app.run_test() as pilot:
        await pilot.press("escape")
        app.show_day(DEMO_MOMENT.date() + timedelta(days=looked_at))
        await pilot.press("n")
        clock.at = DEMO_MOMENT + timedelta(hours=16)
        app._tick()
        assert app.shown_day.day == 19 + looked_at, "not behind the back of somebody who types"
        await pilot.press("escape")
        clock.at += timedelta(minutes=1)
        app._tick()
        assert app.shown_day.day == then


async def test_a_screen_that_cannot_be_seen_does_nothing_but_be_left():
    app = planner(demo_services())
    async with app.run_test(size=(50, 15)) as pilot:
        before = app.services.repository.version
        await pilot.press("2", "d", "u", "question_mark")
        assert app.screen.NAME == "Timeline"
        assert app.services.repository.version == before
        await pilot.press("q")
    assert app.return_code == 0


async def say(pilot, words: str, **more) -> list[Toast]:
    """Let the app say something; returns what stands in the corner then."""
    pilot.app.notify(words, **more)
    for _ in range(3):  # the word, the rack that shows it, and its place there
        await pilot.pause()
    return list(pilot.app.screen.query(Toast))


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_what_is_said_is_seen_whole(width):
    app = planner(empty_services())
    async with app.run_test(size=(width, 24), notifications=True) as pilot:
        path = "/home/somebody/.config/outsource-tui/settings.toml"
        [toast] = await say(pilot, f"{path}, line 2: the key n is for 'log' already")
        assert app.screen.region.contains_region(toast.region)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_what_is_said_stands_in_a_line_of_its_own_and_over_no_figure(size):
    app = planner(demo_services())
    async with app.run_test(size=size, notifications=True) as pilot:
        for key in ("2", "3", "4"):
            await pilot.press(key)
            [toast] = await say(pilot, "written")
            assert toast.region == app.screen.query_one(BottomBar).region
        await pilot.press("1")
        [toast] = await say(pilot, "logged")
        bar = app.screen.query_one(EntryBar)
        assert (toast.region.x, toast.region.width) == (0, size[0])
        assert toast.region.bottom == bar.query_one("HintLine").region.bottom
        assert not toast.region.overlaps(bar.query_one("Input").region)


async def test_a_new_word_takes_the_place_of_the_one_before_but_not_of_a_warning():
    app = planner(empty_services())
    async with app.run_test(notifications=True) as pilot:
        await say(pilot, "one taken · u takes it back")
        [only] = await say(pilot, "refused")
        assert "refused" in str(only.render())
        await say(pilot, "the disk is full", severity="warning")
        told = await say(pilot, "copied")
        assert any("disk" in str(toast.render()) for toast in told)
