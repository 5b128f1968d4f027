"""A bar a week, small enough to stand in a line."""

from __future__ import annotations

_BARS = "▁▂▃▄▅▆▇█"
NONE = "·"
"""A week without any."""
HIGHEST_FLOOR = 0.7
"""The bars begin at most at this share of the largest: what differs by less than a twentieth looks equal."""


def spark(values: tuple[float, ...]) -> str:
    """Return a bar a value, on a scale of their own; nothing is a dot, and equal values are equal bars.

    Bars begin at zero where one value is half of another or less. Where all are closer together they begin
    above it, so that the least is half as high as the largest and the change can be seen.
    """
    some = [value for value in values if value > 0]
    if not some:
        return NONE * len(values)
    most = max(some)
    floor = min(max(0.0, 2 * min(some) - most), HIGHEST_FLOOR * most)
    last = len(_BARS) - 1
    heights = (round(last * (value - floor) / (most - floor)) for value in values)
    return "".join(
        _BARS[height] if value > 0 else NONE for value, height in zip(values, heights, strict=True)
    )
