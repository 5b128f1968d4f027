"""Where in time a typed line lies: after the last entry, on other days, over midnight; and written back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from outsource_tui.model import clock
from outsource_tui.model.entry import Kind
from outsource_tui.model.quick_entry import QuickEntry, QuickEntryError, parse, parse_start, preview, to_line
from tests.model.test_quick_entry import BERLIN, LAST, NOW, read, span


class TestSinceTheLastEntry:
    def test_starts_where_the_last_entry_ended(self) -> None:
        assert parse("X", NOW, LAST).start == LAST

    def test_nothing_before_asks_for_a_time(self) -> None:
        with pytest.raises(QuickEntryError, match="begin with a time"):
            parse("X", NOW)

    def test_the_day_start_stands_in(self) -> None:
        assert parse("X", NOW, day_start=time(8)).start == NOW.replace(hour=8, minute=0)

    def test_a_day_start_to_come_does_not(self) -> None:
        with pytest.raises(QuickEntryError, match="begin with a time"):
            parse("X", NOW, day_start=time(13))

    def test_the_end_of_yesterday_is_not_this_morning(self) -> None:
        with pytest.raises(QuickEntryError, match="begin with a time"):
            parse("X", NOW, datetime(2026, 11, 17, 18, 0, tzinfo=BERLIN))

    def test_but_somebody_up_late_goes_on(self) -> None:
        late = NOW.replace(hour=0, minute=20)
        ended = datetime(2026, 11, 17, 23, 40, tzinfo=BERLIN)
        assert parse("X", late, ended).start == ended

    @pytest.mark.parametrize("minutes", [0, 10])
    def test_no_time_left(self, minutes: int) -> None:
        with pytest.raises(QuickEntryError, match="no time is left"):
            parse("X", NOW, NOW + timedelta(minutes=minutes))

    def test_seconds_of_now_are_dropped(self) -> None:
        assert parse("X", NOW.replace(second=42), LAST).end == NOW
        assert parse("-15 X", NOW.replace(second=42)).end == NOW

    def test_a_last_end_of_another_zone_is_shown_in_this_one(self) -> None:
        start = parse("X", NOW, LAST.astimezone(UTC)).start
        assert (start.tzinfo, start.hour) == (BERLIN, 11)


class TestTheDayInView:
    def test_a_line_without_a_day_is_on_it(self) -> None:
        assert parse("9-10 X", NOW, day=date(2026, 11, 12)).start.day == 12

    def test_a_day_in_the_line_wins(self) -> None:
        assert parse("yesterday 9-10 X", NOW, day=date(2026, 11, 12)).start.day == 17

    def test_a_name_alone_needs_a_time_there(self) -> None:
        with pytest.raises(QuickEntryError, match="Thu 12 Nov 2026"):
            parse("X", NOW, LAST, day=date(2026, 11, 12))


class TestAroundMidnight:
    EARLY = datetime(2026, 11, 18, 0, 15, tzinfo=BERLIN)
    MORNING = datetime(2026, 11, 18, 8, 0, tzinfo=BERLIN)

    @pytest.mark.parametrize(
        ("text", "now", "expected"),
        [
            ("22-23 X", EARLY, "17 22:00-23:00"),
            ("23:30 X", EARLY, "17 23:30-18 00:15"),
            ("23:30-0:10 X", EARLY, "17 23:30-18 00:10"),
            ("yesterday 23:30 X", EARLY, "17 23:30-18 00:15"),
            ("0:05 X", EARLY, "18 00:05-00:15"),
            ("-30 X", EARLY, "17 23:45-18 00:15"),
            ("23-7 X", MORNING, "17 23:00-18 07:00"),
            ("23:00 X", MORNING, "17 23:00-18 08:00"),
            ("20-11 X", NOW, "17 20:00-18 11:00"),
        ],
    )
    def test_last_night_needs_no_day(self, text: str, now: datetime, expected: str) -> None:
        assert span(text, now) == expected

    @pytest.mark.parametrize("text", ["18-19 X", "13:00 X", "14-15 X"])
    def test_a_longer_time_ago_does(self, text: str) -> None:
        with pytest.raises(QuickEntryError, match=r"still to come|ends after now"):
            span(text, self.MORNING)


class TestWhenTheClocksChange:
    SPRING = datetime(2026, 3, 29, 12, 0, tzinfo=BERLIN)  # 02:00 -> 03:00
    AUTUMN = datetime(2026, 10, 25, 12, 0, tzinfo=BERLIN)  # 03:00 -> 02:00

    def hours(self, text: str, now: datetime) -> float:
        entry = parse(text, now)
        assert entry.end is not None
        return clock.elapsed(entry.start, entry.end) / timedelta(hours=1)

    @pytest.mark.parametrize("text", ["2:30-4 X", "1-2:30 X", "2:30 X"])
    def test_a_time_that_is_skipped_says_so(self, text: str) -> None:
        with pytest.raises(QuickEntryError, match="does not exist on 2026-03-29") as caught:
            parse(text, self.SPRING)
        assert text[caught.value.start : caught.value.stop] == "2:30"

    def test_a_skipped_hour_is_not_counted(self) -> None:
        assert self.hours("1-4 X", self.SPRING) == 2

    def test_a_repeated_hour_is(self) -> None:
        assert self.hours("1-4 X", self.AUTUMN) == 4

    def test_the_first_of_two_is_meant(self) -> None:
        assert self.hours("1-2:30 X", self.AUTUMN) == 1.5

    def test_unless_the_second_is_written(self) -> None:
        assert self.hours("1-2:30b X", self.AUTUMN) == 2.5
        assert self.hours("2:30-2:30b X", self.AUTUMN) == 1

    def test_or_only_the_second_comes_after_the_start(self) -> None:
        assert self.hours("2:45-2:15 X", self.AUTUMN) == 0.5
        assert self.hours("2:15b-2:45 X", self.AUTUMN) == 0.5

    def test_lengths_are_passed_time(self) -> None:
        entry = parse("3h X", self.AUTUMN.replace(hour=3))
        assert f"{entry.start:%H:%M %z}" == "01:00 +0200"

    def test_a_span_that_ends_in_the_second_pass_is_future_in_the_first(self) -> None:
        first_pass = datetime(2026, 10, 25, 2, 20, tzinfo=BERLIN)
        with pytest.raises(QuickEntryError, match="ends after now"):
            parse("1-2:10b X", first_pass)
        assert parse("1-2:10b X", first_pass.replace(fold=1)).end is not None


def test_somebody_elses_zone() -> None:
    now = datetime(2026, 11, 18, 12, 5, tzinfo=ZoneInfo("America/New_York"))
    entry = parse("9-10 X", now)
    assert entry.start.astimezone(UTC).hour == 14


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20.12. 9-10 X", date(2026, 12, 20)),
        ("6 Jan 9-10 X", date(2026, 1, 6)),
        ("5.1. 9-10 X", date(2027, 1, 5)),
        ("29.2. 9-10 X", date(2024, 2, 29)),
        ("20.12. 9-10? X", date(2027, 12, 20)),
        ("5.1. 14-15? X", date(2027, 1, 5)),
        ("6.1. 9-10? X", date(2027, 1, 6)),
        ("29.2. 9-10? X", date(2028, 2, 29)),
    ],
)
def test_a_date_without_a_year_is_past_where_logged_and_to_come_for_a_plan(text: str, day: date) -> None:
    january = datetime(2027, 1, 5, 12, 0, tzinfo=BERLIN)
    assert parse(text, january).start.date() == day


def test_the_end_of_a_span_without_a_year_is_near_its_start() -> None:
    january = datetime(2027, 1, 5, 12, 0, tzinfo=BERLIN)
    entry = parse("31.12. 22:00-1.1. 2:00 X", january)
    assert entry.end is not None
    assert (entry.start.year, entry.end.date()) == (2026, date(2027, 1, 1))
    with pytest.raises(QuickEntryError, match="the end is not after the start"):
        parse("31.12. 22:00-30.12. 2:00 X", january)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("X", "18 12:05"),
        ("9:15 X", "18 09:15"),
        ("9am: X", "18 09:00"),
        ("-15 X", "18 11:50"),
        ("yesterday 23:00 X", "17 23:00"),
        ("yesterday 9:15 X", "17 09:15"),
    ],
)
def test_what_starts_may_have_done_so_on_another_day(text: str, start: str) -> None:
    begun = parse_start(text, NOW)
    assert (f"{begun.start:%d %H:%M}", begun.end, begun.activity) == (start, None, "X")


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("tomorrow 9-10 X", "(Thu 19 Nov 2026)"),
        ("2027-03-29 3-4 X", "(Mon 29 Mar 2027)"),
        ("today 14-15 X", "(Wed 18 Nov 2026, it is 12:05)"),
        ("18.11. 14:00 X", "(Wed 18 Nov 2026, it is 12:05)"),
        ("14-15 X", "(it is 12:05)"),
    ],
)
def test_what_is_still_to_come_is_named_with_its_year(text: str, when: str) -> None:
    with pytest.raises(QuickEntryError) as caught:
        parse(text, NOW)
    assert f"is still to come {when}:" in caught.value.message


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("9-10:30 Invoices", "09:00–10:30 · 1 h 30 · Invoices"),
        ("Invoices", "11:40–12:05 · 0 h 25 · Invoices"),
        ("yesterday 14-15 Call", "Tue 17 Nov · 14:00–15:00 · 1 h 00 · Call"),
        ("20.11.2025 14-15 Call", "Thu 20 Nov 2025 · 14:00–15:00 · 1 h 00 · Call"),
        ("14-15? Website #web", "14:00–15:00 · 1 h 00 · planned · Website · #web"),
        ("23:30-0:30 Call", "Tue 17 Nov · 23:30–00:30 (+1 day) · 1 h 00 · Call"),
        ("9-10 Call #a #b -- for Bo", "09:00–10:00 · 1 h 00 · Call · #a #b · for Bo"),
        ("9:15-... Call", "09:15–now · 2 h 50 · running · Call"),
        ("9-10 [b]x[/b]", "09:00–10:00 · 1 h 00 · [b]x[/b]"),
        ("9-10 a\u202eb", "09:00–10:00 · 1 h 00 · a\u2bd1b"),
    ],
)
def test_preview(text: str, shown: str) -> None:
    assert preview(read(text), NOW) == shown


def test_preview_of_what_starts_now_has_lasted_for_nothing() -> None:
    now = NOW.replace(second=55)
    assert preview(parse_start("Call", now), now) == "12:05–now · 0 h 00 · running · Call"


def test_preview_tells_the_second_of_two_times() -> None:
    now = TestWhenTheClocksChange.AUTUMN
    assert preview(parse("1-2:30b X", now), now).startswith("01:00–02:30b · 2 h 30")


@pytest.mark.parametrize(
    "line",
    [
        "09:00-10:30 Invoices #accounts -- for October",
        "14:00-15:00? Website",
        "11:00-... Call",
        "2026-11-17 22:00-24:00 Night",
        "2026-11-17 23:30-00:30 Call",
        "2026-11-16 09:00-2026-11-17 15:00 Trip",
        "09:00:30-10:30:15 Invoices",
        '09:00-10:30 "- milk"',
        "09:00-10:30 9-10 rota",
        '09:00-10:30 "a\\u001bb"',
        '09:00-10:30 X #"two words" #tag',
        '09:00-10:30 X -- "two\\nlines"',
    ],
)
def test_lines_that_stay_the_same(line: str) -> None:
    today = NOW.date()
    assert to_line(parse(line, NOW, day=today), today) == line


ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in (
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "America/Havana",
            "America/Sao_Paulo",
            "Asia/Kathmandu",
            "Africa/Casablanca",
            "UTC",
        )
    ]
)
TEXT = st.text(st.one_of(st.characters(), st.characters(categories=["Cc", "Cs", "Zs"])), max_size=30)
NAMES = TEXT.map(lambda text: " ".join(text.split())).filter(bool)
TAGS = st.lists(
    TEXT.map(str.strip).filter(bool), max_size=3, unique_by=lambda tag: " ".join(tag.split()).casefold()
)
# Around the days on which clocks change, where a round trip is hardest.
STARTS = st.one_of(
    st.datetimes(datetime(1990, 1, 2), datetime(2040, 1, 1)),
    st.sampled_from([(2026, 3, 29), (2026, 10, 25), (2026, 11, 1), (2018, 11, 4), (2026, 4, 5)]).flatmap(
        lambda day: st.integers(-600, 2400).map(lambda m: datetime(*day) + timedelta(minutes=m))
    ),
)


@settings(max_examples=250, deadline=None)
@given(
    zone=ZONES,
    naive=STARTS,
    seconds=st.one_of(st.integers(60, 7_200), st.integers(60, 30 * 86_400)),
    running=st.booleans(),
    name=NAMES,
    tags=TAGS,
    note=TEXT.map(str.strip),
    kind=st.sampled_from(Kind),
    same_day=st.booleans(),
)
@example(ZoneInfo("UTC"), datetime(2026, 11, 18, 9), 60, False, '"', [], '"\\', Kind.LOGGED, True)
@example(ZoneInfo("UTC"), datetime(2026, 11, 18, 9), 60, False, "? x", [], "a #b", Kind.LOGGED, True)
@example(ZoneInfo("UTC"), datetime(2026, 11, 18, 9), 60, False, "x -- y", ["9"], "#b", Kind.PLANNED, True)
def test_what_is_written_is_read_back(
    zone: ZoneInfo,
    naive: datetime,
    seconds: int,
    running: bool,
    name: str,
    tags: list[str],
    note: str,
    kind: Kind,
    same_day: bool,
) -> None:
    start = naive.replace(tzinfo=UTC, microsecond=0).astimezone(zone)
    end = clock.shift(start, timedelta(seconds=seconds))
    running = running and kind is Kind.LOGGED
    entry = QuickEntry(start, None if running else end, name, tuple(tags), note, kind)
    day = start.date() if same_day else None
    line = to_line(entry, day)
    back = parse(line, clock.shift(end, timedelta(hours=1)), day=day)
    assert back.start.astimezone(UTC) == start.astimezone(UTC)
    assert back.end is None if running else back.end and back.end.astimezone(UTC) == end.astimezone(UTC)
    assert (back.activity, back.tags, back.note, back.kind) == (name, tuple(tags), note, kind)


PIECES = st.lists(
    st.sampled_from(
        [
            *"0123456789",
            *"0123456789",
            *'-:.–h?#"\\ ,b…',
            "am",
            "pm",
            " ",
            " ",
            "mon ",
            "yesterday ",
            "-- ",
            "X",
            "2026-11-20 ",
        ]
    ),
    max_size=24,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(PIECES, st.text(max_size=60), PIECES.map(lambda head: head + " Call")),
    zone=ZONES,
    naive=STARTS,
)
def test_any_text_is_read_or_refused(text: str, zone: ZoneInfo, naive: datetime) -> None:
    now = naive.replace(tzinfo=UTC, microsecond=0).astimezone(zone)
    before = clock.shift(now, timedelta(minutes=-25))
    refusal, entry = None, None
    try:
        entry = parse(text, now, before)
    except QuickEntryError as error:
        refusal = error
    if entry is None:
        assert refusal is not None
        assert 0 <= refusal.start <= refusal.stop <= max(len(text), refusal.start)
        assert "\n" not in refusal.message
        return
    assert entry.activity.strip()
    assert entry.start.tzinfo is zone
    until = entry.end if entry.end is not None else now
    assert clock.elapsed(entry.start, until) >= timedelta()
    if entry.end is not None:
        assert clock.elapsed(entry.start, entry.end) > timedelta()
    if entry.kind is Kind.LOGGED:
        assert clock.elapsed(until, now) >= timedelta()
    preview(entry, now)
    assume(entry.start.year > 1970)
    again = parse(to_line(entry, None), now)
    assert (again.start, again.end, again.activity) == (entry.start, entry.end, entry.activity)


@pytest.mark.parametrize("name", ["X\x1b[2J", "Y \x9b31m", "a\ud800", "\u202eabc", "[@click=app.quit]z"])
def test_hostile_names_are_kept_as_typed(name: str) -> None:
    assert read(f"9-10 {name}").activity == name
