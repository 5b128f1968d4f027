"""Which columns a week's table has at a width, and where they stand.

Arrangements are tried from the richest to the barest: what the row under the cursor says in words
beneath the table goes first (average, share, trend, group), then the words for the reasons, then the
figures of single days, which become a row of bars. The name takes what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from outsource_tui.model.value import dataclass

MARGIN = 2
"""Empty cells at either side; the left ones hold the sign of a selected row."""
GLYPH = 2
GAP = 2
LEAST_NAME = 22
MOST_NAME = 44
MOST_WHY = 30
MOST_GROUP = 20
DAYS = 7

_ARRANGEMENTS: tuple[tuple[str, ...], ...] = (
    ("days", "total", "times", "share", "average", "trend", "rating", "why", "group"),
    ("days", "total", "times", "share", "average", "trend", "why", "group"),
    ("days", "total", "times", "share", "trend", "why", "group"),
    ("days", "total", "times", "trend", "why", "group"),
    ("days", "total", "times", "why", "group"),
    ("days", "total", "times", "why"),
    ("days", "total", "why"),
    ("days", "total", "times", "letters"),
    ("days", "total", "letters"),
    ("bars", "total", "times", "letters"),
    ("bars", "total", "letters"),
    ("bars", "total"),
    ("total",),
)
_NARROW_NAME = 18
_SHORT_NAMES = 12
"""Cells of a name in a table whose group can take what the names leave."""
_WIDTHS = {
    "times": 6,
    "share": 5,
    "average": 5,
    "trend": 6,
    "rating": 8,
    "why": 16,
    "letters": 9,
    "group": 12,
    "bars": DAYS,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds, where it begins and how wide it is, in cells."""

    kind: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Needs:
    """What the figures need: cells of a weekday's figure and of a total, the longest name and group, and
    whether anything is rated."""

    day: int = 4
    total: int = 5
    name: int = LEAST_NAME
    group: int = 0
    rated: bool = False


@lru_cache(maxsize=64)
def arrange(width: int, needs: Needs) -> tuple[Column, ...]:
    """Return the columns for `width` cells, the name first; never wider than that."""
    room = width - 2 * MARGIN - GLYPH
    for kinds in _ARRANGEMENTS:
        if "rating" in kinds and not needs.rated:
            continue
        least = LEAST_NAME if "why" in kinds else _NARROW_NAME
        if room - sum(_taken(kind, needs) for kind in kinds) >= min(least, max(needs.name, 12)):
            return _placed(kinds, room, needs)
    return (Column("name", MARGIN + GLYPH, max(1, room)),)


def _taken(kind: str, needs: Needs) -> int:
    if kind == "days":
        return GAP + DAYS * (needs.day + 1) - 1
    if kind == "total":
        return GAP + needs.total
    return GAP + _WIDTHS[kind]


def _placed(kinds: Sequence[str], room: int, needs: Needs) -> tuple[Column, ...]:
    widths = {kind: _taken(kind, needs) - GAP for kind in kinds}
    left = room - sum(width + GAP for width in widths.values())
    least = _SHORT_NAMES if needs.name and "group" in kinds else LEAST_NAME
    name = min(left, max(least, min(needs.name, MOST_NAME)))
    left -= name
    first, last = min(MOST_GROUP, needs.group), max(MOST_GROUP, needs.group)
    for kind, most in (("group", first), ("why", MOST_WHY), ("group", last)):
        if kind in widths:
            more = max(0, min(left, most - widths[kind]))
            widths[kind] += more
            left -= more
    columns = [Column("name", MARGIN + GLYPH, name)]
    x = MARGIN + GLYPH + name
    for kind in kinds:
        columns.append(Column(kind, x + GAP, widths[kind]))
        x += GAP + widths[kind]
    return tuple(columns)


@lru_cache(maxsize=256)
def room_for_why(columns: tuple[Column, ...], group: int) -> int:
    """Return how wide the reasons of a row may be: as their column, and what a group so wide leaves free."""
    first, last = columns[-2:]
    return max(first.width, first.width + last.width - group) if group else last.x + last.width - first.x


@lru_cache(maxsize=256)
def shared(columns: tuple[Column, ...], why: int, group: int) -> tuple[Column, ...]:
    """Return the columns for a row whose reasons and group are so wide, and end with those: what the one
    leaves free the other has that needs it; without a group, the reasons have all."""
    *rest, first, last = columns
    if not group:
        return (*rest, Column("why", first.x, last.x + last.width - first.x))
    spare = first.width - why
    more = max(0, min(group - last.width, spare)) if spare >= 0 else spare
    narrower = Column("why", first.x, first.width - more)
    return (*rest, narrower, Column("group", last.x - more, last.width + more))
