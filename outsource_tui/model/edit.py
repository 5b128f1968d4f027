"""The arithmetic of editing: which entries a step on the timeline changes, and into what.

Functions take entries and give a `Rewrite`; nothing is stored here. Moments are aware, spans are
compared in UTC, and new entries have an empty id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from outsource_tui.model.entry import Entry


class Overlap(StrEnum):
    """What to do with logged entries under a new span: say no, leave both, or cut the old ones."""

    REFUSE = "refuse"
    KEEP = "keep"
    TRIM = "trim"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Entries to store (a new one has an empty id) and entries to take away."""

    put: tuple[Entry, ...] = ()
    gone: tuple[Entry, ...] = ()


def in_the_way(
    entries: Iterable[Entry], start: datetime, end: datetime | None, but: Iterable[str] = ()
) -> list[Entry]:
    """Return the logged entries that share time with [start, end), without the ids in `but`.

    A running entry reaches on for ever, and so does a span without an end.
    """
    spared = set(but)
    return [
        e
        for e in entries
        if not e.planned
        and e.id not in spared
        and (end is None or e.start < end)
        and (e.end is None or e.end > start)
    ]


def trim_around(entries: Iterable[Entry], start: datetime, end: datetime | None) -> Rewrite:
    """Cut the entries so that [start, end) is free; what reaches out on both sides is split in two."""
    put: list[Entry] = []
    gone: list[Entry] = []
    for entry in entries:
        before = entry.start < start
        after = end is not None and (entry.end is None or entry.end > end)
        if before:
            put.append(replace(entry, end=start))
        if after and end is not None:
            rest = replace(entry, start=end.astimezone(entry.start.tzinfo))
            put.append(replace(rest, id="", source="") if before else rest)
        if not before and not after:
            gone.append(entry)
    return Rewrite(tuple(put), tuple(gone))


def seconds_between(start: datetime, end: datetime) -> float:
    """Return the seconds that passed between two moments."""
    return (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds()
