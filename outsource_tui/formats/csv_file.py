"""CSV tables: any by a mapping of its columns, and our own, which loses nothing of an entry.

Our own table: `id,start,end,zone,minutes,activity,tags,note,kind,hand_over,source` and, of what had been
planned before it was done, `planned_start,planned_end,planned_activity`. Moments are ISO 8601 with offset,
tags are separated by ", " with commas in them escaped by a backslash. A cell that a spreadsheet would run
as a formula gets an apostrophe before it, which reading takes away again.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from outsource_tui.formats.base import (
    ExportRow,
    Gatherer,
    ReadOptions,
    as_tags,
    named,
    one_line,
    row_id,
)
from outsource_tui.formats.report import FIELDS as REPORT_FIELDS
from outsource_tui.formats.report import choose_person
from outsource_tui.formats.sheet import Sheet, find_columns, guard, plain, unguard
from outsource_tui.formats.wall import Dates, WallClock, parse_clock, parse_duration
from outsource_tui.model.clock import elapsed, zone_named
from outsource_tui.model.entry import Kind, Plan
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import ImportedEntry, Question, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS = (
    *("id", "start", "end", "zone", "minutes", "activity", "tags", "note", "kind", "hand_over", "source"),
    *("planned_start", "planned_end", "planned_activity"),
)
"""The header of our own table."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day", *REPORT_FIELDS["start_date"], "datum", "fecha", "data", "dia", "giorno", "jour"),
    "start": (
        *("start", *REPORT_FIELDS["start_time"]),
        *("started", "started at", "start at", "starttime", "begin", "begin time"),
        *("beginning", "from", "von", "beginn", "anfang", "inicio", "debut", "inizio"),
        *("time in", "clock in", "time"),
    ),
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

_TIMED = {"date", "start", "end", "end_date"}


def read(data: bytes, options: ReadOptions) -> Reading:
    """Read our own table, or any other by `options.columns` or by the names of its columns."""
    sheet = Sheet(data)
    if is_own(sheet.header):
        return _read_own(sheet, options)
    columns = _columns(sheet.header, options.columns)
    missing = _missing(columns, sheet.header)
    if missing:
        return Gatherer("csv").reading(missing)
    people, texts = _look(sheet, columns)
    dates, person = Dates.of(sorted(texts), options.date_order), choose_person(people, options)
    if isinstance(dates, Question) or isinstance(person, Question):
        return Gatherer("csv").reading([q for q in (dates, person) if isinstance(q, Question)])
    return _Table(columns, options, dates).read(sheet, person)


def is_own(header: Sequence[str]) -> bool:
    """True for the header of a table that `write` made."""
    return {"id", "start", "end", "zone", "activity", "kind"} <= set(header)


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
    names = {plain(name): index for index, name in reversed(list(enumerate(header)))}
    for field, name in chosen.items():
        if field not in FIELDS:
            raise InputError(f"unknown field {field!r}: a column can be {', '.join(FIELDS)}")
        if not name:
            guessed.pop(field, None)
        elif plain(name) in names:
            columns[field] = names[plain(name)]
        elif name.isdecimal() and 1 <= int(name) <= len(header):
            columns[field] = int(name) - 1
        else:
            raise InputError(f"there is no column {name!r}: the file has {', '.join(header)}")
    taken = set(columns.values())
    return {f: index for f, index in guessed.items() if index not in taken} | columns


def columns_of(header: Sequence[str], chosen: Mapping[str, str] | None) -> dict[str, str]:
    """Return {field: name of its column} as `read` would take them: what a form starts with."""
    return {field: header[index] for field, index in _columns(header, chosen).items()}


def _missing(columns: Mapping[str, int], header: Sequence[str]) -> list[Question]:
    """Return a question for each field without which no entry can be made."""
    if len(header) < 2:
        raise InputError("this is no CSV table: its first line has a single column")
    questions = []
    asked = {"start": "the start", "activity": "the activity"}
    if not columns.keys() & {"end", "duration", "minutes"}:
        asked["end"] = "the end"
    for field, words in asked.items():
        if field not in columns:
            questions.append(Question(f"columns.{field}", f"which column holds {words}?", tuple(header)))
    return questions


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

    def read(self, sheet: Sheet, person: str | None) -> Reading:
        gatherer = Gatherer("csv", self._options, sheet.line_count)
        for row, line in sheet.rows():
            if person is not None and self._cell(row, "user") != person:
                continue
            try:
                self._row(row, line, gatherer)
            except (ValueError, InputError) as error:
                gatherer.skip(line, str(error))
            except (OverflowError, OSError):
                gatherer.skip(line, "has a date outside of the calendar")
        return gatherer.reading()

    def _cell(self, row: list[str], field: str) -> str:
        index = self._columns.get(field, -1)
        return row[index].strip() if index >= 0 else ""

    def _row(self, row: list[str], line: int, gatherer: Gatherer) -> None:
        wall = self._wall(self._cell(row, "zone"))
        starts, ends = self._cell(row, "start"), self._cell(row, "end")
        if not starts:
            raise ValueError("has no start")
        start = self._moment(starts, self._cell(row, "date"))
        end = self._end(ends, row, start) if ends else None
        first, last, remark = _place(wall, start, end, self._seconds(row))
        if remark:
            gatherer.remark(line, remark)
        name, note = self._cell(row, "activity"), self._cell(row, "note")
        labels = re.split(r"[,;|]", self._cell(row, "tags"))
        tags = as_tags([self._cell(row, "project"), self._cell(row, "client"), *labels], but=name)
        project = " ".join([self._cell(row, "project"), self._cell(row, "client")]).strip()
        source = row_id("csv", self._cell(row, "user"), start, place=project or one_line(name))
        kind = self._options.kind
        activity = named(name or self._cell(row, "project"))
        gatherer.add(ImportedEntry(first, last, wall.zone.key, activity, tags, note, kind, source, line))

    def _wall(self, zone: str) -> WallClock:
        key = zone or self._options.zone.key
        if key not in self._walls:
            self._walls[key] = WallClock(zone_named(key))
        return self._walls[key]

    def _end(self, ends: str, row: list[str], start: datetime) -> datetime:
        own_day = self._cell(row, "end_date")
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
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            date_part, _, clock = text.replace("T", " ").replace(", ", " ").partition(" ")
            moment = datetime.combine(self._dates.parse(date_part), parse_clock(clock) if clock else time())
        if len(text) <= 10:
            raise ValueError(f"has the date {text!r} and no time of day")
        return moment


