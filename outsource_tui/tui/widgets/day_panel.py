"""What is beside the timeline: the selected block and the day in figures, one render."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from outsource_tui.model.activity import Activity
from outsource_tui.model.clock import hm, hours_words
from outsource_tui.model.day import Day
from outsource_tui.model.day_totals import PlanTotals
from outsource_tui.model.group import Group
from outsource_tui.model.text import clean
from outsource_tui.tui.widgets.day_rows import clock_words
from outsource_tui.tui.widgets.day_view import BACK, CORE, HAND_OVER, RUNNING, SUGGESTED, BlockView

_BARS = "▁▂▃▄▅▆▇█"
FIGURES = 8


_NO_PLANS = PlanTotals()


@dataclass(frozen=True, slots=True)
class Sittings:
    """An activity's week: minutes, times, and the minutes of the last eight weeks, oldest first."""

    minutes: float = 0.0
    times: int = 0
    weeks: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """The day's minutes to hand over, its plans with what came of them, and time that is logged twice."""

    hand_over: float = 0.0
    plans: PlanTotals = _NO_PLANS
    overlaps: float = 0.0


@dataclass(frozen=True, slots=True)
class PanelState:
    """The selected block with its activity, and the day."""

    day: Day
    block: BlockView | None = None
    activity: Activity | None = None
    group: Group | None = None
    sittings: Sittings = Sittings()
    figures: Figures = Figures()
    today: bool = False


class DayPanel(Widget):
    """Words and figures, aligned; a line is painted anew when it differs."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "DayPanel { width: 40; height: 1fr; padding: 0 0 0 3; background: $background; }"
    state: reactive[PanelState | None] = reactive(None, layout=False, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self._strips: list[Strip] = []

    def watch_state(self) -> None:
        """Draw anew, and paint only the lines that differ."""
        before, self._strips = self._strips, self._drawn()
        width = self.outer_size.width
        for y in range(max(len(before), len(self._strips))):
            if before[y : y + 1] != self._strips[y : y + 1]:
                self.refresh(Region(0, y, width, 1))

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._strips = self._drawn()
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw in the colours of another theme."""
        super().notify_style_update()
        self._strips = self._drawn()

    def render_line(self, y: int) -> Strip:
        """Return a line as it was drawn."""
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, self.rich_style)

    def _drawn(self) -> list[Strip]:
        state, width = self.state, self.size.width
        if state is None or width <= 0:
            return []
        style = self.visual_style
        lines = [*_block_lines(state, width), Content(""), *_day_lines(state)]
        strips = (
            Visual.to_strips(self, line.truncate(width, ellipsis=True), width, 1, style) for line in lines
        )
        return [found[0] if found else Strip.blank(width) for found in strips]


def _block_lines(state: PanelState, width: int) -> list[Content]:
    view = state.block
    if view is None:
        word = "Nothing logged yet" if state.today or state.day.span else "Nothing planned"
        return [
            Content.styled(word, "bold $foreground"),
            Content.styled("n logs or plans a line", "$text-muted"),
        ]
    block = view.block
    end = "now" if view.running else clock_words(block.end)
    span = f"{clock_words(block.start)} – {end}   {hours_words(block.minutes)}"
    lines = [*_wrapped(view.name if view.entry else "Not logged", width, "bold $foreground", 2)]
    lines.append(Content.styled(span, "bold $error" if view.running else "$foreground"))
    if view.entry is None:
        words = "↵ fill · f give to a neighbour" if state.day.logged else "↵ or n: say what it went to"
        lines.append(Content.styled(words, "$text-muted"))
        return lines
    if view.tags:
        lines.append(Content.styled(clean(view.tags), "$text-muted"))
    lines += _wrapped(view.note, width, "$text-muted", 4)
    lines += _mark_lines(state, view)
    if state.sittings.times or any(state.sittings.weeks):
        sittings = state.sittings
        word = "sitting" if sittings.times == 1 else "sittings"
        lines += [
            Content(""),
            Content.styled("this week  ", "$text-muted")
            + Content.styled(hm(sittings.minutes), "$foreground")
            + Content.styled(f" in {sittings.times} {word}", "$text-muted"),
        ]
        if sum(1 for each in sittings.weeks if each) > 1:
            lines.append(
                Content.styled(spark(sittings.weeks), "$secondary")
                + Content.styled("  last 8 weeks", "$text-muted")
            )
    return lines


