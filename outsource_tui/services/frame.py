"""What a day is expected to hold: by the settings, and from the first entry on."""

from __future__ import annotations

from outsource_tui.model.clock import Clock
from outsource_tui.model.day import DayFrame
from outsource_tui.model.value import replace
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository


def frame_of(settings: Settings, repository: Repository, clock: Clock) -> DayFrame:
    """Return the frame of every day of this log; of an empty one, today is the first."""
    first = repository.first_start() or clock.now()
    return replace(settings.frame, since=first.astimezone(clock.zone).date())
