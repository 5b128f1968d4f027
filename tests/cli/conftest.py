"""Run the command line as a process of its own, as a user would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.home import home_env


@dataclass(frozen=True)
class Ran:
    """What a process printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


@pytest.fixture
def outsource(tmp_path):
    """Return a function that runs `outsource WORDS…` in an empty home."""
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith("OUTSOURCE_")},
        **home_env(tmp_path, "data/log.json"),
    }

    def run(*words: str, stdin: str | None = None, extra_env: dict[str, str] | None = None) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "outsource_tui", *words],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=env | (extra_env or {}),
            cwd=Path(tmp_path),
            timeout=60,
            check=False,
            **({} if stdin is not None else {"stdin": subprocess.DEVNULL}),
        )
        assert "Traceback" not in done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    return run
