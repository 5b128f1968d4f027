"""A whole day as text in the grammar of quick entry, and back as one change.

A line that is as it was leaves its entry alone. A changed line keeps the entry of the same start, or of
the same activity, so that what the text does not show stays with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from outsource_tui.model.clock import Clock, day_bounds, long_date
from outsource_tui.model.entry import Entry
from outsource_tui.model.errors import InputError, UserError
from outsource_tui.model.quick_entry import QuickEntry, QuickEntryError, parse, to_line
from outsource_tui.model.text import match_key
from outsource_tui.model.value import dataclass, replace
from outsource_tui.services import spans
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository

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
    taken out with their lines. Nothing is stored while there are problems."""

    date: date
    changed: tuple[tuple[Entry, QuickEntry, str, str], ...]
    added: tuple[tuple[QuickEntry, str], ...]
    gone: tuple[tuple[Entry, str], ...]
    problems: tuple[Problem, ...]

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
                quick = parse(line, now, day=day)
                spans.check_span(quick.start, quick.end, now, planned=quick.kind.value == "planned")
                wanted.append((quick, line))
            except (QuickEntryError, InputError) as error:
                problems.append(Problem(number, line, error.message))
        return self._compared(day, entries, wanted, problems)

    def store(self, edit: DayEdit) -> Change:
        """Store what `read` found as one change; UserError if the day changed meanwhile."""
        if edit.problems:
            raise InputError(f"{len(edit.problems)} lines cannot be read: mend them first")
        with self._repository.change(f"Edit {long_date(edit.date)} as text", self._clock.now()) as work:
            before = [each[0] for each in edit.changed] + [each[0] for each in edit.gone]
            for entry in before:
                if work.entry(entry.id) != entry:
                    raise UserError("the day was changed meanwhile: open the editor again")
            for entry, _ in edit.gone:
                work.delete(entry)
            for entry, quick, *_ in edit.changed:
                work.put(self._filled(entry, quick, spans.named(work, quick.activity).id))
            for quick, _ in edit.added:
                fresh = Entry("", quick.start, quick.end, self._clock.zone.key, "")
                work.put(self._filled(fresh, quick, spans.named(work, quick.activity).id))
        assert work.change is not None  # set when the context closed without an error
        return work.change

    # inside

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


def _same_start(one: QuickEntry, other: QuickEntry) -> bool:
    return one.start == other.start


def _same_name(one: QuickEntry, other: QuickEntry) -> bool:
    return match_key(one.activity) == match_key(other.activity)
