"""Suggested groups, refusals, and cards that are split."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outsource_tui.model.activity import Activity, Reason
from outsource_tui.model.clock import FixedClock
from outsource_tui.model.entry import Entry
from outsource_tui.model.errors import InputError
from outsource_tui.model.proposal import Chosen, Part
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=ZONE)


@pytest.fixture
def services() -> Services:
    return Services(Repository.in_memory(), FixedClock(NOW), Settings())


def add(services: Services, name: str, *sittings: tuple[str, str], group: str = "") -> str:
    with services.repository.change("add", NOW) as work:
        activity = work.put(
            Activity("", name, highlighted=date(2026, 11, 1), reasons=(Reason.ROUTINE,), group=group)
        )
        for n, (tag, note) in enumerate(sittings):
            start = datetime(2026, 11, 16 + n, 9, tzinfo=ZONE)
            tags = (tag,) if tag else ()
            work.put(Entry("", start, start + timedelta(hours=1), ZONE.key, activity.id, tags, note))
    return activity.id


def placed(services: Services) -> dict[str, list[str]]:
    return {
        c.group.name: [k.activity.name for k in c.cards]
        for c in services.board.board().columns
        if c.group is not None
    }


class TestSuggestions:
    def test_each_ungrouped_name_once_with_a_reason(self, services: Services) -> None:
        for name in ("Bookkeeping", "Chase unpaid invoices", "Newsletter", "Fix the website"):
            add(services, name)
        found = services.board.suggest()
        names = [card.activity.name for p in found for card in p.cards]
        assert len(names) == len(set(names)) > 0
        assert all(card.why for p in found for card in p.cards)

    def test_a_card_that_was_put_oddly_does_not_draw_others_after_it(self, services: Services) -> None:
        services.board.new_group("Bookkeeping")
        (books,) = [group.id for group in services.board.groups()]
        for name in ("Invoices and accounts", "Chase payments", "Scan receipts"):
            add(services, name, group=books)
        for name in ("Website update", "Order packaging"):
            add(services, name)
        before = [(p.name, [c.activity.name for c in p.cards]) for p in services.board.suggest()]
        assert "Bookkeeping" not in dict(before)
        add(services, "Product design", group=books)
        after = [(p.name, [c.activity.name for c in p.cards]) for p in services.board.suggest()]
        assert after == before

    def test_groups_that_are_taken_stand_beside_the_ungrouped_in_order(self, services: Services) -> None:
        services.board.new_group("Old")
        ids = [add(services, name) for name in ("One", "Two", "Three")]
        taken = [Chosen("First", (ids[0],)), Chosen("Old", (ids[1],)), Chosen("Second", (ids[2],))]
        services.board.accept(taken)
        assert list(placed(services)) == ["First", "Second", "Old"]

    def test_what_the_user_placed_teaches(self, services: Services) -> None:
        services.board.new_group("Ben does this")
        own = services.board.group_named("Ben does this").id
        for name in ("Invoices for Acme", "Invoices for Sommer", "Invoices for Nord"):
            add(services, name, group=own)
        add(services, "Invoices for Hartmann")
        (proposal,) = services.board.suggest()
        assert (proposal.name, proposal.known) == ("Ben does this", True)

    def test_accepted_in_part_it_is_one_change(self, services: Services) -> None:
        one, other = add(services, "Bookkeeping"), add(services, "Newsletter")
        services.board.new_group("mail")
        services.board.accept([Chosen("Books", (one,)), Chosen("MAIL", (other,))])
        assert placed(services) == {"mail": ["Newsletter"], "Books": ["Bookkeeping"]}
        services.history.undo()
        assert placed(services) == {"mail": []}

    def test_nothing_chosen_is_said(self, services: Services) -> None:
        with pytest.raises(InputError, match="nothing was chosen"):
            services.board.accept([])

    def test_a_refusal_is_remembered_until_it_is_undone(self, services: Services) -> None:
        one = add(services, "Bookkeeping")
        (before,) = services.board.suggest()
        services.board.refuse([Chosen(before.name, (one,))])
        assert all(p.name != before.name for p in services.board.suggest())
        services.history.undo()
        assert services.board.suggest() == (before,)


class TestSplit:
    def test_by_tag_into_a_card_beside_it(self, services: Services) -> None:
        accounts = add(services, "Accounts", ("tax", ""), ("", "invoices"), ("tax", "VAT"))
        (part,) = services.board.parts(accounts)
        assert (part.tag, part.times, part.minutes) == ("tax", 2, 120)
        services.board.split(accounts, " Tax  returns ", part)
        cards = {c.activity.name: (c.minutes, c.activity.reasons) for c in services.board.board().cards()}
        assert cards == {"Tax returns": (120, (Reason.ROUTINE,)), "Accounts": (60, (Reason.ROUTINE,))}
        services.history.undo()
        assert [c.activity.name for c in services.board.board().cards()] == ["Accounts"]

    def test_by_a_word_of_the_note(self, services: Services) -> None:
        accounts = add(services, "Accounts", ("", "March INVOICES sent"), ("", "bank"))
        services.board.split(accounts, "Invoices", Part(text="invoices"))
        assert {c.activity.name: c.minutes for c in services.board.board().cards()} == {
            "Invoices": 60,
            "Accounts": 60,
        }

    @pytest.mark.parametrize(
        ("name", "part", "said"),
        [
            ("X", Part(tag="nothing"), "no sitting of “Accounts” has #nothing"),
            ("X", Part(text="VAT"), "every sitting of “Accounts” has “VAT” in the note: rename it instead"),
            ("accounts", Part(tag="tax"), "a name of its own"),
            (" ", Part(tag="tax"), "needs a name"),
        ],
    )
    def test_what_makes_no_sense_changes_nothing(
        self, services: Services, name: str, part: Part, said: str
    ) -> None:
        accounts = add(services, "Accounts", ("tax", "VAT"), ("", "more vat"))
        with pytest.raises(InputError, match=said):
            services.board.split(accounts, name, part)
        assert len(services.repository.activities()) == 1
