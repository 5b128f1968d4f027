"""Suggested groups: which activities the same skill could take over.

`suggest_groups` is the contract; `suggest` says why as well. What the user placed teaches: a name goes to the
known group that it is most like, in words, in letters and in the skill that it needs. Only what fits no known
group gets one of the built-in skill sets, and what says nothing stays ungrouped.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from outsource_tui.model.similarity import Vector, add, dot, features, unit, weigh
from outsource_tui.model.skill_sets import Match, match, skill_sets

SPREAD = 1.3
"""About SPREAD x the square root of n groups for n names: finer ones are joined by family."""
LEAST = 0.5
"""A built-in skill set needs this weight of evidence."""
FITS = 0.12
"""A known group needs this much likeness."""


@dataclass(frozen=True, slots=True)
class Placement:
    """One name's proposed group. `group` is empty for none, `score` 0 to 1, `why` words that can be checked."""

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
    """
    every = list(dict.fromkeys(names))
    placed = {name: known[name] for name in every if known.get(name)}
    extra = texts or {}
    said = {name: f"{name} {extra[name]}" if extra.get(name) else name for name in every}
    found: dict[str, Placement] = {
        name: Placement(name, group, 1.0, "you placed it", known=True) for name, group in placed.items()
    }
    open_names = [name for name in every if name not in placed]
    if placed and open_names:
        found |= _near_known(open_names, placed, said, refused)
    rest = [name for name in open_names if name not in found]
    found |= _from_skills(rest, said, len(every), refused)
    return Suggestion(tuple(found[name] for name in every))


# --- by what the user placed -------------------------------------------------------------------------------


def _concept(found: Match) -> Vector:
    """The skills a text speaks of as a unit vector; families count too, so related skills are alike."""
    sets = skill_sets()
    vector: Vector = dict(found.scores)
    for name, value in found.scores.items():
        family = "family " + sets[name].family
        vector[family] = vector.get(family, 0.0) + 0.7 * value
    return unit(vector)


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    size: int
    words: Vector
    skills: Vector
    title_words: Vector
    title_skills: Vector


WEIGHTS = {"near": 0.5, "words": 0.9, "skills": 0.7, "title_words": 0.5, "title_skills": 0.6, "size": 0.08}


def _near_known(
    open_names: list[str],
    placed: Mapping[str, str],
    said: Mapping[str, str],
    refused: Collection[tuple[str, str]],
) -> dict[str, Placement]:
    members: dict[str, list[str]] = {}
    for name, group in placed.items():
        members.setdefault(group, []).append(name)
    texts = [*(said[name] for name in placed), *(said[name] for name in open_names), *members]
    vectors = weigh(features(text) for text in texts)
    words = dict(zip([*placed, *open_names], vectors, strict=False))
    titles = dict(zip(members, vectors[len(words) :], strict=True))
    concepts = {name: _concept(match(said[name])) for name in words}
    groups = []
    for group, names in members.items():
        total: Vector = {}
        skills: Vector = {}
        for name in names:
            add(total, words[name])
            add(skills, concepts[name])
        groups.append(
            _Group(group, len(names), unit(total), unit(skills), titles[group], _concept(match(group)))
        )
    found: dict[str, Placement] = {}
    for name in open_names:
        best: tuple[float, float, _Group] | None = None
        near: dict[str, float] = {}
        for other, group in placed.items():
            like = dot(words[name], words[other])
            if like > near.get(group, 0.0):
                near[group] = like
        for one in groups:
            if (name, one.name) in refused:
                continue
            evidence = (
                WEIGHTS["near"] * near.get(one.name, 0.0)
                + WEIGHTS["words"] * dot(words[name], one.words)
                + WEIGHTS["skills"] * dot(concepts[name], one.skills)
                + WEIGHTS["title_words"] * dot(words[name], one.title_words)
                + WEIGHTS["title_skills"] * dot(concepts[name], one.title_skills)
            )
            score = evidence + WEIGHTS["size"] * math.log(one.size)
            if best is None or score > best[0]:
                best = (score, evidence, one)
        if best is not None and best[1] >= FITS:
            found[name] = Placement(name, best[2].name, min(1.0, best[1]), "", known=True)
    return found


# --- by the built-in skill sets ----------------------------------------------------------------------------


def _from_skills(
    names: list[str], said: Mapping[str, str], total: int, refused: Collection[tuple[str, str]]
) -> dict[str, Placement]:
    matches = {name: match(said[name]) for name in names}
    popular: Counter[str] = Counter()
    chosen: dict[str, str] = {}
    for _ in range(2):
        chosen = {}
        for name in names:
            scores = {
                key: value + 0.15 * math.log1p(popular[key])
                for key, value in matches[name].scores.items()
                if value >= LEAST and (name, key) not in refused
            }
            if scores:
                chosen[name] = max(scores, key=lambda key: (scores[key], key))
        popular = Counter(chosen.values())
    joined = _join(popular, SPREAD * math.sqrt(total))
    found = {}
    for name in names:
        group = joined.get(chosen.get(name, ""), "")
        found[name] = Placement(name, group, 0.0, "")
    return found


def _join(sizes: Counter[str], most: float) -> dict[str, str]:
    """Which group each skill set ends in: the smallest go into their family until there are few enough."""
    sets = skill_sets()
    ends = {name: name for name in sizes}
    left = Counter(sizes)
    while len(left) > max(2.0, most):
        families: dict[str, list[str]] = {}
        for name in left:
            families.setdefault(sets[name].family if name in sets else name, []).append(name)
        joinable = [name for names in families.values() if len(names) > 1 for name in names]
        if not joinable:
            break
        small = min(joinable, key=lambda name: (left[name], name))
        family = sets[small].family if small in sets else small
        others = [name for name in families[family] if name != small]
        other = min(others, key=lambda name: (left[name], name))
        size = left.pop(small) + left.pop(other)
        left[family] += size
        ends = {name: family if end in (small, other) else end for name, end in ends.items()}
    return ends
