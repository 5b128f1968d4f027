"""The line at the bottom: what the arrows call up, and what it asks about."""

from __future__ import annotations

import pytest

from outsource_tui.model.clock import FixedClock
from outsource_tui.model.quick_entry import parse
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from outsource_tui.tui.widgets.cells import width_of
from outsource_tui.tui.widgets.chrome import BottomBar
from outsource_tui.tui.widgets.entry_preview import HintLine
from tests.conftest import NOW
from tests.services.test_log import put, shown
from tests.tui.support import empty_services, planner, press_keys, quiet, typed
from tests.tui.test_timeline import opened


@pytest.fixture
def log():
    services = empty_services(clock=FixedClock(NOW))
    put(services, "8-9 Email #admin", "9-10 Newsletter draft #marketing -- second draft")
    put(services, "10-11 email #admin")
    return services


async def test_lines_of_the_log_are_called_up_without_their_times_in_a_new_run(log):
    async with opened(log) as press:
        screen = await press("n", "up")
        assert screen.bar.input.value == "Email #admin"
        await press("up")
        assert screen.bar.input.value == "Newsletter draft #marketing -- second draft"
        await press("up")  # there is none before
        assert screen.bar.input.value == "Newsletter draft #marketing -- second draft"
        await press("down", "down")
        assert screen.bar.input.value == ""
        await press("up", "enter")
        assert "11:00-12:05 Email" in shown(log)


async def test_what_was_entered_in_this_run_comes_first_as_it_was_typed(log):
    async with opened(log) as press:
        screen = await press("n", *typed("11-11:30 Post"), "enter", "n", "up")
        assert screen.bar.input.value == "11-11:30 Post"
        await press("up")
        assert screen.bar.input.value == "Post"


async def test_a_renamed_activity_is_called_up_by_its_new_name(log):
    activity = log.repository.activities().named("Email")
    log.edit.rename(activity.id, "Inbox")
    async with opened(log) as press:
        screen = await press("s", "up")
        assert screen.bar.input.value == "Inbox #admin"


async def test_a_date_or_a_new_name_has_no_lines_to_call_up(log):
    async with opened(log) as press:
        screen = await press("g", "up")
        assert screen.bar.input.value == ""


@pytest.mark.parametrize(
    "name",
    ["9-10 rota", '[b]x[/b] "quoted"', "a -- b", "#hash", "\x1b]52;c;x\x07", "mon call", "-15 x", "ünï 本"],
)
def test_any_line_called_up_reads_as_what_was_logged(name):
    services = empty_services(clock=FixedClock(NOW))
    with services.repository.change("fill", NOW) as work:
        from outsource_tui.model.activity import Activity
        from outsource_tui.model.entry import Entry
        from tests.services.test_log import at

        own = work.put(Activity("", name))
        work.put(Entry("", at(8), at(9), NOW.tzinfo.key, own.id, ("two words", "x"), "a -- note #no"))
    (line,) = services.typed.lines()
    read = parse(line, NOW, at(11))
    assert (read.activity, read.tags, read.note) == (name, ("two words", "x"), "a -- note #no")


@pytest.mark.parametrize("width", [80, 120])
async def test_a_time_behind_the_name_is_asked_about_before_it_is_stored(log, width):
    app = quiet(planner(log))
    async with app.run_test(size=(width, 24)) as pilot:
        await press_keys(pilot, "n", *typed("Call yesterday 3pm"))
        await pilot.pause()
        hint = app.screen.query_one(HintLine).render().plain
        assert "is “yesterday 3pm” the time? Then write yesterday 3pm Call" in hint
        assert "11:00–12:05 · 1 h 05 · Call" in hint


async def test_a_line_with_a_time_is_not_asked_about_another(log):
    async with opened(log) as press:
        screen = await press("n", *typed("9-10 Prepare 3pm call"))
        assert "Then write" not in screen.bar.preview.content().plain


