"""What an import asks: what the file leaves open, the columns of a table, and how to read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from outsource_tui.formats import LABELS
from outsource_tui.formats.base import ReadOptions, short
from outsource_tui.formats.csv_file import FIELDS, columns_of
from outsource_tui.model.clock import zone_named
from outsource_tui.model.date_lines import read_day_words
from outsource_tui.model.entry import Kind
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import Question
from outsource_tui.model.value import replace
from outsource_tui.services.incoming import EVERYBODY, answered
from outsource_tui.tui.dialogs.choose import ChooseDialog
from outsource_tui.tui.dialogs.form import Field, FormDialog
from outsource_tui.tui.dialogs.pick import NewName, PickDialog

if TYPE_CHECKING:
    from textual.app import App

    from outsource_tui.services.incoming import Intake

Answered = Callable[[ReadOptions], None]
ORDERS = {
    "dmy": "day, month, year: 31/12/2026",
    "mdy": "month, day, year: 12/31/2026",
    "ymd": "year, month, day: 2026/12/31",
}
WORDS = {
    "start": "Start",
    "end": "End",
    "duration": "or duration",
    "activity": "Activity",
    "date": "Date, if apart",
    "note": "Note",
    "tags": "Tags",
    "project": "Project, a tag",
    "client": "Client, a tag",
    "minutes": "or minutes",
    "end_date": "Date of the end",
    "user": "Whose it is",
    "zone": "Time zone",
}
"""What the fields of a table are called in its form, those that are asked for first."""
ASKED = 9
"""So many of them stand in every form, the others where a column looks like one."""
assert set(WORDS) == set(FIELDS)
LONGEST_CELL = 20
"""So much of a cell is shown as an example of what its column holds."""
LOCAL = ("toggl", "clockify", "klog", "gtimelog", "org", "ics", "csv", "text")
PEOPLE = ("toggl", "clockify", "csv")
ORDERED = ("toggl", "clockify", "csv", "text")


def ask_question(app: App[Any], intake: Intake, done: Answered) -> None:
    """Ask what the file leaves open first; escape leaves it open."""
    question = intake.reading.questions[0]
    if question.option.startswith("columns."):
        ask_columns(app, intake, done)
    elif question.option == "day":
        _ask_day(app, intake, question, done)
    elif question.option == "date_order":
        choices = [(order[0], words, order) for order, words in ORDERS.items()]
        dialog = ChooseDialog("How are dates written?", choices, question.text)
        app.push_screen(dialog, _with(intake, question, done))
    else:
        items = [(name, name, "") for name in question.choices]
        everybody = [("everybody", EVERYBODY, f"all {len(items)}")] if question.option == "user" else []
        app.push_screen(PickDialog("Whose time is it?", [*items, *everybody]), _with(intake, question, done))


def _with(intake: Intake, question: Question, done: Answered) -> Callable[[str | NewName | None], None]:
    def answer(text: str | NewName | None) -> None:
        if isinstance(text, str):
            done(answered(intake.options, question, text))

    return answer


def _ask_day(app: App[Any], intake: Intake, question: Question, done: Answered) -> None:
    def check(text: str) -> object:
        return answered(intake.options, question, text)

    field = Field("day", "Day", _iso(intake.options.now.date()), "2026-11-18 or yesterday", check)

    def answer(values: dict[str, str] | None) -> None:
        if values is not None:
            done(answered(intake.options, question, values["day"]))

    app.push_screen(FormDialog("Of which day is this log?", [field]), answer)


def ask_columns(app: App[Any], intake: Intake, done: Answered) -> None:
    """Ask which column holds what; what is guessed or remembered stands there already."""
    header = intake.header
    chosen = columns_of(header, intake.options.columns)

    def check(text: str) -> str:
        typed = text.strip()
        if typed.isdecimal() and 1 <= int(typed) <= len(header):
            return header[int(typed) - 1]
        if typed and not any(typed.casefold() == name.strip().casefold() for name in header):
            raise InputError(f"there is no column {typed!r}: {columns}")
        return typed

    def answer(values: dict[str, str] | None) -> None:
        if values is not None:
            named = {field: check(text) for field, text in values.items()}
            done(replace(intake.options, columns=chosen | named))

    columns = ", ".join(f"{number} {name}" for number, name in enumerate(header, 1))
    filled = zip_longest(header, intake.first_row, fillvalue="")
    shown = " · ".join(
        f"{number} {name}" + (f" ({short(cell, LONGEST_CELL)})" if cell else "")
        for number, (name, cell) in enumerate(filled, 1)
        if number <= len(header)
    )
    asked = [f for number, f in enumerate(WORDS) if number < ASKED or f in chosen]
    hints = {"start": "a column, by name or number; empty if none", "activity": "a column, by name or number"}
    fields = [Field(f, WORDS[f], chosen.get(f, ""), hints.get(f, ""), check, header) for f in asked]
    app.push_screen(FormDialog("Which column holds what?", fields, shown), answer)


def ask_format(app: App[Any], done: Callable[[str], None]) -> None:
    """Ask for the format."""
    items = [("Find out by the file", "auto", "")]
    items += [(label, name, name) for name, label in LABELS.items()]

    def answer(value: str | NewName | None) -> None:
        if isinstance(value, str):
            done(value)

    app.push_screen(PickDialog("What kind of file is it?", items), answer)


def ask_options(app: App[Any], intake: Intake, done: Answered) -> None:
    """Ask how to read the file, as far as it makes a difference to one of its format."""

    def answer(values: dict[str, str] | None) -> None:
        if values is not None:
            done(_applied(intake.options, values))

    fields = _fields(intake.reading.format, intake.options)
    app.push_screen(FormDialog("How to read it", fields), answer)


def _fields(name: str, options: ReadOptions) -> list[Field]:
    fields = []
    day = partial(maybe_day, today=options.now.date())
    if name in LOCAL:
        fields.append(Field("zone", "Time zone", options.zone.key, "Europe/Berlin", zone_named, _zones()))
    if name in ORDERED:
        order = options.date_order or ""
        hint = "as the file tells; else dmy, mdy or ymd"
        fields.append(Field("date_order", "Dates", order, hint, _one_of("", *ORDERS), tuple(ORDERS)))
    if name in PEOPLE:
        who = EVERYBODY if options.all_users else options.user or ""
        fields.append(Field("user", "Only of", who, "a name, or * for everybody"))
    if name in ("csv", "text"):
        fields.append(Field("day", "Day", _iso(options.day), "of lines without a date", day))
    if name == "ics":
        whole = "yes" if options.include_all_day else "no"
        fields.append(Field("all_day", "All-day events", whole, choices=("yes", "no"), closed=True))
    if name == "klog":
        untimed = "yes" if options.untimed else "no"
        fields.append(Field("untimed", "Untimed too", untimed, choices=("yes", "no"), closed=True))
    if name == "activitywatch":
        minutes = f"{options.threshold_minutes:g}"
        by = (options.columns or {}).get("activity", "app")
        fields.append(Field("threshold", "Shortest block", minutes, "minutes", _minutes))
        fields.append(Field("by", "Joined by", by, choices=("app", "title"), closed=True))
    fields.append(Field("since", "From", _iso(options.since), "the first day", day))
    fields.append(Field("until", "To", _iso(options.until), "the last day", day))
    kinds = tuple(kind.value for kind in Kind)
    fields.append(Field("kind", "As", options.kind.value, choices=kinds, closed=True))
    return fields


def _applied(options: ReadOptions, values: dict[str, str]) -> ReadOptions:
    """Return the options as the form left them."""
    text = {name: value.strip() for name, value in values.items()}
    today = options.now.date()
    changes: dict[str, Any] = {
        "since": maybe_day(text["since"], today),
        "until": maybe_day(text["until"], today),
        "kind": Kind(text["kind"].casefold()),
    }
    if "zone" in text:
        changes["zone"] = zone_named(text["zone"])
    if "date_order" in text:
        changes["date_order"] = text["date_order"].casefold() or None
    if "user" in text:
        changes["all_users"] = text["user"] == EVERYBODY
        changes["user"] = None if text["user"] in ("", EVERYBODY) else text["user"]
    if "day" in text:
        changes["day"] = maybe_day(text["day"], today)
    if "all_day" in text:
        changes["include_all_day"] = text["all_day"].casefold() == "yes"
    if "untimed" in text:
        changes["untimed"] = text["untimed"].casefold() == "yes"
    if "threshold" in text:
        changes["threshold_minutes"] = _minutes(text["threshold"])
        changes["columns"] = {"activity": text["by"].casefold()}
    return replace(options, **changes)


def _zones() -> tuple[str, ...]:
    from zoneinfo import available_timezones

    return tuple(sorted(available_timezones()))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def maybe_day(text: str, today: date) -> date | None:
    """Read a day; None for nothing, InputError for what is none."""
    return read_day_words(text, today) if text.strip() else None


def _minutes(text: str) -> float:
    try:
        minutes = float(text.replace(",", "."))
    except ValueError:
        minutes = -1
    if not 0 <= minutes <= 1440:
        raise InputError(f"{text!r} are no minutes: write a number such as 5")
    return minutes


def _one_of(*words: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text.strip().casefold() not in words:
            raise InputError(f"{text!r} will not do: write {' or '.join(w for w in words if w)}")
        return text

    return check


