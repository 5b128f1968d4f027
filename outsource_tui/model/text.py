"""The one gate between stored text and anything that shows it.

The stored text stays as typed; `clean` makes it harmless and single-line for a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache


@cache
def _table() -> dict[int, int]:
    """Return what stands for each character that a terminal could obey."""
    c0_pictures = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
    c1 = dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
    bidi = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0x2BD1)
    separators = {0x2028: 0x23CE, 0x2029: 0x23CE, 0xFEFF: 0xFFFD}
    surrogates = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
    return c0_pictures | c1 | bidi | separators | surrogates


def clean(text: str, limit: int = 10_000) -> str:
    """Return `text` so that showing it cannot move the cursor, reorder or send anything.

    C0 controls become control pictures, C1 controls and surrogates U+FFFD, bidi controls a visible
    mark. At most `limit` characters come back, the cut marked by an ellipsis.
    """
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    # Controls, separators, bidi marks and surrogates are not printable, which is quick to find out.
    return text if text.isprintable() else text.translate(_table())


@cache
def _cells_kept() -> dict[int, int | None]:
    """Return `_table` for text whose cells are counted: a surrogate alone takes one, the rest none."""
    return {code: sign if 0xD800 <= code < 0xE000 else None for code, sign in _table().items()}


def without_controls(text: str) -> str:
    """Return `text` without what a terminal could obey, in the same number of cells."""
    return text if text.isprintable() else text.translate(_cells_kept())


def clean_lines(text: str, limit: int = 100_000) -> str:
    """Like `clean`, but line feeds stay: for text that is shown over several lines."""
    return "\n".join(clean(line, limit) for line in text[:limit].split("\n"))


def match_key(name: str) -> str:
    """Return the form under which names are the same: case, outer and repeated spaces ignored."""
    return " ".join(name.split()).casefold()


def cells(text: str) -> int:
    """Return how many terminal cells `text` takes: two for wide characters, none for joined ones."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(character: str) -> int:
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def aligned(words: Sequence[str], least: int = 0) -> list[str]:
    """Return the words, each filled with spaces to the width of the longest, `least` cells at least."""
    width = max([least, *map(cells, words)])
    return [fit(word, width) for word in words]


def fit(text: str, width: int) -> str:
    """Return `text` in exactly `width` cells: cut with an ellipsis or filled with spaces."""
    room = width - cells(text)
    if room >= 0:
        return text + " " * room
    kept, used = [], 0
    for character in text:
        used += _cell(character)
        if used > width - 1:
            break
        kept.append(character)
    cut = "".join(kept) + "…"
    return cut + " " * (width - cells(cut))


def near_keys(wanted: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return up to `most` of the keys (`match_key`) that somebody may have meant who typed `wanted`, the
    likeliest first: spelled nearly like it, or with a word that begins with it."""
    from difflib import get_close_matches

    keys = list(known)
    near = get_close_matches(wanted, keys, n=most, cutoff=0.6)
    begun = [key for key in keys if len(wanted) > 1 and f" {wanted}" in f" {key}"]
    return list(dict.fromkeys(near + begun))[:most]
