"""What the command line does not take for a name, and says about what it wrote."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("words", [("log", "7-8", "X", "--jsn"), ("start", "X", "--no"), ("log", "--x", "X")])
def test_an_option_that_is_none_is_refused_and_nothing_logged(outsource, words):
    ran = outsource(*words)
    assert ran.code == 2
    assert "unrecognized arguments: --" in ran.err
    assert outsource("history").out == "no changes yet\n"


def test_a_note_may_look_like_an_option(outsource):
    ran = outsource("log", "2026-11-18", "7-8", "X", "--", "--jsn", "is", "odd", "--json")
    assert ran.code == 0
    (entry,) = outsource("day", "2026-11-18", "--json").json["entries"]
    assert (entry["activity"], entry["note"]) == ("X", "--jsn is odd --json")


def test_what_starts_has_no_end(outsource):
    ran = outsource("start", "9-10 Foo")
    assert ran.code == 2
    assert "write 9:15 and the name" in ran.err
    assert outsource("start", "-15 Foo").code == 0
    assert outsource("status", "--format", "{activity} {elapsed}").out in ("Foo 0:15\n", "Foo 0:16\n")


@pytest.mark.parametrize("words", [("log",), ("edit", "2026-11-23")])
@pytest.mark.parametrize(
    "notes", ["2026-11-23\n9-10 x\n", "## Mon 23 Nov 2026\n- 9-10 x\n", "- 9-10 x\n31.2. 9-10 y\n"]
)
def test_notes_are_sent_where_they_are_read(outsource, words, notes):
    ran = outsource(*words, stdin=notes)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "notes with dates and bullets are read by: outsource import text FILE" in ran.err
    assert "outsource import text FILE" in outsource(words[0], "--help").out


def test_lines_that_are_no_notes_are_not_sent_anywhere(outsource):
    for words in (("log",), ("edit", "2026-11-23")):
        assert "import text" not in outsource(*words, stdin="9-10 x\nlunch\n8:99-9 y").err


def test_lines_that_are_not_told_are_counted(outsource):
    assert "; 1 more line; nothing" in outsource("edit", "2026-11-23", stdin="a\nb\nc\nd\n").err
    assert "; 2 more lines; nothing" in outsource("edit", "2026-11-23", stdin="a\nb\nc\nd\ne\n").err


@pytest.mark.parametrize("words", [("--data", "x", "demo"), ("demo", "--data", "x"), ("demo", "--data=x")])
def test_the_demo_has_a_file_of_its_own(outsource, words):
    ran = outsource(*words)
    told = "outsource: outsource demo has a data file of its own: leave out --data\n"
    assert (ran.code, ran.out, ran.err) == (2, "", told)
    assert "--data" not in outsource("demo", "--help").out


def test_what_can_be_assigned_is_all_named(outsource):
    known = outsource("assign", "--help").out
    told = outsource("assign", "Bookkeeping").err
    for option in ("to", "rate", "currency", "state", "hours", "start", "hand-over-hours", "checking-hours"):
        assert f"--{option} " in known
        assert f"--{option} " in told


def test_help_says_that_a_group_is_handed_over(outsource):
    assert "marked as to hand over" in outsource("group", "--help").out


@pytest.mark.parametrize("count", ["0", "-1"])
def test_no_count_of_changes_is_no_answer(outsource, count):
    ran = outsource("history", "-n", count)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"outsource: {count} is no number of changes: write 1 or more\n"


def test_a_week_is_named_by_any_day_in_it(outsource):
    outsource("log", "2026-11-18", "9-10", "Invoices")
    for day in ("18.11.2026", "18 nov 2026", "2026-11-22", "2026-W47", "W47"):
        assert outsource("week", day, "--json").json["week"] == "2026-W47"
    for day in ("mon", "yesterday", "last", "this"):
        assert outsource("week", day).code == 0
    ran = outsource("week", "someday")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "2026-W47, W47, last or a day in it" in ran.err


def test_a_missing_shell_names_those_that_there_are(outsource):
    ran = outsource("completion")
    assert ran.code == 2
    assert "bash, zsh or fish" in ran.err


def test_a_file_that_was_written_is_named(outsource, tmp_path):
    outsource("log", "2026-11-18 9-10 Invoices")
    outsource("group", "Invoices", "Books")
    for words, name in ((("brief", "Books"), "brief.md"), (("export", "csv"), "log.csv")):
        ran = outsource(*words, "-o", str(tmp_path / name))
        assert ran.out == f"written: {tmp_path / name}\n"
        assert (tmp_path / name).read_text("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize("words", ["status", "export csv", "status --format {logged}"])
def test_output_that_cannot_be_written_is_said(outsource, tmp_path, words):
    outsource("log", "2026-11-18 9-10 Invoices")
    env = {**os.environ, "OUTSOURCE_DATA": str(tmp_path / "data" / "log.json")}
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "outsource_tui", *words.split()],
            env=env, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (
        1,
        "outsource: the output could not be written: no space left on device\n",
    )


@pytest.mark.skipif(os.name == "nt", reason="handles of a POSIX shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_output_is_no_fault(outsource, tmp_path, closed):
    env = {**os.environ, "OUTSOURCE_DATA": str(tmp_path / "data" / "log.json")}
    command = f"{sys.executable} -m outsource_tui"
    logged = ("log 2026-11-18 9-10 Invoices", 0)
    for words, code in (logged, ("status --json", 0), ("export csv", 0), ("nonsense", 2), ("", 1)):
        line = f"{command} {words} {closed}"
        ran = subprocess.run(line, shell=True, env=env, capture_output=True, check=False)
        assert (ran.returncode, b"Traceback" in ran.stderr) == (code, False)
    assert outsource("day", "2026-11-18", "--json").json["entries"]
