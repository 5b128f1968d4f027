"""Editing what is in the log: edges, pieces, gaps, names. Each step is one change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from outsource_tui.model import edit as arithmetic
from outsource_tui.model.activity import Activity
from outsource_tui.model.clock import Clock, clock_words, elapsed, hm
from outsource_tui.model.edit import Absorb, Rewrite, Side
from outsource_tui.model.entry import Entry
from outsource_tui.model.errors import InputError, UserError
from outsource_tui.model.value import dataclass, replace
from outsource_tui.services import spans
from outsource_tui.settings import Settings
from outsource_tui.store.repository import FOR_EVER, Repository
from outsource_tui.store.work import Work

if TYPE_CHECKING:
    from outsource_tui.model.change import Change

AROUND = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Joining:
    """Two entries that would become one, their names, and the minutes of gap between that go in."""

    first: Entry
    second: Entry
    first_name: str
    second_name: str
    gap_minutes: float


class EditService:
    """Steps on entries that are in the log."""

    def __init__(self, repository: Repository, clock: Clock, settings: Settings) -> None:
        self._repository = repository
        self._clock = clock
        self._settings = settings

    # edges

    def move_edge(self, entry_id: str, side: Side, minutes: int) -> Change:
        """Move an end; a shared edge moves both entries."""
        entry = self._entry(entry_id)
        way = "earlier" if minutes < 0 else "later"
        label = f"{self._named(entry)}: {'start' if side is Side.START else 'end'} {way}"
        with self._repository.change(label, self._clock.now()) as work:
            fresh = spans.fresh(work, entry_id)
            delta = timedelta(minutes=minutes)
            rewrite = arithmetic.move_edge(fresh, side, delta, self._around(work, fresh), self._clock.now())
            spans.apply(work, rewrite)
        return _done(work)

    def move(self, entry_id: str, minutes: int) -> Change:
        """Move an entry as it is; other entries keep their times."""
        entry = self._entry(entry_id)
        label = f"Move {self._named(entry)} {'earlier' if minutes < 0 else 'later'}"
        with self._repository.change(label, self._clock.now()) as work:
            fresh = spans.fresh(work, entry_id)
            around = self._around(work, fresh)
            now = self._clock.now()
            spans.apply(work, arithmetic.move(fresh, timedelta(minutes=minutes), around, now))
        return _done(work)

    def move_gap_edge(self, start: datetime, end: datetime, side: Side, minutes: int) -> Change:
        """Move the end of a gap, which is the edge of the entry beside it."""
        before, after = self.neighbours(start, end)
        beside = before if side is Side.START else after
        if beside is None:
            raise InputError("no entry touches this side of the gap: fill it with enter")
        return self.move_edge(beside.id, Side.END if side is Side.START else Side.START, minutes)

    # pieces

    def split(self, entry_id: str, times: Iterable[datetime]) -> Change:
        """Cut an entry at `times`."""
        cuts = list(times)
        at = ", ".join(f"{clock_words(cut.astimezone(self._clock.zone))}" for cut in cuts)
        label = f"Split {self._named(self._entry(entry_id))} at {at}"
        with self._repository.change(label, self._clock.now()) as work:
            fresh = spans.fresh(work, entry_id)
            spans.apply(work, arithmetic.split(fresh, cuts, self._clock.now()))
        return _done(work)

    def joining(self, entry_id: str) -> Joining:
        """Return what merging with the next entry would join; UserError where none follows that day."""
        first = self._entry(entry_id)
        if first.end is None:
            raise UserError("it is still running, so nothing follows it: merge from the entry before")
        found = self._repository.entries(first.start, first.end + AROUND)
        later = [
            e
            for e in found
            if e.planned is first.planned and e.id != first.id and (e.start, e.id) > (first.start, first.id)
        ]
        if not later or later[0].start - first.end > timedelta(hours=12):
            raise UserError("nothing follows it that it could be merged with")
        second = later[0]
        gap = max(0.0, elapsed(first.end, second.start).total_seconds() / 60)
        return Joining(first, second, self._name(first), self._name(second), gap)

    def merge(self, first_id: str, second_id: str, keep_id: str) -> Change:
        """Make two entries one, under the activity of `keep_id`."""
        name = self._named(self._entry(keep_id))
        with self._repository.change(f"Merge two into {name}", self._clock.now()) as work:
            first, second = spans.fresh(work, first_id), spans.fresh(work, second_id)
            keep = first if keep_id == first_id else second
            whole = arithmetic.merge(first, second, keep)
            spans.check_span(whole.put[0].start, whole.put[0].end, self._clock.now(), planned=first.planned)
            spans.apply(work, whole)
        return _done(work)

    def trim(self, entry_id: str, around_id: str) -> Change:
        """Cut an entry so that it leaves another one's time alone."""
        name = self._named(self._entry(entry_id))
        with self._repository.change(f"Trim {name}", self._clock.now()) as work:
            entry, around = spans.fresh(work, entry_id), spans.fresh(work, around_id)
            spans.apply(work, arithmetic.trim_around([entry], around.start, around.end))
        return _done(work)

    # gaps

    def neighbours(self, start: datetime, end: datetime) -> tuple[Entry | None, Entry | None]:
        """Return the logged entries that end where a gap begins and begin where it ends."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)  # the hour that occurs twice equals no other
        found = [e for e in self._repository.entries(start - AROUND, end + AROUND) if not e.planned]
        before = next((e for e in reversed(found) if e.end is not None and e.end == start), None)
        after = next((e for e in found if e.start == end), None)
        return before, after

    def absorb(self, start: datetime, end: datetime, how: Absorb) -> Change:
        """Give a gap to the entry before it, after it, or half to each."""
        before, after = self.neighbours(start, end)
        names = [self._name(e) for e in (before, after) if e is not None]
        to = {Absorb.BEFORE: names[:1], Absorb.AFTER: names[-1:], Absorb.SHARE: names}[how]
        minutes = elapsed(start, end).total_seconds() / 60
        day = spans.on_day(start, self._clock.zone, self._clock.now())
        label = f"Give a gap of {hm(minutes)} to {' and '.join(to) or 'a neighbour'}{day}"
        with self._repository.change(label, self._clock.now()) as work:
            spans.apply(work, self._absorbed(work, (start, end), (before, after), how))
        return _done(work)

    def _absorbed(
        self,
        work: Work,
        gap: tuple[datetime, datetime],
        beside: tuple[Entry | None, Entry | None],
        how: Absorb,
    ) -> Rewrite:
        before, after = (spans.fresh(work, e.id) if e else None for e in beside)
        first, last = (edge.astimezone(UTC) for edge in gap)
        if (before and before.end != first) or (after and after.start != last):
            raise UserError("the gap has changed meanwhile: look again and repeat")
        return arithmetic.absorb(*gap, before, after, how)

    # names

    def rename(self, activity_id: str, name: str, since: datetime | None = None) -> Change:
        """Rename an activity everywhere, or for the entries that start at `since` or later."""
        old = self._repository.activities().get(activity_id)
        kept = name.strip()
        if not kept:
            raise InputError("an activity needs a name")
        label = f"Rename {old.name} to {kept}" + (" from here on" if since else "")
        with self._repository.change(label, self._clock.now()) as work:
            taken = work.activities().named(kept)
            if since is not None:
                self._move_entries(work, old, spans.named(work, kept), since)
            elif taken is not None and taken.id != old.id:
                raise InputError(f"there is an activity {taken.name} already: merge the two")
            else:
                work.put(replace(old, name=kept))
        return _done(work)

    def _move_entries(self, work: Work, old: Activity, new: Activity, since: datetime) -> None:
        activities = work.activities()
        found = [
            e
            for e in work.entries(since, FOR_EVER)
            if e.start >= since and activities.get(e.activity).id == old.id
        ]
        work.put_all(replace(e, activity=new.id) for e in found)

    def merge_activities(self, activity_id: str, into_id: str) -> Change:
        """Make two activities one; the entries of the first count for the second from now on."""
        activities = self._repository.activities()
        gone, into = activities.get(activity_id), activities.get(into_id)
        if gone.id == into.id:
            raise InputError(f"{into.name} is one activity already")
        with self._repository.change(f"Make {gone.name} one with {into.name}", self._clock.now()) as work:
            work.put(replace(work.activities().get(activity_id), merged_into=into.id))
        return _done(work)

    # inside

    def _entry(self, entry_id: str) -> Entry:
        entry = self._repository.entry(entry_id)
        if entry is None:
            raise UserError(
                "this entry is no longer in the log: it was deleted meanwhile; u may bring it back"
            )
        return entry

    def _name(self, entry: Entry) -> str:
        return self._repository.activities().get(entry.activity).name

    def _named(self, entry: Entry) -> str:
        """Return the name with the day of the entry, where that is not today."""
        return f"{self._name(entry)}{spans.on_day(entry.start, self._clock.zone, self._clock.now())}"

    def _around(self, work: Work, entry: Entry) -> list[Entry]:
        end = entry.end_at(self._clock.now())
        return work.entries(entry.start - AROUND, end + AROUND)


def _done(work: Work) -> Change:
    assert work.change is not None  # set when the context closed without an error
    return work.change
