"""Editing the log: each step shows at once and one u takes it back."""

from __future__ import annotations

import pytest

from outsource_tui.model.edit import Absorb, Overlap, Side
from outsource_tui.model.errors import InputError, UserError
from tests.conftest import NOW
from tests.services.test_log import at, put, shown


@pytest.fixture
def day(services):
    """Three entries, the first two sharing an edge, then a gap."""
    changes = put(services, "8-9 Email #a -- one", "9-10 Call #b", "10:40-11:40 Visit")
    return [change.edits[-1].id for change in changes]


def test_a_shared_edge_moves_both_and_comes_back_with_one_undo(services, day):
    services.edit.move_edge(day[0], Side.END, 5)
    assert shown(services)[:2] == ["08:00-09:05 Email", "09:05-10:00 Call"]
    services.edit.move_edge(day[1], Side.START, -10)
    assert shown(services)[:2] == ["08:00-08:55 Email", "08:55-10:00 Call"]
    services.history.undo(2)
    assert shown(services)[:2] == ["08:00-09:00 Email", "09:00-10:00 Call"]


def test_an_edge_stops_at_what_is_in_the_way(services, day):
    services.edit.move_edge(day[2], Side.START, -120)
    assert "10:00-11:40 Visit" in shown(services)
    with pytest.raises(InputError, match="nothing left"):
        services.edit.move_edge(day[1], Side.START, 60)
    with pytest.raises(InputError, match="the one before"):
        services.edit.move_edge(day[1], Side.START, -60)


def test_an_end_reaches_now_and_no_further(services, day):
    services.edit.move_edge(day[2], Side.END, 600)
    assert "10:40-12:05 Visit" in shown(services)
    with pytest.raises(InputError, match="still to come"):
        services.edit.move_edge(day[2], Side.END, 5)


def test_the_start_of_what_runs_can_be_moved(services, day):
    services.log.start("Invoices")
    running = services.log.running()
    services.edit.move_edge(running.id, Side.START, -5)
    assert services.log.running().start == at(12)
    with pytest.raises(InputError, match="stop it, then"):
        services.edit.move_edge(running.id, Side.END, 5)


def test_a_move_leaves_a_gap_and_all_others_as_they_are(services, day):
    services.edit.move(day[1], 10)
    assert shown(services)[:4] == [
        "08:00-09:00 Email", "09:00-09:10 …", "09:10-10:10 Call", "10:10-10:40 …",
    ]  # fmt: skip
    services.edit.move(day[1], 60)
    assert shown(services)[:4] == [
        "08:00-09:00 Email", "09:00-09:40 …", "09:40-10:40 Call", "10:40-11:40 Visit",
    ]  # fmt: skip


def test_a_move_stops_at_what_is_in_the_way(services, day):
    before = shown(services)
    with pytest.raises(InputError, match=r"in the way; \[ moves its start"):
        services.edit.move(day[1], -5)
    services.edit.move(day[1], 60)
    with pytest.raises(InputError, match=r"in the way; \} moves its end"):
        services.edit.move(day[1], 5)
    services.edit.move(day[1], -600)
    assert shown(services) == before


def test_a_move_goes_no_further_than_now(services, day):
    services.edit.move(day[2], 600)
    assert "11:05-12:05 Visit" in shown(services)
    with pytest.raises(InputError, match="still to come"):
        services.edit.move(day[2], 5)


def test_a_gap_has_edges_too(services, day):
    services.edit.move_gap_edge(at(10), at(10, 40), Side.START, 5)
    assert "09:00-10:05 Call" in shown(services)
    with pytest.raises(InputError, match="no entry touches"):
        services.edit.move_gap_edge(at(11, 40), at(12, 5), Side.END, 5)


def test_split_at_several_times(services, day):
    services.edit.split(day[2], [at(11), at(11, 20)])
    assert shown(services)[3:6] == ["10:40-11:00 Visit", "11:00-11:20 Visit", "11:20-11:40 Visit"]
    with pytest.raises(InputError, match="not inside"):
        services.edit.split(day[0], [at(9)])
    services.history.undo()
    assert "10:40-11:40 Visit" in shown(services)


def test_a_running_entry_runs_on_after_a_split(services):
    services.log.start("Studio", at=at(10))
    running = services.log.running()
    services.edit.split(running.id, [at(11)])
    assert shown(services)[1:] == ["10:00-11:00 Studio", "11:00-12:05 Studio"]
    assert services.log.running().id == running.id


def test_merge_keeps_the_chosen_name_and_says_what_the_gap_is(services, day):
    joining = services.edit.joining(day[1])
    assert (joining.first_name, joining.second_name, joining.gap_minutes) == ("Call", "Visit", 40)
    services.edit.merge(day[1], day[2], day[2])
    assert shown(services)[:2] == ["08:00-09:00 Email", "09:00-11:40 Visit"]
    merged = services.repository.entry(day[1])
    assert merged.tags == ("b",)
    services.edit.merge(day[0], day[1], day[0])
    whole = services.repository.entry(day[0])
    assert (whole.tags, whole.note) == (("a", "b"), "one")
    with pytest.raises(UserError, match="nothing follows"):
        services.edit.joining(day[0])


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (Absorb.BEFORE, ["09:00-10:40 Call", "10:40-11:40 Visit"]),
        (Absorb.AFTER, ["09:00-10:00 Call", "10:00-11:40 Visit"]),
        (Absorb.SHARE, ["09:00-10:20 Call", "10:20-11:40 Visit"]),
    ],
)
def test_a_gap_goes_to_a_neighbour(services, day, how, expected):
    services.edit.absorb(at(10), at(10, 40), how)
    assert shown(services)[1:3] == expected


def test_rename_everywhere_and_from_here_on(services, day):
    put(services, "mon 8-9 Email")
    email = services.repository.activities().named("Email")
    services.edit.rename(email.id, "Post", since=at(0))
    assert shown(services)[0] == "08:00-09:00 Post"
    assert shown(services, NOW.date().replace(day=16))[0] == "08:00-09:00 Email"
    services.edit.rename(email.id, "E-Mail")
    assert shown(services, NOW.date().replace(day=16))[0] == "08:00-09:00 E-Mail"
    with pytest.raises(InputError, match="merge the two"):
        services.edit.rename(email.id, "post")


def test_two_activities_become_one_and_come_apart_again(services, day):
    activities = services.repository.activities()
    email, call = activities.named("Email"), activities.named("Call")
    services.edit.merge_activities(email.id, call.id)
    assert shown(services)[:2] == ["08:00-09:00 Call", "09:00-10:00 Call"]
    services.history.undo()
    assert shown(services)[0] == "08:00-09:00 Email"


def test_an_overlap_of_the_list_is_mended(services, day):
    services.log.add(services.log.parse("8:30-9:30 Post"), Overlap.KEEP)
    from outsource_tui.model.clock import week_of

    flaws = services.find.flaws(week_of(NOW.date()))
    twice = [f for f in flaws if f.entry]
    assert [f.minutes for f in twice] == [30, 30]
    services.edit.trim(day[0], twice[0].entry.id)
    assert "08:00-08:30 Email" in shown(services)
    assert sum(1 for f in services.find.flaws(week_of(NOW.date())) if f.entry) == 1
