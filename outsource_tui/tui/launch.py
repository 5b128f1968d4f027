"""The terminal between the command and the app: it shows today while the app is being loaded.

Loading Textual takes several times as long as reading the log. Whoever only wants to see the day has it at
once; keys that are pressed meanwhile wait, unseen, until the app takes them.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from textual.driver import Driver

    from outsource_tui.services.services import Services

ALTERNATE, MAIN = "\x1b[?1049h", "\x1b[?1049l"
"""Go to the terminal's alternate screen, and back from it."""
_NO_CURSOR, _CURSOR = "\x1b[?25l", "\x1b[?25h"
_TRUE_COLOUR = ("truecolor", "24bit")
_INPUT, _LOCAL, _CHARACTERS = 0, 3, 6
"""Where the flags are in what termios tells."""


class Launch:
    """While entered, the terminal is the app's: it shows the first picture until a driver of `driver_class`
    takes it over, and is as it was if none ever does."""

    def __init__(self) -> None:
        self._before: list[Any] | None = None
        self._alternate = False

    @property
    def shows(self) -> bool:
        """True from the first picture until the app has the terminal."""
        return self._alternate

    def show(self, services: Services, word: str = "") -> None:
        """Show today where the terminal can show it as the app will; else leave all to the app."""
        if not can_show(os.environ):
            return
        from outsource_tui.tui.first_picture import can_draw, first_picture

        size = shutil.get_terminal_size()
        if can_draw(services, *size):
            picture = first_picture(services, *size, word)
            self._before = _hold_input()
            self._alternate = True
            _write(f"{ALTERNATE}{_NO_CURSOR}{picture}")

    def driver_class(self) -> type[Driver]:
        """Return a driver that goes on where the picture stands, without a blank screen between."""
        from textual.drivers.linux_driver import LinuxDriver

        launch = self

        class Continued(LinuxDriver):
            """Knows the terminal as it was before the picture, and that this is the alternate screen."""

            def start_application_mode(self) -> None:
                super().start_application_mode()  # type: ignore[no-untyped-call]
                if launch._before is not None:
                    self.attrs_before, launch._before = launch._before, None

            def write(self, data: str) -> None:
                if data == ALTERNATE and launch._alternate:
                    launch._alternate = False
                else:
                    super().write(data)

        return Continued

    def __enter__(self) -> Launch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._alternate:
            _write(f"{_CURSOR}{MAIN}")
        if self._before is not None:
            _set(self._before)


def can_show(environment: Mapping[str, str]) -> bool:
    """True where the app writes to a terminal of true colour, and nobody told Textual otherwise."""
    told = any(name.startswith("TEXTUAL") for name in environment) or environment.get("NO_COLOR")
    colour = environment.get("COLORTERM", "").strip().lower() in _TRUE_COLOUR
    error = sys.__stderr__
    return sys.platform != "win32" and colour and not told and error is not None and error.isatty()


def _write(text: str) -> None:
    error = sys.__stderr__
    if error is not None:
        with suppress(OSError):  # it has gone, which others say
            error.write(text)
            error.flush()


def _hold_input() -> list[Any] | None:
    """Keep what is typed for the app, unseen; returns how the terminal was, None where it cannot be asked."""
    import termios

    try:
        before = termios.tcgetattr(_input())
    except termios.error:
        return None
    mode = [*before[:6], [*before[6]]]
    mode[_INPUT] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON | termios.IXOFF)
    mode[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    mode[_CHARACTERS][termios.VMIN] = 1
    _set(mode)
    return before


def _set(mode: list[Any]) -> None:
    import termios

    with suppress(termios.error):
        termios.tcsetattr(_input(), termios.TCSANOW, mode)


def _input() -> int:
    return sys.__stdin__.fileno() if sys.__stdin__ is not None else 0
