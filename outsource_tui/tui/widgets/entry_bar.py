"""The line at the bottom: what is typed, what it will be, and what could follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.suggester import SuggestionReady
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from outsource_tui.model.completion import Completion
from outsource_tui.tui.widgets.entry_preview import HintLine, Hints, Preview, PreviewLine
from outsource_tui.tui.widgets.line_input import LineInput

MOST_LINES = 200
WIDE = 100
"""Columns from which on half of the line is for the preview."""
BESIDE = 18
"""Cells of the half beside the line that its margins and the word for enter take."""

MARGINS = 4
"""Cells beside the words above the line."""


@dataclass(frozen=True, slots=True)
class BarMode:
    """What the bar is open for: `name`, the `prompt` before the line, a `hint` in an empty line, and the
    `verb` of enter; `recalls` where the arrow keys call up what was typed or logged before."""

    name: str
    prompt: str = "›"
    hint: str = ""
    verb: str = "log"
    recalls: bool = False


LOG = BarMode("log", "›", "Invoices · 9-10:30 Call #sales -- note · -15 Email", "log", True)


class EntryBar(Widget):
    """Posts what is typed and entered; the screen answers with a preview."""

    DEFAULT_CSS = """
    EntryBar { height: 2; width: 1fr; layout: vertical; }
    EntryBar #line { height: 1; background: $surface; padding: 0 2; }
    EntryBar #prompt { width: auto; color: $primary; text-style: bold; margin-right: 1; }
    EntryBar LineInput, EntryBar LineInput:focus {
        border: none; height: 1; padding: 0; width: 1fr; min-width: 16; background: $surface;
        background-tint: $foreground 0%;
    }
    EntryBar LineInput:focus { background: $panel; }
    EntryBar LineInput>.input--placeholder, EntryBar LineInput>.input--suggestion { color: $text-muted; }
    EntryBar LineInput>.input--suggestion { text-style: italic; }
    EntryBar #preview { width: 1fr; height: 1; margin-left: 2; }
    EntryBar.-narrow #preview { width: 9; }
    """
    mode: reactive[BarMode] = reactive(LOG, layout=False)
    preview: reactive[Preview] = reactive(Preview(), layout=False)
    idle: reactive[Content] = reactive(Content(""), layout=False)

    class Entered(Message):
        """The line is to be done."""

        def __init__(self, mode: BarMode, text: str) -> None:
            super().__init__()
            self.mode, self.text = mode, text

    class Focused(Message):
        """The line was clicked."""

    class Closed(Message):
        """The line was left."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.complete: Callable[[BarMode, str], Sequence[Completion]] = lambda mode, text: ()
        self.preview_of: Callable[[BarMode, str], Preview] = lambda mode, text: Preview()
        self.lines: Sequence[str] = ()
        """What the log holds, in lines without times, the latest last."""
        self._resting = ""
        self._entered: list[str] = []
        self._line = 0
        self._choices: tuple[Completion, ...] = ()
        self._chosen = 0
        self._picked = False
        self._rows = 1
        self.input = LineInput(self._changed, LOG.hint)

    def compose(self) -> ComposeResult:
        """Yield the hints above the line."""
        yield HintLine()
        with Horizontal(id="line"):
            yield Static("›", id="prompt", markup=False)
            yield self.input
            yield PreviewLine(id="preview")

    def on_mount(self) -> None:
        """Show what the line is for."""
        self.watch_mode(self.mode)

    @property
    def active(self) -> bool:
        """True while the user types."""
        return self.input.has_focus

    @property
    def line(self) -> str:
        """What enter takes: the line, with the completion that the arrows chose."""
        return self._choices[self._chosen].line if self._picked and self._choices else self.input.value

    def open(self, mode: BarMode = LOG, text: str = "", proposed: int = 0) -> None:
        """Type here, in `mode`, starting with `text`; its first `proposed` characters are selected, to be
        typed over."""
        self.mode = mode
        self.input.placeholder = mode.hint
        self.input.value = text
        self.input.selection = Selection(0, proposed) if proposed else Selection.cursor(len(text))
        self.screen.set_focus(self.input)  # at once: the next key may be here already
        self._line = len(self._past)
        self._typed(text)

    def rest_with(self, words: str) -> None:
        """Let these words stand in the line while nobody types there: how to begin."""
        self._resting = words
        self._show_hint()

    def close(self) -> None:
        """Empty the line and give the keys back to the screen."""
        self.mode = LOG
        self.input.value = ""
        self.preview = Preview()
        self._picked = False
        self._show((), self.preview)
        if self.input.has_focus:
            self.screen.set_focus(None)

    def remember(self, text: str) -> None:
        """Keep a line that was entered for the up key."""
        if text.strip() and (not self._entered or self._entered[-1] != text):
            self._entered = [*self._entered[-MOST_LINES:], text]

    @property
    def _past(self) -> Sequence[str]:
        """The lines that the arrows call up: what was entered comes nearer than what is in the log."""
        return [*self.lines, *self._entered] if self.mode.recalls else ()

    def watch_mode(self, mode: BarMode) -> None:
        """Show what the line is for."""
        if self.is_mounted:
            self.query_one("#prompt", Static).update(mode.prompt)
            self._show_hint()

    def _show_hint(self) -> None:
        self.input.placeholder = self.mode.hint if self.active else self._resting

    def watch_preview(self, preview: Preview) -> None:
        """Show what the line will be."""
        self._show(self._choices, preview)

    def watch_idle(self) -> None:
        """Show the quiet word where nothing is typed."""
        self._show(self._choices, self.preview)

    def on_resize(self) -> None:
        """Put the preview where there is room for it."""
        self.set_class(self.size.width < WIDE, "-narrow")
        self._show(self._choices, self.preview)

    def _above(self, preview: Preview) -> bool:
        """True where the preview has no room beside the line, and stands above it."""
        beside = self.size.width // 2 - BESIDE
        return self.size.width < WIDE or preview.width > beside

    def _show(self, choices: tuple[Completion, ...], preview: Preview) -> None:
        self._choices = choices
        if not self.is_mounted:
            return
        above = self._above(preview)
        hints = self.query_one(HintLine)
        hints.above, hints.hints = above, Hints(preview, self.idle, choices, self._chosen)
        self._give_rows(hints)
        verb = f"   ↵ {self.mode.verb}" if preview.text and preview.good else ""
        self.query_one(PreviewLine).words = (Preview() if above else preview, verb)

    def _give_rows(self, hints: HintLine) -> None:
        """Make room for a question that is longer than a line, for as long as it is asked."""
        rows = hints.rows(self.size.width - MARGINS)
        if rows != self._rows:
            self._rows = rows
            hints.styles.height, self.styles.height = rows, rows + 1

    # the line

    def on_descendant_focus(self) -> None:
        """Tell the screen that typing begins."""
        self._show_hint()
        self._light()
        self.post_message(self.Focused())

    def on_descendant_blur(self) -> None:
        """Say how typing would begin again."""
        self._show_hint()
        self._light()

    def notify_style_update(self) -> None:
        """Colours changed."""
        super().notify_style_update()
        if self.is_mounted:
            self._light()

    def _light(self) -> None:
        """Let the line stand out while the user types. By `:focus-within` Textual would style all of the bar
        for it, which takes longer than storing what was typed."""
        colour = self.app.theme_variables["panel" if self.active else "surface"]
        line = self.query_one("#line")
        line.styles.background = colour
        for part in line.children:  # through which it shows
            part.notify_style_update()
            part.refresh()

    def on_input_changed(self, event: Input.Changed) -> None:
        """It is known already."""
        event.stop()

    def _changed(self, text: str) -> None:
        if self.is_mounted and (self.active or text):
            self._typed(text)

    def _typed(self, text: str) -> None:
        """Complete, and say what the line will be."""
        self._chosen, self._picked = 0, False
        self._choices = tuple(self.complete(self.mode, text))
        self._look(text)
        self._ghost()

    def _look(self, text: str) -> None:
        self.set_reactive(EntryBar.preview, self.preview_of(self.mode, text))
        self._show(self._choices, self.preview)

    def _ghost(self) -> None:
        choice = self._choices[self._chosen] if self._choices else None
        text = self.input.value
        ghost = choice.line if choice and choice.rest and choice.line.startswith(text) else ""
        self.input.post_message(SuggestionReady(text, ghost))

    def on_line_input_choose(self, message: LineInput.Choose) -> None:
        """Choose among completions; without any, among the lines entered before."""
        message.stop()
        past, text = self._past, self.input.value
        called_up = self._line < len(past) and text == past[self._line]
        if self._choices and not called_up:
            self._chosen, self._picked = (self._chosen + message.step) % len(self._choices), True
            self._look(self.line)
            self._ghost()
        elif past and (called_up or not text.strip()):
            self._line = max(0, min(len(past), self._line + message.step))
            line = past[self._line] if self._line < len(past) else ""
            self.input.value = line
            self.input.cursor_position = len(line)

    def on_line_input_accept(self, message: LineInput.Accept) -> None:
        """Take the chosen completion into the line."""
        message.stop()
        if self._choices:
            line = self._choices[self._chosen].line
            self.input.value = line
            self.input.cursor_position = len(line)

    def on_line_input_left(self, message: LineInput.Left) -> None:
        """Leave the line."""
        message.stop()
        self.close()
        self.post_message(self.Closed())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pass the line on, with the completion that the arrows chose."""
        event.stop()
        if self._picked:
            line = self.line
            with self.input.prevent(Input.Changed):
                self.input.value = line
            self.input.cursor_position = len(line)
            self._picked = False
            self._show((), self.preview)
        self.post_message(self.Entered(self.mode, self.input.value))
