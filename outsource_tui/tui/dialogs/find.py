"""Find entries by text; the list follows what is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.widgets import Input
from textual.worker import get_current_worker

from outsource_tui.tui.dialogs.pick import Item, PickDialog, _List
from outsource_tui.tui.standing import stands

Search = Callable[[str, Callable[[], bool]], Sequence[Item]]


class FindDialog(PickDialog):
    """Answers the value of an item. `search` runs on a thread and asks now and then whether to stop."""

    def __init__(self, title: str, search: Search) -> None:
        super().__init__(title, ())
        self._search = search

    def on_mount(self) -> None:
        """Say what can be typed."""
        super().on_mount()
        self._say_empty("")

    def _say_empty(self, text: str) -> None:
        rows = self.query_one(_List)
        rows.empty = "nothing like this" if text.strip() else "words of a name, a tag or a note"

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search for what is typed; an earlier search is given up."""
        text = event.value
        self._say_empty(text)
        self.run_worker(lambda: self._run(text), thread=True, exclusive=True, group="find")

    def _run(self, text: str) -> None:
        worker = get_current_worker()
        found = self._search(text, lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._found, found)

    def _found(self, found: Sequence[Item]) -> None:
        if stands(self):
            self._items = list(found)
            self.query_one(_List).show(self._items)
