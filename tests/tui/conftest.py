"""What every test of the app may use."""

from tests.tui.refusing import disk

__all__ = ["disk"]
