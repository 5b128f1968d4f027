"""Copies from other machines in the app: found, merged on one key, and what lost shown until it is seen."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from outsource_tui.model.clock import FixedClock
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from outsource_tui.tui.app import PlannerApp
from outsource_tui.tui.widgets.chrome import BottomBar, TopBar
from tests.tui.support import DEMO_MOMENT, planner

COPY = "log.sync-conflict-20261119-101500-ABCDEFG.json"


def services_of(path: Path, minutes: int = 0) -> Services:
    return Services(Repository.open(path), FixedClock(DEMO_MOMENT + timedelta(minutes=minutes)), Settings())


def note(services: Services, text: str) -> None:
    """Write a note to the first entry, as that machine's user does."""
    entry = next(services.repository.all_entries())
    services.log.edit(entry.id, note=text)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log with a copy beside it: both wrote another note, and the copy, which is newer, has more."""
    path = tmp_path / "data" / "log.json"
    mine = services_of(path)
    mine.log.add(mine.log.parse("9-10 Invoices"))
    shutil.copy(path, path.with_name(COPY))
    note(mine, "mine")
    theirs = services_of(path.with_name(COPY), minutes=5)
    note(theirs, "theirs [@click=app.quit]\x1b")
    theirs.log.add(theirs.log.parse("11-12 Call"))
    path.with_name(f"{COPY}.lock").unlink()
    return path


class Seen:
    """The app as a person sees it."""

    def __init__(self, app: PlannerApp, pilot: Any) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    @property
    def top(self) -> str:
        return self.app.screen_stack[0].query_one(TopBar).render().plain

    @property
    def bottom(self) -> str:
        return self.app.screen_stack[0].query_one(BottomBar).render().plain

    @property
    def said(self) -> str:
        return "\n".join(n.message for n in self.app._notifications)

    @property
    def detail(self) -> str:
        return str(self.app.screen.query_one("#detail", Static).render())


async def test_copies_are_told_on_open_and_merged_on_one_key(path: Path) -> None:
    app = planner(services_of(path, minutes=10))
    async with app.run_test(size=(120, 36)) as pilot:
        seen = Seen(app, pilot)
        await seen.press()
        assert "1 copy to merge" in seen.top
        assert seen.bottom.startswith("  C merge copies")
        assert COPY in seen.said
        await seen.press("C")
        assert "to merge" not in seen.top
        assert "1 value lost in a merge" in seen.top
        assert seen.bottom.startswith("  V lost values")
        assert "merged: 1 added, 1 changed; 1 value lost to newer ones: V shows them" in seen.said
    assert not path.with_name(COPY).exists()
    assert (path.parent / "backups" / COPY).exists()
    assert len(list(Repository.open(path).all_entries())) == 2


async def test_what_lost_is_shown_until_it_is_seen(path: Path) -> None:
    services_of(path, minutes=10).keeper.merge_found()
    app = planner(services_of(path, minutes=20))
    async with app.run_test(size=(120, 36)) as pilot:
        seen = Seen(app, pilot)
        await seen.press()
        assert "1 value lost in a merge" in seen.top
        await seen.press("V")
        assert "kept  “theirs [@click=app.quit]␛”\nlost  “mine”" in seen.detail
        await seen.press("escape")
        assert "1 value lost in a merge" in seen.top
        await seen.press("V", "enter")
        assert "lost in a merge" not in seen.top
        assert "lost values" not in seen.bottom
    assert services_of(path).keeper.conflicts() == []


async def test_a_lost_value_can_be_taken_after_all_and_that_be_undone(path: Path) -> None:
    services_of(path, minutes=10).keeper.merge_found()
    app = planner(services_of(path, minutes=20))
    async with app.run_test(size=(120, 36)) as pilot:
        seen = Seen(app, pilot)
        await seen.press()
        await seen.press("V", "t")
        assert next(Repository.open(path).all_entries()).note == "mine"
        assert "lost in a merge" not in seen.top
        await seen.press("u")
        assert next(Repository.open(path).all_entries()).note == "theirs [@click=app.quit]\x1b"
        assert "1 value lost in a merge" in seen.top


async def test_of_one_merge_later_entries_come_first_and_a_long_value_ends_with_a_sign(path: Path) -> None:
    mine = services_of(path)
    for hour in range(16, 20):
        mine.log.add(mine.log.parse(f"{hour}:00-{hour}:30? Plan"))
    shutil.copy(path, path.with_name(COPY))
    theirs = services_of(path.with_name(COPY), minutes=5)
    for services, text in ((mine, "\n".join(f"line {n}" for n in range(20))), (theirs, "theirs")):
        for entry in list(services.repository.all_entries()):
            services.log.edit(entry.id, note=text)
    merging = services_of(path, minutes=10)
    merging.keeper.merge_found()
    told = [lost.what for lost in merging.keeper.conflicts() if "Plan" in lost.what]
    assert told == [f"2026-11-19 {hour}:00 Plan" for hour in (19, 18, 17, 16)]
    app = planner(services_of(path, minutes=20))
    async with app.run_test(size=(80, 24)) as pilot:
        seen = Seen(app, pilot)
        await seen.press("V", "end")
        *_, before, last = seen.detail.splitlines()
        assert before.startswith("lost  “line 0")
        assert last == "      line 1 …"


async def test_a_copy_that_comes_while_the_app_is_open_is_told(path: Path) -> None:
    kept = path.with_name(COPY).rename(path.parent.parent / "kept.json")
    app = planner(services_of(path, minutes=10))
    async with app.run_test(size=(120, 36)) as pilot:
        seen = Seen(app, pilot)
        await seen.press()
        assert "to merge" not in seen.top
        await seen.press("C")
        assert "no copy" in seen.said
        await seen.press("V")
        assert app.screen is app.screen_stack[0]
        assert "no value was lost" in seen.said
        shutil.copy(kept, path.with_name("log (Ana's conflicted copy 2026-11-19).json"))
        app.services.clock.advance(minutes=1)
        app._tick()
        await seen.press()
        assert "1 copy to merge" in seen.top
        broken = path.with_name("log.json~HEAD")
        broken.write_text("{")
        app.services.clock.advance(minutes=1)
        app._tick()
        await seen.press("C")
        assert "left alone" in seen.said
        assert broken.read_text() == "{"
        assert "1 copy to merge" in seen.top, "it still lies there"


def test_a_deletion_that_won_can_be_taken_back(tmp_path: Path) -> None:
    first, second = tmp_path / "one" / "log.json", tmp_path / "two" / "log.json"
    mine = services_of(first)
    mine.log.add(mine.log.parse("9-10 Invoices"))
    second.parent.mkdir()
    shutil.copy(first, second)
    note(mine, "worked on")
    theirs = services_of(second, minutes=5)
    theirs.log.delete(next(theirs.repository.all_entries()).id)
    mine.keeper.merge([second])
    (lost,) = mine.keeper.conflicts()
    assert lost.sentence.endswith("it stays deleted")
    assert list(mine.repository.all_entries()) == []
    mine.keeper.take_lost(lost)
    (entry,) = mine.repository.all_entries()
    assert entry.note == "worked on"
    assert mine.keeper.unseen() == 0
    assert services_of(first).keeper.doctor()[0].level == "good"


def test_values_are_told_as_a_person_knows_them(tmp_path: Path) -> None:
    first, second = tmp_path / "one" / "log.json", tmp_path / "two" / "log.json"
    mine = services_of(first)
    mine.log.start("Invoices", at=DEMO_MOMENT.replace(hour=13, minute=0))
    mine.board.new_group("Bookkeeping", ())
    second.parent.mkdir()
    shutil.copy(first, second)
    theirs = services_of(second, minutes=5)
    for services, name, hour in ((mine, "Call", 15), (theirs, "Email", 16)):
        entry = next(services.repository.all_entries())
        services.log.edit(
            entry.id, activity=name, end=DEMO_MOMENT.replace(hour=hour - 2, minute=10), tags=(name,)
        )
        group = services.board.groups()[0]
        services.board.assign(group.id, assignee=f"{name} & Co")
    mine.keeper.merge([second])
    told = {lost.field: (lost.kept, lost.lost) for lost in mine.keeper.conflicts()}
    assert told["activity"] == ("“Email”", "“Call”")
    assert told["end"] == ("2026-11-19 14:10", "2026-11-19 13:10")
    assert told["tags"] == ("“Email”", "“Call”")
    assert told["assignee"] == ("“Email & Co”", "“Call & Co”")
    assert {lost.what for lost in mine.keeper.conflicts()} == {"2026-11-19 13:00 Email", "Bookkeeping"}
    assert replace(mine.keeper.conflicts()[0]).sentence
