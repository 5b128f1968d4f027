"""The environment of a user whose home is one folder, for programs that are run as processes of their own."""

from __future__ import annotations

from pathlib import Path


def home_env(home: Path, data: str = "log.json") -> dict[str, str]:
    """Return the variables; `data` is the data file below the home."""
    return {
        "HOME": str(home),
        "OUTSOURCE_DATA": str(home / data),
        "OUTSOURCE_SETTINGS": str(home / "settings.toml"),
        "OUTSOURCE_CACHE": str(home / "cache"),
        "TZ": "Europe/Berlin",
        "PYTHONUTF8": "1",
    }
