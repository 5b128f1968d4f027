"""What readers and writers of foreign formats have in common: their contract and the gathering of rows."""

from __future__ import annotations

import hashlib
import math
import unicodedata
from dataclasses import dataclass, replace
from datetime import time
from typing import TYPE_CHECKING, Literal, Protocol
from zlib import crc32

from outsource_tui.model.clock import clock_words, elapsed, stamp_words
from outsource_tui.model.entry import MAX_LENGTH, Kind, Plan
from outsource_tui.model.imported import ImportedEntry, Problem, Question, Reading, unit_of
from outsource_tui.model.line_words import MAX_NAME, MAX_TAG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from outsource_tui.formats.losses import Losses
    from outsource_tui.model.imported import Progress

DateOrder = Literal["dmy", "mdy", "ymd"]

MAX_BYTES = 256 * 1024 * 1024
"""No larger file is read: 73,000 rows are about 10 MB."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""What begins outside of these years cannot be meant."""
TOLD_EVERY = 256
"""After so many rows the progress is told."""
_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"} | {127: 0x2421}
"""The signs that stand for controls where a format forbids these."""
_CONTROLS = {picture: code for code, picture in _PICTURES.items()}
_HALVES = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
SHOWN_TAGS = 3
"""So many tags that read differently are named."""
UNTITLED = "Untitled"
"""The activity of a row that has no name at all."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a file may leave open.

    `zone` holds for local times without a zone, `now` ends what is still running where that matters.
    `user` (a name or address) or `all_users` settle whose rows count, `day` is the date of a text
    without one, `since` and `until` (both included) bound recurrences and large sources, `columns` says
    which column holds which field, `threshold_minutes` is the shortest block of window events. `progress`
    hears how far a long reading is. What takes whole days takes each from `day_start` to `day_end`, of which
    0:00 is the end of the day. With `untimed`, what has a length and no time of day follows one
    another on its day from `day_start`.
    """

    zone: ZoneInfo
    now: datetime
    date_order: DateOrder | None = None
    user: str | None = None
    all_users: bool = False
    day: date | None = None
    since: date | None = None
    until: date | None = None
    kind: Kind = Kind.LOGGED
    include_all_day: bool = False
    untimed: bool = False
    day_start: time = time(8)
    day_end: time = time(18)
    columns: Mapping[str, str] | None = None
    threshold_minutes: float = 5.0
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class ExportRow:
    """An entry on its way out: like a stored one, but with the name of its activity.

    `start` and `end` are aware, `end` is None while it runs; `zone` is an IANA name; `source` the foreign
    id that it was imported under, or empty. `plan` names its activity too. `marked` is True where this
    sitting is to be handed over, by its own word or its activity's; `group` is the name of its activity's
    group, or empty.
    """

    id: str
    start: datetime
    end: datetime | None
    zone: str
    activity: str
    tags: tuple[str, ...] = ()
    note: str = ""
    kind: Kind = Kind.LOGGED
    hand_over: bool | None = None
    source: str = ""
    plan: Plan | None = None
    marked: bool = False
    group: str = ""


class Reader(Protocol):
    """A module that reads one foreign format."""

    def read(self, data: bytes, options: ReadOptions) -> Reading:
        """Return the entries in `data`; InputError where it is not this format at all."""
        ...


class Writer(Protocol):
    """A module that writes one foreign format."""

    def write(self, rows: Sequence[ExportRow], now: datetime, losses: Losses | None = None) -> str:
        """Return the rows as the text of a file; `now` is the moment of writing in the viewer's zone.

        What has no place in the format, or reads differently there, is noted in `losses`.
        """
        ...


def row_id(prefix: str, *parts: object, place: str = "") -> str:
    """Return an id that the same content always gets: "prefix:<20 hex digits>".

    `parts` are what a row keeps when it is edited, such as whose it is and when it began. `place` is where
    it belongs (a project, a heading): it follows as ".<8 hex digits>" and helps to tell apart the rows of
    several files that began at the same moment.
    """
    text = "\x1f".join(map(str, parts))
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10)
    at = f".{crc32(place.casefold().encode('utf-8', 'surrogatepass')):08x}" if place else ""
    return f"{prefix}:{digest.hexdigest()}{at}"


def as_tag(text: str) -> str:
    """Return `text` in the form of a tag: no "#" before it, no spaces or commas in it."""
    return "-".join(text.replace(",", " ").split()).lstrip("#")


def as_tags(texts: Sequence[str], but: str = "") -> tuple[str, ...]:
    """Return each tag once, in order, without empty ones and without the one that says `but`."""
    tags = dict.fromkeys(as_tag(text) for text in texts)
    tags.pop("", None)
    tags.pop(as_tag(but), None)
    return tuple(tags)


def one_line(text: str) -> str:
    """Return `text` with every run of white space as one space: the form of a name."""
    return " ".join(text.split())


