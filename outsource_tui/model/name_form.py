"""The form of a name: what it looks like, whatever it says.

People name things of one kind alike: course units by number, clients by abbreviation, chores by one word.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from outsource_tui.model.value import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

BELIEF = 4.0
"""A group's own share of a form counts as much as that of all names once it has so many members."""
LONG = 5

_ABBREVIATION = re.compile(r"\b[A-Z]{2,}\b")
_MARK = re.compile(r"[:/+()\-]")


Leanings = tuple[tuple[float, float], ...]


class Form(NamedTuple):
    """What a name looks like; each is 0 or 1."""

    number: int
    one_word: int
    long: int
    small: int
    abbreviation: int
    foreign: int
    mark: int


@dataclass(frozen=True, slots=True)
class Forms:
    """How many names there are, and how many of them have each form."""

    names: int
    counts: tuple[int, ...]

    def without(self, one: Form) -> Forms:
        """These names but for one."""
        return Forms(self.names - 1, tuple(n - has for n, has in zip(self.counts, one, strict=True)))


def form(name: str) -> Form:
    """The form of a name."""
    words = len(name.split())
    return Form(
        int(any(c.isdigit() for c in name)),
        int(words == 1),
        int(words >= LONG),
        int(name[:1].islower()),
        int(bool(_ABBREVIATION.search(name))),
        int(not name.isascii()),
        int(bool(_MARK.search(name))),
    )


def count_forms(forms: Iterable[Form]) -> Forms:
    """Count the names of each form."""
    every = list(forms)
    return Forms(len(every), tuple(map(sum, zip(*every, strict=True))) if every else (0,) * len(Form._fields))


def leanings(group: Forms, every: Forms) -> Leanings:
    """How much likelier a name without and with each form is in a group than among all names, as logarithms.

    Naive Bayes; the shares of a small group lean towards those of all names.
    """
    found = []
    for own, count in zip(group.counts, every.counts, strict=True):
        usual = (count + 0.5) / (every.names + 1)
        share = (own + BELIEF * usual) / (group.names + BELIEF)
        found.append((math.log((1 - share) / (1 - usual)), math.log(share / usual)))
    return tuple(found)


def likelier(it: Form, leaning: Leanings) -> float:
    """How much likelier a name of this form is in a group with these leanings, as a logarithm."""
    return sum(by[has] for has, by in zip(it, leaning, strict=True))
