"""What comes into a group is what one would hand over: the one rule for the board and the command line.

An activity that comes into a group, or out of it, is highlighted and no longer core, so that it counts and
has a card. Where single sittings of it are marked, these alone are to be handed over: then it stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from outsource_tui.model.activity import Activity
from outsource_tui.model.decision import gone_words, marked
from outsource_tui.model.totals import Totals


def wanted(cards: Sequence[Activity], totals: Callable[[], Totals], today: date) -> list[Activity]:
    """Return activities as they are once they came into a group, or out of one; the log is read only where
    one of them is not highlighted."""
    if all(a.highlighted is not None for a in cards):
        return list(cards)
    log = totals()
    sums = log.span(log.first, log.latest).activities if log.first is not None else {}
    singly = {key for key, own in sums.items() if own.marked}
    return [a if a.id in singly else marked(a, today) for a in cards]


def along(before: Sequence[Activity], after: Sequence[Activity]) -> str:
    """Return what became of activities besides their group, as the end of a label; empty for nothing."""
    pairs = list(zip(before, after, strict=True))
    words = list(gone_words(pairs, {}))
    if any(b.highlighted is None and a.highlighted is not None for b, a in pairs):
        words.insert(0, "now to hand over")
    return f"; {', '.join(words)}" if words else ""
