"""What an import would do, in lines to read before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from outsource_tui.formats import LABELS
from outsource_tui.model.clock import DAY_NAMES, MONTH_NAMES, elapsed, hm, hours_words, span_column
from outsource_tui.model.entry import Kind
from outsource_tui.model.imported import ImportedEntry, Problem, Reading, alike
from outsource_tui.services.overlaps import as_problem
from outsource_tui.tui.dialogs.intake import IntakeView, Line
from outsource_tui.tui.widgets.cells import fit

if TYPE_CHECKING:
    from outsource_tui.formats.base import ReadOptions
    from outsource_tui.services.exchange import Outcome
    from outsource_tui.services.incoming import Intake
    from outsource_tui.services.overlaps import Overlapping

FIRST, LAST, MOST = 3, 2, 5
"""So many entries from the beginning, from the end, and so many activities are shown."""
TOLD_OF_ALL = 3
"""So many lines about the file as a whole stand above the rest."""
TOLD = 200
"""So many lines that cannot be read are listed."""
ZONED = ("timewarrior", "watson", "activitywatch", "json")
"""Formats whose stamps are moments, in no need of a zone."""


def view_of(intake: Intake, outcome: Outcome, overlap: Overlapping = "keep") -> IntakeView:
    """Return what to show of files that were read and of what storing them would do.

    `overlap` is what is to become of what lies over entries of the log.
    """
    lines = tuple(_lines(intake, outcome, overlap))
    return IntakeView(_about(intake), lines, _actions(intake, outcome, overlap))


def failed(about: str, message: str) -> IntakeView:
    """Return what to show where the file cannot be read as it was asked for."""
    return IntakeView(about, problem=message, actions=[("f", "choose the format", "format")])


def open_question(intake: Intake, text: str) -> IntakeView:
    """Return what to show as long as a question is open."""
    actions = [("enter", "answer", "ask"), ("f", "format", "format")]
    return IntakeView(_about(intake), problem=text, actions=actions)


def _about(intake: Intake) -> str:
    size = sum(size for _, size in intake.files)
    amount = f"{size / 1e6:,.1f} MB" if size >= 1e5 else f"{size / 1e3:,.1f} kB"
    told = [LABELS.get(intake.reading.format, intake.reading.format), amount]
    if intake.reading.format not in ZONED and not intake.own_table:
        told.append(f"times in {intake.options.zone.key}")
    if intake.options.kind is Kind.PLANNED:
        told.append("as planned")
    return "\n".join([" · ".join(told), *(remark.reason for remark in _of_all(intake.reading))])


def _of_all(reading: Reading) -> list[Problem]:
    """Return what is to be known of the file as a whole: it stands where it is seen without scrolling."""
    return [remark for remark in reading.remarks if not remark.line][:TOLD_OF_ALL]


def _actions(intake: Intake, outcome: Outcome, overlap: Overlapping) -> list[tuple[str, str, str]]:
    actions = []
    coming, over = outcome.added + outcome.updated, len(outcome.overlaps)
    if coming and intake.bad:
        count = len(intake.bad)
        actions.append(("s", f"skip {_count(count, 'bad line')} and import", "store"))
    elif coming:
        actions.append(("enter", f"import {_count(coming, 'entry', 'entries')}", "store"))
    if over:
        words = f"{'skip' if overlap == 'keep' else 'keep'} {over:,} overlapping"
        actions.append(("v", words, "overlap"))
    if intake.reading.format == "csv" and not intake.own_table:
        actions.append(("c", "columns", "columns"))
    if not intake.tables:
        actions.append(("o", "options", "options"))
    return [*actions, ("f", "format", "format")]


def _lines(intake: Intake, outcome: Outcome, overlap: Overlapping) -> Iterator[Line]:
    reading = intake.reading
    yield from _counts(outcome, overlap)
    yield from _problems("Cannot be read", intake.bad, "$error")
    yield from _overlaps(outcome, intake.options)
    if reading.entries:
        ordered = sorted(reading.entries, key=lambda e: e.start)
        yield ()
        yield (("The first and the last", "bold $foreground"),)
        few = len(ordered) <= FIRST + LAST
        listed = ordered if few else ordered[:FIRST] + ordered[-LAST:]
        spans = span_column([(entry.start, entry.end) for entry in listed], "…")
        for n, (entry, span) in enumerate(zip(listed, spans, strict=True)):
            if n == FIRST and not few:
                yield (("  ⋮", "$text-disabled"),)
            yield _entry(entry, span)
        yield from _most(ordered)
    yield from _problems("Left out", [p for p in reading.problems if p.harmless], "$text-muted")
    above = {id(remark) for remark in _of_all(reading)}
    yield from _problems("To know", [r for r in reading.remarks if id(r) not in above], "$text-muted")


def _counts(outcome: Outcome, overlap: Overlapping) -> Iterator[Line]:
    over, kept = len(outcome.overlaps), overlap == "keep"
    lie_over = ("overlaps" if over == 1 else "overlap") + " what is in the log"
    rows = [
        (outcome.read, "read", ""),
        (outcome.added, "new", _new_words(outcome)),
        (over, f"of these {lie_over}" if kept else f"{lie_over}: left out", "   both stay" if kept else ""),
        (outcome.updated, "changed since the last import", ""),
        (outcome.duplicates - outcome.twice, "there already", ""),
        (outcome.twice, "twice in the file, counted once", ""),
        (outcome.joined, "joined to their neighbours, or away from the keyboard", ""),
        (len(outcome.skipped) - (0 if kept else over), "left out", ""),
    ]
    for number, (count, words, more) in enumerate(rows):
        if count or number < 2:
            style = {1: "bold $primary", 2: "$warning"}.get(number, "$foreground")
            yield (f"{count:>9,}  ", style), (words, style), (more, "$text-muted")


def _new_words(outcome: Outcome) -> str:
    if outcome.first is None or outcome.last is None:
        return ""
    span = f"{short_date(outcome.first)} – {short_date(outcome.last)}"
    return f"   {hours_words(outcome.hours * 60)}   {span}"


def _entry(entry: ImportedEntry, span: str) -> Line:
    day = entry.start
    length = hm(elapsed(entry.start, entry.end).total_seconds() / 60) if entry.end else "runs"
    tags = "  ".join(f"#{tag}" for tag in entry.tags)
    return (
        (f"  {DAY_NAMES[day.weekday()]} {short_date(day):<12}{span}  ", "$text-muted"),
        (f"{length:>6}  ", "$foreground"),
        (entry.activity, "$foreground"),
        (f"  {tags}" if tags else "", "$text-muted"),
    )


def _most(entries: Sequence[ImportedEntry]) -> Iterator[Line]:
    minutes: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for entry in entries:
        if entry.end:
            minutes[entry.activity] += round(elapsed(entry.start, entry.end).total_seconds() / 60)
        times[entry.activity] += 1
    yield ()
    yield (f"Most of the time, of {_count(len(times), 'activity', 'activities')}", "bold $foreground"),
    for name, total in minutes.most_common(MOST):
        yield (
            ("  ", ""),
            (fit(name, 44), "$foreground"),
            (f"{hm(total):>9}  ", "$foreground"),
            (_count(times[name], "time"), "$text-muted"),
        )


def _problems(heading: str, problems: Sequence[Problem], style: str) -> Iterator[Line]:
    if not problems:
        return
    yield ()
    yield (f"{heading}: {_count(len(problems), 'line')}", f"bold {style}"),
    found = alike(problems)
    for same in found[:TOLD]:
        yield _told(same.first, style)
        if same.more:
            yield (f"{'':14}{same.more}", "$text-muted"),
    if len(found) > TOLD:
        yield (f"  and {len(found) - TOLD:,} other reasons", "$text-muted"),


def _overlaps(outcome: Outcome, options: ReadOptions) -> Iterator[Line]:
    over = outcome.overlaps
    if not over:
        return
    yield ()
    heading = _count(len(over), "entry overlaps", "entries overlap")
    yield (f"{heading} what is in the log", "bold $warning"),
    for overlap in over[:TOLD]:
        yield _told(as_problem(overlap, options.zone, options.now), "$foreground")
    if len(over) > TOLD:
        yield (f"  and {len(over) - TOLD:,} more", "$text-muted"),


def _told(problem: Problem, style: str) -> Line:
    where = f"  {problem.unit} {problem.line:<6} " if problem.line else "  "
    return (where, "$text-muted"), (problem.reason, style)


def stored_words(outcome: Outcome) -> str:
    """Return what came in, in one line."""
    parts = [f"{_count(outcome.added, 'entry', 'entries')} imported"]
    parts += [f"{outcome.updated:,} changed"] if outcome.updated else []
    parts += [f"{hours_words(outcome.hours * 60)}"]
    return ", ".join(parts) + "; u takes it back"


def short_date(day: date | datetime) -> str:
    """Return "18 Nov 2026"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


