"""The brief of a group as a page of Markdown, ready to send or to post."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from outsource_tui.model.activity import Reason
from outsource_tui.model.baseline import SO_FAR
from outsource_tui.model.brief import ENOUGH, Evidence, Sitting, Task
from outsource_tui.model.clock import DAY_NAMES, clock_words, hm, hours_words
from outsource_tui.model.dates import LONG_DAYS, WriteDate
from outsource_tui.model.markdown import bullets, heading, inline, paragraphs, table
from outsource_tui.model.value import dataclass

BLANK = "________"
_WHY = {
    Reason.ROUTINE: "routine",
    Reason.NOT_CORE: "not our core business",
    Reason.NOT_MY_STRENGTH: "somebody else is better at it",
}
"""What can be told to the person who takes it over; the other reasons are the user's own."""


@dataclass(frozen=True, slots=True)
class Pen:
    """How the user writes dates, money and plain numbers."""

    date: WriteDate
    money: Callable[[Decimal, str], str]
    number: Callable[[Decimal], str]


def write_brief(evidence: Evidence, pen: Pen) -> str:
    """Return the page; what nobody has said yet is a blank to fill."""
    return "\n\n".join(part for part in _parts(evidence, pen) if part) + "\n"


def _parts(evidence: Evidence, pen: Pen) -> Iterator[str]:
    group, brief = evidence.group, evidence.group.brief
    yield heading(1, group.name)
    yield _head(evidence, pen)
    yield "## What and why"
    yield _field("Outcome", brief.outcome, "what is different once this is off the desk")
    yield _field("Scope", brief.scope, "what belongs to it, and what does not")
    yield _why(evidence)
    yield "## Tasks"
    yield _tasks(evidence, pen)
    yield _total(evidence)
    yield from _examples(evidence, pen)
    yield "## Tools and access"
    yield _text(brief.tools, "tools, accounts, and who gives access")
    yield "## Definition of done"
    yield _text(brief.done, "when a task is done, and who looks at it")
    yield _field("Deadline", brief.deadline, "by when, or how fast")
    yield "## First week"
    yield _first_week(evidence, pen)
    yield "## Rate and cap"
    yield _money(evidence, pen)
    if brief.notes.strip():
        yield "## Notes"
        yield paragraphs(brief.notes)
    yield "## Questions left open"
    yield _questions(evidence)


def _blank(prompt: str) -> str:
    return f"{BLANK} *(to fill in: {prompt})*"


def _text(text: str, prompt: str) -> str:
    return paragraphs(text) or _blank(prompt)


def _field(label: str, text: str, prompt: str) -> str:
    return f"**{label}:** {_text(text, prompt)}"


def _head(evidence: Evidence, pen: Pen) -> str:
    group = evidence.group
    begins = group.start_on or group.handed_over_on
    start = pen.date(begins) if begins else ""
    return bullets(
        [
            f"**For:** {inline(group.assignee) or _blank('person or team')}",
            f"**Start:** {start or _blank('date')}",
            f"**Hours a week:** {_hours(evidence, pen)}",
            f"**Written:** {pen.date(evidence.today)}",
        ]
    )


def _hours(evidence: Evidence, pen: Pen) -> str:
    if evidence.group.weekly_hours is not None:
        return f"{pen.number(evidence.group.weekly_hours)} expected"
    if not evidence.average:
        return _blank("hours")
    hours = hours_words(evidence.average)
    return f"{hours} {SO_FAR}, by the log" if evidence.so_far else f"about {hours}, by the log"


def _why(evidence: Evidence) -> str:
    said = []
    for reason, words in _WHY.items():
        names = [inline(t.activity.name) for t in evidence.tasks if reason in t.activity.reasons]
        if names:
            said.append(f"{words} ({', '.join(names)})")
    return f"**Why it goes to somebody else:** {'; '.join(said)}" if said else ""


def _tasks(evidence: Evidence, pen: Pen) -> str:
    if not evidence.tasks:
        return "No task is in this group yet."
    a_week = SO_FAR.capitalize() if evidence.so_far else "A week"
    header = ["Task", "How often", "Usual length", "Usual times", a_week]
    rows = [
        [
            inline(t.activity.name),
            f"{t.times} ×" if evidence.so_far and t.times else _often(t, pen, _these(evidence)),
            _length(t),
            _times(t),
            hm(t.minutes_a_week) if t.times else "",
        ]
        for t in evidence.tasks
    ]
    return table(header, rows, ["left", "left", "left", "left", "right"])


def _often(task: Task, pen: Pen, these: str) -> str:
    if not task.times:
        return f"not in the log of {these}"
    if task.times >= max(ENOUGH, task.weeks):
        a_week = pen.number(round(Decimal(task.times) / task.weeks, 1))
        return f"{a_week} × a week"
    return f"{task.times} × in {task.weeks} week{'' if task.weeks == 1 else 's'}"


def _length(task: Task) -> str:
    lengths = task.lengths
    if lengths is None:
        return ""
    shortest, usual, longest = (hm(m) for m in lengths)
    return usual if shortest == longest else f"{usual} ({shortest} to {longest})"


