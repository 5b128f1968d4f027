"""Pages written for people: whole or not at all, and never over other text unasked."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from outsource_tui.model.errors import UserError


class FileDiffersError(UserError):
    """A file of that name has other text in it: ask before writing over it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is there already with other text: move it away, or write over it on purpose"
        )
        self.path = path


def write_page(path: Path, page: str, overwrite: bool = False) -> None:
    """Write `page` to `path` in UTF-8; folders are made. A file with the very same text is left alone.

    FileDiffersError where it has other text and `overwrite` is not set; UserError where the disk refuses.
    """
    data = page.encode("utf-8", "replace")
    try:
        if path.exists():
            if path.read_bytes() == data:
                return
            if not overwrite:
                raise FileDiffersError(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{path} could not be written: {reason}; choose another folder") from error


def _replace(path: Path, data: bytes) -> None:
    """Put the file in place in one step, through links, with the permissions of an ordinary new file."""
    target = path.resolve()
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o600
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
