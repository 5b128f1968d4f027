"""The brief of a group as evidence: what the log says of each task, and what is still unsaid.

Nothing here is guessed: figures come from sittings in the log, words from what the user wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from outsource_tui.model.activity import Activity
from outsource_tui.model.clock import Week
from outsource_tui.model.entry import Entry
from outsource_tui.model.group import Group
from outsource_tui.model.value import dataclass

MOST_EXAMPLES = 3
ENOUGH = 3
"""With fewer sittings nothing is called usual."""
OFTEN_IN, MOST = 0.5, 0.75
"""A weekday is usual where two weeks at least, and this share of those looked at, have it; and usual ones are
named where together they have this share of the sittings."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One time of doing a task, in the viewer's zone; `minutes` of time that passed.

    `planned` is how many minutes it had been planned to take, None where it was not.
    """

    start: datetime
    end: datetime
    minutes: float
    note: str = ""
    tags: tuple[str, ...] = ()
    planned: float | None = None

    @property
    def told(self) -> str:
        """What the user wrote about it, to compare: note and tags, whatever their case."""
        return " ".join((self.note.strip(), *self.tags)).casefold().strip()


@dataclass(frozen=True, slots=True)
class Task:
    """An activity of the group with its sittings of the weeks looked at, oldest first."""

    activity: Activity
    sittings: tuple[Sitting, ...]
    weeks: int

    @property
    def times(self) -> int:
        """How many sittings."""
        return len(self.sittings)

    @property
    def minutes_a_week(self) -> float:
        """Average minutes a week over the weeks looked at."""
        return sum(s.minutes for s in self.sittings) / self.weeks if self.weeks else 0.0

    @property
    def lengths(self) -> tuple[float, float, float] | None:
        """Shortest, median and longest sitting in minutes, None without any."""
        if not self.sittings:
            return None
        lengths = sorted(s.minutes for s in self.sittings)
        return lengths[0], median(lengths), lengths[-1]

    @property
    def usual_days(self) -> tuple[int, ...]:
        """Weekdays (0 is Monday) on which it begins week by week; none where there is no habit."""
        if self.times < ENOUGH:
            return ()
        weeks = Counter(day.weekday() for day in {s.start.date() for s in self.sittings})
        found = sorted(day for day, count in weeks.items() if count >= max(2, OFTEN_IN * self.weeks))
        on_them = sum(s.start.weekday() in found for s in self.sittings)
        return tuple(found) if len(found) <= 3 and on_them >= MOST * self.times else ()

    @property
    def usual_starts(self) -> tuple[time, time] | None:
        """Between which half hours the middle half of the sittings begins; the same time twice, to five
        minutes, where that is within half an hour; None where there is no habit."""
        if self.times < ENOUGH:
            return None
        starts = sorted(s.start.hour * 60 + s.start.minute for s in self.sittings)
        first, last = starts[len(starts) // 4], starts[(3 * len(starts)) // 4]
        if last - first <= 30:
            about = time(*divmod(starts[len(starts) // 2] // 5 * 5, 60))
            return about, about
        first, last = first // 30 * 30, -(-last // 30) * 30
        if last - first > 4 * 60 or last >= 24 * 60:
            return None
        return time(*divmod(first, 60)), time(*divmod(last, 60))

    @property
    def examples(self) -> tuple[Sitting, ...]:
        """The latest sittings that say most, in order of time, no two of which say the same.

        First those with a note, then those with tags; then, for how long it takes, the longest, the shortest
        and those of other lengths.
        """
        by_time = sorted(self.sittings, key=lambda s: s.start, reverse=True)
        noted = [s for s in by_time if s.note.strip()]
        tagged = [s for s in by_time if s.tags and not s.note.strip()]
        silent = [s for s in by_time if not s.told]
        ends = [max(silent, key=lambda s: s.minutes), min(silent, key=lambda s: s.minutes)] if silent else []
        chosen: dict[str, Sitting] = {}
        for sitting in (*noted, *tagged, *ends, *silent):
            chosen.setdefault(sitting.told or f"{sitting.minutes:.0f}", sitting)
        return tuple(sorted(list(chosen.values())[:MOST_EXAMPLES], key=lambda s: s.start))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the log says about a group over `weeks` (oldest first); `by_week` in minutes.

    `so_far` is True where that is the present week alone, which is not over.
    """

    group: Group
    tasks: tuple[Task, ...]
    weeks: tuple[Week, ...]
    by_week: tuple[float, ...]
    today: date
    so_far: bool = False

    @property
    def average(self) -> float:
        """Average minutes a week."""
        return sum(self.by_week) / len(self.by_week) if self.by_week else 0.0

    @property
    def sittings(self) -> int:
        """How many sittings in all."""
        return sum(task.times for task in self.tasks)

    @property
    def questions(self) -> tuple[str, ...]:
        """What the brief does not answer yet: a question for each empty field."""
        group, brief = self.group, self.group.brief
        asked = (
            (brief.outcome, "What is different once this is off the desk?"),
            (brief.scope, "What belongs to it, and what does not?"),
            (brief.tools, "Which tools and accounts are needed, and who gives access?"),
            (brief.done, "When is a task done, and who looks at it?"),
            (group.assignee, "Who takes it over?"),
            (group.start_on or group.handed_over_on, "When does it start?"),
            (brief.deadline, "Are there deadlines, and how fast must an answer come?"),
            (group.rate is not None, "What is the rate?"),
            (brief.cap, "How many hours are the most without asking?"),
        )
        return tuple(question for answer, question in asked if not answer)

    @property
    def thin(self) -> tuple[Task, ...]:
        """Tasks of which too little is in the log to call anything usual."""
        return tuple(task for task in self.tasks if task.times < ENOUGH)


def median(ordered: Sequence[float]) -> float:
    """Return the middle of values in order."""
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def evidence_of(
    group: Group,
    activities: Sequence[Activity],
    entries: Iterable[tuple[str, Entry]],
    weeks: Sequence[Week],
    now: datetime,
    *,
    so_far: bool = False,
) -> Evidence:
    """Gather what `entries` (activity id, entry) say within `weeks`, without those the user keeps.

    Times of day are those of the zone of `now`.
    """
    zone = now.tzinfo
    if not isinstance(zone, ZoneInfo):
        raise TypeError("now needs the viewer's zone")
    bounds = [week.bounds(zone) for week in weeks]
    by_week = [0.0] * len(weeks)
    own: dict[str, list[Sitting]] = {a.id: [] for a in activities}
    for activity_id, entry in entries:
        if entry.planned or entry.hand_over is False or activity_id not in own:
            continue
        inside = [entry.seconds(first, last, now) / 60 for first, last in bounds]
        if not any(inside):
            continue
        by_week = [a + b for a, b in zip(by_week, inside, strict=True)]
        start, end = entry.start.astimezone(zone), entry.end_at(now).astimezone(zone)
        planned = _planned(entry)
        own[activity_id].append(Sitting(start, end, sum(inside), entry.note, entry.tags, planned))
    tasks = [Task(a, tuple(sorted(own[a.id], key=lambda s: s.start)), len(weeks)) for a in activities]
    tasks.sort(key=lambda task: (-task.minutes_a_week, task.activity.key))
    today = now.astimezone(zone).date()
    return Evidence(group, tuple(tasks), tuple(weeks), tuple(by_week), today, so_far)


def _planned(entry: Entry) -> float | None:
    """The minutes that an entry had been planned to take; None if it was not, or as something else."""
    plan = entry.plan
    if plan is None or plan.activity != entry.activity:
        return None
    return (plan.end - plan.start).total_seconds() / 60
