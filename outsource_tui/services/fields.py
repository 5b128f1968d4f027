"""An entry as lines of text, one a field, and back: for forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from outsource_tui.model.clock_input import parse_time_span
from outsource_tui.model.date_lines import read_day_words
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.errors import InputError
from outsource_tui.model.line_words import check_rest, leading_tags, write_tag
from outsource_tui.model.quick_entry import QuickEntry, to_line
from outsource_tui.model.value import dataclass
from outsource_tui.services.spans import check_span


@dataclass(frozen=True, slots=True)
class Fields:
    """What the lines say."""

    activity: str
    start: datetime
    end: datetime | None
    tags: tuple[str, ...]
    note: str

    def keeps_span(self, entry: Entry) -> bool:
        """True where start and end are the moments of the entry, in whatever zone they are told."""
        ends = [end.timestamp() if end else None for end in (self.end, entry.end)]
        return self.start.timestamp() == entry.start.timestamp() and ends[0] == ends[1]


def fields_of(entry: Entry, name: str, zone: ZoneInfo) -> dict[str, str]:
    """Return an entry's fields as text: activity, day, time, tags, note."""
    start = entry.start.astimezone(zone)
    end = entry.end.astimezone(zone) if entry.end else None
    span = to_line(QuickEntry(start, end, "x", kind=Kind.LOGGED), start.date()).removesuffix(" x")
    return {
        "activity": name,
        "day": start.date().isoformat(),
        "time": span,
        "tags": " ".join(write_tag(tag) for tag in entry.tags),
        "note": entry.note,
    }


def read_fields(given: Mapping[str, str], now: datetime, *, planned: bool) -> Fields:
    """Read what a form says; InputError says which field is wrong and what would be right.

    A weekday is the latest one, of a plan the next one.
    """
    name = given["activity"].strip()
    check_rest(name, 0, name, ())
    day = read_day_words(given["day"], now.date(), ahead=planned)
    start, end = parse_time_span(given["time"], day, now, planned=planned)
    check_span(start, end, now, planned=planned)
    return Fields(name, start, end, read_tags(given["tags"]), given["note"].strip())


def read_tags(text: str) -> tuple[str, ...]:
    """Read "#one two" as two tags; InputError for what is none."""
    line = " ".join(word if word.startswith("#") or '"' in text else f"#{word}" for word in text.split())
    stop, tags = leading_tags(line, 0)
    if stop < len(line):
        raise InputError("tags are words with a letter, such as #accounts #vat-2026")
    return tags
