"""The app over logs at the edges: a day of 200 entries, a week of 500 activities, a board of 200 cards.

python -m tests.bench.cases day|week|board       (the data file is named by OUTSOURCE_DATA)
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

from outsource_tui.bootstrap import build, system_clock
from outsource_tui.model.activity import Activity, Reason
from outsource_tui.model.entry import Entry
from outsource_tui.model.group import Group
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings, data_path
from tests.bench.years import LANDMARK


def a_day(services: Services, now: datetime) -> None:
    """200 entries before now, four minutes each."""
    with services.repository.change("fill", now) as work:
        ids = [a.id for a in work.put_all(Activity("", f"Task {n}") for n in range(40))]
        last = work.put(Activity("", LANDMARK)).id
        _spans(work, [*(ids[n % 40] for n in range(199)), last], now, 4)


def a_week(services: Services, now: datetime) -> None:
    """500 activities in one week."""
    with services.repository.change("fill", now) as work:
        made = work.put_all(
            Activity("", f"Task {n}", highlighted=now.date() if n % 3 == 0 else None) for n in range(499)
        )
        last = work.put(Activity("", LANDMARK)).id
        _spans(work, [*(a.id for a in made), last], now, 2)


def a_board(services: Services, now: datetime) -> None:
    """200 cards in ten columns."""
    with services.repository.change("fill", now) as work:
        groups = work.put_all(Group("", f"Group {n}", place=float(n)) for n in range(10))
        made = work.put_all(
            Activity(
                "", f"Task {n}", highlighted=now.date(), reasons=(Reason.ROUTINE,), group=groups[n % 10].id
            )
            for n in range(199)
        )
        last = work.put(Activity("", LANDMARK, highlighted=now.date())).id
        _spans(work, [*(a.id for a in made), last], now, 3)


def _spans(work: object, ids: list[str], now: datetime, minutes: int) -> None:
    zone = now.tzinfo
    assert zone is not None
    end = now.replace(second=0)
    made = []
    for activity in reversed(ids):
        start = end - timedelta(minutes=minutes)
        made.append(Entry("", start, end, str(zone), activity))
        end = start
    work.put_all(made)  # type: ignore[attr-defined]


def main() -> int:
    """Fill the file if it is not there, and open the app."""
    from outsource_tui.cli import main as open_app

    path = data_path()
    if not path.exists():
        settings = Settings()
        services = build(settings, system_clock(settings), path)
        {"day": a_day, "week": a_week, "board": a_board}[sys.argv[1]](services, services.clock.now())
        services.repository.close()
    return open_app([])


if __name__ == "__main__":
    raise SystemExit(main())
