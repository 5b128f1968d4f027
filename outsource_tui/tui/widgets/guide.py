"""A first review, led through in four short steps; it leaves all keys as they are."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from outsource_tui.model.activity import Reason

_REASONS = " ".join(f"{{reason('{reason}')}}" for reason in Reason)
STEPS = (
    ("Look where the week went.", "The longest rows stand first. Which would you not miss?"),
    ("Mark it: {mark}.", f"Every time that you did it counts. {_REASONS} say why."),
    ("Protect what is yours: {core}.", "What is the business itself is never suggested."),
    ("Read the sum below.", "Somebody else could do that. Next: group it ({screen(3)})."),
)


class Guide(Widget):
    """Shows step `step` of four; hidden at 0. `spelled` puts keys into words that name commands in braces."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Guide { height: 3; width: 100%; margin-bottom: 1; padding: 0 2; background: $surface; display: none; }
    Guide.-on { display: block; }
    """
    step: reactive[int] = reactive(0, layout=False)

    def __init__(self, spelled: Callable[[str], str]) -> None:
        super().__init__()
        self._spelled = spelled

    def watch_step(self, step: int) -> None:
        """Appear and go."""
        self.set_class(step > 0, "-on")

    def render(self) -> Content:
        """Draw the step, and how to go on or leave."""
        if not self.step:
            return Content("")
        title, words = map(self._spelled, STEPS[self.step - 1])
        width = self.content_size.width
        dots = " ".join("●" if n < self.step else "○" for n in range(len(STEPS)))
        following = "done" if self.step == len(STEPS) else "next step"
        keys = self._spelled(f"{{next_step}} {following} · {{clear}} skip the guide")
        first = Content.assemble((f"First review  {dots}  ", "$accent"), (title, "bold $foreground"))
        lines = [first, Content.styled(words, "$foreground"), Content.styled(keys, "$text-muted")]
        return Content("\n").join(line.truncate(width, ellipsis=True) for line in lines)
