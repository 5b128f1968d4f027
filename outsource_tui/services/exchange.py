"""Import and export: foreign files in as one change, the log out in any format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import Any
from zlib import crc32

from outsource_tui.formats.base import ExportRow, ReadOptions
from outsource_tui.model.activity import Activity
from outsource_tui.model.change import Change
from outsource_tui.model.clock import Clock, elapsed, midnight
from outsource_tui.model.entry import Entry, Plan
from outsource_tui.model.errors import StoppedError
from outsource_tui.model.imported import ImportedEntry, Problem, Progress, Reading
from outsource_tui.model.text import match_key
from outsource_tui.model.value import dataclass, replace
from outsource_tui.services import incoming
from outsource_tui.services.incoming import Intake, Source
from outsource_tui.settings import Settings
from outsource_tui.store import codec, merging
from outsource_tui.store.repository import Repository
from outsource_tui.store.work import Work

EXPORTS = {
    "markdown": "Markdown: the summary of a week or span",
    "csv": "CSV table, with all of an entry",
    "json": "JSON, with everything there is",
    "ics": "iCalendar, for calendars",
    "timewarrior": "Timewarrior data file",
    "klog": "klog record file",
    "toggl": "Toggl detailed report (CSV)",
}
"""What the log can be written as, in words."""
ENDINGS = {
    "markdown": "md", "csv": "csv", "json": "json", "ics": "ics", "timewarrior": "data", "klog": "klg",
    "toggl": "csv",
}
"""What the names of such files end with."""
CHUNK = 2_000
"""So many entries are encoded at a time: what bounds the memory of a large import."""
OWN = "outsource:"
"""Before the id of an entry that we exported ourselves."""
_MARKED = re.compile(r"(.+)~([0-9a-f]{8})", re.DOTALL)
"""A foreign id as it is kept: with a mark of what its row held, to tell whether a later export changed it."""
Identity = tuple[float, float | None, str, str, str]
"""What makes two entries the same where no foreign id tells: start, end, activity, note, kind."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do: counts of rows, problems by line, hours that came in.

    `duplicates` are the rows that brought nothing new; `twice` of them stood twice in what was read, the
    rest was in the log before.
    """

    format: str
    read: int
    added: int
    updated: int
    duplicates: int
    skipped: tuple[Problem, ...]
    hours: float
    first: datetime | None
    last: datetime | None
    change: Change | None = None
    twice: int = 0


@dataclass(frozen=True, slots=True)
class _Plan:
    new: list[tuple[ImportedEntry, str]]
    changed: list[tuple[Entry, ImportedEntry, str]]
    duplicates: int


class ExchangeService:
    """Takes readings into the log and gives rows out of it."""

    def __init__(self, repository: Repository, clock: Clock, settings: Settings) -> None:
        self._repository = repository
        self._clock = clock
        self._settings = settings

    # out

    def rows(self, first: date | None = None, last: date | None = None) -> list[ExportRow]:
        """Return the entries that start from `first` to `last` (both included), by start."""
        activities = self._repository.activities()
        zone = self._clock.zone
        start = midnight(first, zone) if first else None
        end = midnight(last + timedelta(days=1), zone) if last else None
        if start is not None and end is not None:
            found: Iterator[Entry] = iter(self._repository.entries(start, end))
        else:
            found = self._repository.all_entries()
        return [
            ExportRow(
                e.id, e.start, e.end, e.zone, activities.get(e.activity).name, e.tags, e.note, e.kind,
                e.hand_over, e.source, _plan_of(e, lambda i: activities.get(i).name),
            )
            for e in found
            if (start is None or e.start >= start) and (end is None or e.start < end)
        ]

    def tables(self, first: date | None = None, last: date | None = None) -> dict[str, Any]:
        """Return every table as plain documents; with days, only the entries that start on them."""
        tables = {name: dict(table) for name, table in self._repository.storage.read().items()}
        if first is None and last is None:
            return tables
        wanted = {row.id for row in self.rows(first, last)}
        return {
            name: {i: d for i, d in table.items() if i in wanted} if name.startswith("entries-") else table
            for name, table in tables.items()
        }

    def written(self, format_name: str, first: date | None = None, last: date | None = None) -> str:
        """Return the entries that start on these days (without any, all) as a file of that format.

        Any of `EXPORTS` but markdown, which is the summary's.
        """
        if format_name == "json":
            from outsource_tui.formats.json_file import dump

            return dump(self.tables(first, last)).decode()
        from outsource_tui.formats import writer

        return writer(format_name).write(self.rows(first, last), self._clock.now())

    # in

    def options(self, progress: Progress | None = None) -> ReadOptions:
        """Return how files are read when nobody says otherwise: in the viewer's zone, as of now."""
        return ReadOptions(zone=self._clock.zone, now=self._clock.now(), progress=progress)

    def take(self, sources: Sequence[Source], format_name: str, options: ReadOptions) -> Intake:
        """Read files together; see `incoming.read_sources`. Nothing is stored."""
        return incoming.read_sources(self._repository, sources, format_name, options)

    def preview_intake(self, intake: Intake) -> Outcome:
        """Return what storing the files would do; nothing is stored."""
        if not intake.tables:
            return self.preview(intake.reading)
        try:
            with self._repository.change("", self._clock.now()) as work:
                outcome = self._merged(work, intake)
                raise StoppedError("only looked at")
        except StoppedError:
            return outcome

    def store_intake(self, intake: Intake, progress: Progress | None = None) -> Outcome:
        """Store what the files hold as one change, after a backup; then remember how they were read."""
        if not intake.tables:
            outcome = self.store(intake.reading, progress)
            incoming.remember(self._repository, intake)
            return outcome
        label = f"Import {', '.join(name for name, _ in intake.tables)}"
        with self._repository.change(label, self._clock.now(), backup_as="import") as work:
            outcome = self._merged(work, intake)
        return replace(outcome, change=work.change)

    def preview(self, reading: Reading) -> Outcome:
        """Return what storing `reading` would do; nothing is stored."""
        return self._outcome(reading, self._plan(reading))

    def store(self, reading: Reading, progress: Progress | None = None) -> Outcome:
        """Store what `reading` holds as one change, after a backup.

        A foreign id that is in the log already updates its entry, if the foreign row changed since; what
        is there already is left. StoppedError from `progress` stores nothing.
        """
        if not reading.entries:
            return self._outcome(reading, _Plan([], [], 0))
        label = f"Import {len(reading.entries)} entries from {reading.format}"
        with self._repository.change(label, self._clock.now(), backup_as="import") as work:
            plan = self._plan(reading)
            _put(work, plan, progress)
            if progress is not None:
                progress("writing the file", 0, 0)
        return replace(self._outcome(reading, plan), change=work.change)

    def _plan(self, reading: Reading) -> _Plan:
        """Part the entries into new ones, changed ones and those that are there already."""
        plan, duplicates = _Plan([], [], 0), 0
        if not reading.entries:
            return plan
        names = _Keys()
        present = _Present(self._repository, reading.entries)
        for entry in reading.entries:
            identity = _identity(entry, names[entry.activity])
            source, mark = _parted(entry.source)
            known = present.by_source.get(source) if source else None
            if present.holds(known, entry, mark, identity):
                duplicates += 1
            elif known is None:
                plan.new.append((entry, _kept_source(entry, source, mark, identity)))
                present.identities.add(identity)
            else:
                own = known.source if mark or source.startswith(OWN) else ""
                plan.changed.append((known, entry, own or _kept_source(entry, source, mark, identity)))
        return replace(plan, duplicates=duplicates)

    def _merged(self, work: Work, intake: Intake) -> Outcome:
        """Merge whole tables into the log."""
        before = {e.id for e in self._repository.all_entries()}
        empty = not before and not self._repository.history()
        done = merging.Outcome()
        for _, tables in intake.tables:
            if empty:
                work.put_merged(codec.HISTORY, merging.changes_of(tables))
            done.add(merging.merge_into(work, self._repository.storage.read(), tables))
        new = [e for e in self._repository.all_entries() if e.id not in before]
        reading = intake.reading
        return replace(
            self._outcome(reading, _Plan([], [], 0), new),
            added=len(new),
            updated=done.changed,
            duplicates=max(0, len(reading.entries) - len(new) - done.changed) + reading.duplicates,
        )

    def _outcome(self, reading: Reading, plan: _Plan, stored: Sequence[Entry] = ()) -> Outcome:
        def touched() -> Iterator[Entry | ImportedEntry]:
            return chain((e for e, _ in plan.new), (e for _, e, _ in plan.changed), stored)

        seconds = sum(elapsed(e.start, e.end).total_seconds() for e in touched() if e.end)
        return Outcome(
            format=reading.format,
            read=reading.read,
            added=len(plan.new),
            updated=len(plan.changed),
            duplicates=plan.duplicates + reading.duplicates,
            skipped=reading.problems,
            hours=round(seconds / 3600, 2),
            first=min((e.start for e in touched()), default=None),
            last=max((e.end or e.start for e in touched()), default=None),
            twice=reading.duplicates,
        )


