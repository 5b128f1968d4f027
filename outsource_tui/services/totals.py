"""The log as sums, each month summed once and kept while its table stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from outsource_tui.model.day import DayFrame
from outsource_tui.model.entry import Entry
from outsource_tui.model.totals import (
    KEPT,
    LOGGED,
    MARKED,
    PLANNED,
    DayEdges,
    Days,
    Row,
    Totals,
    join,
    sum_days,
)
from outsource_tui.store.codec import MONTH_PREFIX
from outsource_tui.store.repository import Repository

_WORDS = {None: LOGGED, True: MARKED, False: KEPT}


class TotalsCache:
    """Sums of a repository's months in one zone. Documents are read as they stand in the tables:
    making an entry of each would cost more than the sums."""

    def __init__(self, repository: Repository, zone: ZoneInfo) -> None:
        self._repository = repository
        self._edges = DayEdges(zone)
        self._months: dict[str, tuple[Any, Days]] = {}
        self._joined: dict[int, Any] | None = None

    def totals(self, frame: DayFrame, now: datetime) -> Totals:
        """Return the whole log as sums at the moment `now`, running entries counted until then."""
        days = self._days()
        running = [_running(e, now) for e in self._repository.open_entries()]
        if running:
            days = join([days, sum_days(running, self._edges)])
        return Totals(days, self._edges, self._repository.activities(), frame, now)

    def _days(self) -> dict[int, Any]:
        tables: Mapping[str, Any] = self._repository.storage.read()
        names = sorted(name for name in tables if name.startswith(MONTH_PREFIX))
        fresh = False
        for name in names:
            table = tables[name]
            known = self._months.get(name)
            if known is None or known[0] is not table:
                self._months[name] = (table, sum_days(_rows(table), self._edges))
                fresh = True
        for name in self._months.keys() - set(names):
            del self._months[name]
            fresh = True
        if fresh or self._joined is None:
            self._joined = join(self._months[name][1] for name in names)
        return self._joined


def _rows(table: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the spans of a month's living documents that have an end."""
    parse = datetime.fromisoformat
    for doc in table.values():
        end = doc.get("end")
        if end is None or "deleted" in doc:
            continue
        word = PLANNED if doc.get("kind") == "planned" else _WORDS[doc.get("hand_over")]
        yield parse(doc["start"]).timestamp(), parse(end).timestamp(), doc["activity"], word


def _running(entry: Entry, now: datetime) -> Row:
    start, end = entry.start.astimezone(UTC), entry.end_at(now).astimezone(UTC)
    return start.timestamp(), end.timestamp(), entry.activity, _WORDS[entry.hand_over]
