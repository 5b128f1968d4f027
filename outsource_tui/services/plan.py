"""Plans: what is intended, confirmed when it was done, carried over when it was not.

A confirmed plan becomes a logged entry that keeps what had been planned, so that plan and outcome can be
compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from outsource_tui.model.clock import Clock, day_bounds, elapsed, long_date, midnight, shift, to_minute
from outsource_tui.model.day import Span
from outsource_tui.model.day_totals import PlanTotals
from outsource_tui.model.edit import Overlap
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.errors import InputError, UserError
from outsource_tui.model.value import replace
from outsource_tui.services import spans
from outsource_tui.services.frame import told_until
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from outsource_tui.store.work import Work

if TYPE_CHECKING:
    from outsource_tui.model.change import Change

LOOK_BACK = 31


class PlanService:
    """Makes, confirms, skips and carries over plans."""

    def __init__(self, repository: Repository, clock: Clock, settings: Settings) -> None:
        self._repository = repository
        self._clock = clock
        self._settings = settings

    # looking

    def left_over(self, before: date, days: int = LOOK_BACK) -> list[Entry]:
        """Return the plans of the `days` before a day that are past and were neither done nor skipped."""
        zone, now = self._clock.zone, self._clock.now()
        end = min(midnight(before, zone), now)
        found = self._repository.entries(midnight(before - timedelta(days=days), zone), end)
        return [e for e in found if e.planned and e.end is not None and e.end <= end]

    def totals(self, entries: Iterable[Entry], bounds: Span) -> PlanTotals:
        """Return the sums of the entries, each counting its part within `bounds`."""
        sums, now = PlanTotals(), told_until(self._repository, self._clock)
        for entry in entries:
            minutes = entry.seconds(*bounds, now) / 60
            if entry.planned:
                sums = sums.plus(open=minutes)
            elif plan := entry.plan:
                done = replace(entry, start=plan.start, end=plan.end).seconds(*bounds, now) / 60
                sums = sums.plus(done=done, taken=minutes)
        return sums

    # changing

    def confirm(
        self,
        entry_id: str,
        start: datetime | None = None,
        end: datetime | None = None,
        overlap: Overlap = Overlap.REFUSE,
    ) -> Change:
        """Log a plan as done, as planned or with other times. InputError while it is still to come."""
        now, zone = self._clock.now(), self._clock.zone
        plan = self._plan(entry_id)
        name = self._repository.activities().get(plan.activity).name
        span = (start or plan.start, end or plan.end)
        with self._repository.change(f"Done: {name} {spans.span_words(*span, zone, now)}", now) as work:
            fresh = spans.fresh(work, entry_id)
            spans.check_span(*span, now, planned=False)
            spans.room_for(work, span, overlap, zone, but=[entry_id])
            work.put(fresh.done(*span))
        return _done(work)

    def begin(self, entry_id: str) -> Change:
        """Start what was planned, now; what runs is stopped, the plan is done with."""
        now, zone = self._clock.now(), self._clock.zone
        plan = self._plan(entry_id)
        name = self._repository.activities().get(plan.activity).name
        with self._repository.change(f"Start {name} as planned", now) as work:
            fresh, begin = spans.fresh(work, entry_id), to_minute(now)
            for running in work.open_entries():
                spans.close(work, running, begin)
            spans.room_for(work, (begin, None), Overlap.REFUSE, zone, but=[entry_id])
            work.put(fresh.done(begin, None))
        return _done(work)

    def skip(self, entry_id: str) -> Change:
        """Take a plan away that will not be done."""
        plan = self._plan(entry_id)
        name, now = self._repository.activities().get(plan.activity).name, self._clock.now()
        day = spans.on_day(plan.start, self._clock.zone, now)
        with self._repository.change(f"Skip {name}{day}", now) as work:
            work.delete(spans.fresh(work, entry_id))
        return _done(work)

    def carry_over(self, entry_ids: Iterable[str], to: date) -> Change:
        """Move plans to another day, at the same time of day; on today not before now."""
        wanted, now = list(entry_ids), self._clock.now()
        label = f"Carry {len(wanted)} plan{'s' if len(wanted) != 1 else ''} over to {long_date(to)}"
        with self._repository.change(label, now) as work:
            moved = []
            for plan in (work.entry(each) for each in wanted):
                if plan is not None and plan.planned and plan.end is not None:
                    moved.append(_on_day(plan, to, self._clock))
            work.put_all(_after(moved, to_minute(now), to == now.date()))
        return _done(work)

    def copy_day(self, source: date, target: date) -> Change:
        """Plan `target` as `source` went: its entries, or its plans where nothing was logged.

        What would lie under a plan or an entry that is there already, or before now, is left out, and the
        label says how many.
        """
        now, zone = self._clock.now(), self._clock.zone
        bounds = day_bounds(source, zone)
        with self._repository.change(f"Plan {long_date(target)} like {long_date(source)}", now) as work:
            found = [e for e in work.entries(*bounds) if bounds[0] <= e.start and e.end is not None]
            pattern = [e for e in found if not e.planned] or found
            if not pattern:
                raise InputError(f"nothing is logged on {long_date(source)}: take another day as the pattern")
            there = work.entries(*day_bounds(target, zone))
            made = [_on_day(e, target, self._clock) for e in pattern]
            to_come = [e for e in made if e.end is not None and e.end > now]
            free = [e for e in to_come if not any(_overlap(e, o, now) for o in there)]
            if not free:
                raise InputError(f"{long_date(target)} has no room left for that pattern")
            work.label += _left_out(len(made), len(made) - len(to_come), len(to_come) - len(free))
            work.put_all(_copy(e) for e in free)
        return _done(work)

    def _plan(self, entry_id: str) -> Entry:
        entry = self._repository.entry(entry_id)
        if entry is None or not entry.planned:
            raise UserError("this plan is no longer there: it was confirmed or taken away meanwhile")
        return entry


def _on_day(entry: Entry, day: date, clock: Clock) -> Entry:
    """Return the entry at the same time of another day, as long as it was."""
    zone = clock.zone
    local = entry.start.astimezone(zone)
    start = datetime.combine(day, local.time(), zone)
    start = shift(start, timedelta())  # a time that the clocks skip moves on
    return replace(entry, start=start, end=shift(start, elapsed(entry.start, entry.end or entry.start)))


def _copy(entry: Entry) -> Entry:
    return replace(entry.piece(entry.start, entry.end), kind=Kind.PLANNED, hand_over=None)


def _after(plans: list[Entry], now: datetime, today: bool) -> list[Entry]:
    """Move the plans behind each other where they would begin before now."""
    if not today:
        return plans
    free, placed = now, []
    for plan in sorted(plans, key=lambda e: e.start):
        length = elapsed(plan.start, plan.end or plan.start)
        start = max(plan.start, free)
        placed.append(replace(plan, start=start, end=shift(start, length)))
        if start == free:
            free = shift(start, length)
    return placed


def _overlap(one: Entry, other: Entry, now: datetime) -> bool:
    return other.start < one.end_at(now) and one.start < other.end_at(now)


def _left_out(of: int, past: int, taken: int) -> str:
    """Return how many of a pattern's entries were planned, and why not the others; nothing for all."""
    why = [f"{past} in the past"] if past else []
    why += [f"{taken} over what is there"] if taken else []
    return f": {of - past - taken} of {of}, without {' and '.join(why)}" if why else ""


def _done(work: Work) -> Change:
    assert work.change is not None  # set when the context closed without an error
    return work.change
