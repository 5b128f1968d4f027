"""What was interrupted, and goes on when the interruption stops: kept in the log, the latest last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from outsource_tui.model.entry import Entry
from outsource_tui.services import spans
from outsource_tui.store.repository import Repository
from outsource_tui.store.work import Work

INTERRUPTED = "interrupted"
"""Meta value: lists of [running entry, entry to go on with when it stops]. Where the interrupted one had not
lasted for a minute, and so is not kept as an entry, its activity, tags and note stand behind the two."""


def interrupt(repository: Repository, work: Work, running: Entry, back: Entry) -> None:
    """Remember that `back` goes on when `running` stops."""
    words = []
    if spans.too_short(back, running.start):
        words = [{"activity": back.activity, "tags": list(back.tags), "note": back.note}]
    work.set_meta(INTERRUPTED, [*_stack(repository), [running.id, back.id, *words]])


def forget(repository: Repository, work: Work) -> None:
    """Let go of all that was interrupted: something else was begun."""
    if repository.meta(INTERRUPTED):
        work.set_meta(INTERRUPTED, None)


def interrupted_by(repository: Repository, running: Entry) -> Entry | None:
    """Return what goes on when `running` stops, or None."""
    stack = _stack(repository)
    if not stack or stack[-1][0] != running.id:
        return None
    _, back, *words = stack[-1]
    if not words:
        return repository.entry(back)
    kept = words[0]
    return Entry(back, running.start, None, running.zone, kept["activity"], tuple(kept["tags"]), kept["note"])


def go_on(repository: Repository, work: Work, back: Entry, start: datetime, zone: str) -> None:
    """Let `back` run again from `start`; what it had interrupted itself waits for it still."""
    entry = work.put(Entry("", start, None, zone, back.activity, back.tags, back.note))
    left = [
        [entry.id if running == back.id else running, *rest] for running, *rest in _stack(repository)[:-1]
    ]
    work.set_meta(INTERRUPTED, left or None)


def _stack(repository: Repository) -> list[list[Any]]:
    return list(repository.meta(INTERRUPTED, []))
