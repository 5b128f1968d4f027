"""The verb import as a process: what it says of files, asks at a terminal, and never half stores."""

from __future__ import annotations

import json
import os

import pytest

from tests.home import home_env

TOGGL = (
    "User,Email,Description,Project,Start date,Start time,End date,End time,Duration\n"
    "Ann,a@b.example,Invoices,Books,2026-11-16,09:00:00,2026-11-16,10:30:00,01:30:00\n"
    "Ann,a@b.example,Call,Sales,2026-11-17,09:00:00,2026-11-17,09:20:00,00:20:00\n"
)
BACKWARDS = "Ann,a@b.example,Odd,Sales,2026-11-17,12:00:00,2026-11-17,11:00:00,01:00:00\n"
ODD = "When;How long;For what\n2026-09-03 09:00;1.5;Offer\n"


@pytest.fixture
def folder(tmp_path):
    def put(name: str, text: str | bytes):
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return str(path)

    return put


def stored(outsource) -> list[str]:
    tables = json.loads(outsource("export", "json").out)["tables"]
    names = {i: d["name"] for i, d in tables.get("activities", {}).items()}
    found = [d for name, t in tables.items() if name.startswith("entries-") for d in t.values()]
    return [names[d["activity"]] for d in found if "deleted" not in d]


# files that cannot be read


def test_a_gigabyte_is_refused_without_being_read(outsource, tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(10**9)
    ran = outsource("import", "toggl", str(path))
    assert ran.code == 1
    assert ran.err == f"outsource: {path} has 1,000 MB, at most 268 MB are read: export a shorter span\n"


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("photo.csv", b"\x89PNG\r\n\x1a\n\0\0\0", 2, "this is a binary file, not text"),
        ("book.xlsx", b"PK\x03\x04abc", 2, "this is a ZIP archive or a spreadsheet"),
        ("empty.csv", b"", 2, "the file is empty"),
        ("watson.json", b'[[1700000000, 1700003600, "a", "id", []]]', 2, "it looks like a watson file"),
        ("clockify.csv", b"Project,Description,User,Start Date,Start Time,End Date,End Time,Duration (h)\n"
         b"P,D,Ann,15/09/2026,09:00,15/09/2026,10:00,01:00\n", 2, "it looks like a clockify file"),
    ],
)
def test_what_is_no_toggl_report_is_one_clear_line(outsource, folder, name, data, code, words):
    ran = outsource("import", "toggl", folder(name, data))
    assert ran.code == code
    assert words in ran.err
    assert ran.err.count("\n") == 1
    assert stored(outsource) == []


def test_a_folder_a_missing_file_and_a_device_are_one_clear_line(outsource, tmp_path):
    for path, words in (
        (tmp_path, "is a folder: name a file in it"),
        (tmp_path / "gone.csv", "no such file or directory"),
        (os.devnull, "is no ordinary file"),
    ):
        ran = outsource("import", "auto", str(path))
        assert ran.code == 1
        assert words in ran.err
        assert ran.err.count("\n") == 1


def test_a_file_that_nothing_can_be_made_of_is_named(outsource, folder):
    for name, data in (("photo.csv", b"\x89PNG\r\n\x1a\n\0\0\0"), ("none.csv", b"")):
        ran = outsource("import", "auto", folder("t.csv", TOGGL), folder(name, data))
        assert ran.err.startswith(f"outsource: {name}: ")
        assert ran.err.count("\n") == 1


def test_an_unknown_zone_is_said_so(outsource, folder):
    ran = outsource("import", "toggl", folder("t.csv", TOGGL), "--tz", "Mars/Olympus")
    assert (ran.code, ran.out) == (2, "")
    assert "unknown time zone 'Mars/Olympus'" in ran.err


def test_of_several_files_none_is_stored_where_one_cannot_be_read(outsource, folder):
    ran = outsource("import", "toggl", folder("t.csv", TOGGL), folder("x.csv", "no,such\n1,2\n"))
    assert ran.code == 2
    assert "x.csv" in ran.err
    assert stored(outsource) == []


# bad lines


def test_bad_lines_are_left_out_only_when_it_is_said_so(outsource, folder):
    path = folder("t.csv", TOGGL + BACKWARDS)
    ran = outsource("import", "toggl", path)
    assert ran.code == 2
    assert "first line 4: ends at 2026-11-17 11:00, before it starts 12:00" in ran.err
    assert stored(outsource) == []
    ran = outsource("import", "toggl", path, "--skip-bad", "--json")
    assert ran.json["skipped"] == [{"line": 4, "reason": "ends at 2026-11-17 11:00, before it starts 12:00"}]
    assert stored(outsource) == ["Invoices", "Call"]
    assert outsource("undo").code == 0
    assert stored(outsource) == []


