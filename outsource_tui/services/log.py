"""The log: days and weeks to look at, and the changes that make it, each stored when it returns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from outsource_tui.model.clock import (
    Clock,
    Week,
    clock_words,
    day_bounds,
    elapsed,
    present_words,
    shift,
    to_minute,
)
from outsource_tui.model.day import Day, day_of
from outsource_tui.model.edit import Overlap, in_the_way
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.errors import InputError, OverlapError, UserError
from outsource_tui.model.value import dataclass, replace
from outsource_tui.model.week import KnownDays, WeekLog, week_days, week_log
from outsource_tui.services import interruption, spans
from outsource_tui.services.frame import frame_of, told_until
from outsource_tui.settings import Settings
from outsource_tui.store.repository import FOR_EVER, Repository
from outsource_tui.store.work import Work

if TYPE_CHECKING:
    from outsource_tui.model.change import Change
    from outsource_tui.model.day_log import DayLog
    from outsource_tui.model.quick_entry import QuickEntry

NOT_KEPT = "not kept"
"""How the label of a change ends that kept nothing of what ran."""


@dataclass(frozen=True, slots=True)
class Status:
    """What runs now, by whom it is called, and today's minutes in and missing from the log."""

    running: Entry | None
    activity: str
    logged_minutes: float
    gap_minutes: float
    day: Day


