"""Foreign formats: bytes in, entries by name out, and back. Nothing here opens a file or stores anything.

Readers and writers are modules that are imported when they are first asked for, because the command
line must start fast. `read` is the one call that an import needs; `writer` gives the other direction.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, cast

from outsource_tui.formats.base import MAX_BYTES, ExportRow, Reader, ReadOptions, Writer, counted, short
from outsource_tui.formats.decode import decode as _decode
from outsource_tui.formats.decode import spoiled_lines
from outsource_tui.formats.detect import detect
from outsource_tui.model.clock import midnight
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import Problem

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
    "detected",
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


_UNMISTAKABLE = ("timewarrior", "watson", "gtimelog", "activitywatch", "ics", "org", "json")
"""What no other table or typed text looks like, so that it is not read as one."""


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
    chosen = detected(data, file_name) if format_name == "auto" else format_name
    module = reader(chosen)
    try:
        reading = module.read(data, options)
    except InputError as error:
        likely = detect(data, file_name) if format_name in READERS else None
        hint = f"; {_looks_like(likely)}" if likely not in (None, chosen) else ""
        raise InputError(short(error.message) + hint) from error
    likely = detect(data, file_name) if chosen == "text" or (chosen == "csv" and reading.questions) else None
    if likely in _UNMISTAKABLE:
        raise InputError(_looks_like(likely))
    return within(_with_spoiled(reading, data), options)


def _looks_like(name: str | None) -> str:
    article = "an" if name in ("ics", "org", "activitywatch") else "a"
    return f"it looks like {article} {name} file: use “import {name}”"


def _with_spoiled(reading: Reading, data: bytes) -> Reading:
    """Tell of the lines with bytes that the text cannot hold."""
    told = tuple(
        Problem(line, "holds bytes that are no UTF-8: each became “\ufffd”; save it as UTF-8", harmless=True)
        for line in (spoiled_lines(data) if reading.entries else ())
    )
    return replace(reading, remarks=(*reading.remarks, *told)) if told else reading


def detected(data: bytes, file_name: str = "") -> str:
    """Return the format that the file looks like; InputError where it looks like none."""
    _decode(data)  # an empty or binary file gets a clearer word than "cannot tell"
    found = detect(data, file_name)
    if found is None:
        raise InputError(
            f"cannot tell what {file_name or 'this file'} is: name the format, {', '.join(READERS)}"
        )
    return found


def within(reading: Reading, options: ReadOptions) -> Reading:
    """Leave out what lies before `options.since` or after `options.until`."""
    if options.since is None and options.until is None:
        return reading
    since = midnight(options.since, options.zone) if options.since else None
    until = midnight(options.until + timedelta(days=1), options.zone) if options.until else None
    kept = tuple(
        entry
        for entry in reading.entries
        if (until is None or entry.start < until)
        and (since is None or entry.end is None or entry.end > since)
    )
    left = len(reading.entries) - len(kept)
    if not left:
        return reading
    verb = "is" if left == 1 else "are"
    told = f"{counted(left, 'entry', 'entries')} outside of the days asked for {verb} left out"
    return replace(reading, entries=kept, remarks=(*reading.remarks, Problem(0, told, harmless=True)))
