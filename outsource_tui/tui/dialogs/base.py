"""The common shape of dialogs: a surface in the middle, a title, a line of keys."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from outsource_tui.model.text import clean
from outsource_tui.tui.dialogs.wrapped import Parted
from outsource_tui.tui.saying import Saying
from outsource_tui.tui.theme import few_colours

ResultT = TypeVar("ResultT")


class Dialog(ModalScreen[ResultT | None], Generic[ResultT]):
    """A question over the screen; escape answers None.

    What is long has the class `gives`: it scrolls, so that title and keys are seen at any height.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-w60"), (80, "-w80")]
    VERTICAL_BREAKPOINTS = [(0, "-h20"), (24, "-h24"), (32, "-h32")]

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > #dialog {
        width: 76; max-width: 96%; height: auto; max-height: 90%;
        background: $surface; padding: 1 3;
    }
    Dialog.-few-colours > #dialog { border: round $foreground; padding: 0 2; }
    Dialog #title { text-style: bold; color: $foreground; height: auto; margin-bottom: 1; }
    /* What is said stands above the surface: what is needed most lies on its last lines. */
    Dialog ToastRack { dock: top; align: right top; margin: 0; }
    Dialog Toast { max-width: 96%; margin: 0 2; }
    Dialog .gives { height: auto; max-height: 40vh; }
    Dialog.-h24 .gives { max-height: 45vh; }
    Dialog.-h32 .gives { max-height: 56vh; }
    Dialog VerticalScroll {
        scrollbar-size-vertical: 1;
        scrollbar-background: $surface; scrollbar-background-hover: $surface;
        scrollbar-background-active: $surface;
    }
    Dialog VerticalScroll Hung { padding-right: 1; }
    Dialog #keys { color: $text-muted; height: auto; margin-top: 1; }
    Dialog Input { border: none; height: 1; padding: 0 1; background: $panel; }
    Dialog Input:focus { border: none; background: $panel; }
    Dialog Input>.input--placeholder, Dialog Input>.input--suggestion { color: $text-muted; }
    """
    BINDINGS = [Binding("escape", "cancel", "cancel", show=False)]
    AUTO_FOCUS = "Input"

    def __init__(self, title: str, keys: str = "esc close") -> None:
        super().__init__()
        self._heading = clean(title)
        self._keys = keys
        self._answered = False

    def compose(self) -> ComposeResult:
        """Yield the surface with the title above and the keys below the content; it has an edge where the
        surface alone would not tell it from what lies beneath."""
        self.set_class(few_colours(self.app), "-few-colours")
        with Vertical(id="dialog"):
            yield Static(self._heading, id="title", markup=False)
            yield from self.compose_content()
            yield Parted(self._keys, id="keys", markup=False)

    @on(events.Mount)
    def clear_the_view(self) -> None:
        """What was said of an earlier key goes: it would lie over the question."""
        if isinstance(self.app, Saying):
            self.app.quieten()

    def compose_content(self) -> ComposeResult:
        """Yield what the dialog is about."""
        yield from ()

    def tell(self, words: str) -> None:
        """Say above the keys what became of one, for as long as the dialog stands."""
        self.query_one("#keys", Static).update(f"{clean(words)}\n{self._keys}")

    def dismiss(self, result: ResultT | None = None) -> AwaitComplete:
        """Answer, once: a key that was pressed right behind the answer is no second one."""
        if self._answered:
            return AwaitComplete()
        self._answered = True
        return super().dismiss(result)

    def action_cancel(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
