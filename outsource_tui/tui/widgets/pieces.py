"""Lines as pieces of text with styles in words, for whoever puts them on a screen.

A style is written as Textual writes it, in roles of the theme: "bold $foreground on $panel".
"""

from __future__ import annotations

from collections.abc import Iterable

from outsource_tui.tui.widgets.cells import width_of

Piece = tuple[str, str]
"""Text and its style; an empty one is that of what lies beneath."""


def width_of_all(pieces: Iterable[Piece]) -> int:
    """Return how many cells the pieces take."""
    return sum(width_of(text) for text, _ in pieces)
