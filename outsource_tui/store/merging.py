"""A merge as one change: copies read, their documents put, doubled names joined, conflicts kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from outsource_tui.model.activity import Activity
from outsource_tui.model.errors import ReadOnlyError, StoreError
from outsource_tui.model.group import Group
from outsource_tui.model.value import dataclass, field, replace
from outsource_tui.store import codec, disk, lines, migrate
from outsource_tui.store.history import is_change
from outsource_tui.store.line import DamageError, Line, Tables
from outsource_tui.store.merge import CONFLICTS, Conflict, log_of, merge_logs, replaced_values

if TYPE_CHECKING:
    from outsource_tui.store.work import Work

NamedT = TypeVar("NamedT", Activity, Group)


@dataclass(slots=True)
class Outcome:
    """What a merge did: entries added and changed, values that lost, names that were two and are one."""

    added: int = 0
    changed: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Take up what merging one more copy did."""
        self.added += other.added
        self.changed += other.changed
        self.conflicts += other.conflicts
        self.joined += other.joined


def read_copy(path: Path, data: bytes | None = None) -> Tables:
    """Return the tables of a copy in the present schema; StoreError where it is none."""
    if data is None:
        found = disk.read(path)
        if found is None:
            raise StoreError(f"{path} is not there")
        data = found[0]
    try:
        parsed = lines.parse(data)
    except DamageError as damage:
        where = f"{path}, line {damage.line}" if damage.line else f"{path}"
        raise StoreError(f"{where}: {damage.reason}. Nothing was changed") from damage
    if migrate.schema_of(parsed.lines) > codec.SCHEMA:
        raise ReadOnlyError(f"{path} was written by a newer version: update outsource-tui, then try again")
    return Tables(migrate.migrated(parsed.lines))


def merge_into(
    work: Work, ours: Mapping[str, Any], theirs: Mapping[str, Any], base: Mapping[str, Any] | None = None
) -> Outcome:
    """Merge the tables of a copy into the log that `work` changes."""
    ours, theirs = without_twins(ours, theirs)
    known = replaced_values(ours) | replaced_values(theirs)
    found = merge_logs(log_of(ours), log_of(theirs), log_of(base) if base is not None else None, known)
    for table, documents in found.documents.items():
        whole = {i: d for i, d in documents.items() if isinstance(d, dict)}
        work.put_merged(table, placed(whole) if table == codec.ENTRIES else whole)
    present = work.documents(CONFLICTS, [c.key for c in found.conflicts])
    fresh = [c for c in found.conflicts if c.key not in present]
    work.put_merged(CONFLICTS, {c.key: c.document(work.now) for c in fresh})
    return Outcome(found.added, found.changed, fresh, join_names(work))


def changes_of(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes that the history of a copy holds: what an empty log can take over."""
    found = tables.get(codec.HISTORY, {})
    return {i: d for i, d in found.items() if is_change(i, d)}


def without_twins(
    ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Leave out the tables that are the same on both sides, so that nobody need decode them."""
    if not isinstance(ours, Tables) or not isinstance(theirs, Tables):
        return dict(ours), dict(theirs)
    same = {n for n, line in ours.lines.items() if n in theirs.lines and _same(line, theirs.lines[n])}
    # A month that is left out on one side alone would make its entries look new.
    same -= {codec.HISTORY}
    return (
        {n: ours[n] for n in ours if n not in same},
        {n: theirs[n] for n in theirs if n not in same},
    )


def _same(line: Line, other: Line) -> bool:
    return line.crc == other.crc and bytes(line.text) == bytes(other.text)


def placed(documents: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries whose month can be told; one without a start cannot be put anywhere."""
    placed = {}
    for doc_id, doc in documents.items():
        try:
            codec.physical_table(codec.ENTRIES, doc)
        except (KeyError, TypeError, ValueError, OverflowError):
            continue
        placed[doc_id] = doc
    return placed


def join_names(work: Work) -> list[str]:
    """Make one of activities, and of groups, that carry the same name; returns the names."""
    told = []
    for kept, other in _doubled(work.groups()):
        members = [replace(a, group=kept.id) for a in work.activities().by_id.values() if a.group == other.id]
        work.put_all(members)
        work.put(_filled(kept, other))
        work.delete(other)
        told.append(kept.name)
    living = [a for a in work.activities().by_id.values() if not a.merged_into]
    for first, other in _doubled(living):
        kept = work.activities().by_id[first.id]
        work.put_all([_filled(kept, other), replace(other, merged_into=kept.id)])
        told.append(kept.name)
    return told


def _doubled(items: Any) -> list[tuple[Any, Any]]:
    """Return each item whose name an older one has, after that one; the lower id is the older."""
    first: dict[str, Any] = {}
    pairs = []
    for item in sorted(items, key=lambda i: i.id):
        kept = first.setdefault(item.key, item)
        if kept is not item:
            pairs.append((kept, item))
    return pairs


def _filled(kept: NamedT, other: NamedT) -> NamedT:
    """Return `kept` with what it lacks and `other` has."""
    missing = {
        name: getattr(other, name)
        for name in type(kept).__dataclass_fields__
        if name not in ("id", "merged_into", "place") and not getattr(kept, name) and getattr(other, name)
    }
    return replace(kept, **missing)
