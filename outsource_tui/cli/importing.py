"""The verb that takes history in: import."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outsource_tui.model.errors import InputError, UserError
from outsource_tui.model.value import dataclass

if TYPE_CHECKING:
    from outsource_tui.cli.context import Context
    from outsource_tui.formats.base import ReadOptions
    from outsource_tui.model.imported import Reading
    from outsource_tui.services.exchange import Outcome

SHOWN = 10
"""So many lines that were left out are printed for a person; JSON has them all."""


@dataclass(frozen=True, slots=True)
class _Read:
    path: Path
    reading: Reading


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
    parser.add_argument("--all-day", action="store_true", help="ics: all-day events too")
    parser.add_argument(
        "--column", action="append", default=[], metavar="FIELD=NAME",
        help="csv: which column holds start, end, duration, activity, tags, note; may be repeated",
    )
    parser.add_argument("--threshold", type=float, default=5.0, metavar="MIN",
                        help="activitywatch: the shortest block in minutes (5)")
    parser.add_argument("--skip-bad", action="store_true", help="import the rest of a file with bad lines")
    parser.add_argument("--dry-run", action="store_true", help="say what would come in, and store nothing")
    parser.add_argument("--json", action="store_true", help="print JSON")


def import_run(context: Context) -> int:
    """Read every file, check all, then store all as one change."""
    args = context.args
    if args.format == "json" and not args.dry_run:
        return _import_tables(context)
    options = _options(context)
    readings = [_read(args.format, name, options) for name in args.files]
    for found in readings:
        _ask(found)
    together = _join([r.reading for r in readings])
    bad = [p for p in together.problems if not p.harmless]
    if bad and not args.skip_bad and not args.dry_run:
        first = bad[0]
        where = f"{len(bad)} lines cannot" if len(bad) > 1 else "1 line cannot"
        raise InputError(
            f"{where} be read, first line {first.line}: {first.reason};"
            " nothing was stored; mend it, or add --skip-bad to import the rest"
        )
    exchange = context.services.exchange
    outcome = exchange.preview(together) if args.dry_run else exchange.store(together)
    _tell(context, outcome, together)
    return 0


def _import_tables(context: Context) -> int:
    """Take in exports of our own with all they hold: groups, highlights, stamps, tombstones."""
    from outsource_tui.formats.json_file import load
    from outsource_tui.services.keeper import KeeperService

    services = context.services
    keeper = KeeperService(services.repository, services.clock, services.settings)
    tables = [(name, load(_bytes(Path(name).expanduser(), name))) for name in context.args.files]
    before = {e.id for e in services.repository.all_entries()}
    for name, found in tables:
        keeper.merge_tables(Path(name).name, found)
    after = list(services.repository.all_entries())
    new = [e for e in after if e.id not in before]
    read = sum(len(t) for _, found in tables for n, t in found.items() if n.startswith("entries-"))
    seconds = sum((e.end - e.start).total_seconds() for e in new if e.end)
    outcome = {
        "format": "json", "read": read, "added": len(new), "updated": 0, "duplicates": read - len(new),
        "skipped": [], "hours": round(seconds / 3600, 2),
    }
    if context.args.json:
        context.say_json(outcome)
    else:
        context.say(f"json: {read} entries read, {len(new)} came in; groups, marks and stamps with them")
    return 0


def _options(context: Context) -> ReadOptions:
    from outsource_tui.formats.base import ReadOptions
    from outsource_tui.model.clock import zone_named
    from outsource_tui.model.entry import Kind

    args, clock = context.args, context.services.clock

    def day(text: str | None) -> date | None:
        return context.day(text) if text else None

    columns: dict[str, str] = {}
    for pair in args.column:
        field, equals, name = pair.partition("=")
        if not equals:
            raise InputError(f"--column {pair!r}: write FIELD=NAME, such as --column start=Begin")
        columns[field.strip()] = name
    return ReadOptions(
        zone=zone_named(args.tz) if args.tz else clock.zone,
        now=clock.now(),
        date_order=args.date_order,
        user=args.user,
        all_users=args.all_users,
        day=day(args.date),
        since=day(args.since),
        until=day(args.until),
        kind=Kind.PLANNED if args.planned else Kind.LOGGED,
        include_all_day=args.all_day,
        columns=columns or None,
        threshold_minutes=args.threshold,
    )


def _read(format_name: str, name: str, options: ReadOptions) -> _Read:
    from outsource_tui.formats import read

    path = Path(name).expanduser()
    data = _bytes(path, name)
    try:
        return _Read(path, read(format_name, data, options, path.name))
    except InputError as error:
        raise InputError(f"{path}: {error.message}") from error


def _bytes(path: Path, name: str) -> bytes:
    from outsource_tui.formats import MAX_BYTES

    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        if path.is_dir():
            raise UserError(f"{path} is a folder: name a file in it")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UserError(
                f"{path} has {size / 1e6:,.0f} MB, at most {MAX_BYTES / 1e6:,.0f} MB are read:"
                " export a shorter span"
            )
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UserError(f"cannot read {path}: {reason}") from error


_OPTIONS = {"columns": "--column", "zone": "--tz", "day": "--date"}
"""The option that answers a question, where it is not named like it."""


def _ask(found: _Read) -> None:
    if not found.reading.questions:
        return
    question = found.reading.questions[0]
    name, _, field = question.option.partition(".")
    option = _OPTIONS.get(name, "--" + name.replace("_", "-")) + (f" {field}=NAME" if field else "")
    other = " or --all-users" if question.option == "user" else ""
    choices = ", ".join(question.choices[:8])
    raise InputError(
        f"{found.path}: {question.text} ({choices}): say so with {option}{other}; nothing was stored"
    )


def _join(readings: list[Reading]) -> Reading:
    from itertools import chain

    from outsource_tui.model.value import replace

    if len(readings) == 1:
        return readings[0]
    return replace(
        readings[0],
        read=sum(r.read for r in readings),
        entries=tuple(chain.from_iterable(r.entries for r in readings)),
        problems=tuple(chain.from_iterable(r.problems for r in readings)),
        duplicates=sum(r.duplicates for r in readings),
        remarks=tuple(chain.from_iterable(r.remarks for r in readings)),
    )


def _tell(context: Context, outcome: Outcome, reading: Reading) -> None:
    if context.args.json:
        context.say_json(_json(outcome))
        return
    done = "would come in" if context.args.dry_run else "came in"
    context.say(
        f"{outcome.format}: {outcome.read} rows read, {outcome.added} {done}"
        + (f", {outcome.updated} updated" if outcome.updated else "")
        + (f", {outcome.duplicates} there already" if outcome.duplicates else "")
        + (f", {len(outcome.skipped)} left out" if outcome.skipped else "")
        + f", {outcome.hours:,.2f} hours"
    )
    if outcome.first and outcome.last:
        zone = context.services.clock.zone
        span = (outcome.first.astimezone(zone), outcome.last.astimezone(zone))
        context.say(f"from {span[0]:%Y-%m-%d %H:%M} to {span[1]:%Y-%m-%d %H:%M}")
    for problem in (*outcome.skipped, *reading.remarks)[:SHOWN]:
        context.say(f"  line {problem.line}: {problem.reason}")
    more = len(outcome.skipped) + len(reading.remarks) - SHOWN
    if more > 0:
        context.say(f"  and {more} more; --json lists them all")
    if outcome.change:
        context.say("one `outsource undo` takes it back")


def _json(outcome: Outcome) -> dict[str, Any]:
    return {
        "format": outcome.format,
        "read": outcome.read,
        "added": outcome.added,
        "updated": outcome.updated,
        "duplicates": outcome.duplicates,
        "skipped": [{"line": p.line, "reason": p.reason} for p in outcome.skipped],
        "hours": outcome.hours,
    }
