"""Mending from the shell: a day as text, a name everywhere, what runs."""

from __future__ import annotations

import sys

import pytest

from tests.home import home_env

DAY = "2026-11-18"


@pytest.fixture
def log(outsource, tmp_path):
    """Two entries on one day; returns what a day holds, as (start, end, activity)."""
    for line in ("9-10 Invoces #accounts -- for October", "10-11 Call"):
        assert outsource("log", DAY, line).code == 0

    def entries() -> list[tuple[str, str, str]]:
        found = outsource("day", DAY, "--json").json["entries"]
        return [(e["start"][11:16], e["end"][11:16], e["activity"]) for e in found]

    return entries


def test_a_day_is_printed_and_taken_back_as_one_change(outsource, log):
    text = outsource("edit", DAY, "--print").out
    assert text.endswith("\n09:00-10:00 Invoces #accounts -- for October\n10:00-11:00 Call\n")
    assert outsource("edit", DAY, stdin=text).out == "the day is as it was\n"
    text = text.replace("10:00-11:00 Call", "10:30-11:00 Call\n14-15 Packing").replace("Invoces", "Invoices")
    ran = outsource("edit", DAY, stdin=text)
    assert ran.out.splitlines() == [
        "- 09:00-10:00 Invoces #accounts -- for October",
        "+ 09:00-10:00 Invoices #accounts -- for October",
        "- 10:00-11:00 Call",
        "+ 10:30-11:00 Call",
        "+ 14:00-15:00 Packing",
        "to take it back: outsource undo",
    ]
    assert log() == [
        ("09:00", "10:00", "Invoices"),
        ("10:30", "11:00", "Call"),
        ("14:00", "15:00", "Packing"),
    ]
    outsource("undo")
    assert log() == [("09:00", "10:00", "Invoces"), ("10:00", "11:00", "Call")]


def test_what_changed_as_json(outsource, log):
    assert outsource("edit", DAY, "--json", stdin="9-9:30 Invoces #accounts -- for October\n").json == {
        "changed": [
            {
                "before": "09:00-10:00 Invoces #accounts -- for October",
                "after": "09:00-09:30 Invoces #accounts -- for October",
            }
        ],
        "added": [],
        "removed": ["10:00-11:00 Call"],
    }
    assert log() == [("09:00", "09:30", "Invoces")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "9-10 Invoces\nlunch\n",
            "line 2: no time at the start: write 9-10 and the name; nothing was changed",
        ),
        ("", "standard input is empty: an empty day would take every entry out of the log"),
        (
            "9-10:30 Invoces #accounts -- for October\n10-11 Call\n",
            "that overlaps Call (Wed 18 Nov 10:00–11:00): keep both, trim what is there, "
            "or give another time; add --overlap keep or --overlap trim",
        ),
    ],
)
def test_what_cannot_be_changes_nothing(outsource, log, text, told):
    before = log()
    ran = outsource("edit", DAY, stdin=text)
    assert (ran.code, ran.out, ran.err) == (2, "", f"outsource: {told}\n")
    assert log() == before


def test_an_overlap_is_settled_by_its_option(outsource, log):
    text = "9-10:30 Invoces #accounts -- for October\n10-11 Call\n"
    assert outsource("edit", DAY, "--overlap", "trim", stdin=text).code == 0
    assert log() == [("09:00", "10:30", "Invoces"), ("10:30", "11:00", "Call")]


@pytest.fixture
def edit_with(tmp_path):
    """Return a function that opens the day at a terminal, with an editor of one line of Python, where
    `text` is what the editor was given and `path` where it is."""
    terminal = pytest.importorskip("tests.tui.terminal")

    def run(line: str):
        editor = tmp_path / "editor.py"
        editor.write_text(
            f"import pathlib, sys\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text()\n{line}\n",
            encoding="utf-8",
        )
        (tmp_path / "tmp").mkdir()
        env = home_env(tmp_path, "data/log.json") | {"TMPDIR": str(tmp_path / "tmp")}
        env["EDITOR"] = f"{sys.executable} {editor}" if line else "no-such-editor"
        return terminal.Terminal(terminal.outsource("edit", DAY), env=env)

    return run


def test_an_editor_mends_the_day(log, edit_with, tmp_path):
    with edit_with("path.write_text(text.replace('11:00 Call', '10:30 Call'))") as shell:
        assert shell.wait_exit() == 0
        assert "+ 10:00-10:30 Call" in shell.text
    assert log() == [("09:00", "10:00", "Invoces"), ("10:00", "10:30", "Call")]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_text_that_cannot_be_read_is_offered_again_and_kept(log, edit_with, tmp_path):
    with edit_with("path.write_text(text + 'lunch was long\\n')") as shell:
        shell.wait_for("edit again")
        shell.type("y\r")
        shell.wait_for(r"edit again[^~]*edit again")
        shell.type("n\r")
        shell.wait_for("your text is in")
        assert shell.wait_exit() == 2
        assert "no time at the start" in shell.text
    (kept,) = (tmp_path / "tmp").iterdir()
    assert kept.read_text(encoding="utf-8").count("lunch was long") == 2
    assert len(log()) == 2


def test_an_editor_that_is_not_there_is_said(log, edit_with):
    with edit_with("") as shell:
        shell.wait_for("no-such-editor could not be run")
        shell.type("n\r")
        assert shell.wait_exit() == 1


def test_a_name_is_mended_everywhere_or_two_made_one(outsource, log):
    assert outsource("rename", "invoces", "Invoices").out == "Rename Invoces to Invoices\n"
    assert [name for _, _, name in log()] == ["Invoices", "Call"]
    refused = outsource("rename", "Invoices", "call")
    assert (refused.code, log()) == (2, [("09:00", "10:00", "Invoices"), ("10:00", "11:00", "Call")])
    assert refused.err == "outsource: there is an activity Call already: --merge makes the two one\n"
    assert outsource("rename", "Invoices", "call", "--merge").code == 0
    assert [name for _, _, name in log()] == ["Call", "Call"]
    assert outsource("rename", "nobody", "x").code == 2


def test_what_runs_is_cancelled(outsource):
    outsource("start", "Mistake")
    assert outsource("cancel").out.startswith("Delete Mistake from ")
    assert outsource("status", "--json").json["running"] is None
    again = outsource("cancel")
    assert (again.code, again.err) == (1, "outsource: nothing is running: there is nothing to cancel\n")
