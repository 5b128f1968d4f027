"""Doctor, backups, restore, merges, git's merge driver, and a log that goes out and comes back equal."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

DAY = "2026-11-18"


def put(outsource, path, *lines: str) -> None:
    for line in lines:
        ran = outsource("--data", str(path), "log", line)
        assert ran.code == 0, ran.err


def names(outsource, path) -> list[str]:
    return [e["activity"] for e in outsource("--data", str(path), "day", DAY, "--json").json["entries"]]


def test_doctor_on_a_healthy_and_on_a_broken_file(outsource, tmp_path):
    path = tmp_path / "log.json"
    put(outsource, path, f"{DAY} 9-10 Email")
    healthy = outsource("--data", str(path), "doctor")
    assert healthy.code == 0, healthy.out
    assert isinstance(outsource("--data", str(path), "doctor", "--json").json, list)
    path.write_bytes(path.read_bytes()[:-200])
    broken = outsource("--data", str(path), "doctor")
    assert broken.code == 1
    assert "restore" in broken.out


def test_a_backup_can_be_restored_and_the_present_file_is_kept(outsource, tmp_path):
    path = tmp_path / "log.json"
    put(outsource, path, f"{DAY} 9-10 Email")
    assert outsource("--data", str(path), "backup").code == 0
    put(outsource, path, f"{DAY} 10-11 Call")
    shown = outsource("--data", str(path), "restore", "latest", "--dry-run")
    assert shown.code == 0
    assert names(outsource, path) == ["Email", "Call"]
    kept = outsource("--data", str(path), "backup", "--list").out
    asked = next(line.split("  ")[-1].strip() for line in kept.splitlines() if "asked" in line)
    assert outsource("--data", str(path), "restore", asked).code == 0
    assert names(outsource, path) == ["Email"]


def test_a_restore_is_taken_back_by_undo(outsource, tmp_path):
    path = tmp_path / "log.json"
    put(outsource, path, f"{DAY} 9-10 Email")
    assert outsource("--data", str(path), "backup").code == 0
    put(outsource, path, f"{DAY} 10-11 Call")
    ran = outsource("--data", str(path), "restore", "latest")
    assert "1 would go" in ran.out
    assert "outsource undo" in ran.out
    assert names(outsource, path) == ["Email"]
    assert "undone: Restore log-" in outsource("--data", str(path), "undo").out
    assert names(outsource, path) == ["Email", "Call"]


def test_a_backup_of_the_same_state_is_not_restored_without_a_word(outsource, tmp_path):
    path = tmp_path / "log.json"
    put(outsource, path, f"{DAY} 9-10 Email")
    assert outsource("--data", str(path), "backup").code == 0
    before = path.read_bytes()
    ran = outsource("--data", str(path), "restore", "latest")
    assert ran.code == 0
    assert "nothing to restore" in ran.out
    assert "outsource backup --list" in ran.out
    assert path.read_bytes() == before


def test_two_copies_merge_without_losing_either_side(outsource, tmp_path):
    ours, theirs = tmp_path / "log.json", tmp_path / "laptop.json"
    put(outsource, ours, f"{DAY} 9-10 Email")
    shutil.copy(ours, theirs)
    put(outsource, ours, f"{DAY} 10-11 Call")
    put(outsource, theirs, f"{DAY} 11-12 Invoices")
    assert outsource("--data", str(ours), "merge", str(theirs)).code == 0
    assert names(outsource, ours) == ["Email", "Call", "Invoices"]
    assert outsource("--data", str(ours), "undo").code == 0
    assert names(outsource, ours) == ["Email", "Call"]


def test_copies_of_a_sync_program_are_merged_and_moved(outsource, tmp_path):
    path = tmp_path / "data" / "log.json"
    put(outsource, path, f"{DAY} 9-10 Email")
    copy = path.with_name("log.sync-conflict-20261118-120000-ABC.json")
    shutil.copy(path, copy)
    put(outsource, copy, f"{DAY} 10-11 Call")
    ran = outsource("--data", str(path), "merge", "--found")
    assert ran.code == 0, ran.err
    assert names(outsource, path) == ["Email", "Call"]
    assert not copy.exists()


def test_merge_without_a_file_says_what_to_do(outsource):
    ran = outsource("merge")
    assert ran.code == 2
    assert "--found" in ran.err


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_merges_the_log_of_two_clones(outsource, tmp_path):
    def git(folder, *words: str) -> None:
        subprocess.run(
            ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.org", *words],
            check=True, capture_output=True,
        )

    origin, one, two = (tmp_path / name for name in ("origin.git", "one", "two"))
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(origin)], check=True)
    for clone in (one, two):
        subprocess.run(["git", "clone", "-q", str(origin), str(clone)], check=True, capture_output=True)
        git(clone, "checkout", "-q", "-B", "main")
        driver = f'"{sys.executable}" -m outsource_tui merge --driver %O %A %B'
        git(clone, "config", "merge.outsource.driver", driver)
    (one / ".gitattributes").write_text("log.json merge=outsource\n")
    put(outsource, one / "log.json", f"{DAY} 9-10 Email")
    git(one, "add", ".gitattributes", "log.json")
    git(one, "commit", "-qm", "start")
    git(one, "push", "-q", "origin", "main")
    git(two, "pull", "-q", "origin", "main")
    put(outsource, one / "log.json", f"{DAY} 10-11 Call")
    git(one, "commit", "-qam", "one")
    git(one, "push", "-q", "origin", "main")
    put(outsource, two / "log.json", f"{DAY} 11-12 Invoices")
    git(two, "commit", "-qam", "two")
    git(two, "pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
    assert names(outsource, two / "log.json") == ["Email", "Call", "Invoices"]


def test_json_goes_out_and_comes_back_with_everything(outsource, tmp_path):
    first, second = tmp_path / "first.json", tmp_path / "second" / "log.json"
    put(outsource, first, f"{DAY} 9-10 Email #admin -- note", "2026-10-02 8-9 Call")
    for words in (["highlight", "Email", "--reason", "routine"], ["group", "Email", "Admin"]):
        assert outsource("--data", str(first), *words).code == 0
    export = tmp_path / "export.json"
    assert outsource("--data", str(first), "export", "json", "-o", str(export)).code == 0
    ran = outsource("--data", str(second), "import", "json", str(export), "--json")
    assert ran.code == 0, ran.err
    assert (ran.json["added"], ran.json["hours"]) == (2, 2.0)
    there, back = (json.loads(p.read_text(encoding="utf-8")) for p in (first, second))
    for table in there:
        if table not in ("meta", "history"):
            assert back[table] == there[table], table
    assert outsource("--data", str(second), "import", "json", str(export), "--json").json["added"] == 0


@pytest.mark.parametrize("words", ["restore nope.json", "merge nope.json", "import csv nope.csv"])
def test_a_file_that_is_not_there_could_not_be_read(outsource, tmp_path, words):
    put(outsource, tmp_path / "data" / "log.json", f"{DAY} 9-10 Email")
    ran = outsource(*words.split())
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "nope." in ran.err
