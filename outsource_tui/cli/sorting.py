"""The verbs that decide: highlight, core, group, ungroup, assign."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from outsource_tui.model.activity import Reason
from outsource_tui.model.errors import InputError
from outsource_tui.model.group import State

if TYPE_CHECKING:
    from outsource_tui.cli.context import Context
    from outsource_tui.model.change import Change


def highlight_options(parser: ArgumentParser) -> None:
    """`outsource highlight NAME`."""
    parser.add_argument("name", metavar="NAME", help="the activity")
    parser.add_argument(
        "--reason", action="append", default=[], choices=[str(r) for r in Reason], help="why; may be repeated"
    )
    parser.add_argument("--off", action="store_true", help="take the highlight (or the reasons given) away")


def highlight_run(context: Context) -> None:
    """Mark an activity as one to hand over, with its reasons, as one change."""
    review = context.services.review
    activity = review.by_name(context.args.name)
    reasons = [Reason(r) for r in context.args.reason]
    if reasons:
        _tell(context, review.reason(activity.name, reasons, not context.args.off))
    else:
        _tell(context, review.mark(activity.name, not context.args.off))


def core_options(parser: ArgumentParser) -> None:
    """`outsource core NAME`."""
    parser.add_argument("name", metavar="NAME", help="the activity")
    parser.add_argument("--off", action="store_true", help="it is not core after all")


def core_run(context: Context) -> None:
    """Mark an activity as the business itself."""
    review = context.services.review
    _tell(context, review.core(review.by_name(context.args.name).name, not context.args.off))


def group_options(parser: ArgumentParser) -> None:
    """`outsource group NAME GROUP`."""
    parser.add_argument("name", metavar="NAME", help="the activity")
    parser.add_argument("group", metavar="GROUP", help="the group; made if there is none of that name")


def group_run(context: Context) -> None:
    """Put an activity into a group, which is made if it is new."""
    activity = context.services.review.by_name(context.args.name)
    board = context.services.board
    wanted = context.args.group
    if not wanted.strip():
        raise InputError("the group needs a name: outsource group Invoices Bookkeeping")
    found = next((g for g in context.services.repository.groups() if g.key == _key(wanted)), None)
    if found is None:
        _tell(context, board.new_group(wanted, (activity.id,)))
    else:
        _tell(context, board.place(activity.id, found.id))


def ungroup_options(parser: ArgumentParser) -> None:
    """`outsource ungroup NAME`."""
    parser.add_argument("name", metavar="NAME", help="the activity")


def ungroup_run(context: Context) -> None:
    """Take an activity out of its group."""
    activity = context.services.review.by_name(context.args.name)
    _tell(context, context.services.board.place(activity.id, ""))


_TERMS: dict[str, tuple[str, str, str]] = {
    "to": ("assignee", "WHO", "the person or team that takes it"),
    "rate": ("rate", "N", "money an hour"),
    "currency": ("currency", "C", "of the rate, where it is not that of the settings: €, USD"),
    "state": ("state", "S", ", ".join(str(s) for s in State)),
    "hours": ("weekly_hours", "N", "hours a week that are expected"),
    "start": ("start_on", "DAY", "when it starts: 2026-11-30, monday"),
    "hand-over-hours": ("hand_over_hours", "N", "hours of yours to hand it over, once"),
    "checking-hours": ("checking_hours", "N", "hours of yours a week to look at the work"),
}
"""Options of `assign`: the field that each sets, what stands for its value, and help."""


def assign_options(parser: ArgumentParser) -> None:
    """`outsource assign GROUP`."""
    parser.add_argument("group", metavar="GROUP", help="the group")
    for option, (field, sign, told) in _TERMS.items():
        parser.add_argument(f"--{option}", dest=field, metavar=sign, help=told)


def assign_run(context: Context) -> None:
    """Say who takes a group, for how much, from when, and how far it is."""
    given = {field: getattr(context.args, field) for field, _, _ in _TERMS.values()}
    if all(value is None for value in given.values()):
        options = [f"--{option} {sign}" for option, (_, sign, _) in _TERMS.items()]
        raise InputError(f"say what to change: {', '.join(options[:-1])} or {options[-1]}")
    group = context.services.board.group_named(context.args.group)
    _tell(context, context.services.board.assign(group.id, **given))


def _key(name: str) -> str:
    from outsource_tui.model.text import match_key

    return match_key(name)


def _tell(context: Context, change: Change) -> None:
    context.say(change.label if change else "nothing to change: it is so already")
