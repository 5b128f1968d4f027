"""Sums by day say exactly what the week and the day say of the same entries."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.clock import Week, midnight
from outsource_tui.model.day import DayFrame
from outsource_tui.model.day_edges import DayEdges
from outsource_tui.model.day_totals import KEPT, LOGGED, MARKED, PLANNED, Keys, Row, join, sum_days
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.totals import Totals
from outsource_tui.model.week import week_log

ZONES = ["Europe/Berlin", "America/Sao_Paulo", "Africa/Cairo", "Australia/Lord_Howe", "UTC"]
ACTIVITIES = Activities.of(
    [
        Activity("a", "Accounts", highlighted=date(2026, 1, 1)),
        Activity("b", "Client work", core=True),
        Activity("c", "Post"),
        Activity("d", "Old post", merged_into="c"),
    ]
)
AROUND = [  # Mondays of weeks in which clocks change somewhere, and one quiet week
    date(2026, 3, 23),
    date(2026, 10, 19),
    date(2018, 10, 29),
    date(2026, 4, 20),
    date(2026, 6, 8),
]


def totals_of(
    entries: list[Entry], zone: ZoneInfo, now: datetime, frame: DayFrame | None = None, week_start: int = 0
) -> Totals:
    """Sum month by month, as the services do."""
    edges, keys = DayEdges(zone), Keys()
    months: dict[str, list[Row]] = {}
    for entry in entries:
        assert entry.end is not None
        word = PLANNED if entry.planned else {None: LOGGED, True: MARKED, False: KEPT}[entry.hand_over]
        row = (entry.start.timestamp(), entry.end.timestamp(), keys.number(entry.activity, word))
        months.setdefault(f"{entry.start.astimezone(UTC):%Y-%m}", []).append(row)
    planned = frozenset(n for n, (_, word) in enumerate(keys.names) if word == PLANNED)
    days = join(sum_days(own, edges, planned) for _, own in sorted(months.items()))
    return Totals(days, keys, edges, ACTIVITIES, frame or DayFrame(), now=now, week_start=week_start)


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[Entry], Week, ZoneInfo, datetime, DayFrame]:
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    week = Week(draw(st.sampled_from(AROUND)))
    begin = datetime.combine(week.first - timedelta(days=2), time(), UTC)
    entries = []
    for n in range(draw(st.integers(0, 8))):
        start = begin + timedelta(minutes=draw(st.integers(0, 11 * 24 * 60)))
        length = draw(st.one_of(st.integers(0, 300), st.integers(0, 4000)))
        entries.append(
            Entry(
                f"e{n}",
                start.astimezone(zone),
                (start + timedelta(minutes=length)).astimezone(zone),
                zone.key,
                draw(st.sampled_from("abcd")),
                kind=draw(st.sampled_from([Kind.LOGGED, Kind.LOGGED, Kind.PLANNED])),
                hand_over=draw(st.sampled_from([None, True, False])),
            )
        )
    now = begin + timedelta(minutes=draw(st.integers(0, 12 * 24 * 60)))
    frame = DayFrame(
        time(draw(st.integers(0, 12))),
        time(draw(st.integers(0, 23))),
        frozenset(draw(st.sets(st.integers(0, 6)))),
    )
    return entries, week, zone, now.astimezone(zone), frame


@given(logs())
def test_a_week_sums_to_what_the_week_log_says(
    log: tuple[list[Entry], Week, ZoneInfo, datetime, DayFrame],
) -> None:
    entries, week, zone, now, frame = log
    expected = week_log(week, entries, ACTIVITIES, zone, now, frame)
    found = totals_of(entries, zone, now, frame).week(week)
    assert {
        key: (t.minutes, t.times, t.marked_minutes, t.marked) for key, t in found.activities.items()
    } == pytest.approx(
        {a.activity.id: (a.minutes, a.times, a.marked_minutes, a.marked) for a in expected.activities}
    )
    assert found.logged == pytest.approx(expected.logged)
    assert found.coverage == pytest.approx(expected.coverage)
    assert found.to_hand_over == pytest.approx(expected.to_hand_over)
    counted = [d for d in expected.days if d.counts]
    assert found.gaps == sum(len(d.gaps) for d in counted)
    assert sum(found.planned.values()) == pytest.approx(sum(d.planned for d in expected.days))


@given(logs())
def test_a_day_is_as_the_day_says(log: tuple[list[Entry], Week, ZoneInfo, datetime, DayFrame]) -> None:
    entries, week, zone, now, frame = log
    totals = totals_of(entries, zone, now, frame)
    for day in week_log(week, entries, ACTIVITIES, zone, now, frame).days:
        found = totals.day(day.date)
        assert (found.logged, found.unlogged, found.span) == pytest.approx(
            (day.logged * 60, day.unlogged * 60, day.span_minutes * 60)
        )
        assert (found.gaps, found.counts) == (len(day.gaps), day.counts)


@given(logs(), st.integers(-3, 3), st.integers(0, 9))
@example(
    ([], Week(date(2026, 6, 8)), ZoneInfo("UTC"), datetime(2026, 6, 9, tzinfo=ZoneInfo("UTC")), DayFrame()),
    0,
    3,
)
def test_spans_add_up_whatever_the_order_of_months(
    log: tuple[list[Entry], Week, ZoneInfo, datetime, DayFrame], shift: int, days: int
) -> None:
    entries, week, zone, now, frame = log
    first = week.first + timedelta(days=shift)
    one = totals_of(entries, zone, now, frame).span(first, first + timedelta(days=days))
    other = totals_of(entries[::-1], zone, now, frame).span(first, first + timedelta(days=days))
    assert (one.activities, one.planned, one.logged, one.unlogged, one.gaps) == (
        pytest.approx(other.activities),
        pytest.approx(other.planned),
        pytest.approx(other.logged),
        pytest.approx(other.unlogged),
        other.gaps,
    )
    singles = [totals_of(entries, zone, now, frame).span(d, d) for d in _days(first, days)]
    assert one.logged == pytest.approx(sum(s.logged for s in singles))
    assert sum(t.minutes for t in one.activities.values()) == pytest.approx(
        sum(t.minutes for s in singles for t in s.activities.values())
    )


@given(logs(), st.integers(-3, 3), st.integers(0, 24), st.integers(0, 6))
def test_a_span_counts_each_sitting_once_wherever_its_weeks_begin(
    log: tuple[list[Entry], Week, ZoneInfo, datetime, DayFrame], shift: int, days: int, week_start: int
) -> None:
    entries, week, zone, now, frame = log
    first = week.first + timedelta(days=shift)
    last = first + timedelta(days=days)
    found = totals_of(entries, zone, now, frame, week_start).span(first, last)
    start, end = midnight(first, zone), midnight(last + timedelta(days=1), zone)
    expected: dict[str, int] = {}
    for entry in entries:
        assert entry.end is not None
        inside = entry.start < end and entry.end > start and entry.start < entry.end
        if inside and not entry.planned:
            own = ACTIVITIES.get(entry.activity).id
            expected[own] = expected.get(own, 0) + 1
    assert {key: t.times for key, t in found.activities.items()} == expected


def _days(first: date, more: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(more + 1)]


def test_an_empty_log_has_no_weeks() -> None:
    zone = ZoneInfo("Europe/Berlin")
    totals = totals_of([], zone, datetime(2026, 6, 8, 12, tzinfo=zone))
    assert totals.first is None
    assert totals.weeks() == []
    assert totals.week(Week(date(2026, 6, 8))).logged == 0