def test_a_dry_run_says_what_blocks_and_ends_like_the_import(outsource, folder):
    path = folder("t.csv", TOGGL + BACKWARDS)
    ran = outsource("import", "toggl", path, "--dry-run")
    assert (ran.code, "2 would come in with --skip-bad, 1 left out" in ran.out) == (2, True)
    assert ran.err == "outsource: 1 line cannot be read (line 4): without --skip-bad nothing is stored\n"
    ran = outsource("import", "toggl", path, "--dry-run", "--skip-bad")
    assert (ran.code, ran.err, "2 would come in, 1 left out" in ran.out) == (0, "", True)


def test_a_file_of_which_nothing_is_left_is_refused(outsource, folder):
    path = folder("t.csv", TOGGL.splitlines()[0] + "\n" + BACKWARDS)
    for words in (["--skip-bad"], ["--skip-bad", "--dry-run"], []):
        ran = outsource("import", "toggl", path, *words)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            "outsource: 1 line cannot be read, first line 2: ends at 2026-11-17 11:00, before it starts 12:00"
            "; nothing is left to come in, nothing was stored\n"
        )


def test_names_that_read_differently_are_told_once(outsource, folder):
    head = "Description,Tags,Start date,Start time,Duration\n"
    rows = "".join(
        f'{what},"x y, b",2026-11-1{day},09:00:00,01:00:00\n'
        for day, what in enumerate(("", "", "A"))
    )
    ran = outsource("import", "toggl", folder("t.csv", head + rows))
    assert "  2 rows have no description: 'Untitled' stands in its place\n" in ran.out
    assert "  1 tag comes in without spaces and commas: 'x y' as 'x-y'\n" in ran.out


def test_a_name_longer_than_the_log_keeps_is_a_bad_line(outsource, folder):
    row = f"Ann,a@b.example,{'x' * 2699},,2026-11-17,12:00:00,2026-11-17,13:00:00,\n"
    ran = outsource("import", "toggl", folder("t.csv", TOGGL + row), "--skip-bad")
    assert (ran.code, stored(outsource)) == (0, ["Invoices", "Call"])
    assert "line 4: has a name of 2,699 characters, at most 500 are kept" in ran.out


def test_identical_rows_of_a_file_count_once_and_it_is_said(outsource, folder):
    ran = outsource("import", "toggl", folder("t.csv", TOGGL + TOGGL.splitlines()[1] + "\n"))
    assert "2 came in, 1 twice in the file" in ran.out
    assert "line 4: is the same as line 2 and counts once" in ran.out


def test_what_lies_over_entries_of_the_log_is_said_and_left_out_by_an_option(outsource, folder):
    outsource("log", "2026-11-16 10-11 Own")
    path = folder("t.csv", TOGGL)
    ran = outsource("import", "toggl", path, "--dry-run")
    assert "1 entry overlaps what is in the log; --overlap skip leaves such out" in ran.out
    ran = outsource("import", "toggl", path, "--overlap", "skip")
    assert "line 2: Mon 16 Nov 09:00–10:30 'Invoices' over 'Own' 10:00–11:00" in ran.out
    assert sorted(stored(outsource)) == ["Call", "Own"]


# columns


def test_columns_by_options_are_remembered(outsource, folder):
    path = folder("odd.csv", ODD)
    ran = outsource("import", "csv", path)
    assert ran.code == 2
    asked = "which column holds the start? (When, How long, For what): say so with --column start=NAME"
    assert asked in ran.err
    columns = [w for pair in ("start=When", "duration=How long", "activity=3") for w in ("--column", pair)]
    assert outsource("import", "csv", path, *columns).code == 0
    ran = outsource("import", "csv", folder("next.csv", ODD + "2026-09-04 09:00;1;Call\n"), "--json")
    assert ran.json["added"] == 1
    assert stored(outsource) == ["Offer", "Call"]


UNTIMED = "Date,Client,Task,Hours\n2026-09-03,Acme,Design,1.5\n2026-09-03,,Books,2\n"


def test_a_table_without_times_of_day_comes_in_when_one_says_so(outsource, terminal, folder):
    path = folder("hours.csv", UNTIMED)
    ran = outsource("import", "csv", path)
    assert ran.code == 2
    assert "say so with --column start=NAME or start= for none of them; nothing was stored" in ran.err
    with terminal("import", "csv", path) as shell:
        shell.wait_for(r"With none, the rows of a day follow one another from 08:00(.|\n)*which\? ")
        shell.type("none of them\r")
        assert shell.wait_exit() == 0
    found = outsource("day", "2026-09-03", "--json").json["entries"]
    assert [(e["start"][11:16], e["activity"]) for e in found] == [("08:00", "Design"), ("09:30", "Books")]
    klog = folder("a.klg", "2026-09-07\n    1h Post\n")
    assert "1 length has no time of day; read as untimed" in outsource("import", "klog", klog).out
    assert outsource("import", "klog", klog, "--untimed", "--json").json["added"] == 1
    again = outsource("import", "csv", path, "--json").json
    assert (again["added"], again["duplicates"]) == (0, 2)


