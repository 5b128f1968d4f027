"""What the board asks: names, groups, the form of a group, what to merge and to split."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from outsource_tui.model.board import Card
from outsource_tui.model.clock import hm, hours_words
from outsource_tui.model.errors import InputError, UserError
from outsource_tui.model.group import Group
from outsource_tui.model.money import write_number
from outsource_tui.model.proposal import Part
from outsource_tui.model.text import clean, match_key
from outsource_tui.services.groups import check_name
from outsource_tui.tui.dialogs.choose import ChooseDialog
from outsource_tui.tui.dialogs.form import Field, FormDialog
from outsource_tui.tui.dialogs.pick import Item, NewName, PickDialog
from outsource_tui.tui.dialogs.pick_new import PickOrNewDialog
from outsource_tui.tui.dialogs.wrapped import Hanging
from outsource_tui.tui.screens.board_words import (
    COLOURS,
    ROLE_STYLES,
    STATE_ROLES,
    UNMARKED,
    money,
    span_words,
)

if TYPE_CHECKING:
    from outsource_tui.tui.screens.board import BoardScreen


def _free(screen: BoardScreen, name: str, own: str = "") -> str:
    """Check a group's name while it is typed."""
    shown = check_name(name)
    other = next(
        (g for g in screen.services.board.groups() if g.key == match_key(shown) and g.id != own), None
    )
    if other is not None:
        raise InputError(f"there is a group “{clean(other.name, 60)}” already")
    return shown


def ask_new(screen: BoardScreen, ids: Sequence[str]) -> None:
    """Ask for the name of a new group, which gets these cards."""

    def answered(values: dict[str, str] | None) -> None:
        if values is not None:
            screen.make(values["name"], ids)

    cards = f" with {len(ids)} cards" if len(ids) > 1 else ""
    hint = "a skill as the market names it: Bookkeeping, Website maintenance"
    field = Field("name", "Name", hint=hint, check=lambda text: _free(screen, text))
    screen.app.push_screen(FormDialog(f"New group{cards}", [field]), answered)


def ask_group(screen: BoardScreen, ids: Sequence[str]) -> None:
    """Ask into which group the cards go: one that is there, or a new one by its name."""
    board = screen.board
    if board is None or not ids:
        return
    if not board.groups:
        ask_new(screen, ids)
        return
    items = [Item(c.group.name, c.id, hm(c.minutes)) for c in board.groups if c.group]
    if any(card.id in ids for column in board.groups for card in column.cards):
        items.append(Item("To group (out of its group)", "", ""))

    def answered(choice: str | NewName | None) -> None:
        if isinstance(choice, NewName):
            screen.make(choice.text, ids)
        elif choice is not None:
            screen.send(ids, choice)

    told = "does this card" if len(ids) == 1 else f"do these {len(ids)} cards"
    dialog = PickOrNewDialog(f"Where {told} go?", items, lambda text: f"new group “{text}”")
    screen.app.push_screen(dialog, answered)


def ask_name(screen: BoardScreen, group: Group) -> None:
    """Ask for another name of a group."""

    def answered(values: dict[str, str] | None) -> None:
        if values is not None:
            screen.change(lambda: screen.services.board.rename(group.id, values["name"]))

    field = Field("name", "Name", group.name, check=lambda text: _free(screen, text, group.id))
    screen.app.push_screen(FormDialog("Rename the group", [field]), answered)


def ask_colour(screen: BoardScreen, group: Group) -> None:
    """Ask for a group's colour."""

    def answered(colour: str | None) -> None:
        if colour is not None:
            screen.store(lambda: screen.services.board.assign(group.id, colour=colour))

    choices = [(name[0] if name != "grey" else "y", name, name) for name in COLOURS]
    choices.append(("s", "by its state", ""))
    roles = {**COLOURS, "": STATE_ROLES[group.state]}
    colours = {name: ROLE_STYLES[role] for name, role in roles.items()}
    dialog = ChooseDialog("Which colour?", choices, now=group.colour, colours=colours)
    screen.app.push_screen(dialog, answered)


def ask_delete(screen: BoardScreen, group: Group) -> None:
    """Delete a group; ask first where terms or the words of a brief would go with it."""
    name = clean(group.name, 40)

    def delete() -> None:
        said = f"{name} deleted · {screen.key('undo')} undoes"
        screen.change(lambda: screen.services.board.delete(group.id), said)

    if not group.agreed:
        delete()
        return
    told = "delete it: its cards return, what was agreed and its brief go"
    choices = (("d", told, "delete"), ("n", "no, keep it", ""))
    screen.ask(f"Delete {name}?", choices, lambda answer: delete() if answer else None)


def ask_merge(screen: BoardScreen) -> None:
    """Ask which group to put into the one under the cursor (or the first)."""
    board = screen.board
    if board is None or len(board.groups) < 2:
        return
    into = screen.group or board.groups[0].group
    if into is None:
        return
    items = [Item(c.group.name, c.id, hm(c.minutes)) for c in board.groups if c.group and c.id != into.id]

    def answered(choice: str | NewName | None) -> None:
        if isinstance(choice, str):
            name = next(item.label for item in items if item.value == choice)
            said = f"{clean(name, 40)} merged into this group · {screen.key('undo')} undoes"
            screen.change(lambda: screen.services.board.merge([into.id, choice]), said, into.name)

    screen.app.push_screen(PickDialog(f"Merge which group into {clean(into.name, 40)}?", items), answered)


