"""What can go wrong through no fault of the program, each said in one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence


class UserError(Exception):
    """A failure that the user can mend; its text is one line: what happened and what to do."""

    exit_code = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InputError(UserError):
    """Something typed or passed in was not understood; nothing was stored.

    `place` is that of the entry at fault among several that were to be stored as one change, from 0.
    """

    exit_code = 2
    place: int | None = None


class StoppedError(UserError):
    """The user stopped something long; nothing of it was stored."""


class OverlapError(InputError):
    """A new span lies over existing entries and nobody said what to do with them.

    `covered` names those that lie inside of it: trimmed, they would have nothing left.
    """

    def __init__(self, message: str, covered: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.covered = tuple(covered)


class ChangedMeanwhileError(UserError):
    """What a change rests on is no longer in the log as it was shown; nothing was stored."""


class StoreError(UserError):
    """The data file could not be read or written; memory equals what is on disk.

    `fact` is what happened without the advice that ends the message; `change` is the label of the
    change that was not stored, where there was one.
    """

    change = ""

    def __init__(self, fact: str, advice: str = "") -> None:
        super().__init__(f"{fact}. {advice}" if advice else fact)
        self.fact = fact


class UnsureError(StoreError):
    """A change is in the file, but the disk did not confirm it: it may not outlive a power cut.

    `confirm` asks the disk once more; StoreError where it still does not.
    """

    def __init__(self, message: str, confirm: Callable[[], None]) -> None:
        super().__init__(message)
        self.confirm = confirm


class ReadOnlyError(StoreError):
    """The file may be read but not changed, such as one written by a newer version."""


def plain_reason(error: Exception) -> str:
    """Return what is wrong with a value, where the standard library says it in its own words."""
    text = str(error)
    quoted = text.rpartition(": ")[2]
    if text.startswith("Invalid isoformat string"):
        return f"{quoted} is no time, such as 2026-11-18T09:00:00+01:00"
    if text.startswith("fromisoformat"):
        return "a time is no text, such as 2026-11-18T09:00:00+01:00"
    value, _, kind = text.partition(" is not a valid ")
    if kind:
        return f"{value} is no {kind.casefold()}"
    if "must be in" in text:
        return f"a time does not exist: {text}"
    return text
