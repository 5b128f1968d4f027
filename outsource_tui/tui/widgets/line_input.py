"""A line to type in that asks for completions and for what was typed before."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input


class LineInput(Input):
    """An input whose arrows choose among completions and whose paste may hold several lines."""

    BINDINGS: ClassVar[list[Binding | tuple[str, str] | tuple[str, str, str]]] = [
        Binding("up", "choose(-1)", show=False),
        Binding("down", "choose(1)", show=False),
        Binding("tab", "accept", show=False),
        Binding("escape", "leave", show=False),
        Binding("shift+up,shift+down,pageup,pagedown", "nothing", show=False),
    ]
    virtual_size = Reactive(Size(0, 0), layout=False)
    """As wide as the text, which scrolls: unlike any other widget's it moves nothing on the screen."""

    class Left(Message):
        """The user is done with the line."""

    class Choose(Message):
        """Up or down."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Accept(Message):
        """The completion shown is wanted."""

    class Pasted(Message):
        """Several lines came at once."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, changed: Callable[[str], None], placeholder: str) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False, validate_on=())
        self._tell = changed

    def watch_value(self, value: str) -> None:
        """Tell what is typed at once: a message of it would come one paint later."""
        self._tell(value)

    def on_paste(self, event: events.Paste) -> None:
        """Pass several lines on as a whole."""
        if len(event.text.strip().splitlines()) > 1:
            event.prevent_default()
            event.stop()
            self.post_message(self.Pasted(event.text))

    def action_choose(self, step: int) -> None:
        """Ask for another completion or an earlier line."""
        self.post_message(self.Choose(step))

    def action_nothing(self) -> None:
        """Keep keys of the timeline from acting behind the line."""

    def action_accept(self) -> None:
        """Take the completion."""
        self.post_message(self.Accept())

    def action_leave(self) -> None:
        """Leave the line."""
        self.post_message(self.Left())
