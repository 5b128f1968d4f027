"""Backups, restore, and files of old schemas."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from outsource_tui.model.clock import FixedClock
from outsource_tui.model.errors import InputError, StoreError, UserError
from outsource_tui.services.keeper import KeeperService
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository

from .keeping import keeper
from .scenes import NOW, a_log, add_one, an_entry

HOUR = timedelta(hours=1)
FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "log.json"


def test_the_first_change_of_each_day_keeps_the_file_of_before(path: Path) -> None:
    repository = Repository.open(path)
    states = []
    for day in range(20):
        for hour in range(2):
            with repository.change("c", NOW + timedelta(days=day, hours=hour)) as work:
                work.put(an_entry(day, note=f"{day}.{hour}"))
        states.append(path.read_bytes())
    found = keeper(path).backups()
    assert len(found) == 14
    assert [b.at.date() for b in found] == [(NOW + timedelta(days=d)).date() for d in range(19, 5, -1)]
    assert [b.path.read_bytes() for b in found] == states[18:4:-1]
    assert {b.reason for b in found} == {"daily"}


def test_an_import_keeps_the_file_of_before(path: Path) -> None:
    repository = a_log(path)
    before = path.read_bytes()
    with repository.change("import", NOW, backup_as="import") as work:
        work.put(an_entry(1))
    newest = keeper(path).backups()[0]
    assert (newest.reason, newest.path.read_bytes()) == ("import", before)


def test_restore_shows_what_would_change_and_keeps_the_present(path: Path) -> None:
    repository = a_log(path)
    kept = keeper(path).backup()
    with repository.change("later", NOW) as work:
        entries = list(work.entries(NOW - timedelta(days=999), NOW))
        work.delete(entries[0])
        work.put(replace(entries[1], note="changed"))
        work.put_all([an_entry(1), an_entry(2)])
    present = path.read_bytes()
    preview = keeper(path).preview(kept.path.name)
    assert (preview.entries, preview.added, preview.removed, preview.changed) == (12, 1, 2, 1)
    assert "activities and groups" not in preview.sentence
    assert path.read_bytes() == present
    done = keeper(path, hours=1).restore(kept.path.name)
    assert done.kept is not None
    assert done.kept.path.read_bytes() == present
    assert keeper(path).preview(kept.path.name).same
    assert repository.refresh()
    assert len(list(repository.all_entries())) == 12
    assert keeper(path, hours=2).restore(done.kept.path).change
    assert keeper(path).preview(done.kept.path).same


def test_a_restore_is_a_change_that_can_be_undone_and_made_again(path: Path) -> None:
    repository = a_log(path)
    kept = keeper(path).backup().path
    with repository.change("later", NOW + HOUR) as work:
        entries = list(work.entries(NOW - timedelta(days=999), NOW))
        work.delete(entries[0])
        work.put(replace(entries[1], note="changed"))
        work.put(an_entry(1))
        work.put(replace(work.groups()[0], name="Another"))
        work.set_meta("seen", 3)
    later = what_one_sees(repository)
    assert keeper(path, hours=2).restore(kept.name).change
    repository.refresh()
    then = what_one_sees(repository)
    assert then == what_one_sees(Repository.open(kept))
    assert [c.label for c in repository.undo(NOW + 3 * HOUR)] == [f"Restore {kept.name}"]
    assert what_one_sees(repository) == later
    repository.redo(NOW + 4 * HOUR)
    assert what_one_sees(repository) == then
    assert not [f for f in keeper(path, hours=5).doctor() if f.level == "problem"]


def test_what_was_restored_holds_against_a_copy_of_the_other_machine(path: Path, tmp_path: Path) -> None:
    repository = a_log(path)
    kept = keeper(path).backup().path
    with repository.change("later", NOW + HOUR) as work:
        entries = list(work.entries(NOW - timedelta(days=999), NOW))
        work.delete(entries[0])
        work.put(replace(entries[1], note="changed"))
    other = tmp_path / "laptop.json"
    shutil.copy(path, other)
    keeper(path, hours=2).restore(kept.name)
    keeper(path, hours=3).merge([other])
    repository.refresh()
    assert what_one_sees(repository) == what_one_sees(Repository.open(kept))


def test_a_backup_that_holds_the_same_changes_nothing(path: Path) -> None:
    a_log(path)
    kept = keeper(path).backup()
    before = path.read_bytes()
    done = keeper(path, hours=1).restore("latest")
    assert not done.change
    assert done.kept is None
    assert path.read_bytes() == before
    assert keeper(path).backups()[0] == kept


def test_latest_is_not_what_a_restore_put_aside(path: Path) -> None:
    repository = a_log(path)
    kept = keeper(path).backup()
    add_one(repository)
    keeper(path, hours=1).restore("latest")
    assert keeper(path, hours=2).find_backup("latest") == kept.path
    assert keeper(path).preview("latest").same


def what_one_sees(repository: Repository) -> tuple[object, ...]:
    return (
        sorted((replace(e, updated=None) for e in repository.all_entries()), key=lambda e: e.id),
        {a.id: (a.name, a.highlighted, a.group) for a in repository.activities()},
        [(g.id, g.name, g.state) for g in repository.groups()],
        repository.meta("seen"),
    )


def test_a_damaged_file_is_restored_and_kept(path: Path) -> None:
    repository = a_log(path)
    good = path.read_bytes()
    backup = keeper(path).backup()
    path.write_bytes(b"damaged")
    with pytest.raises(StoreError) as told:
        Repository.open(path)
    assert f"outsource restore {backup.path.name}" in told.value.message
    assert not keeper(path).preview("latest").present
    done = keeper(path, hours=1).restore("latest")
    assert done.kept is not None
    assert done.kept.path.read_bytes() == b"damaged"
    assert path.read_bytes() == good
    repository.refresh()
    add_one(repository)


@pytest.mark.parametrize("data", [b"", b"  \n\n"])
def test_an_empty_file_is_restored_by_the_words_that_it_is_told_with(path: Path, data: bytes) -> None:
    a_log(path)
    good = path.read_bytes()
    backup = keeper(path).backup()
    path.write_bytes(data)
    with pytest.raises(StoreError, match="is empty") as told:
        Repository.open(path)
    assert f"outsource restore {backup.path.name}" in told.value.message
    assert keeper(path, hours=1).preview(backup.path.name).made == backup.at
    keeper(path, hours=1).restore(backup.path.name)
    assert path.read_bytes() == good
    problems = [found.text for found in keeper(path, hours=2).doctor() if found.level == "problem"]
    assert not any("cannot be read" in text for text in problems)  # what is kept of it is no bad backup


def test_latest_is_not_what_doctor_kept_of_a_bad_file(path: Path) -> None:
    a_log(path)
    good = keeper(path).backup()
    damaged = path.read_bytes().replace(b"2026-11-18T", b"2026-99-18T", 1)
    path.write_bytes(damaged)
    keeper(path, hours=1).doctor(fix=True)
    assert keeper(path).backups()[0].reason == "fix"
    assert keeper(path).find_backup("latest") == good.path


def test_an_export_is_no_log(path: Path, tmp_path: Path) -> None:
    services = Services(a_log(path), FixedClock(NOW), Settings())
    export = tmp_path / "export.json"
    services.pages.write(export, services.exchange.written("json"))
    before, exported = path.read_bytes(), export.read_bytes()
    for work in (Repository.open, keeper(path).restore, lambda file: keeper(path).merge([file])):
        with pytest.raises(StoreError, match="it is an export, no log: outsource import json"):
            work(export)
    assert (path.read_bytes(), export.read_bytes()) == (before, exported)


def test_only_a_log_is_restored(path: Path, tmp_path: Path) -> None:
    a_log(path)
    before = path.read_bytes()
    bad = tmp_path / "bad.json"
    bad.write_text("nonsense")
    with pytest.raises(StoreError):
        keeper(path).restore(bad)
    with pytest.raises(InputError, match="no backup 'nowhere'"):
        keeper(path).restore("nowhere")
    assert path.read_bytes() == before


def test_there_is_nothing_to_back_up_before_the_first_entry(path: Path) -> None:
    with pytest.raises(StoreError, match="nothing to back up"):
        keeper(path).backup()
    with pytest.raises(UserError, match="memory"):
        KeeperService(Repository.in_memory(), FixedClock(NOW), Settings()).backup()


@pytest.mark.parametrize("fixture", sorted(FIXTURES.glob("schema*.json")), ids=lambda p: p.stem)
def test_every_old_schema_opens_for_ever(path: Path, fixture: Path) -> None:
    path.parent.mkdir()
    shutil.copy(fixture, path)
    before = path.read_bytes()
    repository = Repository.open(path)
    entries = list(repository.all_entries())
    assert [e.note for e in entries] == ["first", "over the new year", ""]
    assert [repository.activities().get(e.activity).name for e in entries] == [
        "Invoices",
        "Newsletter",
        "Invoices",
    ]
    assert entries[-1].running
    assert [g.name for g in repository.groups()] == ["Bookkeeping"]
    assert path.read_bytes() == before, "reading does not migrate the file"
    old = '"schema":1' not in fixture.read_text()
    add_one(repository)
    assert '"schema":1' in path.read_text()
    kept = keeper(path).backups()
    assert [b.reason for b in kept] == ["migration" if old else "daily"]
    assert kept[0].path.read_bytes() == before
    again = Repository.open(path)
    assert len(list(again.all_entries())) == 4
    assert not [f for f in keeper(path).doctor() if f.level == "problem"]


def test_restore_says_that_groups_and_activities_would_be_others(path: Path) -> None:
    repository = a_log(path)
    kept = keeper(path).backup()
    with repository.change("sort", NOW) as work:
        work.delete(work.groups()[0])
        work.put(replace(next(iter(work.activities())), core=True))
    preview = keeper(path).preview(kept.path.name)
    assert preview.sentence.endswith("; so would 2 of the activities and groups")
