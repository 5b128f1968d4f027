"""A made-up fortnight of a small studio owner, with the weeks before it to compare with.

The demo lives at its own moment, a Thursday afternoon, so that every screen has something to show on any
day of the week; its clock goes on from there.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

from outsource_tui.model.activity import Activity, Reason
from outsource_tui.model.clock import SystemClock, held, local_zone, shift, week_of
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.errors import InputError
from outsource_tui.model.group import Brief, Group, State
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings, load_settings
from outsource_tui.store.repository import Repository

WEEKS_BEFORE = 6
_MOMENT = time(15, 20)

# each activity with its tag, whether it is core, the reasons and the group
_ACTIVITIES: dict[str, tuple[str, bool, tuple[Reason, ...], str]] = {
    "Studio commissions": ("studio", True, (), ""),
    "Product design": ("studio", True, (), ""),
    "Client meetings": ("sales", True, (), ""),
    "Email and inbox": ("admin", False, (Reason.ROUTINE,), "Inbox and calendar"),
    "Calendar and bookings": ("admin", False, (Reason.ROUTINE,), ""),
    "Invoices and accounts": ("accounts", False, (Reason.DISLIKE, Reason.ROUTINE), "Bookkeeping"),
    "Chase payments": ("accounts", False, (Reason.DISLIKE,), "Bookkeeping"),
    "Scan receipts": ("accounts", False, (Reason.ROUTINE,), "Bookkeeping"),
    "Newsletter draft": ("marketing", False, (Reason.NOT_CORE,), "Social media"),
    "Social media posts": ("marketing", False, (Reason.NOT_CORE, Reason.ROUTINE), "Social media"),
    "Website update": ("web", False, (Reason.NOT_MY_STRENGTH,), ""),
    "Order packaging": ("orders", False, (Reason.IDEAL_WORLD,), ""),
    "Customer questions": ("orders", False, (), ""),
    "Post office run": ("orders", False, (), ""),
    "Supplier calls": ("orders", False, (), ""),
    "Planning": ("studio", False, (), ""),
    "Lunch": ("break", False, (), ""),
}
_NOTES = {
    "Newsletter draft": ("second draft", "pictures chosen", "subject lines"),
    "Studio commissions": ("glaze for the Hartmann set", "twelve bowls thrown", "kiln loaded"),
    "Invoices and accounts": ("for last month", "VAT figures", "gallery commission"),
    "Client meetings": ("Acme, autumn order", "gallery Sommer", "hotel breakfast set"),
    "Website update": ("new photos uploaded", "shipping prices", "menu broke again"),
    "Supplier calls": ("clay delivery late", "new boxes"),
}
_Plan = list[tuple[str, int]]
# a typical day by weekday: activity and minutes; "" is time that was not logged
_DAYS: dict[int, _Plan] = {
    0: [
        ("Email and inbox", 50), ("Planning", 25), ("Studio commissions", 125), ("", 15),
        ("Lunch", 35), ("Invoices and accounts", 90), ("Order packaging", 40), ("Social media posts", 20),
        ("Product design", 70),
    ],
    1: [
        ("Email and inbox", 55), ("Client meetings", 60), ("Studio commissions", 110), ("Lunch", 40),
        ("Newsletter draft", 75), ("Customer questions", 30), ("Website update", 45),
        ("Calendar and bookings", 20), ("Post office run", 35),
    ],
    2: [
        ("Email and inbox", 45), ("Newsletter draft", 60), ("", 20), ("Studio commissions", 140),
        ("Lunch", 30), ("Chase payments", 35), ("Order packaging", 45), ("Social media posts", 25),
        ("Product design", 60),
    ],
    3: [
        ("Email and inbox", 60), ("Supplier calls", 25), ("Studio commissions", 95), ("", 20),
        ("Client meetings", 45), ("Lunch", 35), ("Website update", 75), ("Social media posts", 20),
        ("Customer questions", 25), ("Product design", 55),
    ],
    4: [
        ("Email and inbox", 50), ("Invoices and accounts", 100), ("Scan receipts", 30),
        ("Studio commissions", 90), ("Lunch", 45), ("Order packaging", 50), ("Calendar and bookings", 25),
        ("Planning", 40), ("Post office run", 30),
    ],
    5: [("Email and inbox", 15), ("Website update", 60)],
}


@dataclass(slots=True)
class DemoClock:
    """Starts at a made-up moment and goes on with real seconds."""

    at: datetime
    zone: ZoneInfo
    _since: float

    def now(self) -> datetime:
        """Return the demo's present moment."""
        return held() or shift(self.at, timedelta(seconds=int(monotonic() - self._since)))


def demo_clock(moment: str | None = None) -> DemoClock:
    """Return a clock that starts on Thursday afternoon of this week, or at `moment` (ISO 8601)."""
    zone = local_zone()
    if moment:
        try:
            start = datetime.fromisoformat(moment)
        except ValueError as error:
            raise InputError(f"{moment!r} is not a moment: write 2026-11-19T15:20") from error
        start = start.replace(tzinfo=zone) if start.tzinfo is None else start.astimezone(zone)
    else:
        today = SystemClock(zone).now().date()
        start = datetime.combine(week_of(today).first + timedelta(days=3), _MOMENT, zone)
    return DemoClock(start, zone, monotonic())