def _is_clock(text: str) -> bool:
    try:
        parse_clock(text)
    except ValueError:
        return False
    return True


def _place(
    wall: WallClock, start: datetime, end: datetime | None, seconds: int | None
) -> tuple[datetime, datetime | None, str]:
    """Return start and end in the wall's zone, and a remark or ""."""
    if start.tzinfo is None and (end is None or end.tzinfo is None):
        return wall.span(start, end, seconds)
    first = (start if start.tzinfo else wall.moment(start)).astimezone(wall.zone)
    if end is None:
        return first, None if seconds is None else _later(first, seconds), ""
    return first, (end if end.tzinfo else wall.moment(end)).astimezone(wall.zone), ""


def _later(moment: datetime, seconds: int) -> datetime:
    return (moment.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(moment.tzinfo)


def _read_own(sheet: Sheet, options: ReadOptions) -> Reading:
    gatherer = Gatherer("csv", options, sheet.line_count)
    index = {name: number for number, name in enumerate(sheet.header)}
    for row, line in sheet.rows():
        try:
            gatherer.add(_own_row({name: unguard(row[number]) for name, number in index.items()}, line))
        except (ValueError, InputError, OverflowError) as error:
            gatherer.skip(line, str(error))
    return gatherer.reading()


def _own_row(cells: Mapping[str, str], line: int) -> ImportedEntry:
    zone = zone_named(cells["zone"])
    start = datetime.fromisoformat(cells["start"])
    end = datetime.fromisoformat(cells["end"]) if cells["end"] else None
    if start.tzinfo is None or (end is not None and end.tzinfo is None):
        raise ValueError("has a time without its offset from UTC, such as +01:00")
    if not cells["activity"].strip():
        raise ValueError("has no activity")
    hand_over = {"yes": True, "no": False}.get(cells.get("hand_over", ""))
    return ImportedEntry(
        start.astimezone(zone),
        end.astimezone(zone) if end else None,
        zone.key,
        cells["activity"],
        split_tags(cells.get("tags", "")),
        cells.get("note", ""),
        Kind(cells["kind"] or "logged"),
        cells.get("source", "") or f"outsource:{cells['id']}",
        line,
        hand_over,
        _plan(cells),
    )


def _plan(cells: Mapping[str, str]) -> Plan | None:
    if not cells.get("planned_start"):
        return None
    start, end = (datetime.fromisoformat(cells.get(name, "")) for name in ("planned_start", "planned_end"))
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("has a planned time without its offset from UTC, such as +01:00")
    return Plan(start, end, cells.get("planned_activity", "") or cells["activity"])


def write(rows: Sequence[ExportRow], now: datetime) -> str:
    """Write our own table. Nothing of an entry is lost; `minutes` is for people and ignored by `read`."""
    out = io.StringIO()
    table = csv.writer(out)  # its line ends (CR LF) also make it quote cells that hold either
    table.writerow(COLUMNS)
    for row in rows:
        minutes = f"{elapsed(row.start, row.end).total_seconds() / 60:.0f}" if row.end else ""
        hand_over = {True: "yes", False: "no", None: ""}[row.hand_over]
        end = row.end.isoformat() if row.end else ""
        cells: tuple[str, ...]
        cells = (row.id, row.start.isoformat(), end, row.zone, minutes, row.activity, join_tags(row.tags))
        cells += (row.note, row.kind.value, hand_over, row.source, *_plan_cells(row.plan))
        table.writerow([guard(cell) for cell in cells])
    return out.getvalue()


def _plan_cells(plan: Plan | None) -> tuple[str, str, str]:
    return (plan.start.isoformat(), plan.end.isoformat(), plan.activity) if plan else ("", "", "")


def join_tags(tags: Sequence[str]) -> str:
    """Return the tags in one cell, separated by ", "."""
    return ", ".join(tag.replace("\\", "\\\\").replace(",", "\\,") for tag in tags if tag)


def split_tags(cell: str) -> tuple[str, ...]:
    """Take the tags out of one cell again."""
    found = re.findall(r"(?:^|, ?)((?:[^\\,]|\\.)*)", cell, re.DOTALL) if cell else []
    return tuple(re.sub(r"\\(.)", r"\1", tag, flags=re.DOTALL) for tag in found if tag)
