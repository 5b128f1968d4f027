"""Notes with dates and bullets, given to a verb that takes lines of quick entry alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

NOTES = "notes with dates and bullets are read by: outsource import text FILE"
_BULLET = re.compile(r"(?:[-*+\u2022\u2013]|\[[ xX]\])\s+\S")


def notes_advice(lines: Iterable[str], today: date) -> str:
    """Return "; notes … are read by …" where a line is a date alone or begins with a bullet; else ""."""
    from outsource_tui.model.date_lines import read_date_line

    known = any(_BULLET.match(row) or read_date_line(row.lstrip("#"), today, None) for row in lines)
    return f"; {NOTES}" if known else ""
