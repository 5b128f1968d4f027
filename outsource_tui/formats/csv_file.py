"""CSV tables: any by a mapping of its columns, and our own (`own_csv`)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from outsource_tui.formats.base import (
    Gatherer,
    ReadOptions,
    named,
    one_line,
    plain,
    row_id,
)
from outsource_tui.formats.detect import PLAIN_STARTS
from outsource_tui.formats.own_csv import is_own, read_own, write
from outsource_tui.formats.report import FIELDS as REPORT_FIELDS
from outsource_tui.formats.report import choose_person
from outsource_tui.formats.sheet import Sheet, find_columns
from outsource_tui.formats.untimed import Untimed
from outsource_tui.formats.wall import Dates, WallClock, after, parse_clock, parse_duration
from outsource_tui.model.clock import zone_named
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import ImportedEntry, Question, Reading
from outsource_tui.model.span_words import longest_night

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["FIELDS", "columns_of", "is_own", "read", "together", "write"]

FIELDS: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day", *REPORT_FIELDS["start_date"], "datum", "fecha", "data", "dia", "giorno", "jour"),
    "start": (PLAIN_STARTS[0], *REPORT_FIELDS["start_time"], *PLAIN_STARTS[1:]),
    "end": (
        *("end", *REPORT_FIELDS["end_time"]),
        *("ended", "ended at", "end at", "endtime", "stop", "stopped", "finish"),
        *("to", "until", "bis", "ende", "fin", "fim", "final", "fine", "time out", "clock out"),
    ),
    "end_date": REPORT_FIELDS["end_date"],
    "duration": (*REPORT_FIELDS["duration"], "hours", "stunden", "length", "elapsed", "duration hours"),
    "minutes": ("minutes", "mins", "minuten", "duration min", "duration minutes", "minutos"),
    "activity": (
        *(
            "activity",
            "description",
            "task",
            "title",
            "subject",
            "what",
            "summary",
            "event",
            "name",
            "tatigkeit",
        ),
        *("aktivitat", "actividad", "atividade", "beschreibung", "aufgabe", "project", "projekt"),
    ),
    "note": (
        "note",
        "notes",
        "comment",
        "comments",
        "remark",
        "remarks",
        "bemerkung",
        "kommentar",
        "details",
    ),
    "tags": ("tags", "tag", "labels", "category", "categories", "etiquetas", "schlagworter"),
    "project": ("project", "projekt", "projeto", "proyecto", "projet"),
    "client": ("client", "customer", "kunde", "cliente"),
    "user": ("user", "employee", "member", "benutzer", "mitarbeiter", "usuario"),
    "zone": ("zone", "time zone", "timezone", "zeitzone"),
}
"""Which names are taken for which field when nobody says so. `ReadOptions.columns` has the same keys."""

NO_COLUMN = "none of them"
"""The answer that a table has no column for a field."""
_LOOKED_AT = 200
"""So many rows tell whether a column holds ends or lengths."""
_LIKE_A_CLOCK = re.compile(r"[0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)
_DAY_OVER = re.compile(r"24:00(?::00)?")
_TIMED = {"date", "start", "end", "end_date"}


def read(data: bytes, options: ReadOptions) -> Reading:
    """Read our own table, or any other by `options.columns` or by the names of its columns."""
    sheet = Sheet(data)
    if is_own(sheet.header):
        return read_own(sheet, options)
    columns = _columns(sheet.header, options.columns)
    untimed = _has_no_start(columns, options)
    missing = _missing(columns, sheet.header, options, untimed=untimed)
    if missing:
        return Gatherer("csv").reading(missing)
    people, texts = _look(sheet, columns)
    dates, person = Dates.of(sorted(texts), options.date_order), choose_person(people, options)
    if isinstance(dates, Question) or isinstance(person, Question):
        return Gatherer("csv").reading([q for q in (dates, person) if isinstance(q, Question)])
    table = _Table(columns, options, dates)
    if untimed:
        table.remark = f"no column holds the start: {_following(options)}"
    if _may_be_length(sheet.header, columns, options.columns) and table.end_is_length(sheet):
        columns["duration"] = columns.pop("end")
        table = _Table(columns, options, dates)
        held = f"column {sheet.header[columns['duration']]!r} is taken as how long it took, not as the end"
        table.remark = held
    return table.read(sheet, person)


def _columns(header: Sequence[str], chosen: Mapping[str, str] | None) -> dict[str, int]:
    """Return the index of each field's column: as chosen, by name or by number from 1, else by guess.

    A field whose chosen column is empty has none.
    """
    guessed = find_columns(list(header), FIELDS)
    if guessed.get("project") == guessed.get("activity"):
        guessed.pop("project", None)
    if not chosen:
        return guessed
    columns = {}
    for field, name in chosen.items():
        if field not in FIELDS:
            raise InputError(f"unknown field {field!r}: a column can be {', '.join(FIELDS)}")
        if not name:
            guessed.pop(field, None)
            continue
        columns[field] = _place(header, name)
        if columns[field] < 0:
            raise InputError(f"there is no column {name!r}: the file has {', '.join(header)}")
    taken = set(columns.values())
    return {f: index for f, index in guessed.items() if index not in taken} | columns


def together(
    header: Sequence[str], known: Mapping[str, str], chosen: Mapping[str, str] | None
) -> Mapping[str, str]:
    """Return the columns that were known with those chosen now; a column that is chosen is no other's."""
    if not chosen:
        return known
    taken = {_place(header, name) for name in chosen.values() if name}
    return {f: name for f, name in known.items() if _place(header, name) not in taken} | dict(chosen)


