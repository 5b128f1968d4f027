"""What a format has no place for is counted while it is written, and said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from outsource_tui.formats import read, writer
from outsource_tui.formats.base import ExportRow
from outsource_tui.formats.losses import Losses
from outsource_tui.model.entry import Kind

from .helpers import NOW, options

WHOLE = ExportRow("1", NOW, NOW + timedelta(hours=1), "Europe/Berlin", "Mail", ("admin",))
ROWS = [
    replace(WHOLE, id="2", note="one\ntwo", tags=("a, b", "x.y")),
    replace(WHOLE, id="3", kind=Kind.PLANNED),
    replace(WHOLE, id="4", activity="Fix #12", end=NOW + timedelta(seconds=30), hand_over=True),
    replace(WHOLE, id="5", start=NOW + timedelta(hours=2), end=None),
]
TOLD = {
    "csv": "",
    "ics": "left out: 1 mark of a single entry; changed: 1 running entry, which ends now, 1 tag",
    "timewarrior": "left out: 1 planned entry, 1 mark of a single entry; changed: 1 tag, 1 note",
    "klog": "left out: 1 planned entry, 1 mark of a single entry; "
    "changed: 1 entry under a minute, 1 name, 2 tags",
    "toggl": "left out: 1 mark of a single entry, 1 note, 1 planned entry, 1 running entry; changed: 1 tag",
}


def losses_of(name: str, rows: list[ExportRow]) -> str:
    losses = Losses()
    writer(name).write(rows, NOW, losses)
    return losses.words


@pytest.mark.parametrize("name", TOLD)
def test_what_is_lost_is_told_in_one_line(name):
    assert losses_of(name, [WHOLE]) == ""
    assert losses_of(name, ROWS) == TOLD[name]


def test_times_that_klog_cuts_and_parts_are_told():
    rows = [
        replace(WHOLE, end=NOW + timedelta(hours=1, seconds=5)),
        replace(WHOLE, end=NOW + timedelta(days=3), zone="America/New_York"),
    ]
    assert losses_of("klog", rows) == (
        "left out: 1 zone other than yours; changed: 1 time cut to the minute, 1 entry parted at midnight"
    )


def test_an_entry_under_a_minute_is_one_minute_of_a_klog_file():
    row = replace(WHOLE, activity="Sec #2", end=NOW + timedelta(seconds=2))
    reading = read("klog", writer("klog").write([row], NOW).encode(), options())
    assert [(e.activity, e.end - e.start) for e in reading.entries] == [("Sec #2", timedelta(minutes=1))]
    assert reading.problems == ()
