"""Commands, declared once: from a `Command` come the key, the footer, the help and the palette."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from textual.binding import Binding
from textual.keys import key_to_character

from outsource_tui.model.value import dataclass

_UNDERSCORES = str.maketrans("- ", "__")
_KEY_SIGNS = {
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "question_mark": "?",
    "circumflex_accent": "^",
    "dollar_sign": "$",
    "number_sign": "#",
    "exclamation_mark": "!",
    "asterisk": "*",
    "semicolon": ";",
    "colon": ":",
    "quotation_mark": '"',
    "apostrophe": "'",
    "underscore": "_",
    "ampersand": "&",
    "at": "@",
    "tilde": "~",
    "slash": "/",
    "backslash": "\\",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "full_stop": ".",
    "comma": ",",
    "enter": "↵",
    "escape": "esc",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "space": "space",
    "delete": "del",
    "backspace": "⌫",
    "pageup": "pgup",
    "pagedown": "pgdn",
}


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user can do on a screen.

    `name` is the action (`action_<name>` on the screen), `keys` Textual key names separated by
    commas, `label` one or two words for the footer, `help` a sentence for help and palette, `group`
    its heading there. `urgent` puts it first in the footer, `show` replaces the keys in footer and
    help; `possible` tells, given the screen, whether it can be done now, and `now` what it is called then.
    """

    name: str
    keys: str
    label: str
    help: str
    group: str = "General"
    footer: bool = False
    show: str = ""
    possible: Callable[[Any], bool] | None = None
    urgent: bool = False
    now: Callable[[Any], str] | None = None

    @property
    def key_text(self) -> str:
        """The keys as the footer shows them, in one sign for several commands where `show` says so."""
        return self.show or key_signs(self.keys)

    def label_on(self, screen: Any) -> str:
        """The word for the footer, given what the screen shows."""
        return self.now(screen) if self.now is not None else self.label

    def is_possible(self, screen: Any) -> bool:
        """True where the command would do something now."""
        return self.possible is None or self.possible(screen)


KEY_NAMES = {sign: name for name, sign in _KEY_SIGNS.items() if len(sign) == 1}
"""Textual's names of the keys that are written with one sign, as far as commands have them."""


def named_keys(text: str) -> str:
    """Return keys as Textual names them: "?" is "question_mark"; separated by commas, as they were."""
    return ",".join(_named(key) for key in text.split(",")) if text != "," else "comma"


def _named(key: str) -> str:
    if key in KEY_NAMES or len(key) != 1 or key.isalnum():
        return KEY_NAMES.get(key, key)
    return unicodedata.name(key, key).lower().translate(_UNDERSCORES)


def key_signs(keys: str) -> str:
    """Return the signs of Textual key names separated by commas."""
    return " ".join(key_sign(key) for key in keys.split(","))


def key_sign(key: str) -> str:
    """Return the sign of one Textual key name: "shift+up" is "⇧↑"."""
    *modifiers, last = key.strip().split("+") if key.strip() != "+" else ["+"]
    shown = _KEY_SIGNS.get(last) or key_character(last) or last
    for modifier in reversed(modifiers):
        shown = {"shift": "⇧", "ctrl": "^", "alt": "alt-"}.get(modifier, modifier + "+") + shown
    return shown


def key_character(key: str) -> str:
    """Return what a key writes, as far as it can be seen; nothing for others, such as "tab" or "space"."""
    sign = _KEY_SIGNS.get(key, "")
    found = sign if len(sign) == 1 and sign.isascii() else key_to_character(key) or ""
    return found if found.isprintable() and found != " " else ""


BindingList = list[Binding | tuple[str, str] | tuple[str, str, str]]


def bindings(commands: Iterable[Command], scope: str) -> BindingList:
    """Return Textual bindings; the id that settings change keys by is "<scope>.<name>"."""
    return [
        Binding(c.keys, c.name, c.label, show=False, id=f"{scope}.{c.name}", tooltip=c.help)
        for c in commands
        if c.keys
    ]
