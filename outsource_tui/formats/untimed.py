"""Rows that say how long something took on a day, and not when."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time

from outsource_tui.formats.wall import WallClock, after


class Untimed:
    """Gives the rows of each person and day a place: one after the other, from the start of the day, or from
    the end of what has a time there."""

    def __init__(self, day_start: time) -> None:
        self._day_start = day_start
        self._free: dict[tuple[str, date], datetime] = {}
        self._seen: Counter[tuple[str, date, str]] = Counter()

    def place(self, wall: WallClock, who: str, day: date, seconds: int) -> tuple[datetime, datetime]:
        """Return start and end of the next row of `who` on `day`, in the zone of `wall`."""
        first = self._begin(wall, who, day)
        last = after(first, seconds)
        if seconds > 0:
            self._free[who, day] = last
        return first, last

    def keep_free(self, wall: WallClock, who: str, day: date, until: datetime) -> None:
        """Let the rows of `who` on `day` begin no sooner than `until`."""
        self._free[who, day] = max(self._begin(wall, who, day), until)

    def _begin(self, wall: WallClock, who: str, day: date) -> datetime:
        return self._free.get((who, day)) or wall.moment(datetime.combine(day, self._day_start))

    def number(self, who: str, day: date, place: str) -> int:
        """Return which row of this place (a project, a name) on this day it is, from 1: what tells it apart
        however long the rows before it become."""
        self._seen[who, day, place] += 1
        return self._seen[who, day, place]
