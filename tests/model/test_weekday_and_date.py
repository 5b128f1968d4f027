"""A date with its weekday before it, as mail programs and calendars write it, in a line of quick entry."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from outsource_tui.model.errors import InputError
from outsource_tui.model.quick_entry import parse, preview, to_line
from outsource_tui.model.value import replace

NOW = datetime(2026, 11, 30, 15, 20, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Fri, 27 Nov 2026", date(2026, 11, 27)),
        ("Fri 27 Nov", date(2026, 11, 27)),
        ("friday, November 27th, 2026,", date(2026, 11, 27)),
        ("Fri. 27.11.2026", date(2026, 11, 27)),
        ("#a Fri 2026-11-27", date(2026, 11, 27)),
        ("Thu 4 Dec", date(2025, 12, 4)),
    ],
)
def test_the_date_is_that_of_the_time_and_not_of_the_name(words: str, day: date) -> None:
    quick = parse(f"{words} 9-10 Call", NOW)
    assert (quick.start.date(), quick.start.hour, quick.activity) == (day, 9, "Call")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Thu, 27 Nov 2026 9-10 Call", "2026-11-27 is a Fri, not a Thu"),
        ("Mon 4 Dec 9-10 Call", "2026-12-04 is a Fri, not a Mon"),
        ("Fri 4 Dec 9-10 Call", "is still to come"),
        ("Mon, 31 Nov 9-10 Call", "there is no day “31 Nov”"),
    ],
)
def test_a_weekday_that_is_not_that_of_the_date_is_refused(line: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        parse(line, NOW)


def test_a_plan_takes_the_coming_date() -> None:
    assert preview(parse("Fri, 4 Dec 9-10? Call", NOW), NOW).startswith("Fri 4 Dec · 09:00–10:00 · 1 h 00")


@pytest.mark.parametrize("name", ["Fri, 27 Nov party", "Fri 31 Nov", "mon 2026-11-30 report"])
def test_without_a_time_it_is_a_name(name: str) -> None:
    assert parse(name, NOW, NOW.replace(hour=14)).activity == name


def test_a_name_that_looks_like_it_is_written_so_that_it_stays_one() -> None:
    named = replace(parse("9-10 x", NOW), activity="Fri, 27 Nov 9-10 x")
    assert parse(to_line(named), NOW) == named
