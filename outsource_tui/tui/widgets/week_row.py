"""What stands in the columns of a week's table, as text and the role of its colour."""

from __future__ import annotations

from collections.abc import Callable

from outsource_tui.model.activity import Reason
from outsource_tui.model.clock import hm
from outsource_tui.model.review import ReviewRow

LETTERS = {
    Reason.DISLIKE: "d",
    Reason.ROUTINE: "r",
    Reason.NOT_CORE: "n",
    Reason.NOT_MY_STRENGTH: "w",
    Reason.IDEAL_WORLD: "i",
}
LEAST_TREND = 5
"""Fewer minutes a week more or less are no trend."""


def glyph_of(row: ReviewRow) -> tuple[str, str]:
    """Return a row's sign and the role of its colour."""
    if row.crept_back:
        return "↩", "hand-over"
    if row.activity.core:
        return "★", "core"
    if row.group and row.group.state.away:
        return "→", "dim"
    if row.log.marked:
        return "◆", "hand-over"
    return ("◇", "suggested") if row.hint else (" ", "text")


def tone_of(row: ReviewRow, day: int) -> str:
    if row.marked_by_day[day]:
        return "hand-over"
    return "core" if row.activity.core else "text"


def _times(row: ReviewRow, width: int) -> tuple[str, str]:
    if not row.partly:
        return str(row.log.times), "dim"
    words = f"{row.log.marked} of {row.log.times}"
    return (words if len(words) <= width else f"{row.log.marked}/{row.log.times}"), "hand-over"


def _share(row: ReviewRow, _: int) -> tuple[str, str]:
    percent = row.share * 100
    return ("<1 %" if 0 < percent < 0.5 else f"{percent:.0f} %"), "dim"


def trend_words(row: ReviewRow) -> str:
    """Return how a row compares with the four weeks before: "+0:45", "−1:10", "=" or "new"."""
    if row.trend is None or row.before is None:
        return ""
    if not row.before and not row.known:
        return "new"
    if abs(row.trend) < LEAST_TREND:
        return "="
    return f"{'+' if row.trend > 0 else '−'}{hm(abs(row.trend))}"


def _trend(row: ReviewRow, _: int) -> tuple[str, str]:
    words = trend_words(row)
    return words, "suggested" if words == "new" else "dim"


def _rating(row: ReviewRow, _: int) -> tuple[str, str]:
    energy = f"{row.activity.energy}" if row.activity.energy else ""
    return f"{energy} {row.activity.value or ''}".strip(), "dim"


def _why(row: ReviewRow, width: int) -> tuple[str, str]:
    """Return all in words, else without what the sign before the name says, else all in letters."""
    activity = row.activity
    if row.log.marked or activity.reasons:
        reasons = ", ".join(r.words for r in activity.reasons)
        back = "crept back" if row.crept_back else ""
        letters = " ".join(LETTERS[r] for r in activity.reasons) or back
        forms = ", ".join(filter(None, (back, reasons))), reasons or back, letters
        return next((words for words in forms if len(words) <= width), letters), "hand-over"
    if activity.core:
        return "core", "core"
    return (row.hint.words, "suggested") if row.hint else ("", "dim")


def _letters(row: ReviewRow, width: int) -> tuple[str, str]:
    activity = row.activity
    if activity.reasons:
        return " ".join(LETTERS[r] for r in activity.reasons), "hand-over"
    if row.hint and not row.log.marked:
        return row.hint.brief, "suggested"
    return _why(row, width)


def _group(row: ReviewRow, _: int) -> tuple[str, str]:
    if row.group is None:
        return "", "dim"
    return (f"→ {row.group.name}" if row.group.state.away else row.group.name), "dim"


TEXTS: dict[str, Callable[[ReviewRow, int], tuple[str, str]]] = {
    "total": lambda row, _: (hm(row.log.minutes), "text"),
    "times": _times,
    "share": _share,
    "average": lambda row, _: (hm(row.log.average), "dim"),
    "trend": _trend,
    "rating": _rating,
    "why": _why,
    "letters": _letters,
    "group": _group,
}
