"""Activities: what time went to, by name, with the wish to hand them over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from outsource_tui.model.text import match_key, near_keys
from outsource_tui.model.value import dataclass, field


class Reason(StrEnum):
    """Why an activity should go to somebody else."""

    DISLIKE = "dislike"
    ROUTINE = "routine"
    NOT_CORE = "not-core"
    NOT_MY_STRENGTH = "not-my-strength"
    IDEAL_WORLD = "ideal-world"

    @property
    def words(self) -> str:
        """As it is shown."""
        return self.value.replace("-", " ")


class Energy(StrEnum):
    """What an activity does to the person who does it; optional."""

    DRAINS = "drains"
    NEUTRAL = "neutral"
    GIVES = "gives"


@dataclass(frozen=True, slots=True)
class Activity:
    """A name for time, with what the user decided about it.

    `highlighted` is the date on which the wish to hand it over was made, None without one.
    `group` is a group's id or empty, `place` its order within the column. `value` is a rating
    from 1 (little) to 3 (much), 0 without one. `refused` holds the keys of suggestions that the user
    turned down. `merged_into` is the id of the activity that took this one's place, or empty.
    """

    id: str
    name: str
    core: bool = False
    highlighted: date | None = None
    reasons: tuple[Reason, ...] = ()
    group: str = ""
    place: float = 0.0
    energy: Energy | None = None
    value: int = 0
    refused: tuple[str, ...] = ()
    merged_into: str = ""

    @property
    def key(self) -> str:
        """The form under which names are the same."""
        return match_key(self.name)


@dataclass(frozen=True, slots=True)
class Activities:
    """All activities, found by id (through merges) or by name (ignoring case and spaces)."""

    by_id: dict[str, Activity]
    _by_key: dict[str, Activity] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        keys = {a.key: a for a in self.by_id.values() if not a.merged_into}
        object.__setattr__(self, "_by_key", keys)

    @classmethod
    def of(cls, activities: Iterable[Activity]) -> Activities:
        """Make a catalogue from single activities."""
        return cls({a.id: a for a in activities})

    def __iter__(self) -> Iterator[Activity]:
        """Yield the activities that were not merged into another."""
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def get(self, activity_id: str) -> Activity:
        """Return the activity that `activity_id` stands for now, following merges.

        An id that is not in the file (edited outside) gets a stand-in named by the id.
        """
        seen: set[str] = set()
        found = self.by_id.get(activity_id)
        while found is not None and found.merged_into and found.id not in seen:
            seen.add(found.id)
            found = self.by_id.get(found.merged_into, found)
        return found if found is not None else Activity(activity_id, f"unknown activity {activity_id}")

    def ids_of(self, activity_id: str) -> frozenset[str]:
        """Return all ids that stand for the same activity as this one."""
        wanted = self.get(activity_id).id
        merged = (i for i, a in self.by_id.items() if a.merged_into and self.get(i).id == wanted)
        return frozenset({wanted, *merged})

    def named(self, name: str) -> Activity | None:
        """Return the activity of that name, or None."""
        return self._by_key.get(match_key(name))

    def nearest(self, name: str, most: int = 3) -> list[str]:
        """Return up to `most` names that look like `name`, the likeliest first; none where none does."""
        return [self._by_key[key].name for key in near_keys(match_key(name), self._by_key, most)]
