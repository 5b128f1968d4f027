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
    return set_cell_size(cut(clean(text, max(width, 1) * 4), width), width)


def cut(text: str, width: int) -> str:
    """Return clean text in at most `width` cells: what is longer ends with an ellipsis."""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def right(text: str, width: int) -> str:
    """Return `text` at the right of `width` cells; what does not fit is an ellipsis, never a wrong figure."""
    return text.rjust(width) if len(text) <= width else "…".rjust(width)


@lru_cache(maxsize=4096)
def width_of(text: str) -> int:
    """Return how many cells the cleaned text takes."""
    return cell_len(clean(text))
