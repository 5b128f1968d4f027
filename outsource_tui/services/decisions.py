"""What a review can decide, made into values: by name or id, one activity or several.

Without `on` a wish is turned round from how the file is; a screen that shows what is not yet stored says it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from outsource_tui.model.activity import Activities, Activity, Energy, Reason
from outsource_tui.model.clock import Clock, Week, midnight
from outsource_tui.model.decision import (
    Decision,
    Turn,
    core,
    gone_words,
    marked,
    unmarked,
    with_reasons,
    without_reasons,
)
from outsource_tui.model.entry import Entry
from outsource_tui.model.errors import InputError
from outsource_tui.model.hints import Hint
from outsource_tui.model.text import clean
from outsource_tui.model.value import replace
from outsource_tui.model.week import hands_over
from outsource_tui.services.names import find, told
from outsource_tui.store.repository import Repository

Names = str | Iterable[str]
"""One name or id of an activity, or several."""


class Decisions:
    """Makes decisions; none of them is stored here."""

    def __init__(self, repository: Repository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    def mark(self, names: Names, on: bool | None, week: Week | None, weeks: int = 1) -> Decision:
        """Highlight activities, or take the highlight off."""
        found = self._find(names)
        span = (week.shifted(1 - max(1, weeks)).first, week.last) if week else None
        on = not self._all_marked(found, span) if on is None else on
        label = f"Highlight {told(found)}" if on else f"Take the highlight off {told(found)}"
        today = self._today()
        turn: Turn = (lambda a: marked(a, today)) if on else unmarked
        return _decided(label + (self._gone(found, turn) if on else ""), found, turn, span)

    def reason(
        self, names: Names, reason: Reason | str | Iterable[Reason | str], on: bool | None
    ) -> Decision:
        """Give or take one reason or several."""
        several = [reason] if isinstance(reason, str) else list(reason)
        given = list(dict.fromkeys(_reason(r) for r in several))
        found = self._find(names)
        on = not all(set(given) <= set(a.reasons) for a in found) if on is None else on
        word = "for" if on else "no longer for"
        label = f"Highlight {told(found)} {word}: {', '.join(r.words for r in given)}"
        today = self._today()
        turn: Turn = (
            (lambda a: with_reasons(a, today, given)) if on else (lambda a: without_reasons(a, given))
        )
        return _decided(label + self._gone(found, turn), found, turn)

    def sittings(self, entry_ids: Names, on: bool | None) -> Decision:
        """Let single sittings be handed over or not, whatever their activity says."""
        ids = [entry_ids] if isinstance(entry_ids, str) else list(entry_ids)
        activities = self._repository.activities()
        seen = [e for e in map(self._repository.entry, ids) if e is not None]
        wish = not all(hands_over(e, activities.get(e.activity)) for e in seen) if on is None else on
        return Decision(_sittings_label(seen, activities, wish), entries=frozenset(ids), wish=wish)

    def core(self, names: Names, on: bool | None) -> Decision:
        """Say that activities are the business itself, or no longer."""
        found = self._find(names)
        on = not all(a.core for a in found) if on is None else on
        if not on:
            label = f"{told(found)}: no longer core business"
            return _decided(label, found, lambda a: replace(a, core=False))
        return _decided(f"{told(found)}: core business{self._gone(found, core)}", found, core)

    def accept(self, hints: Hint | Iterable[Hint]) -> Decision:
        """Take suggestions: their activities are highlighted, with the reason that each implies."""
        taken = _by_activity(hints)
        today = self._today()
        turns = {key: _accepting(hint, today) for key, hint in taken.items()}
        return Decision(f"Take the suggestion: {told(self._find(taken))}", turns)

    def refuse(self, hints: Hint | Iterable[Hint]) -> Decision:
        """Turn suggestions down."""
        refused = _by_activity(hints)
        turns = {key: _refusing(hint) for key, hint in refused.items()}
        return Decision(f"Refuse the suggestion: {told(self._find(refused))}", turns)

    def energy(self, names: Names, energy: Energy | None) -> Decision:
        """Say what activities do to the user; None takes the rating away."""
        found = self._find(names)
        word = f"energy {energy}" if energy else "no energy rating"
        return _decided(f"{told(found)}: {word}", found, lambda a: replace(a, energy=energy))

    def value(self, names: Names, value: int) -> Decision:
        """Say what activities are worth to the business, 1 (little) to 3 (much); 0 takes the rating away."""
        if not 0 <= value <= 3:
            raise InputError(f"{value} is not a value: use 1 (little) to 3 (much), or 0 for none")
        found = self._find(names)
        word = f"value {value} of 3" if value else "no value rating"
        return _decided(f"{told(found)}: {word}", found, lambda a: replace(a, value=value))

    # inside

    def _gone(self, found: list[Activity], turn: Turn) -> str:
        """Return what goes along with a decision, as the end of its label: one wish takes another away."""
        names = {group.id: group.name for group in self._repository.groups()}
        gone = gone_words(((a, turn(a)) for a in found), names)
        return f"; {', '.join(gone)}" if gone else ""

    def _find(self, names: Names) -> list[Activity]:
        return find(self._repository.activities(), names)

    def _today(self) -> date:
        return self._clock.now().date()

    def _all_marked(self, found: list[Activity], span: tuple[date, date] | None) -> bool:
        if not all(a.highlighted is not None for a in found):
            return False
        if span is None:
            return True
        by_id = {a.id: a for a in found}
        activities = self._repository.activities()
        first, end = midnights(span, self._clock)
        sittings = [e for e in self._repository.entries(first, end) if not e.planned]
        own = [(e, by_id.get(activities.get(e.activity).id)) for e in sittings]
        return all(hands_over(e, activity) for e, activity in own if activity is not None)


def midnights(span: tuple[date, date], clock: Clock) -> tuple[datetime, datetime]:
    """Return the first moment of the days of a span and the first one after them."""
    return midnight(span[0], clock.zone), midnight(date.fromordinal(span[1].toordinal() + 1), clock.zone)


def _decided(
    label: str, found: list[Activity], turn: Turn, cleared: tuple[date, date] | None = None
) -> Decision:
    return Decision(label, {a.id: turn for a in found}, cleared)


def _by_activity(hints: Hint | Iterable[Hint]) -> dict[str, Hint]:
    return {h.activity: h for h in ([hints] if isinstance(hints, Hint) else hints)}


def _accepting(hint: Hint, day: date) -> Turn:
    return lambda a: with_reasons(a, day, [hint.reason] if hint.reason else [])


def _refusing(hint: Hint) -> Turn:
    return lambda a: replace(a, refused=tuple(dict.fromkeys((*a.refused, *hint.keys))))


def _reason(reason: Reason | str) -> Reason:
    try:
        return Reason("-".join(str(reason).strip().casefold().replace("_", "-").split()))
    except ValueError as error:
        known = ", ".join(Reason)
        raise InputError(f"{clean(str(reason), 40)!r} is not a reason: use {known}") from error


def _sittings_label(entries: list[Entry], activities: Activities, on: bool) -> str:
    if not entries:
        return "Highlight single sittings"
    what = told(list({a.id: a for a in (activities.get(e.activity) for e in entries)}.values()))
    times = "one sitting" if len(entries) == 1 else f"{len(entries)} sittings"
    return f"Highlight {times} of {what}" if on else f"Take the highlight off {times} of {what}"
