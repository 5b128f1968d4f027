"""Doctor, backups, restore, and copies of two machines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from outsource_tui.model.activity import Activity
from outsource_tui.model.clock import FixedClock
from outsource_tui.model.entry import Entry
from outsource_tui.model.errors import InputError, StoreError, UserError
from outsource_tui.model.group import Group
from outsource_tui.services.keeper import KeeperService
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository

from .scenes import NOW, a_log, add_one, an_entry, state_of

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "log.json"


def keeper(path: Path, hours: float = 0) -> KeeperService:
    return KeeperService(path, FixedClock(NOW + timedelta(hours=hours)), Settings())


def notes(path: Path) -> set[str]:
    return {e.note for e in Repository.open(path).all_entries()}


def problems(path: Path) -> list[str]:
    return [f.check for f in keeper(path).doctor() if f.level != "good"]


def hand_edit(path: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    """Change the file as a user with an editor does."""
    whole = json.loads(path.read_text())
    edit(whole)
    path.write_text(json.dumps(whole))


# doctor


def test_a_good_file_is_found_good(path: Path) -> None:
    a_log(path)
    found = keeper(path).doctor()
    assert {f.level for f in found} == {"good"}
    assert any("12 entries, 3 activities, 1 group" in f.text for f in found)
    assert all(json.dumps(f.as_dict()) for f in found)


def test_before_the_first_entry_there_is_nothing_wrong(path: Path) -> None:
    assert [f.level for f in keeper(path).doctor() if f.level == "problem"] == []
    assert not path.parent.exists()


def test_a_file_that_cannot_be_read_is_said_and_left(path: Path) -> None:
    a_log(path)
    path.write_bytes(b"x")
    found = keeper(path).doctor(fix=True)
    assert found[0].level == "problem"
    assert "line 1" in found[0].text
    assert path.read_bytes() == b"x"


def _first(whole: dict[str, Any], table: str) -> tuple[str, dict[str, Any]]:
    documents = next(t for name, t in whole.items() if name.startswith(table) and t)
    return next(iter(documents.items()))


def _unknown_activity(whole: dict[str, Any]) -> None:
    _first(whole, "entries-")[1]["activity"] = "404"


def _unknown_group(whole: dict[str, Any]) -> None:
    _first(whole, "activities")[1]["group"] = "404"


def _circle(whole: dict[str, Any]) -> None:
    doc_id, doc = _first(whole, "activities")
    doc["merged_into"] = doc_id


def _backwards(whole: dict[str, Any]) -> None:
    doc = _first(whole, "entries-")[1]
    doc["start"], doc["end"] = doc["end"], doc["start"]


def _misfiled(whole: dict[str, Any]) -> None:
    name = next(name for name in whole if name.startswith("entries-"))
    doc_id = next(iter(whole[name]))
    whole.setdefault("entries-1999-01", {})[doc_id] = whole[name].pop(doc_id)


def _twice(whole: dict[str, Any]) -> None:
    doc_id, doc = _first(whole, "entries-")
    whole.setdefault("entries-1999-01", {})[doc_id] = {**doc, "note": "another"}


def _same_name(whole: dict[str, Any]) -> None:
    whole["activities"]["9" * 22] = {"name": "  activity 1 ", "core": True}


def _same_group(whole: dict[str, Any]) -> None:
    whole["groups"]["9" * 22] = {"name": "BOOKKEEPING", "assignee": "Ben", "rate": "20"}


@pytest.mark.parametrize(
    ("edit", "check"),
    [
        (_unknown_activity, "activities"),
        (_unknown_group, "groups"),
        (_circle, "merged"),
        (_backwards, "spans"),
        (_misfiled, "months"),
        (_twice, "ids"),
        (_same_name, "names"),
        (_same_group, "names"),
    ],
)
def test_what_doctor_finds_it_mends_and_the_mending_can_be_undone(
    path: Path, edit: Callable[[dict[str, Any]], None], check: str
) -> None:
    a_log(path)
    hand_edit(path, edit)
    before = state_of(Repository.open(path))
    assert check in problems(path)
    found = keeper(path).doctor(fix=True)
    assert all(f.mended for f in found if f.fixable)
    assert any(f.check == check and f.mended for f in found)
    assert problems(path) == []
    assert any(b.reason == "fix" for b in keeper(path).backups())
    assert len(list(Repository.open(path).all_entries())) == 12
    changed = Repository.open(path).history()[0].label == "Mend what doctor found"
    if changed:
        Repository.open(path).undo(NOW)
        after = state_of(Repository.open(path))
        for table in ("entries", "activities", "groups"):
            if check not in ("months", "ids"):  # where it lies in the file is not undone
                assert after[table] == before[table], table


def test_an_activity_is_had_back_by_its_name_if_it_was_deleted(path: Path) -> None:
    repository = a_log(path)
    with repository.change("delete", NOW) as work:
        work.delete(next(iter(work.activities())))
    assert "activities" in problems(path)
    keeper(path).doctor(fix=True)
    assert {a.name for a in Repository.open(path).activities()} == {f"Activity {n}" for n in range(3)}


def test_what_only_the_user_can_mend_is_said(path: Path) -> None:
    repository = a_log(path)
    with repository.change("odd", NOW) as work:
        work.put(replace(an_entry(3), end=NOW + timedelta(days=90)))
        work.put_all([replace(an_entry(n), end=None) for n in (1, 2)])
        work.put(replace(an_entry(4), zone="Mars/Base"))

    def damage(whole: dict[str, Any]) -> None:
        _first(whole, "entries-")[1]["start"] = 5
        whole["history"]["99"] = {"label": 5}
        _first(whole, "activities")[1]["updated"] = "2999-01-01T00:00:00+00:00"

    hand_edit(path, damage)
    checks = set(problems(path))
    assert {"damaged", "spans", "running", "overlaps", "zones", "history", "clock", "outside"} <= checks
    keeper(path).doctor(fix=True)
    assert "damaged" in problems(path)
    assert "outside" not in problems(path)


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_a_file_that_others_may_read_is_made_private(path: Path) -> None:
    a_log(path)
    path.chmod(0o644)
    assert "permissions" in problems(path)
    keeper(path).doctor(fix=True)
    assert path.stat().st_mode & 0o777 == 0o600


# backups


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
    assert path.read_bytes() == present
    saved = keeper(path, hours=1).restore(kept.path.name)
    assert saved is not None
    assert saved.path.read_bytes() == present
    assert path.read_bytes() == kept.path.read_bytes()
    assert repository.refresh()
    assert len(list(repository.all_entries())) == 12
    keeper(path, hours=2).restore(saved.path)
    assert path.read_bytes() == present


def test_a_damaged_file_is_restored_and_kept(path: Path) -> None:
    repository = a_log(path)
    good = path.read_bytes()
    backup = keeper(path).backup()
    path.write_bytes(b"damaged")
    with pytest.raises(StoreError) as told:
        Repository.open(path)
    assert f"outsource restore {backup.path.name}" in told.value.message
    assert not keeper(path).preview("latest").present
    saved = keeper(path, hours=1).restore("latest")
    assert saved is not None
    assert saved.path.read_bytes() == b"damaged"
    assert path.read_bytes() == good
    repository.refresh()
    add_one(repository)


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


# old schemas


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


# two machines


def two_machines(path: Path, other: Path) -> tuple[Repository, Repository, list[Entry]]:
    mine = a_log(path)
    other.parent.mkdir()
    shutil.copy(path, other)
    return mine, Repository.open(other), list(mine.all_entries())


def change(repository: Repository, minutes: int, *items: Any, gone: Any = None) -> None:
    with repository.change("c", NOW + timedelta(minutes=minutes)) as work:
        for item in items:
            work.put(item)
        if gone is not None:
            work.delete(gone)


def test_both_sides_work_is_there_after_a_merge(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "laptop" / "log.json"
    mine, theirs, entries = two_machines(path, other)
    change(mine, 1, an_entry(0, note="mine"), replace(entries[0], tags=("mine",)), gone=entries[2])
    change(theirs, 2, an_entry(0, note="theirs"), replace(entries[0], note="theirs, too"), gone=entries[3])
    report = keeper(path).merge([other])
    assert (report.added, len(report.conflicts)) == (1, 0)
    after = {e.id: e for e in Repository.open(path).all_entries()}
    assert after[entries[0].id].tags == ("mine",)
    assert after[entries[0].id].note == "theirs, too"
    assert not {entries[2].id, entries[3].id} & after.keys()
    assert {"mine", "theirs"} <= {e.note for e in after.values()}
    keeper(other).merge([path])
    first, second = state_of(Repository.open(path)), state_of(Repository.open(other))
    assert {k: first[k] for k in ("entries", "activities", "groups", "x")} == {
        k: second[k] for k in ("entries", "activities", "groups", "x")
    }
    assert not keeper(path).merge([other]).change, "once more changes nothing"
    assert any(b.reason == "merge" for b in keeper(path).backups())


def test_a_merge_can_be_undone(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "laptop" / "log.json"
    mine, theirs, entries = two_machines(path, other)
    before = state_of(mine)
    change(theirs, 1, an_entry(0, note="theirs"), replace(entries[0], note="x"), gone=entries[1])
    keeper(path).merge([other])
    assert state_of(Repository.open(path)) != before
    Repository.open(path).undo(NOW)
    after = state_of(Repository.open(path))
    assert after["entries"] == before["entries"]


def test_a_losing_value_is_kept_until_it_is_seen(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "laptop" / "log.json"
    mine, theirs, entries = two_machines(path, other)
    change(mine, 1, replace(entries[0], note="mine"))
    change(theirs, 2, replace(entries[0], note="theirs"))
    report = keeper(path).merge([other])
    assert [(c.kept, c.lost) for c in report.conflicts] == [("theirs", "mine")]
    (lost,) = keeper(path).conflicts()
    assert "note is “theirs”, and was “mine” in the other copy" in lost.sentence
    assert lost.sentence.startswith("Activity ")
    assert "conflicts" in problems(path)
    keeper(path).merge([other])
    assert len(keeper(path).conflicts()) == 1
    keeper(path).seen([lost.id])
    assert keeper(path).conflicts() == []
    keeper(other, hours=1).merge([path])
    assert keeper(other).conflicts() == [], "seen on one machine is seen on the other"


def test_a_deletion_against_an_edit_is_listed(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "laptop" / "log.json"
    mine, theirs, entries = two_machines(path, other)
    change(mine, 1, gone=entries[0])
    change(theirs, 2, replace(entries[0], note="worked on"))
    keeper(path).merge([other])
    assert "worked on" in notes(path)
    assert "it was kept" in keeper(path).conflicts()[0].sentence


def test_names_made_on_both_machines_become_one(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "laptop" / "log.json"
    mine, theirs, _ = two_machines(path, other)
    for minutes, repository, name in ((1, mine, "Newsletter"), (2, theirs, "newsletter ")):
        with repository.change("c", NOW + timedelta(minutes=minutes)) as work:
            group = work.put(
                Group("", "Marketing" if repository is mine else "marketing", "Ana" * (minutes - 1))
            )
            activity = work.put(Activity("", name, group=group.id, core=minutes == 2))
            work.put(an_entry(0, activity.id))
    report = keeper(path).merge([other])
    assert sorted(report.joined) == ["Marketing", "Newsletter"]
    repository = Repository.open(path)
    activities = repository.activities()
    assert len(activities) == 4
    assert activities.named("newsletter").core  # type: ignore[union-attr]
    used = [e for e in repository.all_entries() if activities.get(e.activity).key == "newsletter"]
    assert len(used) == 2
    assert sorted((g.name, g.assignee) for g in repository.groups()) == [
        ("Bookkeeping", "Ana"),
        ("Marketing", "Ana"),
    ]


def test_an_entry_stopped_elsewhere_is_stopped_and_two_running_ones_are_told(
    path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "laptop" / "log.json"
    mine = a_log(path)
    with mine.change("start", NOW) as work:
        running = work.put(replace(an_entry(0, note="long"), end=None))
    other.parent.mkdir()
    shutil.copy(path, other)
    theirs = Repository.open(other)
    change(theirs, 1, replace(running, end=NOW))
    assert keeper(path).merge([other]).running == 0
    change(mine, 2, replace(an_entry(0, note="a"), end=None))
    change(theirs, 2, replace(an_entry(0, note="b"), end=None))
    assert keeper(path).merge([other]).running == 2
    assert "running" in problems(path)


def test_a_copy_that_cannot_be_read_merges_nothing(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "laptop" / "log.json"
    _, theirs, _ = two_machines(path, other)
    add_one(theirs)
    bad = tmp_path / "bad.json"
    bad.write_text('{"a"')
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"bad\.json, line 1"):
        keeper(path).merge([other, bad])
    with pytest.raises(StoreError, match="is not there"):
        keeper(path).merge([tmp_path / "nowhere.json"])
    with pytest.raises(InputError, match="the log itself"):
        keeper(path).merge([path])
    bad.write_text('{"meta":{"1":{"schema":9}}}')
    with pytest.raises(StoreError, match="newer version"):
        keeper(path).merge([bad])
    assert path.read_bytes() == before


def test_found_copies_are_merged_and_moved_to_the_backups(path: Path) -> None:
    mine = a_log(path)
    first = path.with_name("log.sync-conflict-20261118-090000-ABCDEFG.json")
    second = path.with_name("log (Ana's conflicted copy 2026-11-18).json")
    broken = path.with_name("log.json~HEAD")
    for copy in (first, second):
        shutil.copy(path, copy)
        add_one(Repository.open(copy), copy.name)
        copy.with_name(f"{copy.name}.lock").unlink()
    broken.write_text("{")
    add_one(mine, "mine")
    assert len(keeper(path).found()) == 3
    assert "copies" in problems(path)
    report = keeper(path).merge_found()
    assert {first.name, second.name, "mine"} <= notes(path)
    assert keeper(path).found() == [broken]
    assert [p.parent.name for p in report.moved] == ["backups", "backups"]
    assert all(p.exists() for p in report.moved)
    assert "log.json~HEAD" in report.unread[0]
    with pytest.raises(UserError):
        keeper(path).merge_found()


# git


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_git_merges_two_clones_that_both_went_on(tmp_path: Path) -> None:
    code = (
        "import sys;from outsource_tui.services.keeper import KeeperService as K;"
        "from outsource_tui.model.clock import *;from outsource_tui.settings import Settings;"
        "b,o,t=sys.argv[1:];K(o,SystemClock(zone_named('UTC')),Settings()).driver(b,o,t)"
    )
    environment = {
        **os.environ, "HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "x",
        "GIT_AUTHOR_EMAIL": "x@x", "GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@x",
    }  # fmt: skip

    def git(where: Path, *words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=where, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return done.stdout

    def driven(clone: Path) -> None:
        git(clone, "config", "merge.outsource.driver", f'"{sys.executable}" -c "{code}" %O %A %B')

    def save(clone: Path) -> None:
        git(clone, "add", "log.json", ".gitattributes")
        git(clone, "commit", "-qm", "log")

    shared, one, two = tmp_path / "shared.git", tmp_path / "one", tmp_path / "two"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(shared))
    git(tmp_path, "clone", "-q", str(shared), str(one))
    git(one, "checkout", "-qB", "main")
    mine = a_log(one / "log.json")
    (one / ".gitattributes").write_text("log.json merge=outsource\n")
    save(one)
    git(one, "push", "-q", "origin", "main")
    git(tmp_path, "clone", "-q", "-b", "main", str(shared), str(two))
    driven(one)
    driven(two)
    theirs = Repository.open(two / "log.json")
    entry = next(mine.all_entries())
    change(mine, 1, an_entry(0, note="one"), replace(entry, note="by one"))
    change(theirs, 2, an_entry(0, note="two"), replace(entry, note="by two"))
    save(one)
    git(one, "push", "-q", "origin", "main")
    save(two)
    git(two, "pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
    assert {"one", "two", "by two"} <= notes(two / "log.json")
    assert Repository.open(two / "log.json").notices == ()
    assert [lost.conflict.lost for lost in keeper(two / "log.json").conflicts()] == ["by one"]
    git(two, "push", "-q", "origin", "main")
    git(one, "pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
    assert (one / "log.json").read_bytes() == (two / "log.json").read_bytes()
    (two / "log.json").write_text("{")
    save(two)
    add_one(mine, "once more")
    save(one)
    git(one, "push", "-q", "origin", "main")
    failed = subprocess.run(
        ["git", "pull", "-q", "--no-rebase", "--no-edit", "origin", "main"],
        cwd=two, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert failed.returncode != 0, "a file that cannot be read is left to the user"
