"""Values that lost in merges: listed in words until they are seen, and put back where they are wanted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from outsource_tui.model.clock import Clock, stamp_words
from outsource_tui.model.value import dataclass
from outsource_tui.store import codec
from outsource_tui.store.merge import CONFLICTS, DELETED, Conflict

if TYPE_CHECKING:
    from outsource_tui.store.repository import Repository
    from outsource_tui.store.work import Work

_FIELDS = {"hand_over": "to hand over", "merged_into": "the same as"}
EDITED = "edited"
"""What is kept where an edit won against a deletion."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A value that lost and that nobody has seen yet: its id, what of the log it belongs to, the field,
    and both values, in words."""

    id: str
    conflict: Conflict
    what: str
    field: str
    kept: str
    lost: str

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        if self.conflict.field != DELETED:
            return f"{self.what}: {self.field} is {self.kept}; {self.lost} was older and lost"
        if self.conflict.kept == EDITED:
            return f"{self.what}: deleted on one machine, edited later on another; it was kept"
        return f"{self.what}: edited on one machine, deleted later on another; it stays deleted"


def count(repository: Repository) -> int:
    """Return how many values lost that nobody has seen."""
    documents = repository.documents(CONFLICTS).values()
    return sum(1 for doc in documents if isinstance(doc, dict) and DELETED not in doc)


def unseen(repository: Repository, clock: Clock) -> list[Lost]:
    """Return the values that lost and were not seen yet, the latest first; of one merge, the later entry."""
    words = _Words(repository, clock)
    documents = repository.documents(CONFLICTS)
    found = [words.of(i, c) for i, d in documents.items() if (c := _conflict(d)) is not None]
    return sorted(found, key=lambda lost: (lost.conflict.lost_at, lost.what, lost.id), reverse=True)


def mark_seen(work: Work, ids: Iterable[str]) -> None:
    """Take conflicts off the list."""
    stamp = work.now.astimezone(UTC).isoformat()
    present = work.documents(CONFLICTS, list(ids))
    work.put_documents(CONFLICTS, {i: {**d, DELETED: stamp} for i, d in present.items()})


def take(work: Work, lost: Lost) -> None:
    """Put the lost value in the place of the kept one, and take it off the list."""
    conflict = lost.conflict
    present = work.document(conflict.table, conflict.id)
    if present is not None:
        after = dict(present)
        if conflict.field == DELETED and conflict.kept == EDITED:
            after[DELETED] = work.now.astimezone(UTC).isoformat()
        elif conflict.field == DELETED:
            after.pop(DELETED, None)
            after |= conflict.lost if isinstance(conflict.lost, dict) else {}
        elif conflict.lost is None:
            after.pop(conflict.field, None)
        else:
            after[conflict.field] = conflict.lost
        work.put_document(conflict.table, conflict.id, after)
    mark_seen(work, [lost.id])


class _Words:
    """Says ids, moments and values as a person knows them."""

    def __init__(self, repository: Repository, clock: Clock) -> None:
        self._repository = repository
        self._zone = clock.zone
        self._activities = repository.activities()
        self._groups = {group.id: group.name for group in repository.groups()}

    def of(self, conflict_id: str, conflict: Conflict) -> Lost:
        """Return the conflict in words."""
        name = conflict.field
        field = "deletion" if name == DELETED else _FIELDS.get(name, name.replace("_", " "))
        if name == DELETED:
            kept = "the edited entry" if conflict.kept == EDITED else "deleted"
            lost = "deleted" if conflict.kept == EDITED else "the edited entry"
        else:
            kept, lost = self._value(name, conflict.kept), self._value(name, conflict.lost)
        return Lost(conflict_id, conflict, self._named(conflict.table, conflict.id), field, kept, lost)

    def _named(self, table: str, doc_id: str) -> str:
        if table == codec.ENTRIES:
            return self._entry(doc_id)
        if table == codec.ACTIVITIES:
            return self._activities.get(doc_id).name
        if table == codec.META:
            return "the settings of the log"
        return self._groups.get(doc_id, f"{table} {doc_id}")

    def _entry(self, doc_id: str) -> str:
        entry = self._repository.entry(doc_id)
        if entry is None:
            return "a deleted entry"
        start = entry.start.astimezone(self._zone)
        return f"{stamp_words(start)} {self._activities.get(entry.activity).name}"

    def _value(self, name: str, value: Any) -> str:
        if name == "end" and value is None:
            return "running"
        if value in (None, "", [], {}):
            return "nothing"
        if name in ("start", "end"):
            return self._moment(str(value))
        return f"“{self._known(name, value)}”"

    def _known(self, name: str, value: Any) -> str:
        """Return the name behind an id, and any other value as it is written."""
        if name in ("activity", "merged_into"):
            return self._activities.get(str(value)).name
        if name == "group":
            return self._groups.get(str(value), "a deleted group")
        if isinstance(value, list):
            return ", ".join(str(part) for part in value)
        if isinstance(value, dict):
            return "; ".join(f"{k}: {v}" for k, v in value.items() if v not in ("", None, []))
        return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)

    def _moment(self, text: str) -> str:
        try:
            return stamp_words(datetime.fromisoformat(text).astimezone(self._zone))
        except (ValueError, OverflowError):
            return f"“{text}”"


def _conflict(doc: Any) -> Conflict | None:
    if not isinstance(doc, dict) or DELETED in doc:
        return None
    texts = [doc.get(name) for name in ("table", "id", "field", "lost_at")]
    if not all(isinstance(text, str) for text in texts):
        return None
    table, doc_id, name, at = (str(text) for text in texts)
    return Conflict(table, doc_id, name, doc.get("kept"), doc.get("lost"), at)
