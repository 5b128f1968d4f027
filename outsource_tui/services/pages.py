"""Files written for people: whole or not at all, never over the log, never over other text unasked."""

from __future__ import annotations

import os
from pathlib import Path

from outsource_tui.model.errors import UserError
from outsource_tui.store import backup
from outsource_tui.store.lock import lock_path
from outsource_tui.store.repository import Repository

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class FileDiffersError(UserError):
    """A file of that name has other text in it: ask before writing over it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is there already with other text: move it away, or write over it on purpose"
        )
        self.path = path


class Pages:
    """Writes files for people beside one log."""

    def __init__(self, repository: Repository) -> None:
        self._log = getattr(repository.storage, "path", None)

    def write(self, path: Path, page: str, overwrite: bool = False, make_folder: bool = True) -> Path:
        """Write `page` to `path` in UTF-8 and return the path; its folder is made unless told otherwise. A
        file with the very same text is left alone; half a surrogate pair is written as such.

        FileDiffersError where it has other text and `overwrite` is not set; UserError where it is the log or
        a backup of it, and where the disk refuses: the file is then as it was.
        """
        data = page.encode("utf-8", "surrogatepass")
        try:
            self._spare(path)
            if path.is_file():
                if path.read_bytes() == data:
                    return path
                if not overwrite:
                    raise FileDiffersError(path)
            if make_folder:
                path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, data)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UserError(f"{path} could not be written: {reason}; choose another place") from error
        return path

    def _spare(self, path: Path) -> None:
        """Refuse to write over the log and what is kept of it."""
        if self._log is None or not path.exists():
            return
        log = self._log.resolve()
        own = {log: "the log itself", lock_path(log): "the lock of the log"}
        own |= {kept.path: "a backup of the log" for kept in backup.backups(log)}
        for place, what in own.items():
            if place.exists() and path.samefile(place):
                raise UserError(f"{path} is {what}: choose another file")


def _replace(path: Path, data: bytes) -> None:
    """Put the file in place in one step, through links; a new one with the permissions of any new file."""
    target = path.resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(data)  # a device or a pipe is no file that another could take the place of
        return
    temporary = target.with_name(f".outsource-{os.getpid():x}-{os.urandom(4).hex()}.part")
    try:
        with os.fdopen(os.open(temporary, _NEW, 0o666), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