# options


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--threshold", "nan"), "--threshold nan: write minutes from 0 to 1440"),
        (("--threshold", "-5"), "--threshold -5: write minutes from 0 to 1440"),
        (
            ("--from", "2026-11-18", "--to", "2026-11-16"),
            "--to 2026-11-16 is before --from 2026-11-18: swap them",
        ),
    ],
)
def test_options_that_cannot_be_meant_are_refused_in_one_line(outsource, folder, words, told):
    ran = outsource("import", "toggl", folder("t.csv", TOGGL), *words)
    assert (ran.code, ran.err) == (2, f"outsource: {told}\n")


def test_a_column_of_lengths_can_be_named_as_what_it_is(outsource, folder):
    path = folder("odd.csv", "Wann,Wie lange,Womit\n2026-03-02 09:00,1:00,A\n")
    chosen = ("--column", "start=1", "--column", "activity=3")
    ran = outsource("import", "csv", path, *chosen)
    assert "say so with --column end=NAME or duration=NAME; nothing" in ran.err
    assert outsource("import", "csv", path, *chosen, "--column", "end=2", "--json").json["hours"] == 1.0
    assert outsource("import", "csv", path, "--column", "duration=Wie lange").code == 0


def test_a_single_row_is_one_row(outsource, folder):
    ran = outsource("import", "toggl", folder("t.csv", "\n".join(TOGGL.splitlines()[:2])))
    assert ran.out.startswith("toggl: 1 row read, 1 came in, 1.50 hours\n")


def test_a_zone_with_a_vendors_name_writes_nothing_beside(outsource, folder):
    event = "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20261116T090000\nDURATION:PT1H"
    text = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n{event}\nSUMMARY:X\nEND:VEVENT\nEND:VCALENDAR\n"
    ran = outsource("import", "ics", folder("c.ics", text))
    assert (ran.code, ran.err) == (0, "")


# at a terminal


@pytest.fixture
def terminal(tmp_path):
    """Return a function that runs `outsource WORDS…` at a pseudo-terminal."""
    module = pytest.importorskip("tests.tui.terminal")
    env = home_env(tmp_path, "data/log.json")
    return lambda *words: module.Terminal(module.outsource(*words), env=env)


def test_what_a_file_leaves_open_is_asked(outsource, terminal, folder):
    with terminal("import", "auto", folder("odd.csv", ODD)) as shell:
        shell.wait_for(r"which column holds the start\?(.|\n)*which\? ")
        shell.type("9\r")
        shell.wait_for("'9' is none of When, How long, For what")
        shell.type("1\r")
        shell.wait_for(r"which column holds the activity\?(.|\n)*which\? ")
        shell.type("For what\r")
        shell.wait_for(r"which column holds the end\?(.|\n)*which\? ")
        shell.type("\r")
        assert shell.wait_exit() == 1
        assert "nothing was stored" in shell.text
    assert stored(outsource) == []


def test_whether_the_rest_may_come_in_is_asked(outsource, terminal, folder):
    path = folder("t.csv", TOGGL + BACKWARDS)
    for answer, code, names in (("\r", 1, []), ("y\r", 0, ["Invoices", "Call"])):
        with terminal("import", "toggl", path) as shell:
            shell.wait_for(r"Import the rest\? \[y/N\] ")
            shell.type(answer)
            assert shell.wait_exit() == code
        assert stored(outsource) == names


BOTH = ["Call", "Invoices", "Own"]


def test_what_becomes_of_overlaps_is_asked(outsource, terminal, folder):
    outsource("log", "2026-11-16 10-11 Own")
    path = folder("t.csv", TOGGL)
    for answer, code, names in (("\r", 1, ["Own"]), ("s\r", 0, ["Call", "Own"]), ("b\r", 0, BOTH)):
        with terminal("import", "toggl", path) as shell:
            shell.wait_for("1 entry overlaps what is in the log. b keep both, s skip the new, else")
            shell.type(answer)
            assert shell.wait_exit() == code
        assert sorted(stored(outsource)) == names


def test_a_long_import_shows_a_bar_at_a_terminal_and_nowhere_else(outsource, terminal, folder):
    row = "Ann,a@b.example,{},Books,2024-01-01,{:02}:{:02}:{:02},2024-01-02,00:00:00,\n"
    rows = "".join(row.format("x" * 400, n // 3600, n // 60 % 60, n % 60) for n in range(2600))
    path = folder("long.csv", TOGGL.splitlines()[0] + "\n" + rows)
    assert outsource("import", "toggl", path, "--dry-run").err == ""
    with terminal("import", "toggl", path, "--dry-run") as shell:
        assert shell.wait_exit() == 0
        assert b"reading" in shell.seen
        assert "━".encode() in shell.seen
    with terminal("import", "toggl", path, "--dry-run", "--json") as shell:
        assert shell.wait_exit() == 0
        assert json.loads(bytes(shell.seen).decode())["added"] == 2600
