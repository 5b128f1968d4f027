"""The timeline before there is an app: today as the app will show it, drawn while its parts are loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from outsource_tui.services.services import Services
from outsource_tui.tui.colours import PALETTES
from outsource_tui.tui.glance import look_at, on_disk, running
from outsource_tui.tui.layout import LEAST_SIZE, MARGIN, timeline_layout
from outsource_tui.tui.screens import SCREENS
from outsource_tui.tui.widgets.day_lines import first_page, scale_near
from outsource_tui.tui.widgets.heading_line import heading_line
from outsource_tui.tui.widgets.pieces import Piece, width_of_all
from outsource_tui.tui.widgets.top_line import STYLE, TopState, top_line
from outsource_tui.tui.widgets.week_line import WeekState, week_line

_GROUND = "$foreground on $background"
_FOOTER = "$text-muted on $surface"
_RESET = "\x1b[0m"
_ATTRIBUTES = {"bold": "1", "italic": "3"}

NAMED = "timeline.open_block"
"""The command whose key the rows of a day name."""
Row = tuple[list[Piece], str]
"""A row from the left edge on, and the style of what has none and of what is left of it."""


def can_draw(services: Services, width: int, height: int) -> bool:
    """True where the theme is one of ours, there is room for what is true, and the rows name no other key
    than the one by default."""
    settings, roomy = services.settings, width >= LEAST_SIZE[0] and height >= LEAST_SIZE[1]
    return roomy and settings.theme in PALETTES and NAMED not in settings.keys


def first_picture(services: Services, width: int, height: int, word: str = "") -> str:
    """Return what a terminal of that size, in true colour, has to be sent to show today.

    A new log has no day yet: above the place for it all is as ever.
    """
    ink = _Ink(PALETTES[services.settings.theme])
    rows = _rows(services, width, height, word)
    lines = (f"\x1b[{y};1H{ink.line(*row, width)}" for y, row in enumerate(rows, 1))
    return "".join((*lines, _RESET))


def _rows(services: Services, width: int, height: int, word: str) -> list[Row]:
    today = services.clock.now().date()
    layout = timeline_layout(width, height)
    week, view = look_at(services, today)
    state = WeekState(week, today, today)
    rows: list[Row] = [([], _GROUND) for _ in range(height)]
    names, saving = tuple(SCREENS), on_disk(services)
    top = TopState(names, names[0], *running(services), saving, 0, word)
    rows[0] = top_line(top, width), STYLE
    rows[layout.week] = _indented(week_line(state, width - 2 * MARGIN)), _GROUND
    rows[layout.heading] = _indented(heading_line(state, width - 2 * MARGIN)), _GROUND
    if not services.repository.new:
        zoom = scale_near(services.settings.rows_per_hour)
        for y, line in enumerate(first_page(view, zoom, layout.width, layout.height), layout.top):
            rows[y] = _indented(line), _GROUND
    rows[-1] = [], _FOOTER
    return rows


def _indented(pieces: Iterable[Piece]) -> list[Piece]:
    return [(" " * MARGIN, ""), *pieces]


class _Ink:
    """Writes pieces in the colours of a theme."""

    def __init__(self, palette: Mapping[str, str]) -> None:
        self._palette = palette
        self._sequence = cache(self._sequence_of)

    def line(self, pieces: list[Piece], base: str, width: int) -> str:
        """Return a row of exactly `width` cells."""
        rest = (" " * max(0, width - width_of_all(pieces)), "")
        return "".join(self._sequence(style, base) + text for text, style in (*pieces, rest) if text)

    def _sequence_of(self, style: str, base: str) -> str:
        words, _, ground = style.partition("on ")
        base_words, _, base_ground = base.partition("on ")
        codes = [code for word, code in _ATTRIBUTES.items() if word in words.split()]
        fore = self._colour(words if "$" in words else base_words)
        back = self._colour(ground or base_ground)
        return f"\x1b[{';'.join(['0', *codes, f'38;2;{fore}', f'48;2;{back}'])}m"

    def _colour(self, words: str) -> str:
        """Return "r;g;b" of "$accent 55%": so much of the colour over the background."""
        role, _, share = words[words.index("$") + 1 :].strip().partition(" ")
        part = float(share.removesuffix("%")) / 100 if share else 1.0
        over, under = _rgb(self._palette[role]), _rgb(self._palette["background"])
        return ";".join(str(int(b + (a - b) * part)) for a, b in zip(over, under, strict=True))


def _rgb(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
