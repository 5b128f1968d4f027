"""The commands of the board."""

from __future__ import annotations

from typing import Any

from outsource_tui.tui.commands import Command

_CARDS, _GROUPS, _MONEY, _LOOK, _MOVE = "Cards", "Groups", "Hand over", "Look", "Move"


def _has_card(screen: Any) -> bool:
    return screen.view.card is not None


def _has_group(screen: Any) -> bool:
    return screen.group is not None


def _has_groups(screen: Any) -> bool:
    return screen.board is not None and bool(screen.board.groups)


def _has_two(screen: Any) -> bool:
    return screen.board is not None and len(screen.board.groups) > 1


def _has_open(screen: Any) -> bool:
    return screen.board is not None and bool(screen.board.ungrouped.cards)


def _has_chosen(screen: Any) -> bool:
    return bool(screen.selected)


COMMANDS = (
    Command(
        "edit",
        "enter",
        "hand over",
        "Say who takes the group, for how much, and what for",
        _MONEY,
        True,
        possible=_has_group,
    ),
    Command(
        "brief",
        "b",
        "brief",
        "See the brief of the group, to write or copy",
        _MONEY,
        True,
        possible=_has_group,
    ),
    Command(
        "suggest",
        "s",
        "suggest",
        "See which groups the ungrouped cards would make",
        _CARDS,
        True,
        possible=_has_open,
    ),
    Command(
        "carry(-1)",
        "H,shift+left",
        "move",
        "Move the card, or the selected ones, to the column before",
        _CARDS,
        True,
        "H L",
        possible=_has_card,
    ),
    Command(
        "carry(1)",
        "L,shift+right",
        "move right",
        "Move the card, or the selected ones, to the next column",
        _CARDS,
        show="L",
        possible=_has_card,
    ),
    Command(
        "group",
        "g",
        "group",
        "Put the card, or the selected ones, into a new group or another",
        _CARDS,
        True,
        possible=_has_card,
    ),
    Command("new", "n", "new group", "Make a group without cards", _GROUPS, True),
    Command(
        "state(1)",
        "t",
        "state",
        "Go to the next state: idea, briefed, handed over, working, taken back",
        _MONEY,
        True,
        possible=_has_group,
    ),
    Command("state(-1)", "T", "state back", "Go to the state before", _MONEY, possible=_has_group),
    Command(
        "select",
        "space",
        "select",
        "Select several cards; keys then count for all of them",
        _CARDS,
        True,
        possible=_has_card,
    ),
    Command(
        "shift(1)",
        "J,shift+down",
        "order",
        "Move the card down in its column",
        _CARDS,
        True,
        "J K",
        possible=_has_card,
    ),
    Command(
        "shift(-1)",
        "K,shift+up",
        "order up",
        "Move the card up in its column",
        _CARDS,
        show="K",
        possible=_has_card,
    ),
    Command(
        "loads",
        "A",
        "who has what",
        "See the load of each person or team over all groups",
        _MONEY,
        possible=_has_groups,
    ),
    Command("rename", "R", "rename", "Give the group another name", _GROUPS, possible=_has_group),
    Command("colour", "c", "colour", "Choose the colour of the group", _GROUPS, possible=_has_group),
    Command(
        "merge", "M", "merge", "Put another group's cards and notes into this one", _GROUPS, possible=_has_two
    ),
    Command(
        "split",
        "S",
        "split card",
        "Part what a tag or a word of the notes marks off from the card",
        _CARDS,
        possible=_has_card,
    ),
    Command(
        "delete",
        "D",
        "delete group",
        "Delete the group; its cards return to the ungrouped",
        _GROUPS,
        possible=_has_group,
    ),
    Command(
        "order(-1)",
        "left_curly_bracket",
        "column left",
        "Move the column to the left",
        _GROUPS,
        possible=_has_two,
    ),
    Command(
        "order(1)",
        "right_curly_bracket",
        "column right",
        "Move the column to the right",
        _GROUPS,
        possible=_has_two,
    ),
    Command("clear", "escape", "clear", "Let go of the selection, or of a card in hand", _CARDS),
    Command("week(-1)", "less_than_sign", "week before", "Show the hours of the week before", _LOOK),
    Command("week(1)", "greater_than_sign", "week after", "Show the hours of the week after", _LOOK),
    Command("this_week", "full_stop", "this week", "Show the hours of the week of today", _LOOK),
    Command("move(-1,0)", "left,h", "left", "Go to the column before", _MOVE),
    Command("move(1,0)", "right,l", "right", "Go to the next column", _MOVE),
    Command("move(0,-1)", "up,k", "up", "Go up a card", _MOVE),
    Command("move(0,1)", "down,j", "down", "Go down a card", _MOVE),
    Command("page(-1)", "pageup", "page up", "Go up a page", _MOVE),
    Command("page(1)", "pagedown", "page down", "Go down a page", _MOVE),
    Command("edge(-1)", "home", "first card", "Go to the first card of the column", _MOVE),
    Command("edge(1)", "end", "last card", "Go to the last card of the column", _MOVE),
    Command(
        "column(-1)",
        "ctrl+home,circumflex_accent",
        "first column",
        "Go to the first column",
        _MOVE,
        show="^home ^",
    ),
    Command(
        "column(1)", "ctrl+end,dollar_sign", "last column", "Go to the last column", _MOVE, show="^end $"
    ),
)
