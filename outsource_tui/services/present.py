"""Which entries on their way in the log holds already, by foreign id or by what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outsource_tui.formats.base import as_tag, as_tags
from outsource_tui.model.entry import Entry
from outsource_tui.model.imported import ImportedEntry
from outsource_tui.model.text import match_key
from outsource_tui.model.value import replace
from outsource_tui.services.same_row import (
    OWN,
    Row,
    key_of,
    mark_of,
    paired,
    parted,
)
from outsource_tui.services.same_time import SameTime, worn_marks
from outsource_tui.store.repository import Repository

TAGS_ALONE = "timewarrior:"
"""Before the foreign ids of a format that tells an activity from tags by their order alone."""
Match = tuple[ImportedEntry, Entry | None, bool]
"""A row, the entry of the log that it is, and whether it brings nothing new."""


class Names(dict[str, str]):
    """The form of each name under which names are the same, made once."""

    def __missing__(self, name: str) -> str:
        key = self[name] = match_key(name)
        return key


class Present:
    """The entries of the log that new ones may be the same as.

    Nearly all rows of a later export are as they were: those are found in passing and are not kept.
    """

    def __init__(self, repository: Repository, rows: Sequence[ImportedEntry]) -> None:
        self._repository = repository
        self._activities = repository.activities()
        self._rows = list(rows)
        self._names = Names()
        self._first: dict[str, int] = {}
        self._others: dict[str, list[int]] = {}
        for number, row in enumerate(rows):
            if row.source and self._first.setdefault(key := _key(row.source), number) != number:
                self._others.setdefault(key, []).append(number)
        self._same = bytearray(len(rows))
        self._by_key: dict[str, list[Entry]] = {}
        self._meet()

    def _meet(self) -> None:
        """Find the rows that alone have their key and did not change; keep the entries that others may be."""
        for entry, key in self._keyed(any(key.startswith(OWN) for key in self._first)):
            number = self._first.get(key)
            if number is None or self._same[number]:
                continue
            if key not in self._others and self._is_same(self._rows[number], key, entry):
                self._same[number] = True
            else:
                self._by_key.setdefault(key, []).append(entry)

    def _is_same(self, row: ImportedEntry, key: str, entry: Entry) -> bool:
        mark = mark_of(row, self._names[row.activity])
        own = key.startswith(OWN) or parted(row.source)[1]
        if not own and mark == parted(entry.source)[1]:
            return True
        if mark == mark_of(entry, self._activities.get(entry.activity).key):
            return True
        stored = self._stored(entry, key, bool(own))
        return not set(stored.marks).isdisjoint(self._incoming(row).marks)

    def _keyed(self, with_own: bool) -> Iterator[tuple[Entry, str]]:
        """Yield the entries with each key that they can be meant by."""
        for entry in self._repository.entries_in_passing():
            if entry.source:
                yield entry, _key(entry.source)
            if with_own:
                yield entry, f"{OWN}{entry.id}"

    def name(self, entry: Entry) -> str:
        """Return the name of an entry's activity."""
        return self._activities.get(entry.activity).name

    def matches(self) -> Iterator[Match]:
        """Yield each row, in order, with its entry; an entry of the log is that of one row at most.

        A row brings nothing new where it is as it was when it came in, so that what was edited here since
        stays, or as its entry is now.
        """
        found: dict[int, Entry] = {}
        for key, known in self._by_key.items():
            numbers = [self._first[key], *self._others.get(key, ())]
            if self._same[numbers[0]]:
                continue
            for number in numbers:
                self._rows[number] = self._as_before(self._rows[number], known)
            for number, (place, same) in zip(numbers, self._pairs(numbers, key, known), strict=True):
                if place >= 0:
                    found[number], self._same[number] = known[place], same
        self._meet_content([n for n in range(len(self._rows)) if n not in found and not self._same[n]])
        for number, row in enumerate(self._rows):
            yield row, found.get(number), bool(self._same[number])

    def _as_before(self, row: ImportedEntry, known: Sequence[Entry]) -> ImportedEntry:
        """Return a row of a format that has but tags under the activity that it came in with.

        Its first tag is the activity, and a tag that is added may stand before it.
        """
        names = [self.name(entry) for entry in known] if row.source.startswith(TAGS_ALONE) else []
        if any(self._names[name] == self._names[row.activity] for name in names):
            return row
        by_tag = {as_tag(name).casefold(): name for name in reversed(names)}
        found = next((tag for tag in row.tags if tag.casefold() in by_tag), None)
        if found is None:
            return row
        others = (tag for tag in row.tags if tag != found)
        return replace(row, activity=by_tag[found.casefold()], tags=as_tags([row.activity, *others]))

    def _pairs(self, numbers: Sequence[int], key: str, known: Sequence[Entry]) -> list[tuple[int, bool]]:
        rows = [self._rows[number] for number in numbers]
        own = key.startswith(OWN) or any(parted(row.source)[1] for row in rows)
        return paired([self._incoming(row) for row in rows], [self._stored(e, key, own) for e in known])

    def _incoming(self, row: ImportedEntry) -> Row:
        name = self._names[row.activity]
        source = parted(row.source)[0]
        return Row(source, (mark_of(row, name), *worn_marks(row, name, source)), name, _span(row))

    def _stored(self, entry: Entry, key: str, own: bool) -> Row:
        """Return an entry as it is compared; to what we exported ourselves only as it is now."""
        name = self._activities.get(entry.activity).key
        source, before = (key, "") if key.startswith(OWN) else parted(entry.source)
        now = (mark_of(entry, name), *worn_marks(entry, name, source))
        return Row(source, (before, *now) if before and not own else now, name, _span(entry))

    def _meet_content(self, numbers: Sequence[int]) -> None:
        """Find the rows that an entry of the log says already; not by entries whose own row is among them."""
        if not numbers:
            return
        there: SameTime | None = None
        for entry in self._repository.entries_in_passing():
            if not self._is_claimed(entry):
                there = there or SameTime(self._rows[number] for number in numbers)
                there.offer(entry, self.name(entry))
        if there:
            for number in numbers:
                self._same[number] = there.takes(self._rows[number])

    def _is_claimed(self, entry: Entry) -> bool:
        own = f"{OWN}{entry.id}" in self._first
        return own or bool(entry.source and _key(entry.source) in self._first)


def kept_source(row: ImportedEntry) -> str:
    """Return the source to keep: an id of ours that this log does not have is no foreign one."""
    source, mark = parted(row.source)
    if not source or source.startswith(OWN):
        return ""
    return f"{source}~{mark or mark_of(row, match_key(row.activity))}"


def _key(source: str) -> str:
    return source if source.startswith(OWN) else key_of(parted(source)[0])


def _span(entry: Entry | ImportedEntry) -> tuple[float, float | None]:
    return entry.start.timestamp(), entry.end.timestamp() if entry.end else None
