"""klog: record files (.klg), read and written.

An entry's first line is the activity, further lines are the note, tags are on any of them; tags of a record
hold for all its entries. Hours without a place in the day are left out, unless they are to follow one another
behind the ranges of their day. What
writing loses: seconds, zones, planned entries, overrides, signs that tags may not have, and the hour that a
clock change adds or takes: an entry that ends no later on the wall clock than it began becomes a duration.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from outsource_tui.formats.base import (
    ExportRow,
    Gatherer,
    ReadOptions,
    as_tags,
    counted,
    named,
    one_line,
    printable,
    row_id,
)
from outsource_tui.formats.decode import decode
from outsource_tui.formats.losses import Losses
from outsource_tui.formats.untimed import Untimed
from outsource_tui.formats.wall import WallClock, parse_duration
from outsource_tui.model.clock import elapsed
from outsource_tui.model.entry import Kind
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import ImportedEntry, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DATE = re.compile(r"(\d{4})([-/])(\d\d)\2(\d\d)(?:\s+\(.*\))?\s*")
_TIME = r"<?\d{1,2}:\d\d(?:[ap]m)?>?"
_RANGE = re.compile(rf"({_TIME})\s*-\s*({_TIME}|\?+)(?:\s+(.*)|)", re.DOTALL | re.IGNORECASE)
_DURATION = re.compile(r"([-+]?(?:\d+h(?:\d+m)?|\d+m))(?:\s+(.*)|)", re.DOTALL)
_CLOCK = re.compile(r"(<?)(\d{1,2}):(\d\d)([ap]m)?(>?)", re.IGNORECASE)
_TAG = re.compile(r"(?<!\S)#([\w-]+(?:=(?:\"[^\"]*\"|'[^']*'|[\w-]+))?)")
_WIDE_SIGN = "＃"
"""Stands for the "#" before a word of a name or note, which klog takes for a tag on any line."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DAY = timedelta(days=1)


@dataclass(slots=True)
class _Record:
    """The date of a record with its summary; `day` is None where its first line could not be read."""

    day: date | None
    summary: list[str] = field(default_factory=list)


def read(data: bytes, options: ReadOptions) -> Reading:
    """Read records in any order. Times are local; an open range comes back without an end."""
    text = decode(data)
    lines = text.split("\n")
    if not any(_DATE.fullmatch(line.rstrip()) for line in lines):
        raise InputError("this is no klog file: no line is a date such as 2024-02-26")
    gatherer = Gatherer("klog", options, len(lines))
    adding = _Adding(gatherer, options)
    for record, number, entry in _entries(lines, gatherer):
        if record.day is None:
            gatherer.skip(number, "has no date above it")
            continue
        try:
            adding.add(record, record.day, number, entry)
        except (InputError, ValueError, OverflowError) as error:
            gatherer.skip(number, str(error))
    adding.finish()
    return gatherer.reading()


def _entries(lines: Sequence[str], gatherer: Gatherer) -> Iterator[tuple[_Record, int, str]]:
    """Yield each entry with its record, the number of its first line, and all of its text."""
    record, pending, start, indent = _Record(None), "", 0, ""
    after_blank = True
    for number, raw in enumerate([*lines, ""], 1):
        line = raw.rstrip()
        blank = not line.strip()
        own = line[: len(line) - len(line.lstrip())]
        if pending and not blank and own.startswith(indent) and len(own) > len(indent):
            pending += "\n" + line.strip()
            continue
        if pending:
            yield record, start, pending
            pending = ""
        if blank:
            after_blank = True
        elif own and not after_blank:
            pending, start, indent = line.strip(), number, own
        else:
            record = _opened(record, line, number, gatherer, after_blank=after_blank)
            after_blank = False


def _opened(record: _Record, line: str, number: int, gatherer: Gatherer, *, after_blank: bool) -> _Record:
    """Return the record that the line begins, or the one that it is a summary of."""
    if not after_blank:
        record.summary.append(line.strip())
        return record
    match = _DATE.fullmatch(line)
    try:
        if match:
            return _Record(date(int(match[1]), int(match[3]), int(match[4])))
    except ValueError:
        pass
    gatherer.skip(number, f"is no date: {line.strip()[:60]!r}")
    return _Record(None)


