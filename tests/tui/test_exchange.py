"""Import and export in the app: choose, see, answer, one key; and nothing without it."""

from __future__ import annotations

import os
import threading

import pytest
from textual.widgets import Input, Static

from outsource_tui.model.errors import UserError
from outsource_tui.model.folder import Found, narrowed, parted
from outsource_tui.services import incoming
from outsource_tui.services.folders import look
from outsource_tui.tui.dialogs.choose import ChooseDialog
from outsource_tui.tui.dialogs.files import FileDialog
from outsource_tui.tui.dialogs.form import FormDialog
from outsource_tui.tui.dialogs.intake import IntakeDialog, _Lines
from outsource_tui.tui.dialogs.pick import PickDialog, _List
from outsource_tui.tui.exchange import importing
from tests.tui.support import empty_services, planner, press_keys, typed

TOGGL = (
    "User,Email,Description,Project,Start date,Start time,End date,End time,Duration\n"
    "Ann,a@b.example,Invoices,Books,2026-11-16,09:00:00,2026-11-16,10:30:00,01:30:00\n"
    "Ann,a@b.example,Call,Sales,2026-11-17,09:00:00,2026-11-17,09:20:00,00:20:00\n"
)
BACKWARDS = "Ann,a@b.example,Odd,Sales,2026-11-17,12:00:00,2026-11-17,11:00:00,01:00:00\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A home folder with a file or two in its downloads."""
    monkeypatch.setenv("HOME", str(tmp_path))
    importing._last_folder.clear()
    (tmp_path / "Downloads" / "old").mkdir(parents=True)
    return tmp_path / "Downloads"


async def settle(pilot) -> None:
    for _ in range(3):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def choose(pilot, name: str) -> None:
    """Open the picker and choose the file of that name."""
    await pilot.press("ctrl+o")
    await settle(pilot)
    assert isinstance(pilot.app.screen, FileDialog)
    pilot.app.screen.query_one(Input).value = name
    await settle(pilot)
    await pilot.press("enter")
    await settle(pilot)


def shown(app) -> str:
    """What the preview says."""
    lines = app.screen.query_one(_Lines)
    texts = ["".join(text for text, _ in line) for line in lines.lines]
    more = [str(app.screen.query_one(f"#{name}", Static).render()) for name in ("about", "problem", "keys")]
    return "\n".join([*texts, *more])


def entries(services) -> list[str]:
    activities = services.repository.activities()
    return [activities.get(e.activity).name for e in services.repository.all_entries()]


async def test_a_file_is_previewed_and_one_key_takes_it_in_and_one_takes_it_back(folder):
    (folder / "toggl.csv").write_text(TOGGL, encoding="utf-8")
    services = empty_services()
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        await choose(pilot, "toggl")
        assert isinstance(app.screen, IntakeDialog)
        said = shown(app)
        assert "Toggl detailed report (CSV)" in said
        assert "times in Europe/Berlin" in said
        assert "new   1 h 50   16 Nov 2026 – 17 Nov 2026" in said
        assert "09:00–10:30" in said
        assert entries(services) == []
        await pilot.press("enter")
        await settle(pilot)
        assert entries(services) == ["Invoices", "Call"]
        assert not isinstance(app.screen, IntakeDialog)
        await pilot.press("u")
        await settle(pilot)
        assert entries(services) == []


async def test_escape_leaves_the_log_as_it_is(folder):
    (folder / "toggl.csv").write_text(TOGGL, encoding="utf-8")
    services = empty_services()
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        await choose(pilot, "toggl")
        await pilot.press("escape")
        await settle(pilot)
        assert entries(services) == []
        assert app.screen.NAME == "Timeline"


async def test_bad_lines_are_listed_and_the_rest_comes_in_only_when_it_is_said_so(folder):
    (folder / "toggl.csv").write_text(TOGGL + BACKWARDS, encoding="utf-8")
    services = empty_services()
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        await choose(pilot, "toggl")
        assert "line 4      ends at 2026-11-17 11:00, before it starts 12:00" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert entries(services) == []
        await pilot.press("s")
        await settle(pilot)
        assert entries(services) == ["Invoices", "Call"]


