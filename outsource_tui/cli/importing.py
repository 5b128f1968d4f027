"""The verb that takes history in: import."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import date
from typing import TYPE_CHECKING, Any, TextIO

from outsource_tui.cli.context import is_terminal
from outsource_tui.model.clock import stamp_words
from outsource_tui.model.errors import InputError, StoppedError
from outsource_tui.model.folder import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from outsource_tui.cli.context import Context
    from outsource_tui.formats.base import ReadOptions
    from outsource_tui.model.imported import Problem, Progress, Question
    from outsource_tui.services.exchange import Outcome
    from outsource_tui.services.incoming import Intake, Source
    from outsource_tui.services.overlaps import Overlapping

SHOWN = 10
"""So many lines that were left out are printed for a person; JSON has them all."""
MINUTES = 24 * 60
"""No shortest block of window events is longer."""
LONG = 1_000_000
"""Bytes above which the way of an import is shown."""


def import_options(parser: ArgumentParser) -> None:
    """`outsource import FORMAT FILE…`."""
    from outsource_tui.formats import READERS

    formats = ("auto", *READERS)
    parser.add_argument("format", metavar="FORMAT", choices=formats, help=", ".join(formats))
    parser.add_argument("files", metavar="FILE", nargs="+", help="the files; - is standard input")
    parser.add_argument("--tz", metavar="ZONE", help="the zone of local times; your own if left out")
    parser.add_argument("--date-order", choices=["dmy", "mdy", "ymd"], help="how dates are written")
    parser.add_argument("--user", metavar="NAME", help="only this user's rows")
    parser.add_argument("--all-users", action="store_true", help="the rows of every user")
    parser.add_argument("--date", metavar="D", help="the day of a text without one")
    parser.add_argument("--from", dest="since", metavar="D", help="leave out what is before this day")
    parser.add_argument("--to", dest="until", metavar="D", help="leave out what is after this day")
    parser.add_argument("--planned", action="store_true", help="as planned blocks instead of logged ones")
    parser.add_argument("--untimed", action="store_true",
                        help="csv, klog: what has a length and no time of day too, one after the other from"
                        " day_start of the settings")
    parser.add_argument("--all-day", action="store_true",
                        help="ics: all-day events too, each day from day_start to day_end of the settings")
    parser.add_argument(
        "--column", action="append", default=[], metavar="FIELD=NAME",
        help="csv: which column holds date, start (empty: none does), end, duration, activity, tags, note;"
        " may be repeated",
    )
    parser.add_argument("--threshold", type=float, default=5.0, metavar="MIN",
                        help="activitywatch: the shortest block in minutes (5)")
    parser.add_argument("--skip-bad", action="store_true", help="import the rest of a file with bad lines")
    parser.add_argument("--overlap", choices=["keep", "skip"],
                        help="what lies over entries of the log: keep both, or skip the new ones")
    parser.add_argument("--dry-run", action="store_true", help="say what would come in, and store nothing")
    parser.add_argument("--json", action="store_true", help="print JSON")


def import_run(context: Context) -> int:
    """Read every file, check all, then store all as one change."""
    from outsource_tui.cli.bar import bar

    args = context.args
    options = _options(context)
    sources = [_source(name) for name in args.files]
    long = sum(len(source.data) for source in sources) > LONG
    with bar(shown=long and _talks(context, sys.stderr)) as progress:
        intake = _read(context, sources, options, progress)
    sources.clear()  # their bytes are not needed any more
    _check_bad(context, intake)
    exchange = context.services.exchange
    if args.dry_run:
        outcome = exchange.preview_intake(intake, args.overlap or "keep")
    else:
        overlap = args.overlap or _ask_overlap(context, intake)
        with bar(shown=long and _talks(context, sys.stderr)) as progress:
            outcome = exchange.store_intake(intake, progress, overlap)
    blocked = intake.bad if args.dry_run and not args.skip_bad else ()
    _tell(context, outcome, intake, blocked=bool(blocked))
    if blocked:
        places = ", ".join(problem.where for problem in blocked[:SHOWN])
        more = " …" if len(blocked) > SHOWN else ""
        raise InputError(f"{_cannot(blocked)} be read ({places}{more}): without --skip-bad nothing is stored")
    return 0


def _cannot(bad: Sequence[Problem]) -> str:
    unit = bad[0].unit
    return f"{len(bad):,} {unit}s cannot" if len(bad) > 1 else f"1 {unit} cannot"


def _ask_overlap(context: Context, intake: Intake) -> Overlapping:
    """At a terminal, ask what is to become of what lies over entries of the log; else both stay."""
    from outsource_tui.services.overlaps import as_problem

    if not _talks(context, sys.stdin, sys.stderr):
        return "keep"
    over = context.services.exchange.preview_intake(intake).overlaps
    if not over:
        return "keep"
    clock = context.services.clock
    for line in _told(as_problem(one, clock.zone, clock.now()) for one in over):
        _prompt(line)
    answer = _answer(f"{_over_words(len(over))}. b keep both, s skip the new, else nothing is stored: ")
    chosen: dict[str, Overlapping] = {"b": "keep", "s": "skip"}
    if answer[:1].casefold() not in chosen:
        raise StoppedError("nothing was stored")
    return chosen[answer[:1].casefold()]


def _over_words(count: int) -> str:
    return f"{count:,} {'entry overlaps' if count == 1 else 'entries overlap'} what is in the log"


def _told(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield the problems in lines to print: those that are alike once, and not too many."""
    from outsource_tui.model.imported import alike

    found = alike(problems)
    for same in found[:SHOWN]:
        yield "  " + ": ".join(filter(None, (same.first.where, same.first.reason)))
        if same.more:
            yield f"    {same.more}"
    if len(found) > SHOWN:
        yield f"  and {len(found) - SHOWN} more"


