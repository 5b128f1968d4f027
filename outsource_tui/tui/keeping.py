"""Files that the app writes: off the UI thread, and over other text only when it was said so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from outsource_tui.model.errors import UserError
from outsource_tui.model.folder import short
from outsource_tui.services.pages import FileDiffersError
from outsource_tui.tui.dialogs.choose import ChooseDialog

if TYPE_CHECKING:
    from outsource_tui.tui.base import PlannerScreen

Write = Callable[[bool], Path]
"""Writes a file and returns its path; told whether it may go over other text."""


def written(path: Path) -> str:
    """Return what is said of a file that was written."""
    return f"written: {short(path)}"


def keep_file(
    screen: PlannerScreen,
    do: Write,
    then: Callable[[Path], None] | None = None,
    over: bool = False,
    told: Callable[[Path], str] = written,
) -> None:
    """Write off the UI thread; ask before going over other text. Then do `then`, or say what `told` gives."""

    async def work() -> None:
        try:
            path = await asyncio.to_thread(do, over)
        except FileDiffersError as error:
            _ask_overwrite(screen, error.path, do, then, told)
        except UserError as error:
            screen.say(error.message, "error")
        else:
            if then is not None:
                then(path)
            else:
                screen.say(told(path))

    screen.run_worker(work(), group="write", exclusive=True)


def _ask_overwrite(
    screen: PlannerScreen,
    path: Path,
    do: Write,
    then: Callable[[Path], None] | None,
    told: Callable[[Path], str],
) -> None:
    def chosen(value: str | None) -> None:
        if value == "over":
            keep_file(screen, do, then, over=True, told=told)
        elif value == "open" and then is not None:
            then(path)

    choices = [("w", "write over it", "over")]
    choices += [("o", "open it as it is", "open")] if then is not None else []
    choices.append(("n", "no, keep it as it is", "keep"))
    question = f"{path.name} is there already with other text"
    screen.app.push_screen(ChooseDialog(question, choices, short(path.parent)), chosen)
