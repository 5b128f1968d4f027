"""Suggested groups: which activities the same skill could take over.

`suggest_groups` is the contract; `suggest` says why as well. What the user placed teaches: a name goes to
the known group that it is most like, in words, in letters, in its topics and in the skill that it needs; once
much is placed, a name that says nothing goes where most of them are. Only what fits no known group gets one
of the built-in skill sets, and what says nothing of skills stays ungrouped.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from outsource_tui.model.likeness import Fit, Teacher, look, read
from outsource_tui.model.similarity import dot, stems, weigh
from outsource_tui.model.skill_sets import Match, skill_sets, topics
from outsource_tui.model.text import match_key
from outsource_tui.model.value import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

SPREAD, FEWER = 1.6, 1.0
"""About SPREAD x the square root of n, less FEWER, built-in groups for n names: finer ones are joined."""
LARGEST, LARGEST_REALM, FEW = 0.25, 0.2, 24
"""Joining makes no group with more than this share of the names, or of FEW names if there are less: in a
family, and in a realm."""
LEAST = 0.3
"""A built-in skill set needs this weight of evidence; the weakest word of the data file weighs 0.5."""
POPULAR = 0.8
"""How much a skill set that many names need draws the doubtful ones."""
KIN = 0.5
"""What a name says for other skill sets of a family counts this much for each of them."""
LIKE = 0.3
"""A name that says nothing of skills follows the name it is this much like."""
FIRST, EACH, LAST = 0.5, 0.04, 0.1
"""The likeness in skill that a known group needs: at first, less for each placed name, and at last."""
SHARED = 0.1
"""The likeness in words that a known group needs."""
GUESS = 0.1
"""A name that says no skill goes to a group that it is not like, if it is there with this likelihood. The
likelihood is a careful one: on the labelled logs six of ten such guesses are right."""


@dataclass(frozen=True, slots=True)
class Placement:
    """One name's place. `group` is empty for none, `score` 0 to 1, `why` words that can be checked.

    `known` says that the group is one of the user's own.
    """

    name: str
    group: str
    score: float
    why: str
    known: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A placement for every name, in the order the names came in."""

    placements: tuple[Placement, ...]

    def groups(self) -> dict[str, list[str]]:
        """Names by group; groups and names in the order they came up."""
        found: dict[str, list[str]] = {}
        for placement in self.placements:
            if placement.group:
                found.setdefault(placement.group, []).append(placement.name)
        return found

    def ungrouped(self) -> list[str]:
        """The names without a group."""
        return [placement.name for placement in self.placements if not placement.group]


def suggest_groups(names: Iterable[str], known: Mapping[str, str]) -> dict[str, object]:
    """Put every name into a group or leave it: `{"groups": {group: [names]}, "ungrouped": [names]}`.

    `names` holds every name, `known` the group of those that are placed. Each name comes back once.
    """
    found = suggest(names, known)
    return {"groups": found.groups(), "ungrouped": found.ungrouped()}


def suggest(
    names: Iterable[str],
    known: Mapping[str, str],
    texts: Mapping[str, str] | None = None,
    refused: Collection[tuple[str, str]] = frozenset(),
) -> Suggestion:
    """Propose a group for every name of `names`, with a reason.

    `texts` holds more words about a name (tags, notes); `refused` the pairs (name, group) never to propose.
    The answer does not depend on the order of `names`.
    """
    every = list(dict.fromkeys(names))
    placed = {name: group for name, group in known.items() if group}
    more = texts or {}
    found = {
        name: Placement(name, placed[name], 1.0, "you placed it", known=True)
        for name in every
        if name in placed
    }
    open_names = [name for name in every if name not in placed]
    if placed and open_names:
        found |= _by_known(open_names, placed, more, refused)
    rest = sorted(name for name in open_names if name not in found)
    found |= _by_skill(rest, more, {match_key(group): group for group in placed.values()}, refused)
    return Suggestion(tuple(found[name] for name in every))


# --- by what the user placed -------------------------------------------------------------------------------


