"""Settings: one TOML file, every value checked with the line named, sensible without any."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from pathlib import Path

from outsource_tui.model.day import DayFrame

APP_NAME = "outsource-tui"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user can set. Minutes are whole minutes; money is in `currency`.

    `hour_value` is what an hour of the user is worth; `zone` is empty for the machine's own.
    `keys` maps a command's id ("timeline.split") to keys separated by commas.
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
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False) / "log.json"


def settings_path() -> Path:
    """Return the settings file: OUTSOURCE_SETTINGS, else settings.toml in the user config folder."""
    chosen = os.environ.get("OUTSOURCE_SETTINGS")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_config_path

    return user_config_path(APP_NAME, appauthor=False) / "settings.toml"
