"""Splitting a card: the sittings with a tag, or with a text in the note, become an activity of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.entry import Entry
from outsource_tui.model.errors import InputError
from outsource_tui.model.proposal import Part
from outsource_tui.model.text import clean, match_key
from outsource_tui.model.value import replace

if TYPE_CHECKING:
    from outsource_tui.store.repository import Repository
    from outsource_tui.store.work import Work


def parts_of(repository: Repository, activity_id: str, now: datetime) -> tuple[Part, ...]:
    """Return the tags that mark some of the activity's sittings off from the others, most time first."""
    own = _own(repository.all_entries(), repository.activities(), activity_id)
    tags: dict[str, list[float]] = {}
    for entry in own:
        for tag in entry.tags:
            tags.setdefault(tag, []).append(_minutes(entry, now))
    parts = (Part(tag=tag, times=len(m), minutes=sum(m)) for tag, m in tags.items() if len(m) < len(own))
    return tuple(sorted(parts, key=lambda part: (-part.minutes, part.tag)))


def split(work: Work, entries: Iterable[Entry], activity_id: str, name: str, part: Part) -> int:
    """Give the sittings of `part` to the activity `name`, made like the old one; returns how many."""
    activities = work.activities()
    activity = activities.get(activity_id)
    shown = " ".join(name.split())
    if not shown:
        raise InputError("the new card needs a name")
    if match_key(shown) == activity.key:
        raise InputError("the new card needs a name of its own")
    own = _own(entries, activities, activity.id)
    moving = [e for e in own if _belongs(e, part)]
    told = f"#{part.tag}" if part.tag else f"“{clean(part.text, 40)}” in the note"
    if not moving:
        raise InputError(f"no sitting of “{clean(activity.name, 60)}” has {told}")
    if len(moving) == len(own):
        raise InputError(f"every sitting of “{clean(activity.name, 60)}” has {told}: rename it instead")
    target = activities.named(shown) or work.put(
        Activity(
            "",
            shown,
            core=activity.core,
            highlighted=activity.highlighted,
            reasons=activity.reasons,
            group=activity.group,
            place=activity.place + 0.5,
            energy=activity.energy,
            value=activity.value,
        )
    )
    work.put_all(replace(e, activity=target.id) for e in moving)
    return len(moving)


def _own(entries: Iterable[Entry], activities: Activities, activity_id: str) -> list[Entry]:
    wanted = activities.get(activity_id).id
    return [e for e in entries if activities.get(e.activity).id == wanted]


def _belongs(entry: Entry, part: Part) -> bool:
    if part.tag:
        return any(match_key(tag) == match_key(part.tag) for tag in entry.tags)
    return bool(part.text.strip()) and match_key(part.text) in match_key(entry.note)


def _minutes(entry: Entry, now: datetime) -> float:
    return (entry.end_at(now).astimezone(UTC) - entry.start.astimezone(UTC)).total_seconds() / 60