class _Adding:
    """Makes entries of ranges, and of lengths where they are to have a place."""

    def __init__(self, gatherer: Gatherer, options: ReadOptions) -> None:
        self._gatherer = gatherer
        self._options = options
        self._wall = WallClock(options.zone)
        self._untimed = Untimed(options.day_start)
        self._lengths: list[tuple[_Record, date, int, int, str]] = []
        self._left_out = 0

    def add(self, record: _Record, day: date, line: int, text: str) -> None:
        """Take the entry of a record of this day."""
        match = _RANGE.fullmatch(text)
        if not match:
            self._length(record, day, line, text)
            return
        start = _shown(match[1], day)
        end = None if match[2].startswith("?") else _shown(match[2], day)
        if end is not None and end < start:
            raise ValueError(f"ends at {match[2]}, before it starts at {match[1]}")
        first, last, _ = self._wall.span(start, None if end == start else end, None)
        last = first if end == start else last
        self._untimed.keep_free(self._wall, "", day, last or first)
        self._put(record, line, match[3] or "", (first, last), start)

    def _length(self, record: _Record, day: date, line: int, text: str) -> None:
        match = _DURATION.fullmatch(text)
        if not match:
            raise ValueError(f"is neither a range nor a duration: {text[:60]!r}")
        seconds = parse_duration(match[1].lstrip("+-"))
        if self._options.untimed and not match[1].startswith("-"):
            self._lengths.append((record, day, line, seconds, match[2] or ""))
            return
        about = (match[2] or " ".join(record.summary)).split("\n")[0]
        told = f"{match[1]} has no place in the day: {about[:60]}".rstrip(": ")
        self._gatherer.skip(line, told, harmless=True)
        self._left_out += not match[1].startswith("-")

    def finish(self) -> None:
        """Give the lengths their places, now that all ranges are known."""
        for record, day, line, seconds, about in self._lengths:
            span = self._untimed.place(self._wall, "", day, seconds)
            self._put(record, line, about, span, day)
        if self._left_out:
            rows = counted(self._left_out, "length has", "lengths have")
            self._gatherer.remark(0, f"{rows} no time of day; read as untimed they follow one another")

    def _put(
        self,
        record: _Record,
        line: int,
        text: str,
        span: tuple[datetime, datetime | None],
        shown: datetime | date,
    ) -> None:
        """Add an entry; `shown` is when the file says it began, or its day alone."""
        about, _, note = text.partition("\n")
        name, tags = _named(about, note, record.summary)
        note = "\n".join(_without_tags(each) for each in note.split("\n")).replace(_WIDE_SIGN, "#").strip()
        begun = [shown] if isinstance(shown, datetime) else [shown, self._untimed.number("", shown, name)]
        source = row_id("klog", *begun, place=name)
        zone, kind = self._wall.zone.key, self._options.kind
        self._gatherer.add(ImportedEntry(*span, zone, name, tags, note, kind, source, line))

