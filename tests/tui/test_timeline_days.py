"""The timeline by key: going about, what runs, what is planned, and how it looks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual import events
from textual.widgets import TextArea

from outsource_tui.model.clock import FixedClock
from outsource_tui.model.edit import Overlap
from outsource_tui.settings import Settings
from tests.conftest import NOW
from tests.services.test_log import at, put, shown
from tests.tui.support import empty_services, typed
from tests.tui.test_timeline import log, opened, preview_of, text_of

__all__ = ["log"]


async def test_other_days_and_back(log):
    async with opened(log) as press:
        screen = await press("left")
        assert screen.shown == NOW.date() - timedelta(days=1)
        screen = await press("less_than_sign", "t")
        assert screen.shown == NOW.date()
        screen = await press("g", *typed("2024-02-29"), "enter")
        assert screen.shown.isoformat() == "2024-02-29"
        await press("n", *typed("9-10 Leap"), "enter")
        assert "09:00-10:00 Leap" in shown(log, screen.shown)


async def test_the_cursor_stays_with_its_block(log):
    async with opened(log) as press:
        screen = await press("home", "down")
        name, key = screen.block.name, screen.block.key
        put(log, "10-10:40 Invoices")
        screen.show_all()
        assert (screen.block.name, screen.block.key) == (name, key)
        log.log.delete(key)
        screen.show_all()
        assert screen.block.name == "not logged"


async def test_what_runs_grows_without_moving_the_cursor(log):
    log.log.start("Invoices", at=at(11, 50))
    async with opened(log) as press:
        screen = await press("home")
        log.clock.advance(minutes=60)
        screen.minute()
        assert screen.block.name == "Email"
        assert "1:15" in text_of(screen)


async def test_find_gaps_month_and_history_open_and_lead_back(log):
    put(log, "2021-03-04 9-10 Old invoices")
    async with opened(log) as press:
        screen = await press("slash", *typed("old inv"), "enter")
        assert screen.shown.isoformat() == "2021-03-04"
        assert screen.block.name == "Old invoices"
        screen = await press("t", "M", "left", "enter")
        assert screen.shown == NOW.date() - timedelta(days=1)
        screen = await press("t", "G", "end", "g")
        assert screen.shown == NOW.date()
        assert screen.block.entry is None
        screen = await press("Z", "down", "enter")
        assert sum(1 for change in log.history.changes() if change.undone) == 2


async def test_a_plan_is_confirmed_with_enter(log):
    put(log, "13-13:30? Website")
    log.clock.advance(hours=2)
    async with opened(log) as press:
        screen = await press("home")
        for _ in range(8):
            if screen.block.planned:
                break
            screen = await press("down")
        assert screen.block.planned
        await press("enter", "d")
        assert "13:00-13:30 Website" in shown(log)
        assert not any(b.entry.planned for b in log.log.day(NOW.date()).blocks if b.entry)


async def test_a_plan_done_at_other_times_is_one_change(log):
    put(log, "13-13:30? Website")
    log.clock.advance(hours=2)
    async with opened(log) as press:
        screen = await press("end")
        while not screen.block.planned:
            screen = await press("up")
        await press("enter", "o", "down", "down", "ctrl+u", *typed("13-13:50"), "ctrl+s")
        assert "13:00-13:50 Website" in shown(log)
        screen = await press("u")
        assert "13:00-13:30 Website" in shown(log)
        assert any(b.planned for b in screen.timeline.view.blocks)


async def test_rename_and_duplicate(log):
    async with opened(log) as press:
        await press("home", "R", "ctrl+u", *typed("Inbox"), "enter", "e")
        assert shown(log)[0] == "08:00-09:00 Inbox"
        screen = await press("end", "up", "y")
        assert screen.bar.input.value.startswith("11:40-12:40? ")


async def test_long_running_asks_on_return(log):
    log.log.start("Invoices", at=at(6), overlap=Overlap.KEEP)
    async with opened(log) as press:
        screen = await press()
        assert screen.app.screen is not screen
        await press("n")
        assert log.log.running() is None


async def test_when_it_ended_is_typed_on_where_its_start_stands(log):
    log.log.start("Invoices", at=at(6), overlap=Overlap.KEEP)
    async with opened(log) as press:
        form = (await press("t")).app.screen
        assert form.focused.id == "field-time"
        assert form.focused.value == "06:00-"
        await press(*typed("7:30"), "ctrl+s")
        assert "06:00-07:30 Invoices" in shown(log)


@pytest.mark.parametrize(("limit", "began", "lasted"), [(240, 6, "6 h 05"), (0, -4, "16 h 05")])
async def test_what_was_forgotten_stops_with_its_length_and_the_way_to_mend_it(limit, began, lasted):
    log = empty_services(Settings(long_running=limit), FixedClock(NOW))
    log.log.start("Invoices", at=at(0) + timedelta(hours=began))
    log.log.add(log.log.parse("12:01-12:02 Call"), Overlap.KEEP)
    async with opened(log) as press:
        screen = await press(*(["w"] if limit else []), "end", "x")
        toasts = [str(each.message) for each in screen.app._notifications]
        assert toasts == [f"Invoices stopped after {lasted} · ↵ on it to give another end"]
        assert screen.block.name == "Invoices"


async def test_a_quiet_word_when_nothing_was_logged(log):
    log.clock.advance(hours=2)
    async with opened(log) as press:
        screen = await press()
        assert "nothing is logged since 11:40" in screen.bar.idle.plain


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36), (160, 50)])
async def test_nothing_is_wider_than_the_terminal(log, size):
    put(log, "11:40-12 " + "An activity with a very long name 会議と打ち合わせ " * 6 + "#tag -- a note")
    async with opened(log, size) as press:
        screen = await press("end", "up")
        for y in range(screen.timeline.size.height):
            assert screen.timeline.render_line(y).cell_length == screen.timeline.size.width
        assert screen.query_one("DayPanel").display is (size[0] >= 100)


async def test_markup_and_controls_in_names_do_nothing(log):
    put(log, '11:40-11:50 "[@click=app.quit]x[/] \\u001b]52;c;aGk=\\u0007"')
    async with opened(log) as press:
        screen = await press("end", "up")
        shown_text = text_of(screen)
        assert "[@click=app.quit]x" in shown_text
        assert "\x1b" not in shown_text


async def test_zoom_keeps_the_block_in_view(log):
    async with opened(log, (80, 24)) as press:
        screen = await press("end", *["plus"] * 8)
        place = screen.timeline.row_of_cursor
        assert screen.timeline.top <= place < screen.timeline.top + 18


async def test_a_paste_of_several_lines_is_shown_before_it_is_stored(log):
    async with opened(log) as press:
        screen = await press("n")
        screen.bar.input.post_message(events.Paste("11:40 Post\n11:50-12 Call #acme\nlunch was nice\n"))
        screen = await press()
        assert not any("Post" in each for each in shown(log))
        await press("enter")
        assert shown(log)[-3:-1] == ["11:40-11:50 Post", "11:50-12:00 Call"]
        assert log.history.changes()[0].label == "Log 2 entries"


async def test_a_line_that_cannot_be_read_is_asked_about_its_time_too(log):
    async with opened(log) as press:
        screen = await press("left", "n", *typed("17/11 9-10 Post"))
        assert "Then write 17.11. 9-10 Post" in preview_of(screen)
        assert "begin with a time" in preview_of(screen).casefold()


@pytest.mark.parametrize("closed_before", [False, True])
async def test_a_paste_opens_the_line_that_is_closed(log, closed_before):
    async with opened(log) as press:
        screen = await press(*(("n", "escape") if closed_before else ()))
        screen.app.post_message(events.Paste("11:40-11:50 Post\n"))
        screen = await press()
        assert screen.bar.active
        assert "11:40–11:50" in preview_of(screen)
        await press("enter")
        assert "11:40-11:50 Post" in shown(log)


async def test_a_paste_of_several_lines_on_the_closed_line_is_shown_too_and_mended_where_it_is_at_fault(log):
    async with opened(log) as press:
        screen = await press()
        screen.app.post_message(events.Paste("11:40 Post\n11:50-12 Call\n9:99 Odd\n"))
        screen = await press("e")
        assert screen.app.screen.query_one(TextArea).cursor_location == (2, 0)
        await press("escape")
        screen.app.post_message(events.Paste("11:40-11:45 Post\n9-9:30 Call\n9:99 Odd\n"))
        screen = await press("e")
        assert screen.app.screen.query_one(TextArea).cursor_location == (1, 0)


async def test_what_ran_for_less_than_a_minute_goes_with_a_word(log):
    async with opened(log) as press:
        await press("s", *typed("Call"), "enter")
        screen = await press("x")
        assert not any("Call" in each and "client" not in each.casefold() for each in shown(log))
        toasts = [str(each.message) for each in screen.app._notifications]
        assert toasts == ["Stop Call: under a minute, not kept"]


async def test_an_error_that_is_long_stands_whole_above_the_line(log):
    async with opened(log) as press:
        screen = await press("n", *typed("16-17 Later"))
        said = preview_of(screen)
        assert len(said) > 40
        assert said in screen.bar.query_one("HintLine").render().plain


async def test_what_is_suggested_is_marked_and_follows_the_log(log):
    put(log, "16.11. 8-9 Newsletter drafts")
    log.review.mark(["Newsletter draft"])
    async with opened(log) as press:
        screen = await press("left", "left")
        assert "◇" in text_of(screen)
        assert screen.block.marks == "◇"
        log.review.core(["Newsletter drafts"])
        screen = await press("right", "left")
        assert "◇" not in text_of(screen)


async def test_a_gap_of_a_day_off_is_free_and_is_filled_as_any_other(log):
    put(log, "2026-11-15 10-10:30 Post")
    async with opened(log) as press:
        screen = await press("g", *typed("2026-11-15"), "enter", "home")
        assert "08:00  ┄ free" in text_of(screen)
        assert "not logged" not in text_of(screen)
        await press("enter", *typed("Garden"), "enter")
        assert "08:00-10:00 Garden" in shown(log, screen.shown)
