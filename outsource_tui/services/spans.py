"""What every change of entries shares: room for a span, an activity by name, and words for both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.clock import DAY_NAMES, MONTH_NAMES, clock_words, elapsed, present_words, to_minute
from outsource_tui.model.edit import Overlap, Rewrite, covered, in_the_way, trim_around
from outsource_tui.model.entry import MAX_LENGTH, Entry
from outsource_tui.model.errors import InputError, OverlapError, UserError
from outsource_tui.model.value import replace
from outsource_tui.store.repository import FOR_EVER
from outsource_tui.store.work import Work

MOST_NAMED = 3
WHAT_TO_DO = ": keep both, trim what is there, or give another time"


def moment_words(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Return "09:00", with the day before it where that is not today."""
    local = moment.astimezone(zone)
    return f"{_other_day(local, now.astimezone(zone))}{clock_words(local)}"


def span_words(start: datetime, end: datetime | None, zone: ZoneInfo, now: datetime) -> str:
    """Return "09:00–10:30", with the day before it where that is not today."""
    begin = moment_words(start, zone, now)
    if end is None:
        return begin if " " in begin else f"from {begin}"
    return f"{begin}–{clock_words(end.astimezone(zone))}"


def on_day(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Return " on Sun 29 Nov" where the moment is not of today, to end words that name no time."""
    day = _other_day(moment.astimezone(zone), now.astimezone(zone))
    return f" on {day.rstrip()}" if day else ""


def _other_day(moment: datetime, today: datetime) -> str:
    if moment.date() == today.date():
        return ""
    year = f" {moment.year}" if moment.year != today.year else ""
    return f"{DAY_NAMES[moment.weekday()]} {moment.day} {MONTH_NAMES[moment.month - 1]}{year} "


def named(work: Work, name: str) -> Activity:
    """Return the activity of that name, made if there is none; InputError for an empty name."""
    kept = name.strip()
    if not kept:
        raise InputError("an entry needs a name: say what the time went to")
    return work.activities().named(kept) or work.put(Activity("", kept))


def check_span(start: datetime, end: datetime | None, now: datetime, *, planned: bool) -> None:
    """InputError where the span is empty, too long, or logged and in the future."""
    if end is not None and elapsed(start, end) <= timedelta():
        raise InputError(
            f"the end {clock_words(end)} is not after the start {clock_words(start)}:"
            " give a later end or an earlier start"
        )
    if elapsed(start, end or max(start, now)) > MAX_LENGTH:
        raise InputError(f"longer than {MAX_LENGTH.days} days: enter it as shorter spans")
    if planned:
        if end is None:
            raise InputError("a plan needs an end: write 14-15? and the name")
        return
    if start > now or (end is not None and end > now):
        late = start if start > now else end
        zone = now.tzinfo
        assert late is not None
        raise InputError(
            f"{clock_words(late.astimezone(zone))} is still to come ({present_words(late, now)}):"
            " log it later, or plan it with 14-15?"
        )


def edited(before: datetime | None, given: datetime | None) -> datetime | None:
    """Return an end of a span as it is stored anew, to the minute; as it was where it is the same moment."""
    if given is None:
        return None
    same = before is not None and elapsed(before, given) == timedelta()
    return before if same else to_minute(given)


def room_for(
    work: Work,
    span: tuple[datetime, datetime | None],
    overlap: Overlap,
    zone: ZoneInfo,
    but: Iterable[str] = (),
) -> None:
    """Make room for a logged span as `overlap` says; OverlapError names what is in the way."""
    if overlap is Overlap.KEEP:
        return
    start, end = span
    found = in_the_way(work.entries(start, end or FOR_EVER), start, end, but)
    if not found:
        return
    if overlap is Overlap.REFUSE:
        raise overlap_error(found, span, work.activities(), zone, work.now)
    apply(work, trim_around(found, start, end))


def overlap_error(
    found: list[Entry],
    span: tuple[datetime, datetime | None],
    activities: Activities,
    zone: ZoneInfo,
    now: datetime,
) -> OverlapError:
    """Return the error that names the entries in the way of a span."""
    names = [
        f"{activities.get(e.activity).name} ({span_words(e.start, e.end, zone, now)})"
        for e in found[:MOST_NAMED]
    ]
    inside = [activities.get(e.activity).name for e in covered(found, *span)]
    return OverlapError(f"that overlaps {_joined(names, len(found))}{WHAT_TO_DO}", inside)


def overlap_words(found: list[Entry], activities: Activities) -> str:
    """Return the names of the entries in the way: "Email, Call and 3 more"."""
    return listed([activities.get(e.activity).name for e in found])


def listed(names: Sequence[str]) -> str:
    """Return the names as "Email, Call and 3 more"."""
    return _joined(list(names[:MOST_NAMED]), len(names))


def _joined(names: list[str], count: int) -> str:
    if count > len(names):
        names = [*names, f"{count - len(names)} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def too_short(entry: Entry, end: datetime) -> bool:
    """True if an entry that ends then has not lasted for a minute."""
    return elapsed(entry.start.astimezone(end.tzinfo), end) < timedelta(minutes=1)


def close(work: Work, entry: Entry, end: datetime) -> None:
    """End a running entry; one of less than a minute is not kept."""
    name = work.activities().get(entry.activity).name
    start = entry.start.astimezone(end.tzinfo)
    if elapsed(start, end) < timedelta():
        raise InputError(
            f"{name} runs since {clock_words(start)}, which is after {clock_words(end)}: give a later time"
        )
    if too_short(entry, end):
        work.delete(entry)
    else:
        check_span(entry.start, end, work.now, planned=False)
        work.put(replace(entry, end=end))


def apply(work: Work, rewrite: Rewrite) -> list[Entry]:
    """Store a rewrite; returns what was put, with ids."""
    for entry in rewrite.gone:
        work.delete(entry)
    return work.put_all(rewrite.put)


def fresh(work: Work, entry_id: str) -> Entry:
    """Return the entry as it is stored now; UserError if it is gone."""
    entry = work.entry(entry_id)
    if entry is None:
        raise UserError("this entry is no longer in the log: it was deleted meanwhile; u may bring it back")
    return entry
