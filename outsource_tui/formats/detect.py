"""Which format a file has, judged from its beginning alone and without loading any reader."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from outsource_tui.formats.base import plain
from outsource_tui.formats.decode import head, separator_line

_TIMEWARRIOR = re.compile(r"^[ \t]*inc \d{8}T\d{6}Z", re.MULTILINE)
_GTIMELOG = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d: ", re.MULTILINE)
_KLOG_DATE = re.compile(r"^\d{4}([-/])\d\d\1\d\d[ \t]*(\([^)\n]*!\))?[ \t]*\r?$", re.MULTILINE)
_KLOG_ENTRY = re.compile(
    r"^(?: {2,4}|\t)"
    r"(?:<?\d{1,2}:\d\d(?:am|pm)?>? ?- ?(?:<?\d{1,2}:\d\d|\?)|[-+]?\d+[hm](?:\d+m)?(?:\s|$))",
    re.MULTILINE,
)
_ORG = re.compile(r"^[ \t]*CLOCK:[ \t]*\[\d{4}-\d\d-\d\d", re.MULTILINE | re.IGNORECASE)
_TEXT = re.compile(
    r"^\W{0,3}\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\.?)?\s?(?:[-–—:]|\s\S)", re.MULTILINE | re.IGNORECASE
)
_WHEN = ("start", "begin", "from", "date", "day", "time")
"""What the column is called that says when something was."""
_CLOCKIFY_ONLY = (
    "(h)",
    "(decimal",
    "group",
    "grupo",
    "gruppe",
    "groupe",
    "data de",
    "data final",
    "fecha",
    "startdatum",
    "etiqueta",
)
PLAIN_STARTS = (
    *("start", "started", "started at", "start at", "starttime", "begin", "begin time", "beginning"),
    *("from", "von", "beginn", "anfang", "inicio", "debut", "inizio", "time in", "clock in", "time"),
)
"""What tables call the column with the start, `plain`, and no time tracker's report does."""


def detect(data: bytes, name: str = "") -> str | None:
    """Return the format that `data` looks like, or None; `name` is the file's, for what its ending tells."""
    text = head(data).lstrip("\ufeff \t\r\n")
    if not text:
        return None
    if text[:200].upper().startswith("BEGIN:VCALENDAR") or "\nBEGIN:VEVENT" in text:
        return "ics"
    return _json(text) or _lines(text) or _table(text) or _ending(text, name)


def _json(text: str) -> str | None:
    opening = re.search(r"^[\[{]", text, re.MULTILINE)
    if not opening or opening.start() > 2_000:
        return None
    body = text[opening.start() :]
    found = None
    if re.match(r"\{\s*\"(?:outsource-tui|meta|activities|groups|history|entries-\d{4}-\d\d)\"\s*:", body):
        found = "json"
    elif re.search(r"\"(?:buckets|eventtype|last_updated)\"\s*:", body[:4_000]) or re.search(
        r"\"(?:currentwindow|afkstatus)\"", body
    ):
        found = "activitywatch"
    elif re.match(r"\[\s*\[\s*\"?\d{9,11}", body) or re.search(r"\"begin_at\"\s*:", body[:4_000]):
        found = "watson"
    elif re.search(r"\"start\"\s*:\s*\"\d{8}T\d{6}Z\"", body[:4_000]):
        found = "timewarrior"
    elif re.match(r"\[\s*\{", body) and '"project"' in body[:4_000] and '"stop"' in body[:4_000]:
        found = "watson"
    return found


def _lines(text: str) -> str | None:
    if _TIMEWARRIOR.search(text):
        return "timewarrior"
    if _GTIMELOG.search(text):
        return "gtimelog"
    if _ORG.search(text):
        return "org"
    if _KLOG_DATE.search(text) and _KLOG_ENTRY.search(text):
        return "klog"
    return None


def _table(text: str) -> str | None:
    table = text[separator_line(text)[1] :]
    names = _header(table.split("\n", 1)[0].rstrip("\r"))
    if has_plain_start(names):
        return None if _TEXT.match(text) or len(names) < 3 else "csv"
    joined = "\n".join(names)
    projects = any(word in joined for word in ("project", "projet", "projekt", "proyecto", "progetto"))
    if projects and any(mark in joined for mark in _CLOCKIFY_ONLY):
        return "clockify"
    timed = "start date" in names and ("duration" in names or "end time" in names)
    if timed or _is_summary(names):
        return "toggl"
    return None if _TEXT.match(text) or len(names) < 3 else "csv"


def has_plain_start(names: Iterable[str]) -> bool:
    """True for the header of a table that has starts under a name that no time tracker gives them."""
    return not {plain(name) for name in names}.isdisjoint(PLAIN_STARTS)


def _is_summary(names: list[str]) -> bool:
    """True for Toggl's summary report: it has no start, and its reader says what to export instead."""
    known = {"project", "duration"} <= set(names) and {"user", "client"} & set(names)
    return bool(known) and not any(word in name for name in names for word in _WHEN)


def _header(line: str) -> list[str]:
    """Return the names in the first line of a table, or none where it is no table."""
    bare = "".join(line.split('"')[::2])
    delimiter = max(",;\t", key=bare.count)
    try:
        names = next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []
    return [name.strip().casefold() for name in names]


def _ending(text: str, name: str) -> str | None:
    ending = name.rpartition(".")[2].casefold()
    by_name = {"ics": "ics", "org": "org", "klg": "klog", "csv": "csv", "tsv": "csv"}.get(ending)
    if by_name:
        return by_name
    return "text" if len(_TEXT.findall(text[:8_000])) >= 2 else None
