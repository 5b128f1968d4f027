"""Settings: one TOML file, every value checked with its line named, sensible without any."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outsource_tui.model.day import DayFrame
from outsource_tui.model.errors import InputError
from outsource_tui.model.folder import named
from outsource_tui.model.value import dataclass, field, replace

if TYPE_CHECKING:
    from decimal import Decimal

APP_NAME = "outsource-tui"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user can set. Minutes are whole minutes; money is in `currency`.

    `week_start` is 0 for Monday, 6 for Sunday; `work_days` likewise. `hour_value` is what an hour of
    the user is worth; `zone` is empty for the machine's own. `summary_parts` is empty for all. `keys`
    maps a command's id ("timeline.split") to keys separated by commas. `notices` are lines on what stands in
    the file and is no setting.
    """

    week_start: int = 0
    day_start: time = time(8)
    day_end: time = time(18)
    work_days: frozenset[int] = frozenset(range(5))
    step: int = 5
    rows_per_hour: int = 4
    zone: str = ""
    currency: str = "€"
    hour_value: Decimal | None = None
    yearly_income: Decimal | None = None
    weeks_a_year: int = 46
    number_format: str = "1,234.56"
    date_format: str = "18 Nov 2026"
    theme: str = "outsource-dark"
    long_running: int = 240
    nudge_after: int = 60
    review_every_weeks: int = 4
    summary_folder: str = ""
    summary_parts: tuple[str, ...] = ()
    front_matter: bool = False
    keys: dict[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    @property
    def frame(self) -> DayFrame:
        """When a day is expected to begin and end, and which days are the user's."""
        return DayFrame(self.day_start, self.day_end, self.work_days)

    @property
    def worth(self) -> Decimal | None:
        """What an hour of the user is worth: as set, or yearly income ÷ 2,000."""
        if self.hour_value is not None:
            return self.hour_value
        return self.yearly_income / 2000 if self.yearly_income is not None else None


def data_path(given: str | None = None) -> Path:
    """Return the data file: `given`, else OUTSOURCE_DATA, else log.json in the user data folder."""
    chosen = given or os.environ.get("OUTSOURCE_DATA")
    if chosen:
        return named(chosen)
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False) / "log.json"


