"""Suggested groups, to take all, one group or one card, to rename on the way, or to refuse."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.strip import Strip

from outsource_tui.model.clock import hm
from outsource_tui.model.errors import InputError
from outsource_tui.model.proposal import Chosen, Proposal, ProposedCard
from outsource_tui.model.value import dataclass
from outsource_tui.tui.dialogs.base import Dialog
from outsource_tui.tui.dialogs.form import Field, FormDialog
from outsource_tui.tui.widgets.cells import fit, width_of
from outsource_tui.tui.widgets.paint import Line
from outsource_tui.tui.widgets.painted import Scrolled


@dataclass(frozen=True, slots=True)
class Answer:
    """What to put into groups, and what never to propose again."""

    accepted: tuple[Chosen, ...]
    refused: tuple[Chosen, ...]


@dataclass(slots=True)
class _Row:
    """A group (`card` is None) or one of its cards."""

    group: int
    card: ProposedCard | None = None


class ProposalList(Scrolled):
    """Groups with their cards; ticks, new names and refusals are kept here until the answer."""

    DEFAULT_CSS = "ProposalList { height: 1fr; width: 1fr; background: $surface; }"

    def __init__(self, proposals: Sequence[Proposal]) -> None:
        super().__init__()
        self.proposals = tuple(proposals)
        self.names = [p.name for p in proposals]
        self.ticked = {(n, card.activity.id) for n, p in enumerate(proposals) for card in p.cards}
        self.refused: set[tuple[int, str]] = set()
        self.cursor = 0
        self.widest = max((width_of(c.activity.name[:60]) for p in proposals for c in p.cards), default=0)
        self._rows: list[_Row] = []
        self._list()

    def _list(self) -> None:
        self._rows = []
        for n, proposal in enumerate(self.proposals):
            cards = [card for card in proposal.cards if (n, card.activity.id) not in self.refused]
            if cards:
                self._rows += [_Row(n), *(_Row(n, card) for card in cards)]
        self.cursor = max(0, min(self.cursor, len(self._rows) - 1))

    @property
    def line_count(self) -> int:
        """A line a row, and one between groups."""
        return len(self._lines())

    def _lines(self) -> list[int | None]:
        """Which row stands on each line; None on the lines between."""
        lines: list[int | None] = []
        for n, row in enumerate(self._rows):
            if row.card is None and lines:
                lines.append(None)
            lines.append(n)
        return lines

    def move(self, step: int) -> None:
        """Move the cursor."""
        self.cursor = max(0, min(len(self._rows) - 1, self.cursor + step))
        line = self._lines().index(self.cursor) if self._rows else 0
        self.top = max(0, min(max(self.top, line - self.size.height + 1), line))
        self.refresh()

    def _keys(self) -> list[tuple[int, str]]:
        """The cards that a key counts for: the one under the cursor, or all of the group."""
        if not self._rows:
            return []
        row = self._rows[self.cursor]
        cards = [row.card] if row.card else [r.card for r in self._rows if r.group == row.group and r.card]
        return [(row.group, card.activity.id) for card in cards]

    def tick(self) -> None:
        """Take or leave the card, or all of the group."""
        keys = set(self._keys())
        if keys <= self.ticked:
            self.ticked -= keys
        else:
            self.ticked |= keys
        self.refresh()

    def only(self) -> None:
        """Take the card or group under the cursor and nothing else."""
        self.ticked = set(self._keys())
        self.refresh()

    def refuse(self) -> None:
        """Take the card or group off the list for good."""
        keys = set(self._keys())
        self.refused |= keys
        self.ticked -= keys
        self._list()
        self.refresh()

    @property
    def group(self) -> int | None:
        """Which proposal the cursor is in."""
        return self._rows[self.cursor].group if self._rows else None

    def answer(self) -> Answer:
        """Return what is ticked and what was refused."""
        return Answer(self._chosen(self.ticked, self.names), self._chosen(self.refused, None))

    def _chosen(self, keys: set[tuple[int, str]], names: Sequence[str] | None) -> tuple[Chosen, ...]:
        found = []
        for n, proposal in enumerate(self.proposals):
            ids = tuple(card.activity.id for card in proposal.cards if (n, card.activity.id) in keys)
            if ids:
                found.append(Chosen(names[n] if names else proposal.name, ids))
        return tuple(found)

    def draw(self, line: int, width: int) -> Strip:
        """Draw a group's line or a card's."""
        at = self._lines()[line]
        if at is None:
            return Strip([Segment(" " * width, self.paint.style("text"))], width)
        row, here = self._rows[at], at == self.cursor
        out = Line(self.paint.on_cursor if here else self.paint)
        proposal = self.proposals[row.group]
        if row.card is None:
            keys = [
                (row.group, c.activity.id)
                for c in proposal.cards
                if (row.group, c.activity.id) not in self.refused
            ]
            taken = sum(key in self.ticked for key in keys)
            out.add(" ◆ " if taken == len(keys) else " ◇ ", "hand-over" if taken else "quiet")
            word = f"{'your group' if proposal.known else 'new'} · {taken} of {len(keys)}"
            out.add(fit(self.names[row.group], width - width_of(word) - 6), "text", bold=True)
            out.add("  " + word, "dim")
            return out.strip(width)
        taken_here = (row.group, row.card.activity.id) in self.ticked
        out.add("   ◆ " if taken_here else "   ◇ ", "hand-over" if taken_here else "faint")
        name = min(self.widest, max(12, (width - 14) // 2))
        out.add(fit(row.card.activity.name, name), "text" if taken_here else "dim", bold=here)
        out.add(hm(row.card.minutes).rjust(7) + "  ", "dim")
        out.add(fit(row.card.why, max(0, width - name - 15)), "dim")
        return out.strip(width)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; on the mark, tick."""
        lines = self._lines()
        line = event.y + self.top
        at = lines[line] if 0 <= line < len(lines) else None
        if at is not None:
            self.cursor = at
            if event.x < 6:
                self.tick()
            self.refresh()


