"""Suggestions of what to hand over (◇), each with a reason in words that the log bears out.

Only what the user can check is said: on how many days and at what time, how many sittings and how
long, which name it is like, whose work it was. Core activities, breaks, private life and refused suggestions
never come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from math import log, sqrt
from statistics import median_low

from outsource_tui.model.activity import Activities, Activity, Reason
from outsource_tui.model.clock import DAY_NAMES, long_date
from outsource_tui.model.group import Group
from outsource_tui.model.similarity import stems
from outsource_tui.model.value import dataclass, replace

DAYS_OF_WEEK = 5
"""On so many of seven days at about the same time is routine."""
ABOUT = 90
"""Starts within so many minutes are at about the same time."""
SHORT, OFTEN = 20, 6
"""Sittings of at most SHORT minutes on average, at least OFTEN a week."""
ALIKE = 0.55
"""Names this much alike, 0 to 1, are of one kind."""
DAY = 24 * 60


class HintKind(StrEnum):
    """What speaks for handing over, strongest first."""

    CREPT_BACK = "crept-back"
    SAME_TIME = "same-time"
    EACH_WEEK = "each-week"
    ALIKE = "alike"
    SHORT_SITTINGS = "short-sittings"


@dataclass(frozen=True, slots=True)
class Hint:
    """One suggestion: `words` for a column, `brief` for a narrow one (9 cells), `why` a sentence, `reason`
    what accepting it says.

    `keys` are remembered with the activity when the suggestion is refused: all that speaks for it now.
    """

    activity: str
    kind: HintKind
    words: str
    brief: str
    why: str
    reason: Reason | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clue:
    """What is known of an activity in a span of `days` days: local starts of its sittings, their average
    in minutes, weekdays of the four weeks before, the handed-over group that it is back from, and whether
    it is a break or private life."""

    activity: Activity
    starts: tuple[datetime, ...]
    days: int
    average: float
    past_days: Sequence[frozenset[int]] = ()
    crept_back_to: Group | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Hints:
    """The rules, with an index of what was marked earlier."""

    marked: Likeness

    @classmethod
    def of(cls, activities: Activities) -> Hints:
        """Learn from what is marked among `activities`."""
        return cls(_likeness(tuple((a.id, a.name) for a in activities if a.highlighted and not a.core)))

    @classmethod
    def unlearned(cls) -> Hints:
        """Know of nothing that was marked: only what the log itself says is suggested."""
        return cls(_likeness(()))

    def best(self, clue: Clue) -> Hint | None:
        """Return the strongest suggestion for an unmarked activity, or None."""
        return self.strongest(clue.activity, signs(clue), private=clue.private)

    def strongest(self, activity: Activity, found: Sequence[Hint], private: bool = False) -> Hint | None:
        """Return the strongest of `found` (`signs` of the activity) and of what its name is like."""
        if private or activity.core or activity.highlighted is not None:
            return None
        alike = self._alike(activity)
        if alike is not None:
            found = sorted([*found, alike], key=lambda hint: _STRENGTH[hint.kind])
        left = [hint for hint in found if hint.keys[0] not in activity.refused]
        if not left:
            return None
        keys = tuple(key for hint in left for key in hint.keys)
        return left[0] if keys == left[0].keys else replace(left[0], keys=keys)

    def _alike(self, activity: Activity) -> Hint | None:
        name = self.marked.nearest(activity.id, activity.name)
        if name is None:
            return None
        why = f"its name is like “{name}”, which you marked"
        return _hint(activity.id, HintKind.ALIKE, (f"like {name}", "alike"), why)


_STRENGTH = {kind: n for n, kind in enumerate(HintKind)}


def signs(clue: Clue) -> tuple[Hint, ...]:
    """Return what the log itself says for handing it over, strongest first, whatever was decided."""
    rules = (_crept_back(clue), _same_time(clue), _each_week(clue), _short(clue))
    return tuple(hint for hint in rules if hint)


def _hint(key: str, kind: HintKind, words: tuple[str, str], why: str, reason: Reason | None = None) -> Hint:
    return Hint(key, kind, *words, why, reason, (f"hint:{kind}",))


def _crept_back(clue: Clue) -> Hint | None:
    group = clue.crept_back_to
    if group is None:
        return None
    since = group.handed_over_on
    who = f" to {group.assignee}" if group.assignee else ""
    on = f" on {long_date(since)}" if since else ""
    why = f"{group.name} was handed over{who}{on}, and here it is again"
    key = f"hint:{HintKind.CREPT_BACK}:{group.id}:{since}"
    return Hint(clue.activity.id, HintKind.CREPT_BACK, "crept back", "back", why, None, (key,))


def _same_time(clue: Clue) -> Hint | None:
    first_of: dict[int, int] = {}
    for start in clue.starts:
        first_of.setdefault(start.toordinal(), start.hour * 60 + start.minute)
    needed = DAYS_OF_WEEK * clue.days // 7
    if len(first_of) < needed:
        return None
    near = densest(list(first_of.values()), ABOUT)
    if len(near) < needed:
        return None
    at = (median_low(near) + 2) // 5 * 5 % DAY
    words = f"{len(near)} of {clue.days} days", f"{len(near)}/{clue.days} days"
    why = f"on {len(near)} of {clue.days} days at about {at // 60:02}:{at % 60:02}: that is routine"
    return _hint(clue.activity.id, HintKind.SAME_TIME, words, why, Reason.ROUTINE)


def densest(minutes: Sequence[int], width: int) -> list[int]:
    """Return the most times of day that lie within `width` minutes, in order; past midnight they go on
    above 1,440."""
    ring = sorted(minutes)
    ring += [m + DAY for m in ring]
    best: list[int] = []
    first = 0
    for last, minute in enumerate(ring):
        while minute - ring[first] > width or last - first >= len(minutes):
            first += 1
        if last - first + 1 > len(best):
            best = ring[first : last + 1]
    return best


def _each_week(clue: Clue) -> Hint | None:
    """The same weekdays in this span and in each of the four weeks before."""
    if not clue.past_days or not all(clue.past_days):
        return None
    same = frozenset.intersection(*clue.past_days, frozenset(s.weekday() for s in clue.starts))
    if not same:
        return None
    weeks = len(clue.past_days) + 1
    days = [DAY_NAMES[day] for day in sorted(same)]
    brief = "+".join(days) if len(days) < 3 else f"{len(days)} d/week"
    words = f"every {brief}" if len(days) < 3 else f"{len(days)} days a week"
    listed = " and ".join([", ".join(days[:-1]), days[-1]] if len(days) > 1 else days)
    why = f"every {listed} for {weeks} weeks: that is routine"
    return _hint(clue.activity.id, HintKind.EACH_WEEK, (words, brief), why, Reason.ROUTINE)


def _short(clue: Clue) -> Hint | None:
    if len(clue.starts) < OFTEN * clue.days // 7 or clue.average > SHORT:
        return None
    times = len(clue.starts)
    why = f"{times} sittings of {round(clue.average)} minutes on average, each of which breaks into your day"
    average = round(clue.average)
    words = f"{times} × {average} min", f"{times}×{average} min"
    return _hint(clue.activity.id, HintKind.SHORT_SITTINGS, words, why)


@dataclass(frozen=True, slots=True)
class Likeness:
    """An index of names by their words, rare words counting most."""

    names: dict[str, str]
    words: dict[str, frozenset[str]]
    lengths: dict[str, float]
    holders: dict[str, tuple[str, ...]]
    weights: dict[str, float]
    rare: float

    def weight(self, word: str) -> float:
        """How much a word says, squared: much if few names have it."""
        return self.weights.get(word, self.rare)

    def nearest(self, own_id: str, name: str) -> str | None:
        """Return the indexed name most like `name` (never itself), or None where none is alike."""
        weights = {word: self.weight(word) for word in stems(name)}
        whole = sum(weights.values())
        candidates = {holder for word in self._telling(weights) for holder in self.holders.get(word, ())}
        candidates.discard(own_id)
        enough = ALIKE * sqrt(whole)
        alike = []
        for key in candidates:
            score = sum(weights[word] for word in weights.keys() & self.words[key])
            if score >= enough * self.lengths[key]:
                alike.append((score / self.lengths[key], self.names[key]))
        return max(alike)[1] if alike else None

    @staticmethod
    def _telling(weights: Mapping[str, float]) -> list[str]:
        """Return the words of which a name that is alike has at least one: the others together, the most
        common ones, do not say enough. (Its length is at least the root of what it shares.)"""
        spare = ALIKE**2 * sum(weights.values())
        common = sorted(weights, key=lambda word: weights[word])
        for n, word in enumerate(common):
            spare -= weights[word]
            if spare <= 0:
                return common[n:]
        return common


@lru_cache(maxsize=8)
def _likeness(names: tuple[tuple[str, str], ...]) -> Likeness:
    return likeness(names)


def likeness(names: Iterable[tuple[str, str]]) -> Likeness:
    """Index (id, name) pairs."""
    names = tuple(names)
    words = {key: frozenset(stems(name)) for key, name in names}
    holders: dict[str, list[str]] = {}
    for key, own in words.items():
        for word in own:
            holders.setdefault(word, []).append(key)
    weights = {word: _weight(len(words), len(keys)) for word, keys in holders.items()}
    return Likeness(
        names=dict(names),
        words=words,
        lengths={key: sqrt(sum(weights[word] for word in own)) or 1.0 for key, own in words.items()},
        holders={word: tuple(keys) for word, keys in holders.items()},
        weights=weights,
        rare=_weight(len(words), 0),
    )


def _weight(names: int, holders: int) -> float:
    return log(1 + (names + 1) / (holders + 0.5)) ** 2
