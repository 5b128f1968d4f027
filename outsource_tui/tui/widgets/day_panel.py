"""What is beside the timeline: the selected block and the day in figures, one render."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rich.cells import cell_len
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip

from outsource_tui.model.activity import Activity
from outsource_tui.model.clock import DAY_NAMES, clock_words, elapsed, hm, hours_words
from outsource_tui.model.day import NOT_LOGGED, Day, covered_words
from outsource_tui.model.day_totals import PlanTotals
from outsource_tui.model.group import Group
from outsource_tui.model.text import clean
from outsource_tui.tui.widgets.cells import fit
from outsource_tui.tui.widgets.day_view import BACK, CORE, HAND_OVER, RUNNING, SUGGESTED, BlockView
from outsource_tui.tui.widgets.kept_lines import kept_lines
from outsource_tui.tui.widgets.paint import Line
from outsource_tui.tui.widgets.painted import Painted
from outsource_tui.tui.widgets.spark import spark

FIGURES = 8
MARGIN = 3
"""Blank cells between the timeline and the words."""
_WIDE = 48
"""From this width on the margin is wider."""

MOST_KEPT = 400
BOLD = "bold "

Words = tuple[tuple[str, str], ...]
"""A line: texts and the names of their styles, a role or a role with "bold" before it."""


_NO_PLANS = PlanTotals()


THIS_WEEK = "this week"


@dataclass(frozen=True, slots=True)
class Sittings:
    """An activity's week: minutes, times, and the minutes of the last eight weeks up to it, oldest first;
    `week` says which week it is."""

    minutes: float = 0.0
    times: int = 0
    weeks: tuple[float, ...] = ()
    week: str = THIS_WEEK


@dataclass(frozen=True, slots=True)
class Figures:
    """The day's minutes to hand over, its plans with what came of them, and time that is logged twice."""

    hand_over: float = 0.0
    plans: PlanTotals = _NO_PLANS
    overlaps: float = 0.0


@dataclass(frozen=True, slots=True)
class PanelKeys:
    """The keys that the panel names: to log a line, open a block, fill a gap, stop what runs, list the gaps,
    and go where suggestions are answered."""

    log: str = "n"
    open: str = "↵"
    fill: str = "f"
    stop: str = "x"
    gaps: str = "G"
    review: str = "2"


@dataclass(frozen=True, slots=True)
class PanelState:
    """The selected block with its activity, the day, and the keys that act on them."""

    day: Day
    block: BlockView | None = None
    activity: Activity | None = None
    group: Group | None = None
    sittings: Sittings = Sittings()
    figures: Figures = Figures()
    today: bool = False
    keys: PanelKeys = PanelKeys()


class DayPanel(Painted):
    """Words and figures, aligned; a line is painted anew when it differs."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "DayPanel { width: 40; height: 1fr; background: $background; }"
    state: reactive[PanelState | None] = reactive(None, layout=False, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Words] = []
        self._strips: dict[Words, Strip] = {}

    def watch_state(self) -> None:
        """Say anew what is true, and paint only the lines that differ."""
        before, self._lines = self._lines, self._said()
        width = self.size.width
        for y in range(max(len(before), len(self._lines))):
            if before[y : y + 1] != self._lines[y : y + 1]:
                self.refresh(Region(0, y, width, 1))

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.forget()
        self._lines = self._said()
        self.refresh()

    def forget(self) -> None:
        """Let go of what was drawn."""
        self._strips.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines as they are kept."""
        return kept_lines(self, crop)

    def render_line(self, y: int) -> Strip:
        """Draw a line, or return it as it was drawn."""
        words: Words = self._lines[y] if y < len(self._lines) else ()
        strip = self._strips.get(words)
        if strip is None:
            if len(self._strips) > MOST_KEPT:
                self.forget()
            strip = self._strips[words] = self._drawn(words)
        return strip

    def _drawn(self, words: Words) -> Strip:
        width = self.size.width
        line = Line(self.paint)
        line.add(" " * self._margin, "text")
        left = width - self._margin
        for text, style in words:
            role = style.removeprefix(BOLD)
            shown = clean(text)
            if cell_len(shown) > left:
                shown = fit(text, left)
            line.add(shown, role, bold=role != style)
            left -= cell_len(shown)
            if left <= 0:
                break
        return line.strip(width)

    @property
    def _margin(self) -> int:
        return MARGIN + 2 if self.size.width > _WIDE else MARGIN

    def _said(self) -> list[Words]:
        state, width = self.state, self.size.width - self._margin
        if state is None or width <= 0:
            return []
        return [*_block_lines(state, width), (), *_day_lines(state)]


def _block_lines(state: PanelState, width: int) -> list[Words]:
    view = state.block
    if view is None:
        word = "Nothing logged yet" if state.today or state.day.span else "Nothing planned"
        return [((word, BOLD + "text"),), ((state.keys.log, "hand-over"), (" logs or plans a line", "dim"))]
    block = view.block
    end = "now" if view.running else clock_words(block.end)
    span = f"{clock_words(block.start)} – {end}   {hours_words(block.minutes)}"
    lines = _wrapped(view.name if view.entry else view.name.capitalize(), width, BOLD + "text", 2)
    lines.append(((span, BOLD + "back" if view.running else "text"),))
    lines += _whole_lines(view, state.day)
    if view.entry is None:
        more = ((state.keys.fill, "hand-over"), (" give to a neighbour", "dim")) if state.day.logged else ()
        lines.append(((state.keys.open, "hand-over"), (f" {view.enter}   ", "dim"), *more))
        return lines
    if view.tags:
        lines.append(((view.tags, "dim"),))
    lines += _wrapped(view.note, width, "dim", 4)
    lines += _plan_lines(view, state.keys)
    lines += _mark_lines(state, view)
    return [*lines, *_sitting_lines(state.sittings)]


