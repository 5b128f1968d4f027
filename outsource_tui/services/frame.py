"""What a day is expected to hold, by the settings and from the first entry on, and up to when it is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from outsource_tui.model.clock import Clock, to_minute
from outsource_tui.model.day import DayFrame
from outsource_tui.model.value import replace
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository


def frame_of(settings: Settings, repository: Repository, clock: Clock) -> DayFrame:
    """Return the frame of every day of this log; of an empty one, today is the first."""
    first = repository.first_start() or clock.now()
    return replace(settings.frame, since=first.astimezone(clock.zone).date())


def told_until(repository: Repository, clock: Clock) -> datetime:
    """Return the whole minute up to which figures are told: lengths add up with the times beside them.

    What began within this minute is there with its first second, so that it can be seen.
    """
    now = clock.now()
    minute = to_minute(now)
    begun = any(entry.start >= minute for entry in repository.open_entries())
    return min(now, minute + timedelta(seconds=1)) if begun else minute
