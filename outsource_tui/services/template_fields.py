"""What a user's own template can name. Every text is Markdown already, with user text escaped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from outsource_tui.model.clock import hm, hours_words
from outsource_tui.model.crept_back import CreptBack
from outsource_tui.model.day import covered_words
from outsource_tui.model.group import Group
from outsource_tui.model.markdown import inline
from outsource_tui.model.summary import ALL_PARTS, ActivityLine, GroupLine, Part, PlanLine, SummaryData
from outsource_tui.model.summary_markdown import part_of, reasons_words, won_back_words
from outsource_tui.model.tune_up_markdown import Hand, next_line, percent


def template_fields(data: SummaryData, hand: Hand, parts: Sequence[Part]) -> dict[str, Any]:
    """Return the named fields: figures as numbers of minutes, with filters' worth of words beside them."""
    fields = _Fields(hand)
    return {
        "title": data.period.title(hand.date),
        "name": data.period.name,
        "first": hand.date(data.period.first),
        "last": hand.date(data.period.last),
        "first_iso": data.period.first.isoformat(),
        "last_iso": data.period.last.isoformat(),
        "empty": data.empty,
        **fields.time("logged", data.logged),
        **fields.time("to_hand_over", data.to_hand_over),
        **fields.time("core", data.core),
        **fields.time("handed_over", data.handed_over),
        **fields.time("not_logged", data.unlogged),
        "coverage": covered_words(data.coverage),
        "share_to_hand_over": percent(data.share_to_hand_over),
        "won_back": won_back_words(data),
        "won_back_minutes": data.won_back,
        "gaps": data.gaps,
        "activities": [fields.activity(a) for a in data.activities],
        "highlights": [fields.activity(a) for a in data.highlights],
        "groups": [fields.group(g) for g in data.groups],
        "plans": [fields.plan(p) for p in data.plans],
        "crept_back": [fields.crept(c) for c in data.crept_back],
        "next_steps": [next_line(s) for s in data.tune_up.next_steps],
        "parts": {part.value.replace("-", "_"): part_of(data, hand, part, parts) for part in ALL_PARTS},
        "shown": [part.value.replace("-", "_") for part in parts],
        "hm": hm,
        "hours": hours_words,
    }


class _Fields:
    """Turns the lines of a summary into plain values."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand

    @staticmethod
    def time(name: str, minutes: float) -> dict[str, Any]:
        return {name: hours_words(minutes), f"{name}_minutes": minutes}

    def activity(self, a: ActivityLine) -> dict[str, Any]:
        return {
            "name": inline(a.activity.name),
            "time": hm(a.minutes),
            "minutes": a.minutes,
            "times": a.times,
            "share": percent(a.share),
            "core": a.activity.core,
            "hand_over": bool(a.marked),
            "hand_over_time": hm(a.marked_minutes),
            "reasons": reasons_words(a.activity),
            "group": inline(a.group.name) if a.group else "",
        }

    def group(self, g: GroupLine) -> dict[str, Any]:
        return {
            "name": inline(g.group.name),
            "with": inline(g.group.assignee),
            "assignee": inline(g.group.assignee),
            "state": str(g.group.state),
            "time": hm(g.minutes),
            "weekly": hm(g.weekly),
            "weekly_minutes": g.weekly,
            "cost": self._money(g.cost, g.group),
            "win": self._money(g.win, g.group),
            "activities": [inline(a.name) for a in g.activities],
        }

    @staticmethod
    def plan(p: PlanLine) -> dict[str, Any]:
        return {
            "name": inline(p.activity.name),
            "planned": hm(p.planned),
            "done": hm(p.done),
            "took": hm(p.taken),
            "left": hm(p.left),
            "logged": hm(p.logged),
        }

    def crept(self, c: CreptBack) -> dict[str, Any]:
        return {
            "name": inline(c.activity.name),
            "group": inline(c.group.name),
            "assignee": inline(c.group.assignee),
            "time": hm(c.minutes),
            "times": c.times,
            "days": [self._date(s.day) for s in c.sittings],
        }

    def _money(self, amount: Decimal | None, group: Group) -> str:
        return inline(self._hand.money(amount, group.currency)) if amount is not None else ""

    def _date(self, day: date) -> str:
        return self._hand.date(day)
