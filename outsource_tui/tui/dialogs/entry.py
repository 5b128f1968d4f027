"""All fields of an entry in one form."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.widgets import Input

from outsource_tui.tui.dialogs.form import Field, FormDialog


class EntryDialog(FormDialog):
    """A form whose fields are checked one by one and then together by `check`; `go_on` names the field that
    is begun already, and to be typed on."""

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        check: Callable[[dict[str, str]], object],
        note: str = "",
        go_on: str = "",
    ) -> None:
        super().__init__(title, fields, note, check)
        self._go_on = go_on

    def on_mount(self) -> None:
        """Put the cursor behind what is begun."""
        if self._go_on:
            begun = self.query_one(f"#field-{self._go_on}", Input)
            begun.select_on_focus = False
            begun.focus()
            begun.cursor_position = len(begun.value)
