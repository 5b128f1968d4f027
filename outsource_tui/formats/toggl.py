"""Toggl Track: the detailed report as CSV, read and written.

Times are local to the profile and carry no zone. A row has no id of its own: it is known by user,
description, project, start and end. What writing loses: whether an entry is planned, what is to be
handed over, the zone, and notes go into the description's place only where there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_tui.formats.report import Layout, read_report

if TYPE_CHECKING:
    from outsource_tui.formats.base import ReadOptions
    from outsource_tui.model.imported import Reading

_LAYOUT = Layout("toggl", "Toggl", ("description", "project"))


def read(data: bytes, options: ReadOptions) -> Reading:
    """Read a detailed report. The activity is the description, or the project where that is empty."""
    return read_report(data, options, _LAYOUT)
