"""The tune-up side of the summary: its lines, and what each is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING

from outsource_tui.model.clock import Week, hm, hours_words
from outsource_tui.model.crept_back import CreptBack
from outsource_tui.model.day import covered_words
from outsource_tui.model.summary import SummaryData
from outsource_tui.model.tune_up import GroupTuneUp, NextStep, Step
from outsource_tui.model.tune_up_markdown import Hand, coming_lines, percent
from outsource_tui.model.value import dataclass, replace
from outsource_tui.tui.widgets.figures import Figure

if TYPE_CHECKING:
    from outsource_tui.model.activity import Activity


NOTE_WIDTH = 44
"""Fits the side at its narrowest."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries that count together: of these activities, on these days; with `to_hand_over` only what is to
    be handed over, or what is not."""

    heading: str
    words: str
    activities: tuple[str, ...]
    days: tuple[tuple[date, date], ...]
    to_hand_over: bool | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What a figure is made of: a title, a sentence that adds it up, and the entries."""

    title: str
    words: str
    batches: tuple[Batch, ...]


Line = tuple[Figure, Made | None]


class FigureLines:
    """Makes the lines of one summary; `spelled` puts keys into words that name commands in braces."""

    def __init__(self, data: SummaryData, hand: Hand, spelled: Callable[[str], str]) -> None:
        self._data, self._spelled = data, spelled
        self._hand = hand

    def lines(self) -> list[Line]:
        """Return every line, top to bottom."""
        sections = (self._period(), self._groups(), self._crept(), self._next())
        found: list[Line] = []
        for section in sections:
            if section and found:
                found.append((Figure(), None))
            found += section
        return found

    # this period

    def _period(self) -> list[Line]:
        data = self._data
        covered = f"{covered_words(data.coverage)} of your days" if data.logged else ""
        heading = Figure(name=data.period.words, detail=covered, heading=True)
        rows: list[Line] = [(heading, None)]
        every = tuple(a.activity.id for a in data.activities)
        marked = tuple(a.activity.id for a in data.highlights)
        core = tuple(a.activity.id for a in data.activities if a.activity.core)
        share = percent(data.share_to_hand_over)
        logged = Figure("logged", name="logged", figure=hm(data.logged))
        hand_over = Figure("hand-over", "◆", "hand-over", "to hand over", share, hm(data.to_hand_over))
        own = Figure("core", "★", "core", "core", "", hm(data.core))
        rows.append(self._sum(logged, data.logged, every))
        rows.append(self._sum(hand_over, data.to_hand_over, marked, to_hand_over=True))
        rows.append(self._sum(own, data.core, core, to_hand_over=False))
        if data.unlogged >= 0.5:
            gaps = "1 gap" if data.gaps == 1 else f"{data.gaps} gaps"
            rows.append((Figure("gaps", "┄", "dim", "not logged", gaps, hm(data.unlogged)), None))
        rows.append(self._won())
        return rows

    def _sum(
        self, figure: Figure, minutes: float, ids: tuple[str, ...], to_hand_over: bool | None = None
    ) -> Line:
        if not ids:
            return replace(figure, key=""), None
        days = ((self._data.period.first, self._data.period.last),)
        title = f"{figure.name[:1].upper()}{figure.name[1:]}"
        words = f"{hours_words(minutes)} in {self._title}"
        twice = sum(a.minutes for a in self._data.activities) - minutes
        if to_hand_over is None and twice >= 1:
            words += f"; {hours_words(twice)} were logged at the same time as something else and count once"
        return figure, Made(title, words, (Batch("", "", ids, days, to_hand_over),))

    @property
    def _title(self) -> str:
        return self._data.period.title(self._hand.date)

    def _won(self) -> Line:
        data = self._data
        if data.won_back is None:
            return Figure(glyph="▲", tone="dim", name="won back", detail=data.why_not_measured), None
        period = data.period
        batches = []
        for g in data.measured:
            weeks = [w for w in g.since if period.first <= w.first and w.last <= period.last]
            if g.baseline is not None and weeks:
                batches.append(_batch(g.group.name, f"{hm(g.baseline)} a week before", g.activities, weeks))
        words = (
            f"{hours_words(data.won_back)}: what each group took before, less what is still in the log here"
        )
        made = Made("Won back", words, tuple(batches))
        counted = f"{data.won_weeks} weeks" if data.won_weeks > 1 else ""
        return Figure("won", "▲", "won", "won back", counted, hm(data.won_back)), made

    # groups

    def _groups(self) -> list[Line]:
        data = self._data
        coming = coming_lines(data.tune_up.coming, self._hand)
        if not data.measured and not coming:
            note = self._spelled(_nothing_away(data))
            return [(Figure(name="Handed over", heading=True), None), *_note(note)]
        detail = "won a week" if data.measured else ""
        rows: list[Line] = [(Figure(name="Handed over", detail=detail, heading=True), None)]
        for g in data.measured:
            rows += self._group(g)
        return rows + [line for words in coming for line in _note(words)]

    def _group(self, g: GroupTuneUp) -> list[Line]:
        since = f"since {self._hand.date(g.handed_over)}"
        if g.ended:
            since = f"{self._hand.date(g.handed_over)} – {self._hand.date(g.ended)}, taken back"
        figure = hm(g.won_back) if g.won_back is not None else "–"
        key = f"group {g.group.id}"
        top = (Figure(key, "→", "core", g.group.name, g.group.assignee, figure), self._group_made(g))
        if g.won_back is None:
            return [top, *_note(f"{since}: {g.why_unknown}")]
        before, now = f"{hm(g.baseline or 0)} before", f"{hm(g.average or 0)} now"
        notes = [
            since,
            f"{before} ({len(g.before)} w) → {now} ({len(g.since)} w)",
            f"hours: {_balance(hm(abs(g.net or 0)), (g.net or 0) < 0)}{_spent(g)}",
        ]
        if g.money is not None:
            amount = self._hand.money(abs(g.money), g.group.currency)
            notes.append(f"money: {_balance(amount, g.money < 0)} after what they cost")
        if g.skipped:
            notes.append(f"{_count(len(g.skipped))} left out: too little log")
        return [top, *(line for note in notes for line in _note(note))]

    def _group_made(self, g: GroupTuneUp) -> Made:
        batches = (
            _batch("Before", _average(g.baseline, len(g.before)), g.activities, g.before),
            _batch("Since", _average(g.average, len(g.since)), g.activities, g.since),
        )
        if g.won_back is None:
            return Made(g.group.name, g.why_unknown, batches)
        words = f"{hm(g.baseline or 0)} − {hm(g.average or 0)} = {hm(g.won_back)} won back a week"
        return Made(g.group.name, words, batches)

    # what crept back, what is next

    def _crept(self) -> list[Line]:
        if not self._data.crept_back:
            return []
        rows: list[Line] = [(Figure(name="Crept back", heading=True), None)]
        return rows + [self._crept_line(c) for c in self._data.crept_back]

    def _crept_line(self, c: CreptBack) -> Line:
        more = len(c.sittings) - 1
        detail = self._hand.date(c.last) + (f" +{more}" if more else "")
        figure = Figure(f"crept {c.activity.id}", "↩", "back", c.activity.name, detail, hm(c.minutes))
        days_made = tuple((s.day, s.day) for s in c.sittings)
        words = f"{c.group.name} was handed over, and this is in the log again: {hours_words(c.minutes)}"
        return figure, Made(c.activity.name, words, (Batch("", "", (c.activity.id,), days_made),))

    def _next(self) -> list[Line]:
        steps = self._data.tune_up.next_steps
        if not steps:
            return []
        rows: list[Line] = [(Figure(name="Next", detail="hours a week", heading=True), None)]
        return rows + [self._step(s) for s in steps]

    def _step(self, s: NextStep) -> Line:
        group = s.group.name if s.group else ""
        name = s.activities[0].name
        who = (s.group.assignee if s.group else "") or group
        what = {
            Step.GROUP: ("◆", "hand-over", name, "has no group"),
            Step.ASSIGN: ("◆", "hand-over", group, "nobody has it yet"),
            Step.HAND_OVER: ("→", "core", group, f"hand over to {who}"),
            Step.FIND_OTHER: ("◆", "hand-over", group, "taken back: who else?"),
            Step.TALK: ("↩", "back", name, f"crept back{'' if s.weeks else ' so far'}: talk with {who}"),
        }[s.step]
        words = f"{hours_words(s.minutes)} so far: no full week has been logged since the hand-over"
        if s.weeks:
            words = f"{hours_words(s.minutes)} a week, the average of {_count(s.weeks)}"
        ids = tuple(a.id for a in s.activities)
        made = Made(what[2], words, (Batch("", "", ids, s.days),))
        key = f"{s.step} {s.group.id if s.group else ''} {s.activities[0].id}"
        return Figure(key, *what, hm(s.minutes)), made


