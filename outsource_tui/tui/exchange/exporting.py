"""Export in the app: a format, a span, a file; over another file only when it was said so."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from outsource_tui.formats.losses import Losses
from outsource_tui.model.clock import week_of
from outsource_tui.model.errors import InputError
from outsource_tui.model.folder import at_home, short
from outsource_tui.services.exchange import ENDINGS, EXPORTS
from outsource_tui.services.folders import export_folder
from outsource_tui.tui.dialogs.choose import ChooseDialog
from outsource_tui.tui.dialogs.form import Field, FormDialog
from outsource_tui.tui.exchange.asking import maybe_day
from outsource_tui.tui.keeping import keep_file, written

if TYPE_CHECKING:
    from outsource_tui.services.services import Services
    from outsource_tui.tui.base import PlannerScreen

_KEYS = {"markdown": "m", "csv": "c", "json": "n", "ics": "i", "timewarrior": "t", "klog": "l", "toggl": "g"}


def export_log(screen: PlannerScreen) -> None:
    """Ask for the format, then for span and file."""
    choices = [(_KEYS[name], words, name) for name, words in EXPORTS.items()]

    def chosen(name: str | None) -> None:
        if name:
            _ask_file(screen, name)

    screen.app.push_screen(ChooseDialog("Export as", choices), chosen)


def _ask_file(screen: PlannerScreen, name: str) -> None:
    services = screen.services
    today = services.clock.now().date()
    folder = export_folder(services.settings)
    target = folder / f"outsource-{today.isoformat()}.{ENDINGS[name]}"

    def filled(values: dict[str, str] | None) -> None:
        if values is not None:
            _write(screen, name, values)

    day = partial(maybe_day, today=today)
    fields = [
        Field("first", "From", "", "the first day, such as mon or 2026-11-18", day),
        Field("last", "To", "", "the last day, such as yesterday", day),
        Field("file", "File", short(target), "~/log.csv", partial(_target, own=folder)),
    ]
    week = week_of(today, services.settings.week_start)
    whole = f"week {week.number}, that of today," if name == "markdown" else "everything"
    note = f"Without any day, {whole} is written."
    dialog = FormDialog(f"Export: {EXPORTS[name]}", fields, note, partial(_span, today=today))
    screen.app.push_screen(dialog, filled)


def _write(screen: PlannerScreen, name: str, values: dict[str, str]) -> None:
    today = screen.services.clock.now().date()
    first, last = _span(values, today)
    own = export_folder(screen.services.settings)
    path = _target(values["file"], own)

    lost: list[str] = []

    def write(over: bool) -> Path:
        losses = Losses()
        page = _text(screen.services, name, first, last, losses)
        make = path.parent == own.absolute()
        at = screen.services.pages.write(path, page, over, make_folder=make)
        lost[:] = [losses.words] if losses.words else []
        return at

    keep_file(screen, write, told=lambda at: "; ".join([written(at), *lost]))


def _span(values: dict[str, str], today: date) -> tuple[date | None, date | None]:
    """Return the first and the last day, None where there is none; InputError where they are the wrong way
    round."""
    first, last = maybe_day(values["first"], today), maybe_day(values["last"], today)
    if first and last and last < first:
        raise InputError(f"the last day, {last}, is before the first, {first}: swap them")
    return first, last


def _text(services: Services, name: str, first: date | None, last: date | None, losses: Losses) -> str:
    if name != "markdown":
        return services.exchange.written(name, first, last, losses)
    summary, today = services.summary, services.clock.now().date()
    if first is None and last is None:
        return summary.markdown(week_of(today, services.settings.week_start))
    return summary.markdown(summary.span(first or last or today, last or today))


def _target(text: str, own: Path) -> Path:
    """Return the file to write; InputError where it cannot be one. Of folders that are not there, the `own`
    alone will be made: another may be a slip of the hand."""
    path = at_home(Path(text.strip()))
    if not text.strip() or path.is_dir():
        raise InputError("name a file, such as ~/log.csv")
    if path.exists() and not path.is_file():
        raise InputError(f"{path} is no ordinary file: choose another name")
    path = path.absolute()
    if not path.parent.is_dir() and path.parent != own.absolute():
        raise InputError(f"there is no folder {path.parent}: choose another, or make it first")
    return path
