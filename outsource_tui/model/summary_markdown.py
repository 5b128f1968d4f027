"""The summary as a page of Markdown: CommonMark and tables, the same bytes for the same figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from outsource_tui.model import markdown as md
from outsource_tui.model.clock import DAY_NAMES, hm, hours_words
from outsource_tui.model.dates import WriteDate
from outsource_tui.model.group import Group
from outsource_tui.model.summary import ALL_PARTS, ActivityLine, GroupLine, Part, Stretch, SummaryData
from outsource_tui.model.tune_up import CreptBack, GroupTuneUp, NextStep, Step

WriteMoney = Callable[[Decimal, str], str]
"""Writes an amount in a currency as the user writes money."""


@dataclass(frozen=True, slots=True)
class Hand:
    """How the user writes dates and money."""

    date: WriteDate
    money: WriteMoney


def write(
    data: SummaryData, hand: Hand, parts: Sequence[Part] = ALL_PARTS, front_matter: bool = False
) -> str:
    """Return the page; parts without anything to say are left out."""
    blocks = [md.heading(1, data.period.title(hand.date))]
    if data.empty:
        blocks.append(f"Nothing was logged {_in_period(data)}.")
    for part in parts:
        blocks += _PARTS[part](data, hand)
    page = "\n\n".join(block for block in blocks if block) + "\n"
    return (_front_matter(data) if front_matter else "") + page


def part_of(data: SummaryData, hand: Hand, part: Part) -> str:
    """Return the Markdown of one part alone, empty where there is nothing to say."""
    return "\n\n".join(_PARTS[part](data, hand))


def _front_matter(data: SummaryData) -> str:
    """YAML of figures and fixed words alone: nothing in it comes from a user."""
    p = data.period
    lines = [
        "---",
        f"{p.length}: {p.name}" if p.length != "span" else "kind: span",
        f"from: {p.first.isoformat()}",
        f"to: {p.last.isoformat()}",
        f"logged_minutes: {round(data.logged)}",
        f"coverage: {data.coverage:.2f}",
        f"hand_over_minutes: {round(data.to_hand_over)}",
        f"handed_over_minutes_a_week: {round(data.handed_over)}",
        f"won_back_minutes: {'null' if data.won_back is None else round(data.won_back)}",
        "---",
        "",
        "",
    ]
    return "\n".join(lines)


def _headline(data: SummaryData, hand: Hand) -> list[str]:
    if data.empty:
        return []
    lines = [
        f"**Logged:** {hours_words(data.logged)}, {percent(data.coverage)} of the time in my days",
        f"**To hand over:** {hours_words(data.to_hand_over)}, {percent(data.share_to_hand_over)} of the log",
        f"**Handed over:** {_handed_over(data)}",
        f"**Won back:** {won_back_words(data)}",
    ]
    return [md.bullets(lines)]


def _handed_over(data: SummaryData) -> str:
    if not data.away:
        return "nothing yet"
    count = len(data.away)
    return f"{hours_words(data.handed_over)} a week in {count} {'group' if count == 1 else 'groups'}"


def won_back_words(data: SummaryData) -> str:
    """Return what was won back in the period in words, or why nobody can say."""
    if data.won_back is not None:
        weeks = "" if data.won_weeks == 1 else f" in {data.won_weeks} counted weeks"
        return f"{hours_words(data.won_back)}{weeks}"
    if not data.measured:
        return "nothing yet: no group has been handed over"
    week = data.week
    if week is not None and not week.counted:
        return f"not measured: {week.standing}"
    return "not measured: " + next((g.why_unknown for g in data.measured if g.why_unknown), "no full week")


def _activities(data: SummaryData, hand: Hand) -> list[str]:
    if not data.activities:
        return []
    rows = [
        [
            md.inline(a.activity.name),
            hm(a.minutes),
            percent(a.share),
            str(a.times),
            _mark(a),
            _group_name(a.group),
        ]
        for a in data.activities
    ]
    header = ["Activity", "Time", "Share", "Times", "Mark", "Group"]
    return [
        "## Where the time went",
        md.table(header, rows, ["left", "right", "right", "right", "left", "left"]),
    ]


def _mark(a: ActivityLine) -> str:
    if a.marked and a.marked < a.times:
        return f"to hand over {a.marked} of {a.times}"
    if a.marked:
        return "to hand over"
    return "core" if a.activity.core else ""


def _group_name(group: Group | None) -> str:
    return md.inline(group.name) if group else ""


def _highlights(data: SummaryData, hand: Hand) -> list[str]:
    if not data.highlights:
        return []
    rows = [
        [
            md.inline(a.activity.name),
            hm(a.marked_minutes),
            ", ".join(r.value.replace("-", " ") for r in a.activity.reasons),
            _group_name(a.group),
        ]
        for a in data.highlights
    ]
    return [
        "## To hand over",
        md.table(["Activity", "Time", "Why", "Group"], rows, ["left", "right", "left", "left"]),
    ]


def _groups(data: SummaryData, hand: Hand) -> list[str]:
    if not data.groups:
        return []

    def money(amount: Decimal | None, line: GroupLine) -> str:
        return md.inline(hand.money(amount, line.group.currency)) if amount is not None else "–"

    rows = [
        [
            md.inline(g.group.name),
            md.inline(g.group.assignee) or "nobody yet",
            str(g.group.state),
            hm(g.weekly),
            money(g.cost, g),
            money(g.win, g),
            ", ".join(md.inline(a.name) for a in g.activities),
        ]
        for g in data.groups
    ]
    header = ["Group", "With", "State", "Hours a week", "Cost a week", "Win a week", "Activities"]
    align = ["left", "left", "left", "right", "right", "right", "left"]
    return ["## Groups", md.table(header, rows, align)]


def _won_back(data: SummaryData, hand: Hand) -> list[str]:
    if not data.measured:
        return []
    rows = [_won_row(g, hand) for g in data.measured]
    header = ["Group", "Since", "Before", "Now", "Won a week", "Weeks", "In all, after effort", "Money"]
    align = ["left", "left", *["right"] * 6]
    notes = [f"{md.inline(g.group.name)}: {g.why_unknown}." for g in data.measured if g.why_unknown] + [
        _skipped(g) for g in data.measured if g.skipped
    ]
    return [
        "## Won back",
        md.table(header, rows, align),
        "Hours a week: *before* is the average of up to four logged weeks before the hand-over, *now* the "
        "average of the logged weeks since.",
        md.bullets(notes),
    ]


def _won_row(g: GroupTuneUp, hand: Hand) -> list[str]:
    def time(minutes: float | None) -> str:
        return "–" if minutes is None else hm(minutes)

    before = f"{time(g.baseline)} ({_weeks(len(g.before))})" if g.before else "–"
    money = md.inline(hand.money(g.money, g.group.currency)) if g.money is not None else "–"
    since = hand.date(g.handed_over) + (f", taken back {hand.date(g.ended)}" if g.ended else "")
    name = md.inline(g.group.name)
    return [name, since, before, time(g.average), time(g.won_back), str(len(g.since)), time(g.net), money]


def _weeks(count: int) -> str:
    return "1 week" if count == 1 else f"{count} weeks"


def _skipped(g: GroupTuneUp) -> str:
    names = [w.name for w in g.skipped]
    shown = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
    return f"{md.inline(g.group.name)}: left out for too little log: {shown}."


def _plans(data: SummaryData, hand: Hand) -> list[str]:
    if not data.plans:
        return []
    rows = [[md.inline(p.activity.name), hm(p.planned), hm(p.logged)] for p in data.plans]
    table = md.table(["Activity", "Planned, not done", "Logged"], rows, ["left", "right", "right"])
    return ["## Planned and done", table]


def _gaps(data: SummaryData, hand: Hand) -> list[str]:
    missing = [s for s in data.stretches if s.unlogged >= 0.5]
    if data.empty or not missing:
        return []
    rows = [[_days(s, hand), hm(s.unlogged), str(s.gaps), percent(s.coverage)] for s in missing]
    what = f"{hours_words(data.unlogged)} of my days {'is' if data.gaps == 1 else 'are'} not in the log."
    return [
        "## Not logged",
        what,
        md.table(["When", "Time", "Gaps", "Coverage"], rows, ["left", *["right"] * 3]),
    ]


def _days(s: Stretch, hand: Hand) -> str:
    if s.first == s.last:
        return f"{DAY_NAMES[s.first.weekday()]} {hand.date(s.first)}"
    return f"{hand.date(s.first)} – {hand.date(s.last)}"


def _crept_back(data: SummaryData, hand: Hand) -> list[str]:
    if not data.crept_back:
        return []
    return ["## Crept back", md.bullets(_crept_line(c, hand) for c in data.crept_back)]


def _crept_line(c: CreptBack, hand: Hand) -> str:
    days = [hand.date(s.day) for s in c.sittings]
    shown = ", ".join(days[:5]) + (f" and {len(days) - 5} more days" if len(days) > 5 else "")
    whose = f", with {md.inline(c.group.assignee)}" if c.group.assignee else ""
    return (
        f"{md.inline(c.activity.name)} ({md.inline(c.group.name)}{whose}): "
        f"{hours_words(c.minutes)} on {shown}"
    )


def _next_steps(data: SummaryData, hand: Hand) -> list[str]:
    steps = [_next_line(s) for s in data.tune_up.next_steps]
    if not steps and data.empty:
        return []
    if not steps:
        steps = ["Highlight what you would rather not do yourself"] if not data.highlights else []
    if not steps:
        return []
    return ["## Next steps", md.bullets(f"[ ] {step}" for step in steps)]


def _next_line(s: NextStep) -> str:
    what = md.inline(s.group.name if s.group else s.activities[0].name)
    size = f" ({hours_words(s.minutes)} a week)" if s.minutes >= 0.5 else ""
    if s.step is Step.TALK and s.group is not None:
        who = md.inline(s.group.assignee) or md.inline(s.group.name)
        return f"Talk with {who}: {md.inline(s.activities[0].name)} crept back{size}"
    words = {
        Step.GROUP: f"Find a group for {what}",
        Step.ASSIGN: f"Find somebody for {what}",
        Step.HAND_OVER: f"Hand {what} over to {md.inline(s.group.assignee) if s.group else ''}",
    }
    return words[s.step] + size


def _in_period(data: SummaryData) -> str:
    words = {
        "week": "in this week",
        "month": "in this month",
        "quarter": "in this quarter",
        "year": "in this year",
    }
    return words.get(data.period.length, "on these days")


def percent(share: float) -> str:
    """Return a share as "51 %"."""
    return f"{round(share * 100)} %"


_PARTS: dict[Part, Callable[[SummaryData, Hand], list[str]]] = {
    Part.HEADLINE: _headline,
    Part.ACTIVITIES: _activities,
    Part.HIGHLIGHTS: _highlights,
    Part.GROUPS: _groups,
    Part.WON_BACK: _won_back,
    Part.PLANS: _plans,
    Part.GAPS: _gaps,
    Part.CREPT_BACK: _crept_back,
    Part.NEXT: _next_steps,
}
