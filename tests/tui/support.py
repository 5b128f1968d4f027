"""Apps for the tests of the screens: fixed time, no blink, no animation."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot

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


_TYPED, _HELD = "typed:", "held:"


def typed(text: str) -> list[str]:
    """Return what stands for `text` among the keys that are given to `press_keys`."""
    return [_TYPED + text]


def held(key: str, times: int) -> list[str]:
    """Return what stands for a key that is held until it came so many times."""
    return [f"{_HELD}{times}:{key}"]


async def press_keys(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one after the other; type texts and hold keys as fast as a terminal hands on what comes at
    once."""
    for key in keys:
        if key.startswith((_TYPED, _HELD)):
            for event in _burst(key):
                pilot.app.post_message(event)
            await pilot.pause()
            while pilot.app.keys_wait:
                await pilot.pause()
            await pilot.pause()
        else:
            await pilot.press(key)


def _burst(key: str) -> list[Key]:
    if key.startswith(_TYPED):
        return [Key(_character_to_key(letter), letter) for letter in key.removeprefix(_TYPED)]
    times, name = key.removeprefix(_HELD).split(":")
    return [Key(name, None) for _ in range(int(times))]
