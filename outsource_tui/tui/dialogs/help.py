"""Help: what a screen is for, and its keys by group, in as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from outsource_tui.tui.commands import Command
from outsource_tui.tui.dialogs.walked import ReadDialog

KEYS = 9
"""Cells for the signs of a command's keys."""
_BETWEEN = 4
_TWO_COLUMNS = 96


class _Keys(Widget):
    DEFAULT_CSS = "_Keys { height: auto; width: 100%; padding-right: 1; }"
    ALLOW_SELECT = False

    def __init__(self, commands: Sequence[tuple[Command, str]]) -> None:
        super().__init__()
        self._groups: dict[str, list[tuple[Command, str]]] = {}
        for command, key in commands:
            self._groups.setdefault(command.group, []).append((command, key))

        named = (key for command, key in commands if command.name == "command_palette")
        self._by_name = f"{_fitting(next(named, ''))} …".lstrip()

    def lines(self, width: int) -> list[Content]:
        """Return the lines for a width: the groups one below the other, or in two columns."""
        columns = 2 if width >= _TWO_COLUMNS else 1
        each = (width - _BETWEEN * (columns - 1)) // columns
        groups = [_group_lines(name, found, each, self._by_name) for name, found in self._groups.items()]
        if columns == 1:
            return _stacked(groups)
        left, right = _balanced(groups)
        rows = max(len(left), len(right))
        left += [Content("")] * (rows - len(left))
        right += [Content("")] * (rows - len(right))
        gap = " " * _BETWEEN
        return [
            one.truncate(each, pad=True) + Content(gap) + two for one, two in zip(left, right, strict=True)
        ]

    def get_content_height(self, container: Any, viewport: Any, width: int) -> int:
        """Return how many lines there are."""
        return len(self.lines(width))

    def render(self) -> Content:
        return Content("\n").join(self.lines(self.content_size.width))


def _group_lines(
    name: str, commands: Sequence[tuple[Command, str]], width: int, by_name: str
) -> list[Content]:
    """Return the lines of a group; `by_name` stands for a command that has no key and is called by name."""
    lines = [Content.styled(name, "bold $foreground")]
    for command, key in commands:
        sign = Content.styled(_fitting(key) or by_name, "bold $primary" if key else "$text-muted")
        told = _wrapped(command.help, width - KEYS)
        lines.append(sign.truncate(KEYS, pad=True) + told[0])
        lines += [Content(" " * KEYS) + line for line in told[1:]]
    return lines


def _fitting(key: str) -> str:
    """Return as many of the keys as there is room for."""
    while len(key) >= KEYS and ", " in key:
        key = key.rpartition(", ")[0]
    return key


def _wrapped(text: str, width: int) -> list[Content]:
    from textwrap import wrap

    return [Content.styled(line, "$foreground") for line in wrap(text, max(10, width))] or [Content("")]


def _stacked(groups: Sequence[list[Content]]) -> list[Content]:
    lines: list[Content] = []
    for group in groups:
        lines += ([Content("")] if lines else []) + group
    return lines


def _balanced(groups: Sequence[list[Content]]) -> tuple[list[Content], list[Content]]:
    """Return the groups in two columns, in their order, as even in height as can be."""
    cuts = [(_stacked(groups[:cut]), _stacked(groups[cut:])) for cut in range(1, len(groups) + 1)]
    return min(cuts, key=lambda pair: max(len(pair[0]), len(pair[1])))


class HelpDialog(ReadDialog[str]):
    """The help of one screen; answers "tour" or "change_keys" where that is wanted. `own` are the keys that
    opened it; they close it as well."""

    DEFAULT_CSS = """
    HelpDialog > #dialog { width: 112; max-height: 96%; }
    HelpDialog VerticalScroll { height: auto; max-height: 70vh; }
    HelpDialog #purpose { color: $text-muted; height: auto; margin-bottom: 1; }
    HelpDialog.-h20 > #dialog { width: 100%; max-width: 100%; height: 100%; max-height: 100%; padding: 0 2; }
    HelpDialog.-h20 VerticalScroll { height: 1fr; max-height: 100%; }
    HelpDialog.-h20 #title, HelpDialog.-h20 #keys { margin: 0; }
    """
    BINDINGS = [
        Binding("enter", "cancel", show=False),
        Binding("t", "tour", show=False),
        Binding("c", "change", show=False),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-h20"), (26, "-h26")]

    def __init__(
        self,
        name: str,
        purpose: str,
        commands: Sequence[tuple[Command, str]],
        own: Sequence[str] = ("question_mark",),
        *,
        tour: bool = True,
    ) -> None:
        super().__init__(name, "↑↓ scroll" + " · t take the tour · c change keys" * tour + " · esc close")
        self._own = own
        self._purpose, self._commands, self._tour = purpose, commands, tour

    def compose_content(self) -> ComposeResult:
        """Yield the purpose and the keys."""
        from textual.widgets import Static

        yield Static(self._purpose, id="purpose", markup=False)
        with VerticalScroll(can_focus=False):
            yield _Keys(self._commands)

    def on_key(self, event: events.Key) -> None:
        """Close on the key that opened it."""
        if event.key in self._own:
            event.stop()
            self.dismiss(None)

    def action_change(self) -> None:
        """Ask for other keys."""
        if self._tour:
            self.dismiss("change_keys")

    def action_tour(self) -> None:
        """Ask for the tour."""
        if self._tour:
            self.dismiss("tour")
