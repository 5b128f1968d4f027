"""What stands on the terminal before the app does: the same picture, and nothing of it left behind."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
from datetime import UTC, datetime, timedelta
from unicodedata import normalize

import pytest

pyte = pytest.importorskip("pyte")

from rich.cells import cell_len  # noqa: E402

from outsource_tui.model.activity import Activity  # noqa: E402
from outsource_tui.model.entry import Entry  # noqa: E402
from outsource_tui.model.value import replace  # noqa: E402
from outsource_tui.tui.first_picture import can_draw, first_picture  # noqa: E402
from outsource_tui.tui.launch import can_show  # noqa: E402
from outsource_tui.tui.layout import timeline_layout  # noqa: E402
from tests.bench.years import afternoon_zone  # noqa: E402
from tests.tui.support import demo_services, empty_services, planner  # noqa: E402
from tests.tui.terminal import Terminal  # noqa: E402

SIZES = [(60, 20), (71, 25), (80, 24), (99, 26), (100, 24), (120, 36), (139, 40), (140, 40), (200, 60)]
HOSTILE = ["\x1b[31mred\x07", "日本語のとても長い名前 " * 6, "[bold]markup[/]", "e\u0301x" * 40]
LATER = re.compile("◇|review due · press 2")
"""What the app finds out when it is there: suggestions, and whether a review is due."""


def cells(screen, y: int) -> list[tuple[str, tuple[int, ...], tuple[int, ...], bool, bool]]:
    """The cells of a row: text, colours, bold, italic."""
    return [
        (cell.data, _rgb(cell.fg), _rgb(cell.bg), cell.bold, cell.italics)
        for cell in (screen.buffer[y][x] for x in range(screen.columns))
    ]


def app_cells(app, y: int) -> list[tuple[str, tuple[int, ...], tuple[int, ...], bool, bool]]:
    """The same of the app's own picture."""
    found = []
    for segment in app.screen._compositor.render_strips()[y]:
        style = segment.style
        fore = tuple(style.color.triplet) if style.color else ()
        look = (fore, tuple(style.bgcolor.triplet), bool(style.bold), bool(style.italic))
        for char in segment.text:
            if cell_len(char) or not found:
                found += [(char, *look), *[("", *look)] * (cell_len(char) - 1)]
            else:
                found[-1] = (found[-1][0] + char, *look)
    return found


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (0, 2, 4))


def alike(one, other) -> bool:
    """True for the same text in the same colours; Textual rounds those of a theme by one."""
    if normalize("NFC", one[0]) != normalize("NFC", other[0]) or (one[0] != " " and one[3:] != other[3:]):
        return False
    seen = [(one[2], other[2])] + ([(one[1], other[1])] if one[0].strip() else [])
    return all(abs(a - b) <= 1 for pair in seen for a, b in zip(*pair, strict=True))


async def differing(services, size) -> list[tuple[int, int, object, object]]:
    """Where the first picture is another than that of the app, but for what is found out later."""
    screen = pyte.Screen(*size)
    pyte.Stream(screen).feed(first_picture(services, *size))
    layout = timeline_layout(*size)
    app = planner(services)
    found = []
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for y in range(layout.top + layout.height):
            ours, theirs = cells(screen, y), app_cells(app, y)
            late = {x for hit in LATER.finditer("".join(c[0] for c in theirs)) for x in range(*hit.span())}
            wide = size[0] if y < layout.top else 2 + layout.width
            rows = zip(ours[:wide], theirs[:wide], strict=True)
            found += [(y, x, a, b) for x, (a, b) in enumerate(rows) if x not in late and not alike(a, b)]
    return found


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_the_picture_that_the_app_shows(size):
    assert await differing(demo_services(), size) == []


async def test_it_is_so_in_light_too():
    assert await differing(demo_services("outsource-light"), (120, 36)) == []


@pytest.mark.parametrize("rows", [1, 12])
async def test_it_is_so_at_every_scale(rows):
    services = demo_services()
    services.settings = replace(services.settings, rows_per_hour=rows)
    assert await differing(services, (100, 30)) == []


async def test_it_is_so_with_names_that_would_speak_to_the_terminal_and_blocks_side_by_side():
    services = empty_services()
    now = services.clock.now()
    with services.repository.change("fill", now) as work:
        for n, name in enumerate(HOSTILE):
            activity = work.put(Activity("", name)).id
            begin, end = now - timedelta(hours=5 - n), now - timedelta(hours=1)
            work.put(Entry("", begin, end, now.tzinfo.key, activity))
    assert await differing(services, (100, 30)) == []


async def test_a_theme_that_is_not_ours_and_a_small_terminal_wait_for_the_app():
    services = demo_services()
    assert can_draw(services, 60, 20)
    assert not can_draw(services, 59, 20)
    assert not can_draw(services, 60, 19)
    usual = services.settings
    services.settings = replace(usual, keys={"timeline.open_block": "f6"})
    assert not can_draw(services, 120, 36)
    services.settings = replace(usual, theme="nord")
    assert not can_draw(services, 120, 36)


@pytest.mark.parametrize(
    "environment",
    [{}, {"COLORTERM": "no"}, {"COLORTERM": "truecolor", "NO_COLOR": "1"},
     {"COLORTERM": "24bit", "TEXTUAL_COLOR_SYSTEM": "standard"}],
)  # fmt: skip
def test_where_colours_are_another_matter_the_app_shows_itself(environment):
    assert not can_show(environment)


# in a real terminal


@pytest.fixture
def log(tmp_path):
    """The environment of somebody with one entry, in a zone where it is past noon."""
    zone = afternoon_zone(datetime.now(UTC)).key
    env = {"HOME": str(tmp_path), "OUTSOURCE_DATA": str(tmp_path / "log.json"), "TZ": zone}
    with Terminal([*OUTSOURCE, "log", "7:00-7:20 Landmark"], env=env) as terminal:
        assert terminal.wait_exit() == 0
    return env


OUTSOURCE = [sys.executable, "-m", "outsource_tui"]


def test_keys_that_are_pressed_while_it_stands_are_taken_by_the_app(log):
    with Terminal(OUTSOURCE, env=log) as terminal:
        terminal.wait_for("Landmark")
        terminal.type("n7:30-7:40 Typed early\r")
        shown = terminal.wait_for("Typed early +0:10")
        assert "Landmark" in shown
        assert b"n7:30" not in terminal.seen  # nothing that is typed shows before it is taken
        terminal.wait_for("undo")
        terminal.type("q")
        assert terminal.wait_exit() == 0
    assert terminal.seen.count(b"\x1b[?1049h") == terminal.seen.count(b"\x1b[?1049l") == 1


def test_the_terminal_is_as_it_was(log):
    with Terminal(OUTSOURCE, env=log) as terminal:
        before = termios.tcgetattr(terminal._fd)
        terminal.wait_for("Landmark")
        terminal.wait_for("help")
        assert termios.tcgetattr(terminal._fd) != before
        terminal.type("q")
        assert terminal.wait_exit() == 0
        assert termios.tcgetattr(terminal._fd) == before


@pytest.mark.parametrize("seen", ["Landmark", "help"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_who_ends_it_then_or_later_gets_the_terminal_back(log, number, code, seen):
    with Terminal(OUTSOURCE, env=log) as terminal:
        before = termios.tcgetattr(terminal._fd)
        terminal.wait_for(seen)
        os.kill(terminal.pid, number)
        assert terminal.wait_exit() == code
        assert termios.tcgetattr(terminal._fd) == before
    assert terminal.seen.count(b"\x1b[?1049h") == terminal.seen.count(b"\x1b[?1049l") == 1