def plain(name: str) -> str:
    """Return a column's name without case, accents, punctuation and repeated spaces, for comparing."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    kept = (char if char.isalnum() else " " for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


def short(text: str, limit: int = 240) -> str:
    """Return `text` as one line of at most `limit` characters: what a file holds may be long."""
    line = one_line(text)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def counted(count: int, one: str, more: str) -> str:
    """Return a count with what it counts: "1 event", "1,200 events"."""
    return f"{count:,} {one if count == 1 else more}"


def printable(text: str) -> str:
    """Return `text` as other programs may hold and show it: controls as their pictures.

    Line ends, as line feeds, and tabs stay; halves of pairs become U+FFFD.
    """
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_PICTURES | _HALVES)


def unprintable(text: str) -> str:
    """Return the controls to a text of ours that `printable` took them from."""
    return text.translate(_CONTROLS)


def named(text: str) -> str:
    """Return the name of an activity, never empty."""
    return one_line(text) or UNTITLED


class Gatherer:
    """Collects entries, leaves out what cannot be an entry, and counts identical rows once.

    `lines` is how many lines (or items) the file has, where that is known: what progress is measured by.
    What is `ours` was in a log already: its names may be as long as they are.
    """

    def __init__(
        self, format_name: str, options: ReadOptions | None = None, lines: int = 0, *, ours: bool = False
    ) -> None:
        self._format = format_name
        self._unit = unit_of(format_name)
        self._progress = options.progress if options else None
        self._lines = lines
        self._ours = ours
        self._untitled = 0
        self._tags: dict[str, str] = {}
        self._entries: list[ImportedEntry] = []
        self._problems: list[Problem] = []
        self._remarks: list[Problem] = []
        self._by_source: dict[str, ImportedEntry] = {}
        self._sharing: dict[str, dict[ImportedEntry, int]] = {}
        self._duplicates = 0
        self._read = 0

    def add(self, entry: ImportedEntry) -> None:
        """Take the entry, or note why it cannot be one."""
        if not FIRST_YEAR <= entry.start.year <= LAST_YEAR:
            self.skip(entry.line, f"is in the year {entry.start.year}, which cannot be meant")
            return
        if entry.end is not None:
            length = elapsed(entry.start, entry.end)
            if length.days < 0 or not length:
                self._refuse(entry, entry.end)
                return
            if length > MAX_LENGTH:
                self.skip(entry.line, f"lasts {length.days} days; an entry lasts {MAX_LENGTH.days} at most")
                return
        if not self._ours and (told := _too_long(entry)):
            self.skip(entry.line, told)
            return
        self._count(entry.line)
        if entry.source:
            first = self._by_source.setdefault(entry.source, entry)
            if first is not entry:
                shared = self._sharing.setdefault(entry.source, {replace(first, line=0): first.line})
                content = replace(entry, line=0)
                if content in shared:
                    self._duplicates += 1
                    self.remark(entry.line, f"is the same as {self._unit} {shared[content]} and counts once")
                    return
                shared[content] = entry.line
                entry = replace(entry, source=f"{entry.source}-{len(shared)}")
        self._entries.append(entry)
        self._untitled += entry.activity == UNTITLED

    def tags(self, texts: Sequence[str], but: str = "") -> tuple[str, ...]:
        """Return `as_tags` of them, and note those that read differently."""
        for text in texts:
            if (tag := as_tag(text)) != text.strip() and tag:
                self._tags.setdefault(text.strip(), tag)
        return as_tags(texts, but)

    def _notes(self) -> Iterator[Problem]:
        """Yield what holds for many rows, once."""
        if self._untitled and not self._ours:
            rows = counted(self._untitled, "row has", "rows have")
            yield Problem(0, f"{rows} no description: {UNTITLED!r} stands in its place", harmless=True)
        if self._tags:
            pairs = [f"{short(old, 40)!r} as {short(new, 40)!r}" for old, new in self._tags.items()]
            count = counted(len(pairs), "tag comes", "tags come")
            more = " …" if len(pairs) > SHOWN_TAGS else ""
            told = f"{count} in without spaces and commas: {', '.join(pairs[:SHOWN_TAGS])}{more}"
            yield Problem(0, told, harmless=True)

    def _refuse(self, entry: ImportedEntry, end: datetime) -> None:
        if not elapsed(entry.start, end):
            self.skip(entry.line, f"{entry.activity!r} takes no time", harmless=True)
        else:
            start = clock_words(entry.start)
            self.skip(entry.line, f"ends at {stamp_words(end)}, before it starts {start}")

    def skip(self, line: int, reason: str, *, harmless: bool = False) -> None:
        """Note a line that is left out; `harmless` when nothing is lost by it."""
        self._count(line)
        self._problems.append(Problem(line, short(reason), harmless, self._unit))

    def _count(self, line: int) -> None:
        self._read += 1
        if self._progress is not None and not self._read % TOLD_EVERY:
            self._progress("reading", line if self._lines else self._read, self._lines)

    @property
    def left_out(self) -> int:
        """How many lines were left out so far."""
        return len(self._problems)

    def remark(self, line: int, text: str) -> None:
        """Note something about a line that does count."""
        self._remarks.append(Problem(line, short(text), harmless=True, unit=self._unit))

    def reading(self, questions: Sequence[Question] = ()) -> Reading:
        """Return what was gathered, problems by line, without the entries while a question is open."""
        return Reading(
            self._format,
            self._read,
            () if questions else tuple(self._entries),
            tuple(sorted(self._problems, key=lambda problem: problem.line or math.inf)),
            tuple(questions),
            duplicates=self._duplicates,
            remarks=(*self._remarks, *self._notes()),
        )


def _too_long(entry: ImportedEntry) -> str:
    """Return which name is longer than the log keeps names, or ""."""
    if len(entry.activity) > MAX_NAME:
        return f"has a name of {len(entry.activity):,} characters, at most {MAX_NAME} are kept"
    tag = next((tag for tag in entry.tags if len(tag) > MAX_TAG), "")
    return f"has a tag of {len(tag):,} characters, at most {MAX_TAG} are kept" if tag else ""