def settings_path() -> Path:
    """Return the settings file: OUTSOURCE_SETTINGS, else settings.toml in the user config folder."""
    chosen = os.environ.get("OUTSOURCE_SETTINGS")
    if chosen:
        return named(chosen)
    from platformdirs import user_config_path

    return user_config_path(APP_NAME, appauthor=False) / "settings.toml"


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings file; without one everything has its default.

    InputError names the file, the line and what would be right. An unknown name is left out, with a notice,
    and so is a value that cannot be, where nothing that is stored or reckoned depends on it.
    """
    source = path or settings_path()
    try:
        text = source.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise InputError(f"cannot read the settings {source}: {reason}") from error
    return parse_settings(text, str(source))


def parse_settings(text: str, source: str = "settings") -> Settings:
    """Read the text of a settings file."""
    import tomllib

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(_unquoted(text, source) or f"{source}: {error}") from error
    settings, notices = Settings(), []
    for name, value in values.items():
        place = f"{source}, line {_line_of(text, name)}: {name}"
        if name not in _READERS:
            notices.append(f"{place} is not a setting{_nearest(name)}")
            continue
        try:
            settings = replace(settings, **{name: _READERS[name](value)})
        except (ValueError, TypeError, ArithmeticError) as error:
            if name not in _COMFORTS:
                raise InputError(f"{place} is {value!r}: {error}") from error
            kept = getattr(settings, name)
            notices.append(f"{place} is {value!r}: {error}; it stays {'empty' if kept == () else kept}")
    if not _in_order(settings):
        line = _line_of(text, "day_end") or _line_of(text, "day_start")
        raise InputError(f"{source}, line {line}: {_order(settings, {})}")
    return replace(settings, notices=tuple(notices)) if notices else settings


def _unquoted(text: str, source: str) -> str:
    """Return what to say of the first value that TOML cannot read without quotes, such as 7pm or 08:00;
    nothing where all can be read."""
    import re
    import tomllib

    for number, line in enumerate(text.splitlines(), 1):
        found = re.fullmatch(r"\s*(\w+)\s*=\s*([^\s\"'#\[{][^\"'#]*?)\s*(#.*)?", line)
        if found and found.group(1) in _READERS:
            try:
                tomllib.loads(line)
            except tomllib.TOMLDecodeError:
                name, value = found.group(1, 2)
                return f'{source}, line {number}: {name} is {value}: put it in quotes: "{value}"'
    return ""


def where(name: str) -> str:
    """Return "FILE, line N" for a setting or the id of a command in the settings file."""
    try:
        text = settings_path().read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        text = ""
    return f"{settings_path()}, line {_line_of(text, name)}"


def with_values(
    settings: Settings, values: dict[str, Any], labels: Mapping[str, str] | None = None
) -> Settings:
    """Return the settings with values as the file would hold them; None stands for the default.

    InputError says which value will not do and what would be right; it calls a setting by its label, where
    the user sees one.
    """
    labels = labels or {}
    for name, value in values.items():
        settings = replace(settings, **{name: read_value(name, value, labels)})
    if not _in_order(settings):
        raise InputError(_order(settings, labels))
    return settings


def read_value(name: str, value: Any, labels: Mapping[str, str]) -> Any:
    """Return one setting from a value as the file would hold it, whatever the others are; None stands for
    the default.

    InputError as in `with_values`; one that has a label is told as it is typed in a form.
    """
    try:
        return getattr(Settings(), name) if value is None else _READERS[name](value)
    except (ValueError, TypeError, ArithmeticError) as error:
        right = error.typed if isinstance(error, _UnfitError) and name in labels else error
        raise InputError(f"{labels.get(name, name)} is {_shown(value)}: {right}") from error


def stored(name: str, value: Any) -> Any:
    """Return a value that will do as the file keeps it: a time of day as HH:MM, all else as it is."""
    return day_clock(_READERS[name](value), name) if name in _CLOCKS else value


def day_clock(clock: time, name: str) -> str:
    """Return "08:00"; the midnight at which a day ends is "24:00"."""
    return "24:00" if name == "day_end" and clock == time(0) else f"{clock:%H:%M}"


def _order(settings: Settings, labels: Mapping[str, str]) -> str:
    last, first = (labels.get(name, name) for name in _CLOCKS[::-1])
    start, end = settings.day_start, settings.day_end
    evening = time((end.hour + 12) % 24, end.minute)
    such = evening if start < evening else time(18) if start < time(18) else time(0)
    words = day_clock(such, "day_end")
    return f"{last} must be later than {first} ({start:%H:%M}): write a time such as {words}"


def _shown(value: Any) -> str:
    """Return a value as it was written, whatever its kind."""
    return f"{' '.join(map(str, value))!r}" if isinstance(value, list) else repr(value)


def _in_order(settings: Settings) -> bool:
    return settings.day_end > settings.day_start or settings.day_end == time(0)


def _line_of(text: str, name: str) -> int:
    import re

    pattern = re.compile(rf"^\s*\[?\s*\"?{re.escape(name)}\b")
    return next((n for n, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    found = get_close_matches(name, list(_READERS), n=1)
    return f": did you mean {found[0]}?" if found else f": known are {', '.join(_READERS)}"


class _UnfitError(ValueError):
    """Says what would be right in the file, and `typed`: in a form, where nothing stands in quotes."""

    def __init__(self, right: str, typed: str = "") -> None:
        super().__init__(right)
        self.typed = typed or right.replace('"', "")


_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NUMBER_FORMATS = ("1,234.56", "1.234,56", "1 234,56", "1'234.56", "1234.56")
DATE_FORMATS = ("18 Nov 2026", "Nov 18, 2026", "18.11.2026", "18/11/2026", "11/18/2026", "2026-11-18")


def _week_start(value: Any) -> int:
    words = {"monday": 0, "sunday": 6}
    if str(value).casefold() not in words:
        raise _UnfitError('write "monday" or "sunday"')
    return words[str(value).casefold()]


_CLOCKS = ("day_start", "day_end")
"""The settings that are a time of day."""


def _clock(such: str, *, is_end: bool) -> Any:
    def read(value: Any) -> time:
        from outsource_tui.model.written_time import time_of_day

        if isinstance(value, time):
            return value.replace(second=0, microsecond=0)
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise _UnfitError(f"write a time {such}")
        try:
            return time_of_day(str(value), is_end=is_end)
        except InputError as error:
            raise _UnfitError(f"write a time {such}") from error

    return read


def _work_days(value: Any) -> frozenset[int]:
    names = [str(day).casefold()[:3] for day in value] if isinstance(value, list) else []
    if not names or any(name not in _DAYS for name in names):
        typed = "write days such as mon tue wed thu fri"
        raise _UnfitError('write days such as ["mon", "tue", "wed", "thu", "fri"]', typed)
    return frozenset(_DAYS.index(name) for name in names)


def _whole(least: int, most: int) -> Any:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"write a whole number from {least} to {most}")
        return value

    return read


def _money(value: Any) -> Decimal:
    from decimal import Decimal

    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("write a number such as 60 or 62.50")
    try:
        amount = Decimal(str(value))
    except ArithmeticError as error:
        raise ValueError("write a number such as 60 or 62.50") from error
    if not amount.is_finite() or amount < 0:
        raise ValueError("write a number such as 60 or 62.50")
    return amount


def _one_of(*choices: str) -> Any:
    def read(value: Any) -> str:
        if value not in choices:
            raise _UnfitError("write one of " + ", ".join(f'"{c}"' for c in choices))
        return str(value)

    return read


def _text(most: int) -> Any:
    def read(value: Any) -> str:
        if not isinstance(value, str) or len(value) > most or not value.isprintable():
            raise ValueError(f"write text of at most {most} characters")
        return value

    return read


def _theme(value: Any) -> str:
    """Read a theme's name, which the screen knows or not; "light" and "dark" are ours."""
    name = _text(60)(value).strip().casefold()
    return f"outsource-{name}" if name in ("light", "dark") else str(name)


