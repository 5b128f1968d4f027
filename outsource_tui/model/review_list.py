"""Which rows of a review are shown, and in what order."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from outsource_tui.model.activity import Energy
from outsource_tui.model.review import Review, ReviewRow
from outsource_tui.model.text import match_key
from outsource_tui.model.value import dataclass


class Sort(StrEnum):
    """An order, as said on screen."""

    HOURS = "hours"
    TIMES = "times"
    NAME = "name"
    DRAIN = "drain"
    SITTING = "longest sittings"
    TREND = "trend"
    GROUP = "group"


class Show(StrEnum):
    """A part of the rows, as said on screen."""

    ALL = "all"
    MARKED = "to hand over"
    UNMARKED = "not marked"
    SUGGESTED = "suggested"
    NEW = "new"
    CORE = "core"


@dataclass(frozen=True, slots=True)
class Listing:
    """What the user asked to see: `text` is looked for in names, groups and tags, `tag` is one whole tag."""

    sort: Sort = Sort.HOURS
    show: Show = Show.ALL
    text: str = ""
    tag: str = ""

    @property
    def filter(self) -> tuple[Show, str, str]:
        """What decides which rows are shown."""
        return self.show, self.text.strip(), self.tag

    @property
    def filters(self) -> bool:
        """True where rows may be left out."""
        return self.filter != (Show.ALL, "", "")

    def words(self, shown: int, of: int) -> str:
        """Return what is shown in words, or nothing for everything by hours."""
        parts = []
        if self.show is not Show.ALL:
            parts.append(str(self.show))
        if self.tag:
            parts.append(f"#{self.tag}")
        if self.text.strip():
            parts.append(f"“{self.text.strip()}”")
        if parts:
            parts = [f"only {' · '.join(parts)}: {shown} of {of}"]
        if self.sort is not Sort.HOURS:
            parts.append(f"by {self.sort}")
        return " · ".join(parts)


def listed(review: Review, listing: Listing) -> tuple[ReviewRow, ...]:
    """Return the rows that `listing` asks for, in its order; by hours, what is new stands first."""
    words = match_key(listing.text).split()
    keep = _SHOWS[listing.show]
    rows = [
        row
        for row in review.rows
        if keep(row) and (not listing.tag or listing.tag in row.log.tags) and _holds(row, words)
    ]
    rows.sort(key=_KEYS[listing.sort])
    return tuple(rows)


def _holds(row: ReviewRow, words: list[str]) -> bool:
    if not words:
        return True
    text = match_key(" ".join((row.activity.name, row.group.name if row.group else "", *row.log.tags)))
    return all(word.removeprefix("#") in text for word in words)


_SHOWS: dict[Show, Callable[[ReviewRow], bool]] = {
    Show.ALL: lambda row: True,
    Show.MARKED: lambda row: row.log.marked > 0,
    Show.UNMARKED: lambda row: not row.marked and not row.activity.core,
    Show.SUGGESTED: lambda row: row.hint is not None,
    Show.NEW: lambda row: row.new,
    Show.CORE: lambda row: row.activity.core,
}
_DRAIN = {Energy.DRAINS: 0, None: 1, Energy.NEUTRAL: 2, Energy.GIVES: 3}
_KEYS: dict[Sort, Callable[[ReviewRow], Any]] = {
    Sort.HOURS: lambda row: not row.new,  # the rows of a review are by hours already
    Sort.TIMES: lambda row: (-row.log.times, -row.log.minutes, row.activity.key),
    Sort.NAME: lambda row: row.activity.key,
    Sort.DRAIN: lambda row: (_DRAIN[row.activity.energy], -row.log.minutes, row.activity.key),
    Sort.SITTING: lambda row: (-row.log.average, row.activity.key),
    Sort.TREND: lambda row: (-(row.trend or 0.0), -row.log.minutes, row.activity.key),
    Sort.GROUP: lambda row: (
        row.group is None,
        row.group.key if row.group else "",
        -row.log.minutes,
        row.activity.key,
    ),
}
