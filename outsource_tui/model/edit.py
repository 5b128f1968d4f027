"""The arithmetic of editing: which entries a step on the timeline changes, and into what.

Functions take entries and give a `Rewrite`; nothing is stored here. Moments are aware, spans are
compared in UTC, and new entries have an empty id.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from outsource_tui.model.clock import clock_words, elapsed, shift, to_minute
from outsource_tui.model.entry import Entry
from outsource_tui.model.errors import InputError
from outsource_tui.model.value import dataclass, replace


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


def covered(entries: Iterable[Entry], start: datetime, end: datetime | None) -> list[Entry]:
    """Return the entries that lie inside of [start, end), of which `trim_around` leaves nothing."""
    return [e for e in entries if e.start >= start and (end is None or (e.end is not None and e.end <= end))]


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
            start_of_rest = end.astimezone(entry.start.tzinfo)
            put.append(
                entry.piece(start_of_rest, entry.end) if before else replace(entry, start=start_of_rest)
            )
        if not before and not after:
            gone.append(entry)
    return Rewrite(tuple(put), tuple(gone))


# edges


class Side(StrEnum):
    """An end of a block."""

    START = "start"
    END = "end"


MINUTE = timedelta(minutes=1)


def move_edge(entry: Entry, side: Side, delta: timedelta, others: Iterable[Entry], now: datetime) -> Rewrite:
    """Move one end by `delta`; entries that share the edge follow, others stop it.

    `others` are the entries around it. InputError where an entry would have less than a minute left, or
    where nothing can move.
    """
    peers = [o for o in others if o.id != entry.id and o.planned is entry.planned]
    if side is Side.START:
        edge = shift(entry.start, delta)
        shared = [o for o in peers if o.end is not None and o.end == entry.start]
        if delta < timedelta():
            ends = [o.end for o in peers if o not in shared and o.end is not None]
            edge = max([edge, *(e for e in ends if e <= entry.start)])
        _check_moved(edge, entry.start, "start")
        _check_left(edge, entry.end_at(now), "it")
        for other in shared:
            _check_left(other.start, edge, "the one before")
        follow = [replace(o, end=edge) for o in shared]
        return Rewrite((replace(entry, start=edge), *follow))
    if entry.end is None:
        raise InputError("it is still running: stop it, then its end can be moved")
    edge = shift(entry.end, delta)
    shared = [o for o in peers if o.start == entry.end]
    if delta > timedelta():
        starts = [o.start for o in peers if o not in shared and o.start >= entry.end]
        edge = min([edge, *starts])
    if not entry.planned and edge > now:
        edge = max(entry.end, to_minute(now).astimezone(edge.tzinfo))
        if edge == entry.end:
            raise InputError(f"it ends at {clock_words(edge)}, and later is still to come")
    _check_moved(edge, entry.end, "end")
    _check_left(entry.start, edge, "it")
    for other in shared:
        _check_left(edge, other.end_at(now), "the next one")
    return Rewrite((replace(entry, end=edge), *(replace(o, start=edge) for o in shared)))


def move(entry: Entry, delta: timedelta, others: Iterable[Entry], now: datetime) -> Rewrite:
    """Move an entry by `delta`: its length and all other entries stay as they are.

    It goes no further than to the next entry of its kind, and what was logged no further than now. InputError
    where it cannot move at all.
    """
    if entry.end is None:
        raise InputError("it is still running: move its start with [ and ]")
    peers = [o for o in others if o.id != entry.id and o.planned is entry.planned]
    if delta < timedelta():
        room = [elapsed(o.end, entry.start) for o in peers if o.end is not None and o.end <= entry.start]
        way = -min([-delta, *room])
    else:
        room = [elapsed(entry.end, o.start) for o in peers if o.start >= entry.end]
        if not entry.planned:
            room.append(max(timedelta(), elapsed(entry.end, to_minute(now))))
        way = min([delta, *room])
    if not way:
        raise InputError(_no_way(entry, delta, now))
    return Rewrite((replace(entry, start=shift(entry.start, way), end=shift(entry.end, way)),))


def _no_way(entry: Entry, delta: timedelta, now: datetime) -> str:
    if delta > timedelta() and entry.end is not None and not entry.planned and entry.end > now - MINUTE:
        return f"it ends at {clock_words(entry.end)}, and later is still to come"
    edge, keys = ("end", "}") if delta > timedelta() else ("start", "[")
    return f"it cannot move there: another entry is in the way; {keys} moves its {edge}, which both share"


def _check_moved(edge: datetime, old: datetime, name: str) -> None:
    if edge == old:
        raise InputError(f"the {name} cannot go further: another entry is in the way")


def _check_left(start: datetime, end: datetime, what: str) -> None:
    if elapsed(start, end) < MINUTE:
        raise InputError(f"no further: {what} would have nothing left; delete or merge instead")


# pieces


def split(entry: Entry, times: Iterable[datetime], now: datetime) -> Rewrite:
    """Cut an entry at `times`; the first part keeps its id, of a running one the last.

    InputError for a time that is not inside.
    """
    moments = {each.timestamp(): each for each in times}
    cuts = [moments[each] for each in sorted(moments)]
    end = entry.end_at(now)
    if not cuts:
        raise InputError("where? Give a time inside of it, such as 10:15")
    for cut in cuts:
        if not entry.start.timestamp() < cut.timestamp() < end.timestamp():
            first, last = (clock_words(each.astimezone(cut.tzinfo)) for each in (entry.start, end))
            raise InputError(
                f"{clock_words(cut)} is not inside of {first}–{last}: give a time between them"
            )
    edges: list[datetime | None] = [entry.start, *cuts, entry.end]
    keeper = len(cuts) if entry.running else 0
    return Rewrite(
        tuple(
            replace(entry, start=first or entry.start, end=last)
            if n == keeper
            else entry.piece(first or entry.start, last)
            for n, (first, last) in enumerate(pairwise(edges))
        )
    )


def middle(start: datetime, end: datetime) -> datetime:
    """Return the middle of a span, cut to five minutes where that stays inside."""
    half = shift(start, elapsed(start, end) / 2)
    rounded = to_minute(half) - timedelta(minutes=half.minute % 5)
    return rounded if rounded > start else to_minute(half)


def merge(first: Entry, second: Entry, keep: Entry) -> Rewrite:
    """Join two entries and what lies between; `keep` is the one whose activity and wish stay."""
    if first.planned is not second.planned:
        raise InputError("a plan cannot be merged with what was logged: confirm it first with enter")
    end = None if first.end is None or second.end is None else max(first.end, second.end)
    notes = [n for n in dict.fromkeys((first.note, second.note)) if n]
    whole = replace(
        first,
        start=min(first.start, second.start),
        end=end,
        activity=keep.activity,
        hand_over=keep.hand_over,
        tags=tuple(dict.fromkeys((*first.tags, *second.tags))),
        note="; ".join(notes),
        plan=first.plan or second.plan,
    )
    return Rewrite((whole,), (second,))


class Absorb(StrEnum):
    """Who gets the time of a gap."""

    BEFORE = "before"
    AFTER = "after"
    SHARE = "share"


def absorb(start: datetime, end: datetime, before: Entry | None, after: Entry | None, how: Absorb) -> Rewrite:
    """Give the gap [start, end) to the entry before, the one after, or half to each."""
    if how is not Absorb.AFTER and before is None:
        raise InputError("nothing was logged right before this gap: fill it with enter")
    if how is not Absorb.BEFORE and after is None:
        raise InputError("nothing was logged right after this gap: fill it with enter")
    edge = {Absorb.BEFORE: end, Absorb.AFTER: start, Absorb.SHARE: to_minute(middle(start, end))}[how]
    put = []
    if before is not None and edge > start:
        put.append(replace(before, end=edge))
    if after is not None and edge < end:
        put.append(replace(after, start=edge))
    return Rewrite(tuple(put))
