"""What is not on disk: trying again, the way out, and a log whose file went or was damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_tui.tui.change_queue import Asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from outsource_tui.tui.app import PlannerApp
    from outsource_tui.tui.dialogs.choose import ChooseDialog

_SHOWN = 6
_QUESTION = "unsaved"
"""The class of the dialogs that ask about what is not on disk."""


def any_of(app: PlannerApp) -> bool:
    """True where something shown is not on disk and can be tried again."""
    return bool(app.changes.unsaved or app.services.repository.trouble)


def save_now(app: PlannerApp) -> None:
    """Try again what the disk refused; ask what to do where the file itself is gone or damaged."""
    if app.services.repository.trouble:
        _ask_about_the_file(app, leaving=False)
    else:
        app.changes.retry()


def leave(app: PlannerApp) -> None:
    """Quit when everything is on disk; where it is not, ask."""
    if app.changes.idle and not any_of(app):
        app.exit()
    else:
        app.run_worker(_leave(app), group="leave", exclusive=True)


async def _leave(app: PlannerApp) -> None:
    await app.changes.settled()
    if app.services.repository.trouble:
        _ask_about_the_file(app, leaving=True)
    elif app.changes.unsaved:
        _ask_about_changes(app)
    else:
        app.exit()


def _nothing() -> None:
    """The user is asked again when they want it."""


def listed(names: tuple[str, ...]) -> str:
    """Return the names of changes, the first few of many; those not tried yet have none."""
    told = [name for name in names if name][:_SHOWN]
    more = len(names) - len(told)
    if not told:
        return "a change" if more == 1 else f"{more} changes"
    return ", ".join(told) + (f" and {more} more" if more else "")


def _ask_about_changes(app: PlannerApp) -> None:
    from outsource_tui.tui.dialogs.choose import ChooseDialog

    names = app.changes.unsaved
    count = "A change is" if len(names) == 1 else f"{len(names)} changes are"

    def answered(choice: str | None) -> None:
        if choice == "again":
            app.changes.retry()
            leave(app)
        elif choice == "lose":
            app.lost = names
            app.changes.give_up()
            app.exit()

    lose = "quit and lose it" if len(names) == 1 else "quit and lose them"
    choices = [("r", "try again, then quit", "again"), ("q", lose, "lose"), ("s", "stay", "")]
    detail = f"{listed(names)}\n\n{app.changes.reason}"
    _ask(app, ChooseDialog(f"{count} not saved", choices, detail), answered)


def _ask_about_the_file(app: PlannerApp, leaving: bool) -> None:
    from outsource_tui.tui.dialogs.choose import ChooseDialog

    def written(_: object) -> None:
        app.notify("saved: the log is in its file again", markup=False, timeout=4)
        if leaving:
            leave(app)

    def answered(choice: str | None) -> None:
        if choice == "write":
            write = app.services.keeper.write_again
            app.changes.ask(Asked(write, app.services.clock.now(), written, failed=_nothing), first=True)
        elif choice == "quit":
            app.lost = app.changes.unsaved
            app.changes.give_up()
            app.exit()

    choices = [("w", "write the log as it is shown here; what is there now is kept", "write")]
    choices += [("q", "quit and leave the file as it is", "quit")] if leaving else []
    choices.append(("s", "stay", ""))
    dialog = ChooseDialog("The file is not as it is shown here", choices, app.services.repository.trouble)
    _ask(app, dialog, answered)


def _ask(app: PlannerApp, dialog: ChooseDialog, answered: Callable[[str | None], None]) -> None:
    """Ask, without the messages that said the same before."""
    app.clear_notifications()
    dialog.add_class(_QUESTION)
    app.push_screen(dialog, answered)


def over(app: PlannerApp) -> None:
    """Take the question away once everything is on disk: its answers would not be true any more."""
    if app.screen.has_class(_QUESTION) and not any_of(app):
        app.screen.dismiss(None)
