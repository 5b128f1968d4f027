"""The last gate before the terminal: lines as they are drawn, whichever widget drew them."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from outsource_tui.model.text import without_controls


class Harmless(LineFilter):
    """Takes out of a drawn line what a terminal could obey, and leaves every cell in its place.

    Text is shown through `clean`. What is being edited cannot be: a line to type in holds the text
    as it is, and Textual would send its control characters on.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments, the same ones where nothing is to be taken out."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            segment if segment.control else Segment(without_controls(segment.text), segment.style)
            for segment in segments
        ]


HARMLESS = Harmless()
