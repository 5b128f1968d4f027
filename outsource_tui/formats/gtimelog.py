"""gtimelog: timelog.txt, where a stamp is the end of what was done since the stamp before it.

The first line of a day is only the arrival. A day lasts until the virtual midnight, 02:00. Two asterisks
mark slack, three what reports leave out: both come with a tag.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from outsource_tui.formats.base import Gatherer, ReadOptions, as_tags, named, row_id
from outsource_tui.formats.decode import decode
from outsource_tui.formats.wall import WallClock
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import ImportedEntry, Reading

_LINE = re.compile(
    r"(\d{4}-\d\d?-\d\d?)[ \t]+(\d\d?:\d\d)(?::\d\d)?(?:[ \t]*([+-]\d\d):?(\d\d))?:(?:[ \t]+(.*)|$)"
)
_VIRTUAL_MIDNIGHT = timedelta(hours=2)
_STARS = re.compile(r"(?<!\s)\s*(\*{2,3})(?=\s|$)")


def read(data: bytes, options: ReadOptions) -> Reading:
    """Read a time log; the stamps are local unless they carry an offset."""
    text = decode(data)
    if not any(_LINE.match(line) for line in text.split("\n")):
        raise InputError("this is no gtimelog file: no line begins with a date, a time and a colon")
    gatherer = Gatherer("gtimelog", options, text.count("\n") + 1)
    wall = WallClock(options.zone)
    before: datetime | None = None
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        match = _LINE.match(bare)
        if not match:
            gatherer.skip(number, f"has no time stamp, so it is a comment: {bare[:60]!r}", harmless=True)
            continue
        try:
            stamp = datetime.fromisoformat(_iso(match))
            if before is not None and _day(stamp) == _day(before):
                first, last = _span(wall, before, stamp)
                gatherer.add(_entry(first, last, options, line=number, title=match[5] or ""))
            before = stamp
        except (ValueError, OverflowError):
            gatherer.skip(number, f"has a time that does not exist: {match[1]} {match[2]}")
        except InputError as error:
            before = stamp
            gatherer.skip(number, error.message)
    return gatherer.reading()


def _iso(match: re.Match[str]) -> str:
    year, month, day = match[1].split("-")
    offset = f"{match[3]}:{match[4]}" if match[3] else ""
    return f"{year}-{month:0>2}-{day:0>2} {match[2]:0>5}{offset}"


def _day(stamp: datetime) -> date:
    return (stamp - _VIRTUAL_MIDNIGHT).date() if stamp.year > 1 else stamp.date()


def _span(wall: WallClock, start: datetime, end: datetime) -> tuple[datetime, datetime]:
    if start.tzinfo is None and end.tzinfo is None:
        first, last, _ = wall.span(start, end, None)
        assert last is not None
        return first, last
    return _moment(wall, start), _moment(wall, end)


def _moment(wall: WallClock, stamp: datetime) -> datetime:
    return stamp.astimezone(wall.zone) if stamp.tzinfo else wall.moment(stamp)


def _entry(first: datetime, last: datetime, options: ReadOptions, *, line: int, title: str) -> ImportedEntry:
    stars = _STARS.search(title)
    text, _, labels = _STARS.sub("", title).partition(" -- ")
    name = named(text)
    marks = [] if stars is None else ["slack" if stars[1] == "**" else "hidden"]
    tags = as_tags([*marks, *labels.split()], but=name)
    source = row_id("gtimelog", last.replace(tzinfo=None))
    return ImportedEntry(first, last, options.zone.key, name, tags, "", options.kind, source, line)
