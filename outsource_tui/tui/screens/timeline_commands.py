"""The commands of the timeline, each declared once."""

from __future__ import annotations

from typing import Any

from outsource_tui.tui.commands import Command


def _on_entry(screen: Any) -> bool:
    view = screen.timeline.selected
    return view is not None and view.entry is not None


def _on_block(screen: Any) -> bool:
    return screen.timeline.selected is not None


def _on_gap(screen: Any) -> bool:
    view = screen.timeline.selected
    return view is not None and view.entry is None


def _can_join(screen: Any) -> bool:
    return bool(screen.timeline.selected_can_join)


def _enter(screen: Any) -> str:
    view = screen.timeline.selected
    return "fill" if view is None else str(view.enter)


def _on_logged(screen: Any) -> bool:
    view = screen.timeline.selected
    return view is not None and view.entry is not None and not view.planned


def _on_finished(screen: Any) -> bool:
    return _on_logged(screen) and not screen.timeline.selected.running


def _runs(screen: Any) -> bool:
    return screen.services.log.running() is not None


LOGGING, EDITING, DAYS, HONEST, PLANS = "Log", "Edit the block", "Days", "Time that is missing", "Plans"

COMMANDS = (
    Command("log", "n", "log", "Type what you did, or plan with a ? behind the time", LOGGING, True),
    Command("start", "s", "start", "Start something now; what runs is stopped", LOGGING, True),
    Command("stop", "x", "stop", "Stop what runs", LOGGING, True, possible=_runs),
    Command("open_block", "enter", "edit",
            "Edit the entry, fill the gap, start the plan or say that it is done", EDITING, True,
            possible=_on_block, now=_enter),
    Command("continue", "c", "continue", "Start the activity of the block again, now", LOGGING,
            possible=_on_logged),
    Command("interrupt", "I", "interrupt", "Start something else; what runs goes on when that stops", LOGGING,
            possible=_runs),
    Command("paste", "P", "paste", "Log many lines at once, copied from notes", LOGGING),
    Command("start_earlier", "left_square_bracket", "edges",
            "Move the start earlier; a shared edge moves both", EDITING, True, "[ ] { }", possible=_on_block),
    Command("start_later", "right_square_bracket", "start later", "Move the start later", EDITING,
            possible=_on_block),
    Command("end_earlier", "left_curly_bracket", "end earlier", "Move the end earlier", EDITING,
            possible=_on_block),
    Command("end_later", "right_curly_bracket", "end later", "Move the end later", EDITING,
            possible=_on_block),
    Command("move_earlier", "shift+up,K", "move earlier", "Move the block alone, earlier", EDITING,
            possible=_on_entry),
    Command("move_later", "shift+down,J", "move later", "Move the block later", EDITING, possible=_on_entry),
    Command("split", "S", "split", "Split the block at one time or several", EDITING, True,
            possible=_on_logged),
    Command("merge", "m", "merge", "Join the block with the next, or a gap with its neighbours", EDITING,
            True, possible=_can_join),
    Command("fill", "f", "fill", "Give the gap to the block before or after it, or share it", HONEST,
            possible=_on_gap),
    Command("duplicate", "y", "duplicate", "Type the same again with another time", EDITING,
            possible=_on_entry),
    Command("delete", "d,delete", "delete", "Take the entry out of the log, or skip the plan", EDITING, True,
            "d", possible=_on_entry),
    Command("rename", "R", "rename", "Rename the activity, or make it one with another", EDITING,
            possible=_on_entry),
    Command("editor", "e", "editor", "Edit the whole day as text in $EDITOR", EDITING),
    Command("gaps", "G", "gaps", "List all gaps and overlaps of the week, to mend them", HONEST),
    Command("up", "up,k", "up", "To the block before", DAYS),
    Command("down", "down,j", "down", "To the next block", DAYS),
    Command("first", "home", "first", "To the first block", DAYS),
    Command("last", "end", "last", "To the last block", DAYS),
    Command("page_up", "pageup", "page up", "Eight blocks up", DAYS),
    Command("page_down", "pagedown", "page down", "Eight blocks down", DAYS),
    Command("day_before", "left,h", "day", "To the day before", DAYS, True, "←→"),
    Command("next_day", "right,l", "next day", "To the next day", DAYS),
    Command("week_before", "less_than_sign", "week before", "To the same day a week before", DAYS),
    Command("next_week", "greater_than_sign", "next week", "To the same day of the next week", DAYS),
    Command("today", "t,full_stop", "today", "To today, and to what runs", DAYS),
    Command("jump", "g", "go to date", "Type a date to go to", DAYS),
    Command("month", "M", "month", "A month's days, with hours and coverage", DAYS),
    Command("find", "slash", "find", "Find entries by text, across all years", DAYS),
    Command("larger", "plus,equals_sign", "larger", "More rows an hour", DAYS),
    Command("smaller", "minus", "smaller", "Fewer rows an hour", DAYS),
    Command("plan", "v", "plan day", "Plan this day like another one", PLANS),
    Command("carry", "o", "carry over", "Carry plans that were left over to today or the next day", PLANS),
    Command("history", "Z", "history", "What was changed, to go back several steps", LOGGING),
)  # fmt: skip