def ask_fields(screen: BoardScreen, group: Group) -> None:
    """Open the form of a group and store what became different."""
    from outsource_tui.tui.dialogs.group import GroupDialog, changed

    board, settings = screen.services.board, screen.services.settings
    column = screen.board.column_of(group.id) if screen.board else None
    if column is None:
        return

    def answered(values: dict[str, str] | None) -> None:
        if values is not None:
            fields = changed(group, values, settings)
            screen.change(lambda: board.assign(group.id, **fields))

    screen.app.push_screen(GroupDialog(column, board.assignees(), settings, screen.now().date()), answered)


def show_brief(screen: BoardScreen, group: Group) -> None:
    """Show a brief, to write or copy."""
    from outsource_tui.tui.screens import summary_asks

    summary_asks.show_brief(screen, group.id)


def show_loads(screen: BoardScreen) -> None:
    """Show what each person or team has over all groups."""
    from outsource_tui.tui.dialogs.text import TextDialog

    if screen.board is None:
        return
    settings = screen.services.settings
    lines: list[Hanging] = []
    for load in screen.services.board.loads(screen.board):
        span = span_words(load.so_far, len(load.groups))
        hours = f"{write_number(round(load.hours, 2), settings.number_format)} h {span}"
        cost = (
            f" · {money(load.cost, None, settings, currency=load.currency)}" if load.cost is not None else ""
        )
        head = Content.assemble((clean(load.assignee), "bold"), (f"  {hours}{cost}", "$text-muted"))
        lines += [(Content(""), head), *((Content("  "), Content(clean(name))) for name in load.groups)]
        lines.append((Content(""), Content("")))
    nobody = screen.spelled("Nobody has a group yet. Press {edit} on one.")
    told = lines[:-1] or [(Content(""), Content(nobody))]
    screen.app.push_screen(TextDialog("Who has what", told))


def ask_suggestions(screen: BoardScreen) -> None:
    """Find suggestions and show them, to take or refuse in whole or in part."""
    from outsource_tui.tui.dialogs.suggest import SuggestDialog
    from outsource_tui.tui.widgets.proposal_list import Answer

    board = screen.services.board
    found = board.suggest(screen.board)
    screen.show_hints(found)
    if not found:
        screen.say(screen.spelled(_nothing_to_suggest(screen)))
        return

    def answered(answer: Answer | None) -> None:
        if answer is None:
            return
        if answer.refused:
            refused = answer.refused
            screen.store(lambda: board.refuse(refused))
        if answer.accepted:
            taken = answer.accepted
            screen.change(lambda: board.accept(taken), "", taken[0].group)

    screen.app.push_screen(SuggestDialog(found), answered)


def _nothing_to_suggest(screen: BoardScreen) -> str:
    if screen.board is not None and screen.board.ungrouped.cards:
        return "no suggestion here: press {group} and name a group; what is like it follows"
    if screen.board is None or not any(column.cards for column in screen.board.columns):
        return UNMARKED
    return "every card has a group: press {screen(2)} and mark more"


def ask_split(screen: BoardScreen, card: Card) -> None:
    """Ask by which tag or word of the notes to split a card, then for the new card's name."""
    try:
        parts = screen.services.board.parts(card.id)
    except UserError as error:
        screen.say(error.message, "warning")
        return
    if not parts:
        _ask_split_word(screen, card)
        return
    items = [Item(f"#{part.tag}", part.tag, f"{part.times}× · {hours_words(part.minutes)}") for part in parts]

    def answered(choice: str | NewName | None) -> None:
        if isinstance(choice, NewName):
            _ask_split_name(screen, card, Part(text=choice.text))
        elif choice:
            _ask_split_name(screen, card, Part(tag=choice))

    title = f"Split {clean(card.activity.name, 40)} by which tag? Or type a word of its notes"
    dialog = PickOrNewDialog(title, items, lambda text: f"what has “{text}” in its note")
    screen.app.push_screen(dialog, answered)


def _ask_split_word(screen: BoardScreen, card: Card) -> None:
    """Ask for a word of the notes, where no tag marks anything off, and the new card's name."""

    def answered(values: dict[str, str] | None) -> None:
        if values is not None:
            part = Part(text=values["text"])
            screen.change(lambda: screen.services.board.split(card.id, values["name"], part))

    fields = [
        Field(
            "text", "Word in the note", hint="no tag marks a part off: what do its notes say?", check=_some
        ),
        Field("name", "Name", hint="the new card", check=lambda text: _own_name(text, card)),
    ]
    screen.app.push_screen(FormDialog(f"Split {clean(card.activity.name, 40)}", fields), answered)


def _some(text: str) -> str:
    if not text.strip():
        raise InputError("write a word that stands in the notes of what you want to part off")
    return text


def _ask_split_name(screen: BoardScreen, card: Card, part: Part) -> None:
    def answered(values: dict[str, str] | None) -> None:
        if values is not None:
            screen.change(lambda: screen.services.board.split(card.id, values["name"], part))

    told = f"#{part.tag}" if part.tag else f"“{clean(part.text, 40)}”"
    name = f"{card.activity.name}: {part.tag or part.text}"
    field = Field("name", "Name", name, check=lambda text: _own_name(text, card))
    screen.app.push_screen(FormDialog(f"The card for what has {told}", [field]), answered)


def _own_name(text: str, card: Card) -> str:
    if not text.strip() or match_key(text) == card.activity.key:
        raise InputError("the new card needs a name of its own")
    return text
