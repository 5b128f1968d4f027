"""Which entries on their way in the log holds already, by foreign id or by what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from zlib import crc32

from outsource_tui.model.entry import Entry
from outsource_tui.model.imported import ImportedEntry
from outsource_tui.store.repository import Repository

OWN = "outsource:"
"""Before the id of an entry that we exported ourselves."""
_MARKED = re.compile(r"(.+)~([0-9a-f]{8})", re.DOTALL)
"""A foreign id as it is kept: with a mark of what its row held, to tell whether a later export changed it."""
Identity = tuple[float, float | None, str, str, str]
"""What makes two entries the same where no foreign id tells: start, end, activity, note, kind."""


class Present:
    """The entries of the log that new ones may be the same as."""

    def __init__(self, repository: Repository, entries: Sequence[ImportedEntry]) -> None:
        self._activities = repository.activities()
        if any(e.source for e in entries):
            self.entries = list(repository.all_entries())
        else:
            first, last = min(e.start for e in entries), max(e.end or e.start for e in entries)
            self.entries = repository.entries(first, last + timedelta(minutes=1))
        self.by_source = {parted(e.source)[0]: e for e in self.entries if e.source}
        if any(e.source.startswith(OWN) for e in entries):
            self.by_source |= {f"{OWN}{e.id}": e for e in self.entries}

    @cached_property
    def identities(self) -> set[Identity]:
        """What each is known by where no foreign id tells."""
        return {self.identity(e) for e in self.entries}

    def name(self, entry: Entry) -> str:
        """Return the name of an entry's activity."""
        return self._activities.get(entry.activity).name

    def identity(self, entry: Entry) -> Identity:
        """Return what an entry is known by where no foreign id tells."""
        return identity_of(entry, self._activities.get(entry.activity).key)

    def holds(self, known: Entry | None, entry: ImportedEntry, mark: str, identity: Identity) -> bool:
        """True where the row brings nothing new; `known` is the entry of its foreign id.

        That is so where the row is as it was when it came in, or as its entry, or another one, is now.
        """
        if known is None:
            return identity in self.identities
        before = parted(known.source)[1]
        if before and not mark and not entry.source.startswith(OWN):
            same = before == _mark(entry, identity)
        else:
            same = self.identity(known) == identity and known.tags == entry.tags
        return same or (identity in self.identities and self.identity(known) != identity)


def parted(source: str) -> tuple[str, str]:
    """Return a foreign id and the mark it was kept with, or ""."""
    match = _MARKED.fullmatch(source)
    return (match[1], match[2]) if match else (source, "")


def kept_source(entry: ImportedEntry, source: str, mark: str, identity: Identity) -> str:
    """Return the source to keep: an id of ours that this log does not have is no foreign one."""
    if not source or source.startswith(OWN):
        return ""
    return f"{source}~{mark or _mark(entry, identity)}"


def _mark(entry: ImportedEntry, identity: Identity) -> str:
    """Return eight hex digits that are others when the row holds anything else."""
    text = repr((identity, entry.tags))
    return f"{crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def identity_of(entry: Entry | ImportedEntry, activity: str) -> Identity:
    """Return what an entry is known by; `activity` is the form of its name under which names are the same."""
    end = entry.end.timestamp() if entry.end else None
    return entry.start.timestamp(), end, activity, entry.note, entry.kind.value
