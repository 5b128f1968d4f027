"""Draw the pictures in `screenshots/` from the demo at its fixed moment: `python -m tests.screenshots`."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

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


async def draw(picture: str, shade: str) -> str:
    """Return one picture as SVG."""
    app = planner(demo_services(THEMES[shade]))
    async with app.run_test(size=SIZE) as pilot:
        for key in KEYS[picture]:
            await pilot.press(key)
            await app.workers.wait_for_complete()
        await pilot.pause()
        return app.export_screenshot(title="outsource")


def draw_all() -> dict[str, str]:
    """Return every picture by file name."""
    return {
        f"{picture}-{shade}.svg": asyncio.run(draw(picture, shade)) for picture in KEYS for shade in THEMES
    }


def main() -> int:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as empty:
        os.environ["OUTSOURCE_SETTINGS"] = str(Path(empty) / "settings.toml")
        FOLDER.mkdir(exist_ok=True)
        for name, picture in draw_all().items():
            (FOLDER / name).write_text(picture, encoding="utf-8", newline="\n")
            print(f"screenshots/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
