"""The tune-up as Markdown: a page of its own, and the blocks that the summary shares with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal

from outsource_tui.model import markdown as md
from outsource_tui.model.clock import hm, hours_words
from outsource_tui.model.crept_back import CreptBack
from outsource_tui.model.dates import WriteDate
from outsource_tui.model.day import covered_words
from outsource_tui.model.group import Group
from outsource_tui.model.money import Deal, Missing
from outsource_tui.model.tune_up import GroupTuneUp, NextStep, Step, TuneUp
from outsource_tui.model.value import dataclass

TREND_WEEKS = 53
DAYS_SHOWN = 5
WriteMoney = Callable[[Decimal, str], str]
"""Writes an amount in a currency as the user writes money."""


@dataclass(frozen=True, slots=True)
class Hand:
    """How the user writes dates and money."""

    date: WriteDate
    money: WriteMoney


def write_tune_up(report: TuneUp, hand: Hand) -> str:
    """Return the tune-up alone as a page: the trend week by week, what was won, what is next."""
    blocks = [f"# Tune-up · {hand.date(report.until)}"]
    if not report.weeks:
        blocks.append("Nothing has been logged yet: log a week first.")
    elif not report.groups:
        blocks.append("No group has been handed over yet, so nothing can be won back so far.")
    blocks.append(md.bullets(coming_lines(report.coming, hand, md.inline)))
    blocks += [*won_back_blocks(report.groups, hand), *crept_blocks(report.crept_back, hand), *_trend(report)]
    blocks += step_blocks(report.next_steps)
    return "\n\n".join(block for block in blocks if block) + "\n"


def coming_lines(
    groups: Sequence[Group], hand: Hand, name: Callable[[str], str] = lambda text: text
) -> list[str]:
    """Return when each group that is still to be handed over starts; `name` writes its name."""
    return [f"{name(g.name)} starts {hand.date(g.handed_over_on)}" for g in groups if g.handed_over_on]


def _trend(report: TuneUp) -> list[str]:
    if not report.weeks:
        return []
    rows = [
        [
            w.week.name,
            hm(w.logged),
            hm(w.core),
            hm(w.to_hand_over),
            "" if w.won_back is None else hm(w.won_back),
            covered_words(w.coverage),
            "" if w.counted else str(w.standing),
        ]
        for w in report.weeks[-TREND_WEEKS:]
    ]
    header = ["Week", "Logged", "Core", "To hand over", "Won back", "Coverage", "Left out"]
    return ["## Week by week", md.table(header, rows, ["left", *["right"] * 5, "left"])]


def won_back_blocks(groups: Sequence[GroupTuneUp], hand: Hand, noted: Collection[str] = ()) -> list[str]:
    """The table of what each group won, with what was left out; of the groups `noted` (ids) it is said
    elsewhere why money is unknown."""
    if not groups:
        return []
    rows = [_won_row(g, hand) for g in groups]
    header = ["Group", "Since", "Before", "Now", "Won", "Weeks", "Net", "Money"]
    align = ["left", "left", *["right"] * 6]
    notes = [f"{md.inline(g.group.name)}: {g.why_unknown}." for g in groups if g.why_unknown] + [
        _skipped(g) for g in groups if g.skipped
    ]
    return [
        "## Won back",
        md.table(header, rows, align),
        "*Before* is the average of up to four logged weeks before the hand-over, *now* the average of the"
        " logged weeks since, *won* the difference, all hours a week; *weeks* is how many there were of each."
        " *Net* is what was won in all, less the hours of handing over and checking. *Money* is the net"
        " hours × the value of your hour, less the pay for agreed hours, or else for those won.",
        *money_notes((g.group, g.deal) for g in groups if g.deal and g.group.id not in noted),
        md.bullets(notes),
    ]


def money_notes(deals: Iterable[tuple[Group, Deal]]) -> list[str]:
    """Say why money is not known of some of these groups, each reason once, as a block of its own."""
    found: dict[Missing, list[str]] = {}
    for group, deal in deals:
        if deal.missing is not None:
            found.setdefault(deal.missing, []).append(md.inline(group.name))
    notes = {
        Missing.WORTH: "What is won in money is unknown: the settings do not say what your hour is worth.",
        Missing.SAME_MONEY: "Paid in another currency than yours, so not compared: {}.",
        Missing.RATE: "No rate yet: {}.",
    }
    return [note.replace("{}", ", ".join(found[why])) for why, note in notes.items() if why in found]


def _won_row(g: GroupTuneUp, hand: Hand) -> list[str]:
    def time(minutes: float | None) -> str:
        return "–" if minutes is None else hm(minutes)

    weeks = f"{len(g.before)} + {len(g.since)}"
    money = md.inline(hand.money(g.money, g.group.currency)) if g.money is not None else "–"
    since = hand.date(g.handed_over) + (f", taken back {hand.date(g.ended)}" if g.ended else "")
    name = md.inline(g.group.name)
    return [name, since, time(g.baseline), time(g.average), time(g.won_back), weeks, time(g.net), money]


def _skipped(g: GroupTuneUp) -> str:
    names = [w.name for w in g.skipped]
    shown = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
    return f"{md.inline(g.group.name)}: left out for too little log: {shown}."


def crept_blocks(crept: Sequence[CreptBack], hand: Hand) -> list[str]:
    """The list of what crept back."""
    return ["## Crept back", md.bullets(_crept_line(c, hand) for c in crept)] if crept else []


def _crept_line(c: CreptBack, hand: Hand) -> str:
    more = len(c.sittings) - DAYS_SHOWN
    days = ", ".join(hand.date(s.day) for s in c.sittings[:DAYS_SHOWN])
    shown = f"{days} and {more} more {'day' if more == 1 else 'days'}" if more > 0 else days
    whose = f", with {md.inline(c.group.assignee)}" if c.group.assignee else ""
    return (
        f"{md.inline(c.activity.name)} ({md.inline(c.group.name)}{whose}): "
        f"{hours_words(c.minutes)} on {shown}"
    )


def step_blocks(steps: Sequence[NextStep]) -> list[str]:
    """What is next, as a task list."""
    return ["## Next steps", md.bullets(f"[ ] {next_line(s)}" for s in steps)] if steps else []


def next_line(s: NextStep) -> str:
    """Return what to do next as one line of Markdown."""
    what = md.inline(s.group.name if s.group else s.activities[0].name)
    span = "a week" if s.weeks else "so far"
    size = f" ({hours_words(s.minutes)} {span})" if s.minutes >= 0.5 else ""
    if s.step is Step.TALK and s.group is not None:
        who = md.inline(s.group.assignee) or md.inline(s.group.name)
        return f"Talk with {who}: {md.inline(s.activities[0].name)} crept back{size}"
    words = {
        Step.GROUP: f"Find a group for {what}",
        Step.ASSIGN: f"Find somebody for {what}",
        Step.FIND_OTHER: f"Find somebody else for {what}, which was taken back",
        Step.HAND_OVER: f"Hand {what} over to {md.inline(s.group.assignee) if s.group else ''}",
    }
    return words[s.step] + size


def percent(share: float) -> str:
    """Return a share as "51 %"."""
    return f"{round(share * 100)} %"
