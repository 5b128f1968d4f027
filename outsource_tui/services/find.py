"""Finding entries by text over the whole log, and what was used how often."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

from outsource_tui.model.clock import Clock, Week, add_months, day_bounds, elapsed, midnight
from outsource_tui.model.day import Day, Span, day_of
from outsource_tui.model.entry import Entry
from outsource_tui.model.text import match_key
from outsource_tui.model.value import dataclass
from outsource_tui.services.frame import frame_of, told_until
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository, Wanted

MOST_FOUND = 200


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with the name of its activity."""

    entry: Entry
    name: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """Time that needs a look: a gap, or entries that share time (`over` names the second)."""

    start: datetime
    end: datetime
    entry: Entry | None = None
    over: Entry | None = None
    words: str = ""

    @property
    def minutes(self) -> float:
        """Its length."""
        return elapsed(self.start, self.end).total_seconds() / 60


class FindService:
    """Looks things up; changes nothing."""

    def __init__(self, repository: Repository, clock: Clock, settings: Settings) -> None:
        self._repository = repository
        self._clock = clock
        self._settings = settings

    def find(
        self, text: str, most: int = MOST_FOUND, stop: Callable[[], bool] = lambda: False
    ) -> list[Found]:
        """Return the entries that hold every word in name, tags or note, the latest first.

        `stop` may end a long search early.
        """
        words = match_key(text).split()
        if not words:
            return []
        activities = self._repository.activities()
        found: list[Found] = []
        keys = {i: activities.get(i).key for i in activities.by_id}  # merged ones bear others' names
        wanted = [Wanted(word, tuple(i for i, key in keys.items() if word in key)) for word in words]
        for entry in self._latest_first(wanted):
            name = activities.get(entry.activity).name
            held = match_key(" ".join((name, *(f"#{tag}" for tag in entry.tags), entry.note)))
            if all(word in held for word in words):
                found.append(Found(entry, name))
                if len(found) >= most:
                    break
            if stop():
                break
        return found

    def _latest_first(self, wanted: Sequence[Wanted]) -> Iterator[Entry]:
        """Yield entries by month, so that a search ends where enough is found; none of months that cannot
        hold what is wanted."""
        for month in self._repository.months_backwards(wanted):
            yield from reversed(month)

    def month(self, day: date) -> list[Day]:
        """Return the days of the month that `day` lies in."""
        first = day.replace(day=1)
        last = add_months(first, 1)
        zone, now = self._clock.zone, told_until(self._repository, self._clock)
        entries = self._repository.entries(midnight(first, zone), midnight(last, zone))
        days, each = [], first
        frame = frame_of(self._settings, self._repository, self._clock)
        while each < last:
            bounds = day_bounds(each, zone)
            own = [e for e in entries if e.start < bounds[1] and e.end_at(now) > bounds[0]]
            days.append(day_of(each, own, zone, now, frame))
            each += timedelta(days=1)
        return days

    def flaws(self, week: Week) -> list[Flaw]:
        """Return the gaps of the user's days and the overlaps of a week, in order."""
        zone, now = self._clock.zone, told_until(self._repository, self._clock)
        entries = self._repository.entries(*week.bounds(zone))
        activities = self._repository.activities()
        found: list[Flaw] = []
        frame = frame_of(self._settings, self._repository, self._clock)
        for each in week.days:
            bounds = day_bounds(each, zone)
            own = [e for e in entries if e.start < bounds[1] and e.end_at(now) > bounds[0]]
            day = day_of(each, own, zone, now, frame)
            if day.counts:
                found += [Flaw(*gap, words=day.gap_word) for gap in day.gaps]
            logged = sorted((e for e in own if not e.planned), key=lambda e: e.start)
            for n, first in enumerate(logged):
                for second in logged[n + 1 :]:
                    span = _shared(first, second, bounds, now)
                    if span:
                        names = [activities.get(e.activity).name for e in (first, second)]
                        words = f"{names[0]} and {names[1]} overlap"
                        start, end = span[0].astimezone(zone), span[1].astimezone(zone)
                        found.append(Flaw(start, end, second, first, words))
        return sorted(found, key=lambda flaw: flaw.start)


def _shared(first: Entry, second: Entry, bounds: Span, now: datetime) -> Span | None:
    start = max(first.start, second.start, bounds[0])
    end = min(first.end_at(now), second.end_at(now), bounds[1])
    return (start, end) if start < end else None
