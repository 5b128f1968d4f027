"""What the user's own groups teach: how well a name fits each of them.

A name is compared with a group in eight ways: words, letters and skills, with the nearest members, with the
group as a whole and with the group's own name; and by how much larger the group is than others. How much
each way counts starts from `USUAL` and is then bent towards what tells this user's groups apart, by asking
for every placed name which group it would have gone to without it. Few placed names change little, many much.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from outsource_tui.model.similarity import Vector, add, dot, features, unit, weigh
from outsource_tui.model.skill_sets import Match, match, skill_sets
from outsource_tui.model.value import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FAMILY, REALM = 0.7, 0.6
"""Skills of one family are this much alike, and those of one realm."""
TEXT = 0.5
"""Tags and notes count this much beside the name."""
COMPARED = 160
"""A name is compared with about so many placed names one by one, spread over the groups; with the rest only
through their groups as a whole."""
ASKED = 120
"""So many placed names are asked how the ways of comparing should count."""
LOYALTY = 3.0
STEPS = 15
RATE = 0.08


class Ways(NamedTuple):
    """The ways of comparing a name with a group: likenesses of 0 to 1, the sum of three, and a logarithm."""

    near: float
    words: float
    skills: float
    near_skills: float
    title_words: float
    title_skills: float
    nearest_three: float
    size: float


USUAL = Ways(0.4, 0.3, 1.1, 0.8, 2.5, 3.9, 1.0, 0.75)
"""How the ways count before anything is learnt: a conditional logit over the labelled lists in the tests."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a name fits one group: each way, the nearest member and the likelihood among the groups."""

    group: str
    ways: Ways
    nearest: str
    nearest_skilled: str
    chance: float = 0.0


@dataclass(frozen=True, slots=True)
class _Name:
    words: Vector
    skills: Vector


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    members: frozenset[str]
    compared: tuple[str, ...]
    words: Vector
    skills: Vector
    whole: _Name
    title: _Name
    size: float


def read(name: str, text: str) -> Match:
    """The skills that a name and the further text about it speak of."""
    found = match(name)
    if not text:
        return found
    more = match(text)
    scores = dict(found.scores)
    add(scores, more.scores, TEXT)
    return Match(scores, found.terms + more.terms)


def look(name: str, text: str) -> Counter[str]:
    """The features of a name and of the further text about it, each counted once."""
    found = features(name)
    if text:
        found.update(features(text))
    return found


def skill_vector(scores: Mapping[str, float]) -> Vector:
    """Skills as a vector of length 1; families and realms count too, so related skills are alike."""
    sets = skill_sets()
    vector: Vector = dict(scores)
    for name, value in scores.items():
        family, realm = "family " + sets[name].family, "realm " + sets[name].realm
        vector[family] = vector.get(family, 0.0) + FAMILY * value
        vector[realm] = vector.get(realm, 0.0) + REALM * value
    return unit(vector)


