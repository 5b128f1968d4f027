"""The board: what stands where, and that every move can be undone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from outsource_tui.model.activity import Activity, Reason
from outsource_tui.model.clock import FixedClock, Week
from outsource_tui.model.entry import Entry
from outsource_tui.model.errors import InputError, UserError
from outsource_tui.model.group import Brief, State
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=ZONE)
WEEK = Week(date(2026, 11, 16))
D = Decimal


class Desk:
    """A log with a few highlighted activities, and the services over it."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.services = Services(Repository.in_memory(), FixedClock(NOW), settings or Settings())
        self.board = self.services.board
        self.ids: dict[str, str] = {}

    def activity(self, name: str, minutes: int = 60, highlighted: bool = True, **fields: object) -> str:
        day = date(2026, 11, 1) if highlighted else None
        with self.services.repository.change("add", NOW) as work:
            made = work.put(Activity("", name, highlighted=day, **fields))  # type: ignore[arg-type]
        self.ids[name] = made.id
        if minutes:
            self.log(name, datetime(2026, 11, 17, 9, tzinfo=ZONE), minutes)
        return made.id

    def log(self, name: str, start: datetime, minutes: int, **fields: object) -> None:
        end = start + timedelta(minutes=minutes)
        with self.services.repository.change("log", NOW) as work:
            work.put(Entry("", start, end, ZONE.key, self.ids[name], **fields))  # type: ignore[arg-type]

    def columns(self) -> dict[str, list[str]]:
        return {
            c.group.name if c.group else "": [k.activity.name for k in c.cards]
            for c in self.board.board(WEEK).columns
        }

    def group(self, name: str, *cards: str) -> str:
        self.board.new_group(name, [self.ids[c] for c in cards])
        return self.board.group_named(name).id


@pytest.fixture
def desk() -> Desk:
    found = Desk()
    for name, minutes in (("Invoices", 90), ("Inbox", 60), ("Posts", 30)):
        found.activity(name, minutes)
    found.activity("Client work", 300, highlighted=False)
    return found


class TestView:
    def test_what_is_highlighted_waits_ungrouped_most_time_first(self, desk: Desk) -> None:
        assert desk.columns() == {"": ["Invoices", "Inbox", "Posts"]}

    def test_a_card_says_how_long_how_often_and_why(self, desk: Desk) -> None:
        desk.activity("Chase", 45, reasons=(Reason.DISLIKE,))
        desk.log("Chase", datetime(2026, 11, 18, 9, tzinfo=ZONE), 15)
        desk.log("Chase", datetime(2026, 11, 10, 9, tzinfo=ZONE), 120)
        card = next(c for c in desk.board.board(WEEK).cards() if c.activity.name == "Chase")
        assert (card.minutes, card.times, card.activity.reasons) == (60, 2, (Reason.DISLIKE,))
        assert card.spark[-3:] == (0, 120, 60)

    def test_a_single_sitting_to_hand_over_shows_with_its_own_time(self, desk: Desk) -> None:
        desk.log("Client work", datetime(2026, 11, 19, 9, tzinfo=ZONE), 20, hand_over=True)
        card = desk.board.board(WEEK).ungrouped.cards[-1]
        assert (card.activity.name, card.minutes, card.times) == ("Client work", 20, 1)

    def test_a_group_counts_all_time_of_what_is_not_highlighted(self, desk: Desk) -> None:
        desk.group("Craft", "Client work")
        assert desk.board.board(WEEK).groups[0].minutes == 300

    def test_crept_back_counts_from_the_day_it_went_away(self, desk: Desk) -> None:
        group = desk.group("Books", "Invoices")
        desk.board.assign(group, state="handed over", start_on="2026-11-18")
        assert desk.board.board(WEEK).groups[0].cards[0].crept_back == 0
        desk.log("Invoices", datetime(2026, 11, 19, 9, tzinfo=ZONE), 25)
        assert desk.board.board(WEEK).groups[0].cards[0].crept_back == 25


