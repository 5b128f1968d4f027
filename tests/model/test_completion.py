"""What the bar offers while a line is being typed."""

from __future__ import annotations

import time as stopwatch
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_tui.model.completion import complete, completions, ranked
from outsource_tui.model.quick_entry import parse

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 12, 5, tzinfo=BERLIN)
NAMES = ["Invoices", "Client call: Acme", "Client call: Bolt", "Inbox", "9-10 rota", "PM sync", "Über uns"]
TAGS = ["accounts", "acme", "two-words", "two words"]


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


class TestRanking:
    def test_often_comes_before_once(self) -> None:
        assert ranked([("A", days_ago(1)), ("B", days_ago(1)), ("B", days_ago(2))], NOW) == ["B", "A"]

    def test_lately_comes_before_long_ago(self) -> None:
        assert ranked([("A", days_ago(60)), ("A", days_ago(61)), ("B", days_ago(1))], NOW) == ["B", "A"]

    def test_daily_work_of_last_month_beats_one_odd_job(self) -> None:
        assert ranked([("A", days_ago(15 + n)) for n in range(20)] + [("B", days_ago(0))], NOW) == ["A", "B"]

    def test_a_half_life_is_worth_half(self) -> None:
        uses = [("A", days_ago(0)), ("B", days_ago(14)), ("B", days_ago(14)), ("B", days_ago(14.5))]
        assert ranked(uses, NOW) == ["B", "A"]
        assert ranked(uses[:-2], NOW) == ["A", "B"]

    def test_spellings_are_one_name_written_as_last(self) -> None:
        assert ranked([("EMAIL ", days_ago(3)), ("Email", days_ago(1)), ("email", days_ago(2))], NOW) == [
            "Email"
        ]

    def test_equals_stand_in_order_and_plans_count_as_now(self) -> None:
        assert ranked([("B", days_ago(-3)), ("A", NOW)], NOW) == ["A", "B"]

    def test_ten_years_take_a_moment(self) -> None:
        uses = [(f"Activity {n % 60}", days_ago(n / 20)) for n in range(73_000)]
        begin = stopwatch.process_time()
        assert ranked(uses, NOW)[0] == "Activity 0"
        assert stopwatch.process_time() - begin < 10


@pytest.mark.parametrize(
    ("text", "ghosts"),
    [
        ("In", ["voices", "box"]),
        ("in", ["voices", "box"]),
        ("9-10 In", ["voices", "box"]),
        ("yesterday 9-10 inv", ["oices"]),
        ("-15 inb", ["ox"]),
        ("14-15? inb", ["ox"]),
        ("9-10 – inb", ["ox"]),
        ("#x 9-10 inb", ["ox"]),
        ("9-10 #x inb", ["ox"]),
        ("Client ", ["call: Acme", "call: Bolt"]),
        ("Client call: b", ["olt"]),
        ("üb", ["er uns"]),
        ("Invoices", []),
        ("", []),
        ("   ", []),
        ("9-1", []),
        ("9-10", []),
        ("9-", []),
        ("9-10 pm", []),
        ("25-26 In", []),
        ("Invoices -- In", []),
        ("Invoices #x In", []),
        ('"In', []),
        (": In", []),
        ("Invoices #ac", ["counts", "me"]),
        ("9-10 Invoices #AC", ["counts", "me"]),
        ("9-10 Invoices #accounts #ac", ["me"]),
        ("9-10 Invoices #", ["accounts", "acme", "two-words"]),
        ("9-10 Invoices #accounts", []),
        ("#ac", ["counts", "me"]),
        ("9-10 Invoices -- see #ac", []),
        ("In\x1b", []),
        ("x" * 100_000, []),
    ],
)
def test_ghost_text(text: str, ghosts: list[str]) -> None:
    assert complete(text, NAMES, TAGS) == ghosts


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("acme", ["Client call: Acme"]),
        ("cl ac", ["Client call: Acme"]),
        ("9-10 bolt", ["Client call: Bolt"]),
        ("in", ["Invoices", "Inbox"]),
        ("call cl", []),
        ("9-10 ", NAMES),
        ("zzz", []),
    ],
)
def test_choices_by_the_words_of_a_name(text: str, labels: list[str]) -> None:
    assert [each.label for each in completions(text, NAMES, TAGS)] == labels


@pytest.mark.parametrize(
    ("text", "label", "line"),
    [
        ("9-10 in", "Inbox", "9-10 inbox"),
        ("9-10 acme", "Client call: Acme", "9-10 Client call: Acme"),
        ("9-10 #x acme", "Client call: Acme", "9-10 #x Client call: Acme"),
        ("rota", "9-10 rota", '"9-10 rota"'),
        ("9-10 rota", "9-10 rota", "9-10 9-10 rota"),
        ("9-10 sync", "PM sync", '9-10 "PM sync"'),
        ("X #two", "#two words", 'X #"two words"'),
        ("X #two", "#two-words", "X #two-words"),
    ],
)
def test_the_line_that_a_choice_makes(text: str, label: str, line: str) -> None:
    assert [each.line for each in completions(text, NAMES, TAGS) if each.label == label] == [line]


def test_no_more_than_asked_for() -> None:
    assert len(completions("9-10 a", [f"a{n}" for n in range(50)])) == 8
    assert len(completions("9-10 a", [f"a{n}" for n in range(50)], limit=3)) == 3


@settings(max_examples=150, deadline=None)
@given(
    head=st.sampled_from(
        ["", "9-10 ", "yesterday 9-10: ", "-15 ", "14-15? ", "#a 9-10 ", "9:15: ", "mon 9am-1 #b "]
    ),
    name=st.text(min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool),
    cut=st.integers(1, 12),
)
def test_a_chosen_line_is_read_as_that_name(head: str, name: str, cut: int) -> None:
    for each in completions(head + name[:cut], [name]):
        entry = parse(each.line, NOW, days_ago(0.01))
        assert entry.activity.casefold() == name.casefold()


@settings(max_examples=120, deadline=None)
@given(text=st.text(max_size=30), names=st.lists(st.text(max_size=10), max_size=5))
def test_ghost_text_continues_what_is_typed(text: str, names: list[str]) -> None:
    for each in completions(text, names, names):
        assert each.label
        if each.rest:
            assert each.line.endswith(each.rest)
            assert len(each.line) == len(text) + len(each.rest)
