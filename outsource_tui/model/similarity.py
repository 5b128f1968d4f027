"""Words of short names, and how alike two names are.

Names are looked at as stems ("invoicing" and "invoices" are one), ignoring case, punctuation and accents.
Everything here is bounded: of a name only its first `LONGEST` characters and `MOST` words count.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST = 300
MOST = 40

Vector = dict[str, float]
"""A sparse vector: feature to weight."""

_WORD = re.compile(r"[^\W_]+\+*")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_PREFIXED = re.compile(r"\be[\s-](?=mail|commerce|book|learning|signature)")
_VOWEL = re.compile(r"[aeiouy]")

STOP = frozenset(
    (
        "a", "about", "across", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be",
        "been", "being", "by", "can", "do", "does", "doing", "done", "each", "etc", "every", "few", "for",
        "from", "get", "getting", "go", "had", "has", "have", "her", "here", "him", "his", "how", "i", "if",
        "in", "into", "is", "its", "just", "let", "make", "making", "many", "me", "more", "most", "much",
        "my", "new", "no", "non", "not", "of", "off", "on", "or", "other", "our", "out", "over", "own",
        "per", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they",
        "this", "those", "through", "to", "too", "under", "until", "upon", "us", "various", "via", "was",
        "we", "were", "what", "when", "where", "which", "while", "who", "will", "with", "within", "without",
        "you", "your",
    )
)

_ODD = {
    "ads": "ad",
    "analyses": "analysis",
    "analyse": "analyze",
    "analysing": "analyze",
    "analyzing": "analyze",
    "bought": "buy",
    "children": "child",
    "cvs": "cv",
    "diaries": "diary",
    "dms": "dm",
    "enquiry": "inquiry",
    "enquiries": "inquiry",
    "feet": "foot",
    "lives": "life",
    "men": "man",
    "met": "meet",
    "people": "person",
    "people's": "person",
    "persons": "person",
    "sent": "send",
    "sold": "sell",
    "taught": "teach",
    "women": "woman",
    "written": "write",
    "wrote": "write",
    "paid": "pay",
    "news": "news",
    "business": "business",
    "customs": "customs",
    "businesses": "business",
}
_SPELLINGS = (("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("olour", "olor"), ("ogue", "og"))
_WHOLE = frozenset(
    (
        "accounting", "booking", "boxing", "building", "career", "caring", "collection", "contractor",
        "conversion", "customer", "direction", "document", "driver", "employee", "employer", "engineer",
        "flower", "folder", "follower", "formation", "founder", "grooming", "hacker", "implement", "letter",
        "listing", "litter", "marketing", "master", "networking", "order", "paper", "parking", "poster",
        "posting", "presentation", "printer", "production", "programming", "publication", "router",
        "server", "shower", "sitter", "sitting", "statement", "station", "supplier", "temple", "training",
    )
)
"""Words that would fall together with others: marketing is no market, a customer not custom made."""


def _plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def _ending(word: str) -> str:
    """`word` without the ending that turns a verb into its doer, act or past."""
    for ending, least in (("ization", 3), ("ation", 4), ("ment", 5), ("ing", 3), ("ed", 3)):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            rest = word[: -len(ending)]
            if _VOWEL.search(rest):
                if ending in ("ing", "ed"):
                    return _without_ate(_doer(rest))
                return _without_ate(rest) + ("iz" if ending == "ization" else "")
    if word.endswith("ate") and len(word) > 6:
        return _without_ate(word[:-3])
    return _doer(word)


def _doer(word: str) -> str:
    """What "monitor" and what is left of "monitoring" have in common, if `word` is of that kind."""
    for ending in ("ion", "er", "or"):
        if word.endswith(ending) and len(word) - len(ending) >= 4 and word not in _WHOLE:
            return _without_ate(word[: -len(ending)])
    return word


def _without_ate(rest: str) -> str:
    """What is left of "automating" is what is left of "automation"."""
    return rest[:-2] if rest.endswith("at") and len(rest) >= 6 else rest


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one lower-case word; words under four letters are their own stem but for a plural s."""
    word = _ODD.get(word, word)
    if not word.isascii() or not word.isalpha():
        return word
    for old, new in _SPELLINGS:
        if word.endswith(old) or (old == "olour" and old in word):
            word = word.replace(old, new)
    if word.endswith("ise") and len(word) > 6:
        word = word[:-3] + "ize"
    word = _plural(word)
    if word in _WHOLE:
        return word
    if len(word) > 4:
        word = _ending(word)
    if len(word) > (5 if word[-1] == "l" else 3) and word[-1] == word[-2] and word[-1] not in "sz":
        word = word[:-1]
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word.endswith("i"):
        word = word[:-1] + "y"
    return word


@lru_cache(maxsize=8_192)
def _stems(text: str) -> tuple[str, ...]:
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", text).casefold().replace("’", "")
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = plain.replace("'", "")
    words = _WORD.findall(_PREFIXED.sub("e", plain))
    return tuple(stem(word) for word in words[:MOST] if word not in STOP)


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text in order, without words that say nothing."""
    return _stems(text[:LONGEST])


def parts(text: str) -> tuple[str, ...]:
    """The stems of a text in which words written together are taken apart: "BlogCoding" is two."""
    return _stems(_CAMEL.sub(" ", text[:LONGEST]))


def features(text: str) -> Vector:
    """What a name looks like: its stems, and groups of four letters of longer stems; each counts 1."""
    found: Vector = {}
    for word in stems(text) + parts(text):
        found[word] = 1.0
        if len(word) > 4 and word.isalpha():
            for at in range(len(word) - 3):
                found["~" + word[at : at + 4]] = 1.0
    return found


def weigh(names: Iterable[Mapping[str, float]], letters: float = 0.35) -> list[Vector]:
    """Vectors of length 1 in which what few names share counts most; letter groups count `letters`."""
    counted = list(names)
    spread: Counter[str] = Counter()
    for one in counted:
        spread.update(one.keys())
    total = len(counted) + 1
    vectors = []
    for one in counted:
        vector = {
            key: value * (letters if key[0] == "~" else 1.0) * math.log(1 + total / (spread[key] + 0.5))
            for key, value in one.items()
        }
        vectors.append(unit(vector))
    return vectors


def unit(vector: Mapping[str, float]) -> Vector:
    """`vector` at length 1; an empty one stays empty."""
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {key: value / length for key, value in vector.items()} if length else {}


def dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The scalar product; of unit vectors the cosine, 0 to 1 here."""
    if len(other) < len(one):
        one, other = other, one
    if one.keys().isdisjoint(other):
        return 0.0
    return sum(value * other[key] for key, value in one.items() if key in other)


def add(total: Vector, vector: Mapping[str, float], times: float = 1.0) -> None:
    """Add `vector` to `total` in place."""
    for key, value in vector.items():
        total[key] = total.get(key, 0.0) + times * value
