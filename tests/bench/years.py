"""A seeded log of ten years: 20 entries a day, 60 activities, 12 groups, notes, overlaps, journeys."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from outsource_tui.model.activity import Activity, Reason
from outsource_tui.model.entry import Entry
from outsource_tui.model.group import Group, State
from outsource_tui.store.repository import Repository

A_DAY, ACTIVITIES, GROUPS = 20, 60, 12
SIZES = (0, 7_300, 73_000, 365_000)
LANDMARK = "Bookbinding"
"""The activity of the last entry before now: what first paint waits for."""
RARE = "Zanzibar"
"""A word in one note of each year: what a search over all years looks for."""

_VERBS = ("Draft", "Review", "Plan", "Order", "Answer", "Pack", "Design", "Update", "Check", "File")
_THINGS = ("invoices", "newsletter", "website", "parcels", "offers", "calendar")
_TAGS = ("admin", "accounts", "marketing", "web", "orders", "studio", "travel", "sales")
_NOTES = (
    "", "", "", "second draft", "waiting for an answer", "with Ana, by phone", "for the autumn fair",
    "glaze test 14, see notebook", "half of it again next week", "für Müller & Söhne – dringend",
)  # fmt: skip
_ABROAD = ("Europe/Lisbon", "America/New_York", "Asia/Tokyo")
_ZONES = (
    "Pacific/Auckland", "Australia/Sydney", "Asia/Tokyo", "Asia/Shanghai", "Asia/Dhaka", "Asia/Karachi",
    "Asia/Dubai", "Europe/Athens", "Europe/Berlin", "Europe/London", "Atlantic/Azores",
    "America/Sao_Paulo", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu",
)  # fmt: skip


def afternoon_zone(now: datetime) -> ZoneInfo:
    """Return a zone in which it is about four in the afternoon: the app reads the machine's own clock,
    and today must have its twenty blocks whenever the measuring is done."""
    return min((ZoneInfo(name) for name in _ZONES), key=lambda zone: abs(_hour(now, zone) - 16))


def _hour(now: datetime, zone: ZoneInfo) -> float:
    local = now.astimezone(zone)
    return local.hour + local.minute / 60


def fill(repository: Repository, entries: int, now: datetime) -> None:
    """Store so many entries, backwards from `now`, as one change."""
    if not entries:
        return
    chance = random.Random(8)
    with repository.change("Import ten years", now) as work:
        groups = work.put_all(_group(n, now.date()) for n in range(GROUPS))
        activities = work.put_all(_activity(n, groups, now.date(), chance) for n in range(ACTIVITIES))
        landmark = work.put(Activity("", LANDMARK))
        work.put_all(_entries(entries, [a.id for a in activities], landmark.id, now, chance))


def _group(n: int, today: date) -> Group:
    away = n % 3 == 0
    return Group(
        "", f"Skill set {n + 1}", assignee="Ana" if away else "", rate=Decimal(25 + n),
        state=State.HANDED_OVER if away else State.IDEA,
        dates={State.HANDED_OVER: today - timedelta(weeks=9 + n)} if away else {}, place=float(n),
    )  # fmt: skip


def _activity(n: int, groups: list[Group], today: date, chance: random.Random) -> Activity:
    marked = n % 3 == 0
    return Activity(
        "", f"{_VERBS[n % 10]} {_THINGS[n // 10]}", core=n % 11 == 1,
        highlighted=today - timedelta(days=chance.randrange(400)) if marked else None,
        reasons=(chance.choice(list(Reason)),) if marked else (),
        group=groups[n % GROUPS].id if n % 3 == 0 else "", place=float(n),
    )  # fmt: skip


def _entries(
    count: int, ids: list[str], landmark: str, now: datetime, chance: random.Random
) -> Iterator[Entry]:
    home = now.tzinfo
    assert isinstance(home, ZoneInfo)
    last = now.replace(second=0, microsecond=0).astimezone(UTC)
    yield Entry("", last - timedelta(minutes=30), last, home.key, landmark, ("studio",), "the last one")
    made, day = 1, now.date()
    while made < count:
        zone = home if chance.random() > 0.04 else ZoneInfo(chance.choice(_ABROAD))
        moment = datetime.combine(day, time(8), zone).astimezone(UTC)
        for n in range(A_DAY):
            length = timedelta(minutes=chance.choice((10, 15, 20, 25, 30, 35, 45)))
            overlap = timedelta(minutes=10 if chance.random() < 0.05 else 0)
            start = moment - overlap
            if start + length > last - timedelta(minutes=30) or made >= count:
                break
            note = f"{RARE} fair" if n == 3 and day.timetuple().tm_yday == 40 else chance.choice(_NOTES)
            tags = tuple({chance.choice(_TAGS) for _ in range(chance.randrange(3))})
            yield Entry("", start, start + length, zone.key, chance.choice(ids), tags, note)
            made += 1
            moment += length + timedelta(minutes=chance.choice((0, 0, 0, 5, 15)))
        day -= timedelta(days=1)
