"""The rows of a CSV file: which separator, which column is what, and one pass or several over it."""

from __future__ import annotations

import csv
import re
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING

from outsource_tui.formats.decode import decode, head
from outsource_tui.model.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_RISKY = re.compile(r"'*[=+\-@\t\r\n|%]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r\n|%]")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_LONGEST_CELL = 16 * 1024 * 1024


class Sheet:
    """A CSV file in memory with the names of its columns.

    `header` are the names as written. Rows come with the number of the line that they end on.
    """

    def __init__(self, data: bytes) -> None:
        self._text = decode(data)
        self._delimiter = separator(self._text[: self._text.find("\n", 1) if "\n" in self._text else None])
        self.header: list[str] = []
        for row, _ in self._all():
            self.header = [cell.strip() for cell in row]
            break

    @property
    def line_count(self) -> int:
        """How many lines the file has."""
        return self._text.count("\n") + 1

    def _all(self) -> Iterator[tuple[list[str], int]]:
        csv.field_size_limit(_LONGEST_CELL)
        lines = csv.reader(_lines(self._text), delimiter=self._delimiter)
        try:
            for row in lines:
                if row and (len(row) > 1 or row[0].strip()):
                    yield row, lines.line_num
        except csv.Error as error:
            raise InputError(f"line {lines.line_num} cannot be read as CSV: {error}") from error

    def rows(self, *, with_header: bool = False) -> Iterator[tuple[list[str], int]]:
        """Yield every row with its line number, without the header unless asked for, and without empty rows.

        A row that is shorter than the header is filled up with empty cells.
        """
        width = len(self.header)
        rows = self._all()
        if not with_header:
            next(rows, None)
        for row, line in rows:
            if len(row) < width:
                row.extend([""] * (width - len(row)))
            yield row, line


def top_of(data: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the first two rows of a table, names and cells, without reading on; empty for none."""
    text = head(data)
    first = text[: text.find("\n", 1) if "\n" in text else None]
    try:
        rows = list(islice(csv.reader(_lines(text), delimiter=separator(first)), 2))
    except csv.Error:
        return (), ()
    names, cells = (tuple(cell.strip() for cell in row) for row in (*rows, (), ())[:2])
    return names, cells


def _lines(text: str) -> Iterator[str]:
    """Yield the lines with their ends, whichever they are, without a copy of the whole text."""
    return (match[0] for match in _LINE.finditer(text))


def separator(line: str) -> str:
    """Return the separator that the header line uses most outside of quotes; a comma where none is used."""
    bare = "".join(line.split('"')[::2])
    return max(",;\t|", key=bare.count)


def plain(name: str) -> str:
    """Return a column's name without case, accents, punctuation and repeated spaces, for comparing."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    kept = (char if char.isalnum() else " " for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


def find_columns(header: list[str], words: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Return the index of each field in `words` that the header has; the first word found counts."""
    names: dict[str, int] = {}
    for index, name in enumerate(header):
        names.setdefault(plain(name), index)
    found = {}
    for field, candidates in words.items():
        index = next((names[word] for word in candidates if word in names), -1)
        if index >= 0:
            found[field] = index
    return found


def guard(cell: str) -> str:
    """Return the cell so that no spreadsheet takes it for a formula."""
    return "'" + cell if _RISKY.match(cell) else cell


def unguard(cell: str) -> str:
    """Take away what `guard` put before a cell."""
    return cell[1:] if _ESCAPED.match(cell) else cell
