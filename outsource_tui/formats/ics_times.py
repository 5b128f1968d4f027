"""When events of iCalendar begin and end: exact lengths, moved occurrences, and starts in any form."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from outsource_tui.model.entry import MAX_LENGTH
from outsource_tui.model.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

Event = Any
"""An event of icalendar; its properties are of thirty types, any of which a broken file can hold."""

_LENGTH = "X-OUTSOURCE-LENGTH"
"""Holds "days seconds" of an event's duration: of a series' occurrence only an end on the wall is left."""
_DURATION = re.compile(r"^DURATION[^:\n]*:(.*)$", re.MULTILINE | re.IGNORECASE)
_PARTS = re.compile(r"\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.IGNORECASE)
_PERIODS = re.compile(r"^RDATE[^:\n]*VALUE=PERIOD", re.MULTILINE | re.IGNORECASE)


def keep_length(event: Event, text: str) -> None:
    """Note in the event how long it lasts, if its `text` says so: the parser makes 24 hours one day.

    Not where single occurrences have lengths of their own.
    """
    event.pop(_LENGTH, None)
    told = _DURATION.search(text)
    parts = _PARTS.fullmatch(told[1].strip()) if told and not _PERIODS.search(text) else None
    if parts and "DTEND" not in event:
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in parts.groups())
        event[_LENGTH] = f"{weeks * 7 + days} {hours * 3600 + minutes * 60 + seconds}"


def ends_of(event: Event, moment: Callable[[date], datetime]) -> tuple[date, datetime, datetime]:
    """Return the start as it is written, and both ends as `moment` makes moments of what is written.

    Of a duration, days and weeks go by the wall clock, hours, minutes and seconds are what passes.
    InputError where the ends do not go together.
    """
    start: date = event["DTSTART"].dt
    length = str(event.get(_LENGTH, ""))
    if length and isinstance(start, datetime):
        nominal, passing = map(int, length.split())
        days, seconds = timedelta(days=nominal), timedelta(seconds=passing)
        if days + seconds > MAX_LENGTH * 100:
            raise InputError("has a duration that cannot be meant")
        first = moment(start)
        last = moment(start + days) if days else first
        return start, first, (last.astimezone(UTC) + seconds).astimezone(first.tzinfo)
    end = _end_of(event, start)
    return start, moment(start), moment(end)


def _end_of(event: Event, start: date) -> date:
    """Return the end as it is written, or what a duration or a day implies."""
    if "DTEND" in event:
        end: date = event["DTEND"].dt
    elif "DURATION" in event:
        length: timedelta = event["DURATION"].dt
        if length > MAX_LENGTH * 100:
            raise InputError("has a duration that cannot be meant")
        end = start + length
    else:
        end = start if isinstance(start, datetime) else start + timedelta(days=1)
    if isinstance(start, datetime) is not isinstance(end, datetime):
        raise InputError("begins at a time and ends on a day, or the other way round")
    if not isinstance(start, datetime) and end <= start:
        end = start + timedelta(days=1)
    return end


def in_utc(event: Event) -> bool:
    """True for an event whose start is written with a Z."""
    start = event["DTSTART"].dt if "DTSTART" in event else None
    return isinstance(start, datetime) and getattr(start.tzinfo, "key", "") == "UTC"


def stamp_of(event: Event) -> str:
    """Return which occurrence of its series this is: its first planned start, as a stamp."""
    value = event.get("RECURRENCE-ID")
    try:
        start = value.dt if value is not None else event["DTSTART"].dt
        if not isinstance(start, datetime):
            return f"{start:%Y%m%d}"
        return f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}" if start.tzinfo else f"{start:%Y%m%dT%H%M%S}"
    except Exception:  # a property that the parser kept although it is broken, or is no time at all
        return ""
