"""Org mode: CLOCK lines, each under the heading that it was clocked on.

The ends of a clock decide, not the sum after "=>". The names of weekdays are of any language and ignored.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from outsource_tui.formats.base import Gatherer, ReadOptions, as_tags, named, one_line, row_id
from outsource_tui.formats.decode import decode
from outsource_tui.formats.wall import WallClock, parse_duration
from outsource_tui.model.clock import elapsed
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import ImportedEntry, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADING = re.compile(r"(\*+)\s+(.*)")
_TAGS = re.compile(r":([^\s:]+(?::[^\s:]+)*):")
_LONGEST = 2_000
"""Links and counts are looked for in headings up to so many characters."""
_STAMP = r"[\[<](\d{4}-\d\d-\d\d)(?:\s+[^\s\d\]>]+)?(?:\s+(\d{1,2}:\d\d)(?::\d\d)?)?[^\]>]*[\]>]"
_CLOCK = re.compile(rf"\s*CLOCK:\s*{_STAMP}(?:\s*--\s*{_STAMP})?\s*(?:=>\s*(\S+))?\s*", re.IGNORECASE)
_ANY_CLOCK = re.compile(r"\s*CLOCK:", re.IGNORECASE)
_SUM_ONLY = re.compile(r"\s*CLOCK:\s*=>\s*(\S+)\s*", re.IGNORECASE)
_SETTING = re.compile(r"#\+(TITLE|FILETAGS|TODO|SEQ_TODO|TYP_TODO):\s*(.*)", re.IGNORECASE)
_ID = re.compile(r"\s*:ID:\s+(\S+)\s*", re.IGNORECASE)
_LINK = re.compile(r"\[\[[^\]]*\](?:\[([^\]]*)\])?\]")
_COOKIE = re.compile(r"\[#\w\]|\[\d*/\d*\]|\[\d*%\]")
_STATES = {"TODO", "DONE", "NEXT", "WAITING", "STARTED", "CANCELLED", "CANCELED", "HOLD", "SOMEDAY", "PROJ"}


def read(data: bytes, options: ReadOptions) -> Reading:
    """Read all clocks of a file. Times are local; an open clock comes back without an end."""
    text = decode(data)
    if not re.search(r"^[ \t]*CLOCK:", text, re.MULTILINE | re.IGNORECASE):
        raise InputError("this is no Org file with clocks: no line begins with “CLOCK:”")
    outline = _Outline()
    gatherer = Gatherer("org", options, text.count("\n") + 1)
    wall = WallClock(options.zone)
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.rstrip("\r")
        if not _ANY_CLOCK.match(line):
            outline.take(line)
            continue
        try:
            _clock(line, number, outline, gatherer, wall=wall, options=options)
        except (InputError, ValueError) as error:
            gatherer.skip(number, str(error))
        except OverflowError:
            gatherer.skip(number, "has a date outside of the calendar")
    return gatherer.reading()


class _Outline:
    """Where in the tree of headings the reader is."""

    def __init__(self) -> None:
        self._headings: list[tuple[int, str, tuple[str, ...]]] = []
        self._states = set(_STATES)
        self._file_tags: list[str] = []
        self._title = ""
        self._id = ""

    def take(self, line: str) -> None:
        """Follow a line that is no clock."""
        heading = _HEADING.fullmatch(line)
        if heading:
            level = len(heading[1])
            while self._headings and self._headings[-1][0] >= level:
                self._headings.pop()
            words = heading[2].rsplit(None, 1)
            told = _TAGS.fullmatch(words[1]) if len(words) == 2 else None
            tags = tuple(told[1].split(":")) if told else ()
            self._headings.append((level, words[0] if told else heading[2].strip(), tags))
            self._id = ""
            return
        known = _ID.fullmatch(line)
        if known:
            self._id = known[1]
        setting = _SETTING.match(line)
        if setting:
            self._set(setting[1].upper(), setting[2])

    def _set(self, name: str, value: str) -> None:
        if name == "TITLE":
            self._title = value
        elif name == "FILETAGS":
            self._file_tags += value.strip().strip(":").split(":")
        else:
            self._states.update(word.partition("(")[0] for word in value.split() if word != "|")

    @property
    def name(self) -> str:
        """The heading as a name: without its state, priority, counts and links."""
        if not self._headings:
            return named(self._title)
        text = self._headings[-1][1]
        if len(text) <= _LONGEST:
            text = _COOKIE.sub("", _LINK.sub(lambda link: link[1] or link[0].strip("[]"), text))
        first, _, rest = text.strip().partition(" ")
        return named(rest if first in self._states and rest.strip() else text)

    @property
    def place(self) -> str:
        """What the heading is known by: its id, which stays when it is renamed, or its name."""
        return self._id or self.name

    @property
    def tags(self) -> Iterable[str]:
        """The heading's tags and those that it inherits."""
        own = [tag for _, _, tags in reversed(self._headings) for tag in tags]
        return [*own, *self._file_tags]


def _clock(
    line: str, number: int, outline: _Outline, gatherer: Gatherer, *, wall: WallClock, options: ReadOptions
) -> None:
    line = one_line(line)  # the patterns take their time over long runs of spaces
    match = _CLOCK.fullmatch(line)
    if not match:
        only_sum = _SUM_ONLY.fullmatch(line)
        if not only_sum:
            raise ValueError(f"is no clock: {line.strip()[:60]!r}")
        told = f"{only_sum[1]} has no place in the day: {outline.name[:60]}"
        gatherer.skip(number, told, harmless=True)
        return
    start = _shown(match[1], match[2])
    last = None
    if match[3] is None:
        first = wall.moment(start)
    else:
        first, last = wall.ends(start, _shown(match[3], match[4]), _seconds(match[5]))
        _compare(match[5], (elapsed(first, last)).total_seconds(), number, gatherer)
    name = outline.name
    source = row_id("org", start, place=outline.place)
    tags = as_tags(list(outline.tags), but=name)
    gatherer.add(ImportedEntry(first, last, options.zone.key, name, tags, "", options.kind, source, number))


def _shown(day: str, clock: str | None) -> datetime:
    if clock is None:
        raise ValueError(f"has no time of day on {day}")
    try:
        return datetime.fromisoformat(f"{day} {clock:0>5}")
    except ValueError:
        raise ValueError(f"has a time that does not exist: {day} {clock}") from None


def _seconds(told: str | None) -> int | None:
    try:
        return parse_duration(told) if told else None
    except ValueError:
        return None


def _compare(told: str | None, passed: float, line: int, gatherer: Gatherer) -> None:
    seconds = _seconds(told)
    if seconds is not None and passed > 0 and abs(seconds - passed) >= 60:
        gatherer.remark(line, f"says {told} and lasts {passed / 60:.0f} minutes by its ends, which decide")
