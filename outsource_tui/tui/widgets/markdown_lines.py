"""Markdown laid out as lines of styled pieces for a given width: one pass, no widget a block.

Tables stand without borders, figures at the right; where they are too wide, the columns of words wrap in
their cells. Links show their words, HTML shows as text: nothing of a page can act.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.cells import cell_len, chop_cells

from outsource_tui.model.text import clean

GAP = 2
LEAST_COLUMN = 6
LONG_WORD = 14
"""Cells of a word for which a column is not kept wide where that would break others."""
NARROWEST = 16
"""Deeper nesting than fits in this is not indented further."""


class Piece(NamedTuple):
    """Text in a role of the theme."""

    text: str
    role: str = "text"
    bold: bool = False


Pieces = tuple[Piece, ...]


class Node(NamedTuple):
    """A block or a run of text, and what is in it."""

    type: str
    content: str
    attrs: dict[str, Any]
    children: list[Node]


_PLAIN = re.compile(r"[^\\`*_\[\]<>&!~\n]*")
"""Running text in which nothing means anything: most of a page, and not worth parsing."""


@lru_cache(maxsize=1)
def _blocks() -> MarkdownIt:
    """Return the parser for the blocks of CommonMark and tables; running text is left as it is."""
    return MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])


@lru_cache(maxsize=1)
def _runs() -> MarkdownIt:
    """Return the parser for running text."""
    return MarkdownIt("commonmark").enable("strikethrough")


def _parsed(source: str) -> list[Node]:
    references: dict[str, Any] = {}
    return _nested(_blocks().parse(source, references), references)


def _nested(tokens: Iterable[Token], references: dict[str, Any]) -> list[Node]:
    """Put what stands between an opening and its closing into one node."""
    root: list[Node] = []
    open_nodes = [root]
    for token in tokens:
        if token.nesting < 0:
            open_nodes.pop()
            continue
        children: list[Node] = []
        if token.type == "inline":
            children = _running_text(token.content, references)
        node = Node(token.type.removesuffix("_open"), token.content, token.attrs, children)
        open_nodes[-1].append(node)
        if token.nesting > 0:
            open_nodes.append(children)
    return root


def _running_text(text: str, references: dict[str, Any]) -> list[Node]:
    if _PLAIN.fullmatch(text):
        return [Node("text", text, {}, [])]
    return _nested(_runs().parseInline(text, references)[0].children or (), references)


def markdown_lines(source: str, width: int) -> list[Pieces]:
    """Return the page as lines that are at most `width` cells wide."""
    front, body = _split_front_matter(source)
    lines: list[Pieces] = [(Piece(clean(line), "faint"),) for text in front for line in _chopped(text, width)]
    if lines:
        lines.append(())
    lines += _Layout(max(10, width)).blocks(_parsed(body))
    while lines and not lines[-1]:
        lines.pop()
    return lines


def source_lines(source: str, width: int) -> list[Pieces]:
    """Return the text as it stands in the file, long lines continued on the next."""
    found: list[Pieces] = []
    for text in source.rstrip("\n").split("\n"):
        role = "dim" if text.startswith(("|", "---")) else "text"
        pieces = _chopped(clean(text), max(10, width))
        found += [(Piece(piece, role, text.startswith("#")),) for piece in pieces] or [()]
    return found


def _split_front_matter(source: str) -> tuple[list[str], str]:
    if not source.startswith("---\n") or "\n---\n" not in source:
        return [], source
    end = source.index("\n---\n", 3) + 5
    return source[:end].rstrip("\n").split("\n"), source[end:]


def _chopped(text: str, width: int) -> list[str]:
    return chop_cells(text, width) if cell_len(text) > width else [text] if text else []


class _Layout:
    """Lays blocks out within a width."""

    def __init__(self, width: int) -> None:
        self.width = width

    def blocks(self, nodes: Iterable[Node], tight: bool = False) -> list[Pieces]:
        lines: list[Pieces] = []
        for node in nodes:
            own = self._block(node)
            if lines and own and not tight:
                lines.append(())
            lines += own
        return lines

    def _block(self, node: Node) -> list[Pieces]:
        kind = node.type
        special = {
            "heading": self._heading,
            "bullet_list": self._list,
            "ordered_list": self._list,
            "table": self._table,
            "fence": self._verbatim,
            "code_block": self._verbatim,
            "html_block": self._verbatim,
            "hr": self._rule,
            "blockquote": self._quote,
        }.get(kind)
        if special is not None:
            return special(node)
        if kind == "inline" or not node.children:
            return wrap(_inline(node), self.width)
        return self.blocks(node.children)

    def _verbatim(self, node: Node) -> list[Pieces]:
        lines = [clean(line) for line in node.content.splitlines()]
        return [
            (Piece("  "), Piece(bit, "dim"))
            for line in lines
            for bit in _chopped(line, self.width - 2) or [""]
        ]

    def _rule(self, node: Node) -> list[Pieces]:
        return [(Piece("─" * min(self.width, 24), "faint"),)]

    def _quote(self, node: Node) -> list[Pieces]:
        if self.width < NARROWEST:
            return self.blocks(node.children)
        return [(Piece("▌ ", "faint"), *line) for line in _Layout(self.width - 2).blocks(node.children)]

    def _heading(self, node: Node) -> list[Pieces]:
        pieces = [Piece(p.text, p.role, True) for child in node.children for p in _inline(child)]
        return wrap(pieces, self.width)

    def _list(self, node: Node) -> list[Pieces]:
        lines: list[Pieces] = []
        number = int(str(node.attrs.get("start", 1)))
        for item in node.children:
            sign = "• " if node.type == "bullet_list" else f"{number}. "
            if self.width < NARROWEST:
                lines += self.blocks(item.children, tight=True)
                continue
            number += 1
            inner = _Layout(self.width - len(sign)).blocks(item.children, tight=True)
            if inner and inner[0] and inner[0][0].text[:4].casefold() in ("[ ] ", "[x] "):
                sign = "☐ " if inner[0][0].text[1] == " " else "☑ "
                first = inner[0][0]
                inner[0] = (Piece(first.text[4:], first.role, first.bold), *inner[0][1:])
            for n, line in enumerate(inner or [()]):
                lines.append((Piece(" " * len(sign) if n else sign, "dim"), *line))
        return lines

    def _table(self, node: Node) -> list[Pieces]:
        rows = [row for part in node.children for row in part.children]
        cells = [[_cell(cell) for cell in row.children] for row in rows]
        if not cells or not cells[0]:
            return []
        right = ["right" in str(cell.attrs.get("style", "")) for cell in rows[0].children]
        widths, gap = column_widths(cells, right, self.width)
        lines: list[Pieces] = []
        for n, row in enumerate(cells):
            if n == 0:
                row = [[Piece(p.text, "dim", False) for p in cell] for cell in row]  # noqa: PLW2901
            lines += _row(row, right, widths, gap)
        return lines


def _cell(node: Node) -> list[Piece]:
    return [piece for child in node.children for piece in _inline(child)]


def _row(
    cells: Sequence[list[Piece]], right: Sequence[bool], widths: Sequence[int], gap: int
) -> list[Pieces]:
    """Return the lines of one row: as many as its tallest cell."""
    wrapped = [wrap(cell, width) or [()] for cell, width in zip(cells, widths, strict=False)]
    lines: list[Pieces] = []
    for n in range(max(len(cell) for cell in wrapped)):
        line: list[Piece] = []
        for cell, to_right, width in zip(wrapped, right, widths, strict=False):
            own = cell[n] if n < len(cell) else ()
            space = Piece(" " * (width - sum(cell_len(p.text) for p in own)))
            line += [space, *own] if to_right else [*own, space]
            line.append(Piece(" " * gap))
        lines.append(tuple(line[:-1]))
    return lines


def column_widths(
    cells: Sequence[Sequence[list[Piece]]], right: Sequence[bool], width: int
) -> tuple[list[int], int]:
    """Share `width` among columns: their widths, and the cells between them.

    Each is as wide as it wants. If that is too much, the widest give way first, down to their longest word
    or figure, of which words of more than `LONG_WORD` cells break; then the columns stand closer. Only then
    others break, from the last column on: the first says what a row is about.
    """
    count = len(right)
    columns = [[row[n] if n < len(row) else [] for row in cells] for n in range(count)]
    widths = [max(1, *(_length(cell) for cell in column)) for column in columns]
    body = [max((_length(cell) for cell in column[1:]), default=1) for column in columns]
    words = [max([1, *(_longest_word(cell) for cell in column)]) for column in columns]
    whole = [max(body[n] if right[n] else 0, min(words[n], LONG_WORD)) for n in range(count)]
    gap = GAP if sum(whole) + GAP * (count - 1) <= width else 1
    room = width - gap * (count - 1)
    _narrow(widths, whole, room)
    for n in reversed(range(count)):
        least = max(1, body[n]) if right[n] else LEAST_COLUMN
        widths[n] = max(min(widths[n], least), widths[n] - max(0, sum(widths) - room))
    _narrow(widths, [1] * count, room)
    return widths, gap


def _narrow(widths: list[int], limits: Sequence[int], room: int) -> None:
    """Take from the widest column until all fit into `room`, or all are at their limits."""
    while sum(widths) > room:
        loose = [n for n in range(len(widths)) if widths[n] > limits[n]]
        if not loose:
            break
        widths[max(loose, key=lambda n: widths[n])] -= 1


def _length(cell: Iterable[Piece]) -> int:
    return sum(cell_len(p.text) for p in cell)


def _longest_word(cell: Iterable[Piece]) -> int:
    return max((cell_len(word) for p in cell for word in p.text.split(" ")), default=0)


def wrap(pieces: Iterable[Piece], width: int) -> list[Pieces]:
    """Break pieces into lines of at most `width` cells, between words where that can be."""
    pieces = tuple(pieces)
    if _length(pieces) <= width and not any("\n" in piece.text for piece in pieces):
        return [_trimmed(pieces)] if pieces else []
    lines: list[Pieces] = []
    line: list[Piece] = []
    used = 0
    for piece in pieces:
        for n, part in enumerate(piece.text.split("\n")):
            if n:
                lines.append(tuple(line))
                line, used = [], 0
            for word in _words(part):
                size = cell_len(word)
                if used + cell_len(word.rstrip(" ")) > width and used:
                    lines.append(tuple(line))
                    line, used = [], 0
                for bit in _chopped(word, width) if cell_len(word.rstrip(" ")) > width else [word]:
                    if used and used + cell_len(bit.rstrip(" ")) > width:
                        lines.append(tuple(line))
                        line, used = [], 0
                    line.append(Piece(bit, piece.role, piece.bold))
                    size = cell_len(bit)
                    used += size
    if line:
        lines.append(tuple(line))
    return [_trimmed(found) for found in lines]


def _words(text: str) -> list[str]:
    """Split into words, each with the spaces after it."""
    found: list[str] = []
    for part in text.split(" "):
        if part or not found:
            found.append(part + " ")
        else:
            found[-1] += " "
    if found:
        found[-1] = found[-1][:-1]
    return [word for word in found if word]


def _trimmed(line: Pieces) -> Pieces:
    """Join pieces of one look and take the spaces off the end."""
    joined: list[Piece] = []
    for piece in line:
        if joined and joined[-1][1:] == piece[1:]:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.role, piece.bold)
        else:
            joined.append(piece)
    if joined:
        joined[-1] = Piece(joined[-1].text.rstrip(" "), *joined[-1][1:])
    return tuple(piece for piece in joined if piece.text)


def _inline(node: Node) -> list[Piece]:
    """Return the pieces of running text."""
    tokens = node.children if node.type == "inline" else [node]
    return [piece for token in tokens for piece in _run(token, "text", False)]


def _run(node: Node, role: str, bold: bool) -> list[Piece]:
    kind = node.type
    if kind == "softbreak":
        return [Piece(" ", role, bold)]
    if kind == "hardbreak":
        return [Piece("\n", role, bold)]
    if kind == "strong":
        bold = True
    elif kind in ("em", "s"):
        role = "dim"
    elif kind in ("link", "code_inline"):
        role = "quiet"
    if node.children:
        return [piece for child in node.children for piece in _run(child, role, bold)]
    text = clean(node.content)
    return [Piece(text, role, bold)] if text else []


__all__ = ["Piece", "Pieces", "column_widths", "markdown_lines", "source_lines", "wrap"]
