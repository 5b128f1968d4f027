"""Reading what a terminal sends: it need not be UTF-8, and mostly it is nothing for minutes."""

from __future__ import annotations

import codecs
import selectors
import sys
from functools import partial
from types import SimpleNamespace
from typing import Any

_DECODER, _SELECTORS = "getincrementaldecoder", "selectors"
_QUIET, _LONG = 10, 2.0
"""After so many waits in vain, each lasts so many seconds."""


def take_any() -> None:
    """Let the driver read bytes that are no UTF-8 as U+FFFD.

    Textual's driver for Linux and macOS decodes strictly, and ends the app in the middle of a paste
    that a legacy program put into the clipboard. It has no setting for that, so its decoder is
    exchanged; a driver that does not look it up by this name decodes as before.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    if getattr(linux_driver, _DECODER, None) is codecs.getincrementaldecoder:
        setattr(linux_driver, _DECODER, _lenient)


def _lenient(encoding: str) -> Any:
    return partial(codecs.getincrementaldecoder(encoding), errors="replace")


def wait_longer() -> None:
    """Let the driver wait for keys longer at a time while none come, instead of a tenth.

    Textual's driver for Linux and macOS asks ten times a second, all day. The short wait matters after
    bytes have come: an escape may be a key of its own, and the app may end.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    if getattr(linux_driver, _SELECTORS, None) is selectors:
        patient = SimpleNamespace(**{**vars(selectors), "SelectSelector": PatientSelector})
        setattr(linux_driver, _SELECTORS, patient)


class PatientSelector(selectors.SelectSelector):
    """Waits as told at first, and longer where nothing has come for a while."""

    _vain = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what can be read within `timeout` seconds, or a longer time while nobody types."""
        if timeout is not None and self._vain >= _QUIET:
            timeout = max(timeout, _LONG)
        found = super().select(timeout)
        self._vain = 0 if found else self._vain + 1
        return found
