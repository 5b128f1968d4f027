"""What is shown of now and of a day, asked of the services in one place."""

from __future__ import annotations

from datetime import date

from outsource_tui.model.clock import elapsed, week_of
from outsource_tui.model.week import WeekLog
from outsource_tui.services.services import Services
from outsource_tui.tui.widgets.day_view import DayView
from outsource_tui.tui.widgets.top_line import Saving


def running(services: Services) -> tuple[str, float]:
    """Return what runs and for how many minutes, the latest if there are several; "" for nothing."""
    found = services.repository.open_entries()
    if not found:
        return "", 0.0
    entry = found[-1]
    name = services.repository.activities().get(entry.activity).name
    return name, elapsed(entry.start, services.clock.now()).total_seconds() // 60


def on_disk(services: Services) -> Saving:
    """Return whether the file is as it should be, where no change waits."""
    if services.repository.trouble:
        return Saving.ASTRAY
    return Saving.READ_ONLY if services.repository.read_only else Saving.SAVED


def look_at(
    services: Services, day: date, suggested: frozenset[str] = frozenset()
) -> tuple[WeekLog, DayView]:
    """Return the week of a day, and the day as it is drawn."""
    settings, repository = services.settings, services.repository
    week = services.log.days(week_of(day, settings.week_start))
    found = next(each for each in week.days if each.date == day)
    view = DayView.of(found, settings.frame, repository.activities(), repository.groups(), suggested)
    return week, view
