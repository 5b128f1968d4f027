"""The lines around the week's table: which week, what is shown of it, and the cursor's row in words."""

from __future__ import annotations

from datetime import date

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from outsource_tui.model.clock import MONTH_NAMES, hm, hours_words
from outsource_tui.model.day import covered_words
from outsource_tui.model.review import Review, ReviewRow
from outsource_tui.model.sittings import PAST_WEEKS
from outsource_tui.model.text import clean
from outsource_tui.model.value import dataclass
from outsource_tui.tui.widgets.week_row import LEAST_TREND

Piece = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HeadState:
    """A review, the words for its filter and selection, and how old the last review is."""

    review: Review | None = None
    listing: str = ""
    age: str = ""
    gaps: str = "g"


class ReviewHead(Widget):
    """Two lines: the week with its hours and coverage; what is shown of it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ReviewHead { height: 2; width: 100%; padding: 0 2; color: $text-muted; }
    """
    state: reactive[HeadState] = reactive(HeadState(), layout=False)

    def render(self) -> Content:
        """Draw both lines."""
        review = self.state.review
        if review is None:
            return Content("")
        width = self.content_size.width
        left = [(week_words(review), "bold $foreground"), ("   ", ""), (dates_words(review, width), "")]
        middle = _logged(review)
        age = (self.state.age, "$accent" if review.review_due else "")
        choices = [
            [*left, ("     ", ""), *middle],
            [*left, ("  ", ""), *middle[:1]],
            [*left[:1], ("  ", ""), *middle[:1]],
        ]
        line = next((c for c in (_line(c) for c in choices) if c.cell_length <= width), _line(choices[-1]))
        space = width - line.cell_length - len(age[0])
        if space >= 3 and age[0]:
            line += Content(" " * space) + Content.styled(*age)
        return Content("\n").join([line.truncate(width), self._second(review, width)])

    def _second(self, review: Review, width: int) -> Content:
        shown = Content.styled(clean(self.state.listing), "$accent")
        if not review.rows or review.covered:
            return shown.truncate(width, ellipsis=True)
        percent = covered_words(review.log.coverage)
        brief = width < 70
        words = "is logged" if brief else "is in the log"
        where = f" · {self.state.gaps}: the gaps" if brief else f" · {self.state.gaps} goes to the gaps"
        warning = _line([(f"only {percent} of your days {words}", "$error"), (where, "")])
        if shown.cell_length:
            warning = shown + Content("   ") + warning
        return warning.truncate(width, ellipsis=True)


def _line(parts: list[Piece]) -> Content:
    return Content.assemble(*((text, style or "$text-muted") for text, style in parts))


def _logged(review: Review) -> list[Piece]:
    if not review.rows:
        return [("nothing logged", "")]
    parts: list[Piece] = [(f"{hm(review.logged)} logged", "")]
    if review.covered:
        parts.append((f" · {covered_words(review.log.coverage)} of your days", ""))
    twice = review.total - review.logged
    if twice >= 1:
        parts.append((f" · {hm(twice)} more at the same time", ""))
    return parts


