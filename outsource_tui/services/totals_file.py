"""Sums of a large log kept between runs: a file of the cache folder that may be deleted at any time."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from outsource_tui.model.day_totals import Days, DayTotals, Keys
from outsource_tui.settings import APP_NAME

VERSION = 2
LARGE = 5_000
"""Entries whose sums are worth a file; fewer are summed sooner than a file is read."""

MOST_FILES = 8
"""Of more data files, the ones used longest ago are forgotten."""

Text = tuple[int, int]
"""Checksum and length of the text that was summed."""


class KeptMonth(NamedTuple):
    """A month's sums and the text that they were made from."""

    text: Text
    days: Days


class TotalsFile:
    """The kept sums of one data file in one zone. A file that cannot be used is as good as none."""

    def __init__(self, data: Path, zone: str) -> None:
        self._data = data
        self._zone = zone

    @property
    def path(self) -> Path:
        """OUTSOURCE_CACHE, else the user's cache folder; named after the data file's place."""
        folder = os.environ.get("OUTSOURCE_CACHE")
        name = hashlib.blake2b(os.fsencode(os.path.realpath(self._data)), digest_size=8).hexdigest()
        if folder:
            return Path(folder) / f"totals-{name}.json"
        from platformdirs import user_cache_path

        return user_cache_path(APP_NAME, appauthor=False) / f"totals-{name}.json"

    def load(self, keys: Keys) -> dict[str, KeptMonth]:
        """Return what is kept, its keys put among `keys`."""
        try:
            kept = json.loads(self.path.read_bytes())
            if (kept["version"], kept["zone"]) != (VERSION, self._zone):
                return {}
            numbers = [keys.number(activity, word) for activity, word in kept["keys"]]
            same = numbers == list(range(len(numbers)))
            return {
                name: KeptMonth((crc, size), {row[0]: _day(row, numbers, same) for row in rows})
                for name, (crc, size, rows) in kept["months"].items()
            }
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return {}

    def worth_writing(self, counted: int) -> bool:
        """True if so many entries had to be summed that the file should know them next time."""
        return counted >= LARGE

    def save(self, keys: Keys, months: Mapping[str, KeptMonth]) -> None:
        """Keep the sums; where the disk refuses, they are made again next time."""
        document = {
            "version": VERSION,
            "zone": self._zone,
            "keys": keys.names,
            "months": {
                name: [*month.text, [[ordinal, *day] for ordinal, day in month.days.items()]]
                for name, month in months.items()
            },
        }
        data = json.dumps(document, separators=(",", ":")).encode()
        with contextlib.suppress(OSError):
            path = self.path
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".totals-", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                Path(name).replace(path)
                self._forget_old(path.parent)
            except OSError:
                Path(name).unlink(missing_ok=True)

    @staticmethod
    def _forget_old(folder: Path) -> None:
        files = sorted(folder.glob("totals-*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in files[MOST_FILES:]:
            file.unlink(missing_ok=True)


def _day(row: list[object], numbers: list[int], same: bool) -> DayTotals:
    _, keys, seconds, began, carried, stretches = row
    own = keys if same else [numbers[key] for key in keys]  # type: ignore[attr-defined]
    return DayTotals(own, seconds, began, carried, stretches)  # type: ignore[arg-type]
