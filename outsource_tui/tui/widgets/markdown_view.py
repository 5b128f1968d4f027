"""A page of Markdown, rendered or as its source: laid out once for a width, drawn line by line."""

from __future__ import annotations

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from outsource_tui.model.value import dataclass
from outsource_tui.tui.widgets.markdown_lines import Pieces, markdown_lines, source_lines
from outsource_tui.tui.widgets.painted import Scrolled

MOST_WIDE = 104
"""Running text wider than this is hard to read."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's Markdown, and whether its source is to be seen."""

    markdown: str = ""
    source: bool = False


class MarkdownView(Scrolled):
    """Shows a `Page`."""

    DEFAULT_CSS = """
    MarkdownView { height: 1fr; width: 1fr; }
    """
    page: reactive[Page] = reactive(Page(), layout=False, repaint=False)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Pieces] = []
        self._strips: dict[int, Strip] = {}

    @property
    def line_count(self) -> int:
        """How many lines the page takes at this width."""
        return len(self._lines)

    def watch_page(self, old: Page, new: Page) -> None:
        """Lay the new page out; the place in it stays as far as it can."""
        if old.source != new.source or old.markdown[:20] != new.markdown[:20]:
            self.top = 0
        self.forget()
        self.scroll_lines(0)
        self.refresh()

    def forget(self) -> None:
        """Break the page into lines again."""
        self._strips.clear()
        width = min(MOST_WIDE, self.size.width - 2)
        if width > 0:
            layout = source_lines if self.page.source else markdown_lines
            self._lines = layout(self.page.markdown, width)

    def draw(self, line: int, width: int) -> Strip:
        """Draw one line."""
        strip = self._strips.get(line)
        if strip is None:
            segments = [Segment(p.text, self.paint.style(p.role, p.bold)) for p in self._lines[line]]
            strip = self._strips[line] = Strip(segments).adjust_cell_length(width, self.paint.style("text"))
        return strip
