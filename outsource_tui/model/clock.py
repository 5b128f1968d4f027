"""The only place that reads the time, and the arithmetic of days, weeks and zones.

pendulum knows calendars and words; it is imported where it is needed, because the command line's
common paths do without it. Spans are subtracted in UTC: the difference of two wall-clock
times is wrong when the clocks change between them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from outsource_tui.model.errors import InputError
from outsource_tui.model.text import aligned
from outsource_tui.model.value import dataclass

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


_HELD: ContextVar[datetime | None] = ContextVar("held", default=None)


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Let every clock stand at `moment` on this thread for a while: for what is done later than asked."""
    token = _HELD.set(moment)
    try:
        yield
    finally:
        _HELD.reset(token)


def held() -> datetime | None:
    """Return the moment at which clocks stand on this thread, if they do."""
    return _HELD.get()


class Clock(Protocol):
    """Tells the time in the viewer's zone."""

    @property
    def zone(self) -> ZoneInfo:
        """The viewer's zone."""
        ...

    def now(self) -> datetime:
        """Return the present moment, aware, in the viewer's zone, to the second."""
        ...


@dataclass(slots=True)
class SystemClock:
    """The machine's clock."""

    zone: ZoneInfo

    def now(self) -> datetime:
        """Return the present moment in the zone."""
        moment = _HELD.get()
        return moment.astimezone(self.zone) if moment else datetime.now(self.zone).replace(microsecond=0)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is told to go on: for tests, pictures and the demo."""

    at: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the moment it stands at."""
        if not isinstance(self.at.tzinfo, ZoneInfo):
            raise TypeError("a fixed clock needs a moment with a ZoneInfo")
        return self.at.tzinfo

    def now(self) -> datetime:
        """Return the moment it stands at."""
        return _HELD.get() or self.at

    def advance(self, **delta: float) -> None:
        """Go on by a timedelta's keywords (minutes=5)."""
        self.at = (self.at.astimezone(UTC) + timedelta(**delta)).astimezone(self.zone)


@lru_cache(maxsize=64)
def zone_named(name: str) -> ZoneInfo:
    """Return the zone of an IANA name; InputError where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError(f"unknown time zone {name!r}: use an IANA name such as Europe/Berlin") from error


def local_zone() -> ZoneInfo:
    """Return the machine's zone: TZ, /etc/localtime, or what pendulum finds; UTC if nothing does."""
    candidates = [os.environ.get("TZ", "").lstrip(":")]
    try:
        link = os.readlink("/etc/localtime")  # noqa: PTH115  pathlib costs start-up time here
        candidates.append(link.split("zoneinfo/", 1)[1] if "zoneinfo/" in link else "")
    except OSError:
        pass
    for name in candidates:
        if name and _is_zone(name):
            return zone_named(name)
    import pendulum

    found = pendulum.now().timezone_name or ""
    return zone_named(found) if _is_zone(found) else zone_named("UTC")


def _is_zone(name: str) -> bool:
    try:
        zone_named(name)
    except InputError:
        return False
    return True


def to_minute(moment: datetime) -> datetime:
    """Return the moment cut to its whole minute."""
    return moment.replace(second=0, microsecond=0)


def second_mark(moment: datetime) -> str:
    """Return "b" for the second of two equal times on the day the clocks go back."""
    return "b" if moment.fold and moment.replace(fold=0).utcoffset() != moment.utcoffset() else ""


def clock_words(moment: datetime) -> str:
    """Return "09:00"; "02:30b" for the second of two equal times."""
    return f"{moment:%H:%M}{second_mark(moment)}"


def present_words(moment: datetime, now: datetime) -> str:
    """Return what tells that a moment is still to come: "it is 12:05", or its day where that is not today."""
    local = moment.astimezone(now.tzinfo)
    return f"it is {clock_words(now)}" if local.date() == now.date() else long_date(local.date())


def stamp_words(moment: datetime) -> str:
    """Return "2026-11-18 09:00", marked as `clock_words` does."""
    return f"{moment:%Y-%m-%d} {clock_words(moment)}"


def span_column(spans: Sequence[tuple[datetime, datetime | None]], no_end: str = "now") -> tuple[str, ...]:
    """Return each span as "09:00–10:30", all of one width and with the dashes below each other.

    `no_end` stands where there is no end. A side is wider than five only where a time in it bears a mark.
    """
    starts = aligned([clock_words(start) for start, _ in spans])
    ends = aligned([clock_words(end) if end else no_end for _, end in spans], 5)
    return tuple(f"{start}–{end}" for start, end in zip(starts, ends, strict=True))


