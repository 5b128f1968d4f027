"""Clockify: the detailed report as CSV, in any language and order of dates.

Times are local to the profile and carry no zone. A row has no id of its own: it is known by user,
description, task, project, start and end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_tui.formats.report import Layout, read_report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outsource_tui.formats.base import ReadOptions
    from outsource_tui.model.imported import Reading


def _is_other(header: Sequence[str]) -> bool:
    """True for the names of Toggl's columns, which differ from these by a capital alone."""
    return {"Start date", "Start time", "Duration"} <= set(header)


_LAYOUT = Layout("clockify", "Clockify", ("description", "task", "project"), _is_other)


def read(data: bytes, options: ReadOptions) -> Reading:
    """Read a detailed report. The activity is the description, or the task, or the project."""
    return read_report(data, options, _LAYOUT)
