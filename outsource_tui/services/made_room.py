"""What a change took of older entries to make room for new ones, in words."""

from __future__ import annotations

from outsource_tui.model.change import Change
from outsource_tui.model.clock import Clock, clock_words
from outsource_tui.model.entry import Entry
from outsource_tui.services.spans import span_words
from outsource_tui.store import codec
from outsource_tui.store.repository import Repository


def trimmed_words(repository: Repository, clock: Clock, change: Change, *, ended: bool = True) -> str:
    """Return "Trim Email 08:00–11:00 to 08:00–09:00 and 10:00–11:00; take out Call 09:15–09:30"; "" where
    nothing was older. Without `ended`, entries that ran until then are left out."""
    edits = [edit for edit in change.edits if edit.table == codec.ENTRIES]
    older = [codec.entry_from(edit.id, edit.before) for edit in edits if edit.before is not None]
    fresh = [repository.entry(edit.id) for edit in edits if edit.before is None]
    activities, zone, now = repository.activities(), clock.zone, clock.now()

    def left(entry: Entry) -> str:
        begin = clock_words(entry.start.astimezone(zone))
        return f"{begin}–{clock_words(entry.end.astimezone(zone))}" if entry.end else f"from {begin}"

    told, gone = [], []
    for before in sorted(older, key=lambda entry: entry.start):
        if before.end is None and not ended:
            continue
        span = span_words(before.start, before.end, zone, now)
        named, after = f"{activities.get(before.activity).name} {span}", repository.entry(before.id)
        if after is None:
            gone.append(named)
        elif (after.start, after.end) != (before.start, before.end):
            rest = [left(each) for each in fresh if each is not None and _is_rest(each, before, after)]
            told.append(f"{named} to {' and '.join([left(after), *rest])}")
    trims = [f"Trim {', '.join(told)}"] if told else []
    takes = [f"{'take' if told else 'Take'} out {', '.join(gone)}"] if gone else []
    return "; ".join(trims + takes)


def _is_rest(fresh: Entry, before: Entry, after: Entry) -> bool:
    """True where an entry is what was left behind the gap that was cut into another."""
    same = (fresh.activity, fresh.end) == (before.activity, before.end)
    return same and after.end is not None and fresh.start > after.end
