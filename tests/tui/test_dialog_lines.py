"""Lines of dialogs: broken where a reader would, cut with a sign, and never longer than what is there."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Input

from outsource_tui.tui.dialogs.choose import _Choices
from outsource_tui.tui.dialogs.form import FormDialog
from outsource_tui.tui.dialogs.parts import PartsDialog, _Switches
from outsource_tui.tui.dialogs.pick import _List
from outsource_tui.tui.dialogs.rows import RowList
from outsource_tui.tui.dialogs.wrapped import Hung, hung, parted
from outsource_tui.tui.widgets.board_head import BoardHead, BoardHeadState
from outsource_tui.tui.widgets.thumb import MARK, thumb
from tests.tui.support import demo_services, planner

SIZES = [(120, 36), (80, 24), (60, 20)]
LONG = "Quarterly reconciliation of supplier invoices and bank statements for the auditors"


async def press(pilot, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def test_a_line_ends_between_parts_and_within_one_only_where_it_alone_is_too_long():
    keys = Content("↑↓ fields · ↵ next, save on the last · ^s save · esc cancel")
    assert [line.plain for line in parted(keys, 52)] == [
        "↑↓ fields · ↵ next, save on the last · ^s save", "esc cancel",
    ]  # fmt: skip
    assert [line.plain for line in parted(Content("one two three · b"), 8)] == ["one two", "three", "b"]
    assert [line.plain for line in parted(Content("a\n\nb · c"), 8)] == ["a", "", "b · c"]


@pytest.mark.parametrize("words", [LONG, "本日の会議と請求書の確認および税理士への送付", ""])
def test_what_does_not_fit_goes_on_below_the_words(words):
    lines = [line.plain for line in hung((Content("09:00  "), Content(words)), 30)]
    assert lines[0].startswith("09:00  " + words[:5])
    assert all(line.startswith(" " * 7) and line[7:8].strip() for line in lines[1:])
    assert all(cell_len(line) <= 30 for line in lines)
    assert "".join(line[7:] for line in lines).replace(" ", "") == words.replace(" ", "")


@pytest.mark.parametrize("size", SIZES)
async def test_a_paste_keeps_names_in_their_column(size):
    app = planner(demo_services())
    async with app.run_test(size=size) as pilot:
        app.screen.read_lines(f"5-6 {LONG}\n6-7 Call\n?")
        await pilot.pause()
        lines = str(app.screen.query_one(Hung).render()).splitlines()
        place = next(line for line in lines if "Call" in line).index("Call")
        first, *others = lines[1 : next(n for n, line in enumerate(lines) if "Call" in line)]
        assert first[place:].startswith("Quarterly")
        assert others or size[0] == 120
        assert all(line[:place].isspace() for line in others)


@pytest.mark.parametrize("size", SIZES)
async def test_no_key_is_torn_apart(size):
    app = planner(demo_services())
    async with app.run_test(size=size) as pilot:
        await press(pilot, "3", "g")
        shown = str(app.screen.query_one("#keys").render()).splitlines()
        assert [part for line in shown for part in line.split(" · ")] == [
            "type to filter", "↑↓", "↵ choose or make new", "esc cancel",
        ]  # fmt: skip


@pytest.mark.parametrize("keys", [("3", "right", "enter"), ("comma",), ("1", "enter")])
async def test_the_label_of_the_field_that_is_typed_in_stands_out_alone(keys):
    app = planner(demo_services())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *keys)
        assert isinstance(app.screen, FormDialog)
        quiet = app.screen.query_one("#keys").styles.color
        for step in range(3):
            bright = [n for n, label in enumerate(app.screen.query(".label")) if label.styles.color != quiet]
            assert bright == [step]
            assert app.focused is list(app.screen.query(Input))[step]
            await press(pilot, "down")


async def test_a_list_is_no_higher_than_what_there_is_to_choose_from():
    app = planner(demo_services())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3", "g")
        rows = app.screen.query_one(_List)
        assert rows.size.height == len(rows.items) + 1  # and a new name
        await press(pilot, "x")
        assert "new group “x”" in str(rows.render())
        assert rows.size.height == 4


@pytest.mark.parametrize(
    ("keys", "kind"), [(("ctrl+o",), _List), (("G",), RowList), (("question_mark", "c"), RowList)]
)
async def test_a_list_that_goes_on_says_where_one_is(keys, kind, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Downloads").mkdir()
    for n in range(40):
        (tmp_path / "Downloads" / f"{LONG} {n}.csv").touch()
    app = planner(demo_services())
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, *keys)
        rows = app.screen.query_one(kind)

        def marks() -> list[int]:
            lines = str(rows.render()).split("\n")
            assert all(cell_len(line) <= rows.size.width for line in lines)
            return [n for n, line in enumerate(lines) if line.endswith(MARK)]

        before = marks()
        assert before[:1] == [0]
        await press(pilot, *["pagedown"] * 6)
        assert marks()[-1] == rows.size.height - 1
        assert 0 not in marks()


def test_the_mark_reaches_both_ends_and_is_there_only_where_something_is_hidden():
    assert not thumb(0, 10, 10)
    for count in (11, 25, 1000):
        assert thumb(0, 10, count).start == 0
        assert thumb(count - 10, 10, count).stop == 10


async def test_a_choice_begins_where_things_are_and_a_colour_is_shown():
    app = planner(demo_services())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "escape", "s", "n", "s")
        choices = app.screen.query_one(_Choices)
        assert choices.choices[choices.cursor][1] == "name"
        await press(pilot, "escape", "3", "right", "c")
        assert "s  ■ by its state" in str(app.screen.query_one(_Choices).render())
        await press(pilot, "v", "c")
        choices = app.screen.query_one(_Choices)
        assert choices.choices[choices.cursor][1] == "violet"
        await press(pilot, "escape", "4", "v", "m", "v")
        choices = app.screen.query_one(_Choices)
        assert choices.choices[choices.cursor][1] == "a month"


async def test_each_part_of_the_page_is_a_line_that_the_mouse_turns():
    app = planner(demo_services())
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, "4", "p")
        assert isinstance(app.screen, PartsDialog)
        switches = app.screen.query_one(_Switches)
        assert switches.size.height == len(switches.parts)
        await pilot.click(switches, offset=(8, 2))
        assert switches.parts[2][0] not in switches.on


async def test_where_in_the_columns_one_is_goes_before_the_last_of_the_figures():
    app = planner(demo_services())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3")
        head = app.screen.query_one(BoardHead)
        figures = "57:01 this week · win € 182 a week, in part so far"
        head.state = BoardHeadState("63 groups", figures, 0, "week 47 · this week", "‹ 1–2 of 64 columns ›")
        shown = str(head.render())
        assert "57:01 this week  " in shown
        assert shown.rstrip().endswith("‹ 1–2 of 64 columns ›")
        assert "win" not in shown


async def test_a_mistake_is_told_apart_from_a_word():
    app = planner(demo_services())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        edges = []
        for kind in ("information", "warning", "error"):
            app.notify(f"a word: {kind}", severity=kind, timeout=30)
            for _ in range(3):
                await pilot.pause()
            edges.append(app.screen.query("Toast").last().styles.border_left)
        assert edges[0][0] == ""
        assert edges[1][0] == edges[2][0] == "outer"
        assert edges[1][1] != edges[2][1]


@pytest.mark.parametrize("size", SIZES)
async def test_a_name_that_a_picker_cuts_is_read_whole_below(size):
    services = demo_services()
    for n in range(30):
        services.board.new_group(f"{LONG} {n}")
    app = planner(services)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "3", "g")
        whole = app.screen.query_one("#whole", Hung)
        assert not str(whole.render()).strip()  # the first is short
        await press(pilot, *"29")
        assert " ".join(str(whole.render()).split()) == f"{LONG} 29"
        surface, keys = app.screen.query_one("#dialog"), app.screen.query_one("#keys")
        assert keys.region.bottom == surface.content_region.bottom
        assert app.screen.region.contains_region(surface.region)


async def test_a_difference_says_how_much_changes():
    app = planner(demo_services())
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        day_text = screen.services.day_text
        entries = day_text.entries(screen.shown)
        text = day_text.write(screen.shown, entries)
        kept = [line for line in text.splitlines() if "Lunch" not in line]
        changed = "\n".join(kept).replace("Supplier calls", "Suppliers")
        stored, refused = "1 changed, 1 taken out, 1 new", "2 lines cannot be stored"
        for more, words in (("5-6 Call\n", stored), ("?\n??\n", refused)):
            screen._show_difference(screen.shown, f"{changed}\n{more}", entries)
            await pilot.pause()
            assert str(app.screen.query_one("#title").render()).endswith(words)
            await press(pilot, "escape")
