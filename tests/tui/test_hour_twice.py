"""The hour that the clocks show twice, wherever entries are listed: its second time is marked, and columns
stay columns."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from outsource_tui.model.clock import FixedClock, span_column, week_of
from outsource_tui.model.edit import Overlap
from outsource_tui.model.errors import UserError
from outsource_tui.services.incoming import Source
from outsource_tui.tui.dialogs.entries import EntriesDialog, EntryLine
from outsource_tui.tui.dialogs.occurrences import OccurrencesDialog
from outsource_tui.tui.dialogs.paste import PasteDialog
from outsource_tui.tui.dialogs.rows import RowList
from outsource_tui.tui.exchange.preview import view_of
from tests.conftest import BERLIN
from tests.services.test_log import put
from tests.tui.support import empty_services, planner
from tests.tui.test_timeline import opened

NIGHT = date(2026, 10, 25)
NOON = datetime(2026, 10, 25, 12, tzinfo=BERLIN)
FIRST, SECOND = "01:50 –02:10 ", "02:05b–02:35b"


@pytest.fixture
def log():
    """The night of 25 October: an entry before the clocks go back, one after."""
    services = empty_services(clock=FixedClock(NOON))
    put(services, "1:50-2:10 Watch #one", "2:05b-2:35b Watch #two")
    return services


async def lines_of(dialog, size=(120, 36)) -> list[str]:
    """What a dialog shows, line by line."""
    app = planner()
    async with app.run_test(size=size) as pilot:
        app.push_screen(dialog)
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]


def aligned_spans(lines, *words: str) -> list[int]:
    """Where the spans begin; what comes after each begins as far from it."""
    found = [next(line for line in lines if word in line) for word in words]
    starts = [line.index(span) for line, span in zip(found, (FIRST, SECOND), strict=True)]
    assert len({line.index(word) for line, word in zip(found, words, strict=True)}) == 1
    return starts


def test_a_column_grows_only_where_a_mark_is_in_it():
    at = NOON.replace(hour=2, fold=1)
    assert span_column([(NOON, NOON + timedelta(hours=1)), (NOON, None)]) == ("12:00–13:00", "12:00–now  ")
    assert span_column([(at, NOON), (NOON, NOON)]) == ("02:00b–12:00", "12:00 –12:00")
    assert span_column([]) == ()


async def test_occurrences(log):
    row = log.review.week(week_of(NIGHT)).rows[0]
    starts = aligned_spans(await lines_of(OccurrencesDialog(row, lambda *_: None)), "#one", "#two")
    assert starts[0] == starts[1]


async def test_what_a_figure_is_made_of(log):
    entries = log.log.day(NIGHT).blocks
    lines = [EntryLine("Morning", start=NOON, end=NOON + timedelta(hours=1))]
    lines += [
        EntryLine("Watch", f"#{b.entry.tags[0]}", b.start, b.end, b.minutes) for b in entries if b.entry
    ]
    starts = aligned_spans(await lines_of(EntriesDialog("Watch", "", lines)), "#one", "#two")
    assert starts[0] == starts[1]


async def test_pasted_lines(log):
    found = log.log.read_lines("1:50-2:10 One\n2:05b-2:35b Two", NIGHT)
    starts = aligned_spans(await lines_of(PasteDialog(found, {}, NOON)), "One", "Two")
    assert starts[0] == starts[1]


async def test_plans_that_were_left_over(log):
    put(log, "3:00-3:10? Later", "2:20b-2:30b? Sooner")
    async with opened(log) as press:
        screen = await press("o")
        lines = str(screen.app.screen.query_one(RowList).render()).splitlines()
        assert "02:20b  Sooner" in lines[0]
        assert lines[0].index("Sooner") == lines[1].index("Later")


def test_the_preview_of_an_import(log):
    table = (
        "start,end,activity\n"
        "2026-10-25T01:50:00+02:00,2026-10-25T02:10:00+02:00,One\n"
        "2026-10-25T02:05:00+01:00,2026-10-25T02:35:00+01:00,Two\n"
    )
    source = Source("night.csv", table.encode())
    intake = log.exchange.take([source], "csv", log.exchange.options())
    view = view_of(intake, log.exchange.preview_intake(intake))
    words = ["".join(text for text, _ in line) for line in view.lines]
    starts = aligned_spans(words[words.index("The first and the last") :], "One", "Two")
    assert starts[0] == starts[1]


def test_the_examples_of_a_brief(log):
    watch = log.repository.activities().named("Watch")
    log.board.new_group("Nights", [watch.id])
    assert "02:05b–02:35b (0 h 30): #two" in log.brief.markdown(log.board.groups()[0].id).replace("\\", "")


def test_a_moment_that_is_still_to_come():
    services = empty_services(clock=FixedClock(NOON.replace(hour=2, minute=10, fold=1)))
    with pytest.raises(UserError, match="it is 02:10b"):
        services.log.add(services.log.parse("2:40b Watch"))


async def test_another_note_asks_nothing_about_an_overlap_that_is_there_already(log):
    log.log.add(log.log.parse("2:10b-2:20b Round"), Overlap.KEEP)
    async with opened(log) as press:
        screen = await press("home", "down", "down")
        assert screen.block.name == "Round"
        screen = await press("enter", "tab", "tab", "tab", "tab", "x", "ctrl+s")
        assert screen.app.screen is screen
        assert screen.block.note == "x"
