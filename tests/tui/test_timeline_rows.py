"""The scale of the timeline: every block has its row, in order, and none lies over another."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outsource_tui.model.clock import day_bounds
from outsource_tui.model.day import DayFrame, day_of, frame_bounds
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.tui.widgets.block_line import block_line
from outsource_tui.tui.widgets.cells import width_of
from outsource_tui.tui.widgets.day_rows import lay_rows
from outsource_tui.tui.widgets.day_view import BlockView, colour_of
from tests.conftest import BERLIN, NOW

DAYS = [date(2026, 11, 18), date(2026, 3, 29), date(2026, 10, 25)]
spans = st.lists(
    st.tuples(st.integers(-600, 1500), st.integers(1, 2400), st.booleans()), min_size=0, max_size=40
)


def laid(day, given_spans, rows_per_hour=4, now=None, frame=None):
    """A day of entries `(start minute, minutes, planned)` and its rows."""
    bounds = day_bounds(day, BERLIN)
    entries = [
        Entry(
            str(n),
            bounds[0].astimezone(UTC) + timedelta(minutes=start),
            bounds[0].astimezone(UTC) + timedelta(minutes=start + length),
            "Europe/Berlin",
            "a",
            kind=Kind.PLANNED if planned else Kind.LOGGED,
        )
        for n, (start, length, planned) in enumerate(given_spans)
    ]
    now = now or bounds[0] + timedelta(hours=15)
    frame = frame or DayFrame(time(8), time(18))
    found = day_of(day, entries, BERLIN, now, frame)
    blocks = list(found.blocks)
    return blocks, lay_rows(blocks, frame_bounds(day, BERLIN, frame), bounds, now, rows_per_hour)


@given(spans, st.sampled_from(DAYS), st.sampled_from([1, 4, 12]))
@example([(0, 180, False), (120, 1, False)], date(2026, 10, 25), 1)
def test_blocks_have_rows_in_order_and_never_share_cells(given_spans, day, scale):
    blocks, rows = laid(day, given_spans, scale)
    taken = set()
    for block, place in zip(blocks, rows.places, strict=True):
        assert 0 <= place.top < place.end <= rows.count
        assert 0 <= place.lane < place.lanes
        assert place.lane + place.wide <= place.lanes
        for row in range(place.top, place.end):
            for lane in range(place.lane, place.lane + place.wide):
                assert (row, lane) not in taken
                taken.add((row, lane))
        assert block.minutes > 0
    for (one, first), (other, second) in zip(
        zip(blocks, rows.places, strict=True), list(zip(blocks, rows.places, strict=True))[1:], strict=False
    ):
        assert first.top <= second.top
        if one.end.astimezone(UTC) <= other.start.astimezone(UTC):
            assert first.end <= second.top


def test_a_day_is_drawn_to_scale():
    blocks, rows = laid(DAYS[0], [(480, 60, False), (540, 150, False), (690, 15, False)], 4)
    heights = [p.end - p.top for b, p in zip(blocks, rows.places, strict=True) if b.entry]
    assert heights == [4, 10, 1]
    assert rows.hours[8] == "10:00"


@pytest.mark.parametrize(("day", "hours"), [(DAYS[0], 24), (DAYS[1], 23), (DAYS[2], 25)])
def test_a_day_has_its_hours(day, hours):
    frame = DayFrame(time(0), time(0))
    _, rows = laid(day, [], 1, now=datetime(2030, 1, 1, tzinfo=UTC), frame=frame)
    assert rows.count == hours
    assert len(rows.hours) == hours
    assert ("2:00b" in rows.hours.values()) == (hours == 25)


def test_two_hundred_entries_and_an_entry_of_forty_hours():
    blocks, rows = laid(DAYS[0], [(n * 4, 4, False) for n in range(200)] + [(-600, 2400, False)], 4)
    assert sum(1 for b in blocks if b.entry) == 201
    longest = max(rows.places, key=lambda place: place.end - place.top)
    assert longest.end - longest.top == rows.count


def test_now_has_a_line_of_its_own():
    blocks, rows = laid(DAYS[0], [(480, 60, False), (780, 120, True)], 4, now=NOW)
    assert all(not p.top <= rows.now < p.end for p in rows.places)
    assert blocks[1].gap
    assert rows.places[1].end == rows.now


@given(
    st.text(min_size=1, max_size=60),
    st.text(max_size=40),
    st.integers(3, 120),
    st.booleans(),
    st.integers(0, 2),
)
def test_a_line_has_exactly_its_cells(name, note, width, selected, line):
    blocks, _ = laid(DAYS[0], [(480, 60, False)])
    view = BlockView("1", blocks[0], name, f"#{name.split()[0]}" if name.split() else "", note, "●◆", 1)
    pieces = block_line(view, line, width, selected)
    assert sum(width_of(text) for text, _ in pieces) == width
    assert not any("\x1b" in text or "\n" in text for text, _ in pieces)


def test_colours_stay_the_same_on_every_machine():
    assert colour_of("Admin") == colour_of("  admin ")
    assert [colour_of(name) for name in ("admin", "marketing", "sales")] == [6, 0, 4]
