"""What lies in a folder, and what of it is meant by what somebody types."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from outsource_tui.model.errors import InputError
from outsource_tui.model.value import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A file or folder: its name as the file system spells it, bytes, and when it was changed."""

    name: str
    folder: bool
    size: int = 0
    changed: datetime | None = None


def narrowed(found: Sequence[Found], typed: str) -> list[Found]:
    """Return what has `typed` in its name, those that begin with it first; hidden ones only for a dot."""
    word = typed.casefold()
    shown = [f for f in found if typed.startswith(".") or not f.name.startswith(".")]
    kept = [f for f in shown if word in f.name.casefold()]
    return sorted(kept, key=lambda f: not f.name.casefold().startswith(word))


def parted(folder: Path, typed: str) -> tuple[Path, str]:
    """Return the folder that a typed path leads to from `folder`, and the beginning of a name in it.

    Quotes around it, as terminals put them where a file is dropped, are taken off.
    """
    text = typed.strip().strip("'\"")
    if text == "~":
        return at_home(Path("~")), ""
    cut = max(text.rfind("/"), text.rfind(os.sep)) + 1
    return (folder / at_home(Path(text[:cut])) if cut else folder), text[cut:]


def named(text: str | Path) -> Path:
    """Return the path that somebody means, ~ as the home folder; InputError for what can be no path."""
    try:
        possible = b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        possible = False
    if not possible:
        raise InputError(f"no file can be called {os.fspath(text)!r}: give another name")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise InputError(f"{text}: no home folder is known; give the whole path") from error


def at_home(path: Path) -> Path:
    """Return the path with ~ as the home folder, where that is known."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def short(path: Path) -> str:
    """Return the path with the home folder as ~."""
    try:
        return f"~/{path.relative_to(Path.home())}".removesuffix("/.")
    except (ValueError, RuntimeError):
        return str(path)
