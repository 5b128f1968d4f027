"""A window that is closed and a request to end: nothing stays behind, and what was asked for is stored."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from outsource_tui.cli.ending import Ending
from tests.home import home_env
from tests.tui.terminal import Terminal, begun, outsource


@pytest.fixture
def env(tmp_path) -> dict[str, str]:
    (tmp_path / "tmp").mkdir()
    return {**home_env(tmp_path), "TMPDIR": str(tmp_path / "tmp")}


def left(env) -> list[str]:
    return sorted(path.name for path in Path(env["TMPDIR"]).iterdir())


def logged_yesterday(env) -> list[str]:
    done = subprocess.run(
        outsource("day", "yesterday", "--json"),
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=True,
    )
    return [entry["activity"] for entry in json.loads(done.stdout)["entries"]]


def test_a_demo_whose_window_is_closed_leaves_no_folder(env):
    with Terminal(outsource("demo"), env=env) as terminal:
        terminal.wait_for("Studio commissions")
        assert len(left(env)) == 1
        assert terminal.hang_up() == 128 + signal.SIGHUP
    assert left(env) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_demo_that_is_asked_to_end_leaves_no_folder_and_the_terminal_as_it_was(env, number):
    with Terminal(outsource("demo"), env=env) as terminal:
        terminal.wait_for("Studio commissions")
        os.kill(terminal.pid, number)
        assert terminal.wait_exit() == 128 + number
        assert b"\x1b[?1049l" in terminal.seen
        assert b"Traceback" not in terminal.seen
    assert left(env) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_is_open_before_the_first_picture_is_closed_too(tmp_path, number):
    before = signal.getsignal(number)
    with pytest.raises(SystemExit) as ended, Ending(), TemporaryDirectory(dir=tmp_path):
        os.kill(os.getpid(), number)
    assert ended.value.code == 128 + number
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(number) is before


def test_a_tour_whose_window_is_closed_leaves_no_folder(env):
    begun({**os.environ, **env})
    with Terminal(outsource(), env=env) as terminal:
        terminal.wait_for("help")
        terminal.type("?")
        terminal.wait_for("take the tour")
        terminal.type("t")
        terminal.wait_for("There is a gap")
        assert left(env)
        terminal.hang_up()
    assert left(env) == []


@pytest.mark.parametrize("closed", [True, False])
def test_what_was_entered_just_before_the_end_is_stored(env, closed):
    begun({**os.environ, **env})
    with Terminal(outsource(), env=env) as terminal:
        terminal.wait_for("help")
        terminal.type("n")
        terminal.wait_for("›")
        terminal.type("yesterday 9-10 Invoices")
        terminal.wait_for("09:00–10:00")
        terminal.type("\r")
        terminal.wait_for("sav")
        terminal.wait_gone("09:00–10:00 · ")
        if closed:
            terminal.hang_up()
        else:
            os.kill(terminal.pid, signal.SIGTERM)
            terminal.wait_exit()
    assert logged_yesterday(env) == ["Invoices"]


def test_under_nohup_a_hang_up_goes_on_being_ignored(env):
    ignoring = (
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN);"
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    with Terminal([sys.executable, "-c", ignoring, *outsource("demo")], env=env) as terminal:
        terminal.wait_for("Studio commissions")
        os.kill(terminal.pid, signal.SIGHUP)
        terminal.type("2")
        terminal.wait_for("To hand over")
        terminal.type("q")
        assert terminal.wait_exit() == 0