@pytest.mark.parametrize(
    ("key", "line", "asked"),
    [
        ("n", "9-10 yesterday Call", "is “yesterday” the day? Then write yesterday 9-10 Call"),
        ("n", "9-10 Call +acme", "is “+acme” a tag? Then write 9-10 Call #acme"),
        ("n", "20.11. 9-10 Call", "is “20.11.” still to come? Then write 20.11. 9-10? Call"),
        ("s", "Call 9:15", "is “9:15” the time? Then write 9:15 Call"),
        ("s", "Call 9-10", ""),
    ],
)
async def test_what_may_be_meant_otherwise_is_asked_about(log, key, line, asked):
    async with opened(log) as press:
        screen = await press(key, *typed(line))
        assert screen.bar.preview.asked == asked


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_an_hour_that_is_read_as_of_the_night_is_asked_about_and_said(width):
    afternoon = NOW.replace(hour=15, minute=20)
    async with planner(empty_services(clock=FixedClock(afternoon))).run_test(size=(width, 24)) as pilot:
        await press_keys(pilot, "n", *typed("2-2:20 x"))
        await pilot.pause()
        hint = pilot.app.screen.query_one(HintLine).render().plain
        assert hint.startswith("is “2-2:20” by day? Then write 14:00-14:20 x")
        assert "02:00–02:20 · 0 h 20 · x" in hint
        await pilot.press("home", "0")
        await pilot.pause()
        assert pilot.app.screen.bar.preview.asked == ""


def hint_lines(screen) -> list[str]:
    """What is seen above the line."""
    hint = screen.query_one(HintLine)
    lines = hint.render().plain.split("\n")
    assert len(lines) == hint.size.height
    assert all(width_of(line) <= hint.size.width for line in lines)
    return lines


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_a_question_is_readable_whole_and_so_are_the_day_and_the_times(log, width):
    async with planner(log).run_test(size=(width, 24)) as pilot:
        await press_keys(pilot, "n", *typed("yesterday 8-9 Call with Acme, 11-12 the other one as well"))
        await pilot.pause()
        told = hint_lines(pilot.app.screen)
        assert "is “11-12” a second time? Then log it as a line of its own" in " ".join(told)
        assert "Tue 17 Nov · 08:00–09:00 · 1 h 00 · Call" in told[-1]
        await pilot.press("escape")
        await pilot.pause()
        assert len(hint_lines(pilot.app.screen)) == 1


async def test_a_question_about_a_line_that_cannot_be_read_is_readable_whole_with_what_is_wrong(log):
    async with planner(log).run_test(size=(120, 36)) as pilot:
        await press_keys(pilot, "n", *typed("9-16, 16-17 Prepare the yearly accounts"))
        await pilot.pause()
        asked, wrong = hint_lines(pilot.app.screen)
        assert asked.endswith("Then log it as a line of its own")
        assert wrong.endswith("to plan it, write 9-16?")


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_the_times_stay_whole_beside_a_question_and_what_is_in_the_way(log, width):
    put(log, "yesterday 9-11 Yearly accounts for the tax adviser", "yesterday 11-16 Studio commissions")
    async with planner(log).run_test(size=(width, 24)) as pilot:
        await press_keys(pilot, "left", "n", *typed("9-16, 16-17 Prepare everything that is there"))
        await pilot.pause()
        assert "Tue 17 Nov · 09:00–16:00 · 7 h 00 · " in hint_lines(pilot.app.screen)[-1]


async def test_the_day_is_said_where_the_entry_goes_to_another_than_the_one_shown(log):
    async with opened(log) as press:
        screen = await press("left", "n", *typed("-15 Call"))
        assert screen.bar.preview.text == "Wed 18 Nov · 11:50–12:05 · 0 h 15 · Call"
        screen = await press("escape", "s", *typed("Call"))
        assert screen.bar.preview.text.startswith("Wed 18 Nov · 12:05–now")
        screen = await press("escape", "n", *typed("9-10 Call"))
        assert screen.bar.preview.text == "Tue 17 Nov · 09:00–10:00 · 1 h 00 · Call"
        screen = await press("escape", "t", "n", *typed("-15 Call"))
        assert screen.bar.preview.text == "11:50–12:05 · 0 h 15 · Call"


