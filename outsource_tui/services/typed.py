"""What was typed before, told from the log itself: names and tags to complete, lines to call up again.

Nothing is kept beside the log: what was deleted or renamed there is so here, on every machine.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from outsource_tui.model.clock import Clock
from outsource_tui.model.entry import Entry
from outsource_tui.model.quick_entry import to_words
from outsource_tui.store.repository import Repository

LOOK_BACK, AHEAD = timedelta(weeks=12), timedelta(weeks=1)
MOST_LINES = 100

Uses = list[tuple[str, datetime]]
"""Names or tags with the moments in which they were used."""


class TypedService:
    """Looks back over the last weeks, and at what is planned for the next."""

    def __init__(self, repository: Repository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    def uses(self) -> tuple[Uses, Uses]:
        """Return which names and which tags were used when."""
        activities, found = self._repository.activities(), self._entries()
        names = [(activities.get(e.activity).name, e.start) for e in found]
        return names, [(tag, e.start) for e in found for tag in e.tags]

    def lines(self) -> list[str]:
        """Return the different lines of the log without their times, the latest last."""
        activities = self._repository.activities()
        lines: dict[str, None] = {}
        for entry in reversed(self._entries()):
            if len(lines) >= MOST_LINES:
                break
            lines.setdefault(to_words(activities.get(entry.activity).name, entry.tags, entry.note))
        return list(reversed(lines))

    def _entries(self) -> list[Entry]:
        now = self._clock.now()
        return self._repository.entries(now - LOOK_BACK, now + AHEAD)
