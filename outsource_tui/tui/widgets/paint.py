"""Styles over a ground, and lines made of them: for widgets that draw line by line."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip


class Paint:
    """Styles over one ground, each made once."""

    def __init__(self, ground: Color, colours: dict[str, Color | None]) -> None:
        self._ground = ground
        self._colours = colours
        self._made: dict[tuple[str, bool, int], Style] = {}
        self.on_cursor: Paint = self

    def style(self, name: str, bold: bool = False, shade: int = 0) -> Style:
        """Return the style of a role; a shade from 1 to 4 tints the ground with its colour."""
        found = self._made.get((name, bold, shade))
        if found is None:
            colour = self._colours[name] or self._ground
            ground = self._ground.blend(colour, 0.07 * shade if name == "text" else 0.1 * shade)
            if shade:
                colour = self._colours["dim" if shade == 1 else "text"] or colour
            found = Style(color=colour.rich_color, bgcolor=ground.rich_color, bold=bold)
            self._made[name, bold, shade] = found
        return found


class Line:
    """Segments from left to right; blanks join what stands before them, which saves bytes at the terminal."""

    def __init__(self, paint: Paint) -> None:
        self._paint = paint
        self._parts: list[tuple[str, Style]] = []
        self._plain = False
        self._x = 0

    def add(self, text: str, name: str, bold: bool = False, shade: int = 0) -> None:
        """Add text in the style of a role."""
        self._x += cell_len(text)
        blank = not shade and text.isspace()
        style = self._paint.style(name, bold, shade)
        if self._parts and (self._parts[-1][1] == style or (blank and self._plain)):
            before, style = self._parts.pop()
            text = before + text
        self._parts.append((text, style))
        self._plain = not shade

    def skip_to(self, x: int) -> None:
        """Add blanks up to a cell."""
        if x > self._x:
            self.add(" " * (x - self._x), "text")

    def strip(self, width: int) -> Strip:
        """Return what was added, in exactly `width` cells."""
        strip = Strip([Segment(text, style) for text, style in self._parts], self._x)
        return strip.adjust_cell_length(width, self._paint.style("text"))
