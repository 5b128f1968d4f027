"""What lies in a folder, for choosing a file."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from outsource_tui.model.errors import UserError
from outsource_tui.model.folder import Found, at_home, named
from outsource_tui.settings import Settings

MOST = 5_000
"""So many names of a folder are looked at: what bounds the wait in a huge one."""


def look(folder: Path) -> tuple[Found, ...]:
    """Return the folders by name, then the ordinary files, the latest first; UserError where it cannot."""
    found: list[Found] = []
    try:
        with os.scandir(folder) as entries:
            for entry, _ in zip(entries, range(MOST), strict=False):
                one = _found(entry)
                if one is not None:
                    found.append(one)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(f"{folder} cannot be looked into: {reason.lower()}") from error
    return tuple(sorted(found, key=_place))


def _found(entry: os.DirEntry[str]) -> Found | None:
    """Return a folder or an ordinary file, also behind a link; None for anything else."""
    try:
        if entry.is_dir():
            return Found(entry.name, True)
        if not entry.is_file():
            return None
        told = entry.stat()
        return Found(entry.name, False, told.st_size, datetime.fromtimestamp(told.st_mtime).astimezone())
    except (OSError, OverflowError, ValueError):
        return None


def _place(found: Found) -> tuple[bool, float, str]:
    latest = -found.changed.timestamp() if found.changed else 0.0
    return (not found.folder, latest, found.name.casefold())


def start_folder() -> Path:
    """Return where exports usually lie: the user's downloads, else the home folder."""
    home = at_home(Path("~"))
    downloads = home / "Downloads"
    return downloads if downloads.is_dir() else home


def export_folder(settings: Settings) -> Path:
    """Return where an export goes that is given no other place: the settings' folder, else the user's
    documents, else the home folder. Beside the log nobody would find it."""
    if settings.summary_folder:
        return named(settings.summary_folder)
    from platformdirs import user_documents_path

    documents = user_documents_path()
    return documents if documents.is_dir() else at_home(Path("~"))
