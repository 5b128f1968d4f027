"""Apps for the tests of the screens: fixed time, no blink, no animation."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from outsource_tui.demo import demo_settings, fill
from outsource_tui.model.clock import Clock, FixedClock
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from outsource_tui.tui.app import PlannerApp
from outsource_tui.tui.dialogs.choose import ChooseDialog
from outsource_tui.tui.screens.timeline import TimelineScreen

DEMO_MOMENT = datetime(2026, 11, 19, 15, 20, tzinfo=ZoneInfo("Europe/Berlin"))


def empty_services(settings: Settings | None = None, clock: Clock | None = None) -> Services:
    """Services over an empty log in memory."""
    return Services(Repository.in_memory(), clock or FixedClock(DEMO_MOMENT), settings or Settings())


def demo_services(theme: str = "outsource-dark") -> Services:
    """Services over the demo's log at its fixed moment."""
    from dataclasses import replace

    services = empty_services(replace(demo_settings(), theme=theme))
    fill(services)
    return services


def quiet(app: PlannerApp) -> PlannerApp:
    """Return the app with nothing on it that moves by itself."""
    app.animation_level = "none"
    app.cursor_blinks = False
    TimelineScreen.PAUSE = 0.0
    ChooseDialog.PAUSE = 0.0  # a test has seen the question as soon as it is there
    return app


def planner(services: Services | None = None) -> PlannerApp:
    """Return a quiet app over `services`, or over an empty log."""
    return quiet(PlannerApp(services or empty_services()))
