"""The timeline by key: what is typed, shown, changed and taken back."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from textual.events import Key

from outsource_tui.model.clock import FixedClock
from outsource_tui.model.edit import Overlap
from outsource_tui.tui.dialogs.choose import ChooseDialog
from outsource_tui.tui.screens.timeline import TimelineScreen
from outsource_tui.tui.widgets.day_drawing import THUMB
from tests.conftest import NOW
from tests.services.test_log import at, put, shown
from tests.tui.support import empty_services, planner


@pytest.fixture
def log():
    """A morning: two entries that touch, a gap, one more."""
    services = empty_services(clock=FixedClock(NOW))
    put(services, "8-9 Email #admin", "9-10 Newsletter draft #marketing", "10:40-11:40 Client call: Acme")
    return services


@asynccontextmanager
async def opened(services, size=(120, 36)):
    """The app on the timeline, with a way to press keys and let changes be stored."""
    app = planner(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()

        async def press(*keys: str) -> TimelineScreen:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
                await app.workers.wait_for_complete()
                await pilot.pause()
            screen = app.screen_stack[0]
            assert isinstance(screen, TimelineScreen)
            return screen

        yield press


def typed(text: str) -> list[str]:
    """The keys of a text."""
    names = {" ": "space", "-": "minus", "#": "number_sign", "?": "question_mark", ":": "colon", ",": "comma"}
    return [names.get(letter, letter) for letter in text]


def text_of(screen: TimelineScreen) -> str:
    """What the timeline shows, line by line."""
    timeline = screen.timeline
    return "\n".join(timeline.render_line(y).text[:-THUMB].rstrip() for y in range(timeline.size.height))


def preview_of(screen: TimelineScreen) -> str:
    """What the bar says the line will be."""
    return screen.bar.preview.text


async def test_a_day_shows_its_blocks_with_lengths_and_gaps(log):
    async with opened(log) as press:
        screen = await press()
        lines = text_of(screen).splitlines()
        assert lines[0].split() == ["08:00", "▌", "Email", "#admin", "1:00"]
        assert any(line.split() == ["10:00", "┄", "not", "logged", "0:40", "↵", "fill"] for line in lines)
        assert any(line.startswith("12:05 ━━━") for line in lines)


async def test_log_with_one_key_and_one_line_then_undo(log):
    async with opened(log) as press:
        screen = await press("n", *typed("10-10:40 Invoices #accounts"))
        assert preview_of(screen) == "10:00–10:40 · 0 h 40 · Invoices · #accounts"
        screen = await press("enter")
        assert "10:00-10:40 Invoices" in shown(log)
        assert screen.block.name == "Invoices"
        assert not screen.bar.active
        await press("u")
        assert not any("Invoices" in each for each in shown(log))


async def test_what_cannot_be_read_stays_in_the_line_with_the_reason(log):
    async with opened(log) as press:
        screen = await press("n", *typed("9-8 Post"), "enter")
        assert screen.bar.active
        assert screen.bar.input.value == "9-8 Post"
        assert "before the start" in preview_of(screen)
        screen = await press("escape")
        assert not screen.bar.active
        assert len([each for each in shown(log) if "…" not in each]) == 3


async def test_completion_is_taken_with_tab_and_chosen_with_the_arrows(log):
    async with opened(log) as press:
        screen = await press("n", *typed("11:45-12 ne"), "tab")
        assert screen.bar.input.value == "11:45-12 newsletter draft"
        screen = await press("escape", "n", *typed("11:45-12 "), "down", "tab")
        assert screen.bar.input.value != "11:45-12 "
        await press("escape", "n", *typed("11:45-12 ne"), "tab", "enter")
        assert shown(log)[-2] == "11:45-12:00 Newsletter draft"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("t", ["08:00-08:30 Email", "08:30-09:30 Post", "09:30-10:00 Newsletter draft"]),
        ("k", ["08:00-09:00 Email", "08:30-09:30 Post", "09:00-10:00 Newsletter draft"]),
    ],
)
async def test_an_overlap_asks(log, key, expected):
    async with opened(log) as press:
        await press("n", *typed("8:30-9:30 Post"), "enter")
        assert not any("Post" in each for each in shown(log))
        await press(key)
        assert shown(log)[:3] == expected


async def test_an_overlap_can_be_cancelled_and_the_line_stays(log):
    async with opened(log) as press:
        screen = await press("n", *typed("8:30-9:30 Post"), "enter", "escape")
        assert screen.bar.input.value == "8:30-9:30 Post"
        assert screen.bar.active


async def test_a_key_pressed_twice_answers_once(log):
    async with opened(log) as press:
        screen = await press("n", *typed("8:30-9:30 Post"), "enter")
        for _ in range(3):  # with nothing between them, as a key that is held down
            screen.app.post_message(Key("t", "t"))
        screen = await press("up")
        assert "08:30-09:30 Post" in shown(log)
        assert screen.is_active


async def test_who_types_on_does_not_answer_a_question_not_seen_yet(log, monkeypatch):
    async with opened(log) as press:
        await press("n", *typed("8:30-9:30 Post"))
        monkeypatch.setattr(ChooseDialog, "PAUSE", 60.0)
        await press("enter", "n", *typed("10-10:30 trip"))
        assert not any("Post" in each for each in shown(log))
        monkeypatch.setattr(ChooseDialog, "PAUSE", 0.0)
        screen = await press("k")
        assert "08:30-09:30 Post" in shown(log)
        assert screen.bar.active
        assert screen.bar.input.value == "10-10:30 trip"


async def test_start_and_stop(log):
    async with opened(log) as press:
        screen = await press("s", *typed("11:50 Invoices"), "enter")
        assert log.log.status().activity == "Invoices"
        assert screen.block.running
        await press("x")
        assert "11:50-12:05 Invoices" in shown(log)


async def test_interrupt_and_go_on(log):
    async with opened(log) as press:
        await press("s", *typed("11:50 Invoices"), "enter", "I", *typed("Phone"), "enter")
        assert log.log.status().activity == "Phone"
        log.clock.advance(minutes=5)
        await press("x")
        assert log.log.status().activity == "Invoices"


async def test_a_shared_edge_moves_both(log):
    async with opened(log) as press:
        screen = await press("home", "right_curly_bracket")
        assert shown(log)[:2] == ["08:00-09:05 Email", "09:05-10:00 Newsletter draft"]
        assert screen.block.name == "Email"
        await press("left_curly_bracket", "left_curly_bracket")
        assert shown(log)[:2] == ["08:00-08:55 Email", "08:55-10:00 Newsletter draft"]
        await press("down", "right_square_bracket")
        assert shown(log)[:2] == ["08:00-09:00 Email", "09:00-10:00 Newsletter draft"]


async def test_a_block_moves_alone_or_says_what_is_in_the_way(log):
    async with opened(log) as press:
        screen = await press("home", "down", "shift+down")
        assert shown(log)[:3] == ["08:00-09:00 Email", "09:00-09:05 …", "09:05-10:05 Newsletter draft"]
        await press("home", "shift+down", "shift+down")
        assert shown(log)[1:3] == ["08:05-09:05 Email", "09:05-10:05 Newsletter draft"]
        assert "in the way" in [n.message for n in screen.app._notifications][-1]


async def test_split_at_several_times(log):
    async with opened(log) as press:
        screen = await press("end", "up", "S")
        assert screen.block.name == "Client call: Acme"
        assert screen.bar.input.value == "11:10"
        screen = await press("ctrl+u", *typed("11, 11:20"))
        assert preview_of(screen) == "10:40–11:00 · 11:00–11:20 · 11:20–11:40"
        await press("enter")
        assert sum(1 for each in shown(log) if "Client" in each) == 3


async def test_merge_asks_which_name_stays(log):
    async with opened(log) as press:
        screen = await press("home", "m", "2")
        assert shown(log)[0] == "08:00-10:00 Newsletter draft"
        assert screen.block.name == "Newsletter draft"


async def test_a_gap_is_filled_or_given_away(log):
    async with opened(log) as press:
        screen = await press("home", "down", "down")
        assert screen.block.name == "not logged"
        screen = await press("enter", *typed("Post"))
        assert preview_of(screen) == "10:00–10:40 · 0 h 40 · Post"
        await press("enter", "u")
        await press("home", "down", "down", "f", "b")
        assert "09:00-10:40 Newsletter draft" in shown(log)


async def test_edit_all_fields_in_one_form(log):
    async with opened(log) as press:
        await press("home", "enter")
        await press("end", *typed("s"), "down", "down", "ctrl+u", *typed("8-8:30"), "ctrl+s")
        assert shown(log)[0] == "08:00-08:30 Emails"


async def test_the_form_says_what_is_wrong_and_stores_nothing(log):
    async with opened(log) as press:
        await press("home", "enter", "down", "down", "ctrl+u", *typed("9-8"), "ctrl+s")
        await press("escape")
        assert shown(log)[0] == "08:00-09:00 Email"


async def test_delete_and_undo(log):
    async with opened(log) as press:
        screen = await press("home", "d")
        assert shown(log)[0] == "08:00-09:00 …"
        assert screen.block.entry is None
        await press("u")
        assert shown(log)[0] == "08:00-09:00 Email"


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
        screen = await press("end", "up", "D")
        assert screen.bar.input.value.startswith("11:40-12:40? ")


async def test_long_running_asks_on_return(log):
    log.log.start("Invoices", at=at(6), overlap=Overlap.KEEP)
    async with opened(log) as press:
        screen = await press()
        assert screen.app.screen is not screen
        await press("n")
        assert log.log.running() is None


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
    from textual import events

    async with opened(log) as press:
        screen = await press("n")
        screen.bar.input.post_message(events.Paste("11:40 Post\n11:50-12 Call #acme\nlunch was nice\n"))
        screen = await press()
        assert not any("Post" in each for each in shown(log))
        await press("enter")
        assert shown(log)[-3:-1] == ["11:40-11:50 Post", "11:50-12:00 Call"]
        assert log.history.changes()[0].label == "Log 2 entries"


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
