"""A column of the board as lines: its head, its cards, and what is above and below."""

from __future__ import annotations

from dataclasses import dataclass, field

from textual.geometry import Size
from textual.strip import Strip

from outsource_tui.model.board import Card
from outsource_tui.model.clock import hm
from outsource_tui.tui.widgets.cells import fit, width_of
from outsource_tui.tui.widgets.paint import Line, Paint
from outsource_tui.tui.widgets.spark import spark

HEAD = 4
"""Lines of a head: name, who, money, rule."""
CARD = 3
_SPARK = 8


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column in words: `hours` and `times` are on the first line, `who`, `rate` and `state` on the second,
    `money` on the third: in several forms, the fullest first.

    `week` says of which week the cards' hours are. Roles are those of `Painted`: `colour` of edges and rule,
    `state_role` and `money_role` of the words.
    """

    id: str
    name: str
    hours: str
    who: str
    cards: tuple[Card, ...]
    rate: str = ""
    state: str = ""
    state_role: str = "dim"
    money: tuple[str, ...] = ()
    money_role: str = "dim"
    times: str = ""
    colour: str = "dim"
    empty: str = ""
    week: str = "this week"


@dataclass(frozen=True, slots=True)
class Look:
    """What of a column depends on the moment.

    The row under the cursor (None where the cursor is elsewhere), what is selected, the first card shown,
    hints by card, before which card a dragged one would go, and which are on their way.
    """

    cursor: int | None = None
    selected: frozenset[str] = frozenset()
    top: int = 0
    hints: tuple[tuple[str, str], ...] = ()
    drop: int | None = None
    dragged: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Paints:
    """Styles on the ground, on a card, and on the card under the cursor; and the cards drawn with them."""

    ground: Paint
    card: Paint
    cursor: Paint
    drawn: dict[object, tuple[Card, list[Strip]]] = field(default_factory=dict)
    blanks: dict[int, Strip] = field(default_factory=dict)

    def blank(self, width: int) -> Strip:
        """Return an empty line of the ground; each costs as much as a full one."""
        if width not in self.blanks:
            self.blanks[width] = _plain("", "text", self.ground, width)
        return self.blanks[width]


LEAD = HEAD + 1
"""Lines above the first card: beneath the rule stands how many cards are above and below."""


def capacity(height: int) -> int:
    """How many cards can be seen at once, with a line between them."""
    return max(1, (height - LEAD + 1) // (CARD + 1))


def lines_of(row: int, top: int) -> tuple[int, int]:
    """Return the first line of a card, and how many it has."""
    return LEAD + (row - top) * (CARD + 1), CARD


def row_at(y: int, height: int, top: int, count: int) -> int | None:
    """Return the card on line `y` of a column, or None."""
    if y < LEAD:
        return None
    row = (y - LEAD) // (CARD + 1)
    return top + row if row < capacity(height) and top + row < count else None


def gap_at(y: int, height: int, top: int, count: int) -> int:
    """Return before which card something dropped on line `y` would go."""
    row = top + (y - LEAD + 2) // (CARD + 1)
    return max(top, min(row, count, top + capacity(height)))


def draw_column(view: ColumnView, look: Look, size: Size, paints: Paints) -> list[Strip]:
    """Return the column's lines, each exactly as wide as `size`."""
    width, height = size
    lines = _head(view, look, width, paints)
    seen = view.cards[look.top : look.top + capacity(height)]
    rest = len(view.cards) - look.top - len(seen)
    counts = (f"↑ {look.top} more" if look.top else "", f"↓ {rest} more" if rest > 0 else "")
    lines.append(_ends((counts[0], "dim"), (counts[1], "dim"), width, paints.ground))
    if look.drop is not None and look.drop <= look.top:
        lines[-1] = _drop(width, paints)
    hints = dict(look.hints)
    for row, card in enumerate(seen, look.top):
        face = _Face(
            card,
            row == look.cursor,
            hints.get(card.id, ""),
            card.id in look.selected,
            card.id in look.dragged,
            view.week,
        )
        lines += _kept_card(face, view.colour, width, paints)
        below = look.drop is not None and look.drop == row + 1
        lines.append(_drop(width, paints) if below else paints.blank(width))
    if not seen:
        lines += _nothing(view, look, width, paints)
    lines += [paints.blank(width)] * (height - len(lines))
    if look.drop is not None and look.drop == look.top + len(seen) and len(lines) > height:
        lines[height - 1] = _drop(width, paints)
    return lines[:height]


def _head(view: ColumnView, look: Look, width: int, paints: Paints) -> list[Strip]:
    here = look.cursor is not None
    first = Line(paints.ground)
    times = f" · {view.times}" if view.times else ""
    if width_of(view.name) + 1 + width_of(view.hours + times) > width:
        times = ""
    first.add(fit(view.name, width - width_of(view.hours + times) - 1), "text", bold=True)
    first.add(" " + view.hours, "text", bold=True)
    first.add(times, "dim")
    who = f"{view.who} · {view.rate}" if view.rate else view.who
    if width_of(who) + width_of(view.state) + 1 > width:
        who = view.who
    second = _ends((who, "dim"), (view.state, view.state_role), width, paints.ground)
    money = next((words for words in view.money if width_of(words) <= width), "".join(view.money[-1:]))
    third = _ends((money, view.money_role), ("", "dim"), width, paints.ground)
    rule = _plain(("━" if here else "─") * width, view.colour, paints.ground, width)
    return [first.strip(width), second, third, rule]