def demo_settings(own: Settings | None = None) -> Settings:
    """Return the user's own settings with the studio's hours and a value for the hour, to show money."""
    settings = own or load_settings()
    if settings.worth is None:
        settings = replace(settings, hour_value=Decimal(60))
    return replace(settings, day_start=time(8), day_end=time(17))


def tour_services(own: Settings, folder: Path) -> Services:
    """Return services over the demo in memory, where nothing that is done lasts; what is written goes into
    `folder`."""
    settings = replace(demo_settings(own), summary_folder=str(folder))
    services = Services(Repository.in_memory(), demo_clock(), settings)
    fill(services)
    services.review.guide_seen()
    return services


def fill(services: Services) -> None:
    """Store the demo's log, highlights and groups as one change."""
    now = services.clock.now()
    zone = services.clock.zone
    monday = week_of(now.date()).first
    handed_over = monday - timedelta(weeks=2)
    with services.repository.change("Fill the demo", now) as work:
        groups = {g.name: work.put(g) for g in _groups(handed_over, monday)}
        activities = {}
        for place, (name, (_, core, reasons, group)) in enumerate(_ACTIVITIES.items()):
            marked = monday - timedelta(days=3) if reasons else None
            activities[name] = Activity(
                "", name, core, marked, reasons, groups[group].id if group else "", float(place)
            )
        stored = dict(zip(activities, work.put_all(activities.values()), strict=True))
        work.put_all(
            Entry("", start, end, zone.key, stored[name].id, (_ACTIVITIES[name][0],), note, kind)
            for start, end, name, note, kind in _entries(monday, handed_over, now, zone)
        )


def _groups(handed_over: date, monday: date) -> list[Group]:
    return [
        Group(
            "", "Bookkeeping", "Ana Ruiz", Decimal(28), "€", State.BRIEFED,
            {State.IDEA: handed_over, State.BRIEFED: monday}, None, Decimal(4), Decimal(3), Decimal("0.5"),
            Brief(
                outcome="Every invoice is out by the 3rd and no payment is more than 14 days late.",
                tools="Lexware login, the shared receipts folder",
                done="Month closed and the list of open payments sent each Friday.",
            ),
            place=1,
        ),
        Group(
            "", "Social media", "Nord Studio", Decimal(35), "€", State.WORKING,
            {
                State.BRIEFED: handed_over - timedelta(days=7),
                State.HANDED_OVER: handed_over,
                State.WORKING: handed_over + timedelta(days=7),
            },
            handed_over, Decimal(4), Decimal(4), Decimal("0.5"),
            Brief(
                outcome="Three posts a week and one newsletter a month in our own tone.",
                scope="Text, pictures from our folder, answers to comments.",
                done="Posted as planned in the shared calendar.",
                cap="5 h a week",
            ),
            place=2,
        ),
        Group("", "Inbox and calendar", place=3),
    ]


_Row = tuple[datetime, datetime | None, str, str, Kind]


def _entries(monday: date, handed_over: date, now: datetime, zone: ZoneInfo) -> Iterator[_Row]:
    chance = random.Random(11)  # the same fortnight for everybody
    for offset in range(-7 * WEEKS_BEFORE, 4):
        day = monday + timedelta(days=offset)
        away = day >= handed_over
        if day == now.date():
            yield from _today(now, zone)
        elif day < now.date():
            yield from _past_day(day, zone, chance, away)


def _past_day(day: date, zone: ZoneInfo, chance: random.Random, away: bool) -> Iterator[_Row]:
    moment = datetime.combine(day, time(8), zone) + timedelta(minutes=chance.choice((0, 0, 5, 10)))
    for name, minutes in _DAYS.get(day.weekday(), []):
        length = timedelta(minutes=max(10, minutes + 5 * chance.randint(-2, 3)))
        # what was handed over stays away, but for a post now and then: that is what crept back
        gone = away and name in ("Newsletter draft", "Social media posts")
        back = gone and not (name == "Social media posts" and day.weekday() == 2)
        done = "Studio commissions" if back else name
        if done:
            yield moment, moment + length, done, _note(done, chance), Kind.LOGGED
        moment += length


def _today(now: datetime, zone: ZoneInfo) -> Iterator[_Row]:
    def at(clock: str) -> datetime:
        return datetime.combine(now.date(), time.fromisoformat(clock), zone)

    rows: list[tuple[str, str, str, str]] = [
        ("08:00", "08:55", "Email and inbox", ""),
        ("08:55", "09:20", "Supplier calls", "clay delivery late"),
        ("09:20", "11:10", "Studio commissions", "glaze for the Hartmann set"),
        ("11:30", "12:15", "Client meetings", "hotel breakfast set"),
        ("12:15", "12:50", "Lunch", ""),
        ("12:50", "13:55", "Website update", "menu broke again"),
        ("13:55", "14:15", "Social media posts", "answered comments"),
        ("14:15", "14:40", "Customer questions", ""),
    ]
    for start, end, name, note in rows:
        if at(end) <= now:
            yield at(start), at(end), name, note, Kind.LOGGED
    if at("14:55") < now < at("16:00"):
        yield at("14:55"), None, "Invoices and accounts", "for October", Kind.LOGGED
    yield at("16:00"), at("17:00"), "Product design", "winter mugs", Kind.PLANNED
    yield at("17:00"), at("17:30"), "Order packaging", "", Kind.PLANNED


def _note(name: str, chance: random.Random) -> str:
    notes = _NOTES.get(name)
    return chance.choice(notes) if notes and chance.random() < 0.6 else ""
