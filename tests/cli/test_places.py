"""Files that are not there, not ours, or not to be written; and how fast the command line starts."""

from __future__ import annotations

import json
import os
import sys

import pytest


def test_looking_makes_no_file(outsource, tmp_path):
    assert outsource("day").code == 0
    assert not (tmp_path / "data").exists()


def test_data_may_stand_before_or_behind_the_verb(outsource, tmp_path):
    here = str(tmp_path / "own place é" / "my log.json")
    assert outsource("--data", here, "log", "2026-11-18 9-10 Call").code == 0
    assert len(outsource("day", "2026-11-18", "--json", "--data", here).json["entries"]) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"this is no JSON", ("day",)), (b"[1, 2", ("status",)), (b'{"a": 1}', ("log", "2026-11-18 9-10 x"))],
)
def test_a_file_that_is_no_log_is_left_untouched(outsource, tmp_path, content, words):
    path = tmp_path / "log.json"
    path.write_bytes(content)
    ran = outsource("--data", str(path), *words)
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert str(path) in ran.err
    assert path.read_bytes() == content


def test_a_folder_is_no_file(outsource, tmp_path):
    ran = outsource("--data", str(tmp_path), "day")
    assert ran.code == 1
    assert "folder" in ran.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_says_so(outsource, tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    ran = outsource("--data", str(folder / "log.json"), "log", "2026-11-18 9-10 Call")
    assert ran.code == 1
    assert ran.err.count("\n") == 1


def test_a_wrong_setting_names_its_line(outsource, tmp_path):
    (tmp_path / "settings.toml").write_text('week_start = "monday"\nstep = 99\n')
    ran = outsource("day")
    assert ran.code == 2
    assert "line 2" in ran.err
    assert "step" in ran.err


def test_the_app_needs_a_terminal(outsource):
    for words in ((), ("demo",)):
        ran = outsource(*words)
        assert ran.code == 1
        assert "terminal" in ran.err


def test_no_verb_imports_the_screen(tmp_path, outsource):
    """Only the bare command and the demo may pay for textual; pendulum only where words need it."""
    day = "2026-11-18"
    lines = [
        ["log", f"{day} 9-10 Invoices"], ["start", "Call"], ["status"], ["stop"], ["continue"], ["stop"],
        ["day", day], ["week", "2026-W47"], ["highlight", "Invoices"], ["core", "Invoices", "--off"],
        ["group", "Invoices", "Bookkeeping"], ["assign", "Bookkeeping", "--to", "Ana"], ["board"],
        ["export", "markdown"], ["export", "csv"], ["export", "json"], ["brief", "Bookkeeping"],
        ["ungroup", "Invoices"], ["undo"], ["redo"], ["history"],
    ]
    program = (
        "import json, sys\n"
        "from outsource_tui.cli import main\n"
        f"for words in json.loads({json.dumps(json.dumps(lines))}):\n"
        "    main(words)\n"
        "    bad = [m for m in ('textual', 'rich') if m in sys.modules]\n"
        "    assert not bad, (words, bad)\n"
    )
    import subprocess

    env = {**os.environ, "OUTSOURCE_DATA": str(tmp_path / "log.json"), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False, timeout=60,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
