"""A list to pick from, whose last row is what was typed, as something new."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.widgets import Input

from outsource_tui.model.text import match_key
from outsource_tui.tui.dialogs.pick import Item, NewName, PickDialog, _List

_NEW = "\x00new"


class PickOrNewDialog(PickDialog):
    """Asks for one of `items`, or for a new name; `told` says in a row what the new name would do.

    The new name is a row of its own, so that a beginning of a name still picks what begins like it.
    """

    def __init__(self, title: str, items: Sequence[Item], told: Callable[[str], str]) -> None:
        super().__init__(title, items, allow_new=True)
        self._told = told

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the items that hold every word typed, and offer what was typed."""
        super().on_input_changed(event)
        rows, typed = self.query_one(_List), " ".join(event.value.split())
        if typed and all(match_key(item.label) != match_key(typed) for item in self._items):
            rows.show([*rows.items, Item(self._told(typed), _NEW)])
        event.prevent_default()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the row under the cursor."""
        event.stop()
        event.prevent_default()
        rows = self.query_one(_List)
        if rows.items:
            self._answer(rows.items[rows.cursor].value)

    def on_click(self, event: events.Click) -> None:
        """Choose by mouse."""
        event.prevent_default()
        rows = self.query_one(_List)
        if event.widget is rows and 0 <= rows.top + event.y < len(rows.items):
            self._answer(rows.items[rows.top + event.y].value)

    def _answer(self, value: str) -> None:
        typed = " ".join(self.query_one(Input).value.split())
        self.dismiss(NewName(typed) if value == _NEW else value)
