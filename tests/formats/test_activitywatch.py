from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsource_tui.formats import activitywatch, read
from outsource_tui.model.errors import InputError

from .helpers import options, reasons, sample, spans

BASE = datetime(2024, 2, 26, 8, tzinfo=UTC)


def export(windows, away=(), **changes: object):
    """Events as (minute, minutes, app[, title])."""
    events = [
        {
            "timestamp": (BASE + timedelta(minutes=start)).isoformat(),
            "duration": length * 60,
            "data": {"app": app, "title": (*title, "")[0]},
        }
        for start, length, app, *title in windows
    ]
    afk = [
        {
            "timestamp": (BASE + timedelta(minutes=s)).isoformat(),
            "duration": n * 60,
            "data": {"status": "afk"},
        }
        for s, n in away
    ]
    buckets = {
        "w": {"type": "currentwindow", "hostname": "h", "events": events},
        "a": {"type": "afkstatus", "hostname": "h", "events": afk},
    }
    return read("activitywatch", json.dumps({"buckets": buckets}).encode(), options(**changes))


def test_an_export_becomes_blocks():
    reading = read("activitywatch", sample("activitywatch.json"), options())
    assert spans(reading) == ["2024-02-26 09:00–09:40 Editor", "2024-02-26 10:48–10:55 Mail"]
    assert reasons(reading) == [
        (7, "is no event: it needs timestamp, duration and data"),
        (0, "2 blocks on desk shorter than 5 minutes are left out: 5 minutes together"),
    ]
    assert reading.problems[1].harmless
    assert reading.read == 7


def test_a_smaller_threshold_keeps_more():
    reading = read("activitywatch", sample("activitywatch.json"), options(threshold_minutes=1))
    assert spans(reading) == [
        "2024-02-26 09:00–09:40 Editor",
        "2024-02-26 10:40–10:44 Mail",
        "2024-02-26 10:48–10:55 Mail",
        "2024-02-26 13:00–13:01 Chat",
    ]


def test_without_a_threshold_every_change_of_window_is_an_entry():
    reading = export([(0, 1, "A"), (1, 1, "B"), (2, 1, "A")], threshold_minutes=0)
    assert [e.activity for e in reading.entries] == ["A", "B", "A"]


def test_short_looks_elsewhere_belong_to_the_longer_block_beside_them():
    reading = export([(0, 10, "A"), (10, 1, "B"), (11, 2, "C"), (13, 20, "D"), (33, 4, "A")])
    assert spans(reading) == ["2024-02-26 09:00–09:11 A", "2024-02-26 09:11–09:37 D"]


def test_blocks_by_title():
    events = [(0, 10, "Browser", "News"), (10, 10, "Browser", "Shop")]
    assert [e.activity for e in export(events).entries] == ["Browser"]
    by_title = export(events, columns={"activity": "title"})
    assert [e.activity for e in by_title.entries] == ["News", "Shop"]
    with pytest.raises(InputError, match="by app or by title"):
        export(events, columns={"activity": "colour"})


def test_overlapping_absences_are_taken_out_once():
    reading = export([(0, 60, "A")], away=[(10, 20), (15, 20), (12, 2), (55, 30)])
    assert spans(reading) == ["2024-02-26 09:00–09:10 A", "2024-02-26 09:35–09:55 A"]


def test_a_span_limits_a_large_export():
    windows = [(0, 60, "A"), (24 * 60, 60, "A"), (48 * 60, 60, "A")]
    reading = export(windows, since=date(2024, 2, 27), until=date(2024, 2, 27))
    assert spans(reading) == ["2024-02-27 09:00–10:00 A"]


def test_a_single_bucket_and_web_events_without_windows():
    bucket = {
        "type": "web.tab.current",
        "events": [
            {
                "timestamp": BASE.isoformat(),
                "duration": 600,
                "data": {"url": "https://x.example", "title": "X"},
            }
        ],
    }
    reading = read("activitywatch", json.dumps(bucket).encode(), options(columns={"activity": "title"}))
    assert spans(reading) == ["2024-02-26 09:00–09:10 X"]


def test_a_block_that_grew_keeps_its_source():
    one, two = export([(0, 10, "A")]).entries[0], export([(0, 15, "A")]).entries[0]
    assert one.source == two.source
    assert one.end < two.end


MINUTES = st.integers(0, 120)


@given(
    st.lists(st.tuples(MINUTES, st.integers(0, 40), st.sampled_from("ABC")), max_size=12),
    st.lists(st.tuples(MINUTES, st.integers(0, 40)), max_size=6),
    st.sampled_from([0, 1, 5, 10]),
)
def test_blocks_cover_what_was_present_and_nothing_else(windows, away, threshold):
    reading = export(windows, away, threshold_minutes=threshold)
    present = {m for start, length, _ in windows for m in range(start, start + length)}
    present -= {m for start, length in away for m in range(start, start + length)}
    covered = [
        minute
        for e in reading.entries
        for minute in range(
            int((e.start - BASE).total_seconds() // 60), int((e.end - BASE).total_seconds() // 60)
        )
    ]
    assert len(covered) == len(set(covered))
    assert set(covered) <= present
    if threshold == 0:
        assert set(covered) == present
    assert all((e.end - e.start).total_seconds() >= threshold * 60 for e in reading.entries)
    lost = sum(int(p.reason.split(": ")[1].split()[0]) for p in reading.problems)
    assert len(covered) + lost == len(present)


@pytest.mark.parametrize(
    "data", [b"{}", b"[]", b"no", b'{"buckets": {"a": {"type": "afkstatus", "events": []}}}']
)
def test_something_else_is_refused(data):
    with pytest.raises(InputError, match="this is no ActivityWatch export"):
        read("activitywatch", data, options())


def test_a_day_of_nothing_but_short_events_is_still_all_there():
    pieces = [activitywatch._Piece(n * 2.0, n * 2.0 + 2, "ABCDE"[n * 7 % 5]) for n in range(20_000)]
    blocks = activitywatch._Blocks(pieces).joined(300)
    assert sum(block.length for block in blocks) == 40_000
    assert min(block.length for block in blocks) >= 300


def test_an_event_at_the_end_of_the_calendar_is_listed():
    events = [
        {"timestamp": stamp, "duration": 600, "data": {"app": "a"}}
        for stamp in ("9999-12-31T23:59:59Z", "2024-02-26T09:00:00Z")
    ]
    data = json.dumps({"id": "w", "type": "currentwindow", "hostname": "desk", "events": events}).encode()
    reading = read("activitywatch", data, options())
    assert spans(reading) == ["2024-02-26 10:00–10:10 a"]
    assert reasons(reading) == [(1, "is at 9999-12-31T23:59:59Z, which cannot be meant")]


@pytest.mark.parametrize("away", [[], [(12, 3)], [(2, 1), (4, 1), (6, 1)]])
def test_the_numbers_that_are_told_add_up(away):
    windows = [(0, 10, "A"), (10, 1, "B"), (11, 0, "C"), (11, 9, "A"), (60, 2, "D"), (90, 30, "E")]
    reading = export(windows, away, threshold_minutes=5)
    kept = len(reading.entries) + len(reading.problems) + reading.joined
    assert reading.read == len(windows) == kept
    assert reading.joined


def test_blocks_that_time_away_makes_of_one_event_are_told():
    reading = export([(0, 60, "A")], [(20, 1), (40, 1)])
    assert (reading.read, len(reading.entries), reading.joined) == (1, 3, 0)
    assert [p.reason for p in reading.remarks] == ["time away makes 2 blocks more than there are events"]
