"""The two themes of our own; Textual's others stay selectable.

Screens name roles, never colours: $primary is what to hand over, $success core business, $error what
runs now, $accent what is suggested or planned, $text-muted secondary words, $text-disabled lines and
dots that carry no word.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.app import App
from textual.theme import Theme

DARK = Theme(
    name="outsource-dark",
    primary="#f0b35a",
    secondary="#b79cf0",
    warning="#f0b35a",
    error="#ee8a82",
    success="#86c9a6",
    accent="#86aee8",
    foreground="#d9dce5",
    background="#12141b",
    surface="#191c26",
    panel="#232838",
    dark=True,
    variables={
        "text-muted": "#959cae",
        "text-disabled": "#565d70",
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

LIGHT = Theme(
    name="outsource-light",
    primary="#8a4f00",
    secondary="#6440b0",
    warning="#8a4f00",
    error="#ad2b24",
    success="#1f6a48",
    accent="#2257a8",
    foreground="#22252d",
    background="#faf8f4",
    surface="#f2efe8",
    panel="#e5e0d4",
    dark=False,
    variables={
        "text-muted": "#585d69",
        "text-disabled": "#a3a196",
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
