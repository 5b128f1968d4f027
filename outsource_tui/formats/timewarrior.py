"""Timewarrior: its data files and the JSON of `timew export`, read; data files, written.

Timewarrior has tags and an annotation and no activity. The activity is the first tag of several words,
which is how descriptions get there, or else the first tag; the annotation is the note. What writing
loses: planned entries are left out, seconds stay, and zones, overrides and ids have no place.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from outsource_tui.formats.base import (
    ExportRow,
    Gatherer,
    ReadOptions,
    as_tags,
    named,
    one_line,
    row_id,
)
from outsource_tui.formats.decode import decode
from outsource_tui.formats.losses import Losses
from outsource_tui.model.entry import Kind
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import ImportedEntry, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE = re.compile(r"\s*inc(?:\s+(\d{8}T\d{6}Z))?(?:\s+-\s+(\d{8}T\d{6}Z))?\s*(?:#(.*))?", re.DOTALL)
_TOKEN = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"(?=\s|$)|'((?:[^'\\]|\\.)*)'(?=\s|$)|(\S+))""", re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_BARE = re.compile(r"\w+")
_WIDE_SIGN = "＃"
"""Stands for a tag that is a bare "#", which timew takes for the end of the tags, in quotes too."""


def read(data: bytes, options: ReadOptions) -> Reading:
    """Read data files (also several in one) or an export with whatever stands before it."""
    text = decode(data)
    gatherer = Gatherer("timewarrior", options, text.count("\n") + 1)
    opening = re.search(r"^[ \t]*\[", text, re.MULTILINE)
    if opening and not re.search(r"^[ \t]*inc\s", text, re.MULTILINE):
        _read_export(text, opening.end() - 1, gatherer, options)
        return gatherer.reading()
    if not re.search(r"^[ \t]*inc(\s|$)", text, re.MULTILINE):
        raise InputError("this is no Timewarrior file: no line begins with “inc” and a date")
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            _read_line(line.rstrip("\r"), number, gatherer, options)
    return gatherer.reading()


def _read_line(line: str, number: int, gatherer: Gatherer, options: ReadOptions) -> None:
    match = _LINE.fullmatch(line)
    if not match:
        gatherer.skip(number, f"is no interval: {line.strip()[:60]!r}")
        return
    tags, note = _labels(match[3] or "")
    _add(gatherer, options, number, ends=(match[1], match[2]), tags=tags, note=note)


def _labels(text: str) -> tuple[list[str], str]:
    """Return the tags before the second "#" and the annotation after it."""
    tags: list[str] = []
    position = 0
    while match := _TOKEN.match(text, position):
        position = match.end()
        if match[3] == "#":
            return tags, _annotation(text[position:].strip())
        quoted = match[1] if match[1] is not None else match[2]
        tags.append(match[3] if quoted is None else _ESCAPE.sub(_unescaped, quoted))
    return tags, ""


def _annotation(text: str) -> str:
    """Return the annotation; older versions left quotes in it unescaped or put none around it."""
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return _ESCAPE.sub(_unescaped, text[1:-1])
    return text


def _unescaped(match: re.Match[str]) -> str:
    if len(match[1]) > 1:
        return chr(int(match[1][1:], 16))
    return {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "b": "\b"}.get(match[1], match[1])


def _read_export(text: str, start: int, gatherer: Gatherer, options: ReadOptions) -> None:
    first_line = text.count("\n", 0, start) + 1
    try:
        found, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
        items = [(first_line + 1 + number, item) for number, item in enumerate(found)]
    except (ValueError, RecursionError):
        # versions before 1.2 did not escape quotes: each interval is a line of its own, so most survive
        items = list(_lines_of(text[start:], first_line, gatherer))
    if items and not any(isinstance(item, dict) and "start" in item for _, item in items):
        raise InputError("this is no Timewarrior export: it holds no intervals with a start")
    for number, item in items:
        if not isinstance(item, dict):
            gatherer.skip(number, "is no interval")
            continue
        tags = (
            [str(tag) for tag in item.get("tags") or []] if isinstance(item.get("tags") or [], list) else []
        )
        ends, note = (item.get("start"), item.get("end")), str(item.get("annotation") or "")
        _add(gatherer, options, number, ends=ends, tags=tags, note=note)


def _lines_of(text: str, first_line: int, gatherer: Gatherer) -> list[tuple[int, Any]]:
    items = []
    for number, line in enumerate(text.split("\n"), first_line):
        bare = line.strip().rstrip(",")
        if bare in ("[", "]", ""):
            continue
        try:
            items.append((number, json.loads(bare, strict=False)))
        except (ValueError, RecursionError):
            gatherer.skip(number, f"is no interval: {bare[:60]!r}")
    if not items:
        raise InputError("this is no Timewarrior export: it is not JSON")
    return items


def _add(
    gatherer: Gatherer,
    options: ReadOptions,
    line: int,
    *,
    ends: tuple[object, object],
    tags: list[str],
    note: str,
) -> None:
    start, end = ends
    if not start:
        gatherer.skip(line, "has no start")
        return
    try:
        first, last = _moment(start, options), _moment(end, options) if end else None
    except (ValueError, OverflowError):
        gatherer.skip(line, f"has a time that does not exist: {start} – {end or '…'}")
        return
    tags = ["#" if tag == _WIDE_SIGN else tag for tag in tags if tag.strip()]
    name = next((tag for tag in tags if " " in tag.strip()), tags[0] if tags else note)
    note = note if tags else ""
    source = row_id("timewarrior", start)
    others = gatherer.tags([tag for tag in tags if tag is not name], but=name)
    entry = ImportedEntry(
        first, last, options.zone.key, named(name), others, note, options.kind, source, line
    )
    gatherer.add(entry)


def _moment(stamp: object, options: ReadOptions) -> datetime:
    moment = datetime.fromisoformat(str(stamp))
    if moment.tzinfo is None:
        raise ValueError(f"{stamp} has no zone")
    return moment.astimezone(options.zone)


def write(rows: Sequence[ExportRow], now: datetime, losses: Losses | None = None) -> str:
    """Write the lines of a data file, ascending. Planned entries are left out, and an entry that still
    runs where a later one begins ends at `now`: Timewarrior knows one open interval, the last."""
    lines = []
    lost = losses or Losses()
    logged = sorted((row for row in rows if row.kind is Kind.LOGGED), key=lambda row: row.start)
    lost.leave("planned entry", "planned entries", len(rows) - len(logged))
    lost.without_overrides(logged)
    for row in logged:
        end = row.end if row.end is not None or row is logged[-1] else max(now, row.start)
        until = f" - {_stamp(end)}" if end else ""
        name, labels = one_line(row.activity), as_tags(row.tags)
        tags = dict.fromkeys([name, *labels])
        note = f' # "{_escaped(row.note)}"' if row.note.strip() else ""
        ended = row.end is None and end is not None
        lost.change("running entry, which ends now", "running entries, which end now", ended)
        lost.of_name(row.activity, _WIDE_SIGN if name == "#" else name)
        lost.of_tags(row.tags, labels)
        lost.of_note(row.note, one_line(row.note))
        lines.append(
            f"inc {_stamp(row.start)}{until} # {' '.join(_quoted(tag) for tag in tags if tag)}{note}\n"
        )
    return "".join(lines)


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _quoted(tag: str) -> str:
    if tag == "#":
        tag = _WIDE_SIGN
    return tag if _BARE.fullmatch(tag) else f'"{_escaped(tag)}"'


def _escaped(text: str) -> str:
    bare = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return _CONTROL.sub(lambda control: f"\\u{ord(control[0]):04x}", bare)
