"""Entries on their way in that lie over what is in the log already, found in one sweep for any number."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from outsource_tui.formats.base import short
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.imported import ImportedEntry, Problem, about
from outsource_tui.model.value import dataclass
from outsource_tui.services.spans import span_words

Overlapping = Literal["keep", "skip"]
"""What becomes of logged entries that lie over logged ones: both stay, or the new one is left out."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """A new entry, one of the log that it shares time with, and the name of that one's activity."""

    entry: ImportedEntry
    over: Entry
    name: str


def overlaps(
    new: Iterable[ImportedEntry],
    present: Iterable[Entry],
    name: Callable[[Entry], str],
    but: Container[str] = (),
) -> list[Overlap]:
    """Return each logged entry of `new` that shares time with a logged one of `present`, with that one.

    `name` tells the name of an entry's activity. Entries with an id in `but` are out of the way. What has
    no end reaches on for ever.
    """
    there = sorted(
        ((e.start.timestamp(), _end(e), e) for e in present if not e.planned and e.id not in but),
        key=lambda one: one[0],
    )
    if not there:
        return []
    starts = [start for start, _, _ in there]
    reaching = _reaching([end for _, end, _ in there])
    found = []
    for entry in new:
        if entry.kind is not Kind.LOGGED:
            continue
        before = bisect_left(starts, _end(entry))  # so many begin before the new one ends
        if before and there[last := reaching[before - 1]][1] > entry.start.timestamp():
            over = there[last][2]
            found.append(Overlap(entry, over, name(over)))
    return found


def as_problem(overlap: Overlap, zone: ZoneInfo, now: datetime) -> Problem:
    """Return the line of the new entry and what it lies over, in words; times in `zone`."""
    entry, over = overlap.entry, overlap.over
    new = f"{span_words(entry.start, entry.end, zone, now)} {short(entry.activity, 40)!r}"
    old = f"{short(overlap.name, 40)!r} {span_words(over.start, over.end, zone, entry.start)}"
    return about(entry, f"{new} over {old}", harmless=True)


def _reaching(ends: list[float]) -> list[int]:
    """Return for each place which of the ones up to it ends last."""
    found, last = [], 0
    for place, end in enumerate(ends):
        if end > ends[last]:
            last = place
        found.append(last)
    return found


def _end(entry: Entry | ImportedEntry) -> float:
    return entry.end.timestamp() if entry.end else math.inf
