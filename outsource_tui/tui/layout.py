"""Where the parts of the timeline are, as its styles lay them out: for who draws it before there are any."""

from __future__ import annotations

from typing import NamedTuple

LEAST_SIZE = (60, 20)
"""Columns and rows below which nothing true can be shown."""
ROOMY, WIDE, WIDER = 26, 100, 140
"""Rows from which on lines are blank, and columns from which on there is a panel, and a wider one."""
MARGIN, PANEL, WIDER_PANEL = 2, 40, 52
BELOW = 3
"""Rows of the line to type in, the one above it, and the footer."""


class TimelineLayout(NamedTuple):
    """Rows of the week and of the heading; the first of the day, how many it has, and its columns."""

    week: int
    heading: int
    top: int
    height: int
    width: int


def timeline_layout(width: int, height: int) -> TimelineLayout:
    """Return the places on a terminal of that size."""
    week, heading = (2, 4) if height >= ROOMY else (1, 2)
    panel = WIDER_PANEL if width >= WIDER else PANEL if width >= WIDE else 0
    top = heading + 1
    return TimelineLayout(week, heading, top, height - top - BELOW, width - 2 * MARGIN - panel)
