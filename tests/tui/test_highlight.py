"""The highlight screen by keys: what is marked, summed, suggested and shown."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
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
from outsource_tui.tui.app import PlannerApp
from outsource_tui.tui.screens.highlight import HighlightScreen
from outsource_tui.tui.widgets.chrome import TopBar
from outsource_tui.tui.widgets.hand_over_bar import HandOverBar
from outsource_tui.tui.widgets.review_head import ReviewHead, RowWords
from tests.tui.support import demo_services, press_keys, quiet


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
            await press_keys(self.pilot, key)
            await self.pilot.app.workers.wait_for_complete()
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
