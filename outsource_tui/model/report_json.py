"""The tune-up and the summary as plain JSON values: minutes as numbers, dates as ISO 8601, text as stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from outsource_tui.model.clock import Week
from outsource_tui.model.crept_back import CreptBack
from outsource_tui.model.summary import SummaryData
from outsource_tui.model.tune_up import GroupTuneUp, NextStep, TrendWeek, TuneUp

Json = dict[str, Any]


def tune_up_json(report: TuneUp) -> Json:
    """Return the whole tune-up; None (null) where a figure cannot be known yet."""
    return {
        "until": report.until.isoformat(),
        "won_back_minutes": _minutes(report.won_back) if report.measured else None,
        "won_in_all_minutes": _minutes(report.net) if report.measured else None,
        "money": _amount(report.money),
        "weeks": [_week(w) for w in report.weeks],
        "groups": [_group(g) for g in report.groups],
        "crept_back": [_crept(c) for c in report.crept_back],
        "next": [_step(s) for s in report.next_steps],
    }


def summary_json(data: SummaryData) -> Json:
    """Return the figures of a period, without the tune-up's weeks."""
    return {
        "period": data.period.name,
        "from": data.period.first.isoformat(),
        "to": data.period.last.isoformat(),
        "logged_minutes": _minutes(data.logged),
        "coverage": round(data.coverage, 4),
        "hand_over_minutes": _minutes(data.to_hand_over),
        "core_minutes": _minutes(data.core),
        "handed_over_minutes_a_week": _minutes(data.handed_over),
        "won_back_minutes": _minutes(data.won_back),
        "unlogged_minutes": _minutes(data.unlogged),
        "gaps": data.gaps,
        "activities": [
            {
                "name": a.activity.name,
                "minutes": _minutes(a.minutes),
                "times": a.times,
                "hand_over_minutes": _minutes(a.marked_minutes),
                "core": a.activity.core,
                "reasons": [str(r) for r in a.activity.reasons],
                "group": a.group.name if a.group else None,
            }
            for a in data.activities
        ],
        "groups": [
            {
                "name": g.group.name,
                "assignee": g.group.assignee,
                "state": str(g.group.state),
                "minutes": _minutes(g.minutes),
                "weekly_minutes": _minutes(g.weekly),
                "cost": _amount(g.cost),
                "win": _amount(g.win),
                "activities": [a.name for a in g.activities],
            }
            for g in data.groups
        ],
        "planned": [
            {
                "name": p.activity.name,
                "planned_minutes": _minutes(p.planned),
                "done_minutes": _minutes(p.done),
                "taken_minutes": _minutes(p.taken),
                "left_minutes": _minutes(p.left),
                "minutes": _minutes(p.logged),
            }
            for p in data.plans
        ],
        "crept_back": [_crept(c) for c in data.crept_back],
        "next": [_step(s) for s in data.tune_up.next_steps],
    }


def _week(w: TrendWeek) -> Json:
    return {
        "week": w.week.name,
        "from": w.week.first.isoformat(),
        "to": w.week.last.isoformat(),
        "counted": w.counted,
        "standing": str(w.standing),
        "logged_minutes": _minutes(w.logged),
        "core_minutes": _minutes(w.core),
        "hand_over_minutes": _minutes(w.to_hand_over),
        "won_back_minutes": _minutes(w.won_back),
        "coverage": round(w.coverage, 4),
    }


def _group(g: GroupTuneUp) -> Json:
    return {
        "name": g.group.name,
        "assignee": g.group.assignee,
        "state": str(g.group.state),
        "activities": [a.name for a in g.activities],
        "handed_over": g.handed_over.isoformat(),
        "taken_back": _day(g.ended),
        "baseline_minutes": _minutes(g.baseline),
        "baseline_weeks": _names(g.before),
        "average_minutes": _minutes(g.average),
        "weeks_since": _names(g.since),
        "weeks_left_out": _names(g.skipped),
        "won_back_minutes": _minutes(g.won_back),
        "won_in_all_minutes": _minutes(g.won_in_all),
        "spent_minutes": _minutes(g.spent),
        "net_minutes": _minutes(g.net),
        "money": _amount(g.money),
        "unknown": g.why_unknown or None,
    }


def _crept(c: CreptBack) -> Json:
    return {
        "activity": c.activity.name,
        "group": c.group.name,
        "minutes": _minutes(c.minutes),
        "times": c.times,
        "days": [s.day.isoformat() for s in c.sittings],
    }


def _step(s: NextStep) -> Json:
    return {
        "step": str(s.step),
        "group": s.group.name if s.group else None,
        "activities": [a.name for a in s.activities],
        "minutes": _minutes(s.minutes),
        "weeks": s.weeks,
    }


def _names(weeks: Iterable[Week]) -> list[str]:
    return [w.name for w in weeks]


def _minutes(value: float | None) -> float | None:
    """Minutes to a hundredth, whole ones without a fraction."""
    if value is None:
        return None
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _amount(value: Decimal | None) -> float | None:
    return None if value is None else float(round(value, 2))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
