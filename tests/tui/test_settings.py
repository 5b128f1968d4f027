"""Settings changed in the app: checked as they are typed, written with care, used at once."""

from __future__ import annotations

import tomllib

import pytest
from textual.widgets import Input, Static

from outsource_tui.settings import load_settings, parse_settings, settings_path
from outsource_tui.tui.app import SCREENS
from outsource_tui.tui.widgets.week_strip import WeekStrip
from tests.tui.support import demo_services, empty_services, planner


async def settle(pilot) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def type_into(pilot, name: str, text: str) -> None:
    field = pilot.app.screen.query_one(f"#field-{name}", Input)
    field.focus()
    field.value = text
    await settle(pilot)


def problem(app) -> str:
    return " ".join(str(app.screen.query_one("#problem", Static).render()).split())


async def test_changed_values_are_used_at_once_and_written_beside_the_comments():
    services = empty_services()
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("comma")
        await settle(pilot)
        await type_into(pilot, "step", "15")
        await type_into(pilot, "day_start", "9:30am")
        await type_into(pilot, "day_end", "12 pm")
        await type_into(pilot, "theme", "outsource-light")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.theme == "outsource-light"
        assert app.screen.NAME == "Timeline"
        assert f"{app.screen.week_log.days[3].gaps[0][0]:%H:%M}" == "09:30"
    text = settings_path().read_text()
    assert tomllib.loads(text) == {
        "step": 15, "day_start": "09:30", "day_end": "12:00", "theme": "outsource-light",
    }  # fmt: skip
    assert "step = 15" in text
    assert "# minutes by which [ ] { } move an edge" in text
    assert load_settings().step == 15


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("step", "often", "Step (minutes) is 'often': write a whole number"),
        ("zone", "Mars", "IANA"),
        ("work_days", "mon foo", "Work days is 'mon foo': write days such as mon tue wed thu fri"),
        ("work_days", '["mon", "tue"]', "write days such as mon tue wed thu fri"),
        ("day_end", "07:00", "Day ends must be later than Day starts (08:00): write a time such as 19:00"),
        ("day_end", "late", "Day ends is 'late': write a time such as 18:00, 6pm or"),
        ("theme", "pink", "write outsource-dark, outsource-light"),
        ("hour_value", "-3", "below zero"),
    ],
)
async def test_a_value_that_will_not_do_is_named_while_it_is_typed_and_never_written(name, text, words):
    app = planner(demo_services())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("comma")
        await settle(pilot)
        await type_into(pilot, name, text)
        assert words in problem(app)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.screen.query("#problem")
        await pilot.press("escape")
    assert not settings_path().exists()


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"hour_value": "lots", "work_days": "mon foo"}, "work_days", "Work days is 'mon foo'"),
        ({"step": "0", "nudge_after": "often"}, "step", "Step (minutes) is 0"),
        ({"day_start": "20:00"}, "day_end", "Day ends must be later than Day starts (20:00)"),
    ],
)
async def test_saving_goes_to_the_field_that_the_message_is_about(typed, field, words):
    app = planner(empty_services())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("comma")
        await settle(pilot)
        for name, text in typed.items():
            await type_into(pilot, name, text)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert words in problem(app)
        assert app.focused.id == f"field-{field}"


async def test_both_ends_of_a_day_can_be_moved_past_what_they_were():
    app = planner(empty_services())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("comma")
        await settle(pilot)
        await type_into(pilot, "day_start", "20:00")
        await type_into(pilot, "day_end", "23:00")
        assert "must be later" not in problem(app)
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert f"{load_settings().day_start:%H:%M}" == "20:00"


async def test_a_day_that_ends_at_midnight_is_shown_to_end_at_24():
    services = empty_services(parse_settings("day_end = 24"))
    app = planner(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("comma")
        await settle(pilot)
        assert app.screen.query_one("#field-day_end", Input).value == "24:00"


@pytest.mark.parametrize("digit", "124")
async def test_every_screen_shows_what_was_set(digit):
    app = planner(demo_services())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press(*"24", digit, "comma")
        await settle(pilot)
        await type_into(pilot, "currency", "CHF")
        await type_into(pilot, "week_start", "sunday")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.screen.NAME == list(SCREENS)[int(digit) - 1]
        await pilot.press("2")
        await settle(pilot)
        assert "CHF" in app.export_screenshot()
        await pilot.press("1")
        await settle(pilot)
        assert app.screen.query_one(WeekStrip).render().plain.split()[0] == "Sun"


async def test_a_theme_from_the_palette_is_remembered_with_every_comment_kept():
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text('# mine\nstep = 7  # odd\n\n[keys]\n"app.undo" = "f5"  # by habit\n')
    app = planner(empty_services(load_settings()))
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = "nord"
        await settle(pilot)
    assert settings_path().read_text() == (
        '# mine\nstep = 7  # odd\ntheme = "nord"\n\n[keys]\n"app.undo" = "f5"  # by habit\n'
    )


async def test_settings_that_cannot_be_written_say_so_and_change_nothing():
    settings_path().mkdir(parents=True)
    app = planner(empty_services())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("comma")
        await settle(pilot)
        await type_into(pilot, "step", "10")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "cannot read" in str(app.screen.query("Toast").first().render())
        assert app.services.settings.step == 5


async def test_a_name_that_is_no_setting_is_told_in_the_app():
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text("step = 7\nnope = 1\n")
    app = planner(empty_services(load_settings()))
    async with app.run_test(size=(120, 24), notifications=True) as pilot:
        for _ in range(40):  # it is said after the first picture, and shown a little later
            await pilot.pause()
            told = " ".join(str(toast.render()) for toast in app.screen.query("Toast"))
            if told:
                break
        assert "line 2: nope is not a setting" in " ".join(told.split())
        assert app.services.settings.step == 7
