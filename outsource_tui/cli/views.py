"""The JSON documents that other programs read, and their lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outsource_tui.model.week import hands_over

if TYPE_CHECKING:
    from outsource_tui.model.activity import Activities
    from outsource_tui.model.board import Board
    from outsource_tui.model.day import Day
    from outsource_tui.model.entry import Entry
    from outsource_tui.model.review import Review
    from outsource_tui.services.log import Status


def entry_json(entry: Entry, activities: Activities, day: Day) -> dict[str, Any]:
    """Return an entry; `start` and `end` whole, in the viewer's zone; `hand_over` as it counts."""
    activity = activities.get(entry.activity)
    return {
        "id": entry.id,
        "start": entry.start.astimezone(day.zone).isoformat(),
        "end": entry.end.astimezone(day.zone).isoformat() if entry.end else None,
        "activity": activity.name,
        "tags": list(entry.tags),
        "note": entry.note,
        "kind": str(entry.kind),
        "hand_over": hands_over(entry, activity),
    }


def day_json(day: Day, activities: Activities) -> dict[str, Any]:
    """Return a day: its entries by start, its gaps, minutes logged and the share that is covered."""
    return {
        "date": day.date.isoformat(),
        "zone": day.zone.key,
        "entries": [entry_json(b.entry, activities, day) for b in day.blocks if b.entry],
        "gaps": [{"start": a.isoformat(), "end": b.isoformat()} for a, b in day.gaps],
        "logged_minutes": round(day.logged),
        "coverage": round(day.coverage, 4),
    }


def status_json(status: Status, activities: Activities) -> dict[str, Any]:
    """Return what runs and today's minutes."""
    running = entry_json(status.running, activities, status.day) if status.running else None
    if running is not None and status.running is not None:
        passed = status.day.now - status.running.start
        running["minutes"] = int(passed.total_seconds() // 60)
    return {
        "running": running,
        "logged_minutes": round(status.logged_minutes),
        "gap_minutes": round(status.gap_minutes),
    }


def week_json(review: Review) -> dict[str, Any]:
    """Return a week's activities, most time first."""
    return {
        "week": review.last.name,
        "from": review.first.first.isoformat(),
        "to": review.last.last.isoformat(),
        "activities": [
            {
                "name": row.activity.name,
                "minutes": round(row.log.minutes),
                "times": row.log.times,
                "by_day": [round(m) for m in row.log.by_day],
                "highlighted": row.activity.highlighted is not None,
                "reasons": [str(r) for r in row.activity.reasons],
                "core": row.activity.core,
                "group": row.group.name if row.group else None,
            }
            for row in review.rows
        ],
        "logged_minutes": round(review.logged),
        "hand_over_minutes": round(review.hand_over),
    }


def board_json(board: Board) -> dict[str, Any]:
    """Return the groups in the board's order, and what is highlighted without a group."""
    groups = []
    ungrouped: list[str] = []
    for column in board.columns:
        names = [card.activity.name for card in column.cards]
        if column.group is None:
            ungrouped = names
            continue
        group = column.group
        groups.append(
            {
                "name": group.name,
                "assignee": group.assignee or None,
                "rate": float(group.rate) if group.rate is not None else None,
                "state": str(group.state),
                "activities": names,
                "minutes": round(column.minutes),
            }
        )
    return {"week": board.week.name, "groups": groups, "ungrouped": ungrouped}
