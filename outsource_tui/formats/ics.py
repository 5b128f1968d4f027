"""iCalendar (RFC 5545): calendars as logged or planned entries, and entries as a calendar.

icalendar parses and recurring-ical-events expands repetitions; what surrounds them here is for files that are
broken in places. Writing keeps everything but the zone and the override: times are UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from outsource_tui.formats.base import (
    ExportRow,
    Gatherer,
    ReadOptions,
    as_tags,
    named,
    one_line,
    printable,
    row_id,
    short,
    unprintable,
)
from outsource_tui.formats.decode import decode
from outsource_tui.formats.ics_blocks import Block, CalendarText, calendars, parsed
from outsource_tui.formats.ics_times import ends_of, in_utc, keep_length, stamp_of
from outsource_tui.formats.losses import Losses
from outsource_tui.formats.wall import WallClock
from outsource_tui.model.clock import midnight
from outsource_tui.model.entry import MAX_LENGTH, Kind
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import ImportedEntry, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outsource_tui.formats.ics_times import Event

_DOMAIN = "@outsource-tui"
_KIND = "X-OUTSOURCE-KIND"
_RUNNING = "X-OUTSOURCE-RUNNING"
_PLAN_AHEAD = timedelta(days=366)
_BATCH = 500
"""Events parsed at a time: what the parser builds of an event is a hundred times its text."""


def read(data: bytes, options: ReadOptions) -> Reading:
    """Read the events of all calendars in the file, repetitions expanded.

    Without a span, logged entries go up to `options.now`, planned ones from today over a year.
    """
    text = decode(data)
    gatherer = Gatherer("ics", options, text.count("\n") + 1)
    found = calendars(text, gatherer)
    if not any(calendar.events for calendar in found):
        if "BEGIN:VCALENDAR" in text.upper():
            return gatherer.reading()
        raise InputError("this is no iCalendar file: it has no BEGIN:VCALENDAR and no events")
    for calendar in found:
        _Calendar(calendar, options, gatherer).read()
    return gatherer.reading()


def _span(options: ReadOptions) -> tuple[datetime, datetime]:
    """Return the moments between which events count."""
    today = options.now.astimezone(options.zone).date()
    planned = options.kind is Kind.PLANNED
    since = options.since or (today if planned else date(1970, 1, 1))
    until = options.until or (today + _PLAN_AHEAD if planned else None)
    end = options.now if until is None else datetime.combine(until + timedelta(days=1), time(), options.zone)
    return datetime.combine(since, time(), options.zone), end


class _Calendar:
    """Reads one calendar of the file."""

    def __init__(self, text: CalendarText, options: ReadOptions, gatherer: Gatherer) -> None:
        self._text = text
        self._options = options
        self._gatherer = gatherer
        self._wall = WallClock(options.zone)
        self._since, self._until = _span(options)
        self._earlier = self._later = 0

    def read(self) -> None:
        series: dict[str, list[tuple[Block, Event]]] = {}
        for block, event in self._events():
            if block.repeats:
                series.setdefault(str(event.get("UID") or f"line {block.line}"), []).append((block, event))
            else:
                self._add(event, block.line, "")
        for uid, members in series.items():
            self._expand(uid, members)
        ends = (
            (self._later, "begin", f"after {self._until - timedelta(seconds=1):%Y-%m-%d}"),
            (self._earlier, "end", f"before {self._since:%Y-%m-%d}"),
        )
        for count, verb, when in ends:
            if count == 1:
                self._gatherer.remark(0, f"1 event {verb}s {when} and is left out")
            elif count:
                self._gatherer.remark(0, f"{count:,} events {verb} {when} and are left out")

    def _events(self) -> Iterator[tuple[Block, Event]]:
        """Yield each event that can be parsed; the others become problems."""
        events = self._text.events
        for first in range(0, len(events), _BATCH):
            yield from self._parsed(events[first : first + _BATCH])

    def _parsed(self, blocks: Sequence[Block]) -> Iterator[tuple[Block, Event]]:
        try:
            events = _parse(self._text, blocks)
        except Exception:  # the parser raises what it likes at what people's calendars hold
            events = []
        if len(events) == len(blocks):
            yield from zip(blocks, events, strict=True)
            return
        for block in blocks:
            try:
                yield block, _parse(self._text, [block])[0]
            except Exception:
                self._gatherer.skip(block.line, "is an event that cannot be read")

    def _expand(self, uid: str, members: list[tuple[Block, Event]]) -> None:
        """Add each occurrence of a series between the ends of the span, exceptions in their place."""
        import recurring_ical_events  # type: ignore[import-untyped]

        line = min(block.line for block, _ in members)
        refused = next((block.no_rule for block, _ in members if block.no_rule), "")
        if refused:
            self._gatherer.skip(line, refused, harmless=True)
            return
        if not any(block.has_rule for block, _ in members):
            for block, event in members:
                self._add(event, block.line, stamp_of(event))
            return
        try:
            query = recurring_ical_events.of(self._series(uid, [event for _, event in members]))
            found = list(query.between(self._since, self._until))
        except Exception as error:  # a property that the parser kept although it is broken, among others
            rules = ", ".join(rule for block, _ in members for rule in block.rules) or str(error)
            self._gatherer.skip(line, f"repeats in a way that cannot be read: {short(rules, 80)}")
            return
        for event in found:
            self._add(event, line, stamp_of(event))

    def _series(self, uid: str, events: Sequence[Event]) -> Any:
        """Return a calendar of one series."""
        import icalendar

        calendar = icalendar.Calendar()
        if self._text.zone and all(in_utc(event) for event in events):
            # written in UTC, yet it repeats by this zone's clock; other times say their zone themselves
            calendar.add("X-WR-TIMEZONE", self._text.zone)
        for event in events:
            if "UID" not in event:
                event.add("UID", uid)
            calendar.add_component(event)
        return calendar

    def _add(self, event: Event, line: int, occurrence: str) -> None:
        try:
            self._entry(event, line, occurrence)
        except InputError as error:
            self._gatherer.skip(line, error.message)
        except Exception:  # a property that the parser kept although it is broken
            self._gatherer.skip(line, f"{_text(event, 'SUMMARY')[:60]!r} has a time that cannot be read")

    def _entry(self, event: Event, line: int, occurrence: str) -> None:
        gatherer, options = self._gatherer, self._options
        uid = _text(event, "UID")
        told = unprintable if uid.endswith(_DOMAIN) else str
        name = named(told(_text(event, "SUMMARY")))
        if "DTSTART" not in event:
            gatherer.skip(line, f"{name!r} has no start")
            return
        if _text(event, "STATUS").upper() == "CANCELLED":
            gatherer.skip(line, f"{name!r} was cancelled", harmless=True)
            return
        if _text(event, _RUNNING):
            gatherer.skip(line, f"{name!r} was running when the file was written", harmless=True)
            return
        start, first, last = ends_of(event, self._moment)
        if not isinstance(start, datetime) and not options.include_all_day:
            gatherer.skip(line, f"{name!r} takes the whole day", harmless=True)
            return
        spans = list(self._spans(start, first, last))
        first, last = spans[0][0], spans[-1][1]
        kind = Kind.PLANNED if _text(event, _KIND) == "planned" else options.kind
        tags = gatherer.tags([told(tag) for tag in _categories(event)], but=name)
        uid = uid or row_id("", first, last, name)
        source = f"ics:{uid}/{occurrence}" if occurrence else f"ics:{uid}"
        if uid.endswith(_DOMAIN):
            source = f"outsource:{uid.removesuffix(_DOMAIN)}"
        elif self._is_outside(first, last):
            return
        note = told(_text(event, "DESCRIPTION")).strip()
        for number, (begin, end) in enumerate(spans):
            if len(spans) == 1 or (end > self._since and begin < self._until):
                one = f"{source}+{number}" if number else source
                gatherer.add(ImportedEntry(begin, end, options.zone.key, name, tags, note, kind, one, line))

    def _spans(self, start: date, first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield when an event takes place; one that takes whole days has of each what is a day of work."""
        days = (last.date() - first.date()).days
        if isinstance(start, datetime) or days > MAX_LENGTH.days:
            yield first, last
            return
        options = self._options
        for number in range(days):
            day = first.date() + timedelta(days=number)
            over = options.day_end <= options.day_start
            ends = datetime.combine(day + timedelta(days=over), options.day_end)
            yield self._wall.moment(datetime.combine(day, options.day_start)), self._wall.moment(ends)

    def _is_outside(self, first: datetime, last: datetime) -> bool:
        """True, and counted, for what ends before the span or begins after it."""
        earlier, later = last <= self._since and first < self._since, first >= self._until
        self._earlier += earlier
        self._later += later and not earlier
        return earlier or later

    def _moment(self, value: date) -> datetime:
        """Return the moment in the reader's zone; floating times and days are of that zone."""
        if not isinstance(value, datetime):
            return midnight(value, self._options.zone)
        if value.tzinfo is None:
            return self._wall.moment(value)
        return value.astimezone(UTC).astimezone(self._options.zone)