def _ends(one: tuple[str, str], other: tuple[str, str], width: int, paint: Paint) -> Strip:
    """A line of words at the left and others at the right, each with its role."""
    line = Line(paint)
    room = width - width_of(other[0]) - (1 if other[0] else 0)
    line.add(fit(one[0], room), one[1])
    if other[0]:
        line.add(" " + other[0], other[1])
    return line.strip(width)


@dataclass(frozen=True, slots=True)
class _Face:
    """A card as it looks now."""

    card: Card
    here: bool
    hint: str
    chosen: bool
    dragged: bool
    week: str


MOST_DRAWN = 2_000


def _kept_card(face: _Face, colour: str, width: int, paints: Paints) -> list[Strip]:
    """Draw a card, or take the lines of the last time it looked so."""
    key = (id(face.card), face.here, face.hint, face.chosen, face.dragged, face.week, colour, width)
    known = paints.drawn.get(key)
    if known is not None and known[0] is face.card:
        return known[1]
    if len(paints.drawn) > MOST_DRAWN:
        paints.drawn.clear()
    lines = _card(face, colour, width, paints.cursor if face.here else paints.card)
    paints.drawn[key] = (face.card, lines)
    return lines


def _card(face: _Face, colour: str, width: int, paint: Paint) -> list[Strip]:
    one, two, three = Line(paint), Line(paint), Line(paint)
    for line in (one, two, three):
        line.add("█" if face.chosen else "▌", colour)
        line.add(" ", "text")
    one.add(fit(face.card.activity.name, width - 4), "faint" if face.dragged else "text", bold=face.here)
    one.add(" ✓" if face.chosen else "  ", "quiet", bold=True)
    _figures(two, face, width)
    _why(three, face, width)
    return [one.strip(width), two.strip(width), three.strip(width)]


def _figures(line: Line, face: _Face, width: int) -> None:
    card, here = face.card, face.here and not face.dragged
    weeks = max(0, min(_SPARK, width - 4 - 16))
    room = width - 4 - weeks
    said = next((words for words in _how_much(card, face.week) if width_of(words) <= room), "")
    line.add(fit(said, room), "dim")
    line.add(" ", "dim")
    line.add(spark(card.spark[-weeks:]) if weeks else "", "hand-over" if here and card.marked else "faint")


def _how_much(card: Card, week: str) -> tuple[str, ...]:
    """What of the card is in the log of the week, the fullest words first."""
    logged = card.spark[-1] if card.spark else 0.0
    if card.minutes:
        times = f" · {card.times}×" if card.times else ""
        return f"{hm(card.minutes)} {week}{times}", f"{hm(card.minutes)}{times}", hm(card.minutes)
    if logged >= 0.5:
        return f"{hm(logged)} {week}, unmarked", f"{hm(logged)} unmarked", "unmarked"
    return (f"not {week}",)


def _why(line: Line, face: _Face, width: int) -> None:
    card = face.card
    reasons = ", ".join(reason.words for reason in card.activity.reasons)
    mark = f"◆ {reasons}".rstrip() if card.marked else ""
    parts: list[tuple[str, str]] = [(mark, "hand-over")] if mark else []
    if card.crept_back >= 0.5:
        parts = [(f"↩ crept back {hm(card.crept_back)}", "back")]
    elif face.hint:
        hint = (f"◇ {face.hint}", "quiet")
        fits = width_of(mark) + width_of(hint[0]) + 5 <= width
        parts = [*parts, hint] if fits or not mark else [("◆", "hand-over"), hint]
    room = width - 3
    for said, role in parts:
        line.add(fit(said, min(room, width_of(said))), "faint" if face.dragged else role)
        line.add("  ", "text")
        room -= width_of(said) + 2


def _nothing(view: ColumnView, look: Look, width: int, paints: Paints) -> list[Strip]:
    """The place where a card would be."""
    here = look.cursor is not None
    paint = paints.cursor if here else paints.ground
    words: list[str] = [""]
    for word in view.empty.split():
        joined = f"{words[-1]} {word}".strip()
        if width_of(joined) <= width - 4:
            words[-1] = joined
        else:
            words.append(word)
    lines = []
    for said in words[:CARD]:
        line = Line(paint)
        line.add("▌ " if here else "  ", view.colour)
        line.add(fit(said, width - 2), "dim")
        lines.append(line.strip(width))
    return lines


def _drop(width: int, paints: Paints) -> Strip:
    return _plain("▶" + "━" * (width - 1), "quiet", paints.ground, width)


def _plain(text: str, role: str, paint: Paint, width: int) -> Strip:
    line = Line(paint)
    line.add(text, role)
    return line.strip(width)
