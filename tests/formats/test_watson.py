from __future__ import annotations

import pytest

from outsource_tui.formats import read
from outsource_tui.model.errors import InputError

from .helpers import options, reasons, sample, spans


def test_frames_unsorted_and_overlapping():
    reading = read("watson", sample("watson-frames.json"), options())
    assert spans(reading) == [
        "2024-02-27 10:00–11:00 bookkeeping",
        "2024-02-26 10:00–11:00 newsletter",
        "2024-02-26 10:33–11:06 calls",
    ]
    assert reading.entries[0].tags == ("finance", "acme-corp")
    assert reading.entries[0].source == "watson:5e1a7c0b9d2f4b1c8f3a6d7e8b9c0d1e"


def test_objects():
    reading = read("watson", sample("watson-objects.json"), options())
    assert spans(reading) == ["2024-02-27 10:00–11:00 bookkeeping", "2024-02-26 10:00–… newsletter"]
    assert reading.entries[0].tags == ("finance",)


def test_a_later_export_keeps_the_id_when_the_end_moved():
    first = read("watson", b'[[1709024400, 1709028000, "a", "id1", [], 1]]', options())
    later = read("watson", b'[[1709024400, 1709029999, "b", "id1", [], 2]]', options())
    assert first.entries[0].source == later.entries[0].source == "watson:id1"


def test_frames_that_share_an_id_are_both_kept():
    reading = read(
        "watson",
        b'[[1709024400, 1709028000, "a", "x", []], [1709034400, 1709038000, "b", "x", []]]',
        options(),
    )
    assert [entry.source for entry in reading.entries] == ["watson:x", "watson:x-2"]


def test_broken_frames_are_listed_by_number():
    reading = read(
        "watson",
        b'[[1709024400, 1709028000, "a", "x"], [1, "y"], null, [true, 2, "z"], [1e99, 2, "z"]]',
        options(),
    )
    assert len(reading.entries) == 1
    assert [line for line, _ in reasons(reading)] == [2, 3, 4, 5]


@pytest.mark.parametrize("data", [b"{}", b"[1, 2]", b"nonsense", b'[{"a": 1}]', b"[" * 100_000])
def test_other_json_is_refused(data):
    with pytest.raises(InputError, match="this is no Watson frames file"):
        read("watson", data, options())
