"""The user's own editor: $VISUAL, else $EDITOR, else vi."""

from __future__ import annotations

import os
from pathlib import Path

from outsource_tui.model.errors import UserError


def edited(path: Path) -> str:
    """Open a file in the editor and return its text afterwards; UserError where that could not be."""
    import shlex
    import subprocess

    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        code = subprocess.run([*shlex.split(command), str(path)], check=False).returncode
    except (OSError, ValueError) as error:
        raise UserError(f"{command} could not be run ({error}): set EDITOR to one that can") from error
    if code:
        raise UserError(f"{command} ended with an error, so nothing was changed")
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UserError(f"{command} left no text to read ({error.strerror}): nothing was changed") from error
