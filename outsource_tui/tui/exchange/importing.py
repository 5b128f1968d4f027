"""Import in the app: choose a file, see what would come in, answer what is open, then one key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from outsource_tui.formats import LABELS
from outsource_tui.formats.base import ReadOptions
from outsource_tui.model.errors import StoppedError, UserError
from outsource_tui.model.text import clean
from outsource_tui.model.value import replace
from outsource_tui.services.folders import look, start_folder
from outsource_tui.services.incoming import open_source
from outsource_tui.tui.dialogs.files import FileDialog
from outsource_tui.tui.dialogs.intake import IntakeDialog
from outsource_tui.tui.dialogs.pick import NewName
from outsource_tui.tui.exchange import asking, preview

if TYPE_CHECKING:
    from outsource_tui.services.exchange import Outcome
    from outsource_tui.services.incoming import Intake
    from outsource_tui.services.overlaps import Overlapping
    from outsource_tui.tui.app import PlannerApp

_last_folder: list[Path] = []
"""Where a file was chosen last, as long as the app is open."""


def import_file(app: PlannerApp) -> None:
    """Ask for a file and take it in."""
    folder = _last_folder[-1] if _last_folder and _last_folder[-1].is_dir() else start_folder()

    def chosen(path: str | NewName | None) -> None:
        if isinstance(path, str):
            _last_folder[:] = [Path(path).parent]
            Import(app, Path(path)).begin()

    app.push_screen(FileDialog("Import a file", folder, look), chosen)


class Import:
    """One file on its way in. Reading and storing run off the UI thread; escape stops either."""

    def __init__(self, app: PlannerApp, path: Path) -> None:
        self._app = app
        self._exchange = app.services.exchange
        self._path = path
        self._format = "auto"
        self._options = self._exchange.options(self._told)
        self._intake: Intake | None = None
        self._overlap: Overlapping = "keep"
        self._stopped = self._storing = False
        self._dialog = IntakeDialog(f"Import {clean(path.name)}", self._act)

    def begin(self) -> None:
        """Show the dialog and read the file."""
        self._app.push_screen(self._dialog)
        self._read()

    # reading

    def _told(self, what: str, done: int, total: int) -> None:
        """Take note of the way, on whatever thread; a stop ends it there."""
        if self._stopped:
            raise StoppedError("import stopped; nothing was stored")
        self._dialog.at = (what, done, total)

    def _read(self) -> None:
        self._look_by(self._taken)

    def _compare(self, intake: Intake) -> None:
        """Look again at what was read."""
        self._look_by(lambda: intake)

    def _look_by(self, take: Callable[[], Intake]) -> None:
        self._stopped = False
        self._dialog.wait("reading")
        self._app.run_worker(self._looking(take), group="intake", exclusive=True)

    async def _looking(self, take: Callable[[], Intake]) -> None:
        try:
            intake, outcome = await asyncio.to_thread(self._look, take)
        except StoppedError:
            return
        except UserError as error:
            about = LABELS.get(self._format, "")
            self._dialog.show_view(preview.failed(about, error.message))
            return
        self._intake = intake
        if outcome is None:
            self._dialog.show_view(preview.open_question(intake, intake.reading.questions[0].text))
            self._dialog.call_after_refresh(self._ask)
        else:
            self._dialog.show_view(preview.view_of(intake, outcome, self._overlap))

    def _taken(self) -> Intake:
        return self._exchange.take([open_source(self._path)], self._format, self._options)

    def _look(self, take: Callable[[], Intake]) -> tuple[Intake, Outcome | None]:
        intake = take()
        if intake.reading.questions:
            return intake, None
        self._told("comparing with the log", 0, 0)
        return intake, self._exchange.preview_intake(intake, self._overlap)

    # what the keys do

    def _act(self, what: str) -> None:
        intake, app = self._intake, self._app
        if what == "stop":
            self._stop()
        elif what == "format":
            asking.ask_format(app, self._read_as)
        elif intake is None:
            return
        elif what == "ask":
            self._ask()
        elif what == "columns":
            asking.ask_columns(app, intake, self._read_with)
        elif what == "options":
            asking.ask_options(app, intake, self._read_with)
        elif what == "overlap":
            self._overlap = "skip" if self._overlap == "keep" else "keep"
            self._compare(intake)
        elif what == "store":
            self._store(intake)

    def _ask(self) -> None:
        if self._intake is not None:
            asking.ask_question(self._app, self._intake, self._read_with)

    def _read_as(self, format_name: str) -> None:
        self._format = format_name
        self._options = replace(self._options, columns=None)
        self._read()

    def _read_with(self, options: ReadOptions) -> None:
        self._options = options
        self._read()

    def _stop(self) -> None:
        """Stop reading and close; what is being stored ends by itself, at the next step or on the disk."""
        self._stopped = True
        if not self._storing:
            self._dialog.dismiss(None)

    # storing

    def _store(self, intake: Intake) -> None:
        self._storing = True
        self._dialog.wait("storing")
        overlap = self._overlap

        def store() -> Outcome:
            return self._exchange.store_intake(intake, self._told, overlap)

        self._app.make_change(store, self._done, failed=self._again)

    def _again(self) -> None:
        """Go back to what was read: nothing was stored."""
        self._storing = self._stopped = False
        self._read()

    def _done(self, outcome: Outcome) -> None:
        self._dialog.dismiss(None)
        self._app.notify(clean(preview.stored_words(outcome)), markup=False, timeout=8)
