"""Which row of an export is which of an earlier one, although it may have changed in between.

Some formats give each row an id (Watson, calendars): the id alone decides. The others get a key from what a
row keeps when it is edited, its start and whose it is. The key does not decide alone, because exports of
single projects, headings or days come as files of their own and share starts. A row is then the one of before

- that has the same place (project and client, or the heading or line it stands under), or
- where neither or only one names a place, that has the same name or the same span, or
- where the places differ, that has both the same name and the same span: it was moved there.

With the same span, names are the same, too, where one has all the words of the other ("Coding", "Coding
review"). All others are rows of their own: an entry too many is seen and taken out, a lost one is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zlib import crc32

from outsource_tui.model.entry import Entry
from outsource_tui.model.imported import ImportedEntry
from outsource_tui.model.text import match_key

OWN = "outsource:"
"""Before the id of an entry that we exported ourselves."""
_MARKED = re.compile(r"(.+)~([0-9a-f]{8})", re.DOTALL)
"""A foreign id as it is kept: with a mark of what its row held, to tell whether a later export changed it."""
_KEYED = re.compile(r"([a-z]+:[0-9a-f]{20})(?:\.([0-9a-f]{8}))?(?:-[0-9]+)?")
"""The key that a reader makes, the place, and the number among rows that share both."""
_NUMBERED = re.compile(r"(.+)-[0-9]+", re.DOTALL)

Identity = tuple[float, float | None, str, str, str]
"""What makes two entries the same where no foreign id tells: start, end, activity, note, kind."""


class Row(NamedTuple):
    """What a row, or what came in of it, is compared by.

    `source` is the foreign id without its mark; `marks` are those of what it holds: of a stored one, as it
    is now and, if `source` is foreign, as it came in. `name` is the form under which names are the same;
    `span` is start and end in seconds since 1970.
    """

    source: str
    marks: tuple[str, ...]
    name: str
    span: tuple[float, float | None]


def identity_of(entry: Entry | ImportedEntry, activity: str) -> Identity:
    """Return what an entry is known by; `activity` is the form of its name under which names are the same."""
    end = entry.end.timestamp() if entry.end else None
    return entry.start.timestamp(), end, activity, entry.note, entry.kind.value


def mark_of(entry: Entry | ImportedEntry, activity: str) -> str:
    """Return eight hex digits that are others when the row holds anything else."""
    text = repr((identity_of(entry, activity), entry.tags))
    return f"{crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def parted(source: str) -> tuple[str, str]:
    """Return a foreign id and the mark it was kept with, or ""."""
    match = _MARKED.fullmatch(source)
    return (match[1], match[2]) if match else (source, "")


def key_of(source: str) -> str:
    """Return what rows have in common that may be the same; `source` is without its mark."""
    match = _KEYED.fullmatch(source) or _NUMBERED.fullmatch(source)
    return match[1] if match else source


def is_keyed(source: str) -> bool:
    """True where the foreign id was made of what the row holds."""
    return _KEYED.fullmatch(source) is not None


def joined(files: Iterable[Sequence[ImportedEntry]]) -> tuple[list[ImportedEntry], int]:
    """Return the rows of several files and how many stood there twice.

    A row of a later file takes the place of the one that it is a later state of.
    """
    found: list[ImportedEntry] = []
    by_key: dict[str, list[int]] = {}
    seen = 0
    for rows in files:
        keyed: dict[str, list[ImportedEntry]] = {}
        for row in rows:
            if row.source:
                keyed.setdefault(key_of(parted(row.source)[0]), []).append(row)
            else:
                found.append(row)
        for key, group in keyed.items():
            places = by_key.setdefault(key, [])
            before = list(places)
            pairs = paired(list(map(row_of, group)), [row_of(found[place]) for place in before])
            for row, (pair, _) in zip(group, pairs, strict=True):
                if pair >= 0:
                    found[before[pair]] = row
                    seen += 1
                else:
                    places.append(len(found))
                    found.append(row)
    return found, seen


def row_of(entry: ImportedEntry) -> Row:
    """Return a row of a file as it is compared."""
    name = match_key(entry.activity)
    end = entry.end.timestamp() if entry.end else None
    return Row(parted(entry.source)[0], (mark_of(entry, name),), name, (entry.start.timestamp(), end))


def paired(rows: Sequence[Row], known: Sequence[Row]) -> list[tuple[int, bool]]:
    """Return for each row the place of the known one it is, or -1, and whether it is unchanged.

    All have the same key. Each known one is taken once: first by those that did not change.
    """
    found = [(-1, False)] * len(rows)
    left = dict.fromkeys(range(len(known)))
    by_mark: dict[str, list[int]] = {}
    for place, one in enumerate(known):
        for mark in one.marks:
            by_mark.setdefault(mark, []).append(place)
    for number, row in enumerate(rows):
        places = [p for mark in row.marks for p in by_mark.get(mark, ()) if p in left]
        if places:
            place = min(places, key=lambda p: known[p].source != row.source)
            found[number] = place, True
            del left[place]
    for number, row in enumerate(rows):
        if found[number][0] < 0 and (place := _changed(row, known, left)) >= 0:
            found[number] = place, False
            del left[place]
    return found


def _changed(row: Row, known: Sequence[Row], left: Iterable[int]) -> int:
    """Return the place of the known row that `row` is most surely a later state of, or -1."""
    scored = [(_likeness(row, known[place]), -place) for place in left]
    best, place = max(scored, default=(0, 0))
    return -place if best else -1


def _likeness(row: Row, known: Row) -> int:
    """Return 0 for two rows, and the more the surer it is that both are states of one."""
    key, place = _parts(row.source)
    if not key:
        return int(row.source == known.source)
    before = _parts(known.source)[1]
    same_span, same_name = row.span == known.span, row.name == known.name
    alike = same_name or (same_span and _extends(row.name, known.name))
    moved = alike and same_span
    same = (place == before or moved) if place and before else (alike or same_span)
    return (1 + 2 * same_name + same_span + (place == before)) if same else 0


def _parts(source: str) -> tuple[str, str]:
    match = _KEYED.fullmatch(source)
    return (match[1], match[2] or "") if match else ("", "")


def _extends(one: str, other: str) -> bool:
    """True where one of the names has all the words of the other."""
    first, second = set(one.split()), set(other.split())
    return first <= second or second <= first