class _Present:
    """The entries of the log that new ones may be the same as."""

    def __init__(self, repository: Repository, entries: Sequence[ImportedEntry]) -> None:
        self._activities = repository.activities()
        if any(e.source for e in entries):
            self._entries = list(repository.all_entries())
        else:
            first, last = min(e.start for e in entries), max(e.end or e.start for e in entries)
            self._entries = repository.entries(first, last + timedelta(minutes=1))
        self.by_source = {_parted(e.source)[0]: e for e in self._entries if e.source}
        if any(e.source.startswith(OWN) for e in entries):
            self.by_source |= {f"{OWN}{e.id}": e for e in self._entries}

    @cached_property
    def identities(self) -> set[Identity]:
        """What each is known by where no foreign id tells."""
        return {self.identity(e) for e in self._entries}

    def identity(self, entry: Entry) -> Identity:
        """Return what an entry is known by where no foreign id tells."""
        return _identity(entry, self._activities.get(entry.activity).key)

    def holds(self, known: Entry | None, entry: ImportedEntry, mark: str, identity: Identity) -> bool:
        """True where the row brings nothing new; `known` is the entry of its foreign id.

        That is so where the row is as it was when it came in, or as its entry, or another one, is now.
        """
        if known is None:
            return identity in self.identities
        before = _parted(known.source)[1]
        if before and not mark and not entry.source.startswith(OWN):
            same = before == _mark(entry, identity)
        else:
            same = self.identity(known) == identity and known.tags == entry.tags
        return same or (identity in self.identities and self.identity(known) != identity)


