"""What may be wrong inside a log, found on the stored documents themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from outsource_tui.model.activity import Activity
from outsource_tui.model.entry import MAX_LENGTH, Entry
from outsource_tui.model.errors import InputError, plain_reason
from outsource_tui.model.value import dataclass
from outsource_tui.store import codec
from outsource_tui.store.codec import DAMAGED
from outsource_tui.store.history import is_change

GOOD, NOTE, PROBLEM = "good", "note", "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that doctor looked at. `check` names it, `level` is good, note or problem, `text` says
    what was found and `mend` what would mend it; `fixable` where `doctor --fix` does that, `mended`
    where it did. `table` and `ids` say which documents are meant."""

    check: str
    level: str
    text: str
    mend: str = ""
    fixable: bool = False
    mended: bool = False
    table: str = ""
    ids: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as JSON values."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {"ids": list(self.ids)}


@dataclass(slots=True)
class Contents:
    """The documents of a log that can be read, and where they lie."""

    entries: dict[str, Entry]
    activities: dict[str, Activity]
    groups: frozenset[str]
    damaged: list[tuple[str, str, str]]
    misfiled: list[str]
    twice: list[str]
    odd_ids: list[str]
    tombstones: int


def contents_of(tables: Mapping[str, Mapping[str, Any]]) -> Contents:
    """Read every document of a log."""
    found = Contents({}, {}, frozenset(), [], [], [], [], 0)
    groups = set()
    seen: set[str] = set()
    readers = {codec.ACTIVITIES: codec.activity_from, codec.GROUPS: codec.group_from}
    for name, documents in tables.items():
        month = name.startswith(codec.MONTH_PREFIX)
        reader: Any = codec.entry_from if month else readers.get(name)
        if reader is None:
            continue
        for doc_id, doc in documents.items():
            if not (doc_id.isascii() and doc_id.isdigit()):
                found.odd_ids.append(doc_id)
            if month:
                found.twice += [doc_id] if doc_id in seen else []
                seen.add(doc_id)
            try:
                item = reader(doc_id, doc)
            except DAMAGED as error:
                found.damaged.append(
                    (name, doc_id, f"no {error}" if isinstance(error, KeyError) else plain_reason(error))
                )
                continue
            if month and codec.month_table(item.start) != name:
                found.misfiled.append(doc_id)
            if "deleted" in doc:
                found.tombstones += 1
            elif month:
                found.entries[doc_id] = item
            elif name == codec.ACTIVITIES:
                found.activities[doc_id] = item
            else:
                groups.add(doc_id)
    found.groups = frozenset(groups)
    return found


def findings(tables: Mapping[str, Mapping[str, Any]], now: datetime) -> list[Finding]:
    """Check ids, places, references, spans, names, tombstones and the history of a log."""
    contents = contents_of(tables)
    found = [
        *_places(contents),
        *_references(contents),
        *_spans(contents, now),
        *_names(contents, tables),
        *_history(tables, now),
    ]
    counts = f"{many(len(contents.entries), 'entry', 'entries')}, "
    counts += f"{many(len(contents.activities), 'activity', 'activities')}, "
    counts += many(len(contents.groups), "group", "groups")
    good = (
        []
        if any(f.level == PROBLEM for f in found)
        else [Finding("contents", GOOD, f"{counts}: all in order")]
    )
    return [*good, *found]


def many(count: int, one: str, more: str) -> str:
    """Return a count with its noun."""
    return f"{count:,} {one if count == 1 else more}"


def _some(ids: list[str]) -> str:
    shown = ", ".join(ids[:3])
    return f"{shown}, …" if len(ids) > 3 else shown


def _places(contents: Contents) -> Iterator[Finding]:
    for table, doc_id, reason in contents.damaged:
        yield Finding(
            "damaged",
            PROBLEM,
            f"{table}: {doc_id} cannot be read ({reason}) and is left out everywhere",
            "restore a backup, or mend that document in the file by hand",
            table=table,
            ids=(doc_id,),
        )
    if contents.misfiled:
        yield Finding(
            "months",
            PROBLEM,
            f"{many(len(contents.misfiled), 'entry lies', 'entries lie')} in the table of another month "
            "and may not be shown",
            "move them to the month of their start",
            True,
            ids=tuple(contents.misfiled),
        )
    if contents.twice:
        yield Finding(
            "ids",
            PROBLEM,
            f"the same id is in two months: {_some(contents.twice)}",
            "make one entry of the two, as a merge does",
            True,
            ids=tuple(contents.twice),
        )
    if contents.odd_ids:
        yield Finding(
            "ids",
            NOTE,
            f"ids that are no figures, so plain TinyDB cannot read them: {_some(contents.odd_ids)}",
            ids=tuple(contents.odd_ids),
        )


