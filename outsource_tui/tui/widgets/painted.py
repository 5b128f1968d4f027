"""A widget that draws line by line in the roles of the theme."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.events import MouseScrollDown, MouseScrollUp
from textual.strip import Strip
from textual.widget import Widget

from outsource_tui.tui.widgets.paint import Paint
from outsource_tui.tui.widgets.thumb import ROOM, thumb, thumb_cells

ROLES = ("text", "dim", "faint", "hand-over", "core", "back", "quiet", "won")


class Painted(Widget):
    """Knows a `Paint` for its ground and one for the line under the cursor; both follow the theme.

    Roles: text, dim (secondary words), faint (no words), hand-over, core, back (crept back), quiet
    (suggested, planned) and won.
    """

    COMPONENT_CLASSES = {f"painted--{role}" for role in (*ROLES, "cursor")}
    DEFAULT_CSS = """
    Painted { background: $background; }
    Painted > .painted--text { color: $foreground; }
    Painted > .painted--dim { color: $text-muted; }
    Painted > .painted--faint { color: $text-disabled; }
    Painted > .painted--hand-over { color: $primary; }
    Painted > .painted--core { color: $success; }
    Painted > .painted--back { color: $error; }
    Painted > .painted--quiet { color: $accent; }
    Painted > .painted--won { color: $secondary; }
    Painted > .painted--cursor { background: $panel; }
    """
    _paint: Paint | None = None

    @property
    def paint(self) -> Paint:
        """The styles of the roles, made once for each theme."""
        if self._paint is None:
            ground = self.colour("text", ground=True)
            colours: dict[str, Color | None] = {role: self.colour(role) for role in ROLES}
            self._paint = Paint(ground, colours)
            self._paint.on_cursor = Paint(self.colour("cursor", ground=True), colours)
        return self._paint

    def colour(self, role: str, ground: bool = False) -> Color:
        """Return the colour of a role, or of what lies beneath it."""
        style = self.get_visual_style(f"painted--{role}")
        found = style.background if ground else style.foreground
        return found or Color(0, 0, 0)

    def over(self, role: str, beneath: str) -> Style:
        """Return the style of a cell whose lower part has one role's colour and whose upper part another's;
        an empty name stands for the ground."""
        below = self.colour(beneath) if beneath else self.colour("text", ground=True)
        return Style(color=self.colour(role).rich_color, bgcolor=below.rich_color)

    def notify_style_update(self) -> None:
        """Colours changed."""
        super().notify_style_update()
        self._paint = None
        self.forget()

    def forget(self) -> None:
        """Let go of everything that was drawn; subclasses that keep lines clear them here."""


class Scrolled(Painted):
    """Lines of which a page can be seen; a thumb at the right says where one is.

    Subclasses say how many there are (`line_count`) and draw one (`draw`); `top` is the first seen.
    """

    ALLOW_SELECT = False

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.top = 0

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return 0

    def draw(self, line: int, width: int) -> Strip:
        """Return one line, `width` cells wide."""
        return Strip.blank(width)

    @property
    def scrolls(self) -> bool:
        """True if not all lines can be seen."""
        return self.line_count > self.size.height

    def scroll_lines(self, step: int) -> None:
        """Scroll by so many lines, as far as there are any."""
        top = max(0, min(self.top + step, self.line_count - self.size.height))
        if top != self.top:
            self.top = top
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a line and the thumb."""
        width, height, count = self.size.width, self.size.height, self.line_count
        line = y + self.top
        if not self.scrolls or width < 4:
            return self.draw(line, width) if line < count else self._blank(width)
        strip = self.draw(line, width - ROOM) if line < count else self._blank(width - ROOM)
        end = Segment(thumb_cells(y, thumb(self.top, height, count)), self.paint.style("faint"))
        return Strip([*strip, end], width)

    def _blank(self, width: int) -> Strip:
        return Strip([Segment(" " * width, self.paint.style("text"))], width)

    def on_resize(self) -> None:
        """Stay within the lines."""
        self.forget()
        self.top = max(0, min(self.top, self.line_count - self.size.height))
        self.refresh()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll by the wheel."""
        event.stop()
        self.scroll_lines(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll by the wheel."""
        event.stop()
        self.scroll_lines(-3)
