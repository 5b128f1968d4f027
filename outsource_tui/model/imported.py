"""What a reader of a foreign format hands over: entries by name, and the lines that it could not read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby

from outsource_tui.model.entry import Kind, Plan
from outsource_tui.model.value import dataclass

Progress = Callable[[str, int, int], None]
"""Told now and then what is going on ("reading"), how much of it is done, and of how much (0: unknown).

It may raise StoppedError: then nothing is stored.
"""

SHOWN_LINES = 8
"""So many numbers of lines are named where many lines have the same to say."""
ITEMS = ("watson", "activitywatch", "json")
"""The formats of lists of items, which are counted instead of lines: one line may hold them all."""
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

    `unit` is what `line` counts, from 1; 0 is no place. `file` is the file's name, where there are several.
    `harmless` when it was understood and cannot be an entry (a row without length, hours without a
    place in the day), so that nobody need be asked before the rest is imported.
    """

    line: int
    reason: str
    harmless: bool = False
    unit: str = "line"
    file: str = ""

    @property
    def where(self) -> str:
        """The place in words, "line 5" or "item 5 of frames.json"; empty where there is none."""
        place = f"{self.unit} {self.line}" if self.line else ""
        return " of ".join(filter(None, (place, self.file)))


def about(row: ImportedEntry, reason: str, *, harmless: bool = False) -> Problem:
    """Return a problem with the row of an entry."""
    return Problem(row.line, reason, harmless, unit_of(row.source.partition(":")[0]))


def unit_of(format_name: str) -> str:
    """Return what the rows of a format are counted by: "line" or "item"."""
    return "item" if format_name in ITEMS else "line"


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
    `duplicates` counts rows of the file that are the same as an earlier one of it; `joined` those that
    are part of an entry of others, or of time away; `remarks` are about rows that did count.
    """

    format: str
    read: int
    entries: tuple[ImportedEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    duplicates: int = 0
    remarks: tuple[Problem, ...] = ()
    joined: int = 0


@dataclass(frozen=True, slots=True)
class Alike:
    """Lines with the same to say but for names and numbers: the first of them, and the others."""

    first: Problem
    others: tuple[Problem, ...] = ()

    @property
    def more(self) -> str:
        """The others in words, "2 more like it: lines 7, 9"; empty where there are none."""
        if not self.others:
            return ""
        told = f"{len(self.others):,} more like it"
        known = [problem for problem in self.others if problem.line]
        if not known:
            return told
        dots = " …" if len(known) > SHOWN_LINES else ""
        return f"{told}: {', '.join(_places(known[:SHOWN_LINES]))}{dots}"


def alike(problems: Iterable[Problem]) -> list[Alike]:
    """Sum up problems that differ in names and numbers alone, by their first lines."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(_VARYING.sub("…", problem.reason), []).append(problem)
    return [Alike(same[0], tuple(same[1:])) for same in found.values()]


def _places(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield where they are, by file: "lines 5, 7 of a.csv", "item 3 of frames.json"."""
    for (file, unit), same in groupby(problems, key=lambda problem: (problem.file, problem.unit)):
        lines = [str(problem.line) for problem in same]
        place = f"{unit if len(lines) == 1 else unit + 's'} {', '.join(lines)}"
        yield f"{place} of {file}" if file else place
