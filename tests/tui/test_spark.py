"""The small bars of weeks: as high as their share of the largest."""

from __future__ import annotations

import pytest

from outsource_tui.tui.widgets.spark import spark


@pytest.mark.parametrize(
    ("minutes", "bars"),
    [
        ((90, 180), "▄█"),
        ((165, 210), "▆█"),
        ((205, 250), "▇█"),
        ((60, 0, 480), "▁·█"),
        ((1, 480), "▁█"),
        ((30, 30), "██"),
        ((0, 0), "··"),
        ((), ""),
    ],
)
def test_bars_are_in_proportion(minutes, bars):
    assert spark(minutes) == bars
