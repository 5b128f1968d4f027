"""Draw the pictures in `screenshots/` from the demo at its fixed moment: `python -m tests.screenshots`."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from tests.film import Frame, film
from tests.svg import tidy
from tests.tui.support import demo_services, planner

FOLDER = Path(__file__).parent.parent / "screenshots"
SIZE = (120, 36)
KEYS: dict[str, tuple[str, ...]] = {
    "timeline": (),
    "highlight": ("2", "escape"),
    "board": ("3",),
    "summary": ("4",),
    "brief": ("3", "l", "b"),
}
"""The keys from the start to each picture."""
THEMES = {"dark": "outsource-dark", "light": "outsource-light"}
STILLS = [f"{picture}-{shade}.svg" for picture in KEYS for shade in THEMES]
FILM = "minute.svg"
MINUTE: tuple[tuple[str, float], ...] = (
    ("", 2.5),
    ("n", 0.8),
    *((key, 0.11) for key in "14:40-14:55 Phone call #sales"),
    ("", 1.6),
    ("enter", 2.0),
    ("2", 0.6),
    ("escape", 1.8),
    *(("down", 0.2) for _ in range(8)),
    ("r", 1.4),
    ("i", 2.0),
    ("3", 2.2),
    ("down", 0.7),
    ("down", 0.9),
    ("s", 3.0),
    ("escape", 0.8),
    ("right", 0.7),
    ("b", 3.2),
    ("escape", 0.8),
    ("4", 4.0),
)
"""A minute of use: each key, and how many seconds what it shows is looked at. "" presses nothing."""
_TYPED = {" ": "space", ":": "colon", "-": "minus", "#": "number_sign"}


async def _press(pilot: Pilot[None], key: str) -> None:
    if key:
        await pilot.press(_TYPED.get(key, key))
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def draw(picture: str, shade: str) -> str:
    """Return one picture as SVG."""
    app = planner(demo_services(THEMES[shade]))
    async with app.run_test(size=SIZE) as pilot:
        for key in KEYS[picture]:
            await _press(pilot, key)
        await _press(pilot, "")
        return tidy(app.export_screenshot(title="outsource"))


async def draw_film() -> str:
    """Return a minute of use as one SVG that moves."""
    app = planner(demo_services(THEMES["dark"]))
    frames: list[Frame] = []
    async with app.run_test(size=SIZE) as pilot:
        for key, seconds in MINUTE:
            await _press(pilot, key)
            frames.append((tidy(app.export_screenshot(title="outsource")), seconds))
    return film(frames)


def draw_named(name: str) -> str:
    """Return the picture of that file name."""
    if name == FILM:
        return asyncio.run(draw_film())
    picture, _, shade = name.removesuffix(".svg").rpartition("-")
    return asyncio.run(draw(picture, shade))


def main() -> int:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as empty:
        os.environ["OUTSOURCE_SETTINGS"] = str(Path(empty) / "settings.toml")
        FOLDER.mkdir(exist_ok=True)
        for name in [*STILLS, FILM]:
            (FOLDER / name).write_text(draw_named(name), encoding="utf-8", newline="\n")
            print(f"screenshots/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
