"""The summary screen by keys: the page, the tune-up, what figures are made of, and files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

import outsource_tui.tui
from outsource_tui.model.activity import Activity
from outsource_tui.model.clock import week_of
from outsource_tui.model.edit import Overlap
from outsource_tui.model.entry import Entry
from outsource_tui.model.group import Group, State
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings, settings_path
from outsource_tui.tui.app import PlannerApp
from outsource_tui.tui.dialogs.entries import EntriesDialog
from outsource_tui.tui.screens.summary import SummaryScreen
from outsource_tui.tui.widgets.chrome import BottomBar
from outsource_tui.tui.widgets.summary_head import SummaryHead
from tests.tui.support import DEMO_MOMENT, demo_services, empty_services, quiet

ZONE = DEMO_MOMENT.tzinfo


class SummaryApp(PlannerApp):
    """The app, opened on the summary."""

    _FOLDER = Path(outsource_tui.tui.__file__).parent
    CSS_PATH = [_FOLDER / "app.tcss", _FOLDER / "screens/summary.tcss"]
    gone_to: date | None = None

    def get_default_screen(self) -> Screen[object]:
        return self._screen_named("Summary")

    def show_day(self, day: date) -> None:
        self.gone_to = day


class Seen:
    """The screen as the tests see it."""

    def __init__(self, pilot: Pilot[None], services: Services) -> None:
        self.pilot = pilot
        self.services = services
        self.app = pilot.app

    @property
    def screen(self) -> SummaryScreen:
        return next(s for s in self.app.screen_stack if isinstance(s, SummaryScreen))

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    @property
    def text(self) -> str:
        """All that is on the terminal."""
        compositor = self.app.screen._compositor
        return "\n".join("".join(s.text for s in strip) for strip in compositor.render_strips())

    @property
    def head(self) -> str:
        return self.screen.query_one(SummaryHead).state.title

    async def go(self, key: str) -> None:
        """Bring the cursor to the figure whose name holds `key`."""
        figures = self.screen.figures
        await self.press("home")
        for _ in figures.rows:
            if figures.row is not None and key in figures.row.name:
                return
            await self.press("down")
        raise AssertionError(f"no figure {key!r} in {[r.name for r in figures.rows]}")


@asynccontextmanager
async def opened(services: Services, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Seen]:
    app = quiet(SummaryApp(services))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Seen(pilot, services)


def handed_over(services: Services, name: str = "Invoices", group: str = "Bookkeeping") -> Services:
    """Six weeks of two activities; the group goes away after the third, and comes back once."""
    monday = datetime(2026, 10, 12, 9, tzinfo=ZONE)
    with services.repository.change("fill", DEMO_MOMENT) as work:
        books = work.put(
            Group(
                "",
                group,
                "Ana",
                state=State.HANDED_OVER,
                dates={State.HANDED_OVER: date(2026, 11, 2)},
                start_on=date(2026, 11, 2),
            )
        )
        own = work.put(Activity("", name, highlighted=date(2026, 10, 1), group=books.id))
        other = work.put(Activity("", "Client work", core=True))
        entries = []
        for n in range(5):
            start = monday + timedelta(weeks=n)
            length = timedelta(hours=6 if n < 3 else 1 if n == 3 else 0)
            if length:
                entries.append(Entry("", start, start + length, "Europe/Berlin", own.id, note=f"note {n}"))
            after = start + timedelta(days=1)
            entries.append(Entry("", after, after + timedelta(hours=9), "Europe/Berlin", other.id))
        work.put_all(entries)
    return services


async def test_the_page_and_the_tune_up_stand_side_by_side() -> None:
    async with opened(handed_over(empty_services())) as seen:
        await seen.press("left")
        assert seen.head.startswith("Week 46")
        assert "Where the time went" in seen.text
        assert "6:00 before (3 w) → 0:30 now (2 w)" in seen.text
        assert "↩" not in seen.text.split("Next")[0]
        await seen.press("left")
        assert "↩ Invoices" in seen.text
        assert (
            "week  42 43 44 45 46" in seen.text.replace("week 42", "week  42")
            or "42 43 44 45 46" in seen.text
        )


async def test_a_figure_opens_into_its_entries_and_leads_to_their_day() -> None:
    async with opened(handed_over(empty_services())) as seen:
        await seen.press("left")
        await seen.go("Bookkeeping")
        await seen.press("enter")
        assert isinstance(seen.app.screen, EntriesDialog)
        assert "6:00 − 0:30 = 5:30 won back a week" in seen.text
        assert "18:00 in 3 weeks = 6:00 a week" in seen.text
        assert "note 0" in seen.text
        assert "Client work" not in seen.text.split("Before")[1].split("esc close")[0]
        await seen.press("down", "enter")
        assert seen.app.gone_to == date(2026, 10, 19)


async def opened_minutes(seen: Seen, name: str) -> float:
    """Open a figure and return the minutes of what it shows."""
    await seen.go(name)
    await seen.press("enter")
    lines = seen.app.screen._entries.lines
    await seen.press("escape")
    return sum(line.minutes for line in lines)


async def test_each_figure_is_the_sum_of_what_it_opens_into() -> None:
    services = demo_services()
    week = services.review.week(week_of(DEMO_MOMENT.date()))
    email = next(row for row in week.rows if row.activity.name == "Email and inbox")
    design = next(row for row in week.rows if row.activity.name == "Product design")
    services.review.mark_entry(email.sittings[0].entry.id, False)
    services.review.mark_entry(design.sittings[0].entry.id, True)
    async with opened(services) as seen:
        data = seen.screen.data
        assert await opened_minutes(seen, "logged") == pytest.approx(data.logged)
        assert await opened_minutes(seen, "to hand over") == pytest.approx(data.to_hand_over)
        assert await opened_minutes(seen, "core") == pytest.approx(data.core)
        for back in data.crept_back:
            assert await opened_minutes(seen, back.activity.name) == pytest.approx(back.minutes)
        (group,) = data.measured
        weeks = len(group.before) * group.baseline + group.minutes_since
        assert await opened_minutes(seen, group.group.name) == pytest.approx(weeks)
        step = next(s for s in data.tune_up.next_steps if s.activities[0].name == "Website update")
        assert await opened_minutes(seen, "Website update") == pytest.approx(step.minutes * step.weeks)


async def test_what_is_logged_twice_counts_once_and_says_so() -> None:
    services = handed_over(empty_services())
    services.log.add(services.log.parse("2026-11-10 10-12 Radio"), Overlap.KEEP)
    async with opened(services) as seen:
        await seen.press("left")
        await seen.go("logged")
        await seen.press("enter")
        assert "2 h 00 were logged at the same time" in " ".join(seen.text.split())


async def test_a_group_without_activities_opens_into_nothing() -> None:
    services = handed_over(empty_services())
    with services.repository.change("empty", DEMO_MOMENT) as work:
        work.put_all(replace(a, group="") for a in work.activities())
    async with opened(services) as seen:
        await seen.press("left")
        assert await opened_minutes(seen, "Bookkeeping") == 0


async def test_the_period_is_titled_once_and_a_template_leaves_the_title_to_the_head() -> None:
    async with opened(handed_over(empty_services())) as seen:
        await seen.press("left")
        assert seen.text.count("Week 46 · 9 Nov 2026") == 1
        template = seen.services.summary.template
        template.parent.mkdir(parents=True, exist_ok=True)
        template.write_text("my page", encoding="utf-8")
        await seen.press("left", "right")
        assert seen.text.count("Week 46 · 9 Nov 2026") == 1


async def test_not_logged_leads_to_the_barest_day() -> None:
    async with opened(handed_over(empty_services())) as seen:
        await seen.press("left")
        await seen.go("not logged")
        await seen.press("enter")
        assert seen.app.gone_to in {
            date(2026, 11, 9),
            date(2026, 11, 11),
            date(2026, 11, 12),
            date(2026, 11, 13),
        }


async def test_periods() -> None:
    async with opened(handed_over(empty_services())) as seen:
        await seen.press("v", "m")
        assert seen.head == "November 2026"
        await seen.press("left")
        assert seen.head == "October 2026"
        await seen.press("v", "q")
        assert seen.head.startswith("Quarter 4 of 2026")
        await seen.press("v", "y")
        assert seen.head == "Year 2026"
        await seen.press("v", "w", "full_stop")
        assert seen.head.startswith("Week 47")
        await seen.press("right")
        assert "still to come" in seen.text


async def test_any_span_of_days() -> None:
    async with opened(handed_over(empty_services())) as seen:
        await seen.press("v", "s")
        await seen.press(
            *["backspace"] * 10, *"2026-10-12", "enter", *["backspace"] * 10, *"2026-10-20", "enter"
        )
        assert seen.head == "12 Oct 2026 – 20 Oct 2026"


async def test_source_and_rendered() -> None:
    async with opened(handed_over(empty_services())) as seen:
        await seen.press("left")
        assert "## Where the time went" not in seen.text
        await seen.press("m")
        assert "## Where the time went" in seen.text
        await seen.press("m")
        assert "## Where the time went" not in seen.text


async def test_parts_are_switched_by_key() -> None:
    async with opened(handed_over(empty_services())) as seen:
        await seen.press("left", "p", "down", "space", "enter")
        assert "Where the time went" not in seen.text
        await seen.press("p", "a", "enter")
        assert "Where the time went" in seen.text


async def test_writing_asks_before_it_goes_over_other_text(tmp_path: Path) -> None:
    services = handed_over(empty_services(Settings(summary_folder=str(tmp_path))))
    path = tmp_path / "summary-2026-W46.md"
    async with opened(services) as seen:
        await seen.press("left", "w")
        assert path.read_text(encoding="utf-8") == services.summary.markdown(seen.screen.period)
        path.write_text("mine", encoding="utf-8")
        await seen.press("w")
        assert "already with other text" in seen.text
        await seen.press("k")
        assert path.read_text(encoding="utf-8") == "mine"
        await seen.press("w", "w")
        assert path.read_text(encoding="utf-8").startswith("# Week 46")


async def test_copying() -> None:
    async with opened(handed_over(empty_services())) as seen:
        await seen.press("left", "y")
        assert seen.app.clipboard == seen.services.summary.markdown(seen.screen.period)


async def test_opening_without_an_editor_says_where_the_page_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    async with opened(handed_over(empty_services(Settings(summary_folder=str(tmp_path))))) as seen:
        await seen.press("left", "o")
        assert (tmp_path / "summary-2026-W46.md").is_file()
        assert any("Set EDITOR" in n.message for n in seen.app._notifications)


async def test_a_brief_is_shown_written_and_copied(tmp_path: Path) -> None:
    async with opened(handed_over(empty_services(Settings(summary_folder=str(tmp_path))))) as seen:
        await seen.press("b")
        assert "Bookkeeping" in seen.text
        await seen.press("w")
        (path,) = tmp_path.glob("brief-*.md")
        await seen.press("b", "y")
        assert seen.app.clipboard == path.read_text(encoding="utf-8")


async def test_a_template_with_an_error_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    template = settings_path().parent / "summary-template.md"
    template.parent.mkdir(parents=True, exist_ok=True)
    template.write_text("\n{{ wrong", encoding="utf-8")
    folder = tmp_path / "out"
    async with opened(handed_over(empty_services(Settings(summary_folder=str(folder))))) as seen:
        assert "line 2:" in seen.text.replace("\n", " ")
        await seen.press("w")
        assert not folder.exists()


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_one_side_at_a_time_where_it_is_narrow(size: tuple[int, int]) -> None:
    async with opened(handed_over(empty_services()), size) as seen:
        await seen.press("left")
        assert "Week 46 · 9 Nov 2026 – 15 Nov 2026   last week" in seen.text
        assert "Where the time went" not in seen.text
        assert any(h.action == "side" for h in seen.screen.query_one(BottomBar).hints)
        await seen.press("tab", "pagedown", "home")
        assert "to hand over  " not in seen.text
        assert seen.text.count("Week 46 · 9 Nov 2026 – 15 Nov 2026") == 1


async def test_empty_says_what_to_do() -> None:
    async with opened(empty_services()) as seen:
        assert "Nothing was logged in this week." in seen.text
        assert "Press 1 and log what you do" in seen.text
        assert "Press 2 to mark" in seen.text
        await seen.press("enter", "down", "b", "m", "left", "pageup", "end")


HOSTILE = "[red]x[/] [@click=app.quit]y[/] | \x1b[31m `z` <b> 日本語 \u202e#"


@pytest.mark.parametrize("size", [(160, 50), (120, 36), (80, 24), (60, 20)])
async def test_hostile_names_stay_text(size: tuple[int, int]) -> None:
    services = handed_over(empty_services(), HOSTILE * 3, HOSTILE)
    async with opened(services, size) as seen:
        await seen.press("left", "left")
        await seen.press("m", "m", "b", "escape")
        if seen.screen.narrow:
            await seen.press("tab")
        await seen.go("won back")
        await seen.press("enter", "escape", "down", "enter")
        assert isinstance(seen.app.screen, EntriesDialog)
        assert "\x1b" not in seen.text
        assert "[red]x[/]" in seen.text


async def test_a_hand_over_to_come_is_told_with_its_day() -> None:
    services = handed_over(empty_services())
    services.board.assign(services.board.group_named("Bookkeeping").id, start_on="2027-12-07")
    async with opened(services) as seen:
        assert "Bookkeeping starts 7 Dec 2027" in seen.text.split("Handed over")[-1]
        assert "Press 3" not in seen.text


async def test_the_bars_lead_to_their_week() -> None:
    async with opened(handed_over(empty_services())) as seen:
        trend = seen.screen.trend
        await seen.pilot.click(trend, offset=(5 + 3, trend.size.height - 3))
        await seen.pilot.pause()
        assert seen.head.startswith("Week 43")


async def test_moving_the_cursor_repaints_two_lines() -> None:
    async with opened(demo_services()) as seen:
        await seen.press("down")
        painted: list[int] = []
        draw = type(seen.screen.figures).draw

        def counted(self: object, line: int, width: int) -> object:
            painted.append(line)
            return draw(self, line, width)

        type(seen.screen.figures).draw = counted
        try:
            await seen.press("down")
        finally:
            type(seen.screen.figures).draw = draw
        assert 0 < len(set(painted)) <= 2


async def test_money_is_shown_where_it_is_known() -> None:
    services = handed_over(empty_services(Settings(hour_value=Decimal(50))))
    with services.repository.change("rate", DEMO_MOMENT) as work:
        work.put(replace(work.groups()[0], rate=Decimal(20)))
    async with opened(services) as seen:
        await seen.press("left")
        assert "€ 330" in seen.text
