"""A film of a program in a terminal: many of Textual's pictures in one SVG that moves.

A line of the screen that looks the same in several pictures is kept once, and says when it is to be seen.
So a minute of use is not much larger than a few pictures. Viewers that show no motion show the first picture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LINE = 24.4
"""Height of a line in Textual's SVG, in its units."""
_STYLE = re.compile(r"\.terminal-\d+-(r\d+) \{ ([^}]*?);? \}")
_PIECE = re.compile(
    r'<rect fill="[^"]*" x="[^"]*" y="([\d.]+)"[^>]*/>'
    r'|<text class="[^"]*" x="[^"]*" y="([\d.]+)".*?</text>'
)
_CLASS = re.compile(r'class="terminal-\d+-(r\d+)"')
_CLIP = re.compile(r' clip-path="[^"]*"| shape-rendering="[^"]*"')
_SCREEN = re.compile(r'<g transform="translate\(9, 41\)".*</g>\s*</svg>', re.DOTALL)
_OF_SCREEN = re.compile(
    r'\.terminal-\d+-r\d+ \{[^}]*\}\n?|<clipPath id="terminal-\d+-line-\d+">.*?</clipPath>\n?', re.DOTALL
)

Frame = tuple[str, float]
"""A picture as Textual (and `svg.tidy`) makes it, and how many seconds it is to be seen."""


def film(frames: Sequence[Frame]) -> str:
    """Return one SVG that shows the frames one after the other, for ever; all must have one size."""
    styles: dict[str, str] = {}
    lines: dict[tuple[int, str], list[int]] = {}
    for number, (picture, _) in enumerate(frames):
        for row, content in _lines_of(picture, styles).items():
            lines.setdefault((row, content), []).append(number)
    starts = [0.0]
    for _, seconds in frames:
        starts.append(starts[-1] + seconds)
    drawn = "\n".join(_seen(content, shown, starts) for (_, content), shown in sorted(lines.items()))
    table = "\n".join(f".{name} {{ {style} }}" for style, name in styles.items())
    first = frames[0][0]
    unique = re.search(r"terminal-\d+", first)
    matrix = f'<g transform="translate(9, 41)" class="{unique[0] if unique else "screen"}-matrix">'
    around = _OF_SCREEN.sub("", first).replace("</style>", f"{table}\n</style>", 1)
    return _SCREEN.sub(lambda _: f"{matrix}\n{drawn}\n</g>\n</svg>", around)


def _lines_of(picture: str, styles: dict[str, str]) -> dict[int, str]:
    """Return what stands in each row; adds what styles it needs to `styles`, by looks."""
    names = {
        name: styles.setdefault(looks, f"s{len(styles)}") for name, looks in _STYLE.findall(picture)
    }
    screen = _SCREEN.search(picture)
    rows: dict[int, list[str]] = {}
    for piece in _PIECE.finditer(screen[0] if screen else ""):
        row = int(float(piece[1] or piece[2]) / LINE)
        drawn = _CLASS.sub(lambda found: f'class="{names[found[1]]}"', _CLIP.sub("", piece[0]))
        rows.setdefault(row, []).append(drawn)
    return {row: "".join(pieces) for row, pieces in rows.items()}


def _seen(content: str, shown: Sequence[int], starts: Sequence[float]) -> str:
    """Return a row that is to be seen in the frames of these numbers."""
    count = len(starts) - 1
    if len(shown) == count:
        return f"<g>{content}</g>"
    whole = starts[-1]
    states = ["visible" if number in set(shown) else "hidden" for number in range(count)]
    turns = [n for n in range(count) if n == 0 or states[n] != states[n - 1]]
    times = ";".join(f"{starts[n] / whole:.4g}" for n in turns)
    values = ";".join(states[n] for n in turns)
    move = (
        f'<animate attributeName="visibility" calcMode="discrete" dur="{whole:.4g}s" '
        f'repeatCount="indefinite" keyTimes="{times}" values="{values}"/>'
    )
    return f'<g visibility="{states[0]}">{move}{content}</g>'