def _talks(context: Context, *streams: TextIO | None) -> bool:
    """True where a person is at the terminal and JSON was not asked for."""
    return not context.args.json and all(map(is_terminal, streams))


def _read(context: Context, sources: list[Source], options: ReadOptions, progress: Progress | None) -> Intake:
    """Read the files; at a terminal, ask what they leave open."""
    from dataclasses import replace

    exchange = context.services.exchange
    while True:
        intake = exchange.take(sources, context.args.format, replace(options, progress=progress))
        if not intake.reading.questions:
            return intake
        question = intake.reading.questions[0]
        if not _talks(context, sys.stdin, sys.stderr):
            raise InputError(_asked(intake, question))
        options = _ask(intake, question)


def _check_bad(context: Context, intake: Intake) -> None:
    """InputError where lines cannot be read and nobody said that the rest may come in, or nothing is left."""
    bad, args = intake.bad, context.args
    if not bad:
        return
    first, where = bad[0], _cannot(bad)
    told = f"{where} be read, first {first.where}: {first.reason}"
    if not intake.reading.entries and not intake.tables:
        raise InputError(f"{told}; nothing is left to come in, nothing was stored")
    if args.skip_bad or args.dry_run:
        return
    if not _talks(context, sys.stdin, sys.stderr):
        raise InputError(f"{told}; nothing was stored; mend it, or add --skip-bad to import the rest")
    for line in _told(bad):
        _prompt(line)
    if _answer(f"{where} be read. Import the rest? [y/N] ").casefold() not in ("y", "yes"):
        raise StoppedError("nothing was stored")


def _options(context: Context) -> ReadOptions:
    from dataclasses import replace

    from outsource_tui.model.clock import zone_named
    from outsource_tui.model.entry import Kind

    args, clock = context.args, context.services.clock

    def day(text: str | None) -> date | None:
        return context.day(text) if text else None

    since, until = day(args.since), day(args.until)
    if since and until and until < since:
        raise InputError(f"--to {until} is before --from {since}: swap them")
    if not 0 <= args.threshold <= MINUTES:  # which "nan" is not, either
        raise InputError(f"--threshold {args.threshold:g}: write minutes from 0 to {MINUTES}")
    columns: dict[str, str] = {}
    for pair in args.column:
        field, equals, name = pair.partition("=")
        if not equals:
            raise InputError(f"--column {pair!r}: write FIELD=NAME, such as --column start=Begin")
        columns[field.strip()] = name
    return replace(
        context.services.exchange.options(),
        zone=zone_named(args.tz) if args.tz else clock.zone,
        date_order=args.date_order,
        user=args.user,
        all_users=args.all_users,
        day=day(args.date),
        since=since,
        until=until,
        kind=Kind.PLANNED if args.planned else Kind.LOGGED,
        include_all_day=args.all_day,
        untimed=args.untimed,
        columns=columns or None,
        threshold_minutes=args.threshold,
    )


