"""Two copies of a log made one, document by document and field by field.

Every field is as old as its stamp (see `codec.stamped`); of two values the newer one wins, and at the same
stamp the one whose JSON text is greater, so that both machines decide alike. A merge is therefore
commutative, associative and idempotent. A deletion is a field like any other, but an edit that is newer
than the deletion takes the document back: losing an edit is worse than seeing an entry again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from outsource_tui.model.change import Document
from outsource_tui.model.value import dataclass, field
from outsource_tui.store import codec
from outsource_tui.store.lines import META, META_ID, OWN_KEYS

Documents = dict[str, Any]
Log = dict[str, Documents]
"""Documents by logical table: the months are one table, `entries`."""

CONFLICTS = "conflicts"
"""The table that keeps losing values until the user has seen them."""

DELETED = "deleted"
_NOT_FIELDS = frozenset({"updated", "stamps"})
_QUIET = frozenset({"place"})
"""Fields whose losing value nobody misses."""

_COPY = re.compile(r"\.sync-conflict-|conflicted copy|~HEAD|\bconflict(ed)? ?copy\b", re.IGNORECASE)


class Missing:
    """The value of a field that is not there."""


MISSING = Missing()


class _Value(NamedTuple):
    stamp: str
    there: bool
    text: str
    value: Any
    explicit: bool

    @property
    def rank(self) -> tuple[str, bool, str]:
        return self.stamp, self.there, self.text


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that lost: `field` of the document `id` of `table`; `lost_at` is its stamp.

    None stands for a field that was not there. For the field "deleted", `kept` says which of
    deletion and edit won.
    """

    table: str
    id: str
    field: str
    kept: Any
    lost: Any
    lost_at: str

    @property
    def key(self) -> str:
        """An id in figures that is the same wherever the same value lost."""
        import hashlib

        text = json.dumps([self.table, self.id, self.field, self.lost, self.lost_at], sort_keys=True)
        return f"{int(hashlib.sha256(text.encode('ascii')).hexdigest()[:16], 16):020}"

    def document(self, now: datetime) -> Documents:
        """Return the conflict as it is stored."""
        return {
            "table": self.table,
            "id": self.id,
            "field": self.field,
            "kept": self.kept,
            "lost": self.lost,
            "lost_at": self.lost_at,
            "updated": now.astimezone(UTC).isoformat(),
        }


@dataclass(slots=True)
class Merged:
    """What a merge changes in our copy: whole documents by table, and the values that lost."""

    documents: Log = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    added: int = 0
    changed: int = 0


def log_of(tables: Mapping[str, Mapping[str, Any]]) -> Log:
    """Return a file's tables as logical ones; the history is each machine's own and left out."""
    log: Log = {}
    for name, documents in tables.items():
        if name == codec.HISTORY:
            continue
        target = codec.ENTRIES if name.startswith(codec.MONTH_PREFIX) else name
        log.setdefault(target, {}).update(documents)
    if META in log:
        meta = log[META].get(META_ID)
        own = {k: v for k, v in meta.items() if k not in OWN_KEYS} if isinstance(meta, dict) else {}
        log[META] = {META_ID: own}
    return log


def replaced_values(tables: Mapping[str, Mapping[str, Any]]) -> set[tuple[str, str, str, str]]:
    """Return what the history of a file knows to have been replaced: table, id, field, value as text.

    A losing value that the winner's side had itself once and replaced is no conflict.
    """
    found = set()
    for doc in tables.get(codec.HISTORY, {}).values():
        rows = doc.get("edited", ()) if isinstance(doc, dict) else ()
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, list) and len(row) == 4 and isinstance(row[2], dict):
                found |= {(row[0], row[1], name, _text(value)) for name, value in row[2].items()}
    return found


def merge_logs(
    ours: Log,
    theirs: Log,
    base: Log | None = None,
    replaced: Iterable[tuple[str, str, str, str]] = (),
) -> Merged:
    """Merge `theirs` into `ours`; `base` is the copy from which both came, where it is known."""
    merged = Merged()
    known = frozenset(replaced)
    for table, documents in theirs.items():
        mine = ours.get(table, {})
        for doc_id, their in documents.items():
            our = mine.get(doc_id)
            if our == their and type(our) is type(their):
                continue
            if doc_id not in mine:
                merged.documents.setdefault(table, {})[doc_id] = their
                merged.added += table == codec.ENTRIES and _alive(their)
                continue
            after = merge_documents(our, their)
            if after != our:
                merged.documents.setdefault(table, {})[doc_id] = after
                merged.changed += table == codec.ENTRIES
            origin = (base or {}).get(table, {}).get(doc_id)
            if table != CONFLICTS:
                merged.conflicts += _conflicts((table, doc_id), (our, their), origin, known)
    return merged


def _alive(doc: Any) -> bool:
    return isinstance(doc, dict) and DELETED not in doc


