"""The summary as a page of Markdown: CommonMark and tables, the same bytes for the same figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from outsource_tui.model import markdown as md
from outsource_tui.model.activity import Activity
from outsource_tui.model.clock import DAY_NAMES, hm, hours_words
from outsource_tui.model.day import covered, covered_words
from outsource_tui.model.group import Group
from outsource_tui.model.summary import ALL_PARTS, ActivityLine, GroupLine, Part, Stretch, SummaryData
from outsource_tui.model.tune_up_markdown import (
    Hand,
    coming_lines,
    crept_blocks,
    money_notes,
    percent,
    step_blocks,
    won_back_blocks,
)


def write(
    data: SummaryData, hand: Hand, parts: Sequence[Part] = ALL_PARTS, front_matter: bool = False
) -> str:
    """Return the page; parts without anything to say are left out."""
    blocks = [md.heading(1, data.period.title(hand.date))]
    if data.empty:
        blocks.append(f"Nothing was logged {_in_period(data)}.")
    for part in parts:
        blocks += _blocks(data, hand, part, parts)
    page = "\n\n".join(block for block in blocks if block) + "\n"
    return (_front_matter(data) if front_matter else "") + page


def part_of(data: SummaryData, hand: Hand, part: Part, parts: Sequence[Part]) -> str:
    """Return the Markdown of one part of a page with these `parts`, empty where there is nothing to say."""
    return "\n\n".join(block for block in _blocks(data, hand, part, parts) if block)


def _blocks(data: SummaryData, hand: Hand, part: Part, parts: Sequence[Part]) -> list[str]:
    if part is Part.WON_BACK and Part.GROUPS in parts:  # why money is unknown stands once on a page
        noted = {g.group.id for g in _priced(data) if g.cost is not None}
        return won_back_blocks(data.measured, hand, noted)
    return _PARTS[part](data, hand)


def _priced(data: SummaryData) -> list[GroupLine]:
    """The groups whose money can be told: of work that the log does not know by then, nothing is said."""
    return [g for g in data.groups if g.weekly]


def _front_matter(data: SummaryData) -> str:
    """YAML of figures and fixed words alone: nothing in it comes from a user."""
    p = data.period
    lines = [
        "---",
        f"{p.length}: {p.name}" if p.length != "span" else "kind: span",
        f"from: {p.first.isoformat()}",
        f"to: {p.last.isoformat()}",
        f"logged_minutes: {round(data.logged)}",
        f"coverage: {covered(data.coverage) / 100:.2f}",
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
        f"**Logged:** {hours_words(data.logged)}, {covered_words(data.coverage)} of the time in my days",
        f"**To hand over:** {hours_words(data.to_hand_over)}, {percent(data.share_to_hand_over)} of the log",
        f"**Handed over:** {_handed_over(data, hand)}",
        f"**Won back:** {won_back_words(data)}",
    ]
    return [md.bullets(lines)]


def _handed_over(data: SummaryData, hand: Hand) -> str:
    coming = coming_lines(data.tune_up.coming, hand, md.inline)
    if not data.away:
        return "; ".join(coming) or "nothing yet"
    count = len(data.away)
    now = f"{hours_words(data.handed_over)} a week in {count} {'group' if count == 1 else 'groups'}"
    return "; ".join([now, *coming])


def won_back_words(data: SummaryData) -> str:
    """Return what was won back in the period in words, or why nobody can say."""
    if data.won_back is not None:
        weeks = "" if data.won_weeks == 1 else f" in {data.won_weeks} counted weeks"
        return f"{hours_words(data.won_back)}{weeks}"
    return f"{'not measured' if data.measured else 'nothing yet'}: {data.why_not_measured}"


def _activities(data: SummaryData, hand: Hand) -> list[str]:
    if not data.activities:
        return []
    rows = [
        [md.inline(a.activity.name), hm(a.minutes), percent(a.share), str(a.times), _mark(a)]
        for a in data.activities
    ]
    header = ["Activity", "Time", "Share", "Times", "Mark"]
    return ["## Where the time went", md.table(header, rows, ["left", *["right"] * 3, "left"])]


def _mark(a: ActivityLine) -> str:
    if a.marked and a.marked < a.times:
        return f"hand over {a.marked} of {a.times}"
    if a.marked:
        return "hand over"
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
            reasons_words(a.activity),
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

    priced = _priced(data)

    def money(amount: Decimal | None, line: GroupLine) -> str:
        if amount is None or line not in priced:
            return "–"
        return md.inline(hand.money(amount, line.group.currency))

    rows = [
        [
            md.inline(g.group.name),
            md.inline(g.group.assignee) or "nobody yet",
            str(g.group.state),
            _or_dash(g.weekly),
            money(g.cost, g),
            money(g.win, g),
            ", ".join(md.inline(a.name) for a in g.activities),
        ]
        for g in data.groups
    ]
    header = ["Group", "With", "State", "Hours", "Cost", "Win", "Activities"]
    align = ["left", "left", "left", "right", "right", "right", "left"]
    notes = money_notes((g.group, g.deal) for g in priced if g.cost is not None)
    return ["## Groups", md.table(header, rows, align), "Hours, cost and win are a week's.", *notes]


def _won_back(data: SummaryData, hand: Hand) -> list[str]:
    return won_back_blocks(data.measured, hand)


def _plans(data: SummaryData, hand: Hand) -> list[str]:
    if not data.plans:
        return []
    rows = [
        [md.inline(p.activity.name), hm(p.planned), _or_dash(p.done), _or_dash(p.taken), _or_dash(p.left)]
        for p in data.plans
    ]
    header = ["Activity", "Planned", "Done", "Took", "Open"]
    sums = [sum(part) for part in zip(*((p.done, p.taken, p.left) for p in data.plans), strict=True)]
    table = md.table(header, rows, ["left", *["right"] * 4])
    return ["## Planned and done", _plan_words(sums, data.period.last > data.until), table]


def _plan_words(sums: Sequence[float], going_on: bool) -> str:
    done, taken, left = sums
    parts = []
    if done:
        more = taken - done
        how = "as planned" if abs(more) < 1 else f"{hours_words(abs(more))} {'more' if more > 0 else 'less'}"
        parts.append(f"What was planned as {hours_words(done)} took {hours_words(taken)}, {how}.")
    if left:
        more_than_one = left >= 120
        open_ = "are open" if more_than_one else "is open"
        missed = "were not done" if more_than_one else "was not done"
        parts.append(f"{hours_words(left)} of the plans {open_ if going_on else missed}.")
    return " ".join(parts)


def _or_dash(minutes: float) -> str:
    return hm(minutes) if minutes >= 0.5 else "–"


def _gaps(data: SummaryData, hand: Hand) -> list[str]:
    missing = [s for s in data.stretches if s.unlogged >= 0.5]
    if data.empty or not missing:
        return []
    rows = [[_days(s, hand), hm(s.unlogged), str(s.gaps), covered_words(s.coverage)] for s in missing]
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
    return crept_blocks(data.crept_back, hand)


def _next_steps(data: SummaryData, hand: Hand) -> list[str]:
    if not data.tune_up.next_steps and data.activities and not data.groups:
        return ["## Next steps", "- [ ] Highlight what you would rather not do yourself"]
    return step_blocks(data.tune_up.next_steps)


def _in_period(data: SummaryData) -> str:
    words = {
        "week": "in this week",
        "month": "in this month",
        "quarter": "in this quarter",
        "year": "in this year",
    }
    return words.get(data.period.length, "on these days")


def reasons_words(activity: Activity) -> str:
    """Return the reasons of a highlight in words."""
    return ", ".join(reason.words for reason in activity.reasons)


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
