"""Import in a pseudo-terminal: real key bytes from the picker to the undo, and what reaches the screen."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from tests.home import home_env
from tests.tui.terminal import Terminal, begun, outsource

HOSTILE = "\x1b]52;c;aGk=\x07\u202e[bold]"


@pytest.fixture
def env(tmp_path) -> dict[str, str]:
    (tmp_path / "Downloads").mkdir()
    return home_env(tmp_path, "data/log.json")


def report(day: str) -> str:
    """A report with a hostile name, a comma, and a line that ends before it starts."""
    row = "Ann,a@b.example,{},Books,{},{}:00:00,{},{}:00:00,\n"
    return (
        "User,Email,Description,Project,Start date,Start time,End date,End time,Duration\n"
        + row.format('"Invoices, late"', day, "09", day, "10")
        + row.format(f"Odd {HOSTILE}", day, "10", day, "11")
        + row.format("Backwards", day, "12", day, "11")
    )


def stored(env) -> list[str]:
    ran = subprocess.run(outsource("export", "csv"), env=env, capture_output=True, text=True, check=True)
    return [line.split(",")[0] for line in ran.stdout.splitlines()[1:]]


def test_from_the_picker_to_the_undo_with_real_keys(env, tmp_path):
    day = str(datetime.now(ZoneInfo(env["TZ"])).date() - timedelta(days=1))
    name = f"toggl {HOSTILE}.csv"
    (tmp_path / "Downloads" / name).write_text(report(day), encoding="utf-8")
    begun(env)
    with Terminal(outsource(), env=env) as terminal:
        terminal.wait_for("Timeline")
        terminal.wait_for("help")
        terminal.type("\x0f")  # ctrl+o
        terminal.wait_for("Import a file")
        terminal.wait_for("~/Downloads")
        terminal.type("tog")
        terminal.wait_for(r"toggl ␛\]52")
        terminal.type("\r")
        terminal.wait_for(r"2  new +2 h")
        terminal.wait_for(r"line 4 +ends at .* before it starts 12:00")
        assert stored(env) == []
        terminal.type("s")
        terminal.wait_for("2 entries imported")
        assert len(stored(env)) == 2
        terminal.type("\x1b[D")  # to the day before
        terminal.wait_for(r"Invoices, late")
        terminal.wait_for(r"Odd ␛\]52")
        terminal.type("u")
        terminal.wait_gone("Invoices, late")
        assert stored(env) == []
        terminal.type("U")
        terminal.wait_for("Invoices, late")
        assert len(stored(env)) == 2
        terminal.type("q")
        assert terminal.wait_exit() == 0
    assert b"\x1b]52" not in terminal.seen
    assert "\u202e".encode() not in terminal.seen


def test_the_command_line_shows_hostile_names_and_contents_harmless(env, tmp_path):
    path = tmp_path / f"bad {HOSTILE}.csv"
    path.write_text(report("2026-11-17") + f'Ann,a,x,y,"{HOSTILE}",09:00:00,,,1:00\n', encoding="utf-8")
    for words in (
        ("import", "toggl"),
        ("import", "klog"),
        ("import", "toggl", "--skip-bad"),
        ("import", "ics"),
    ):
        ran = subprocess.run(
            outsource(*words, str(path)), env=env, capture_output=True, text=True, check=False
        )
        told = ran.stdout + ran.stderr
        assert not set(told) & {"\x1b", "\x07", "\u202e"}
        assert ran.returncode == 0 or told.count("\n") == 1
    assert json.loads(
        subprocess.run(
            outsource("status", "--json"), env=env, capture_output=True, text=True, check=True
        ).stdout
    )
