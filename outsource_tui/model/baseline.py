"""Which weeks of a log count, and the baseline: the one rule for the board and the tune-up.

A week counts unless it is not over, has no log, or too little of it: under half of the usual week, the
median of the logged weeks within half a year either side. The baseline of a group is measured over the last
four counted weeks that were over before it was handed over, however long ago they are; fewer if there are
no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        self._over = min(until, totals.today - timedelta(days=1)).toordinal()
        first, last = totals.first, week_of(until, week_start).first.toordinal()
        self._begin = week_of(first, week_start).first.toordinal() if first is not None else last + 7
        self._count = max(0, (last - self._begin) // 7 + 1)
        self._logged: dict[int, float] = {}
        self._standings: dict[int, Standing] = {}

    def __iter__(self) -> Iterator[SpanTotals]:
        """Yield the sums of every week."""
        return map(self._sums, range(self._count))

    def since(self, day: date) -> Iterator[SpanTotals]:
        """Yield the sums of the weeks that begin on `day` or later."""
        return map(self._sums, range(max(0, -((self._begin - day.toordinal()) // 7)), self._count))

    def standing(self, sums: SpanTotals) -> Standing:
        """Say whether the week of these sums counts."""
        return self._standing((sums.first.toordinal() - self._begin) // 7)

    def before(self, day: date) -> tuple[SpanTotals, ...]:
        """Return the weeks that a baseline is measured over for what was handed over on `day`, in order."""
        return self._counted_before(min(self._count, (day.toordinal() - self._begin) // 7))

    def latest(self) -> tuple[SpanTotals, ...]:
        """Return the last weeks that count, as many as for a baseline; the present one where none does."""
        found = self._counted_before(self._count)
        if found or not self._count:
            return found
        present = self._sums(self._count - 1)
        return (present,) if present.logged else ()

    def _counted_before(self, number: int) -> tuple[SpanTotals, ...]:
        found: list[SpanTotals] = []
        for n in range(number - 1, -1, -1):
            if self._standing(n) is Standing.COUNTED:
                found.append(self._sums(n))
                if len(found) == BASELINE_WEEKS:
                    break
        return tuple(reversed(found))

    def _sums(self, number: int) -> SpanTotals:
        return self._totals.week(Week(date.fromordinal(self._begin + 7 * number)))

    def _standing(self, number: int) -> Standing:
        found = self._standings.get(number)
        if found is None:
            found = self._standings[number] = self._find_standing(number)
        return found

    def _find_standing(self, number: int) -> Standing:
        if not self._is_over(number):
            return Standing.NOT_OVER
        logged = self._logged_in(number)
        if not logged:
            return Standing.NO_LOG
        around = range(max(0, number - USUAL_WITHIN), min(self._count, number + USUAL_WITHIN + 1))
        usual = _median([m for m in (self._logged_in(n) for n in around if self._is_over(n)) if m])
        return Standing.COUNTED if logged >= ENOUGH * usual else Standing.TOO_LITTLE

    def _is_over(self, number: int) -> bool:
        return self._begin + 7 * number + 6 <= self._over

    def _logged_in(self, number: int) -> float:
        found = self._logged.get(number)
        if found is None:
            found = self._logged[number] = self._sums(number).logged
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
