"""Briefs say what the log shows and what the user wrote, and leave the rest visibly blank."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from outsource_tui.model.activity import Activity, Reason
from outsource_tui.model.clock import FixedClock
from outsource_tui.model.entry import Entry, Plan
from outsource_tui.model.errors import UserError
from outsource_tui.model.value import replace
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=ZONE)  # a Friday
NASTY = st.text(st.sampled_from("\\`*_[]()<>#|-+=~!&:.@\n \x1bab1"), min_size=1, max_size=20)


def make(
    sittings: list[tuple[datetime, int, str]], name: str = "Invoices", reasons: tuple[Reason, ...] = ()
) -> tuple[Services, str]:
    services = Services(Repository.in_memory(), FixedClock(NOW), Settings())
    with services.repository.change("add", NOW) as work:
        activity = work.put(Activity("", name, highlighted=NOW.date(), reasons=reasons))
        work.put_all(
            Entry("", start, start + timedelta(minutes=minutes), ZONE.key, activity.id, note=note)
            for start, minutes, note in sittings
        )
    services.board.new_group("Bookkeeping", [activity.id])
    return services, services.board.group_named("Bookkeeping").id


def tuesdays(count: int, minutes: int = 60) -> list[tuple[datetime, int, str]]:
    first = datetime(2026, 11, 10, 9, 10, tzinfo=ZONE)
    return [(first - timedelta(weeks=n), minutes + 15 * n, f"for week {n}") for n in range(count)]


def line(text: str, start: str) -> str:
    return next(found for found in text.splitlines() if found.startswith(start))


def test_tasks_with_how_often_how_long_and_when() -> None:
    services, group = make(tuesdays(4))
    row = [c.strip() for c in line(services.brief.markdown(group), "| Invoices").strip("|").split("|")]
    assert row == ["Invoices", "1 × a week", "1:22 (1:00 to 1:45)", "Tue · begins about 09:10", "1:22"]


def test_total_with_its_spread_over_named_weeks() -> None:
    services, group = make(tuesdays(4))
    assert line(services.brief.markdown(group), "**In all:**") == (
        "**In all:** 1 h 22 a week over 4 logged weeks (2026-W43 to 2026-W46), from 1 h 00 to 1 h 45."
    )


def test_a_week_without_the_task_but_with_a_log_counts_as_none_of_it() -> None:
    services, group = make(tuesdays(2))
    with services.repository.change("more", NOW) as work:
        other = work.put(Activity("", "Client work"))
        start = datetime(2026, 10, 20, 9, tzinfo=ZONE)
        work.put(Entry("", start, start + timedelta(hours=1), ZONE.key, other.id))
    text = services.brief.markdown(group)
    assert "over 3 logged weeks (2026-W43 to 2026-W46), from 0 h 00 to 1 h 15" in text


def test_examples_have_dates_and_notes() -> None:
    services, group = make(tuesdays(4))
    examples = services.brief.markdown(group).split("## Real examples")[1].split("##")[0]
    assert "- Tue 10 Nov 2026, 09:10–10:10 (1 h 00): for week 0" in examples
    assert examples.count("- Tue") == 3


def examples_of(sittings: list[tuple[datetime, int, str]]) -> list[str]:
    services, group = make(sittings)
    text = services.brief.markdown(group).split("## Real examples")[1].split("##")[0]
    return [found for found in text.splitlines() if found.startswith("- ")]


def test_examples_do_not_say_the_same_twice() -> None:
    tuesday = datetime(2026, 11, 10, 9, tzinfo=ZONE)
    weekly = [tuesday - timedelta(weeks=n) for n in range(4)]
    assert examples_of(list(zip(weekly, [30, 30, 30, 30], ["", "", "", ""], strict=True))) == [
        "- Tue 10 Nov 2026, 09:00–09:30 (0 h 30)"
    ]
    assert examples_of(list(zip(weekly, [30, 30, 30, 45], ["", "Acme", "acme ", "Globex"], strict=True))) == [
        "- Tue 20 Oct 2026, 09:00–09:45 (0 h 45): Globex",
        "- Tue 3 Nov 2026, 09:00–09:30 (0 h 30): Acme",
        "- Tue 10 Nov 2026, 09:00–09:30 (0 h 30, the shortest)",
    ]


def test_examples_without_words_show_how_long_it_can_take() -> None:
    tuesday = datetime(2026, 11, 10, 9, tzinfo=ZONE)
    weekly = [tuesday - timedelta(days=n) for n in range(5)]
    assert examples_of([(day, n, "") for day, n in zip(weekly, [30, 30, 90, 30, 10], strict=True)]) == [
        "- Fri 6 Nov 2026, 09:00–09:10 (0 h 10, the shortest)",
        "- Sun 8 Nov 2026, 09:00–10:30 (1 h 30, the longest)",
        "- Tue 10 Nov 2026, 09:00–09:30 (0 h 30)",
    ]


def test_an_example_says_how_long_it_had_been_planned() -> None:
    services, group = make(tuesdays(1))
    with services.repository.change("plan", NOW) as work:
        entry = next(iter(services.repository.entries(NOW - timedelta(weeks=3), NOW)))
        plan = Plan(entry.start, entry.start + timedelta(minutes=40), entry.activity)
        work.put(replace(entry, plan=plan))
    assert "09:10–10:10 (1 h 00, planned 0 h 40): for week 0" in services.brief.markdown(group)
    with services.repository.change("plan", NOW) as work:
        work.put(replace(entry, plan=replace(plan, activity="something else")))
    assert "09:10–10:10 (1 h 00): for week 0" in services.brief.markdown(group)


def test_blanks_are_visible_and_asked_for_until_they_are_filled() -> None:
    services, group = make(tuesdays(4))
    text = services.brief.markdown(group)
    assert "**Outcome:** ________ *(to fill in:" in text
    assert "**Rate:** ________" in text
    questions = text.split("## Questions left open")[1]
    assert questions.count("\n- ") == 9
    services.board.assign(group, assignee="Ana", rate="28.50", start_on="2026-12-01")
    services.board.edit_brief(
        group, outcome="Clean books", scope="s", tools="t", done="d", deadline="Fridays", cap="6 h a week"
    )
    text = services.brief.markdown(group)
    assert "________" not in text
    assert "**Outcome:** Clean books" in text
    assert "**Rate:** € 28.50 an hour" in text
    assert "**At these hours:** about € 38.95 a week" in text
    assert text.split("## Questions left open")[1].strip() == "None."


def test_only_what_can_be_told_is_said_as_a_reason() -> None:
    services, group = make(tuesdays(1), reasons=(Reason.DISLIKE, Reason.ROUTINE))
    text = services.brief.markdown(group)
    assert "**Why it goes to somebody else:** routine (Invoices)" in text
    assert "dislike" not in text


def test_too_little_log_is_said_and_nothing_called_usual() -> None:
    services, group = make(tuesdays(1))
    text = services.brief.markdown(group)
    assert "1 × in 1 week" in line(text, "| Invoices")
    assert "seen too seldom to say" in line(text, "| Invoices")
    assert "Invoices is only once in the log of this one week: how often and how long is it really?" in text


@pytest.mark.parametrize("others", [False, True], ids=["first week of the log", "first week of the work"])
def test_work_of_this_week_alone_is_told_as_it_is_so_far(others: bool) -> None:
    services, group = make([(NOW - timedelta(hours=3), 45, "")])
    with services.repository.change("add", NOW) as work:
        work.put(Activity("", "Post", highlighted=NOW.date(), group=group))
        if others:
            start = datetime(2026, 11, 10, 9, tzinfo=ZONE)
            calls = work.put(Activity("", "Calls"))
            work.put(Entry("", start, start + timedelta(hours=5), ZONE.key, calls.id))
    services.board.assign(group, rate="20")
    text = services.brief.markdown(group)
    assert line(text, "- **Hours a week:**") == "- **Hours a week:** 0 h 45 so far this week, by the log"
    assert line(text, "**In all:**") == "**In all:** 0 h 45 so far this week (2026-W47)."
    assert "So far this week" in line(text, "| Task")
    assert line(text, "- **At these hours:**") == "- **At these hours:** about € 15 so far this week"
    row = [c.strip() for c in line(text, "| Invoices").strip("|").split("|")]
    assert row == ["Invoices", "1 ×", "0:45", "seen too seldom to say", "0:45"]
    assert "Invoices is only once in the log of this week so far: how often" in text
    assert "Post is not in the log of this week so far: how often" in text


def test_once_handed_over_the_weeks_before_are_the_evidence() -> None:
    services, group = make([*tuesdays(3, 60), (datetime(2026, 11, 17, 9, tzinfo=ZONE), 5, "checking")])
    services.board.assign(group, state="handed over", start_on="2026-11-09")
    text = services.brief.markdown(group)
    assert "(2026-W44 to 2026-W45), from 1 h 15 to 1 h 30" in text
    assert "checking" not in text


def test_sittings_that_the_user_keeps_are_left_out() -> None:
    services, group = make(tuesdays(3))
    with services.repository.change("keep", NOW) as work:
        activity = work.activities().named("Invoices")
        assert activity is not None
        start = datetime(2026, 11, 11, 9, tzinfo=ZONE)
        work.put(Entry("", start, start + timedelta(hours=9), ZONE.key, activity.id, hand_over=False))
    assert "(1:00 to 1:30)" in services.brief.markdown(group)


def test_an_empty_group_and_an_empty_log_make_a_page_too() -> None:
    services = Services(Repository.in_memory(), FixedClock(NOW), Settings())
    services.board.new_group("Empty")
    text = services.brief.markdown(services.board.group_named("Empty").id)
    assert "No task is in this group yet." in text
    with pytest.raises(UserError, match="gone"):
        services.brief.markdown("nowhere")


@pytest.mark.parametrize(
    ("name", "file"),
    [("Bookkeeping", "brief-bookkeeping.md"), ("Ä / ../x", "brief-a-x.md"), ("***", "brief-group.md")],
)
def test_a_file_name_that_every_system_takes(name: str, file: str) -> None:
    services = Services(Repository.in_memory(), FixedClock(NOW), Settings())
    services.board.new_group(name)
    assert services.brief.file_name(services.board.groups()[0].id) == file


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(NASTY, NASTY, NASTY)
def test_names_and_notes_never_become_structure(name: str, note: str, outcome: str) -> None:
    plain, plain_group = make([(datetime(2026, 11, 10, 9, tzinfo=ZONE), 60, "note")], "Name")
    services, group = make([(datetime(2026, 11, 10, 9, tzinfo=ZONE), 60, note or "x")], name.strip() or "x")
    for each, own, text in ((plain, plain_group, "text"), (services, group, outcome.replace("\n", " "))):
        each.board.edit_brief(own, outcome=text.strip() or "x", tools="x")
    reader = MarkdownIt("gfm-like")
    shapes = [
        [t.type for t in reader.parse(each.brief.markdown(own))]
        for each, own in ((plain, plain_group), (services, group))
    ]
    assert shapes[0] == shapes[1]


def starts(*spans: str) -> list[tuple[datetime, int, str]]:
    """Sittings of an hour: "09 14:00" is that of the 9th of November."""
    found = (datetime.strptime(f"2026-11-{span}", "%Y-%m-%d %H:%M") for span in spans)
    return [(start.replace(tzinfo=ZONE), 60, "") for start in found]


@pytest.mark.parametrize(
    "days",
    [
        ["09 9:00", "10 9:00", "11 9:00", "11 13:00", "12 9:00"],
        ["02 9:00", "04 9:00", "05 9:00", "09 9:00", "12 13:00", "13 9:00"],
        ["02 9:00", "03 9:00", "05 9:00", "09 9:00", "11 9:00", "13 9:00"],
    ],
)
def test_no_weekday_is_named_where_there_is_no_habit(days: list[str]) -> None:
    services, group = make(starts(*days))
    text = services.brief.markdown(group)
    assert not any(day in line(text, "| Invoices") for day in ("Mon", "Tue", "Wed", "Thu", "Fri"))
    assert "- When it comes up: Invoices" in text


def test_weekdays_that_most_weeks_have_are_named() -> None:
    services, group = make(starts("02 9:00", "05 9:00", "09 9:00", "12 9:00", "13 9:00"))
    text = services.brief.markdown(group)
    assert "Mon, Thu · " in line(text, "| Invoices")
    assert "- Monday: Invoices" in text


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (["09 14:00", "10 15:00", "11 15:00"], "begins between 14:00 and 15:00"),
        (["09 14:45", "10 15:00", "11 15:15"], "begins about 15:00"),
        (["09 23:50", "10 23:58", "11 23:59"], "begins about 23:55"),
        (["09 8:00", "10 15:00", "11 19:00"], "no fixed time"),
    ],
)
def test_usual_times_say_when_it_begins(days: list[str], told: str) -> None:
    services, group = make(starts(*days))
    assert f"| {told} |" in line(services.brief.markdown(group), "| Invoices")
