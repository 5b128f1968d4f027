"""Dialogs without a line to type in: the same keys go through each menu, each list and each text."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll

from outsource_tui.tui.dialogs.base import Dialog, ResultT

LETTERS = ("j", "k")
"""They go down and up."""
FAR = 1_000_000
"""More steps than anything has rows."""


class WalkedDialog(Dialog[ResultT]):
    """Gone through by ↑ ↓ or j k, the page keys, home and end; no other use of these keys. q closes it where
    it is no answer.

    A subclass moves its cursor, or its text, by `walk`; it stays within what there is.
    """

    AUTO_FOCUS = ""
    PAGE: ClassVar[int] = 10
    """Rows by which the page keys move."""
    BINDINGS = [
        Binding("up,k", "walk(-1)", show=False),
        Binding("down,j", "walk(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
        Binding("q", "cancel", show=False),
    ]

    def walk(self, steps: int) -> None:
        """Go down by so many rows, or up where it is less than zero."""
        raise NotImplementedError

    def action_walk(self, steps: int) -> None:
        """Go by rows."""
        self.walk(steps)

    def action_page(self, pages: int) -> None:
        """Go by pages."""
        self.walk(pages * self.PAGE)

    def action_edge(self, side: int) -> None:
        """Go to the first row (-1) or the last (1)."""
        self.walk(side * FAR)


class ReadDialog(WalkedDialog[ResultT]):
    """Has one text that scrolls."""

    def walk(self, steps: int) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=steps, animate=False, immediate=True)

    def action_page(self, pages: int) -> None:
        """Scroll by as many lines as can be seen, but one."""
        self.walk(pages * max(1, self.query_one(VerticalScroll).size.height - 1))


def walked(row: int, steps: int, count: int, *, around: bool = False) -> int:
    """Return the row that lies so many steps from `row` among `count`, at least one; `around` lets a single
    step go from the last to the first."""
    if around and abs(steps) == 1:
        return (row + steps) % count
    return max(0, min(count - 1, row + steps))
