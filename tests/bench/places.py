"""Where the measuring is done: files by size, made once, and the environment of the processes."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from outsource_tui.store.repository import Repository
from tests.bench import years

ROOT = Path(__file__).parent.parent.parent


class Place:
    """A folder with a log of each size; `now` is the machine's time in a zone where it is afternoon."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.zone = years.afternoon_zone(datetime.now(UTC))
        self.now = datetime.now(self.zone).replace(microsecond=0)
        self._made: dict[int, Path] = {}

    def log(self, entries: int) -> Path:
        """Return a file with so many entries, with today's backup made; it may be changed."""
        if entries not in self._made:
            path = self.folder / f"{entries}" / "log.json"
            path.unlink(missing_ok=True)
            repository = Repository.open(path)
            years.fill(repository, entries, self.now)
            repository.remember("measured", "once", self.now)
            repository.close()
            self._made[entries] = path
        return self._made[entries]

    def copy(self, entries: int, name: str) -> Path:
        """Return a copy of the log of that size, for work that would change it much."""
        target = self.folder / name / "log.json"
        shutil.rmtree(target.parent, ignore_errors=True)
        target.parent.mkdir(parents=True)
        if entries:
            shutil.copytree(self.log(entries).parent, target.parent, dirs_exist_ok=True)
        return target

    def env(self, data: Path | None = None) -> dict[str, str]:
        """Return the environment of a user: own places, compiled modules kept as after any installation."""
        dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "NO_COLOR", "CI", "PYTHONPATH")
        env = {key: value for key, value in os.environ.items() if key not in dropped}
        return {
            **env,
            "PYTHONPYCACHEPREFIX": str(self.folder / "compiled"),
            "PYTHONPATH": str(ROOT),
            "OUTSOURCE_DATA": str(data or self.folder / "empty" / "log.json"),
            "OUTSOURCE_SETTINGS": str(self.folder / "no-settings.toml"),
            "TZ": self.zone.key,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }


@cache
def command() -> list[str]:
    """Return the words that run `outsource`: the installed script, else the module."""
    script = Path(sys.executable).with_name("outsource")
    return [str(script)] if script.exists() else [sys.executable, "-m", "outsource_tui"]


def machine() -> str:
    """Return the machine's size in words."""
    memory = ""
    info = Path("/proc/meminfo")
    if info.exists():
        memory = f", {int(info.read_text().split()[1]) / 2**20:.0f} GB"
    name = next(
        (
            line.split(":", 1)[1].strip()
            for line in (
                Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
            ).splitlines()
            if line.startswith("model name")
        ),
        "",
    )
    return f"{os.cpu_count()} cores{memory}, {name}".rstrip(", ") + f", Python {sys.version.split()[0]}"
