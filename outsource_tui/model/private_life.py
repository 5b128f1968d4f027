"""Breaks and private life: part of the log, but no work that could be handed over.

Recognised only where it is plain: every word of a name is one of those below, or a tag says so. "Lunch" and
"Coffee break" are; "Lunch with Acme" may be work, and "Coffee supplies" is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from outsource_tui.model.text import match_key

_WORD = re.compile(r"[^\W\d_]+")


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_BREAKS = _words(
    "break breaks lunch lunchtime dinner breakfast brunch supper meal meals snack coffee tea rest nap siesta",
    "pause pausen mittag mittagessen mittagspause kaffee kaffeepause frühstück abendessen essen",
    "pausa pauze déjeuner dîner almuerzo desayuno comida descanso cena pranzo colazione ontbijt avondeten",
)
_BODY = _words(
    "sleep sleeping gym yoga workout jogging meditation shower prayer schlaf schlafen sport duschen",
    "sommeil dormir slapen doctor dentist arzt zahnarzt médecin dentiste médico dentista",
)
_FREE = _words(
    "private personal family kids children holiday holidays vacation sick privat privates familie kinder",
    "urlaub ferien krank famille familia famiglia congé vacances vacaciones vacanza vakantie hobby hobbies",
)
_PRIVATE = _BREAKS | _BODY | _FREE
_BESIDE = _words(
    "a an the my our with at for and of in on time off hour hours day days long short quick appointment life",
    "der die das mein meine mit und für zeit stunde tag termin le la les de du des et avec el los con y il e",
    "het een met en tijd",
)
_TAGS = _words(
    "break breaks lunch private personal family holiday vacation sleep pause privat familie urlaub pausa",
    "pauze famille familia vacances vacaciones",
)


@lru_cache(maxsize=4096)
def is_private(name: str) -> bool:
    """True where nothing in the name speaks of work, and something of a break or private life."""
    words = frozenset(_WORD.findall(match_key(name)))
    return bool(words & _PRIVATE) and words <= _PRIVATE | _BESIDE


def is_tagged_private(tags: Iterable[str]) -> bool:
    """True where one of the tags says so."""
    return not _TAGS.isdisjoint(match_key(tag) for tag in tags)
