"""Which weeks of a log count, and the baseline: the one rule for the board and the tune-up.

A week counts unless it is not over, has no log, or too little of it: under half of the usual week, the
median of the logged weeks within half a year either side. The baseline of a group is measured over the last
four counted weeks that were over before it was handed over, however long ago they are; fewer if there are
no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from outsource_tui.model.clock import Week, week_of
from outsource_tui.model.totals import SpanTotals, Totals

BASELINE_WEEKS = 4
USUAL_WITHIN = 26
ENOUGH = 0.5


class Standing(StrEnum):
    """Whether a week counts in averages, and if not, why."""

    COUNTED = "counted"
    NOT_OVER = "not over yet"
    TOO_LITTLE = "too little log"
    NO_LOG = "no log"


class LoggedWeeks:
    """The weeks from the first with a log to that of `until`, each summed when it is asked for."""

    def __init__(self, totals: Totals, until: date, week_start: int = 0) -> None:
        self._totals = totals
        self._over = min(until, totals.today - timedelta(days=1))
        first = totals.first
        self.last = week_of(until, week_start)
        self.first = week_of(first, week_start) if first is not None else self.last.shifted(1)
        self._standings: dict[Week, Standing] = {}
        self._logged: dict[Week, float] = {}

    def __iter__(self) -> Iterator[SpanTotals]:
        """Yield the sums of every week."""
        return self.since(self.first.first)

    def since(self, day: date) -> Iterator[SpanTotals]:
        """Yield the sums of the weeks that begin on `day` or later."""
        week = self.first
        if day > week.first:
            week = week.shifted(-((week.first - day).days // 7))
        while week <= self.last:
            yield self._totals.week(week)
            week = week.shifted(1)

    def standing(self, week: Week) -> Standing:
        """Say whether a week counts."""
        found = self._standings.get(week)
        if found is None:
            found = self._standings[week] = self._find_standing(week)
        return found

    def counts(self, sums: SpanTotals) -> bool:
        """True if the week of these sums counts."""
        return self.standing(Week(sums.first)) is Standing.COUNTED

    def before(self, day: date) -> tuple[SpanTotals, ...]:
        """Return the weeks that a baseline is measured over for what was handed over on `day`, in order."""
        return self._latest(lambda week: week.last < day)

    def latest(self) -> tuple[SpanTotals, ...]:
        """Return the last weeks that count, as many as for a baseline; the present one where none does."""
        found = self._latest(lambda week: True)
        if found or self.last < self.first:
            return found
        present = self._totals.week(self.last)
        return (present,) if present.logged else ()

    def _latest(self, wanted: Callable[[Week], bool]) -> tuple[SpanTotals, ...]:
        found: list[SpanTotals] = []
        week = self.last
        while week >= self.first and len(found) < BASELINE_WEEKS:
            if wanted(week) and self.standing(week) is Standing.COUNTED:
                found.append(self._totals.week(week))
            week = week.shifted(-1)
        return tuple(reversed(found))

    def _find_standing(self, week: Week) -> Standing:
        if week.last > self._over:
            return Standing.NOT_OVER
        logged = self._logged_in(week)
        if not logged:
            return Standing.NO_LOG
        near = (week.shifted(n) for n in range(-USUAL_WITHIN, USUAL_WITHIN + 1))
        known = [self._logged_in(w) for w in near if self.first <= w <= self.last and w.last <= self._over]
        enough = logged >= ENOUGH * _median(minutes for minutes in known if minutes)
        return Standing.COUNTED if enough else Standing.TOO_LITTLE

    def _logged_in(self, week: Week) -> float:
        found = self._logged.get(week)
        if found is None:
            found = self._logged[week] = self._totals.week(week).logged
        return found


def average(weeks: Iterable[SpanTotals], activity_ids: Iterable[str]) -> float | None:
    """Return the average minutes a week of these activities; None without weeks."""
    sums, ids = list(weeks), list(activity_ids)
    return sum(s.minutes_of(ids) for s in sums) / len(sums) if sums else None


def _median(values: Iterable[float]) -> float:
    # the statistics module would cost more to import than all of the tune-up
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
