"""The keys as they are now, by default or as settings change them: for footer, help, palette and words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from outsource_tui.tui.app_commands import COMMANDS as APP_COMMANDS
from outsource_tui.tui.commands import Command, key_sign, key_signs
from outsource_tui.tui.keymap import APP, scopes, usable

if TYPE_CHECKING:
    from typing import TypeAlias

    from outsource_tui.tui.app import PlannerApp
    from outsource_tui.tui.base import PlannerScreen

    Shown: TypeAlias = PlannerScreen | type[PlannerScreen]


_NAMED = re.compile(r"\{([^{}]+)\}")


class KeysInUse:
    """`changed` holds the keys that are not the default, by the command's id, as Textual names them."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self.changed: dict[str, str] = {}
        self._spelled: dict[tuple[str, object], str] = {}

    def take(self, keys: Mapping[str, str]) -> None:
        """Go on with the keys of the settings, as far as they can be used."""
        fresh = usable(keys)[0] if keys else {}
        if fresh != self.changed:
            self.changed = fresh
            self._spelled.clear()
            self._app.set_keymap(fresh)

    def of(self, screen: Shown | None) -> Iterator[tuple[str, Command, str]]:
        """Yield each command that the screen has, its own first: its id, itself, and its keys."""
        own = [(scope_of(screen), screen.COMMAND_LIST)] if screen is not None else []
        for scope, commands in (*own, (APP, APP_COMMANDS)):
            for command in commands:
                name = f"{scope}.{command.name}"
                yield name, command, self.changed.get(name, command.keys)

    def sign(self, name: str, screen: Shown | None = None) -> str:
        """Return the first key of a command of the screen, or of all screens, as it is written."""
        return key_sign(self.keys(name, screen)[0])

    def spelled(self, words: str, screen: Shown | None = None) -> str:
        """Return words of the app's own with a key for each command that they name in braces: "{undo}" of the
        screen or of all screens, "{board.brief}" of any. Text from elsewhere must not come here."""
        known = words, type(screen) if not isinstance(screen, type) else screen
        if known not in self._spelled:
            self._spelled[known] = _NAMED.sub(lambda found: self._named(found[1], screen), words)
        return self._spelled[known]

    def _named(self, name: str, screen: Shown | None) -> str:
        scope, _, own = name.partition(".")
        if not own:
            return self.sign(name, screen)
        keys = next(c.keys for c in scopes()[scope] if c.name == own)
        return key_sign(self.changed.get(name, keys).split(",")[0])

    def keys(self, name: str, screen: Shown | None = None) -> list[str]:
        """Return the keys of a command of the screen, or of all screens, as Textual names them."""
        return next(keys.split(",") for _, command, keys in self.of(screen) if command.name == name)

    def text(self, screen: Shown, command: Command) -> str:
        """Return the keys of a command for the footer, and those of the commands it stands there for."""
        if not self.changed:
            return command.key_text
        own = command in screen.COMMAND_LIST
        scope, commands = (scope_of(screen), screen.COMMAND_LIST) if own else (APP, APP_COMMANDS)
        owners = {key_sign(key): each for each in commands for key in each.keys.split(",")}
        signs = command.show.split()
        if len(signs) == 1 and all(sign in owners for sign in command.show):
            signs = list(command.show)
        if any(owners.get(sign, command) is not command for sign in signs):
            now = [self._sign(scope, owners.get(sign, command), sign) for sign in signs]
            return command.show if now == signs else " ".join(now)
        changed = self.changed.get(f"{scope}.{command.name}")
        return key_signs(changed) if changed else command.key_text

    def _sign(self, scope: str, command: Command, sign: str) -> str:
        changed = self.changed.get(f"{scope}.{command.name}")
        return key_sign(changed.split(",")[0]) if changed else sign


def scope_of(screen: Shown) -> str:
    """Return what the ids of the screen's own commands begin with."""
    return screen.NAME.lower()


def help_lines(found: Sequence[tuple[str, Command, str]]) -> list[tuple[Command, str]]:
    """Return the commands with the signs of all their keys, parted by commas: "^home, ^" are two."""
    return [(command, ", ".join(map(key_sign, filter(None, keys.split(","))))) for _, command, keys in found]
