"""An entry: a span of time in the log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from outsource_tui.model.value import dataclass, replace

MAX_LENGTH = timedelta(days=31)
"""No entry is longer: a span query looks back exactly so far."""


class Kind(StrEnum):
    """Whether the span was lived or is intended."""

    LOGGED = "logged"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Plan:
    """What had been intended before it was done: the span, aware, and the activity's id."""

    start: datetime
    end: datetime
    activity: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A span of time, `start` and `end` aware; `end` is None while it runs.

    `activity` is an activity's id, `zone` the IANA name of the place where it was logged.
    `hand_over` overrides the activity's highlight either way; `source` is a foreign id
    ("toggl:…") or empty; `plan` is what a logged entry had been planned as, None where it was not;
    `updated` is set by the store.
    """

    id: str
    start: datetime
    end: datetime | None
    zone: str
    activity: str
    tags: tuple[str, ...] = ()
    note: str = ""
    kind: Kind = Kind.LOGGED
    hand_over: bool | None = None
    source: str = ""
    updated: datetime | None = None
    plan: Plan | None = None

    @property
    def running(self) -> bool:
        """True for a logged entry without an end."""
        return self.end is None and self.kind is Kind.LOGGED

    @property
    def planned(self) -> bool:
        """True for what is intended and not yet confirmed."""
        return self.kind is Kind.PLANNED

    def done(self, start: datetime, end: datetime | None) -> Entry:
        """Return this plan as it was done from `start` to `end` (None: it runs), keeping what was planned."""
        plan = self.plan or Plan(self.start, self.end or self.start, self.activity)
        return replace(self, start=start, end=end, kind=Kind.LOGGED, plan=plan)

    def piece(self, start: datetime, end: datetime | None) -> Entry:
        """Return a new entry like this one for another span; foreign id and plan stay with this one."""
        return replace(self, id="", start=start, end=end, source="", updated=None, plan=None)

    def end_at(self, now: datetime) -> datetime:
        """Return the end, or `now` for a running entry (never before its start)."""
        return self.end if self.end is not None else max(self.start, now)

    def clip(self, start: datetime, end: datetime, now: datetime) -> tuple[datetime, datetime] | None:
        """Return the part within [start, end) in UTC, or None where there is none."""
        first = max(self.start, start).astimezone(UTC)
        last = min(self.end_at(now), end).astimezone(UTC)
        return (first, last) if first < last else None

    def seconds(self, start: datetime, end: datetime, now: datetime) -> int:
        """Return the seconds of the part within [start, end)."""
        part = self.clip(start, end, now)
        return int((part[1] - part[0]).total_seconds()) if part else 0
