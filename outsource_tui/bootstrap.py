"""The one place where objects meet."""

from __future__ import annotations

from pathlib import Path

from outsource_tui.model.clock import Clock, SystemClock, local_zone, zone_named
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository


def system_clock(settings: Settings) -> SystemClock:
    """Return the machine's clock in the zone of the settings, or the machine's own."""
    return SystemClock(zone_named(settings.zone) if settings.zone else local_zone())


def build(settings: Settings, clock: Clock, path: Path) -> Services:
    """Return the services over the data file; StoreError where it cannot be read."""
    return Services(Repository.open(path), clock, settings)
