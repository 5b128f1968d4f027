"""Activities by what people type: a name or an id, one or several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.errors import InputError
from outsource_tui.model.text import clean


def named(activities: Activities, name: str) -> Activity:
    """Return the activity of that name; InputError with the nearest names for an unknown one."""
    found = activities.named(name)
    if found is not None:
        return found
    shown = clean(name.strip(), 60)
    near = [f"“{clean(other, 60)}”" for other in activities.nearest(name)]
    if near:
        raise InputError(f"no activity “{shown}”: did you mean {' or '.join(near)}?")
    raise InputError(
        f"no activity “{shown}” in the log: log it first; outsource names activities lists those there are"
    )


def find(activities: Activities, names: str | Iterable[str]) -> list[Activity]:
    """Return the activities of names or ids, each once; InputError for an unknown or none at all."""
    given = [names] if isinstance(names, str) else list(names)
    if not given:
        raise InputError("no activity was given")
    found: dict[str, Activity] = {}
    for word in given:
        activity = activities.get(word) if word in activities.by_id else named(activities, word)
        found[activity.id] = activity
    return list(found.values())


def told(found: Sequence[Activity]) -> str:
    """Return what to call these in a sentence: "Invoices", or "Invoices and 3 more"."""
    if len(found) == 1:
        return found[0].name
    return f"{found[0].name} and {len(found) - 1} more"
