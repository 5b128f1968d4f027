"""The text of iCalendar files cut into calendars, zones and events, whatever state it is in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import prod
from typing import TYPE_CHECKING, Any

from outsource_tui.model.clock import zone_named
from outsource_tui.model.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from outsource_tui.formats.base import Gatherer

_REPEATS = re.compile(r"^(?:RRULE|RDATE|RECURRENCE-ID)[;:]", re.MULTILINE | re.IGNORECASE)
_RULE = re.compile(r"^(?:RRULE|RDATE)[;:]", re.MULTILINE | re.IGNORECASE)
_RRULE = re.compile(r"^RRULE[^:\n]*:(.*)$", re.MULTILINE | re.IGNORECASE)
_DEFINED = re.compile(r"^TZID(?:;[^:\n]*)?:(.*)$", re.MULTILINE | re.IGNORECASE)
_FOLD = re.compile(r"\r?\n[ \t]")
_ZONE = re.compile(r"""^([A-Z-]+;(?:[^:"\n]*;)?TZID=)("[^"\n]*"|[^":;\n]*)""", re.MULTILINE | re.IGNORECASE)
_UNTIL = re.compile(r"^(RRULE[^\n]*UNTIL=)(\d{8}T\d{6})Z", re.MULTILINE | re.IGNORECASE)
_TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
_HOURS = 24


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one event, unfolded; `line` is where it begins in the file."""

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
    def rules(self) -> tuple[str, ...]:
        """How it repeats: "FREQ=DAILY;COUNT=3"."""
        return tuple(rule.strip() for rule in _RRULE.findall(self.text))

    @property
    def no_rule(self) -> str:
        """Why a rule is none of an appointment, or "": expanded, it would never end."""
        for rule in self.rules:
            parts = dict(part.upper().partition("=")[::2] for part in rule.split(";"))
            often = parts.get("FREQ", "") in _TOO_OFTEN
            if often or _times_a_day(parts) >= _HOURS:
                return "repeats every hour or more often: that is no appointment"
            if parts.get("INTERVAL", "1").strip().lstrip("0") == "":
                return "repeats at an interval of 0, which never comes to a next day"
        return ""


def _times_a_day(parts: Mapping[str, str]) -> int:
    lists = (parts.get(name, "").split(",") for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    return prod(len(set(values)) for values in lists)


@dataclass(slots=True)
class CalendarText:
    """One calendar: the name of its zone, its zones and its events."""

    zone: str = ""
    zones: list[str] = field(default_factory=list)
    events: list[Block] = field(default_factory=list)

    def joined(self, blocks: Sequence[Block]) -> str:
        """Return a calendar of some of its events, as text that is whole."""
        return _whole(*self.zones, *(block.text for block in blocks))


def parsed(text: str) -> Any:
    """Return what the parser makes of a calendar, its zones as that calendar defines them.

    Whatever the parser raises, for calendars that are broken.
    """
    import icalendar

    # forgets the zones of other calendars: those of one name need not be one
    icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]
    return icalendar.Calendar.from_ical(text)


def _whole(*parts: str) -> str:
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//outsource-tui//EN")
    return "\r\n".join([*head, *parts, "END:VCALENDAR", ""])


def calendars(text: str, gatherer: Gatherer) -> list[CalendarText]:
    """Cut the text; an event that never ends is a problem, what else is between events is left out."""
    cutter = _Cutter(gatherer)
    for number, raw in enumerate(text.split("\n"), 1):
        cutter.take(raw.rstrip("\r"), number)
    cutter.finish()
    for calendar in cutter.found:
        _settle_zones(calendar, gatherer)
    return cutter.found


def _settle_zones(calendar: CalendarText, gatherer: Gatherer) -> None:
    """Give the zones of events the names that the parser knows, and tell of those that nobody knows.

    A name may have a vendor's prefix, as in "/freeassociation.sourceforge.net/Europe/Berlin".
    """
    broken = _names_in(zone for zone in calendar.zones if not _is_readable(zone))
    calendar.zones = [zone for zone in calendar.zones if not broken.issuperset(_names_in([zone]))]
    defined = _names_in(calendar.zones)
    names: dict[str, str] = {}
    unknown: set[str] = set()
    for index, block in enumerate(calendar.events):
        zones = {quoted.strip('"') for _, quoted in _ZONE.findall(block.text)}
        for name in sorted(zones - names.keys()):
            known = name if name in defined and not name.startswith("/") else _iana(name)
            names[name] = known or name
            if not known and name not in defined:
                unknown.add(name)
                why = "whose definition cannot be read" if name in broken else "which is not known"
                gatherer.remark(block.line, f"is in the zone {name!r}, {why}: taken as your own")
        text = _ZONE.sub(lambda found: found[1] + _renamed(found[2], names), block.text)
        if zones & unknown:
            text = _UNTIL.sub(_widened, text)
        calendar.events[index] = replace(block, text=text)


def _names_in(zones: Iterable[str]) -> set[str]:
    """Return the names that definitions of zones give themselves."""
    return {name.strip().strip('"') for zone in zones for name in _DEFINED.findall(zone)}


def _is_readable(zone: str) -> bool:
    """True for a definition that the parser takes: of a broken one it would refuse every event beside it."""
    try:
        parsed(_whole(zone))
    except Exception:  # the parser raises what it likes at what people's calendars hold
        return False
    return True


def _widened(until: re.Match[str]) -> str:
    """Return the end of a rule in UTC as one on an unknown clock, which may be up to 14 hours ahead.

    That keeps the last occurrence, and lets in none of the day after.
    """
    try:
        last = datetime.strptime(until[2], "%Y%m%dT%H%M%S") + timedelta(hours=14, seconds=-1)
    except (ValueError, OverflowError):
        return until[0]
    return f"{until[1]}{last:%Y%m%dT%H%M%S}"


def _renamed(quoted: str, names: Mapping[str, str]) -> str:
    name = names[quoted.strip('"')]
    return f'"{name}"' if quoted.startswith('"') else name


def _iana(name: str) -> str:
    """Return the IANA name of a zone that Windows or a vendor may have named; empty for an unknown one."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    parts = name.strip("/").split("/")
    places = range(len(parts)) if name.startswith("/") else (0,)
    for each in ("/".join(parts[place:]) for place in places):
        try:
            return zone_named(WINDOWS_TO_OLSON.get(each, each)).key
        except InputError:
            continue
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
        block = _FOLD.sub("", "\r\n".join([*self._lines, line]))
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
