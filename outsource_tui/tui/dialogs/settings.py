"""The settings that matter most, as a form; the others stay in the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from outsource_tui.model.clock import DAY_NAMES
from outsource_tui.model.errors import InputError
from outsource_tui.model.money import parse_amount, write_number
from outsource_tui.model.value import dataclass
from outsource_tui.settings import Settings, day_clock, read_value, with_values
from outsource_tui.tui.dialogs.form import Field, FormDialog


@dataclass(frozen=True, slots=True)
class Line:
    """A setting in the form: how it is shown, and how what was typed becomes a value of the file."""

    name: str
    label: str
    hint: str
    show: Callable[[Settings], str]
    read: Callable[[str, Settings], Any]
    choices: tuple[str, ...] = ()


def _text(text: str, settings: Settings) -> Any:
    return text.strip()


def _whole(text: str, settings: Settings) -> Any:
    try:
        return int(text.strip())
    except ValueError:
        return text.strip()


def _amount(text: str, settings: Settings) -> Any:
    if not text.strip():
        return None
    number = parse_amount(text, "value of your hour", settings.number_format)
    return int(number) if number == number.to_integral_value() else float(number)


def _days(text: str, settings: Settings) -> Any:
    return text.replace(",", " ").lower().split()


def _or(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + f" or {names[-1]}"


def _theme(themes: Sequence[str]) -> Callable[[str, Settings], Any]:
    def read(text: str, settings: Settings) -> Any:
        name = read_value("theme", text, {})
        if name not in themes:
            raise InputError(f"Theme {text.strip()[:30]!r} is not known: write {_or(themes)}")
        return name

    return read


def lines(themes: Sequence[str]) -> tuple[Line, ...]:
    """Return the settings of the form, in its order."""
    return (
        Line("day_start", "Day starts", "08:00 or 8am; unlogged time until it ends is a gap",
             lambda s: day_clock(s.day_start, "day_start"), _text),
        Line("day_end", "Day ends", "18:00 or 6pm; what is logged outside counts too",
             lambda s: day_clock(s.day_end, "day_end"), _text),
        Line("work_days", "Work days", "mon tue wed thu fri",
             lambda s: " ".join(DAY_NAMES[n].lower() for n in sorted(s.work_days)), _days),
        Line("week_start", "Week starts", "monday or sunday",
             lambda s: "sunday" if s.week_start == 6 else "monday", _text, ("monday", "sunday")),
        Line("zone", "Time zone", "Europe/Berlin; empty: the machine's",
             lambda s: s.zone, _text),
        Line("step", "Step (minutes)", "by which [ ] { } move an edge", lambda s: str(s.step), _whole),
        Line("hour_value", "Your hour is worth", "such as 60; shows what you win",
             lambda s: "" if s.hour_value is None else write_number(s.hour_value, s.number_format), _amount),
        Line("currency", "Currency", "€", lambda s: s.currency, _text),
        Line("nudge_after", "Remind after (min)", "minutes without a log; 0 for never",
             lambda s: str(s.nudge_after), _whole),
        Line("summary_folder", "Summary folder", "empty: summaries, beside the log",
             lambda s: s.summary_folder, _text),
        Line("theme", "Theme", "", lambda s: s.theme, _theme(themes), tuple(themes)),
    )  # fmt: skip


class SettingsDialog(FormDialog):
    """Asks for the settings; answers the text of each."""

    DEFAULT_CSS = """
    SettingsDialog .line { margin-bottom: 0; }
    SettingsDialog #problem { margin-top: 1; }
    SettingsDialog.-h20 #problem { margin-top: 0; }
    """

    def __init__(self, settings: Settings, themes: Sequence[str], path: str) -> None:
        self._lines, self._settings = lines(themes), settings
        self._labels = {line.name: line.label for line in self._lines}

        def check(line: Line) -> Callable[[str], object]:
            def checked(text: str) -> None:
                for name, value in changed(settings, (line,), {line.name: text}).items():
                    read_value(name, value, self._labels)

            return checked

        fields = [
            Field(
                line.name,
                line.label,
                line.show(settings),
                line.hint,
                check(line),
                line.choices,
                closed=bool(line.choices),
            )
            for line in self._lines
        ]
        super().__init__("Settings", fields, f"All settings, and keys: {path}")

    def first_problem(self) -> tuple[str, str]:
        """Return what is wrong with one value, or with the two ends of a day together."""
        found = super().first_problem()
        if found[1]:
            return found
        try:
            with_values(self._settings, changed(self._settings, self._lines, self.values()), self._labels)
        except InputError as error:
            return "day_end", error.message
        return "", ""


def changed(settings: Settings, form: Sequence[Line], values: dict[str, str]) -> dict[str, Any]:
    """Return what became different, as the file holds it."""
    return {
        line.name: line.read(values[line.name], settings)
        for line in form
        if values[line.name].strip() != line.show(settings)
    }
