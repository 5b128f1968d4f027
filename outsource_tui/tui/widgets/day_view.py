"""The values that the timeline shows: a day's blocks with their words and marks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zlib import crc32

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.day import Block, Day, DayFrame, Span, frame_bounds
from outsource_tui.model.entry import Entry
from outsource_tui.model.group import Group
from outsource_tui.model.text import match_key
from outsource_tui.model.value import dataclass
from outsource_tui.model.week import hands_over

HAND_OVER, SUGGESTED, RUNNING, CORE, AWAY, BACK = "◆", "◇", "●", "★", "→", "↩"
COLOURS = 8


@dataclass(frozen=True, slots=True)
class BlockView:
    """One block as it is drawn. `key` is its identity over reloads, `colour` 0 to COLOURS - 1; `to_come` is
    True for a plan that is not over."""

    key: str
    block: Block
    name: str
    tags: str = ""
    note: str = ""
    marks: str = ""
    colour: int = 0
    to_come: bool = False

    @property
    def entry(self) -> Entry | None:
        """The entry, None for a gap."""
        return self.block.entry

    @property
    def planned(self) -> bool:
        """True for what is intended."""
        return self.block.entry is not None and self.block.entry.planned

    @property
    def running(self) -> bool:
        """True for what runs now."""
        return self.block.entry is not None and self.block.entry.running

    @property
    def enter(self) -> str:
        """What enter does with it, in the one word for it on the screen."""
        if self.entry is None:
            return "fill"
        if not self.planned:
            return "edit"
        return "start" if self.to_come else "done"


@dataclass(frozen=True, slots=True)
class DayView:
    """A day as it is drawn; `frame` is when it is expected to begin and end."""

    day: Day
    frame: Span
    blocks: tuple[BlockView, ...]

    @classmethod
    def of(
        cls,
        day: Day,
        frame: DayFrame,
        activities: Activities,
        groups: Sequence[Group] = (),
        suggested: frozenset[str] = frozenset(),
    ) -> DayView:
        """Put words and marks to the blocks; `suggested` holds ids of activities."""
        by_id = {group.id: group for group in groups}
        views = tuple(_view(block, day, activities, by_id, suggested) for block in day.blocks)
        return cls(day, frame_bounds(day.date, day.zone, frame), views)


def gap_key(start: datetime) -> str:
    """Return the identity of the gap that begins at `start`."""
    return f"gap {start.astimezone(UTC):%Y%m%d%H%M}"


def colour_of(name: str) -> int:
    """Return a colour that stays the same for a tag or activity, on every machine."""
    return crc32(match_key(name).encode("utf-8", "replace")) % COLOURS


def _view(
    block: Block,
    day: Day,
    activities: Activities,
    groups: dict[str, Group],
    suggested: frozenset[str],
) -> BlockView:
    entry = block.entry
    if entry is None:
        return BlockView(gap_key(block.start), block, day.gap_word)
    activity = activities.get(entry.activity)
    return BlockView(
        key=entry.id,
        block=block,
        name=activity.name,
        tags=" ".join(f"#{tag}" for tag in entry.tags),
        note=entry.note,
        marks=marks_of(entry, activity, groups.get(activity.group), activity.id in suggested),
        colour=colour_of(entry.tags[0] if entry.tags else activity.name),
        to_come=entry.planned and entry.end_at(day.now) > day.now,
    )


def marks_of(entry: Entry, activity: Activity, group: Group | None, suggested: bool = False) -> str:
    """Return the signs of a sitting: running, crept back or handed over since, to hand over, core."""
    marks = RUNNING if entry.running else ""
    away = group.away_from if group is not None else None
    if away is not None and not entry.planned:
        return marks + (BACK if entry.start.date() >= away else AWAY)
    if hands_over(entry, activity):
        return marks + HAND_OVER
    if activity.core:
        return marks + CORE
    return marks + (SUGGESTED if suggested else "")
