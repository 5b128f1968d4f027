"""The commands of the summary screen."""

from __future__ import annotations

from typing import Any

from outsource_tui.tui.commands import Command

_KEEP, _LOOK, _MOVE = "Keep", "Look", "Move"


def _has_page(screen: Any) -> bool:
    return not screen.problem


def _has_groups(screen: Any) -> bool:
    return screen.data is not None and bool(screen.data.groups)


def _has_figure(screen: Any) -> bool:
    return screen.figures.row is not None


def _length(screen: Any) -> str:
    return str(screen.period.length)


def _is_narrow(screen: Any) -> bool:
    return bool(screen.narrow)


COMMANDS = (
    Command("side", "tab", "other side", "Go to the other side: the page, or the tune-up", _LOOK, True,
            possible=_is_narrow),
    Command("write", "w", "write", "Write the page to a file", _KEEP, True, possible=_has_page),
    Command("copy", "y", "copy", "Copy the page's Markdown to the clipboard", _KEEP, True,
            possible=_has_page),
    Command("open", "o", "open", "Write the page and open it in your editor ($EDITOR)", _KEEP,
            possible=_has_page),
    Command("briefs", "b", "briefs", "See a group's brief, and write it or copy it", _KEEP, True,
            possible=_has_groups),
    Command("entries", "enter", "entries", "See the entries that the figure is made of", _LOOK, True,
            possible=_has_figure),
    Command("source", "m", "source", "See the Markdown as it stands in the file, or rendered", _LOOK, True),
    Command("parts", "p", "parts", "Choose the parts of the page", _LOOK, True),
    Command("length", "v", "period", "Look at a week, a month, a quarter, a year or any span", _LOOK, True),
    Command("period(-1)", "left,h,less_than_sign", "earlier", "Go to the period before", _MOVE, True, "← →",
            now=_length),
    Command("period(1)", "right,l,greater_than_sign", "later", "Go to the period after", _MOVE),
    Command("today", "full_stop", "now", "Go to the period of today", _MOVE),
    Command("move(-1)", "up,k", "up", "Move up: the cursor, or the page", _MOVE),
    Command("move(1)", "down,j", "down", "Move down: the cursor, or the page", _MOVE),
    Command("page(-1)", "pageup", "page up", "Scroll the page up", _MOVE),
    Command("page(1)", "pagedown,space", "page down", "Scroll the page down", _MOVE),
    Command("edge(0)", "home", "top", "Go to the beginning", _MOVE),
    Command("edge(1)", "end", "bottom", "Go to the end", _MOVE),
)  # fmt: skip
