"""The highlight screen's rows: which weeks, in what order, filtered how, and what stands around them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from outsource_tui.settings import Settings
from outsource_tui.tui.widgets.hand_over_bar import HandOverBar
from outsource_tui.tui.widgets.review_head import RowWords
from tests.services.test_log import put
from tests.tui.support import demo_services, empty_services, typed
from tests.tui.test_highlight import logged, opened


async def test_weeks_back_and_forth_and_spans():
    async with opened(demo_services()) as review:
        assert "Week 47" in review.head
        await review.press("left")
        assert "Week 46" in review.head
        assert "a week" in review.sum
        await review.press("greater_than_sign", "l")
        assert "Week 48" in review.head
        assert "still to come" in "\n".join(review.lines)
        await review.press("full_stop", "p", "4")
        assert "Weeks 44–47" in review.head
        assert len(review.screen.review.log.days) == 28


async def test_sort_and_filters():
    async with opened(demo_services()) as review:
        await review.press("s", "n")
        names = [row.activity.name for row in review.screen.shown]
        assert names == sorted(names, key=str.casefold)
        await review.press("f", "c")
        assert "core: 3 of" in review.head
        assert all(row.activity.core for row in review.screen.shown)
        await review.press("escape")
        assert len(review.screen.shown) == len(names)


async def test_find_while_typing_then_mark():
    async with opened(demo_services()) as review:
        await review.press("slash", *typed("chase"))
        assert [row.activity.name for row in review.screen.shown] == ["Chase payments"]
        await review.press("enter", "space")
        assert review.activity("Chase payments").highlighted is None
        await review.press("escape")
        assert len(review.screen.shown) > 5


async def test_escape_takes_away_what_was_narrowed_or_selected_last_before_it_leaves_the_guide():
    async with opened(demo_services(), guided=False) as review:
        await review.press("slash", *typed("in"), "enter", "x", "down", "x")
        few = len(review.screen.shown)
        assert "only “in”:" in review.head
        assert "2 selected · esc clears" in review.head
        await review.press("escape")
        assert not review.screen.selected
        assert len(review.screen.shown) == few
        assert "only “in”:" in review.head
        await review.press("escape")
        assert len(review.screen.shown) > few
        assert "only" not in review.head
        assert review.screen.guide.step == 1
        await review.press("escape")
        assert review.screen.guide.step == 0


async def test_escape_takes_a_filter_away_that_came_after_the_selection():
    async with opened(demo_services()) as review:
        await review.go("Planning")
        await review.press("x", "f", "u")
        assert review.screen.listing.filters
        await review.press("escape")
        assert not review.screen.listing.filters
        assert len(review.screen.selected) == 1
        await review.press("escape")
        assert not review.screen.selected


@pytest.mark.parametrize("width", [80, 120])
async def test_a_filter_is_told_before_how_little_is_logged(width):
    services = empty_services()
    put(services, "yesterday 9-10 Invoices", "yesterday 10-11 Mail")
    async with opened(services, size=(width, 30)) as review:
        await review.press("slash", *typed("inv"), "enter")
        assert review.head.splitlines()[1].strip().startswith("only “inv”: 1 of 2 · esc clears")


@pytest.mark.parametrize(
    ("width", "words"), [(120, " h a year of 46 such weeks"), (80, " h a year of 46 weeks")]
)
async def test_the_weeks_of_a_year_are_told_with_its_hours(width, words):
    async with opened(demo_services(), size=(width, 36)) as review:
        assert words in review.sum


async def test_selecting_leaves_the_cursor_where_it_is():
    async with opened(demo_services()) as review:
        row = review.screen.table.row
        await review.press("x")
        assert review.screen.table.row == row
        await review.press("x")
        assert not review.screen.selected


async def test_find_of_nothing_says_how_to_see_all_again():
    async with opened(demo_services()) as review:
        await review.press("slash", *typed("zzz"), "enter")
        assert "Press esc to see all" in "\n".join(review.lines)
        await review.press("space", "d", "enter", "a", "t", "X", "x", "e", "m")
        await review.press("escape")
        assert len(review.screen.shown) > 5


async def test_marking_by_tag():
    async with opened(demo_services()) as review:
        await review.press("m", "t", *typed("orders"), "enter")
        for name in ("Customer questions", "Post office run", "Supplier calls"):
            assert review.activity(name).highlighted is not None


async def test_unmarked_filter_lets_the_marked_row_go_and_keeps_the_line():
    async with opened(demo_services()) as review:
        await review.press("f", "u", "home")
        first, second = (row.activity.name for row in review.screen.shown[:2])
        await review.press("space")
        assert first not in [row.activity.name for row in review.screen.shown]
        assert review.screen.table.row.activity.name == second


async def test_bare_week_says_so_and_leads_to_its_gaps():
    services = empty_services()
    logged(services, "Invoices", 18, 9, 10)
    async with opened(services) as review:
        assert "of your days is in the log" in review.head
        await review.press("g")
        assert review.app.shown_day == date(2026, 11, 18)  # that of the first entry


async def test_empty_log_says_what_to_do():
    async with opened(empty_services(), guided=False) as review:
        assert "log what you do" in "\n".join(review.lines)
        assert "nothing logged" in review.head
        assert review.screen.guide.step == 0
        await review.press("space", "d", "enter", "o", "a", "m", "e", "v", "F", "down", "end")
        assert review.services.history.changes()[0].label == "Finish the review of week 47"


async def test_what_to_do_in_an_empty_week_is_read_whole_on_a_narrow_screen():
    async with opened(empty_services(), guided=False, size=(60, 20)) as review:
        shown = " ".join(" ".join(review.lines).split())
        assert "Nothing is logged here. 1 to log what you do, ← for the week before." in shown


async def test_guide_comes_once_and_can_be_skipped():
    services = demo_services()
    async with opened(services, guided=False) as review:
        assert review.screen.guide.step == 1
        await review.press("tab", "tab")
        assert review.screen.guide.step == 3
        await review.press("escape")
        assert review.screen.guide.step == 0
    async with opened(services, guided=False) as review:
        assert review.screen.guide.step == 0
        await review.press("G", "tab", "tab", "tab", "tab")
        assert review.screen.guide.step == 0


async def test_finished_review_is_remembered():
    async with opened(demo_services()) as review:
        assert "no review yet" in review.head
        await review.press("F")
        assert "last review today" in review.head
        assert review.services.review.last_review is not None


async def test_energy_value_and_the_four_quadrants():
    async with opened(demo_services(), size=(170, 40)) as review:
        await review.go("Planning")
        await review.press("e", "v")
        assert "drains 1" in review.line("Planning")
        await review.press("Q")
        assert review.app.screen is not review.screen
        await review.press("escape")
        assert review.app.screen is review.screen


async def test_money_of_a_year():
    services = empty_services(Settings(hour_value=Decimal(100), weeks_a_year=40))
    logged(services, "Invoices", 16, 9, 12)
    services.review.mark("Invoices")
    async with opened(services) as review:
        assert "120 h a year" in review.sum
        assert "≈ € 12,000 of your time" in review.sum


@pytest.mark.parametrize("size", [(160, 50), (120, 36), (80, 24), (60, 20)])
async def test_the_sum_is_always_in_sight(size):
    async with opened(demo_services(), size=size) as review:
        bar = review.screen.query_one(HandOverBar)
        assert bar.region.bottom <= size[1] - 1
        assert bar.region.height >= 2
        first = review.sum.splitlines()[0]
        assert "10:35" in first
        assert "487 h a year" in first
        assert review.screen.table.page >= 8
        for text in (*review.sum.splitlines(), *review.head.splitlines(), *review.words.splitlines()):
            assert len(text) <= size[0] - 4


async def test_another_writer_is_seen():
    async with opened(demo_services()) as review:
        review.services.review.mark("Planning")
        review.app.publish()
        await review.pilot.pause()
        assert "◆ Planning" in review.line("Planning")


async def test_a_name_that_the_table_cuts_is_read_whole_below_it():
    services = empty_services()
    name = "Invoices of the studio and of the shop, with reminders"
    logged(services, name, 18, 9, 10)
    async with opened(services, size=(80, 24)) as review:
        await review.press("o")
        words = str(review.screen.query_one(RowWords).render()).splitlines()[0]
        assert words == f"{name}   ★ core business"
