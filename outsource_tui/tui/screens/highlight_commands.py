"""The commands of the highlight screen."""

from __future__ import annotations

from typing import Any

from outsource_tui.tui.commands import Command

_MARK, _LOOK, _MOVE, _RATE = "Mark", "Look", "Move", "Rate"


def _has_row(screen: Any) -> bool:
    return screen.table.row is not None


def _has_hint(screen: Any) -> bool:
    return any(row.hint for row in screen.wanted())


def _has_hints(screen: Any) -> bool:
    return any(row.hint for row in screen.shown)


def _has_gap(screen: Any) -> bool:
    return screen.review is not None and screen.review.barest_day is not None


def _has_week(screen: Any) -> bool:
    return screen.review is not None and bool(screen.review.rows)


def _has_rating(screen: Any) -> bool:
    return _has_week(screen) and any(r.activity.energy or r.activity.value for r in screen.review.rows)


def _is_guiding(screen: Any) -> bool:
    return bool(screen.guide.step)


COMMANDS = (
    Command("mark", "space", "mark", "Mark every time that you did it, or take the mark off", _MARK, True,
            possible=_has_row),
    Command("reason('dislike')", "d", "dislike", "You dislike it; a reason marks too", _MARK, True,
            possible=_has_row),
    Command("reason('routine')", "r", "routine", "It is routine", _MARK, True, possible=_has_row),
    Command("reason('not-core')", "n", "not core", "It is not your core business", _MARK, True,
            possible=_has_row),
    Command("reason('not-my-strength')", "w", "not my strength", "It is not your strength", _MARK, True,
            possible=_has_row),
    Command("reason('ideal-world')", "i", "ideal world", "In an ideal world you would not do it", _MARK, True,
            possible=_has_row),
    Command("core", "o", "core", "It is your business itself: never suggested", _MARK, True,
            possible=_has_row),
    Command("occurrences", "enter", "each", "See each time, and mark single ones", _MARK, True,
            possible=_has_row),
    Command("take_all", "a", "take ◇", "Take all suggestions that are shown", _MARK, True,
            possible=_has_hints),
    Command("take", "t", "take this ◇", "Take the suggestion on this row", _MARK, possible=_has_hint),
    Command("refuse", "X", "refuse ◇", "Refuse the suggestion; it does not come back", _MARK, True,
            possible=_has_hint),
    Command("mark_many", "m", "mark many", "Mark by tag, all like this one, or all that are shown", _MARK,
            possible=_has_row),
    Command("select", "x", "select", "Select this row too: keys then count for all selected", _MARK,
            possible=_has_row),
    Command("select_on(1)", "shift+down,J", "select down", "Select on downwards", _MARK, possible=_has_row),
    Command("select_on(-1)", "shift+up,K", "select up", "Select on upwards", _MARK, possible=_has_row),
    Command("week(-1)", "left,h,less_than_sign", "week", "Go to the week before", _LOOK, True, "← →"),
    Command("week(1)", "right,l,greater_than_sign", "next week", "Go to the week after", _LOOK, show="→"),
    Command("this_week", "full_stop", "this week", "Go to the week of today", _LOOK),
    Command("span", "p", "period", "Take 1, 2, 4 or more weeks together", _LOOK, True),
    Command("sort", "s", "sort", "Choose the order of the rows", _LOOK, True,
            possible=_has_week),
    Command("show", "f", "filter", "Show only marked, unmarked, suggested, new, core, or a tag", _LOOK, True,
            possible=_has_week),
    Command("search", "slash", "find", "Show only names that hold what you type", _LOOK, possible=_has_week),
    Command("clear", "escape", "clear", "Take away the selection or the filter, else leave the guide", _LOOK),
    Command("gaps", "g", "gaps", "Go to the day of this week with most time that is not logged", _LOOK,
            possible=_has_gap),
    Command("finish", "F", "finish review", "Remember that this review is done", _LOOK, possible=_has_week),
    Command("next_step", "tab", "next step", "Go on in the first review's guide", _LOOK,
            possible=_is_guiding),
    Command("guide", "G", "guide", "Be led through a review in four steps", _LOOK, possible=_has_week),
    Command("energy", "e", "energy", "Say whether it drains you, is neutral or gives energy", _RATE,
            possible=_has_row),
    Command("value", "v", "value", "Say what it is worth to your business: 1, 2, 3 or nothing", _RATE,
            possible=_has_row),
    Command("quadrants", "Q", "quadrants", "See what to delegate, replace, invest in and produce", _RATE,
            possible=_has_rating),
    Command("move(-1)", "up,k", "up", "Go up a row", _MOVE),
    Command("move(1)", "down,j", "down", "Go down a row", _MOVE),
    Command("page(-1)", "pageup", "page up", "Go up a page", _MOVE),
    Command("page(1)", "pagedown", "page down", "Go down a page", _MOVE),
    Command("edge(0)", "home", "first row", "Go to the first row", _MOVE),
    Command("edge(1)", "end", "last row", "Go to the last row", _MOVE),
)  # fmt: skip
