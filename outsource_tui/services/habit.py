"""Review as a habit: when the last one was, whether the next is due, and whether the guide was seen.

Light enough for every command: nothing here reads what a review says.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

from outsource_tui.model.change import Change
from outsource_tui.model.clock import Clock, Week, ago, to_minute, week_of
from outsource_tui.services.kept import Kept, months_state
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from outsource_tui.store.work import Work

LAST_REVIEW = "last_review"
REVIEWED_WEEK = "reviewed_week"
GUIDED = "guided_review"
FIRST_WEEKS = 5
"""A log this many weeks back waits for its first review."""
MIDDLE = timedelta(days=3)
"""So far into a week it is not yet the one to look back at: that is the one before."""


class ReviewHabit:
    """Knows when reviews were finished, and remembers that one is."""

    def __init__(self, repository: Repository, clock: Clock, settings: Settings) -> None:
        self._repository = repository
        self._clock = clock
        self._settings = settings
        self._due: Kept[bool] = Kept()

    @property
    def last_review(self) -> datetime | None:
        """When a review was last finished (UTC), None before the first."""
        text = self._repository.meta(LAST_REVIEW)
        try:
            return datetime.fromisoformat(text) if text else None
        except (TypeError, ValueError):
            return None

    @property
    def review_due(self) -> bool:
        """True where the last review is older than the settings say, or a first week waits for its own."""
        now, last = self._clock.now(), self.last_review
        if last is not None:
            return now - last >= timedelta(weeks=self._settings.review_every_weeks)
        ends = [now - timedelta(weeks=n) for n in range(1, FIRST_WEEKS + 1)]
        state = [to_minute(now), *months_state(self._repository, ends[-1], ends[0])]
        weeks = zip(ends[1:], ends, strict=False)  # the latest first: that one is decoded already
        return self._due.of("", state, lambda: any(self._repository.entries(a, b) for a, b in weeks))

    @property
    def due_week(self) -> Week | None:
        """The week that the review that is due is about: the latest that is over and has anything logged.

        None where none is due, and from the middle of a week on, when the running one is nearly complete.
        """
        today = self._clock.now().date()
        running = week_of(today, self._settings.week_start)
        if today - running.first >= MIDDLE or not self.review_due:
            return None
        before = (running.shifted(-n) for n in range(1, FIRST_WEEKS + 1))
        return next((week for week in before if self._is_logged(week)), None)

    def _is_logged(self, week: Week) -> bool:
        return any(not e.planned for e in self._repository.entries(*week.bounds(self._clock.zone)))

    @property
    def words(self) -> str:
        """How old the last review is, and that the next is due; empty while there is nothing to review."""
        last, due = self.last_review, self.review_due
        if last is None:
            return "no review yet" if due else ""
        return f"last review {ago(last, self._clock.now())}" + (": time for the next" if due else "")

    @property
    def guided(self) -> bool:
        """True once the guide through a first review was seen or skipped."""
        return bool(self._repository.meta(GUIDED))

    def review_done(self, week: Week | None = None) -> Change:
        """Remember that a review was finished now; an empty change where that of the week was the last one
        already, and the next is not due."""
        of = f" of week {week.number}" if week else ""
        first = week.first.isoformat() if week else ""
        again = bool(week) and first == self._repository.meta(REVIEWED_WEEK) and not self.review_due
        with self._change(f"Finish the review{of}") as work:
            if not again:
                work.set_meta(LAST_REVIEW, work.now.astimezone(UTC).isoformat())
                work.set_meta(REVIEWED_WEEK, first)
        return stored(work)

    def guide_seen(self) -> None:
        """Remember that the guide was seen or skipped; nothing that undo would take back."""
        self._repository.remember(GUIDED, True, self._clock.now())

    def _change(self, label: str) -> AbstractContextManager[Work]:
        return self._repository.change(label, self._clock.now())


def stored(work: Work) -> Change:
    """Return the change that was stored."""
    assert work.change is not None
    return work.change
