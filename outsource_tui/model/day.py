"""A day: its entries side by side, its gaps, and how much of it is in the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from outsource_tui.model.clock import at, day_bounds
from outsource_tui.model.entry import Entry
from outsource_tui.model.errors import InputError
from outsource_tui.model.value import dataclass

Span = tuple[datetime, datetime]
"""A first and an end moment, both aware, the end not included."""

LEAST_GAP = 1.0
"""Minutes: the seconds since the last entry ended are no gap yet."""
NOT_LOGGED, FREE = "not logged", "free"
"""What a gap is called: where it is missing, and where nothing is."""
DAY_OFF, BEFORE_LOG = "day off", "before your log begins"
"""Why nothing is missing on a day."""


@dataclass(frozen=True, slots=True)
class DayFrame:
    """When a day is expected to begin and end, as wall-clock times, and which days count as the
    user's (0 is Monday): other days count once something that is logged begins on them. Before `since`,
    the day of the first entry, nothing is missing: nobody was logging yet."""

    start: time = time(8)
    end: time = time(18)
    work_days: frozenset[int] = frozenset(range(5))
    since: date | None = None

    def expects(self, day: date) -> bool:
        """True if something should be logged on that day."""
        return not self.apart(day)

    def apart(self, day: date) -> str:
        """Say why nothing is missing on that day: `DAY_OFF` or `BEFORE_LOG`; "" where something can be."""
        if day.weekday() not in self.work_days:
            return DAY_OFF
        return BEFORE_LOG if self.since is not None and day < self.since else ""


@dataclass(frozen=True, slots=True)
class Block:
    """What the cursor walks: an entry's part of this day, or a gap (`entry` is None).

    `start` and `end` are clipped to the day, in the viewer's zone. Blocks that overlap stand in
    `lane` 0 … `lanes` - 1, side by side.
    """

    start: datetime
    end: datetime
    entry: Entry | None = None
    lane: int = 0
    lanes: int = 1

    @property
    def gap(self) -> bool:
        """True where nothing was logged."""
        return self.entry is None

    @property
    def minutes(self) -> float:
        """The length in minutes of time that passed."""
        return (self.end.astimezone(UTC) - self.start.astimezone(UTC)).total_seconds() / 60


@dataclass(frozen=True, slots=True)
class Day:
    """One local day of the log at the moment `now`.

    `span` is the part of the usual hours that has passed, None before they begin. `blocks` are ordered by
    start; `gaps` lie within `span`, so what is logged outside of the usual hours counts, and nothing is
    missing around it. `logged` and `unlogged` are minutes, time logged twice counted once; `planned` is the
    sum of planned minutes. `apart` says why nothing is missing, on a day off and before the log begins:
    what is logged there is logged, and its gaps can be filled. It is "" on a day that counts.
    """

    date: date
    zone: ZoneInfo
    now: datetime
    bounds: Span
    span: Span | None
    blocks: tuple[Block, ...]
    gaps: tuple[Span, ...]
    logged: float
    unlogged: float
    planned: float
    apart: str

    @property
    def counts(self) -> bool:
        """True where what is not logged is missing."""
        return not self.apart

    @property
    def gap_word(self) -> str:
        """What a gap of this day is called."""
        return NOT_LOGGED if self.counts else FREE

    @property
    def coverage(self) -> float:
        """Logged minutes ÷ `span_minutes`; 0 for a day that holds neither log nor gaps."""
        whole = self.span_minutes
        return self.logged / whole if whole else 0.0

    @property
    def logged_blocks(self) -> tuple[Block, ...]:
        """The parts of entries that are logged, not planned."""
        return tuple(block for block in self.blocks if block.entry and not block.entry.planned)

    @property
    def twice(self) -> float:
        """Minutes that overlapping entries add to the sum of the entries beyond `logged`."""
        return max(0.0, sum(block.minutes for block in self.logged_blocks) - self.logged)

    def overlaps(self, block: Block) -> bool:
        """True where a logged block shares time with another one."""
        return block in (own := self.logged_blocks) and any(
            other is not block and _shares_time(block, other) for other in own
        )

    @property
    def span_minutes(self) -> float:
        """What is logged and what is missing, in minutes."""
        return self.logged + self.unlogged


def coverage_of(days: Iterable[Day]) -> float:
    """Return the logged share of what is logged, on whichever day, and missing on days that count; 0 without
    any: the one measure of a week, a month or any other days in a row."""
    logged = missing = 0.0
    for day in days:
        logged += day.logged
        missing += day.unlogged if day.counts else 0.0
    return logged / (logged + missing) if logged else 0.0


def covered(coverage: float) -> int:
    """Return coverage in percent: cut, not rounded, so that nothing looks whole, or enough, before it is."""
    return int(coverage * 100 + 1e-9)


def covered_words(coverage: float) -> str:
    """Return coverage as "68 %"."""
    return f"{covered(coverage)} %"


def day_of(
    day: date, entries: Iterable[Entry], zone: ZoneInfo, now: datetime, frame: DayFrame | None = None
) -> Day:
    """Lay out the entries that touch `day` in `zone`; planned ones fill no gap."""
    frame = frame or DayFrame()
    bounds = day_bounds(day, zone)
    found = sorted(
        ((part, e) for e in entries if (part := e.clip(*bounds, now))),
        key=lambda pair: (pair[0][0], pair[0][1], pair[1].id),
    )
    logged = union(part for part, e in found if not e.planned)
    span = _span(day, zone, now, frame, bounds)
    gaps = [gap for gap in (subtract(span, logged) if span else []) if _minutes(*gap) >= LEAST_GAP]
    local_gaps = tuple((a.astimezone(zone), b.astimezone(zone)) for a, b in gaps)
    blocks = _in_lanes(found, zone) + [Block(a, b) for a, b in local_gaps]
    blocks.sort(key=lambda b: (b.start.astimezone(UTC), b.lane, b.end.astimezone(UTC)))
    return Day(
        date=day,
        zone=zone,
        now=now,
        bounds=bounds,
        span=span,
        blocks=tuple(blocks),
        gaps=local_gaps,
        logged=total(logged),
        unlogged=total(gaps),
        planned=sum(_minutes(*part) for part, e in found if e.planned),
        apart=frame.apart(day),
    )


def _span(day: date, zone: ZoneInfo, now: datetime, frame: DayFrame, bounds: Span) -> Span | None:
    """Return the usual hours until now."""
    now = now.astimezone(UTC)
    if now < bounds[0]:
        return None
    start, end = (moment.astimezone(UTC) for moment in frame_bounds(day, zone, frame))
    end = min(end, now)
    return (start.astimezone(zone), end.astimezone(zone)) if start < end else None


def frame_bounds(day: date, zone: ZoneInfo, frame: DayFrame) -> Span:
    """Return the expected start and end of the day; an end at or before the start is its midnight."""
    bounds = day_bounds(day, zone)
    start = _wall(day, frame.start, zone, bounds[0])
    end = _wall(day, frame.end, zone, bounds[1]) if frame.end > frame.start else bounds[1]
    return start, end


def _wall(day: date, clock: time, zone: ZoneInfo, otherwise: datetime) -> datetime:
    try:
        return at(day, clock, zone)
    except InputError:
        return otherwise


def _shares_time(one: Block, other: Block) -> bool:
    return _minutes(other.start, one.end) > 0 and _minutes(one.start, other.end) > 0


def _in_lanes(found: Sequence[tuple[Span, Entry]], zone: ZoneInfo) -> list[Block]:
    """Give overlapping entries lanes side by side: each takes the first that is free."""
    blocks: list[Block] = []
    cluster: list[tuple[Span, Entry, int]] = []
    lane_ends: list[datetime] = []

    def close() -> None:
        blocks.extend(
            Block(part[0].astimezone(zone), part[1].astimezone(zone), entry, lane, len(lane_ends))
            for part, entry, lane in cluster
        )
        cluster.clear()
        lane_ends.clear()

    for part, entry in found:
        if lane_ends and part[0] >= max(lane_ends):
            close()
        lane = next((n for n, end in enumerate(lane_ends) if end <= part[0]), len(lane_ends))
        if lane == len(lane_ends):
            lane_ends.append(part[1])
        else:
            lane_ends[lane] = part[1]
        cluster.append((part, entry, lane))
    close()
    return blocks


def union(spans: Iterable[Span]) -> list[Span]:
    """Return the time that the spans cover together, in UTC, in order."""
    merged: list[Span] = []
    for start, end in sorted((a.astimezone(UTC), b.astimezone(UTC)) for a, b in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def subtract(span: Span, taken: Iterable[Span]) -> list[Span]:
    """Return what is left of `span` without the `taken` spans (which are disjoint and in order)."""
    left: list[Span] = []
    start, stop = span[0].astimezone(UTC), span[1].astimezone(UTC)
    for first, end in taken:
        if first > start:
            left.append((start, min(first, stop)))
        start = max(start, end)
        if start >= stop:
            break
    if start < stop:
        left.append((start, stop))
    return [(a, b) for a, b in left if a < b]


def total(spans: Iterable[Span]) -> float:
    """Return the minutes of disjoint spans."""
    return sum(_minutes(a, b) for a, b in spans)


def _minutes(start: datetime, end: datetime) -> float:
    return (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() / 60
