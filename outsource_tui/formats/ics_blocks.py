"""The text of iCalendar files cut into calendars, zones and events, whatever state it is in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from outsource_tui.model.clock import zone_named
from outsource_tui.model.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outsource_tui.formats.base import Gatherer

_REPEATS = re.compile(r"^(?:RRULE|RDATE|RECURRENCE-ID)[;:]", re.MULTILINE | re.IGNORECASE)
_RULE = re.compile(r"^(?:RRULE|RDATE)[;:]", re.MULTILINE | re.IGNORECASE)
_FREQUENCY = re.compile(r"^RRULE[^:\n]*:[^\n]*FREQ=(\w+)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one event; `line` is where it begins in the file."""

    line: int
    text: str

    @property
    def repeats(self) -> bool:
        """True for a member of a series."""
        return _REPEATS.search(self.text) is not None

    @property
    def has_rule(self) -> bool:
        """True for the member that says when the series repeats."""
        return _RULE.search(self.text) is not None

    @property
    def frequency(self) -> str:
        """How often it repeats: "DAILY"; empty for no rule."""
        match = _FREQUENCY.search(self.text)
        return match[1].upper() if match else ""


@dataclass(slots=True)
class CalendarText:
    """One calendar: the name of its zone, its zones and its events."""

    zone: str = ""
    zones: list[str] = field(default_factory=list)
    events: list[Block] = field(default_factory=list)

    def joined(self, blocks: Sequence[Block], *, with_zones: bool = True) -> str:
        """Return a calendar of some of its events, as text that is whole."""
        head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//outsource-tui//EN"]
        zones = self.zones if with_zones else []
        return "\r\n".join([*head, *zones, *(block.text for block in blocks), "END:VCALENDAR", ""])


def calendars(text: str, gatherer: Gatherer) -> list[CalendarText]:
    """Cut the text; an event that never ends is a problem, what else is between events is left out."""
    cutter = _Cutter(gatherer)
    for number, raw in enumerate(text.split("\n"), 1):
        cutter.take(raw.rstrip("\r"), number)
    cutter.finish()
    return cutter.found


def _iana(name: str) -> str:
    """Return the IANA name of a zone that Windows may have named; empty for none that is known."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    try:
        return zone_named(WINDOWS_TO_OLSON.get(name, name)).key
    except InputError:
        return ""


class _Cutter:
    """Goes through the lines of a file and keeps where it is."""

    def __init__(self, gatherer: Gatherer) -> None:
        self.found = [CalendarText()]
        self._gatherer = gatherer
        self._inside = ""
        self._begun = 0
        self._lines: list[str] = []
        self._depth = 0

    def take(self, line: str, number: int) -> None:
        word = line.rstrip().upper()
        if word == "BEGIN:VCALENDAR":
            self.finish("")
            self.found.append(CalendarText())
        elif word in ("BEGIN:VEVENT", "BEGIN:VTIMEZONE"):
            self.finish("")
            self._inside, self._begun, self._lines, self._depth = word[6:], number, [line.rstrip()], 0
        elif self._inside:
            self._keep(line, word)
        elif word.startswith("X-WR-TIMEZONE"):
            self.found[-1].zone = _iana(line.partition(":")[2].strip())

    def _keep(self, line: str, word: str) -> None:
        if word == f"END:{self._inside}":
            self._close(line.rstrip())
        elif self._inside == "VTIMEZONE":
            self._lines.append(line)
        elif word.startswith("BEGIN:"):
            self._depth += 1  # an alarm, which has a description and a duration of its own
        elif word.startswith("END:"):
            self._depth = max(0, self._depth - 1)
        elif not self._depth and word:
            self._lines.append(line)

    def _close(self, line: str) -> None:
        block = "\r\n".join([*self._lines, line])
        if self._inside == "VEVENT":
            self.found[-1].events.append(Block(self._begun, block))
        else:
            self.found[-1].zones.append(block)
        self._inside = ""

    def finish(self, why: str = ": the file was cut off") -> None:
        """Note an event that was begun and not ended."""
        if self._inside == "VEVENT":
            self._gatherer.skip(self._begun, f"is an event without an end{why}")
        self._inside = ""
