"""The board by keys: what moves, what groups become, and what is stored."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from outsource_tui.model.errors import StoreError, UserError
from outsource_tui.model.group import State
from outsource_tui.tui.dialogs.wrapped import Hung
from outsource_tui.tui.widgets.board_head import BoardHead
from tests.tui.desk import desk, stocked
from tests.tui.support import DEMO_MOMENT


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

    async def test_at_the_last_column_a_move_says_so_once(self) -> None:
        async with desk() as d:
            await d.press("L", "L", "L", "L")
            assert len([n for n in d.notices() if "the last column" in n]) == 1
            assert d.stored()["Mail"] == ["Invoices"]

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
            await d.press("space", "down", "space", "L")
            assert d.stored() == {"To group": ["Posts"], "Books": ["Invoices", "Inbox"], "Mail": []}
            await d.press("u")
            assert d.shown() == {"To group": ["Invoices", "Inbox", "Posts"], "Books": [], "Mail": []}

    async def test_selecting_leaves_the_cursor_where_it_is(self) -> None:
        async with desk() as d:
            await d.press("space")
            assert d.under_cursor == "Invoices"
            await d.press("space")
            assert d.screen.selected == frozenset()

    async def test_the_selection_is_counted_and_let_go(self) -> None:
        async with desk() as d:
            await d.press("space", "down", "space")
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
            await d.press("space", "down", "space", "g")
            await d.type("Paperwork")
            assert d.stored() == {"To group": ["Posts"], "Paperwork": ["Invoices", "Inbox"]}
            assert d.under_cursor == "Posts"  # what is left is next

    async def test_a_new_group_stands_beside_the_cards_in_sight(self) -> None:
        async with desk(stocked(groups=("A", "B", "C")), (80, 24)) as d:
            await d.press("g")
            await d.type("Paperwork")
            assert list(d.shown()) == ["To group", "Paperwork", "A", "B", "C"]
            assert "Paperwork" in d.words()
            await d.press("right", "right", "n")
            await d.type("Own")
            assert list(d.shown()) == ["To group", "Paperwork", "A", "Own", "B", "C"]
            assert d.view.view is not None
            assert d.view.view.name == "Own"
            assert "Own" in d.words()

    async def test_cards_sent_out_of_sight_are_told_of_and_the_next_is_at_hand(self) -> None:
        async with desk(stocked(groups=("A", "B", "C")), (80, 24)) as d:
            await d.press("g")
            await d.type("C")
            assert d.stored()["C"] == ["Invoices"]
            assert d.under_cursor == "Inbox"
            assert "1 card → C" in d.notices()

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
            assert "Books deleted · u undoes" in d.notices()
            await d.press("u")
            assert d.stored()["Books"] == ["Invoices"]

    async def test_a_group_with_terms_is_deleted_after_a_question(self) -> None:
        services = stocked()
        services.board.assign(services.board.groups()[0].id, rate="28")
        async with desk(services) as d:
            await d.press("l", "D", "escape")
            assert "Books" in d.stored()
            await d.press("D", "d")
            assert "Books" not in d.stored()

    async def test_merge_keeps_cards_and_the_cursor_group(self) -> None:
        async with desk() as d:
            await d.press("L", "h", "L", "L", "M", "enter")
            assert d.stored() == {"To group": ["Posts"], "Mail": ["Inbox", "Invoices"]}

    async def test_columns_are_ordered_by_hand(self) -> None:
        async with desk() as d:
            await d.press("l", "right_curly_bracket")
            assert list(d.shown()) == ["To group", "Mail", "Books"]
            assert d.view.view is not None
            assert d.view.view.name == "Books"
            await d.press("left_curly_bracket", "left_curly_bracket")
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
            shown = str(d.pilot.app.screen.query_one(Hung).render())
            assert "Ana  3 h a week" in shown
            assert "Books" in shown

    async def test_hours_are_called_those_of_the_week_that_is_shown(self) -> None:
        async with desk() as d:
            assert "1:30 this week" in d.screen.query_one(BoardHead).state.figures
            assert "this week · 2×" in d.words()
            await d.press("<")
            assert "0:00 in week 46" in d.screen.query_one(BoardHead).state.figures
            assert "not in week 46" in d.words()
            assert "this week" not in d.words()