async def test_what_lies_over_entries_of_the_log_is_told_and_a_key_leaves_it_out(folder):
    (folder / "toggl.csv").write_text(TOGGL, encoding="utf-8")
    services = empty_services()
    services.log.add(services.log.parse("2026-11-16 10-11 Own"))
    app = planner(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "toggl")
        said = shown(app)
        assert "1  of these overlaps what is in the log   both stay" in said
        assert "line 2      Mon 16 Nov 09:00–10:30 'Invoices' over 'Own' 10:00–11:00" in said
        assert "↵ import 2 entries · v skip 1 overlapping" in said
        await pilot.press("v")
        await settle(pilot)
        assert "1  overlaps what is in the log: left out" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert sorted(entries(services)) == ["Call", "Own"]


async def test_whose_rows_count_is_asked(folder):
    (folder / "team.csv").write_text(TOGGL + BACKWARDS.replace("Ann", "Bob"), encoding="utf-8")
    services = empty_services()
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        await choose(pilot, "team")
        await settle(pilot)
        assert isinstance(app.screen, PickDialog)
        await pilot.press("escape")
        await settle(pilot)
        assert "the file holds the time of 2 people" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        app.screen.query_one(Input).value = "Ann"
        await pilot.pause()
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert entries(services) == ["Invoices", "Call"]


async def test_the_order_of_dates_is_asked_where_the_file_cannot_tell(folder):
    text = "Start,End,What\n03/04/2026 09:00,03/04/2026 10:00,Mail\n"
    (folder / "hours.csv").write_text(text, encoding="utf-8")
    services = empty_services()
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        await choose(pilot, "hours")
        assert isinstance(app.screen, ChooseDialog)
        await pilot.press("m")
        await settle(pilot)
        assert "4 Mar 2026" in shown(app)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_the_key_that_takes_in_and_the_way_out_are_in_sight_at_any_size(folder, size):
    row = "Ann,a@b.example,Call {0},Sales,2026-10-{0:02},09:00:00,,,00:20:00\n"
    rows = "".join(row.format(day) for day in range(1, 31))
    (folder / "long.csv").write_text(TOGGL + rows + BACKWARDS * 9, encoding="utf-8")
    app = planner()
    async with app.run_test(size=size) as pilot:
        await choose(pilot, "long")
        keys = app.screen.query_one("#keys", Static)
        assert "skip 9 bad lines and import" in str(keys.render())
        assert "esc cancel" in str(keys.render())
        shown_part = keys.region.intersection(app.screen.query_one("#dialog").content_region)
        assert shown_part == keys.region


async def test_the_columns_of_a_table_are_asked_for_once(folder):
    text = "When;How long;For what\n2026-09-03 09:00;1.5;Offer\n"
    (folder / "odd.csv").write_text(text, encoding="utf-8")
    services = empty_services()
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        await choose(pilot, "odd")
        assert isinstance(app.screen, FormDialog)
        told = str(app.screen.query_one("#problem", Static).render())
        assert "1 When (2026-09-03 09:00) · 2 How long (1.5) · 3 For what (Offer)" in told
        app.screen.query_one("#field-start", Input).value = "1"
        app.screen.query_one("#field-duration", Input).value = "How long"
        app.screen.query_one("#field-activity", Input).value = "No such"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "there is no column 'No such'" in str(app.screen.query_one("#problem", Static).render())
        app.screen.query_one("#field-activity", Input).value = "for what"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "new   1 h 30" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        (folder / "odd.csv").write_text(text + "2026-09-04 09:00;2;Call\n", encoding="utf-8")
        await choose(pilot, "odd")
        assert isinstance(app.screen, IntakeDialog)
        await pilot.press("enter")
        await settle(pilot)
        assert entries(services) == ["Offer", "Call"]


async def test_the_zone_and_the_span_can_be_set(folder):
    (folder / "toggl.csv").write_text(TOGGL, encoding="utf-8")
    services = empty_services()
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        await choose(pilot, "toggl")
        await pilot.press("o")
        await settle(pilot)
        app.screen.query_one("#field-zone", Input).value = "America/New_York"
        app.screen.query_one("#field-since", Input).value = "2026-11-17"
        app.screen.query_one("#field-kind", Input).value = "planned"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "times in America/New_York · as planned" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        (entry,) = services.repository.all_entries()
        assert (entry.zone, entry.planned) == ("America/New_York", True)
        assert f"{entry.start:%H:%M%z}" == "09:00-0500"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("letter.md", b"Dear reader,\nall is well.\n", "cannot tell what letter.md is"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n\0\0", "this is a binary file"),
        ("empty.csv", b"", "the file is empty"),
    ],
)
async def test_a_file_that_cannot_be_read_is_said_so_and_its_format_can_be_chosen(folder, name, data, words):
    (folder / name).write_bytes(data)
    app = planner()
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, name)
        assert words in shown(app)
        await pilot.press("f")
        await settle(pilot)
        assert isinstance(app.screen, PickDialog)


