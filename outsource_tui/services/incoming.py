"""Files on their way in: opened with care, read together, and asked about until nothing is open."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outsource_tui.formats import MAX_BYTES, detected, read
from outsource_tui.formats.base import ReadOptions, short
from outsource_tui.model.clock import elapsed, stamp_words
from outsource_tui.model.date_lines import read_day_words
from outsource_tui.model.entry import Kind
from outsource_tui.model.errors import InputError, UserError
from outsource_tui.model.imported import Problem, Question, Reading, about
from outsource_tui.model.value import dataclass, replace
from outsource_tui.services.same_row import joined

if TYPE_CHECKING:
    from outsource_tui.store.repository import Repository

COLUMNS = "columns"
"""The named value of the log that remembers which column holds what: {header: {"columns", "date_order"}}."""
REMEMBERED = 50
"""So many headers are remembered; the oldest goes first."""
LONGEST_RUN = timedelta(days=1)
"""What began longer ago and has no end is not running: it was forgotten."""
EVERYBODY = "*"
"""The answer to whose rows count that means all."""


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a file and its name, as the file system spells it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Intake:
    """Files that were read together, and how.

    `files` are their names and sizes in bytes. `format` is what was asked for, `reading.format` what it
    turned out to be. `tables` are those of exports of our own, which come in whole; `header` are the names of
    a table's columns, by which tables of the same kind are known, `first_row` the cells below. `read`
    is how many of the files were read: with a question, not all.
    """

    files: tuple[tuple[str, int], ...]
    format: str
    options: ReadOptions
    reading: Reading
    tables: tuple[tuple[str, Any], ...] = ()
    header: tuple[str, ...] = ()
    first_row: tuple[str, ...] = ()
    read: int = 1

    @property
    def current(self) -> str:
        """The name of the file that a question is about."""
        return self.files[self.read - 1][0]

    @property
    def own_table(self) -> bool:
        """True for a CSV table of our own, whose columns are known."""
        return _is_own(self.reading.format, self.header)

    @property
    def bad(self) -> tuple[Problem, ...]:
        """The lines that could not be read, without those that lose nothing."""
        return tuple(p for p in self.reading.problems if not p.harmless)


def open_source(path: Path) -> Source:
    """Read a file into memory; UserError for what is missing, a folder, a device or too large."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise UserError(f"{path} is a folder: name a file in it")
        if not stat.S_ISREG(found.st_mode):
            raise UserError(f"{path} is no ordinary file: save what it gives to a file, and import that")
        if found.st_size > MAX_BYTES:
            raise UserError(
                f"{path} has {found.st_size / 1e6:,.0f} MB, at most {MAX_BYTES / 1e6:,.0f} MB are read:"
                " export a shorter span"
            )
        with path.open("rb") as file:
            return Source(path.name, file.read(MAX_BYTES + 1))
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise UserError(f"cannot read {path}: {reason}") from error


def read_sources(
    repository: Repository, sources: Sequence[Source], format_name: str, options: ReadOptions
) -> Intake:
    """Read the files; InputError names the one that cannot be read at all. Nothing is stored.

    Questions come back with the reading, those of the first file that has any. What was answered once
    for a table with the same header is not asked again.
    """
    readings: list[Reading] = []
    tables: list[tuple[str, Any]] = []
    header: tuple[str, ...] = ()
    first_row: tuple[str, ...] = ()
    used = options
    for source in sources:
        try:
            chosen = detected(source.data, source.name) if format_name == "auto" else format_name
            header, first_row = _top(source.data) if chosen == "csv" else ((), ())
            used = _remembered(repository, header, options) if header else options
            reading = read(chosen, source.data, used, source.name)
            if chosen == "json":
                reading, whole = _own(source.data, used)
                tables.append((source.name, whole))
        except InputError as error:
            raise InputError(_named(source.name, error.message)) from error
        readings.append(reading if tables or _is_own(chosen, header) else ended(reading, options.now))
        if reading.questions:
            break
    if tables and len(tables) < len(sources):
        raise InputError("exports of our own are imported by themselves: leave out the other files")
    together = _joined(readings, [s.name for s in sources])
    files = tuple((source.name, len(source.data)) for source in sources)
    return Intake(files, format_name, used, together, tuple(tables), header, first_row, len(readings))


def _own(data: bytes, options: ReadOptions) -> tuple[Reading, Any]:
    """Return what an export of ours holds and the tables that can be stored of it."""
    from outsource_tui.formats.json_file import load, reading_of
    from outsource_tui.services.own_export import sound

    if options.since or options.until:
        raise InputError("an export of our own comes in whole: leave out the days to begin and to end with")
    tables, problems = sound(load(data), data)
    reading = reading_of(tables, options)
    return replace(
        reading, read=reading.read + len(problems), problems=(*problems, *reading.problems)
    ), tables


