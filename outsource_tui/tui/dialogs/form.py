"""A form: labelled lines that are checked while they are typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from outsource_tui.model.errors import UserError
from outsource_tui.model.text import clean
from outsource_tui.model.value import dataclass
from outsource_tui.tui.dialogs.base import Dialog
from outsource_tui.tui.dialogs.choice_input import ChoiceInput
from outsource_tui.tui.dialogs.wrapped import Parted


@dataclass(frozen=True, slots=True)
class Field:
    """A line of a form. `check` raises UserError for a value that will not do; `choices` complete, or are
    all that there is where it is `closed`."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    check: Callable[[str], object] | None = None
    choices: tuple[str, ...] = ()
    closed: bool = False


class FormDialog(Dialog[dict[str, str]]):
    """Asks for the fields; answers {name: text}, None on escape. Saves only when every check holds: those of
    the fields, then `check`, which raises UserError for values that will not do together."""

    DEFAULT_CSS = """
    FormDialog VerticalScroll { height: auto; max-height: 56vh; }
    FormDialog .line { height: 1; margin-bottom: 1; padding-right: 1; }
    FormDialog.-h20 .line, FormDialog.-h24 .line { margin-bottom: 0; }
    FormDialog .label { width: 20; padding-right: 1; color: $text-muted; }
    FormDialog .line.-here .label { color: $primary; text-style: bold; }
    FormDialog Input { width: 1fr; }
    FormDialog #problem { color: $text-muted; height: auto; min-height: 1; }
    FormDialog.-h24.-noted #problem { margin-top: 1; }
    FormDialog #problem.-wrong { color: $error; }
    FormDialog.-h20 > #dialog { max-height: 100%; }
    FormDialog.-h20 #title, FormDialog.-h20 #keys { margin: 0; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-h20"), (24, "-h24"), (30, "-h30")]
    BINDINGS = [
        Binding("ctrl+s", "save", "save", show=False, priority=True),
        # before the scroll around the fields, which takes arrows for itself once it is too high
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        note: str = "",
        check: Callable[[dict[str, str]], object] | None = None,
    ) -> None:
        super().__init__(title, "↑↓ fields · ↵ next, save on the last · ^s save · esc cancel")
        self._fields = tuple(fields)
        self._note = clean(note)
        self._check = check
        self.set_class(bool(note), "-noted")

    def compose_content(self) -> ComposeResult:
        """Yield a line a field, and the line that says what is wrong."""
        with VerticalScroll(can_focus=False):
            for field in self._fields:
                with Horizontal(classes="line"):
                    label = f"{field.label} ← →" if field.closed else field.label
                    yield Static(label, classes="label", markup=False)
                    yield _input(field)
        yield Parted(self._note, id="problem", markup=False)

    def values(self) -> dict[str, str]:
        """Return what stands in the fields."""
        return {f.name: self.query_one(f"#field-{f.name}", Input).value for f in self._fields}

    def problem(self) -> str:
        """Return the first thing that is wrong, or nothing."""
        return self.first_problem()[1]

    def first_problem(self) -> tuple[str, str]:
        """Return the first field whose value will not do, and why; two empty texts where all will, and no
        field for what is wrong with several together."""
        values = self.values()
        for field in self._fields:
            if field.check is not None:
                try:
                    field.check(values[field.name])
                except UserError as error:
                    return field.name, error.message
        try:
            if self._check is not None:
                self._check(values)
        except UserError as error:
            return "", error.message
        return "", ""

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Let the label of the field stand out; by `:focus-within` Textual would style the first alone."""
        for line in self.query(".line"):
            line.set_class(event.widget in line.children, "-here")

    def on_input_changed(self) -> None:
        """Check while typing."""
        found = self.problem()
        line = self.query_one("#problem", Static)
        line.update(clean(found or self._note))
        line.set_class(bool(found), "-wrong")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field; save from the last."""
        event.stop()
        if event.input.id == f"field-{self._fields[-1].name}":
            self.action_save()
        else:
            self.action_move(1)

    def action_move(self, step: int) -> None:
        """Go to another field."""
        (self.focus_next if step > 0 else self.focus_previous)(Input)

    def action_save(self) -> None:
        """Answer, if every check holds; else go to the field that will not do."""
        name, problem = self.first_problem()
        if not problem:
            self.dismiss(self.values())
            return
        self.on_input_changed()
        self.app.bell()
        if name:
            self.query_one(f"#field-{name}", Input).focus()


def _input(field: Field) -> Input:
    name = f"field-{field.name}"
    if field.closed:
        return ChoiceInput(field.value, field.choices, id=name)
    suggester = SuggestFromList(field.choices, case_sensitive=False) if field.choices else None
    return Input(field.value, placeholder=field.hint, id=name, suggester=suggester)