def elapsed(start: datetime, end: datetime) -> timedelta:
    """Return the time that passed between two aware moments."""
    return end.astimezone(UTC) - start.astimezone(UTC)


def shift(moment: datetime, delta: timedelta) -> datetime:
    """Return the moment `delta` of passed time later, in its own zone."""
    return (moment.astimezone(UTC) + delta).astimezone(moment.tzinfo)


def at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the moment when `zone` shows `clock` on `day`; the first of two where it shows it twice.

    InputError where the clocks jump over that time.
    """
    moment = datetime.combine(day, clock, zone)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise InputError(
            f"{clock:%H:%M} does not exist on {day.isoformat()}: clocks go forward over it in {zone.key}"
        )
    return moment


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of `day` in `zone` (not every day begins at 00:00)."""
    moment = datetime.combine(day, time(), zone)
    return moment.astimezone(UTC).astimezone(zone)


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the first moment of `day` and of the next: 23, 24 or 25 hours apart."""
    return midnight(day, zone), midnight(day + timedelta(days=1), zone)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """Seven days from `first`; named by the ISO week that holds its Thursday."""

    first: date

    @property
    def days(self) -> tuple[date, ...]:
        """The seven days."""
        return tuple(self.first + timedelta(days=n) for n in range(7))

    @property
    def last(self) -> date:
        """The seventh day."""
        return self.first + timedelta(days=6)

    @property
    def number(self) -> int:
        """The ISO week number."""
        return self._thursday.isocalendar().week

    @property
    def name(self) -> str:
        """The name as in ISO 8601: "2026-W47"."""
        year, number, _ = self._thursday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def _thursday(self) -> date:
        return self.first + timedelta(days=(3 - self.first.weekday()) % 7)

    def shifted(self, weeks: int) -> Week:
        """Return the week so many later."""
        return Week(self.first + timedelta(weeks=weeks))

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the first moment of the week and of the next."""
        return midnight(self.first, zone), midnight(self.first + timedelta(days=7), zone)


def week_of(day: date, week_start: int = 0) -> Week:
    """Return the week that `day` lies in; `week_start` is 0 for Monday, 6 for Sunday."""
    return Week(day - timedelta(days=(day.weekday() - week_start) % 7))


def parse_week(text: str, today: date, week_start: int = 0) -> Week:
    """Read "2026-W47", "W47", "47", a date, "this", "last" or "-2"; InputError for anything else."""
    word = text.strip().upper()
    this = week_of(today, week_start)
    if word in ("", "THIS"):
        return this
    if word == "LAST":
        return this.shifted(-1)
    try:
        if word[0] == "-" and word[1:].isdecimal():
            return this.shifted(-int(word[1:]))
        if word[:1].isdecimal() and word.count("-") == 2:
            return week_of(date.fromisoformat(word), week_start)
        year, _, number = word.rpartition("W") if "W" in word else ("", "", word)
        day = date.fromisocalendar(int(year.rstrip("-") or today.year), int(number), 4)
        return week_of(day, week_start)
    except (ValueError, OverflowError, IndexError) as error:
        raise InputError(f"{text!r} is not a week: write 2026-W47, W47, last or a day in it") from error


def hm(minutes: float) -> str:
    """Return minutes as "1:30", for columns of figures."""
    whole = round(minutes)
    sign, whole = ("−", -whole) if whole < 0 else ("", whole)
    return f"{sign}{whole // 60}:{whole % 60:02}"


def hours_words(minutes: float) -> str:
    """Return minutes as "1 h 30", for sentences."""
    whole = round(minutes)
    sign, whole = ("−", -whole) if whole < 0 else ("", whole)
    return f"{sign}{whole // 60} h {whole % 60:02}"


def month_number(word: str) -> int:
    """Return 11 for "Nov", "november" and the like."""
    return MONTH_NAMES.index(word[:3].capitalize()) + 1


def long_date(day: date) -> str:
    """Return "Wed 18 Nov 2026"."""
    return f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def ago(moment: datetime, now: datetime) -> str:
    """Return how many of the days of `now` ago a moment was, in words: "today", "3 weeks ago"."""
    days = (now.date() - moment.astimezone(now.tzinfo).date()).days
    if days < 2:
        return "today" if days < 1 else "yesterday"
    for least, length, word in ((730, 365, "years"), (63, 30.44, "months"), (14, 7, "weeks")):
        if days >= least:
            return f"{int(days / length)} {word} ago"
    return f"{days} days ago"


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, the last of the month where it has no such day."""
    import pendulum

    moved = pendulum.date(day.year, day.month, day.day).add(months=months)
    return date(moved.year, moved.month, moved.day)