def _top(data: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from outsource_tui.formats.sheet import top_of

    return top_of(data)


def _is_own(format_name: str, header: Sequence[str]) -> bool:
    if format_name != "csv":
        return False
    from outsource_tui.formats.csv_file import is_own

    return is_own(header)


def _named(name: str, message: str) -> str:
    """Return the message with the name of the file that it is about."""
    return message if name in message else f"{name}: {message}"


def ended(reading: Reading, now: datetime) -> Reading:
    """Return the reading with at most one entry that runs: the one begun last, if within a day before `now`.

    What else has no end was forgotten long ago and would seem to run for ever: it becomes a problem.
    """
    open_ = [entry for entry in reading.entries if entry.end is None]
    if not open_:
        return reading
    last = max(open_, key=lambda entry: entry.start)
    runs = last.kind is Kind.LOGGED and timedelta(0) <= elapsed(last.start, now) <= LONGEST_RUN
    forgotten = [entry for entry in open_ if not (runs and entry is last)]
    told = [
        about(e, f"{short(e.activity, 40)!r} has no end; it began {stamp_words(e.start)}")
        for e in forgotten
    ]
    gone = set(map(id, forgotten))
    return replace(
        reading,
        entries=tuple(entry for entry in reading.entries if id(entry) not in gone),
        problems=tuple(sorted((*reading.problems, *told), key=lambda problem: problem.line)),
    )


def _remembered(repository: Repository, header: Sequence[str], options: ReadOptions) -> ReadOptions:
    """Return the options with what was answered before for a table with this header."""
    kept = repository.meta(COLUMNS)
    known = kept.get(_key(header)) if isinstance(kept, dict) else None
    if not isinstance(known, dict):
        return options
    columns = known.get("columns")
    if isinstance(columns, dict):
        from outsource_tui.formats.csv_file import together

        before = {str(k): str(v) for k, v in columns.items()}
        options = replace(options, columns=together(header, before, options.columns))
    if options.date_order is None and known.get("date_order") in ("dmy", "mdy", "ymd"):
        options = replace(options, date_order=known["date_order"])
    return options


def _key(header: Sequence[str]) -> str:
    return "\t".join(header)


def remember(repository: Repository, intake: Intake) -> None:
    """Keep how this table was read, for the next one with its header."""
    options = intake.options
    if not intake.header or (not options.columns and not options.date_order):
        return
    told: dict[str, Any] = {"columns": dict(options.columns or {}), "date_order": options.date_order}
    kept = repository.meta(COLUMNS)
    before = dict(kept) if isinstance(kept, dict) else {}
    if before.pop(_key(intake.header), None) == told:
        return
    after = {**dict(list(before.items())[-(REMEMBERED - 1) :]), _key(intake.header): told}
    repository.remember(COLUMNS, after, options.now)


def answered(options: ReadOptions, question: Question, text: str) -> ReadOptions:
    """Return the options with a question answered; InputError where the answer is none of the choices.

    A choice may be given by its number from 1 or by its text; `EVERYBODY` stands for all users.
    """
    if question.option == "user" and text == EVERYBODY:
        return replace(options, all_users=True)
    if question.option == "day":
        return replace(options, day=read_day_words(text, options.now.date()))
    from outsource_tui.formats.csv_file import NO_COLUMN

    value = _chosen(question.choices, text)
    name, _, part = question.option.partition(".")
    if name == "columns":
        column = "" if value == NO_COLUMN else value
        return replace(options, columns={**(options.columns or {}), part: column})
    changes: dict[str, Any] = {name: value}
    return replace(options, **changes)


def _chosen(choices: Sequence[str], text: str) -> str:
    typed = text.strip()
    exact = [c for c in choices if c.strip().casefold() == typed.casefold()]
    if exact:
        return exact[0]
    if typed.isdecimal() and 1 <= int(typed) <= len(choices):
        return choices[int(typed) - 1]
    raise InputError(f"{text!r} is none of {', '.join(choices[:8])}")


def _joined(readings: Sequence[Reading], names: Sequence[str]) -> Reading:
    """Return one reading of all; a row of a later file takes the place of the same row of an earlier one."""
    if len(readings) == 1:
        return readings[0]
    entries, seen = joined([r.entries for r in readings])
    return replace(
        readings[0],
        format=", ".join(dict.fromkeys(r.format for r in readings)),
        read=sum(r.read for r in readings),
        entries=tuple(entries),
        problems=_told([r.problems for r in readings], names),
        questions=tuple(chain.from_iterable(r.questions for r in readings)),
        duplicates=sum(r.duplicates for r in readings) + seen,
        joined=sum(r.joined for r in readings),
        remarks=_told([r.remarks for r in readings], names),
    )


def _told(problems: Sequence[Sequence[Problem]], names: Sequence[str]) -> tuple[Problem, ...]:
    """Return the problems of all files, each with the name of its file."""
    return tuple(
        replace(problem, file=name)
        for name, found in zip(names, problems, strict=False)
        for problem in found
    )