def _by_known(
    names: list[str],
    placed: Mapping[str, str],
    texts: Mapping[str, str],
    refused: Collection[tuple[str, str]],
) -> dict[str, Placement]:
    teacher = Teacher(names, placed, texts)
    # The more is placed, the more likely the user's groups hold all there is, and a distant likeness will do.
    needed = max(LAST, FIRST - EACH * len(placed))
    found: dict[str, Placement] = {}
    for name in names:
        silent = not read(name, texts.get(name, "")).scores
        for fit in teacher.fits(name):
            like, guess = _is_like(fit, needed), fit.chance * teacher.seen
            if (name, fit.group) not in refused and (like or (silent and guess >= GUESS)):
                score, why = fit.chance if like else guess, _why_like(name, fit, teacher, texts)
                found[name] = Placement(name, fit.group, round(score, 4), why, known=True)
                break
    return found


def _is_like(fit: Fit, needed: float) -> bool:
    ways = fit.ways
    words = max(fit.near, ways.title_words)
    meaning = max(fit.near_skills, ways.title_skills, ways.topics, ways.title_topics)
    return words >= SHARED or meaning >= needed


def _why_like(name: str, fit: Fit, teacher: Teacher, texts: Mapping[str, str]) -> str:
    """The strongest way in which `name` is like the group, in words."""
    says = teacher.weight(fit)
    ours = f"{name} {texts.get(name, '')}"
    reasons: list[tuple[float, Callable[[], str]]] = [
        (says.words, lambda: _shared_words(ours, fit.nearest, texts)),
        (says.title_words, lambda: f"named like “{fit.group}”" if _common(ours, fit.group) else ""),
        (says.title_skills, lambda: _shared_skill(name, fit.group, texts)),
        (says.skills, lambda: _shared_skill(name, fit.nearest_skilled, texts)),
        (says.title_topics, lambda: _shared_topic(ours, [fit.group], texts)),
        (says.topics, lambda: _shared_topic(ours, teacher.members(fit.group), texts)),
    ]
    for _, reason in sorted(reasons, key=lambda one: -one[0]):
        if why := reason():
            return why
    if fit.nearest:
        return f"spelt like “{fit.nearest}”"
    if fit.ways.skills or fit.ways.title_skills:
        return f"related to “{fit.group}”"
    return f"a guess, from the size of “{fit.group}” and the look of its names"


def _shared_words(ours: str, other: str, texts: Mapping[str, str]) -> str:
    return f"like “{other}”" if other and _common(ours, f"{other} {texts.get(other, '')}") else ""


def _common(one: str, other: str) -> set[str]:
    return set(stems(one)) & set(stems(other))


def _shared_topic(ours: str, others: Iterable[str], texts: Mapping[str, str]) -> str:
    """The topic that a text shares with one of `others`, the one that both say most of."""
    mine = topics(ours)
    shared = [
        (min(mine[topic], value), topic, other)
        for other in (others if mine else ())
        for topic, value in topics(f"{other} {texts.get(other, '')}").items()
        if topic in mine
    ]
    if not shared:
        return ""
    _, topic, other = max(shared)
    return f"about {topic}, as is “{other}”"


def _shared_skill(name: str, other: str, texts: Mapping[str, str]) -> str:
    tail = f"as is “{other}”"
    ours, theirs = read(name, texts.get(name, "")), read(other, texts.get(other, ""))
    both = {key: min(value, theirs.scores[key]) for key, value in ours.scores.items() if key in theirs.scores}
    if both:
        skill = max(sorted(both), key=lambda key: both[key])
        return f"says “{_telling(ours, skill)}”, which is {skill}, {tail}"
    sets = skill_sets()
    families = {sets[key].family for key in theirs.scores}
    near = {key: value for key, value in ours.scores.items() if sets[key].family in families}
    if not near:
        return ""
    skill = max(sorted(near), key=lambda key: near[key])
    return f"says “{_telling(ours, skill)}”, which is {sets[skill].family}, {tail}"


def _telling(found: Match, skill: str) -> str:
    """The word or phrase of a text that says most for `skill`."""
    return max(found.terms, key=lambda term: (term.weights.get(skill, 0.0), term.text)).text


# --- by the built-in skill sets ----------------------------------------------------------------------------


