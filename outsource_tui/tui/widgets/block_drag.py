"""A block in hand: which end of which entry the mouse holds, and what letting go would make of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from outsource_tui.model.clock import hm, shift
from outsource_tui.model.edit import Side, move, move_edge
from outsource_tui.model.entry import Entry
from outsource_tui.model.errors import InputError
from outsource_tui.model.value import dataclass
from outsource_tui.tui.widgets.day_rows import narrow_clock
from outsource_tui.tui.widgets.day_view import BlockView, DayView


@dataclass(frozen=True, slots=True)
class Grip:
    """What is held: an entry by one side, or whole where `side` is None, from `row` on."""

    key: str
    side: Side | None
    row: int


@dataclass(frozen=True, slots=True)
class Drag:
    """A grip that was moved to `row`, by `minutes`: `clock` is the new time of what is held and `words` tell
    the new span, or why it cannot be."""

    grip: Grip
    row: int
    minutes: int
    clock: str
    words: str
    good: bool = True


def grip_on_start(view: DayView, index: int, row: int) -> Grip | None:
    """Return the hold on the time at which a block begins: for a gap, the end of the entry before it."""
    block = view.blocks[index].block
    if block.entry is not None:
        return Grip(block.entry.id, Side.START, row) if block.start == block.entry.start else None
    for each in view.blocks:
        if each.entry is not None and not each.planned and each.block.end == block.start == each.entry.end:
            return Grip(each.key, Side.END, row)
    return None


def grip_on_end(view: BlockView, row: int) -> Grip | None:
    """Return the hold on the end of an entry, None for what runs or goes on tomorrow."""
    entry = view.entry
    return Grip(entry.id, Side.END, row) if entry is not None and view.block.end == entry.end else None


def dragged(view: DayView, grip: Grip, row: int, minutes: int) -> Drag | None:
    """Return what moving the grip by `minutes` would make; None where its entry is gone."""
    entries = [each.entry for each in view.blocks if each.entry is not None]
    held = next((e for e in entries if e.id == grip.key), None)
    if held is None:
        return None
    old = held.end if grip.side is Side.END and held.end is not None else held.start
    if not minutes:
        return Drag(grip, row, 0, narrow_clock(old.astimezone(view.day.zone)), "as it was")
    try:
        new = _moved(held, grip.side, minutes, entries, view.day.now)
    except InputError as error:
        wanted = shift(old, timedelta(minutes=minutes)).astimezone(view.day.zone)
        return Drag(grip, row, 0, narrow_clock(wanted), error.message, good=False)
    start, end = new.start.astimezone(view.day.zone), new.end_at(view.day.now).astimezone(view.day.zone)
    clock = narrow_clock(end if grip.side is Side.END else start)
    until = "now" if new.running else narrow_clock(end)
    length = hm((end.timestamp() - start.timestamp()) / 60)
    return Drag(grip, row, minutes, clock, f"{narrow_clock(start)}–{until}   {length}")


def _moved(entry: Entry, side: Side | None, minutes: int, others: Sequence[Entry], now: datetime) -> Entry:
    delta = timedelta(minutes=minutes)
    rewrite = move(entry, delta, others, now) if side is None else move_edge(entry, side, delta, others, now)
    return rewrite.put[0]
