"""Copies of the log from other machines: told, joined, and what lost in that shown until it is seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outsource_tui.services.keeper import MergeReport
    from outsource_tui.tui.app import PlannerApp


def found(app: PlannerApp) -> list[Path]:
    """Return the copies that a sync program or git left beside the file."""
    path = getattr(app.services.repository.storage, "path", None)
    return app.services.keeper.found() if path is not None else []


def tell(app: PlannerApp) -> None:
    """Say that there are copies, if there are."""
    copies = len(found(app))
    if copies:
        word = "1 copy" if copies == 1 else f"{copies} copies"
        line = f"{word} of the log from another machine: ctrl+p, merge copies"
        app.notify(line, markup=False, timeout=12)


def merge(app: PlannerApp) -> None:
    """Join the copies that lie beside the file, then move them to the backups."""

    def merged(report: MergeReport) -> None:
        line = f"merged: {report.added} added, {report.changed} changed"
        if report.conflicts:
            line += f"; {len(report.conflicts)} values lost, see outsource merge --conflicts"
        app.notify(line, markup=False, timeout=8)

    app.make_change(app.services.keeper.merge_found, merged)
