"""Everything that services can be asked to do, each with what must hold afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from outsource_tui.model.edit import Absorb, Overlap, Side
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.errors import UserError
from outsource_tui.model.group import State
from outsource_tui.model.proposal import Chosen
from outsource_tui.services.services import Services

from .scenes import NOW

Model = dict[str, Any]

Check = Callable[[Model, Model], bool]


class Use(NamedTuple):
    """Something a service is asked to do, and what must hold of the models before and after."""

    make: Callable[[], Any]
    holds: Check


class Draw:
    """What a use works on, chosen by drawn numbers."""

    def __init__(self, services: Services, numbers: Sequence[int], name: str) -> None:
        self.s = services
        self.numbers = numbers
        self.name = name
        repository = services.repository
        self.entries = sorted(repository.all_entries(), key=lambda e: e.id)
        self.activities = sorted(repository.activities(), key=lambda a: a.id)
        self.groups = list(repository.groups())

    def one(self, found: Sequence[Any], which: int = 0) -> Any:
        if not found:
            raise UserError("there is none")
        return found[self.numbers[which] % len(found)]

    @property
    def logged(self) -> Entry:
        entry: Entry = self.one([e for e in self.entries if not e.planned and e.end is not None])
        return entry

    @property
    def plan(self) -> Entry:
        entry: Entry = self.one([e for e in self.entries if e.planned])
        return entry

    @property
    def minutes(self) -> int:
        return self.numbers[1] % 120 - 60 or 5

    @property
    def day(self) -> date:
        return (NOW - timedelta(days=self.numbers[2] % 9)).date()


def total(model: Model, kind: Kind = Kind.LOGGED) -> float:
    """Return the minutes of one kind, leaving out what runs."""
    found = (e for e in model["entries"].values() if e.kind is kind and e.end is not None)
    return sum((e.end - e.start).total_seconds() / 60 for e in found)


def others_same(*ids: str) -> Check:
    """Every other entry is as it was."""

    def holds(before: Model, after: Model) -> bool:
        old = {i: e for i, e in before["entries"].items() if i not in ids}
        return old.items() <= after["entries"].items()

    return holds


def entries_same(before: Model, after: Model) -> bool:
    same: bool = before["entries"] == after["entries"]
    return same


def anything(before: Model, after: Model) -> bool:
    return True


def add(d: Draw) -> Use:
    hour, minute = d.numbers[1] % 22, d.numbers[0] % 50 + 5
    quick = d.s.log.parse(f"{d.day.isoformat()} {hour}:{minute:02}-{hour + 1} {d.name} #t")
    how = d.one(list(Overlap), 3)
    added = (quick.end - quick.start).total_seconds() / 60 if quick.end else 0

    def holds(before: Model, after: Model) -> bool:
        grown = total(after) - total(before)
        return grown == added if how is not Overlap.TRIM else grown <= added

    return Use(lambda: d.s.log.add(quick, how), holds)


def add_plan(d: Draw) -> Use:
    quick = d.s.log.parse(f"{d.day.isoformat()} {d.numbers[1] % 22}-{d.numbers[1] % 22 + 2}? {d.name}")
    more = Kind.PLANNED
    return Use(lambda: d.s.log.add(quick), lambda a, b: total(b, more) == total(a, more) + 120)


def running(model: Model) -> int:
    return sum(e.end is None for e in model["entries"].values())


def start(d: Draw) -> Use:
    return Use(lambda: d.s.log.start(d.name, overlap=Overlap.TRIM), lambda a, b: running(b) == 1)


def interrupt(d: Draw) -> Use:
    return Use(lambda: d.s.log.interrupt(d.name), lambda a, b: running(b) == 1)


def stop(d: Draw) -> Use:
    return Use(d.s.log.stop, lambda a, b: running(b) <= 1)


def again(d: Draw) -> Use:
    return Use(d.s.log.continue_last, lambda a, b: running(b) == 1)


def edit(d: Draw) -> Use:
    entry, text = d.logged, f"note {d.numbers[1]}"
    fields: dict[str, Any] = {"note": text, "tags": (d.name[:3].strip() or "x",), "hand_over": True}
    return Use(
        lambda: d.s.log.edit(entry.id, **fields),
        lambda a, b: b["entries"][entry.id].note == text and others_same(entry.id)(a, b),
    )


def delete(d: Draw) -> Use:
    entry = d.logged
    return Use(
        lambda: d.s.log.delete(entry.id),
        lambda a, b: {i: e for i, e in a["entries"].items() if i != entry.id} == b["entries"],
    )


def move(d: Draw) -> Use:
    entry = d.logged

    def holds(before: Model, after: Model) -> bool:
        moved = after["entries"][entry.id]
        same = moved.end - moved.start == entry.end - entry.start  # type: ignore[operator]
        return same and others_same(entry.id)(before, after)

    return Use(lambda: d.s.edit.move(entry.id, d.minutes), holds)


def move_edge(d: Draw) -> Use:
    entry, side = d.logged, d.one(list(Side), 2)
    return Use(lambda: d.s.edit.move_edge(entry.id, side, d.minutes), lambda a, b: len(a["entries"]) >= 1)


def split(d: Draw) -> Use:
    entry = d.logged
    at = entry.start + timedelta(minutes=d.numbers[1] % 70)
    return Use(
        lambda: d.s.edit.split(entry.id, [at]),
        lambda a, b: total(a) == total(b) and len(b["entries"]) == len(a["entries"]) + 1,
    )


def merge(d: Draw) -> Use:
    joining = d.s.edit.joining(d.logged.id)
    first, second = joining.first.id, joining.second.id
    return Use(
        lambda: d.s.edit.merge(first, second, first),
        lambda a, b: len(b["entries"]) == len(a["entries"]) - 1 and others_same(first, second)(a, b),
    )


def absorb(d: Draw) -> Use:
    logged = sorted((e for e in d.entries if not e.planned and e.end), key=lambda e: e.start)
    gaps = [(one.end, two.start) for one, two in pairwise(logged) if one.end and one.end < two.start]
    span, how = d.one(gaps), d.one(list(Absorb), 3)
    return Use(lambda: d.s.edit.absorb(*span, how), lambda a, b: total(b) >= total(a))


def rename(d: Draw) -> Use:
    activity, name = d.one(d.activities), f"{d.name} {d.numbers[1] % 4}"
    return Use(lambda: d.s.edit.rename(activity.id, name), entries_same)


def merge_activities(d: Draw) -> Use:
    one, other = d.one(d.activities), d.one(d.activities, 1)
    return Use(lambda: d.s.edit.merge_activities(one.id, other.id), lambda a, b: total(a) == total(b))


def confirm(d: Draw) -> Use:
    plan = d.plan
    return Use(
        lambda: d.s.plan.confirm(plan.id, overlap=Overlap.KEEP),
        lambda a, b: not b["entries"][plan.id].planned and total(b) > total(a),
    )


def skip(d: Draw) -> Use:
    plan = d.plan
    return Use(
        lambda: d.s.plan.skip(plan.id), lambda a, b: a["entries"].keys() - b["entries"].keys() == {plan.id}
    )


def carry(d: Draw) -> Use:
    plans = [plan.id for plan in d.entries if plan.planned]
    to = (d.s.clock.now() + timedelta(days=1)).date()
    return Use(
        lambda: d.s.plan.carry_over(plans, to), lambda a, b: total(a, Kind.PLANNED) == total(b, Kind.PLANNED)
    )


def copy_day(d: Draw) -> Use:
    to = (d.s.clock.now() + timedelta(days=1)).date()
    return Use(
        lambda: d.s.plan.copy_day(d.day, to), lambda a, b: total(a) == total(b) and others_same()(a, b)
    )


def highlight(d: Draw) -> Use:
    name = d.one(d.activities).name
    return Use(lambda: d.s.review.mark(name, on=True), lambda a, b: total(a) == total(b))


def reason(d: Draw) -> Use:
    return Use(lambda: d.s.review.reason(d.one(d.activities).name, "routine"), entries_same)


def core(d: Draw) -> Use:
    return Use(lambda: d.s.review.core(d.one(d.activities).name), lambda a, b: total(a) == total(b))


def sitting(d: Draw) -> Use:
    entry = d.logged
    return Use(lambda: d.s.review.mark_entry(entry.id), others_same(entry.id))


def value(d: Draw) -> Use:
    return Use(lambda: d.s.review.value(d.one(d.activities).name, d.numbers[1] % 4), entries_same)


def reviewed(d: Draw) -> Use:
    return Use(d.s.review.review_done, entries_same)


def new_group(d: Draw) -> Use:
    ids = [a.id for a in d.activities[: d.numbers[1] % 3]]
    name = f"Group {d.numbers[0] % 5}"
    return Use(
        lambda: d.s.board.new_group(name, ids),
        lambda a, b: len(b["groups"]) == len(a["groups"]) + 1 and entries_same(a, b),
    )


def move_card(d: Draw) -> Use:
    activity, group = d.one(d.activities), d.one(d.groups, 1)
    return Use(
        lambda: d.s.board.move_cards([activity.id], group.id),
        lambda a, b: b["activities"][activity.id].group == group.id and entries_same(a, b),
    )


def assign(d: Draw) -> Use:
    group = d.one(d.groups)
    return Use(
        lambda: d.s.board.assign(group.id, assignee=f"Ana {d.numbers[1] % 3}", rate=str(d.numbers[2] % 90)),
        lambda a, b: b["groups"][group.id].assignee == f"Ana {d.numbers[1] % 3}",
    )


def state(d: Draw) -> Use:
    group, wanted = d.one(d.groups), d.one(list(State), 1)
    return Use(
        lambda: d.s.board.assign(group.id, state=wanted), lambda a, b: b["groups"][group.id].state is wanted
    )


def brief(d: Draw) -> Use:
    group = d.one(d.groups)
    return Use(
        lambda: d.s.board.edit_brief(group.id, outcome=f"done {d.numbers[1]}"),
        lambda a, b: b["groups"][group.id].brief.outcome == f"done {d.numbers[1]}",
    )


def reorder(d: Draw) -> Use:
    group, before = d.one(d.groups), d.one(d.groups, 1)
    return Use(
        lambda: d.s.board.reorder(group.id, before.id), lambda a, b: len(a["groups"]) == len(b["groups"])
    )


def rename_group(d: Draw) -> Use:
    group = d.one(d.groups)
    return Use(lambda: d.s.board.rename(group.id, f"Renamed {d.numbers[1] % 5}"), entries_same)


def no_group(group_id: str) -> Check:
    def holds(before: Model, after: Model) -> bool:
        gone = group_id not in after["groups"]
        return gone and all(a.group != group_id for a in after["activities"].values())

    return holds


def delete_group(d: Draw) -> Use:
    group = d.one(d.groups)
    return Use(lambda: d.s.board.delete(group.id), no_group(group.id))


def merge_groups(d: Draw) -> Use:
    one, other = d.one(d.groups), d.one(d.groups, 1)
    return Use(
        lambda: d.s.board.merge([one.id, other.id]),
        lambda a, b: len(b["groups"]) == len(a["groups"]) - (one.id != other.id) and entries_same(a, b),
    )


def accept(d: Draw) -> Use:
    ids = tuple(a.id for a in d.activities[:2])
    return Use(lambda: d.s.board.accept([Chosen("Bookkeeping", ids)]), entries_same)


def refuse(d: Draw) -> Use:
    return Use(lambda: d.s.board.refuse([Chosen("Marketing", (d.one(d.activities).id,))]), entries_same)


def day_text(d: Draw) -> Use:
    present = d.s.day_text.entries(d.day)
    lines = [line for line in d.s.day_text.write(d.day, present).splitlines() if line]
    if d.numbers[0] % 2 and len(lines) > 3:
        lines.pop()
    lines.append(f"{d.numbers[1] % 9 + 1}:00-{d.numbers[1] % 9 + 1}:10 {d.name}")
    change = d.s.day_text.read(d.day, present, "\n".join(lines))
    return Use(lambda: d.s.day_text.store(change), others_same(*(entry.id for entry in present)))


LOG = (add, start, interrupt, stop, again, edit, delete, day_text)
EDIT = (move, move_edge, split, merge, absorb, rename, merge_activities)
PLAN = (add_plan, confirm, skip, carry, copy_day)
REVIEW = (highlight, reason, core, sitting, value, reviewed)
BOARD = (
    new_group, move_card, assign, state, brief, reorder, rename_group, delete_group, merge_groups, accept,
    refuse,
)  # fmt: skip
