"""What a verb works with: its options, the services, and the one way to print."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TextIO

from outsource_tui.model.clock import Week, parse_week, week_of
from outsource_tui.model.errors import InputError
from outsource_tui.model.folder import named
from outsource_tui.model.text import cells, clean, fit

if TYPE_CHECKING:
    from outsource_tui.services.services import Services
    from outsource_tui.settings import Settings


class Context:
    """The options of one verb, with services that are made when they are first needed."""

    def __init__(self, args: Namespace) -> None:
        self.args = args

    @cached_property
    def settings(self) -> Settings:
        """The user's settings."""
        from outsource_tui.settings import load_settings

        return load_settings()

    @cached_property
    def services(self) -> Services:
        """The services over the chosen data file."""
        from outsource_tui.bootstrap import build, system_clock
        from outsource_tui.settings import data_path

        return build(self.settings, system_clock(self.settings), data_path(self.args.data))

    @property
    def today(self) -> date:
        """Today in the viewer's zone."""
        return self.services.clock.now().date()

    def day(self, text: str | None) -> date:
        """Read a day: nothing, today, yesterday, tomorrow, a weekday (the latest past one) or a date."""
        if text is None:
            return self.today
        from outsource_tui.model.date_lines import read_day_words

        return read_day_words(text, self.today)

    def week(self, text: str | None) -> Week:
        """Read a week: nothing for this one, as `parse_week` does, or any day in it as `day` does."""
        start = self.services.settings.week_start
        if not text:
            return week_of(self.today, start)
        try:
            return parse_week(text, self.today, start)
        except InputError:
            with suppress(InputError):
                return week_of(self.day(text), start)
            raise

    def say(self, *lines: str) -> None:
        """Print lines for a person; each is made harmless."""
        for line in lines:
            _write(clean(line) + "\n")

    @property
    def width(self) -> int | None:
        """The columns of the terminal that is written to; None where it is none."""
        if not is_terminal(sys.stdout):
            return None
        try:
            return os.get_terminal_size(sys.stdout.fileno()).columns or None
        except (OSError, ValueError):
            return None

    def show(self, *lines: str) -> None:
        """Print lines of a table; in a terminal each is cut where it would wrap."""
        width = self.width
        self.say(*(lines if width is None else (fit(clean(line), width).rstrip() for line in lines)))

    def beside(self, name: str, words: str) -> str:
        """Return a name as it fits before `words` on a line; whole where there is no terminal."""
        width = self.width
        return name if width is None else fit(clean(name), max(8, width - cells(words))).rstrip()

    def say_json(self, value: Any) -> None:
        """Print one JSON document and nothing else."""
        _write(json.dumps(value, ensure_ascii=True, indent=2) + "\n")

    def note(self, line: str) -> None:
        """Say on standard error what the user should know beside what was done."""
        if sys.stderr is not None:  # it is where the caller closed it
            _write(f"outsource: note: {clean(line)}\n", sys.stderr)

    def pass_on_notices(self) -> None:
        """Say what the user should know about settings and file, as far as they were read."""
        if "settings" in self.__dict__:
            for notice in self.settings.notices:
                self.note(notice)
        if "services" in self.__dict__:
            for notice in self.services.repository.notices:
                self.note(notice)

    def deliver(self, text: str, target: str | None, *, page: bool = False, overwrite: bool = True) -> None:
        """Write `text` to the file `target` whole, and say so; or print it, harmless to a terminal and exact
        to a pipe. A `page` is Markdown: people read it in a terminal without its escapes. FileDiffersError
        where the file has other text and `overwrite` is not set."""
        if not target or target == "-":
            shown = _for_people(text, page) if is_terminal(sys.stdout) else text
            _write(shown if shown.endswith("\n") or not shown else shown + "\n")
            return
        path = self.services.pages.write(named(target), text, overwrite, make_folder=False)
        self.say(f"written: {path}")


def is_terminal(stream: TextIO | None) -> bool:
    """True where a person sits behind a stream; it is None where the caller closed it."""
    return stream is not None and stream.isatty()


def _for_people(text: str, page: bool) -> str:
    from outsource_tui.model.markdown import as_read  # few verbs write pages

    return "\n".join(clean(as_read(line) if page else line) for line in text.split("\n"))


def _write(text: str, stream: TextIO | None = None) -> None:
    stream = stream or sys.stdout
    if stream is None:  # the caller closed it
        return
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding))