def _references(contents: Contents) -> Iterator[Finding]:
    known = contents.activities
    lost = sorted({e.activity for e in contents.entries.values()} - known.keys())
    if lost:
        yield Finding(
            "activities",
            PROBLEM,
            f"entries name {many(len(lost), 'activity', 'activities')} that the "
            f"file does not have: {_some(lost)}",
            "make them, under a name to change",
            True,
            table=codec.ACTIVITIES,
            ids=tuple(lost),
        )
    astray = sorted(a.id for a in known.values() if a.group and a.group not in contents.groups)
    if astray:
        yield Finding(
            "groups",
            PROBLEM,
            f"{many(len(astray), 'activity is', 'activities are')} in a group that "
            f"is not there: {_some([known[i].name for i in astray])}",
            "put them back with the ungrouped",
            True,
            table=codec.ACTIVITIES,
            ids=tuple(astray),
        )
    circles = sorted(a.id for a in known.values() if a.merged_into and not _ends(a, known))
    if circles:
        yield Finding(
            "merged",
            PROBLEM,
            f"merged into nothing, or in a circle: {_some([known[i].name for i in circles])}",
            "let them stand for themselves again",
            True,
            table=codec.ACTIVITIES,
            ids=tuple(circles),
        )


def _ends(activity: Activity, known: Mapping[str, Activity]) -> bool:
    seen = {activity.id}
    while activity.merged_into:
        if activity.merged_into in seen or activity.merged_into not in known:
            return False
        activity = known[activity.merged_into]
        seen.add(activity.id)
    return True


def _spans(contents: Contents, now: datetime) -> Iterator[Finding]:
    entries = sorted(contents.entries.values(), key=lambda e: (e.start, e.id))
    backwards = [e.id for e in entries if e.end is not None and e.end < e.start]
    if backwards:
        yield Finding(
            "spans",
            PROBLEM,
            f"{many(len(backwards), 'entry ends', 'entries end')} before the start: {_some(backwards)}",
            "exchange start and end",
            True,
            table=codec.ENTRIES,
            ids=tuple(backwards),
        )
    longer = [e.id for e in entries if e.end is not None and e.end - e.start > MAX_LENGTH]
    if longer:
        yield Finding(
            "spans",
            PROBLEM,
            f"{many(len(longer), 'entry is', 'entries are')} longer than "
            f"{MAX_LENGTH.days} days and may not be shown: {_some(longer)}",
            "mend their end by hand",
            table=codec.ENTRIES,
            ids=tuple(longer),
        )
    running = [e for e in entries if e.running]
    if len(running) > 1:
        yield Finding(
            "running",
            NOTE,
            f"{len(running)} entries are running at the same time",
            "stop those that are over",
            table=codec.ENTRIES,
            ids=tuple(e.id for e in running),
        )
    overlaps = list(_overlaps(entries, now))
    if overlaps:
        yield Finding(
            "overlaps",
            NOTE,
            f"{many(len(overlaps), 'logged entry overlaps', 'logged entries overlap')} an earlier one",
            "nothing need be done if things were done side by side",
            table=codec.ENTRIES,
            ids=tuple(overlaps),
        )
    zones = sorted({e.zone for e in entries} - {z for z in {e.zone for e in entries} if _is_zone(z)})
    if zones:
        yield Finding("zones", NOTE, f"zones that this machine does not know: {_some(zones)}")
    if contents.tombstones:
        count = many(contents.tombstones, "deleted item is", "deleted items are")
        yield Finding("tombstones", GOOD, f"{count} kept so that copies can be merged")


def _overlaps(entries: list[Entry], now: datetime) -> Iterator[str]:
    latest = datetime.min.replace(tzinfo=UTC)
    for entry in entries:
        if entry.planned:
            continue
        if entry.start < latest:
            yield entry.id
        latest = max(latest, entry.end_at(now))


def _is_zone(name: str) -> bool:
    from outsource_tui.model.clock import zone_named

    try:
        zone_named(name)
    except InputError:
        return False
    return True


def _names(contents: Contents, tables: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    for what, items in (
        ("activities", [a for a in contents.activities.values() if not a.merged_into]),
        ("groups", [codec.group_from(i, tables[codec.GROUPS][i]) for i in contents.groups]),
    ):
        counts: dict[str, list[str]] = {}
        for item in items:
            counts.setdefault(item.key, []).append(item.name)
        doubled = sorted(names[0] for names in counts.values() if len(names) > 1)
        if doubled:
            yield Finding(
                "names", PROBLEM, f"{what} of the same name: {_some(doubled)}", "make one of each", True
            )


def _history(tables: Mapping[str, Mapping[str, Any]], now: datetime) -> Iterator[Finding]:
    wrong = [i for i, d in tables.get(codec.HISTORY, {}).items() if not is_change(i, d)]
    if wrong:
        yield Finding(
            "history",
            NOTE,
            f"{many(len(wrong), 'change', 'changes')} of the history cannot be read or undone",
        )
    soon = (now + timedelta(days=1)).astimezone(UTC).isoformat()
    ahead = sum(
        1
        for documents in tables.values()
        for d in documents.values()
        if isinstance(d, dict) and isinstance(d.get("updated"), str) and d["updated"] > soon
    )
    if ahead:
        yield Finding(
            "clock",
            NOTE,
            f"{many(ahead, 'item was', 'items were')} changed in the future: this clock "
            "or that of another machine is wrong, and in a merge these changes win",
        )
