"""The tune-up over the whole log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from outsource_tui.model.clock import Clock, day_bounds
from outsource_tui.model.dates import date_writer
from outsource_tui.model.entry import Entry
from outsource_tui.model.group import Group
from outsource_tui.model.money import Deal, write_money
from outsource_tui.model.report_json import tune_up_json
from outsource_tui.model.totals import Totals
from outsource_tui.model.tune_up import TuneUp, tune_up
from outsource_tui.model.tune_up_markdown import Hand, write_tune_up
from outsource_tui.model.week import hands_over
from outsource_tui.services.frame import frame_of
from outsource_tui.services.totals import TotalsCache
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository


class TuneUpService:
    """Says from the log what was won back, what crept back and what is next."""

    def __init__(self, repository: Repository, clock: Clock, settings: Settings) -> None:
        self._repository = repository
        self._clock = clock
        self._settings = settings
        self._totals = TotalsCache(repository, clock.zone, settings.week_start)
        self._kept_of: tuple[Totals, tuple[Group, ...]] | None = None
        self._kept: dict[date, TuneUp] = {}

    def report(self, until: date | None = None) -> TuneUp:
        """Compare all weeks to `until`, by default today."""
        return self.report_of(self.totals(), until or self._clock.now().date())

    def totals(self) -> Totals:
        """Return the whole log as sums, as of now."""
        frame = frame_of(self._settings, self._repository, self._clock)
        return self._totals.totals(frame, self._clock.now())

    def report_of(self, totals: Totals, until: date) -> TuneUp:
        """Compare all weeks of these sums to `until`; answers are kept while the log stays."""
        groups = self._repository.groups()
        if self._kept_of is None or self._kept_of[0] is not totals or self._kept_of[1] is not groups:
            self._kept_of, self._kept = (totals, groups), {}
        report = self._kept.get(until)
        if report is None:
            report = tune_up(totals, groups, until, self._settings.week_start, self._deal)
            self._kept[until] = report
        return report

    def markdown(self, until: date | None = None) -> str:
        """Return the tune-up as a page of Markdown."""
        return write_tune_up(self.report(until), self.hand())

    def json(self, until: date | None = None) -> dict[str, Any]:
        """Return the tune-up as plain JSON values."""
        return tune_up_json(self.report(until))

    def entries(
        self, activity_ids: Iterable[str], first: date, last: date, to_hand_over: bool | None = None
    ) -> list[Entry]:
        """Return the logged entries of these activities on these days, by start; with `to_hand_over` those
        alone that are to be handed over, or that are not."""
        activities = self._repository.activities()
        wanted, zone = {activities.get(i).id for i in activity_ids}, self._clock.zone
        logged = self._repository.entries(day_bounds(first, zone)[0], day_bounds(last, zone)[1])
        own = [(e, activities.get(e.activity)) for e in logged if not e.planned]
        return [
            entry
            for entry, activity in own
            if activity.id in wanted and to_hand_over in (None, hands_over(entry, activity))
        ]

    def hand(self) -> Hand:
        """Return how the user writes dates and money."""
        return Hand(date_writer(self._settings.date_format), self._write_money)

    def money_of(self, group: Group, weekly: float) -> Deal:
        """Return cost and win a week of a group that takes so many minutes a week."""
        return self._deal(group, weekly, float(group.checking_hours or 0) * 60, 1)

    def _deal(self, group: Group, minutes: float, own: float, weeks: int) -> Deal:
        """Return what these minutes of work in so many weeks are worth and cost; `own` are minutes of the
        user's effort."""
        return Deal(
            _hours(minutes),
            group.rate,
            self._settings.worth,
            checking_hours=_hours(own),
            same_money=group.currency in ("", self._settings.currency),
            paid_hours=None if group.weekly_hours is None else group.weekly_hours * weeks,
        )

    def _write_money(self, amount: Decimal, currency: str) -> str:
        settings = self._settings
        return write_money(amount, currency or settings.currency, settings.number_format, whole=True)


def _hours(minutes: float) -> Decimal:
    return Decimal(round(minutes)) / 60
