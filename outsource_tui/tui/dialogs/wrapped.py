"""Words over several lines, broken where a reader would break them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

Hanging = tuple[Content, Content]
"""What stands at the left of a line, and the words that go on below themselves."""
_BETWEEN = " · "
_LEAST = 8
"""Cells that words get at least, however little room there is."""


def hung(line: Hanging, width: int) -> list[Content]:
    """Return a line in lines of `width` cells; what does not fit goes on below the words."""
    lead, words = line
    found = words.wrap(max(_LEAST, width - lead.cell_length)) or [Content("")]
    below = Content(" " * lead.cell_length)
    return [(below if n else lead) + part.rstrip() for n, part in enumerate(found)]


def parted(text: Content, width: int) -> list[Content]:
    """Return a text in lines of `width` cells that end between parts joined by " · ", and within none that
    fits."""
    rows: list[Content] = []
    for line in text.split("\n", allow_blank=True):
        first, *others = line.split(_BETWEEN, allow_blank=True)
        rows.append(first)
        for part in others:
            longer = Content(_BETWEEN).join([rows[-1], part])
            if longer.cell_length > width:
                rows.append(part)
            else:
                rows[-1] = longer
    return [line.rstrip() for row in rows for line in row.wrap(max(_LEAST, width)) or [Content("")]]


class _Laid(Static):
    """A Static whose words are laid out for the width that they have."""

    def lay(self, width: int) -> list[Content]:
        """Return the lines."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines there are."""
        return len(self.lay(width)) if width else 0

    def render(self) -> Content:
        """Draw the lines; where there is no room for all, the last that is seen says so."""
        width, height = self.content_size
        lines = self.lay(width)
        if 0 < height < len(lines):
            lines = lines[:height]
            lines[-1] = Content(lines[-1].plain + " …").truncate(width, ellipsis=True)
        return Content("\n").join(lines)


class Parted(_Laid):
    """Words joined by " · ", such as keys: no line ends within one of them that fits."""

    def lay(self, width: int) -> list[Content]:
        """Return the lines."""
        text = self.visual
        if not isinstance(text, Content):
            raise TypeError("words alone have parts")
        return parted(text, width) if width else [text]


class Hung(_Laid):
    """Lines that go on below their words."""

    def __init__(self, lines: Iterable[Hanging], *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._all: Sequence[Hanging] = tuple(lines)
        self._kept: tuple[int, list[Content]] = 0, []

    def show(self, lines: Iterable[Hanging]) -> None:
        """Show other lines."""
        self._all, self._kept = tuple(lines), (0, [])
        self.refresh(layout=True)

    def lay(self, width: int) -> list[Content]:
        """Return the lines."""
        if self._kept[0] != width:
            self._kept = width, [part for line in self._all for part in hung(line, width)]
        return list(self._kept[1])
