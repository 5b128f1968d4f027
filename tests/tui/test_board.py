"""The board by keys and by mouse: what moves, what is asked, and what is stored."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

import outsource_tui.tui
from outsource_tui.model.activity import Activity, Reason
from outsource_tui.model.entry import Entry
from outsource_tui.model.errors import StoreError, UserError
from outsource_tui.model.group import State
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.tui.app import PlannerApp
from outsource_tui.tui.dialogs.group import GroupDialog
from outsource_tui.tui.dialogs.page import PageDialog
from outsource_tui.tui.dialogs.suggest import SuggestDialog
from outsource_tui.tui.screens.board import BoardScreen
from outsource_tui.tui.widgets.board import BoardView
from outsource_tui.tui.widgets.board_head import BoardHead
from tests.tui.support import DEMO_MOMENT, empty_services, quiet

MONDAY = date(2026, 11, 16)


class BoardApp(PlannerApp):
    """The app, opened on the board."""

    _FOLDER = Path(outsource_tui.tui.__file__).parent
    CSS_PATH = [_FOLDER / "app.tcss", _FOLDER / "screens/board.tcss"]

    def get_default_screen(self) -> Screen[object]:
        return self._screen_named("Board")


class Desk:
    """The screen as the tests see it."""

    def __init__(self, pilot: Pilot[None], services: Services) -> None:
        self.pilot, self.services = pilot, services

    @property
    def screen(self) -> BoardScreen:
        return next(s for s in self.pilot.app.screen_stack if isinstance(s, BoardScreen))

    @property
    def view(self) -> BoardView:
        return self.screen.view

    @property
    def under_cursor(self) -> str:
        return self.view.card.activity.name if self.view.card else ""

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
        await self.settled()

    async def settled(self) -> None:
        await self.pilot.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        self.pilot.app.screen.query_one(Input).value = text
        await self.press("enter")

    def shown(self) -> dict[str, list[str]]:
        return {v.name: [c.activity.name for c in v.cards] for v in self.view.state.columns}

    def stored(self) -> dict[str, list[str]]:
        return {
            c.group.name if c.group else "To group": [k.activity.name for k in c.cards]
            for c in self.services.board.board().columns
        }

    def lines(self) -> list[str]:
        return [self.view.render_line(y).text for y in range(self.view.size.height)]

    def words(self) -> str:
        return "\n".join(self.lines())

    def notices(self) -> list[str]:
        return [n.message for n in self.pilot.app._notifications]


def stocked(settings: Settings | None = None, groups: tuple[str, ...] = ("Books", "Mail")) -> Services:
    """Three ungrouped cards, two empty groups."""
    services = empty_services(settings)
    with services.repository.change("fill", DEMO_MOMENT) as work:
        for n, name in enumerate(("Invoices", "Inbox", "Posts")):
            activity = work.put(
                Activity("", name, highlighted=MONDAY, reasons=(Reason.ROUTINE,) if n == 0 else ())
            )
            start = datetime(2026, 11, 17, 9 + 2 * n, tzinfo=DEMO_MOMENT.tzinfo)
            tags = ("paper",) if n == 0 else ()
            for shift in (0, 20):
                at = start + timedelta(minutes=shift)
                own = tags if shift else ()
                work.put(Entry("", at, at + timedelta(minutes=20 - 5 * n), "Europe/Berlin", activity.id, own))
    for name in groups:
        services.board.new_group(name)
    return services


@asynccontextmanager
async def desk(services: Services | None = None, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Desk]:
    found = services or stocked()
    async with quiet(BoardApp(found)).run_test(size=size) as pilot:
        made = Desk(pilot, found)
        await made.settled()
        yield made


class TestKeys:
    async def test_the_cursor_goes_by_arrows_and_letters_and_stays_within(self) -> None:
        async with desk() as d:
            assert d.under_cursor == "Invoices"
            await d.press("down", "j")
            assert d.under_cursor == "Posts"
            await d.press("down", "home")
            assert d.under_cursor == "Invoices"
            await d.press("end", "k")
            assert d.under_cursor == "Inbox"
            await d.press("l", "right", "right")
            assert d.view.column == 2
            await d.press("ctrl+home")
            assert d.view.column == 0

    async def test_a_card_moves_and_the_cursor_with_it(self) -> None:
        async with desk() as d:
            await d.press("L", "L")
            expected = {"To group": ["Inbox", "Posts"], "Books": [], "Mail": ["Invoices"]}
            assert d.shown() == d.stored() == expected
            assert d.under_cursor == "Invoices"
            await d.press("H")
            assert d.stored()["Books"] == ["Invoices"]

    async def test_keys_faster_than_the_disk_all_count(self) -> None:
        async with desk() as d:
            for key in ("L", "L", "H", "L"):
                d.screen.action_carry(1 if key == "L" else -1)
            await d.settled()
            assert d.stored()["Mail"] == ["Invoices"]
            assert d.shown() == d.stored()

    async def test_cards_are_ordered_within_a_column(self) -> None:
        async with desk() as d:
            await d.press("J", "J")
            assert d.stored()["To group"] == ["Inbox", "Posts", "Invoices"]
            await d.press("J", "K")
            assert d.stored()["To group"] == ["Inbox", "Invoices", "Posts"]
            assert d.under_cursor == "Invoices"

    async def test_several_go_together_and_one_key_takes_them_back(self) -> None:
        async with desk() as d:
            await d.press("space", "space", "L")
            assert d.stored() == {"To group": ["Posts"], "Books": ["Invoices", "Inbox"], "Mail": []}
            await d.press("u")
            assert d.shown() == {"To group": ["Invoices", "Inbox", "Posts"], "Books": [], "Mail": []}

    async def test_the_selection_is_counted_and_let_go(self) -> None:
        async with desk() as d:
            await d.press("space", "space")
            assert d.screen.query_one(BoardHead).state.selected == 2
            assert "✓" in d.words()
            await d.press("escape")
            assert d.screen.selected == frozenset()

    async def test_a_move_that_the_disk_refuses_stays_on_screen_until_it_is_stored(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with desk() as d:

            def full(*_: object) -> None:
                raise StoreError("the disk is full: free some space")

            with monkeypatch.context() as patch:
                patch.setattr(d.services.board, "move_cards", full)
                await d.press("L")
                assert d.shown()["Books"] == ["Invoices"]
                assert d.stored()["Books"] == []
                assert any("disk is full" in notice for notice in d.notices())
                await d.press("ctrl+s")
            await d.press("ctrl+s")
            assert d.shown()["Books"] == d.stored()["Books"] == ["Invoices"]

    async def test_a_move_that_cannot_be_is_taken_back_on_screen(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with desk() as d:

            def gone(*_: object) -> None:
                raise UserError("this group is no longer there")

            monkeypatch.setattr(d.services.board, "move_cards", gone)
            await d.press("L")
            assert d.shown() == {"To group": ["Invoices", "Inbox", "Posts"], "Books": [], "Mail": []}
            assert "“1 card moved” is taken back: this group is no longer there" in d.notices()


class TestGroups:
    async def test_a_new_group_from_the_selection(self) -> None:
        async with desk(stocked(groups=())) as d:
            await d.press("space", "space", "g")
            await d.type("Paperwork")
            assert d.stored() == {"To group": ["Posts"], "Paperwork": ["Invoices", "Inbox"]}
            assert d.view.view is not None
            assert d.view.view.name == "Paperwork"

    async def test_into_another_group_by_its_name(self) -> None:
        async with desk() as d:
            await d.press("g")
            await d.type("mai")
            assert d.stored()["Mail"] == ["Invoices"]

    async def test_a_name_that_exists_is_refused_while_typing(self) -> None:
        async with desk() as d:
            await d.press("n")
            await d.type("BOOKS")
            assert [g.name for g in d.services.board.groups()] == ["Books", "Mail"]
            await d.press("escape", "l", "R")
            await d.type("Ledgers")
            assert [g.name for g in d.services.board.groups()] == ["Ledgers", "Mail"]

    async def test_delete_brings_the_cards_back_and_undo_the_group(self) -> None:
        async with desk() as d:
            await d.press("L", "D")
            assert d.stored() == {"To group": ["Invoices", "Inbox", "Posts"], "Mail": []}
            await d.press("u")
            assert d.stored()["Books"] == ["Invoices"]

    async def test_merge_keeps_cards_and_the_cursor_group(self) -> None:
        async with desk() as d:
            await d.press("L", "h", "L", "L", "M", "enter")
            assert d.stored() == {"To group": ["Posts"], "Mail": ["Inbox", "Invoices"]}

    async def test_columns_are_ordered_by_hand(self) -> None:
        async with desk() as d:
            await d.press("l", "greater_than_sign")
            assert list(d.shown()) == ["To group", "Mail", "Books"]
            assert d.view.view is not None
            assert d.view.view.name == "Books"
            await d.press("less_than_sign", "less_than_sign")
            assert list(d.shown()) == ["To group", "Books", "Mail"]

    async def test_state_by_one_key_and_colour_by_two(self) -> None:
        async with desk() as d:
            await d.press("l", "t", "t", "T", "c", "g")
            group = d.services.board.groups()[0]
            assert (group.state, group.colour) == (State.BRIEFED, "green")
            assert group.dates[State.HANDED_OVER] == DEMO_MOMENT.date()

    async def test_a_card_is_split_by_a_tag(self) -> None:
        async with desk() as d:
            await d.press("S", "enter")
            await d.type("Paper invoices")
            assert sorted(d.stored()["To group"]) == ["Inbox", "Invoices", "Paper invoices", "Posts"]
            assert {c.activity.name: c.minutes for c in d.services.board.board().cards()} == {
                "Invoices": 20,
                "Paper invoices": 20,
                "Inbox": 30,
                "Posts": 20,
            }

    async def test_a_card_without_tags_is_split_by_a_word_of_its_notes(self) -> None:
        async with desk() as d:
            await d.press("down", "S")
            form = d.pilot.app.screen
            form.query_one("#field-text", Input).value = "newsletter"
            form.query_one("#field-name", Input).value = "Newsletter"
            await d.press("ctrl+s")
            assert any("no sitting of “Inbox” has “newsletter” in the note" in n for n in d.notices())

    async def test_who_has_what(self) -> None:
        services = stocked()
        services.board.assign(services.board.groups()[0].id, assignee="Ana", weekly_hours="3")
        async with desk(services) as d:
            await d.press("A")
            shown = str(d.pilot.app.screen.query(".text").first().render())
            assert "Ana  3 h a week" in shown
            assert "Books" in shown


class TestHandOver:
    async def test_the_form_stores_what_was_typed_and_reckons_meanwhile(self) -> None:
        async with desk(stocked(Settings(hour_value=Decimal(90)))) as d:
            await d.press("L", "enter")
            form = d.pilot.app.screen
            assert isinstance(form, GroupDialog)
            form.query_one("#field-assignee", Input).value = "Ana"
            form.query_one("#field-rate", Input).value = "120"
            form.query_one("#field-weekly_hours", Input).value = "2"
            form.query_one("#field-outcome", Input).value = "clean books"
            await d.pilot.pause()
            words = str(form.query_one("#problem").render())
            assert "above your hour (€ 90)" in words
            assert "costs € 240 for 2 h a week as expected" in words
            await d.press("ctrl+s")
            group = d.services.board.groups()[0]
            assert (group.assignee, group.rate, group.brief.outcome) == ("Ana", 120, "clean books")
            assert "→ Ana · € 120" in d.words()

    async def test_a_rate_that_is_no_number_is_said_and_not_stored(self) -> None:
        async with desk() as d:
            await d.press("l", "enter")
            form = d.pilot.app.screen
            form.query_one("#field-rate", Input).value = "a lot"
            await d.press("ctrl+s")
            assert d.pilot.app.screen is form
            assert "is not a number" in str(form.query_one("#problem").render())
            await d.press("escape")
            assert d.services.board.groups()[0].rate is None

    async def test_the_brief_opens(self) -> None:
        async with desk() as d:
            await d.press("L", "b")
            assert isinstance(d.pilot.app.screen, PageDialog)

    async def test_cost_and_win_stand_on_the_head(self) -> None:
        services = stocked(Settings(hour_value=Decimal(90)))
        group = services.board.groups()[0].id
        services.board.assign(group, rate="30", weekly_hours="5", assignee="Ana")
        async with desk(services) as d:
            assert "5 h/wk: € 150  win € 300" in d.words()
            assert "win € 300 a week" in d.screen.query_one(BoardHead).state.figures


class TestSuggestions:
    async def test_a_preview_is_taken_as_a_whole_by_one_change(self) -> None:
        async with desk(stocked(groups=())) as d:
            before = d.stored()
            await d.press("s")
            assert isinstance(d.pilot.app.screen, SuggestDialog)
            await d.press("enter")
            grouped = [name for group, names in d.stored().items() if group != "To group" for name in names]
            assert "Invoices" in grouped
            await d.press("u")
            assert d.stored() == before

    async def test_one_card_alone_under_another_name(self) -> None:
        async with desk(stocked(groups=())) as d:
            await d.press("s", "down", "o", "r")
            card = d.pilot.app.screen_stack[-2]
            assert isinstance(card, SuggestDialog)
            await d.type("My own name")
            await d.press("enter")
            assert [len(n) for g, n in d.stored().items() if g == "My own name"] == [1]
            assert len(d.stored()) == 2

    async def test_what_is_refused_does_not_come_back(self) -> None:
        async with desk(stocked(groups=())) as d:
            first = d.services.board.suggest()
            await d.press("s", "x", "escape")
            assert d.services.board.suggest() == first  # escape remembers nothing
            await d.press("s", "x", "enter")
            pairs = {(c.activity.name, p.name) for p in d.services.board.suggest() for c in p.cards}
            assert not {(c.activity.name, first[0].name) for c in first[0].cards} & pairs

    async def test_cards_say_where_they_could_go(self) -> None:
        async with desk(stocked(groups=())) as d:
            names = {p.name for p in d.services.board.suggest()}
            assert names
            assert all(f"◇ {name}" in d.words() for name in names)
            await d.press("n")
            await d.type("Own")
            await d.press("ctrl+home", "L")
            card = d.view.card
            assert card is not None
            assert card.id not in d.view.state.hints


class TestMouse:
    def at(self, d: Desk, column: int, row: int, down: int = 0) -> tuple[int, int]:
        layout = d.view.layout_of_columns
        return layout.x(column - d.view.left) + 3, 5 + 4 * row + 1 + down

    async def drag(self, d: Desk, start: tuple[int, int], *to: tuple[int, int]) -> None:
        await d.pilot.mouse_down(BoardView, offset=start)
        for place in to:
            await d.pilot._post_mouse_events([events.MouseMove], BoardView, offset=place, button=1)

    async def test_a_click_takes_the_cursor_there(self) -> None:
        async with desk() as d:
            await d.pilot.click(BoardView, offset=self.at(d, 0, 2))
            assert d.under_cursor == "Posts"
            await d.pilot.click(BoardView, offset=(self.at(d, 2, 0)[0], 0))
            assert d.view.column == 2

    async def test_a_card_is_dragged_with_its_place_shown(self) -> None:
        async with desk() as d:
            await self.drag(d, self.at(d, 0, 1), self.at(d, 1, 0))
            assert "▶━━" in d.words()
            await d.pilot.mouse_up(BoardView, offset=self.at(d, 1, 0))
            await d.settled()
            assert d.stored()["Books"] == ["Inbox"]
            assert "▶━━" not in d.words()

    async def test_it_goes_before_the_card_that_it_is_let_go_over(self) -> None:
        async with desk() as d:
            await self.drag(d, self.at(d, 0, 2), self.at(d, 0, 0, -1))
            await d.pilot.mouse_up(BoardView, offset=self.at(d, 0, 0, -1))
            await d.settled()
            assert d.stored()["To group"] == ["Posts", "Invoices", "Inbox"]

    async def test_let_go_outside_it_stays(self) -> None:
        async with desk() as d:
            before = d.stored()
            await self.drag(d, self.at(d, 0, 1), self.at(d, 1, 0), (1, 3))
            await d.pilot.mouse_up(BoardView, offset=(1, 3))
            await d.settled()
            assert d.stored() == before
            assert "▶━━" not in d.words()

    async def test_escape_and_a_resize_end_a_drag_without_effect(self) -> None:
        async with desk() as d:
            before = d.stored()
            await self.drag(d, self.at(d, 0, 1), self.at(d, 1, 0))
            await d.press("escape")
            await d.pilot.mouse_up(BoardView, offset=self.at(d, 1, 0))
            await self.drag(d, self.at(d, 0, 1), self.at(d, 1, 0))
            await d.pilot.resize_terminal(80, 24)
            await d.pilot.mouse_up(BoardView, offset=self.at(d, 1, 0))
            await d.settled()
            assert d.stored() == before

    async def test_a_second_click_opens_the_group(self) -> None:
        async with desk() as d:
            await d.press("L")
            await d.pilot.click(BoardView, offset=self.at(d, 1, 0), times=2)
            await d.settled()
            assert isinstance(d.pilot.app.screen, GroupDialog)


HOSTILE = [
    "[red]x[/] [@click=app.quit]q[/]",
    "\x1b]52;c;QQ==\x07",
    "\u202edcba",
    "日本語" * 40,
    "a\nb\tc",
    "\x00",
]


class TestLooks:
    @pytest.mark.parametrize("size", [(160, 50), (120, 36), (80, 24), (60, 20)])
    async def test_every_line_is_as_wide_as_the_board_and_names_do_no_harm(
        self, size: tuple[int, int]
    ) -> None:
        services = empty_services()
        for name in HOSTILE:
            services.board.new_group(name + "group")
        groups = services.board.groups()
        with services.repository.change("fill", DEMO_MOMENT) as work:
            for n, name in enumerate(HOSTILE * 3):
                own = groups[n % 6].id if n < 12 else ""
                work.put(Activity("", f"{name}{n}", highlighted=MONDAY, group=own))
        services.board.assign(groups[0].id, assignee=HOSTILE[1], rate="123456.78")
        async with desk(services, size) as d:
            for _ in range(8):
                for y in range(d.view.size.height):
                    strip = d.view.render_line(y)
                    assert strip.cell_length == d.view.size.width
                    assert not any(ord(c) < 32 or c in "\u202e\x7f" for c in strip.text)
                await d.press("right")

    async def test_two_columns_at_eighty_and_the_rest_one_key_away(self) -> None:
        async with desk(stocked(groups=("A", "B", "C")), (80, 24)) as d:
            assert "1–2 of 4" in d.screen.query_one(BoardHead).state.columns
            await d.press("right", "right")
            assert "2–3 of 4" in d.screen.query_one(BoardHead).state.columns

    async def test_cards_beyond_the_edge_are_counted(self) -> None:
        services = empty_services()
        with services.repository.change("fill", DEMO_MOMENT) as work:
            for n in range(20):
                work.put(Activity("", f"Task {n:02}", highlighted=MONDAY))
        async with desk(services, (80, 24)) as d:
            page = d.view.page
            assert f"↓ {20 - page} more" in d.words()
            await d.press("end")
            assert f"↑ {20 - page} more" in d.words()
            assert "Task 19" in d.words()

    async def test_an_empty_board_says_what_to_do(self) -> None:
        async with desk(empty_services()) as d:
            assert "nothing is marked yet: press 2" in d.words()
            await d.press("H", "L", "J", "enter", "b", "D", "s", "g", "space")
            assert d.stored() == {"To group": []}

    async def test_a_move_repaints_two_columns(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async with desk(stocked(groups=("A", "B", "C"))) as d:
            drawn: list[int] = []
            whole = d.view._column_lines

            def noted(column: int, width: int, height: int) -> object:
                if column not in d.view._drawn:
                    drawn.append(column)
                return whole(column, width, height)

            monkeypatch.setattr(d.view, "_column_lines", noted)
            d.screen.action_move(1, 0)
            await d.pilot.pause()
            assert sorted(set(drawn)) == [0, 1]

    async def test_crept_back_is_said_on_the_card(self) -> None:
        services = stocked()
        group = services.board.groups()[0].id
        services.board.place(services.board.board().ungrouped.cards[0].id, group)
        services.board.assign(group, state="working", start_on="2026-11-16")
        async with desk(services) as d:
            assert "↩ crept back 0:40" in d.words()
