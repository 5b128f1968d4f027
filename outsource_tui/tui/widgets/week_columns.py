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
    name = min(left, max(LEAST_NAME, min(needs.name, MOST_NAME)))
    left -= name
    for kind, most in (("group", min(MOST_GROUP, needs.group)), ("why", MOST_WHY), ("group", MOST_GROUP)):
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
def shared(columns: tuple[Column, ...], why: int, group: int) -> tuple[Column, ...]:
    """Return the columns for a row whose reasons and group are so wide: what the reasons leave free a group
    has that needs it; without a group, the reasons have all."""
    if [column.kind for column in columns[-2:]] != ["why", "group"]:
        return columns
    *rest, first, last = columns
    if not group:
        return (*rest, Column("why", first.x, last.x + last.width - first.x))
    more = max(0, min(group - last.width, first.width - why))
    narrower = Column("why", first.x, first.width - more)
    return (*rest, narrower, Column("group", last.x - more, last.width + more))
