"""One line of a block: edge, name, tags, length and marks, cut to the cells that a lane has."""

from __future__ import annotations

from outsource_tui.model.clock import hm, hours_words
from outsource_tui.tui.widgets.cells import cut, fit, right, width_of
from outsource_tui.tui.widgets.day_view import AWAY, BACK, CORE, HAND_OVER, RUNNING, SUGGESTED, BlockView

Piece = tuple[str, str]
"""Text and the name of its style."""

EDGES = ("plan", "violet", "core", "hand-over", "muted", "pale-plan", "pale-core", "pale-violet")
"""The style of each colour number."""
_MARK_STYLES = {
    HAND_OVER: "hand-over",
    SUGGESTED: "plan",
    RUNNING: "now",
    CORE: "core",
    AWAY: "muted",
    BACK: "hand-over",
}
LENGTH, MARKS, ROOMY, NARROW, FIELD = 7, 8, 46, 22, 3
ENTER = "↵"
"""The key that does what a block offers, unless it was changed."""


def block_line(
    view: BlockView, line: int, width: int, selected: bool, enter: str = ENTER
) -> list[Piece]:
    """Return line number `line` of a block, exactly `width` cells; `enter` is the key for what it offers."""
    edge = _edge(view, line, selected)
    inner = width - 2
    if inner < FIELD:
        return [(fit(edge[0] + " ", width), edge[1])]
    body = _first(view, inner, selected, enter) if line == 0 else _later(view, line, inner)
    return [edge, (" ", "text"), *body]


def _edge(view: BlockView, line: int, selected: bool) -> Piece:
    if view.entry is None:
        return "┄" if line == 0 else "┊", "hand-over"
    if view.planned:
        return "░", "plan"
    return "█" if selected else "▌", EDGES[view.colour]


def _first(view: BlockView, inner: int, selected: bool, enter: str) -> list[Piece]:
    # the length of a whole day's gap would look like a time of day beside the key that fills it
    length = (hours_words if view.entry is None and inner >= ROOMY else hm)(view.block.minutes)
    name_style = "bold" if selected else "gap" if view.entry is None else "muted" if view.planned else "text"
    if view.entry is None and selected:
        name_style = "bold-gap"
    if inner < NARROW:
        if inner < 14:
            return [(fit(view.name, inner), name_style)]
        return [(fit(view.name, inner - 6), name_style), (right(length, 6), _length_style(view))]
    marks = MARKS if inner >= ROOMY else 4
    tail: list[Piece] = [(right(length, LENGTH), _length_style(view)), ("  ", "text")]
    tail += _marks(view, marks, selected, enter)
    tags = min(20, inner // 4) if inner >= ROOMY and view.tags else 0
    room = inner - LENGTH - 2 - marks
    if tags:
        tags = min(tags, width_of(view.tags))
        left = room - max(tags, min(20, inner // 4)) - 2
        if width_of(view.name) > left:  # the name goes before the tags
            left = min(width_of(view.name), room - 8)
        rest = room - left - 2
        return [(fit(view.name, left), name_style), ("  ", "text"), (fit(view.tags, rest), "muted"), *tail]
    return [(fit(view.name, room), name_style), *tail]


def _length_style(view: BlockView) -> str:
    if view.running:
        return "now"
    return "hand-over" if view.entry is None else "muted" if view.planned else "text"


def _marks(view: BlockView, width: int, selected: bool, enter: str) -> list[Piece]:
    if view.entry is None:
        return _button(enter, view.enter, width, selected)
    if view.planned:
        if selected and width == MARKS:
            return _button(enter, view.enter, width, selected)
        return [(fit("plan" if width == MARKS else "░", width), "plan")]
    pieces: list[Piece] = [(f"{mark} ", _MARK_STYLES[mark]) for mark in view.marks]
    used = 2 * len(pieces)
    return [*pieces, (" " * (width - used), "text")] if used <= width else [(fit(view.marks, width), "text")]


def _button(key: str, word: str, width: int, selected: bool) -> list[Piece]:
    if width < MARKS:
        return [(" " * width, "text")]
    sign = cut(key, width - 1) + " "
    return [(sign, "hand-over"), (fit(word, width - width_of(sign)), "text" if selected else "muted")]


def on_button(view: BlockView, x: int, width: int, selected: bool) -> bool:
    """True if cell `x` of a block's first line, `width` cells wide, is on the word that enter does."""
    offered = view.entry is None or (view.planned and selected)
    return offered and width - 2 >= ROOMY and width - MARKS <= x < width


def _later(view: BlockView, line: int, inner: int) -> list[Piece]:
    if line == 1 and view.entry is not None:
        words = view.note
        if inner < NARROW and not words:
            words = hm(view.block.minutes) if inner < 14 else view.tags
        if words:
            return [(fit(words, inner), "muted")]
    return [(" " * inner, "text")]
