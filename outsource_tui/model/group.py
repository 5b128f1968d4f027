"""Groups: named skill sets that one person or team could take over."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from outsource_tui.model.text import match_key
from outsource_tui.model.value import dataclass, field

if TYPE_CHECKING:
    from decimal import Decimal


class State(StrEnum):
    """How far a group is on its way off the desk."""

    IDEA = "idea"
    BRIEFED = "briefed"
    HANDED_OVER = "handed over"
    WORKING = "working"
    TAKEN_BACK = "taken back"

    @property
    def away(self) -> bool:
        """True while somebody else does the work."""
        return self in (State.HANDED_OVER, State.WORKING)


@dataclass(frozen=True, slots=True)
class Brief:
    """What the user writes about a group; an empty field is a visible blank in the brief."""

    outcome: str = ""
    scope: str = ""
    tools: str = ""
    done: str = ""
    deadline: str = ""
    cap: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A skill set with who takes it, for how much, and its state.

    `rate` is money an hour, None while unknown. `dates` holds the date on which each state was
    last reached; `handed_over_on` the one that counts for the tune-up. Hours are hours; `weekly_hours`
    is what is expected, `hand_over_hours` the one-time effort, `checking_hours` a week.
    `place` is the column's order by hand; `colour` a theme colour's name or empty.
    """

    id: str
    name: str
    assignee: str = ""
    rate: Decimal | None = None
    currency: str = ""
    state: State = State.IDEA
    dates: dict[State, date] = field(default_factory=dict)
    start_on: date | None = None
    weekly_hours: Decimal | None = None
    hand_over_hours: Decimal | None = None
    checking_hours: Decimal | None = None
    brief: Brief = field(default_factory=Brief)
    colour: str = ""
    place: float = 0.0

    @property
    def key(self) -> str:
        """The form under which names are the same."""
        return match_key(self.name)

    @property
    def agreed(self) -> bool:
        """True once more is written about it than a name: terms, or words of its brief."""
        hours = (self.weekly_hours, self.hand_over_hours, self.checking_hours)
        terms = self.assignee or self.start_on or any(n is not None for n in (self.rate, *hours))
        return bool(terms) or self.brief != Brief()

    @property
    def handed_over_on(self) -> date | None:
        """The date from which the work is somebody else's, None while it is not."""
        if not self.state.away:
            return None
        return self.start_on or self.dates.get(State.HANDED_OVER) or self.dates.get(State.WORKING)

    @property
    def away_from(self) -> date | None:
        """The first day on which nothing of it should be in the log: the agreed start, or the day after that
        on which it was handed over, of which the hours before belong to the user still."""
        given = self.handed_over_on
        return given if given is None or self.start_on else given + timedelta(days=1)
