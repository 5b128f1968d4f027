"""The verbs that write pages and files: export and brief."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import TYPE_CHECKING

from outsource_tui.model.errors import InputError

if TYPE_CHECKING:
    from outsource_tui.cli.context import Context

FORMATS = ("markdown", "csv", "json", "ics", "timewarrior", "klog", "toggl")


def export_options(parser: ArgumentParser) -> None:
    """`outsource export FORMAT`."""
    parser.add_argument("format", choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("--week", metavar="W", help="a week: this, last, W47, 2026-W47")
    parser.add_argument("--from", dest="first", metavar="D", help="the first day")
    parser.add_argument("--to", dest="last", metavar="D", help="the last day")
    parser.add_argument("-o", "--output", metavar="FILE", help="a file to write; else it is printed")


def export_run(context: Context) -> None:
    """Write the summary's Markdown, or the entries in a format of others."""
    first, last = _span(context)
    args = context.args
    if args.format == "markdown":
        summary = context.services.summary
        what = context.week(args.week) if first is None or last is None else summary.span(first, last)
        context.deliver(summary.markdown(what), args.output, page=True)
        return
    from outsource_tui.formats.losses import Losses

    losses = Losses()
    context.deliver(context.services.exchange.written(args.format, first, last, losses), args.output)
    if losses.words:
        context.note(f"{args.format}: {losses.words}")


def _span(context: Context) -> tuple[date | None, date | None]:
    args = context.args
    if args.week and (args.first or args.last):
        raise InputError("give either --week or --from and --to")
    if args.week:
        week = context.week(args.week)
        return week.first, week.last
    if args.first or args.last:
        first = context.day(args.first) if args.first else date.min
        last = context.day(args.last) if args.last else context.today
        if last < first:
            raise InputError(f"--to {last} is before --from {first}: swap them")
        return first, last
    return None, None


def brief_options(parser: ArgumentParser) -> None:
    """`outsource brief GROUP`."""
    parser.add_argument("group", metavar="GROUP", help="the group")
    parser.add_argument("-o", "--output", metavar="FILE", help="a file to write; else it is printed")
    parser.add_argument("--overwrite", action="store_true", help="write over FILE where it holds other text")


def brief_run(context: Context) -> None:
    """Write the brief of a group; a brief that was filled in by hand is not written over unasked."""
    from outsource_tui.services.pages import FileDiffersError

    args = context.args
    group = context.services.board.group_named(args.group)
    page = context.services.brief.markdown(group.id)
    try:
        context.deliver(page, args.output, page=True, overwrite=args.overwrite)
    except FileDiffersError as error:
        error.message = f"{error.path} is there already with other text: --overwrite writes over it"
        raise
