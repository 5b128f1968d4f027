"""The verbs around the day: settings, remind, tune-up, completion."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from outsource_tui.model.clock import hours_words
from outsource_tui.model.errors import InputError

if TYPE_CHECKING:
    from outsource_tui.cli.context import Context
    from outsource_tui.settings import Settings


def settings_options(parser: ArgumentParser) -> None:
    """`outsource settings`."""
    parser.add_argument("--path", action="store_true", help="print where the file is, and do nothing else")
    parser.add_argument("--keys", action="store_true", help="print every command's keys, to be changed")
    parser.add_argument(
        "--template", action="store_true", help="make a template for the summary, to be changed"
    )


def settings_run(context: Context) -> None:
    """Make the commented settings file on first wish; check it and say where it is."""
    from outsource_tui.settings import Settings, load_settings, settings_path
    from outsource_tui.settings_file import make_settings_file

    path = settings_path()
    if context.args.path:
        context.say(str(path))
        return
    if context.args.keys:
        from outsource_tui.tui.keymap import listing

        context.say(*listing())
        return
    if context.args.template:
        from outsource_tui.services.template import TEMPLATE_NAME, make_template

        template = path.parent / TEMPLATE_NAME
        context.say(f"{'made' if make_template(template) else 'there already'}: {template}")
        return
    made = make_settings_file(path)
    settings = load_settings(path)
    _without_complaint(settings)
    if settings.keys or settings.theme != Settings().theme:
        _judged_by_the_screen(settings)
    context.say(f"{'made' if made else 'in order'}: {path}")


def _without_complaint(settings: Settings) -> None:
    """Refuse what other verbs go on without: names that are no setting, and parts that the summary lacks."""
    from outsource_tui.model.summary import parts_named
    from outsource_tui.settings import where

    for notice in settings.notices:
        raise InputError(notice)
    try:
        parts_named(settings.summary_parts)
    except InputError as error:
        raise InputError(f"{where('summary_parts')}: {error.message}") from error


def _judged_by_the_screen(settings: Settings) -> None:
    """Refuse keys and a theme that the app could not use; only the app knows its own."""
    from outsource_tui.tui.preferences import complaints
    from outsource_tui.tui.theme import theme_names

    for complaint in complaints(settings, theme_names()):
        raise InputError(complaint)


def remind_options(parser: ArgumentParser) -> None:
    """`outsource remind`: for cron and systemd."""


def remind_run(context: Context) -> None:
    """Print one line where there is something to be reminded of, else nothing."""
    services = context.services
    settings = services.settings
    now = services.clock.now()
    status = services.log.status()
    if status.running is not None:
        passed = (now - status.running.start).total_seconds() / 60
        if settings.long_running and passed > settings.long_running:
            context.say(f"{status.activity} has been running for {hours_words(passed)}: is it still?")
        return
    day = status.day
    waiting = (now - day.gaps[-1][0]).total_seconds() / 60 if day.gaps else 0.0
    open_gap = bool(day.gaps) and day.gaps[-1][1] >= now.replace(second=0, microsecond=0)
    if settings.nudge_after and day.counts and open_gap and waiting >= settings.nudge_after:
        context.say(f"nothing logged for {hours_words(waiting)}: log it with: outsource log Invoices")
    elif services.habit.review_due:
        context.say("your week is due for a review: open outsource and press 2")


def tune_up_options(parser: ArgumentParser) -> None:
    """`outsource tune-up`."""
    parser.add_argument("--until", metavar="DATE", help="as of this day; today if left out")
    parser.add_argument("--json", action="store_true", help="print JSON")


def tune_up_run(context: Context) -> None:
    """Say what was won back, what crept back, and what is next."""
    args = context.args
    until = context.day(args.until) if args.until else None
    if args.json:
        context.say_json(context.services.tune_up.json(until))
        return
    context.deliver(context.services.tune_up.markdown(until), None, page=True)


SHELLS = ("bash", "zsh", "fish")


def completion_options(parser: ArgumentParser) -> None:
    """`outsource completion SHELL`."""
    parser.add_argument("shell", nargs="?", choices=SHELLS, help="bash, zsh or fish")


def completion_run(context: Context) -> None:
    """Print the completion script of a shell."""
    from outsource_tui.cli.completion import script

    if context.args.shell is None:
        raise InputError("for which shell? Write: outsource completion bash, zsh or fish")
    context.deliver(script(context.args.shell), None)


def names_options(parser: ArgumentParser) -> None:
    """`outsource names`: what completion offers."""
    what = ("activities", "groups", "backups", "states")
    parser.add_argument("what", choices=what, metavar="WHAT", help=", ".join(what))


def names_run(context: Context) -> None:
    """Print the names of one kind, a line each."""
    context.say(*_NAMES[context.args.what](context))


def _backup_names(context: Context) -> list[str]:
    from outsource_tui.cli.keeping import keeper_of

    return ["latest", *(kept.path.name for kept in keeper_of(context).backups())]


def _states(context: Context) -> list[str]:
    from outsource_tui.model.group import State

    return [str(state) for state in State]


_NAMES: dict[str, Callable[[Context], Iterable[str]]] = {
    "activities": lambda context: sorted(a.name for a in context.services.repository.activities()),
    "groups": lambda context: sorted(group.name for group in context.services.repository.groups()),
    "backups": _backup_names,
    "states": _states,
}