def _put(work: Work, plan: _Plan, progress: Progress | None) -> None:
    activities = work.activities()
    keys = _Keys()
    wanted = {keys[e.activity]: e.activity for e, _ in plan.new}
    wanted |= {keys[e.activity]: e.activity for _, e, _ in plan.changed}
    plans = chain((e.plan for e, _ in plan.new), (e.plan for _, e, _ in plan.changed))
    wanted |= {keys[p.activity]: p.activity for p in plans if p}
    ids = {a.key: a.id for a in activities}
    missing = [Activity("", name.strip()) for key, name in wanted.items() if key not in ids]
    ids |= {a.key: a.id for a in work.put_all(missing)}
    for first in range(0, len(plan.new), CHUNK):
        if progress is not None:
            progress("storing", first, len(plan.new))
        work.insert_all(
            Entry(
                work.new_id(), e.start, e.end, e.zone, ids[keys[e.activity]], e.tags, e.note, e.kind,
                e.hand_over, source, plan=_plan_of(e, lambda name: ids[keys[name]]),
            )
            for e, source in plan.new[first : first + CHUNK]
        )
    work.put_all(
        replace(
            known, start=e.start, end=e.end, zone=e.zone, activity=ids[keys[e.activity]],
            tags=e.tags, note=e.note, kind=e.kind, source=source,
            hand_over=known.hand_over if e.hand_over is None else e.hand_over,
            plan=_plan_of(e, lambda name: ids[keys[name]]) or known.plan,
        )
        for known, e, source in plan.changed
    )


def _plan_of(entry: Entry | ImportedEntry, activity: Callable[[str], str]) -> Plan | None:
    """Return what an entry had been planned as, its activity by name instead of id or the other way round."""
    plan = entry.plan
    return replace(plan, activity=activity(plan.activity)) if plan else None


class _Keys(dict[str, str]):
    """The form of each name under which names are the same, made once."""

    def __missing__(self, name: str) -> str:
        key = self[name] = match_key(name)
        return key


def _parted(source: str) -> tuple[str, str]:
    """Return a foreign id and the mark it was kept with, or ""."""
    match = _MARKED.fullmatch(source)
    return (match[1], match[2]) if match else (source, "")


def _kept_source(entry: ImportedEntry, source: str, mark: str, identity: Identity) -> str:
    """Return the source to keep: an id of ours that this log does not have is no foreign one."""
    if not source or source.startswith(OWN):
        return ""
    return f"{source}~{mark or _mark(entry, identity)}"


def _mark(entry: ImportedEntry, identity: Identity) -> str:
    """Return eight hex digits that are others when the row holds anything else."""
    text = repr((identity, entry.tags))
    return f"{crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def _identity(entry: Entry | ImportedEntry, activity: str) -> Identity:
    end = entry.end.timestamp() if entry.end else None
    return entry.start.timestamp(), end, activity, entry.note, entry.kind.value
