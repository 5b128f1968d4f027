"""The sitting at the end of a week: what to hand over, why, and what is core.

A highlight and core exclude each other: the newer wish takes the older one away. Reasons belong to
a highlight and go with it. Without `on` a wish is turned round from what the user sees, so that it is
decided before the file is locked; everything that is stored is built on what is in the file then.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from outsource_tui.model.activity import Activities, Activity, Energy, Reason
from outsource_tui.model.change import Change
from outsource_tui.model.clock import Clock, Week, to_minute
from outsource_tui.model.entry import MAX_LENGTH, Entry
from outsource_tui.model.errors import InputError
from outsource_tui.model.hints import Hint
from outsource_tui.model.review import Review, review_of
from outsource_tui.model.sittings import PAST_WEEKS, Facts, gather
from outsource_tui.model.text import clean
from outsource_tui.model.value import dataclass, replace
from outsource_tui.model.week import hands_over
from outsource_tui.services.names import find, named, told
from outsource_tui.settings import Settings
from outsource_tui.store.codec import MONTH_PREFIX, month_table
from outsource_tui.store.repository import Repository
from outsource_tui.store.work import Work

LAST_REVIEW = "last_review"
GUIDED = "guided_review"
KEPT = 8

Names = str | Iterable[str]
"""One name or id of an activity, or several."""


class ReviewService:
    """Reads weeks for review and stores what the user decides about them."""

    def __init__(self, repository: Repository, clock: Clock, settings: Settings) -> None:
        self._repository = repository
        self._clock = clock
        self._settings = settings
        self._seen: dict[tuple[Week, int], _Seen] = {}
        self._due: tuple[list[Any], bool] | None = None

    # reading

    def week(self, week: Week, weeks: int = 1) -> Review:
        """Return the review of `weeks` weeks that end with `week`."""
        activities = self._repository.activities()
        last = self.last_review
        seen = self._gather(week, max(1, weeks), activities)
        seen.review = review_of(
            seen.facts,
            activities,
            self._repository.groups(),
            weeks_a_year=self._settings.weeks_a_year,
            hour_value=self._settings.worth,
            known_before=self._known_before(last, week),
            last_review=last,
            review_due=self.review_due,
            known=seen.review,
        )
        return seen.review

    def by_name(self, name: str) -> Activity:
        """Return the activity of that name; InputError with the nearest names for an unknown one."""
        return named(self._repository.activities(), name)

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
        start, end = now - timedelta(weeks=PAST_WEEKS + 1), now - timedelta(weeks=1)
        state = [to_minute(now), *self._months(start, end)]
        if self._due is None or not _same(self._due[0], state):
            self._due = state, bool(self._repository.entries(start, end))
        return self._due[1]

    @property
    def guided(self) -> bool:
        """True once the guide through a first review was seen or skipped."""
        return bool(self._repository.meta(GUIDED))

    def _gather(self, week: Week, weeks: int, activities: Activities) -> _Seen:
        """Sum the span, once for each state of its months."""
        zone, now = self._clock.zone, self._clock.now()
        start = week.shifted(1 - weeks - PAST_WEEKS).bounds(zone)[0]
        end = week.bounds(zone)[1]
        running = self._repository.open_entries()
        state = [
            *self._months(start, end),
            *(a for a in activities.by_id.values() if a.merged_into),
            *running,
            to_minute(now) if now < end or running else None,
        ]
        seen = self._seen.pop((week, weeks), None)
        if seen is None or not _same(seen.state, state):
            entries = self._repository.entries(start, end)
            facts = gather(week, weeks, entries, activities, zone=zone, now=now, frame=self._settings.frame)
            seen = _Seen(state, facts)
        while len(self._seen) >= KEPT:
            self._seen.pop(next(iter(self._seen)))
        self._seen[week, weeks] = seen
        return seen

    def _months(self, start: datetime, end: datetime) -> list[Any]:
        """The stored months that `Repository.entries` would read: a changed month is a new object."""
        tables = self._repository.storage.read()
        first, last = month_table(start - MAX_LENGTH), month_table(end)
        names = sorted(n for n in tables if n.startswith(MONTH_PREFIX) and first <= n <= last)
        return [*names, *(tables[name] for name in names)]

    def _known_before(self, last: datetime | None, week: Week) -> frozenset[str] | None:
        """Ids of what was in the log in the four weeks that led to the last review."""
        if last is None or last >= week.bounds(self._clock.zone)[1]:
            return None
        activities = self._repository.activities()
        seen = self._repository.entries(last - timedelta(weeks=PAST_WEEKS), last)
        return frozenset(activities.get(e.activity).id for e in seen if e.start < last)

    # changing

    def mark(self, names: Names, on: bool | None = None, week: Week | None = None, weeks: int = 1) -> Change:
        """Highlight activities, or take the highlight off; without `on` the other way round.

        In the weeks given (ending with `week`) every sitting follows: single ones that say otherwise
        are cleared. Highlighting dates the wish today and ends being core; taking it off takes the reasons.
        """
        found = self._find(names)
        on = not self._all_marked(found, week, weeks) if on is None else on
        label = f"Highlight {told(found)}" if on else f"Take the highlight off {told(found)}"
        with self._change(label) as work:
            fresh = [work.activities().get(a.id) for a in found]
            work.put_all([self._marked(a) if on else _unmarked(a) for a in fresh])
            own = self._sittings(work, {a.id for a in fresh}, week, weeks)
            work.put_all([replace(e, hand_over=None) for e in own if e.hand_over is not None])
        return _stored(work)

    def reason(
        self, names: Names, reason: Reason | str | Iterable[Reason | str], on: bool | None = None
    ) -> Change:
        """Give or take one reason or several, as one change; without `on` the other way round.

        A reason highlights too; without its last reason an activity stays highlighted.
        """
        several = [reason] if isinstance(reason, str) else list(reason)
        given = list(dict.fromkeys(_reason(r) for r in several))
        found = self._find(names)
        on = not all(set(given) <= set(a.reasons) for a in found) if on is None else on
        word = "for" if on else "no longer for"
        words = ", ".join(_WORDS[r] for r in given)
        with self._change(f"Highlight {told(found)} {word}: {words}") as work:
            fresh = [work.activities().get(a.id) for a in found]
            work.put_all([self._with_reasons(a, given) if on else _without(a, given) for a in fresh])
        return _stored(work)

    def mark_entry(self, entry_ids: Names, on: bool | None = None) -> Change:
        """Let single sittings be handed over or not, whatever their activity says; without `on` the other
        way round."""
        ids = [entry_ids] if isinstance(entry_ids, str) else list(entry_ids)
        activities = self._repository.activities()
        seen = [e for e in map(self._repository.entry, ids) if e is not None]
        wish = not all(hands_over(e, activities.get(e.activity)) for e in seen) if on is None else on
        with self._change(_sittings_label(seen, activities, wish)) as work:
            activities = work.activities()
            found = [e for e in map(work.entry, ids) if e is not None]
            if len(found) < len(ids):
                raise InputError("that entry is no longer in the log")
            plain = [activities.get(e.activity).highlighted is not None for e in found]
            work.put_all(
                [replace(e, hand_over=None if p == wish else wish) for e, p in zip(found, plain, strict=True)]
            )
        return _stored(work)

    def core(self, names: Names, on: bool | None = None) -> Change:
        """Say that activities are the business itself; without `on` the other way round.

        Core takes a highlight and its reasons away; sittings that were marked singly stay marked.
        """
        found = self._find(names)
        on = not all(a.core for a in found) if on is None else on
        label = f"{told(found)}: core business" if on else f"{told(found)}: no longer core business"
        with self._change(label) as work:
            fresh = [work.activities().get(a.id) for a in found]
            work.put_all([replace(_unmarked(a), core=True) if on else replace(a, core=False) for a in fresh])
        return _stored(work)

    def accept(self, hints: Hint | Iterable[Hint]) -> Change:
        """Take suggestions: their activities are highlighted, with the reason that each implies."""
        taken = {h.activity: h for h in ([hints] if isinstance(hints, Hint) else hints)}
        found = self._find(taken)
        with self._change(f"Take the suggestion: {told(found)}") as work:
            fresh = [(work.activities().get(key), hint) for key, hint in taken.items()]
            work.put_all([self._with_reasons(a, [h.reason] if h.reason else []) for a, h in fresh])
        return _stored(work)

    def refuse(self, hints: Hint | Iterable[Hint]) -> Change:
        """Turn suggestions down; what spoke for them is not brought up again for that activity."""
        refused = {h.activity: h for h in ([hints] if isinstance(hints, Hint) else hints)}
        found = self._find(refused)
        with self._change(f"Refuse the suggestion: {told(found)}") as work:
            fresh = [(work.activities().get(key), hint) for key, hint in refused.items()]
            work.put_all([replace(a, refused=tuple(dict.fromkeys((*a.refused, *h.keys)))) for a, h in fresh])
        return _stored(work)

    def energy(self, names: Names, energy: Energy | None) -> Change:
        """Say what activities do to the user; None takes the rating away."""
        found = self._find(names)
        word = f"energy {energy}" if energy else "no energy rating"
        with self._change(f"{told(found)}: {word}") as work:
            work.put_all([replace(work.activities().get(a.id), energy=energy) for a in found])
        return _stored(work)

    def value(self, names: Names, value: int) -> Change:
        """Say what activities are worth to the business, 1 (little) to 3 (much); 0 takes the rating away."""
        if not 0 <= value <= 3:
            raise InputError(f"{value} is not a value: use 1 (little) to 3 (much), or 0 for none")
        found = self._find(names)
        word = f"value {value} of 3" if value else "no value rating"
        with self._change(f"{told(found)}: {word}") as work:
            work.put_all([replace(work.activities().get(a.id), value=value) for a in found])
        return _stored(work)

    def review_done(self, week: Week | None = None) -> Change:
        """Remember that a review was finished now."""
        of = f" of week {week.number}" if week else ""
        with self._change(f"Finish the review{of}") as work:
            work.set_meta(LAST_REVIEW, work.now.astimezone(UTC).isoformat())
        return _stored(work)

    def guide_seen(self) -> None:
        """Remember that the guide was seen or skipped; nothing that undo would take back."""
        self._repository.remember(GUIDED, True, self._clock.now())

    # inside

    def _change(self, label: str) -> AbstractContextManager[Work]:
        return self._repository.change(label, self._clock.now())

    def _find(self, names: Names) -> list[Activity]:
        return find(self._repository.activities(), names)

    def _today(self) -> date:
        return self._clock.now().date()

    def _marked(self, activity: Activity) -> Activity:
        return replace(activity, highlighted=activity.highlighted or self._today(), core=False)

    def _with_reasons(self, activity: Activity, reasons: Iterable[Reason]) -> Activity:
        wanted = {*activity.reasons, *reasons}
        return replace(self._marked(activity), reasons=tuple(r for r in Reason if r in wanted))

    def _all_marked(self, found: list[Activity], week: Week | None, weeks: int) -> bool:
        if week is None:
            return all(a.highlighted is not None for a in found)
        by_id = {a.id: a for a in found}
        activities = self._repository.activities()
        sittings = self._sittings(self._repository, set(by_id), week, weeks)
        return all(a.highlighted is not None for a in found) and all(
            hands_over(e, by_id[activities.get(e.activity).id]) for e in sittings
        )

    def _sittings(
        self, source: Work | Repository, ids: set[str], week: Week | None, weeks: int
    ) -> list[Entry]:
        """The logged entries of these activities in the weeks that end with `week`."""
        if week is None:
            return []
        zone = self._clock.zone
        start, end = week.shifted(1 - max(1, weeks)).bounds(zone)[0], week.bounds(zone)[1]
        activities = source.activities()
        return [
            e
            for e in source.entries(start, end)
            if not e.planned and e.start < end and activities.get(e.activity).id in ids
        ]


@dataclass(slots=True)
class _Seen:
    """What was read of a span, in which state of the log, and the review last made of it."""

    state: list[Any]
    facts: Facts
    review: Review | None = None


def _same(one: list[Any], other: list[Any]) -> bool:
    """Months are compared as objects, not by what is in them."""
    return len(one) == len(other) and all(
        a is b or (not isinstance(a, dict) and a == b) for a, b in zip(one, other, strict=True)
    )


_WORDS = {
    Reason.DISLIKE: "dislike",
    Reason.ROUTINE: "routine",
    Reason.NOT_CORE: "not core",
    Reason.NOT_MY_STRENGTH: "not my strength",
    Reason.IDEAL_WORLD: "ideal world",
}


def _reason(reason: Reason | str) -> Reason:
    try:
        return Reason("-".join(str(reason).strip().casefold().replace("_", "-").split()))
    except ValueError as error:
        known = ", ".join(Reason)
        raise InputError(f"{clean(str(reason), 40)!r} is not a reason: use {known}") from error


def _unmarked(activity: Activity) -> Activity:
    return replace(activity, highlighted=None, reasons=())


def _without(activity: Activity, reasons: Iterable[Reason]) -> Activity:
    gone = set(reasons)
    return replace(activity, reasons=tuple(r for r in activity.reasons if r not in gone))


def _sittings_label(entries: list[Entry], activities: Activities, on: bool) -> str:
    if not entries:
        return "Highlight single sittings"
    what = told(list({a.id: a for a in (activities.get(e.activity) for e in entries)}.values()))
    times = "one sitting" if len(entries) == 1 else f"{len(entries)} sittings"
    return f"Highlight {times} of {what}" if on else f"Take the highlight off {times} of {what}"


def _stored(work: Work) -> Change:
    assert work.change is not None
    return work.change