def _parse(text: CalendarText, blocks: Sequence[Block]) -> list[Any]:
    calendar = parsed(text.joined(blocks))
    events = [event for event in calendar.subcomponents if event.name == "VEVENT"]
    if len(events) == len(blocks):
        for block, event in zip(blocks, events, strict=True):
            keep_length(event, block.text)
    return events


def _text(event: Event, name: str) -> str:
    value = event.get(name, "")
    return str(value[0] if isinstance(value, list) and value else value or "")


def _categories(event: Event) -> list[str]:
    value = event.get("CATEGORIES")
    groups = value if isinstance(value, list) else [] if value is None else [value]
    return [str(category) for group in groups for category in getattr(group, "cats", [])]


def write(rows: Sequence[ExportRow], now: datetime, losses: Losses | None = None) -> str:
    """Write a calendar that others can subscribe to or import.

    What runs ends at `now` and says so, so that reading it again does not stop it.
    """
    import icalendar

    lost = losses or Losses()
    lost.without_overrides(rows)
    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//outsource-tui//EN")
    for row in rows:
        end = row.end if row.end is not None else max(now, row.start)
        name, tags = printable(one_line(row.activity)), [printable(tag) for tag in row.tags]
        lost.change("running entry, which ends now", "running entries, which end now", row.end is None)
        lost.of_name(row.activity, name)
        lost.of_tags(row.tags, as_tags(tags, but=name))
        lost.of_note(row.note, printable(row.note))
        event = icalendar.Event()
        event.add("UID", f"{row.id}{_DOMAIN}")
        event.add("DTSTAMP", now.astimezone(UTC))
        event.add("DTSTART", row.start.astimezone(UTC))
        event.add("DTEND", end.astimezone(UTC))
        event.add("SUMMARY", name)
        if tags:
            event.add("CATEGORIES", tags)
        if row.note:
            event.add("DESCRIPTION", printable(row.note))
        if row.kind is Kind.PLANNED:
            event.add(_KIND, row.kind.value)
        if row.end is None:
            event.add(_RUNNING, "TRUE")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode("utf-8", "replace")
