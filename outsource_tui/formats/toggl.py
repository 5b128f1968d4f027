"""Toggl Track: the detailed report as CSV, read and written.

Times are local to the profile and carry no zone. A row has no id of its own: it is known by user,
description, project, start and end. What writing loses: notes, overrides, zones and ids; planned and running
entries are left out. The columns User and Email are empty: Toggl's own import wants the address filled in.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from outsource_tui.formats.base import ExportRow, ReadOptions, as_tags, one_line, printable
from outsource_tui.formats.losses import Losses
from outsource_tui.formats.report import Layout, read_report
from outsource_tui.formats.sheet import guard
from outsource_tui.model.clock import elapsed
from outsource_tui.model.entry import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from outsource_tui.model.imported import Reading


def _is_other(header: Sequence[str]) -> bool:
    """True for the durations of Clockify, which say in brackets how they are written."""
    return any(name.casefold().endswith(("(h)", "(decimal)")) for name in header)


_LAYOUT = Layout("toggl", "Toggl", ("description", "project"), _is_other)
_HEADER = (
    *("User", "Email", "Client", "Project", "Task", "Description", "Billable"),
    *("Start date", "Start time", "End date", "End time", "Duration", "Tags"),
)


def read(data: bytes, options: ReadOptions) -> Reading:
    """Read a detailed report. The activity is the description, or the project where that is empty."""
    return read_report(data, options, _LAYOUT)


def write(rows: Sequence[ExportRow], now: datetime, losses: Losses | None = None) -> str:
    """Write finished entries in the shape of a detailed report, in the local time of each."""
    lost = losses or Losses()
    written = [row for row in rows if row.end is not None and row.kind is not Kind.PLANNED]
    lost.without_overrides(written)
    lost.without_zones(written, str(now.tzinfo))
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_HEADER)
    for row in rows:
        if row.kind is Kind.PLANNED:
            lost.leave("planned entry", "planned entries")
            continue
        if row.end is None:
            lost.leave("running entry", "running entries")
            continue
        seconds = int(elapsed(row.start, row.end).total_seconds())
        duration = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        days = (
            f"{row.start:%Y-%m-%d}",
            f"{row.start:%H:%M:%S}",
            f"{row.end:%Y-%m-%d}",
            f"{row.end:%H:%M:%S}",
        )
        about, tags = guard(printable(one_line(row.activity))), as_tags([printable(tag) for tag in row.tags])
        lost.leave("note", "notes", bool(row.note.strip()))
        lost.of_name(row.activity, about)
        lost.of_tags(row.tags, tags)
        table.writerow(["", "", "", "", "", about, "No", *days, duration, guard(", ".join(tags))])
    return out.getvalue()
