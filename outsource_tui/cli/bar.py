"""A bar on standard error that shows how far something long is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outsource_tui.model.imported import Progress


@contextmanager
def bar(*, shown: bool) -> Iterator[Progress | None]:
    """Give a function that moves the bar, or None where none is `shown`; the bar goes when it is left."""
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task("reading", total=None)

        def move(what: str, done: int, total: int) -> None:
            drawn.update(task, description=what, completed=done, total=total or None)

        yield move
