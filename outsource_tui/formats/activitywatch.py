"""ActivityWatch: exported buckets of window events, joined into blocks that a person would log.

What was away from the keyboard is taken out. Events of the same app that follow each other are one
block; what is shorter than the threshold goes to the longer block beside it, and is left out where it
stands alone. `columns={"activity": "title"}` joins by window title instead of by app.
"""

from __future__ import annotations

import heapq
import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from outsource_tui.formats.base import (
    FIRST_YEAR,
    LAST_YEAR,
    Gatherer,
    ReadOptions,
    counted,
    named,
    row_id,
    short,
)
from outsource_tui.formats.decode import decode
from outsource_tui.model.entry import MAX_LENGTH
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import ImportedEntry, Problem, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NOT_OURS = "this is no ActivityWatch export"
_TOUCHING = 30.0
"""Seconds between two events that still count as one after the other: watchers ask every few seconds."""
_EARLIEST, _LATEST = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (FIRST_YEAR, LAST_YEAR))
_FRACTION = re.compile(r"\.(\d{6})\d+")
_KINDS = ("currentwindow", "web.tab.current", "app.editor.activity")
_FIELDS = {
    "currentwindow": ("app", "title"),
    "web.tab.current": ("url", "title"),
    "app.editor.activity": ("project", "file"),
}


@dataclass(slots=True)
class _Piece:
    """A stretch of one activity, in seconds since 1970."""

    start: float
    end: float
    name: str

    @property
    def length(self) -> float:
        return self.end - self.start


def read(data: bytes, options: ReadOptions) -> Reading:
    """Read an export of one or all buckets. Window events count; others only where there are none."""
    buckets = _buckets(data)
    kind = next((kind for kind in _KINDS if any(_type(bucket) == kind for bucket in buckets.values())), None)
    if kind is None:
        raise InputError(f"{_NOT_OURS} of windows: it holds no bucket of the type currentwindow")
    gatherer = Gatherer("activitywatch", options)
    count = 0
    for bucket_id, bucket in buckets.items():
        if _type(bucket) != kind:
            continue
        pieces = list(_pieces(bucket, gatherer, _name_of(kind, options), _span(options)))
        count += len(bucket["events"])
        told = gatherer.left_out
        away = _union(_away(buckets, bucket, gatherer))
        count += gatherer.left_out - told
        present = _without(_in_turn(pieces), away)
        _add_blocks(present, str(bucket.get("hostname") or bucket_id), gatherer, options)
    reading = gatherer.reading()
    joined = count - len(reading.entries) - len(reading.problems)
    if joined < 0:
        words = f"time away makes {counted(-joined, 'block', 'blocks')} more than there are events"
        reading = replace(reading, remarks=(*reading.remarks, Problem(0, words, harmless=True)))
    return replace(reading, read=count, joined=max(0, joined))


def _buckets(data: bytes) -> dict[str, Mapping[str, Any]]:
    try:
        content = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{_NOT_OURS}: it is not JSON") from error
    if isinstance(content, dict) and isinstance(content.get("buckets"), dict):
        content = content["buckets"]
    elif isinstance(content, dict) and isinstance(content.get("events"), list):
        content = {str(content.get("id", "bucket")): content}
    if not isinstance(content, dict):
        raise InputError(f"{_NOT_OURS}: it holds no buckets")
    found: dict[str, Mapping[str, Any]] = {
        str(key): bucket
        for key, bucket in content.items()
        if isinstance(bucket, dict) and isinstance(bucket.get("events"), list)
    }
    if not found:
        raise InputError(f"{_NOT_OURS}: it holds no buckets with events")
    return found


def _type(bucket: Mapping[str, Any]) -> str:
    return str(bucket.get("type", ""))


