"""A key and what it stores, in one picture."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from typing import Any

from textual.app import App

LONGEST = 0.05
"""Seconds for which the screen stays as it is at most: a slow disk is told of."""


def in_one_picture(app: App[Any], work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """Return `work`, from now until the end of which, but no longer than LONGEST, nothing is painted.

    Painting what a key does, and then once more what became of it, takes twice as long as the disk.
    """
    still = ExitStack()
    still.enter_context(app.batch_update())

    def over() -> None:
        still.close()
        if app.screen_stack:
            app.screen.check_idle()

    app.set_timer(LONGEST, over)

    async def working() -> None:
        try:
            await work()
        finally:
            over()

    return working
