"""The four quadrants of energy and value, as text."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from outsource_tui.model.clock import hm
from outsource_tui.model.quadrants import MEANING, Quadrant, placed
from outsource_tui.model.review import ReviewRow
from outsource_tui.model.text import clean
from outsource_tui.tui.dialogs.wrapped import Hanging

_NAME = max(map(len, Quadrant))
"""Cells of the longest name of a quadrant."""
_NOTHING = "nothing rated so"


def quadrants_lines(rows: Iterable[ReviewRow]) -> list[Hanging]:
    """Return each quadrant with its hours, what it means, and its activities."""
    lines: list[Hanging] = []
    for place in placed(rows):
        lead = Content.assemble(
            (f"{place.quadrant.value:<{_NAME}}", "bold $primary"),
            (f"{hm(place.minutes):>6}   ", "bold $foreground"),
        )
        lines.append((lead, Content.styled(MEANING[place.quadrant], "$text-muted")))
        names = " · ".join(f"{clean(r.activity.name, 60)} {hm(r.log.minutes)}" for r in place.rows)
        told = Content.styled(names, "$foreground") if names else Content.styled(_NOTHING, "$text-muted")
        lines += [(Content(""), told), (Content(""), Content(""))]
    return lines[:-1]
