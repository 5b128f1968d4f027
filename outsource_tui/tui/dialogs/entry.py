"""All fields of an entry in one form."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from outsource_tui.model.errors import UserError
from outsource_tui.tui.dialogs.form import Field, FormDialog


class EntryDialog(FormDialog):
    """A form whose fields are checked one by one and then together by `check`."""

    def __init__(
        self, title: str, fields: Sequence[Field], check: Callable[[dict[str, str]], object], note: str = ""
    ) -> None:
        super().__init__(title, fields, note)
        self._check = check

    def problem(self) -> str:
        """Return the first thing that is wrong, or nothing."""
        found = super().problem()
        if found:
            return found
        try:
            self._check(self.values())
        except UserError as error:
            return error.message
        return ""
