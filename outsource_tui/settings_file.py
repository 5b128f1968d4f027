"""The settings file as a person meets it: every setting with a comment and its default."""

from __future__ import annotations

import os
from pathlib import Path

from outsource_tui.model.errors import UserError

TEMPLATE = """\
# Settings of outsource. Take the # off a line to change what it says; what is left out has the
# value shown. Anything that is not understood is named with its line.

# --- your week -------------------------------------------------------------------------------
# week_start = "monday"            # or "sunday"
# day_start = "08:00"              # unlogged time from here on is a gap
# day_end = "18:00"
# work_days = ["mon", "tue", "wed", "thu", "fri"]
# zone = ""                        # an IANA name such as "Europe/Berlin"; empty: the machine's own

# --- editing ---------------------------------------------------------------------------------
# step = 5                         # minutes by which [ ] { } move an edge
# rows_per_hour = 4                # height of the day, 1 to 12

# --- money -----------------------------------------------------------------------------------
# currency = "€"
# hour_value = 60                  # what an hour of yours is worth, or:
# yearly_income = 90000            # the hour is then income ÷ 2,000
# weeks_a_year = 46                # weeks that you work
# number_format = "1,234.56"       # "1.234,56", "1 234,56", "1'234.56", "1234.56"
# date_format = "18 Nov 2026"      # "Nov 18, 2026", "18.11.2026", "18/11/2026", "11/18/2026", "2026-11-18"

# --- looks -----------------------------------------------------------------------------------
# theme = "outsource-dark"         # "outsource-light", or any theme that the palette lists

# --- reminders -------------------------------------------------------------------------------
# long_running = 240               # minutes after which a running entry is asked about; 0: never
# nudge_after = 60                 # minutes without a log until one quiet line; 0: never
# review_every_weeks = 4           # weeks until a review is due; 0: never

# --- summary ---------------------------------------------------------------------------------
# summary_folder = ""              # where `w` writes; empty: Documents/outsource
# summary_parts = []               # empty: all parts
# front_matter = false             # YAML at the top of each page

# --- keys ------------------------------------------------------------------------------------
# [keys]                           # a command's id and its keys; ids stand in the help (?)
# "timeline.split" = "S"
"""


def make_settings_file(path: Path) -> bool:
    """Write the commented settings where there are none yet; True if they were made.

    UserError where the place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UserError(f"cannot write {path}: {reason}; set OUTSOURCE_SETTINGS to another place") from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(TEMPLATE)
    return True
