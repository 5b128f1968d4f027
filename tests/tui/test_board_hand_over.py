"""Handing a group over from the board, and what it suggests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from textual.widgets import Input

from outsource_tui.model.activity import Activity
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.tui.dialogs.group import GroupDialog
from outsource_tui.tui.dialogs.page import PageDialog
from outsource_tui.tui.dialogs.suggest import SuggestDialog
from outsource_tui.tui.dialogs.wrapped import Hung
from outsource_tui.tui.widgets.board_head import BoardHead
from tests.tui.desk import MONDAY, desk, stocked
from tests.tui.support import DEMO_MOMENT, empty_services


def heap() -> Services:
    """Three cards that one skill takes, and one that is alone."""
    services = empty_services()
    with services.repository.change("fill", DEMO_MOMENT) as work:
        for name in ("Invoices", "Bank reconciliation", "Receipts", "Newsletter"):
            work.put(Activity("", name, highlighted=MONDAY))
    return services


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

    async def test_hours_and_the_start_are_read_as_people_write_them(self) -> None:
        async with desk() as d:
            await d.press("l", "enter")
            form = d.pilot.app.screen
            form.query_one("#field-hand_over_hours", Input).value = "2h"
            form.query_one("#field-checking_hours", Input).value = "15m"
            form.query_one("#field-start_on", Input).value = "next monday"
            form.query_one("#field-weekly_hours", Input).value = "about 3"
            await d.press("ctrl+s")
            assert d.pilot.app.screen is form
            assert "2h, 15m or 0:15" in str(form.query_one("#problem").render())
            form.query_one("#field-weekly_hours", Input).value = "1 h 30"
            await d.press("ctrl+s")
            group = d.services.board.groups()[0]
            hours = (group.weekly_hours, group.hand_over_hours, group.checking_hours)
            assert hours == (Decimal("1.5"), 2, Decimal("0.25"))
            assert group.start_on == date(2026, 11, 23)

    async def test_the_brief_opens(self) -> None:
        async with desk() as d:
            await d.press("L", "b")
            assert isinstance(d.pilot.app.screen, PageDialog)

    async def test_a_brief_that_was_written_stays_with_the_word_where(self, tmp_path: Path) -> None:
        async with desk(stocked(Settings(summary_folder=str(tmp_path)))) as d:
            await d.press("L", "b", "w")
            dialog = d.pilot.app.screen
            assert isinstance(dialog, PageDialog)
            [made] = tmp_path.iterdir()
            assert made.name in str(dialog.query_one("#keys").render())

    async def test_cost_and_win_stand_on_the_head(self) -> None:
        services = stocked(Settings(hour_value=Decimal(90)))
        group = services.board.groups()[0].id
        services.board.assign(group, rate="30", weekly_hours="5", assignee="Ana")
        async with desk(services) as d:
            assert "5 h/wk: € 150  win € 300" in d.words()
            assert "win € 300 a week" in d.screen.query_one(BoardHead).state.figures
            head = next(line for line in d.lines() if "Books" in line)
            assert "To group" in head
            assert "1:30 · 6×" in head, "how often stands beside how long, not beside money"

    @pytest.mark.parametrize(
        ("hours", "rate", "said"),
        [
            ("10.25", "28", "€ 287/wk  win € 636"),
            ("10.25", "280", "€ 2,870/wk  loss € 1,948"),
            ("160", "280000", "loss € 44,785,600/wk"),
        ],
    )
    async def test_the_win_stands_whole_where_not_all_has_room(self, hours, rate, said) -> None:
        services = stocked(Settings(hour_value=Decimal(90)), ("Books", "Mail", "Posts", "Calls"))
        services.board.assign(services.board.groups()[0].id, rate=rate, weekly_hours=hours, assignee="Ana")
        async with desk(services) as d:
            assert f" {said} " in d.lines()[2]

    async def test_figures_that_only_this_week_knows_are_called_so_far(self) -> None:
        services = stocked(Settings(hour_value=Decimal(90)))
        books, mail = (group.id for group in services.board.groups())
        services.board.assign(books, rate="30", assignee="Ana")
        services.board.assign(mail, assignee="Ana")
        async with desk(services) as d:
            await d.press("L")
            assert "0.7 h so far: € 20  win € 40" in d.words()
            assert "win € 40 so far this week" in d.screen.query_one(BoardHead).state.figures
            await d.press("A")
            assert "Ana  0.67 h so far this week" in str(d.pilot.app.screen.query_one(Hung).render())
            await d.press("escape")
            services.board.assign(mail, rate="30", weekly_hours="2")
            d.pilot.app.publish()
            await d.settled()
            assert "2 h/wk: € 60  win € 120" in d.words()
            assert "win € 160 a week, in part so far" in d.screen.query_one(BoardHead).state.figures


class TestSuggestions:
    async def test_a_preview_is_taken_as_a_whole_by_one_change(self) -> None:
        async with desk(heap()) as d:
            before = d.stored()
            await d.press("s")
            assert isinstance(d.pilot.app.screen, SuggestDialog)
            await d.press("enter")
            ((_, left), (_, grouped)) = d.stored().items()
            assert left == ["Newsletter"]
            assert sorted(grouped) == ["Bank reconciliation", "Invoices", "Receipts"]
            await d.press("u")
            assert d.stored() == before

    async def test_a_card_alone_is_a_group_only_where_it_is_ticked(self) -> None:
        async with desk(heap()) as d:
            await d.press("s", "end")
            shown = d.pilot.app.screen
            assert isinstance(shown, SuggestDialog)
            assert "Newsletter → " in str(shown.query_one("#reason").render())
            await d.press("space", "enter")
            assert ["Newsletter"] in d.stored().values()

    async def test_nothing_ticked_is_said_and_closes_nothing(self) -> None:
        async with desk(heap()) as d:
            await d.press("s", "space", "enter")
            shown = d.pilot.app.screen
            assert isinstance(shown, SuggestDialog)
            assert "nothing is ticked" in str(shown.query_one("#reason").render())

    async def test_one_card_of_a_group_under_another_name(self) -> None:
        async with desk(heap()) as d:
            await d.press("s", "down", "o", "r")
            await d.type("My own name")
            await d.press("enter")
            assert d.stored()["My own name"] == ["Bank reconciliation"]
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