def _span(options: ReadOptions) -> tuple[float, float]:
    zone, day = options.zone, timedelta(days=1)
    since = datetime.combine(options.since, time(), zone).timestamp() if options.since else float("-inf")
    until = datetime.combine(options.until + day, time(), zone).timestamp() if options.until else float("inf")
    return since, until


def _name_of(kind: str, options: ReadOptions) -> str:
    chosen = (options.columns or {}).get("activity", "")
    fields = _FIELDS[kind]
    if chosen and chosen not in ("app", "title", *fields):
        raise InputError(f"ActivityWatch events are joined by app or by title, not by {chosen!r}")
    return fields[1] if chosen in ("title", fields[1]) else fields[0]


def _pieces(
    bucket: Mapping[str, Any], gatherer: Gatherer, name: str, span: tuple[float, float]
) -> Iterator[_Piece]:
    """Yield the events of a bucket that last and lie in the span; broken ones become problems."""
    for number, event in enumerate(bucket["events"], 1):
        try:
            start, length = _time(event["timestamp"]), float(event["duration"])
            data = event["data"]
            text = str(data.get(name) or data.get("app") or data.get("title") or "")
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            gatherer.skip(number, "is no event: it needs timestamp, duration and data")
            continue
        if not _EARLIEST <= start <= _LATEST:
            gatherer.skip(number, f"is at {short(str(event['timestamp']), 40)}, which cannot be meant")
            continue
        if not 0 <= length <= MAX_LENGTH.total_seconds():
            gatherer.skip(number, f"lasts {length:.0f} seconds, which cannot be meant")
            continue
        start, end = max(start, span[0]), min(start + length, span[1])
        if end > start:
            yield _Piece(start, end, named(text.removesuffix(".exe")))


def _time(stamp: str) -> float:
    moment = datetime.fromisoformat(_FRACTION.sub(r".\1", stamp))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _away(
    buckets: Mapping[str, Mapping[str, Any]], window: Mapping[str, Any], gatherer: Gatherer
) -> Iterator[tuple[float, float]]:
    """Yield the times away from the keyboard at the window bucket's machine."""
    afk = [bucket for bucket in buckets.values() if _type(bucket) == "afkstatus"]
    same = [bucket for bucket in afk if bucket.get("hostname") == window.get("hostname")]
    for bucket in same or (afk if len(afk) == 1 else []):
        for number, event in enumerate(bucket["events"], 1):
            try:
                if event["data"]["status"] == "afk":
                    start = _time(event["timestamp"])
                    yield start, start + float(event["duration"])
            except (KeyError, TypeError, ValueError, OverflowError):
                gatherer.skip(number, "is no afk event: it needs timestamp, duration and a status")