def _named(about: str, note: str, summary: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return activity and tags, those of all lines; the record's summary names entries without a text."""
    day_text = " ".join(summary)
    found = _TAG.findall(about) + _TAG.findall(note) + _TAG.findall(day_text)
    tags = [tag.replace('"', "").replace("'", "") for tag in found]
    name = _without_tags(about if about.strip() else day_text).replace(_WIDE_SIGN, "#")
    if not name.strip() and tags:
        name = tags[0]
    return named(name), as_tags(tags, but=named(name))


def _without_tags(text: str) -> str:
    """Return `text` without the tags that end it; those between words stay as words."""
    end = _trimmed(text, len(text))
    for tag in reversed(list(_TAG.finditer(text))):
        if tag.end() != end:
            break
        end = _trimmed(text, tag.start())
    return _TAG.sub(r"\1", text[:end])


def _trimmed(text: str, end: int) -> int:
    """Return where the last word before `end` ends."""
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _shown(text: str, day: date) -> datetime:
    """Return what the wall shows at a klog time on `day`: shifted a day by < or >, 24:00 being midnight."""
    match = _CLOCK.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is no time")
    hour, minute = int(match[2]), int(match[3])
    if match[4]:
        if not 1 <= hour <= 12:
            raise ValueError(f"{text!r} is no time")
        hour = hour % 12 + (12 if match[4].lower() == "pm" else 0)
    days = (1 if match[5] else 0) - (1 if match[1] else 0)
    if (hour, minute) == (24, 0):
        hour, days = 0, days + 1
    if hour > 23 or minute > 59:
        raise ValueError(f"{text!r} is no time")
    return datetime.combine(day, time(hour, minute)) + days * _DAY


def write(rows: Sequence[ExportRow], now: datetime, losses: Losses | None = None) -> str:
    """Write a record per day, with times cut to the minute, but a minute at least. An entry over several
    midnights becomes one a day; only the last of a day can be open, any other ends at `now`."""
    days: dict[date, list[tuple[datetime, str]]] = {}
    lost = losses or Losses()
    logged = sorted((row for row in rows if row.kind is Kind.LOGGED), key=lambda row: row.start)
    lost.leave("planned entry", "planned entries", len(rows) - len(logged))
    lost.without_overrides(logged)
    lost.without_zones(logged, str(now.tzinfo))
    for row in logged:
        end = (
            row.end
            if row.end is not None or row is logged[-1]
            else max(now, row.start).astimezone(row.start.tzinfo)
        )
        _count(row, end, lost)
        text = _text(row, lost)
        for day, start, range_ in _ranges(row.start, end):
            days.setdefault(day, []).append((start, f"    {range_} {text}".rstrip()))
    records = []
    for day in sorted(days):
        lines = [line for _, line in sorted(days[day], key=lambda item: item[0])]
        records.append("\n".join([day.isoformat(), *lines]) + "\n")
    return "\n".join(records)


def _count(row: ExportRow, end: datetime | None, lost: Losses) -> None:
    """Note what a record cannot tell of the time of an entry."""
    lost.change("running entry, which ends now", "running entries, which end now", row.end is None is not end)
    if end is None:
        lost.change("time cut to the minute", "times cut to the minute", row.start.second > 0)
        return
    under, cut = elapsed(row.start, end) < timedelta(minutes=1), row.start.second > 0 or end.second > 0
    lost.change("entry under a minute", "entries under a minute", under)
    lost.change("time cut to the minute", "times cut to the minute", cut and not under)
    parted = end.date() - row.start.date() > _DAY
    lost.change("entry parted at midnight", "entries parted at midnight", parted)


def _ranges(start: datetime, end: datetime | None) -> Iterator[tuple[date, datetime, str]]:
    """Yield (day, start, "8:00 - 9:00") for each record that an entry belongs to."""
    first = start.replace(tzinfo=None, second=0, microsecond=0)
    if end is None:
        yield first.date(), first, f"{_clock(first)} - ?"
        return
    last = end.replace(tzinfo=None, second=0, microsecond=0)
    passed = max(1, round(elapsed(start, end).total_seconds() / 60))
    if last <= first and start.utcoffset() != end.utcoffset():  # in the hour that a clock change repeats
        yield first.date(), first, f"{passed}m"
        return
    last = max(last, first + timedelta(minutes=1))
    while last.date() - first.date() > _DAY:
        yield first.date(), first, f"{_clock(first)} - 24:00"
        first = datetime.combine(first.date() + _DAY, time())
    shift = ">" if last.date() > first.date() else ""
    yield first.date(), first, f"{_clock(first)} - {_clock(last)}{shift}"


def _clock(shown: datetime) -> str:
    return f"{shown.hour}:{shown.minute:02}"


def _text(row: ExportRow, lost: Losses) -> str:
    """Return the activity with its tags, and the note on lines of its own, further indented."""
    name = _untagged(printable(one_line(row.activity)))
    tags = [re.sub(r"[^\w=-]", "_", tag) for tag in row.tags]
    lines = [_untagged(_CONTROL.sub(" ", line).strip()) for line in row.note.splitlines()]
    note = [line for line in lines if line]
    lost.of_name(row.activity, name)
    lost.of_tags(row.tags, tags)
    lost.of_note(row.note, "\n".join(note))
    return "\n        ".join(["".join([name, *(f" #{tag}" for tag in tags)]), *note])


def _untagged(line: str) -> str:
    """Return a line in which nothing is taken for a tag."""
    return _TAG.sub(lambda tag: _WIDE_SIGN + tag[0][1:], line)
