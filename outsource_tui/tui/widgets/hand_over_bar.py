"""The amazed moment: what is to hand over, as figures, one bar and the week's seven bars."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from outsource_tui.model.clock import DAY_NAMES, hm
from outsource_tui.model.review import Review, Share
from outsource_tui.model.text import clean
from outsource_tui.model.value import dataclass

BARS = "━═─"
"""To hand over, core and rest: told apart without colours too."""
_SLOT_GAP = 2


@dataclass(frozen=True, slots=True)
class HandOverState:
    """The review; the hours of a year, and what they are worth (empty while unknown), as the user writes
    numbers."""

    review: Review | None = None
    a_year: str = ""
    money: str = ""


class HandOverBar(Widget):
    """Always beneath the table; as much of the picture as its height allows (2, 3 or 7 lines)."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    HandOverBar { height: 7; width: 100%; padding: 0 2; color: $text-muted; }
    """
    state: reactive[HandOverState] = reactive(HandOverState(), layout=False)

    def render(self) -> Content:
        """Draw the figures, then the pictures."""
        review = self.state.review
        if review is None:
            return Content("")
        width, height = self.content_size
        lines = [self._figures(review, width)]
        if height >= 7:
            lines.append(Content(""))
        lines.append(Content("").join(_bar(review.shares, width)))
        if height >= 3:
            lines.append(_legend(review.shares, width))
        if height >= 7:
            lines += [Content(""), *_days(review, width)]
        return Content("\n").join(lines)

    def _figures(self, review: Review, width: int) -> Content:
        week, share, year = hm(review.a_week), f"{review.share * 100:.0f} %", self.state.a_year
        money = clean(self.state.money)
        if not review.hand_over:
            hint = "   mark what should not be yours" if review.rows else ""
            return _fitting([[("To hand over", ""), ("   0:00", "*"), (hint, "")]], width)
        lead = ("To hand over   ", "")
        a_week = "so far this week" if review.unfinished and review.weeks == 1 else "a week"
        wide = [lead, (week, "*"), (f" {a_week}   ", ""), (share, "*"), (" of the log   ", ""), (year, "*")]
        weeks = review.weeks_a_year
        wide += [(f" a year of {weeks} such week{'s' if weeks > 1 else ''}", "")]
        short = [
            ("◆ ", "*"),
            (week, "*"),
            (" so far  " if a_week != "a week" else " a week  ", ""),
            (share, "*"),
            ("  ", ""),
            (year, "*"),
        ]
        short += [(" a year", "")]
        longer = [*short, (f" of {weeks} week{'s' if weeks > 1 else ''}", "")]
        if not money:
            asked = ("   worth? say in the settings what your hour is", "")
            return _fitting([[*wide, asked], wide, longer, short], width)
        worth, brief = (f"   ≈ {money} of your time", "+"), (f"   ≈ {money}", "+")
        close = ("  " + brief[0].strip(), "+")
        return _fitting(
            [[*wide, worth], [*wide, brief], [*longer, close], [*short, close], longer, short], width
        )


def _fitting(choices: list[list[tuple[str, str]]], width: int) -> Content:
    """Draw the first choice that fits: * is what counts, + what it is worth."""
    styles = {"*": "bold $primary", "+": "$foreground", "": "$text-muted"}
    lines = [Content.assemble(*((text, styles[kind]) for text, kind in parts)) for parts in choices]
    return next((line for line in lines if line.cell_length <= width), lines[-1].truncate(width))


def lengths(parts: tuple[float, ...], width: int) -> list[int]:
    """Split `width` cells in proportion; what is not nothing gets at least one, as far as there are any."""
    whole = sum(parts)
    if whole <= 0 or width <= 0:
        return [0] * len(parts)
    exact = [part * width / whole for part in parts]
    cells = [max(1, int(e)) if e > 0 else 0 for e in exact]
    while sum(cells) > width:
        longest = max(range(len(cells)), key=lambda n: cells[n])
        cells[longest] -= 1
    spare = sorted(range(len(cells)), key=lambda n: cells[n] - exact[n])
    for n in spare:
        if sum(cells) < width and parts[n] > 0:
            cells[n] += 1
    return cells


def _bar(share: Share, width: int) -> list[Content]:
    if share.whole <= 0:
        return [Content.styled(BARS[-1] * width, "$panel")]
    cells = lengths((share.hand_over, share.core, share.rest), width)
    styles = ("$primary", "$success", "$text-disabled")
    return [Content.styled(bar * n, style) for bar, n, style in zip(BARS, cells, styles, strict=True)]


def _legend(share: Share, width: int) -> Content:
    """Name the parts of the bar where each begins, or as near as there is room."""
    names = (
        (f"◆ to hand over {hm(share.hand_over)}", "$primary", share.hand_over),
        (f"★ core {hm(share.core)}", "$success", share.core),
        (f"rest {hm(share.rest)}", "$text-muted", share.rest),
    )
    starts = lengths((share.hand_over, share.core, share.rest), width)
    shown = [name for name in names if name[2] > 0]
    line, x, begins = Content(""), 0, 0
    for at, (text, style, minutes) in enumerate(names):
        if minutes > 0:
            after = sum(len(name[0]) + 2 for name in shown[shown.index(names[at]) :]) - 2
            begin = max(x, min(begins, width - after))
            line += Content(" " * (begin - x)) + Content.styled(text, style)
            x = begin + len(text) + 2
            line += Content("  ") if x <= width else Content("")
        begins += starts[at]
    return line


def _days(review: Review, width: int) -> list[Content]:
    """Seven bars side by side, as long as the day's log, and their names and hours beneath."""
    slot = (width - 6 * _SLOT_GAP) // 7
    longest = max((day.whole for day in review.by_day), default=0.0) or 1.0
    bars, names = [], []
    for offset, share in enumerate(review.by_day):
        gap = Content(" " * (_SLOT_GAP if offset < 6 else 0))
        length = max(1, round(slot * share.whole / longest)) if share.whole else 0
        bar = _bar(share, length) if length else [Content.styled("·", "$text-disabled")]
        blank = Content(" " * (slot - max(1, length)))
        bars += [*bar, blank, gap]
        name = DAY_NAMES[(review.first.first.weekday() + offset) % 7]
        words = f"{name} {hm(share.whole)}" if share.whole else name
        names += [Content.styled(f"{words[:slot]:<{slot}}", "$text-muted"), gap]
    return [Content("").join(bars), Content("").join(names)]
