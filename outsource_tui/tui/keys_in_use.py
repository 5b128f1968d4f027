"""The keys as they are now, by default or as settings change them: for footer, help, palette and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from outsource_tui.tui.app_commands import COMMANDS as APP_COMMANDS
from outsource_tui.tui.commands import Command, key_sign, key_signs
from outsource_tui.tui.keymap import APP, usable

if TYPE_CHECKING:
    from typing import TypeAlias

    from outsource_tui.tui.app import PlannerApp
    from outsource_tui.tui.base import PlannerScreen

    Shown: TypeAlias = PlannerScreen | type[PlannerScreen]


class KeysInUse:
    """`changed` holds the keys that are not the default, by the command's id, as Textual names them."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self.changed: dict[str, str] = {}

    def take(self, keys: Mapping[str, str]) -> None:
        """Go on with the keys of the settings, as far as they can be used."""
        fresh = usable(keys)[0] if keys else {}
        if fresh != self.changed:
            self.changed = fresh
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
    """Return the commands with the signs of all their keys."""
    return [(command, key_signs(keys)) for _, command, keys in found]
