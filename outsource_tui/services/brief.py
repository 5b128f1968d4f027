"""The brief of a group, from the log and from what the user wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from outsource_tui.model.baseline import LoggedWeeks, weekly_of
from outsource_tui.model.brief import Evidence, evidence_of
from outsource_tui.model.brief_markdown import Pen, write_brief
from outsource_tui.model.clock import Clock, Week
from outsource_tui.model.dates import date_writer
from outsource_tui.model.errors import UserError
from outsource_tui.model.group import Group
from outsource_tui.model.money import write_money, write_number
from outsource_tui.model.totals import Totals
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository


class BriefService:
    """Writes briefs; changes nothing."""

    def __init__(
        self, repository: Repository, clock: Clock, settings: Settings, totals: Callable[[], Totals]
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._settings = settings
        self._totals = totals

    def markdown(self, group_id: str) -> str:
        """Return the brief of a group as Markdown; UserError if the group is gone."""
        return write_brief(self.evidence(group_id), self._pen())

    def file_name(self, group_id: str) -> str:
        """Return a name for the brief's file that every file system takes: "brief-bookkeeping.md"."""
        plain = unicodedata.normalize("NFKD", self._group(group_id).name).casefold()
        word = re.sub(r"[^\w]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-_")
        return f"brief-{word[:60] or 'group'}.md"

    def evidence(self, group_id: str) -> Evidence:
        """Return what the log says over the weeks that tell what the group takes a week."""
        group = self._group(group_id)
        activities = self._repository.activities()
        own = [a for a in activities if a.group == group_id]
        totals = self._totals()
        logged = LoggedWeeks(totals, totals.today, self._settings.week_start)
        weekly = weekly_of(group, [a.id for a in own], logged)
        weeks = [Week(sums.first) for sums in weekly.weeks]
        found = []
        if weeks and own:
            zone = self._clock.zone
            entries = self._repository.entries(weeks[0].bounds(zone)[0], weeks[-1].bounds(zone)[1])
            found = [(activities.get(e.activity).id, e) for e in entries]
        return evidence_of(group, own, found, weeks, self._clock.now(), so_far=weekly.so_far)

    def _group(self, group_id: str) -> Group:
        found = next((g for g in self._repository.groups() if g.id == group_id), None)
        if found is None:
            raise UserError("that group is gone: somebody deleted or merged it; look again")
        return found

    def _pen(self) -> Pen:
        settings = self._settings

        def money(amount: Decimal, currency: str) -> str:
            return write_money(amount, currency or settings.currency, settings.number_format)

        number: Callable[[Decimal], str] = lambda n: write_number(n, settings.number_format)  # noqa: E731
        return Pen(date_writer(settings.date_format), money, number)
