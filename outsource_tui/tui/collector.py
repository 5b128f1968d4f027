"""When Python looks for garbage in the open app: seldom, so that no key waits for it."""

from __future__ import annotations

import gc

THRESHOLDS = (5_000, 10, 20)
"""So many new containers until the young are looked through, so many times that until the older ones are.
With Python's own figures a walk over all of a long log, some 60 ms, comes with every tenth week opened."""


def settle() -> None:
    """What was made for the first picture stays for good: nobody need walk it again."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()