def _zone(value: Any) -> str:
    from outsource_tui.model.clock import zone_named

    try:
        return zone_named(str(value)).key if value else ""
    except InputError as error:
        raise ValueError("write an IANA name such as Europe/Berlin") from error


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("write true or false")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise ValueError('write a list such as ["headline", "activities"]')
    return tuple(value)


def _keys(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(v, str) and v.strip() for v in value.values()):
        raise ValueError('write a table such as "timeline.split" = "S"')
    return {str(k): v.replace(" ", "") for k, v in value.items()}


_READERS: dict[str, Any] = {
    "week_start": _week_start,
    "day_start": _clock('such as "08:00", "7:30" or "8am"', is_end=False),
    "day_end": _clock('such as "18:00", "6pm" or, for midnight, "24:00"', is_end=True),
    "work_days": _work_days,
    "step": _whole(1, 60),
    "rows_per_hour": _whole(1, 12),
    "zone": _zone,
    "currency": _text(8),
    "hour_value": _money,
    "yearly_income": _money,
    "weeks_a_year": _whole(1, 52),
    "number_format": _one_of(*NUMBER_FORMATS),
    "date_format": _one_of(*DATE_FORMATS),
    "theme": _theme,
    "long_running": _whole(0, 10_000),
    "nudge_after": _whole(0, 10_000),
    "review_every_weeks": _whole(0, 52),
    "summary_folder": _text(1000),
    "summary_parts": _texts,
    "front_matter": _flag,
    "keys": _keys,
}
_COMFORTS = frozenset(
    {"theme", "rows_per_hour", "long_running", "nudge_after", "review_every_weeks", "summary_parts"}
)
"""Settings that change looks and reminders alone: a slip in one of them keeps nobody from the log."""
assert {*_READERS, "notices"} == set(Settings.__match_args__)
