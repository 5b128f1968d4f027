"""Export in the app: checked before it is written, and never over another file unasked."""

from __future__ import annotations

import os

import pytest
from textual.widgets import Input, Static

from outsource_tui.settings import Settings
from outsource_tui.tui.dialogs.choose import ChooseDialog
from tests.tui.support import empty_services, planner
from tests.tui.test_exchange import folder, settle

__all__ = ["folder"]


async def begin_export(pilot, key: str) -> None:
    """Open the form of an export as what the key stands for."""
    await pilot.press("ctrl+e")
    await settle(pilot)
    await pilot.press(key)
    await settle(pilot)


async def test_the_log_is_written_and_never_over_another_file_unasked(folder):
    services = empty_services()
    services.log.add(services.log.parse("2026-11-18 9-10 Invoices"))
    services.log.add(services.log.parse("2026-11-19 9-10 Call"))
    target = folder / "log.csv"
    target.write_text("mine\n", encoding="utf-8")
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        for answer in ("n", "w"):
            await begin_export(pilot, "c")
            app.screen.query_one("#field-first", Input).value = "2026-11-19"
            app.screen.query_one("#field-file", Input).value = "~/Downloads/log.csv"
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert isinstance(app.screen, ChooseDialog)
            assert target.read_text(encoding="utf-8") == "mine\n"
            await pilot.press(answer)
            await settle(pilot)
        text = target.read_text(encoding="utf-8")
    assert "Call" in text
    assert "Invoices" not in text


@pytest.mark.parametrize(
    ("documents", "set_to", "offered"),
    [(False, "", "~/"), (True, "", "~/Documents/"), (True, "~/Downloads", "~/Downloads/")],
)
async def test_an_export_is_offered_where_people_look(folder, documents, set_to, offered, monkeypatch):
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: folder.parent / "Documents")
    if documents:
        (folder.parent / "Documents").mkdir()
    app = planner(empty_services(Settings(summary_folder=set_to)))
    async with app.run_test(size=(80, 24)) as pilot:
        await begin_export(pilot, "c")
        assert app.screen.query_one("#field-file", Input).value == f"{offered}outsource-2026-11-19.csv"


async def test_an_export_is_checked_before_it_is_written(folder):
    app = planner()
    async with app.run_test(size=(80, 24)) as pilot:
        await begin_export(pilot, "n")
        field = app.screen.query_one("#field-file", Input)
        field.value = str(folder)
        await pilot.pause()
        assert "name a file" in str(app.screen.query_one("#problem", Static).render())
        field.value = os.devnull
        await pilot.pause()
        assert "no ordinary file" in str(app.screen.query_one("#problem", Static).render())


async def test_what_a_format_has_no_place_for_is_told(folder):
    services = empty_services()
    services.log.add(services.log.parse("2026-11-18 9-10 Invoices -- two are late"))
    app = planner(services)
    told = []
    async with app.run_test(size=(120, 36)) as pilot:
        app.screen.say = lambda words, *_: told.append(words)
        await begin_export(pilot, "g")
        app.screen.query_one("#field-file", Input).value = "~/Downloads/toggl.csv"
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert told == ["written: ~/Downloads/toggl.csv; left out: 1 note"]


async def test_a_mistyped_folder_is_told_and_not_made(folder):
    app = planner()
    async with app.run_test(size=(120, 36)) as pilot:
        await begin_export(pilot, "m")
        told = app.screen.query_one("#problem", Static)
        assert "Without any day, week 47, that of today, is written." in str(told.render())
        app.screen.query_one("#field-file", Input).value = str(folder / "such" / "x.md")
        await pilot.press("ctrl+s")
        await settle(pilot)
        words = str(told.render()).replace("\n", "")
        assert f"{folder / 'such'}: choose another, or make it first" in words
        assert app.screen.query("#field-file")
    assert not (folder / "such").exists()


async def test_an_export_of_days_tells_in_the_app_what_lies_across_their_midnights(folder):
    services = empty_services()
    services.log.add(services.log.parse("2026-11-17 23:00-0:30 Release"))
    app = planner(services)
    told = []
    async with app.run_test(size=(120, 36)) as pilot:
        app.screen.say = lambda words, *_: told.append(words)
        await begin_export(pilot, "c")
        for name, value in (("last", "2026-11-17"), ("file", "~/Downloads/log.csv")):
            app.screen.query_one(f"#field-{name}", Input).value = value
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert told[0].endswith("1 entry ends after these days and is written whole: 0 h 30 lie outside")


async def test_days_the_wrong_way_round_are_told_in_the_form_which_keeps_what_was_typed(folder):
    app = planner()
    async with app.run_test(size=(80, 24)) as pilot:
        await begin_export(pilot, "c")
        app.screen.query_one("#field-first", Input).value = "2026-11-19"
        app.screen.query_one("#field-last", Input).value = "2026-11-18"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "swap them" in str(app.screen.query_one("#problem", Static).render())
        assert app.screen.query_one("#field-first", Input).value == "2026-11-19"
