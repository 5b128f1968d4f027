"""Which rows say what an entry of the log says, whatever format they come from.

A format keeps of an entry what it has a place for: some cut the seconds, some have no zones, no notes, no
controls in names, and one parts at midnight what lasts for days. So a row is an entry of the log where start,
end, name and kind are the same as far as the row's format tells them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from zlib import crc32

from outsource_tui.formats.base import as_tag, as_tags, printable
from outsource_tui.model.entry import Entry
from outsource_tui.model.imported import ImportedEntry
from outsource_tui.model.text import match_key
from outsource_tui.services.same_row import OWN, is_keyed, parted

WALL_CLOCKS = {"toggl": 1, "clockify": 1, "csv": 1, "klog": 60, "org": 60, "gtimelog": 60, "text": 60}
"""The formats that tell what a wall clock showed, with the seconds that they are exact to."""
_MOMENTS = 0
"""Stands for the grain of all others: they tell moments, to the second."""
_OPEN, _ANY = "open", "any"
_DAY = timedelta(days=1)
_NO_TAG = re.compile(r"[^\w=-]")

Key = tuple[int, datetime | float, datetime | float | timedelta | str, str, str]
"""Grain, start, end, name and kind, as far as a format tells them."""


def plain_name(name: str) -> str:
    """Return a name as every format can hold it: controls as pictures, wide signs as plain ones."""
    key = match_key(name)
    return key if key.isascii() and key.isprintable() else unicodedata.normalize("NFKC", printable(key))


def worn_marks(entry: Entry | ImportedEntry, activity: str, source: str) -> tuple[str, ...]:
    """Return marks of what is left of an entry in a file of the format of `source`: one with its note, and
    one without, as of a format that has none. A row has but the one that is true of it.

    What differs in nothing else did not change there: it wore off on the way. `activity` is the form of its
    name under which names are the same.
    """
    grain = WALL_CLOCKS.get(source.partition(":")[0], _MOMENTS)
    span = _shown(entry, grain) if grain > 1 else _moments(entry)
    own = as_tag(activity)
    tags: Iterable[str] = [tag for tag in as_tags(entry.tags) if match_key(tag) != own]
    note = printable(entry.note).strip()
    if not source.startswith(OWN):
        tags = sorted({_NO_TAG.sub("_", tag) for tag in tags})
        note = " ".join(note.split())
    held = (span, plain_name(activity), tuple(tags), entry.kind.value)
    notes = dict.fromkeys([note, ""]) if isinstance(entry, Entry) else [note]
    return tuple(f"~{crc32(repr((held, n)).encode('utf-8', 'replace')):08x}" for n in notes)


class SameTime:
    """The entries of the log that rows may say again; each stands for one row, or one a day that it lasts."""

    def __init__(self, rows: Iterable[ImportedEntry]) -> None:
        self._starts = {(grain, start) for row in rows for grain, start, _ in _spans(row)}
        self._grains = {grain for grain, _ in self._starts}
        self._names: dict[str, str] = {}
        self._there: dict[Key, list[tuple[Entry, int]]] = {}
        self._taken: set[tuple[str, int]] = set()

    def offer(self, entry: Entry, activity: str) -> None:
        """Take an entry of the log into account, if it may be one of the rows."""
        name = ""
        for grain in self._grains:
            for piece, (start, end) in enumerate(_pieces(entry, grain)):
                if (grain, start) not in self._starts:
                    continue
                name = name or self._name(activity)
                for known in (end, _ANY, *_length(entry, grain)):
                    key = (grain, start, known, name, entry.kind.value)
                    self._there.setdefault(key, []).append((entry, piece))

    def takes(self, row: ImportedEntry) -> bool:
        """True where the log says already what the row says; the entry that does is taken by it."""
        if not self._there:
            return False
        name = self._name(row.activity)
        for grain, start, end in _spans(row):
            for known in (_ANY,) if end == _OPEN else (end, _OPEN, *_length(row, grain)):
                for entry, piece in self._there.get((grain, start, known, name, row.kind.value), ()):
                    if (entry.id, piece) not in self._taken and not _of_another(row, entry):
                        self._taken.add((entry.id, piece))
                        return True
        return False

    def _name(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            known = self._names[name] = plain_name(name)
        return known


def _spans(row: ImportedEntry) -> Iterator[tuple[int, datetime | float, datetime | float | str]]:
    """Yield what a row tells of its time: as moments and, if its format does that, on the wall clock."""
    yield (_MOMENTS, *_moments(row))
    source, mark = parted(row.source)
    grain = WALL_CLOCKS.get(source.partition(":")[0])
    if grain and not mark:
        yield (grain, *_shown(row, grain))


def _pieces(entry: Entry, grain: int) -> Iterator[tuple[datetime | float, datetime | float | str]]:
    """Yield the spans under which an entry is found: itself, and what is written of each of several days."""
    if grain == _MOMENTS:
        yield _moments(entry)
        return
    start, end = _shown(entry, grain)
    if grain > 1 and isinstance(end, datetime):
        while end.date() - start.date() > _DAY:
            midnight = datetime.combine(start.date() + _DAY, time())
            yield start, midnight
            start = midnight
    yield start, end


def _moments(entry: Entry | ImportedEntry) -> tuple[float, float | str]:
    """Return start and end in whole seconds since 1970."""
    return entry.start.timestamp() // 1, entry.end.timestamp() // 1 if entry.end else _OPEN


def _shown(entry: Entry | ImportedEntry, grain: int) -> tuple[datetime, datetime | str]:
    """Return what the clock on the wall showed; what is cut to nothing lasts a minute."""
    start = _cut(entry.start, grain)
    if entry.end is None:
        return start, _OPEN
    end = _cut(entry.end, grain)
    return start, start + timedelta(minutes=1) if grain > 1 and end == start else end


def _length(entry: Entry | ImportedEntry, grain: int) -> Iterator[timedelta]:
    """Yield how long it took, where a format tells that, too: it decides between the clocks of two zones."""
    if grain == 1 and entry.end is not None:
        yield _cut(entry.end.astimezone(UTC), grain) - _cut(entry.start.astimezone(UTC), grain)


def _cut(moment: datetime, grain: int) -> datetime:
    shown = moment.replace(tzinfo=None, microsecond=0, fold=0)
    return shown.replace(second=0) if grain > 1 else shown


def _of_another(row: ImportedEntry, entry: Entry) -> bool:
    """True where the row tells whose it is and the entry came from that format: they are of two people, or
    they would have been known by their keys."""
    if not row.whose:
        return False
    source = parted(entry.source)[0]
    ours, theirs = row.source.partition(":")[0], source.partition(":")[0]
    return ours == theirs and is_keyed(parted(row.source)[0]) and is_keyed(source)
