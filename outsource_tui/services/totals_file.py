"""Sums of a large log kept between runs: a file of the cache folder that may be deleted at any time.

The first line names keys, months and weeks; the second holds what was done in the weeks that were over; each
further line holds the days of one month, and is read when one of them is asked for.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from zlib import crc32

from outsource_tui.model.day_totals import Days, DayTotals, Keys, MonthDays
from outsource_tui.model.span_totals import Sums
from outsource_tui.services.columns import REAL, WHOLE, Column, pack, unpack
from outsource_tui.settings import APP_NAME

VERSION = 7
LARGE = 2_000
"""Entries whose sums are worth a file; fewer are summed sooner than a file is read."""

MOST_FILES = 8
"""Of more data files, the ones used longest ago are forgotten."""

Text = tuple[int, int]
"""Checksum and length of the text that was summed."""


class KeptMonth(NamedTuple):
    """A month's sums and the text that they were made from."""

    text: Text
    days: MonthDays


class KeptSums(NamedTuple):
    """What a file knew: sums by month, sums of weeks by first ordinal, and the frame of days that these
    were made with."""

    months: Mapping[str, KeptMonth] = MappingProxyType({})
    weeks: Mapping[int, Sums] = MappingProxyType({})
    frame: str = ""


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

    def load(self, keys: Keys) -> KeptSums:
        """Return what is kept, its keys put among `keys`."""
        try:
            head, columns, *lines = self.path.read_bytes().splitlines()
            kept = json.loads(head)
            if (kept["version"], kept["zone"]) != (VERSION, self._zone):
                return KeptSums()
            numbers = [keys.number(activity, word) for activity, word in kept["keys"]]
            months = {
                name: KeptMonth((crc, size), MonthDays(days, partial(_read_days, days, line, numbers)))
                for (name, (crc, size, line_crc, days)), line in zip(
                    kept["months"].items(), lines, strict=True
                )
                if crc32(line) == line_crc
            }
            whole = len(months) == len(kept["months"]) and crc32(columns) == kept["columns"]
            weeks = _read_weeks(kept["weeks"], columns, numbers) if whole else {}
            return KeptSums(months, weeks, kept["frame"])
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
            return KeptSums()

    def worth_writing(self, counted: int) -> bool:
        """True if so many entries had to be summed that the file should know them next time."""
        return counted >= LARGE

    def save(self, keys: Keys, sums: KeptSums) -> None:
        """Keep the sums; where the disk refuses, they are made again next time. The months hold them packed
        from now on, as if they had been read: ten years of days take a tenth of the memory so."""
        lines = [
            _day_columns(month.days.days[ordinal] for ordinal in month.days.ordinals)
            for month in sums.months.values()
        ]
        numbers = list(range(len(keys.names)))
        for (_, days), line in zip(sums.months.values(), lines, strict=True):
            days.pack(partial(_read_days, days.ordinals, line, numbers))
        columns = _week_columns(sums.weeks.values())
        head = {
            "version": VERSION,
            "zone": self._zone,
            "frame": sums.frame,
            "keys": keys.names,
            "months": {
                name: [*month.text, crc32(line), month.days.ordinals]
                for (name, month), line in zip(sums.months.items(), lines, strict=True)
            },
            "columns": crc32(columns),
            "weeks": [
                [first, len(week.seconds), [pair for pair in week.carried.items() if pair[1]], *week[3:]]
                for first, week in sums.weeks.items()
            ],
        }
        data = b"\n".join([_json(head), columns, *lines]) + b"\n"
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


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


_WEEKS = WHOLE + REAL + WHOLE
"""Key numbers, seconds and sittings that begin."""
_DAYS = WHOLE * 2 + WHOLE + REAL + WHOLE * 2 + REAL
"""By day how many keys and how many edges of stretches; key numbers, seconds, sittings that begin and that
reach in; edges."""


def _day_columns(days: Iterable[DayTotals]) -> bytes:
    columns: list[Column] = [array(kind) for kind in _DAYS]
    for day in days:
        columns[0].append(len(day.keys))
        columns[1].append(len(day.stretches))
        for column, values in zip(columns[2:], day, strict=True):
            column.extend(values)
    return pack(columns)


def _read_days(ordinals: Sequence[int], line: bytes, numbers: list[int]) -> Days:
    counts, edge_counts, keys, seconds, began, carried, edges = unpack(line, _DAYS)
    own = _own(keys, numbers)
    days, at, edge = {}, 0, 0
    for ordinal, count, edge_count in zip(ordinals, counts, edge_counts, strict=True):
        end, stop = at + count, edge + edge_count
        days[ordinal] = DayTotals(
            own[at:end], seconds[at:end], began[at:end], carried[at:end], edges[edge:stop]
        )
        at, edge = end, stop
    return days


def _week_columns(weeks: Iterable[Sums]) -> bytes:
    columns: list[Column] = [array(kind) for kind in _WEEKS]
    for week in weeks:
        began = week.began()
        columns[0].extend(week.seconds)
        columns[1].extend(week.seconds.values())
        columns[2].extend(began[key] for key in week.seconds)
    return pack(columns)


def _read_weeks(heads: list[list[Any]], line: bytes, numbers: list[int]) -> dict[int, Sums]:
    keys, seconds, began = unpack(line, _WEEKS)
    own = _own(keys, numbers)
    weeks, at = {}, 0
    for first, count, carried, *figures in heads:
        end = at + count
        weeks[first] = Sums(
            dict(zip(own[at:end], seconds[at:end], strict=True)),
            partial(_began, own[at:end], began[at:end]),
            {numbers[key]: times for key, times in carried},
            *figures,
        )
        at = end
    return weeks


def _began(keys: Sequence[int], times: Sequence[int]) -> dict[int, int]:
    return dict(zip(keys, times, strict=True))


def _own(keys: Column, numbers: list[int]) -> list[int]:
    """Return the key numbers of this run for those of the file."""
    return keys.tolist() if numbers == list(range(len(numbers))) else [numbers[key] for key in keys]