def _place(header: Sequence[str], name: str) -> int:
    """Return the index of a column by name or by number from 1; -1 for none."""
    names = [plain(each) for each in header]
    if plain(name) in names:
        return names.index(plain(name))
    return int(name) - 1 if name.isdecimal() and 1 <= int(name) <= len(header) else -1


def columns_of(header: Sequence[str], chosen: Mapping[str, str] | None) -> dict[str, str]:
    """Return {field: name of its column} as `read` would take them: what a form starts with."""
    return {field: header[index] for field, index in _columns(header, chosen).items()}


def _has_no_start(columns: Mapping[str, int], options: ReadOptions) -> bool:
    """True where a person said that no column holds the start, and dates and lengths are there."""
    said = options.untimed or (options.columns or {}).get("start") == ""
    return said and "start" not in columns and _tells_lengths(columns)


def _tells_lengths(columns: Mapping[str, int]) -> bool:
    return "date" in columns and bool(columns.keys() & {"duration", "minutes"})


def _missing(
    columns: Mapping[str, int], header: Sequence[str], options: ReadOptions, *, untimed: bool
) -> list[Question]:
    """Return a question for each field without which no entry can be made."""
    if len(header) < 2:
        raise InputError("this is no CSV table: its first line has a single column")
    questions = []
    asked = {"activity": "the activity"} if untimed else {"start": "the start", "activity": "the activity"}
    if not columns.keys() & {"end", "duration", "minutes"}:
        asked["end"] = "the end"
    for field, words in asked.items():
        if field not in columns:
            more, choices = "", tuple(header)
            if field == "end":
                more = " One that holds how long it took will do as well."
            elif field == "start" and _tells_lengths(columns):
                more, choices = f" With none, {_following(options)}.", (*header, NO_COLUMN)
            questions.append(Question(f"columns.{field}", f"which column holds {words}?{more}", choices))
    return questions


def _following(options: ReadOptions) -> str:
    return f"the rows of a day follow one another from {options.day_start:%H:%M}"


def _may_be_length(
    header: Sequence[str], columns: Mapping[str, int], chosen: Mapping[str, str] | None
) -> bool:
    """True where a person said which column holds the end, and its name does not say so, too."""
    if not (chosen or {}).get("end") or columns.keys() & {"duration", "minutes"}:
        return False
    return "end" in columns and find_columns(list(header), FIELDS).get("end") != columns["end"]


def _look(sheet: Sheet, columns: Mapping[str, int]) -> tuple[dict[str, str], set[str]]:
    timed = [columns[field] for field in _TIMED & columns.keys()]
    user = columns.get("user", -1)
    people: dict[str, str] = {}
    texts: set[str] = set()
    for row, _ in sheet.rows():
        texts.update(
            row[index].replace("T", " ").replace(",", " ").strip().partition(" ")[0] for index in timed
        )
        if user >= 0 and row[user]:
            people.setdefault(row[user], "")
    return people, texts


