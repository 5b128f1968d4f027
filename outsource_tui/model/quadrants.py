"""The four quadrants, for those who rate energy and value: what to delegate, replace, invest in, produce."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from outsource_tui.model.activity import Activity, Energy
from outsource_tui.model.review import ReviewRow
from outsource_tui.model.value import dataclass

HIGH = 2
"""A value of 2 or 3 of 3 is high."""


class Quadrant(StrEnum):
    """Energy across, value down."""

    DELEGATE = "delegate"
    REPLACE = "replace"
    INVEST = "invest"
    PRODUCE = "produce"


MEANING = {
    Quadrant.DELEGATE: "drains you, worth little: hand it over first",
    Quadrant.REPLACE: "drains you, worth much: find somebody good at it",
    Quadrant.INVEST: "gives energy, worth little: keep it in small doses",
    Quadrant.PRODUCE: "gives energy, worth much: this is yours",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """The rows of one quadrant, most time first, and their minutes."""

    quadrant: Quadrant
    rows: tuple[ReviewRow, ...]

    @property
    def minutes(self) -> float:
        """The time that they took."""
        return sum(row.log.minutes for row in self.rows)


def quadrant_of(activity: Activity) -> Quadrant | None:
    """Return where an activity stands; None while it is not rated, or neither drains nor gives."""
    if activity.value == 0 or activity.energy not in (Energy.DRAINS, Energy.GIVES):
        return None
    if activity.energy is Energy.DRAINS:
        return Quadrant.REPLACE if activity.value >= HIGH else Quadrant.DELEGATE
    return Quadrant.PRODUCE if activity.value >= HIGH else Quadrant.INVEST


def placed(rows: Iterable[ReviewRow]) -> tuple[Placed, ...]:
    """Return all four quadrants with their rows."""
    found: dict[Quadrant, list[ReviewRow]] = {quadrant: [] for quadrant in Quadrant}
    for row in rows:
        where = quadrant_of(row.activity)
        if where is not None:
            found[where].append(row)
    return tuple(Placed(q, tuple(sorted(own, key=lambda r: -r.log.minutes))) for q, own in found.items())
