"""Which moments the written words of a span mean: days, nights, and the hour that occurs twice.

A span that ends before it starts goes over midnight if it then takes up to 12 hours, or up to 16
from 18:00 on. What is logged lies in the past.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from outsource_tui.model import clock
from outsource_tui.model.entry import MAX_LENGTH
from outsource_tui.model.errors import InputError
from outsource_tui.model.text import clean
from outsource_tui.model.written_time import (
    DAY_SECONDS,
    HALF_DAY,
    End,
    QuickEntryError,
    TimeWords,
    WrittenClock,
    moment,
    resolve_pair,
    shown,
)

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

NIGHT = 12 * 3600
LONG_NIGHT = 16 * 3600
EVENING = 18 * 3600
LATELY = timedelta(hours=6)
HALF_A_DAY = timedelta(hours=12)


def since_last(
    now: datetime,
    last_end: datetime | None,
    zone: ZoneInfo,
    *,
    day_start: time | None,
    day: date | None,
    columns: tuple[int, int],
) -> tuple[datetime, datetime]:
    """Return the span from the end of the last entry, or the start of the day, until now."""
    end = clock.to_minute(now)
    if day is not None and day != now.date():
        raise QuickEntryError(
            f"when on {clock.long_date(day)}? Begin with a time, such as 9-10", columns[0], columns[0]
        )
    start = last_end.astimezone(zone) if last_end else None
    if start is not None and start.date() < now.date() and clock.elapsed(start, now) > LATELY:
        start = None
    if start is None and day_start is not None:
        morning = _morning(now.date(), day_start, zone)
        start = morning if clock.elapsed(morning, end) > timedelta() else None
    if start is None:
        raise QuickEntryError(
            "nothing is logged before this today: begin with a time, such as 9:15 or -15", *columns
        )
    if clock.elapsed(start, end) <= timedelta():
        raise QuickEntryError(
            f"the last entry ends at {clock.clock_words(start)}, so no time is left until now:"
            " begin with a time, such as 9-10 or -15",
            *columns,
        )
    return start, end


def _morning(day: date, day_start: time, zone: ZoneInfo) -> datetime:
    try:
        return clock.at(day, day_start, zone)
    except InputError:
        return clock.midnight(day, zone)


def resolve(
    words: TimeWords,
    line: str,
    now: datetime,
    day: date | None,
    zone: ZoneInfo,
    *,
    day_holds: bool = False,
) -> tuple[datetime, datetime | None]:
    """Return the span that a line's time part means; `day` where it names none. With `day_holds` that is the
    day of its start, else a night that is still to come today is the last one."""
    columns = (words.start, words.stop)
    if words.planned and (words.minutes is not None or isinstance(words.last, End)):
        raise QuickEntryError("a plan needs a start and an end: write 14-15? and the name", *columns)
    if words.minutes is not None:
        if words.day is not None and words.day.offset != 0:
            part = shown(line[slice(*columns)])
            raise QuickEntryError(f"{part} counts back from now: leave out the day, or write 9-10", *columns)
        end = clock.to_minute(now)
        return clock.shift(end, timedelta(minutes=-words.minutes)), end
    days = words.day.candidates(now.date(), words.planned) if words.day else (day or now.date(),)
    for each in days[:-1]:
        found = _span_if_any(words, each, now, zone)
        if found and (words.planned != _is_past(*found, now)):
            return found
    start, stop = span_on(words, days[-1], now, zone)
    if not words.planned and not _is_past(start, stop, now):
        if words.day is None and days[0] == now.date() and not day_holds:
            night = _last_night(words, now, zone)
            if night:
                return night
        raise _future(words, line, start, now)
    _check_length(words, start, stop, now)
    return start, stop


def _span_if_any(
    words: TimeWords, day: date, now: datetime, zone: ZoneInfo
) -> tuple[datetime, datetime | None] | None:
    try:
        return span_on(words, day, now, zone)
    except QuickEntryError:
        return None


def _is_past(start: datetime, end: datetime | None, now: datetime) -> bool:
    if end is None:
        return clock.elapsed(start, now) >= timedelta()
    return clock.elapsed(start, end) > timedelta() and clock.elapsed(end, now) >= timedelta()


def _last_night(words: TimeWords, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime | None] | None:
    """Return the span as of yesterday, where someone up late or just up can only mean that."""
    found = _span_if_any(words, now.date() - timedelta(days=1), now, zone)
    if found is None or not _is_past(*found, now):
        return None
    start, end = found
    if isinstance(words.last, End):
        return found if clock.elapsed(start, now) < HALF_A_DAY else None
    assert end is not None
    over_midnight = end > clock.midnight(now.date(), zone)
    return found if over_midnight or clock.elapsed(end, now) < LATELY else None


def _future(words: TimeWords, line: str, start: datetime, now: datetime) -> QuickEntryError:
    part, present = line[words.start : words.stop].strip(), clock.present_words(start, now)
    if words.day is not None and start.date() == now.date():
        present = f"{clock.long_date(start.date())}, {present}"
    if isinstance(words.last, End):
        message = f"{shown(part)} is still to come ({present}): to plan, write a span such as 14-15?"
    else:
        what = "is still to come" if clock.elapsed(now, start) >= timedelta() else "ends after now"
        message = f"{shown(part)} {what} ({present}): to plan it, write {clean(part, 40)}?"
    return QuickEntryError(message, words.start, words.stop)


def _check_length(words: TimeWords, start: datetime, end: datetime | None, now: datetime) -> None:
    length = clock.elapsed(start, end or now)
    if length > MAX_LENGTH:
        raise QuickEntryError(
            f"this would take {length.days} days: an entry has at most {MAX_LENGTH.days}",
            words.start,
            words.stop,
        )
    if words.last is End.NOW and start.date() != now.date() and length >= HALF_A_DAY:
        raise QuickEntryError(
            "a time on another day needs an end too: write both, such as 9-10", words.start, words.stop
        )


def span_on(words: TimeWords, day: date, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
    """Return the span that `words` mean on `day`; QuickEntryError where there is none."""
    first, last = words.first, words.last
    assert first is not None
    if isinstance(last, End):
        start = moment(day, first.seconds, zone, first)
        return start, clock.to_minute(now) if last is End.NOW else None
    start_seconds, end_seconds = resolve_pair(first, last)
    start = moment(day, start_seconds, zone, first)
    if words.last_day is not None:
        end = moment(words.last_day.near(day), end_seconds, zone, last)
        if clock.elapsed(start, end) <= timedelta():
            raise QuickEntryError("the end is not after the start", words.start, words.stop)
        return start, end
    if end_seconds > start_seconds:
        same_day = later_of_two(start, moment(day, end_seconds, zone, last))
    else:
        # Earlier on the clock is later in time only in the hour that occurs twice.
        same_day = later_of_two(start, _moment_if_any(day, end_seconds, zone, last))
    if same_day is None:
        until = DAY_SECONDS
        if day == now.date() and not words.planned:
            until = now.hour * 3600 + now.minute * 60
        check_night(start_seconds, end_seconds, words, last, until)
        return start, moment(day + timedelta(days=1), end_seconds, zone, last)
    return start, same_day


def check_night(
    start_seconds: int, end_seconds: int, words: TimeWords, last: WrittenClock, until: int = DAY_SECONDS
) -> None:
    """Raise QuickEntryError unless a span that ends before it starts can be meant to go over midnight; an end
    in the other half of the day is proposed, for a plan where it comes after `until`."""
    if start_seconds == end_seconds:
        raise QuickEntryError(
            f"start and end are both {_wall(start_seconds)}: write when it ended", words.start, words.stop
        )
    night = (end_seconds - start_seconds) % DAY_SECONDS
    if night > longest_night(start_seconds):
        later = end_seconds + HALF_DAY
        hint = "an end after it"
        if start_seconds < later < DAY_SECONDS:
            span = f"{_wall(start_seconds)}-{_wall(later)}"
            hint = span if later <= until else f"an end after it, or {span}? to plan it"
        raise QuickEntryError(
            f"the end {_wall(end_seconds)} is before the start {_wall(start_seconds)}: write {hint}",
            last.start,
            last.stop,
        )


def later_of_two(start: datetime, end: datetime | None) -> datetime | None:
    """Return the first moment after `start` at which the clock shows the time of `end` on its day."""
    for each in (end, end.replace(fold=1)) if end else ():
        if clock.elapsed(start, each) > timedelta():
            return each
    return None


def _moment_if_any(day: date, seconds: int, zone: ZoneInfo, written: WrittenClock) -> datetime | None:
    try:
        return moment(day, seconds, zone, written)
    except QuickEntryError:
        return None


def longest_night(start_seconds: int) -> int:
    """Return the seconds that a span over midnight may take from that time of day."""
    return LONG_NIGHT if start_seconds >= EVENING else NIGHT


def _wall(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}"
