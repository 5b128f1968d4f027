"""What comes into a group is to be handed over, whatever way it came; and what a wish takes away is said."""

from __future__ import annotations

from datetime import datetime

import pytest

from outsource_tui.model.activity import Activity, Reason
from tests.services.test_board import WEEK, ZONE, Desk


@pytest.fixture
def desk() -> Desk:
    found = Desk()
    found.activity("Email", 60, highlighted=False)
    found.activity("Client work", 300, highlighted=False, core=True)
    return found


def now(desk: Desk, name: str) -> Activity:
    return desk.services.repository.activities().get(desk.ids[name])


def hand_over(desk: Desk) -> float:
    return desk.services.review.week(WEEK).hand_over


def test_into_a_new_group_and_into_one_that_is_there_it_counts(desk: Desk) -> None:
    change = desk.board.new_group("Post", [desk.ids["Email"]])
    assert change.label == "New group Post with Email; now to hand over"
    assert hand_over(desk) == 60
    desk.services.history.undo()
    assert (hand_over(desk), now(desk, "Email").highlighted, desk.board.groups()) == (0, None, ())
    post = desk.group("Post")
    assert desk.board.place(desk.ids["Email"], post).label == "Put Email into Post; now to hand over"
    assert (hand_over(desk), now(desk, "Email").reasons) == (60, ())
    assert desk.board.place(desk.ids["Email"], "").label == "Take Email out of the groups"
    assert hand_over(desk) == 60


def test_core_ends_with_it_and_the_label_says_so(desk: Desk) -> None:
    change = desk.board.new_group("Craft", [desk.ids["Client work"]])
    assert change.label == "New group Craft with Client work; now to hand over, no longer core"
    assert (now(desk, "Client work").core, hand_over(desk)) == (False, 300)
    desk.services.history.undo()
    assert (now(desk, "Client work").core, hand_over(desk)) == (True, 0)


def test_where_single_sittings_are_marked_they_alone_stay_to_be_handed_over(desk: Desk) -> None:
    desk.log("Client work", datetime(2026, 11, 19, 9, tzinfo=ZONE), 20, hand_over=True)
    craft = desk.group("Craft")
    for group in (craft, ""):
        desk.board.place(desk.ids["Client work"], group)
        assert (now(desk, "Client work").core, hand_over(desk)) == (True, 20)
        assert "Client work" in desk.columns()["Craft" if group else ""]


def test_from_group_to_group_the_wish_stays_as_it_is(desk: Desk) -> None:
    desk.group("Post", "Email")
    other = desk.group("Mail")
    desk.services.review.mark("Email", False)
    assert desk.board.place(desk.ids["Email"], other).label == "Put Email into Mail"
    assert hand_over(desk) == 0


def test_core_says_what_it_takes_away(desk: Desk) -> None:
    review = desk.services.review
    desk.group("Accounts", "Email")
    review.reason("Email", Reason.DISLIKE)
    said = "Email: core business; no longer to hand over, out of group Accounts"
    assert review.core("Email").label == said
    assert review.core("Email", False).label == "Email: no longer core business"
    assert review.core("Email").label == "Email: core business"


def test_a_highlight_says_that_it_ends_being_core(desk: Desk) -> None:
    review = desk.services.review
    assert review.mark("Client work").label == "Highlight Client work; no longer core"
    review.core("Client work")
    said = "Highlight Client work for: routine; no longer core"
    assert review.reason("Client work", "routine").label == said


def test_several_from_several_groups(desk: Desk) -> None:
    desk.group("Post", "Email")
    desk.group("Craft", "Client work")
    label = desk.services.review.core(["Email", "Client work"]).label
    assert label == "Email and 1 more: core business; no longer to hand over, out of their groups"