class TestMoves:
    def test_into_a_group_and_back(self, desk: Desk) -> None:
        group = desk.group("Books")
        desk.board.place(desk.ids["Invoices"], group)
        assert desk.columns() == {"": ["Inbox", "Posts"], "Books": ["Invoices"]}
        desk.board.place(desk.ids["Invoices"], "")
        assert desk.columns() == {"": ["Inbox", "Posts", "Invoices"], "Books": []}

    def test_out_of_its_group_a_card_stays_on_the_board_without_a_highlight_before(self, desk: Desk) -> None:
        desk.activity("Parcels", highlighted=False)
        group = desk.group("Post", "Parcels")
        desk.board.place(desk.ids["Parcels"], "")
        assert "Parcels" in desk.columns()[""]
        desk.services.history.undo()
        assert desk.columns()["Post"] == ["Parcels"]
        desk.board.place(desk.ids["Parcels"], "")
        desk.board.place(desk.ids["Parcels"], group)
        assert desk.columns()["Post"] == ["Parcels"]

    def test_a_card_whose_group_is_gone_stays_on_the_board(self, desk: Desk) -> None:
        desk.activity("Parcels", highlighted=False, group="gone")
        assert "Parcels" in desk.columns()[""]

    def test_order_among_the_ungrouped_highlights_nothing(self, desk: Desk) -> None:
        desk.activity("Parcels", 0, highlighted=False)
        desk.log("Parcels", datetime(2026, 11, 18, 9, tzinfo=ZONE), 30, hand_over=True)
        desk.board.place(desk.ids["Parcels"], "", before=desk.ids["Invoices"])
        assert desk.services.repository.activities().get(desk.ids["Parcels"]).highlighted is None
        assert desk.columns()[""].index("Parcels") < desk.columns()[""].index("Invoices")

    def test_before_another_card(self, desk: Desk) -> None:
        group = desk.group("Books", "Invoices", "Inbox")
        desk.board.place(desk.ids["Posts"], group, before=desk.ids["Inbox"])
        assert desk.columns()["Books"] == ["Invoices", "Posts", "Inbox"]

    def test_several_together_by_one_undo(self, desk: Desk) -> None:
        group = desk.group("Books")
        before = desk.columns()
        desk.board.move_cards([desk.ids["Posts"], desk.ids["Inbox"]], group)
        assert desk.columns()["Books"] == ["Posts", "Inbox"]
        desk.services.history.undo()
        assert desk.columns() == before

    def test_nothing_is_stored_for_a_move_to_the_same_place(self, desk: Desk) -> None:
        group = desk.group("Books", "Invoices")
        assert not desk.board.place(desk.ids["Invoices"], group)

    def test_into_a_group_that_is_gone(self, desk: Desk) -> None:
        with pytest.raises(UserError, match="gone"):
            desk.board.place(desk.ids["Invoices"], "nowhere")
        assert desk.columns() == {"": ["Invoices", "Inbox", "Posts"]}


