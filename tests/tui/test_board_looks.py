"""The board by mouse, and what it draws."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets._toast import Toast

from outsource_tui.model.activity import Activity
from outsource_tui.model.proposal import Chosen
from outsource_tui.model.value import replace
from outsource_tui.tui.dialogs.group import GroupDialog
from outsource_tui.tui.dialogs.suggest import SuggestDialog
from outsource_tui.tui.widgets.board import BoardView
from outsource_tui.tui.widgets.board_head import BoardHead
from outsource_tui.tui.widgets.chrome import BottomBar
from tests.tui.desk import MONDAY, BoardApp, Desk, desk, stocked
from tests.tui.support import DEMO_MOMENT, empty_services, quiet


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

    async def test_nothing_is_called_grouped_where_nothing_is_marked(self) -> None:
        services = empty_services()
        async with desk(services) as d:
            for name in ("Books", "Posts"):  # no group, then one without cards
                await d.press("s")
                said = list(d.pilot.app._notifications)[-1].message
                assert said == "nothing is marked yet: press 2 and mark"
                assert "nothing is marked yet" in " ".join(d.words().split())
                services.board.new_group(name)

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

    async def test_what_is_in_the_log_but_not_marked_is_told_so(self) -> None:
        services = stocked()
        with services.repository.change("keep", DEMO_MOMENT) as work:
            card = services.repository.activities().named("Posts")
            assert card is not None
            own = [e for e in services.repository.all_entries() if e.activity == card.id]
            work.put_all(replace(e, hand_over=False) for e in own)
        async with desk(services, (160, 50)) as d:
            assert "0:20 this week, unmarked" in d.words()
            assert "not this week" not in d.words()

    @pytest.mark.parametrize("size", [(120, 36), (80, 24)])
    @pytest.mark.parametrize("key", ["H", "s"])
    async def test_what_is_said_covers_the_footer_alone(self, size: tuple[int, int], key: str) -> None:
        services = stocked()
        cards = [card.id for card in services.board.board().ungrouped.cards]
        if key == "s":  # nothing is left to suggest
            services.board.accept([Chosen("Books", tuple(cards))])
        app = quiet(BoardApp(services))
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.press(key)
            await pilot.pause()
            assert app.screen.query_one(Toast).region == app.screen.query_one(BottomBar).region

    async def test_the_cards_say_what_the_list_of_suggestions_says(self) -> None:
        services = stocked()
        async with desk(services) as d:
            await d.press("L")  # what was found before the move is old now
            await d.press("s")
            assert isinstance(d.pilot.app.screen, SuggestDialog)
            listed = {
                card.activity.id: proposal.name
                for proposal in services.board.suggest()
                for card in proposal.cards
            }
            assert listed
            assert dict(d.view.state.hints) == listed
