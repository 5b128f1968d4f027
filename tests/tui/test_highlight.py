"""The highlight screen by keys: what is marked, summed, suggested and shown."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

import outsource_tui.tui
from outsource_tui.model.activity import Activity, Reason
from outsource_tui.model.change import Change
from outsource_tui.model.decision import Decision
from outsource_tui.model.entry import Entry
from outsource_tui.model.errors import StoreError, UserError
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.tui.app import PlannerApp
from outsource_tui.tui.screens.highlight import HighlightScreen
from outsource_tui.tui.widgets.chrome import TopBar
from outsource_tui.tui.widgets.hand_over_bar import HandOverBar
from outsource_tui.tui.widgets.review_head import ReviewHead, RowWords
from tests.tui.support import demo_services, empty_services, quiet


class ReviewApp(PlannerApp):
    """The app, opened on the highlights."""

    _FOLDER = Path(outsource_tui.tui.__file__).parent
    CSS_PATH = [_FOLDER / "app.tcss", _FOLDER / "screens/highlight.tcss"]

    def get_default_screen(self) -> Screen[object]:
        return self._screen_named("Highlight")

    def show_day(self, day: date) -> None:
        self.shown_day = day


class Review:
    """The screen as the tests see it."""

    def __init__(self, pilot: Pilot[None], services: Services) -> None:
        self.pilot = pilot
        self.services = services
        self.app = pilot.app

    @property
    def screen(self) -> HighlightScreen:
        return next(s for s in self.app.screen_stack if isinstance(s, HighlightScreen))

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def go(self, name: str) -> None:
        self.screen.table.find(name_id(self.services, name))
        await self.pilot.pause()
        assert self.screen.table.row.activity.name == name

    @property
    def lines(self) -> list[str]:
        table = self.screen.table
        return [table.render_line(y).text.rstrip() for y in range(table.size.height)]

    def line(self, name: str) -> str:
        return next(text for text in self.lines if name in text)

    @property
    def head(self) -> str:
        return self.screen.query_one(ReviewHead).render().plain

    @property
    def sum(self) -> str:
        return self.screen.query_one(HandOverBar).render().plain

    @property
    def words(self) -> str:
        return self.screen.query_one(RowWords).render().plain

    @property
    def saving(self) -> str:
        return self.screen.query_one(TopBar).state.saving

    @property
    def toasts(self) -> list[str]:
        return [toast.message for toast in self.app._notifications]

    def activity(self, name: str) -> Activity:
        return self.services.review.by_name(name)


def name_id(services: Services, name: str) -> str:
    return services.review.by_name(name).id


def logged(services: Services, name: str, day: int, start: int, end: int) -> None:
    """Store an entry on a day of November 2026, in whole hours."""
    zone = services.clock.zone
    span = [datetime(2026, 11, day, hour, tzinfo=zone) for hour in (start, end)]
    with services.repository.change("log", services.clock.now()) as work:
        activity = work.put(Activity("", name))
        work.put(Entry("", span[0], span[1], zone.key, activity.id))


@asynccontextmanager
async def opened(
    services: Services, size: tuple[int, int] = (120, 36), guided: bool = True
) -> AsyncIterator[Review]:
    if guided:
        services.review.guide_seen()
    app = quiet(ReviewApp(services))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Review(pilot, services)


async def test_space_marks_every_time_and_the_sum_follows():
    async with opened(demo_services()) as review:
        await review.go("Customer questions")
        before = review.screen.review.hand_over
        await review.press("space")
        assert "◆ Customer questions" in review.line("Customer questions")
        assert review.screen.review.hand_over == before + 65
        assert "11:40 so far this week" in review.sum
        await review.press("space")
        assert review.screen.review.hand_over == before
        assert "◇ Customer questions" in review.line("Customer questions")


async def test_a_break_is_not_suggested_and_says_so():
    async with opened(demo_services()) as review:
        await review.go("Lunch")
        assert "◇" not in review.line("Lunch")
        assert "a break or private life: not suggested" in review.words
        await review.press("space")
        assert "◆ Lunch" in review.line("Lunch")
        assert "private life" not in review.words


class Held:
    """The writer, held until the test lets it go on, and then able or unable to write."""

    def __init__(self, services: Services) -> None:
        self.on = threading.Event()
        self.fails: UserError | None = None
        self._store = services.review.store
        services.review.store = self._wait

    def _wait(self, decision: Decision) -> Change:
        assert self.on.wait(20)
        if self.fails:
            raise self.fails
        return self._store(decision)


async def test_a_mark_shows_at_once_and_is_called_saved_when_it_is_on_disk():
    async with opened(demo_services()) as review:
        held = Held(review.services)
        await review.go("Planning")
        before = review.screen.review.hand_over
        await review.pilot.press("space")
        assert "◆ Planning" in review.line("Planning")
        assert review.screen.review.hand_over == before + 25
        assert review.activity("Planning").highlighted is None
        assert review.saving == "saving…"
        await review.pilot.press("d", "o", "space")
        assert "◆ Planning" in review.line("Planning")
        held.on.set()
        await review.press()
        assert review.activity("Planning").highlighted is not None
        assert review.saving == "saved"
        assert len([c for c in review.services.history.changes() if "Planning" in c.label]) == 4


async def test_a_mark_that_the_disk_refuses_is_shown_as_not_saved_until_it_is():
    async with opened(demo_services()) as review:
        held = Held(review.services)
        held.fails = StoreError("could not save log.json: the disk is full. Nothing was changed")
        held.on.set()
        await review.go("Planning")
        await review.press("r")
        assert "◆ Planning" in review.line("Planning")
        assert review.saving == "not saved"
        assert review.activity("Planning").highlighted is None
        held.fails = None
        await review.press("ctrl+s")
        assert review.saving == "saved"
        assert review.activity("Planning").highlighted is not None


async def test_a_mark_that_cannot_be_is_taken_back_in_sight():
    async with opened(demo_services()) as review:
        held = Held(review.services)
        held.fails = UserError("this activity is no longer there")
        await review.go("Planning")
        before = review.screen.review.hand_over
        await review.pilot.press("r")
        assert "◆ Planning" in review.line("Planning")
        held.on.set()
        await review.press()
        assert "◇ Planning" in review.line("Planning")
        assert review.screen.review.hand_over == before
        (line,) = [n.message for n in review.app._notifications]
        assert line == "“Highlight Planning for: routine” is taken back: this activity is no longer there"
        held.fails = None
        await review.press("space")
        assert review.saving == "saved"


async def test_single_sittings_show_at_once_and_are_taken_back():
    async with opened(demo_services()) as review:
        held = Held(review.services)
        held.fails = UserError("this entry is no longer there")
        await review.go("Email and inbox")
        await review.pilot.press("enter", "space")
        assert "3 of 4" in review.line("Email and inbox")
        held.on.set()
        await review.press()
        assert "of 4" not in review.line("Email and inbox")


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("d", Reason.DISLIKE),
        ("r", Reason.ROUTINE),
        ("n", Reason.NOT_CORE),
        ("w", Reason.NOT_MY_STRENGTH),
        ("i", Reason.IDEAL_WORLD),
    ],
)
async def test_reason_keys_mark_and_say_why(key, reason):
    async with opened(demo_services()) as review:
        await review.go("Planning")
        await review.press(key)
        assert review.activity("Planning").reasons == (reason,)
        assert "◆ Planning" in review.line("Planning")
        await review.press(key)
        assert review.activity("Planning").reasons == ()
        assert review.activity("Planning").highlighted == date(2026, 11, 19)


async def test_undo_takes_back_the_last_mark():
    async with opened(demo_services()) as review:
        await review.go("Planning")
        await review.press("space", "u")
        assert review.activity("Planning").highlighted is None
        assert "◆ Planning" not in review.line("Planning")


async def test_core_is_shown_and_no_longer_suggested():
    async with opened(demo_services()) as review:
        await review.go("Lunch")
        await review.press("o")
        assert "★ Lunch" in review.line("Lunch")
        assert review.line("Lunch").endswith("core")
        assert "Lunch" not in [h.activity for h in review.screen.review.hints]


async def test_what_a_key_takes_off_is_said():
    async with opened(demo_services()) as review:
        await review.go("Planning")
        await review.press("d", "r")
        before = review.toasts
        await review.press("o")
        assert review.toasts[len(before) :] == ["Planning: mark, reasons taken off · u takes it back"]
        await review.press("u")
        assert review.activity("Planning").reasons == (Reason.DISLIKE, Reason.ROUTINE)


async def test_single_sittings_are_marked_in_their_list():
    async with opened(demo_services()) as review:
        await review.go("Lunch")
        await review.press("enter", "down", "space")
        assert review.screen.review.hand_over > 0
        dialog = review.app.screen
        assert dialog is not review.screen
        await review.press("escape")
        assert "1 of 4" in review.line("Lunch")
        assert "1 of 4 sittings" in review.words


async def test_a_sitting_leads_to_its_day():
    async with opened(demo_services()) as review:
        await review.go("Lunch")
        await review.press("enter", "down", "g")
        assert review.app.shown_day == date(2026, 11, 17)


async def test_crept_back_is_said():
    async with opened(demo_services()) as review:
        assert "↩ Social media posts" in review.line("Social media posts")
        await review.go("Social media posts")
        assert "0:40 crept back" in review.words


async def test_suggestion_says_why_and_is_taken():
    async with opened(demo_services()) as review:
        await review.go("Planning")
        assert "every Mon for 5 weeks: that is routine" in review.words
        await review.press("t")
        assert review.activity("Planning").reasons == (Reason.ROUTINE,)


async def test_all_suggestions_are_one_change():
    async with opened(demo_services()) as review:
        count = len(review.screen.review.hints)
        assert count > 2
        await review.press("a")
        assert review.screen.review.hints == ()
        await review.press("u")
        assert len(review.screen.review.hints) == count


async def test_refused_suggestion_goes():
    async with opened(demo_services()) as review:
        await review.go("Planning")
        await review.press("X")
        assert "◇" not in review.line("Planning")
        assert review.activity("Planning").highlighted is None


async def test_several_selected_are_marked_together():
    async with opened(demo_services()) as review:
        await review.go("Customer questions")
        await review.press("x")
        assert "1 selected" in review.head
        await review.go("Planning")
        await review.press("shift+down", "r")
        for name in ("Customer questions", "Planning", "Supplier calls"):
            assert review.activity(name).reasons == (Reason.ROUTINE,)
        await review.press("escape")
        assert "selected" not in review.head


async def test_weeks_back_and_forth_and_spans():
    async with opened(demo_services()) as review:
        assert "Week 47" in review.head
        await review.press("left")
        assert "Week 46" in review.head
        assert "a week" in review.sum
        await review.press("right_square_bracket", "l")
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
        await review.press("slash", *"chase")
        assert [row.activity.name for row in review.screen.shown] == ["Chase payments"]
        await review.press("enter", "space")
        assert review.activity("Chase payments").highlighted is None
        await review.press("escape")
        assert len(review.screen.shown) > 5


async def test_find_of_nothing_says_how_to_see_all_again():
    async with opened(demo_services()) as review:
        await review.press("slash", *"zzz", "enter")
        assert "Press esc to see all" in "\n".join(review.lines)
        await review.press("space", "d", "enter", "a", "t", "X", "x", "e", "m")
        await review.press("escape")
        assert len(review.screen.shown) > 5


async def test_marking_by_tag():
    async with opened(demo_services()) as review:
        await review.press("m", "t", *"orders", "enter")
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
        assert "reviewed" in review.head
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
