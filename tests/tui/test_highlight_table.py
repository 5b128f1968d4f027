"""The week's table as it is drawn: columns that fit and align, and two lines repainted for a step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.widgets import Static

from outsource_tui.model.activity import Activity, Reason
from outsource_tui.model.entry import Entry
from outsource_tui.model.group import Group
from outsource_tui.model.review import ReviewRow
from outsource_tui.model.sittings import Sitting
from outsource_tui.model.value import replace
from outsource_tui.model.week import ActivityWeek
from outsource_tui.tui.widgets.cells import fit
from outsource_tui.tui.widgets.hand_over_bar import lengths
from outsource_tui.tui.widgets.review_head import facts_line
from outsource_tui.tui.widgets.week_columns import MARGIN, Needs, arrange
from outsource_tui.tui.widgets.week_row import trend_words
from outsource_tui.tui.widgets.week_table import Measures, TableState, WeekTable
from tests.tui.support import demo_services, empty_services, planner

HOSTILE = [
    "Rechnungen und Buchhaltung für Oktober " * 8,
    "請求書の作成と送付",
    "حسابات الشهر",
    "🧾 receipts 👩‍👩‍👧‍👦",
    "[red]not red[/red] [@click=app.quit]x[/]",
    "tab\there\nand \x1b[31mthere",
    "e\u0301" * 40,
    "\u202egnp.exe",
    "",
]


def row(name: str, minutes: float = 65.0, marked: int = 0, times: int = 5) -> ReviewRow:
    start = datetime(2026, 11, 16, 9, tzinfo=UTC)
    entry = Entry("1", start, start + timedelta(minutes=minutes), "UTC", name)
    by_day = (minutes, 0, 0, 0, 0, 0, 0)
    log = ActivityWeek(Activity(name or "-", name), by_day, times, marked, minutes * marked / times)
    share = tuple(m * marked / times for m in by_day)
    sitting = Sitting(entry, start, ((0, minutes),))
    return ReviewRow(log, (sitting,), share, None, 0.5, 60.0, 5.0, None, 0.0, False)


def test_what_the_weeks_before_knew_on_later_weekdays_is_not_called_new() -> None:
    new = replace(row("Post"), before=0.0, trend=65.0)
    later = replace(new, known=True)
    assert [trend_words(new), trend_words(later)] == ["new", "+1:05"]
    services = empty_services()
    week = replace(services.review.week(services.board.this_week()), past_weeks=4)
    assert " not in the 4 weeks before" in facts_line(new, week, 200).plain
    assert " not by this weekday in the 4 weeks before" in facts_line(later, week, 200).plain
    two, one = replace(week, past_weeks=2), replace(week, past_weeks=1)
    less = replace(new, before=99.0, trend=-34.0)
    told = "0 h 34 less than by this weekday in the 2 of 4 weeks before with enough log"
    assert told in facts_line(less, two, 200).plain
    assert " not in the one week before with enough log" in facts_line(new, one, 200).plain


class TableApp(App[None]):
    def __init__(self, rows: list[ReviewRow]) -> None:
        super().__init__()
        self.rows = rows
        self.table = WeekTable()

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.state = TableState(tuple(self.rows), measures=Measures.of(self.rows))


def line(table: WeekTable, y: int) -> str:
    return table.render_line(y).text


@given(st.integers(1, 300), st.integers(4, 6), st.integers(5, 7), st.integers(0, 80), st.booleans())
def test_columns_never_reach_over_the_edge_nor_each_other(width, day, total, name, rated):
    needs = Needs(day, total, name, 0, rated)
    columns = arrange(width, needs)
    assert columns[0].kind == "name"
    for a, b in pairwise(columns):
        assert a.x + a.width < b.x
    if width > 8:
        assert columns[-1].x + columns[-1].width <= width - MARGIN
    assert all(column.width > 0 for column in columns)


@pytest.mark.parametrize(
    ("width", "kinds"),
    [
        (160, "name days total times share average trend why group"),
        (120, "name days total times trend why group"),
        (100, "name days total times why"),
        (80, "name days total letters"),
        (60, "name bars total times letters"),
        (40, "name bars total"),
    ],
)
def test_columns_go_in_this_order(width, kinds):
    assert " ".join(c.kind for c in arrange(width, Needs(name=30))) == kinds


@given(st.text(max_size=60), st.integers(0, 50))
def test_fit_is_exactly_as_wide_as_asked(text, width):
    assert cell_len(fit(text, width)) == width


MINUTES = st.one_of(st.just(0.0), st.floats(0.01, 5000))


@given(st.tuples(MINUTES, MINUTES, MINUTES), st.integers(3, 200))
def test_bars_fill_the_width_and_show_whatever_there_is(parts, width):
    cells = lengths(parts, width)
    if sum(parts) > 0:
        assert sum(cells) == width
        assert all(n > 0 for n, part in zip(cells, parts, strict=True) if part > 0)
    else:
        assert cells == [0, 0, 0]


@pytest.mark.parametrize("width", [160, 120, 80, 60])
async def test_figures_stand_beneath_each_other_whatever_the_names(width):
    app = TableApp([row(name, 65 + n) for n, name in enumerate(HOSTILE)])
    async with app.run_test(size=(width, 20)):
        lines = [line(app.table, y) for y in range(len(HOSTILE) + 1)]
        assert {cell_len(text) for text in lines} == {width}
        ends = {cell_len(text[: text.rindex(f"1:{5 + n:02}") + 4]) for n, text in enumerate(lines[1:])}
        assert len(ends) == 1
        assert "\x1b" not in "".join(lines)


async def test_a_step_repaints_two_lines():
    app = TableApp([row(f"Activity {n}") for n in range(500)])
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.pause()
        drawn: list[int] = []
        plain = app.table.render_line

        def render_line(y):
            drawn.append(y)
            return plain(y)

        app.table.render_line = render_line
        app.table.move(1)
        await pilot.pause()
        assert sorted(drawn) == [1, 2]


async def test_a_mark_repaints_its_own_line():
    rows = [row(f"Activity {n}") for n in range(40)]
    app = TableApp(rows)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.pause()
        drawn: list[int] = []
        plain = app.table.render_line
        app.table.render_line = lambda y: (drawn.append(y), plain(y))[1]
        marked = [*rows[:3], row("Activity 3", marked=5), *rows[4:]]
        app.table.state = TableState(tuple(marked), measures=Measures.of(marked))
        await pilot.pause()
        assert drawn == [4]
        assert "◆ Activity 3" in line(app.table, 4)


async def test_cursor_stays_with_its_activity_and_in_view():
    rows = [row(f"Activity {n:03}") for n in range(100)]
    app = TableApp(rows)
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.pause()
        app.table.move_to(57)
        assert any("Activity 057" in line(app.table, y) for y in range(1, 20))
        app.table.state = TableState(tuple(rows[50:]), measures=Measures.of(rows))
        assert app.table.row.activity.name == "Activity 057"
        app.table.state = TableState(tuple(rows[:3]), measures=Measures.of(rows))
        assert app.table.row.activity.name == "Activity 002"
        app.table.state = TableState(measures=Measures.of(rows), empty="nothing here")
        assert app.table.row is None
        assert "nothing here" in line(app.table, 2)
        app.table.move(5)
        assert app.table.row is None


async def test_partly_marked_says_how_many():
    app = TableApp([row("Invoices", marked=3)])
    async with app.run_test(size=(120, 10)):
        assert "3 of 5" in line(app.table, 1)


async def test_wheel_and_clicks():
    seen: list[str] = []

    class Clicks(TableApp):
        def on_week_table_mark_clicked(self, message: WeekTable.MarkClicked) -> None:
            seen.append(f"mark {message.activity}")

        def on_week_table_opened(self, message: WeekTable.Opened) -> None:
            seen.append(f"open {message.activity}")

    app = Clicks([row(f"Activity {n}") for n in range(50)])
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.click(WeekTable, offset=(2, 4))
        assert app.table.row.activity.name == "Activity 3"
        await pilot.click(WeekTable, offset=(20, 6), times=2)
        assert app.table.row.activity.name == "Activity 5"
        await pilot.click(WeekTable, offset=(20, 0))
        assert app.table.row.activity.name == "Activity 5"
        assert seen == ["mark Activity 3", "open Activity 5"]


@pytest.mark.parametrize("group", [None, Group("g", "Bookkeeping")])
async def test_reasons_are_spelt_out_over_the_room_of_a_group_that_is_not_there(group):
    reasons = (Reason.ROUTINE, Reason.NOT_MY_STRENGTH)
    plain = row("Scan receipts", marked=5)
    log = replace(plain.log, activity=replace(plain.log.activity, reasons=reasons))
    app = TableApp([replace(plain, log=log, group=group)])
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.pause()
        words = "\n".join(line(app.table, y) for y in range(6))
        if group:
            assert "r w" in words
            assert "Bookkeeping" in words
        else:
            assert "routine, not my strength" in words


async def test_a_long_name_of_a_group_takes_the_room_that_short_reasons_leave() -> None:
    long = Group("g", "Inbox and calendar")
    plain = row("Email", marked=5)
    activity = replace(plain.activity, reasons=(Reason.ROUTINE,))
    wordy = replace(activity, reasons=(Reason.DISLIKE, Reason.ROUTINE))
    rows = [
        replace(plain, log=replace(plain.log, activity=activity), group=long),
        replace(plain, log=replace(plain.log, activity=wordy), group=long),
        replace(plain, log=replace(plain.log, activity=activity), group=Group("h", "Books")),
    ]
    app = TableApp(rows)
    async with app.run_test(size=(120, 24)):
        heads, *shown = (line(app.table, y) for y in range(4))
        assert "routine" in shown[0]
        assert shown[0].rstrip().endswith("  Inbox and calendar")
        assert "dislike, routine  Inbox" in shown[1]
        assert shown[2].index("Books") == heads.index("group")
        assert {cell_len(each) for each in shown} == {120}


async def test_help_says_what_a_trend_compares_with() -> None:
    app = planner(demo_services())
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("2", "escape", "question_mark"):
            await pilot.press(key)
            await pilot.pause()
        told = str(app.screen.query_one("#purpose", Static).render())
        assert "average in the 4 weeks before, without those that have too little log" in told


LONG = "A name that leaves no cell to spare in here"


@pytest.mark.parametrize(
    ("reasons", "back", "group", "said"),
    [
        ((Reason.NOT_MY_STRENGTH, Reason.ROUTINE), 5.0, "Finance and taxes", "w r  Finance and taxes"),
        ((Reason.ROUTINE,), 5.0, "Finance and taxes", "routine          Finance and taxes"),
        ((), 5.0, "Finance and taxes", "crept back       Finance and taxes"),
        ((Reason.ROUTINE, Reason.DISLIKE), 0.0, "Tax", "routine, dislike  Tax"),
        ((Reason.NOT_MY_STRENGTH, Reason.ROUTINE), 5.0, "Tax", "not my strength, routine  Tax"),
    ],
)
async def test_a_row_says_why_in_words_or_in_letters_and_names_its_group_whole(reasons, back, group, said):
    plain = row("Receipts", marked=5)
    log = replace(plain.log, activity=replace(plain.activity, reasons=reasons))
    rows = [replace(plain, log=log, crept_back=back, group=Group("g", group)), row(LONG, marked=5)]
    app = TableApp(rows)
    async with app.run_test(size=(120, 20)):
        assert " ".join(line(app.table, 1).split()).endswith(" ".join(said.split()))


async def test_what_names_leave_free_goes_to_the_groups() -> None:
    plain = row("Post", marked=5)
    rows = [replace(plain, group=Group("g", "Finance and taxes"))]
    rows[0] = replace(
        rows[0], log=replace(plain.log, activity=replace(plain.activity, reasons=(Reason.NOT_MY_STRENGTH,)))
    )
    app = TableApp(rows)
    async with app.run_test(size=(120, 20)):
        assert line(app.table, 1).rstrip().endswith("not my strength  Finance and taxes")
