"""What the user's own groups teach: how well a name fits each of them.

A name is compared with a group by words, skills and topics, with the group as a whole and with the group's
own name; by its form; and by how much larger the group is than others. How much each way counts starts from
`USUAL` and is then bent towards what tells this user's groups apart, by asking for every placed name which
group it would have gone to without it. The same answers show which groups draw too many names and which too
few. Few placed names change little, many much.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from outsource_tui.model.name_form import Forms, Leanings, count_forms, form, leanings, likelier
from outsource_tui.model.similarity import Vector, add, dot, features, unit, weigh
from outsource_tui.model.skill_sets import Match, match, skill_sets, topics
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
SHY = 5.0
"""While little is placed, groups are still to come: as if so many more of them held one name."""
TRUE_TO_NAME, ODD = 0.5, 0.05
"""A group whose members as a whole are this like its name in skills keeps to its name: a member that is not
even a little like the name is an odd one, and says nothing of the skills of the others."""
LOYALTY, EVENHANDED = 10.0, 3.0
"""How firmly the counts keep to `USUAL`, and how firmly all groups keep to drawing alike."""
STEPS = 15
RATE = 0.08


class Ways(NamedTuple):
    """The ways of comparing a name with a group.

    Likenesses of 0 to 1, `words` the sum of three; `form` and `size` are logarithms. `untitled` is 1 for a
    group whose own name says no skill.
    """

    words: float
    skills: float
    topics: float
    title_words: float
    title_skills: float
    title_topics: float
    untitled: float
    form: float
    size: float


USUAL = Ways(1.2, 1.9, 2.2, 3.2, 2.7, 1.85, 0.4, 0.3, 1.05)
"""How the ways count before anything is learnt: a conditional logit over the labelled lists in the tests that
are there to tune on, with the skills and topics of half the names hidden for a third of the weight. For the
data file knows the words of these lists better than those of others, where a name's own words have to say
more: fitted to the lists as they are, words count 0.5 and the words of a title 1.3. The form counts less than
the 0.5 of the fit, since it shares its work with what each group draws: 0.2 to 0.4 do alike, 0.5 is worse."""


class Habits(NamedTuple):
    """What is learnt from the placed names: how much each way counts, and how much each group draws beside
    all ways, in the order of the groups; 0 for one that draws as many as it should."""

    counts: Sequence[float]
    draws: Sequence[float]


class Answer(NamedTuple):
    """A placed name that was asked for its group: how it fits each group without being one of it, which of
    them is its own, and how much the answer counts."""

    ways: Sequence[Ways]
    own: int
    weight: float


class Fit(NamedTuple):
    """How a name fits one group: each way, the nearest members and the likelihood among the groups.

    `near` and `near_skills` are the likenesses of `nearest` and `nearest_skilled`, the members that are most
    like the name in words and in skills.
    """

    group: str
    ways: Ways
    nearest: str
    near: float
    nearest_skilled: str
    near_skills: float
    chance: float = 0.0


class _Says(NamedTuple):
    """What a name, a group's name or a group as a whole says: three vectors, of length 1 or empty."""

    words: Vector
    skills: Vector
    topics: Vector


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    members: frozenset[str]
    compared: tuple[str, ...]
    odd: frozenset[str]
    """Members that say quite another skill than the group's name and the rest of it."""
    teachers: tuple[str, ...]
    """Those compared that are not odd."""
    total: _Says
    """The sum of what the members say; of skills, without the odd ones."""
    whole: _Says
    title: _Says
    forms: Forms
    leanings: Leanings
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


