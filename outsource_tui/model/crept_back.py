"""What crept back: activities of a handed-over group that are in the log again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from outsource_tui.model.activity import Activity
from outsource_tui.model.group import Group
from outsource_tui.model.totals import Sitting, Totals
from outsource_tui.model.value import dataclass


@dataclass(frozen=True, slots=True)
class CreptBack:
    """An activity of a handed-over group that is in the log again, day by day."""

    activity: Activity
    group: Group
    sittings: tuple[Sitting, ...]

    @property
    def minutes(self) -> float:
        """Minutes on all these days."""
        return sum(s.minutes for s in self.sittings)

    @property
    def times(self) -> int:
        """How many entries."""
        return sum(s.times for s in self.sittings)

    @property
    def last(self) -> date:
        """The latest day."""
        return self.sittings[-1].day


def crept_back(
    totals: Totals, homes: Mapping[str, Group], first: date | None, last: date
) -> tuple[CreptBack, ...]:
    """Find what is in the log although somebody else has it, from `first` (all for None) to `last`, most
    time first. `homes` tells the group of each activity by id."""
    since = {key: group.away_from for key, group in homes.items()}
    begins = {key: max(day, first or day) for key, day in since.items() if day is not None}
    found = [
        CreptBack(totals.activities.get(key), homes[key], tuple(rows))
        for key, rows in totals.days_of(begins, last).items()
    ]
    return tuple(sorted(found, key=lambda c: (-c.minutes, c.activity.key)))
