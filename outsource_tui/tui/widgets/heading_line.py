"""The line above a day: which one it is at the left, how far the week's log is at the right."""

from __future__ import annotations

from outsource_tui.model.clock import MONTH_NAMES, hm
from outsource_tui.model.day import covered_words
from outsource_tui.tui.widgets.cells import cut
from outsource_tui.tui.widgets.pieces import Piece
from outsource_tui.tui.widgets.week_line import GOOD_ENOUGH, WeekState

_DAY_WORDS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
WIDE, NARROW = 96, 70
"""Cells of the line from which on months are written out, and below which words are saved."""
DAYS_TO_REVIEW = 5
"""So many days in, a week shows what it is made of."""


def heading_line(state: WeekState, width: int) -> list[Piece]:
    """Return the line in `width` cells: figures of a week stand behind its number, not beside "today"."""
    day = state.shown
    year = f" {day.year}" if day.year != state.today.year else ""
    near = _NEAR.get((day - state.today).days, "")
    name, week = _DAY_WORDS[day.weekday()], f"week {state.week.week.number}"
    month = f"{day:%B}" if width >= WIDE else MONTH_NAMES[day.month - 1]
    if width < NARROW:
        name, near, week = name[:3], near or week, ""
    title, words = f"{name} {day.day} {month}{year}", f"  {near}" if near else ""
    used = len(title) + len(words)
    far = challenge(state, width - used - 2 - (len(week) + 3 if week else 0))
    right = cut(" · ".join(part for part in (week, far) if part), width - used - 1)
    space = " " * max(1, width - used - len(right))
    return [(title, "bold $foreground"), (words, "$text-muted"), (space, ""), (right, "$text-muted")]


def challenge(state: WeekState, room: int = 200) -> str:
    """Return how far the week's log is, in as many words as fit in `room` cells: "day 3 of 7 · 68 % logged
    · 1:50 missing". The first seven days of a log need not be those of a week: they are called what they are.
    """
    week = state.week
    first = max(week.week.first, week.since) if week.since is not None else week.week.first
    seven = "7"
    if week.since is not None and 0 <= (state.today - week.since).days < 7:
        first = week.since
        seven = "your first 7" if first != week.week.first else seven
    began = first <= state.today
    days = (state.today - first).days + 1
    parts = [f"day {days} of {seven}"] if began and days <= 7 else []
    if days > 7:
        parts = [f"{sum(1 for day in week.days if day.logged)} of 7 days logged"]
    if not week.logged:
        return " · ".join(parts)
    missing = sum(day.unlogged for day in week.days if day.counts)
    lack = f"{hm(missing)} missing" if missing >= 1 else "nothing missing"
    share = covered_words(week.coverage)
    tails = [[f"{share} logged", lack], [share, lack], [lack], []]
    if week.coverage >= GOOD_ENOUGH and days >= DAYS_TO_REVIEW:
        good = "good enough to review"
        richest = [f"{share} logged", lack, good]
        tails = [richest, [share, lack, good], [lack, good], [good], [lack], []]
    lines = [" · ".join([*parts, *tail]) for tail in tails]
    lines[-1:-1] = [line.replace("your first", "first") for line in lines[:-1]]
    return next((line for line in lines if len(line) <= room), lines[-1])
