"""The verbs that mend what is in the log: edit, rename, cancel."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outsource_tui.cli.context import is_terminal
from outsource_tui.cli.notes import notes_advice
from outsource_tui.cli.overlapping import overlap_advice, overlap_option
from outsource_tui.model.errors import InputError, UserError
from outsource_tui.model.text import clean
from outsource_tui.services.editor import edited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outsource_tui.cli.context import Context
    from outsource_tui.model.entry import Entry
    from outsource_tui.services.day_text import DayEdit


def edit_options(parser: ArgumentParser) -> None:
    """`outsource edit [DATE]`."""
    parser.add_argument("date", nargs="?", metavar="DATE", help="the day; today without one")
    parser.add_argument("--print", action="store_true", help="print the day as text instead of editing it")
    overlap_option(parser)
    parser.add_argument("--json", action="store_true", help="print what changed as JSON")


def edit_run(context: Context) -> None:
    """Edit a day as text: in $EDITOR, or as standard input has it; stored as one change."""
    day, day_text = context.day(context.args.date), context.services.day_text
    entries = day_text.entries(day)
    text = day_text.write(day, entries)
    if context.args.print:
        context.deliver(text, None)
    elif is_terminal(sys.stdin):
        _edit_by_hand(context, entries, text)
    else:
        given = sys.stdin.read(4_000_000) if sys.stdin is not None else ""
        if not given.strip():
            raise InputError("standard input is empty: an empty day would take every entry out of the log")
        _store(context, day_text.read(day, entries, given))


def _edit_by_hand(context: Context, entries: Sequence[Entry], text: str) -> None:
    """Open the editor until the text can be stored, or the user leaves it; it is kept then."""
    import tempfile

    day = context.day(context.args.date)
    try:
        handle, name = tempfile.mkstemp(prefix=f"outsource-{day.isoformat()}-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UserError(f"there is no place for the text ({error.strerror}): set TMPDIR to one") from error
    path = Path(name)
    while True:
        try:
            _store(context, context.services.day_text.read(day, entries, edited(path)))
        except UserError as error:
            _write_error(f"{clean(error.message)}\n")
            if _answer("edit again? [Y/n] ") in ("", "y", "yes"):
                continue
            error.message = f"nothing was changed; your text is in {path}"
            raise
        path.unlink(missing_ok=True)
        return


def _answer(question: str) -> str:
    _write_error(question)
    line = sys.stdin.readline()
    return line.strip().lower() if line else "n"


def _write_error(words: str) -> None:
    """Talk beside standard output, which may be a document."""
    if sys.stderr is not None:
        sys.stderr.write(words)
        sys.stderr.flush()


def _store(context: Context, edit: DayEdit) -> None:
    from outsource_tui.model.edit import Overlap

    if edit.problems:
        told = "; ".join(f"line {problem.line}: {problem.reason}" for problem in edit.problems[:3])
        left = len(edit.problems) - 3
        more = f"; {left} more line{'s' if left > 1 else ''}" if left > 0 else ""
        notes = notes_advice((problem.text for problem in edit.problems), context.today)
        raise InputError(f"{told}{more}; nothing was changed{notes}")
    if edit:
        with overlap_advice():
            context.services.day_text.store(edit, Overlap(context.args.overlap or "refuse"))
    if context.args.json:
        context.say_json(_as_json(edit))
    elif edit:
        _tell(context, edit)
    else:
        context.say("the day is as it was")


def _as_json(edit: DayEdit) -> dict[str, Any]:
    changed = [{"before": before, "after": after} for _, _, before, after in edit.changed]
    return {
        "changed": changed,
        "added": [line for _, line in edit.added],
        "removed": [line for _, line in edit.gone],
    }


def _tell(context: Context, edit: DayEdit) -> None:
    context.say(*(f"note: {told}" for told in edit.meanwhile))
    for _, _, before, after in edit.changed:
        context.say(f"- {before}", f"+ {after}")
    context.say(*(f"- {line}" for _, line in edit.gone), *(f"+ {line}" for _, line in edit.added))
    context.say("to take it back: outsource undo")


def rename_options(parser: ArgumentParser) -> None:
    """`outsource rename NAME NEW`."""
    parser.add_argument("name", metavar="NAME", help="the activity")
    parser.add_argument("new", metavar="NEW", help="what it is to be called, in all its entries")
    parser.add_argument("--merge", action="store_true", help="make it one with the activity of that name")


def rename_run(context: Context) -> None:
    """Call an activity otherwise in all its entries, or make two one."""
    services, new = context.services, context.args.new
    old = services.review.by_name(context.args.name)
    taken = services.repository.activities().named(new)
    if taken is None or taken.id == old.id:
        change = services.edit.rename(old.id, new)
    elif context.args.merge:
        change = services.edit.merge_activities(old.id, taken.id)
    else:
        raise InputError(f"there is an activity {taken.name} already: --merge makes the two one")
    context.say(change.label)


def cancel_options(parser: ArgumentParser) -> None:
    """`outsource cancel`."""


def cancel_run(context: Context) -> None:
    """Take what runs out of the log."""
    log = context.services.log
    running = log.running()
    if running is None:
        raise UserError("nothing is running: there is nothing to cancel")
    context.say(log.delete(running.id).label)
