"""Documents to dataclasses and back; unknown fields of a document survive a rewrite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from outsource_tui.model.activity import Activity, Energy, Reason
from outsource_tui.model.change import Document
from outsource_tui.model.entry import Entry, Kind, Plan
from outsource_tui.model.group import Brief, Group, State

if TYPE_CHECKING:
    from decimal import Decimal

SCHEMA = 1
DAMAGED = (KeyError, ValueError, TypeError, AttributeError, ArithmeticError)
"""What reading a document raises that is not one: edited outside, or of a version to come."""

ENTRIES, ACTIVITIES, GROUPS, HISTORY, META = "entries", "activities", "groups", "history", "meta"
MONTH_PREFIX = "entries-"
_UNTOLD = frozenset({"updated", "stamps"})
"""Fields that say when a document changed: they make no difference to the user."""
_TICK = timedelta(microseconds=1)

_KINDS: dict[Any, Kind] = {str(kind): kind for kind in Kind}
"""Found sooner than an enumeration looks up its members."""

Item = Entry | Activity | Group


def table_of(item: Item) -> str:
    """Return the logical table of an item."""
    if isinstance(item, Entry):
        return ENTRIES
    return ACTIVITIES if isinstance(item, Activity) else GROUPS


def month_table(start: datetime) -> str:
    """Return the table of entries that start in that month, in UTC."""
    # no zone is a day off, so that in the midst of a month the local date tells it
    utc = start if 1 < start.day < 28 else start.astimezone(UTC)
    return f"{MONTH_PREFIX}{utc.year:04}-{utc.month:02}"


def physical_table(table: str, document: Document) -> str:
    """Return the table in the file that holds `document` of the logical `table`."""
    return month_table(datetime.fromisoformat(document["start"])) if table == ENTRIES else table


def entry_from(entry_id: str, doc: Document) -> Entry:
    """Read an entry; KeyError, ValueError or TypeError where the document is not one."""
    end = doc.get("end")
    updated = doc.get("updated")
    hand_over = doc.get("hand_over")
    if hand_over is not None and not isinstance(hand_over, bool):
        raise TypeError("hand_over is neither true nor false")
    return Entry(
        id=entry_id,
        start=_moment(doc["start"]),
        end=_moment(end) if end is not None else None,
        zone=_str(doc, "zone", "UTC"),
        activity=_str(doc, "activity"),
        tags=_strs(doc, "tags"),
        note=_str(doc, "note"),
        kind=_KINDS.get(doc.get("kind", "logged")) or Kind(doc["kind"]),
        hand_over=hand_over,
        source=_str(doc, "source"),
        updated=_moment(updated) if updated else None,
        plan=_plan(doc["plan"]) if doc.get("plan") else None,
    )


def _plan(doc: Document) -> Plan:
    if not isinstance(doc, Mapping):
        raise TypeError("plan is no set of fields")
    return Plan(_moment(doc["start"]), _moment(doc["end"]), _str(doc, "activity"))


def _str(doc: Document, name: str, default: str = "") -> str:
    value = doc.get(name, default)
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def _strs(doc: Document, name: str) -> tuple[str, ...]:
    values = doc.get(name, ())
    if not isinstance(values, (list, tuple)):
        raise TypeError(f"{name} is no list of texts")
    for value in values:
        if not isinstance(value, str):
            raise TypeError(f"{name} is no list of texts")
    return tuple(values)


def _number(doc: Document, name: str) -> float:
    value = doc.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or abs(value) > 1e300:
        raise TypeError(f"{name} is no number")
    return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset from UTC")
    if not 1 < moment.year < 9999:
        raise ValueError(f"{text!r} is out of all calendars")
    return moment


def activity_from(activity_id: str, doc: Document) -> Activity:
    """Read an activity."""
    return Activity(
        id=activity_id,
        name=_named(doc),
        core=bool(doc.get("core", False)),
        highlighted=_date(doc.get("highlighted")),
        reasons=tuple(Reason(r) for r in doc.get("reasons", ())),
        group=_str(doc, "group"),
        place=float(_number(doc, "place")),
        energy=Energy(doc["energy"]) if doc.get("energy") else None,
        value=int(_number(doc, "value")),
        refused=_strs(doc, "refused"),
        merged_into=_str(doc, "merged_into"),
    )


def group_from(group_id: str, doc: Document) -> Group:
    """Read a group."""
    return Group(
        id=group_id,
        name=_named(doc),
        assignee=_str(doc, "assignee"),
        rate=_decimal(doc.get("rate")),
        currency=_str(doc, "currency"),
        state=State(doc.get("state", "idea")),
        dates={State(k): date.fromisoformat(v) for k, v in doc.get("dates", {}).items()},
        start_on=_date(doc.get("start_on")),
        weekly_hours=_decimal(doc.get("weekly_hours")),
        hand_over_hours=_decimal(doc.get("hand_over_hours")),
        checking_hours=_decimal(doc.get("checking_hours")),
        brief=_brief(doc.get("brief", {})),
        colour=_str(doc, "colour"),
        place=float(_number(doc, "place")),
    )


def _named(doc: Document) -> str:
    if not doc["name"]:
        raise ValueError("it has no name")
    return _str(doc, "name")


def _brief(doc: Document) -> Brief:
    if not isinstance(doc, dict):
        raise TypeError("brief is no set of fields")
    return Brief(**{name: _str(doc, name) for name in Brief.__match_args__ if name in doc})


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _decimal(text: str | None) -> Decimal | None:
    if text is None:
        return None
    from decimal import Decimal

    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(f"{text!r} is no number")
    return number


def encode(item: Item, before: Document | None = None) -> dict[str, Any]:
    """Return the item as JSON values on top of `before`, whose unknown fields stay."""
    fields = _ENCODERS[type(item)](item)
    if before is None:
        return fields
    known = _FIELDS[type(item)]
    doc = {key: value for key, value in before.items() if key not in known}
    doc.pop("deleted", None)
    doc.update(fields)
    return doc


def _entry_fields(entry: Entry) -> dict[str, Any]:
    doc: dict[str, Any] = {
        "start": entry.start.isoformat(),
        "end": entry.end.isoformat() if entry.end else None,
        "zone": entry.zone,
        "activity": entry.activity,
        "tags": list(entry.tags),
        "note": entry.note,
        "kind": str(entry.kind),
    }
    if entry.hand_over is not None:
        doc["hand_over"] = entry.hand_over
    if entry.source:
        doc["source"] = entry.source
    if entry.plan is not None:
        plan = entry.plan
        doc["plan"] = {
            "start": plan.start.isoformat(),
            "end": plan.end.isoformat(),
            "activity": plan.activity,
        }
    return doc


def _activity_fields(activity: Activity) -> dict[str, Any]:
    doc: dict[str, Any] = {
        "name": activity.name,
        "core": activity.core,
        "highlighted": _iso(activity.highlighted),
        "reasons": [str(r) for r in activity.reasons],
        "group": activity.group,
        "place": activity.place,
        "energy": str(activity.energy) if activity.energy else None,
        "value": activity.value,
        "refused": list(activity.refused),
        "merged_into": activity.merged_into,
    }
    return {"name": doc.pop("name"), **{k: v for k, v in doc.items() if v}}


def _group_fields(group: Group) -> dict[str, Any]:
    brief = {name: getattr(group.brief, name) for name in Brief.__match_args__}
    doc: dict[str, Any] = {
        "assignee": group.assignee,
        "rate": _text(group.rate),
        "currency": group.currency,
        "state": str(group.state),
        "dates": {str(k): v.isoformat() for k, v in group.dates.items()},
        "start_on": _iso(group.start_on),
        "weekly_hours": _text(group.weekly_hours),
        "hand_over_hours": _text(group.hand_over_hours),
        "checking_hours": _text(group.checking_hours),
        "brief": {k: v for k, v in brief.items() if v},
        "colour": group.colour,
        "place": group.place,
    }
    return {"name": group.name, **{k: v for k, v in doc.items() if v}}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _text(number: Decimal | None) -> str | None:
    return str(number) if number is not None else None


_ENCODERS: Mapping[type, Callable[[Any], dict[str, Any]]] = {
    Entry: _entry_fields,
    Activity: _activity_fields,
    Group: _group_fields,
}
_FIELDS: Mapping[type, frozenset[str]] = {
    kind: frozenset(kind.__match_args__) - {"id", "updated"} for kind in (Entry, Activity, Group)
}


def touched(before: Document, after: Document) -> Iterator[str]:
    """Yield the fields that differ in a way that the user could notice."""
    for key in before:
        if key not in _UNTOLD and before[key] != after.get(key):
            yield key
    for key in after:
        if key not in before and key not in _UNTOLD and after[key] is not None:
            yield key


def stamped(after: dict[str, Any], before: Document | None, now: datetime) -> dict[str, Any]:
    """Return `after` with `updated` newer than before's, and a stamp for each field that changed.

    A field without a stamp is as old as `stamps["*"]`, or as `updated` where the document was never
    edited: what a merge of two copies goes by.
    """
    stamp = now.astimezone(UTC)
    if before is None:
        after["updated"] = stamp.isoformat()
        return after
    known = before.get("updated")
    if known:
        stamp = max(stamp, after_moment(known))
    text = stamp.isoformat()
    stamps = dict(before.get("stamps") or {"*": known or text})
    for key in touched(before, after):
        stamps[key] = text
    after["stamps"] = stamps
    after["updated"] = text
    return after


def after_moment(text: str) -> datetime:
    """Return the moment right after a stamp; the beginning of time where it is none."""
    try:
        return _moment(text) + _TICK
    except (TypeError, ValueError):
        return datetime.min.replace(tzinfo=UTC)


def same(one: Any, other: Any) -> bool:
    """True for two states of a document that are alike: most are one object, which is told sooner."""
    return one is other or bool(one == other)


def readable(raw: Mapping[str, Any], read: Callable[[str, Any], Any], bad: dict[str, str]) -> list[Any]:
    """Read what is whole of a table and say in `bad` what is not; the documents stay in the file."""
    items = []
    for doc_id, doc in raw.items():
        try:
            if not isinstance(doc, dict):
                raise TypeError("it is no document")
            if "deleted" not in doc:
                items.append(read(doc_id, doc))
        except DAMAGED as error:
            bad[doc_id] = f"no {error}" if isinstance(error, KeyError) else str(error)
    return items
