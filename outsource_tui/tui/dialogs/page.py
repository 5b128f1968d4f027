"""A page of Markdown over the screen, to read, write or copy."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.binding import Binding

from outsource_tui.tui.dialogs.walked import WalkedDialog
from outsource_tui.tui.widgets.markdown_view import MarkdownView, Page


class PageDialog(WalkedDialog[None]):
    """Shows a page and stays; `act` is called with "write" or "copy" where that is asked for."""

    PAGE = 15
    DEFAULT_CSS = """
    PageDialog > #dialog { width: 96; height: 90%; }
    PageDialog MarkdownView { background: $surface; height: 1fr; }
    """
    BINDINGS = [
        Binding("w", "answer('write')", show=False),
        Binding("y", "answer('copy')", show=False),
        Binding("m", "source", show=False),
        Binding("space", "page(1)", show=False),
        Binding("enter", "cancel", show=False),
    ]

    def __init__(self, title: str, markdown: str, act: Callable[[PageDialog, str], None]) -> None:
        super().__init__(title, "↑↓ scroll · w write · y copy · m source · esc close")
        self._act = act
        self._view = MarkdownView()
        self._markdown = markdown

    def compose_content(self) -> ComposeResult:
        """Yield the page."""
        yield self._view

    def on_mount(self) -> None:
        """Show it rendered."""
        self._view.page = Page(self._markdown)

    def action_source(self) -> None:
        """Turn between the rendered page and its source."""
        self._view.page = Page(self._markdown, not self._view.page.source)

    def walk(self, steps: int) -> None:
        """Scroll."""
        self._view.scroll_lines(steps)

    def action_answer(self, what: str) -> None:
        """Do something with it."""
        self._act(self, what)