class LogService:
    """Entries: look, add, start, stop, edit, delete."""

    def __init__(self, repository: Repository, clock: Clock, settings: Settings) -> None:
        self._repository = repository
        self._clock = clock
        self._settings = settings
        self._known = KnownDays()

    # looking

    def day(self, day: date) -> Day:
        """Return a day as it stands now, in the viewer's zone."""
        zone, now = self._clock.zone, told_until(self._repository, self._clock)
        frame = frame_of(self._settings, self._repository, self._clock)
        return day_of(day, self._repository.entries(*day_bounds(day, zone)), zone, now, frame)

    def week(self, week: Week) -> WeekLog:
        """Return a week's activities and days as they stand now."""
        zone, now = self._clock.zone, told_until(self._repository, self._clock)
        entries = self._repository.entries(*week.bounds(zone))
        frame = frame_of(self._settings, self._repository, self._clock)
        return week_log(week, entries, self._repository.activities(), zone, now, frame)

    def days(self, week: Week) -> WeekLog:
        """Return a week's days alone, without its activities: what a screen shows at each key."""
        zone, now = self._clock.zone, told_until(self._repository, self._clock)
        frame = frame_of(self._settings, self._repository, self._clock)
        entries = self._repository.entries(*week.bounds(zone))
        return WeekLog(week, week_days(week, entries, zone, now, frame, self._known), (), frame.since)

    def sittings(self, activity_id: str, week: Week, weeks: int = 8) -> tuple[tuple[float, ...], int]:
        """Return an activity's minutes in each of the `weeks` up to `week`, oldest first, and the times
        of the last."""
        now = told_until(self._repository, self._clock)
        edges = [week.shifted(n).bounds(self._clock.zone) for n in range(1 - weeks, 1)]
        ids = self._repository.activities().ids_of(activity_id)
        found = self._repository.entries(edges[0][0], edges[-1][1], ids)
        own = [e for e in found if not e.planned]
        minutes = tuple(sum(e.seconds(*edge, now) for e in own) / 60 for edge in edges)
        return minutes, sum(1 for e in own if e.clip(*edges[-1], now))

    def last_end(self, now: datetime) -> datetime | None:
        """Return the latest end of a logged entry until `now`, of today or yesterday, or None."""
        since = day_bounds(now.astimezone(self._clock.zone).date() - timedelta(days=1), self._clock.zone)[0]
        found = self._repository.entries(since, now)
        return max(
            (e.end for e in found if e.end is not None and not e.planned and e.end <= now), default=None
        )

    def overlaps(self, start: datetime, end: datetime | None) -> list[Entry]:
        """Return the logged entries that share time with [start, end)."""
        found = self._repository.entries(start, end or FOR_EVER)
        return in_the_way(found, start, end)

    def running(self) -> Entry | None:
        """Return the entry that runs, the latest if there are several, or None."""
        found = self._repository.open_entries()
        return found[-1] if found else None

    def status(self) -> Status:
        """Return what runs and the minutes of today."""
        day = self.day(self._clock.now().date())
        running = self.running()
        name = self._name(running) if running else ""
        return Status(running, name, day.logged, day.unlogged, day)

    def parse(self, text: str, day: date | None = None) -> QuickEntry:
        """Read a line of the quick-entry grammar; `day` is meant where the line names none.

        QuickEntryError says which part is wrong.
        """
        from outsource_tui.model.quick_entry import parse

        now = self._clock.now()
        return parse(text, now, self.last_end(now), day_start=self._settings.day_start, day=day)

    def parse_start(self, text: str) -> QuickEntry:
        """Read what is to run: "Invoices #tag" from now, "11:40 Invoices" or "-15 Invoices" from then."""
        from outsource_tui.model.quick_entry import parse_start

        return parse_start(text, self._clock.now())

    def read_lines(self, text: str, day: date) -> DayLog:
        """Read many lines as people note their day; nothing is stored, problems are named by line, and so are
        lines that are in the log already: those are left out."""
        from outsource_tui.model.day_log import read_day_log
        from outsource_tui.services.pasting import without_known

        found = read_day_log(text, day, self._clock.zone, self._clock.now())
        return without_known(found, self._repository.entries, self._repository.activities())

    def lines_over(self, log: DayLog) -> dict[int, str]:
        """Return the lines that would lie over what is logged, or over lines that begin before them, by
        number, with the names of what is there."""
        from outsource_tui.services.pasting import lines_over

        return lines_over(log, self.overlaps, self._name)

    def copy_line(self, entry: Entry, day: date) -> str:
        """Return the line that would log `entry` again right after it, or plan it if that is to come."""
        from outsource_tui.model.quick_entry import QuickEntry, to_line

        now, zone = self._clock.now(), self._clock.zone
        length = elapsed(entry.start, entry.end_at(now))
        start = entry.end_at(now).astimezone(zone)
        end = shift(start, length)
        kind = Kind.PLANNED if end > now else Kind.LOGGED
        name = self._name(entry)
        return to_line(QuickEntry(start, end, name, entry.tags, entry.note, kind), day)

    def span_line(self, start: datetime, end: datetime, day: date) -> str:
        """Return the beginning of a line that logs the span, up to its name."""
        from outsource_tui.model.quick_entry import QuickEntry, to_line

        zone = self._clock.zone
        first, last = to_minute(start).astimezone(zone), to_minute(end).astimezone(zone)
        return to_line(QuickEntry(first, last, "x"), day).removesuffix("x")

    def check(self, quick: QuickEntry, overlap: Overlap = Overlap.REFUSE) -> None:
        """Raise what `add` would raise, as far as can be told before."""
        spans.check_span(quick.start, quick.end, self._clock.now(), planned=quick.kind is Kind.PLANNED)
        found = self.overlaps(quick.start, quick.end) if quick.kind is Kind.LOGGED else []
        if found and overlap is Overlap.REFUSE:
            raise self._overlap_error(found, quick.start, quick.end)

    def check_room(self, start: datetime, end: datetime | None, but: str = "") -> None:
        """OverlapError if logged entries other than `but` share time with the span."""
        found = [e for e in self.overlaps(start, end) if e.id != but]
        if found:
            raise self._overlap_error(found, start, end)

    def check_start(self, quick: QuickEntry, overlap: Overlap = Overlap.REFUSE) -> None:
        """Raise what `start_entry` would raise: what runs is stopped, so it is not in the way."""
        found = [e for e in self.overlaps(quick.start, None) if not e.running]
        if found and overlap is Overlap.REFUSE:
            raise self._overlap_error(found, quick.start, None)

    def _overlap_error(self, found: list[Entry], start: datetime, end: datetime | None) -> OverlapError:
        activities, zone = self._repository.activities(), self._clock.zone
        return spans.overlap_error(found, (start, end), activities, zone, self._clock.now())

    # adding

    def add(self, quick_entry: QuickEntry, overlap: Overlap = Overlap.REFUSE) -> Change:
        """Store what a line says; OverlapError if it lies over others and nobody said what to do."""
        return self.add_all([quick_entry], overlap)

    def add_all(self, quick_entries: Sequence[QuickEntry], overlap: Overlap = Overlap.REFUSE) -> Change:
        """Store several lines as one change, all or none.

        They come in order of their starts, the longest first: where they share time and are to be trimmed,
        none takes all of another. An InputError says with its `place` which one is at fault.
        """
        now = self._clock.now()
        with self._repository.change(self._adding_label(quick_entries), now) as work:
            for place, quick in sorted(enumerate(quick_entries), key=lambda each: _by_start(each[1])):
                try:
                    self._add(work, quick, overlap, now)
                except InputError as error:
                    error.place = place
                    raise
        return _done(work)

    def _add(self, work: Work, quick: QuickEntry, overlap: Overlap, now: datetime) -> Entry:
        start = to_minute(quick.start)
        end = to_minute(quick.end) if quick.end else None
        planned = quick.kind is Kind.PLANNED
        spans.check_span(start, end, now, planned=planned)
        if not planned:
            spans.room_for(work, (start, end), overlap, self._clock.zone)
        activity = spans.named(work, quick.activity)
        return work.put(
            Entry(
                "", start, end, self._clock.zone.key, activity.id, tuple(quick.tags), quick.note, quick.kind
            )
        )

    def _adding_label(self, quick_entries: Sequence[QuickEntry]) -> str:
        if len(quick_entries) != 1:
            return f"Log {len(quick_entries)} entries"
        quick = quick_entries[0]
        verb = "Plan" if quick.kind is Kind.PLANNED else "Log" if quick.end else "Start"
        span = spans.span_words(quick.start, quick.end, self._clock.zone, self._clock.now())
        return f"{verb} {quick.activity.strip()} {span}"

    # running

    def start(
        self, name_or_text: str, at: datetime | None = None, overlap: Overlap = Overlap.REFUSE
    ) -> Change:
        """Start an entry now or `at`, stopping what runs; the text may carry #tags and -- note."""
        name, tags, note = self._words(name_or_text)
        return self._start(name, tags, note, at=at, overlap=overlap)

    def start_entry(self, quick: QuickEntry, overlap: Overlap = Overlap.REFUSE) -> Change:
        """Start what `parse_start` read."""
        return self._start(quick.activity, quick.tags, quick.note, at=quick.start, overlap=overlap)

    def start_like(self, entry_id: str) -> Change:
        """Start the same activity, tags and note as an entry, now."""
        entry = self._repository.entry(entry_id)
        if entry is None:
            raise UserError("this entry is no longer in the log: start the activity by name")
        if entry.running:
            raise UserError(f"{self._name(entry)} is running already")
        return self._start(self._name(entry), entry.tags, entry.note)

    def continue_last(self) -> Change:
        """Start the activity of the last finished entry again; UserError if one runs or none is there."""
        running = self.running()
        if running is not None:
            raise UserError(f"{self._name(running)} is running already: stop it first")
        last = self._last_finished()
        if last is None:
            raise UserError("nothing to continue: no entry of the last 31 days; start one by name")
        return self.start_like(last.id)

    def interrupt(self, name_or_text: str) -> Change:
        """Start a second activity now; the running one goes on when the second stops."""
        first = self.running()
        if first is None:
            raise UserError("nothing runs that could be interrupted: start an entry with s")
        name, tags, note = self._words(name_or_text)
        return self._start(name, tags, note, back_to=first)

    def _start(
        self,
        name: str,
        tags: tuple[str, ...],
        note: str,
        *,
        at: datetime | None = None,
        overlap: Overlap = Overlap.REFUSE,
        back_to: Entry | None = None,
    ) -> Change:
        now = self._clock.now()
        begin = to_minute((at or now).astimezone(self._clock.zone))
        label = f"Start {name} {spans.span_words(begin, None, self._clock.zone, now)}"
        if back_to is not None:
            label = f"Interrupt {self._name(back_to)} with {name}"
        with self._repository.change(label, now) as work:
            spans.check_span(begin, None, now, planned=False)
            for open_entry in work.open_entries():
                spans.close(work, open_entry, begin)
            spans.room_for(work, (begin, None), overlap, self._clock.zone)
            activity = spans.named(work, name)
            entry = work.put(Entry("", begin, None, self._clock.zone.key, activity.id, tags, note))
            if back_to is not None:
                interruption.interrupt(self._repository, work, entry, back_to)
            else:
                interruption.forget(self._repository, work)
        return _done(work)

    def stop(self, at: datetime | None = None) -> Change:
        """End what runs now or `at`; an interrupted entry goes on. UserError if nothing runs.

        An entry that ran for less than a minute is not kept.
        """
        now = self._clock.now()
        end = to_minute((at or now).astimezone(self._clock.zone))
        running = self.running()
        if running is None:
            raise UserError("nothing is running: start an entry first")
        if end > now:
            late, present = clock_words(end), present_words(end, now)
            raise InputError(f"{late} is still to come ({present}): stop at an earlier time")
        back = interruption.interrupted_by(self._repository, running)
        label = f"Stop {self._name(running)} at {spans.moment_words(end, self._clock.zone, now)}"
        if spans.too_short(running, end):
            label = f"Stop {self._name(running)}: under a minute, {NOT_KEPT}"
        if back is not None:
            label += f", go on with {self._name(back)}"
        with self._repository.change(label, now) as work:
            entry = spans.fresh(work, running.id)
            spans.close(work, entry, end)
            if back is not None:
                interruption.go_on(self._repository, work, back, end, self._clock.zone.key)
        return _done(work)

    # changing

    def edit(self, entry_id: str, *, overlap: Overlap = Overlap.REFUSE, **fields: Any) -> Change:
        """Change fields of an entry: start, end, activity (a name), tags, note, kind, hand_over.

        A changed span is checked against the other entries as `overlap` says.
        """
        now = self._clock.now()
        before = self._repository.entry(entry_id)
        day = spans.on_day(before.start, self._clock.zone, now) if before else ""
        label = f"Edit {(fields.get('activity') or self._name(before)).strip()}{day}"
        with self._repository.change(label, now) as work:
            entry = spans.fresh(work, entry_id)
            if "activity" in fields:
                fields["activity"] = spans.named(work, fields["activity"]).id
            changed = replace(entry, **fields)
            start, end = spans.edited(entry.start, changed.start), spans.edited(entry.end, changed.end)
            changed = replace(changed, start=start or entry.start, end=end)
            if (start, end, changed.kind) != (entry.start, entry.end, entry.kind):
                spans.check_span(changed.start, changed.end, now, planned=changed.planned)
                if not changed.planned:
                    span = (changed.start, changed.end)
                    spans.room_for(work, span, overlap, self._clock.zone, but=[entry_id])
            work.put(changed)
        return _done(work)

    def delete(self, entry_id: str) -> Change:
        """Take an entry out of the log."""
        before = self._repository.entry(entry_id)
        label = "Delete an entry"
        if before is not None:
            span = spans.span_words(before.start, before.end, self._clock.zone, self._clock.now())
            label = f"Delete {self._name(before)} {span}"
        with self._repository.change(label, self._clock.now()) as work:
            work.delete(spans.fresh(work, entry_id))
        return _done(work)

    # inside

    def _name(self, entry: Entry | None) -> str:
        return self._repository.activities().get(entry.activity).name if entry else "entry"

    def _words(self, text: str) -> tuple[str, tuple[str, ...], str]:
        from outsource_tui.model.quick_entry import read_words

        return read_words(text)

    def _last_finished(self) -> Entry | None:
        now = self._clock.now()
        found = self._repository.entries(now - timedelta(days=31), now)
        ended = [e for e in found if not e.planned and e.end is not None and e.end <= now]
        return max(ended, key=lambda e: (e.end or now, e.id), default=None)


def _by_start(quick: QuickEntry) -> tuple[float, float]:
    return quick.start.timestamp(), -(quick.end or FOR_EVER).timestamp()


def _done(work: Work) -> Change:
    assert work.change is not None  # set when the context closed without an error
    return work.change