def _times(task: Task) -> str:
    parts = []
    if task.usual_days:
        parts.append(", ".join(DAY_NAMES[day] for day in task.usual_days))
    if task.usual_starts is not None:
        first, last = task.usual_starts
        between = f"between {first:%H:%M} and {last:%H:%M}"
        parts.append(f"begins {between if first != last else f'about {first:%H:%M}'}")
    if not parts and task.sittings:
        return "no fixed time" if task.times >= ENOUGH else "seen too seldom to say"
    return " · ".join(parts)


def _total(evidence: Evidence) -> str:
    if not evidence.sittings:
        return ""
    count = len(evidence.weeks)
    if evidence.so_far:
        return f"**In all:** {hours_words(evidence.average)} {SO_FAR} ({evidence.weeks[0].name})."
    named = f"{evidence.weeks[0].name} to {evidence.weeks[-1].name}" if count > 1 else evidence.weeks[0].name
    over = f"{count} logged weeks" if count > 1 else "one logged week"
    text = f"**In all:** {hours_words(evidence.average)} a week over {over} ({named})"
    if count > 1:
        text += f", from {hours_words(min(evidence.by_week))} to {hours_words(max(evidence.by_week))}"
    return text + "."


def _examples(evidence: Evidence, pen: Pen) -> Iterator[str]:
    shown = [task for task in evidence.tasks if task.sittings]
    if shown:
        yield "## Real examples"
    for task in shown:
        yield f"**{inline(task.activity.name)}**"
        yield bullets(_example(sitting, task, pen) for sitting in task.examples)


def _example(sitting: Sitting, task: Task, pen: Pen) -> str:
    day = f"{DAY_NAMES[sitting.start.weekday()]} {pen.date(sitting.start.date())}"
    said = [inline(sitting.note)] if sitting.note.strip() else []
    said += [inline(f"#{tag}") for tag in sitting.tags]
    told = f": {' '.join(said)}" if said else ""
    long = ", ".join([hours_words(sitting.minutes), *_beside_length(sitting, task)])
    return f"{day}, {clock_words(sitting.start)}–{clock_words(sitting.end)} ({long}){told}"


def _beside_length(sitting: Sitting, task: Task) -> Iterator[str]:
    """What the log says about the length of a sitting: how it was planned, and of one without words, if none
    was longer or none shorter.
    """
    if sitting.planned and hm(sitting.planned) != hm(sitting.minutes):
        yield f"planned {hours_words(sitting.planned)}"
    if task.times >= ENOUGH and task.lengths is not None and not sitting.told:
        shortest, _, longest = (hm(minutes) for minutes in task.lengths)
        if shortest != longest and hm(sitting.minutes) in (shortest, longest):
            yield "the longest" if hm(sitting.minutes) == longest else "the shortest"


def _first_week(evidence: Evidence, pen: Pen) -> str:
    """The week as it usually goes: what falls on which day, from the log alone."""
    lines = []
    if evidence.group.hand_over_hours is not None:
        lines.append(f"Together, to hand it over: {pen.number(evidence.group.hand_over_hours)} h")
    fixed: dict[int, list[str]] = {}
    free = []
    for task in evidence.tasks:
        told = inline(task.activity.name)
        if task.lengths is not None:
            told += f" (about {hours_words(task.lengths[1])})"
        for day in task.usual_days:
            fixed.setdefault(day, []).append(told)
        if not task.usual_days:
            free.append(told)
    lines += [f"{LONG_DAYS[day]}: {', '.join(fixed[day])}" for day in sorted(fixed)]
    if free:
        lines.append(f"When it comes up: {', '.join(free)}")
    if evidence.group.checking_hours is not None:
        lines.append(f"Looking at the work together: {pen.number(evidence.group.checking_hours)} h a week")
    return bullets(lines) if lines else _blank("what comes first")


def _money(evidence: Evidence, pen: Pen) -> str:
    group = evidence.group
    rate = f"{inline(pen.money(group.rate, group.currency))} an hour" if group.rate is not None else ""
    lines = [
        f"**Rate:** {rate or _blank('money an hour')}",
        f"**Hour cap:** {inline(group.brief.cap) or _blank('the most hours without asking')}",
    ]
    hours = group.weekly_hours
    if hours is None and evidence.average:
        hours = Decimal(round(evidence.average)) / 60
    if group.rate is not None and hours is not None:
        cost = inline(pen.money(hours * group.rate, group.currency))
        measured = group.weekly_hours is None and evidence.so_far
        lines.append(f"**At these hours:** about {cost} {SO_FAR if measured else 'a week'}")
    return bullets(lines)


def _questions(evidence: Evidence) -> str:
    thin = [
        f"{inline(t.activity.name)} is {_seen(t)} in the log of {_these(evidence)}: "
        "how often and how long is it really?"
        for t in evidence.thin
    ]
    asked = [*evidence.questions, *thin]
    return bullets(asked) if asked else "None."


def _these(evidence: Evidence) -> str:
    if evidence.so_far:
        return "this week so far"
    return "this one week" if len(evidence.weeks) == 1 else "these weeks"


def _seen(task: Task) -> str:
    return {0: "not", 1: "only once", 2: "only twice"}[task.times]
