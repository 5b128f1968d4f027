"""The rows of a CSV file: which separator, which column is what, and one pass or several over it."""

from __future__ import annotations

import csv
import re
from itertools import islice
from typing import TYPE_CHECKING

from outsource_tui.formats.base import plain
from outsource_tui.formats.decode import decode, head, separator_line
from outsource_tui.model.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from outsource_tui.formats.base import Gatherer

_RISKY = re.compile(r"'*[=+\-@\t\r\n|%]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r\n|%]")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_LONGEST_CELL = 16 * 1024 * 1024
_MOST_BROKEN = 20
"""So many lines may hold a quote that is never closed: each costs a look at all that follows."""


class Sheet:
    """A CSV file in memory with the names of its columns.

    `header` are the names as written. Rows come with the number of the line that they end on.
    """

    def __init__(self, data: bytes) -> None:
        self._text = decode(data)
        named, self._begin = separator_line(self._text)
        self._delimiter = named or separator(_first_line(self._text))
        self._broken: set[int] = set()
        self.header: list[str] = []
        for row, _ in self._all():
            self.header = [cell.strip() for cell in row]
            break
        if self._broken:
            raise InputError(f"a quote opened in line {min(self._broken)} is never closed: mend it first")

    @property
    def line_count(self) -> int:
        """How many lines the file has."""
        return self._text.count("\n") + 1

    def tell_broken(self, gatherer: Gatherer) -> None:
        """Note the lines that begin a cell which never ends, once all rows were read."""
        for line in sorted(self._broken):
            gatherer.skip(line, f"a quote opened in line {line} is never closed")

    def _all(self) -> Iterator[tuple[list[str], int]]:
        """Yield the rows that hold anything.

        A quote that is never closed would swallow what follows, up to the next quote or the end of the
        file: both break the rules, and reading goes on with the line after.
        """
        csv.field_size_limit(_LONGEST_CELL)
        start, above = self._begin, int(self._begin > 0)
        while True:
            at = [start]
            rows = csv.reader(self._lines_from(at), delimiter=self._delimiter, strict=True)
            start, counted = at[0], 0
            try:
                for row in rows:
                    if "".join(row).strip():
                        yield row, above + rows.line_num
                    start, counted = at[0], rows.line_num
            except csv.Error as error:
                above += counted + 1
                start, line = self._line_at(start)
                row = self._loose(line, above, error) if rows.line_num == counted + 1 else []
                if row:
                    yield row, above
                else:
                    self._break(above)
            else:
                return

    def _lines_from(self, at: list[int]) -> Iterator[str]:
        """Yield the lines from an offset, which moves along."""
        for match in _LINE.finditer(self._text, at[0]):
            at[0] = match.end()
            yield match[0]

    def _line_at(self, offset: int) -> tuple[int, str]:
        match = _LINE.match(self._text, offset)
        return (match.end(), match[0]) if match else (len(self._text), "")

    def _loose(self, line: str, number: int, error: csv.Error) -> list[str]:
        """Return the row of a line with odd quotes that are closed, or an empty one."""
        if line.count('"') % 2:
            return []
        try:
            return next(csv.reader([line], delimiter=self._delimiter), [])
        except csv.Error:
            raise InputError(f"line {number} cannot be read as CSV: {error}") from error

    def _break(self, line: int) -> None:
        self._broken.add(line)
        if len(self._broken) > _MOST_BROKEN:
            raise InputError(
                f"the quotes of more than {_MOST_BROKEN} lines are never closed, the last in line {line}: "
                "export the table again"
            )

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
    named, begin = separator_line(text)
    text = text[begin:]
    try:
        rows = list(islice(csv.reader(_lines(text), delimiter=named or separator(_first_line(text))), 2))
    except csv.Error:
        return (), ()
    names, cells = (tuple(cell.strip() for cell in row) for row in (*rows, (), ())[:2])
    return names, cells


def _first_line(text: str) -> str:
    return text[: text.find("\n", 1) if "\n" in text else None]


def _lines(text: str) -> Iterator[str]:
    """Yield the lines with their ends, whichever they are, without a copy of the whole text."""
    return (match[0] for match in _LINE.finditer(text))


def separator(line: str) -> str:
    """Return the separator that the header line uses most outside of quotes; a comma where none is used."""
    bare = "".join(line.split('"')[::2])
    return max(",;\t|", key=bare.count)


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
