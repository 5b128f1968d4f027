"""Proposed groups with their cards, to tick, to rename and to refuse."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from outsource_tui.model.clock import hm
from outsource_tui.model.proposal import Chosen, Proposal, ProposedCard
from outsource_tui.model.value import dataclass
from outsource_tui.tui.widgets.cells import fit, width_of
from outsource_tui.tui.widgets.paint import Line
from outsource_tui.tui.widgets.painted import Scrolled

LONE = "One card alone is no group yet: tick it if you want it all the same"
_NAME = 12
"""The least cells for a card's name."""
Key = tuple[int, str]
"""Which proposal, and the id of the activity."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to put into groups, and what never to propose again."""

    accepted: tuple[Chosen, ...]
    refused: tuple[Chosen, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A group (`card` is None) or one of its cards; a group of one card is a row of its card alone."""

    group: int
    card: ProposedCard | None = None


class ProposalList(Scrolled):
    """Shows proposals; ticks, new names and refusals are kept here until the answer.

    Groups come first and are ticked; those of one card stand below and are not.
    """

    DEFAULT_CSS = "ProposalList { height: 1fr; width: 1fr; background: $surface; }"

    class Moved(Message):
        """The cursor came to another row, or the row became different."""

    def __init__(self, proposals: Sequence[Proposal]) -> None:
        super().__init__()
        self.proposals = tuple(sorted(proposals, key=lambda p: p.lone))
        self.names = [p.name for p in self.proposals]
        self.ticked = {key for n, p in enumerate(self.proposals) if not p.lone for key in self._keys_of(n)}
        self.refused: set[Key] = set()
        self.cursor = 0
        self.widest = max((width_of(c.activity.name[:60]) for p in proposals for c in p.cards), default=0)
        self._rows: list[_Row] = []
        self._list()

    def _keys_of(self, group: int) -> list[Key]:
        return [(group, card.activity.id) for card in self.proposals[group].cards]

    def _list(self) -> None:
        self._rows = []
        for n, proposal in enumerate(self.proposals):
            cards = [card for card in proposal.cards if (n, card.activity.id) not in self.refused]
            if cards:
                head = [] if proposal.lone else [_Row(n)]
                self._rows += [*head, *(_Row(n, card) for card in cards)]
        self.cursor = max(0, min(self.cursor, len(self._rows) - 1))

    @property
    def line_count(self) -> int:
        """A line a row, one between groups, and one that says what stands alone."""
        return len(self._lines())

    def _lines(self) -> list[int | str]:
        """Which row stands on each line, or the words of a line between rows."""
        lines: list[int | str] = []
        alone = False
        for n, row in enumerate(self._rows):
            lone = self.proposals[row.group].lone
            if lines and (row.card is None or (lone and not alone)):
                lines.append("")
            if lone and not alone:
                lines.append(LONE)
                alone = True
            lines.append(n)
        return lines

    # what keys do

    def move(self, step: int) -> None:
        """Move the cursor, with the words above the first row in sight."""
        self.cursor = max(0, min(len(self._rows) - 1, self.cursor + step))
        line = self._lines().index(self.cursor) if self._rows else 0
        above = 0 if self.cursor == 0 else line
        self.top = max(0, min(max(self.top, line - self.size.height + 1), above))
        self._changed()

    def tick(self) -> None:
        """Take or leave the card, or all of the group."""
        keys = set(self._keys())
        if keys <= self.ticked:
            self.ticked -= keys
        else:
            self.ticked |= keys
        self._changed()

    def only(self) -> None:
        """Take the card or group under the cursor and nothing else."""
        self.ticked = set(self._keys())
        self._changed()

    def refuse(self) -> None:
        """Take the card or group off the list for good."""
        keys = set(self._keys())
        self.refused |= keys
        self.ticked -= keys
        self._list()
        self._changed()

    def rename(self, name: str) -> None:
        """Give the group under the cursor another name."""
        if self.group is not None:
            self.names[self.group] = name
            self._changed()

    def _keys(self) -> list[Key]:
        """The cards that a key counts for: the one under the cursor, or all of the group."""
        if not self._rows:
            return []
        row = self._rows[self.cursor]
        cards = [row.card] if row.card else [r.card for r in self._rows if r.group == row.group and r.card]
        return [(row.group, card.activity.id) for card in cards]

    def _changed(self) -> None:
        self.refresh()
        self.post_message(self.Moved())

    @property
    def group(self) -> int | None:
        """Which proposal the cursor is in."""
        return self._rows[self.cursor].group if self._rows else None

    @property
    def reason(self) -> str:
        """Why the card under the cursor would go there, in full; nothing on the row of a group."""
        row = self._rows[self.cursor] if self._rows else None
        if row is None or row.card is None:
            return ""
        return f"{row.card.activity.name} → {self.names[row.group]}: {row.card.why}"

    def answer(self) -> Answer:
        """Return what is ticked and what was refused."""
        return Answer(self._chosen(self.ticked, self.names), self._chosen(self.refused, None))

    def _chosen(self, keys: set[Key], names: Sequence[str] | None) -> tuple[Chosen, ...]:
        found = []
        for n, proposal in enumerate(self.proposals):
            ids = tuple(activity_id for _, activity_id in self._keys_of(n) if (n, activity_id) in keys)
            if ids:
                found.append(Chosen(names[n] if names else proposal.name, ids))
        return tuple(found)

    # drawing

    def draw(self, line: int, width: int) -> Strip:
        """Draw a group's line, a card's, or words between them."""
        at = self._lines()[line]
        if isinstance(at, str):
            style = self.paint.style("dim")
            return Strip([Segment(fit(" " + at if at else "", width), style)], width)
        row, here = self._rows[at], at == self.cursor
        out = Line(self.paint.on_cursor if here else self.paint)
        out.add("▌" if here else " ", "hand-over")
        if row.card is None:
            self._draw_group(out, row.group, width)
        else:
            self._draw_card(out, row, row.card, here, width)
        return out.strip(width)

    def _draw_group(self, out: Line, group: int, width: int) -> None:
        keys = [key for key in self._keys_of(group) if key not in self.refused]
        taken = sum(key in self.ticked for key in keys)
        cards = f"{len(keys)} card{'' if len(keys) == 1 else 's'}"
        told = cards if taken == len(keys) else f"{taken} of {cards}"
        proposal = self.proposals[group]
        minutes = sum(card.minutes for card in proposal.cards if (group, card.activity.id) in keys)
        word = f"{'your group' if proposal.known else 'new group'} · {told} · {hm(minutes)}"
        out.add("◆ " if taken == len(keys) else "◇ ", "hand-over" if taken else "quiet")
        out.add(fit(self.names[group], width - width_of(word) - 6), "text", bold=True)
        out.add("  " + word, "dim")

    def _draw_card(self, out: Line, row: _Row, card: ProposedCard, here: bool, width: int) -> None:
        taken, lone = (row.group, card.activity.id) in self.ticked, self.proposals[row.group].lone
        out.add("◆ " if taken else "◇ ", "hand-over" if taken else "quiet" if lone else "faint")
        indent = 0 if lone else 2
        out.add(" " * indent, "text")
        name = min(self.widest, max(_NAME, (width - 5) * 2 // 5)) + 2 - indent
        room = width - indent - name - 12
        out.add(fit(card.activity.name, name), "text" if taken or lone else "dim", bold=here)
        out.add(hm(card.minutes).rjust(7) + "  ", "dim")
        where = self.names[row.group] if lone else ""
        words = (f"{where} · {card.why}", where) if lone else (card.why, card.why.split(",")[0])
        out.add(fit(next((told for told in words if width_of(told) <= room), words[-1]), room), "dim")

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; on the mark, tick."""
        lines = self._lines()
        line = event.y + self.top
        at = lines[line] if 0 <= line < len(lines) else ""
        if isinstance(at, int):
            self.cursor = at
            if event.x < 6:
                self.tick()
            self._changed()