def _by_skill(
    names: list[str],
    texts: Mapping[str, str],
    spellings: Mapping[str, str],
    refused: Collection[tuple[str, str]],
) -> dict[str, Placement]:
    matches = {name: read(name, texts.get(name, "")) for name in names}
    chosen = _choose(matches, refused)
    followed = _follow([name for name in names if name not in chosen], chosen, texts)
    ends = _join(Counter([*chosen.values(), *(chosen[other] for other in followed.values())]))
    found = {}
    for name in names:
        leader = followed.get(name, name)
        skill = chosen.get(leader, "")
        group = spellings.get(match_key(ends.get(skill, "")), ends.get(skill, ""))
        if not group or (name, group) in refused:
            found[name] = Placement(name, "", 0.0, "")
        elif leader != name:
            found[name] = Placement(name, group, 0.3, f"like “{leader}”")
        else:
            score = round(1 - math.exp(-matches[name].scores[skill] / 2), 4)
            part = f", which is {skill}" if match_key(group) != match_key(skill) else ""
            why = f"says “{_telling(matches[name], skill)}”{part}"
            found[name] = Placement(name, group, score, why)
    return found


def _choose(matches: Mapping[str, Match], refused: Collection[tuple[str, str]]) -> dict[str, str]:
    """The skill set of each name that speaks of one; in doubt the one that others need too."""
    sets = skill_sets()
    weights = {name: _with_kin(found.scores) for name, found in matches.items()}
    popular: Counter[str] = Counter()
    chosen: dict[str, str] = {}
    for _ in range(2):
        chosen = {}
        for name, found in matches.items():
            scores = {
                key: weights[name][key] + POPULAR * math.log1p(popular[key])
                for key, value in found.scores.items()
                if value >= LEAST and (name, key) not in refused and (name, sets[key].family) not in refused
            }
            if scores:
                chosen[name] = max(sorted(scores), key=lambda key: scores[key])
        popular = Counter(chosen.values())
    return chosen


def _with_kin(scores: Mapping[str, float]) -> dict[str, float]:
    """`scores` with a part of what is said for the family: two half-known words of one family add up."""
    sets = skill_sets()
    families: dict[str, float] = {}
    for key, value in scores.items():
        family = sets[key].family
        families[family] = families.get(family, 0.0) + value
    return {key: value + KIN * (families[sets[key].family] - value) for key, value in scores.items()}


def _follow(names: list[str], chosen: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    """For names that speak of no skill, the chosen name that each is like."""
    if not names or not chosen:
        return {}
    every = [*names, *sorted(chosen)]
    vectors = dict(zip(every, weigh(look(name, texts.get(name, "")) for name in every), strict=True))
    by_word: dict[str, list[str]] = {}
    for other in sorted(chosen):
        for word in dict.fromkeys(stems(other)):
            by_word.setdefault(word, []).append(other)
    followed = {}
    for name in names:
        others = {other for word in stems(name) for other in by_word.get(word, ())[:50]}
        likes = [(dot(vectors[name], vectors[other]), other) for other in sorted(others)]
        best = max(likes, default=(0.0, ""))
        if best[0] >= LIKE:
            followed[name] = best[1]
    return followed


def _join(sizes: Counter[str]) -> dict[str, str]:
    """Which group each skill set ends in.

    The smallest two of a family are joined under the family's name until there are few enough; then, if there
    are still too many, those of a realm under its name.
    """
    sets = skill_sets()
    ends = {name: name for name in sizes}
    left = Counter(sizes)
    _join_children(left, ends, {name: sets[name].family for name in sizes}, LARGEST)
    _join_children(left, ends, {name: sets[name].realm for name in sizes}, LARGEST_REALM)
    return ends


def _join_children(
    left: Counter[str], ends: dict[str, str], parents: Mapping[str, str], share: float
) -> None:
    """Join groups of one parent, in place: `left` holds names by group, `ends` each skill set's group."""
    names = sum(left.values())
    largest = share * max(names, FEW)
    parent = {end: parents[name] for name, end in ends.items()}
    while len(left) > max(2.0, SPREAD * math.sqrt(names) - FEWER):
        pairs = [
            (left[one] * left[other], one, other)
            for one in left
            for other in left
            if one < other and parent[one] == parent[other] and left[one] + left[other] <= largest
        ]
        if not pairs:
            break
        _, one, other = min(pairs)
        title = parent[one]
        size = left.pop(one) + left.pop(other)
        left[title] += size
        parent[title] = title
        ends.update({name: title for name, end in ends.items() if end in (one, other)})
