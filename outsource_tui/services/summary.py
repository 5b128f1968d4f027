"""The page to keep: one period as figures, as Markdown, and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from outsource_tui.model.clock import Clock, Week
from outsource_tui.model.folder import named
from outsource_tui.model.period import Period, period_between, period_from
from outsource_tui.model.report_json import summary_json
from outsource_tui.model.summary import Part, SummaryData, parts_named, summarise
from outsource_tui.model.summary_markdown import write
from outsource_tui.services.pages import FileDiffersError, Pages
from outsource_tui.services.template import TEMPLATE_NAME, render
from outsource_tui.services.tune_up import TuneUpService
from outsource_tui.settings import Settings, settings_path
from outsource_tui.store.repository import Repository

What = Week | Period | tuple[date, date]
"""A week, a period, or a first and a last day."""


class SummaryService:
    """Sums up any period and writes it down."""

    def __init__(
        self, repository: Repository, clock: Clock, settings: Settings, tune_up: TuneUpService | None = None
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._settings = settings
        self._tune_up = tune_up or TuneUpService(repository, clock, settings)

    def week(self, week: Week) -> SummaryData:
        """Return the figures of one week."""
        return self.of(period_from(week))

    def span(self, first: date, last: date) -> SummaryData:
        """Return the figures of the days from `first` to `last`, both included."""
        return self.of(self.period((first, last)))

    def of(self, period: Period) -> SummaryData:
        """Return the figures of any period, with the tune-up as it was at its end."""
        totals = self._tune_up.totals()
        report = self._tune_up.report_of(totals, min(period.last, self._clock.now().date()))
        return summarise(
            period,
            totals,
            self._repository.groups(),
            report,
            money=self._tune_up.money_of,
            week_start=self._settings.week_start,
        )

    def json(self, what: What) -> dict[str, Any]:
        """Return the figures of a period as plain JSON values."""
        return summary_json(self.of(self.period(what)))

    def markdown(self, what: What | SummaryData, parts: Sequence[str] | None = None) -> str:
        """Return the page; `parts` by name, by default those of the settings.

        The user's own template, if there is one, replaces ours; InputError where it has an error.
        """
        data = what if isinstance(what, SummaryData) else self.of(self.period(what))
        chosen, hand = self.parts() if parts is None else parts_named(parts), self._tune_up.hand()
        template = self.template
        if template.is_file():
            from outsource_tui.services.template_fields import template_fields

            return render(template, template_fields(data, hand, chosen))
        return write(data, hand, chosen, self._settings.front_matter)

    @property
    def template(self) -> Path:
        """Where the user's own template lies, if there is one: beside the settings file."""
        return settings_path().parent / TEMPLATE_NAME

    def parts(self) -> tuple[Part, ...]:
        """Return the parts that the settings ask for, all if they name none."""
        return parts_named(self._settings.summary_parts)

    def period(self, what: What) -> Period:
        """Return the period that is meant; InputError where it ends before it begins."""
        if isinstance(what, Week):
            return period_from(what)
        return what if isinstance(what, Period) else period_between(*what, self._settings.week_start)

    def path(self, what: What, folder: Path | None = None) -> Path:
        """Return where the page would be written: its name holds the period's."""
        return (folder or self.folder()) / f"summary-{self.period(what).name}.md"

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
        page, path = self.markdown(what, parts), self.path(what, folder)
        return Pages(self._repository).write(path, page, overwrite)

    def folder(self) -> Path:
        """Return the settings' folder, else `summaries` beside the data file."""
        if self._settings.summary_folder:
            return named(self._settings.summary_folder)
        data = getattr(self._repository.storage, "path", None)
        return Path(data).parent / "summaries" if data is not None else Path.cwd()


__all__ = ["FileDiffersError", "SummaryService", "What"]
