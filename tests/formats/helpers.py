"""What the tests of all formats share: options, samples, and readings in a form that is easy to compare."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from outsource_tui.formats.base import ExportRow, ReadOptions
from outsource_tui.model.entry import Kind, Plan

if TYPE_CHECKING:
    from outsource_tui.model.imported import ImportedEntry, Reading

DATA = Path(__file__).parent.parent / "data" / "formats"
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 12, 0, tzinfo=BERLIN)
OPTIONS = ReadOptions(zone=BERLIN, now=NOW)


def options(**changes: object) -> ReadOptions:
    return replace(OPTIONS, **changes)


def sample(name: str) -> bytes:
    return (DATA / name).read_bytes()


def spans(reading: Reading) -> list[str]:
    """Return "2024-02-26 09:15–11:00 name" for each entry, in its own zone."""
    return [span(entry) for entry in reading.entries]


def span(entry: ImportedEntry) -> str:
    end = entry.end
    if end is None:
        until = "…"
    elif end.date() == entry.start.date():
        until = f"{end:%H:%M}"
    else:
        until = f"{end:%m-%d %H:%M}"
    return f"{entry.start:%Y-%m-%d %H:%M}–{until} {entry.activity}"


def hours(reading: Reading) -> float:
    """Return the hours that passed in all entries."""
    return (
        sum(
            (e.end.astimezone(UTC) - e.start.astimezone(UTC)).total_seconds()
            for e in reading.entries
            if e.end
        )
        / 3600
    )


def reasons(reading: Reading) -> list[tuple[int, str]]:
    return [(problem.line, problem.reason) for problem in reading.problems]


ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC", "Australia/Lord_Howe"])
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
WORDS = st.text("abcdefgh XYZäöü,;:'\"=+-@#%|\\/()[]0123456789", min_size=1, max_size=20).filter(str.strip)
TAG = st.text("abcxyzÄé0123456789_", min_size=1, max_size=8)


def plans(start: datetime, names: st.SearchStrategy[str]) -> st.SearchStrategy[Plan]:
    """Draw what an entry had been planned as, an hour around its start."""
    minutes = st.integers(1, 60).map(lambda number: timedelta(minutes=number))
    return st.builds(
        Plan, minutes.map(lambda m: start - m), minutes.map(lambda m: start + m), names.filter(str.strip)
    )


@st.composite
def rows(
    draw: st.DrawFn,
    *,
    names: st.SearchStrategy[str] = WORDS,
    tags: st.SearchStrategy[str] = TAG,
    minutes: bool = False,
    notes: st.SearchStrategy[str] = TEXT,
    max_size: int = 6,
) -> list[ExportRow]:
    """Draw log entries: distinct starts, any zone, some over midnight and some over clock changes."""
    zone = ZoneInfo(draw(ZONES))
    base = draw(st.sampled_from([datetime(2024, 3, 30, tzinfo=UTC), datetime(2024, 10, 26, 21, tzinfo=UTC)]))
    found = []
    for number in range(draw(st.integers(0, max_size))):
        start = base + timedelta(minutes=draw(st.integers(0, 600)) + number * 700)
        length = (
            timedelta(minutes=draw(st.integers(1, 600)))
            if minutes
            else timedelta(seconds=draw(st.integers(1, 50_000)))
        )
        found.append(
            ExportRow(
                id=f"id{number}",
                start=start.astimezone(zone),
                end=(start + length).astimezone(zone),
                zone=zone.key,
                activity=draw(names),
                tags=tuple(dict.fromkeys(draw(st.lists(tags, max_size=3)))),
                note=draw(notes),
                kind=draw(st.sampled_from(list(Kind))),
                hand_over=draw(st.sampled_from([None, True, False])),
                source=draw(st.sampled_from(["", f"toggl:{number}"])),
                plan=draw(st.none() | plans(start, names)),
            )
        )
    return found
