"""The settings file as a person meets it: every setting with a comment and its default."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from outsource_tui.model.errors import UserError
from outsource_tui.settings import parse_settings, stored

TEMPLATE = """\
# Settings of outsource. Take the # off a line to change what it says; what is left out has the
# value shown, except what an hour of yours is worth: that is unknown until you say it. A value that
# is not understood is named with its line; so is a name that is no setting.

# --- your week -------------------------------------------------------------------------------
# week_start = "monday"            # or "sunday"
# day_start = "08:00"              # unlogged time between these two is a gap;
# day_end = "18:00"                # what is logged outside of them counts as well; "6pm" will do too
# work_days = ["mon", "tue", "wed", "thu", "fri"]
# zone = ""                        # an IANA name such as "Europe/Berlin"; empty: the machine's own

# --- editing ---------------------------------------------------------------------------------
# step = 5                         # minutes by which [ ] { } move an edge
# rows_per_hour = 4                # height of the day, 1 to 12

# --- money -----------------------------------------------------------------------------------
# currency = "€"
# hour_value = 60                  # an example: what an hour of yours is worth, or:
# yearly_income = 90000            # an example: the hour is then income ÷ 2,000;
#                                  # without either of them nobody can say what you win in money
# weeks_a_year = 46                # weeks that you work
# number_format = "1,234.56"       # "1.234,56", "1 234,56", "1'234.56", "1234.56"
# date_format = "18 Nov 2026"      # "Nov 18, 2026", "18.11.2026", "18/11/2026", "11/18/2026", "2026-11-18"

# --- looks -----------------------------------------------------------------------------------
# theme = "outsource-dark"         # "light", or any theme that the palette lists (ctrl+p, Theme)

# --- reminders -------------------------------------------------------------------------------
# long_running = 240               # minutes after which a running entry is asked about; 0: never
# nudge_after = 60                 # minutes without a log until one quiet line; 0: never
# review_every_weeks = 4           # weeks until a review is due; 0: never

# --- summary ---------------------------------------------------------------------------------
# summary_folder = ""              # where `w` writes; empty: summaries, beside the log
# summary_parts = []               # empty: all parts
# front_matter = false             # YAML at the top of each page
#                                  # `outsource settings --template` makes a page of your own

# --- keys ------------------------------------------------------------------------------------
# [keys]                           # `outsource settings --keys` prints every line that can stand here
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
        raise _unwritable(path, error) from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(TEMPLATE)
    return True


def change_settings(path: Path, values: dict[str, Any]) -> None:
    """Set these values in the settings file and leave every other line, comment and order as it is.

    A value of None takes the setting out, so that its default holds. A setting that stands in the file
    behind a `#` is set on that line. The file is made with its comments if there is none. InputError
    where the file as it is cannot be read, UserError where it cannot be written; it is whole at any time.
    """
    import tomlkit

    text = _text_of(path)
    for name, value in values.items():
        text = _with_line(text, name, wanted=value is not None)
    document = tomlkit.parse(text)
    for name, value in values.items():
        if value is not None:
            document[name] = stored(name, value)
        elif name in document:  # it takes more than one line
            document.remove(name)
    written = tomlkit.dumps(document)
    parse_settings(written, str(path))
    _write_whole(path, written)


def change_key(path: Path, name: str, keys: str | None) -> None:
    """Set the keys of a command by its id, None for those by default; everything else stays as it is.

    Errors as in `change_settings`.
    """
    import tomlkit

    text = _text_of(path)
    document = tomlkit.parse(text if "keys" in tomlkit.parse(text) else _KEYS_LINE.sub(r"\1", text, count=1))
    if "keys" not in document:
        document["keys"] = tomlkit.table()
    table: Any = document["keys"]
    if keys is not None:
        table[name] = keys
    elif name in table:
        table.remove(name)
    written = tomlkit.dumps(document)
    parse_settings(written, str(path))
    _write_whole(path, written)


_KEYS_LINE = re.compile(r"(?m)^#[ \t]*(\[keys\].*)$")


def _text_of(path: Path) -> str:
    """Return the text of the settings file, or of a new one; InputError where it has a mistake."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        text = TEMPLATE
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"cannot read {path}: it is not UTF-8 text, or not yours to read") from error
    parse_settings(text, str(path))
    return text


def _with_line(text: str, name: str, *, wanted: bool) -> str:
    """Take the `#` off the line of a setting, or put it there."""
    import tomlkit

    if wanted == (name in tomlkit.parse(text)):
        return text
    old, new = (r"#[ \t]*", "") if wanted else ("", "# ")
    line = re.compile(rf"(?m)^{old}({re.escape(name)}[ \t]*=.*)$")
    changed = line.sub(lambda found: new + found.group(1), text, count=1)
    try:
        tomlkit.parse(changed)
    except tomlkit.exceptions.TOMLKitError:
        return text
    return changed


def _write_whole(path: Path, text: str) -> None:
    from tempfile import NamedTemporaryFile

    target = path.resolve()  # a link into a folder of dot-files stays one
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o600
        with NamedTemporaryFile("w", encoding="utf-8", newline="\n", dir=target.parent, delete=False) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        made = Path(file.name)
        try:
            made.chmod(mode)
            made.replace(target)
        except OSError:
            made.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> UserError:
    reason = (error.strerror or str(error)).lower()
    return UserError(f"cannot write {path}: {reason}; set OUTSOURCE_SETTINGS to another place")