class TestGroups:
    def test_two_of_one_name_are_refused(self, desk: Desk) -> None:
        group = desk.group("Books")
        other = desk.group("Mail")
        with pytest.raises(InputError, match="there is a group “Books” already"):
            desk.board.new_group("  bOOks ")
        with pytest.raises(InputError, match="already"):
            desk.board.rename(other, "BOOKS")
        assert desk.board.rename(group, "books")

    @pytest.mark.parametrize("name", ["", "  \n ", "x" * 201])
    def test_a_name_that_will_not_do(self, desk: Desk, name: str) -> None:
        with pytest.raises(InputError):
            desk.board.new_group(name)
        assert desk.board.groups() == ()

    def test_found_by_name_and_the_nearest_named(self, desk: Desk) -> None:
        desk.group("Bookkeeping")
        assert desk.board.group_named(" BOOKkeeping").name == "Bookkeeping"
        with pytest.raises(InputError, match=r"no group “Bokkeeping”: did you mean “Bookkeeping”\?"):
            desk.board.group_named("Bokkeeping")
        with pytest.raises(InputError, match=r"no group “Baking”: there is “Bookkeeping”$"):
            desk.board.group_named("Baking")

    def test_deleted_its_cards_return_and_undo_brings_all_back(self, desk: Desk) -> None:
        group = desk.group("Books", "Invoices", "Client work")
        before = desk.columns()
        desk.board.delete(group)
        assert sorted(desk.columns()[""]) == ["Client work", "Inbox", "Invoices", "Posts"]
        desk.services.history.undo()
        assert desk.columns() == before

    def test_a_group_that_goes_leaves_no_trace_in_an_activity_that_became_part_of_another(
        self, desk: Desk
    ) -> None:
        books, web = desk.group("Books", "Invoices", "Posts"), desk.group("Web", "Inbox")
        id_of = {a.name: a.id for a in desk.services.repository.activities()}
        desk.services.edit.merge_activities(id_of["Posts"], id_of["Client work"])
        desk.services.edit.merge_activities(id_of["Inbox"], id_of["Client work"])
        desk.board.merge([books, web])
        desk.board.delete(books)
        assert {a.group for a in desk.services.repository.activities().by_id.values()} == {""}

    def test_columns_go_where_they_are_put(self, desk: Desk) -> None:
        a, b, c = desk.group("A"), desk.group("B"), desk.group("C")
        desk.board.reorder(c, before=a)
        assert list(desk.columns()) == ["", "C", "A", "B"]
        desk.board.reorder(c)
        assert list(desk.columns()) == ["", "A", "B", "C"]
        assert not desk.board.reorder(b, before=c)

    def test_merged_they_keep_what_was_written_about_both(self, desk: Desk) -> None:
        one, other = desk.group("Books", "Invoices"), desk.group("Mail", "Inbox", "Posts")
        desk.board.edit_brief(one, notes="ask Ben", outcome="clean books")
        desk.board.edit_brief(other, notes="see wiki", tools="Gmail")
        desk.board.assign(one, assignee="Ana", rate="30", weekly_hours="2")
        desk.board.assign(other, assignee="Nord", rate="35.50", weekly_hours="1.5", state="briefed")
        desk.board.merge([one, other])
        assert desk.columns() == {"": [], "Books": ["Invoices", "Inbox", "Posts"]}
        group = desk.board.group(one)
        assert (group.assignee, group.rate, group.weekly_hours) == ("Ana", 30, D("3.5"))
        assert (group.brief.outcome, group.brief.tools) == ("clean books", "Gmail")
        assert group.brief.notes == (
            "ask Ben\nsee wiki\nMail was briefed since 20 Nov 2026 with Nord at € 35.50 an hour."
        )
        desk.services.history.undo()
        assert desk.columns() == {"": [], "Books": ["Invoices"], "Mail": ["Inbox", "Posts"]}


