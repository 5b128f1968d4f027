"""The one grammar for entering time: the bar in the app, `outsource log`, and days edited as text.

    Invoices                       from the end of the last entry until now
    9-10:30 Invoices               also 09:00-10:30, 9am-10:30am, 930-1030, 9h30-10h15, 9.30-10.15,
                                   and 9:00 to 10:30 where both have minutes, or am or pm
    9:15 Invoices                  from 9:15 until now; 9:15-... is still running
    -15 Invoices   30m Invoices    the last 15 / 30 minutes; 1h, 1h30, 1.5h, -1:30 too
    yesterday 14-15 Call           also mon..sun (the latest past one), last mon (not today), 2026-11-20,
                                   20.11., 20 Nov; Fri, 20 Nov 2026
    23:30-0:30 Call                over midnight
    14-15? Website update          planned, not logged; with tomorrow, or the next weekday
    … #tag #two-words  -- note     anywhere after the time
    "9-5" rota   : 9 to 5          quotes, or a colon, begin a name that looks like a time

Rules where a line could mean two things:

- A span that ends before it starts goes over midnight if it then takes up to 12 hours, or up to 16
  from 18:00 on. Written without a day it is the last such night, unless it is planned.
- A time of yesterday evening may be given without a day in the small hours: a span that ended
  less than 6 hours ago, a start less than 12 hours ago.
- A number alone begins a name ("24 boxes", "1099 forms"), a word that only starts with a
  figure too ("2nd call", "3D print"), so do "1:1", "1-1" and "2026-2027". "9h30" alone is a length.
- A weekday is one only before a time ("Mon ami GmbH" is a name), and so is "20 Nov" or "Nov 20". Alone it
  lacks a time.
- A date without a year is the latest past one, or the next one for a plan; today is either.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from outsource_tui.model import clock
from outsource_tui.model.entry import Kind
from outsource_tui.model.line_words import (
    check_rest,
    checked_line,
    leading_tags,
    quote,
    split_rest,
    unique_tags,
    write_note,
    write_tag,
)
from outsource_tui.model.span_words import longest_night, resolve, since_last
from outsource_tui.model.text import clean
from outsource_tui.model.time_words import read_time
from outsource_tui.model.value import dataclass, replace
from outsource_tui.model.written_time import DAY_SECONDS, End, QuickEntryError, shown

__all__ = ["QuickEntry", "QuickEntryError", "is_plain", "parse", "parse_start", "preview", "to_line"]


_ASKED_ABOUT = frozenset(("mon", "tue", "wed", "thu", "fri", "sat", "sun", "yes", "tod", "tom", "ago"))
"""How the words begin that tell a day or a time."""
_MORNING = 6
_LONG_AGO = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class QuickEntry:
    """What a line says: `start` and `end` aware in the viewer's zone, `end` None while it runs."""

    start: datetime
    end: datetime | None
    activity: str
    tags: tuple[str, ...] = ()
    note: str = ""
    kind: Kind = Kind.LOGGED


def parse(
    text: str,
    now: datetime,
    last_end: datetime | None = None,
    *,
    day_start: time | None = None,
    day: date | None = None,
) -> QuickEntry:
    """Read one line; QuickEntryError says which part is wrong and what would be right.

    `now` is aware with a ZoneInfo, which is the viewer's zone. `last_end` is the end of the last
    logged entry before now: a line without a time starts there, or at `day_start` of today if
    nothing was logged. `day` is meant where the line names no day (today by default).
    """
    zone = _zone_of(now)
    line = checked_line(text)
    begin = len(line) - len(line.lstrip())
    pos, tags = leading_tags(line, begin)
    words = read_time(line, pos)
    if words is None:
        literal = pos + 1 if line.startswith(":", pos) else pos
        name, more, note = split_rest(line, literal)
        check_rest(line, pos, name, (*tags, *more))
        columns = (begin, len(line))
        since, until = since_last(now, last_end, zone, day_start=day_start, day=day, columns=columns)
        return QuickEntry(since, until, name, unique_tags((*tags, *more)), note)
    start, end = resolve(words, line, now, day, zone)
    name, more, note = split_rest(line, words.rest)
    check_rest(line, words.rest, name, (*tags, *more))
    kind = Kind.PLANNED if words.planned else Kind.LOGGED
    return QuickEntry(start, end, name, unique_tags((*tags, *more)), note, kind)


def parse_start(text: str, now: datetime) -> QuickEntry:
    """Read what is to run: "Invoices #tag" from now, "11:40 Invoices", "yesterday 23:00 Invoices" or
    "-15 Invoices" from then. QuickEntryError as `parse` raises it, and for a time with an end."""
    line = checked_line(text)
    words = read_time(line, leading_tags(line, len(line) - len(line.lstrip()))[0])
    if words is None:
        return QuickEntry(clock.to_minute(now), None, *read_words(text))
    if not isinstance(words.last, End):
        span = shown(line[words.start : words.stop])
        raise QuickEntryError(f"{span} has an end, and what starts has none yet: write 9:15 and the name")
    if words.minutes is None and words.last is End.NOW:
        line = f"{line[: words.stop]}-...{line[words.stop :]}"
    return replace(parse(line, now), end=None)