def _whole_lines(view: BlockView, day: Day) -> list[Words]:
    """Return what an entry is that reaches beyond the day: of it the block is but a part."""
    entry, (first, last) = view.entry, day.bounds
    if entry is None or (entry.start >= first and entry.end_at(day.now) <= last):
        return []
    start, end = entry.start.astimezone(day.zone), entry.end_at(day.now).astimezone(day.zone)
    begun, ended = _weekday_words(start), _weekday_words(end)
    words = f"since {begun}" if end <= last else f"until {ended}"
    if entry.start < first and end > last:
        words = f"{begun} – {ended}"
    return [((f"{words}   {hours_words(elapsed(start, end).total_seconds() / 60)}", "dim"),)]


def _weekday_words(moment: datetime) -> str:
    return f"{DAY_NAMES[moment.weekday()]} {clock_words(moment)}"


def _plan_lines(view: BlockView, keys: PanelKeys) -> list[Words]:
    if view.planned:
        return [(("░ planned · ", "quiet"), (keys.open, "hand-over"), (f" {view.enter}", "dim"))]
    plan = view.entry.plan if view.entry is not None else None
    if plan is None:
        return []
    zone = view.block.start.tzinfo
    start, end = plan.start.astimezone(zone), plan.end.astimezone(zone)
    length = hm((end.timestamp() - start.timestamp()) / 60)
    return [((f"░ planned {clock_words(start)} – {clock_words(end)}   {length}", "quiet"),)]


def _mark_lines(state: PanelState, view: BlockView) -> list[Words]:
    activity, group = state.activity, state.group
    if activity is None:
        return []
    lines: list[Words] = []
    if HAND_OVER in view.marks or (activity.highlighted and BACK not in view.marks):
        why = " · ".join(reason.value.replace("-", " ") for reason in activity.reasons)
        lines.append(((f"{HAND_OVER} {why or 'to hand over'}", "hand-over"),))
    if SUGGESTED in view.marks:
        lines.append(((f"{SUGGESTED} suggested to hand over · ", "quiet"), (state.keys.review, "hand-over")))
    if activity.core:
        lines.append(((f"{CORE} core", "core"),))
    if RUNNING in view.marks:
        lines.append(((f"{RUNNING} running · {state.keys.stop} stop", BOLD + "back"),))
    if group is not None:
        who = f" → {group.assignee}" if group.assignee else ""
        back = BACK in view.marks
        words = f"{BACK} crept back: {group.name}{who}" if back else f"in group {group.name}{who}"
        lines.append(((words, "hand-over" if back else "dim"),))
    return lines


def _sitting_lines(sittings: Sittings) -> list[Words]:
    if not sittings.times and not any(sittings.weeks):
        return []
    word = "sitting" if sittings.times == 1 else "sittings"
    lines: list[Words] = [
        (),
        (
            (f"{sittings.week}  ", "dim"),
            (hm(sittings.minutes), "text"),
            (f" in {sittings.times} {word}", "dim"),
        ),
    ]
    if sum(1 for each in sittings.weeks if each) > 1:
        span = "last 8 weeks" if sittings.week == THIS_WEEK else "8 weeks up to it"
        lines.append(((spark(sittings.weeks), "won"), (f"  {span}", "dim")))
    return lines


def _day_lines(state: PanelState) -> list[Words]:
    day, figures = state.day, state.figures
    title = "Today" if state.today else f"{day.date:%A}"
    lines: list[Words] = [((title, BOLD + "text"),)]
    share = covered_words(day.coverage) if day.counts and day.span_minutes else ""
    lines.append(_figure("logged", day.logged, share))
    if day.counts and day.unlogged >= 1:
        gaps = f"{len(day.gaps)} gap{'s' if len(day.gaps) != 1 else ''}"
        lines.append(_figure(NOT_LOGGED, day.unlogged, gaps, "hand-over"))
    if figures.overlaps >= 1:
        lines.append(_figure("logged twice", figures.overlaps, f"{state.keys.gaps} list", "back"))
    plans = figures.plans
    if plans.planned:
        lines.append(_figure("planned", plans.planned, "", "quiet"))
    if plans.done:
        lines.append(_figure("  done", plans.done, f"took {hm(plans.taken)}"))
    if figures.hand_over:
        part = f"{round(100 * figures.hand_over / day.logged)} %" if day.logged else ""
        lines.append(_figure("to hand over", figures.hand_over, part, "hand-over"))
    hours = round((day.bounds[1].timestamp() - day.bounds[0].timestamp()) / 3600)
    if hours != 24:
        lines.append(((f"a day of {hours} hours: the clocks change", "dim"),))
    return lines


def _figure(name: str, minutes: float, more: str, style: str = "text") -> Words:
    return (f"{name:<13}", "dim"), (hm(minutes).rjust(FIGURES), style), (f"   {more}", "dim")


def _wrapped(text: str, width: int, style: str, most: int) -> list[Words]:
    """Return the text over at most `most` lines, the last to be cut where it is drawn."""
    lines: list[str] = []
    line = ""
    words = clean(text).split()
    for n, word in enumerate(words):
        longer = f"{line} {word}".strip()
        if line and cell_len(longer) > width:
            if len(lines) == most - 1:
                line = " ".join([line, *words[n:]])
                break
            lines.append(line)
            line = word
        else:
            line = longer
    if line:
        lines.append(line)
    return [((each, style),) for each in lines]
