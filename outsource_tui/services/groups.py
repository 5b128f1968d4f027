"""Groups among each other: names that are one group's alone, and the order of the columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from outsource_tui.model.errors import InputError, UserError
from outsource_tui.model.group import Group
from outsource_tui.model.text import clean, match_key
from outsource_tui.model.value import replace

if TYPE_CHECKING:
    from outsource_tui.store.work import Work

MOST_NAME = 200


def by_id(groups: Iterable[Group], group_id: str) -> Group:
    """Return the group of that id; UserError if it is gone."""
    for group in groups:
        if group.id == group_id:
            return group
    raise UserError("that group is gone: somebody deleted or merged it; look again")


def check_name(name: str) -> str:
    """Return a group's name with outer and repeated spaces gone; InputError for one that will not do."""
    shown = " ".join(name.split())
    if not shown:
        raise InputError("a group needs a name, such as Bookkeeping")
    if len(shown) > MOST_NAME:
        raise InputError(f"the name is {len(shown)} characters long: use at most {MOST_NAME}")
    return shown


def free_name(work: Work, name: str, own: str = "") -> None:
    """Refuse a name that another group has."""
    other = next((g for g in work.groups() if g.key == match_key(name) and g.id != own), None)
    if other is not None:
        raise InputError(
            f"there is a group “{clean(other.name, 60)}” already: choose another name, or merge the two"
        )


def add_group(work: Work, name: str, after: str | None = None) -> Group:
    """Store a new group behind the column of that id ("" is that of the ungrouped), or at the right end."""
    free_name(work, name)
    return work.put(Group("", name, place=_place_behind(work.groups(), after)))


def _place_behind(groups: Sequence[Group], after: str | None) -> float:
    """A place between two groups, so that none of the others has to be stored again."""
    places = [group.place for group in groups]
    ids = ["", *(group.id for group in groups)]
    at = ids.index(after) if after in ids else len(groups)
    if at == len(places):
        return places[-1] + 1 if places else 1.0
    return (places[at - 1] + places[at]) / 2 if at else places[0] - 1


def put_before(work: Work, group_id: str, before: str | None) -> None:
    """Put a column before the group of that id, or at the right end; only what differs is stored."""
    groups = [group for group in work.groups() if group.id != group_id]
    at = next((n for n, group in enumerate(groups) if group.id == before), len(groups))
    groups.insert(at, by_id(work.groups(), group_id))
    work.put_all(replace(g, place=float(n)) for n, g in enumerate(groups, 1) if g.place != n)


def remove_group(work: Work, group: Group) -> None:
    """Delete a group whose cards have left it, and take out what nobody sees of it: the activities that
    became part of another one."""
    parts = [a for a in work.activities().by_id.values() if a.group == group.id and a.merged_into]
    work.put_all([replace(a, group="") for a in parts])
    work.delete(group)
