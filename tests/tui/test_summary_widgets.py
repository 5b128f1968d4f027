"""What the summary's widgets draw: Markdown in lines, tables that fit, bars that add up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from outsource_tui.model import markdown
from outsource_tui.model.baseline import Standing
from outsource_tui.model.clock import Week
from outsource_tui.model.tune_up import TrendWeek
from outsource_tui.tui.widgets.markdown_lines import Piece, Pieces, markdown_lines, source_lines, wrap
from outsource_tui.tui.widgets.trend import Trend, TrendState


def plain(lines: list[Pieces]) -> list[str]:
    return ["".join(p.text for p in line) for line in lines]


class TestMarkdownLines:
    def test_a_page_reads_as_one_expects(self) -> None:
        table = "| Name | Time |\n| :-- | --: |\n| a | 1:05 |\n"
        source = f"# Week\n\n- **Logged:** 1 h\n- [ ] Call\n- [x] Post\n\n{table}"
        assert plain(markdown_lines(source, 40)) == [
            "Week",
            "",
            "• Logged: 1 h",
            "☐ Call",
            "☑ Post",
            "",
            "Name  Time",
            "a     1:05",
        ]

    def test_other_blocks_are_drawn_too(self) -> None:
        source = (
            "> said\n\n1. one\n2. two\n   - deep\n\n```\ncode\n```\n\n---\n\n[words](http://x.y) `c` ~~no~~\n"
        )
        assert plain(markdown_lines(source, 40)) == [
            "▌ said",
            "",
            "1. one",
            "2. two",
            "   • deep",
            "",
            "  code",
            "",
            "─" * 24,
            "",
            "words c no",
        ]

    def test_front_matter_stands_apart(self) -> None:
        assert plain(markdown_lines("---\nweek: 1\n---\n\n# A\n", 40)) == ["---", "week: 1", "---", "", "A"]

    def test_a_table_too_wide_wraps_its_words_and_keeps_its_figures(self) -> None:
        source = markdown.table(
            ["Activity", "Time"], [["Accounts for the tax adviser", "12:30"], ["Post", "0:05"]], ["", "right"]
        )
        assert [line.rstrip() for line in plain(markdown_lines(source, 24))] == [
            "Activity            Time",
            "Accounts for the   12:30",
            "tax adviser",
            "Post                0:05",
        ]

    @pytest.mark.parametrize(("width", "broken"), [(76, ""), (64, ""), (62, "maintenance")])
    def test_words_in_a_table_break_last_and_of_its_last_column(self, width: int, broken: str) -> None:
        groups = [
            ["Web administration", "Bookkeeper", "working", "4:00", "€ 112", "€ 9", "Invoicing, maintenance"],
            ["Bookkeeping", "Ana", "handed over", "10:15", "€ 287", "€ 254", "Invoices"],
        ]
        heads = ["Group", "With", "State", "Hours", "Cost", "Win", "Activities"]
        source = markdown.table(heads, groups, ["", "", "", "right", "right", "right", ""])
        found = " ".join(plain(markdown_lines(source, width))).replace(",", "").split()
        words = " ".join(cell for row in [heads, *groups] for cell in row).replace(",", "").split()
        assert " ".join(sorted(set(words) - set(found))) == broken

    @pytest.mark.parametrize(
        "source", [">" * 60 + " deep", "- " * 60 + "deep", "".join(f"{'  ' * n}- {n}\n" for n in range(40))]
    )
    def test_deep_nesting_stays_on_the_page(self, source: str) -> None:
        assert all(cell_len(line) <= 30 for line in plain(markdown_lines(source, 30)))

    @given(st.text(max_size=200), st.integers(10, 60))
    def test_no_line_is_wider_than_the_page(self, text: str, width: int) -> None:
        for lines in (markdown_lines(text, width), source_lines(text, width)):
            assert all(cell_len(line) <= width for line in plain(lines))

    @given(st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=3), max_size=4), st.integers(20, 70))
    def test_no_table_is_wider_than_the_page(self, rows: list[list[str]], width: int) -> None:
        cells = [[markdown.inline(c) for c in row] for row in rows]
        lines = plain(markdown_lines(markdown.table(["a", "b", "c"], cells, ["", "right", ""]), width))
        assert all(cell_len(line) <= width for line in lines)

    @given(st.lists(st.text("ab ", max_size=12)), st.integers(3, 20))
    def test_wrapping_loses_no_word(self, words: list[str], width: int) -> None:
        lines = wrap([Piece(word, "text", bool(n % 2)) for n, word in enumerate(words)], width)
        assert "".join(plain(lines)).replace(" ", "") == "".join(words).replace(" ", "")

    def test_control_characters_are_shown_not_sent(self) -> None:
        for lines in (markdown_lines("a\x1b[31mb\x9bc", 40), source_lines("a\x1b[31mb\x9bc", 40)):
            assert not {"\x1b", "\x9b"} & set("".join(plain(lines)))


class TrendApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Trend()


def week(number: int, logged: float, *, won: float | None = None, share: float = 0.5) -> TrendWeek:
    first = date(2026, 1, 5) + timedelta(weeks=number)
    standing = Standing.COUNTED if logged else Standing.NO_LOG
    return TrendWeek(Week(first), standing, logged, logged / 4, logged / 4, won, share)


async def drawn(state: TrendState, size: tuple[int, int]) -> tuple[list[str], list[str]]:
    """Return the bars' lines and the lines beneath."""
    app = TrendApp()
    async with app.run_test(size=size) as pilot:
        trend = app.query_one(Trend)
        trend.state = state
        await pilot.pause()
        lines = ["".join(s.text for s in trend.render_line(y)) for y in range(trend.size.height)]
        assert all(cell_len(line) == trend.size.width for line in lines)
        return lines[:-3], lines[-3:]


