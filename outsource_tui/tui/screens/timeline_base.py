"""The frame of the timeline: what is shown, where the cursor is, and which day."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from outsource_tui.model.change import Change
from outsource_tui.model.clock import Week, week_of
from outsource_tui.model.errors import UserError
from outsource_tui.model.week import WeekLog, hands_over
from outsource_tui.services.services import Services
from outsource_tui.tui.base import PlannerScreen
from outsource_tui.tui.glance import look_at
from outsource_tui.tui.standing import stands
from outsource_tui.tui.widgets.day_lines import ZOOMS, scale_near
from outsource_tui.tui.widgets.day_panel import (
    THIS_WEEK,
    DayPanel,
    Figures,
    PanelKeys,
    PanelState,
    Sittings,
)
from outsource_tui.tui.widgets.day_view import BlockView, DayView
from outsource_tui.tui.widgets.entry_bar import EntryBar
from outsource_tui.tui.widgets.heading_line import heading_line
from outsource_tui.tui.widgets.timeline import Timeline
from outsource_tui.tui.widgets.week_line import WeekState
from outsource_tui.tui.widgets.week_strip import WeekStrip

_PANEL_KEYS = {
    "log": "log", "open": "open_block", "fill": "fill", "stop": "stop", "gaps": "gaps", "review": "screen(2)"
}
"""The commands whose keys the panel names."""

WELCOME = (
    "For one week, write down everything that you do: what is missing shows as a gap until you fill it.\n"
    "Begin with your last hour: type {span} Invoices in the line below, with your own times, and press ↵.\n"
    "On Friday, mark what should not be yours; esc and {help} show the keys, and t there a tour of five"
    " steps."
)
"""What somebody reads who opens an empty log for the first time: three sentences."""


def welcome(hour: int, help_key: str = "?") -> str:
    """Return the words of welcome, with an example that can be logged at that hour as it stands."""
    return WELCOME.format(span=f"{hour - 1}-{hour}" if hour else "30m", help=help_key)


class TimelineBase(PlannerScreen):
    """Shows a day and walks its blocks."""

    KEYS_WAIT = True
    PAUSE: ClassVar[float] = 0.5
    """Seconds without anything new until suggestions are looked for."""
    VERTICAL_BREAKPOINTS = [(0, "-h20"), (26, "-h26")]

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.timeline = Timeline(id="timeline")
        self.bar = EntryBar(id="bar")
        self.week_log: WeekLog | None = None
        self._sittings: dict[tuple[str, Week], Sittings] = {}
        self._wanted = ""
        self._figured: tuple[DayView, Figures] | None = None
        self._hinted: tuple[bool, ...] = ()
        self._suggested: dict[Week, frozenset[str]] = {}
        self._pause: Timer | None = None
        self._looking = self._look_again = False

    def compose_body(self) -> ComposeResult:
        """Yield the week, the day with its panel, and the line to type in."""
        with Vertical(id="timeline-head"):
            yield WeekStrip()
            yield Static("", id="heading", markup=False)
        if self.services.repository.new:
            yield Static(welcome(self.now().hour, self.key("help")), id="welcome", markup=False)
        with Horizontal(id="day"):
            yield self.timeline
            yield DayPanel()
        yield self.bar

    def on_mount(self) -> None:
        """Start at the scale of the settings."""
        self.timeline.step = self.services.settings.step
        self.timeline.zoom = scale_near(self.services.settings.rows_per_hour)

    # what keys need

    def some_block(self) -> BlockView | None:
        """Return the block under the cursor, else say what to do on a day without one."""
        if self.block is None:
            keys = self.key("log"), self.key("plan")
            self.say(f"this day is empty: {keys[0]} types an entry or a plan, {keys[1]} copies a day")
        return self.block

    def some_entry(self, verb: str) -> BlockView | None:
        """Return the block under the cursor if it is an entry, else say that it is none to `verb`."""
        block = self.some_block()
        if block is not None and block.entry is None:
            self.say(f"this is a gap, which {self.key('open_block')} fills: to {verb}, go to an entry")
            return None
        return block

    # what is shown

    @property
    def shown(self) -> date:
        """The day that is shown."""
        return self.planner.shown_day

    @property
    def block(self) -> BlockView | None:
        """The block under the cursor."""
        return self.timeline.selected

    def load(self) -> None:
        """Ask for the day and its week again."""
        now = self.now()
        self._sittings.clear()
        week = week_of(self.shown, self.services.settings.week_start)
        suggested = self._suggested.get(week, frozenset())
        self.week_log, self.timeline.view = look_at(self.services, self.shown, suggested)
        if self._wanted and self.timeline.select(self._wanted):
            self._wanted = ""
        self.timeline.name_enter(self.key("open_block"))
        state = WeekState(self.week_log, self.shown, now.date())
        if not self.services.repository.new:
            self.query("#welcome").remove()
        self.query_one(WeekStrip).state = state
        self._show_heading(state)
        self.show_panel()
        self._rest_then_look()

    # suggestions

    def _rest_then_look(self) -> None:
        """Look for what is suggested in the week once the hands rest."""
        if self._pause is not None:
            self._pause.stop()
        if self.PAUSE:
            self._pause = self.set_timer(self.PAUSE, self._look)
        else:
            self._look()

    def _look(self) -> None:
        self._look_again = self._looking
        if not self._looking:
            self._looking = True
            work: Callable[[], Awaitable[None]] = self._find_suggestions  # begun by the worker
            self.run_worker(work, group="suggestions")

    async def _find_suggestions(self) -> None:
        week = week_of(self.shown, self.services.settings.week_start)
        try:
            found = await asyncio.to_thread(self.services.suggesting.suggested, week)
        except UserError:  # the file is in trouble, which is said elsewhere
            found = self._suggested.get(week, frozenset())
        self._looking = False
        if not stands(self):
            return
        if found != self._suggested.get(week, frozenset()):
            self._suggested[week] = found
            self.load()
        elif self._look_again:
            self._look()

    def on_resize(self) -> None:
        """Say so when there is too little room; fit the heading."""
        super().on_resize()
        if self.week_log is not None:
            self._show_heading(WeekState(self.week_log, self.shown, self.now().date()))

    def _show_heading(self, state: WeekState) -> None:
        heading = Content.assemble(*heading_line(state, self.app.size.width - 4))
        self.query_one("#heading", Static).update(heading, layout=False)

    def show_panel(self) -> None:
        """Bring the panel up to date with the cursor."""
        view, block = self.timeline.view, self.block
        if view is None or self.week_log is None:
            return
        activity, group, sittings = None, None, Sittings()
        if block is not None and block.entry is not None:
            activity = self.services.repository.activities().get(block.entry.activity)
            group = next((g for g in self.services.repository.groups() if g.id == activity.group), None)
            sittings = self._sittings_of(activity.id, self.week_log.week)
        today = view.day.date == self.now().date()
        if self._figured is None or self._figured[0] is not view:
            self._figured = (view, self._figures(view))
        figures = self._figured[1]
        self.query_one(DayPanel).state = PanelState(
            view.day, block, activity, group, sittings, figures, today, self._panel_keys()
        )

    def _panel_keys(self) -> PanelKeys:
        return PanelKeys(**{name: self.spelled(f"{{{command}}}") for name, command in _PANEL_KEYS.items()})

    def _sittings_of(self, activity_id: str, week: Week) -> Sittings:
        key = (activity_id, week)
        if key not in self._sittings:
            minutes, times = self.services.log.sittings(activity_id, week)
            this = week == week_of(self.now().date(), self.services.settings.week_start)
            words = THIS_WEEK if this else f"week {week.number}"
            self._sittings[key] = Sittings(minutes[-1], times, minutes, words)
        return self._sittings[key]

    def _figures(self, view: DayView) -> Figures:
        activities = self.services.repository.activities()
        logged = [b for b in view.blocks if b.entry is not None and not b.planned]
        hand_over = sum(
            b.block.minutes
            for b in logged
            if b.entry and hands_over(b.entry, activities.get(b.entry.activity))
        )
        entries = [b.entry for b in view.blocks if b.entry is not None]
        plans = self.services.plan.totals(entries, view.day.bounds)
        return Figures(hand_over, plans, view.day.twice)

    def on_timeline_moved(self) -> None:
        """The cursor came to another block: panel and footer follow in the same frame."""
        self.show_panel()
        block = self.block
        kind: tuple[bool, ...] = ()
        if block is not None:
            kind = (block.entry is None, block.planned, block.running, self.timeline.selected_can_join)
        if kind != self._hinted:
            self._hinted = kind
            self.hints_changed()

    def _walk(self, step: int) -> None:
        if self.some_block() is None:
            return
        with self.timeline.prevent(self.timeline.Moved):
            self.timeline.move(step)
        self.on_timeline_moved()

    # going about

    def go_to(self, day: date, key: str = "") -> None:
        """Show a day, and there the block of that identity."""
        self.planner.shown_day = day
        self._wanted = key
        before = self.block
        if key and self._loaded == self.basis() and self.timeline.select(key):
            self._wanted = ""
            if self.block is not before:
                self.on_timeline_moved()
        else:
            self.show_all()

    def action_up(self) -> None:
        """Go to the block before."""
        self._walk(-1)

    def action_down(self) -> None:
        """Go to the next block."""
        self._walk(1)

    def action_first(self) -> None:
        """Go to the first block."""
        self._walk(-100_000)

    def action_last(self) -> None:
        """Go to the last block."""
        self._walk(100_000)

    def action_page_up(self) -> None:
        """Go eight blocks back."""
        self._walk(-8)

    def action_page_down(self) -> None:
        """Go eight blocks on."""
        self._walk(8)

    def action_day_before(self) -> None:
        """Go to the day before."""
        self._by_days(-1)

    def action_next_day(self) -> None:
        """Go to the next day."""
        self._by_days(1)

    def action_week_before(self) -> None:
        """Go to the same day of the week before."""
        self._by_days(-7)

    def action_next_week(self) -> None:
        """Go to the same day of the next week."""
        self._by_days(7)

    def _by_days(self, days: int) -> None:
        try:
            self.go_to(self.shown + timedelta(days=days))
        except (OverflowError, ValueError):
            self.say("the calendar ends here")

    def action_today(self) -> None:
        """Go to today, and there to what runs or came last."""
        before = self.shown, self.block, self.timeline.top
        self.timeline.forget()
        self.go_to(self.now().date())
        if (self.shown, self.block, self.timeline.top) == before:
            self.say("this is today already")

    def on_week_strip_chosen(self, message: WeekStrip.Chosen) -> None:
        """Go to the day that was clicked."""
        self.go_to(message.day)

    def action_larger(self) -> None:
        """Draw with more rows an hour."""
        self._zoom(1)

    def action_smaller(self) -> None:
        """Draw with fewer rows an hour."""
        self._zoom(-1)

    def _zoom(self, step: int) -> None:
        place = ZOOMS.index(self.timeline.zoom) + step
        if 0 <= place < len(ZOOMS):
            self.timeline.zoom = ZOOMS[place]
        else:
            rows = self.timeline.zoom
            self.say(f"{rows} row{'s' if rows > 1 else ''} an hour is as far as it goes")

    # changes

    def store_quietly(self, change: Callable[[], Change], key: str = "") -> None:
        """Store a change that shows by itself; the cursor stays, or goes to the block of `key`."""
        if key:
            self._wanted = key
        self.store(change)

    def store_entry(self, change: Callable[[], Change]) -> None:
        """Store a change that makes an entry; the cursor goes to it, on its day."""
        self.store(change, self.go_to_made, ready=self._want_made)

    def _want_made(self, change: Change) -> None:
        """Let the cursor stand on what a change made at once, if it is of the day that is shown."""
        self._wanted = next(reversed(_made(change)), "")

    def go_to_made(self, change: Change) -> None:
        """Go to the last entry that a change made."""
        entries = [e for e in map(self.services.repository.entry, _made(change)) if e is not None]
        if entries:
            entry = entries[-1]
            self.go_to(entry.start.astimezone(self.services.clock.zone).date(), entry.id)


def _made(change: Change) -> list[str]:
    """Return the ids of the entries that a change made."""
    return [e.id for e in change.edits if e.table == "entries" and e.before is None and e.after]
