"""Many lines on their way into the log: what is there already, and what they would lie over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from outsource_tui.model.activity import Activities
from outsource_tui.model.clock import elapsed
from outsource_tui.model.day_log import DayLog
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.imported import Problem
from outsource_tui.model.quick_entry import QuickEntry
from outsource_tui.model.value import replace
from outsource_tui.services.same_row import identity_of
from outsource_tui.services.spans import listed

KNOWN = "is in the log already: left out"


def without_known(
    log: DayLog, there: Callable[[datetime, datetime], Sequence[Entry]], activities: Activities
) -> DayLog:
    """Return the log without the lines that are `there` in every respect, each of them told in a remark. An
    entry stands for one line: a second one like it is new."""
    left, remarks, taken = [], list(log.remarks), set[str]()
    for each in log.entries:
        quick = each.entry
        near = there(quick.start, quick.end or quick.start + timedelta(minutes=1))
        same = next((e.id for e in near if e.id not in taken and _is_same(quick, e, activities)), None)
        if same is None:
            left.append(each)
        else:
            taken.add(same)
            remarks.append(Problem(each.line, KNOWN, harmless=True))
    return replace(log, entries=tuple(left), remarks=tuple(sorted(remarks, key=lambda each: each.line)))


def _is_same(quick: QuickEntry, entry: Entry, activities: Activities) -> bool:
    named = activities.named(quick.activity)
    if named is None or activities.get(named.id).id != activities.get(entry.activity).id:
        return False
    read = replace(entry, start=quick.start, end=quick.end, tags=quick.tags, note=quick.note, kind=quick.kind)
    return identity_of(read, "") == identity_of(entry, "") and set(read.tags) == set(entry.tags)


def lines_over(
    log: DayLog,
    there: Callable[[datetime, datetime | None], Sequence[Entry]],
    name: Callable[[Entry], str],
) -> dict[int, str]:
    """Return the lines that lie over entries that are `there`, or over lines that begin before them, by
    number, with the names of those."""
    logged = [each for each in log.entries if each.entry.kind is Kind.LOGGED]
    over: dict[int, str] = {}
    reaching: list[QuickEntry] = []
    for each in sorted(logged, key=lambda each: (each.entry.start.timestamp(), each.line)):
        start, end = each.entry.start, each.entry.end
        reaching = [q for q in reaching if q.end is None or elapsed(start, q.end) > timedelta()]
        names = [*map(name, there(start, end)), *(q.activity for q in reaching)]
        if names:
            over[each.line] = listed(names)
        reaching.append(each.entry)
    return over
