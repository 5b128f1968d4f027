"""The four quadrants of energy and value, as text."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from outsource_tui.model.clock import hm
from outsource_tui.model.quadrants import MEANING, Quadrant, placed
from outsource_tui.model.review import ReviewRow
from outsource_tui.model.text import clean

_NAME = max(map(len, Quadrant))
"""Cells of the longest name of a quadrant."""


def quadrants_text(rows: Iterable[ReviewRow]) -> Content:
    """Return each quadrant with its hours, what it means, and its activities."""
    lines: list[Content] = []
    for place in placed(rows):
        lines.append(
            Content.assemble(
                (f"{place.quadrant.value:<{_NAME}}", "bold $primary"),
                (f"{hm(place.minutes):>6}", "bold $foreground"),
                (f"   {MEANING[place.quadrant]}", "$text-muted"),
            )
        )
        names = " · ".join(f"{clean(r.activity.name, 60)} {hm(r.log.minutes)}" for r in place.rows)
        lines += [Content.styled(names or "nothing rated so", "$foreground"), Content("")]
    return Content("\n").join(lines[:-1])
