"""From bytes to text, or a word on why these bytes are no text."""

from __future__ import annotations

import codecs

from outsource_tui.formats.base import MAX_BYTES
from outsource_tui.model.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (
    (b"PK\x03\x04", "a ZIP archive or a spreadsheet: unpack it, or save the sheet as CSV, and import that"),
    (b"%PDF", "a PDF: export the report as CSV and import that"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook: save the sheet as CSV and import that"),
    (b"SQLite format 3", "an SQLite database: export it as JSON or CSV and import that"),
    (b"\x1f\x8b", "a gzip archive: unpack it and import what is inside"),
)


def decode(data: bytes) -> str:
    """Return the text of a file; InputError for an empty, huge or binary one.

    UTF-8 with or without a byte order mark, UTF-16 and UTF-32 with one, else Windows-1252, which is
    what spreadsheets save.
    """
    if len(data) > MAX_BYTES:
        raise InputError(
            f"the file has {len(data) // 2**20} MB; at most {MAX_BYTES // 2**20} MB are read: "
            "export it in parts, a year at a time"
        )
    text = _text(data)
    if not text.strip():
        raise InputError("the file is empty")
    return text


def head(data: bytes, size: int = 65_536) -> str:
    """Return the beginning of the text, or "" where the bytes are no text."""
    try:
        return _text(data[:size], final=len(data) <= size)
    except InputError:
        return ""


def _text(data: bytes, *, final: bool = True) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return codecs.getincrementaldecoder(encoding)("replace").decode(data[len(mark) :], final)
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise InputError(f"this is {what}")
    if b"\0" in data:
        raise InputError("this is a binary file, not text: choose the export of a time tracker")
    most = 0.3  # of what is UTF-8: a note may hold what a terminal once printed
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data, final)
    except UnicodeDecodeError:
        text, most = data.decode("cp1252", "replace"), 0.05
    sample = text[:10_000]
    odd = sum(char < " " and char not in "\t\n\r\f\x1b" for char in sample) + sample.count("\ufffd")
    if odd > most * len(sample):
        raise InputError("this is a binary file, not text: choose the export of a time tracker")
    return text