def short_date(day: date) -> str:
    """Return "18 Nov 2026"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def week_words(review: Review) -> str:
    """Return "Week 47", or "Weeks 44–47" over several."""
    if review.weeks == 1:
        return f"Week {review.last.number}"
    return f"Weeks {review.first.number}–{review.last.number}"


def dates_words(review: Review, width: int = 200) -> str:
    """Return "16 – 22 Nov 2026", with months and years only where they differ."""
    a, b = review.first.first, review.last.last
    end = f"{b.day} {MONTH_NAMES[b.month - 1]}" + (f" {b.year}" if width >= 70 else "")
    start = str(a.day)
    if a.month != b.month or a.year != b.year:
        start += f" {MONTH_NAMES[a.month - 1]}"
    if a.year != b.year and width >= 70:
        start += f" {a.year}"
    return f"{start} – {end}"


class RowWords(Widget):
    """The row under the cursor in words: what the log says, and what speaks for handing it over."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    RowWords { height: 2; width: 100%; padding: 0 2; color: $text-muted; }
    """
    state: reactive[tuple[ReviewRow, Review] | None] = reactive(None, layout=False)
    answers = ""
    """The keys that answer a suggestion, in words."""

    def render(self) -> Content:
        """Draw the reasons, below the facts where there is room for both."""
        if self.state is None:
            return Content("")
        row, review = self.state
        width, height = self.content_size
        lines = [reasons_line(row, width, self.answers), facts_line(row, review, width)]
        if height < 2:
            lines = lines[:1] if lines[0].cell_length else lines[1:]
        return Content("\n").join(line.truncate(width, ellipsis=True) for line in lines)


def facts_line(row: ReviewRow, review: Review, width: int) -> Content:
    """Return sittings, share, trend, group, ratings and tags of a row: as many as `width` cells hold."""
    log = row.log
    parts = ["1 sitting" if log.times == 1 else f"{log.times} sittings of {hm(log.average)}"]
    parts.append(f"{row.share * 100:.0f} % of the log" if row.share >= 0.005 else "under 1 % of the log")
    if row.before is not None and row.trend is not None:
        parts.append(_trend_words(row, review))
    if row.group:
        away = row.group.assignee and row.group.state.away
        to = f", {row.group.state}: {row.group.assignee}" if away else ""
        parts.append(f"group {clean(row.group.name, 40)}{clean(to, 40)}")
    if row.activity.energy:
        parts.append({"gives": "gives energy"}.get(row.activity.energy, str(row.activity.energy)))
    if row.activity.value:
        parts.append(f"value {row.activity.value} of 3")
    parts += [f"#{clean(tag, 40)}" for tag in log.tags[:4]]
    line = Content.styled(parts[0], "$text-muted")
    for part in parts[1:]:
        longer = line + Content.styled(f" · {part}", "$text-muted")
        if longer.cell_length <= width:
            line = longer
    return line


def _trend_words(row: ReviewRow, review: Review) -> str:
    before, trend = row.before or 0.0, row.trend or 0.0
    by_now = "by this weekday " if review.unfinished and review.weeks == 1 else ""
    past = _past_words(review.past_weeks)
    if not before:
        return f"not {by_now if row.known else ''}in {past}"
    if abs(trend) < LEAST_TREND:
        return f"as {by_now}in {past}"
    a_week = " a week" if review.weeks > 1 else ""
    return (
        f"{hours_words(abs(trend))}{a_week} {'more' if trend > 0 else 'less'} than"
        f" {by_now}in {past}"
    )


def _past_words(weeks: int) -> str:
    """Return the weeks that a row is compared with: those of the four before that count."""
    if weeks == PAST_WEEKS:
        return f"the {PAST_WEEKS} weeks before"
    of_them = f"the {weeks} of {PAST_WEEKS} weeks" if weeks > 1 else "the one week"
    return f"{of_them} before with enough log"


def reasons_line(row: ReviewRow, width: int, answers: str = "") -> Content:
    """Return the name, its reasons, or what is suggested and why, and how to answer where there is room; the
    name has what the others leave, and a third at least."""
    activity = row.activity
    private = row.private and not row.log.marked and not activity.core
    parts: list[Piece] = []
    if row.log.marked:
        count = f"{row.log.marked} of {row.log.times} sittings" if row.partly else "to hand over"
        words = ", ".join(r.words for r in activity.reasons)
        since = f" since {short_date(activity.highlighted)}" if activity.highlighted else ""
        parts += [("   ◆ ", "$primary"), (count + since + (f": {words}" if words else ""), "$primary")]
    if row.crept_back and row.log.marked:
        parts.append((f"   ↩ {hm(row.crept_back)} crept back", "$primary"))
    if activity.core:
        parts.append(("   ★ core business", "$success"))
    if private:
        parts.append(("   a break or private life: not suggested", ""))
    if row.hint:
        parts += [("   ◇ ", "$accent"), (clean(row.hint.why), "$accent")]
    room = max(12, width // 3, width - _line(parts).cell_length)
    name = Content.styled(clean(activity.name), "bold $foreground").truncate(room, ellipsis=True)
    line = name + _line(parts)
    asked = line + Content.styled(f"   {answers}", "$text-muted")
    return asked if row.hint and asked.cell_length <= width else line
