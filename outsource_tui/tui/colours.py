"""The colours of our two themes by role, for whoever draws with them.

Roles: primary is what to hand over, success core business, error what runs now, accent what is suggested or
planned, text-muted secondary words, text-disabled lines and dots that carry no word.
"""

from __future__ import annotations

DARK, LIGHT = "outsource-dark", "outsource-light"

PALETTES = {
    DARK: {
        "primary": "#f0b35a", "secondary": "#b79cf0", "warning": "#f0b35a", "error": "#ee8a82",
        "success": "#86c9a6", "accent": "#86aee8", "foreground": "#d9dce5", "background": "#12141b",
        "surface": "#191c26", "panel": "#232838", "text-muted": "#959cae", "text-disabled": "#565d70",
    },
    LIGHT: {
        "primary": "#8a4f00", "secondary": "#6440b0", "warning": "#8a4f00", "error": "#ad2b24",
        "success": "#1f6a48", "accent": "#2257a8", "foreground": "#22252d", "background": "#faf8f4",
        "surface": "#f2efe8", "panel": "#e5e0d4", "text-muted": "#585d69", "text-disabled": "#a3a196",
    },
}  # fmt: skip
"""Colours as #rrggbb by the theme's name and the role."""
