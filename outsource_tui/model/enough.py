"""Whether a week has enough log to be compared with."""

from __future__ import annotations

from collections.abc import Sequence

ENOUGH = 0.5
"""The part of a usual week that is enough."""


def median(ordered: Sequence[float]) -> float:
    """Return the median of values that are in order; there is at least one."""
    # the statistics module would cost more to import than all that asks for it
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def with_enough(weeks: Sequence[float]) -> list[int]:
    """Return which of a few weeks, given by what is logged in each, hold at least half of the usual one of
    them, the median of those that hold anything."""
    logged = sorted(minutes for minutes in weeks if minutes)
    least = ENOUGH * median(logged) if logged else 0.0
    return [n for n, minutes in enumerate(weeks) if minutes and minutes >= least]
