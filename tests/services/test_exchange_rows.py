"""Which row of an export is which of an earlier one: nothing that differs is lost, nothing comes in twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.model.clock import FixedClock
from outsource_tui.services.incoming import Source
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from tests.conftest import NOW

TOGGL = (
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,"
    "Duration,Tags\n"
)


def toggl(*rows: tuple[str, str, str, str]) -> str:
    """Rows of (user, client/project, description, end) that all begin at 9:00."""
    lines = []
    for who, place, what, end in rows:
        client, _, project = place.rpartition("/")
        lines.append(f"{who},,{client},{project},,{what},No,2026-11-16,09:00:00,2026-11-16,{end}:00,,\n")
    return TOGGL + "".join(lines)


def klog(*lines: str) -> str:
    return "2026-11-16\n" + "".join(f"    {line}\n" for line in lines)


def org(*headings: str) -> str:
    return "".join(f"* {h}\nCLOCK: [2026-11-16 Mon 09:00]--[2026-11-16 Mon 09:30]\n" for h in headings)


def take(services, format_name: str, *texts: str, **changes):
    """Take files in as one change, and return (added, updated, duplicates)."""
    options = replace(services.exchange.options(), **changes)
    sources = [Source(f"{number}.txt", text.encode()) for number, text in enumerate(texts)]
    outcome = services.exchange.store_intake(services.exchange.take(sources, format_name, options))
    return outcome.added, outcome.updated, outcome.duplicates


def told(services) -> list[str]:
    return sorted(
        f"{r.start:%H:%M}-{r.end:%H:%M} {r.activity} {' '.join(r.tags)}".strip()
        for r in services.exchange.rows()
        if r.end
    )


# rows of one file


def test_two_people_who_did_the_same_at_the_same_time_are_two_rows(services):
    both = toggl(("Ann", "", "Standup", "09:15"), ("Bob", "", "Standup", "09:15"))
    assert take(services, "toggl", both, all_users=True) == (2, 0, 0)
    assert told(services) == ["09:00-09:15 Standup Ann", "09:00-09:15 Standup Bob"]
    assert take(services, "toggl", both, all_users=True) == (0, 0, 2)


def test_two_people_in_any_table_are_two_rows(services):
    text = "user,start,end,activity\n" + "".join(
        f"{who},2026-11-16 09:00,2026-11-16 09:15,Standup\n" for who in ("Ann", "Bob")
    )
    assert take(services, "csv", text, all_users=True) == (2, 0, 0)
    assert take(services, "csv", text, all_users=True) == (0, 0, 2)


def test_one_who_is_in_the_log_does_not_stand_for_the_other(services):
    both = toggl(("Ann", "", "Standup", "09:15"), ("Bob", "", "Standup", "09:15"))
    assert take(services, "toggl", both, user="Ann") == (1, 0, 0)
    assert take(services, "toggl", both, user="Bob") == (1, 0, 0)


def test_the_same_name_and_time_under_two_projects_are_two_rows(services):
    text = toggl(("Ann", "ACME/Web", "Meeting", "09:30"), ("Ann", "Beta/App", "Meeting", "09:30"))
    for added in (2, 0):
        assert take(services, "toggl", text) == (added, 0, 2 - added)
    assert told(services) == ["09:00-09:30 Meeting App Beta", "09:00-09:30 Meeting Web ACME"]


def test_identical_rows_of_one_file_are_one(services):
    row = ("Ann", "", "Standup", "09:15")
    assert take(services, "toggl", toggl(row, row)) == (1, 0, 1)


def test_what_was_typed_by_hand_stands_for_one_row_at_most(services):
    services.log.add(services.log.parse("2026-11-16 9-9:15 Standup"))
    both = toggl(("Ann", "", "Standup", "09:15"), ("Bob", "", "Standup", "09:15"))
    assert take(services, "toggl", both, all_users=True) == (1, 0, 1)


# rows of several files


X, Y = toggl(("Ann", "", "Coding", "09:30")), toggl(("Ann", "", "Review", "09:45"))
IN_X, IN_Y = toggl(("Ann", "Web", "Coding", "09:30")), toggl(("Ann", "App", "Review", "09:30"))
STARTS = {
    "toggl": [(X, Y), (IN_X, IN_Y)],
    "org": [(org("A"), org("B"))],
    "klog": [(klog("9:00 - 9:30 A"), klog("9:00 - 9:30 B"))],
    "timewarrior": [
        ("inc 20261116T090000Z - 20261116T093000Z # A\n", "inc 20261116T090000Z - 20261116T094500Z # B\n")
    ],
    "gtimelog": [
        ("2026-11-16 09:00: in\n2026-11-16 09:30: A\n", "2026-11-16 09:10: in\n2026-11-16 09:30: B\n")
    ],
}


@pytest.mark.parametrize(
    ("format_name", "files"), [(name, files) for name, pairs in STARTS.items() for files in pairs]
)
def test_rows_of_two_files_that_share_a_start_both_come_in(services, format_name, files):
    assert take(services, format_name, *files) == (2, 0, 0)
    assert [take(services, format_name, text) for text in files] == [(0, 0, 1)] * 2
    services.history.undo()
    assert [take(services, format_name, text) for text in files] == [(1, 0, 0)] * 2
    assert take(services, format_name, *files) == (0, 0, 2)


# rows that changed


CHANGED = {
    "name": (("Ann", "Web", "Coding", "09:30"), ("Ann", "Web", "Code review", "09:30")),
    "name, where there are no projects": (("Ann", "", "Coding", "09:30"), ("Ann", "", "Review", "09:30")),
    "end": (("Ann", "", "Coding", "09:30"), ("Ann", "", "Coding", "09:50")),
    "name and end in a project": (("Ann", "Web", "Coding", "09:30"), ("Ann", "Web", "Review", "09:50")),
    "project": (("Ann", "Web", "Coding", "09:30"), ("Ann", "App", "Coding", "09:30")),
    "a first project": (("Ann", "", "Coding", "09:30"), ("Ann", "Web", "Coding", "09:50")),
}


@pytest.mark.parametrize("what", CHANGED)
def test_a_row_of_a_later_export_changes_its_entry(services, what):
    before, after = (toggl(row) for row in CHANGED[what])
    assert take(services, "toggl", before) == (1, 0, 0)
    assert take(services, "toggl", after) == (0, 1, 0)
    (row,) = services.exchange.rows()
    assert f"{row.activity} {row.end:%H:%M}" == f"{CHANGED[what][1][2]} {CHANGED[what][1][3]}"
    assert take(services, "toggl", after) == (0, 0, 1)


@pytest.mark.parametrize("after", ["30 Coding review", "30 Coding #dev", "50 Coding"])
def test_a_line_of_a_record_changes_its_entry(services, after):
    assert take(services, "klog", klog("9:00 - 9:30 Coding")) == (1, 0, 0)
    assert take(services, "klog", klog(f"9:00 - 9:{after}")) == (0, 1, 0)
    assert len(services.exchange.rows()) == 1


def test_tags_alone_change_an_entry_of_a_typed_day_and_of_a_table(services):
    day = "2026-11-16\n9-9:30 Coding{}\n"
    assert take(services, "text", day.format("")) == (1, 0, 0)
    assert take(services, "text", day.format(" #dev")) == (0, 1, 0)
    table = "start,end,activity,tags\n2026-11-16 11:00,2026-11-16 12:00,Mail,{}\n"
    assert take(services, "csv", table.format("")) == (1, 0, 0)
    assert take(services, "csv", table.format("dev")) == (0, 1, 0)


@pytest.mark.parametrize("end", ["30", "50"])
def test_a_tag_that_is_added_before_the_activity_is_a_tag(services, end):
    line = "inc 20261116T080000Z - 20261116T08{}00Z # {}\n"
    assert take(services, "timewarrior", line.format("30", "Email work")) == (1, 0, 0)
    for added in (1, 0):
        after = line.format(end, "Acme Email work")
        assert take(services, "timewarrior", after) == (0, added, 1 - added)
        assert told(services) == [f"09:00-09:{end} Email Acme work"]


def test_of_rows_that_share_a_start_the_one_that_changed_is_changed(services):
    web, app = ("Ann", "Web", "Meeting", "09:30"), ("Ann", "App", "Planning", "09:30")
    take(services, "toggl", toggl(web, app))
    moved = ("Ann", "App", "Planning", "09:40")
    assert take(services, "toggl", toggl(moved, web)) == (0, 1, 1)
    assert told(services) == ["09:00-09:30 Meeting Web", "09:00-09:40 Planning App"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Ann", "Bob"]),
            st.sampled_from(["", "Web", "ACME/App"]),
            st.sampled_from(["Coding", "Coding review", "Mail"]),
            st.sampled_from(["09:30", "09:45"]),
        ),
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
def test_any_rows_come_in_once_each_and_not_again_in_any_order(rows, random):
    services = Services(Repository.in_memory(), FixedClock(NOW), Settings())
    distinct = len(set(rows))
    assert take(services, "toggl", toggl(*rows), all_users=True) == (distinct, 0, len(rows) - distinct)
    random.shuffle(rows)
    assert take(services, "toggl", toggl(*rows), all_users=True) == (0, 0, len(rows))
