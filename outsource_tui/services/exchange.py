"""Import and export: foreign files in as one change, the log out in any format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from outsource_tui.formats.base import ExportRow, ReadOptions, counted, short
from outsource_tui.formats.losses import Losses
from outsource_tui.model.activity import Activity
from outsource_tui.model.change import Change
from outsource_tui.model.clock import Clock, elapsed, midnight
from outsource_tui.model.entry import Entry, Kind, Plan
from outsource_tui.model.errors import StoppedError
from outsource_tui.model.imported import ImportedEntry, Problem, Progress, Reading, about
from outsource_tui.model.value import dataclass, replace
from outsource_tui.model.week import hands_over
from outsource_tui.services import incoming, totals_file
from outsource_tui.services.frame import frame_of
from outsource_tui.services.incoming import Intake, Source
from outsource_tui.services.overlaps import Overlap, Overlapping, as_problem, overlaps
from outsource_tui.services.present import Names, Present, kept_source
from outsource_tui.services.same_row import OWN, parted
from outsource_tui.services.totals import TotalsCache
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do: counts of rows, problems by line, hours that came in.

    `joined` are the rows that are part of entries of others, or of time away.
    `duplicates` are the rows that brought nothing new; `twice` of them stood twice in what was read, the
    rest was in the log before. `overlaps` are the new ones that share time with what was in the log: they are
    among the added, or among the skipped where they were to be left out.
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
    overlaps: tuple[Overlap, ...] = ()
    joined: int = 0


@dataclass(frozen=True, slots=True)
class _Plan:
    new: list[tuple[ImportedEntry, str]]
    changed: list[tuple[Entry, ImportedEntry, str]]
    duplicates: int = 0
    overlaps: tuple[Overlap, ...] = ()
    skipped: tuple[Problem, ...] = ()


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
        start, end = self._bounds(first, last)
        groups = {group.id: group.name for group in self._repository.groups()}

        def row(e: Entry) -> ExportRow:
            activity = activities.get(e.activity)
            return ExportRow(
                e.id, e.start, e.end, e.zone, activity.name, e.tags, e.note, e.kind, e.hand_over, e.source,
                _plan_of(e, lambda i: activities.get(i).name), hands_over(e, activity),
                groups.get(activity.group, ""),
            )  # fmt: skip

        return [
            row(e)
            for e in self._around_days(start, end)
            if (start is None or e.start >= start) and (end is None or e.start < end)
        ]

    def _bounds(self, first: date | None, last: date | None) -> tuple[datetime | None, datetime | None]:
        zone = self._clock.zone
        start = midnight(first, zone) if first else None
        return start, midnight(last + timedelta(days=1), zone) if last else None

    def _around_days(self, start: datetime | None, end: datetime | None) -> Iterable[Entry]:
        """Return the entries that touch these days, and perhaps others."""
        if start is None or end is None:
            return self._repository.all_entries()
        return self._repository.entries(start, end)

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

    def written(
        self, format_name: str, first: date | None = None, last: date | None = None,
        losses: Losses | None = None,
    ) -> str:
        """Return the entries that start on these days (without any, all) as a file of that format.

        Any of `EXPORTS` but markdown, which is the summary's. `losses` hears what that format cannot hold,
        and what lies across the first or the last midnight.
        """
        if losses is not None:
            start, end = self._bounds(first, last)
            losses.across(self._around_days(start, end), start, end, self._clock.now())
        if format_name == "json":
            from outsource_tui.formats.json_file import dump

            return dump(self.tables(first, last)).decode()
        from outsource_tui.formats import writer

        return writer(format_name).write(self.rows(first, last), self._clock.now(), losses)

    # in

    def options(self, progress: Progress | None = None) -> ReadOptions:
        """Return how files are read when nobody says otherwise: in the viewer's zone, as of now."""
        frame = self._settings.frame
        return ReadOptions(
            zone=self._clock.zone, now=self._clock.now(), progress=progress,
            day_start=frame.start, day_end=frame.end,
        )

    def take(self, sources: Sequence[Source], format_name: str, options: ReadOptions) -> Intake:
        """Read files together; see `incoming.read_sources`. Nothing is stored."""
        return incoming.read_sources(self._repository, sources, format_name, options)

    def preview_intake(self, intake: Intake, overlap: Overlapping = "keep") -> Outcome:
        """Return what storing the files would do; nothing is stored."""
        if not intake.tables:
            return self.preview(intake.reading, overlap)
        try:
            with self._repository.change("", self._clock.now()) as work:
                outcome = self._merged(work, intake)
                raise StoppedError("only looked at")
        except StoppedError:
            return outcome

    def store_intake(
        self, intake: Intake, progress: Progress | None = None, overlap: Overlapping = "keep"
    ) -> Outcome:
        """Store what the files hold as one change, after a backup; then remember how they were read.

        An export of our own is merged, entry by entry: `overlap` is about all others.
        """
        if not intake.tables:
            outcome = self.store(intake.reading, progress, overlap)
            incoming.remember(self._repository, intake)
        else:
            label = f"Import {', '.join(name for name, _ in intake.tables)}"
            with self._repository.change(label, self._clock.now(), backup_as="import") as work:
                outcome = self._merged(work, intake)
            outcome = replace(outcome, change=work.change)
        self._sum(outcome, progress)
        return outcome

    def _sum(self, outcome: Outcome, progress: Progress | None) -> None:
        """Sum what came in while the user waits anyway: the first look at a long log need not do it."""
        if outcome.added + outcome.updated < totals_file.LARGE:
            return
        if progress is not None:
            with suppress(StoppedError):  # it is stored, whatever is pressed now
                progress("adding up the weeks", 0, 0)
        frame = frame_of(self._settings, self._repository, self._clock)
        sums = TotalsCache(self._repository, self._clock.zone, self._settings.week_start)
        sums.totals(frame, self._clock.now())

    def preview(self, reading: Reading, overlap: Overlapping = "keep") -> Outcome:
        """Return what storing `reading` would do; nothing is stored."""
        return self._outcome(reading, self._plan(reading, overlap))

    def store(
        self, reading: Reading, progress: Progress | None = None, overlap: Overlapping = "keep"
    ) -> Outcome:
        """Store what `reading` holds as one change, after a backup.

        A foreign id that is in the log already updates its entry, if the foreign row changed since; what
        is there already is left. StoppedError from `progress` stores nothing.
        """
        if not reading.entries:
            return self._outcome(reading, _Plan([], []))
        label = f"Import from {reading.format}"
        with self._repository.change(label, self._clock.now(), backup_as="import") as work:
            plan = self._plan(reading, overlap)
            work.label = f"Import {_counted(len(plan.new), len(plan.changed))} from {reading.format}"
            _put(work, plan, progress)
            if progress is not None:
                progress("writing the file", 0, 0)
        return replace(self._outcome(reading, plan), change=work.change)

    def _plan(self, reading: Reading, overlap: Overlapping) -> _Plan:
        """Part the entries into new ones, changed ones and those that are there already."""
        plan, duplicates = _Plan([], []), 0
        if not reading.entries:
            return plan
        present = Present(self._repository, reading.entries)
        for row, known, same in present.matches():
            if same:
                duplicates += 1
            elif known is None:
                plan.new.append((row, kept_source(row)))
            else:
                source, mark = parted(row.source)
                own = known.source if mark or source.startswith(OWN) else ""
                plan.changed.append((known, row, own or kept_source(row)))
        plan = self._at_most_one_runs(replace(plan, duplicates=duplicates))
        return self._apart(plan, present, overlap)

    def _at_most_one_runs(self, plan: _Plan) -> _Plan:
        """Return the plan without rows that would run beside another entry: each becomes a problem.

        An entry of the log that runs stays; else the row runs that began last.
        """
        open_ = [row for row, _ in plan.new if _runs(row)]
        open_ += [row for known, row, _ in plan.changed if _runs(row) and not known.running]
        if not open_:
            return plan
        stopping = {known.id for known, row, _ in plan.changed if not _runs(row)}
        running = next((e for e in self._repository.open_entries() if e.id not in stopping), None)
        last = max(open_, key=lambda row: row.start)
        gone = {id(row) for row in open_ if running or row is not last}
        name = self._repository.activities().get(running.activity).name if running else last.activity
        told = f"has no end, and {short(name, 40)!r} runs: give it one, or stop the other first"
        return replace(
            plan,
            new=[pair for pair in plan.new if id(pair[0]) not in gone],
            changed=[each for each in plan.changed if id(each[1]) not in gone],
            skipped=tuple(
                about(row, f"{short(row.activity, 40)!r} {told}", harmless=True)
                for row in open_
                if id(row) in gone
            ),
        )

    def _apart(self, plan: _Plan, present: Present, overlap: Overlapping) -> _Plan:
        """Return the plan with what lies over entries of the log told, and taken out where it is to be."""
        if not plan.new:
            return plan
        moving = {known.id for known, _, _ in plan.changed}
        new = [entry for entry, _ in plan.new]
        found = overlaps(new, self._around(new), present.name, moving)
        plan = replace(plan, overlaps=tuple(found))
        if overlap == "keep" or not found:
            return plan
        gone = {id(one.entry) for one in found}
        return replace(
            plan,
            new=[(entry, source) for entry, source in plan.new if id(entry) not in gone],
            skipped=(
                *plan.skipped,
                *(as_problem(one, self._clock.zone, self._clock.now()) for one in found),
            ),
        )

    def _around(self, new: Sequence[ImportedEntry]) -> list[Entry]:
        """Return the entries of the log that may share time with new ones."""
        if any(entry.end is None for entry in new):
            return list(self._repository.all_entries())
        first, last = min(e.start for e in new), max(e.end or e.start for e in new)
        return self._repository.entries(first, last)

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
            self._outcome(reading, _Plan([], []), new),
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
            skipped=(*reading.problems, *plan.skipped),
            hours=round(seconds / 3600, 2),
            first=min((e.start for e in touched()), default=None),
            last=max((e.end or e.start for e in touched()), default=None),
            twice=reading.duplicates,
            overlaps=plan.overlaps,
            joined=reading.joined,
        )


def _counted(new: int, changed: int) -> str:
    """Return how many entries came in and were changed: "2 entries", "1 entry and 3 updates"."""
    if changed and not new:
        return f"updates of {counted(changed, 'entry', 'entries')}"
    more = f" and {counted(changed, 'update', 'updates')}" if changed else ""
    return counted(new, "entry", "entries") + more


def _put(work: Work, plan: _Plan, progress: Progress | None) -> None:
    activities = work.activities()
    keys = Names()
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
            tags=e.tags, note=e.note or known.note, kind=e.kind, source=source,
            hand_over=known.hand_over if e.hand_over is None else e.hand_over,
            plan=_plan_of(e, lambda name: ids[keys[name]]) or known.plan,
        )
        for known, e, source in plan.changed
    )


def _runs(row: ImportedEntry) -> bool:
    return row.end is None and row.kind is Kind.LOGGED


def _plan_of(entry: Entry | ImportedEntry, activity: Callable[[str], str]) -> Plan | None:
    """Return what an entry had been planned as, its activity by name instead of id or the other way round."""
    plan = entry.plan
    return replace(plan, activity=activity(plan.activity)) if plan else None
