"""A file on its way into the log: how far its reading is, then what would come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import ProgressBar, Static

from outsource_tui.model.text import clean, clean_lines
from outsource_tui.model.value import dataclass
from outsource_tui.tui.dialogs.walked import WalkedDialog
from outsource_tui.tui.dialogs.wrapped import parted

WIDTH = 92
"""Columns of the dialog, where there is room for them."""
AROUND = 5
"""Rows around the lines that no view changes: the edges, the title, and an empty row above and below."""
Line = tuple[tuple[str, str], ...]
"""Pieces of a line, each with its style ("$text-muted"); none for an empty line."""


@dataclass(frozen=True, slots=True)
class IntakeView:
    """What is to be shown of a file that was read.

    `about` says what it is, `lines` what would come in. `actions` are (key, words, value): the first is
    what enter does where its key is "enter". `problem` stands in place of the lines.
    """

    about: str = ""
    lines: Sequence[Line] = ()
    actions: Sequence[tuple[str, str, str]] = ()
    problem: str = ""


class _Lines(Widget):
    DEFAULT_CSS = "_Lines { height: auto; width: 100%; }"
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Line] = ()
        self.top = 0

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return max(1, len(self.lines))

    def show(self, lines: Sequence[Line]) -> None:
        self.lines, self.top = lines, 0
        self.refresh(layout=True)

    def scroll_lines(self, step: int) -> None:
        self.top = max(0, min(self.top + step, len(self.lines) - self.size.height))
        self.refresh()

    def on_resize(self) -> None:
        self.scroll_lines(0)

    def render(self) -> Content:
        width, height = self.size
        shown = self.lines[self.top : self.top + height]
        below = len(self.lines) - self.top - height
        made = [_content(line).truncate(width, ellipsis=True) for line in shown]
        if below > 0 and made:
            made[-1] = Content.styled(f"  ↓ {below + 1} more lines", "$text-disabled")
        return Content("\n").join(made)


def _content(line: Line) -> Content:
    return Content("").join([Content.styled(clean(text), style) for text, style in line])


def _keys(view: IntakeView) -> Content:
    """Return the keys; what the first does stands out."""
    parts = [
        Content.assemble(
            ("↵" if key == "enter" else key, "bold $primary"),
            (f" {words}", "bold $foreground" if number == 0 else "$text-muted"),
        )
        for number, (key, words, _) in enumerate(view.actions)
    ]
    return Content(" · ").join([*parts, Content("esc cancel")])


class IntakeDialog(WalkedDialog[None]):
    """Shows a bar while `busy`, then a view; the keys of its actions call `act` with their values."""

    DEFAULT_CSS = f"""
    IntakeDialog > #dialog {{ width: {WIDTH}; }}
    IntakeDialog #title {{ margin-bottom: 0; }}
    IntakeDialog #about {{ color: $text-muted; height: auto; margin-bottom: 1; }}
    IntakeDialog #bar {{ height: 1; }}
    IntakeDialog #bar Static {{ width: 20; color: $text-muted; }}
    IntakeDialog ProgressBar {{ width: 1fr; }}
    IntakeDialog ProgressBar Bar {{ width: 1fr; }}
    IntakeDialog #bar PercentageStatus {{ width: 6; }}
    IntakeDialog #problem {{ color: $error; height: auto; }}
    IntakeDialog .-hidden {{ display: none; }}
    """

    def __init__(self, title: str, act: Callable[[str], None]) -> None:
        super().__init__(title, "esc stop")
        self._act = act
        self._view = IntakeView()
        self._busy = True
        self._composed = False
        self.at: tuple[str, int, int] = ("reading", 0, 0)
        """What is going on, how much is done, of how much; set from any thread."""

    def compose_content(self) -> ComposeResult:
        """Yield a line about the file, the bar, the lines, and what is wrong."""
        yield Static(id="about", markup=False)
        with Horizontal(id="bar"):
            yield Static(id="what", markup=False)
            yield ProgressBar(show_eta=False)
        yield _Lines()
        yield Static(id="problem", markup=False)

    def on_mount(self) -> None:
        """Follow the bar."""
        self._fit()
        self._composed = True
        self.set_interval(0.1, self._follow)
        self._show()

    def on_resize(self) -> None:
        """Leave room for what stands around the lines."""
        self._fit()

    @property
    def _inner(self) -> int:
        return max(1, min(WIDTH, self.app.size.width * 96 // 100) - 6)

    def _fit(self) -> None:
        """Show the keys in the lines they need, and give the rest of the room to the lines."""
        keys = Content("esc stop") if self._busy else _keys(self._view)
        self.query_one("#keys", Static).update(keys)
        rows = len(Content(self._about()).wrap(self._inner)) + len(parted(keys, self._inner))
        self.query_one(_Lines).styles.max_height = max(3, self.app.size.height * 9 // 10 - AROUND - rows)

    def _about(self) -> str:
        return clean_lines(self._view.about or ("…" if self._busy else ""))

    @property
    def busy(self) -> bool:
        """True while something goes on."""
        return self._busy

    def wait(self, what: str) -> None:
        """Show the bar."""
        self.at = (what, 0, 0)
        self._busy = True
        self._show()

    def show_view(self, view: IntakeView) -> None:
        """Show what was read."""
        self._view, self._busy = view, False
        self._show()

    def _show(self) -> None:
        if not (self._composed and self.display):
            return
        view, busy = self._view, self._busy
        self._fit()
        self.query_one("#about", Static).update(self._about())
        self.query_one("#bar").set_class(not busy, "-hidden")
        lines = self.query_one(_Lines)
        lines.show(() if busy else view.lines)
        lines.set_class(busy or not view.lines, "-hidden")
        problem = self.query_one("#problem", Static)
        problem.update(clean(view.problem))
        problem.set_class(busy or not view.problem, "-hidden")
        self._follow()

    def _follow(self) -> None:
        if self._busy:
            what, done, total = self.at
            told = what if total or not done else f"{what} {done:,}"
            self.query_one("#what", Static).update(told)
            self.query_one(ProgressBar).update(total=total or None, progress=done)

    def walk(self, steps: int) -> None:
        """Scroll."""
        self.query_one(_Lines).scroll_lines(steps)

    def on_key(self, event: events.Key) -> None:
        """Do what the key stands for."""
        if not self._busy and (value := self._value_of(event.key)):
            event.stop()
            self._act(value)

    def _value_of(self, key: str) -> str:
        return next((value for own, _, value in self._view.actions if own == key), "")

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by the wheel."""
        self.query_one(_Lines).scroll_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by the wheel."""
        self.query_one(_Lines).scroll_lines(-3)

    def action_cancel(self) -> None:
        """Stop what goes on; else close."""
        if self._busy:
            self._act("stop")
        else:
            self.dismiss(None)
