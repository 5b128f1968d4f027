"""The first moments of local days as seconds since 1970: which day a moment lies in, found quickly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from outsource_tui.model.day import DayFrame, frame_bounds
from outsource_tui.model.value import dataclass, field

Stretch = tuple[float, float]
"""First and last moment in seconds, the last not included."""
DAY_SECONDS = 86_400
_AHEAD = 400


@dataclass(slots=True)
class DayEdges:
    """Knows the edges of days in one zone and grows as days are asked for; a day is its `date.toordinal`."""

    zone: ZoneInfo
    _first: int = 0
    _edges: list[float] = field(default_factory=list)

    def split(self, start: float, end: float) -> Iterator[tuple[int, float, float]]:
        """Yield the parts of [start, end) by day: ordinal, start, end."""
        edges = self._edges
        if not edges or start < edges[0] or end > edges[-1]:
            self._cover(start, end)
            edges = self._edges
        index = bisect_right(edges, start) - 1
        while start < end:
            stop = min(end, edges[index + 1])
            yield self._first + index, start, stop
            start, index = stop, index + 1

    def bounds(self, ordinal: int) -> Stretch:
        """Return the first moment of the day and of the next."""
        index = ordinal - self._first
        if 0 <= index < len(self._edges) - 1:
            return self._edges[index], self._edges[index + 1]
        start, *after = self._between(ordinal, ordinal + 2)
        return start, after[0] if after else start + DAY_SECONDS

    def frame(self, ordinal: int, frame: DayFrame) -> Stretch:
        """Return when the day is expected to begin and to end."""
        start, end = self.bounds(ordinal)
        if end - start != DAY_SECONDS:
            a, b = frame_bounds(date.fromordinal(ordinal), self.zone, frame)
            return a.timestamp(), b.timestamp()
        closes = start + _seconds(frame.end) if frame.end > frame.start else end
        return start + _seconds(frame.start), closes

    def _cover(self, start: float, end: float) -> None:
        low = datetime.fromtimestamp(start, UTC).toordinal() - 2
        high = datetime.fromtimestamp(end, UTC).toordinal() + 3
        if not self._edges:
            self._first, self._edges = low, self._between(low, high)
        if low < self._first:
            self._edges[:0] = self._between(low - _AHEAD, self._first)
            self._first = max(1, low - _AHEAD)
        if high > self._first + len(self._edges):
            self._edges += self._between(self._first + len(self._edges), high + _AHEAD)

    def _between(self, low: int, high: int) -> list[float]:
        # the timestamp of a midnight that the clocks jump over is the moment of the jump
        zone = self.zone
        days = (date.fromordinal(n) for n in range(max(1, low), min(high, date.max.toordinal())))
        return [datetime(d.year, d.month, d.day, tzinfo=zone).timestamp() for d in days]


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second
