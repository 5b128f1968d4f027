"""Text that means harm: what people paste, and what files from elsewhere hold."""

from __future__ import annotations

import re

PAYLOADS = {
    "escape": "\x1b[31;53mred\x1b[2J\x1b[H",
    "clipboard": "\x1b]52;c;aGk=\x07clip\x1bPq\x1b\\",
    "c1": "\x9b31m\x9d0;title\x9cc1",
    "nul": "nul\x00byte\x08\x7f",
    "bidi": "\u202egnp.exe\u2066iso\u200f",
    "action": "[@click=app.quit]quit[/]",
    "brackets": "[red [/ ]] [bold [",
    "megabyte": "1 MB " + "x" * 1_000_000,
    "emoji": "👩\u200d👧\u200d👦 family e\u0301",
    "surrogate": "half \ud83d pair",
    "newlines": "two\nlines\r\nthree\u2028four",
    "formula": '=HYPERLINK("http://x","y")',
    "markdown": "# *bold* `code` | [a](b) ~~~",
    "html": "<script>alert(1)</script><b>&amp;",
    "format": "%s {0} {x!r} $HOME `id` \\n",
}
"""What each tries to do, by name."""

_CONTROLS = "\x00-\x09\x0b\x0c\x0e-\x1f\x7f\x80-\x9f"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_FORBIDDEN = re.compile(f"[{_CONTROLS}{_BIDI}\u2028\u2029\ufeff\ud800-\udfff]")
_OURS = re.compile(
    rb"\x1b\[(?:(?!31;53m)[0-9;:]*m|\d+;\d+H|[<>=?][0-9;]*\$?[a-zA-Z]?|2[23];2t)"
    rb"|\x1b\]2;[^\x00-\x1f\x7f]*\x07|\x1b\]22;[a-z]*\x07"
)
"""What the app itself sends: colours, places, modes, the title."""


def forbidden(text: str) -> list[str]:
    """Return the characters of a text that could do something to a terminal."""
    return sorted({ascii(found) for found in _FORBIDDEN.findall(text)})


def leaks(seen: bytes) -> list[str]:
    """Return what reached a terminal and is none of the app's own sequences, with what stood around it."""
    text = _OURS.sub(b"", seen).decode("utf-8", "surrogateescape")
    return [ascii(text[max(0, m.start() - 20) : m.end() + 30]) for m in _FORBIDDEN.finditer(text)][:10]
