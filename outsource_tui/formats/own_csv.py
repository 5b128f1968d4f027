"""Our own CSV table, which loses nothing of an entry.

The columns are `id,start,end,zone,minutes,activity,tags,note,kind,hand_over,source` and, of what had been
planned before it was done, `planned_start,planned_end,planned_activity`. Behind them stands what a person
with a spreadsheet asks for, and reading passes over: `day,from,to,hours,group,to_hand_over`. Moments are ISO
8601 with offset, tags are separated by ", " with commas in them escaped by a backslash. A cell that a
spreadsheet would run as a formula gets an apostrophe before it, which reading takes away again.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from outsource_tui.formats.base import ExportRow, Gatherer, ReadOptions
from outsource_tui.formats.sheet import Sheet, guard, unguard
from outsource_tui.model.clock import elapsed, zone_named
from outsource_tui.model.entry import Kind, Plan
from outsource_tui.model.errors import InputError, plain_reason
from outsource_tui.model.imported import ImportedEntry, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outsource_tui.formats.losses import Losses

COLUMNS = (
    *("id", "start", "end", "zone", "minutes", "activity", "tags", "note", "kind", "hand_over", "source"),
    *("planned_start", "planned_end", "planned_activity"),
    *("day", "from", "to", "hours", "group", "to_hand_over"),
)
"""The header of our own table."""


def is_own(header: Sequence[str]) -> bool:
    """True for the header of a table that `write` made."""
    return {"id", "start", "end", "zone", "activity", "kind"} <= set(header)


def read_own(sheet: Sheet, options: ReadOptions) -> Reading:
    """Read such a table; rows that cannot be read are listed with their line."""
    gatherer = Gatherer("csv", options, sheet.line_count, ours=True)
    index = {name: number for number, name in enumerate(sheet.header)}
    for row, line in sheet.rows():
        try:
            gatherer.add(_own_row({name: unguard(row[number]) for name, number in index.items()}, line))
        except (ValueError, InputError, OverflowError) as error:
            gatherer.skip(line, plain_reason(error))
    sheet.tell_broken(gatherer)
    return gatherer.reading()


def _own_row(cells: Mapping[str, str], line: int) -> ImportedEntry:
    zone = zone_named(cells["zone"])
    start = datetime.fromisoformat(cells["start"])
    end = datetime.fromisoformat(cells["end"]) if cells["end"] else None
    if start.tzinfo is None or (end is not None and end.tzinfo is None):
        raise ValueError("has a time without its offset from UTC, such as +01:00")
    if not cells["activity"].strip():
        raise ValueError("has no activity")
    hand_over = {"yes": True, "no": False}.get(cells.get("hand_over", ""))
    return ImportedEntry(
        start.astimezone(zone),
        end.astimezone(zone) if end else None,
        zone.key,
        cells["activity"],
        split_tags(cells.get("tags", "")),
        cells.get("note", ""),
        Kind(cells["kind"] or "logged"),
        cells.get("source", "") or f"outsource:{cells['id']}",
        line,
        hand_over,
        _plan(cells),
    )


def _plan(cells: Mapping[str, str]) -> Plan | None:
    if not cells.get("planned_start"):
        return None
    start, end = (datetime.fromisoformat(cells.get(name, "")) for name in ("planned_start", "planned_end"))
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("has a planned time without its offset from UTC, such as +01:00")
    return Plan(start, end, cells.get("planned_activity", "") or cells["activity"])


def write(rows: Sequence[ExportRow], now: datetime, losses: Losses | None = None) -> str:
    """Write our own table: nothing of an entry is lost. Times for people are in the zone of `now`."""
    out = io.StringIO()
    table = csv.writer(out)  # its line ends (CR LF) also make it quote cells that hold either
    table.writerow(COLUMNS)
    for row in rows:
        minutes = f"{elapsed(row.start, row.end).total_seconds() / 60:.0f}" if row.end else ""
        hand_over = {True: "yes", False: "no", None: ""}[row.hand_over]
        end = row.end.isoformat() if row.end else ""
        cells: tuple[str, ...]
        cells = (row.id, row.start.isoformat(), end, row.zone, minutes, row.activity, join_tags(row.tags))
        cells += (row.note, row.kind.value, hand_over, row.source, *_plan_cells(row.plan))
        cells += _for_people(row, now.tzinfo)
        table.writerow([guard(cell) for cell in cells])
    return out.getvalue()


def _for_people(row: ExportRow, zone: tzinfo | None) -> tuple[str, ...]:
    hours = f"{elapsed(row.start, row.end).total_seconds() / 3600:.2f}" if row.end else ""
    start, end = row.start.astimezone(zone), row.end.astimezone(zone) if row.end else None
    clocks = f"{start:%H:%M}", f"{end:%H:%M}" if end else ""
    return f"{start:%Y-%m-%d}", *clocks, hours, row.group, "yes" if row.marked else "no"


def _plan_cells(plan: Plan | None) -> tuple[str, str, str]:
    return (plan.start.isoformat(), plan.end.isoformat(), plan.activity) if plan else ("", "", "")


def join_tags(tags: Sequence[str]) -> str:
    """Return the tags in one cell, separated by ", "."""
    return ", ".join(tag.replace("\\", "\\\\").replace(",", "\\,") for tag in tags if tag)


def split_tags(cell: str) -> tuple[str, ...]:
    """Take the tags out of one cell again."""
    found = re.findall(r"(?:^|, ?)((?:[^\\,]|\\.)*)", cell, re.DOTALL) if cell else []
    return tuple(re.sub(r"\\(.)", r"\1", tag, flags=re.DOTALL) for tag in found if tag)