class TestAssign:
    def test_texts_are_read_and_an_empty_one_empties(self, desk: Desk) -> None:
        group = desk.group("Books")
        desk.board.assign(group, assignee="  Ana  ", rate="28,50", state="Handed-Over", checking_hours="0.5")
        found = desk.board.group(group)
        assert (found.assignee, found.rate, found.checking_hours) == ("Ana", D("28.50"), D("0.5"))
        assert found.handed_over_on == NOW.date()
        desk.board.assign(group, rate="")
        assert desk.board.group(group).rate is None
        assert desk.board.group(group).assignee == "Ana"

    @pytest.mark.parametrize(
        "fields",
        [
            {"rate": "a lot"},
            {"rate": "-1"},
            {"state": "done"},
            {"start_on": "soon"},
            {"weekly_hours": "1:30x"},
            {"weekly_hours": "168.5"},
            {"checking_hours": "200h"},
        ],
    )
    def test_what_cannot_be_read_changes_nothing(self, desk: Desk, fields: dict[str, str]) -> None:
        group = desk.group("Books")
        with pytest.raises(InputError):
            desk.board.assign(group, assignee="Ana", **fields)  # type: ignore[arg-type]
        assert desk.board.group(group).assignee == ""

    def test_the_day_of_the_hand_over_stays_until_it_is_taken_back(self, desk: Desk) -> None:
        group = desk.group("Books")
        clock = desk.services.clock
        assert isinstance(clock, FixedClock)
        desk.board.assign(group, state="handed over")
        clock.advance(days=7)
        desk.board.assign(group, state="working")
        desk.board.assign(group, state="handed over")
        assert desk.board.group(group).handed_over_on == date(2026, 11, 20)
        desk.board.assign(group, state="taken back")
        assert desk.board.group(group).handed_over_on is None
        clock.advance(days=7)
        desk.board.assign(group, state="working")
        assert desk.board.group(group).handed_over_on == date(2026, 12, 4)

    def test_going_away_anew_an_old_start_ends_but_one_given_with_it_counts(self, desk: Desk) -> None:
        group = desk.group("Books")
        desk.board.assign(group, state="working", start_on="2026-11-02")
        desk.board.assign(group, state="taken back")
        desk.board.assign(group, state="working")
        assert desk.board.group(group).handed_over_on == date(2026, 11, 20)
        desk.board.assign(group, state="taken back")
        desk.board.assign(group, state="working", start_on="2026-11-02")
        assert desk.board.group(group).handed_over_on == date(2026, 11, 2)

    def test_one_key_goes_through_the_states(self, desk: Desk) -> None:
        group = desk.group("Books")
        seen = []
        for _ in State:
            desk.board.step_state(group)
            seen.append(desk.board.group(group).state)
        assert seen == [State.BRIEFED, State.HANDED_OVER, State.WORKING, State.TAKEN_BACK, State.IDEA]
        desk.board.step_state(group, -1)
        assert desk.board.group(group).state is State.TAKEN_BACK

    def test_the_brief_is_kept_field_by_field(self, desk: Desk) -> None:
        group = desk.group("Books")
        desk.board.edit_brief(group, outcome="clean books")
        desk.board.edit_brief(group, tools="ledger")
        assert desk.board.group(group).brief == Brief(outcome="clean books", tools="ledger")
        with pytest.raises(InputError, match="no field 'wish'"):
            desk.board.edit_brief(group, wish="x")

    def test_the_history_says_it_in_a_sentence(self, desk: Desk) -> None:
        group = desk.group("Books")
        change = desk.board.assign(group, assignee="Ana", rate="28", state="handed over")
        assert change.label == "Assign Books to Ana at € 28 as handed over"
        assert desk.board.assign(group, state="working").label == "Books: working"
        change = desk.board.assign(group, assignee="Bea", weekly_hours="6", start_on="2026-11-30")
        assert change.label == "Assign Books to Bea, start 30 Nov 2026, hours a week 6"

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"rate": "30"}, "rate € 28 → € 30"),
            ({"rate": "30", "currency": "$"}, "rate € 28 → $ 30, currency $"),
            ({"rate": "", "assignee": ""}, "no assignee, no rate"),
            ({"weekly_hours": "7h30", "checking_hours": ""}, "hours a week 6 → 7.5, no checking hours"),
            ({"start_on": "2026-12-01", "state": "briefed"}, "briefed, start 1 Dec 2026"),
            ({"colour": "red", "brief": Brief(tools="ledger", cap="3")}, "colour red, brief (tools, cap)"),
        ],
    )
    def test_the_history_says_what_became_different(
        self, desk: Desk, fields: dict[str, str], said: str
    ) -> None:
        group = desk.group("Books")
        desk.board.assign(group, assignee="Ana", rate="28", weekly_hours="6", checking_hours="1")
        assert desk.board.assign(group, **fields).label == f"Group Books: {said}"  # type: ignore[arg-type]


