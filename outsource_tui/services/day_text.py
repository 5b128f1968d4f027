"""A whole day as text in the grammar of quick entry, and back as one change.

A line that is as it was leaves its entry alone. A changed line keeps the entry of the same start, or of
the same activity, so that what the text does not show stays with it. What another process changed while
the text was edited stays too, unless the text changed the same entry: then the text counts, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from outsource_tui.model.clock import Clock, day_bounds, long_date
from outsource_tui.model.edit import Overlap, in_the_way
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.errors import ChangedMeanwhileError, InputError
from outsource_tui.model.line_words import leading_tags
from outsource_tui.model.quick_entry import QuickEntry, QuickEntryError, parse, to_line
from outsource_tui.model.text import match_key
from outsource_tui.model.time_words import read_time
from outsource_tui.model.value import dataclass, replace
from outsource_tui.services import spans
from outsource_tui.settings import Settings
from outsource_tui.store.repository import FOR_EVER, Repository
from outsource_tui.store.work import Work

if TYPE_CHECKING:
    from outsource_tui.model.change import Change

COMMENT = "# "


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that cannot be read: its number from 1, the line, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class DayEdit:
    """What an edited text says: entries changed (with the line as it was and is), new lines, and entries
    taken out with their lines. Nothing is stored while there are problems. `meanwhile` says what another
    process changed under lines of the text, `over` which new spans lie over which names."""

    date: date
    changed: tuple[tuple[Entry, QuickEntry, str, str], ...]
    added: tuple[tuple[QuickEntry, str], ...]
    gone: tuple[tuple[Entry, str], ...]
    problems: tuple[Problem, ...]
    meanwhile: tuple[str, ...] = ()
    over: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """True where anything is to be stored."""
        return bool(self.changed or self.added or self.gone)


class DayText:
    """Writes a day as text and reads it back."""

    def __init__(self, repository: Repository, clock: Clock, settings: Settings) -> None:
        self._repository = repository
        self._clock = clock
        self._settings = settings

    def entries(self, day: date) -> tuple[Entry, ...]:
        """Return the entries that a text of the day is about; keep them for `read`."""
        return tuple(self._repository.entries(*day_bounds(day, self._clock.zone)))

    def write(
        self, day: date, entries: Sequence[Entry], problems: Sequence[Problem] = (), lines: str = ""
    ) -> str:
        """Return the day as text; `lines` and `problems` give back a text that could not be read."""
        body = lines or "".join(f"{self._line(e, day)}\n" for e in entries)
        head = [f"{COMMENT}{long_date(day)}: one entry a line, as in the bar:"]
        head.append(
            f"{COMMENT}  9-10:30 Invoices #accounts -- a note      14-15? a plan      9:15-... still runs"
        )
        head.append(
            f"{COMMENT}A line taken out takes its entry out; save and close the editor to see the difference."
        )
        head += [f"{COMMENT}! line could not be read: {p.text}  ({p.reason})" for p in problems]
        return "\n".join(head) + "\n\n" + body

    def read(self, day: date, entries: Sequence[Entry], text: str) -> DayEdit:
        """Compare an edited text with the entries of which it was written: what came to the log since
        is left alone."""
        now = self._clock.now()
        wanted: list[tuple[QuickEntry, str]] = []
        problems: list[Problem] = []
        for number, row in enumerate(text.splitlines(), 1):
            line = row.strip()
            if not line or line == "#" or line.startswith(COMMENT):
                continue
            try:
                wanted.append((self._read_line(line, day, now), line))
            except (QuickEntryError, InputError) as error:
                problems.append(Problem(number, line, error.message))
        edit = self._as_of_now(self._compared(day, entries, wanted, problems))
        return replace(edit, over=self._over(edit))

    def store(self, edit: DayEdit, overlap: Overlap = Overlap.REFUSE) -> Change:
        """Store what `read` found as one change; ChangedMeanwhileError if its entries are others by now,
        OverlapError if it lies over others and nobody said what to do."""
        if edit.problems:
            count = len(edit.problems)
            raise InputError(f"mend {'the line' if count == 1 else f'the {count} lines'} that cannot be read")
        with self._repository.change(f"Edit {long_date(edit.date)} as text", self._clock.now()) as work:
            before = [each[0] for each in edit.changed] + [each[0] for each in edit.gone]
            for entry in before:
                if work.entry(entry.id) != entry:
                    raise ChangedMeanwhileError("the day was changed meanwhile: look at the difference again")
            for entry, _ in edit.gone:
                work.delete(entry)
            placed = []
            for entry, quick, *_ in edit.changed:
                put = work.put(self._filled(entry, quick, spans.named(work, quick.activity).id))
                placed += [put] if _lies_elsewhere(entry, quick) else []
            for quick, _ in edit.added:
                fresh = Entry("", quick.start, quick.end, self._clock.zone.key, "")
                placed.append(work.put(self._filled(fresh, quick, spans.named(work, quick.activity).id)))
            self._make_room(work, placed, overlap)
        assert work.change is not None  # set when the context closed without an error
        return work.change

    # inside

    def _read_line(self, line: str, day: date, now: datetime) -> QuickEntry:
        if read_time(line, leading_tags(line, 0)[0]) is None:
            raise QuickEntryError("no time at the start: write 9-10 and the name")
        quick = parse(line, now, day=day)
        spans.check_span(quick.start, quick.end, now, planned=quick.kind is Kind.PLANNED)
        return quick

    def _make_room(self, work: Work, placed: Sequence[Entry], overlap: Overlap) -> None:
        """Make room for the logged ones in order of their starts, the longest first: one that begins later
        cuts the one before it, and none takes all of another."""
        logged = sorted((e for e in placed if not e.planned), key=lambda e: (e.start, -_reach(e)))
        waiting = [e.id for e in logged]
        for entry in logged:
            span = (entry.start, entry.end)
            spans.room_for(work, span, overlap, self._clock.zone, but=list(waiting))
            waiting.remove(entry.id)

    def _as_of_now(self, edit: DayEdit) -> DayEdit:
        """Return the edit with its entries as they are in the log now."""
        changed, added, gone = [], list(edit.added), []
        meanwhile = []
        for entry, quick, before, after in edit.changed:
            fresh = self._repository.entry(entry.id)
            if fresh is None:
                meanwhile.append(f"{before} was deleted meanwhile: it is logged anew")
                added.append((quick, after))
                continue
            now = before if fresh == entry else self._line(fresh, edit.date)
            if now != before:
                meanwhile.append(f"{before} was changed meanwhile, to {now}")
            if now != after:
                changed.append((fresh, quick, now, after))
        for entry, before in edit.gone:
            fresh = self._repository.entry(entry.id)
            if fresh is not None:
                now = self._line(fresh, edit.date)
                gone.append((fresh, now))
                meanwhile += [f"{before} was changed meanwhile, to {now}"] if now != before else []
        return replace(
            edit, changed=tuple(changed), added=tuple(added), gone=tuple(gone), meanwhile=tuple(meanwhile)
        )

    def _over(self, edit: DayEdit) -> tuple[str, ...]:
        """Return in words which new spans lie over what is logged, or over each other."""
        activities, now, zone = self._repository.activities(), self._clock.now(), self._clock.zone
        moved = [(e, q) for e, q, *_ in edit.changed if _lies_elsewhere(e, q)]
        gone = {e.id for e, _ in moved} | {e.id for e, _ in edit.gone}
        new = [q for _, q in moved] + [q for q, _ in edit.added]
        names = {e.id: q.activity for e, q, *_ in edit.changed}
        new = sorted((q for q in new if q.kind is Kind.LOGGED), key=lambda q: q.start)
        told = []
        for n, quick in enumerate(new):
            found = in_the_way(
                self._repository.entries(quick.start, quick.end or FOR_EVER), quick.start, quick.end, gone
            )
            there = [names.get(e.id) or activities.get(e.activity).name for e in found]
            there += [q.activity for q in new[:n] if q.end is None or q.end > quick.start]
            if there:
                span = spans.span_words(quick.start, quick.end, zone, now)
                told.append(f"{span} {quick.activity} lies over {spans.listed(there)}")
        return tuple(told)

    def _filled(self, entry: Entry, quick: QuickEntry, activity: str) -> Entry:
        return replace(
            entry,
            start=quick.start,
            end=quick.end,
            activity=activity,
            tags=tuple(quick.tags),
            note=quick.note,
            kind=quick.kind,
        )

    def _quick(self, entry: Entry) -> QuickEntry:
        zone = self._clock.zone
        return QuickEntry(
            entry.start.astimezone(zone),
            entry.end.astimezone(zone) if entry.end else None,
            self._repository.activities().get(entry.activity).name,
            entry.tags,
            entry.note,
            entry.kind,
        )

    def _line(self, entry: Entry, day: date) -> str:
        return to_line(self._quick(entry), day)

    def _compared(
        self,
        day: date,
        entries: Sequence[Entry],
        wanted: list[tuple[QuickEntry, str]],
        problems: list[Problem],
    ) -> DayEdit:
        left = {e.id: (e, self._line(e, day)) for e in entries}
        rest: list[tuple[QuickEntry, str]] = []
        for quick, _ in wanted:
            written = to_line(quick, day)
            same = next((i for i, (_, known) in left.items() if known == written), None)
            if same is None:
                rest.append((quick, written))
            else:
                del left[same]
        changed: list[tuple[Entry, QuickEntry, str, str]] = []
        for alike in (_same_start, _same_name):
            for pair in list(rest):
                found = next((i for i, (e, _) in left.items() if alike(self._quick(e), pair[0])), None)
                if found is not None:
                    entry, known = left.pop(found)
                    changed.append((entry, pair[0], known, pair[1]))
                    rest.remove(pair)
        changed.sort(key=lambda each: each[1].start)
        return DayEdit(day, tuple(changed), tuple(rest), tuple(left.values()), tuple(problems))


def _lies_elsewhere(entry: Entry, quick: QuickEntry) -> bool:
    """True where a line gives its entry another span, or makes a log of a plan."""
    return (entry.start, entry.end, entry.kind) != (quick.start, quick.end, quick.kind)


def _reach(entry: Entry) -> float:
    return entry.end.timestamp() if entry.end else FOR_EVER.timestamp()


def _same_start(one: QuickEntry, other: QuickEntry) -> bool:
    return one.start == other.start


def _same_name(one: QuickEntry, other: QuickEntry) -> bool:
    return match_key(one.activity) == match_key(other.activity)
