"""The keys of every command as the settings change them: which can be used, and why not the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from importlib import import_module

from outsource_tui.model.value import dataclass
from outsource_tui.tui.app_commands import COMMANDS as APP_COMMANDS
from outsource_tui.tui.commands import Command, key_character, named_keys
from outsource_tui.tui.screens import SCREENS

APP = "app"
"""What the ids of those commands begin with that every screen has."""
_SCREENS = tuple(module for module, _ in SCREENS.values())
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+j": "enter"}
"""What most terminals send for these."""


_TAKEN = {"ctrl+q": "quits wherever one is", "ctrl+c": "copies, or tells how to leave"}
"""What these do before any command could."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line of the settings that cannot be used: the command's id, and why, in one sentence."""

    id: str
    reason: str


def scopes() -> dict[str, tuple[Command, ...]]:
    """Return all commands by the word that their ids begin with: a screen's, or "app"."""
    own = {name: import_module(f"outsource_tui.tui.screens.{name}_commands").COMMANDS for name in _SCREENS}
    return {**own, APP: APP_COMMANDS}


def listing() -> Iterator[str]:
    """Yield every command that has a key as a line for the settings, ready to be copied and changed."""
    yield "[keys]"
    for scope, commands in scopes().items():
        rows = [(f'"{scope}.{c.name}" = "{written(c.keys)}"', c.help) for c in commands if c.keys]
        width = max(len(row[0]) for row in rows)
        yield f"# {scope if scope != APP else 'on every screen'}"
        for line, help_line in rows:
            yield f"{line:<{width}}  # {help_line}"


def written(keys: str) -> str:
    """Return keys as one would write them in a TOML text: a sign where there is one on the keyboard."""
    signs = {key: key_character(key) for key in keys.split(",")}
    return ",".join(sign if sign not in ("", ",", '"') else key for key, sign in signs.items())


def usable(keys: Mapping[str, str]) -> tuple[dict[str, str], list[Refused]]:
    """Return the changed keys that can be used, as Textual names them, and what is wrong with the others.

    A line that would leave two commands of a screen on one key is not used: its command keeps the keys
    that it had.
    """
    found = scopes()
    good: dict[str, str] = {}
    refused: list[Refused] = []
    ids = [f"{scope}.{c.name}" for scope, commands in found.items() for c in commands if c.keys]
    for name, text in keys.items():
        reason = _unknown(name, ids) or _unreadable(text)
        if reason:
            refused.append(Refused(name, reason))
        else:
            good[name] = named_keys(text)
    while (clash := _clash(found, good)) is not None:
        refused.append(clash)
        del good[clash.id]
    return good, refused


def _unknown(name: str, ids: list[str]) -> str:
    if name in ids:
        return ""
    near = get_close_matches(name, ids, n=1)
    return f"there is no {name!r}: " + (
        f"did you mean {near[0]!r}?" if near else "outsource settings --keys lists all"
    )


def _unreadable(text: str) -> str:
    for key in named_keys(text).split(","):
        if key in _TAKEN:
            return f"{key} {_TAKEN[key]}: take another key"
        if key in _SAME:
            return f"{key} is {_SAME[key]} to most terminals: take another key"
        *modifiers, last = key.split("+")
        if not set(modifiers) <= _MODIFIERS or not is_key(last):
            return f'{key!r} is no key: write keys such as "S", "f5", "ctrl+t" or "shift+up"'
    return ""


def is_key(name: str) -> bool:
    """True for the name of a key, without what is held down together with it."""
    from textual.keys import Keys

    return bool(key_character(name)) or name in {key.value for key in Keys}


def _clash(found: Mapping[str, tuple[Command, ...]], good: Mapping[str, str]) -> Refused | None:
    """Return the last changed line that puts two commands on one key of a screen."""
    for scope in _SCREENS:
        taken: dict[str, tuple[str, Command]] = {}
        for owner in (scope, APP):
            for command in found[owner]:
                name = f"{owner}.{command.name}"
                for key in filter(None, good.get(name, command.keys).split(",")):
                    other = taken.setdefault(key, (name, command))
                    if other[0] != name:
                        return _told(good, key, (name, command), other)
    return None


def _told(
    good: Mapping[str, str], key: str, one: tuple[str, Command], other: tuple[str, Command]
) -> Refused:
    """Say which two clash, from the side of the one that the settings name last."""
    order = {name: place for place, name in enumerate(good)}
    loser = max(one, other, key=lambda pair: order.get(pair[0], -1))
    winner = other if loser is one else one
    why = f"the key {written(key)} is for {called(winner[0], winner[1])} already"
    return Refused(loser[0], f"{why}: give one of the two another")


def called(name: str, command: Command | None = None) -> str:
    """Return the command of an id in words: “merge” on Timeline."""
    scope, _, action = name.partition(".")
    found = command or next((each for each in scopes()[scope] if each.name == action), None)
    where = "every screen" if scope == APP else scope.capitalize()
    return f"“{found.label if found else action}” on {where}"