def _batch(heading: str, words: str, activities: Iterable[Activity], weeks: Iterable[Week]) -> Batch:
    return Batch(heading, words, tuple(a.id for a in activities), tuple((w.first, w.last) for w in weeks))


def _nothing_away(data: SummaryData) -> str:
    if data.groups:
        return "Nothing yet. Press {screen(3)} and set a group's state to handed over."
    if data.highlights:
        return "Nothing yet. Press {screen(3)} to group what you marked."
    return "Nothing yet. Press {screen(2)} to mark what should not be yours."


def _note(text: str) -> list[Line]:
    """Return a sentence as lines that cannot be opened."""
    return [(Figure(name=line), None) for line in wrap(text, NOTE_WIDTH)]


def _balance(amount: str, lost: bool) -> str:
    return f"{amount} {'behind' if lost else 'ahead'}"


def _spent(g: GroupTuneUp) -> str:
    """The hours of handing over and checking, which are taken off."""
    return f" after {hm(g.spent)} of your effort" if g.spent >= 0.5 else ""


def _average(minutes: float | None, weeks: int) -> str:
    if minutes is None:
        return "no full week with enough log"
    return f"{hm(minutes * weeks)} in {_count(weeks)} = {hm(minutes)} a week"


def _count(weeks: int) -> str:
    return "1 week" if weeks == 1 else f"{weeks} weeks"