def look(name: str, text: str) -> Vector:
    """The features of a name and of the further text about it, each counted once."""
    return features(text) | features(name) if text else features(name)


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
        says = _say([*((name, texts.get(name, "")) for name in every), *((title, "") for title in titles)])
        self._names = dict(zip(every, says, strict=False))
        self._forms = {name: form(name) for name in every}
        self._all_forms = count_forms(self._forms.values())
        most = max(5, COMPARED // max(1, len(titles)))
        sizes = likely_sizes([len(members[title]) for title in titles])
        self._groups = [
            self._group(title, members[title], most, said, size)
            for title, said, size in zip(titles, says[len(every) :], sizes, strict=True)
        ]
        compared = [name for group in self._groups for name in group.compared]
        self._by_word = _index({name: self._names[name].words for name in compared})
        self._by_skill = _index({name: self._names[name].skills for name in compared})
        self._by_whole = _indexes({group.name: group.whole for group in self._groups})
        self._by_title = _indexes({group.name: group.title for group in self._groups})
        self._habits = self._learn(placed)
        alone = sum(len(group.members) == 1 for group in self._groups)
        self.seen = max(0.0, 1 - (alone + SHY) / max(1, len(placed)))
        """How likely one of these groups is the right one at all: Good-Turing, shy at first."""

    def _group(self, title: str, members: list[str], most: int, said: _Says, size: float) -> _Group:
        total = self._sum(members, frozenset())
        odd = self._odd(members, said, unit(total.skills))
        if odd:
            total = self._sum(members, odd)
        spread = tuple(members[:: max(1, math.ceil(len(members) / most))])
        forms = count_forms(self._forms[name] for name in members)
        whole = _Says(*map(unit, total))
        leaning = leanings(forms, self._all_forms)
        true = tuple(name for name in spread if name not in odd)
        return _Group(title, frozenset(members), spread, odd, true, total, whole, said, forms, leaning, size)

    def _sum(self, members: Iterable[str], odd: frozenset[str]) -> _Says:
        total = _Says({}, {}, {})
        for name in members:
            for into, vector in zip(total, self._told(name, odd), strict=True):
                add(into, vector)
        return total

    def _told(self, name: str, odd: frozenset[str]) -> _Says:
        """What a member says of its group."""
        says = self._names[name]
        return says._replace(skills={}) if name in odd else says

    def _odd(self, members: Iterable[str], title: _Says, skills: Vector) -> frozenset[str]:
        if dot(title.skills, skills) < TRUE_TO_NAME:
            return frozenset()
        said = ((name, self._names[name].skills) for name in members)
        return frozenset(name for name, own in said if own and dot(title.skills, own) < ODD)

    def _rest(self, group: _Group, name: str) -> _Says:
        """What the group says as a whole without `name`; nothing if that is all it has."""
        if len(group.members) == 1:
            return _Says({}, {}, {})
        rest = _Says(*map(dict, group.total))
        for from_, vector in zip(rest, self._told(name, group.odd), strict=True):
            add(from_, vector, -1.0)
        return _Says(*map(unit, rest))

    def _compare(self, name: str) -> list[Fit]:
        """Compare a name with every group, leaving the name itself out of it."""
        it = self._names[name]
        near_words, near_skills = _likes(self._by_word, it.words), _likes(self._by_skill, it.skills)
        near_words.pop(name, None)
        near_skills.pop(name, None)
        wholes = [_likes(index, vector) for index, vector in zip(self._by_whole, it, strict=True)]
        titles = [_likes(index, vector) for index, vector in zip(self._by_title, it, strict=True)]
        fits = []
        for group in self._groups:
            whole = [likes.get(group.name, 0.0) for likes in wholes]
            title = [likes.get(group.name, 0.0) for likes in titles]
            leaning = group.leanings
            if name in group.members:
                whole = [dot(one, other) for one, other in zip(it, self._rest(group, name), strict=True)]
                leaning = leanings(group.forms.without(self._forms[name]), self._all_forms)
            likely = likelier(self._forms[name], leaning)
            fits.append(_fit(group, near_words, near_skills, whole, title, likely))
        return fits

    def _learn(self, placed: Mapping[str, str]) -> Habits:
        if len(self._groups) < 2:
            return Habits(USUAL, [0.0] * len(self._groups))
        at = {group.name: n for n, group in enumerate(self._groups)}
        equal = len(placed) / len(self._groups)
        # The answers of a group count half for how many are placed, half for how large it is believed to be.
        weights = [math.sqrt(math.exp(group.size) * equal / len(group.members)) for group in self._groups]
        names = sorted(placed)
        answers = []
        for name in names[:: max(1, math.ceil(len(names) / ASKED))]:
            own = at[placed[name]]
            answers.append(Answer([fit.ways for fit in self._compare(name)], own, weights[own]))
        return learn(USUAL, answers)

    def fits(self, name: str) -> list[Fit]:
        """How `name` fits each group, the best first. `name` is one of those the teacher was made with."""
        fits = self._compare(name)
        chances = _chances(self._habits, [fit.ways for fit in fits])
        rated = [fit._replace(chance=chance) for fit, chance in zip(fits, chances, strict=True)]
        return sorted(rated, key=lambda fit: (-fit.chance, fit.group))

    def members(self, title: str) -> tuple[str, ...]:
        """The placed names of a group that others are compared with one by one."""
        return next((group.compared for group in self._groups if group.name == title), ())

    def weight(self, fit: Fit) -> Ways:
        """What each way says for the group of `fit`."""
        return Ways(*(count * way for count, way in zip(self._habits.counts, fit.ways, strict=True)))


def _say(named: Sequence[tuple[str, str]]) -> list[_Says]:
    """What each name and the further text about it says."""
    words = weigh(look(name, text) for name, text in named)
    subjects = weigh(topics(f"{name} {text}") for name, text in named)
    skills = [skill_vector(read(name, text).scores) for name, text in named]
    return list(map(_Says, words, skills, subjects))


def _fit(
    group: _Group,
    near_words: Vector,
    near_skills: Vector,
    whole: Sequence[float],
    title: Sequence[float],
    likely: float,
) -> Fit:
    """How a name fits a group, given how like it each compared name, the whole group and its title are."""
    likes = [(near_words[other], other) for other in group.compared if other in near_words]
    likes.sort(reverse=True)
    skilled = [(near_skills[other], other) for other in group.teachers if other in near_skills]
    near, nearest = likes[0] if likes else (0.0, "")
    near_skill, nearest_skilled = max(skilled, default=(0.0, ""))
    ways = Ways(
        words=sum([like for like, _ in likes[:3]]),
        skills=whole[1],
        topics=whole[2],
        title_words=title[0],
        title_skills=title[1],
        title_topics=title[2],
        untitled=float(not group.title.skills),
        form=likely,
        size=group.size,
    )
    return Fit(
        group.name, ways, nearest if near else "", near, nearest_skilled if near_skill else "", near_skill
    )


def _indexes(said: Mapping[str, _Says]) -> list[dict[str, list[tuple[str, float]]]]:
    """An index each of words, skills and topics."""
    return [_index({name: says[at] for name, says in said.items()}) for at in range(len(_Says._fields))]


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


def _chances(habits: Habits, ways: Sequence[Ways]) -> list[float]:
    """How likely each group is the right one, of those a name was compared with."""
    sums = [
        draw + sum([count * way for count, way in zip(habits.counts, one, strict=True)])
        for draw, one in zip(habits.draws, ways, strict=True)
    ]
    top = max(sums)
    shares = [math.exp(value - top) for value in sums]
    total = sum(shares)
    return [share / total for share in shares]


def learn(usual: Ways, answers: Sequence[Answer]) -> Habits:
    """Counts near `usual`, and draws near 0, under which the own group of every answer is more likely.

    Maximum a posteriori of a conditional logit with normal priors, by a few gradient steps.
    """
    counts, draws = list(usual), [0.0] * len(answers[0].ways)
    # The step shrinks with the number of answers, or the slope of many would overshoot.
    rate = RATE / max(1.0, len(answers) / 25)
    for _ in range(STEPS):
        slope = [LOYALTY * (at - count) for at, count in zip(usual, counts, strict=True)]
        tilt = [-EVENHANDED * draw for draw in draws]
        for answer in answers:
            chances = _chances(Habits(counts, draws), answer.ways)
            for group, (ways, chance) in enumerate(zip(answer.ways, chances, strict=True)):
                miss = ((group == answer.own) - chance) * answer.weight
                tilt[group] += miss
                for at, way in enumerate(ways):
                    slope[at] += miss * way
        counts = [count + rate * by for count, by in zip(counts, slope, strict=True)]
        draws = [draw + rate * by for draw, by in zip(draws, tilt, strict=True)]
    return Habits(counts, draws)
