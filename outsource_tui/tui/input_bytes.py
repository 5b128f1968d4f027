"""What a terminal sends need not be UTF-8: a paste of old text must not end the app."""

from __future__ import annotations

import codecs
import sys
from functools import partial
from typing import Any

_DECODER = "getincrementaldecoder"


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
