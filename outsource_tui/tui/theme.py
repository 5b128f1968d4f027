"""The two themes of our own; Textual's others stay selectable.

Screens name roles, never colours.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.app import App
from textual.theme import Theme

from outsource_tui.tui import colours
from outsource_tui.tui.colours import PALETTES

_WORDS = ("text-muted", "text-disabled")
"""The roles that Textual knows as variables alone."""


def _theme(name: str, dark: bool, variables: dict[str, str]) -> Theme:
    palette = PALETTES[name]
    main: dict[str, Any] = {role: colour for role, colour in palette.items() if role not in _WORDS}
    return Theme(name, dark=dark, variables={w: palette[w] for w in _WORDS} | variables, **main)


DARK = _theme(
    colours.DARK,
    True,
    {
        "primary-muted": "#4a3a22",
        "success-muted": "#22372f",
        "accent-muted": "#243248",
        "error-muted": "#43292b",
        "input-cursor-background": "#f0b35a",
        "input-cursor-foreground": "#12141b",
        "input-selection-background": "#86aee8 35%",
        "scrollbar": "#2c3244",
        "scrollbar-hover": "#3a4158",
        "scrollbar-active": "#f0b35a",
        "scrollbar-background": "#12141b",
        "scrollbar-background-hover": "#12141b",
        "scrollbar-background-active": "#12141b",
        "scrollbar-corner-color": "#12141b",
        "footer-key-foreground": "#f0b35a",
        "block-cursor-background": "#232838",
        "block-cursor-foreground": "#d9dce5",
        "block-cursor-text-style": "bold",
    },
)

LIGHT = _theme(
    colours.LIGHT,
    False,
    {
        "primary-muted": "#f3dcb4",
        "success-muted": "#cfe6d8",
        "accent-muted": "#d3e0f5",
        "error-muted": "#f5d5d2",
        "input-cursor-background": "#8a4f00",
        "input-cursor-foreground": "#faf8f4",
        "input-selection-background": "#2257a8 25%",
        "scrollbar": "#d9d4c8",
        "scrollbar-hover": "#c6c0b2",
        "scrollbar-active": "#8a4f00",
        "scrollbar-background": "#faf8f4",
        "scrollbar-background-hover": "#faf8f4",
        "scrollbar-background-active": "#faf8f4",
        "scrollbar-corner-color": "#faf8f4",
        "footer-key-foreground": "#8a4f00",
        "block-cursor-background": "#e5e0d4",
        "block-cursor-foreground": "#22252d",
        "block-cursor-text-style": "bold",
    },
)


def few_colours(app: App[Any]) -> bool:
    """True where shades cannot tell things apart: without colour, or with sixteen of them."""
    return app.no_color or app.console.color_system in (None, "standard")


def own_themes(app: App[Any]) -> tuple[Theme, Theme]:
    """Return our dark and light theme; where colours are few, the line under a cursor is told by a ground
    that even sixteen colours tell from the others."""
    if not few_colours(app):
        return DARK, LIGHT
    return replace(DARK, panel="#4c4f5a"), replace(LIGHT, panel="#a8a8a8")


def theme_names() -> list[str]:
    """Return the names of all themes that can be chosen: ours first."""
    from textual.theme import BUILTIN_THEMES

    return [DARK.name, LIGHT.name, *BUILTIN_THEMES]
