"""User text inside Markdown: whatever a name holds, it stays a name.

Escapes for CommonMark with the table, strikethrough and autolink extensions, as sparing as they can be, so
that the file reads well as plain text too. Structure is made by the functions here, never by text from
outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from outsource_tui.model.text import clean

_ALWAYS = r"[\\`*\[\]<>|~#=@{}^]"
_MATH = r"\$(?! )"  # before a space it begins no formula anywhere, and amounts of money are written so
_UNDERSCORE = r"(?<![^\W_])_|_(?![^\W_])"  # within a word it means nothing
_ENTITY = r"&(?=#?\w+;)"
_ADDRESS = r":(?=\S)|(?<=\w)\.(?=[^\W\d_])|(?<=/)/"
_LIVE = re.compile("|".join((_ALWAYS, _MATH, _UNDERSCORE, _ENTITY, _ADDRESS)))
_OPENS_BLOCK = re.compile(r"[-+:](?=\s|-|\+|$)|-")
_OPENS_LIST = re.compile(r"(\d+)([.)])")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])|\\$")
_CELL = re.compile(r"(?:[^|\\]|\\.)+")
_ALIGN = {"left": ":--", "right": "--:", "centre": ":-:", "": "---"}


def inline(text: str) -> str:
    """Return `text` as one line that renders as itself anywhere: paragraph, heading, list item, table cell.

    Line breaks and repeated spaces become one space; control characters become visible, as on screen.
    """
    plain = clean(" ".join(text.split()))
    escaped = _LIVE.sub(lambda found: "\\" + found.group(), plain)
    if _OPENS_BLOCK.match(escaped):
        return "\\" + escaped
    return _OPENS_LIST.sub(r"\1\\\2", escaped, count=1) if _OPENS_LIST.match(escaped) else escaped


def as_read(line: str) -> str:
    """Return a line of a page as a person reads it in a terminal: without the marks that keep text from being
    structure. The cells of a table stay as wide as they are.
    """
    if line.startswith("|"):
        return _CELL.sub(lambda cell: _unescaped(cell.group()).ljust(len(cell.group())), line)
    return _unescaped(line)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: found.group(1) or "", text)


def paragraphs(text: str) -> str:
    """Return text of several lines: its line breaks stay, blank lines part paragraphs."""
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            parts[-1].append(inline(line))
        elif parts[-1]:
            parts.append([])
    return "\n\n".join("\\\n".join(part) for part in parts if part)


def heading(level: int, text: str) -> str:
    """Return a heading of user text; `level` from 1 to 6."""
    return f"{'#' * level} {inline(text)}".rstrip()


def bullets(items: Iterable[str]) -> str:
    """Return a list of items that are Markdown already."""
    return "\n".join(f"- {item}" for item in items)


def table(header: Sequence[str], rows: Iterable[Sequence[str]], align: Sequence[str] = ()) -> str:
    """Return a table of cells that are Markdown already (`inline` makes them so).

    `align` holds "left", "right", "centre" or "" for each column. Cells are padded, so that the table can be
    read as plain text.
    """
    body = [list(header), *(list(row) for row in rows)]
    kinds = [*align, *[""] * (len(header) - len(align))]
    widths = [max(3, *(len(row[n]) for row in body)) for n in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if kind == "right" else cell.ljust(width)
            for cell, width, kind in zip(cells, widths, kinds, strict=True)
        )
        return f"| {' | '.join(padded)} |"

    rule = "| " + " | ".join(_rule(kind, width) for kind, width in zip(kinds, widths, strict=True)) + " |"
    return "\n".join([line(body[0]), rule, *(line(row) for row in body[1:])])


def _rule(kind: str, width: int) -> str:
    marks = _ALIGN[kind]
    return marks[0] + "-" * (width - 2) + marks[-1]
