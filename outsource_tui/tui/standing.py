"""Whether something that took a while may still be shown where it was asked for."""

from __future__ import annotations

from textual.widget import Widget


def stands(widget: Widget) -> bool:
    """True from when a screen, dialog or widget is made until it begins to be taken down.

    While it goes, its parts go first: what comes late would no longer find them.
    """
    return widget.is_mounted and widget.display
