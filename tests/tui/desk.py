"""The board as the tests see it, with a few cards on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

import outsource_tui.tui
from outsource_tui.model.activity import Activity, Reason
from outsource_tui.model.entry import Entry
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.tui.app import PlannerApp
from outsource_tui.tui.screens.board import BoardScreen
from outsource_tui.tui.widgets.board import BoardView
from tests.tui.support import DEMO_MOMENT, empty_services, quiet

MONDAY = date(2026, 11, 16)


class BoardApp(PlannerApp):
    """The app, opened on the board."""

    _FOLDER = Path(outsource_tui.tui.__file__).parent
    CSS_PATH = [_FOLDER / "app.tcss", _FOLDER / "screens/board.tcss"]

    def get_default_screen(self) -> Screen[object]:
        return self._screen_named("Board")


class Desk:
    """The screen as the tests see it."""

    def __init__(self, pilot: Pilot[None], services: Services) -> None:
        self.pilot, self.services = pilot, services

    @property
    def screen(self) -> BoardScreen:
        return next(s for s in self.pilot.app.screen_stack if isinstance(s, BoardScreen))

    @property
    def view(self) -> BoardView:
        return self.screen.view

    @property
    def under_cursor(self) -> str:
        return self.view.card.activity.name if self.view.card else ""

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
        await self.settled()

    async def settled(self) -> None:
        await self.pilot.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        self.pilot.app.screen.query_one(Input).value = text
        await self.press("enter")

    def shown(self) -> dict[str, list[str]]:
        return {v.name: [c.activity.name for c in v.cards] for v in self.view.state.columns}

    def stored(self) -> dict[str, list[str]]:
        return {
            c.group.name if c.group else "To group": [k.activity.name for k in c.cards]
            for c in self.services.board.board().columns
        }

    def lines(self) -> list[str]:
        return [self.view.render_line(y).text for y in range(self.view.size.height)]

    def words(self) -> str:
        return "\n".join(self.lines())

    def notices(self) -> list[str]:
        return [n.message for n in self.pilot.app._notifications]


def stocked(settings: Settings | None = None, groups: tuple[str, ...] = ("Books", "Mail")) -> Services:
    """Three ungrouped cards, two empty groups."""
    services = empty_services(settings)
    with services.repository.change("fill", DEMO_MOMENT) as work:
        for n, name in enumerate(("Invoices", "Inbox", "Posts")):
            activity = work.put(
                Activity("", name, highlighted=MONDAY, reasons=(Reason.ROUTINE,) if n == 0 else ())
            )
            start = datetime(2026, 11, 17, 9 + 2 * n, tzinfo=DEMO_MOMENT.tzinfo)
            tags = ("paper",) if n == 0 else ()
            for shift in (0, 20):
                at = start + timedelta(minutes=shift)
                own = tags if shift else ()
                work.put(Entry("", at, at + timedelta(minutes=20 - 5 * n), "Europe/Berlin", activity.id, own))
    for name in groups:
        services.board.new_group(name)
    return services


@asynccontextmanager
async def desk(services: Services | None = None, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Desk]:
    found = services or stocked()
    async with quiet(BoardApp(found)).run_test(size=size) as pilot:
        made = Desk(pilot, found)
        await made.settled()
        yield made
