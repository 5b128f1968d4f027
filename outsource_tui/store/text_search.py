"""Which tables need not be decoded to know that a text is not in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from outsource_tui.model.text import match_key
from outsource_tui.model.value import dataclass
from outsource_tui.store.line import encode

_AS_IT_STANDS = re.compile(r'[ !#-\[\]-~]+')
"""Runs of characters that JSON in ASCII leaves as they are."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A casefolded word without spaces that an entry is to hold, or else one of these ids of activities."""

    word: str
    ids: tuple[str, ...] = ()

    def may_be_in(self, doc: Mapping[str, Any]) -> bool:
        """True where the document of an entry holds it; the rest of its words are for whoever knows names."""
        return doc["activity"] in self.ids or self.word in match_key(
            " ".join((*(f"#{tag}" for tag in doc.get("tags") or ()), doc.get("note") or ""))
        )


class Needles:
    """What must stand in a table's JSON text where an entry holds every wanted word.

    A table that lacks it holds none; one that has it may still hold none: that is for whoever decodes it.
    """

    def __init__(self, wanted: Iterable[Wanted]) -> None:
        self._wanted = [
            (_longest(each.word), tuple(i.encode("ascii", "ignore") for i in each.ids)) for each in wanted
        ]

    def may_be_in(self, text: bytes) -> bool:
        """True unless a wanted word cannot be in a table of this text."""
        low = text.lower()
        folded: bytes | None = None
        for needle, ids in self._wanted:
            if needle in low or _any_in(ids, text):
                continue
            if folded is None:
                folded = _folded(low)
            if needle not in folded:
                return False
        return True


def _any_in(ids: Sequence[bytes], text: bytes) -> bool:
    return any(each in text for each in ids)


def _longest(word: str) -> bytes:
    """The longest part of a word that stands in JSON as it is; empty where there is none. The sign before a
    tag is not stored."""
    return max(_AS_IT_STANDS.findall(word.lstrip("#")), key=len, default="").encode("ascii")


def _folded(low: bytes) -> bytes:
    """Lower-case JSON text in which the few letters that casefold to others in ASCII are written so."""
    odd, letters = _odd_letters()
    return odd.sub(lambda found: letters[found[0]], low)


@cache
def _odd_letters() -> tuple[re.Pattern[bytes], dict[bytes, bytes]]:
    """The escapes of letters such as ß or the sign for kelvin, and what they casefold to."""
    every = (chr(n) for n in (*range(0x80, 0xD800), *range(0xF900, 0x10000)))
    odd = {_escaped(c): _escaped(c.casefold()) for c in every if any(f.isascii() for f in c.casefold())}
    return re.compile(rb"\\u(?:%s)" % b"|".join(escape[2:] for escape in odd)), odd


def _escaped(text: str) -> bytes:
    return encode(text)[1:-1].encode("ascii")
