"""The sitting at the end of a week: what to hand over, why, and what is core.

A highlight and core exclude each other: the newer wish takes the older one away. Reasons belong to
a highlight and go with it. What is decided (`decisions`) is settled before the file is locked; everything
that is stored is built on what is in the file then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from outsource_tui.model.activity import Activities, Activity, Energy, Reason
from outsource_tui.model.change import Change
from outsource_tui.model.clock import Clock, Week, to_minute
from outsource_tui.model.decision import Decision, foreseen
from outsource_tui.model.entry import Entry
from outsource_tui.model.errors import InputError
from outsource_tui.model.hints import Hint
from outsource_tui.model.review import Review, review_of
from outsource_tui.model.sittings import PAST_WEEKS, Facts, gather
from outsource_tui.model.value import dataclass, replace
from outsource_tui.services.decisions import Decisions, Names, midnights
from outsource_tui.services.frame import frame_of
from outsource_tui.services.habit import ReviewHabit, stored
from outsource_tui.services.kept import Kept, months_state
from outsource_tui.services.names import named
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from outsource_tui.store.work import Work

KEPT = 8


class ReviewService(ReviewHabit):
    """Reads weeks for review and stores what the user decides about them."""

    def __init__(self, repository: Repository, clock: Clock, settings: Settings) -> None:
        super().__init__(repository, clock, settings)
        self._weeks: Kept[_Seen] = Kept(KEPT)
        self._known: Kept[frozenset[str]] = Kept()
        self._suggested: Kept[frozenset[str]] = Kept(KEPT)
        self.decisions = Decisions(repository, clock)

    # reading

    def week(self, week: Week, weeks: int = 1, pending: Sequence[Decision] = ()) -> Review:
        """Return the review of `weeks` weeks that end with `week`, as it is once `pending` is stored.

        Until then, suggestions are not found anew: that waits for what is on disk.
        """
        stored = self._repository.activities()
        last = self.last_review
        seen = self._gather(week, max(1, weeks), stored)
        activities, facts = foreseen(pending, stored, seen.facts)
        seen.review = review_of(
            facts,
            activities,
            self._repository.groups(),
            weeks_a_year=self._settings.weeks_a_year,
            hour_value=self._settings.worth,
            known_before=self._known_before(last, week),
            last_review=last,
            review_due=self.review_due,
            known=seen.review,
            think=not pending or seen.review is None,
        )
        return seen.review

    def suggested(self, week: Week) -> frozenset[str]:
        """Return the ids of what is suggested in a week, found anew only when the log changed."""
        start, end = week.shifted(-PAST_WEEKS).bounds(self._clock.zone)[0], week.bounds(self._clock.zone)[1]
        repository = self._repository
        state = [*months_state(repository, start, end), repository.activities(), repository.groups()]

        def find() -> frozenset[str]:
            return frozenset(hint.activity for hint in self.week(week).hints)

        return self._suggested.of(week, state, find)

    def by_name(self, name: str) -> Activity:
        """Return the activity of that name; InputError with the nearest names for an unknown one."""
        return named(self._repository.activities(), name)

    def _gather(self, week: Week, weeks: int, activities: Activities) -> _Seen:
        """Sum the span, once for each state of its months."""
        zone, now = self._clock.zone, self._clock.now()
        start = week.shifted(1 - weeks - PAST_WEEKS).bounds(zone)[0]
        end = week.bounds(zone)[1]
        running = self._repository.open_entries()
        frame = frame_of(self._settings, self._repository, self._clock)
        state = [
            *months_state(self._repository, start, end),
            *(a for a in activities.by_id.values() if a.merged_into),
            *running,
            to_minute(now) if now < end or running else None,
            frame,
        ]

        def make() -> _Seen:
            entries = self._repository.entries(start, end)
            return _Seen(gather(week, weeks, entries, activities, zone=zone, now=now, frame=frame))

        return self._weeks.of((week, weeks), state, make)

    def _known_before(self, last: datetime | None, week: Week) -> frozenset[str] | None:
        """Ids of what was in the log in the four weeks that led to the last review."""
        if last is None or last >= week.bounds(self._clock.zone)[1]:
            return None
        activities, start = self._repository.activities(), last - timedelta(weeks=PAST_WEEKS)

        def make() -> frozenset[str]:
            seen = self._repository.entries(start, last)
            return frozenset(activities.get(e.activity).id for e in seen if e.start < last)

        merged = [a for a in activities.by_id.values() if a.merged_into]
        return self._known.of(last, [*months_state(self._repository, start, last), *merged], make)

    # changing

    def mark(self, names: Names, on: bool | None = None, week: Week | None = None, weeks: int = 1) -> Change:
        """Highlight activities, or take the highlight off; without `on` the other way round.

        In the weeks given (ending with `week`) every sitting follows: single ones that say otherwise
        are cleared. Highlighting dates the wish today and ends being core; taking it off takes the reasons.
        """
        return self.store(self.decisions.mark(names, on, week, weeks))

    def reason(
        self, names: Names, reason: Reason | str | Iterable[Reason | str], on: bool | None = None
    ) -> Change:
        """Give or take one reason or several, as one change; without `on` the other way round.

        A reason highlights too; without its last reason an activity stays highlighted.
        """
        return self.store(self.decisions.reason(names, reason, on))

    def mark_entry(self, entry_ids: Names, on: bool | None = None) -> Change:
        """Let single sittings be handed over or not, whatever their activity says; without `on` the other
        way round."""
        return self.store(self.decisions.sittings(entry_ids, on))

    def core(self, names: Names, on: bool | None = None) -> Change:
        """Say that activities are the business itself; without `on` the other way round.

        Core takes a highlight and its reasons away; sittings that were marked singly stay marked.
        """
        return self.store(self.decisions.core(names, on))

    def accept(self, hints: Hint | Iterable[Hint]) -> Change:
        """Take suggestions: their activities are highlighted, with the reason that each implies."""
        return self.store(self.decisions.accept(hints))

    def refuse(self, hints: Hint | Iterable[Hint]) -> Change:
        """Turn suggestions down; what spoke for them is not brought up again for that activity."""
        return self.store(self.decisions.refuse(hints))

    def energy(self, names: Names, energy: Energy | None) -> Change:
        """Say what activities do to the user; None takes the rating away."""
        return self.store(self.decisions.energy(names, energy))

    def value(self, names: Names, value: int) -> Change:
        """Say what activities are worth to the business, 1 (little) to 3 (much); 0 takes the rating away."""
        return self.store(self.decisions.value(names, value))

    def store(self, decision: Decision) -> Change:
        """Store what was decided; InputError where a sitting is no longer in the log."""
        with self._change(decision.label) as work:
            turned = decision.turned(work.activities())
            work.put_all(turned.values())
            work.put_all(self._entries(decision, turned.keys(), work))
        return stored(work)

    def _entries(self, decision: Decision, turned: Collection[str], work: Work) -> list[Entry]:
        """Return the sittings that a decision touches as they become."""
        activities = work.activities()
        if decision.cleared:
            start, end = midnights(decision.cleared, self._clock)
            told = [e for e in work.entries(start, end) if e.hand_over is not None and not e.planned]
            return [replace(e, hand_over=None) for e in told if activities.get(e.activity).id in turned]
        found = [e for e in map(work.entry, sorted(decision.entries)) if e is not None]
        if len(found) < len(decision.entries):
            raise InputError("that entry is no longer in the log")
        return [decision.sitting(e, activities.get(e.activity)) for e in found]


@dataclass(slots=True)
class _Seen:
    """What was read of a span, and the review last made of it."""

    facts: Facts
    review: Review | None = None
