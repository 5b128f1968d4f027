"""What is shown fits the terminal that shows it, and is whole where none does."""

from __future__ import annotations

import pytest

from outsource_tui.cli import main
from outsource_tui.cli.context import Context
from outsource_tui.model.text import cells

DAY = "2026-11-18"
LONG = "Client work for the good people of Acme and Sons"
HUGE = "n" * 480


@pytest.fixture
def shown(monkeypatch, capsys):
    """Return a function that shows a verb in a terminal of some columns, None for a pipe."""
    for line in (f"8-19:30 {LONG}", f"19:30-20 {HUGE} #tag -- {'m' * 1500}", "20-21 Invoices #accounts"):
        assert main(["log", f"{DAY} {line}"]) == 0
    assert main(["highlight", "Invoices", "--reason", "dislike", "--reason", "not-my-strength"]) == 0
    assert main(["core", LONG]) == 0
    capsys.readouterr()

    def show(width: int | None, *words: str) -> list[str]:
        monkeypatch.setattr(Context, "width", width)
        assert main(list(words)) == 0
        return capsys.readouterr().out.splitlines()

    return show


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("words", [("week", DAY), ("day", DAY), ("board",), ("history",)])
def test_no_line_wraps_in_a_terminal(shown, width, words):
    assert max(cells(line) for line in shown(width, *words)) <= width


def test_a_narrow_week_keeps_days_and_totals_and_leaves_out_the_times_first(shown):
    wide, middle, narrow, least = (shown(width, "week", DAY)[1:] for width in (130, 80, 56, 40))
    heads = [next(line for line in each if "total" in line).split() for each in (wide, middle, narrow, least)]
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert heads == [[*days, "total", "times"]] * 2 + [[*days, "total"], ["total"]]
    for lines in (wide, middle, narrow, least):
        row = next(line for line in lines if "★ Client work" in line)
        assert "11:30" in row
        assert "…" in row
    assert any(line.endswith("   dislike, not my strength") for line in wide)


def test_signs_are_explained_in_a_terminal_alone(shown):
    assert shown(80, "week", DAY)[-1] == "◆ to hand over   ★ core"
    assert shown(80, "day", DAY)[-1] == "▌ logged   ◆ to hand over   ★ core"
    for words in (("week", DAY), ("day", DAY)):
        assert not any("★ core" in line for line in shown(None, *words))


def test_the_signs_of_a_long_entry_stay_in_sight(shown):
    lines = shown(60, "day", DAY)
    assert len(lines) == 6
    assert next(line for line in lines if "Client" in line).endswith("… ★")


def test_a_pipe_gets_everything(shown):
    assert any(HUGE in line and line.endswith("m" * 1500) for line in shown(None, "day", DAY))
    head = shown(None, "week", DAY)[1]
    assert head == " " * 32 + "   Mon   Tue   Wed   Thu   Fri   Sat   Sun   total  times"


def test_what_runs_is_shortened_before_its_time(shown):
    assert main(["start", HUGE]) == 0
    line = shown(60, "status")[-3]
    assert cells(line) <= 60
    assert "…  0:0" in line
