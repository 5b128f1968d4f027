"""Import and export: foreign files in as one change, the log out in any format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from outsource_tui.formats.base import ExportRow
from outsource_tui.model.activity import Activity
from outsource_tui.model.change import Change
from outsource_tui.model.clock import Clock, elapsed, midnight
from outsource_tui.model.entry import Entry
from outsource_tui.model.imported import ImportedEntry, Problem, Reading
from outsource_tui.model.text import match_key
from outsource_tui.model.value import dataclass, replace
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from outsource_tui.store.work import Work

CHUNK = 5_000
"""So many entries are encoded at a time: what bounds the memory of a large import."""
OWN = "outsource:"
"""Before the id of an entry that we exported ourselves."""
Identity = tuple[datetime, datetime | None, str, str, str]
"""What makes two entries the same where no foreign id tells: start, end, activity, note, kind."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do: counts of rows, problems by line, hours that came in."""

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


@dataclass(frozen=True, slots=True)
class _Plan:
    new: tuple[ImportedEntry, ...]
    changed: tuple[tuple[Entry, ImportedEntry], ...]
    duplicates: int


class ExchangeService:
    """Takes readings into the log and gives rows out of it."""

    def __init__(self, repository: Repository, clock: Clock, settings: Settings) -> None:
        self._repository = repository
        self._clock = clock
        self._settings = settings

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
                e.hand_over, e.source,
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

    def preview(self, reading: Reading) -> Outcome:
        """Return what storing `reading` would do; nothing is stored."""
        return self._outcome(reading, self._plan(reading))

    def store(self, reading: Reading) -> Outcome:
        """Store what `reading` holds as one change, after a backup.

        A foreign id that is in the log already updates its entry; what is there already is left.
        """
        if not reading.entries:
            return self._outcome(reading, _Plan((), (), 0))
        label = f"Import {len(reading.entries)} entries from {reading.format}"
        with self._repository.change(label, self._clock.now(), backup_as="import") as work:
            plan = self._plan(reading)
            self._put(work, plan)
        return replace(self._outcome(reading, plan), change=work.change)

    def _plan(self, reading: Reading) -> _Plan:
        """Part the entries into new ones, changed ones and those that are there already."""
        entries = reading.entries
        if not entries:
            return _Plan((), (), 0)
        by_source, by_identity = self._present(entries)
        new: list[ImportedEntry] = []
        changed: list[tuple[Entry, ImportedEntry]] = []
        duplicates = 0
        activities = self._repository.activities()
        for entry in entries:
            identity = _identity(entry, match_key(entry.activity))
            known = by_source.get(entry.source) if entry.source else None
            if known is not None:
                same = _identity(known, activities.get(known.activity).key) == identity
                if same and known.tags == entry.tags:
                    duplicates += 1
                else:
                    changed.append((known, entry))
            elif identity in by_identity:
                duplicates += 1
            else:
                new.append(entry)
            by_identity.add(identity)
        return _Plan(tuple(new), tuple(changed), duplicates)

    def _present(self, entries: Sequence[ImportedEntry]) -> tuple[dict[str, Entry], set[Identity]]:
        activities = self._repository.activities()
        if any(e.source for e in entries):
            found = list(self._repository.all_entries())
        else:
            found = self._repository.entries(
                min(e.start for e in entries), max(e.end or e.start for e in entries) + timedelta(minutes=1)
            )
        own = {f"{OWN}{e.id}": e for e in found}
        return (
            own | {e.source: e for e in found if e.source},
            {_identity(e, activities.get(e.activity).key) for e in found},
        )

    def _put(self, work: Work, plan: _Plan) -> None:
        activities = work.activities()
        wanted = {match_key(e.activity): e.activity for e in plan.new}
        wanted |= {match_key(e.activity): e.activity for _, e in plan.changed}
        ids = {a.key: a.id for a in activities}
        missing = [Activity("", name.strip()) for key, name in wanted.items() if key not in ids]
        ids |= {a.key: a.id for a in work.put_all(missing)}
        for first in range(0, len(plan.new), CHUNK):
            work.put_all(
                Entry(
                    "", e.start, e.end, e.zone, ids[match_key(e.activity)], e.tags, e.note, e.kind,
                    e.hand_over, _foreign(e.source),
                )
                for e in plan.new[first : first + CHUNK]
            )
        work.put_all(
            replace(
                known, start=e.start, end=e.end, zone=e.zone, activity=ids[match_key(e.activity)],
                tags=e.tags, note=e.note, kind=e.kind,
                hand_over=known.hand_over if e.hand_over is None else e.hand_over,
            )
            for known, e in plan.changed
        )

    def _outcome(self, reading: Reading, plan: _Plan) -> Outcome:
        touched = [*plan.new, *(e for _, e in plan.changed)]
        seconds = sum(elapsed(e.start, e.end).total_seconds() for e in touched if e.end)
        return Outcome(
            format=reading.format,
            read=reading.read,
            added=len(plan.new),
            updated=len(plan.changed),
            duplicates=plan.duplicates + max(0, getattr(reading, "duplicates", 0)),
            skipped=reading.problems,
            hours=round(seconds / 3600, 2),
            first=min((e.start for e in touched), default=None),
            last=max((e.end or e.start for e in touched), default=None),
        )


def _foreign(source: str) -> str:
    """Return the source to keep: an id of ours that this log does not have is no foreign one."""
    return "" if source.startswith(OWN) else source


def _identity(entry: Entry | ImportedEntry, activity: str) -> Identity:
    end = entry.end.astimezone(UTC) if entry.end else None
    return entry.start.astimezone(UTC), end, activity, entry.note, str(entry.kind)
