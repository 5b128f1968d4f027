"""Detailed reports of time trackers as CSV: one row an entry, local times, columns by name in any order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from outsource_tui.formats.base import UNTITLED, Gatherer, ReadOptions, one_line, row_id
from outsource_tui.formats.detect import has_plain_start
from outsource_tui.formats.sheet import Sheet, find_columns, unguard
from outsource_tui.formats.wall import Dates, WallClock, parse_clock, parse_duration
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import ImportedEntry, Question, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

FIELDS: Mapping[str, tuple[str, ...]] = {
    "start_date": (
        "start date",
        "data de inicio",
        "data inicial",
        "fecha de inicio",
        "fecha inicial",
        "startdatum",
        "date de debut",
        "data di inizio",
        "begindatum",
    ),
    "start_time": (
        "start time",
        "hora de inicio",
        "hora inicial",
        "startzeit",
        "startuhrzeit",
        "heure de debut",
        "ora di inizio",
        "ora inizio",
        "begintijd",
        "starttijd",
    ),
    "end_date": (
        "end date",
        "stop date",
        "data final",
        "data de termino",
        "data de fim",
        "fecha final",
        "fecha de finalizacion",
        "fecha de fin",
        "enddatum",
        "date de fin",
        "data di fine",
        "einddatum",
    ),
    "end_time": (
        "end time",
        "stop time",
        "hora de termino",
        "hora final",
        "hora de fim",
        "hora de finalizacion",
        "hora de fin",
        "endzeit",
        "enduhrzeit",
        "heure de fin",
        "ora di fine",
        "ora fine",
        "eindtijd",
    ),
    "duration": (
        "duration",
        "duration h",
        "duracao",
        "duracao h",
        "duracion",
        "duracion h",
        "dauer",
        "dauer h",
        "duree",
        "duree h",
        "durata",
        "durata h",
        "duur",
        "duur h",
    ),
    "decimal": (
        "duration decimal",
        "duracao decimal",
        "duracion decimal",
        "dauer dezimal",
        "duree decimale",
        "durata decimale",
        "duur decimaal",
    ),
    "description": (
        "description",
        "descricao",
        "descripcion",
        "beschreibung",
        "descrizione",
        "beschrijving",
        "title",
    ),
    "project": ("project", "projeto", "proyecto", "projekt", "projet", "progetto"),
    "client": ("client", "cliente", "kunde", "klant"),
    "task": ("task", "tarefa", "tarea", "aufgabe", "tache", "attivita", "taak", "activity"),
    "tags": ("tags", "tag", "etiquetas", "etiqueta", "etiquettes", "schlagworter", "etichette", "labels"),
    "user": ("user", "usuario", "utilizador", "member", "benutzer", "utilisateur", "utente", "gebruiker"),
    "email": ("email", "e mail", "correo electronico", "mail"),
}
"""The names of the columns in the languages that trackers export them in, without accents and signs."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of report: its name, how it is called to users, which columns name an activity, and whether
    a header is surely that of another one."""

    format: str
    label: str
    naming: tuple[str, ...]
    is_other: Callable[[Sequence[str]], bool]


def read_report(data: bytes, options: ReadOptions, layout: Layout) -> Reading:
    """Read a detailed report; questions come back for what the file leaves open."""
    sheet = Sheet(data)
    columns = find_columns(sheet.header, FIELDS)
    check_columns(columns, sheet.header, layout.label)
    if layout.is_other(sheet.header):
        raise InputError(f"this is no {layout.label} report, but one of another time tracker")
    questions: list[Question] = []
    people, namesakes, dates = _look(sheet, columns, options)
    if isinstance(dates, Question):
        questions.append(dates)
    chosen = _one_of(namesakes, people, options) or choose_person(people, options)
    if isinstance(chosen, Question):
        questions.append(chosen)
    if isinstance(dates, Question) or isinstance(chosen, Question):
        gatherer = Gatherer(layout.format)
        return gatherer.reading(questions)
    shared = options.all_users and len(people) > 1
    return _Rows(layout, columns, options, dates, chosen, tag_user=shared, namesakes=namesakes).read(sheet)


def check_columns(columns: Mapping[str, int], header: Sequence[str], label: str) -> None:
    """InputError where the columns do not tell when anything began."""
    names = ", ".join(header[:6])
    if {"start_date", "start_time"} <= columns.keys() and columns.keys() & {
        "end_time",
        "duration",
        "decimal",
    }:
        return
    has_length = columns.keys() & {"duration", "decimal", "project"}
    if has_length and not has_plain_start(header):
        raise InputError(
            f"this is a {label} report without start times (columns: {names} …), such as a summary: "
            "export the detailed report instead"
        )
    raise InputError(f"this is no {label} report: it has the columns {names}, and no start date and time")


def _look(
    sheet: Sheet, columns: Mapping[str, int], options: ReadOptions
) -> tuple[dict[str, str], frozenset[str], Dates | Question]:
    """Go over the file once for what all rows together tell: who is in it, and how dates are written.

    People are {how they are told apart: address}: by name, or by address where several share a name. Those
    names come second.
    """
    user, email = columns.get("user", -1), columns.get("email", -1)
    day, end = columns["start_date"], columns.get("end_date", columns["start_date"])
    found: dict[tuple[str, str], None] = {}
    texts: set[str] = set()
    for row, _ in sheet.rows():
        texts.add(row[day])
        texts.add(row[end])
        found[row[user] if user >= 0 else "", row[email] if email >= 0 else ""] = None
    found.pop(("", ""), None)
    addresses: dict[str, set[str]] = {}
    for name, address in found:
        addresses.setdefault(name, set()).add(address)
    namesakes = frozenset(name for name, known in addresses.items() if name and len(known - {""}) > 1)
    people: dict[str, str] = {}
    for name, address in found:
        people.setdefault(_told_apart(name, address, namesakes), address)
    return people, namesakes, Dates.of(sorted(texts), options.date_order)


def _told_apart(name: str, address: str, namesakes: Container[str]) -> str:
    return (address or name) if name in namesakes else (name or address)


def _one_of(namesakes: Iterable[str], people: Mapping[str, str], options: ReadOptions) -> Question | None:
    """Return the question which of several people of the wanted name is meant."""
    wanted = (options.user or "").strip().casefold()
    if not any(wanted == name.strip().casefold() for name in namesakes):
        return None
    text = f"several people in the file are called {options.user!r}: which one?"
    return Question("user", text, tuple(people))


def choose_person(people: Mapping[str, str], options: ReadOptions) -> str | Question | None:
    """Return whose rows count (None for all), or the question. `people` is {name: address}."""
    if options.user is not None:
        wanted = options.user.strip().casefold()
        for name, address in people.items():
            if wanted in (name.strip().casefold(), address.strip().casefold()):
                return name
        raise InputError(
            f"nobody in the file is called {options.user!r}: it has {_list(list(people)) or 'no names'}"
        )
    if options.all_users or len(people) <= 1:
        return None
    return Question(
        "user",
        f"the file holds the time of {len(people)} people: {_list(list(people))}. Whose is to be read?",
        tuple(people),
    )


def _list(names: Sequence[str]) -> str:
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown


class _Rows:
    """Reads the rows of one report, remembering what repeats: days, clocks, names and tags."""

    def __init__(
        self,
        layout: Layout,
        columns: Mapping[str, int],
        options: ReadOptions,
        dates: Dates,
        person: str | None,
        *,
        tag_user: bool,
        namesakes: Container[str],
    ) -> None:
        self._layout = layout
        self._columns = columns
        self._options = options
        self._dates = dates
        self._person = person
        self._namesakes = namesakes
        self._wall = WallClock(options.zone)
        self._clocks: dict[str, time] = {}
        self._durations: dict[str, int] = {}
        self._names: dict[tuple[str, ...], tuple[str, tuple[str, ...], str]] = {}
        self._naming = [columns[field] for field in layout.naming if field in columns]
        tagging = ("project", "client", "task") if "task" in layout.naming else ("project", "client")
        self._tagging = [columns[field] for field in tagging if field in columns]
        self._places = [columns[field] for field in ("project", "client") if field in columns]
        self._labels = columns.get("tags", -1)
        self._user = columns.get("user", columns.get("email", -1))
        self._email = columns.get("email", -1)
        self._tag_user = tag_user
        people = (self._user, self._email) if tag_user else ()
        self._telling = sorted({*self._naming, *self._tagging, self._labels, *people} - {-1})

    def read(self, sheet: Sheet) -> Reading:
        gatherer = Gatherer(self._layout.format, self._options, sheet.line_count)
        for row, line in sheet.rows():
            if self._person is not None and self._who(row) != self._person:
                continue
            try:
                self._row(row, line, gatherer)
            except (ValueError, InputError) as error:
                gatherer.skip(line, str(error))
            except OverflowError:
                gatherer.skip(line, "has a date outside of the calendar")
        sheet.tell_broken(gatherer)
        return gatherer.reading()

    def _who(self, row: list[str]) -> str:
        name = row[self._user] if self._user >= 0 else ""
        return _told_apart(name, row[self._email] if self._email >= 0 else "", self._namesakes)

    def _row(self, row: list[str], line: int, gatherer: Gatherer) -> None:
        start, end, seconds = self._times(row)
        if seconds is not None and seconds < 0:
            raise ValueError("has a duration below zero")
        first, last, remark = self._wall.span(start, end, seconds)
        if remark:
            gatherer.remark(line, remark)
        activity, tags, place = self._named(row, gatherer)
        who = self._who(row)
        source = row_id(self._layout.format, who, start, place=place)
        zone, kind = self._options.zone.key, self._options.kind
        gatherer.add(
            ImportedEntry(first, last, zone, activity, tags, "", kind, source, line, whose=who)
        )

    def _times(self, row: list[str]) -> tuple[datetime, datetime | None, int | None]:
        columns = self._columns
        days, clocks = row[columns["start_date"]], row[columns["start_time"]]
        if not days or not clocks:
            raise ValueError("has no start date" if not days else "has no start time")
        start = datetime.combine(self._dates.parse(days), self._clock(clocks))
        ends = row[columns["end_time"]].strip() if "end_time" in columns else ""
        end = self._end(row, ends, start) if ends else None
        return start, end, self._seconds(row)

    def _end(self, row: list[str], ends: str, start: datetime) -> datetime:
        clock = self._clock(ends)
        days = row[self._columns["end_date"]] if "end_date" in self._columns else ""
        if days.strip():
            return datetime.combine(self._dates.parse(days), clock)
        end = datetime.combine(start.date(), clock)
        return end if end >= start else end + timedelta(days=1)

    def _seconds(self, row: list[str]) -> int | None:
        for field in ("duration", "decimal"):
            text = row[self._columns[field]].strip() if field in self._columns else ""
            if text:
                known = self._durations.get(text)
                if known is None:
                    known = self._durations[text] = parse_duration(text)
                return known
        return None

    def _clock(self, text: str) -> time:
        known = self._clocks.get(text)
        if known is None:
            known = self._clocks[text] = parse_clock(text)
        return known

    def _named(self, row: list[str], gatherer: Gatherer) -> tuple[str, tuple[str, ...], str]:
        """Return activity, tags and project with client of a row; rows with the same cells share them."""
        cells = tuple([row[index] for index in self._telling])
        known = self._names.get(cells)
        if known is None:
            known = self._names[cells] = self._name(row, gatherer)
        return known

    def _name(self, row: list[str], gatherer: Gatherer) -> tuple[str, tuple[str, ...], str]:
        names, places = ([row[index] for index in found] for found in (self._naming, self._tagging))
        activity = next((one_line(unguard(text)) for text in (*names, *places) if text.strip()), UNTITLED)
        labels = row[self._labels] if self._labels >= 0 else ""
        who = self._who(row) if self._tag_user else ""
        within = "\x1f".join(row[index] for index in self._places).strip("\x1f ")
        return activity, gatherer.tags([*places, *_split(unguard(labels)), who], but=activity), within


def _split(labels: str) -> list[str]:
    return labels.replace("|", ",").replace(";", ",").split(",")
