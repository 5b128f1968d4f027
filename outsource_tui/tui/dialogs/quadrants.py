"""The four quadrants of energy and value, as text."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from outsource_tui.model.clock import hm
from outsource_tui.model.quadrants import MEANING, placed
from outsource_tui.model.review import ReviewRow
from outsource_tui.model.text import clean


def quadrants_text(rows: Iterable[ReviewRow]) -> Content:
    """Return each quadrant with its hours, what it means, and its activities."""
    lines: list[Content] = []
    for place in placed(rows):
        lines.append(
            Content.assemble(
                (place.quadrant.value, "bold $primary"),
                (f"   {hm(place.minutes)}", "bold $foreground"),
                (f"   {MEANING[place.quadrant]}", "$text-muted"),
            )
        )
        names = " · ".join(f"{clean(r.activity.name, 60)} {hm(r.log.minutes)}" for r in place.rows)
        lines += [Content.styled(names or "nothing rated so", "$foreground"), Content("")]
    return Content("\n").join(lines[:-1])
