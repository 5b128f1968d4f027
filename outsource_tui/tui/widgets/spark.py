"""A bar a week, small enough to stand in a line."""

from __future__ import annotations

_BARS = "▁▂▃▄▅▆▇█"
NONE = "·"
"""A week without any."""


def spark(values: tuple[float, ...]) -> str:
    """Return a bar a value, as high as its share of the largest; nothing is a dot."""
    most = max(values, default=0.0)
    if most <= 0:
        return NONE * len(values)
    heights = (max(1, round(len(_BARS) * value / most)) for value in values)
    return "".join(
        _BARS[height - 1] if value > 0 else NONE for value, height in zip(values, heights, strict=True)
    )