async def test_a_file_of_another_format_than_chosen_says_which_it_looks_like(folder):
    (folder / "toggl.csv").write_text(TOGGL, encoding="utf-8")
    app = planner()
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "toggl")
        await pilot.press("f")
        await settle(pilot)
        app.screen.query_one(Input).value = "watson"
        await pilot.pause()
        await pilot.press("enter")
        await settle(pilot)
        assert "it looks like a toggl file" in shown(app)


async def test_hostile_names_are_shown_harmless_and_can_be_chosen(folder):
    (folder / "evil\x1b]52;c;aGk=\x07\u202e[red].csv").write_text(TOGGL, encoding="utf-8")
    app = planner()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("ctrl+o")
        await settle(pilot)
        rows = app.screen.query_one(_List).render().plain
        assert "evil␛]52;c;aGk=␇⯑[red].csv" in rows
        assert "\x1b" not in rows
        await pilot.press("tab")
        assert "\x1b" not in app.screen.query_one(Input).value
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, IntakeDialog)
        assert "\x1b" not in str(app.screen.query_one("#title", Static).render())


async def test_folders_are_walked_through_by_key(folder):
    (folder / "old" / "toggl.csv").write_text(TOGGL, encoding="utf-8")
    app = planner()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert "~/Downloads" in str(app.screen.query_one("#folder", Static).render())
        await pilot.press("enter")
        await settle(pilot)
        assert "~/Downloads/old" in str(app.screen.query_one("#folder", Static).render())
        await pilot.press("shift+tab", "shift+tab")
        await settle(pilot)
        await press_keys(pilot, *typed("~/Downloads/old/tog"))
        await settle(pilot)
        await pilot.press("tab")
        await settle(pilot)
        assert app.screen.query_one(Input).value == "~/Downloads/old/toggl.csv"
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, IntakeDialog)


async def test_a_long_reading_shows_its_way_and_stops(folder, monkeypatch):
    (folder / "toggl.csv").write_text(TOGGL, encoding="utf-8")
    begun, go_on = threading.Event(), threading.Event()
    services = empty_services()

    def slow(repository, sources, name, options):
        options.progress("reading", 30, 120)
        begun.set()
        assert go_on.wait(10)
        options.progress("reading", 31, 120)
        raise AssertionError("it was not stopped")

    monkeypatch.setattr(incoming, "read_sources", slow)
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("ctrl+o")
        await settle(pilot)
        await pilot.press("enter")
        await settle_until(begun)
        await pilot.press("escape")
        go_on.set()
        await settle(pilot)
        assert app.screen.NAME == "Timeline"
        assert entries(services) == []


async def settle_until(event: threading.Event) -> None:
    import asyncio

    assert await asyncio.to_thread(event.wait, 10)


async def test_an_import_that_cannot_be_stored_is_said_and_nothing_is_shown_as_stored(folder, monkeypatch):
    (folder / "toggl.csv").write_text(TOGGL, encoding="utf-8")
    services = empty_services()

    def refuse(intake, progress=None, overlap="keep"):
        raise UserError("the disk is full")

    monkeypatch.setattr(services.exchange, "store_intake", refuse)
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        await choose(pilot, "toggl")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, IntakeDialog)
        assert [n.message for n in app._notifications] == ["the disk is full"]
        assert entries(services) == []


def test_what_is_typed_is_found(tmp_path):
    found = [Found(name, False) for name in ("b.csv", "Toggl.csv", "my toggl.csv", ".x")]
    assert [f.name for f in narrowed(found, "tog")] == ["Toggl.csv", "my toggl.csv"]
    assert [f.name for f in narrowed(found, "")] == ["b.csv", "Toggl.csv", "my toggl.csv"]
    assert [f.name for f in narrowed(found, ".x")] == [".x"]
    assert parted(tmp_path, "abc") == (tmp_path, "abc")
    assert parted(tmp_path, "'/a b/c.csv'") == (tmp_path / "/a b/", "c.csv")
    assert parted(tmp_path, "sub/x") == (tmp_path / "sub", "x")


def test_a_folder_lists_folders_first_and_leaves_devices_out(folder):
    (folder / "a.csv").write_text("x", encoding="utf-8")
    os.mkfifo(folder / "pipe")
    assert [(f.name, f.folder) for f in look(folder)] == [("old", True), ("a.csv", False)]
    with pytest.raises(UserError, match="cannot be looked into: no such file"):
        look(folder / "gone")
