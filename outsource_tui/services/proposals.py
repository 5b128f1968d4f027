"""Suggested groups for what is ungrouped, learnt from the user's own; taken whole or in part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from outsource_tui.model.activity import Activities
from outsource_tui.model.board import Board
from outsource_tui.model.proposal import Chosen, Proposal, ProposedCard
from outsource_tui.model.suggest import suggest
from outsource_tui.model.text import match_key
from outsource_tui.model.value import replace

if TYPE_CHECKING:
    from outsource_tui.store.repository import Repository
    from outsource_tui.store.work import Work

WORDS_OF = timedelta(weeks=12)
"""So far back tags and notes are read."""
MOST_WORDS = 400
"""So many characters of tags and notes speak for an activity."""
_REFUSED = "group:"


def proposals(repository: Repository, board: Board, now: datetime) -> tuple[Proposal, ...]:
    """Return a group for the ungrouped cards of `board` that one can be told for: most time first, but those
    of one card last."""
    cards = {card.activity.name: card for card in board.ungrouped.cards}
    groups = {column.id: column.group.name for column in board.groups if column.group}
    activities = repository.activities()
    known = {a.name: groups[a.group] for a in activities if a.group in groups}
    refused = {
        (card.activity.name, group) for card in cards.values() for group in refusals(card.activity.refused)
    }
    names = [*cards, *known]
    found = suggest(names, known, _texts(repository, activities, names, now), refused)
    by_group: dict[str, list[ProposedCard]] = {}
    for placement in found.placements:
        if placement.group and placement.name in cards:
            card = cards[placement.name]
            own = by_group.setdefault(placement.group, [])
            own.append(ProposedCard(card.activity, card.minutes, placement.why))
    own_names = {match_key(name) for name in groups.values()}
    made = [Proposal(name, tuple(own), match_key(name) in own_names) for name, own in by_group.items()]
    return tuple(sorted(made, key=lambda p: (p.lone, -p.minutes, p.name)))


def _texts(
    repository: Repository, activities: Activities, names: Iterable[str], now: datetime
) -> dict[str, str]:
    """Tags and notes of the last weeks, by activity name."""
    wanted = set(names)
    words: dict[str, dict[str, None]] = {}
    for entry in repository.entries(now - WORDS_OF, now):
        name = activities.get(entry.activity).name
        if name in wanted:
            own = words.setdefault(name, {})
            own.update(dict.fromkeys((*entry.tags, entry.note)))
    return {name: " ".join(word for word in own if word)[:MOST_WORDS] for name, own in words.items()}


def refusals(keys: Sequence[str]) -> list[str]:
    """Return the group names among the suggestions that an activity refused."""
    return [key.removeprefix(_REFUSED) for key in keys if key.startswith(_REFUSED)]


def refuse(work: Work, chosen: Iterable[Chosen]) -> None:
    """Remember that these activities do not belong to these groups."""
    for choice in chosen:
        activities = [work.activities().get(i) for i in choice.ids]
        key = _REFUSED + choice.group
        work.put_all(replace(a, refused=tuple(dict.fromkeys((*a.refused, key)))) for a in activities)
