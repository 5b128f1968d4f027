"""The verbs of every minute: log, start, stop, continue, status."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from outsource_tui.cli.overlapping import overlap_advice, overlap_option
from outsource_tui.model.clock import clock_words, elapsed, hm, hours_words
from outsource_tui.model.day import covered_words
from outsource_tui.model.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from outsource_tui.cli.context import Context
    from outsource_tui.model.change import Change
    from outsource_tui.model.edit import Overlap
    from outsource_tui.model.quick_entry import QuickEntry
    from outsource_tui.services.log import Status


def log_options(parser: ArgumentParser) -> None:
    """`outsource log TEXT…`: all that is no option is the line."""
    overlap_option(parser)
    parser.usage = "outsource log [--overlap keep|trim] [--json] TEXT…   (or lines on standard input)"
    parser.add_argument("--json", action="store_true", help="print the stored entries as JSON")


log_options.free_text = True  # type: ignore[attr-defined]


def log_run(context: Context) -> None:
    """Store one line, or every line of standard input as one change."""
    from outsource_tui.model.edit import Overlap

    service = context.services.log
    overlap = Overlap(context.args.overlap or "refuse")
    text = context.args.text
    if text.strip() not in ("", "-"):
        with _asked(text):
            quick = service.parse(text)
        with overlap_advice():
            change = service.add(quick, overlap)
        doubts = [_doubt(context, text, quick)]
    else:
        lines = _lines_from_input()
        entries = []
        for number, line in lines:
            with _named(number), _notes_known(context, lines):
                entries.append(service.parse(line))
        try:
            with _notes_known(context, lines), overlap_advice():
                change = service.add_all(entries, overlap)
        except InputError as error:
            with _named(lines[error.place or 0][0]):
                raise
        asked = [(n, _doubt(context, line, e)) for (n, line), e in zip(lines, entries, strict=True)]
        doubts = [f"line {number}: {doubt}" for number, doubt in asked if doubt]
    _tell(context, change)
    _tell_trimmed(context, change, overlap)
    _ask(context, doubts)


def _doubt(context: Context, line: str, quick: QuickEntry) -> str:
    """Return the question about a line that was probably meant otherwise than it was stored, or nothing."""
    from outsource_tui.model.quick_entry import leaves_doubt

    now = context.services.clock.now()
    if not leaves_doubt(quick, now):
        return ""
    from outsource_tui.model.time_hint import doubt, doubt_at_start

    return doubt(line, now) if quick.end else doubt_at_start(line)


def _ask(context: Context, doubts: Sequence[str]) -> None:
    """Ask about what is stored by now: the first of several questions, and how many there are."""
    if not doubts or not doubts[0]:
        return
    more = len(doubts) - 1
    others = f"; and {more} more line{'s' if more > 1 else ''} like that" if more else ""
    context.note(f"{doubts[0]} (outsource undo takes it back){others}")


@contextmanager
def _asked(text: str) -> Iterator[None]:
    """Ask, where a line cannot be read, about what may have been meant as its time."""
    try:
        yield
    except InputError as error:
        from outsource_tui.model.time_hint import time_in_name

        if asked := time_in_name(text):
            error.message += f"; {asked}"
        raise


@contextmanager
def _named(number: int) -> Iterator[None]:
    """Say which line of several is at fault, and that none was stored."""
    try:
        yield
    except InputError as error:
        error.message = f"line {number}: {error.message}; nothing was logged"
        raise


@contextmanager
def _notes_known(context: Context, lines: Sequence[tuple[int, str]]) -> Iterator[None]:
    """Say, where a line cannot be taken, what reads notes such as these."""
    try:
        yield
    except InputError as error:
        from outsource_tui.cli.notes import notes_advice

        error.message += notes_advice((line for _, line in lines), context.today)
        raise


def _lines_from_input() -> list[tuple[int, str]]:
    """Return the lines that are to be logged, each with its number, from 1."""
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError("nothing to log: write what and when, such as: outsource log 9-10:30 Invoices")
    lines = [line.strip() for line in sys.stdin.read(4_000_000).splitlines()]
    found = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("# ")]
    if not found:
        raise InputError("standard input holds no line to log, such as: outsource log 9-10:30 Invoices")
    return found


_MOMENTS = "9:15, -5 (minutes ago), 'yesterday 9:15', now"


def start_options(parser: ArgumentParser) -> None:
    """`outsource start NAME`."""
    parser.usage = "outsource start [--at TIME] [--overlap keep|trim] [--json] NAME"
    parser.add_argument("--at", metavar="TIME", help=f"when it began: {_MOMENTS}")
    overlap_option(parser)
    parser.add_argument("--json", action="store_true", help="print the stored entry as JSON")


start_options.free_text = True  # type: ignore[attr-defined]


def start_run(context: Context) -> None:
    """Start an entry; what runs is stopped."""
    from outsource_tui.model.edit import Overlap

    if not context.args.text.strip():
        raise InputError("start what? write: outsource start Invoices")
    overlap = Overlap(context.args.overlap or "refuse")
    service, text = context.services.log, context.args.text
    begun = service.parse_start(text)
    at = _moment(context, context.args.at)
    with overlap_advice():
        change = service.start_entry(begun, overlap) if at is None else service.start(text, at, overlap)
    if not context.args.json:
        context.say(*_stopped(context, change))
    _tell(context, change)
    _tell_trimmed(context, change, overlap, ended=False)
    _ask(context, [_doubt(context, text, begun)])


def _stopped(context: Context, change: Change) -> Iterator[str]:
    """Say what ran until a start put an end to it, and how long."""
    from outsource_tui.services.spans import moment_words

    repository, clock = context.services.repository, context.services.clock
    for edit in change.edits:
        if edit.table != "entries" or edit.before is None or edit.before["end"] is not None:
            continue
        name, entry = repository.activities().get(edit.before["activity"]).name, repository.entry(edit.id)
        if entry is None or entry.end is None:
            yield f"Stop {name}: under a minute, not kept"
            continue
        minutes = elapsed(entry.start, entry.end).total_seconds() / 60
        at = moment_words(entry.end, clock.zone, clock.now())
        yield f"Stop {name} at {at}, after {hours_words(minutes)}"


def _tell_trimmed(context: Context, change: Change, overlap: Overlap, *, ended: bool = True) -> None:
    """Say what was taken of older entries."""
    from outsource_tui.model.edit import Overlap

    if overlap is not Overlap.TRIM or context.args.json:
        return
    from outsource_tui.services.made_room import trimmed_words

    repository, clock = context.services.repository, context.services.clock
    if words := trimmed_words(repository, clock, change, ended=ended):
        context.say(words)


def stop_options(parser: ArgumentParser) -> None:
    """`outsource stop`."""
    parser.add_argument("--at", metavar="TIME", help=f"when it ended: {_MOMENTS}")
    parser.add_argument("--json", action="store_true", help="print the stored entry as JSON")


def stop_run(context: Context) -> None:
    """Stop what runs."""
    _tell(context, context.services.log.stop(_moment(context, context.args.at)))


def continue_options(parser: ArgumentParser) -> None:
    """`outsource continue`."""
    parser.add_argument("--json", action="store_true", help="print the stored entry as JSON")


def continue_run(context: Context) -> None:
    """Start the last activity again."""
    _tell(context, context.services.log.continue_last())


def status_options(parser: ArgumentParser) -> None:
    """`outsource status`."""
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--format", metavar="TEXT", help=f"a line for a status bar, of {_words_of(_FIELDS)}")
    parser.add_argument("--idle", metavar="TEXT", help="the same for when nothing runs; may be empty")


def status_run(context: Context) -> None:
    """Say what runs, and what of today is logged."""
    status = context.services.log.status()
    if context.args.json:
        from outsource_tui.cli.views import status_json

        context.say_json(status_json(status, context.services.repository.activities()))
        return
    template = context.args.format
    if status.running is None and context.args.idle is not None:
        template = context.args.idle
    if template is not None:
        if line := _formatted(template, status):
            context.say(line)
        return
    if status.running is not None:
        from outsource_tui.services.spans import moment_words

        passed = (status.day.now - status.running.start).total_seconds() // 60
        since = moment_words(status.running.start, status.day.zone, status.day.now)
        words = f"  {hm(passed)}  since {since}"
        context.say(f"● {context.beside(status.activity, f'● {words}')}{words}")
    else:
        context.say("nothing is running")
    rest = status.day.apart or f"{hm(status.gap_minutes)} {status.day.gap_word}"
    context.say(f"today {hm(status.logged_minutes)} logged, {rest}")
    habit = context.services.habit
    if words := habit.words:
        context.say(words + (", open outsource and press 2" if habit.review_due else ""))


_FIELDS = ("activity", "elapsed", "since", "time", "logged", "gaps", "coverage")
"""What a line for a status bar can hold; the first three are empty while nothing runs."""


def _words_of(names: Iterable[str]) -> str:
    return " ".join(f"{{{name}}}" for name in names)


def _formatted(template: str, status: Status) -> str:
    """Fill {names} in the template; those of the running entry are empty while nothing runs."""
    import re

    running, day = status.running, status.day
    passed = (day.now - running.start).total_seconds() // 60 if running else 0.0
    values = (
        status.activity,
        hm(passed) if running else "",
        clock_words(running.start.astimezone(day.zone)) if running else "",
        clock_words(day.now.astimezone(day.zone)),
        hm(status.logged_minutes),
        hm(status.gap_minutes),
        covered_words(day.coverage),
    )
    fields = dict(zip(_FIELDS, values, strict=True))

    def fill(found: re.Match[str]) -> str:
        if found[1] not in fields:
            raise InputError(f"{{{found[1]}}} is not known: use {_words_of(_FIELDS)}")
        return fields[found[1]]

    return re.sub(r"\{(\w*)\}", fill, template).strip()


def _moment(context: Context, text: str | None) -> datetime | None:
    if text is None:
        return None
    from outsource_tui.model.clock_input import parse_moment

    return parse_moment(text, context.services.clock.now())


def _tell(context: Context, change: Change) -> None:
    """Say what was stored; it is on disk by now."""
    if context.args.json:
        from outsource_tui.cli.views import entry_json

        repository = context.services.repository
        day = context.services.log.day(context.today)
        found = [repository.entry(e.id) for e in change.edits if e.table == "entries"]
        activities = repository.activities()
        context.say_json([entry_json(e, activities, day) for e in found if e is not None])
        return
    context.say(change.label if change else "nothing to change")
