"""A day log as people type it: "8:00 Email", "8:45-9 Call", "11:00pm – 7am sleep", under lines with a date.

How times, dates and open ends are understood stands in `model.day_log`. The day of what stands above
the first date line is asked for.
"""

from __future__ import annotations

from outsource_tui.formats.base import Gatherer, ReadOptions, one_line, row_id
from outsource_tui.formats.decode import decode
from outsource_tui.model.day_log import DayLog, read_day_log
from outsource_tui.model.entry import Kind
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import ImportedEntry, Question, Reading

MAX_LINES = 1_000_000


def read(data: bytes, options: ReadOptions) -> Reading:
    """Read a typed log; `options.day` is the day of what no date line names."""
    found = read_day_log(
        decode(data),
        options.day,
        options.zone,
        options.now.astimezone(options.zone),
        date_order=options.date_order,
        max_lines=MAX_LINES,
    )
    if not found.timed:
        raise InputError("this is no day log: no line begins with a time such as 8:00 or 8:45-9")
    gatherer = Gatherer("text", options)
    for each in found.entries:
        entry = each.entry
        kind = Kind.PLANNED if entry.kind is Kind.PLANNED else options.kind
        source = row_id("text", entry.start.isoformat(), place=one_line(entry.activity))
        gatherer.add(
            ImportedEntry(
                entry.start,
                entry.end,
                options.zone.key,
                entry.activity,
                entry.tags,
                entry.note,
                kind,
                source,
                each.line,
            )
        )
    for problem in found.problems:
        gatherer.skip(problem.line, problem.reason, harmless=problem.harmless)
    for remark in found.remarks:
        gatherer.remark(remark.line, remark.reason)
    return gatherer.reading(_questions(found, options))


def _questions(found: DayLog, options: ReadOptions) -> list[Question]:
    if found.two_way_dates and options.date_order is None:
        text = "the dates can be read in two ways, such as 3/4/2016: which part comes first?"
        return [Question("date_order", text, ("dmy", "mdy", "ymd"))]
    if found.undated and options.day is None:
        return [
            Question("day", "of which day is this log? Name it, or put a line with the date above it", ())
        ]
    return []
