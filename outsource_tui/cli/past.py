"""The verbs of the history: undo, redo, history."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from outsource_tui.model.clock import stamp_words
from outsource_tui.model.errors import InputError
from outsource_tui.model.text import aligned

if TYPE_CHECKING:
    from outsource_tui.cli.context import Context


def _steps(parser: ArgumentParser) -> None:
    parser.add_argument("steps", nargs="?", type=int, default=1, metavar="N", help="how many changes (1)")


undo_options = redo_options = _steps


def undo_run(context: Context) -> None:
    """Take back the newest changes."""
    for change in context.services.history.undo(_count(context)):
        context.say(f"undone: {context.services.history.words(change)}")


def redo_run(context: Context) -> None:
    """Make undone changes again."""
    for change in context.services.history.redo(_count(context)):
        context.say(f"redone: {context.services.history.words(change)}")


def _count(context: Context) -> int:
    return _checked(context.args.steps)


def _checked(count: int) -> int:
    if count < 1:
        raise InputError(f"{count} is no number of changes: write 1 or more")
    return count


def history_options(parser: ArgumentParser) -> None:
    """`outsource history`."""
    parser.add_argument("-n", type=int, default=20, metavar="N", help="how many changes to list (20)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def history_run(context: Context) -> None:
    """List the newest changes."""
    found = context.services.history.changes()[: _checked(context.args.n)]
    if context.args.json:
        context.say_json(
            [
                {"number": c.number, "label": c.label, "at": c.at.isoformat(), "undone": c.undone}
                for c in found
            ]
        )
        return
    zone = context.services.clock.zone
    stamps = aligned([stamp_words(change.at.astimezone(zone)) for change in found])
    for change, stamp in zip(found, stamps, strict=True):
        undone = "   (undone)" if change.undone else ""
        context.show(f"{change.number:>6}  {stamp}  {change.label}{undone}")
    if not found:
        context.say("no changes yet")