class TestMoney:
    def test_cost_and_win_of_the_week(self) -> None:
        desk = Desk(Settings(hour_value=D(90)))
        desk.activity("Invoices", 215)
        group = desk.group("Books", "Invoices")
        desk.board.assign(group, rate="28")
        column = desk.board.board(WEEK).groups[0]
        assert column.cost == D(215) / 60 * 28
        assert column.win == D(215) / 60 * 90 - D(215) / 60 * 28
        assert column.basis == "so far this week"

    def test_work_that_no_finished_week_knows_has_the_hours_of_this_week_everywhere(self) -> None:
        desk = Desk(Settings(hour_value=D(90)))
        desk.activity("Client work", 0)
        desk.log("Client work", datetime(2026, 11, 10, 9, tzinfo=ZONE), 600)
        desk.activity("Invoices", 75)
        group = desk.group("Books", "Invoices")
        for state in ("idea", "handed over"):
            desk.board.assign(group, rate="28", state=state, start_on="2026-12-07")
            column = desk.board.board(WEEK).groups[0]
            assert (column.deal.hours, column.basis) == (D("1.25"), "so far this week")
            assert (column.cards[0].weekly, column.cost) == (75, 35)
            (line,) = desk.services.summary.week(WEEK).groups
            assert (line.weekly, line.cost) == (75, 35)
            page = desk.services.summary.markdown(WEEK.shifted(-1))
            (books,) = (found for found in page.splitlines() if found.startswith("| Books"))
            assert books.count(" – |") == 3
            assert "**Hours a week:** 1 h 15 so far this week" in desk.services.brief.markdown(group)

    def test_expected_hours_go_before_the_log(self) -> None:
        desk = Desk(Settings(hour_value=D(90)))
        desk.activity("Invoices", 60)
        group = desk.group("Books", "Invoices")
        desk.board.assign(group, rate="30", weekly_hours="4", checking_hours="1")
        column = desk.board.board(WEEK).groups[0]
        assert (column.cost, column.win, column.basis) == (120, 3 * 90 - 120, "as expected")

    def test_once_it_is_away_the_weeks_before_count(self) -> None:
        desk = Desk(Settings(hour_value=D(90)))
        desk.activity("Invoices", 0)
        for weeks, minutes in ((1, 60), (2, 120), (5, 180)):
            desk.log("Invoices", datetime(2026, 11, 17, 9, tzinfo=ZONE) - timedelta(weeks=weeks), minutes)
        group = desk.group("Books", "Invoices")
        desk.board.assign(group, rate="30", state="handed over")
        column = desk.board.board(WEEK).groups[0]
        assert (column.minutes, column.cost, column.basis) == (0, 60, "in 3 weeks before hand-over")

    def test_the_board_and_the_tune_up_have_one_baseline(self) -> None:
        desk = Desk(Settings(hour_value=D(90)))
        desk.activity("Invoices", 0)
        desk.activity("Client work", 0)
        monday = datetime(2026, 11, 16, 9, tzinfo=ZONE)
        for weeks, minutes, client in ((1, 60, 600), (2, 0, 30), (3, 90, 600), (20, 150, 600)):
            for name, length in (("Invoices", minutes), ("Client work", client)):
                if length:
                    at = monday - timedelta(weeks=weeks, hours=0 if name == "Invoices" else -4)
                    desk.log(name, at, length)
        desk.board.assign(desk.group("Books", "Invoices"), rate="30", state="handed over")
        column = desk.board.board(WEEK).groups[0]
        (books,) = desk.services.tune_up.report().groups
        assert books.baseline == float(column.deal.hours) * 60 == 100
        assert len(books.before) == 3
        assert column.basis == "in 3 weeks before hand-over"

    def test_another_currency_is_not_compared(self) -> None:
        desk = Desk(Settings(hour_value=D(90)))
        desk.activity("Invoices", 60)
        desk.board.assign(desk.group("Books", "Invoices"), rate="30", currency="$")
        column = desk.board.board(WEEK).groups[0]
        assert (column.cost, column.win) == (30, None)

    def test_the_load_of_an_assignee_over_all_groups(self) -> None:
        desk = Desk()
        desk.activity("Invoices", 60)
        desk.activity("Inbox", 30)
        desk.board.assign(desk.group("Books", "Invoices"), assignee="Ana", rate="30")
        desk.board.assign(desk.group("Mail", "Inbox"), assignee="ana", rate="20")
        (load,) = desk.board.loads(desk.board.board(WEEK))
        assert (load.assignee, load.groups, load.hours, load.cost) == ("Ana", ("Books", "Mail"), D("1.5"), 40)
