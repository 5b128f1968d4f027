"""Suggested groups, to take all, one group or one card, to rename on the way, or to refuse."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from outsource_tui.model.errors import InputError
from outsource_tui.model.proposal import Proposal
from outsource_tui.model.text import clean
from outsource_tui.tui.dialogs.form import Field, FormDialog
from outsource_tui.tui.dialogs.walked import WalkedDialog
from outsource_tui.tui.widgets.proposal_list import Answer, ProposalList


class SuggestDialog(WalkedDialog[Answer]):
    """Shows proposals; answers what was ticked and refused, None on escape (then nothing is remembered)."""

    DEFAULT_CSS = """
    SuggestDialog > #dialog { width: 96; }
    SuggestDialog #reason { height: 2; margin-top: 1; padding: 0 1; color: $text-muted; }
    SuggestDialog.-h20 #title, SuggestDialog.-h20 #reason, SuggestDialog.-h20 #keys { margin: 0; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-h20"), (24, "-h24")]
    BINDINGS = [
        Binding("space", "tick", show=False),
        Binding("o", "only", show=False),
        Binding("x,X,delete", "refuse", show=False),
        Binding("R,r", "rename", show=False),
        Binding("enter,a", "accept", show=False),
    ]

    def __init__(self, proposals: Sequence[Proposal]) -> None:
        keys = "↵ take ◆ · space tick · o only this · r rename · x never · esc"
        super().__init__("Suggested groups", keys)
        self.list = ProposalList(proposals)

    def compose_content(self) -> ComposeResult:
        """Yield the list, and the line that says in full why."""
        self.list.styles.height = self.list.line_count
        self.list.styles.max_height = max(3, self.app.size.height * 9 // 10 - 9)
        yield self.list
        yield Static(id="reason", markup=False)

    def on_proposal_list_moved(self) -> None:
        """Say why of another row."""
        self._say(self.list.reason)

    def _say(self, text: str) -> None:
        self.query_one("#reason", Static).update(clean(text))

    def walk(self, steps: int) -> None:
        """Move the cursor."""
        self.list.move(steps)

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
                self.list.rename(" ".join(values["name"].split()))

        field = Field("name", "Name", self.list.names[at], check=_named)
        self.app.push_screen(FormDialog("Name of the group", [field]), answered)

    def action_accept(self) -> None:
        """Answer with what is ticked and refused."""
        answer = self.list.answer()
        if answer.accepted or answer.refused:
            self.dismiss(answer)
        else:
            self._say("nothing is ticked: space ticks a card, esc leaves everything as it is")


def _named(text: str) -> str:
    if not text.strip():
        raise InputError("a group needs a name, such as Bookkeeping")
    return text