def _union(spans: Iterator[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the spans ascending, those that overlap joined."""
    joined: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif end > start:
            joined.append((start, end))
    return joined


def _in_turn(pieces: list[_Piece]) -> list[_Piece]:
    """Return the pieces ascending without overlaps: the one begun last has the focus while it lasts."""
    found: list[_Piece] = []
    waiting = [(piece.start, -piece.end, number, piece) for number, piece in enumerate(pieces)]
    heapq.heapify(waiting)
    number = len(waiting)
    while waiting:
        _, _, _, piece = heapq.heappop(waiting)
        before = found[-1] if found else None
        if before is not None and before.end > piece.start:
            if before.end > piece.end:
                number += 1
                rest = _Piece(piece.end, before.end, before.name)
                heapq.heappush(waiting, (rest.start, -rest.end, number, rest))
            before.end = piece.start
            if before.length <= 0:
                found.pop()
        found.append(piece)
    return found


def _without(pieces: list[_Piece], away: list[tuple[float, float]]) -> list[_Piece]:
    """Return what remains of the pieces outside of the times away."""
    found = []
    index = 0
    for piece in pieces:
        while index < len(away) and away[index][1] <= piece.start:
            index += 1
        start, number = piece.start, index
        while number < len(away) and away[number][0] < piece.end:
            if away[number][0] > start:
                found.append(_Piece(start, away[number][0], piece.name))
            start = away[number][1]
            number += 1
        if start < piece.end:
            found.append(_Piece(start, piece.end, piece.name))
    return found


def _add_blocks(pieces: list[_Piece], host: str, gatherer: Gatherer, options: ReadOptions) -> None:
    least = options.threshold_minutes * 60
    alone, seconds = 0, 0.0
    for number, block in enumerate(_Blocks(pieces).joined(least), 1):
        if block.length < least:
            alone, seconds = alone + 1, seconds + block.length
            continue
        first, last = (
            datetime.fromtimestamp(round(t), UTC).astimezone(options.zone) for t in (block.start, block.end)
        )
        source = row_id("activitywatch", host, round(block.start), block.name)
        zone, kind = options.zone.key, options.kind
        gatherer.add(
            ImportedEntry(first, last, zone, block.name, (), "", kind, source, number, whose=host)
        )
    if alone:
        verb = "is" if alone == 1 else "are"
        told = f"on {host} shorter than {options.threshold_minutes:g} minutes {verb} left out"
        told = f"{counted(alone, 'block', 'blocks')} {told}: {seconds / 60:.0f} minutes together"
        gatherer.skip(0, told, harmless=True)


class _Blocks:
    """A row of pieces, of which the shortest goes into a neighbour until all are long enough."""

    def __init__(self, pieces: list[_Piece]) -> None:
        self._pieces = _same_joined(pieces)
        count = len(self._pieces)
        self._before = list(range(-1, count - 1))
        self._after = [*range(1, count), -1] if count else []
        self._alive = [True] * count

    def joined(self, least: float) -> list[_Piece]:
        """Return the blocks; those still shorter than `least` seconds have nothing beside them."""
        pieces = self._pieces
        heap = [(piece.length, index) for index, piece in enumerate(pieces) if piece.length < least]
        heapq.heapify(heap)
        while heap:
            length, index = heapq.heappop(heap)
            if not self._alive[index] or pieces[index].length != length:
                continue
            into = self._neighbour(index)
            if into < 0:
                continue
            self._merge(index, into)
            into = self._meet(into)
            if pieces[into].length < least:
                heapq.heappush(heap, (pieces[into].length, into))
        return [piece for index, piece in enumerate(pieces) if self._alive[index]]

    def _touches(self, left: int, right: int) -> bool:
        if left < 0 or right < 0:
            return False
        return self._pieces[right].start - self._pieces[left].end <= _TOUCHING

    def _neighbour(self, index: int) -> int:
        """Return the longer of the blocks right before and after, or -1."""
        before, after = self._before[index], self._after[index]
        near = [
            n
            for n, there in ((before, self._touches(before, index)), (after, self._touches(index, after)))
            if there
        ]
        return max(near, key=lambda n: self._pieces[n].length, default=-1)

    def _merge(self, index: int, into: int) -> None:
        """Let the piece `into` take the place of both."""
        gone, kept = self._pieces[index], self._pieces[into]
        kept.start, kept.end = min(kept.start, gone.start), max(kept.end, gone.end)
        self._alive[index] = False
        before, after = self._before[index], self._after[index]
        if before >= 0:
            self._after[before] = after
        if after >= 0:
            self._before[after] = before

    def _meet(self, index: int) -> int:
        """Join the piece with neighbours of the same name that it touches now."""
        for other in (self._before[index], self._after[index]):
            left, right = sorted((index, other))
            if (
                other >= 0
                and self._touches(left, right)
                and self._pieces[other].name == self._pieces[index].name
            ):
                self._merge(other, index)
        return index


def _same_joined(pieces: list[_Piece]) -> list[_Piece]:
    found: list[_Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last is not None and last.name == piece.name and piece.start - last.end <= _TOUCHING:
            last.end = max(last.end, piece.end)
        else:
            found.append(piece)
    return found
