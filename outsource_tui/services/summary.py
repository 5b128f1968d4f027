"""The page to keep: one period as figures, as Markdown, and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from outsource_tui.model.clock import Clock, Week
from outsource_tui.model.dates import date_writer
from outsource_tui.model.group import Group
from outsource_tui.model.period import Period, period_between, period_from
from outsource_tui.model.summary import SummaryData, parts_named, summarise
from outsource_tui.model.summary_markdown import Hand, write
from outsource_tui.model.tune_up import TuneUp, tune_up
from outsource_tui.services.pages import FileDiffersError, write_page
from outsource_tui.services.totals import TotalsCache
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository

What = Week | Period | tuple[date, date]
"""A week, a period, or a first and a last day."""


class SummaryService:
    """Sums up any period and writes it down."""

    def __init__(
        self, repository: Repository, clock: Clock, settings: Settings, totals: TotalsCache | None = None
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._settings = settings
        self._totals = totals or TotalsCache(repository, clock.zone)

    def week(self, week: Week) -> SummaryData:
        """Return the figures of one week."""
        return self.of(period_from(week))

    def span(self, first: date, last: date) -> SummaryData:
        """Return the figures of the days from `first` to `last`, both included."""
        return self.of(period_between(first, last, self._settings.week_start))

    def of(self, period: Period) -> SummaryData:
        """Return the figures of any period, with the tune-up as it was at its end."""
        now = self._clock.now()
        settings = self._settings
        totals = self._totals.totals(settings.frame, now)
        groups = self._repository.groups()
        until = min(period.last, now.date())
        report: TuneUp = tune_up(totals, groups, until, settings.week_start, self._money_won)
        return summarise(period, totals, groups, report, money=self._money_of, week_start=settings.week_start)

    def markdown(self, what: What | SummaryData, parts: Sequence[str] | None = None) -> str:
        """Return the page; `parts` by name, by default those of the settings.

        The user's own template, if there is one, replaces ours; InputError where it has an error.
        """
        data = what if isinstance(what, SummaryData) else self.of(self.period(what))
        chosen = parts_named(self._settings.summary_parts if parts is None else parts)
        return write(data, self._hand(), chosen, self._settings.front_matter)

    def period(self, what: What) -> Period:
        """Return the period that is meant."""
        if isinstance(what, Week):
            return period_from(what)
        return what if isinstance(what, Period) else period_between(*what, self._settings.week_start)

    def path(self, what: What, folder: Path | None = None) -> Path:
        """Return where the page would be written."""
        return (folder or self._folder()) / f"summary-{self.period(what).name}.md"

    def write(
        self,
        what: What,
        folder: Path | None = None,
        overwrite: bool = False,
        parts: Sequence[str] | None = None,
    ) -> Path:
        """Write the page whole or not at all, and return its path.

        FileDiffersError where a file of that name has other text, unless `overwrite`.
        """
        page = self.markdown(what, parts)
        path = self.path(what, folder)
        write_page(path, page, overwrite)
        return path

    def _hand(self) -> Hand:
        return Hand(date_writer(self._settings.date_format), self._write_money)

    def _write_money(self, amount: Decimal, currency: str) -> str:
        return f"{currency or self._settings.currency} {amount:,.0f}"

    def _money_of(self, group: Group, weekly: float) -> tuple[Decimal | None, Decimal | None]:
        """Return cost and win a week: hours at the group's rate, and what those hours are worth less that."""
        if group.rate is None:
            return None, None
        hours = Decimal(round(weekly)) / 60
        cost = hours * group.rate
        return cost, None if self._settings.worth is None else hours * self._settings.worth - cost

    def _money_won(self, group: Group, won: float, spent: float) -> Decimal | None:
        """Return what the won hours are worth less what they cost and less the user's own effort."""
        worth = self._settings.worth
        if group.rate is None or worth is None:
            return None
        return Decimal(round(won)) / 60 * (worth - group.rate) - Decimal(round(spent)) / 60 * worth

    def _folder(self) -> Path:
        if self._settings.summary_folder:
            return Path(self._settings.summary_folder).expanduser()
        data: Path | None = getattr(self._repository.storage, "path", None)
        return data.parent / "summaries" if data is not None else Path.cwd()


__all__ = ["FileDiffersError", "SummaryService"]
