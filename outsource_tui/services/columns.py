"""Columns of numbers as one line of text, read many times sooner than JSON."""

from __future__ import annotations

import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import Any, TypeAlias

WHOLE, REAL = "I", "d"
"""Kinds of columns: whole numbers below four milliards, and numbers with a fraction."""

Column: TypeAlias = "array[Any]"


def pack(columns: Iterable[Column]) -> bytes:
    """Return the columns as a line, the same on every machine."""
    return b",".join(b64encode(_little(column).tobytes()) for column in columns)


def unpack(line: bytes, kinds: str) -> list[Column]:
    """Return the columns of a line, one of each kind; ValueError where there are fewer or more."""
    texts = line.split(b",")
    return [_little(array(kind, b64decode(text))) for kind, text in zip(kinds, texts, strict=True)]


def _little(column: Column) -> Column:
    """Return the column in the order of bytes that lines have; other machines turn it round."""
    if sys.byteorder == "little":
        return column
    turned = column[:]
    turned.byteswap()
    return turned
