"""Pages of Markdown: exact in a file and in a pipe, easy to read in a terminal."""

from __future__ import annotations

import csv
import io
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest


def all_of(terminal: int) -> str:
    found = b""
    with suppress(OSError):  # so ends what was shown, on some systems
        while part := os.read(terminal, 4096):
            found += part
    os.close(terminal)
    return found.decode()


def test_nothing_is_written_over_the_log_or_what_is_kept_of_it(outsource, tmp_path):
    assert outsource("log", "yesterday 9:00-9:45 Packing").code == 0
    assert outsource("group", "Packing", "Shop").code == 0
    log = tmp_path / "data" / "log.json"
    kept = outsource("backup").out.removeprefix("kept: ").strip()
    (tmp_path / "link.json").symlink_to(log)
    for target, what in (
        (log, "the log itself"),
        (tmp_path / "link.json", "the log itself"),
        (kept, "a backup of the log"),
        (f"{log}.lock", "the lock of the log"),
    ):
        before = (log.read_bytes(), Path(kept).read_bytes())
        for words in (("export", "json"), ("export", "csv"), ("export", "markdown"), ("brief", "Shop")):
            ran = outsource(*words, "-o", str(target))
            assert (ran.code, ran.out) == (1, "")
            assert ran.err == f"outsource: {target} is {what}: choose another file\n"
        assert (log.read_bytes(), Path(kept).read_bytes()) == before
    assert outsource("day", "yesterday", "--json").json["logged_minutes"] == 45


def test_a_file_that_is_written_again_is_whole_and_keeps_its_permissions(outsource, tmp_path):
    target = tmp_path / "week.csv"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    assert outsource("export", "csv", "-o", str(target)).code == 0
    assert target.read_text(encoding="utf-8").startswith("id,")
    assert target.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []


def test_a_brief_that_was_filled_in_is_written_over_on_purpose_alone(outsource, tmp_path):
    assert outsource("log", "yesterday 9:00-9:45 Packing").code == 0
    assert outsource("group", "Packing", "Shop").code == 0
    target = tmp_path / "brief.md"
    write = ("brief", "Shop", "-o", str(target))
    for _ in range(2):  # the same text is no other
        assert outsource(*write).out == f"written: {target}\n"
    made = target.read_text(encoding="utf-8")
    target.write_text(f"{made}The key is with Ana.\n", encoding="utf-8")
    ran = outsource(*write)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"outsource: {target} is there already with other text: --overwrite writes over it\n"
    assert target.read_text(encoding="utf-8").endswith("The key is with Ana.\n")
    assert outsource(*write, "--overwrite").code == 0
    assert target.read_text(encoding="utf-8") == made
    assert "--overwrite" in outsource("brief", "--help").out


def test_a_device_is_written_to_as_such(outsource):
    assert outsource("export", "csv", "-o", "/dev/null").out == "written: /dev/null\n"
    assert Path("/dev/null").is_char_device()
    full = outsource("export", "csv", "-o", "/dev/full")
    assert full.code == 1
    assert full.err == (
        "outsource: /dev/full could not be written: no space left on device; choose another place\n"
    )


def test_a_terminal_shows_a_page_without_its_escapes(outsource, tmp_path):
    for words in (
        ("log", "2026-11-16", "9:00-9:45", "Packing"),
        ("group", "Packing", "Shop"),
        ("assign", "Shop", "--to", "Ana [shop]", "--rate", "18", "--currency", "$"),
    ):
        assert outsource(*words).code == 0
    piped = outsource("brief", "Shop").out
    assert "**For:** Ana \\[shop\\]" in piped
    assert "**Rate:** $ 18 an hour" in piped
    outer, inner = pty.openpty()
    env = os.environ | {"OUTSOURCE_DATA": str(tmp_path / "data" / "log.json"), "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "outsource_tui", "brief", "Shop"]
    subprocess.run(command, stdout=inner, env=env, check=True)
    os.close(inner)
    shown = all_of(outer)
    assert "**For:** Ana [shop]" in shown
    assert "**Rate:** $ 18 an hour" in shown


def test_an_export_says_what_it_leaves_out(outsource, tmp_path):
    outsource("log", "2020-01-06 9-10 Mail -- ask again")
    for words in (["toggl"], ["toggl", "-o", str(tmp_path / "t.csv")]):
        ran = outsource("export", *words)
        assert (ran.code, ran.err) == (0, "outsource: note: toggl: left out: 1 note\n")
    assert outsource("export", "csv").err == ""


def test_a_table_has_what_a_spreadsheet_asks_for_and_comes_back_without_it(outsource, tmp_path):
    outsource("log", "2026-01-06 9-10:30 Mail #x")
    outsource("highlight", "Mail")
    outsource("group", "Mail", "Desk")
    outsource("log", "2026-01-07 23:30-0:15 Code")
    table = outsource("export", "csv").out
    asked = ("day", "from", "to", "hours", "group", "to_hand_over")
    assert [tuple(row[name] for name in asked) for row in csv.DictReader(io.StringIO(table))] == [
        ("2026-01-06", "09:00", "10:30", "1.50", "Desk", "yes"),
        ("2026-01-07", "23:30", "00:15", "0.75", "", "no"),
    ]
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    again = outsource("import", "csv", str(tmp_path / "t.csv"), "--json").json
    assert (again["added"], again["duplicates"]) == (0, 2)


@pytest.mark.parametrize("form", ["csv", "json", "toggl", "ics", "timewarrior", "klog"])
def test_an_export_of_days_says_what_lies_across_their_midnights(outsource, form):
    outsource("log", "2026-11-15 23:30-0:45 Release")
    outsource("log", "2026-11-22 22:00-1:30 Release")
    outsource("log", "2026-11-22 23:30-0:30 Call", "--overlap", "keep")
    within = "1 entry begins before these days and is not in the file: 0 h 45 lie within\n"
    whole = "2 entries end after these days and are written whole: 2 h 00 lie outside"
    ran = outsource("export", form, "--week", "2026-W47")
    assert ran.err.endswith(f"{whole}; {within}")
    assert outsource("export", form, "--from", "2026-11-15").err.count("these days") == 0
