"""Keys changed in the app: by the rule that the settings file has, written into it, and used at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from outsource_tui.model.errors import UserError
from outsource_tui.model.text import clean
from outsource_tui.model.value import replace
from outsource_tui.settings import settings_path
from outsource_tui.tui.keymap import called, is_key, scopes, usable, written

if TYPE_CHECKING:
    from outsource_tui.tui.app import PlannerApp
    from outsource_tui.tui.base import PlannerScreen
    from outsource_tui.tui.dialogs.keys import CommandKeys


def ask_keys(app: PlannerApp, screen: PlannerScreen) -> None:
    """List the commands of a screen with their keys, to change them."""
    from outsource_tui.tui.dialogs.keys import CommandKeys, KeysDialog

    def load() -> list[CommandKeys]:
        found = [CommandKeys(*each) for each in app.keys.of(screen) if each[1].keys]
        groups = list(dict.fromkeys(each.command.group for each in found))
        return sorted(found, key=lambda each: groups.index(each.command.group))

    def change(name: str, keys: str | None) -> str:
        problem = change_keys(app, name, keys)
        if not problem:
            screen.keys_changed()
        return problem

    app.push_screen(KeysDialog(f"Keys of {screen.NAME}", load, change))


def change_keys(app: PlannerApp, name: str, keys: str | None) -> str:
    """Give the command of an id these keys from now on, None for those by default.

    Returns why that cannot be, or nothing. What cannot be is not stored.
    """
    from outsource_tui.settings_file import change_key

    if keys is not None and not is_key(keys.rpartition(",")[2]):
        return "that is no key of its own: press another, or one together with it"
    before = app.services.settings.keys
    fresh = {each: text for each, text in before.items() if each != name}
    if keys is not None and keys != _defaults()[name]:
        fresh[name] = written(keys)
    problem = _in_the_way(name, before, fresh)
    if problem:
        return problem
    try:
        change_key(settings_path(), name, fresh.get(name))
    except UserError as error:
        return clean(error.message)
    app.services.use(replace(app.services.settings, keys=fresh), app.services.clock)
    app.keys.take(fresh)
    return ""


def _defaults() -> dict[str, str]:
    return {f"{scope}.{c.name}": c.keys for scope, commands in scopes().items() for c in commands}


def _in_the_way(name: str, before: Mapping[str, str], fresh: Mapping[str, str]) -> str:
    """Return why a line could not be used any more that could until now, or the new one at all."""
    standing = {refused.id for refused in usable(before)[1]} - {name}
    for refused in usable(fresh)[1]:
        if refused.id not in standing:
            return refused.reason if refused.id == name else f"{called(refused.id)}: {refused.reason}"
    return ""
