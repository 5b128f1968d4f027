"""The tune-up over the whole log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from outsource_tui.model.clock import Clock, Week, midnight
from outsource_tui.model.entry import Entry
from outsource_tui.model.tune_up import TuneUp, tune_up
from outsource_tui.services.totals import TotalsCache
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository


class TuneUpService:
    """Says from the log what was won back, what crept back and what is next."""

    def __init__(self, repository: Repository, clock: Clock, settings: Settings) -> None:
        self._repository = repository
        self._clock = clock
        self._settings = settings
        self._totals = TotalsCache(repository, clock.zone)

    def report(self, until: date | None = None) -> TuneUp:
        """Compare all weeks to `until`, by default today."""
        now = self._clock.now()
        totals = self._totals.totals(self._settings.frame, now)
        groups = self._repository.groups()
        return tune_up(totals, groups, until or now.date(), self._settings.week_start)

    def entries(self, activity_ids: Iterable[str], weeks: Iterable[Week]) -> list[Entry]:
        """Return the logged entries that a figure is made of: of these activities in these weeks."""
        activities = self._repository.activities()
        wanted = {activities.get(i).id for i in activity_ids}
        zone = self._clock.zone
        found: dict[str, Entry] = {}
        for week in sorted(weeks):
            start, end = midnight(week.first, zone), midnight(week.shifted(1).first, zone)
            for entry in self._repository.entries(start, end):
                if not entry.planned and activities.get(entry.activity).id in wanted:
                    found[entry.id] = entry
        return list(found.values())
