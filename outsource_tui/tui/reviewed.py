"""The week that highlight, board and summary are about: one for all three."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from outsource_tui.model.clock import week_of

if TYPE_CHECKING:
    from outsource_tui.tui.app import PlannerApp


class ReviewedWeek:
    """Follows the day that the timeline shows; what is chosen on one of the other screens holds until that is
    another day. The timeline does not follow: who looks back at a week still logs today."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self._chosen: date | None = None
        self._chosen_from: date | None = None

    @property
    def day(self) -> date:
        """A day of the week."""
        return self._choice or self._app.shown_day

    @property
    def _choice(self) -> date | None:
        if self._chosen_from != self._app.shown_day:
            self._chosen = None
        return self._chosen

    def go_to(self, day: date) -> None:
        """Be about the week of that day."""
        self._chosen, self._chosen_from = day, self._app.shown_day

    def go_to_due(self) -> None:
        """Be about the week whose review is due, unless a week was chosen, or a day of another than the
        running one."""
        services, shown = self._app.services, self._app.shown_day
        running = week_of(services.clock.now().date(), services.settings.week_start)
        if self._choice is None and running.first <= shown <= running.last:
            due = services.habit.due_week
            if due is not None:
                self.go_to(due.first)

    def forget(self) -> None:
        """Be about the week of the shown day again."""
        self._chosen = None
