"""Groups that are proposed: what each would hold, and why."""

from __future__ import annotations

from outsource_tui.model.activity import Activity
from outsource_tui.model.value import dataclass


@dataclass(frozen=True, slots=True)
class ProposedCard:
    """An activity that would go into a group, its minutes of the week, and words that can be checked."""

    activity: Activity
    minutes: float
    why: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A group that would be made, or one that is there already (`known`), with the cards it would get."""

    name: str
    cards: tuple[ProposedCard, ...]
    known: bool = False

    @property
    def minutes(self) -> float:
        """Minutes of the week on all its cards."""
        return sum(card.minutes for card in self.cards)

    @property
    def lone(self) -> bool:
        """True for a new group of one card: that is no package of work yet."""
        return not self.known and len(self.cards) == 1


@dataclass(frozen=True, slots=True)
class Chosen:
    """A group's name and the ids of the activities that go into it, or must never be proposed for it."""

    group: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What could be split off an activity: the sittings with a tag, or with a text in the note."""

    tag: str = ""
    text: str = ""
    times: int = 0
    minutes: float = 0.0
