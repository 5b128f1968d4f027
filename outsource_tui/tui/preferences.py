"""Settings changed in the app: asked for, written into the file, and used at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.theme import Theme

from outsource_tui.model.errors import UserError
from outsource_tui.model.text import clean
from outsource_tui.settings import Settings, settings_path, where, with_values

if TYPE_CHECKING:
    from outsource_tui.tui.app import PlannerApp


def complaints(settings: Settings, themes: Iterable[str]) -> list[str]:
    """Return a line for each setting that there is none of, or that only the screen can judge and cannot
    use."""
    from outsource_tui.tui.keymap import usable

    told = [*settings.notices]
    told += [f"{where(refused.id)}: {refused.reason}" for refused in usable(settings.keys)[1]]
    if settings.theme not in themes:
        names = ", ".join(sorted(themes))
        told.append(f"{where('theme')}: there is no theme {settings.theme!r}: write light, dark, {names}")
    return told


def ask_settings(app: PlannerApp) -> None:
    """Show the settings that matter most, and use what was changed."""
    from outsource_tui.tui.dialogs.settings import SettingsDialog, changed, lines

    themes = sorted(app.available_themes, key=lambda name: (not name.startswith("outsource"), name))
    before = app.services.settings

    def answered(values: dict[str, str] | None) -> None:
        if values is not None:
            fresh = changed(before, lines(themes), values)
            if fresh and _write(app, fresh):
                use(app, with_values(app.services.settings, fresh))
                app.notify("settings saved", timeout=3)

    app.push_screen(SettingsDialog(before, themes, _short(settings_path())), answered)


def use(app: PlannerApp, settings: Settings) -> None:
    """Go on with these settings: in another zone where they name one, every screen anew."""
    from outsource_tui.model.clock import SystemClock, local_zone, zone_named

    clock = app.services.clock
    if settings.zone != app.services.settings.zone and isinstance(clock, SystemClock):
        clock = SystemClock(zone_named(settings.zone) if settings.zone else local_zone())
    app.services.use(settings, clock)
    if app.theme != settings.theme:
        app.theme = settings.theme
    app.renew_screens()


def remember_theme(app: PlannerApp, theme: Theme) -> None:
    """Write a theme that was chosen from the palette into the settings."""
    settings = app.services.settings
    if theme.name != settings.theme and _write(app, {"theme": theme.name}):
        app.services.use(with_values(settings, {"theme": theme.name}), app.services.clock)


def _short(path: Path) -> str:
    """Return the path with ~ for the home folder."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)


def _write(app: PlannerApp, values: dict[str, Any]) -> bool:
    from outsource_tui.settings_file import change_settings

    try:
        change_settings(settings_path(), values)
    except UserError as error:
        app.notify(clean(error.message), severity="error", markup=False, timeout=8)
        return False
    return True
