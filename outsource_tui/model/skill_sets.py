"""The skill sets that the market sells, and which of them a name belongs to.

The data file `skill_sets.json` beside this module was written for this program, word by word, from general
knowledge of how assistants, agencies and freelance markets name their services; it is under the program's
own licence (MIT). Each entry has a name, a family that related sets merge into, and words or phrases in
three strengths: `sure`, `likely` and `hint`; families that one person often covers share a realm. Topics are
finer than skills and name no group, but say which words go together: lecture and exam, tap and drain. Nothing
is read before the first question.
"""

from __future__ import annotations

import json
import math
from functools import cache, lru_cache
from pathlib import Path

from outsource_tui.model.similarity import LONGEST, STOP, parts, stem, stems
from outsource_tui.model.value import dataclass

STRENGTHS = {"sure": 3.0, "likely": 1.5, "hint": 0.5}
PHRASE = 0.35
"""How much more a phrase says for each word beyond its first."""
AMBIGUOUS = 0.25
"""A term of n skill sets counts for each of them n to the power of minus this."""
SHARED = 0.5
"""The same for a word of n topics."""
FIRST = 1.1
"""How much more the first term says than those after it: a task's name opens with what is to be done."""


@dataclass(frozen=True, slots=True)
class SkillSet:
    """A kind of work as the market names it, the family it belongs to, and the realm of that family."""

    name: str
    family: str
    realm: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of the data file: as written, its stems, and what it says for which skill set."""

    text: str
    stems: tuple[str, ...]
    weights: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    sets: dict[str, SkillSet]
    terms: dict[str, list[Term]]
    """By first stem, the longest first."""
    topics: dict[str, list[str]]
    """By stem."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a text says about skill sets: a weight per skill set, and the terms found in it."""

    scores: dict[str, float]
    terms: tuple[Term, ...]


@cache
def _lexicon() -> _Lexicon:
    read = json.loads(Path(__file__).with_name("skill_sets.json").read_text("utf-8"))
    entries, realms = read["sets"], read["realms"]
    sets = {
        entry["name"]: SkillSet(entry["name"], entry["family"], realms.get(entry["family"], entry["family"]))
        for entry in entries
    }
    found: dict[tuple[str, ...], Term] = {}
    for entry in entries:
        skill = entry["name"]
        for strength, weight in STRENGTHS.items():
            for text in entry[strength]:
                # The file is written in plain lower-case words, which spares `stems` most of its work.
                key = tuple([stem(word) for word in text.split() if word not in STOP])
                term = found.get(key)
                if term is None:
                    found[key] = Term(text, key, {skill: weight})
                elif term.weights.get(skill, 0.0) < weight:
                    term.weights[skill] = weight
    found.pop((), None)
    terms: dict[str, list[Term]] = {}
    for key, term in found.items():
        share = len(term.weights) ** -AMBIGUOUS * (1 + PHRASE * (len(key) - 1))
        for skill in term.weights:
            term.weights[skill] *= share
        terms.setdefault(key[0], []).append(term)
    for known in terms.values():
        known.sort(key=lambda term: -len(term.stems))
    topics: dict[str, list[str]] = {}
    for topic, words in read["topics"].items():
        for word in words.split():
            topics.setdefault(stem(word), []).append(topic)
    return _Lexicon(sets, terms, topics)


def skill_sets() -> dict[str, SkillSet]:
    """Every built-in skill set by its name, in the order of the data file."""
    return _lexicon().sets


def topics(text: str) -> dict[str, float]:
    """The topics that the words of `text` belong to, and how much they say for each.

    A word of n topics counts for each of them n to the power of minus `SHARED`.
    """
    known = _lexicon().topics
    found: dict[str, float] = {}
    for word in dict.fromkeys(stems(text) + parts(text)):
        of_word = known.get(word, ())
        for topic in of_word:
            found[topic] = found.get(topic, 0.0) + len(of_word) ** -SHARED
    return found


def _terms(words: tuple[str, ...]) -> list[Term]:
    """The terms in `words`, the longest first from the left, each word used once."""
    known = _lexicon().terms
    found: list[Term] = []
    at = 0
    while at < len(words):
        for term in known.get(words[at], ()):
            if words[at : at + len(term.stems)] == term.stems:
                found.append(term)
                at += len(term.stems)
                break
        else:
            at += 1
    return found


def match(text: str) -> Match:
    """Which skill sets `text` speaks of. Unknown words, of any language, say nothing."""
    return _match(text[:LONGEST])


@lru_cache(maxsize=8_192)
def _match(text: str) -> Match:
    found = _terms(stems(text)) or _terms(parts(text))
    scores: dict[str, float] = {}
    leads = [FIRST if at == 0 and len(found) > 1 else 1.0 for at in range(len(found))]
    for term, lead in zip(found, leads, strict=True):
        for name, weight in term.weights.items():
            scores[name] = scores.get(name, 0.0) + weight * lead
    damp = 1 / (math.hypot(*leads) or 1.0)
    return Match({name: value * damp for name, value in scores.items()}, tuple(found))
