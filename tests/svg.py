"""Textual's SVG made fit for a README: for every viewer, and as a film of many of them.

A viewer may drop a space at the start or the end of a run of text, and then stretch what is left over the
run's whole length. So every run is cut at its spaces and set where its first letter stands. Fonts are those
of the reader: a picture that loads something from elsewhere is blocked in most places.
"""

from __future__ import annotations

import html
import re

from rich.cells import cell_len

CELL = 12.2
"""Width of a cell in Textual's SVG, in its units."""
SPACE = "\N{NO-BREAK SPACE}"
FONTS = "'Fira Code', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"
_FONT_FACE = re.compile(r"\s*@font-face \{[^}]*\}")
_RUN = re.compile(
    r'<text class="(?P<style>[^"]*)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)"'
    r'(?: textLength="[\d.]+")?(?P<rest>[^>]*)>(?P<text>[^<]*)</text>'
)
_WORDS = re.compile(rf"\S+(?:{SPACE}\S+)*")


def tidy(svg: str) -> str:
    """Return the picture with runs cut at their spaces, and no font from elsewhere."""
    svg = _FONT_FACE.sub("", svg).replace("font-family: Fira Code, monospace;", f"font-family: {FONTS};")
    lines = (line.rstrip() for line in _RUN.sub(_cut, svg).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def _cut(run: re.Match[str]) -> str:
    text = html.unescape(run["text"])
    found = []
    for words in _WORDS.finditer(text):
        x = float(run["x"]) + CELL * cell_len(text[: words.start()])
        length = CELL * cell_len(words[0])
        shown = html.escape(words[0], quote=False).replace(SPACE, "&#160;")
        found.append(
            f'<text class="{run["style"]}" x="{x:.6g}" y="{run["y"]}" textLength="{length:.6g}"'
            f"{run['rest']}>{shown}</text>"
        )
    return "".join(found)
