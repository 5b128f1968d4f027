"""What the highlight screen asks: how many weeks, which rows, in what order, and what to mark together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from outsource_tui.model.clock import hm
from outsource_tui.model.date_lines import read_day_words
from outsource_tui.model.hints import likeness
from outsource_tui.model.review import ReviewRow
from outsource_tui.model.review_list import Show, Sort
from outsource_tui.tui.dialogs.choose import ChooseDialog
from outsource_tui.tui.dialogs.pick import NewName, PickDialog

if TYPE_CHECKING:
    from outsource_tui.tui.screens.highlight import HighlightScreen
    from outsource_tui.tui.screens.highlight_base import HighlightBase
    from outsource_tui.tui.screens.highlight_marks import HighlightMarks


_SPANS = {"1": (1, "one week"), "2": (2, "two weeks"), "4": (4, "four weeks"), "8": (8, "eight weeks"),
          "q": (13, "a quarter: 13 weeks")}  # fmt: skip
_SORT_KEYS = {Sort.SITTING: "l", Sort.TREND: "w"}
_TAG = "tag"
_ANY = "any"


def _ask(
    screen: HighlightBase,
    question: str,
    choices: list[tuple[str, str, str]],
    then: Callable[[str], None],
    now: str,
) -> None:
    dialog = ChooseDialog(question, choices, now=now)
    screen.app.push_screen(dialog, lambda value: then(value) if value else None)


def ask_span(screen: HighlightScreen, then: Callable[[int], None]) -> None:
    """Ask how many weeks to take together."""
    choices = [(key, words, str(count)) for key, (count, words) in _SPANS.items()]

    def chosen(value: str) -> None:
        if value == _ANY:
            _ask_days(screen)
        else:
            then(int(value))

    choices.append(("s", "any span of weeks…", _ANY))
    _ask(screen, "How many weeks together?", choices, chosen, str(screen.weeks))


def _ask_days(screen: HighlightScreen) -> None:
    """Ask for a first and a last day; the weeks that they lie in are taken together."""
    from outsource_tui.tui.dialogs.form import Field, FormDialog

    day = partial(read_day_words, today=screen.now().date())

    def chosen(values: dict[str, str] | None) -> None:
        if values is not None:
            first, last = sorted(day(values[name]) for name in ("first", "last"))
            screen.show_weeks(first, last)

    review = screen.review
    first, last = (review.first.first, review.last.last) if review else (screen.week.first, screen.week.last)
    fields = [
        Field("first", "From", first.isoformat(), "2026-11-02, 2.11. or mon", day),
        Field("last", "To", last.isoformat(), "2026-11-22, 22.11. or yesterday", day),
    ]
    screen.app.push_screen(FormDialog("The weeks of these days", fields), chosen)


def ask_sort(screen: HighlightScreen, then: Callable[[Sort], None]) -> None:
    """Ask for the order."""
    choices = [(_SORT_KEYS.get(sort, sort.value[0]), sort.value, sort.value) for sort in Sort]
    _ask(screen, "Sort by", choices, lambda value: then(Sort(value)), screen.listing.sort.value)


def ask_show(screen: HighlightScreen) -> None:
    """Ask which rows to show."""

    def chosen(value: str) -> None:
        if value == _TAG:
            pick_tag(screen, "Show what has the tag", lambda tag: screen.list_by(tag=tag))
        elif value == Show.ALL:
            screen.list_by(show=Show.ALL, tag="", text="")
        else:
            screen.list_by(show=Show(value))

    choices = [(_show_key(show), show.value, show.value) for show in Show]
    listing = screen.listing
    now = _TAG if listing.tag else listing.show.value
    _ask(screen, "Show", [*choices, ("t", "a tag…", _TAG)], chosen, now)


def _show_key(show: Show) -> str:
    return {Show.MARKED: "h", Show.UNMARKED: "u"}.get(show, show.value[0])


def ask_many(screen: HighlightMarks) -> None:
    """Ask which rows to mark, and mark them; where all are marked already, the marks go."""
    row = screen.table.row
    if row is None:
        return
    alike = like(row, screen.review.rows if screen.review else ())
    choices = [
        ("t", "everything with a tag…", _TAG),
        ("s", f"all that are shown ({len(screen.shown)})", "shown"),
    ]
    detail = ""
    if len(alike) > 1:
        choices.insert(1, ("l", f"all {len(alike)} that are like this one", "like"))
        named = [f"   {other.activity.name}   {hm(other.log.minutes)}" for other in alike[:8]]
        detail = "\n".join(["Like this one:", *named])

    def chosen(value: str | None) -> None:
        if value == _TAG:
            pick_tag(screen, "Mark what has the tag", lambda tag: _mark(screen, _tagged(screen, tag)))
        elif value == "like":
            _mark(screen, alike)
        elif value == "shown":
            _mark(screen, list(screen.shown))

    screen.app.push_screen(ChooseDialog("Mark many", choices, detail), chosen)


def like(row: ReviewRow, rows: tuple[ReviewRow, ...]) -> list[ReviewRow]:
    """Return the row and those whose names are alike."""
    index = likeness([(row.activity.id, row.activity.name)])
    others = [r for r in rows if index.nearest(r.activity.id, r.activity.name)]
    return [row, *others]


def pick_tag(screen: HighlightBase, title: str, then: Callable[[str], None]) -> None:
    """Ask for one of the tags in the review."""
    minutes: dict[str, float] = {}
    for row in screen.review.rows if screen.review else ():
        for tag in row.log.tags:
            minutes[tag] = minutes.get(tag, 0.0) + sum(s.minutes for s in row.sittings if tag in s.entry.tags)
    if not minutes:
        screen.say("nothing has a tag here")
        return
    items = [(f"#{tag}", tag, hm(minutes[tag])) for tag in sorted(minutes, key=lambda t: -minutes[t])]

    def picked(value: str | NewName | None) -> None:
        if isinstance(value, str):
            then(value)

    screen.app.push_screen(PickDialog(title, items), picked)


def _tagged(screen: HighlightBase, tag: str) -> list[ReviewRow]:
    return [row for row in (screen.review.rows if screen.review else ()) if tag in row.log.tags]


def _mark(screen: HighlightMarks, rows: list[ReviewRow]) -> None:
    wanted = [row for row in rows if not row.activity.core]
    if wanted:
        screen.mark(wanted, not all(row.marked for row in wanted))
    else:
        screen.say("all of them are core business")
