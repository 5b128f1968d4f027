"""Many lines on their way into the log: what they would lie over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from outsource_tui.model.clock import elapsed
from outsource_tui.model.day_log import DayLog
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.quick_entry import QuickEntry
from outsource_tui.services.spans import listed


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
