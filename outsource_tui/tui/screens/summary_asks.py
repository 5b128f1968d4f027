"""What the summary screen asks: the period, the parts, what to do with a file, and which brief."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from outsource_tui.model.errors import UserError
from outsource_tui.model.folder import short
from outsource_tui.model.period import Length, period_between
from outsource_tui.model.summary import ALL_PARTS, Part
from outsource_tui.tui.dialogs.choose import ChooseDialog
from outsource_tui.tui.dialogs.form import Field, FormDialog
from outsource_tui.tui.dialogs.page import PageDialog
from outsource_tui.tui.dialogs.parts import PartsDialog
from outsource_tui.tui.dialogs.pick import NewName, PickDialog
from outsource_tui.tui.keeping import keep_file

if TYPE_CHECKING:
    from outsource_tui.tui.base import PlannerScreen
    from outsource_tui.tui.screens.summary import SummaryScreen

_LENGTHS = [
    ("w", "a week", Length.WEEK),
    ("m", "a month", Length.MONTH),
    ("q", "a quarter", Length.QUARTER),
    ("y", "a year", Length.YEAR),
    ("s", "any span of days…", Length.SPAN),
]
_PART_WORDS = {
    Part.HEADLINE: "headline: hours logged, handed over, won back",
    Part.ACTIVITIES: "where the time went",
    Part.HIGHLIGHTS: "to hand over, with reasons",
    Part.GROUPS: "groups, who has them, cost and win",
    Part.WON_BACK: "won back, group by group",
    Part.PLANS: "planned and done",
    Part.GAPS: "not logged",
    Part.CREPT_BACK: "crept back",
    Part.NEXT: "next steps",
}


def ask_length(screen: SummaryScreen) -> None:
    """Ask how long a period to look at."""
    choices = [(key, words, str(length)) for key, words, length in _LENGTHS]
    screen.app.push_screen(
        ChooseDialog("Look at", choices, now=str(screen.period.length)),
        lambda value: screen.set_length(value) if value else None,
    )


def ask_span(screen: SummaryScreen) -> None:
    """Ask for the first and the last day."""
    from outsource_tui.model.date_lines import read_day_words

    read = partial(read_day_words, today=screen.services.clock.now().date())

    def chosen(values: dict[str, str] | None) -> None:
        if values is None:
            return
        first, last = sorted((read(values["first"]), read(values["last"])))
        screen.go_to(period_between(first, last, screen.services.settings.week_start))

    fields = [
        Field("first", "From", screen.period.first.isoformat(), "2026-11-01", read),
        Field("last", "To", screen.period.last.isoformat(), "2026-11-30", read),
    ]
    screen.app.push_screen(FormDialog("Any span of days", fields), chosen)


def ask_parts(screen: SummaryScreen) -> None:
    """Ask which parts the page has."""

    def chosen(parts: tuple[str, ...] | None) -> None:
        if parts is not None:
            screen.parts = parts
            screen.load()

    now = screen.parts if screen.parts is not None else tuple(screen.services.summary.parts())
    words = [(str(part), _PART_WORDS[part]) for part in ALL_PARTS]
    screen.app.push_screen(PartsDialog(words, now), chosen)


def write(screen: SummaryScreen, then: Callable[[Path], None] | None = None) -> None:
    """Write the page; then open it, or say where it is."""
    summary, period, parts = screen.services.summary, screen.period, screen.parts
    keep_file(screen, lambda over: summary.write(period, overwrite=over, parts=parts), then)


def ask_brief(screen: SummaryScreen) -> None:
    """Ask for a group and show its brief."""
    data = screen.data
    if data is None or not data.groups:
        screen.say(screen.spelled("no groups yet: press {screen(3)} and group what you marked"))
        return
    items = [(g.group.name, g.group.id, g.group.assignee or str(g.group.state)) for g in data.groups]
    if len(items) == 1:
        show_brief(screen, items[0][1])
        return

    def chosen(group_id: str | NewName | None) -> None:
        if isinstance(group_id, str):
            show_brief(screen, group_id)

    screen.app.push_screen(PickDialog("Whose brief?", items), chosen)


def show_brief(screen: PlannerScreen, group_id: str) -> None:
    """Show a brief, to write or copy."""
    brief = screen.services.brief
    try:
        text, name = brief.markdown(group_id), brief.file_name(group_id)
    except UserError as error:
        screen.say(error.message, "warning")
        return
    path = screen.services.summary.folder() / name

    def act(dialog: PageDialog, what: str) -> None:
        if what == "copy":
            screen.app.copy_to_clipboard(text)
            dialog.tell("copied")
        else:
            gone = ", which goes when you leave" if screen.planner.word or screen.planner.tour else ""
            keep_file(
                screen,
                lambda over: screen.services.pages.write(path, text, over),
                lambda made: dialog.tell(f"written: {short(made)}{gone}"),
            )

    screen.app.push_screen(PageDialog("Brief", text, act))


def open_in_editor(screen: SummaryScreen, path: Path) -> None:
    """Open the file in the user's editor, with the terminal given over to it."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        screen.say(f"written: {short(path)}. Set EDITOR to open it from here", "warning")
        return
    try:
        with screen.app.suspend():
            subprocess.run([*shlex.split(editor), str(path)], check=False)
    except SuspendNotSupported:
        screen.say(f"written: {short(path)}. This terminal cannot be given to an editor", "warning")
    except (OSError, ValueError) as error:
        screen.say(f"{editor} could not be started: {error}", "error")
    screen.refresh(layout=True)
