"""Measuring beside a reference: in turn, several times, told with the noise of the machine."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Series = list[float]
"""Milliseconds (or another unit), one for each run, in order."""


def once(action: Callable[[], object]) -> float:
    """Return the milliseconds that `action` takes."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def in_turn(actions: Mapping[str, Callable[[], object]], runs: int, warm: int = 1) -> dict[str, Series]:
    """Run every action once, then every one again: what disturbs the machine disturbs all of them."""
    for _ in range(warm):
        for action in actions.values():
            action()
    found: dict[str, Series] = {name: [] for name in actions}
    for _ in range(runs):
        for name, action in actions.items():
            found[name].append(once(action))
    return found


def percentile(series: Series, percent: float) -> float:
    """Return the value below which so many percent of the series lie."""
    ordered = sorted(series)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def spread(series: Series) -> str:
    """Return "min/median/max"."""
    low, middle, high = min(series), statistics.median(series), max(series)
    return "/".join(f"{value:.1f}" if high < 1000 else f"{value:.0f}" for value in (low, middle, high))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was measured, its reference, and the figure that is to be reached.

    `most` is the target for `figure`, which is a ratio of medians where there is a reference, else in `unit`.
    """

    work: str
    measured: Series
    most: float | None = None
    reference: Series | None = None
    against: str = ""
    percent: float = 50.0
    unit: str = "ms"
    remark: str = ""

    @property
    def figure(self) -> float:
        """The ratio to the reference by medians, or the percentile itself."""
        middle = self.percent == 50
        value = statistics.median(self.measured) if middle else percentile(self.measured, self.percent)
        return value / statistics.median(self.reference) if self.reference else value

    @property
    def reached(self) -> bool:
        """True where the figure is within the target, or there is none."""
        return self.most is None or self.figure <= self.most

    def cells(self) -> tuple[str, ...]:
        """The cells of the row as text."""
        places = 3 if self.reference and (self.most or 1) < 0.2 else 2 if self.reference else 1
        figure = f"{self.figure:.{places}f}" + ("" if self.reference else f" {self.unit}")
        what = "" if self.percent == 50 else f"p{self.percent:.0f} "
        return (
            self.work,
            f"{spread(self.measured)} {self.unit}",
            f"{self.against} {spread(self.reference)}" if self.reference else "–",
            what + figure,
            f"{self.most:g}" if self.most is not None else "–",
            "yes" if self.reached else "NO",
            self.remark,
        )


HEAD = ("work", "min/median/max", "reference", "figure", "to reach", "ok", "")


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [HEAD, tuple("---" for _ in HEAD), *(row.cells() for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEAD))]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    )
