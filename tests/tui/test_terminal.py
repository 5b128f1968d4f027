"""The app in a pseudo-terminal: what only real key bytes and a real screen can show."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

import resource

from tests.tui.terminal import Terminal, outsource


def day(env, date: str):
    done = subprocess.run(
        outsource("day", date, "--json"), env={**env}, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_log_one_entry_with_real_keys_and_leave_the_terminal_as_it_was(env):
    with Terminal(outsource(), env=env) as terminal:
        terminal.wait_for("Timeline")
        terminal.wait_for("your last hour")  # a new log: the line to type in is open
        terminal.type("yesterday 9-10:30 Invoices #accounts -- for October")
        terminal.wait_for("09:00–10:30")
        terminal.type("\r")
        terminal.wait_for("1:30")
        terminal.wait_for("saved")
        terminal.wait_for("›.*-15 Email.*\n.*leave the line")  # a new log takes line after line
        terminal.type("\x1b")
        terminal.wait_for("press n")
        terminal.type("q")
        assert terminal.wait_exit() == 0
        assert b"\x1b[?1049l" in terminal.seen
        assert b"\x1b[?25h" in terminal.seen
    entries = day(env, "yesterday")["entries"]
    assert [(e["activity"], e["tags"], e["note"]) for e in entries] == [
        ("Invoices", ["accounts"], "for October")
    ]


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="limits of another process: Linux")
def test_a_disk_that_refuses_is_said_warned_of_and_tried_again(env, tmp_path):
    """A limit on the size of files stops the write in the middle, as a full disk does."""
    subprocess.run(outsource("log", "yesterday 8-9 Email"), env={**env}, check=True, capture_output=True)
    with Terminal(outsource(), env=env) as terminal:
        terminal.wait_for("help")
        limits = resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (200, limits[1]))
        terminal.type("nyesterday 9-10 Invoices\r")
        terminal.wait_for("Summary +not saved")
        terminal.wait_for(r"may not grow|\(a size")  # wherever the line breaks
        terminal.wait_for("save now")
        terminal.type("q")
        terminal.wait_for("A change is not saved")
        terminal.wait_for("Log Invoices .*09:00–10:00")
        assert [e["activity"] for e in day(env, "yesterday")["entries"]] == ["Email"]
        terminal.type("s")
        terminal.wait_gone("A change is not saved")
        resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, limits)
        terminal.wait_for(r"that waited")
        terminal.wait_for("Summary +saved")
        assert [e["activity"] for e in day(env, "yesterday")["entries"]] == ["Email", "Invoices"]
        resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (200, limits[1]))
        terminal.type("nyesterday 10-11 Call\r")
        terminal.wait_for("Summary +not saved")
        terminal.type("q")
        terminal.wait_for("quit and lose")
        terminal.type("q")
        assert terminal.wait_exit() == 1
    assert b"not saved, and lost: Log Call " in terminal.seen.rsplit(b"\x1b[?1049l", 1)[1]
    assert [e["activity"] for e in day(env, "yesterday")["entries"]] == ["Email", "Invoices"]


def test_the_demo_opens_and_every_screen_shows_something(env):
    with Terminal(outsource("demo"), env=env) as terminal:
        terminal.wait_for("Studio commissions")
        terminal.type("2")
        terminal.wait_for("To hand over")
        terminal.type("3")
        terminal.wait_for("Bookkeeping")
        terminal.type("4")
        terminal.wait_for("Where the time went|Logged")
        terminal.type("q")
        assert terminal.wait_exit() == 0


def test_a_name_with_control_bytes_never_reaches_the_terminal(env):
    payload = "\x1b]52;c;aGk=\x07\x1b[31mEvil\x9b2J\u202e[@click=app.quit]x[/]"
    logged = subprocess.run(outsource("log", f"2026-11-18 9-9:30 {payload}"), env=env, check=False)
    assert logged.returncode == 0
    with Terminal(outsource(), env=env) as terminal:
        terminal.wait_for("help")
        terminal.type("g2026-11-18\r")
        terminal.wait_for("Evil")
        for digit in "2341":
            terminal.type(digit)
            terminal.wait_for("help")
        terminal.type("?")
        terminal.wait_for("esc close")
        terminal.type("\x1b")
        terminal.wait_gone("esc close")
        terminal.type("q")
        assert terminal.wait_exit() == 0
        assert b"\x1b]52" not in terminal.seen
        assert b"\xc2\x9b" not in terminal.seen
        assert "\u202e".encode() not in terminal.seen


def test_a_terminal_of_20_by_5_says_so_and_quits(env):
    with Terminal(outsource("demo"), size=(20, 5), env=env) as terminal:
        terminal.wait_for("60×20")
        terminal.resize((120, 36))
        terminal.wait_for("Studio commissions")
        terminal.type("q")
        assert terminal.wait_exit() == 0


def test_what_runs_stands_in_the_title_of_the_terminal_and_goes_with_the_app(env):
    payload = "Call\x1b]0;evil\x07\u202e Acme"
    subprocess.run(outsource("start", payload), env={**env}, check=False, capture_output=True)
    with Terminal(outsource(), env=env) as terminal:
        terminal.wait_for("help")
        terminal.wait_for("Acme")
        assert b"\x1b[22;2t" in terminal.seen
        titles = re.findall(rb"\x1b\]2;([^\x07]*)\x07", terminal.seen)
        assert "● Call␛]0;evil␇".encode() in titles[0]
        assert titles[0].endswith(" 0:00 · outsource".encode())
        terminal.type("x")
        terminal.wait_gone("● Call")
        terminal.type("q")
        assert terminal.wait_exit() == 0
    titles = re.findall(rb"\x1b\]2;([^\x07]*)\x07", terminal.seen)
    assert titles[-2:] == [b"outsource", b""]
    assert terminal.seen.rindex(b"\x1b[23;2t") > terminal.seen.rindex(b"\x1b]2;")
    assert b"\x1b]0;" not in terminal.seen


def test_the_console_without_titles_gets_none(env):
    with Terminal(outsource("demo"), env={**env, "TERM": "linux"}) as terminal:
        terminal.wait_for("Studio commissions")
        assert b"\x1b]2;" not in terminal.seen


def test_what_is_changed_in_the_demo_leaves_the_settings_of_the_user_alone(env, tmp_path):
    settings = tmp_path / "settings.toml"
    settings.write_text("step = 10  # mine\n")
    with Terminal(outsource("demo"), env=env) as terminal:
        terminal.wait_for(r"demo .*saved")
        terminal.type(",")
        terminal.wait_for(r"Step \(minutes\) +10")
        terminal.type("\x1b[A\x1b[C\x13")  # the last field is the theme: the next one, and save
        terminal.wait_for(r"help")
        terminal.type(",")
        terminal.wait_for(r"Theme.*outsource-light")
        terminal.type("\x1b")
        terminal.wait_gone("Time zone")  # the form is closed
        terminal.type("q")
        assert terminal.wait_exit() == 0
    assert settings.read_text() == "step = 10  # mine\n"