def _mark_lines(state: PanelState, view: BlockView) -> list[Content]:
    activity, group, lines = state.activity, state.group, []
    if activity is None:
        return []
    if view.planned:
        lines.append(Content.styled("░ planned · ↵ done", "$accent"))
    if HAND_OVER in view.marks or (activity.highlighted and BACK not in view.marks):
        why = " · ".join(reason.value.replace("-", " ") for reason in activity.reasons)
        lines.append(Content.styled(f"{HAND_OVER} {why or 'to hand over'}", "$primary"))
    if SUGGESTED in view.marks:
        lines.append(Content.styled(f"{SUGGESTED} suggested to hand over", "$accent"))
    if activity.core:
        lines.append(Content.styled(f"{CORE} core", "$success"))
    if RUNNING in view.marks:
        lines.append(Content.styled(f"{RUNNING} running · x stop", "bold $error"))
    if group is not None:
        who = f" → {group.assignee}" if group.assignee else ""
        if BACK in view.marks:
            lines.append(Content.styled(clean(f"{BACK} crept back: {group.name}{who}"), "$primary"))
        else:
            lines.append(Content.styled(clean(f"in group {group.name}{who}"), "$text-muted"))
    return lines


def _day_lines(state: PanelState) -> list[Content]:
    day, figures = state.day, state.figures
    title = "Today" if state.today else f"{day.date:%A}"
    lines = [Content.styled(title, "bold $foreground")]
    share = f"{int(day.coverage * 100)} %" if day.span else ""
    lines.append(_figure("logged", day.logged, share))
    if day.unlogged >= 1:
        gaps = len(day.gaps)
        lines.append(_figure("not logged", day.unlogged, f"{gaps} gap{'s' if gaps != 1 else ''}"))
    if figures.overlaps >= 1:
        lines.append(_figure("logged twice", figures.overlaps, "G list"))
    plans = figures.plans
    if plans.planned:
        lines.append(_figure("planned", plans.planned, "", "$accent"))
    if plans.done:
        lines.append(_figure("  done", plans.done, f"in {hm(plans.taken)}"))
    if figures.hand_over:
        part = f"{round(100 * figures.hand_over / day.logged)} %" if day.logged else ""
        lines.append(_figure("to hand over", figures.hand_over, part, "$primary"))
    hours = round((day.bounds[1].timestamp() - day.bounds[0].timestamp()) / 3600)
    if hours != 24:
        lines.append(Content.styled(f"a day of {hours} hours: the clocks change", "$text-muted"))
    return lines


def _figure(name: str, minutes: float, more: str, style: str = "$foreground") -> Content:
    return (
        Content.styled(f"{name:<13}", "$text-muted")
        + Content.styled(hm(minutes).rjust(FIGURES), style)
        + Content.styled(f"   {more}", "$text-muted")
    )


def _wrapped(text: str, width: int, style: str, most: int) -> list[Content]:
    """Return the text over at most `most` lines, the last cut with an ellipsis."""
    lines: list[str] = []
    line = ""
    words = clean(text).split()
    for n, word in enumerate(words):
        longer = f"{line} {word}".strip()
        if line and Content(longer).cell_length > width:
            if len(lines) == most - 1:
                line = " ".join([line, *words[n:]])
                break
            lines.append(line)
            line = word
        else:
            line = longer
    if line:
        lines.append(line)
    return [Content.styled(each, style).truncate(max(1, width), ellipsis=True) for each in lines]


def spark(values: tuple[float, ...]) -> str:
    """Return bars from nothing to the largest value."""
    most = max(values, default=0)
    if not most:
        return _BARS[0] * len(values)
    return "".join(_BARS[min(7, round(7 * value / most))] if value else _BARS[0] for value in values)
