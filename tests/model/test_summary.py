"""The page of a period: what it says, and that nothing written by a user can become its structure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from outsource_tui.model.activity import Activities, Activity, Reason
from outsource_tui.model.clock import Week
from outsource_tui.model.dates import date_writer
from outsource_tui.model.day import DayFrame
from outsource_tui.model.day_edges import DayEdges
from outsource_tui.model.day_totals import Keys, join, sum_days
from outsource_tui.model.errors import InputError
from outsource_tui.model.group import Group, State
from outsource_tui.model.money import Deal
from outsource_tui.model.period import Length, Period, period_between, period_from, period_of
from outsource_tui.model.summary import Part, SummaryData, parts_named, summarise
from outsource_tui.model.summary_markdown import write
from outsource_tui.model.text import clean
from outsource_tui.model.totals import Totals
from outsource_tui.model.tune_up import tune_up
from outsource_tui.model.tune_up_markdown import Hand, write_tune_up

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 9, tzinfo=ZONE)
WEEK = Week(date(2026, 11, 16))
HAND = Hand(date_writer("18 Nov 2026"), lambda amount, currency: f"{currency or '€'} {amount:.0f}")
READER = MarkdownIt("gfm-like")
NASTY = st.text(st.sampled_from("\\`*_{}[]<>()#+-.!|~&:;=$@^/\"'% \t\n\r0123abwz☐\x1b\u202e"), max_size=24)
NAMES = st.one_of(NASTY, st.text(max_size=24))


def summary(name: str = "Invoices", group: str = "Bookkeeping", who: str = "Ana") -> SummaryData:
    """Six weeks: Invoices are handed over after the fourth and come back once in the last."""
    activities = [
        Activity(
            "inv", name, highlighted=date(2026, 10, 1), reasons=(Reason.DISLIKE, Reason.NOT_CORE), group="g"
        ),
        Activity("client", "Client work", core=True),
        Activity("post", f"{name}2", highlighted=date(2026, 10, 1)),
    ]
    groups = [
        Group(
            "g",
            group,
            who,
            Decimal(20),
            state=State.HANDED_OVER,
            dates={State.HANDED_OVER: date(2026, 11, 9)},
        ),
        Group("h", f"{group}2"),
    ]
    keys, edges = Keys(), DayEdges(ZONE)
    rows = []
    for n in range(6):
        monday = datetime(2026, 10, 12, 8, tzinfo=ZONE) + timedelta(weeks=n)
        spans = [("client", 0, 8), ("post", 9, 1), ("inv", 24, 4 if n < 4 else n - 4)]
        for key, start, length in spans:
            begin = (monday.astimezone(UTC) + timedelta(hours=start)).timestamp()
            rows.append((begin, begin + length * 3600, keys.number(key, "")))
    planned = keys.number("client", "p")
    friday = datetime(2026, 11, 20, 8, tzinfo=ZONE).timestamp()
    rows.append((friday, friday + 7200, planned))
    totals = Totals(
        join([sum_days(rows, edges, frozenset([planned]))]),
        keys,
        edges,
        Activities({a.id: a for a in activities}),
        DayFrame(),
        now=NOW,
    )
    report = tune_up(totals, groups, WEEK.last)

    def money(group: Group, minutes: float) -> Deal:
        return Deal(Decimal(minutes), Decimal(1))

    return summarise(period_from(WEEK), totals, groups, report, money=money, week_start=0)


def page(data: SummaryData, **more: object) -> str:
    return write(data, HAND, **more)  # type: ignore[arg-type]


class TestPage:
    def test_it_says_what_was_measured(self) -> None:
        text = page(summary())
        for line in (
            "# Week 47 · 16 Nov 2026 – 22 Nov 2026",
            "- **Logged:** 10 h 00, 20 % of the time in my days",
            "- **To hand over:** 2 h 00, 20 % of the log",
            "- **Handed over:** 4 h 00 a week in 1 group",
            "- **Won back:** 3 h 00",
            "| Invoices    | 1:00 |  10 % |     1 | hand over |",
            "- Invoices (Bookkeeping, with Ana): 1 h 00 on 17 Nov 2026",
            "- [ ] Find a group for Invoices2 (1 h 00 a week)",
        ):
            assert line in text, line
        assert "dislike, not core" in text
        assert "| Bookkeeping | 9 Nov 2026 |   4:00 | 0:30 | 3:30 | 4 + 2 | 7:00 |     – |" in text

    def test_the_same_figures_make_the_same_bytes(self) -> None:
        assert page(summary(), front_matter=True) == page(summary(), front_matter=True)

    def test_parts_can_be_left_out(self) -> None:
        only = page(summary(), parts=(Part.GAPS,))
        assert "## Not logged" in only
        assert "## Groups" not in only
        assert "Won back" not in only

    def test_an_unknown_part_is_named(self) -> None:
        assert parts_named([]) == tuple(Part)
        assert parts_named(["gaps", "headline"]) == (Part.HEADLINE, Part.GAPS)
        with pytest.raises(InputError, match="moods"):
            parts_named(["moods"])

    def test_the_front_matter_is_yaml_of_figures(self) -> None:
        text = page(summary("a: [b", "--- "), front_matter=True)
        assert text.startswith("---\nweek: 2026-W47\nfrom: 2026-11-16\nto: 2026-11-22\nlogged_minutes: 600\n")
        assert text.count("\n---\n") == 1

    def test_an_empty_period_says_so(self) -> None:
        data = summary()
        empty = replace(data, activities=(), plans=(), groups=(), crept_back=())
        assert "Nothing was logged in this week." in page(empty)

    def test_every_part_renders_as_tables_and_lists(self) -> None:
        tokens = READER.parse(page(summary()))
        kinds = [t.type for t in tokens]
        assert kinds.count("table_open") == 6
        assert "html_block" not in kinds
        headings = [t.content for n, t in enumerate(tokens) if n and tokens[n - 1].type == "heading_open"]
        assert headings[1:] == [
            "Where the time went",
            "To hand over",
            "Groups",
            "Won back",
            "Planned and done",
            "Not logged",
            "Crept back",
            "Next steps",
        ]


@lru_cache(maxsize=8)
def tokens_of(text: str) -> list[Token]:
    """Read a page once for all that is asked of it; a plain page is the same in every example."""
    return READER.parse(text)


def shape(text: str) -> list[tuple[str, str]]:
    """The structure of a page: its blocks and how they nest, without their words."""
    return [(t.type, t.tag) for t in tokens_of(text) if t.type != "inline"]


def inline_kinds(text: str) -> set[str]:
    tokens = [c for t in tokens_of(text) if t.type == "inline" for c in t.children or []]
    return {t.type for t in tokens}


def words(text: str) -> str:
    return "".join(_plain(t) for t in tokens_of(text) if t.type == "inline")


def _plain(token: Token) -> str:
    return "".join(c.content for c in token.children or [])


@given(NAMES, NAMES, NAMES)
@example("a | b", "[x](http://y.z)", "<b>")
@example("# a\n- b", "```", "| --- |")
@example("https://example.com", "www.example.com", "a@example.com")
@example("[ ] x", "1. a", "***")
@example("\x1b[31m", "---\nx: y\n---", "\\")
def test_no_name_can_break_the_page(name: str, group: str, who: str) -> None:
    plain, hostile = summary("a", "b", "c"), summary(f"x{name}", f"y{group}", f"z{who}")
    texts = [
        (page(plain), page(hostile)),
        (write_tune_up(plain.tune_up, HAND), write_tune_up(hostile.tune_up, HAND)),
    ]
    for expected, found in texts:
        assert shape(found) == shape(expected)
        assert inline_kinds(found) <= {"text", "strong_open", "strong_close", "em_open", "em_close"}
        assert clean(" ".join(f"x{name}".split())) in words(found)
        assert "\x1b" not in found


class TestPeriod:
    @pytest.mark.parametrize(
        ("first", "last", "name", "length"),
        [
            (date(2026, 11, 16), date(2026, 11, 22), "2026-W47", Length.WEEK),
            (date(2020, 12, 28), date(2021, 1, 3), "2020-W53", Length.WEEK),
            (date(2024, 2, 1), date(2024, 2, 29), "2024-02", Length.MONTH),
            (date(2026, 10, 1), date(2026, 12, 31), "2026-Q4", Length.QUARTER),
            (date(2026, 1, 1), date(2026, 12, 31), "2026", Length.YEAR),
            (date(2026, 11, 1), date(2026, 11, 2), "2026-11-01--2026-11-02", Length.SPAN),
        ],
    )
    def test_whole_ones_are_recognised_and_named(
        self, first: date, last: date, name: str, length: Length
    ) -> None:
        period = period_between(first, last)
        assert (period.name, period.length) == (name, length)

    @given(st.dates(date(1000, 1, 1), date(9000, 1, 1)), st.sampled_from(list(Length)), st.integers(-30, 30))
    def test_they_follow_each_other_without_gap_or_overlap(
        self, day: date, length: Length, steps: int
    ) -> None:
        period = period_of(day, length)
        assert period.first <= day <= period.last
        assert period.shifted(1).first == period.last + timedelta(days=1)
        assert period.shifted(steps).shifted(-steps) == period

    def test_the_ends_of_the_calendar_are_the_ends(self) -> None:
        last = period_of(date(9999, 12, 1), Length.MONTH)
        assert last.last == date(9999, 12, 31)
        assert last.shifted(1) == last
        first = period_of(date(1, 1, 5), Length.WEEK)
        assert first.shifted(-1) == first

    @pytest.mark.parametrize(
        ("length", "steps", "words"),
        [
            (Length.WEEK, 0, "this week"),
            (Length.WEEK, -1, "last week"),
            (Length.WEEK, 1, "next week"),
            (Length.WEEK, -3, "3 weeks ago"),
            (Length.WEEK, 2, "in 2 weeks"),
            (Length.MONTH, -1, "last month"),
            (Length.QUARTER, -4, "4 quarters ago"),
            (Length.YEAR, 1, "next year"),
        ],
    )
    @given(day=st.dates(date(1900, 1, 1), date(2100, 1, 1)))
    def test_where_one_lies_is_said(self, length: Length, steps: int, words: str, day: date) -> None:
        assert period_of(day, length).shifted(steps).seen_from(day) == words

    def test_one_that_ends_before_it_begins_is_refused(self) -> None:
        with pytest.raises(InputError, match="before it begins"):
            period_between(date(2026, 2, 2), date(2026, 2, 1))

    def test_another_length_stays_at_the_same_days(self) -> None:
        week = Period(WEEK.first, WEEK.last, Length.WEEK)
        assert week.as_length(Length.MONTH, date(2027, 1, 1)).name == "2026-11"
        year = period_of(date(2026, 5, 5), Length.YEAR)
        assert year.as_length(Length.WEEK, date(2026, 11, 18)).name == "2026-W47"


@pytest.mark.parametrize(
    ("sample", "written"),
    [
        ("18 Nov 2026", "2 Mar 2025"),
        ("2026-11-18", "2025-03-02"),
        ("18.11.2026", "02.03.2025"),
        ("11/18/26", "03/02/25"),
        ("Wed, 18 November 2026", "Sun, 2 March 2025"),
    ],
)
def test_dates_are_written_as_the_sample_is(sample: str, written: str) -> None:
    assert date_writer(sample)(date(2025, 3, 2)) == written


def test_a_sample_without_a_year_is_refused() -> None:
    with pytest.raises(InputError, match="18 Nov"):
        date_writer("18 Nov")


def test_without_a_baseline_that_is_why_nothing_was_won() -> None:
    data = summary("a", "b", "c")
    bare = [replace(g, baseline=None) for g in data.measured]
    data.tune_up.groups = tuple(bare)
    assert replace(data, won_back=None).why_not_measured == "no baseline to compare with"
