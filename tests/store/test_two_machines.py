"""Copies of two machines: merged without losing a side, by hand, by a sync program and by git."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from outsource_tui.model.activity import Activity
from outsource_tui.model.errors import InputError, StoreError, UserError
from outsource_tui.model.group import Group
from outsource_tui.store.repository import Repository

from .keeping import change, hand_edit, keeper, notes, problems, two_machines
from .scenes import NOW, a_log, add_one, an_entry, state_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "log.json"


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
    assert "note is “theirs”; “mine” was older and lost" in lost.sentence
    assert lost.sentence.startswith(f"{lost.what}: ")
    assert lost.what.endswith(" Activity 2")
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


def test_what_only_one_side_edited_since_the_base_is_no_conflict_for_git(path: Path, tmp_path: Path) -> None:
    """Even where no history knows any more which value came first."""
    mine = a_log(path)
    entry = next(mine.all_entries())
    change(mine, 0, replace(entry, note="of both"))
    base, theirs = tmp_path / "base.json", tmp_path / "theirs.json"
    shutil.copy(path, base)
    shutil.copy(path, theirs)
    change(Repository.open(theirs), 1, replace(entry, note="theirs"))
    change(mine, 2, an_entry(0, note="mine"))
    for file in (path, base, theirs):
        hand_edit(file, lambda whole: whole.pop("history"))
    report = keeper(path).driver(base, path, theirs)
    assert report.conflicts == ()
    assert {"theirs", "mine"} <= notes(path)


def test_an_undone_merge_takes_nothing_from_the_other_machine(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "laptop" / "log.json"
    mine, theirs, entries = two_machines(path, other)
    before = state_of(mine)
    change(theirs, 1, an_entry(0, note="theirs"), replace(entries[0], note="edited there"), gone=entries[1])
    keeper(path).merge([other])
    Repository.open(path).undo(NOW + timedelta(hours=1))
    assert state_of(Repository.open(path))["entries"] == before["entries"]
    laptop = state_of(theirs)["entries"]
    keeper(other, hours=2).merge([path])
    assert state_of(Repository.open(other))["entries"] == laptop
    assert keeper(other).conflicts() == []
    keeper(path, hours=3).merge([other])
    assert state_of(Repository.open(path))["entries"] == laptop, "and it can be merged once more"


def test_an_undone_merge_can_be_made_again(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "laptop" / "log.json"
    mine, theirs, entries = two_machines(path, other)
    change(mine, 1, replace(entries[2], note="mine"))
    change(theirs, 2, an_entry(0, note="theirs"), replace(entries[2], note="theirs"), gone=entries[1])
    keeper(path).merge([other])
    merged = state_of(Repository.open(path))
    repository = Repository.open(path)
    repository.undo(NOW + timedelta(hours=1))
    repository.redo(NOW + timedelta(hours=2))
    assert state_of(repository) == merged
    assert [lost.conflict.lost for lost in keeper(path).conflicts()] == ["mine"]
    report = keeper(path, hours=3).merge([other])
    assert (report.added, report.changed, report.conflicts) == (0, 0, ())
