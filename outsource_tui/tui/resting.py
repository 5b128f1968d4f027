"""What the open app does while nobody waits for it, so that nobody waits for it later."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outsource_tui.tui.app import PlannerApp

THRESHOLDS = (5_000, 10, 20)
"""So many new containers until Python's collector looks through the young, so many times that until the older
ones. With Python's own figures a walk over all of a long log, some 60 ms, comes with every tenth week."""
PREPARE_AFTER = 0.15
"""Seconds from a change that is on disk until the next file is laid down: its picture stands by then."""
FOLD_AFTER = 1.0
"""Seconds from the first picture until the old text is packed."""


SWITCH = 0.0005
"""Seconds for which one thread keeps another from running: a tenth of Python's own, so that what is stored
does not wait for what is painted."""


def settle() -> None:
    """Collect garbage seldom, and never what was made until now, which stays. Let threads take turns."""
    sys.setswitchinterval(SWITCH)
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()


class Resting:
    """Takes care of memory and disk between keys."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self._folded = False

    def begin(self) -> None:
        """Plan what comes after the first picture."""
        self._app.call_after_refresh(self._begin_collecting)
        self._app.set_timer(FOLD_AFTER, self._fold)

    def changed(self) -> None:
        """Another state is shown: make ready for the next change once this one is painted."""
        self._app.set_timer(PREPARE_AFTER, self.prepare)

    def prepare(self) -> None:
        """Write of the next file what can be written while nothing is stored."""
        if not self._app.changes.idle:
            return
        repository = self._app.services.repository
        if self._folded and not repository.prepared:
            self._app.run_worker(repository.prepare, thread=True, group="prepare")

    @staticmethod
    def _begin_collecting() -> None:
        if not gc.isenabled():  # the command line starts without: from now on there is a collector
            settle()

    def _fold(self) -> None:
        """Years of text need not lie open in memory."""
        self._folded = True
        self._app.run_worker(self._app.services.repository.fold, thread=True, group="fold")
