"""Text cut and aligned by terminal cells."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from outsource_tui.model.text import clean


@lru_cache(maxsize=4096)
def fit(text: str, width: int) -> str:
    """Return `text`, cleaned, in exactly `width` cells: padded, or cut with an ellipsis."""
    if width <= 0:
        return ""
    shown = clean(text, max(width, 1) * 4)
    if cell_len(shown) > width:
        shown = set_cell_size(shown, width - 1).rstrip() + "…"
    return set_cell_size(shown, width)


def right(text: str, width: int) -> str:
    """Return `text` at the right of `width` cells; what does not fit is an ellipsis, never a wrong figure."""
    return text.rjust(width) if len(text) <= width else "…".rjust(width)


@lru_cache(maxsize=4096)
def width_of(text: str) -> int:
    """Return how many cells the cleaned text takes."""
    return cell_len(clean(text))
