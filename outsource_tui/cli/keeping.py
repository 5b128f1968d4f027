"""The verbs that care for the file: doctor, backup, restore, merge."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from outsource_tui.model.clock import stamp_words
from outsource_tui.model.errors import InputError, UserError

if TYPE_CHECKING:
    from outsource_tui.cli.context import Context
    from outsource_tui.services.keeper import KeeperService, MergeReport


def keeper_of(context: Context) -> KeeperService:
    """Return the keeper of the file, which need not be readable."""
    from outsource_tui.bootstrap import system_clock
    from outsource_tui.services.keeper import KeeperService
    from outsource_tui.settings import data_path

    settings = context.settings
    return KeeperService(data_path(context.args.data), system_clock(settings), settings)


def doctor_options(parser: ArgumentParser) -> None:
    """`outsource doctor`."""
    parser.add_argument("--fix", action="store_true", help="mend what can be mended, after a backup")
    parser.add_argument("--json", action="store_true", help="print JSON")


def doctor_run(context: Context) -> int:
    """Say in plain words what is found; 1 where a problem is left."""
    found = keeper_of(context).doctor(fix=context.args.fix)
    left = [f for f in found if f.level == "problem" and not f.mended]
    if context.args.json:
        context.say_json([finding.as_dict() for finding in found])
        return 1 if left else 0
    signs = {"good": "✓", "note": "·", "problem": "✗"}
    for finding in found:
        mended = " (mended)" if finding.mended else ""
        context.say(f"{signs.get(finding.level, '·')} {finding.text}{mended}")
        if finding.mend and not finding.mended:
            context.say(f"    {finding.mend}")
    return 1 if left else 0


def backup_options(parser: ArgumentParser) -> None:
    """`outsource backup`."""
    parser.add_argument("--list", action="store_true", help="list the backups instead")


def backup_run(context: Context) -> None:
    """Keep a copy of the file now, or list what is kept."""
    keeper = keeper_of(context)
    if context.args.list:
        for kept in keeper.backups():
            context.say(f"{stamp_words(kept.at)}  {kept.reason:<10}  {kept.path}")
        return
    context.say(f"kept: {keeper.backup().path}")


def restore_options(parser: ArgumentParser) -> None:
    """`outsource restore FILE`."""
    parser.add_argument("file", metavar="FILE", help="a backup: its path, its name, or latest")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")


def restore_run(context: Context) -> None:
    """Say what would change, then make the log what the backup holds; the present file is kept."""
    keeper = keeper_of(context)
    try:
        preview = keeper.preview(context.args.file)
    except InputError as error:  # what was typed is clear: there is no such file
        raise UserError(error.message) from error
    if preview.same:
        context.say(f"{preview.path.name} holds just what the log holds: nothing to restore; "
                    "for older ones: outsource backup --list")
        return
    context.say(preview.sentence)
    if context.args.dry_run:
        return
    done = keeper.restore(context.args.file)
    kept = f"; the file of before is {done.kept.path}" if done.kept else ""
    context.say(f"restored{kept}")
    if done.change:
        context.say("to take it back: outsource undo")
    elif preview.made:
        context.say(f"it is of {stamp_words(preview.made)}: what was logged later is not in it")


def merge_options(parser: ArgumentParser) -> None:
    """`outsource merge FILE…`."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="copies of the log from other machines")
    parser.add_argument("--found", action="store_true", help="the copies that a sync program left beside it")
    parser.add_argument("--conflicts", action="store_true", help="list the values that lost in merges")
    parser.add_argument("--seen", action="store_true", help="with --conflicts: take them off the list")
    parser.add_argument("--driver", action="store_true", help="as git's merge driver: --driver %%O %%A %%B")


def merge_run(context: Context) -> int:
    """Join copies entry by entry and field by field; the newer value wins, the other is listed."""
    args, keeper = context.args, keeper_of(context)
    if args.conflicts:
        lost = keeper.conflicts()
        for conflict in lost:
            context.say(conflict.sentence)
        if not lost:
            context.say("no value was lost in a merge")
        elif args.seen:
            keeper.seen()
        return 0
    if args.driver:
        if len(args.files) != 3:
            raise InputError("--driver takes the three files that git names: --driver %O %A %B")
        keeper.driver(*args.files)
        return 0
    if not args.files and not args.found:
        raise InputError("merge what? name copies of the log, or write --found")
    report = keeper.merge_found() if args.found else keeper.merge(args.files)
    _tell(context, report)
    return 1 if report.unread else 0


def _tell(context: Context, report: MergeReport) -> None:
    context.say(f"merged: {report.added:,} added, {report.changed:,} changed")
    for line in report.unread:
        context.say(f"left alone: {line}")
    for path in report.moved:
        context.say(f"moved to {path}")
    if report.conflicts:
        count = len(report.conflicts)
        values = "1 value" if count == 1 else f"{count:,} values"
        context.say(f"{values} differed and lost to a newer one: outsource merge --conflicts lists them")
    if report.running > 1:
        context.say(f"{report.running} entries run at once now: outsource stop ends the latest")
