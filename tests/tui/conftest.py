"""What every test of the app may use."""

from textual import _wait

from tests.tui.refusing import disk

__all__ = ["disk"]

# A driven app counts as idle once it did next to nothing for this long: a test waits so twice for each key.
_wait.SLEEP_GRANULARITY = 1 / 100
_wait.SLEEP_IDLE = _wait.SLEEP_GRANULARITY / 20