class _Table:
    """Reads the rows of a foreign table."""

    def __init__(self, columns: Mapping[str, int], options: ReadOptions, dates: Dates) -> None:
        self._columns = columns
        self._options = options
        self._dates = dates
        self._walls = {options.zone.key: WallClock(options.zone)}
        self._untimed = Untimed(options.day_start)
        self.remark = ""

    def end_is_length(self, sheet: Sheet) -> bool:
        """True where most cells of the end make sense only as how long it took."""
        votes = [self._votes(row) for row, _ in islice(sheet.rows(), _LOOKED_AT)]
        return votes.count(True) > votes.count(False)

    def _votes(self, row: list[str]) -> bool | None:
        """Tell whether a row's end can only be a length; None where nothing can be told."""
        starts, ends = self._cell(row, "start"), self._cell(row, "end")
        try:
            start = self._moment(starts, self._cell(row, "date"))
            if not _is_clock(ends):
                return _is_duration(ends)
            length = (self._end(ends, row, start) - start).total_seconds()
        except (ValueError, InputError, OverflowError, OSError, TypeError):
            return None
        return length > longest_night(start.hour * 3600)

    def read(self, sheet: Sheet, person: str | None) -> Reading:
        gatherer = Gatherer("csv", self._options, sheet.line_count)
        if self.remark:
            gatherer.remark(0, self.remark)
        for row, line in sheet.rows():
            if person is not None and self._cell(row, "user") != person:
                continue
            try:
                self._row(row, line, gatherer)
            except (ValueError, InputError) as error:
                gatherer.skip(line, str(error))
            except (OverflowError, OSError):
                gatherer.skip(line, "has a date outside of the calendar")
        sheet.tell_broken(gatherer)
        return gatherer.reading()

    def _cell(self, row: list[str], field: str) -> str:
        index = self._columns.get(field, -1)
        return row[index].strip() if index >= 0 else ""

    def _row(self, row: list[str], line: int, gatherer: Gatherer) -> None:
        wall = self._wall(self._cell(row, "zone"))
        name, note = self._cell(row, "activity"), self._cell(row, "note")
        labels = re.split(r"[,;|]", self._cell(row, "tags"))
        tags = gatherer.tags([self._cell(row, "project"), self._cell(row, "client"), *labels], but=name)
        project = " ".join([self._cell(row, "project"), self._cell(row, "client")]).strip()
        who, place = self._cell(row, "user"), project or one_line(name)
        if "start" in self._columns:
            first, last, told, source = self._timed(row, wall, who, place)
        else:
            first, last, source = self._following(row, wall, who, place)
            told = ""
        if told:
            gatherer.remark(line, told)
        kind = self._options.kind
        activity = named(name or self._cell(row, "project"))
        gatherer.add(
            ImportedEntry(first, last, wall.zone.key, activity, tags, note, kind, source, line, whose=who)
        )

    def _timed(
        self, row: list[str], wall: WallClock, who: str, place: str
    ) -> tuple[datetime, datetime | None, str, str]:
        """Return start, end, a remark or "", and the id of a row that says when it began."""
        starts, ends = self._cell(row, "start"), self._cell(row, "end")
        if not starts:
            raise ValueError("has no start")
        start = self._moment(starts, self._cell(row, "date"))
        end = self._end(ends, row, start) if ends else None
        return *_placed(wall, start, end, self._seconds(row)), row_id("csv", who, start, place=place)

    def _following(
        self, row: list[str], wall: WallClock, who: str, place: str
    ) -> tuple[datetime, datetime, str]:
        """Return start, end and the id of a row that follows the one before it on its day."""
        shown, seconds = self._cell(row, "date"), self._seconds(row)
        if not shown or seconds is None:
            raise ValueError(f"has no {'length' if shown else 'date'}")
        day = self._dates.parse(shown)
        first, last = self._untimed.place(wall, who, day, seconds)
        source = row_id("csv", who, day, self._untimed.number(who, day, place), place=place)
        return first, last, source

    def _wall(self, zone: str) -> WallClock:
        key = zone or self._options.zone.key
        if key not in self._walls:
            self._walls[key] = WallClock(zone_named(key))
        return self._walls[key]

    def _end(self, ends: str, row: list[str], start: datetime) -> datetime:
        own_day = self._cell(row, "end_date")
        if _DAY_OVER.fullmatch(ends):
            return self._moment("0:00", own_day or f"{start:%Y-%m-%d}") + timedelta(days=1)
        end = self._moment(ends, own_day or f"{start:%Y-%m-%d}")
        if not own_day and _is_clock(ends) and start.tzinfo is None and end < start:
            end += timedelta(days=1)
        return end

    def _seconds(self, row: list[str]) -> int | None:
        text = self._cell(row, "duration")
        if text:
            return parse_duration(text)
        minutes = self._cell(row, "minutes").replace(",", ".")
        return round(float(minutes) * 60) if minutes else None

    def _moment(self, text: str, day: str) -> datetime:
        """Return the moment a cell tells: aware where it holds an offset or seconds since 1970."""
        if text.isdecimal() and len(text) in (10, 13):
            return datetime.fromtimestamp(int(text[:10]), UTC)
        if _is_clock(text):
            if not day and self._options.day is None:
                raise ValueError(f"has the time {text!r} and no date")
            shown = self._dates.parse(day) if day else self._options.day
            assert shown is not None
            return datetime.combine(shown, parse_clock(text))
        if _LIKE_A_CLOCK.fullmatch(text):
            raise ValueError(f"there is no time {text!r}")
        date_part, _, clock = text.replace("T", " ").replace(", ", " ").partition(" ")
        if not clock.strip():
            raise ValueError(f"has the date {text!r} and no time of day")
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return datetime.combine(self._dates.parse(date_part), parse_clock(clock))


def _is_duration(text: str) -> bool:
    try:
        return parse_duration(text) >= 0
    except ValueError:
        return False


def _is_clock(text: str) -> bool:
    try:
        parse_clock(text)
    except ValueError:
        return False
    return True


def _placed(
    wall: WallClock, start: datetime, end: datetime | None, seconds: int | None
) -> tuple[datetime, datetime | None, str]:
    """Return start and end in the wall's zone, and a remark or ""."""
    if start.tzinfo is None and (end is None or end.tzinfo is None):
        return wall.span(start, end, seconds)
    first = (start if start.tzinfo else wall.moment(start)).astimezone(wall.zone)
    if end is None:
        return first, None if seconds is None else after(first, seconds), ""
    return first, (end if end.tzinfo else wall.moment(end)).astimezone(wall.zone), ""