def merge_documents(ours: Any, theirs: Any) -> Any:
    """Return the document that both copies agree on."""
    if not isinstance(ours, dict) or not isinstance(theirs, dict):
        return max((ours, theirs), key=lambda d: (isinstance(d, dict), _text(d)))
    if ours == theirs:
        return ours
    names = sorted(
        (ours.keys() | theirs.keys() | _stamps(ours).keys() | _stamps(theirs).keys()) - _NOT_FIELDS - {"*"}
    )
    winners = {name: max(_value(ours, name), _value(theirs, name), key=lambda v: v.rank) for name in names}
    star = max(_star(ours), _star(theirs))
    gone = winners.get(DELETED)
    newest = max((v.stamp for name, v in winners.items() if name != DELETED), default="")
    if gone is not None and gone.stamp and newest > gone.stamp:
        winners[DELETED] = _Value(newest, False, "", MISSING, True)
    made = {name: v.value for name, v in winners.items() if v.there}
    updated = max(_moment(ours.get("updated")), _moment(theirs.get("updated")))
    stamps = {
        name: v.stamp for name, v in winners.items() if v.stamp and (v.stamp != star or name == DELETED)
    }
    if stamps or star != updated:
        made["stamps"] = {"*": star, **stamps}
    if updated:
        made["updated"] = updated
    return made


def _value(doc: Document, name: str) -> _Value:
    explicit = name in _stamps(doc)
    if explicit:
        stamp = _moment(_stamps(doc)[name])
    else:
        stamp = "" if name == DELETED and name not in doc else _star(doc)
    there = name in doc
    value = doc[name] if there else MISSING
    return _Value(stamp, there, _text(value) if there else "", value, explicit)


def _stamps(doc: Document) -> Mapping[str, Any]:
    found = doc.get("stamps")
    return found if isinstance(found, dict) else {}


def _star(doc: Document) -> str:
    """Return the stamp of the fields that have none of their own."""
    return _moment(_stamps(doc).get("*") or doc.get("updated"))


def _moment(text: Any) -> str:
    """Return a stamp so that texts compare as moments do; what is no moment is older than all."""
    if not isinstance(text, str):
        return ""
    if text.endswith("+00:00") and text[10:11] == "T":
        return text  # as we write them: they compare as they stand
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC).isoformat() if moment.tzinfo else ""
    except (ValueError, OverflowError):
        return ""


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _conflicts(
    where: tuple[str, str], sides: tuple[Any, Any], base: Any, replaced: frozenset[tuple[str, str, str, str]]
) -> Iterator[Conflict]:
    (table, doc_id), (ours, theirs) = where, sides
    if not isinstance(ours, dict) or not isinstance(theirs, dict):
        return
    origin = base if isinstance(base, dict) else None
    for name in sorted((ours.keys() | theirs.keys()) - _NOT_FIELDS - _QUIET - {DELETED}):
        lost, kept = sorted((_value(ours, name), _value(theirs, name)), key=lambda v: v.rank)
        if (lost.there, lost.text) == (kept.there, kept.text):
            continue
        if origin is not None and (lost.there, lost.text) == _in_base(origin, name):
            continue
        if not lost.explicit and kept.explicit:
            continue  # the value of before the edit that won
        if (table, doc_id, name, lost.text) in replaced:
            continue
        yield Conflict(table, doc_id, name, _or_none(kept), _or_none(lost), lost.stamp)
    if (DELETED in ours) != (DELETED in theirs):
        yield from _deletion(table, doc_id, ours, theirs, origin)


def _in_base(origin: Document, name: str) -> tuple[bool, str]:
    return name in origin, _text(origin[name]) if name in origin else ""


def _or_none(value: _Value) -> Any:
    return value.value if value.there else None


def _deletion(
    table: str, doc_id: str, ours: Document, theirs: Document, origin: Document | None
) -> Iterator[Conflict]:
    """One side deleted what the other edited without knowing."""
    gone, kept = (ours, theirs) if DELETED in ours else (theirs, ours)
    since = _moment(_stamps(kept).get(DELETED))
    if since and since > _value(gone, DELETED).stamp:
        return  # it was taken back on purpose
    edited = {
        name: kept[name]
        for name in sorted(kept.keys() - _NOT_FIELDS - _QUIET)
        if name in _stamps(kept) and _value(kept, name).rank > _value(gone, name).rank
        and (origin is None or _in_base(origin, name) != (True, _text(kept[name])))
    }  # fmt: skip
    if edited:
        stays = DELETED not in merge_documents(ours, theirs)
        at = _value(gone, DELETED).stamp
        won, lost = ("edited", "deleted") if stays else ("deleted", edited)
        yield Conflict(table, doc_id, DELETED, won, lost, at)


def found_copies(path: Path) -> list[Path]:
    """Return the copies of a data file that Syncthing, Dropbox, Nextcloud or git left beside it."""
    try:
        names = sorted(p.name for p in path.parent.iterdir())
    except OSError:
        return []
    return [
        path.parent / name
        for name in names
        if name != path.name
        and name.startswith(path.stem)
        and _COPY.search(name)
        and not name.endswith((".lock", ".tmp"))
    ]
