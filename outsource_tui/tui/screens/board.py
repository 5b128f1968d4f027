"""The board: what you marked, put into groups that one person or team could take."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer

from outsource_tui.model.board import Board, moved
from outsource_tui.model.change import Change
from outsource_tui.model.clock import Week, week_of
from outsource_tui.model.group import Group
from outsource_tui.model.proposal import Proposal
from outsource_tui.model.text import match_key
from outsource_tui.services.services import Services
from outsource_tui.tui.base import PlannerScreen
from outsource_tui.tui.change_queue import Foreseen
from outsource_tui.tui.screens import board_asks
from outsource_tui.tui.screens.board_commands import COMMANDS
from outsource_tui.tui.screens.board_words import BoardWords, summary_words
from outsource_tui.tui.standing import stands
from outsource_tui.tui.widgets.board import BoardView
from outsource_tui.tui.widgets.board_head import BoardHead, BoardHeadState
from outsource_tui.tui.widgets.board_layout import BoardState

PAUSE = 0.8
"""Seconds without a move before suggestions are found anew: they cost more than a key may."""


class BoardScreen(PlannerScreen):
    """A column a group. A move shows at once and is stored behind it, in order."""

    NAME = "Board"
    PURPOSE = (
        "Put what you marked into groups that need the same skill, so that one person or team can take a"
        " whole group. Each head says its hours in the week, who has it, what it costs and what you win."
    )
    COMMAND_LIST = COMMANDS
    CSS_PATH = "board.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-h20"), (24, "-h24"), (28, "-h28")]

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.view = BoardView()
        self.board: Board | None = None
        self.selected: frozenset[str] = frozenset()
        self.week = self._week_of(services.clock.now().date())
        self._day: date | None = None
        self._words = BoardWords(services.settings, self.spelled)
        self._summary = ("", "")
        self._waiting = 0
        self._hints: dict[str, str] = {}
        self._thinking = False
        self._thought: object = None
        self._pause: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """Yield the head and the columns."""
        with Vertical(id="board"):
            yield BoardHead()
            yield self.view

    @property
    def group(self) -> Group | None:
        """The group under the cursor, None in the first column."""
        if self.board is None or self.view.column >= len(self.board.columns):
            return None
        return self.board.columns[self.view.column].group

    def wanted(self) -> tuple[str, ...]:
        """Return the cards that a key counts for: those selected, else the one under the cursor."""
        chosen = tuple(c.id for c in self.board.cards() if c.id in self.selected) if self.board else ()
        return chosen or ((self.view.card.id,) if self.view.card else ())

    # loading

    def load(self) -> None:
        """Ask for the board again; while moves are on their way, what they will lead to stays."""
        if self.planner.reviewed.day != self._day:
            self._day = self.planner.reviewed.day
            self.week = self._week_of(self._day)
        if self._waiting == 0:
            self._show(self.services.board.board(self.week))

    def _show(self, board: Board) -> None:
        self.board = board
        this = self._week_of(self.now().date())
        week = "this week" if board.week == this else f"in week {board.week.number}"
        self._summary = summary_words(board, self.services.settings, week)
        self.selected &= {card.id for card in board.cards()}
        self.view.state = BoardState(
            columns=self._words.views(board, week),
            selected=self.selected,
            hints={c.id: self._hints[c.id] for c in board.ungrouped.cards if c.id in self._hints},
        )
        self._show_head()
        self._think()

    def _think(self) -> None:
        """Find groups for the ungrouped off the UI thread, at first and then when the hands rest."""
        board = self.board
        if board is None or self._thinking:
            return
        state = tuple((column.id, tuple(card.id for card in column.cards)) for column in board.columns)
        if state == self._thought:
            return
        first, self._thought = self._thought is None, state
        if self._pause is not None:
            self._pause.stop()
        if first:
            self._start_thinking()
        else:
            self._pause = self.set_timer(PAUSE, self._start_thinking)

    def _start_thinking(self) -> None:
        if self.board is not None and self.board.ungrouped.cards:
            self._thinking = True
            self.run_worker(self._find_hints(self.board), group="hints")

    async def _find_hints(self, board: Board) -> None:
        found = await asyncio.to_thread(self.services.board.suggest, board)
        self._thinking = False
        if stands(self):
            self.show_hints(found)
            self._think()

    def show_hints(self, found: Sequence[Proposal]) -> None:
        """Let the cards say for which groups they are proposed."""
        hints = {card.activity.id: proposal.name for proposal in found for card in proposal.cards}
        if hints != self._hints:
            self._hints = hints
            if self.board is not None:
                self._show(self.board)

    def _show_head(self) -> None:
        if self.board is None:
            return
        title, figures = self._summary
        layout, count = self.view.layout_of_columns, len(self.board.columns)
        first = self.view.left + 1
        last = min(count, first + layout.count - 1)
        columns = f"‹ {first}–{last} of {count} columns ›" if layout.count < count else ""
        self.query_one(BoardHead).state = BoardHeadState(
            title, figures, len(self.selected), self._week_words(), columns
        )

    def _week_words(self) -> str:
        this = self._week_of(self.now().date())
        weeks = (self.week.first - this.first).days // 7
        words = {0: "this week", -1: "last week", 1: "next week"}.get(weeks)
        return f"week {self.week.number}" + (f" · {words}" if words else "")

    def on_board_view_moved(self) -> None:
        """The cursor came to another card."""
        self._show_head()
        self.hints_changed()

    def _week_of(self, day: date) -> Week:
        return week_of(day, self.services.settings.week_start)

    # moving the cursor

    def action_move(self, columns: int, rows: int) -> None:
        """Go to another card."""
        with self.view.prevent(self.view.Moved):
            self.view.move(columns, rows)
        self.on_board_view_moved()  # now, so that one repaint shows all of it

    def action_page(self, step: int) -> None:
        """Go up or down a page."""
        self.action_move(0, step * self.view.page)

    def action_edge(self, end: int) -> None:
        """Go to the first or last card of the column."""
        self.action_move(0, end * 1_000_000)

    def action_column(self, end: int) -> None:
        """Go to the first or last column."""
        self.action_move(end * 1_000_000, 0)

    def action_week(self, step: int) -> None:
        """Show another week's hours."""
        self.planner.reviewed.go_to(self.week.shifted(step).first)
        self.load()

    def action_this_week(self) -> None:
        """Show the hours of the week of today."""
        self.planner.reviewed.go_to(self.now().date())
        self.load()

    # cards

    def action_select(self) -> None:
        """Select the card, or let it go."""
        card = self.view.card
        if card is not None:
            self._select(self.selected ^ {card.id})
            self.on_board_view_moved()

    def action_clear(self) -> None:
        """Put back a card in hand, else let go of the selection."""
        if not self.view.cancel_drag() and self.selected:
            self._select(frozenset())

    def _select(self, ids: frozenset[str]) -> None:
        self.selected = ids
        self.view.state = replace(self.view.state, selected=ids)

    def action_carry(self, step: int) -> None:
        """Move the wanted cards to the column beside that of the cursor."""
        board, target = self.board, self.view.column + step
        if board is None or not self.wanted():
            return
        if 0 <= target < len(board.columns):
            self.put(self.wanted(), board.columns[target].id)
        elif step > 0 and not board.groups:
            board_asks.ask_new(self, self.wanted())
        else:
            end = "last" if step > 0 else "first"
            self.say(f"this is the {end} column · g: into any group, or a new one")

    def action_shift(self, step: int) -> None:
        """Move the wanted cards up or down in the column of the cursor."""
        view, card = self.view.view, self.view.card
        if view is None or card is None:
            return
        ids = [c.id for c in view.cards if c.id in self.wanted()] or [card.id]
        rows = [n for n, c in enumerate(view.cards) if c.id in ids]
        rest = [c.id for c in view.cards if c.id not in ids]
        at = rows[0] + step if step < 0 else rows[-1] + step - len(ids) + 1
        if 0 <= at <= len(rest):
            self.put(ids, view.id, rest[at] if at < len(rest) else "")

    def send(self, ids: Sequence[str], group_id: str) -> None:
        """Put cards into a group and stay with those that are left, to go on with the next."""
        self.leave(ids)
        self.put(ids, group_id)
        names = [view.name for view in self.view.hidden if view.id == group_id]
        if names:
            told = "1 card" if len(ids) == 1 else f"{len(ids)} cards"
            self.say(f"{told} → {names[0]}")

    def leave(self, ids: Sequence[str]) -> None:
        """Take the cursor to the nearest card of the column that is none of these, if there is one."""
        cards = self.view.view.cards if self.view.view else ()
        rest = [row for row, card in enumerate(cards) if card.id not in ids]
        below = [row for row in rest if row >= self.view.row]
        if rest:
            self.view.go(self.view.column, below[0] if below else rest[-1])

    def put(self, ids: Sequence[str], group_id: str, before: str = "") -> None:
        """Show cards in their new place at once, and store it."""
        if self.board is None:
            return
        cards, board = tuple(ids), self.services.board
        if len(cards) > 1:
            self.selected = (
                self.selected - frozenset(cards) if self.selected >= frozenset(cards) else self.selected
            )
        self._show(moved(self.board, cards, group_id, before))
        self._waiting += 1
        words = "1 card moved" if len(cards) == 1 else f"{len(cards)} cards moved"
        self.store(
            lambda: board.move_cards(cards, group_id, before or None), None, Foreseen(words, self._moved)
        )

    def _moved(self) -> None:
        self._waiting -= 1

    def on_board_view_dropped(self, message: BoardView.Dropped) -> None:
        """Put what was dragged where it was let go."""
        self.put(message.cards, message.group, message.before)

    def on_board_view_opened(self) -> None:
        """Open by a second click."""
        self.action_edit()

    # groups

    def change(self, change: Callable[[], Change], said: str = "", show: str = "") -> None:
        """Make a change of groups; say what cannot be seen, and go to the group named `show`."""

        def done(made: Change) -> None:
            if said or not made:
                self.say(said if made else "nothing to change: it is so already")
            if show:
                self.view.find_column(self._id_of(show))

        self.store(change, done)

    def make(self, name: str, ids: Sequence[str]) -> None:
        """Make a group beside the column of the cursor; stay with the cards that it leaves there, if any."""
        self.selected = frozenset()
        after = self.group.id if self.group else ""
        self.leave(ids)
        stay = self.view.card is not None and bool(ids) and self.view.card.id not in ids

        def done(_: Change) -> None:
            made = self._id_of(name)
            self.view.reveal(made)
            if not stay:
                self.view.find_column(made)

        self.store(lambda: self.services.board.new_group(name, ids, after), done)

    def _id_of(self, name: str) -> str:
        return next((g.id for g in self.services.board.groups() if g.key == match_key(name)), "")

    def action_group(self) -> None:
        """Ask into which group, a new one or another."""
        board_asks.ask_group(self, self.wanted())

    def action_new(self) -> None:
        """Ask for the name of a new group."""
        board_asks.ask_new(self, ())

    def action_rename(self) -> None:
        """Ask for another name."""
        if self.group is not None:
            board_asks.ask_name(self, self.group)

    def action_colour(self) -> None:
        """Ask for a colour."""
        if self.group is not None:
            board_asks.ask_colour(self, self.group)

    def action_merge(self) -> None:
        """Ask which group to put into this one."""
        board_asks.ask_merge(self)

    def action_delete(self) -> None:
        """Delete the group, after a question where somebody wrote more about it than its name."""
        if self.group is not None:
            board_asks.ask_delete(self, self.group)

    def action_order(self, step: int) -> None:
        """Move the column to the left or right."""
        if self.board is None or self.group is None:
            return
        ids = [column.id for column in self.board.groups]
        own, at = self.group.id, self.view.column - 1
        rest = [i for i in ids if i != own]
        if 0 <= at + step < len(ids):
            before = rest[at + step] if at + step < len(rest) else None
            self.store(lambda: self.services.board.reorder(own, before))

    def action_state(self, step: int) -> None:
        """Go to the next state, or the one before."""
        if self.group is not None:
            group_id = self.group.id
            self.store(lambda: self.services.board.step_state(group_id, step))

    def action_edit(self) -> None:
        """Open the form of the group; in the first column ask for a group."""
        if self.group is not None:
            board_asks.ask_fields(self, self.group)
        elif self.view.card is not None:
            self.action_group()

    def action_brief(self) -> None:
        """Show the brief."""
        if self.group is not None:
            board_asks.show_brief(self, self.group)
        else:
            self.say("a brief is of a group: put the cursor on one")

    def action_loads(self) -> None:
        """Show who has what."""
        board_asks.show_loads(self)

    def action_suggest(self) -> None:
        """Show which groups the ungrouped would make."""
        board_asks.ask_suggestions(self)

    def action_split(self) -> None:
        """Ask what to part off from the card."""
        card = self.view.card
        if card is not None:
            board_asks.ask_split(self, card)
