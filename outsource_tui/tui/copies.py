"""Copies of the log from other machines: told, joined on one key, and what lost in that shown until seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from outsource_tui.model.text import clean

if TYPE_CHECKING:
    from outsource_tui.services.conflicts import Lost
    from outsource_tui.services.keeper import MergeReport
    from outsource_tui.tui.app import PlannerApp


class Copies:
    """Knows of the copies beside the file as of the last look."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self._paths: tuple[Path, ...] = ()
        self._counted: tuple[object, int] = (None, -1)
        self._lost = 0

    @property
    def found(self) -> bool:
        """True where there are copies to merge."""
        return bool(self._paths) and self._app.tour is None

    @property
    def lost(self) -> int:
        """How many values lost in merges that nobody has seen; counted from the first look on."""
        repository = self._app.services.repository
        if self._counted[0] is not None and self._counted != (repository, repository.version):
            self._counted = repository, repository.version
            self._lost = self._app.services.keeper.unseen()
        return self._lost

    @property
    def words(self) -> str:
        """What the top bar says of both, "" for nothing."""
        if self.found:
            return f"{_count(len(self._paths), 'copy', 'copies')} to merge"
        lost = self.lost
        return f"{_count(lost, 'value', 'values')} lost in a merge" if lost else ""

    def look(self) -> None:
        """Look beside the file, and say what is new there."""
        services, before, words = self._app.services, self._paths, self.words
        if self._counted[0] is None:
            self._counted = services.repository, -1
        if getattr(services.repository.storage, "path", None) is not None:
            self._paths = tuple(services.keeper.found())
        fresh = [path for path in self._paths if path not in before]
        if fresh:
            names = ", ".join(path.name for path in fresh[:3])
            line = f"{_count(len(fresh), 'copy', 'copies')} from another machine ({names})"
            line += f": {self._key('merge_copies')} merges"
            self._app.notify(clean(line), markup=False, timeout=12)
        if self.words != words:
            self._app.show_frames()

    def _key(self, name: str) -> str:
        return self._app.keys.sign(name)

    def merge(self) -> None:
        """Join the copies that lie beside the file, then move them to the backups."""
        self.look()
        if not self.found:
            self._app.notify("no copy from another machine lies beside the log", markup=False, timeout=4)
        else:
            self._app.make_change(self._app.services.keeper.merge_found, self._merged)

    def _merged(self, report: MergeReport) -> None:
        line = f"merged: {report.added} added, {report.changed} changed"
        if report.conflicts:
            line += f"; {_count(len(report.conflicts), 'value', 'values')} lost to newer ones"
            line += f": {self._key('lost_values')} shows them"
        if report.running > 1:
            line += f"; {report.running} entries run at once now"
        self._app.notify(line, markup=False, timeout=8)
        for unread in report.unread:
            self._app.notify(clean(f"left alone: {unread}"), severity="warning", markup=False, timeout=12)
        self.look()

    def show_lost(self) -> None:
        """List what lost, to take it back or to say that it was seen."""
        from outsource_tui.tui.dialogs.rows import Row, RowsDialog

        keeper = self._app.services.keeper
        values = keeper.conflicts()
        if not values:
            self._app.notify("no value was lost in a merge", markup=False, timeout=4)
            return
        rows = [Row(lost.field, lost.what, detail=_detail(lost)) for lost in values]

        def answered(answer: tuple[str, int] | None) -> None:
            if answer is None:
                return
            key, lost = answer[0], values[answer[1]]
            if key == "t":
                self._app.make_change(lambda: keeper.take_lost(lost), self._go_on)
            else:
                ids = None if key == "a" else [lost.id]
                self._app.make_change(lambda: keeper.seen(ids), self._go_on)

        keys = "↵ seen · a all seen · t take the lost one instead · esc close"
        dialog = RowsDialog("Lost when copies were merged", rows, keys, ("enter", "a", "t"))
        self._app.push_screen(dialog, answered)

    def _go_on(self, _: object) -> None:
        """Show what is left to see."""
        if self.lost:
            self.show_lost()


def _detail(lost: Lost) -> tuple[tuple[str, str], ...]:
    return ("kept", lost.kept), ("lost", lost.lost)


def _count(number: int, one: str, many: str) -> str:
    return f"1 {one}" if number == 1 else f"{number} {many}"
