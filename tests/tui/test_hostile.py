"""Hostile text on every screen, in every dialog and toast: shown harmlessly, kept as it is, run by nobody."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Input, TextArea

from outsource_tui.model.activity import Activity, Reason
from outsource_tui.model.clock import FixedClock
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.group import Brief, Group, State
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from outsource_tui.tui.app import SCREENS, PlannerApp
from outsource_tui.tui.base import PlannerScreen
from tests.hostile import PAYLOADS, forbidden, leaks
from tests.tui.support import DEMO_MOMENT, planner

SKIPPED = {"leave", "tour", "command_palette", *(f"screen({n})" for n in range(1, 5))}


def hostile_log(path: Path, payloads: dict[str, str], moment: Any = DEMO_MOMENT) -> Services:
    """Return services over a log that holds the payloads in every place where text can stand."""
    services = Services(Repository.open(path), FixedClock(moment), Settings(hour_value=Decimal(80)))
    for week in (0, 1):
        start = moment.replace(hour=6, minute=0) - timedelta(days=1 + 7 * week)
        with services.repository.change(f"Log {next(iter(payloads.values()))}", moment) as work:
            for n, text in enumerate(payloads.values()):
                if week == 0:
                    state = list(State)[n % len(State)]
                    group = work.put(Group("", text, text, Decimal(30), text[:5], state, brief=Brief(text)))
                    grouped = group.id if n % 2 else ""
                    work.put(Activity("", text, False, start.date(), (Reason.DISLIKE,), grouped))
                activity = work.activities().by_id.values()
                found = next(a for a in activity if a.name == text)
                begin = start + timedelta(minutes=30 * n)
                span = begin, begin + timedelta(minutes=25)
                work.put(Entry("", *span, "Europe/Berlin", found.id, (text,), text))
                later = begin + timedelta(days=2)
                span = later, later + timedelta(minutes=20)
                work.put(Entry("", *span, "Europe/Berlin", found.id, kind=Kind.PLANNED))
    return services


SHORT = {**PAYLOADS, "megabyte": PAYLOADS["megabyte"][:5_000]}
"""The payloads for the quick runs."""


class Walk:
    """Goes through an app as a person who tries every command and types something nasty wherever they can."""

    def __init__(self, app: PlannerApp, pilot: Any, typed: Iterator[str]) -> None:
        self.app, self.pilot, self.typed = app, pilot, typed
        self.wrong: list[str] = []
        self.steps = 0

    async def settle(self) -> None:
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    def look(self, where: str) -> None:
        """Note what of the picture a terminal could obey."""
        self.steps += 1
        for shown in self.app.screen_stack[-2:]:
            for widget in shown.walk_children(Widget):
                strips = widget.render_lines(Region(0, 0, *widget.outer_size)) if widget.is_on_screen else ()
                found = forbidden("".join(strip.text for strip in strips))
                if found:
                    self.wrong.append(f"{where}: {widget}: {found}")
        if not self.app.is_running:
            self.wrong.append(f"{where}: the app ended")

    async def command(self, name: str) -> None:
        """Run a command, type into what it opens, answer, and come back."""
        screen = self.app.screen
        assert isinstance(screen, PlannerScreen)
        await screen.run_command(name)
        await self.settle()
        where = f"{screen.NAME} {name}"
        self.look(where)
        text = next(self.typed)
        focused = self.app.focused
        if isinstance(focused, Input):
            focused.insert_text_at_cursor(text)
        elif isinstance(focused, TextArea):
            focused.insert(text)
        if isinstance(focused, Input | TextArea):
            await self.settle()
            self.look(f"{where} typed")
            await self.pilot.press("ctrl+s" if isinstance(focused, TextArea) else "enter")
            await self.settle()
            self.look(f"{where} answered")
        await self.back()

    async def back(self) -> None:
        """Close what is open."""
        for _ in range(8):
            if isinstance(self.app.screen, PlannerScreen) and not isinstance(self.app.focused, Input):
                return
            await self.pilot.press("escape")
            await self.settle()
        raise AssertionError(f"{self.app.screen} does not close")


async def walked(services: Services, screen: str, payloads: dict[str, str]) -> Walk:
    """Try every command of a screen over a hostile log; those of the app on the timeline."""
    app = planner(services)
    async with app.run_test(size=(120, 36)) as pilot:
        walk = Walk(app, pilot, itertools.cycle(payloads.values()))
        app.shown_day = services.clock.now().date() - timedelta(days=1)
        app.show_screen(screen)
        app.publish()
        await walk.settle()
        shown = app.screen
        assert isinstance(shown, PlannerScreen)
        names = [command.name for command in shown.COMMAND_LIST]
        if screen == "Timeline":
            names += [command.name for command in app.COMMAND_LIST if command.name not in SKIPPED]
        for name in names:
            await walk.command(name)
            if app.screen is not shown:
                app.show_screen(screen)
                await walk.settle()
    return walk


@pytest.mark.parametrize("screen", SCREENS)
async def test_every_command_over_a_hostile_log(tmp_path: Path, screen: str) -> None:
    walk = await walked(hostile_log(tmp_path / "log.json", SHORT), screen, SHORT)
    assert walk.wrong == []
    assert walk.steps >= 18


@pytest.mark.long
@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("screen", SCREENS)
async def test_every_command_with_each_payload(tmp_path: Path, screen: str, name: str) -> None:
    payload = {name: PAYLOADS[name]}
    walk = await walked(hostile_log(tmp_path / "log.json", payload), screen, payload)
    assert walk.wrong == []


async def test_the_walk_notices_a_line_that_passes_the_gate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PlannerApp, "get_line_filters", lambda self: ())
    few = {name: PAYLOADS[name] for name in ("escape", "bidi")}
    walk = await walked(hostile_log(tmp_path / "log.json", few), "Highlight", few)
    assert "search typed" in walk.wrong[0]


# in a terminal


TERMINAL = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@TERMINAL
def test_no_byte_of_a_hostile_log_reaches_the_terminal(tmp_path: Path, env: dict[str, str]) -> None:
    from tests.tui.terminal import Terminal, outsource

    now = datetime.now(DEMO_MOMENT.tzinfo).replace(second=0, microsecond=0)
    hostile_log(tmp_path / "log.json", PAYLOADS, now)
    before = texts(tmp_path / "log.json")
    with Terminal(outsource(), env=env) as terminal:
        terminal.wait_for("help")
        terminal.type("h")
        terminal.wait_for("[0-9] entries|red|clip")
        for keys, until in WAY:
            terminal.type(keys)
            wait = terminal.wait_gone if keys == ESCAPE else terminal.wait_for
            wait(until)
        terminal.type("q")
        assert terminal.wait_exit() == 0
    assert leaks(bytes(terminal.seen)) == []
    assert texts(tmp_path / "log.json") == before


def texts(path: Path) -> list[str]:
    """Return every text of a log as it is stored."""
    repository = Repository.open(path)
    found = [entry.note for entry in repository.all_entries()]
    found += [tag for entry in repository.all_entries() for tag in entry.tags]
    found += [activity.name for activity in repository.activities()]
    return found + [text for group in repository.groups() for text in (group.name, group.assignee)]


ESCAPE = "\x1b"
WAY = (
    ("jjjj", "nul|00byte"),
    ("\r", "esc cancel"),
    (ESCAPE, "esc cancel"),
    ("?", "esc close"),
    (ESCAPE, "esc close"),
    ("/red", "esc cancel"),
    (ESCAPE, "esc cancel"),
    ("2", "To hand over"),
    ("jj", "To hand over"),
    ("\r", "space mark one"),
    (ESCAPE, "space mark one"),
    ("3", "To group"),
    ("lll", "To group|family"),
    ("\r", "esc cancel"),
    (ESCAPE, "esc cancel"),
    ("b", "esc c"),
    (ESCAPE, "esc c"),
    ("4", "logged"),
    ("1", "Timeline"),
)
"""Keys, and what then stands on the screen; after an escape, what is gone from it."""


def pasted(text: str) -> bytes:
    """Return the bytes that a terminal sends for a paste; half a pair goes as the bytes that stand for it."""
    return b"\x1b[200~" + text.encode("utf-8", "surrogatepass") + b"\x1b[201~"


@TERMINAL
def test_pasted_text_is_logged_as_it_is_and_runs_nothing(tmp_path: Path, env: dict[str, str]) -> None:
    """Each payload on one line of the bar, by the bytes of a real paste."""
    from tests.tui.terminal import Terminal, begun, outsource

    begun(env)
    others = ("newlines", "megabyte")
    lines = [(n, kind, text) for n, (kind, text) in enumerate(SHORT.items()) if kind not in others]
    with Terminal(outsource(), env=env) as terminal:
        terminal.wait_for("help")
        for number, _, text in lines:
            terminal.type(f"nyesterday {number}-{number}:20 N{number:02} ")
            terminal.send(pasted(text))
            terminal.type("\r")
            terminal.wait_for(f"N{number:02} .*\n(.*\n)*.*› press n")
            terminal.wait_for("Summary +saved")
        terminal.type("n")
        terminal.send(pasted(f"yesterday 22-22:20 First\n{SHORT['newlines']}"))
        terminal.wait_for("esc cancel")
        terminal.type("\x1b")
        terminal.wait_gone("esc cancel")
        terminal.type("nyesterday 23-23:20 ")
        terminal.send(pasted(SHORT["megabyte"]))
        terminal.wait_for("at most 500 are kept")
        terminal.type("\x1b")
        terminal.wait_gone("at most 500 are kept")
        terminal.type("q")
        assert terminal.wait_exit() == 0
    assert leaks(bytes(terminal.seen)) == []
    repository = Repository.open(tmp_path / "log.json")
    names = [repository.activities().get(e.activity).name for e in repository.all_entries()]
    assert len(names) == len(lines)
    stored = dict(zip([kind for _, kind, _ in lines], [name[4:] for name in names], strict=True))
    for kind in ("c1", "action", "brackets", "emoji", "formula", "html", "bidi", "format"):
        assert " ".join(stored[kind].split()) == " ".join(SHORT[kind].split()), kind
    assert stored["surrogate"] == "half \ufffd\ufffd\ufffd pair"
