"""What a reader of a foreign format hands over: entries by name, and the lines that it could not read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime

from outsource_tui.model.entry import Kind, Plan
from outsource_tui.model.value import dataclass

Progress = Callable[[str, int, int], None]
"""Told now and then what is going on ("reading"), how much of it is done, and of how much (0: unknown).

It may raise StoppedError: then nothing is stored.
"""

SHOWN_LINES = 8
"""So many numbers of lines are named where many lines have the same to say."""
_VARYING = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+""")
"""What one line says of itself: quoted names, and numbers."""


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """An entry as a foreign file tells it; `start` and `end` aware, `end` None while it runs.

    `activity` is a name; `zone` an IANA name; `source` a stable foreign id such as "toggl:<hash>"
    under which the same row of a later export is recognised ("outsource:<id>" is an entry's own id);
    `line` counts from 1. `hand_over` overrides the activity's highlight. `plan` names its activity.
    `whose` is the person or machine that the file says it is of, or empty.
    """

    start: datetime
    end: datetime | None
    zone: str
    activity: str
    tags: tuple[str, ...] = ()
    note: str = ""
    kind: Kind = Kind.LOGGED
    source: str = ""
    line: int = 0
    hand_over: bool | None = None
    plan: Plan | None = None
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that was left out, and why, in words for the user.

    `harmless` when it was understood and cannot be an entry (a row without length, hours without a
    place in the day), so that nobody need be asked before the rest is imported.
    """

    line: int
    reason: str
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the file cannot tell: the option that answers it ("date_order", "user", …),
    the question in words, and the possible answers."""

    option: str
    text: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading one file: nothing is stored yet.

    `read` counts the rows that were looked at; with `questions` open, entries may be empty.
    `duplicates` counts rows of the file that are the same as an earlier one of it; `remarks` are
    about rows that did count.
    """

    format: str
    read: int
    entries: tuple[ImportedEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    duplicates: int = 0
    remarks: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Alike:
    """Lines with the same to say but for names and numbers: the first of them, and the other lines."""

    first: Problem
    lines: tuple[int, ...] = ()

    @property
    def more(self) -> str:
        """The others in words, "2 more like it: lines 7, 9"; empty where there are none."""
        if not self.lines:
            return ""
        told = f"{len(self.lines):,} more like it"
        known = [str(line) for line in self.lines if line]
        if not known:
            return told
        dots = " …" if len(known) > SHOWN_LINES else ""
        return f"{told}: {'line' if len(known) == 1 else 'lines'} {', '.join(known[:SHOWN_LINES])}{dots}"


def alike(problems: Iterable[Problem]) -> list[Alike]:
    """Sum up problems that differ in names and numbers alone, by their first lines."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(_VARYING.sub("…", problem.reason), []).append(problem)
    return [Alike(same[0], tuple(p.line for p in same[1:])) for same in found.values()]
