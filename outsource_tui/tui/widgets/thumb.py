"""Where one is in lines of which a page can be seen, as a mark at the right of them."""

from __future__ import annotations

ROOM = 2
"""Cells that the mark takes of each line, with the empty one before it."""
MARK = "▐"


def thumb(top: int, height: int, count: int) -> range:
    """Return which of `height` lines have the mark, given which is the first seen; none where all fit."""
    if count <= height or height < 1:
        return range(0)
    length = max(1, height * height // count)
    start = round((height - length) * top / (count - height))
    return range(start, start + length)


def thumb_cells(line: int, marked: range) -> str:
    """Return the ROOM cells at the end of a line that is seen; nothing where there is no mark."""
    return (f" {MARK}" if line in marked else "  ") if marked else ""
