"""A day to scale in rows: where each block begins and ends, and which row shows which hour.

Every block has a row at least; what that adds is pushed down, so that all else keeps its scale.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from outsource_tui.model.clock import clock_words, second_mark
from outsource_tui.model.day import Block, Span
from outsource_tui.model.value import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Rows `top` to `end` (not included), and a lane of several side by side; `wide` counts the lanes that
    it takes, where those beside it are free."""

    top: int
    end: int
    lane: int
    lanes: int
    wide: int = 1


@dataclass(frozen=True, slots=True)
class DayRows:
    """`places` in the order of the blocks; `hours` names rows that begin a full hour; `now` is the row
    of the now line, -1 without one; `scale` holds where something begins or ends, in order: the moment in
    seconds, the row before which what ends then ends, and the row at which what starts then begins."""

    count: int
    places: tuple[Place, ...]
    hours: dict[int, str]
    now: int = -1
    scale: tuple[tuple[float, int, int], ...] = ()

    def seconds_at(self, row: int) -> float:
        """Return the moment at the upper edge of a row, in seconds since 1970."""
        after = bisect_right(self.scale, row, key=lambda mark: mark[2])
        start, _, begin = self.scale[max(0, after - 1)]
        if not 0 < after < len(self.scale):
            return start
        end, last, _ = self.scale[after]
        share = min(1.0, (row - begin) / (last - begin)) if last > begin else 1.0
        return start + share * (end - start)


def narrow_clock(moment: datetime) -> str:
    """Return "09:00" and "2:30b", which take five cells at most."""
    return clock_words(moment) if not second_mark(moment) else clock_words(moment).removeprefix("0")


def lay_rows(
    blocks: Sequence[Block], frame: Span, bounds: Span, now: datetime, rows_per_hour: int
) -> DayRows:
    """Lay blocks out at `rows_per_hour`; the day reaches over its frame, all blocks, and now."""
    today = bounds[0] <= now < bounds[1]
    present = [(now.timestamp(), now)] if today else []
    spans = [(b.start.timestamp(), b.end.timestamp()) for b in blocks]
    starts = ((span[0], b.start) for span, b in zip(spans, blocks, strict=True))
    stops = ((span[1], b.end) for span, b in zip(spans, blocks, strict=True))
    origin, first = min([(frame[0].timestamp(), frame[0]), *present, *starts], key=_first)
    limit, last = max([(frame[1].timestamp(), frame[1]), *present, *stops], key=_first)
    line = now.timestamp() if today else -1.0
    moments = {origin, limit, *(t for span in spans for t in span)} | ({line} if today else set())
    starts_of: dict[float, list[float]] = {}
    for start, end in spans:
        starts_of.setdefault(end, []).append(start)

    begins: dict[float, int] = {}  # row at which what starts then begins
    ends: dict[float, int] = {}  # row before which what ends then ends
    pushed, row = 0, 0
    for moment in sorted(moments):
        ideal = int((moment - origin) * rows_per_hour / 3600 + 0.5)
        least = max([row, *(begins[start] + 1 for start in starts_of.get(moment, ()))])
        row = max(ideal + pushed, least)
        pushed = row - ideal
        ends[moment] = row
        if moment == line:
            row, pushed = row + 1, pushed + 1
        begins[moment] = row
    lanes = _lanes(spans)
    places = tuple(
        Place(begins[start], ends[end], *lane) for (start, end), lane in zip(spans, lanes, strict=True)
    )
    now_row = ends[line] if today else -1
    hours = _hours(first, last, begins, ends)
    scale = tuple((moment, ends[moment], begins[moment]) for moment in sorted(begins))
    return DayRows(max(row, 1), places, hours, now_row, scale)


def _first(pair: tuple[float, datetime]) -> float:
    return pair[0]


def _hours(
    first: datetime, last: datetime, begins: dict[float, int], ends: dict[float, int]
) -> dict[int, str]:
    known = sorted(begins)
    found: dict[int, str] = {}
    moment = first.astimezone(UTC)
    local = moment.astimezone(first.tzinfo)
    moment += timedelta(minutes=-local.minute % 60, seconds=-local.second)
    while moment < last:
        seconds = moment.timestamp()
        after = bisect_right(known, seconds)
        if after and after < len(known):
            start, end = known[after - 1], known[after]
            rows = ends[end] - begins[start]
            row = begins[start] + int((seconds - start) / (end - start) * rows + 0.5)
            if seconds == start or row < ends[end]:
                found.setdefault(row, narrow_clock(moment.astimezone(first.tzinfo)))
        moment += timedelta(hours=1)
    return found


def _lanes(spans: Sequence[tuple[float, float]]) -> list[tuple[int, int, int]]:
    """Give what overlaps lanes side by side, gaps under plans too: lane, of how many, how many of them.

    Spans come ordered by start.
    """
    found: list[tuple[int, int, int]] = []
    cluster: list[int] = []
    reach = 0.0
    for n, (start, end) in enumerate(spans):
        if cluster and start >= reach:
            found += _cluster([spans[each] for each in cluster])
            cluster = []
        cluster.append(n)
        reach = max(reach, end) if len(cluster) > 1 else end
    return found + _cluster([spans[each] for each in cluster])


def _cluster(spans: Sequence[tuple[float, float]]) -> list[tuple[int, int, int]]:
    if len(spans) == 1:  # most are alone
        return [(0, 1, 1)]
    lanes: list[list[tuple[float, float]]] = []
    taken: list[int] = []
    for span in spans:
        lane = next((n for n, held in enumerate(lanes) if held[-1][1] <= span[0]), len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append(span)
        taken.append(lane)
    return [
        (lane, len(lanes), _wide(span, lanes[lane + 1 :])) for span, lane in zip(spans, taken, strict=True)
    ]


def _wide(span: tuple[float, float], beside: Sequence[Sequence[tuple[float, float]]]) -> int:
    """Return how many lanes a span can take before it meets another one."""
    for n, held in enumerate(beside):
        if any(start < span[1] and end > span[0] for start, end in held):
            return n + 1
    return len(beside) + 1
