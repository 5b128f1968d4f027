"""Foreign formats: bytes in, entries by name out, and back. Nothing here opens a file or stores anything.

Readers and writers are modules that are imported when they are first asked for, because the command
line must start fast. `read` is the one call that an import needs; `writer` gives the other direction.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from outsource_tui.formats.base import MAX_BYTES, ExportRow, Reader, ReadOptions, Writer
from outsource_tui.formats.decode import decode
from outsource_tui.formats.detect import detect
from outsource_tui.model.errors import InputError

if TYPE_CHECKING:
    from outsource_tui.model.imported import Reading

__all__ = [
    "LABELS",
    "MAX_BYTES",
    "READERS",
    "WRITERS",
    "ExportRow",
    "ReadOptions",
    "detect",
    "read",
    "reader",
    "writer",
]

READERS = {
    "toggl": "toggl",
    "clockify": "clockify",
    "timewarrior": "timewarrior",
    "watson": "watson",
    "klog": "klog",
    "gtimelog": "gtimelog",
    "activitywatch": "activitywatch",
    "ics": "ics",
    "org": "org",
    "csv": "csv_file",
    "json": "json_file",
    "text": "text",
}
"""The formats that can be read, with the module of each."""

WRITERS = {
    "csv": "csv_file",
    "ics": "ics",
    "timewarrior": "timewarrior",
    "klog": "klog",
    "toggl": "toggl",
}
"""The formats that entries can be written in, with the module of each. Markdown is the summary's own, and
JSON takes whole tables: `json_file.dump` and `json_file.load`."""

LABELS = {
    "toggl": "Toggl detailed report (CSV)",
    "clockify": "Clockify detailed report (CSV)",
    "timewarrior": "Timewarrior data or export",
    "watson": "Watson frames",
    "klog": "klog record file",
    "gtimelog": "gtimelog timelog.txt",
    "activitywatch": "ActivityWatch bucket export",
    "ics": "iCalendar file",
    "org": "Org file with CLOCK lines",
    "csv": "CSV table",
    "json": "outsource-tui JSON export",
    "text": "day log as typed text",
}
"""What each format is called on screen."""


def reader(name: str) -> Reader:
    """Return the reader of that name; InputError names those that exist."""
    if name not in READERS:
        raise InputError(f"unknown format {name!r}: use {', '.join(READERS)} or auto")
    return cast("Reader", import_module(f"{__name__}.{READERS[name]}"))


def writer(name: str) -> Writer:
    """Return the writer of that name; InputError names those that exist."""
    if name not in WRITERS:
        raise InputError(f"unknown format {name!r}: use markdown, json, {', '.join(WRITERS)}")
    return cast("Writer", import_module(f"{__name__}.{WRITERS[name]}"))


def read(format_name: str, data: bytes, options: ReadOptions, file_name: str = "") -> Reading:
    """Read a file of the named format, or of the one that it looks like where the name is "auto".

    InputError where it cannot be read at all; it says which format the file looks like.
    """
    if format_name == "auto":
        decode_check(data)
        found = detect(data, file_name)
        if found is None:
            raise InputError(
                f"cannot tell what {file_name or 'this file'} is: name the format, {', '.join(READERS)}"
            )
        return reader(found).read(data, options)
    chosen = reader(format_name)
    try:
        return chosen.read(data, options)
    except InputError as error:
        likely = detect(data, file_name)
        if likely is None or likely == format_name:
            raise
        raise InputError(f"{error.message}; it looks like a {likely} file: use “import {likely}”") from error


def decode_check(data: bytes) -> None:
    """InputError for bytes that no reader could make anything of: empty, binary, too many."""
    decode(data)
