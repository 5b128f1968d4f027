"""Which weeks of a log count, and the baseline: the one rule for the board and the tune-up.

A week counts unless it is not over, has no log, or too little of it: under half of the usual week in time or
in days, the medians of the logged weeks within half a year either side. The baseline of a group is measured
over the last four counted weeks that were over before it was handed over, however long ago they are; fewer
if there are no more.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum

from outsource_tui.model.clock import Week, week_of
from outsource_tui.model.enough import ENOUGH, median
from outsource_tui.model.group import Group
from outsource_tui.model.span_totals import SpanTotals, minutes_in
from outsource_tui.model.totals import Totals
from outsource_tui.model.value import dataclass

BASELINE_WEEKS = 4
SO_FAR = "so far this week"
USUAL_WITHIN = 26


class Standing(StrEnum):
    """Whether a week counts in averages, and if not, why."""

    COUNTED = "counted"
    NOT_OVER = "not over yet"
    TOO_LITTLE = "too little log"
    NO_LOG = "no log"


class LoggedWeeks:
    """The sums of the weeks from the first with a log to that of `until`, and which of them count."""

    def __init__(self, totals: Totals, until: date, week_start: int = 0) -> None:
        first = totals.first
        last = week_of(until, week_start).first.toordinal()
        self._begin = week_of(first, week_start).first.toordinal() if first is not None else last + 7
        days = range(self._begin, last + 1, 7)
        self._sums = tuple(totals.week(Week(date.fromordinal(n))) for n in days)
        over = min(until, totals.today - timedelta(days=1))
        self._standings = _standings([s for s in self._sums if s.last <= over], len(self._sums))

    def __iter__(self) -> Iterator[SpanTotals]:
        """Yield the sums of every week."""
        return iter(self._sums)

    def since(self, day: date) -> tuple[SpanTotals, ...]:
        """Return the sums of the weeks that begin on `day` or later."""
        return self._sums[max(0, -((self._begin - day.toordinal()) // 7)) :]

    def standing(self, sums: SpanTotals) -> Standing:
        """Say whether the week of these sums counts."""
        return self._standings[(sums.first.toordinal() - self._begin) // 7]

    def before(self, day: date) -> tuple[SpanTotals, ...]:
        """Return the weeks that a baseline is measured over for what was handed over on `day`, in order."""
        return self._counted_before((day.toordinal() - self._begin) // 7)

    @property
    def present(self) -> SpanTotals | None:
        """The sums of the week that is not over; None where it is, or where nothing of it is in the log."""
        last = self._sums[-1] if self._sums else None
        if last is None or not last.logged or self.standing(last) is not Standing.NOT_OVER:
            return None
        return last

    def latest(self) -> tuple[SpanTotals, ...]:
        """Return the last weeks that count, as many as for a baseline; the present one where none does."""
        found = self._counted_before(len(self._sums))
        if found or not self._sums:
            return found
        present = self._sums[-1]
        return (present,) if present.logged else ()

    def _counted_before(self, number: int) -> tuple[SpanTotals, ...]:
        found: list[SpanTotals] = []
        for n in range(min(number, len(self._sums)) - 1, -1, -1):
            if self._standings[n] is Standing.COUNTED:
                found.append(self._sums[n])
                if len(found) == BASELINE_WEEKS:
                    break
        return tuple(reversed(found))


def _standings(over: Sequence[SpanTotals], weeks: int) -> tuple[Standing, ...]:
    """Return which of so many weeks count, from the sums of those that are over."""
    usual = zip(_usual([s.logged for s in over]), _usual([s.days for s in over]), strict=True)
    found = []
    for sums, (minutes, days) in zip(over, usual, strict=True):
        if not sums.logged:
            found.append(Standing.NO_LOG)
        elif sums.logged >= ENOUGH * minutes and sums.days >= ENOUGH * days:
            found.append(Standing.COUNTED)
        else:
            found.append(Standing.TOO_LITTLE)
    return (*found, *[Standing.NOT_OVER] * (weeks - len(found)))


def _usual(values: Sequence[float]) -> Iterator[float]:
    """Yield for each week the median of those around it that are not empty."""
    around = sorted(v for v in values[:USUAL_WITHIN] if v)
    for n in range(len(values)):
        if n + USUAL_WITHIN < len(values) and values[n + USUAL_WITHIN]:
            insort(around, values[n + USUAL_WITHIN])
        if n > USUAL_WITHIN and values[n - USUAL_WITHIN - 1]:
            del around[bisect_left(around, values[n - USUAL_WITHIN - 1])]
        yield median(around) if around else 0.0


@dataclass(frozen=True, slots=True)
class Weekly:
    """The usual minutes a week of a group, and in words what they are.

    `weeks` are those that tell it; `so_far` is True where that is the present week alone, which is not over.
    `measured` is False where the user wrote down what to expect, and nothing is added up.
    """

    minutes: float
    basis: str
    weeks: tuple[SpanTotals, ...] = ()
    measured: bool = True
    so_far: bool = False


def weekly_of(group: Group, activity_ids: Collection[str], logged: LoggedWeeks) -> Weekly:
    """Return what a group takes a week: as the user expects it, else its baseline once it is away, else
    the average over the last weeks that count, else what the present week holds so far. Wherever hours a week
    are shown, they are these."""
    weeks, away = _weeks_of(group, activity_ids, logged)
    minutes = average(weeks, activity_ids) or 0.0
    so_far = bool(weeks) and weeks[-1] is logged.present
    if group.weekly_hours is not None:
        return Weekly(float(group.weekly_hours) * 60, "as expected", weeks, measured=False, so_far=so_far)
    if so_far:
        return Weekly(minutes, SO_FAR, weeks, so_far=True)
    words = "the week" if len(weeks) == 1 else f"{len(weeks)} weeks"
    if away:
        return Weekly(minutes, f"in {words} before hand-over", weeks)
    return Weekly(minutes, f"by the log of {words}", weeks)


def _weeks_of(
    group: Group, activity_ids: Collection[str], logged: LoggedWeeks
) -> tuple[tuple[SpanTotals, ...], bool]:
    """Return the weeks that tell what a group takes, and whether they are those before it went away.

    Work that no finished week knows, and the present one does, is told from what that holds so far.
    """
    given, present = group.handed_over_on, logged.present
    before = logged.before(given) if given is not None else ()
    weeks = before or logged.latest()
    own = present is not None and (given is None or given > present.first)
    if present is not None and own and only_so_far(activity_ids, weeks, present):
        return (present,), False
    return weeks, bool(before)


def only_so_far(activity_ids: Collection[str], weeks: Sequence[SpanTotals], present: SpanTotals) -> bool:
    """True where these activities are in the present week, and in none of `weeks`."""
    return not minutes_in(weeks, activity_ids) and bool(present.minutes_of(activity_ids))


def average(weeks: Iterable[SpanTotals], activity_ids: Iterable[str]) -> float | None:
    """Return the average minutes a week of these activities; None without weeks."""
    sums = list(weeks)
    return minutes_in(sums, activity_ids) / len(sums) if sums else None