@pytest.mark.parametrize("day", ["wed", "today", "#tag 18.11."])
async def test_a_day_that_is_named_is_said_back(log, day):
    async with opened(log) as press:
        screen = await press("n", *typed(f"{day} 11-11:30 Call"))
        assert screen.bar.preview.text.startswith("Wed 18 Nov · 11:00–11:30 · ")


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_what_is_in_the_way_is_seen_however_long_the_line_is(log, width):
    async with planner(log).run_test(size=(width, 24)) as pilot:
        await press_keys(pilot, "n", *typed("9-10 " + "long " * 30))
        await pilot.pause()
        hint = pilot.app.screen.query_one(HintLine).render().plain
        assert hint.startswith("09:00–10:00")
        assert hint.endswith("… · over Newsletter draft")


async def test_a_log_that_just_began_takes_line_after_line_until_the_bar_is_left(tmp_path):
    app = planner(Services(Repository.open(tmp_path / "log.json"), FixedClock(NOW), Settings()))
    async with app.run_test(size=(120, 36)) as pilot:
        for line in ("9-10 Invoices", "10-11:30 Call with supplier"):
            app.screen.bar.input.insert_text_at_cursor(line)
            await pilot.press("enter")
            await app.workers.wait_for_complete()
            await pilot.pause()
        assert app.screen.bar.active
        signs = [hint.sign for hint in app.screen.query_one(BottomBar).hints]
        assert signs[0] == "↵"
        assert "n" not in signs, "no letter is a command while one types"
        await pilot.press("escape")
        assert not app.screen.bar.active
        assert app.screen.bar.input.placeholder == "press n and type what you did"
        assert "n" in [hint.sign for hint in app.screen.query_one(BottomBar).hints]
        await pilot.press("n", "escape", "u")
        await app.workers.wait_for_complete()
        assert [app.services.log.status().day.logged] == [60]


async def test_enter_takes_the_completion_that_the_arrows_chose(log):
    put(log, "11-11:30 Post #accounts", "11:30-12 Post #art")
    async with opened(log) as press:
        screen = await press("n", *typed("-5 Task #"))
        assert screen.bar.preview.text.endswith("Task")
        screen = await press(*["down"] * 2)
        chosen = screen.bar.line
        assert chosen.removeprefix("-5 Task #") in {"accounts", "admin", "art", "marketing"}
        assert screen.bar.preview.text.endswith(chosen.removeprefix("-5 Task "))
        screen = await press("enter")
        assert not screen.bar.active
        assert screen.bar.preview.text == ""
        assert "12:00-12:05 Task" in shown(log)
        assert log.log.day(NOW.date()).logged_blocks[-1].entry.tags == (chosen.rpartition("#")[2],)


async def test_typing_on_lets_go_of_the_chosen_completion(log):
    async with opened(log) as press:
        screen = await press("n", *typed("-5 e"), "down", *typed("xtra"))
        assert screen.bar.line == "-5 extra"
        await press("enter")
        assert "12:00-12:05 extra" in shown(log)


async def test_why_a_line_is_refused_is_readable_on_a_small_screen_too(log):
    async with opened(log, (60, 20)) as press:
        screen = await press("n", *typed("9-8 Post"))
        assert not screen.app._notifications
        screen = await press("enter")
        (told,) = (notice.message for notice in screen.app._notifications)
        assert told.endswith("to plan it")
    async with opened(log, (120, 36)) as press:
        screen = await press("n", *typed("9-8 Post"), "enter")
        assert not screen.app._notifications
        assert "to plan it" in screen.bar.preview.text


async def test_the_line_stands_out_as_a_whole_while_it_is_typed_in(log):
    app = planner(log)
    async with app.run_test(size=(120, 36)) as pilot:
        row = app.size.height - 2

        def grounds() -> set[str]:
            strip = app.screen._compositor.render_strips()[row]
            return {segment.style.bgcolor.name for segment in strip}

        await pilot.press("n", *"7-8", "space", "N")
        await pilot.pause()
        typing = grounds() - {app.theme_variables["input-cursor-background"]}
        await pilot.press("escape")
        await pilot.pause()
        assert typing == {app.theme_variables["panel"].lower()}
        assert grounds() == {app.theme_variables["surface"].lower()}