class SuggestDialog(Dialog[Answer]):
    """Shows proposals; answers what was ticked and refused, None on escape (then nothing is remembered)."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    SuggestDialog > #dialog { width: 96; }
    """
    BINDINGS = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("home", "move(-999999)", show=False),
        Binding("end", "move(999999)", show=False),
        Binding("space", "tick", show=False),
        Binding("o", "only", show=False),
        Binding("x,X,delete", "refuse", show=False),
        Binding("R,r", "rename", show=False),
        Binding("enter,a", "accept", show=False),
    ]

    def __init__(self, proposals: Sequence[Proposal]) -> None:
        keys = "↵ take all ◆ · space tick · o only this · r rename · x never again · esc"
        super().__init__("Suggested groups", keys)
        self.list = ProposalList(proposals)

    def compose_content(self) -> ComposeResult:
        """Yield the list."""
        self.list.styles.height = self.list.line_count
        self.list.styles.max_height = max(3, self.app.size.height - 10)
        yield self.list

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.list.move(step)

    def action_tick(self) -> None:
        """Take or leave."""
        self.list.tick()

    def action_only(self) -> None:
        """Take nothing but this."""
        self.list.only()

    def action_refuse(self) -> None:
        """Never propose this again; with nothing left, that is the answer."""
        self.list.refuse()
        if self.list.group is None:
            self.action_accept()

    def action_rename(self) -> None:
        """Give the group another name before it is made."""
        at = self.list.group
        if at is None:
            return

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                self.list.names[at] = " ".join(values["name"].split())
                self.list.refresh()

        field = Field("name", "Name", self.list.names[at], check=_named)
        self.app.push_screen(FormDialog("Name of the group", [field]), answered)

    def action_accept(self) -> None:
        """Answer with what is ticked and refused."""
        answer = self.list.answer()
        if answer.accepted or answer.refused:
            self.dismiss(answer)
        else:
            self.app.bell()


def _named(text: str) -> str:
    if not text.strip():
        raise InputError("a group needs a name, such as Bookkeeping")
    return text