def read_words(text: str) -> tuple[str, tuple[str, ...], str]:
    """Return name, tags and note of "Invoices #accounts -- October", in which no time is read."""
    line = checked_line(text)
    name, tags, note = split_rest(line, 0)
    check_rest(line, 0, name, tags)
    return name, tags, note


def leaves_doubt(entry: QuickEntry, now: datetime) -> bool:
    """False where `time_hint` has no question about the line of an entry, which need not be loaded then."""
    name = entry.activity.casefold()
    asks = any(word[:1] == "+" or word[:3] in _ASKED_ABOUT for word in name.split())
    asks = asks or any(map(str.isdigit, name))
    return asks or entry.start.hour < _MORNING or entry.start.date() < now.date() - _LONG_AGO


def _zone_of(now: datetime) -> ZoneInfo:
    if not isinstance(now.tzinfo, ZoneInfo):
        raise TypeError("now needs a ZoneInfo")
    return now.tzinfo


def preview(entry: QuickEntry, now: datetime) -> str:
    """Return what will be stored, in one line that is safe to show.

    "09:00–10:30 · 1 h 30 · Invoices"; the day stands before it when it is not today.
    """
    parts = []
    if entry.start.date() != now.date():
        parts.append(_day_words(entry.start.date(), now.date()))
    if entry.end is None:
        until = clock.to_minute(now)  # as the start is: what starts now has lasted for nothing yet
        parts += [f"{clock.clock_words(entry.start)}–now", _length_words(entry.start, until), "running"]
    else:
        days = (entry.end.date() - entry.start.date()).days
        over = f" (+{days} day{'s' if days > 1 else ''})" if days else ""
        parts += [
            f"{clock.clock_words(entry.start)}–{clock.clock_words(entry.end)}{over}",
            _length_words(entry.start, entry.end),
        ]
    if entry.kind is Kind.PLANNED:
        parts.append("planned")
    parts.append(entry.activity)
    if entry.tags:
        parts.append(" ".join(f"#{tag}" for tag in entry.tags))
    if entry.note:
        parts.append(entry.note)
    return " · ".join(clean(part) for part in parts)


def _day_words(day: date, today: date) -> str:
    words = clock.long_date(day)
    return words if day.year != today.year else words.rpartition(" ")[0]


def _length_words(start: datetime, end: datetime) -> str:
    return clock.hours_words(clock.elapsed(start, end).total_seconds() / 60)


def to_line(entry: QuickEntry, day: date | None = None) -> str:
    """Return the line that `parse` reads as the same values.

    The date is left out when the entry starts on `day`, which `parse` must then be given as its
    day. A running entry ends in "-...".
    """
    span = _span_words(entry)
    date_words = "" if entry.start.date() == day else f"{entry.start.date().isoformat()} "
    plan = "?" if entry.kind is Kind.PLANNED else ""
    head = f"{date_words}{span}{plan}"
    return f"{head} {to_words(entry.activity, entry.tags, entry.note, head)}"


def to_words(activity: str, tags: Sequence[str], note: str, head: str = "") -> str:
    """Return what stands in a line behind the time part `head`: "Invoices #accounts -- for October"."""
    words = [activity if is_plain(head, activity) else quote(activity)]
    words += [write_tag(tag) for tag in tags if tag]
    if note:
        words += ["--", write_note(note)]
    return " ".join(words)


def _span_words(entry: QuickEntry) -> str:
    start, end = entry.start, entry.end
    first = _exact_words(start)
    if end is None:
        return f"{first}-..."
    if end.date() == start.date():
        return f"{first}-{_exact_words(end)}"
    zone = _zone_of(start)
    tomorrow = start.date() + timedelta(days=1)
    if end == clock.midnight(tomorrow, zone) and end.time() == time() and not clock.second_mark(end):
        return f"{first}-24:00"
    start_seconds, end_seconds = _seconds(start), _seconds(end)
    night = (end_seconds - start_seconds) % DAY_SECONDS
    if end.date() == tomorrow and end_seconds < start_seconds and night <= longest_night(start_seconds):
        return f"{first}-{_exact_words(end)}"
    return f"{first}-{end.date().isoformat()} {_exact_words(end)}"


def _seconds(moment_written: datetime) -> int:
    return moment_written.hour * 3600 + moment_written.minute * 60 + moment_written.second


def _exact_words(moment_written: datetime) -> str:
    seconds = f":{moment_written.second:02}" if moment_written.second else ""
    return f"{moment_written:%H:%M}{seconds}{clock.second_mark(moment_written)}"


def is_plain(head: str, name: str) -> bool:
    """True where the name can stand without quotes behind the time part `head`, or behind none."""
    line = f"{head} {name}" if head else name
    pos = len(head) + 1 if head else 0
    try:
        same = checked_line(line) == line and clean(name) == name
        check_rest(line, pos, name, ())
        words = read_time(line)  # "9-10 PM sync" would be read as 10 pm
    except QuickEntryError:
        return False
    begins = words is not None and words.rest == pos if head else words is None and name[0] != ":"
    return same and begins and split_rest(line, pos) == (name, (), "")