class Teacher:
    """Knows the placed names and says how well others fit their groups. Made anew for every question."""

    def __init__(self, names: Iterable[str], placed: Mapping[str, str], texts: Mapping[str, str]) -> None:
        every = sorted({*names, *placed})
        members: dict[str, list[str]] = {}
        for name in sorted(placed):
            members.setdefault(placed[name], []).append(name)
        titles = sorted(members)
        looks = [look(name, texts.get(name, "")) for name in every]
        vectors = weigh([*looks, *(look(title, "") for title in titles)])
        self._names = {
            name: _Name(words, skill_vector(read(name, texts.get(name, "")).scores))
            for name, words in zip(every, vectors, strict=False)
        }
        most = max(5, COMPARED // max(1, len(titles)))
        sizes = likely_sizes([len(members[title]) for title in titles])
        self._groups = [
            self._group(title, members[title], most, words, size)
            for title, words, size in zip(titles, vectors[len(every) :], sizes, strict=True)
        ]
        compared = [name for group in self._groups for name in group.compared]
        self._by_word = _index({name: self._names[name].words for name in compared})
        self._by_skill = _index({name: self._names[name].skills for name in compared})
        self._by_whole_word = _index({group.name: group.whole.words for group in self._groups})
        self._by_whole_skill = _index({group.name: group.whole.skills for group in self._groups})
        self._counts = self._learn(placed)

    def _group(self, title: str, members: list[str], most: int, words: Vector, size: float) -> _Group:
        total: Vector = {}
        skills: Vector = {}
        for name in members:
            add(total, self._names[name].words)
            add(skills, self._names[name].skills)
        spread = members[:: max(1, math.ceil(len(members) / most))]
        whole = _Name(unit(total), unit(skills))
        named = _Name(words, skill_vector(match(title).scores))
        return _Group(title, frozenset(members), tuple(spread), total, skills, whole, named, size)

    def _rest(self, group: _Group, name: str) -> _Name:
        """The group as a whole without `name`; nothing if that is all it has."""
        if len(group.members) == 1:
            return _Name({}, {})
        words, skills = dict(group.words), dict(group.skills)
        add(words, self._names[name].words, -1.0)
        add(skills, self._names[name].skills, -1.0)
        return _Name(unit(words), unit(skills))

    def _compare(self, name: str) -> list[Fit]:
        """Compare a name with every group, leaving the name itself out of it."""
        it = self._names[name]
        near = _Name(_likes(self._by_word, it.words), _likes(self._by_skill, it.skills))
        whole = _Name(_likes(self._by_whole_word, it.words), _likes(self._by_whole_skill, it.skills))
        for group in self._groups:
            if name in group.members:
                rest = self._rest(group, name)
                whole.words[group.name] = dot(it.words, rest.words)
                whole.skills[group.name] = dot(it.skills, rest.skills)
        near.words.pop(name, None)
        near.skills.pop(name, None)
        return [self._fit(it, group, near, whole) for group in self._groups]

    def _fit(self, it: _Name, group: _Group, near: _Name, whole: _Name) -> Fit:
        """How `it` fits a group; `near` and `whole` say how like it other names and groups are."""
        words, skills = near.words, near.skills
        likes = sorted([(words[other], other) for other in group.compared if other in words], reverse=True)
        skill_likes = [(skills[other], other) for other in group.compared if other in skills]
        nearest = likes[0] if likes else (0.0, "")
        skilled = max(skill_likes, default=(0.0, ""))
        ways = Ways(
            nearest[0],
            whole.words.get(group.name, 0.0),
            whole.skills.get(group.name, 0.0),
            skilled[0],
            dot(it.words, group.title.words),
            dot(it.skills, group.title.skills),
            sum(like for like, _ in likes[:3]),
            group.size,
        )
        return Fit(group.name, ways, nearest[1] if nearest[0] else "", skilled[1] if skilled[0] else "")

    def _learn(self, placed: Mapping[str, str]) -> tuple[float, ...]:
        names = sorted(placed)
        asked = names[:: max(1, math.ceil(len(names) / ASKED))]
        answers = [[(fit.group == placed[name], fit.ways) for fit in self._compare(name)] for name in asked]
        return bend(USUAL, answers) if len(self._groups) > 1 else USUAL

    def fits(self, name: str) -> list[Fit]:
        """How `name` fits each group, the best first. `name` is one of those the teacher was made with."""
        fits = self._compare(name)
        chances = _chances(self._counts, [fit.ways for fit in fits])
        rated = [
            Fit(fit.group, fit.ways, fit.nearest, fit.nearest_skilled, chance)
            for fit, chance in zip(fits, chances, strict=True)
        ]
        return sorted(rated, key=lambda fit: (-fit.chance, fit.group))

    def weight(self, fit: Fit) -> Ways:
        """What each way says for the group of `fit`."""
        return Ways(*(count * way for count, way in zip(self._counts, fit.ways, strict=True)))


def _index(vectors: Mapping[str, Vector]) -> dict[str, list[tuple[str, float]]]:
    """Which names have a feature, and how much of it."""
    found: dict[str, list[tuple[str, float]]] = {}
    for name, vector in vectors.items():
        for key, value in vector.items():
            found.setdefault(key, []).append((name, value))
    return found


def _likes(index: Mapping[str, list[tuple[str, float]]], vector: Vector) -> Vector:
    """The scalar product of `vector` with each indexed one that has anything of it."""
    likes: Vector = {}
    for key, value in vector.items():
        for name, other in index.get(key, ()):
            likes[name] = likes.get(name, 0.0) + value * other
    return likes


def likely_sizes(sizes: Sequence[int]) -> list[float]:
    """How much more likely than one of equal groups each is, as a logarithm, given how many are placed in it.

    Groups that differ by no more than chance would make them differ count as equal; the more they differ,
    the more their shares are believed (variance over mean, as in empirical Bayes).
    """
    placed, groups = sum(sizes), len(sizes)
    if groups < 2:
        return [0.0] * groups
    mean = placed / groups
    spread = sum((size - mean) ** 2 for size in sizes) / (groups - 1) / mean
    belief = max(0.0, 1 - 1 / spread) if spread else 0.0
    return [math.log((1 - belief) + belief * groups * size / placed) for size in sizes]


def _chances(counts: Sequence[float], ways: Sequence[Ways]) -> list[float]:
    sums = [sum(count * way for count, way in zip(counts, one, strict=True)) for one in ways]
    top = max(sums)
    shares = [math.exp(value - top) for value in sums]
    return [share / sum(shares) for share in shares]


def bend(usual: Ways, answers: Sequence[Sequence[tuple[bool, Ways]]]) -> tuple[float, ...]:
    """Counts near `usual` under which the true group of every answer is more likely.

    Maximum a posteriori of a conditional logit with a normal prior around `usual`, by a few gradient steps.
    """
    counts = list(usual)
    for _ in range(STEPS):
        slope = [LOYALTY * (at - count) for at, count in zip(usual, counts, strict=True)]
        for answer in answers:
            chances = _chances(counts, [ways for _, ways in answer])
            for (true, ways), chance in zip(answer, chances, strict=True):
                miss = true - chance
                for at, way in enumerate(ways):
                    slope[at] += miss * way
        # The step shrinks with the number of answers, or the slope of many would overshoot.
        rate = RATE / max(1.0, len(answers) / 25)
        counts = [count + rate * by for count, by in zip(counts, slope, strict=True)]
    return tuple(counts)
