"""Doctor: what it finds, and what it mends."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from outsource_tui.store.repository import Repository

from .keeping import hand_edit, keeper, problems
from .scenes import NOW, a_log, an_entry, state_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "log.json"


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


@pytest.mark.skipif(sys.platform == "win32", reason="owners of POSIX")
def test_what_this_user_may_not_change_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_log(path)
    owner = path.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    (found,) = [f for f in keeper(path).doctor() if f.check == "permissions"]
    assert found.text == f"{path} belongs to another user: it can be read, not changed"
    monkeypatch.setattr(os, "access", lambda *_: False)
    (found,) = [f for f in keeper(path).doctor() if f.check == "permissions"]
    assert found.text == f"the folder {path.parent} cannot be written by this user: nothing can be stored"
    assert found.level == "problem"


def test_what_lies_around_the_file_is_said(path: Path) -> None:
    """Copies of sync programs, unfinished files, a second name, other schemas and backups."""
    a_log(path)

    def said() -> str:
        return "\n".join(f.text for f in keeper(path).doctor())

    backups = keeper(path).backups()
    assert "1 backup, the newest good one of yesterday" in said()
    path.with_name("log.sync-conflict-20261118-120500-A.json").write_bytes(path.read_bytes())
    path.with_name(".outsource-12345678-1-2.tmp").write_bytes(b"x")
    path.with_name("second.json").hardlink_to(path)
    assert "copies by a sync program or git: log.sync-conflict" in said()
    assert "1 unfinished file of stopped programs" in said()
    assert "the file has a second name" in said()
    newest = keeper(path, hours=1).backup()
    newest.path.write_bytes(b"x")
    assert f"{newest.path.name} cannot be read" in said()
    for backup in backups:
        backup.path.write_bytes(b"x")
    assert "none of the backups can be read" in said()
    hand_edit(path, lambda whole: whole["meta"]["1"].update(schema=9))
    assert "a newer version wrote it (schema 9): it cannot be changed" in said()
    hand_edit(path, lambda whole: whole["meta"]["1"].update(schema=0))
    assert "schema 0 is brought to 1 with the next change" in said()


def test_what_was_deleted_is_counted(path: Path) -> None:
    repository = a_log(path)
    with repository.change("delete", NOW) as work:
        work.delete_all(list(repository.all_entries())[:2])
    found = {f.check: f for f in keeper(path).doctor()}
    assert found["tombstones"].text == "2 deleted items are kept so that copies can be merged"
    assert found["tombstones"].level == "good"


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_a_file_that_others_may_read_is_made_private(path: Path) -> None:
    a_log(path)
    path.chmod(0o644)
    assert "permissions" in problems(path)
    keeper(path).doctor(fix=True)
    assert path.stat().st_mode & 0o777 == 0o600