async def test_bars_are_as_high_as_their_weeks() -> None:
    weeks = (week(0, 600), week(1, 1200), week(2, 0), week(3, 600, won=600))
    (title, *bars), feet = await drawn(TrendState(weeks), (60, 20))
    columns = [[line[5 + 3 * n] for line in bars] for n in range(4)]
    heights = [sum(cell != " " for cell in column) for column in columns]
    assert title.split()[:3] == ["Hours", "a", "week,"]
    assert bars[0].lstrip().startswith("24 h")
    assert bars[3].lstrip().startswith("12 h")
    assert len(bars) == 6  # so a line is 4 h
    assert heights == [3, 5, 0, 5]
    assert feet[0].split() == ["week", "2", "3", "4·", "5"]
    assert feet[1].split() == ["%", "50", "50", "·", "50"]


async def test_without_colours_the_parts_of_a_bar_have_textures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    (_, *bars), feet = await drawn(TrendState((week(0, 1200, won=300),)), (60, 20))
    assert "".join(line[5] for line in reversed(bars)).strip() == "█░░▓▒"
    assert feet[2].split()[::2][:2] == ["█", "░"]


@pytest.mark.parametrize("width", [20, 60, 160])
async def test_the_weeks_looked_at_are_among_the_ones_that_fit(width: int) -> None:
    weeks = tuple(week(n, 600) for n in range(200))
    looked_at = weeks[20].week
    app = TrendApp()
    async with app.run_test(size=(width, 12)) as pilot:
        trend = app.query_one(Trend)
        trend.state = TrendState(weeks, looked_at.first, looked_at.last)
        await pilot.pause()
        assert looked_at in [w.week for w in trend.shown]
        trend.state = TrendState(weeks, weeks[-1].week.first, weeks[-1].week.last)
        assert trend.shown[-1] == weeks[-1]


async def test_no_weeks_no_bars() -> None:
    bars, feet = await drawn(TrendState(), (60, 20))
    assert "".join(bars + feet).strip() == ""
