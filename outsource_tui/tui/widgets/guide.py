"""A first review, led through in four short steps; it leaves all keys as they are."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

STEPS = (
    ("Look where the week went.", "The longest rows stand first. Which would you not miss?"),
    ("Mark it: space.", "Every time that you did it counts. d r n w i say why."),
    ("Protect what is yours: o.", "What is the business itself is never suggested."),
    ("Read the sum below.", "Somebody else could do that. Next: group it (3)."),
)


class Guide(Widget):
    """Shows step `step` of four; hidden at 0."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Guide { height: 3; width: 100%; margin-bottom: 1; padding: 0 2; background: $surface; display: none; }
    Guide.-on { display: block; }
    """
    step: reactive[int] = reactive(0, layout=False)

    def watch_step(self, step: int) -> None:
        """Appear and go."""
        self.set_class(step > 0, "-on")

    def render(self) -> Content:
        """Draw the step, and how to go on or leave."""
        if not self.step:
            return Content("")
        title, words = STEPS[self.step - 1]
        width = self.content_size.width
        dots = " ".join("●" if n < self.step else "○" for n in range(len(STEPS)))
        following = "tab done" if self.step == len(STEPS) else "tab next step"
        keys = f"{following} · esc skip the guide"
        first = Content.assemble((f"First review  {dots}  ", "$accent"), (title, "bold $foreground"))
        lines = [first, Content.styled(words, "$foreground"), Content.styled(keys, "$text-muted")]
        return Content("\n").join(line.truncate(width, ellipsis=True) for line in lines)
