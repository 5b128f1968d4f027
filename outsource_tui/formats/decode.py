"""From bytes to text, or a word on why these bytes are no text."""

from __future__ import annotations

import codecs
import re

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

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_SEPARATOR = re.compile(r"""["']?sep=([,;\t|])["']?[ ]*(?:\r\n?|\n)""", re.IGNORECASE)


def decode(data: bytes) -> str:
    """Return the text of a file; InputError for an empty, huge or binary one.

    UTF-8 with or without a byte order mark, UTF-16 and UTF-32 with one, else Windows-1252, which is
    what spreadsheets save. In a text that is UTF-8 but for some bytes, those become U+FFFD. Lines that end in
    bare carriage returns end in line feeds.
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
    """Return the text with line feeds, also of a file whose lines end in bare carriage returns."""
    text = _decoded(data, final=final)
    return text if "\n" in text else text.replace("\r", "\n")


def _decoded(data: bytes, *, final: bool) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return codecs.getincrementaldecoder(encoding)("replace").decode(data[len(mark) :], final)
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise InputError(f"this is {what}")
    if b"\0" in data:
        raise InputError("this is a binary file, not text: choose the export of a time tracker")
    most = 0.3  # of what is UTF-8: a note may hold what a terminal once printed
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(data, final)
    if _bad_bytes(text, data) and not _is_utf8_in_the_main(text, data):
        text, most = data.decode("cp1252", "replace"), 0.05
    sample = text[:10_000]
    odd = sum(char < " " and char not in "\t\n\r\f\x1b" for char in sample) + sample.count("\ufffd")
    if odd > most * len(sample):
        raise InputError("this is a binary file, not text: choose the export of a time tracker")
    return text


def _bad_bytes(text: str, data: bytes) -> int:
    """Return how many signs of `text` stand for bytes that are no UTF-8."""
    return text.count("\ufffd") - data.count(b"\xef\xbf\xbd") if "\ufffd" in text else 0


def _is_utf8_in_the_main(text: str, data: bytes) -> bool:
    """True where more signs beyond ASCII are right than wrong: in another encoding hardly any would be."""
    beyond = sum(map(len, _BEYOND_ASCII.findall(text)))
    bad = _bad_bytes(text, data)
    return beyond - bad >= bad


def spoiled_lines(data: bytes) -> tuple[int, ...]:
    """Return the numbers of the lines, from 1, of a UTF-8 text that hold bytes which are none."""
    if data.isascii() or any(data.startswith(mark) for mark, _ in _BOMS[1:]):
        return ()
    text = data.decode("utf-8", "replace")
    if not _bad_bytes(text, data) or not _is_utf8_in_the_main(text, data):
        return ()
    lines = enumerate(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), 1)
    return tuple(number for number, line in lines if not _is_utf8(line))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def separator_line(text: str) -> tuple[str, int]:
    """Return the separator that a first line "sep=;" names, and where the table begins; "" and 0 without."""
    match = _SEPARATOR.match(text)
    return (match[1], match.end()) if match else ("", 0)
