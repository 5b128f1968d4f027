"""The list of what is missing and of what is logged twice."""

from __future__ import annotations

from datetime import date

from textual.widgets import Static

from outsource_tui.model.day import covered_words
from outsource_tui.model.edit import Overlap
from outsource_tui.tui.dialogs.rows import RowsDialog
from tests.services.test_log import put, shown
from tests.tui.test_timeline import log, opened

__all__ = ["log"]


def title_of(screen) -> str:
    """The heading of the dialog in front."""
    return str(screen.app.screen.query_one("#title", Static).render())


async def test_time_logged_three_times_counts_as_in_the_panel(log):
    for name in ("Post", "Visit"):
        log.log.add(log.log.parse(f"8-9 {name}"), Overlap.KEEP)
    async with opened(log) as press:
        screen = await press("G")
        assert log.log.day(screen.shown).twice == 120
        assert "2:00 logged twice" in title_of(screen)


async def test_the_list_stays_open_until_it_is_left(log):
    async with opened(log) as press:
        screen = await press("G", "end", "up", "enter", "b")
        assert isinstance(screen.app.screen, RowsDialog)
        assert "09:00-10:40 Newsletter draft" in shown(log)
        screen = await press("end", "enter", "escape")
        assert isinstance(screen.app.screen, RowsDialog)
        screen = await press("escape")
        assert screen.app.screen is screen


async def test_words_that_do_not_fit_their_row_are_read_whole_below_the_list(log):
    log.log.add(log.log.parse("9:05-10 Quarterly figures"), Overlap.KEEP)
    words = "Newsletter draft and Quarterly figures overlap"
    for size, told in (((60, 20), True), ((120, 36), False)):
        async with opened(log, size) as press:
            screen = await press("G")
            dialog = screen.app.screen
            assert [str(each.render()) for each in dialog.query("#detail").results(Static)] == [words] * told


async def test_a_month_is_covered_as_in_its_summary(log):
    put(log, "2026-11-07 9-9:30 Call", "2026-11-09 8-18 Website", "2026-11-13 8-12 Website")
    month = log.summary.span(date(2026, 11, 1), date(2026, 11, 30))
    async with opened(log) as press:
        screen = await press("M")
        assert title_of(screen).endswith(f"on 4 days · {covered_words(month.coverage)} logged")
