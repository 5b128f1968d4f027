"""Pages of Markdown: exact in a file and in a pipe, easy to read in a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from contextlib import suppress


def all_of(terminal: int) -> str:
    found = b""
    with suppress(OSError):  # so ends what was shown, on some systems
        while part := os.read(terminal, 4096):
            found += part
    os.close(terminal)
    return found.decode()


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
