"""A review's sums against the plain sums of a week, over clock changes, midnights and overlaps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from outsource_tui.model.activity import Activities, Activity
from outsource_tui.model.clock import Week
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.review import review_of
from outsource_tui.model.sittings import gather
from outsource_tui.model.week import week_log

BERLIN = ZoneInfo("Europe/Berlin")
SHIFT_WEEK = Week(date(2026, 10, 19))
"""Its Sunday has 25 hours."""
NAMES = ("a", "b", "c")


@st.composite
def logs(draw):
    entries = []
    for number in range(draw(st.integers(0, 12))):
        start = datetime(2026, 10, 17, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 10 * 1440)))
        end = start + timedelta(minutes=draw(st.integers(1, 2000)))
        zone = draw(st.sampled_from([UTC, BERLIN, ZoneInfo("Asia/Kolkata")]))
        kind = draw(st.sampled_from([Kind.LOGGED, Kind.LOGGED, Kind.PLANNED]))
        hand_over = draw(st.sampled_from([None, None, True, False]))
        entries.append(
            Entry(
                str(number), start.astimezone(zone), end.astimezone(zone), "UTC",
                draw(st.sampled_from(NAMES)), (), "", kind, hand_over,
            )
        )  # fmt: skip
    return entries


@given(logs(), st.sampled_from([SHIFT_WEEK, Week(date(2026, 10, 18)), Week(date(2026, 10, 26))]))
def test_sums_are_those_of_the_week(entries, week):
    activities = Activities.of(
        [Activity("a", "A"), Activity("b", "B", highlighted=date(2026, 1, 1)), Activity("c", "C", core=True)]
    )
    now = datetime(2026, 12, 1, tzinfo=BERLIN)
    plain = week_log(week, entries, activities, BERLIN, now)
    facts = gather(week, 1, entries, activities, zone=BERLIN, now=now)
    review = review_of(facts, activities, [])
    assert [r.log for r in review.rows] == list(plain.activities)
    assert review.logged == plain.logged
    assert review.log.coverage == plain.coverage
    parts = review.shares
    assert abs(parts.whole - review.total) < 1e-6
    assert abs(sum(day.whole for day in review.by_day) - review.total) < 1e-6
    assert abs(sum(day.hand_over for day in review.by_day) - review.hand_over) < 1e-6


@given(logs())
def test_several_weeks_are_their_sum(entries):
    activities = Activities.of([Activity(name, name.upper()) for name in NAMES])
    now = datetime(2026, 12, 1, tzinfo=BERLIN)

    def minutes(week, weeks):
        facts = gather(week, weeks, entries, activities, zone=BERLIN, now=now)
        return {r.activity.name: r.log.minutes for r in review_of(facts, activities, []).rows}

    last = Week(date(2026, 10, 26))
    together = minutes(last, 4)
    singles = [minutes(last.shifted(-n), 1) for n in range(4)]
    for name, whole in together.items():
        assert abs(whole - sum(one.get(name, 0.0) for one in singles)) < 1e-6
