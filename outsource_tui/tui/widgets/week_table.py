"""The week's table: an activity a line, drawn line by line, with a cursor of its own."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from rich.segment import Segment
from textual import events
from textual.color import Color
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from outsource_tui.model.clock import DAY_NAMES, hm
from outsource_tui.model.review import ReviewRow
from outsource_tui.model.value import dataclass, field
from outsource_tui.tui.widgets.cells import fit, right, width_of
from outsource_tui.tui.widgets.paint import Line, Paint
from outsource_tui.tui.widgets.week_columns import MARGIN, Column, Needs, arrange, room_for_why, shared
from outsource_tui.tui.widgets.week_row import TEXTS, glyph_of, tone_of

_HEADS = {
    "name": "",
    "total": "total",
    "times": "times",
    "share": "share",
    "average": "each",
    "trend": "trend",
    "rating": "rated",
    "why": "why",
    "letters": "why",
    "group": "group",
}
_FIGURES = frozenset(("total", "times", "share", "average", "trend"))
_BARS = "▁▂▃▄▅▆▇█"
_SHADES = 4


@dataclass(frozen=True, slots=True)
class Measures:
    """What the columns need, and the minutes of the longest day of one activity: by all rows of a review, so
    that filters move nothing."""

    needs: Needs = field(default=Needs())
    longest: float = 0.0

    @classmethod
    def of(cls, every: Sequence[ReviewRow]) -> Measures:
        """Measure all rows."""
        longest = max((max(r.log.by_day) for r in every), default=0.0)
        total = max((r.log.minutes for r in every), default=0.0)
        needs = Needs(
            day=max(4, len(hm(longest))),
            total=max(5, len(hm(total))),
            name=max((min(60, width_of(r.activity.name[:60])) for r in every), default=0),
            group=max((2 + width_of(r.group.name[:60]) for r in every if r.group), default=0),
            rated=any(r.activity.energy or r.activity.value for r in every),
        )
        return cls(needs, longest)


@dataclass(frozen=True, slots=True)
class TableState:
    """What the table shows: rows in order, the weekday (0 is Monday) of its first column, today's column
    or -1, selected activities, a line for when there are no rows, and the measures of all rows."""

    rows: tuple[ReviewRow, ...] = ()
    first_day: int = 0
    today: int = -1
    selected: frozenset[str] = frozenset()
    empty: str = ""
    measures: Measures = field(default=Measures())


class WeekTable(Widget):
    """Draws a `TableState`; moving the cursor repaints two lines.

    The cursor stays with its activity when rows change, or with its line when that is gone.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {
        "week-table--text",
        "week-table--dim",
        "week-table--faint",
        "week-table--cursor",
        "week-table--hand-over",
        "week-table--core",
        "week-table--suggested",
    }
    DEFAULT_CSS = """
    WeekTable { height: 1fr; width: 1fr; background: $background; }
    WeekTable > .week-table--text { color: $foreground; }
    WeekTable > .week-table--dim { color: $text-muted; }
    WeekTable > .week-table--faint { color: $text-disabled; }
    WeekTable > .week-table--cursor { background: $panel; }
    WeekTable > .week-table--hand-over { color: $primary; }
    WeekTable > .week-table--core { color: $success; }
    WeekTable > .week-table--suggested { color: $accent; }
    """
    state: reactive[TableState] = reactive(TableState(), layout=False, repaint=False)

    class Moved(Message):
        """The cursor came to another activity."""

    class MarkClicked(Message):
        """The mark of an activity was clicked."""

        def __init__(self, activity: str) -> None:
            super().__init__()
            self.activity = activity

    class Opened(Message):
        """An activity was clicked twice."""

        def __init__(self, activity: str) -> None:
            super().__init__()
            self.activity = activity

    def __init__(self) -> None:
        super().__init__()
        self.cursor = 0
        self.top = 0
        self._strips: dict[tuple[int, bool], Strip] = {}
        self._paint: Paint | None = None

    # the cursor

    @property
    def row(self) -> ReviewRow | None:
        """The row under the cursor, None without rows."""
        rows = self.state.rows
        return rows[self.cursor] if 0 <= self.cursor < len(rows) else None

    @property
    def page(self) -> int:
        """How many rows can be seen."""
        return max(1, self.size.height - 1)

    def move(self, step: int) -> None:
        """Move the cursor by so many rows, as far as there are any."""
        self.move_to(self.cursor + step)

    def move_to(self, line: int) -> None:
        """Put the cursor on a row, scrolling as little as needed."""
        line = max(0, min(len(self.state.rows) - 1, line))
        if line == self.cursor:
            return
        before, self.cursor = self.cursor, line
        if self._keep_in_view():
            self.refresh()
        else:
            self._refresh_rows(before, line)
        self.post_message(self.Moved())

    def find(self, activity: str) -> None:
        """Put the cursor on an activity, if it is shown."""
        for line, row in enumerate(self.state.rows):
            if row.activity.id == activity:
                self.move_to(line)
                return

    def _keep_in_view(self) -> bool:
        """Scroll so that the cursor can be seen; True if anything moved."""
        before = self.top
        last = max(0, len(self.state.rows) - self.page)
        self.top = min(max(self.top, self.cursor - self.page + 1), self.cursor, last)
        return self.top != before

    def _refresh_rows(self, *lines: int) -> None:
        shown = [line - self.top + 1 for line in lines if 0 <= line - self.top < self.page]
        if shown:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in shown))

    # values

    def watch_state(self, old: TableState, new: TableState) -> None:
        """Repaint what became different."""
        held = old.rows[self.cursor].activity.id if self.cursor < len(old.rows) else ""
        same_lines = old.rows is new.rows or [r.activity.id for r in old.rows] == [
            r.activity.id for r in new.rows
        ]
        if not same_lines:
            at = next((n for n, r in enumerate(new.rows) if r.activity.id == held), self.cursor)
            self.cursor = max(0, min(at, len(new.rows) - 1))
        moved = self._keep_in_view()
        alike = (
            same_lines
            and not moved
            and (old.measures, old.first_day, old.today, old.empty)
            == (new.measures, new.first_day, new.today, new.empty)
        )
        if not alike:
            self._strips.clear()
            self.refresh()
        else:
            lines = range(self.top, min(self.top + self.page, len(new.rows)))
            changed = [
                n
                for n in lines
                if old.rows[n] != new.rows[n]
                or (new.rows[n].activity.id in old.selected) != (new.rows[n].activity.id in new.selected)
            ]
            kept = set(lines) - set(changed)
            self._strips = {key: strip for key, strip in self._strips.items() if key[0] in kept}
            self._refresh_rows(*changed)
        self.post_message(self.Moved())

    # drawing

    def notify_style_update(self) -> None:
        """Colours changed."""
        super().notify_style_update()
        self._paint = None
        self._strips.clear()

    def on_resize(self) -> None:
        """Columns are arranged anew."""
        self._strips.clear()
        self._keep_in_view()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the heads, or a row."""
        paint = self._paint or self._make_paint()
        width = self.size.width
        columns = arrange(width, self.state.measures.needs)
        if y == 0:
            return self._heads(columns, paint)
        line = self.top + y - 1
        if not self.state.rows:
            words = wrap(self.state.empty, max(20, width - 2 * MARGIN))
            text = " " * MARGIN + words[y - 2] if 2 <= y < 2 + len(words) else ""
            return Strip([Segment(fit(text, width), paint.style("dim"))], width)
        if line >= len(self.state.rows):
            return Strip([Segment(" " * width, paint.style("text"))], width)
        here = line == self.cursor
        strip = self._strips.get((line, here))
        if strip is None:
            strip = self._row(self.state.rows[line], columns, paint.on_cursor if here else paint, here)
            self._strips[line, here] = strip
        return self._with_thumb(strip, y, paint.on_cursor if here else paint)

    def _make_paint(self) -> Paint:
        ground = self.get_visual_style("week-table--text").background or Color(0, 0, 0)
        cursor = self.get_visual_style("week-table--cursor").background or ground
        names = ("text", "dim", "faint", "hand-over", "core", "suggested")
        colours = {name: self.get_visual_style(f"week-table--{name}").foreground for name in names}
        self._paint = Paint(ground, colours)
        self._paint.on_cursor = Paint(cursor, colours)
        return self._paint

    def _heads(self, columns: Sequence[Column], paint: Paint) -> Strip:
        line = Line(paint)
        for column in columns:
            line.skip_to(column.x)
            if column.kind in ("days", "bars"):
                self._day_heads(line, column)
            elif column.kind in _FIGURES:
                line.add(right(_HEADS[column.kind], column.width), "dim")
            else:
                line.add(fit(_HEADS[column.kind], column.width), "dim")
        return line.strip(self.size.width)

    def _day_heads(self, line: Line, column: Column) -> None:
        for day in range(7):
            name = DAY_NAMES[(self.state.first_day + day) % 7]
            style = "text" if day == self.state.today else "dim"
            if column.kind == "bars":
                line.add(name[0], style)
            else:
                if day:
                    line.add(" ", "dim")
                line.add(right(name, self.state.measures.needs.day), style)

    def _row(self, row: ReviewRow, columns: tuple[Column, ...], paint: Paint, here: bool) -> Strip:
        line = Line(paint)
        chosen = row.activity.id in self.state.selected
        line.add("▌ " if chosen else "  ", "suggested" if chosen else "text")
        glyph, style = glyph_of(row)
        line.add(f"{glyph} ", style)
        for column in self._shared(columns, row):
            line.skip_to(column.x)
            if column.kind == "days":
                self._cells(line, row)
            elif column.kind == "bars":
                self._bars(line, row)
            elif column.kind == "name":
                line.add(fit(row.activity.name, column.width), "text", bold=here)
            else:
                text, style = TEXTS[column.kind](row, column.width)
                shown = right(text, column.width) if column.kind in _FIGURES else fit(text, column.width)
                line.add(shown, style, bold=column.kind == "total")
        return line.strip(self.size.width)

    def _shared(self, columns: tuple[Column, ...], row: ReviewRow) -> tuple[Column, ...]:
        if [column.kind for column in columns[-2:]] != ["why", "group"]:
            return columns
        group = width_of(TEXTS["group"](row, 0)[0])
        why = width_of(TEXTS["why"](row, room_for_why(columns, group))[0])
        return shared(columns, why, group)

    def _cells(self, line: Line, row: ReviewRow) -> None:
        width, longest = self.state.measures.needs.day, self.state.measures.longest
        for day, minutes in enumerate(row.log.by_day):
            if day:
                line.add(" ", "text")
            if minutes <= 0:
                line.add(right("·", width), "faint")
                continue
            shade = max(1, min(_SHADES, round(_SHADES * minutes / longest + 0.5)))
            line.add(right(hm(minutes), width), tone_of(row, day), shade=shade)

    def _bars(self, line: Line, row: ReviewRow) -> None:
        for day, minutes in enumerate(row.log.by_day):
            if minutes <= 0:
                line.add("·", "faint")
            else:
                height = min(len(_BARS) - 1, int(len(_BARS) * minutes / self.state.measures.longest))
                tone = tone_of(row, day)
                line.add(_BARS[height], "dim" if tone == "text" else tone)

    def _with_thumb(self, strip: Strip, y: int, paint: Paint) -> Strip:
        """Show how much is above and below, where not all rows fit."""
        count, page, width = len(self.state.rows), self.page, self.size.width
        if count <= page or width < MARGIN:
            return strip
        length = max(1, page * page // count)
        start = round((page - length) * self.top / max(1, count - page))
        sign = "▐" if start <= y - 1 < start + length else " "
        return Strip([*strip.crop(0, width - 1), Segment(sign, paint.style("faint"))], width)

    # the mouse

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; on the mark, turn it; twice, open."""
        line = self.top + event.y - 1
        if event.y < 1 or line >= len(self.state.rows):
            return
        self.move_to(line)
        activity = self.state.rows[line].activity.id
        if event.x < MARGIN + 2:
            self.post_message(self.MarkClicked(activity))
        elif event.chain == 2:
            self.post_message(self.Opened(activity))

    def on_mouse_scroll_down(self) -> None:
        """Go down with the wheel."""
        self.move(3)

    def on_mouse_scroll_up(self) -> None:
        """Go up with the wheel."""
        self.move(-3)