def _source(name: str) -> Source:
    from outsource_tui.formats import MAX_BYTES
    from outsource_tui.services.incoming import Source, open_source

    if name == "-":
        return Source("standard input", sys.stdin.buffer.read(MAX_BYTES + 1))
    return open_source(named(name))


_OPTIONS = {"columns": "--column", "zone": "--tz", "day": "--date"}
"""The option that answers a question, where it is not named like it."""


def _asked(intake: Intake, question: Question) -> str:
    """Return the question in one line, with the option that answers it."""
    from outsource_tui.formats.csv_file import NO_COLUMN

    name, _, field = question.option.partition(".")
    option = _OPTIONS.get(name, "--" + name.replace("_", "-")) + (f" {field}=NAME" if field else "")
    other = {"user": " or --all-users", "columns.end": " or duration=NAME"}.get(question.option, "")
    if NO_COLUMN in question.choices:
        other += f" or {field}= for {NO_COLUMN}"
    choices = f" ({', '.join(question.choices[:8])})" if question.choices else ""
    return f"{intake.current}: {question.text}{choices}: say so with {option}{other}; nothing was stored"


def _ask(intake: Intake, question: Question) -> ReadOptions:
    """Ask at the terminal until the answer is understood; an empty one stops the import."""
    from outsource_tui.services.incoming import EVERYBODY, answered

    _prompt(f"{intake.current}: {question.text}")
    for number, choice in enumerate(question.choices, 1):
        _prompt(f"  {number:>2}  {choice}")
    if question.option == "user":
        _prompt(f"   {EVERYBODY}  everybody")
    while True:
        text = _answer("which? " if question.choices else "day, such as 2026-11-18: ")
        if not text:
            raise StoppedError("nothing was stored")
        try:
            return answered(intake.options, question, text)
        except InputError as error:
            _prompt(error.message)


def _prompt(line: str, end: str = "\n") -> None:
    from outsource_tui.model.text import clean

    sys.stderr.write(clean(line) + end)
    sys.stderr.flush()


def _answer(prompt: str) -> str:
    _prompt(prompt, end="")
    return sys.stdin.readline().strip()


def _tell(context: Context, outcome: Outcome, intake: Intake, *, blocked: bool) -> None:
    from outsource_tui.formats.base import counted

    if context.args.json:
        context.say_json(_json(outcome))
        return
    done = "would come in" if context.args.dry_run else "came in"
    done += " with --skip-bad" if blocked else ""
    known = outcome.duplicates - outcome.twice
    context.say(
        f"{outcome.format}: {counted(outcome.read, 'row', 'rows')} read, {outcome.added:,} {done}"
        + (f", {outcome.updated:,} updated" if outcome.updated else "")
        + (f", {known:,} there already" if known else "")
        + (f", {outcome.twice:,} twice in the file" if outcome.twice else "")
        + (f", {outcome.joined:,} joined to neighbours or away" if outcome.joined else "")
        + (f", {len(outcome.skipped):,} left out" if outcome.skipped else "")
        + f", {outcome.hours:,.2f} hours"
    )
    if outcome.first and outcome.last:
        zone = context.services.clock.zone
        span = (outcome.first.astimezone(zone), outcome.last.astimezone(zone))
        context.say(f"from {stamp_words(span[0])} to {stamp_words(span[1])}")
    for line in _told((*outcome.skipped, *intake.reading.remarks)):
        context.say(line)
    if outcome.overlaps and context.args.overlap is None:
        context.say(f"{_over_words(len(outcome.overlaps))}; --overlap skip leaves such out")
    if outcome.change:
        context.say("one `outsource undo` takes it back")


def _json(outcome: Outcome) -> dict[str, Any]:
    return {
        "format": outcome.format,
        "read": outcome.read,
        "added": outcome.added,
        "updated": outcome.updated,
        "duplicates": outcome.duplicates,
        "overlaps": len(outcome.overlaps),
        "skipped": [
            {"line": p.line, "reason": f"of {p.file} {p.reason}" if p.file else p.reason}
            for p in outcome.skipped
        ],
        "hours": outcome.hours,
    }
