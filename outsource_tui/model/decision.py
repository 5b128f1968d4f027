"""What a review decides, as a value: it can be shown before it is stored, and both come to the same.

A decision says what an activity becomes and what sittings say of themselves; whether a wish is given or
taken back is settled when it is made, from what the user sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from outsource_tui.model.activity import Activities, Activity, Reason
from outsource_tui.model.entry import Entry
from outsource_tui.model.sittings import Facts, Sitting
from outsource_tui.model.value import dataclass, field, replace

Turn = Callable[[Activity], Activity]
"""Makes of an activity what it is once something was decided about it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided: `label` for the history; `turns` by activity id; and for single sittings either
    `cleared` (first and last day on which those of the activities follow their activity again) or
    `entries` (ids) with what they say, `wish`."""

    label: str
    turns: Mapping[str, Turn] = field(default_factory=dict)
    cleared: tuple[date, date] | None = None
    entries: frozenset[str] = frozenset()
    wish: bool = False

    def turned(self, activities: Activities) -> dict[str, Activity]:
        """Return what its activities become, by id after merges."""
        found: dict[str, Activity] = {}
        for activity_id, turn in self.turns.items():
            activity = activities.get(activity_id)
            found[activity.id] = turn(found.get(activity.id, activity))
        return found

    def sitting(self, entry: Entry, activity: Activity) -> Entry:
        """Return a sitting whose own word is `wish`, or none where its activity says the same."""
        same = (activity.highlighted is not None) == self.wish
        return replace(entry, hand_over=None if same else self.wish)


def marked(activity: Activity, day: date) -> Activity:
    """Highlight: the wish is as old as it is, and ends being core."""
    return replace(activity, highlighted=activity.highlighted or day, core=False)


def unmarked(activity: Activity) -> Activity:
    """Take the highlight off; its reasons go with it."""
    return replace(activity, highlighted=None, reasons=())


def with_reasons(activity: Activity, day: date, reasons: Iterable[Reason]) -> Activity:
    """Give reasons; a reason highlights too."""
    wanted = {*activity.reasons, *reasons}
    return replace(marked(activity, day), reasons=tuple(r for r in Reason if r in wanted))


def without_reasons(activity: Activity, reasons: Iterable[Reason]) -> Activity:
    """Take reasons; without its last one an activity stays highlighted."""
    gone = set(reasons)
    return replace(activity, reasons=tuple(r for r in activity.reasons if r not in gone))


def core(activity: Activity) -> Activity:
    """Say that it is the business itself, which takes a highlight, its reasons and its group away."""
    return replace(unmarked(activity), core=True, group="")


def lost(before: Activity, after: Activity) -> tuple[str, ...]:
    """Return in words what an activity no longer has."""
    gone = (
        ("core", before.core and not after.core),
        ("mark", before.highlighted is not None and after.highlighted is None),
        ("reasons", bool(before.reasons) and not after.reasons),
        ("group", bool(before.group) and not after.group),
    )
    return tuple(word for word, is_gone in gone if is_gone)


_GONE = {"core": "no longer core", "mark": "no longer to hand over"}


def gone_words(turned: Iterable[tuple[Activity, Activity]], groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return, for the end of a label, what activities no longer have once they are turned; reasons go with
    the highlight. `groups` are names by id."""
    pairs = list(turned)
    gone = {word for before, after in pairs for word in lost(before, after)}
    homes = {groups[b.group] for b, a in pairs if b.group in groups and not a.group}
    words = [words for word, words in _GONE.items() if word in gone]
    if homes:
        words.append(f"out of group {homes.pop()}" if len(homes) == 1 else "out of their groups")
    return tuple(words)


def foreseen(
    decisions: Iterable[Decision], activities: Activities, facts: Facts
) -> tuple[Activities, Facts]:
    """Return activities and sittings as they are once the decisions are stored."""
    for decision in decisions:
        turned = decision.turned(activities)
        if turned:
            activities = Activities({**activities.by_id, **turned})
        facts = _with_sittings(decision, turned.keys(), activities, facts)
    return activities, facts


def _with_sittings(
    decision: Decision, turned: Iterable[str], activities: Activities, facts: Facts
) -> Facts:
    """Let single sittings say what is decided; what is not touched stays the same object."""
    keys = turned if decision.cleared else facts.sittings if decision.entries else ()
    changed: dict[str, tuple[Sitting, ...]] = {}
    for key in keys:
        own = facts.sittings.get(key, ())
        activity = activities.get(key)
        told = tuple(_told(decision, sitting, activity) for sitting in own)
        if any(a is not b for a, b in zip(told, own, strict=True)):
            changed[key] = told
    return replace(facts, sittings={**facts.sittings, **changed}) if changed else facts


def _told(decision: Decision, sitting: Sitting, activity: Activity) -> Sitting:
    if sitting.entry.id in decision.entries:
        return replace(sitting, entry=decision.sitting(sitting.entry, activity))
    if decision.cleared is None or sitting.entry.hand_over is None:
        return sitting
    first, last = decision.cleared
    within = first <= sitting.start.date() <= last
    return replace(sitting, entry=replace(sitting.entry, hand_over=None)) if within else sitting
